"""How a Word file looks: sizes, colours, and the words of the format for borders, spaces and letters.

Takes tokens and a brand; gives attributes and elements (ECMA-376, part 1, 17.3 and 17.7). Lengths are twentieths of a
point, in which Word counts, and lines eighths of one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from policygen.model.agencies import Brand
from policygen.model.tokens import Tokens

__all__ = [
    "CARD",
    "COLUMN",
    "DANGER_SIZE",
    "DANGER_SPACE",
    "DEPTH",
    "FAMILIES",
    "HEADER",
    "INSET",
    "NAMESPACES",
    "POLICY",
    "SHEET",
    "STEP",
    "Look",
    "Palette",
    "border",
    "frame",
    "framed_spacing",
    "indent",
    "item_indent",
    "letters",
    "list_style",
    "mm",
    "palette",
    "paragraph_properties",
    "shade",
    "spacing",
    "style_id",
    "tabs",
]

HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)


def mm(length: float) -> int:
    """Return a length in twentieths of a point, in which Word counts."""
    return round(length * 1440 / 25.4)


COLUMN = mm(76)
"""The width of one of two columns, in contents and lists of duties."""


@dataclass(frozen=True, slots=True)
class Look:
    """The sizes of one kind of document: lengths in twentieths of a point, type in points, lines in eighths of one."""

    top: int
    bottom: int
    left: int
    right: int
    rail: int
    title: float
    heading: float
    rule: int
    above: float
    below: float
    """The space above and below a heading of the first level."""
    gap: float
    """The space below a paragraph."""
    reach: int = mm(94)
    """Where the numbers of contacts stand."""
    page: tuple[int, int] = (mm(210), mm(297))
    """Width and height of the page: A4."""

    @property
    def width(self) -> int:
        """From the left edge of the rail to the right edge of the text."""
        return self.page[0] - self.left - self.right


POLICY = Look(
    top=1440,
    bottom=1500,
    left=mm(20),
    right=mm(28),
    rail=mm(26),
    title=30,
    heading=20,
    rule=24,
    above=30,
    below=8,
    gap=7.5,
)
SHEET = Look(
    top=1220,
    bottom=1300,
    left=mm(18),
    right=mm(18),
    rail=mm(10),
    title=20,
    heading=13,
    rule=10,
    above=11,
    below=2,
    gap=3,
)
"""Guides, records, letters, notes and posters."""
CARD = replace(SHEET, left=mm(12), right=mm(12), top=1020, bottom=1100, reach=mm(66), page=(mm(148), mm(210)))
"""Cards, on A5."""

FAMILIES = ("List", "Note", "Danger")
"""Where lists stand, each with styles of its own: in the text, in a layer's note, in the danger box."""

DEPTH = 3
"""How deep the styles of lists go; what is deeper looks like the deepest."""

STEP = mm(5)
"""How far the words of a list item stand from its marker."""

INSET = 260
"""How far the words in a frame stand from its outer edge: the line, and the space beside it."""

_ORDER = (
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "numPr",
    "pBdr",
    "shd",
    "tabs",
    "spacing",
    "ind",
    "outlineLvl",
    "sectPr",
)


def paragraph_properties(style: str, given: Mapping[str, str]) -> str:
    """Return the properties of a paragraph in the order of the schema (17.3.1.26); each value is its attributes.

    Those of `numPr`, `pBdr` and `tabs`, which hold elements, are their content.
    """
    made = [f'<w:pStyle w:val="{style}"/>'] if style else []
    for name in _ORDER:
        if name not in given:
            continue
        value = given[name]
        made.append(f"<w:{name}>{value}</w:{name}>" if value.startswith("<") else f"<w:{name}{value and ' '}{value}/>")
    return f"<w:pPr>{''.join(made)}</w:pPr>" if made else ""


def border(side: str, size: int, colour: str, space: int = 0) -> str:
    """Return one border: `size` in eighths of a point, `space` between line and words in points."""
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


def frame(size: int, colour: str, space: int, sides: str = "top left bottom right", above: int = 0) -> str:
    """Return several borders; `above` is the space at top and bottom, where that is another."""
    spaces = {"top": above or space, "bottom": above or space}
    return "".join(border(side, size, colour, spaces.get(side, space)) for side in sides.split())


DANGER_SIZE, DANGER_SPACE = 24, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a Word file, as Word writes them, and its face."""

    face: str
    ink: str
    ink_2: str
    edge: str
    hair: str
    tint: str
    paper: str
    link: str
    own: str
    """The agency's own colour."""
    own_tint: str

    @property
    def danger_end(self) -> str:
        """The borders of the last paragraph in the danger box: those above it have none below."""
        return frame(DANGER_SIZE, self.ink, DANGER_SPACE, "left bottom right")

    @property
    def fact_rules(self) -> str:
        """The lines between the facts on the cover."""
        return border("bottom", 4, self.hair, 3) + border("between", 4, self.hair, 3)

    @property
    def first_fact_rules(self) -> str:
        """The same for the first of them, with a thick one above it."""
        return border("top", 16, self.ink, 3) + self.fact_rules


def palette(tokens: Tokens, brand: Brand) -> Palette:
    """Return the colours of a Word file: those of light paper, and two of the agency's own."""
    light = tokens.light
    given = {
        "ink": light.ink,
        "ink_2": light.ink_2,
        "edge": light.edge,
        "hair": light.hair,
        "tint": light.tint,
        "paper": light.paper,
        "link": light.link,
        "own": brand.colour,
        "own_tint": brand.tint,
    }
    return Palette(face=tokens.office_face, **{name: colour.lstrip("#").upper() for name, colour in given.items()})


def spacing(before: float = 0, after: float = 0, line: float = 1.2) -> str:
    """Return space before and after in points, and between lines as a multiple."""
    return (
        f'w:before="{round(before * 20)}" w:after="{round(after * 20)}" w:line="{round(line * 240)}" w:lineRule="auto"'
    )


def framed_spacing(before: float = 0, after: float = 0) -> str:
    """Return the same in a frame, where lines are a height: LibreOffice leaves a gap in the frame at a multiple."""
    return f'w:before="{round(before * 20)}" w:after="{round(after * 20)}" w:line="290" w:lineRule="atLeast"'


def indent(left: int, *, hanging: int = 0, right: int = 0) -> str:
    return f'w:left="{left}" w:right="{right}" w:hanging="{hanging}"'


def tabs(*stops: tuple[str, int]) -> str:
    return "".join(f'<w:tab w:val="{kind}" w:pos="{at}"/>' for kind, at in stops)


def shade(colour: str) -> str:
    return f'w:val="clear" w:color="auto" w:fill="{colour}"'


def letters(size: float = 0, *, bold: bool = False, colour: str = "") -> str:
    """Return properties of words: size in points, weight, colour."""
    return (
        ("<w:b/><w:bCs/>" if bold else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + (f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "")
    )


def style_id(name: str) -> str:
    """Return the id of a style: its name without spaces and signs, as Word makes them."""
    return "".join(part[:1].upper() + part[1:] for part in name.replace("'", "").replace("’", "").split())


def list_style(family: str, kind: str, depth: int) -> str:
    """Return the name of a style of lists: Bullet, Number, or Continue for what follows in an item."""
    return f"{family} {kind}" + (f" {depth + 1}" if depth else "")


def item_indent(family: str, rail: int, depth: int, *, marker: bool = True) -> str:
    """Return the indent of a list item; in a frame every depth hangs from the same edge, where its line stands."""
    base = {"List": rail, "Note": rail + INSET, "Danger": INSET}[family]
    left = base + STEP * (depth + 1)
    if family == "List":
        return indent(left, hanging=STEP if marker else 0)
    return indent(left, hanging=left - base, right=INSET)

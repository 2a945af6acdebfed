"""The styles, numbering and settings of a Word file: how it looks, named in the terms of the field.

Takes a brand and the sizes of a kind of document; gives parts of the package (ECMA-376, part 1, 17.7, 17.9 and 17.15).
Built-in names (Title, heading 1, List Bullet, caption) are kept wherever Word has one, so that text which is pasted
into an agency's own template takes that template's look; what only a policy has gets a style of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from xml.sax.saxutils import escape

from policygen.model.agencies import Brand

__all__ = [
    "DANGER_END",
    "DEPTH",
    "FAMILIES",
    "FIRST_FACT_RULES",
    "HEADER",
    "NAMESPACES",
    "PAGE_HEIGHT",
    "PAGE_WIDTH",
    "POLICY",
    "SHEET",
    "fonts",
    "list_style",
    "mm",
    "numbering",
    "paragraph_properties",
    "settings",
    "style_id",
    "styles",
    "theme",
]

HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)

FACE = "Arial"
"""A face that every office PC has, or has in the same widths."""

INK = "15191E"
INK_2 = "414954"
EDGE = "737B86"
HAIR = "C2C8CF"
TINT = "F1F3F5"
PAPER = "FFFFFF"
LINK = "0A4A9E"
"""The colours of the look; an agency adds two of its own."""


def mm(length: float) -> int:
    """Return a length in twentieths of a point, in which Word counts."""
    return round(length * 1440 / 25.4)


_COLUMN = mm(76)
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

    @property
    def width(self) -> int:
        """From the left edge of the rail to the right edge of the text."""
        return PAGE_WIDTH - self.left - self.right


PAGE_WIDTH, PAGE_HEIGHT = mm(210), mm(297)
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
"""Guides and records."""

FAMILIES = ("List", "Note", "Danger")
"""Where lists stand, each with styles of its own: in the text, in a layer's note, in the danger box."""

DEPTH = 3
"""How deep the styles of lists go; what is deeper looks like the deepest."""

_STEP = mm(5)
"""How far the words of a list item stand from its marker."""

_INSET = 260
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


def _border(side: str, size: int, colour: str, space: int = 0) -> str:
    """Return one border: `size` in eighths of a point, `space` between line and words in points."""
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


def _frame(size: int, colour: str, space: int, sides: str = "top left bottom right", above: int = 0) -> str:
    """Return several borders; `above` is the space at top and bottom, where that is another."""
    spaces = {"top": above or space, "bottom": above or space}
    return "".join(_border(side, size, colour, spaces.get(side, space)) for side in sides.split())


_DANGER_SIZE, _DANGER_SPACE = 24, 10
DANGER_END = _frame(_DANGER_SIZE, INK, _DANGER_SPACE, "left bottom right")
"""The borders of the last paragraph in the danger box: those above it have none below."""

FACT_RULES = _border("bottom", 4, HAIR, 3) + _border("between", 4, HAIR, 3)
FIRST_FACT_RULES = _border("top", 16, INK, 3) + FACT_RULES
"""The lines around the facts on the cover: a thick one above the first."""


def _spacing(before: float = 0, after: float = 0, line: float = 1.2) -> str:
    """Return space before and after in points, and between lines as a multiple."""
    return (
        f'w:before="{round(before * 20)}" w:after="{round(after * 20)}" w:line="{round(line * 240)}" w:lineRule="auto"'
    )


def _framed_spacing(before: float = 0, after: float = 0) -> str:
    """Return the same in a frame, where lines are a height: LibreOffice leaves a gap in the frame at a multiple."""
    return f'w:before="{round(before * 20)}" w:after="{round(after * 20)}" w:line="290" w:lineRule="atLeast"'


def _indent(left: int, *, hanging: int = 0, right: int = 0) -> str:
    return f'w:left="{left}" w:right="{right}" w:hanging="{hanging}"'


def _tabs(*stops: tuple[str, int]) -> str:
    return "".join(f'<w:tab w:val="{kind}" w:pos="{at}"/>' for kind, at in stops)


def _shade(colour: str) -> str:
    return f'w:val="clear" w:color="auto" w:fill="{colour}"'


def _type(size: float = 0, *, bold: bool = False, colour: str = "") -> str:
    """Return properties of words: size in points, weight, colour."""
    return (
        ("<w:b/><w:bCs/>" if bold else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + (f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "")
    )


# ---------------------------------------------------------------------------------------------------
# Styles
# ---------------------------------------------------------------------------------------------------


def styles(brand: Brand, lang: str, look: Look) -> str:
    """Return the styles part, in the colours of a brand."""
    colour, tint = (value.lstrip("#").upper() for value in (brand.colour, brand.tint))
    defaults = (
        f'<w:rFonts w:ascii="{FACE}" w:eastAsia="{FACE}" w:hAnsi="{FACE}" w:cs="{FACE}"/>'
        f'<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{lang}" w:eastAsia="{lang}" w:bidi="ar-SA"/>'
    )
    return "".join(
        (
            f"{HEADER}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault>",
            "<w:pPrDefault/></w:docDefaults>",
            *_text_styles(colour, look),
            *_frame_styles(colour, tint, look.rail),
            *_list_styles(look.rail),
            *_form_styles(look.rail),
            *_character_styles(colour),
            *_table_styles(),
            "</w:styles>",
        )
    )


_BUILT_IN = {
    "Body Text",
    "Default Paragraph Font",
    "Emphasis",
    "Hyperlink",
    "Normal",
    "Normal Table",
    "Placeholder Text",
}
_BUILT_IN |= {"Quote", "Strong", "Subtitle", "TOC Heading", "Title", "caption", "footer", "footnote reference"}
_BUILT_IN |= {"footnote text", "header"} | {f"heading {level}" for level in range(1, 7)} | {"toc 1", "toc 2"}
_BUILT_IN |= {
    f"List {kind}{depth}"
    for kind in ("Bullet", "Number", "Continue")
    for depth in ("", *(f" {n}" for n in range(2, 6)))
}
"""Names that Word knows in every language."""


def style_id(name: str) -> str:
    """Return the id of a style: its name without spaces and signs, as Word makes them."""
    return "".join(part[:1].upper() + part[1:] for part in name.replace("'", "").replace("’", "").split())


def _style(
    name: str, paragraph: Mapping[str, str] | None = None, run: str = "", *, based: str = "Normal", after: str = ""
) -> str:
    """Return a style of paragraphs; `after` is the style of what is typed below one."""
    return (
        f'<w:style w:type="paragraph"{_custom(name)} w:styleId="{style_id(name)}"><w:name w:val="{escape(name)}"/>'
        + (f'<w:basedOn w:val="{style_id(based)}"/>' if based else "")
        + (f'<w:next w:val="{style_id(after)}"/>' if after else "")
        + "<w:qFormat/>"
        + paragraph_properties("", paragraph or {})
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


def _custom(name: str) -> str:
    return "" if name in _BUILT_IN else ' w:customStyle="1"'


def _text_styles(colour: str, look: Look) -> Iterator[str]:
    """Yield the styles of running text, headings, cover and contents."""
    rail = look.rail
    hung = _indent(rail, hanging=rail)
    keep = {"keepNext": "", "keepLines": ""}
    yield (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"{paragraph_properties('', {'spacing': _spacing()})}<w:rPr>{_type(colour=INK)}</w:rPr></w:style>"
    )
    yield _style("Body Text", {"spacing": _spacing(after=look.gap), "ind": _indent(rail)})
    yield _style("Lead", {"spacing": _spacing(after=7.5)})
    yield _style(
        "Title", {**keep, "spacing": _spacing(after=6, line=1.05)}, _type(look.title, bold=True), after="Body Text"
    )
    yield _style("Subtitle", {**keep, "spacing": _spacing(after=6)}, _type(16, bold=True, colour=colour))
    yield _style(
        "heading 1",
        {
            **keep,
            "pBdr": _border("top", look.rule, colour, 8),
            "tabs": _tabs(("left", rail)),
            "spacing": _spacing(look.above, look.below, 1.05),
            "ind": hung,
            "outlineLvl": 'w:val="0"',
        },
        _type(look.heading, bold=True),
        after="Body Text",
    )
    yield _style(
        "heading 2",
        {
            **keep,
            "tabs": _tabs(("left", rail)),
            "spacing": _spacing(10, 2),
            "ind": hung,
            "outlineLvl": 'w:val="1"',
        },
        _type(12, bold=True),
        after="Body Text",
    )
    for level in range(3, 7):
        size = {3: 11.0}.get(level, 10.5)
        yield _style(
            f"heading {level}",
            {**keep, "spacing": _spacing(6, 2), "ind": _indent(rail), "outlineLvl": f'w:val="{level - 1}"'},
            _type(size, bold=True),
            after="Body Text",
        )
    yield _style("Force", {**keep, "spacing": _spacing(1, 4), "ind": _indent(rail)}, _type(9.5), after="Body Text")
    yield _style(
        "Added by", {**keep, "spacing": _spacing(after=2), "ind": _indent(rail)}, _type(bold=True, colour=colour)
    )
    yield _style(
        "Not used", {"tabs": _tabs(("left", rail)), "spacing": _spacing(8, 8), "ind": hung}, _type(colour=INK_2)
    )
    yield _style("Force key", {"tabs": _tabs(("left", rail)), "spacing": _spacing(2, 4), "ind": hung})
    yield _style("Definition term", {**keep, "spacing": _spacing(), "ind": _indent(rail)}, _type(bold=True))
    yield _style("Definition", {"spacing": _spacing(after=5), "ind": _indent(rail + _STEP)})
    yield _style(
        "Quote",
        {
            "pBdr": _border("left", 10, EDGE, 8),
            "spacing": _spacing(after=7.5),
            "ind": _indent(rail + _INSET, right=_INSET),
        },
    )
    yield _style("caption", {**keep, "spacing": _spacing(10, 5)}, _type(12, bold=True), after="Body Text")
    yield _style("footnote text", {"spacing": _spacing()}, _type(9))
    yield _style("Owner", {"spacing": _spacing(after=150)}, _type(12, bold=True))
    yield _style("Summary", {"spacing": _spacing(after=90), "ind": _indent(0, right=mm(42))}, _type(12))
    yield _style(
        "Fact",
        {
            "keepNext": "",
            "pBdr": FACT_RULES,
            "tabs": _tabs(("left", mm(40))),
            "spacing": _spacing(),
            "ind": _indent(mm(40), hanging=mm(40)),
        },
    )
    yield _style("TOC Heading", {"outlineLvl": 'w:val="0"'}, based="heading 1", after="Body Text")
    stops = _tabs(("left", mm(15)), ("right", _COLUMN))
    entry = _indent(mm(15), hanging=mm(15), right=mm(8))
    yield _style("toc 1", {**keep, "tabs": stops, "spacing": _spacing(6, 1, 1.1), "ind": entry}, _type(bold=True))
    yield _style("toc 2", {"tabs": stops, "spacing": _spacing(line=1.1, after=1), "ind": entry})
    yield _style("Contents hint", {"spacing": _spacing(after=4)}, _type(9, colour=INK_2))
    yield _style("Duty", {"tabs": stops, "spacing": _spacing(1.5, 1.5, 1.1), "ind": entry})
    yield _style("header", {"tabs": _tabs(("right", look.width)), "spacing": _spacing()}, _type(9, colour=INK_2))
    yield _style("footer", {"tabs": _tabs(("right", look.width)), "spacing": _spacing()}, _type(9, colour=INK_2))
    yield _style("Between", {"spacing": 'w:before="0" w:after="0" w:line="20" w:lineRule="exact"'}, _type(1))


def _frame_styles(colour: str, tint: str, rail: int) -> Iterator[str]:
    """Yield the styles of asides: one frame for one meaning."""
    keep = {"keepNext": "", "keepLines": ""}
    left, right = (_frame(_DANGER_SIZE, INK, _DANGER_SPACE, side) for side in ("left", "right"))
    sides = left + _border("bottom", 4, PAPER, 4) + right  # the line that nobody sees keeps what is below apart
    yield _style(
        "Danger heading",
        {
            "pBdr": _frame(_DANGER_SIZE, INK, _DANGER_SPACE, "top left right"),
            "tabs": _tabs(("left", _INSET + mm(13))),
            "spacing": _framed_spacing(after=0),
            "ind": _indent(_INSET + mm(13), hanging=mm(13), right=_INSET),
        },
        _type(15, bold=True),
        based="heading 1",
        after="Danger",
    )
    yield _style(
        "Danger", {**keep, "pBdr": sides, "spacing": _framed_spacing(after=6), "ind": _indent(_INSET, right=_INSET)}
    )
    bar = _border("top", 4, tint, 4) + _border("left", 24, colour, 10) + _border("bottom", 4, tint, 4)
    note = {
        "pBdr": bar + _border("right", 4, tint, 10),
        "shd": _shade(tint),
        "spacing": _framed_spacing(after=4),
        "ind": _indent(rail + _INSET, right=_INSET),
    }
    yield _style(
        "Note heading",
        {**keep, **note, "spacing": _framed_spacing(8, 0)},
        _type(10.5, bold=True, colour=colour),
        based="heading 3",
        after="Note from a layer",
    )
    yield _style("Note from a layer", note)
    law = _indent(rail + _INSET, right=_INSET)
    yield _style(
        "Law notice heading",
        {
            "pBdr": _frame(12, INK, 10, "top left right", 4),
            "shd": _shade(INK),
            "spacing": _framed_spacing(10, 0),
            "ind": law,
        },
        _type(10.5, bold=True, colour=PAPER),
        based="heading 3",
        after="Law notice",
    )
    yield _style(
        "Law notice",
        {
            "keepLines": "",
            "pBdr": _frame(12, INK, 10, "left bottom right", 6),
            "spacing": _framed_spacing(after=0),
            "ind": law,
        },
    )
    yield _style(
        "Editor's note",
        {"pBdr": _border("top", 4, EDGE, 3), "spacing": _spacing(4, 6), "ind": _indent(rail)},
        _type(9, colour=INK_2),
    )
    yield _style("Annotation", {"spacing": _spacing(after=6), "ind": _indent(rail)}, _type(9, colour=INK_2))


def _list_styles(rail: int) -> Iterator[str]:
    frames = {"List": "Body Text", "Note": "Note from a layer", "Danger": "Danger"}
    for family, name in enumerate(FAMILIES):
        spacing = _spacing(after=3) if name == "List" else _framed_spacing(after=3)
        for depth in range(DEPTH):
            indent = _item_indent(name, rail, depth)
            for kind, number in (("Bullet", 2 * family + 1), ("Number", 2 * family + 2)):
                level = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/>'
                given = {"numPr": level, "spacing": spacing, "ind": indent}
                yield _style(list_style(name, kind, depth), given, based=frames[name])
            within = _item_indent(name, rail, depth, marker=False)
            yield _style(list_style(name, "Continue", depth), {"spacing": spacing, "ind": within}, based=frames[name])


def list_style(family: str, kind: str, depth: int) -> str:
    """Return the name of a style of lists: Bullet, Number, or Continue for what follows in an item."""
    return f"{family} {kind}" + (f" {depth + 1}" if depth else "")


def _item_indent(family: str, rail: int, depth: int, *, marker: bool = True) -> str:
    """Return the indent of a list item; in a frame every depth hangs from the same edge, where its line stands."""
    base = {"List": rail, "Note": rail + _INSET, "Danger": _INSET}[family]
    left = base + _STEP * (depth + 1)
    if family == "List":
        return _indent(left, hanging=_STEP if marker else 0)
    return _indent(left, hanging=left - base, right=_INSET)


def _form_styles(rail: int) -> Iterator[str]:
    """Yield the styles of guides and of records."""
    keep = {"keepNext": "", "keepLines": ""}
    branch = rail + mm(22)
    yield _style(
        "Branch",
        {"tabs": _tabs(("left", branch)), "spacing": _spacing(after=2), "ind": _indent(branch, hanging=branch - rail)},
    )
    reach = mm(94)
    yield _style(
        "Contact",
        {"tabs": _tabs(("left", reach)), "spacing": _spacing(after=2), "ind": _indent(reach, hanging=reach - rail)},
        _type(10),
    )
    yield _style(
        "Reminder",
        {
            "pBdr": _frame(4, TINT, 6),
            "shd": _shade(TINT),
            "spacing": _framed_spacing(after=3),
            "ind": _indent(140, right=140),
        },
    )
    yield _style(
        "Condition",
        {**keep, "pBdr": _border("left", 18, EDGE, 6), "spacing": _spacing(8), "ind": _indent(rail + 160)},
        _type(9.5, colour=INK_2),
    )
    yield _style("Question", {**keep, "spacing": _spacing(7, 1), "ind": _indent(rail)}, _type(bold=True))
    yield _style("Hint", {**keep, "spacing": _spacing(after=1), "ind": _indent(rail)}, _type(9.5, colour=INK_2))
    answer = {"keepLines": "", "spacing": _spacing(5, 7), "ind": _indent(rail + 110, right=110)}
    yield _style("Answer", {**answer, "pBdr": _frame(6, EDGE, 4)})
    tall = _frame(6, EDGE, 4, "top left") + _border("bottom", 6, EDGE, 26) + _border("right", 6, EDGE, 4)
    yield _style("Long answer", {**answer, "pBdr": tall})
    choice = rail + mm(7)
    yield _style(
        "Choice",
        {
            "keepLines": "",
            "tabs": _tabs(("left", choice)),
            "spacing": _spacing(after=1),
            "ind": _indent(choice, hanging=mm(7)),
        },
    )


def _character_styles(colour: str) -> Iterator[str]:
    """Yield the styles of words; must, should and may are told by word, weight and shape."""
    ring = f'<w:bdr w:val="single" w:sz="12" w:space="2" w:color="{INK}"/>'
    looks = {
        "Strong": _type(bold=True),
        "Emphasis": _type(bold=True),
        "Hyperlink": f'<w:color w:val="{LINK}"/><w:u w:val="single"/>',
        "Phone": _type(bold=True),
        "Code": '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>',
        "footnote reference": '<w:vertAlign w:val="superscript"/>',
        "Placeholder Text": _type(colour=INK_2),
        "Clause number": _type(bold=True, colour=colour),
        "Section title": "",
        "Must": f'<w:b/><w:bCs/><w:color w:val="{PAPER}"/><w:shd {_shade(INK)}/>',
        "Should": f"<w:b/><w:bCs/>{ring}",
        "May": '<w:b/><w:bCs/><w:u w:val="thick"/>',
        "Answer word": _type(bold=True),
        "To be added": f'<w:b/><w:bCs/><w:u w:val="dash" w:color="{INK}"/>',
        "Fact name": _type(colour=INK_2),
        "Required": _type(colour=INK_2),
    }
    yield (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
    )
    for name, look in looks.items():
        yield (
            f'<w:style w:type="character"{_custom(name)} w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>{f"<w:rPr>{look}</w:rPr>" if look else ""}</w:style>'
        )


def _table_styles() -> Iterator[str]:
    """Yield the style of tables, with a heading row and row headings, and those of their cells."""
    yield (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="160" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    yield (
        '<w:style w:type="table" w:customStyle="1" w:styleId="PolicyTable"><w:name w:val="Policy table"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        f"{_border('top', 10, INK)}{_border('bottom', 10, INK)}{_border('insideH', 4, HAIR)}</w:tblBorders>"
        '<w:tblCellMar><w:top w:w="70" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="70" w:type="dxa"/><w:right w:w="160" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>{_border("bottom", 10, INK)}</w:tcBorders>'
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
    )
    yield _style("Table text", {"spacing": _spacing(line=1.15)})
    yield _style("Table heading", {"keepNext": ""}, _type(bold=True), based="Table text")
    yield _style("Row heading", {}, _type(bold=True), based="Table text")


# ---------------------------------------------------------------------------------------------------
# Theme, fonts, numbering and settings
# ---------------------------------------------------------------------------------------------------


def theme(brand: Brand) -> str:
    """Return the theme (20.1.6.9): the faces and colours that Word offers to whoever writes on in the document."""
    colours = {"dk1": INK, "lt1": PAPER, "dk2": INK_2, "lt2": TINT, "accent1": brand.colour.lstrip("#").upper()}
    colours |= {f"accent{count}": shade for count, shade in enumerate((INK, INK_2, EDGE, HAIR, TINT), start=2)}
    colours |= {"hlink": LINK, "folHlink": LINK}
    palette = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours.items())
    faces = f'<a:latin typeface="{FACE}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEADER}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="policygen">'
        f'<a:themeElements><a:clrScheme name="policygen">{palette}</a:clrScheme><a:fontScheme name="policygen">'
        f"<a:majorFont>{faces}</a:majorFont><a:minorFont>{faces}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="policygen"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def fonts() -> str:
    """Return the table of fonts (17.8.3.10): what stands in for ours where it is missing."""
    return (
        f'{HEADER}<w:fonts {NAMESPACES}><w:font w:name="{FACE}"><w:altName w:val="Liberation Sans"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def numbering(look: Look, started: list[tuple[int, int, int]]) -> str:
    """Return the numbering part: the markers of each family, and the numbered lists of the document.

    `started` has the place of the family, the depth and the first number of each, in the order of the document.
    Their ids follow on those of the markers.
    """
    made = [HEADER, f"<w:numbering {NAMESPACES}>"]
    kinds = (("Bullet", "bullet", ("•", "–", "•")), ("Number", "decimal", ("%1.", "%2.", "%3.")))
    for pattern, (name, (kind, form, marks)) in enumerate(product(FAMILIES, kinds)):
        levels = "".join(
            # Word finds the depth of a list style by the level that names the style, not by what the style says
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:pStyle w:val="{style_id(list_style(name, kind, depth))}"/><w:lvlText w:val="{mark}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind {_item_indent(name, look.rail, depth)}/></w:pPr></w:lvl>'
            for depth, mark in enumerate(marks)
        )
        made.append(
            f'<w:abstractNum w:abstractNumId="{pattern}"><w:nsid w:val="{0x5AFE0000 + pattern:08X}"/>'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
    markers = 2 * len(FAMILIES)
    made += [f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(markers)]
    for count, (family, depth, start) in enumerate(started):
        made.append(
            f'<w:num w:numId="{markers + 1 + count}"><w:abstractNumId w:val="{2 * family + 1}"/>'
            f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        )
    return "".join((*made, "</w:numbering>"))


def settings(lang: str, *, protected: bool) -> str:
    """Return the settings; of a protected document, only the fields can be filled in.

    The order is that of the schema (17.15.1.78): Word repairs or refuses a file in which it is another.
    """
    lock = '<w:documentProtection w:edit="forms" w:enforcement="1"/>' if protected else ""
    return (
        f'{HEADER}<w:settings {NAMESPACES}><w:zoom w:percent="100"/>{lock}<w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        f'w:val="15"/></w:compat><w:themeFontLang w:val="{lang}"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )

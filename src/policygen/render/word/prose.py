"""Blocks and inlines as Word paragraphs: the one place where prose becomes WordprocessingML.

Every word is escaped here, and every paragraph has a style; `docx_styles.py` says how the styles look.
The same words stand here as in `markup.py`, in the same order.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import pairwise
from typing import assert_never
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from policygen.model.prose import (
    Answer,
    Block,
    Break,
    Code,
    Definitions,
    Emph,
    Footnote,
    ForceKey,
    Gap,
    Inline,
    InsertPart,
    LawNotice,
    Link,
    List,
    Paragraph,
    Placeholder,
    Quote,
    Reference,
    Str,
    Strong,
    Subheading,
    Switch,
    Table,
    Times,
)
from policygen.model.scalars import Force
from policygen.model.words import Words
from policygen.render.html.markup import plain_text, table_name, typeset
from policygen.render.word.look import (
    DEPTH,
    FAMILIES,
    POLICY,
    Palette,
    list_style,
    mm,
    paragraph_properties,
    style_id,
)

__all__ = [
    "ANNEX",
    "DANGER",
    "NOTE",
    "TAB",
    "TEXT",
    "Para",
    "Piece",
    "Place",
    "Writer",
    "field_code",
    "framed",
    "mark",
    "words_run",
    "xml_of",
]


@dataclass(slots=True)
class Para:
    """A paragraph on its way into the file: its style, its words as runs, and what differs from the style."""

    style: str
    runs: str
    direct: dict[str, str] = field(default_factory=dict)

    def xml(self) -> str:
        """Return the paragraph as an element."""
        return f"<w:p>{paragraph_properties(self.style, self.direct)}{self.runs}</w:p>"


Piece = Para | str
"""A paragraph that may still change, or an element that is done, such as a table."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where prose stands: the style of its paragraphs, the family of its lists, the level of a heading inside."""

    style: str
    family: str
    level: int
    left: int
    """Where a table begins that is not wide."""


TEXT = Place("BodyText", "List", 3, POLICY.rail)
NOTE = Place("NoteFromALayer", "Note", 4, POLICY.rail + mm(5))
DANGER = Place("Danger", "Danger", 3, 0)
ANNEX = Place("Lead", "List", 2, 0)


def xml_of(pieces: Iterable[Piece]) -> str:
    """Return pieces as elements; lists and tables keep their distance from what follows, and tables from each other."""
    made: list[str] = []
    above: Piece | None = None
    for piece in pieces:
        if isinstance(piece, Para):
            if isinstance(above, str) and piece.style in _CLOSE:
                piece.direct["spacing"] = 'w:before="150"'
            elif isinstance(above, Para) and above.style.startswith("List") and piece.style in {"BodyText", "Lead"}:
                piece.direct["spacing"] = 'w:before="90"'
        elif isinstance(above, str):  # Word takes two tables without a paragraph between them for one
            made.append(_BETWEEN)
        made.append(piece.xml() if isinstance(piece, Para) else piece)
        above = piece
    return "".join((*made, _BETWEEN) if isinstance(above, str) else made)


_CLOSE = {"BodyText", "Lead", "ListBullet", "ListNumber", "DefinitionTerm"}
"""The styles that have no space above."""

_BETWEEN = '<w:p><w:pPr><w:pStyle w:val="Between"/></w:pPr></w:p>'


def words_run(text: str, style: str = "", *, bold: bool = False) -> str:
    """Return words as one run; line ends are spaces, and tabs are tabs."""
    look = (f'<w:rStyle w:val="{style}"/>' if style else "") + ("<w:b/><w:bCs/>" if bold else "")
    inner = escape(text.replace("\n", " ")).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{inner}</w:t></w:r>'


TAB = "<w:r><w:tab/></w:r>"


def field_code(code: str, shown: str, look: str = "") -> str:
    """Return a field that Word works out, with what is shown until then."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""

    def run(inner: str) -> str:
        return f"<w:r>{properties}{inner}</w:r>"

    return (
        run('<w:fldChar w:fldCharType="begin"/>')
        + run(f'<w:instrText xml:space="preserve"> {escape(code)} </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run(f'<w:t xml:space="preserve">{escape(shown)}</w:t>')
        + run('<w:fldChar w:fldCharType="end"/>')
    )


def bookmark_name(anchor: str) -> str:
    """Return the name of a bookmark for a fragment: Word takes letters, digits and `_`, at most 40 of them."""
    name = re.sub(r"[^A-Za-z0-9]", "_", anchor)
    if len(name) <= 40 and name[:1].isalpha():
        return name
    return f"b_{sha256(anchor.encode()).hexdigest()[:16]}"


class Writer:
    """What is counted while one document is written: links, footnotes, bookmarks and lists."""

    def __init__(self, words: Words, colours: Palette, *, missing: frozenset[str] = frozenset()) -> None:
        self.words = words
        self.colours = colours
        self.missing = missing
        """Fragments that the document does not have: words that lead there lead nowhere."""
        self.anchors: set[str] = set()
        self.wanted: set[str] = set()
        self.links: dict[str, str] = {}
        """Relationship ids by address, of the part that is being written."""
        self.note_links: dict[str, str] = {}
        self.footnotes: list[str] = []
        self.lists: list[tuple[int, int, int]] = []
        self.tables: dict[str, int] = {}
        """How many tables had each label for a name."""
        self.count = 0

    def bookmark(self, *anchors: str) -> str:
        """Return bookmarks at this place."""
        made = []
        for anchor in anchors:
            self.anchors.add(anchor)
            self.count += 1
            name = bookmark_name(anchor)
            made.append(f'<w:bookmarkStart w:id="{self.count}" w:name="{name}"/><w:bookmarkEnd w:id="{self.count}"/>')
        return "".join(made)

    # -- inlines -----------------------------------------------------------------------------------

    def inlines(self, inlines: Iterable[Inline], style: str = "", *, bold: bool = False) -> str:
        """Return inlines as runs; `style` is that of words which have none of their own."""
        items = tuple(inlines)
        made = []
        for at, inline in enumerate(items):
            match inline:
                case Str(text):
                    before, after = plain_text(items[at - 1 : at]), plain_text(items[at + 1 : at + 2])
                    set_words = typeset(text, before=before[-1:], after=after[:1])
                    if at and isinstance(items[at - 1], Answer):  # they stand on a line of their own
                        set_words = set_words.lstrip()
                    made.append(words_run(set_words, style, bold=bold))
                case Break():
                    made.append("<w:r><w:br/></w:r>")
                case Code(text):
                    made.append(words_run(text, "Code", bold=bold))
                case Emph(children):
                    made.append(self.inlines(children, style or "Emphasis", bold=bold or bool(style)))
                case Strong(children):
                    made.append(self.inlines(children, style or "Strong", bold=bold or bool(style)))
                case Link(href, children):
                    made.append(self.link(href, children, bold=bold or style in {"Emphasis", "Strong"}))
                case Footnote(children):
                    made.append(self.footnote(children))
                case Times(words):
                    made.append(words_run(typeset(words), style, bold=bold))
                case Gap(words=words):
                    made.append(words_run(words, "ToBeAdded"))
                case Answer(words=words):
                    made.append(words_run(words, "AnswerWord"))
                    made += ["<w:r><w:br/></w:r>"] if at + 1 < len(items) else []
                case Placeholder() | Switch() | Reference():
                    message = f"{type(inline).__name__} must be gone after composition"
                    raise TypeError(message)
                case _:
                    assert_never(inline)
        return "".join(made)

    def link(self, href: str, children: tuple[Inline, ...], *, bold: bool = False) -> str:
        """Return words that lead somewhere: to a bookmark of this document, or to an address."""
        if href.startswith("#"):
            anchor = href[1:]
            if anchor in self.missing:
                return self.inlines(children, bold=bold)
            return self.jump(anchor, self.inlines(children, "Hyperlink", bold=bold))
        if href.startswith("tel:"):  # a number is not broken
            runs = words_run(plain_text(children).replace(" ", "\u00a0"), "Phone")
        else:
            runs = self.inlines(children, "Hyperlink", bold=bold)
        address, anchor = _sibling(quote(href, safe="%/:=&?~#+!$,;'@()*[]"))
        name = self.links.setdefault(address, f"link{len(self.links) + 1}")
        within = f' w:anchor="{bookmark_name(anchor)}"' if anchor else ""
        return f'<w:hyperlink r:id="{name}"{within} w:history="1">{runs}</w:hyperlink>'

    def jump(self, anchor: str, runs: str) -> str:
        """Return runs that lead to a bookmark."""
        self.wanted.add(anchor)
        return f'<w:hyperlink w:anchor="{bookmark_name(anchor)}" w:history="1">{runs}</w:hyperlink>'

    def footnote(self, children: tuple[Inline, ...]) -> str:
        """Put a note at the foot of the page and return its call."""
        with self._notes():
            words = self.inlines(children)
        number = len(self.footnotes) + 1
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{}</w:r>'
        runs = mark.format("<w:footnoteRef/>") + words_run(" ") + words
        self.footnotes.append(f'<w:footnote w:id="{number}">{Para("FootnoteText", runs).xml()}</w:footnote>')
        return mark.format(f'<w:footnoteReference w:id="{number}"/>')

    @contextmanager
    def _notes(self) -> Iterator[None]:
        """Write into the part of the footnotes, which has relationships of its own."""
        self.links, self.note_links = self.note_links, self.links
        try:
            yield
        finally:
            self.links, self.note_links = self.note_links, self.links

    # -- blocks ------------------------------------------------------------------------------------

    def heading(self, level: int, title: str, *, number: str = "", anchor: str = "", style: str = "") -> Para:
        """Return a heading; its number is text, since it is the protocol's own and must never be counted anew."""
        runs = self.bookmark(anchor) if anchor else ""
        if number:
            runs += words_run(number, "ClauseNumber") + TAB
        runs += words_run(typeset(title), "SectionTitle" if level == 1 else "")
        return Para(style or f"Heading{min(level, 6)}", runs)

    def blocks(self, blocks: Iterable[Block], place: Place, *, label: str = "", depth: int = 0) -> list[Piece]:
        """Return blocks as pieces; `label` names tables that have no caption."""
        made: list[Piece] = []
        for block in blocks:
            match block:
                case Paragraph(children):
                    made.append(Para(place.style, self.inlines(children)))
                case Subheading(level, children):
                    rank = min(place.level + level - 3, 6)
                    made.append(_subheading(place, rank, self.inlines(children)))
                case List():
                    made += self.listing(block, place, label, depth)
                case Quote(children):
                    made += self.blocks(children, replace(place, style="Quote"), label=label, depth=depth)
                case Definitions(items):
                    for term, means in items:
                        made.append(Para("DefinitionTerm", self.inlines(term)))
                        made += self.blocks(means, replace(place, style="Definition"), label=label, depth=depth)
                case Table():
                    made += self.table(block, place, label)
                case ForceKey(items, names):
                    for (force, words), name in zip(items, names, strict=True):
                        made.append(Para("ForceKey", mark(force, name) + TAB + words_run(typeset(words))))
                case LawNotice():
                    made += self.notice(block, place.level)
                case InsertPart():
                    raise TypeError("InsertPart must be gone after composition")
                case _:
                    assert_never(block)
        return made

    def listing(self, block: List, place: Place, label: str, depth: int) -> list[Piece]:
        """Return a list: the first paragraph of an item has its marker, the others stand below it."""
        family = FAMILIES.index(place.family)
        level = min(depth, DEPTH - 1)
        style = style_id(list_style(place.family, "Number" if block.ordered else "Bullet", level))
        direct = {}
        if block.ordered:
            self.lists.append((family, level, block.start))
            direct["numPr"] = f'<w:ilvl w:val="{level}"/><w:numId w:val="{2 * len(FAMILIES) + len(self.lists)}"/>'
        below = replace(place, style=style_id(list_style(place.family, "Continue", level)))
        made: list[Piece] = []
        for item in block.items:
            head = item[0] if item else None
            first, rest = (head.children, item[1:]) if isinstance(head, Paragraph) else ((), item)
            made.append(Para(style, self.inlines(first), dict(direct)))
            made += self.blocks(rest, below, label=label, depth=depth + 1)
        return made

    def table(self, table: Table, place: Place, label: str) -> list[Piece]:
        """Return a table: its first row is repeated on every page, its rows are not divided."""
        made: list[Piece] = [Para("Caption", self.inlines(table.caption))] if table.caption else []
        left = 0 if table.wide else place.left
        widths = _widths(table, POLICY.width - left)
        name = quoteattr(plain_text(table.caption) or self.table_name(label))
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = [_row((self.inlines(column.title) for column in table.columns), widths, heading=True)]
        for at, row in enumerate(table.rows):
            anchor = self.bookmark(table.anchors[at]) if table.anchors else ""
            first, *rest = [self.inlines(cell) for cell in row]
            rows.append(_row((anchor + first, *rest), widths))
        made.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="PolicyTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblInd w:w="{left}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="06A0" '
            'w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={name}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )
        return made

    def table_name(self, label: str) -> str:
        """Return the name of a table that has no caption."""
        self.tables[label] = self.tables.get(label, 0) + 1
        return table_name(label, self.tables[label])

    def notice(self, notice: LawNotice, level: int) -> list[Piece]:
        """Return a law notice: a box with a black head, its heading at `level`."""
        title = self.bookmark(notice.id) + words_run(typeset(notice.title))
        state = words_run(typeset(notice.state), "Strong")
        return [
            Para("LawNoticeHeading", title, {"outlineLvl": f'w:val="{level - 1}"'}),
            Para("LawNotice", state, {"keepNext": ""}),
            Para("LawNotice", self.inlines(notice.body)),
        ]


def _sibling(address: str) -> tuple[str, str]:
    """Return an address and the bookmark to go to there: of another page of the pack, those of its Word file.

    Leaflets have none.
    """
    page, _, anchor = address.partition("#")
    if "/" in page or ":" in page or not page.endswith(".html") or page.startswith("leaflet-"):
        return address, ""
    return f"{page.removesuffix('.html')}.docx", anchor


def mark(force: Force, name: str) -> str:
    """Return the word that says how strong a paragraph is, in its shape; a solid one needs room at its ends."""
    room = "\u00a0" if force is Force.MUST else ""
    return words_run(f"{room}{name}{room}", force.capitalize())


def framed(pieces: list[Piece]) -> list[Piece]:
    """Close the gaps in a frame: Word draws no line beside the space between paragraphs of different styles."""
    for piece, below in pairwise(pieces):
        if isinstance(piece, Para) and isinstance(below, Para) and piece.style != below.style:
            piece.direct["spacing"] = 'w:after="0"'
    return pieces


def _subheading(place: Place, rank: int, runs: str) -> Para:
    if place is NOTE:
        return Para("NoteHeading", runs, {"outlineLvl": f'w:val="{rank - 1}"'})
    return Para(f"Heading{rank}", runs)


def _row(cells: Iterable[str], widths: list[int], *, heading: bool = False) -> str:
    made = []
    for at, (runs, width) in enumerate(zip(cells, widths, strict=True)):
        style = "TableHeading" if heading else "TableText" if at else "RowHeading"
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p></w:tc>'
        )
    repeated = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(made)}</w:tr>"


def _widths(table: Table, room: int) -> list[int]:
    """Return the width of each column, which together fill the room: as the design says or by its longest cell."""
    lengths = [
        max(len(plain_text(cells)) for cells in (column.title, *(row[at] for row in table.rows)))
        for at, column in enumerate(table.columns)
    ]
    wanted = [
        mm(column.width) if column.width else mm(14 + 1.2 * min(length, 60))
        for column, length in zip(table.columns, lengths, strict=True)
    ]
    made = [width * room // sum(wanted) for width in wanted]
    return [*made[:-1], room - sum(made[:-1])]

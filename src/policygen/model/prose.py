"""Prose as values: inlines inside blocks, as authors write them and as documents print them; and the walks over it.

Whoever walks over prose without rendering it does so by `runs`, `every`, `plain_words`, `rebuilt` and `inside`: a
new block or inline is met here, in the renderers, and nowhere else.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Annotated, Literal, assert_never

from policygen.diagnostics import Span
from policygen.model.scalars import ANY_TEXT, NOWHERE, TEXT, Force

__all__ = [
    "Answer",
    "AnswerKind",
    "Block",
    "Break",
    "Code",
    "Column",
    "Definitions",
    "Emph",
    "Footnote",
    "ForceKey",
    "Gap",
    "Inline",
    "InsertPart",
    "LawNotice",
    "Leaf",
    "Link",
    "List",
    "Nest",
    "Paragraph",
    "Placeholder",
    "Prose",
    "ProseOrNone",
    "Quote",
    "Reference",
    "Str",
    "Strong",
    "Subheading",
    "Switch",
    "Table",
    "Times",
    "chosen",
    "every",
    "has_switch",
    "inside",
    "may_be_nothing",
    "plain_words",
    "rebuilt",
    "runs",
    "without_empty",
]


@dataclass(frozen=True, slots=True)
class Str:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Code:
    """Words to be typed as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Emph:
    """Emphasis; set in bold as well, since the look has no italics."""

    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Strong emphasis."""

    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link: an https address, a fragment of this document, or another document of the pack."""

    href: str
    children: tuple["Inline", ...]
    page: bool = False
    """Whether print adds the page that the link leads to."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, at the place of its call."""

    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`{{ name }}`: gone after composition."""

    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Switch:
    """`{{ when law }}`, `{{ otherwise }}` or `{{ end }}`: words for while a law is in force; gone after composition."""

    word: Literal["when", "otherwise", "end"]
    law: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """`[[target]]` or `[[target|words]]`: gone after composition."""

    target: str
    words: str | None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Gap:
    """A local value that is still missing: visible in a draft."""

    label: str
    words: str = field(default="", compare=False)
    """What is printed in its place."""


class AnswerKind(StrEnum):
    """Whether a law applies to an agency."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"
    WAIT = "wait"

    @property
    def binds(self) -> bool:
        """Whether the law may bind the agency."""
        match self:
            case AnswerKind.YES | AnswerKind.DEPENDS | AnswerKind.WAIT:
                return True
            case AnswerKind.NO:
                return False
            case _:
                assert_never(self)

    @property
    def strength(self) -> int:
        """Which of several answers counts: the one of the highest strength."""
        match self:
            case AnswerKind.YES:
                return 3
            case AnswerKind.DEPENDS:
                return 2
            case AnswerKind.WAIT:
                return 1
            case AnswerKind.NO:
                return 0
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """The word that begins an answer in the law table."""

    kind: AnswerKind
    words: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Times:
    """Hours in words, and those hours for a page that can tell the time: see `model.hours.signs`."""

    words: str
    open: str


Leaf = Str | Break | Code | Placeholder | Switch | Reference | Gap | Answer | Times
"""An inline that holds no others."""

Nest = Emph | Strong | Link | Footnote
"""An inline around others."""

Inline = Leaf | Nest

Prose = Annotated[tuple[Inline, ...], TEXT]
"""Words in a value of YAML."""
ProseOrNone = Annotated[tuple[Inline, ...], ANY_TEXT]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading inside a clause; `level` is 3 to 6 as written."""

    level: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A bullet list, or a numbered one that starts at `start`."""

    ordered: bool
    start: int
    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    children: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms with what they mean."""

    items: tuple[tuple[tuple[Inline, ...], tuple["Block", ...]], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and, where the design fixes it, its width in millimetres on A4."""

    title: tuple[Inline, ...]
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row is its heading."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    caption: tuple[Inline, ...] = ()
    wide: bool = False
    """Whether it starts at the rail rather than at the text edge."""
    anchors: tuple[str, ...] = ()
    """The fragment that leads to each row, if any does."""


@dataclass(frozen=True, slots=True)
class InsertPart:
    """An `insert` block: a computed part, by its name; gone after composition."""

    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ForceKey:
    """What must, should and may mean, each with its mark."""

    items: tuple[tuple["Force", str], ...]
    names: tuple[str, ...] = field(default=(), compare=False)
    """The word of each mark."""


@dataclass(frozen=True, slots=True)
class LawNotice:
    """A boxed, dated notice about a law whose status nobody has confirmed."""

    id: str
    title: str
    checked: str
    state: str
    body: tuple[Inline, ...]


Block = Paragraph | Subheading | List | Quote | Definitions | Table | InsertPart | ForceKey | LawNotice


def runs(blocks: Iterable[Block]) -> Iterator[tuple[Inline, ...]]:
    """Yield every run of inlines in blocks, in reading order: paragraphs, headings, terms, cells."""
    for block in blocks:
        match block:
            case Paragraph(children) | Subheading(_, children):
                yield children
            case List(_, _, items):
                for item in items:
                    yield from runs(item)
            case Quote(inner):
                yield from runs(inner)
            case Definitions(pairs):
                for term, means in pairs:
                    yield term
                    yield from runs(means)
            case Table(columns, rows, caption):
                yield from (run for run in (caption,) if run)
                yield from (column.title for column in columns)
                yield from (cell for row in rows for cell in row)
            case LawNotice():
                yield block.body
            case InsertPart() | ForceKey():
                continue
            case _:
                assert_never(block)


def every(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Yield inlines and all that stands inside them, in reading order."""
    for inline in inlines:
        yield inline
        if isinstance(inline, Nest):
            yield from every(inline.children)


def has_switch(inlines: Iterable[Inline]) -> bool:
    """Say whether a law switch stands among inlines or inside them."""
    for inline in inlines:
        if isinstance(inline, Switch) or (isinstance(inline, Nest) and has_switch(inline.children)):
            return True
    return False


def plain_words(inlines: Iterable[Inline], read: Callable[[Leaf], str]) -> str:
    """Return inlines as plain words: `read` says what a leaf reads as, and what stands around others adds nothing."""
    return "".join(
        [plain_words(inline.children, read) if isinstance(inline, Nest) else read(inline) for inline in inlines]
    )


def chosen(inlines: Iterable[Inline], holds: Callable[[Switch], bool]) -> tuple[Inline, ...]:
    """Return inlines without their switches, and without the words that stand for another state of a law."""
    made: list[Inline] = []
    begun: Switch | None = None
    here = True
    for inline in inlines:
        if not isinstance(inline, Switch):
            if here:
                kept = inside(inline, lambda children: chosen(children, holds))
                made += [kept] if not isinstance(kept, Nest) or kept.children or kept == inline else []
            continue
        begun = inline if inline.word == "when" else begun
        here = inline.word == "end" or begun is None or holds(begun) is (inline.word == "when")
    return tuple(made)


def without_empty(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks without those in which nothing is left, nor such items, rows, and terms with what they mean."""
    made: list[Block] = []
    for block in blocks:
        match block:
            case Paragraph(children) | Subheading(_, children):
                made += [block] if children else []
            case List(ordered, start, items):
                kept = tuple(item for item in map(without_empty, items) if item)
                made += [List(ordered, start, kept)] if kept else []
            case Table():
                rows = tuple(row for row in block.rows if any(row))
                made += [replace(block, rows=rows)] if rows else []
            case Quote(inner):
                left = without_empty(inner)
                made += [Quote(left)] if left else []
            case Definitions(pairs):
                said = ((term, without_empty(means)) for term, means in pairs)
                full = tuple((term, means) for term, means in said if term and means)
                made += [Definitions(full)] if full else []
            case _:
                made.append(block)
    return tuple(made)


def may_be_nothing(blocks: Iterable[Block]) -> bool:
    """Say whether law switches leave nothing of blocks while their laws are in force, or while they are not."""
    given = tuple(blocks)

    def left(state: bool) -> tuple[Block, ...]:
        def kept(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
            words = chosen(run, lambda _switch: state)
            return words if any(not isinstance(each, Str) or each.text.strip() for each in words) else ()

        return without_empty(rebuilt(given, kept))

    return any(isinstance(each, Switch) for run in runs(given) for each in every(run)) and not all(
        map(left, (True, False))
    )


def rebuilt(blocks: Iterable[Block], change: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]) -> tuple[Block, ...]:
    """Return blocks with every run of inlines changed and all else kept; paragraphs that stay as they are, themselves.

    Most words say the same to everybody: it costs less to see that than to make them anew.
    """
    return tuple([_rebuilt(block, change) for block in blocks])


def _rebuilt(block: Block, change: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]) -> Block:
    match block:
        case Paragraph(children):
            made = change(children)
            return block if made is children else Paragraph(made)
        case Subheading(level, children):
            return Subheading(level, change(children))
        case List(ordered, start, items):
            return List(ordered, start, tuple([rebuilt(item, change) for item in items]))
        case Quote(inner):
            return Quote(rebuilt(inner, change))
        case Definitions(pairs):
            return Definitions(tuple((change(term), rebuilt(means, change)) for term, means in pairs))
        case Table(columns, rows, caption):
            heads = tuple(Column(change(column.title), column.width) for column in columns)
            cells = tuple(tuple(change(cell) for cell in row) for row in rows)
            return replace(block, columns=heads, rows=cells, caption=change(caption))
        case LawNotice():
            return replace(block, body=change(block.body))
        case InsertPart() | ForceKey():
            return block
        case _:
            assert_never(block)


def inside(inline: Inline, change: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]) -> Inline:
    """Return an inline with those inside it changed; one that holds none, or none that change, stays as it is."""
    if not isinstance(inline, Nest):
        return inline
    children = change(inline.children)
    return inline if children is inline.children else replace(inline, children=children)

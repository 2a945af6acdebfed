"""Prose as values: inlines inside blocks, as authors write them and as documents print them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from policygen.diagnostics import Span
from policygen.model.scalars import NOWHERE, Force

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
    "Link",
    "List",
    "Paragraph",
    "Placeholder",
    "Quote",
    "Reference",
    "Str",
    "Strong",
    "Subheading",
    "Table",
    "runs",
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
class Reference:
    """`[[target]]` or `[[target|words]]`: gone after composition."""

    target: str
    words: str | None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Gap:
    """A local value that is still missing: visible in a draft."""

    label: str


class AnswerKind(StrEnum):
    """Whether a law applies to an agency."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Answer:
    """The word that begins an answer in the law table."""

    kind: AnswerKind


Inline = Str | Break | Code | Emph | Strong | Link | Footnote | Placeholder | Reference | Gap | Answer


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
            case Table(columns, rows):
                yield from (column.title for column in columns)
                yield from (cell for row in rows for cell in row)
            case _:
                continue

"""Sheets: cards, letters, notes and posters, as they are authored, and ready to be rendered.

One noun for all of them: a heading, a lead and parts on a few sides of one size. Its kind says the size and the look.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from policygen.diagnostics import Span
from policygen.model.marks import ONE_OR_MORE, Key, Least
from policygen.model.prose import Inline, Prose, ProseOrNone
from policygen.model.records import RecordFieldView
from policygen.model.registers import When
from policygen.model.scalars import NOWHERE, AnyText, Audience, FieldId, Kebab, KebabName, Text, everyone

__all__ = [
    "Blank",
    "Sheet",
    "SheetKind",
    "SheetLine",
    "SheetLineView",
    "SheetPart",
    "SheetPartView",
    "SheetView",
]


class SheetKind(StrEnum):
    """What sort of sheet: a card to carry on A5, the others on A4. Letters and notes are filled in, posters hang."""

    CARD = "card"
    LETTER = "letter"
    NOTE = "note"
    POSTER = "poster"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A step or a point: what to do in bold, the words after it, and the paragraphs that say more."""

    do: ProseOrNone = ()
    words: ProseOrNone = ()
    see: tuple[KebabName, ...] = ()
    """Clauses, of which the numbers are printed: those that an edition does not print are left out there."""
    when: When | None = None
    audience: Audience = field(default_factory=everyone)
    span: Annotated[Span, Key("do")] = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A place to write: lines to write on, or answers to tick."""

    id: FieldId
    label: Prose
    lines: int = 1
    ticks: tuple[Prose, ...] = field(default_factory=tuple)
    when: When | None = None
    audience: Audience = field(default_factory=everyone)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A part of a sheet, printed in this order: heading, words, numbers to ring, steps, points, places to write."""

    title: AnyText = ""
    danger: bool = False
    """Whether it stands in a frame, as what cannot wait does."""
    words: Annotated[tuple[Prose, ...], ONE_OR_MORE] = ()
    """Paragraphs."""
    contacts: tuple[KebabName, ...] = ()
    """Contacts by the names of their slots."""
    steps: tuple[SheetLine, ...] = ()
    """In the order of events; numbered through the whole sheet."""
    points: tuple[SheetLine, ...] = ()
    blanks: tuple[Blank, ...] = ()
    when: When | None = None
    audience: Audience = field(default_factory=everyone)
    span: Annotated[Span, Key("title")] = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A card, a letter, a note or a poster."""

    id: Kebab
    kind: SheetKind
    title: Text
    reader: Text
    """For whom: "For the doctor on shift"."""
    summary: Text
    """One sentence for lists of documents."""
    lead: ProseOrNone = field(default_factory=tuple)
    sides: int = 1
    """The most sides that it may have."""
    parts: Annotated[tuple[SheetPart, ...], Least(1)]
    audience: Audience = field(default_factory=everyone)
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    sides_span: Annotated[Span, Key("sides")] = field(default=NOWHERE, compare=False, repr=False)

    @property
    def document_id(self) -> str:
        """The id of the document that it becomes: "card-reception"."""
        return f"{self.kind}-{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLineView:
    """A step or a point, ready to print."""

    number: int
    """Of a step; 0 for a point."""
    do: tuple[Inline, ...]
    words: tuple[Inline, ...]
    see: tuple[Inline, ...]
    """Where to read more: the numbers of paragraphs, each a link into its document."""
    apart: bool = False
    """Whether some of that stands in another document than the one that comes first in the pack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPartView:
    """A part of a sheet, ready to print."""

    title: str
    danger: bool
    words: tuple[tuple[Inline, ...], ...]
    contacts: tuple[tuple[str, tuple[Inline, ...]], ...]
    """Each contact: what it is, and who and how."""
    steps: tuple[SheetLineView, ...]
    points: tuple[SheetLineView, ...]
    blanks: tuple[RecordFieldView, ...]

    @property
    def says_something(self) -> bool:
        """Whether anything stands under its heading in this edition."""
        return bool(self.words or self.contacts or self.steps or self.points or self.blanks)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """A sheet, ready to print."""

    kind: SheetKind
    about: str
    """What it is for, in lists."""
    lead: tuple[Inline, ...]
    parts: tuple[SheetPartView, ...]

    @property
    def blanks(self) -> bool:
        """Whether it is filled in."""
        return any(part.blanks for part in self.parts)

    def runs(self) -> Iterator[tuple[Inline, ...]]:
        """Yield every run of words but headings, in reading order."""
        yield self.lead
        for part in self.parts:
            yield from part.words
            for line in (*part.steps, *part.points):
                yield from (line.do, line.words)

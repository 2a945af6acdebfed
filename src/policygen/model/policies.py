"""Policies, ready to be rendered: the parts of which their outlines make them."""

from dataclasses import dataclass
from typing import ClassVar

from policygen.model.prose import Block, Inline, LawNotice
from policygen.model.scalars import Force

__all__ = [
    "Annex",
    "ClauseView",
    "Contents",
    "ContentsEntry",
    "Cover",
    "Danger",
    "Front",
    "MustEntry",
    "MustGroup",
    "Musts",
    "NoteView",
    "SectionItem",
    "SectionView",
    "Unused",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The title page: who it is for, and the facts of the edition."""

    owner: str
    title: str
    subtitle: str
    lead: str
    facts: tuple[tuple[str, tuple[Inline, ...]], ...]
    bars: tuple[bool, ...]
    """One bar for each rendered agency, in the order of the register; the tall ones are true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """What to do when a child is in danger now: a clause that stands before all others, in a frame."""

    clause: "ClauseView"


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What to read first: clauses that stand before the contents."""

    id: str
    title: str
    clauses: tuple["ClauseView", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsEntry:
    """A line of the contents."""

    number: str
    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The contents: sections and annexes. A section opens with its own clauses."""

    title: str
    entries: tuple[ContentsEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MustEntry:
    """One duty of the reader: where it stands and what to do."""

    number: str
    duty: str
    href: str
    elsewhere: str = ""
    """Which other document of the pack it stands in, if it does."""
    records: tuple[Inline, ...] = ()
    """The records to use for it."""
    depends: str = ""
    """What it depends on whether the reader has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MustGroup:
    """Duties of one sort; those that the law lays on the reader need no title."""

    title: str
    entries: tuple[MustEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Musts:
    """The index of duties at the front: what the reader must do, and nothing that only others must."""

    id: str
    title: str
    lead: str
    groups: tuple[MustGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A layer's note, ready to print."""

    title: str
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """A clause, ready to print."""

    id: str
    number: str
    mark: str = ""
    """The prefixes of the layers that reworded it or set a value in it, to stand beside its number."""
    title: str
    force: Force
    layer: str
    provisions: tuple[str, ...]
    own: bool
    """Whether a layer put it among the clauses of another's section."""
    whose: str
    """Whose words and values they are, where they are not those of its number: "Reworded for doctors"."""
    body: tuple[Block, ...]
    notes: tuple[NoteView, ...]
    corrected: tuple[Inline, ...]
    """What stands beside it where it corrects the source: the numbers of the editor's notes."""
    records: tuple[Inline, ...] = ()
    """The records to use for it, each a link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """A clause, a run of clauses or a section that this edition does not print: ids and numbers only, and why."""

    label: str
    """The number, or the first and last of them."""
    entries: tuple[tuple[str, str], ...]
    words: tuple[Inline, ...]


SectionItem = ClauseView | Unused | LawNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section, ready to print; one of which nothing is printed has no title."""

    digest_name: ClassVar = "Chapter"

    id: str
    number: str
    title: str
    whose: str
    opening: tuple[ContentsEntry, ...] = ()
    """Its clauses, where they are so many that they need to be looked up."""
    items: tuple[SectionItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """An annex: letter, heading, and the words that stand for it in contents and running headers."""

    id: str
    letter: str
    title: str
    running: str
    blocks: tuple[Block, ...]

"""The governed text and what layers do to it: sections, clauses, edits, layers, outlines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, assert_never

from policygen.diagnostics import Span
from policygen.model.prose import Block
from policygen.model.registers import LawStatus
from policygen.model.scalars import NOWHERE, Force, Named

__all__ = [
    "AddSection",
    "Anchor",
    "AnchorKind",
    "Annotate",
    "Change",
    "Clause",
    "Edit",
    "Insert",
    "Layer",
    "LayerKind",
    "Omit",
    "Outline",
    "Param",
    "ParamValue",
    "Placing",
    "Protocol",
    "Replace",
    "Role",
    "Section",
    "Set",
    "Slot",
    "Term",
    "When",
    "brought",
]


ParamValue = int | str


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a clause; with `max` it may only be lowered, with `min` only raised."""

    name: str
    value: ParamValue
    max: int | None = None
    min: int | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class When:
    """A law switch: the clause is printed while the law has this status."""

    law: Named
    status: LawStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One numbered statement of the protocol or of a layer."""

    id: str
    title: str
    force: Force
    body: tuple[Block, ...]
    locked: bool = False
    audience: tuple[Named, ...] = ()
    """Ids of agencies, `-id` for those left out, `all`; empty means everyone."""
    params: tuple[Param, ...] = ()
    provisions: tuple[Named, ...] = ()
    law: tuple[Named, ...] = ()
    corrections: tuple[Named, ...] = ()
    when: When | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    locked_span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the base text."""

    id: str
    title: str
    clauses: tuple[Clause, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


class AnchorKind(StrEnum):
    """Where an insertion goes."""

    BEFORE = "before"
    AFTER = "after"
    START = "start"
    END = "end"

    @property
    def in_section(self) -> bool:
        """Whether it stands in a section, and not beside a clause."""
        match self:
            case AnchorKind.START | AnchorKind.END:
                return True
            case AnchorKind.BEFORE | AnchorKind.AFTER:
                return False
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place for an insertion: before or after a clause, at the start or end of a section."""

    kind: AnchorKind
    target: Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """Insert a clause of this layer."""

    anchor: Anchor
    clause: Clause
    reason: str
    law: tuple[Named, ...] = ()
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSection:
    """Add a section of this layer after another."""

    id: str
    title: str
    after: Named
    reason: str
    law: tuple[Named, ...] = ()
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotate:
    """Put a note of this layer under a clause."""

    verb: ClassVar = "annotate"

    target: Named
    title: str
    body: tuple[Block, ...]
    reason: str
    law: tuple[Named, ...] = ()
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """Give an unlocked clause another body; `of` is the digest of the text that it replaces."""

    verb: ClassVar = "replace"

    target: Named
    of: Named | None
    title: str
    body: tuple[Block, ...]
    reason: str
    law: tuple[Named, ...] = ()
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Omit:
    """Leave an unlocked clause out."""

    verb: ClassVar = "omit"

    target: Named
    reason: str
    law: tuple[Named, ...] = ()
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """Set declared parameters of a clause."""

    verb: ClassVar = "set"

    target: Named
    params: tuple[Param, ...]
    reason: str
    law: tuple[Named, ...] = ()
    span: Span = field(compare=False, repr=False)


Placing = Insert | AddSection
"""An edit that makes something and says where it stands."""

Change = Annotate | Replace | Omit | Set
"""An edit of a clause that is there; `verb` is what authors call it."""

Edit = Placing | Change


def brought(edit: Edit) -> tuple[str, tuple[Block, ...]] | None:
    """Return the heading and the text that an edit brings, if it brings any."""
    match edit:
        case Insert():
            return edit.clause.title, edit.clause.body
        case Annotate() | Replace():
            return edit.title, edit.body
        case AddSection() | Omit() | Set():
            return None
        case _:
            assert_never(edit)


class LayerKind(StrEnum):
    """Whose text it is."""

    BASE = "base"
    PARTNERSHIP = "partnership"
    AGENCY = "agency"
    LOCAL = "local"

    @property
    def serves_all(self) -> bool:
        """Whether it stands in every partnership, so that nothing of it may rest on what only one of them has."""
        match self:
            case LayerKind.BASE | LayerKind.AGENCY:
                return True
            case LayerKind.PARTNERSHIP | LayerKind.LOCAL:
                return False
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """All edits of one author: a partnership, an agency, or an agency in one partnership."""

    id: str
    kind: LayerKind
    name: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word in an agency's own tongue, for one and for many."""

    one: str
    many: str
    a: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role: its name in running words, and what it is for."""

    name: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A contact or a value that must be filled locally; `needs` are the fields a contact must have."""

    id: str
    label: str
    of: str
    """`partnership` or `agency`: who fills it."""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Which parts make a document."""

    id: str
    title: str
    label: str
    """What it is called before the name of its reader: "Policy"."""
    parts: tuple[Named, ...]
    danger: Named | None
    """The clause that stands in a frame before all others."""
    front: tuple[Named, ...]
    """The clauses that stand before the contents."""
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """What is true of the whole project: its title, base words, base roles, and the slots to be filled."""

    title: str
    nation: str
    about: str
    terms: Mapping[str, Term]
    roles: Mapping[str, Role]
    contacts: Mapping[str, Slot]
    values: Mapping[str, Slot]

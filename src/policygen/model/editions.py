"""What is resolved: one agency's edition of the protocol, each clause with its number and its trail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from policygen.diagnostics import Span
from policygen.model.prose import Block
from policygen.model.protocol import Change, Clause, Insert, ParamValue
from policygen.model.scalars import Named

__all__ = [
    "Edition",
    "EditionClause",
    "EditionSection",
    "LayerNote",
    "Printing",
    "Step",
]


class Printing(StrEnum):
    """Why a clause is printed in an edition, or is not."""

    PRINTED = "printed"
    NOT_FOR_US = "not for this agency"
    OMITTED = "omitted"
    WAITING = "waiting until somebody confirms the law"
    NOT_IN_FORCE = "switched off by the law"

    @property
    def silent(self) -> bool:
        """Whether no word stands in its place, but that its number is not used."""
        match self:
            case Printing.NOT_FOR_US | Printing.OMITTED | Printing.NOT_IN_FORCE:
                return True
            case Printing.PRINTED | Printing.WAITING:
                return False
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a clause: which layer did what. An edit says itself why it was made."""

    layer: str
    did: Clause | Insert | Change
    """The clause as the base wrote it, or an edit that took effect."""
    was: Mapping[str, ParamValue] = field(default_factory=dict)
    """The parameters whose values it changed, as they were before."""

    @property
    def reason(self) -> str:
        """Why it was done; the base gives no reason."""
        return "" if isinstance(self.did, Clause) else self.did.reason

    @property
    def span(self) -> Span:
        """Where it was written."""
        return self.did.span


@dataclass(frozen=True, slots=True)
class LayerNote:
    """A note that a layer put under a clause."""

    layer: str
    title: str
    body: tuple[Block, ...]
    law: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionClause:
    """A clause as one edition has it."""

    clause: Clause
    number: str
    document: str
    """The document of the pack in which it stands."""
    layer: str
    """The layer that made it."""
    text_layer: str
    """The layer whose words it has now."""
    printing: Printing
    notes: tuple[LayerNote, ...]
    params: Mapping[str, ParamValue]
    trail: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionSection:
    """A section as one edition has it."""

    id: str
    title: str
    number: str
    layer: str
    clauses: tuple[EditionClause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One agency's edition of the protocol in one partnership: every clause, its number and its trail."""

    partnership: str
    agency: str
    layers: tuple[str, ...]
    sections: tuple[EditionSection, ...]

    def clauses(self) -> tuple[EditionClause, ...]:
        """Return all clauses in reading order, printed or not."""
        return tuple(clause for section in self.sections for clause in section.clauses)

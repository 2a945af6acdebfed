"""The registers: law, provisions of the source, editor's notes, hard words and words that must not appear."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from policygen.diagnostics import Span
from policygen.model.scalars import Named

__all__ = [
    "BannedWords",
    "BodyType",
    "Correction",
    "GlossaryEntry",
    "Law",
    "LawRow",
    "LawStatus",
    "LawSwitch",
    "Provision",
    "ProvisionLock",
]


class LawStatus(StrEnum):
    """Where a law stands."""

    ANNOUNCED = "announced"
    IN_FORCE = "in-force"
    NOT_IN_FORCE = "not-in-force"
    SUPERSEDED = "superseded"

    @property
    def awaited(self) -> bool:
        """Whether it binds nobody yet."""
        match self:
            case LawStatus.ANNOUNCED | LawStatus.NOT_IN_FORCE:
                return True
            case LawStatus.IN_FORCE | LawStatus.SUPERSEDED:
                return False
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyType:
    """A kind of body in law, such as those listed in section 47(11)."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRow:
    """A row of the law table: what a law lets or makes whom do."""

    force: str
    who: str
    does: str
    limits: str
    binds: tuple[Named, ...]
    yes: str
    no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawSwitch:
    """A law whose status somebody must confirm; until then a notice is printed."""

    state: str
    notice: str
    confirmed_by: str | None
    confirmed_on: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """An Act, code or guidance, or a part of one."""

    id: str
    title: str
    of: str | None
    """The id of the whole, for a part."""
    kind: str
    citation: str
    link: str
    status: LawStatus
    since: str
    checked: str
    confidence: str
    note: str
    row: LawRow | None
    switch: LawSwitch | None
    span: Span = field(compare=False, repr=False)

    @property
    def unconfirmed(self) -> bool:
        """Whether a notice must stand where this law is relied on."""
        return self.switch is not None and self.switch.confirmed_by is None


class ProvisionLock(StrEnum):
    """How a provision of the source is protected."""

    ALL = "all"
    AGENCY = "agency"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A provision of the source protocol, or a supplement of the editors (`N..`)."""

    id: str
    lock: ProvisionLock
    agencies: tuple[Named, ...]
    status: str
    text: str
    treatment: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An editor's note: where the source is wrong, and what was done."""

    id: str
    severity: str
    title: str
    source_said: str
    correct: str
    authority: str
    confidence: str
    confirmed_by: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryEntry:
    """A hard word, explained."""

    term: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BannedWords:
    """Words that must not appear, and why."""

    match: str
    why: str
    instead: str

"""The registers: law, provisions of the source, editor's notes, hard words and words that must not appear."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal, assert_never

from policygen.diagnostics import Span
from policygen.model.marks import BESIDE, MAY_BE_EMPTY, Key
from policygen.model.scalars import (
    Address,
    AgencyName,
    AnySwitchedText,
    AnyText,
    CorrectionId,
    Day,
    Kebab,
    KebabName,
    LawId,
    LawName,
    ProvisionId,
    SwitchedText,
    Text,
)

__all__ = [
    "BannedWords",
    "BodyType",
    "Correction",
    "GlossaryEntry",
    "Law",
    "LawPart",
    "LawRegister",
    "LawRow",
    "LawStatus",
    "LawSwitch",
    "Provision",
    "ProvisionLock",
    "When",
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


@dataclass(frozen=True, slots=True)
class When:
    """A law switch: what bears it is printed while the law has this status."""

    law: LawName
    status: LawStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyType:
    """A kind of body in law, such as those listed in section 47(11)."""

    id: Kebab
    name: Text
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRow:
    """A row of the law table: what a law lets or makes whom do."""

    force: Literal["duty", "power", "right"]
    who: Text
    does: SwitchedText
    limits: AnySwitchedText = ""
    binds: tuple[KebabName, ...]
    yes: AnySwitchedText = ""
    no: AnySwitchedText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawSwitch:
    """A law whose status somebody must confirm; until then a notice is printed."""

    state: Text
    notice: Text
    announced: Day | None = None
    confirmed_by: Text | None = None
    confirmed_on: Day | None = None


Confidence = Literal["verified", "high", "medium", "low"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPart:
    """A part of a law, as it is authored: a section, an article, a rule. It says what differs from the whole."""

    id: LawId
    title: Text
    about: AnyText = ""
    citation: AnyText = ""
    link: Annotated[Address, MAY_BE_EMPTY] = ""
    status: LawStatus | None = None
    since: Annotated[Day, MAY_BE_EMPTY] = ""
    checked: Day | None = None
    confidence: Confidence | None = None
    note: AnyText = ""
    row: Annotated[LawRow | None, Key("table")] = None
    switch: LawSwitch | None = None
    follows: LawName | None = None
    """A law with whose status it stands and falls, such as the section that the other one adds."""
    awaits: Annotated[bool, BESIDE] = False
    """Whether the law that it follows is still to be confirmed."""
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Law(LawPart):
    """An Act, code or guidance; in a library also a part of one, with what it has from the whole filled in."""

    kind: Literal[
        "act", "regulations", "rules", "convention", "code", "guidance", "case", "circular", "common-law", "tool"
    ]
    status: LawStatus
    checked: Day
    confidence: Confidence
    parts: tuple[LawPart, ...] = ()
    of: Annotated[str | None, BESIDE] = None
    """The id of the whole, for a part."""

    @property
    def unconfirmed(self) -> bool:
        """Whether a notice must stand where this law is relied on."""
        return self.awaits or (self.switch is not None and self.switch.confirmed_by is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRegister:
    """The laws, and the kinds of body that they bind."""

    bodies: tuple[BodyType, ...] = ()
    laws: tuple[Law, ...]


class ProvisionLock(StrEnum):
    """How a provision of the source is protected."""

    ALL = "all"
    AGENCY = "agency"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A provision of the source protocol, or a supplement of the editors (`N..`)."""

    id: ProvisionId
    section: AnyText = ""
    lock: ProvisionLock
    decides: bool = False
    """Whether it decides what somebody on shift does, so that it stands in the policy and not elsewhere in a pack."""
    agencies: tuple[AgencyName, ...]
    status: Literal["current", "qualified", "corrected", "superseded", "historic", "switch"]
    text: Text
    treatment: AnyText = ""
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An editor's note: where the source is wrong, and what was done."""

    id: CorrectionId
    severity: Literal["critical", "major", "minor", "typo"]
    title: Text
    source_said: Text
    correct: SwitchedText
    authority: AnyText = ""
    confidence: AnySwitchedText = ""
    confirmed_by: Text | None = None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryEntry:
    """A hard word, explained."""

    term: Text
    means: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class BannedWords:
    """Words that must not appear, and why."""

    match: Text
    why: Text
    instead: Text

"""The governed text and what layers do to it: sections, clauses, edits, layers, outlines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, assert_never

from policygen.diagnostics import Span
from policygen.model.marks import AT_KEY, BESIDE, IN_KEY, ONE_OR_MORE, Among, Key, Least
from policygen.model.prose import Block, ProseOrNone
from policygen.model.registers import When
from policygen.model.scalars import (
    ANY_TEXT,
    NOWHERE,
    AnyText,
    Audience,
    BoundName,
    CorrectionName,
    Force,
    Kebab,
    KebabName,
    LawName,
    Named,
    PrefixName,
    ProvisionName,
    RecordName,
    Text,
    everyone,
)

__all__ = [
    "POLICY",
    "AddSection",
    "Anchor",
    "AnchorKind",
    "Annotate",
    "Change",
    "Clause",
    "ContactSlot",
    "Edit",
    "EditBlock",
    "Insert",
    "Layer",
    "LayerKind",
    "MostPages",
    "Move",
    "Omit",
    "Outline",
    "PageBudget",
    "Param",
    "ParamValue",
    "PartKind",
    "Placing",
    "Protocol",
    "Replace",
    "Role",
    "Section",
    "Set",
    "Slot",
    "Term",
    "Withdrawn",
    "brought",
]


POLICY = "policy"
"""The document in which a clause stands where neither it nor its section names one."""

ParamValue = int | str


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a clause; with `max` it may only be lowered, with `min` only raised."""

    name: Annotated[Kebab, IN_KEY]
    value: ParamValue
    max: int | None = None
    min: int | None = None
    span: Annotated[Span, AT_KEY] = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One numbered statement of the protocol or of a layer."""

    id: Kebab
    number: int | None = None
    """Of a layer's clause, under the prefix of the layer or of its section: it never moves. Those of the base count."""
    title: Annotated[str, BESIDE]
    force: Force
    body: Annotated[tuple[Block, ...], BESIDE]
    locked: bool = False
    audience: Audience = field(default_factory=everyone)
    binds: Annotated[tuple[BoundName, ...], ONE_OR_MORE] = ()
    """Whose duty it is; empty means those whom the laws bind on which it rests."""
    depends: AnyText = ""
    """What it depends on whether it binds one of them."""
    duty: ProseOrNone = ()
    """The duty in one sentence to whoever has it: "Record why you shared"."""
    params: tuple[Param, ...] = ()
    provisions: tuple[ProvisionName, ...] = ()
    law: tuple[LawName, ...] = ()
    records: tuple[RecordName, ...] = ()
    """The records to use for it, beside those that its text names."""
    corrections: tuple[CorrectionName, ...] = ()
    when: When | None = None
    document: Annotated[KebabName | None, Key("in")] = None
    """The document of a pack in which it stands; without it that of its section, or of the clause it is put beside."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    locked_span: Annotated[Span, Key("locked"), AT_KEY] = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A clause that is no more: nothing else ever has its number or its id."""

    id: Annotated[Kebab, IN_KEY]
    number: int
    """Its number in the section, as it was."""
    now: KebabName | None = None
    """The clause that says it now, if one does."""
    span: Annotated[Span, AT_KEY] = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the base text."""

    id: Kebab
    title: Text
    clauses: Annotated[tuple[Clause, ...], BESIDE]
    withdrawn: tuple[Withdrawn, ...] = ()
    document: Annotated[KebabName | None, Key("in")] = None
    """The document of a pack in which its clauses stand, unless they name another; `POLICY` where it does not say."""
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
    document: Named | None = None
    prefix: Named | None = None
    """What its clauses are numbered by, where that is not what the layer's are."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Put a clause into another document of the pack."""

    verb: ClassVar = "move"

    target: Named
    document: Named
    reason: str
    law: tuple[Named, ...] = ()
    span: Span = field(compare=False, repr=False)


Placing = Insert | AddSection
"""An edit that makes something and says where it stands."""

Change = Annotate | Replace | Omit | Set | Move
"""An edit of a clause that is there; `verb` is what authors call it."""

Edit = Placing | Change


def brought(edit: Edit) -> tuple[str, tuple[Block, ...]] | None:
    """Return the heading and the text that an edit brings, if it brings any."""
    match edit:
        case Insert():
            return edit.clause.title, edit.clause.body
        case Annotate() | Replace():
            return edit.title, edit.body
        case AddSection() | Omit() | Set() | Move():
            return None
        case _:
            assert_never(edit)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditBlock:
    """A fenced `edit` block: one verb with its target, and what that verb needs; `source.layers` makes the edit."""

    before: KebabName | None = None
    after: KebabName | None = None
    start: KebabName | None = None
    end: KebabName | None = None
    section: KebabName | None = None
    prefix: PrefixName | None = None
    annotate: KebabName | None = None
    replace: KebabName | None = None
    omit: KebabName | None = None
    set: KebabName | None = None
    move: KebabName | None = None
    of: Annotated[Named, ANY_TEXT] | None = None
    document: Annotated[KebabName | None, Key("in")] = None
    params: Mapping[Kebab, ParamValue] = field(default_factory=dict)
    reason: Text
    law: Annotated[tuple[LawName, ...], ONE_OR_MORE] = ()


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
    prefix: Named | None = None
    """What its clauses are numbered by; an agency in a partnership has that of the partnership."""
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word in an agency's own tongue, for one and for many."""

    one: Text
    many: Text
    article: Annotated[Text | None, Key("a")] = None
    """It for one, with its article: given only where the article cannot be told from the first letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role: its name in running words, and what it is for."""

    name: Text
    about: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A value that must be filled locally."""

    id: Annotated[Kebab, IN_KEY]
    label: Text
    of: Annotated[Literal["partnership", "agency"], Key("from")]
    """Who fills it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSlot(Slot):
    """A contact that must be filled locally, and the fields that it must have."""

    needs: tuple[Literal["name", "phone", "email", "hours", "address"], ...] = ()
    advises: bool = False
    """Whether staff who are not sure what to do may call: somebody must answer whenever an agency works."""


class PartKind(StrEnum):
    """What a document may be made of."""

    COVER = "cover"
    DANGER = "danger"
    FRONT = "front"
    CONTENTS = "contents"
    MUSTS = "musts"
    SECTIONS = "sections"
    ANNEX_PROVISIONS = "annex-provisions"
    ANNEX_LAW = "annex-law"
    ANNEX_STATE = "annex-state"
    ANNEX_GLOSSARY = "annex-glossary"
    ANNEX_CHANGES = "annex-changes"
    ANNEX_NOTES = "annex-notes"
    ANNEX_CORRECTIONS = "annex-corrections"
    ANNEX_SOURCES = "annex-sources"
    ANNEX_COVERAGE = "annex-coverage"
    ANNEX_LAW_COVERAGE = "annex-law-coverage"


@dataclass(frozen=True, slots=True, kw_only=True)
class MostPages:
    """How many pages a document may have at most for some agencies."""

    audience: Audience
    most: int
    span: Annotated[Span, Key("most")] = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBudget:
    """How many pages a document may have at most as a PDF, and for whom it may have another number."""

    most: int
    exceptions: Annotated[tuple[MostPages, ...], Key("except")] = ()
    """The first that is for an agency counts."""
    span: Annotated[Span, Key("most")] = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Which parts make a document, whose it is, and how long it may be; the clauses that name it stand in it."""

    id: Kebab
    title: Text
    label: Text = "Policy"
    """What it is called before the name of its reader."""
    audience: Audience = field(default_factory=everyone)
    place: int = 0
    """Where it comes in a pack: the lowest first, and of those with the same number by id."""
    pages: PageBudget | None = None
    parts: Annotated[tuple[Annotated[Named, Among(PartKind)], ...], Least(1)]
    danger: KebabName | None = None
    """The clause that stands in a frame before all others."""
    front: tuple[KebabName, ...] = ()
    """The clauses that stand before the contents."""
    span: Span = field(compare=False, repr=False)

    @property
    def first_pages(self) -> tuple[Named, ...]:
        """The clauses that stand before all others."""
        return (*((self.danger,) if self.danger else ()), *self.front)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """What is true of the whole project: its title, base words, base roles, and the slots to be filled."""

    title: Text
    version: AnyText = ""
    """Which text of the base this is; projects that stand on it name the one they were written for."""
    nation: Text
    about: Text
    terms: Mapping[Kebab, Term]
    roles: Mapping[Kebab, Role] = field(default_factory=dict)
    contacts: Mapping[Kebab, ContactSlot] = field(default_factory=dict)
    values: Mapping[Kebab, Slot] = field(default_factory=dict)

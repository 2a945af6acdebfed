"""What each authored block and YAML file may hold: pydantic models, strict, with nothing extra allowed.

They also export JSON Schema, so that editors complete keys and explain them.
`validated` turns what pydantic finds wrong into diagnostics at the place of the key or the value.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, TypeVar, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails

from policygen.diagnostics import Diagnostic, Outcome, did_you_mean, error
from policygen.source.yamltree import Loc, YamlTree

__all__ = [
    "AgencyFile",
    "ClauseBlock",
    "CorrectionsFile",
    "EditBlock",
    "GlossaryFile",
    "LawFile",
    "LawItem",
    "LawPart",
    "OutlineFile",
    "PartnershipFile",
    "ProtocolFile",
    "ProvisionsFile",
    "SectionFront",
    "SignOffFile",
    "TermBlock",
    "ValuesFile",
    "WordingFile",
    "validated",
]

M = TypeVar("M", bound=BaseModel)


def _as_text(value: object) -> object:
    """Take a whole number for text: authors write `phone: 101` and `number: 2`."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_list(value: object) -> object:
    """Take one name for a list of one."""
    return [value] if isinstance(value, str) else value


def _real_day(value: str) -> str:
    date.fromisoformat(value)
    return value


_KEBAB = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_RECORD = r"^F[0-9]{2}$"
_FIELD = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
_TAG = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"
_AGENCY = r"^-?[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_LAW = r"^[a-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$"
_PROVISION = r"^[A-Z][0-9]{2,4}$"
_CORRECTION = r"^E[0-9]{2,3}$"
_DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_COLOUR = r"^#[0-9a-fA-F]{6}$"
_SITE = r"^https://[^\s]+[^/\s]$"
_ADDRESS = r"^https://\S+$"
_FORMS = {
    _RECORD: "the id of a record, such as F01",
    _FIELD: "the id of a field: small letters and digits, joined by underscores",
    _TAG: "the tag of a language, such as pl or zh-Hant",
    _KEBAB: "an id: small letters and digits, joined by hyphens",
    _AGENCY: "the id of an agency, or `-` and the id of one that is left out",
    _LAW: "the id of a law, such as ca2004-s16LA",
    _PROVISION: "the id of a provision, such as P027",
    _CORRECTION: "the id of an editor's note, such as E33",
    _DAY: "a date such as 2026-11-22",
    _COLOUR: 'a colour in quotes, such as "#1f3a6e"',
    _SITE: "an https:// address without a slash at its end",
    _ADDRESS: "an https:// address",
}
"""What each pattern wants, in words."""

Kebab = Annotated[str, StringConstraints(pattern=_KEBAB, max_length=80)]
RecordId = Annotated[str, StringConstraints(pattern=_RECORD)]
FieldId = Annotated[str, StringConstraints(pattern=_FIELD, max_length=40)]
Tag = Annotated[str, StringConstraints(pattern=_TAG)]
LawId = Annotated[str, StringConstraints(pattern=_LAW, max_length=80)]
LawIds = Annotated[list[LawId], BeforeValidator(_as_list, json_schema_input_type=LawId | list[LawId])]
AgencyRef = Annotated[str, StringConstraints(pattern=_AGENCY, max_length=80)]
ProvisionId = Annotated[str, StringConstraints(pattern=_PROVISION)]
CorrectionId = Annotated[str, StringConstraints(pattern=_CORRECTION)]
Words = Annotated[
    str, BeforeValidator(_as_text, json_schema_input_type=str | int), StringConstraints(strip_whitespace=True)
]
Text = Annotated[Words, StringConstraints(min_length=1)]
Day = Annotated[str, StringConstraints(pattern=_DAY), AfterValidator(_real_day)]
Colour = Annotated[str, StringConstraints(pattern=_COLOUR)]
Site = Annotated[str, StringConstraints(pattern=_SITE)]
Address = Annotated[str, StringConstraints(pattern=_ADDRESS)]
Status = Literal["announced", "in-force", "not-in-force", "superseded"]


class Strict(BaseModel):
    """A block in which every key is known and no value is bent to fit."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class SectionFront(Strict):
    """The front matter of a section."""

    id: Kebab
    title: Text


class ParamBlock(Strict):
    """A parameter of a clause and its bound."""

    value: int | str
    max: int | None = None
    min: int | None = None


class WhenBlock(Strict):
    """A law switch."""

    law: LawId
    status: Status


class ClauseBlock(Strict):
    """A fenced `clause` block."""

    id: Kebab
    force: Literal["must", "should", "may", "info"]
    locked: bool = False
    for_: list[AgencyRef] = Field(default_factory=lambda: ["all"], alias="for", min_length=1)
    params: dict[Kebab, ParamBlock] = Field(default_factory=dict)
    provisions: list[ProvisionId] = Field(default_factory=list)
    law: list[LawId] = Field(default_factory=list)
    corrections: list[CorrectionId] = Field(default_factory=list)
    when: WhenBlock | None = None


class EditBlock(Strict):
    """A fenced `edit` block; `load` sees to it that it says exactly one thing."""

    before: Kebab | None = None
    after: Kebab | None = None
    start: Kebab | None = None
    end: Kebab | None = None
    section: Kebab | None = None
    annotate: Kebab | None = None
    replace: Kebab | None = None
    omit: Kebab | None = None
    set: Kebab | None = None
    of: Words | None = None
    params: dict[Kebab, int | str] = Field(default_factory=dict)
    reason: Text
    law: LawIds = Field(default_factory=list)


class TermBlock(Strict):
    """A word for one and for many; `a` only where the article cannot be told from the first letter."""

    one: Text
    many: Text
    a: Text | None = None


class RoleBlock(Strict):
    """A role of the base."""

    name: Text
    about: Text


class ContactSlot(Strict):
    """A contact that must be filled locally."""

    label: Text
    from_: Literal["partnership", "agency"] = Field(alias="from")
    needs: list[Literal["name", "phone", "email", "hours", "address"]] = Field(default_factory=list)


class ValueSlot(Strict):
    """A value that must be filled locally."""

    label: Text
    from_: Literal["partnership", "agency"] = Field(alias="from")


class ProtocolFile(Strict):
    """`content/protocol.yaml`."""

    title: Text
    nation: Text
    about: Text
    terms: dict[Kebab, TermBlock]
    roles: dict[Kebab, RoleBlock] = Field(default_factory=dict)
    contacts: dict[Kebab, ContactSlot] = Field(default_factory=dict)
    values: dict[Kebab, ValueSlot] = Field(default_factory=dict)


class BrandBlock(Strict):
    """The four colours of an agency."""

    colour: Colour
    on: Colour
    tint: Colour
    lift: Colour


class AppliesBlock(Strict):
    """An agency's own answer in the law table."""

    answer: Literal["yes", "no", "depends"]
    why: Text


class AgencyFile(Strict):
    """`agencies/<id>/agency.yaml`."""

    id: Kebab
    name: Text
    short_name: Text
    parent: Kebab | None = None
    abstract: bool = False
    annotated: bool = False
    public_authority: Literal["yes", "no", "mixed"] | None = None
    regulator: Words = ""
    about: Words = ""
    documents: list[Kebab] = Field(default_factory=list)
    terms: dict[Kebab, TermBlock] = Field(default_factory=dict)
    roles: dict[Kebab, Text] = Field(default_factory=dict)
    bodies: dict[Kebab, Text] = Field(default_factory=dict)
    law: dict[LawId, AppliesBlock] = Field(default_factory=dict)
    brand: BrandBlock | None = None


class ContactBlock(Strict):
    """Who to call."""

    name: Text | None = None
    phone: Text | None = None
    email: Text | None = None
    hours: Text | None = None
    address: Text | None = None


class EditionBlock(Strict):
    """The edition that a partnership publishes."""

    number: Text
    date: Day
    status: Literal["draft", "consultation", "approved"]
    next_review: Day
    owner: Text


class PartnershipFile(Strict):
    """`content/partnerships/<id>/partnership.yaml`."""

    id: Kebab
    name: Text
    short_name: Text
    area: Text
    fictional: bool = False
    site_url: Site
    edition: EditionBlock
    contacts: dict[Kebab, ContactBlock] = Field(default_factory=dict)
    values: dict[Kebab, Words | None] = Field(default_factory=dict)
    languages: list[Tag] = Field(default_factory=list)


class ValuesFile(Strict):
    """`content/partnerships/<id>/agencies/<agency>/values.yaml`."""

    agency: Kebab
    name: Text | None = None
    contacts: dict[Kebab, ContactBlock] = Field(default_factory=dict)
    values: dict[Kebab, Words | None] = Field(default_factory=dict)


class OwnerItem(Strict):
    """Who keeps a section or a clause; `load` sees to it that it names one of the two."""

    section: Kebab | None = None
    clause: Kebab | None = None
    owner: Text
    review: Day


class SignOffItem(Strict):
    """Who signs an agency's edition off; `on` and `of` come when they have, and `load` wants both or neither."""

    agency: Kebab
    by: Text
    role: Text
    on: Day | None = None
    of: Text | None = None


class SignOffFile(Strict):
    """`content/partnerships/<id>/sign-off.yaml`."""

    owners: list[OwnerItem] = Field(default_factory=list)
    agencies: list[SignOffItem] = Field(default_factory=list)


class BodyItem(Strict):
    """A kind of body in law."""

    id: Kebab
    name: Text


class LawTableBlock(Strict):
    """A row of the law table."""

    force: Literal["duty", "power", "right"]
    who: Text
    does: Text
    limits: Words = ""
    binds: list[Kebab]
    yes: Words = ""
    no: Words = ""


class SwitchBlock(Strict):
    """What is printed until somebody confirms a law's status."""

    state: Text
    notice: Text
    announced: Day | None = None
    confirmed_by: Text | None = None
    confirmed_on: Day | None = None


class LawPart(Strict):
    """A part of a law: a section, an article, a rule."""

    id: LawId
    title: Text
    about: Words = ""
    citation: Words = ""
    link: Address | None = None
    status: Status | None = None
    since: Day | None = None
    checked: Day | None = None
    confidence: Literal["verified", "high", "medium", "low"] | None = None
    note: Words = ""
    table: LawTableBlock | None = None
    switch: SwitchBlock | None = None


class LawItem(LawPart):
    """A law: an Act, a code, guidance, a case."""

    kind: Literal[
        "act", "regulations", "rules", "convention", "code", "guidance", "case", "circular", "common-law", "tool"
    ]
    status: Status
    checked: Day
    confidence: Literal["verified", "high", "medium", "low"]
    parts: list[LawPart] = Field(default_factory=list)


class LawFile(Strict):
    """`content/law.yaml`."""

    bodies: list[BodyItem] = Field(default_factory=list)
    laws: list[LawItem]


class ProvisionItem(Strict):
    """A provision of the source, or a supplement."""

    id: ProvisionId
    section: Words = ""
    lock: Literal["all", "agency", "open"]
    agencies: list[AgencyRef]
    status: Literal["current", "qualified", "corrected", "superseded", "historic", "switch"]
    text: Text
    treatment: Words = ""


class ProvisionsFile(RootModel[list[ProvisionItem]]):
    """`content/provisions.yaml`."""


class CorrectionItem(Strict):
    """An editor's note."""

    id: CorrectionId
    severity: Literal["critical", "major", "minor", "typo"]
    title: Text
    source_said: Text
    correct: Text
    authority: Words = ""
    confidence: Words = ""
    confirmed_by: Text | None = None


class CorrectionsFile(RootModel[list[CorrectionItem]]):
    """`content/editors-notes.yaml`."""


class GlossaryItem(Strict):
    """A hard word."""

    term: Text
    means: Text


class GlossaryFile(RootModel[list[GlossaryItem]]):
    """`content/glossary.yaml`."""


class WordingItem(Strict):
    """Words that must not appear."""

    match: Text
    why: Text
    instead: Text


class WordingFile(RootModel[list[WordingItem]]):
    """`content/wording.yaml`."""


class ShowIfBlock(Strict):
    """When a question is asked; `load` sees to it that it says one of `is` and `is_not`."""

    field: FieldId
    is_: list[Kebab] = Field(default_factory=list, alias="is")
    is_not: list[Kebab] = Field(default_factory=list)


class ChoiceItem(Strict):
    """An answer to choose."""

    id: Kebab
    label: Text
    for_: list[AgencyRef] = Field(default_factory=lambda: ["all"], alias="for", min_length=1)


class FieldItem(Strict):
    """A question of a record."""

    id: FieldId
    label: Text
    type: Literal[
        "text",
        "textarea",
        "date",
        "datetime",
        "radio",
        "checkboxes",
        "checkbox",
        "yesno",
        "signature",
        "static",
    ]
    required: bool = False
    hint: Words = ""
    who: Words = ""
    options: list[ChoiceItem] = Field(default_factory=list)
    show_if: ShowIfBlock | None = None
    half: bool = False
    for_: list[AgencyRef] = Field(default_factory=lambda: ["all"], alias="for", min_length=1)


class FormSectionItem(Strict):
    """A group of questions."""

    id: Kebab
    title: Text
    intro: Words = ""
    for_: list[AgencyRef] = Field(default_factory=lambda: ["all"], alias="for", min_length=1)
    fields: list[FieldItem] = Field(min_length=1)


class RecordFile(Strict):
    """`content/records/<id>.yaml`."""

    id: RecordId
    title: Text
    purpose: Text
    reminder: Words = ""
    marking: Text
    for_: list[AgencyRef] = Field(default_factory=lambda: ["all"], alias="for", min_length=1)
    sections: list[FormSectionItem] = Field(min_length=1)


class BranchItem(Strict):
    """A way on from a step."""

    answer: Text
    words: Words = ""
    to: Kebab | None = None


class StepNoteItem(Strict):
    """What some agencies are told beside a step."""

    for_: list[AgencyRef] = Field(alias="for", min_length=1)
    words: Text


class StepItem(Strict):
    """A step of a quick guide."""

    id: Kebab
    label: Text
    title: Text
    question: Text
    branches: list[BranchItem] = Field(min_length=1)
    notes: list[StepNoteItem] = Field(default_factory=list)
    for_: list[AgencyRef] = Field(default_factory=lambda: ["all"], alias="for", min_length=1)


class PanelItem(Strict):
    """A box beside the steps."""

    title: Text
    words: Words = ""
    contacts: list[Kebab] = Field(default_factory=list)
    for_: list[AgencyRef] = Field(default_factory=lambda: ["all"], alias="for", min_length=1)


class GuideFile(Strict):
    """`content/guides/<id>.yaml`."""

    id: Kebab
    title: Text
    lead: Words = ""
    for_: list[AgencyRef] = Field(default_factory=lambda: ["all"], alias="for", min_length=1)
    steps: list[StepItem] = Field(min_length=2)
    panels: list[PanelItem] = Field(default_factory=list)


class LanguageItem(Strict):
    """A language in which leaflets may be translated."""

    id: Tag
    name: Text
    english: Text
    direction: Literal["ltr", "rtl"] = "ltr"
    pdf: bool = True


class LanguagesFile(RootModel[list[LanguageItem]]):
    """`content/languages.yaml`."""


class TranslationBlock(Strict):
    """Who made and who checked a translation, when, and the digest of the English that it renders."""

    translator: Text
    checker: Text
    date: Day
    of: Words


class WordsFile(Strict):
    """`content/words/<language>.yaml`."""

    language: Tag
    translation: TranslationBlock | None = None
    words: dict[Kebab, Text]


class LeafletFront(Strict):
    """The front matter of a leaflet; a translation says who made it, and leaves out what the English settles."""

    language: Tag
    title: Text
    reader: Text
    summary: Text
    lead: Text
    law: Words = ""
    easy: bool = False
    for_: list[AgencyRef] = Field(default_factory=lambda: ["all"], alias="for", min_length=1)
    translation: TranslationBlock | None = None


class PartBlock(Strict):
    """A fenced `part` block: which part of a leaflet it is, what it says and whom it is for."""

    id: Kebab
    says: list[Kebab] = Field(default_factory=list)
    for_: list[AgencyRef] = Field(default_factory=lambda: ["all"], alias="for", min_length=1)


class PointItem(Strict):
    """What certain leaflets must say."""

    id: Kebab
    point: Text
    leaflets: list[Kebab] = Field(min_length=1)


class PointsFile(RootModel[list[PointItem]]):
    """`content/leaflets/must-say.yaml`."""


Part = Literal[
    "cover",
    "danger",
    "front",
    "contents",
    "musts",
    "sections",
    "annex-provisions",
    "annex-law",
    "annex-glossary",
    "annex-changes",
    "annex-notes",
    "annex-coverage",
    "annex-law-coverage",
]


class OutlineFile(Strict):
    """`content/documents/<id>.yaml`."""

    id: Kebab
    title: Text
    label: Text = "Policy"
    danger: Kebab | None = None
    front: list[Kebab] = Field(default_factory=list)
    parts: list[Part] = Field(min_length=1)


def validated(tree: YamlTree, model: type[M]) -> Outcome[M]:
    """Return data as `model`, or every mistake in it at its place."""
    try:
        return Outcome(model.model_validate(tree.data))
    except ValidationError as problem:
        items = problem.errors(include_url=False)
    kinds: dict[Loc, list[str]] = {}  # a value that fits no member of a union is one mistake, not one for each
    for item in items:
        if item["type"] in _KINDS:
            kinds.setdefault(_walk(tree.data, item["loc"]), []).append(_KINDS[item["type"]])
    found = tuple(_diagnostic(tree, model, item, kinds) for item in items)
    return Outcome(None, tuple(dict.fromkeys(found)))


_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a block of keys and values",
    "model_type": "a block of keys and values",
}


def _diagnostic(tree: YamlTree, model: type[BaseModel], item: ErrorDetails, kinds: dict[Loc, list[str]]) -> Diagnostic:
    loc, data, context = _walk(tree.data, item["loc"]), item["input"], item.get("ctx", {})
    name = str(loc[-1]) if loc else "this"
    place = tree.places.key(*loc) if item["loc"][-1:] == ("[key]",) else tree.places.value(*loc)
    match item["type"]:
        case "extra_forbidden":
            known = _known_keys(model, loc[:-1])
            near = did_you_mean(name, known) or f"known here: {', '.join(sorted(known))}"
            return error("PG141", f"unknown setting `{name}`", tree.places.key(*loc), hint=near)
        case "missing":
            return error("PG142", f"`{item['loc'][-1]}` is missing here", tree.places.key(*loc))
        case "literal_error":
            expected = str(context["expected"]).replace("'", "`")
            hint = did_you_mean(str(data), [word.strip("` ") for word in expected.replace(" or ", ",").split(",")])
            one_of = "one of " if " or " in expected else ""
            message = f"`{name}` must be {one_of}{expected}, not {_shown(data)}"
            return error("PG143", message, place, hint=hint)
        case "string_pattern_mismatch":
            message = f"{_shown(data)} is not {_FORMS[str(context['pattern'])]}"
            return error("PG144", message, place)
        case "string_too_short" | "too_short":
            return error("PG145", f"`{name}` is empty", place)
        case kind if kind in _KINDS:
            message = f"`{name}` must be {' or '.join(kinds[loc])}, not {_shown(data)}"
            return error("PG146", message, place)
        case _:
            said = item["msg"].removeprefix("Value error, ")
            return error("PG147", f"`{name}`: {said[:1].lower()}{said[1:]}", place)


def _walk(data: object, loc: Sequence[str | int]) -> Loc:
    """Follow a location through the data and drop parts that do not lead on (pydantic adds names of union members)."""
    walked: list[str | int] = []
    for part in loc:
        match data:
            case dict() if part in data:
                data = data[part]
            case list() if isinstance(part, int) and part < len(data):
                data = data[part]
            case _:
                continue
        walked.append(part)
    return tuple(walked)


def _known_keys(annotation: object, loc: Loc) -> tuple[str, ...]:
    """Return the keys that the block at `loc` may hold, from the types of the fields that lead there."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = {field.alias or name: field.annotation for name, field in annotation.model_fields.items()}
        if "root" in fields:
            return _known_keys(fields["root"], loc)
        return _known_keys(fields[str(loc[0])], loc[1:]) if loc else tuple(fields)
    if get_origin(annotation) in {list, dict}:
        loc = loc[1:]
    return next((known for inner in get_args(annotation) if (known := _known_keys(inner, loc))), ())


def _shown(data: object) -> str:
    match data:
        case None:
            return "nothing"
        case bool():
            return "true" if data else "false"
        case int():
            return str(data)
        case str():
            return f"`{' '.join(data.split())[:60]}`"
        case list():
            return "a list"
        case _:
            return "a block of keys and values"

"""The nouns, in the order of the pipeline: what is authored, what is resolved, what is composed.

All values are frozen. A `span` says where something was written and is never part of its identity.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from policygen.diagnostics import Pos, RelPath, Span

__all__ = [
    "NOWHERE",
    "SOURCE_LANGUAGE",
    "SOURCE_TAG",
    "AddSection",
    "Agency",
    "Anchor",
    "AnchorKind",
    "Annex",
    "Annotate",
    "Answer",
    "AnswerKind",
    "Applies",
    "Block",
    "BodyType",
    "Branch",
    "BranchView",
    "Brand",
    "Break",
    "Chapter",
    "ChapterItem",
    "Choice",
    "ChoiceView",
    "Clause",
    "ClauseView",
    "Code",
    "Column",
    "Condition",
    "Contact",
    "Contents",
    "ContentsEntry",
    "Correction",
    "Cover",
    "Danger",
    "Definitions",
    "Document",
    "DocumentKind",
    "DocumentSet",
    "Edit",
    "Edition",
    "EditionClause",
    "EditionSection",
    "Emph",
    "Entry",
    "FieldKind",
    "Flow",
    "Footnote",
    "Force",
    "ForceKey",
    "Form",
    "FormField",
    "FormPart",
    "FormSection",
    "Front",
    "Gap",
    "GlossaryEntry",
    "Guide",
    "GuidePanel",
    "GuideStep",
    "Inline",
    "Insert",
    "InsertPart",
    "Label",
    "Language",
    "Law",
    "LawNotice",
    "LawRow",
    "LawStatus",
    "LawSwitch",
    "Layer",
    "LayerKind",
    "LayerNote",
    "Leaflet",
    "LeafletPart",
    "LeafletRow",
    "LeafletSection",
    "LeafletView",
    "Library",
    "Link",
    "List",
    "LocalAgency",
    "MustEntry",
    "Musts",
    "Named",
    "NoteView",
    "Omit",
    "OtherLanguage",
    "Outline",
    "Owner",
    "PanelView",
    "Paragraph",
    "Param",
    "ParamValue",
    "Part",
    "Partnership",
    "Placeholder",
    "Point",
    "Printing",
    "Protocol",
    "Provision",
    "ProvisionLock",
    "Quote",
    "Record",
    "Reference",
    "Replace",
    "Role",
    "Section",
    "Set",
    "ShowIf",
    "SignOff",
    "Slot",
    "Stamp",
    "Status",
    "Step",
    "StepNote",
    "StepView",
    "Str",
    "Strong",
    "Subheading",
    "Table",
    "Term",
    "Translation",
    "Unused",
    "When",
    "Wording",
    "Words",
    "runs",
]

SOURCE_LANGUAGE = "en-GB"
"""The language of everything but translated leaflets."""

SOURCE_TAG = "en"
"""The name by which the files of leaflets and the register of languages call the source language."""

NOWHERE = Span(RelPath(""), Pos(1, 1), Pos(1, 1))
"""The place of a value that no author wrote."""


# ---------------------------------------------------------------------------------------------------
# What is authored: prose
# ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """A name that an author wrote, and where."""

    text: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


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


# ---------------------------------------------------------------------------------------------------
# What is authored: clauses, layers and registers
# ---------------------------------------------------------------------------------------------------


class Force(StrEnum):
    """How strong a clause is. `must`: law or a regulator; `should`: guidance; `may`: a power."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    INFO = "info"


ParamValue = int | str


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a clause; with `max` it may only be lowered, with `min` only raised."""

    name: str
    value: ParamValue
    max: int | None = None
    min: int | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


class LawStatus(StrEnum):
    """Where a law stands."""

    ANNOUNCED = "announced"
    IN_FORCE = "in-force"
    NOT_IN_FORCE = "not-in-force"
    SUPERSEDED = "superseded"


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

    target: Named
    title: str
    body: tuple[Block, ...]
    reason: str
    law: tuple[Named, ...] = ()
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """Give an unlocked clause another body; `of` is the digest of the text that it replaces."""

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

    target: Named
    reason: str
    law: tuple[Named, ...] = ()
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """Set declared parameters of a clause."""

    target: Named
    params: tuple[Param, ...]
    reason: str
    law: tuple[Named, ...] = ()
    span: Span = field(compare=False, repr=False)


Edit = Insert | AddSection | Annotate | Replace | Omit | Set


class LayerKind(StrEnum):
    """Whose text it is."""

    BASE = "base"
    PARTNERSHIP = "partnership"
    AGENCY = "agency"
    LOCAL = "local"


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
class Contact:
    """Who to call: any of name, phone, email, hours, address."""

    fields: Mapping[str, str]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """The four colours of an agency, as `#rrggbb`: on white, on itself, its tint, and lifted for dark paper."""

    colour: str
    on: str
    tint: str
    lift: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """An agency's own answer to "does this law apply to us?"."""

    answer: AnswerKind
    why: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """An agency, with what it inherits already filled in."""

    id: str
    name: str
    short_name: str
    parent: str | None
    abstract: bool
    annotated: bool
    public_authority: str
    regulator: str
    about: str
    documents: tuple[Named, ...]
    terms: Mapping[str, Term]
    roles: Mapping[str, Role]
    bodies: Mapping[str, Named]
    law: Mapping[str, Applies]
    brand: Brand
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalAgency:
    """An agency in one partnership: its name there, contacts and values."""

    partnership: str
    agency: str
    name: str | None
    contacts: Mapping[str, Contact]
    values: Mapping[str, Named]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The edition: number, dates as ISO text, status and owner. Given by the partnership, never by a clock."""

    number: str
    date: str
    status: str
    next_review: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who keeps a section or a clause in one partnership, and the day by which they look at it again."""

    kind: str
    """`section` or `clause`."""
    id: str
    name: str
    review: Named
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """Who signs an agency's edition off in one partnership and, once they have, when and what it said then."""

    agency: str
    by: str
    role: str
    on: str | None
    of: Named | None
    """The digest of the text that was signed; `resolve.sign_off` makes it."""
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership:
    """A partnership: names, edition, contacts, values, and the register of owners and sign-offs."""

    id: str
    name: str
    short_name: str
    area: str
    fictional: bool
    site_url: str
    stamp: Stamp
    contacts: Mapping[str, Contact]
    values: Mapping[str, Named]
    agencies: Mapping[str, LocalAgency]
    owners: tuple[Owner, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    languages: tuple[Named, ...] = ()
    """The languages in which it wants every leaflet; others are printed too where there is a translation."""
    span: Span = field(compare=False, repr=False)


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
class Wording:
    """Words that must not appear, and why."""

    match: str
    why: str
    instead: str


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


# ---------------------------------------------------------------------------------------------------
# What is authored: records, guides, leaflets and languages
# ---------------------------------------------------------------------------------------------------


class FieldKind(StrEnum):
    """What may be answered in a field. A signature is a typed or written name and its date; static asks nothing."""

    TEXT = "text"
    TEXTAREA = "textarea"
    DATE = "date"
    DATETIME = "datetime"
    RADIO = "radio"
    CHECKBOXES = "checkboxes"
    CHECKBOX = "checkbox"
    YESNO = "yesno"
    SIGNATURE = "signature"
    STATIC = "static"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An answer to choose: `id` is what is stored, `label` what is read."""

    id: str
    label: tuple[Inline, ...]
    audience: tuple[Named, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowIf:
    """A field is asked only if an earlier one has, or has not (`negated`), one of these answers."""

    field: Named
    values: tuple[Named, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A question of a record template; its id is the same in every format and in every edition."""

    id: str
    label: tuple[Inline, ...]
    kind: FieldKind
    required: bool = False
    hint: tuple[Inline, ...] = ()
    who: str = ""
    """Who fills it in, where that is not whoever keeps the record."""
    choices: tuple[Choice, ...] = ()
    show_if: ShowIf | None = None
    half: bool = False
    """Whether it may stand beside another on paper."""
    audience: tuple[Named, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSection:
    """A group of questions under one heading."""

    id: str
    title: tuple[Inline, ...]
    intro: tuple[Inline, ...]
    fields: tuple[FormField, ...]
    audience: tuple[Named, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record template: one definition for the web form, the PDF, the Word file and the schema."""

    id: str
    title: str
    purpose: tuple[Inline, ...]
    reminder: tuple[Inline, ...]
    """What to bear in mind while filling it in."""
    marking: str
    """The protective marking: how a filled copy is to be handled."""
    sections: tuple[FormSection, ...]
    audience: tuple[Named, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One way on from a step: the answer that leads there, what to do then, and the next step or none."""

    answer: str
    words: tuple[Inline, ...] = ()
    to: Named | None = None
    """The step to go to; none stops here."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNote:
    """What some agencies are told beside a step."""

    words: tuple[Inline, ...]
    audience: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStep:
    """A step of a quick guide: a short heading, the question, and where each answer leads."""

    id: str
    label: str
    """The number that is printed: "0" to "10", "5A" for one between."""
    title: str
    question: tuple[Inline, ...]
    branches: tuple[Branch, ...]
    notes: tuple[StepNote, ...] = ()
    audience: tuple[Named, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePanel:
    """A box beside the steps: words, and contacts by the names of their slots."""

    title: str
    words: tuple[Inline, ...]
    contacts: tuple[Named, ...] = ()
    audience: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A quick guide: steps with branches, from which come the list and the drawn flow."""

    id: str
    title: str
    lead: tuple[Inline, ...]
    steps: tuple[GuideStep, ...]
    panels: tuple[GuidePanel, ...]
    audience: tuple[Named, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language: its tag (BCP 47), its name in itself and in English, and its direction."""

    id: str
    name: str
    english: str
    direction: str = "ltr"
    """`ltr` or `rtl`."""
    pdf: bool = True
    """Whether the text of a PDF can be read aloud as it was written; otherwise it is a web page only."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """Who made a translation, who checked it, when, and the digest of the English that it renders."""

    translator: str
    checker: str
    date: str
    of: Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of the pages around leaflets in one language, by key."""

    language: str
    words: Mapping[str, str]
    translation: Translation | None
    """None for the source language."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletPart:
    """A heading of a leaflet and what stands under it."""

    id: str
    title: str
    body: tuple[Block, ...]
    says: tuple[Named, ...] = ()
    """The points of `must-say.yaml` that it makes."""
    audience: tuple[Named, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """A leaflet in one language. What its parts say and whom they are for is given in the source language only."""

    id: str
    language: str
    title: str
    reader: str
    """For whom: "For parents and carers"."""
    summary: str
    """One sentence for lists of leaflets."""
    lead: tuple[Inline, ...]
    law: str
    """The line of law at the end."""
    easy: bool
    """Whether it is Easy Read: pictures on the left, shorter sentences, larger type."""
    parts: tuple[LeafletPart, ...]
    audience: tuple[Named, ...] = ()
    translation: Translation | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What certain leaflets must say."""

    id: str
    point: str
    leaflets: tuple[Named, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


# ---------------------------------------------------------------------------------------------------
# Everything that was authored
# ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything that was loaded."""

    protocol: Protocol
    sections: tuple[Section, ...]
    layers: Mapping[str, Layer]
    agencies: Mapping[str, Agency]
    partnerships: Mapping[str, Partnership]
    law: Mapping[str, Law]
    bodies: Mapping[str, BodyType]
    provisions: Mapping[str, Provision]
    corrections: Mapping[str, Correction]
    glossary: tuple[GlossaryEntry, ...]
    wording: tuple[Wording, ...]
    outlines: Mapping[str, Outline]
    records: Mapping[str, Record]
    guides: Mapping[str, Guide]
    languages: Mapping[str, Language]
    words: Mapping[str, Words]
    """The words around leaflets, by language."""
    leaflets: Mapping[str, Mapping[str, Leaflet]]
    """Leaflets by id, then by language; every leaflet has one in the source language."""
    points: tuple[Point, ...]

    def lineage(self, agency: str) -> tuple[str, ...]:
        """Return an agency's ancestors from the top, itself last."""
        line: list[str] = []
        at: str | None = agency
        while at is not None and at in self.agencies and at not in line:
            line.append(at)
            at = self.agencies[at].parent
        return tuple(reversed(line))

    def clauses(self) -> Iterator[tuple[str, Clause]]:
        """Yield every clause that was written, with the layer that wrote it: the base first, then layer by layer."""
        for section in self.sections:
            yield from (("base", clause) for clause in section.clauses)
        for layer in self.layers.values():
            yield from ((layer.id, edit.clause) for edit in layer.edits if isinstance(edit, Insert))

    def rendered(self) -> tuple[str, ...]:
        """Return the ids of the agencies that get documents, in the order of the register."""
        return tuple(agency.id for agency in self.agencies.values() if not agency.abstract)

    def bars(self, agency: str) -> tuple[bool, ...]:
        """Return a bar for each rendered agency, in order: the tall ones are true, all of them in the full edition."""
        return tuple(self.agencies[agency].annotated or name == agency for name in self.rendered())

    def law_title(self, law: str) -> str:
        """Return the printed name of a law: "Children Act 1989, section 47"."""
        entry = self.law[law]
        return f"{self.law[entry.of].title}, {entry.title}" if entry.of else entry.title


# ---------------------------------------------------------------------------------------------------
# What is resolved
# ---------------------------------------------------------------------------------------------------

Label = tuple[tuple[int, int], ...]
"""A number as steps that sort in reading order; `resolve.numbering` makes, orders and writes them."""


class Printing(StrEnum):
    """Why a clause is printed in an edition, or is not."""

    PRINTED = "printed"
    NOT_FOR_US = "not for this agency"
    OMITTED = "omitted"
    WAITING = "waiting until somebody confirms the law"
    NOT_IN_FORCE = "switched off by the law"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a clause: which layer did what, where and why."""

    layer: str
    action: str
    reason: str
    span: Span = field(compare=False, repr=False)


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


# ---------------------------------------------------------------------------------------------------
# What is composed
# ---------------------------------------------------------------------------------------------------


class Status(StrEnum):
    """How far an edition has come."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    APPROVED = "approved"


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
    """A line of the contents, with the lines below it."""

    number: str
    title: str
    href: str
    children: tuple["ContentsEntry", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The contents, at two levels."""

    title: str
    entries: tuple[ContentsEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MustEntry:
    """One duty: where it stands and what it is about."""

    number: str
    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Musts:
    """The index of duties at the front: what the reader must do."""

    id: str
    title: str
    lead: str
    entries: tuple[MustEntry, ...]
    others_title: str
    others: tuple[MustEntry, ...]
    """Duties that the law lays on others, and not on this agency."""


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
    title: str
    force: Force
    layer: str
    provisions: tuple[str, ...]
    own: bool
    """Whether a layer put it among the clauses of another's section."""
    whose: str
    """Whose words they are, where they are not the base's: "Added for doctors"."""
    body: tuple[Block, ...]
    notes: tuple[NoteView, ...]
    corrected: tuple[Inline, ...]
    """The editor's notes that apply, and who has confirmed them."""
    annotation: tuple[Inline, ...] = ()
    """In an annotated edition: what the clause carries and rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """A clause, a run of clauses or a section that this edition does not print: ids and numbers only, and why."""

    label: str
    """The number, or the first and last of them."""
    entries: tuple[tuple[str, str], ...]
    words: tuple[Inline, ...]


ChapterItem = ClauseView | Unused | LawNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A section, ready to print; one of which nothing is printed has no title."""

    id: str
    number: str
    title: str
    whose: str
    items: tuple[ChapterItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """An annex: letter, heading, and the words that stand for it in contents and running headers."""

    id: str
    letter: str
    title: str
    running: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """An answer to choose, ready to print."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When a question is asked: the earlier field, the answers, whether it is any other answer, and that in words."""

    field: str
    values: tuple[str, ...]
    negated: bool
    words: str
    """As a clause to stand after "Answer only if"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A question, ready to print. `yesno` has become `radio`; a signature has its name and its date as `parts`."""

    id: str
    label: str
    kind: FieldKind
    required: bool
    hint: str
    who: str
    choices: tuple[ChoiceView, ...] = ()
    condition: Condition | None = None
    half: bool = False
    parts: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPart:
    """A group of questions, ready to print."""

    id: str
    letter: str
    title: str
    intro: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A record template, ready to be rendered as a page, a PDF, a Word file or a schema."""

    id: str
    """As in F01."""
    purpose: str
    reminder: str
    marking: str
    parts: tuple[FormPart, ...]

    def entries(self) -> Iterator[Entry]:
        """Yield every question that takes an answer, signatures as their parts, in order."""
        for part in self.parts:
            for entry in part.entries:
                if entry.kind is not FieldKind.STATIC:
                    yield from entry.parts or (entry,)


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchView:
    """A way on from a step, ready to print."""

    answer: str
    words: tuple[Inline, ...]
    to: str
    """The id of the next step; empty stops here."""
    to_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step, ready to print."""

    id: str
    label: str
    title: str
    question: tuple[Inline, ...]
    branches: tuple[BranchView, ...]
    notes: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView:
    """A box beside the steps, ready to print."""

    title: str
    words: tuple[Inline, ...]
    contacts: tuple[tuple[str, tuple[Inline, ...]], ...]
    """Each contact: what it is, and who and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A quick guide, ready to print: the list and the drawing are made of the same steps."""

    lead: tuple[Inline, ...]
    steps: tuple[StepView, ...]
    panels: tuple[PanelView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletRow:
    """A picture, if there is one, and the words beside it."""

    picture: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletSection:
    """A heading of a leaflet and its rows, ready to print."""

    id: str
    title: str
    rows: tuple[LeafletRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLanguage:
    """A leaflet in another language: the language, and the name of its page."""

    tag: str
    name: str
    """In that language."""
    direction: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletView:
    """A leaflet, ready to print."""

    bars: tuple[bool, ...]
    """As on the cover of a policy: one for each rendered agency, the tall ones true."""
    lead: tuple[Inline, ...]
    danger: LeafletSection | None
    """Whom to call when somebody is in danger: stands in a frame before everything else."""
    sections: tuple[LeafletSection, ...]
    formats: LeafletSection | None
    """How to get this in another way: stands in a frame at the end, beside the QR code."""
    law: str
    easy: bool
    address: str
    """The whole address of its web page, for the QR code."""
    short_address: str
    """The address to type."""
    words: Mapping[str, str]
    """The words of the page around it, in its language."""
    languages: tuple["OtherLanguage", ...]
    """The same leaflet in other languages."""
    notice: str = ""
    """In a draft: what is wrong with the translation, in English; empty if nothing is."""
    pdf: bool = True
    """Whether it is made as a PDF too."""


Part = Cover | Danger | Front | Contents | Musts | Chapter | Annex | Form | Flow | LeafletView


class DocumentKind(StrEnum):
    """What sort of document it is: which templates and formats it has."""

    POLICY = "policy"
    GUIDE = "guide"
    LEAFLET = "leaflet"
    RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document, ready to be rendered in any format."""

    id: str
    title: str
    subtitle: str
    lang: str
    partnership: str
    agency: str
    owner: str
    agency_name: str
    fictional: bool
    brand: Brand
    status: Status
    edition: str
    """The words of the edition for running feet, without the fingerprint."""
    parts: tuple[Part, ...]
    fingerprint: str = field(compare=False)
    """Eight signs of the digest of everything but itself, in two groups."""
    kind: DocumentKind = DocumentKind.POLICY
    direction: str = "ltr"

    @property
    def stem(self) -> str:
        """The name of its files before the suffix: the id, and the language where that is not the source's."""
        return self.id if self.lang == SOURCE_LANGUAGE else f"{self.id}.{self.lang}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSet:
    """The documents of one edition, in the order of its pack."""

    edition: Edition
    documents: tuple[Document, ...]

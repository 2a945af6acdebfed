"""Record templates: as they are authored, and ready to be rendered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, ClassVar, assert_never

from policygen.diagnostics import Span
from policygen.model.marks import Given, Key, Least
from policygen.model.prose import Prose, ProseOrNone
from policygen.model.registers import When
from policygen.model.scalars import (
    NOWHERE,
    AnyText,
    Audience,
    FieldId,
    FieldName,
    Kebab,
    KebabName,
    RecordId,
    Text,
    everyone,
)

__all__ = [
    "Choice",
    "ChoiceView",
    "FieldKind",
    "FieldTraits",
    "Record",
    "RecordField",
    "RecordFieldView",
    "RecordSection",
    "RecordSectionView",
    "RecordView",
    "ShowIf",
    "ShowIfView",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTraits:
    """What is true of a kind of field wherever it is written, asked or answered."""

    options: bool = False
    """Whether its author gives the answers to choose from."""
    answers: tuple[str, ...] = ()
    """The answers that it brings itself."""
    several: bool = False
    """Whether several answers may be given."""

    @property
    def foreseen(self) -> bool:
        """Whether its answers are known, so that a condition can name them."""
        return self.options or bool(self.answers)


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

    @property
    def traits(self) -> FieldTraits:
        """What is true of every field of this kind."""
        match self:
            case FieldKind.TEXT | FieldKind.TEXTAREA | FieldKind.DATE | FieldKind.DATETIME:
                return FieldTraits()
            case FieldKind.RADIO:
                return FieldTraits(options=True)
            case FieldKind.CHECKBOXES:
                return FieldTraits(options=True, several=True)
            case FieldKind.CHECKBOX:
                return FieldTraits(answers=("yes",))
            case FieldKind.YESNO:
                return FieldTraits(answers=("yes", "no"))
            case FieldKind.SIGNATURE | FieldKind.STATIC:
                return FieldTraits()
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An answer to choose: `id` is what is stored, `label` what is read."""

    id: Kebab
    label: Prose
    when: When | None = None
    audience: Audience = field(default_factory=everyone)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowIf:
    """A field is asked only if an earlier one has, or has not (`negated`), one of these answers."""

    field: FieldName
    values: Annotated[tuple[KebabName, ...], Key("is", instead="is_not")] = ()
    negated: Annotated[bool, Given("is_not")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordField:
    """A question of a record template; its id is the same in every format and in every edition."""

    digest_name: ClassVar = "FormField"

    id: FieldId
    label: Prose
    kind: Annotated[FieldKind, Key("type")]
    required: bool = False
    hint: ProseOrNone = ()
    who: AnyText = ""
    """Who fills it in, where that is not whoever keeps the record."""
    choices: Annotated[tuple[Choice, ...], Key("options")] = ()
    show_if: ShowIf | None = None
    half: bool = False
    """Whether it may stand beside another on paper."""
    when: When | None = None
    audience: Audience = field(default_factory=everyone)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSection:
    """A group of questions under one heading."""

    digest_name: ClassVar = "FormSection"

    id: Kebab
    title: Prose
    intro: ProseOrNone = field(default_factory=tuple)
    fields: Annotated[tuple[RecordField, ...], Least(1)]
    when: When | None = None
    audience: Audience = field(default_factory=everyone)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record template: one definition for the web form, the PDF, the Word file and the schema."""

    id: RecordId
    title: Text
    purpose: Prose
    reminder: ProseOrNone = field(default_factory=tuple)
    """What to bear in mind while filling it in."""
    marking: Text
    """The protective marking: how a filled copy is to be handled."""
    sections: Annotated[tuple[RecordSection, ...], Least(1)]
    audience: Audience = field(default_factory=everyone)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """An answer to choose, ready to print."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowIfView:
    """When a question is asked: the earlier field, the answers, whether it is any other answer, and that in words."""

    digest_name: ClassVar = "Condition"

    field: str
    values: tuple[str, ...]
    negated: bool
    words: str
    """As a clause to stand after "Answer only if"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFieldView:
    """A question, ready to print. `yesno` has become `radio`; a signature has its name and its date as `parts`."""

    digest_name: ClassVar = "Entry"

    id: str
    label: str
    kind: FieldKind
    required: bool
    hint: str
    who: str
    choices: tuple[ChoiceView, ...] = ()
    condition: ShowIfView | None = None
    half: bool = False
    parts: tuple["RecordFieldView", ...] = ()
    lines: int = 0
    """How many lines of room a text has on paper; 0 leaves it to the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSectionView:
    """A group of questions, ready to print."""

    digest_name: ClassVar = "FormPart"

    id: str
    letter: str
    title: str
    intro: str
    entries: tuple[RecordFieldView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """A record template, ready to be rendered as a page, a PDF, a Word file or a schema."""

    digest_name: ClassVar = "Form"

    id: str
    """As in F01."""
    purpose: str
    reminder: str
    marking: str
    parts: tuple[RecordSectionView, ...]

    def entries(self) -> Iterator[RecordFieldView]:
        """Yield every question that takes an answer, signatures as their parts, in order."""
        for part in self.parts:
            for entry in part.entries:
                if entry.kind is not FieldKind.STATIC:
                    yield from entry.parts or (entry,)

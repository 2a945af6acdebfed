"""Record templates: as they are authored, and ready to be rendered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, assert_never

from policygen.diagnostics import Span
from policygen.model.prose import Inline
from policygen.model.scalars import NOWHERE, Named

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
class RecordField:
    """A question of a record template; its id is the same in every format and in every edition."""

    digest_name: ClassVar = "FormField"

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
class RecordSection:
    """A group of questions under one heading."""

    digest_name: ClassVar = "FormSection"

    id: str
    title: tuple[Inline, ...]
    intro: tuple[Inline, ...]
    fields: tuple[RecordField, ...]
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
    sections: tuple[RecordSection, ...]
    audience: tuple[Named, ...] = ()
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

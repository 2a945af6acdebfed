"""Record templates: an authored record and an edition to a form in that agency's words."""

from collections.abc import Iterator
from functools import reduce

from policygen.compose.finish import finish_document
from policygen.compose.wording import Wording, plain
from policygen.diagnostics import Outcome, error
from policygen.model.documents import Document, DocumentKind
from policygen.model.prose import Inline, Str
from policygen.model.records import (
    ChoiceView,
    FieldKind,
    Record,
    RecordField,
    RecordFieldView,
    RecordSectionView,
    RecordView,
    ShowIf,
    ShowIfView,
)
from policygen.resolve.editions import is_for
from policygen.resolve.packs import Pack

__all__ = ["compose_record", "record_id"]


def record_id(record: Record) -> str:
    """Return the id of the document that a record becomes."""
    return f"record-{record.id}"


def compose_record(pack: Pack, record: Record) -> Outcome[Document]:
    """Compose one record template of one edition; sections, questions and answers for others are left out."""
    voice = Wording(pack, links_law=False)
    form = _Form(voice, record).form()
    document = finish_document(
        voice,
        DocumentKind.RECORD,
        id=record_id(record),
        title=record.title,
        subtitle=voice.words.say("title-record", id=record.id, agency=voice.agency_name),
        parts=(form,),
    )
    return Outcome(document, tuple(voice.found))


class _Form:
    """The work of composing one form."""

    def __init__(self, voice: Wording, record: Record) -> None:
        self.voice = voice
        self.say = voice.words.say
        self.record = record
        self.lineage = voice.pack.lineage
        self.asked: dict[str, RecordFieldView] = {}
        """The questions so far, by id: what a condition may name."""
        self.never: set[str] = set()
        """Those that hang on an answer which this agency cannot give."""

    def form(self) -> RecordView:
        return RecordView(
            id=self.record.id,
            purpose=self.words(self.record.purpose),
            reminder=self.words(self.record.reminder),
            marking=self.record.marking,
            parts=tuple(self.parts()),
        )

    def parts(self) -> Iterator[RecordSectionView]:
        ours = (section for section in self.record.sections if is_for(section.audience, self.lineage))
        filled = ((section, self.entries(section.fields)) for section in ours)
        for count, (section, entries) in enumerate((section, entries) for section, entries in filled if entries):
            yield RecordSectionView(
                id=section.id,
                letter=chr(ord("A") + count),
                title=self.words(section.title),
                intro=self.words(section.intro),
                entries=entries,
            )

    def entries(self, fields: tuple[RecordField, ...]) -> tuple[RecordFieldView, ...]:
        made = []
        for field in fields:
            if not is_for(field.audience, self.lineage):
                continue
            if field.show_if is not None and not self.can_hold(field.show_if):
                self.never.add(field.id)
                if field.show_if.field.text not in {*self.asked, *self.never}:
                    self.misses(field, field.show_if)
                continue
            entry = self.entry(field)
            self.asked[field.id] = entry
            made.append(entry)
        return tuple(made)

    def can_hold(self, show_if: ShowIf) -> bool:
        """Say whether this agency is asked the earlier question, and has an answer on which this one is asked."""
        asked = self.asked.get(show_if.field.text)
        return asked is not None and (show_if.negated or any(name.text in _labels(asked) for name in show_if.values))

    def misses(self, field: RecordField, show_if: ShowIf) -> None:
        """Say that a question hangs on one that this agency is not asked; in the same words for every such agency."""
        message = f"`{field.id}` hangs on `{show_if.field.text}`, which not everyone who gets it is asked"
        hint = "make it `for` the same agencies, sections included"
        self.voice.found.append(error("PG223", message, show_if.field.span, hint=hint))

    def entry(self, field: RecordField) -> RecordFieldView:
        label = self.words(field.label)
        ours = (choice for choice in field.choices if is_for(choice.audience, self.lineage))
        choices = tuple(ChoiceView(id=choice.id, label=self.words(choice.label)) for choice in ours)
        kind = field.kind
        if kind is FieldKind.YESNO:
            kind = FieldKind.RADIO
            choices = tuple(ChoiceView(id=answer, label=self.say(answer)) for answer in ("yes", "no"))
        parts: tuple[RecordFieldView, ...] = ()
        if kind is FieldKind.SIGNATURE:
            parts = (
                self.part(field, field.id, self.say("signature-name", label=label), FieldKind.TEXT),
                self.part(field, f"{field.id}_date", self.say("signature-date", label=label), FieldKind.DATE),
            )
        return RecordFieldView(
            id=field.id,
            label=label,
            kind=kind,
            required=field.required,
            hint=self.words(field.hint),
            who=field.who,
            choices=choices,
            condition=self.condition(field.show_if) if field.show_if else None,
            half=field.half,
            parts=parts,
        )

    def part(self, field: RecordField, name: str, label: str, kind: FieldKind) -> RecordFieldView:
        return RecordFieldView(
            id=name,
            label=label,
            kind=kind,
            required=field.required,
            hint="",
            who=field.who,
            condition=self.condition(field.show_if) if field.show_if else None,
            half=True,
        )

    def condition(self, show_if: ShowIf) -> ShowIfView:
        """Return a condition in words: “What did you decide?” is “Share now” or “Share part now”."""
        asked = self.asked[show_if.field.text]
        labels = _labels(asked)
        values = tuple(name.text for name in show_if.values if name.text in labels)
        question, *quoted = (
            self.say("quoted", words=label) for label in (asked.label, *(labels[value] for value in values))
        )
        answers = reduce(lambda first, last: self.say("or", first=first, last=last), quoted) if quoted else ""
        if asked.kind is FieldKind.CHECKBOX:
            key = "if-ticked"
        elif not values:
            key = "if-answered"  # only others can give the answers that it excludes
        elif asked.kind is FieldKind.CHECKBOXES:
            key = "if-includes-other" if show_if.negated else "if-includes"
        else:
            key = "if-is-not" if show_if.negated else "if-is"
        words = self.say(key, question=question, answers=answers)
        return ShowIfView(field=asked.id, values=values, negated=show_if.negated, words=words)

    def words(self, inlines: tuple[Inline, ...]) -> str:
        if len(inlines) == 1 and isinstance(inlines[0], Str):  # as most are
            return inlines[0].text
        return plain(self.voice.inlines(inlines, {}))


def _labels(asked: RecordFieldView) -> dict[str, str]:
    """Return the answers to a question by id."""
    if asked.kind is FieldKind.CHECKBOX:
        return {"yes": asked.label}
    return {choice.id: choice.label for choice in asked.choices}

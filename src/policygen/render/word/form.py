"""Record templates as Word forms: questions as paragraphs, answers as content controls (ECMA-376, part 1, 17.5.2).

Takes a form and a writer; gives pieces. The tag of a control is the name of its field, as in the web form, the PDF
and the schema; nothing is filled in, and no control can be deleted.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import assert_never
from xml.sax.saxutils import quoteattr

from policygen.diagnostics import Diagnostic, error
from policygen.model.records import FieldKind, RecordFieldView, RecordView, ShowIfView
from policygen.model.words import Words
from policygen.render.html.markup import typeset
from policygen.render.word.prose import TAB, Para, Piece, Writer, words_run

__all__ = ["Controls", "form", "long_names"]

LONGEST = 64
"""The most signs that Word takes in a tag or a title of a control."""

PROMPTS = {FieldKind.DATE: "word-date", FieldKind.DATETIME: "word-datetime", FieldKind.RADIO: "word-choose"}
"""What an empty control says, by the keys of the words; where text is typed, another."""


def long_names(file: str, part: RecordView) -> Iterator[Diagnostic]:
    """Yield an error for every field whose name is too long for the tag of a control; `file` is what it is called."""
    for entry in part.entries():
        names = [f"{entry.id}:{choice.id}" for choice in entry.choices] if entry.kind is FieldKind.CHECKBOXES else []
        for name in names or [entry.id]:
            if len(name) > LONGEST:
                message = f"{file}: the field `{name}` has a name of {len(name)} signs, and Word takes {LONGEST}"
                yield error("PG530", message, hint="shorten the id of the field or of the choice")


def form(writer: Writer, part: RecordView, lang: str) -> Iterator[Piece]:
    """Yield a form: what it is for, how to handle it, what to bear in mind, and its parts with their questions."""
    controls = Controls(writer.words, lang)
    yield Para("Lead", words_run(typeset(part.purpose)))
    for words, style in ((part.marking, "Strong"), (part.reminder, "")):
        if words:
            yield Para("Reminder", words_run(typeset(words), style))
    for section in part.parts:
        yield writer.heading(1, section.title, number=section.letter, anchor=section.id)
        if section.intro:
            yield Para("BodyText", words_run(typeset(section.intro)))
        for condition, run in groupby(section.entries, key=lambda entry: entry.condition):
            entries = tuple(run)
            if condition is not None:
                yield Para("Condition", words_run(_only_if(writer.words, condition, len(entries))))
            for entry in entries:
                yield from controls.question(entry)


def _only_if(words: Words, condition: ShowIfView, count: int) -> str:
    if count == 1:
        return words.say("only-if", condition=typeset(condition.words))
    return words.say("only-if-next", count=words.number(count), condition=typeset(condition.words))


class Controls:
    """The controls of one document, counted as they are written."""

    def __init__(self, words: Words, lang: str) -> None:
        self.say = words.say
        self.lang = lang
        self.count = 0

    def question(self, entry: RecordFieldView) -> Iterator[Piece]:
        """Yield a question: what it asks and whether it must be answered, how to answer, and the control."""
        label = words_run(typeset(entry.label))
        match entry.kind:
            case FieldKind.STATIC:
                yield Para("Question", label)
                yield from self.hints(entry)
            case FieldKind.CHECKBOX:
                words = TAB + words_run(typeset(entry.label), "Strong") + self.need(entry)
                yield from self.hints(entry)
                yield Para("Choice", self.box(entry.id, entry.label) + words)
            case FieldKind.CHECKBOXES:
                yield Para("Question", label + self.need(entry))
                yield from self.hints(entry)
                for choice in entry.choices:
                    box = self.box(f"{entry.id}:{choice.id}", choice.label)
                    yield Para("Choice", box + TAB + words_run(typeset(choice.label)))
            case FieldKind.SIGNATURE:
                for at, part in enumerate(entry.parts):
                    yield Para("Question", words_run(typeset(part.label)) + self.need(entry))
                    yield from self.hints(entry) if at == 0 else ()
                    answer = self.answer(part)
                    answer.direct |= {"keepNext": ""} if at == 0 else {}
                    yield answer
            case FieldKind.TEXT | FieldKind.TEXTAREA | FieldKind.DATE | FieldKind.DATETIME | FieldKind.RADIO:
                yield Para("Question", label + self.need(entry))
                yield from self.hints(entry)
                yield self.answer(entry)
            case FieldKind.YESNO:
                raise TypeError("a yesno field has become radio")
            case _:
                assert_never(entry.kind)

    def answer(self, entry: RecordFieldView) -> Para:
        """Return the control for an answer that is typed or chosen, in a box."""
        match entry.kind:
            case FieldKind.TEXTAREA:
                kind = '<w:text w:multiLine="1"/>'
            case FieldKind.DATE:
                kind = self.date("word-date-format")
            case FieldKind.DATETIME:
                kind = self.date("word-datetime-format")
            case FieldKind.RADIO:
                kind = self.list(entry)
            case FieldKind.TEXT:
                kind = "<w:text/>"
            case FieldKind.YESNO | FieldKind.CHECKBOX | FieldKind.CHECKBOXES | FieldKind.SIGNATURE | FieldKind.STATIC:
                message = f"a field of the kind `{entry.kind}` is not answered in one control"
                raise TypeError(message)
            case _:
                assert_never(entry.kind)
        prompt = words_run(self.say(PROMPTS.get(entry.kind, "word-type")), "PlaceholderText")
        style = "LongAnswer" if entry.kind is FieldKind.TEXTAREA else "Answer"
        return Para(style, self.control(entry.id, entry.label, f"<w:showingPlcHdr/>{kind}", prompt))

    def box(self, tag: str, label: str) -> str:
        """Return a box to tick, empty."""
        face = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
        kind = (
            '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
        )
        return self.control(tag, label, kind, f"<w:r><w:rPr>{face}</w:rPr><w:t>☐</w:t></w:r>")

    def control(self, tag: str, label: str, kind: str, runs: str) -> str:
        """Return a control around runs; it can be filled in and not deleted."""
        self.count += 1
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(_shortened(typeset(label)))}/><w:tag w:val={quoteattr(tag)}/>"
            f'<w:id w:val="{self.count}"/><w:lock w:val="sdtLocked"/>{kind}</w:sdtPr>'
            f"<w:sdtContent>{runs}</w:sdtContent></w:sdt>"
        )

    def need(self, entry: RecordFieldView) -> str:
        """Return whether a question must be answered, in words."""
        if entry.kind is FieldKind.CHECKBOX and not entry.required:
            return ""
        optional = entry.kind in {FieldKind.TEXT, FieldKind.DATE, FieldKind.DATETIME}
        key = "needed" if entry.required else "if-you-have-it" if optional else "if-it-applies"
        return words_run(f" ({self.say(key)})", "Required")

    def hints(self, entry: RecordFieldView) -> Iterator[Para]:
        if entry.hint:
            yield Para("Hint", words_run(typeset(entry.hint)))
        if entry.who:
            yield Para("Hint", words_run(self.say("filled-by-word", who=typeset(entry.who))))

    def date(self, form: str) -> str:
        """Return a date to choose, written as the words of the document's language say."""
        return (
            f'<w:date><w:dateFormat w:val={quoteattr(self.say(form))}/><w:lid w:val="{self.lang}"/>'
            '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
        )

    def list(self, entry: RecordFieldView) -> str:
        """Return a list to choose from: Word has no round buttons; the first entry takes a choice back."""
        choices = "".join(
            f"<w:listItem w:displayText={quoteattr(typeset(choice.label))} w:value={quoteattr(choice.id)}/>"
            for choice in entry.choices
        )
        return f"<w:dropDownList><w:listItem w:value={quoteattr(self.say('word-choose'))}/>{choices}</w:dropDownList>"


def _shortened(label: str) -> str:
    """Return a label that Word takes as a title: at most 64 signs."""
    if len(label) <= LONGEST:
        return label
    cut = label[: LONGEST - 1]
    return (cut.rpartition(" ")[0].rstrip(" ,;:") or cut) + "…"

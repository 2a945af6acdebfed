"""Record templates as Word forms: questions as paragraphs, answers as content controls (ECMA-376, part 1, 17.5.2).

Takes a form and a writer; gives pieces. The tag of a control is the name of its field, as in the web form, the PDF
and the schema; nothing is filled in, and no control can be deleted.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import assert_never
from xml.sax.saxutils import quoteattr

from policygen.compose.wording import number_words
from policygen.diagnostics import Diagnostic, error
from policygen.model.records import FieldKind, RecordFieldView, RecordView, ShowIfView
from policygen.render.html.markup import typeset
from policygen.render.word.prose import TAB, Para, Piece, Writer, words_run

__all__ = ["form", "long_names"]

LONGEST = 64
"""The most signs that Word takes in a tag or a title of a control."""

CHOOSE = "Choose one"
PROMPTS = {
    FieldKind.TEXT: "Type here",
    FieldKind.TEXTAREA: "Type here",
    FieldKind.DATE: "Choose a date, or type it: dd/mm/yyyy",
    FieldKind.DATETIME: "Choose a date, then type the time: dd/mm/yyyy hh:mm",
    FieldKind.RADIO: CHOOSE,
}
"""What an empty control says."""


def long_names(file: str, part: RecordView) -> Iterator[Diagnostic]:
    """Yield an error for every field whose name is too long for the tag of a control; `file` is what it is called."""
    for entry in part.entries():
        names = [f"{entry.id}:{choice.id}" for choice in entry.choices] if entry.kind is FieldKind.CHECKBOXES else []
        for name in names or [entry.id]:
            if len(name) > LONGEST:
                message = f"{file}: the field `{name}` has a name of {len(name)} signs, and Word takes {LONGEST}"
                yield error("PG530", message, hint="shorten the id of the field or of the choice")


def form(writer: Writer, part: RecordView) -> Iterator[Piece]:
    """Yield a form: what it is for, how to handle it, what to bear in mind, and its parts with their questions."""
    controls = _Controls()
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
                yield Para("Condition", words_run(_only_if(condition, len(entries))))
            for entry in entries:
                yield from controls.question(entry)


def _only_if(condition: ShowIfView, count: int) -> str:
    which = "" if count == 1 else f" the next {number_words(count)}"
    return f"Answer{which} only if {typeset(condition.words)}."


class _Controls:
    """The controls of one form, counted as they are written."""

    def __init__(self) -> None:
        self.count = 0

    def question(self, entry: RecordFieldView) -> Iterator[Piece]:
        """Yield a question: what it asks and whether it must be answered, how to answer, and the control."""
        label = words_run(typeset(entry.label))
        match entry.kind:
            case FieldKind.STATIC:
                yield Para("Question", label)
                yield from _hints(entry)
            case FieldKind.CHECKBOX:
                words = TAB + words_run(typeset(entry.label), "Strong") + _need(entry)
                yield from _hints(entry)
                yield Para("Choice", self.box(entry.id, entry.label) + words)
            case FieldKind.CHECKBOXES:
                yield Para("Question", label + _need(entry))
                yield from _hints(entry)
                for choice in entry.choices:
                    box = self.box(f"{entry.id}:{choice.id}", choice.label)
                    yield Para("Choice", box + TAB + words_run(typeset(choice.label)))
            case FieldKind.SIGNATURE:
                for at, part in enumerate(entry.parts):
                    yield Para("Question", words_run(typeset(part.label)) + _need(entry))
                    yield from _hints(entry) if at == 0 else ()
                    answer = self.answer(part)
                    answer.direct |= {"keepNext": ""} if at == 0 else {}
                    yield answer
            case FieldKind.TEXT | FieldKind.TEXTAREA | FieldKind.DATE | FieldKind.DATETIME | FieldKind.RADIO:
                yield Para("Question", label + _need(entry))
                yield from _hints(entry)
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
                kind = _date("dd/MM/yyyy")
            case FieldKind.DATETIME:
                kind = _date("dd/MM/yyyy HH:mm")
            case FieldKind.RADIO:
                kind = _list(entry)
            case FieldKind.TEXT:
                kind = "<w:text/>"
            case FieldKind.YESNO | FieldKind.CHECKBOX | FieldKind.CHECKBOXES | FieldKind.SIGNATURE | FieldKind.STATIC:
                message = f"a field of the kind `{entry.kind}` is not answered in one control"
                raise TypeError(message)
            case _:
                assert_never(entry.kind)
        prompt = words_run(PROMPTS.get(entry.kind, PROMPTS[FieldKind.TEXT]), "PlaceholderText")
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


def _need(entry: RecordFieldView) -> str:
    """Return whether a question must be answered, in words."""
    if entry.required:
        return words_run(" (needed)", "Required")
    if entry.kind in {FieldKind.TEXT, FieldKind.DATE, FieldKind.DATETIME}:
        return words_run(" (if you have it)", "Required")
    return "" if entry.kind is FieldKind.CHECKBOX else words_run(" (if it applies)", "Required")


def _hints(entry: RecordFieldView) -> Iterator[Para]:
    if entry.hint:
        yield Para("Hint", words_run(typeset(entry.hint)))
    if entry.who:
        yield Para("Hint", words_run(f"Filled in by {typeset(entry.who)}."))


def _date(form: str) -> str:
    return (
        f'<w:date><w:dateFormat w:val="{form}"/><w:lid w:val="en-GB"/>'
        '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
    )


def _list(entry: RecordFieldView) -> str:
    """Return a list to choose from: Word has no round buttons; the first entry takes a choice back."""
    choices = "".join(
        f"<w:listItem w:displayText={quoteattr(typeset(choice.label))} w:value={quoteattr(choice.id)}/>"
        for choice in entry.choices
    )
    return f"<w:dropDownList><w:listItem w:value={quoteattr(CHOOSE)}/>{choices}</w:dropDownList>"


def _shortened(label: str) -> str:
    """Return a label that Word takes as a title: at most 64 signs."""
    if len(label) <= LONGEST:
        return label
    cut = label[: LONGEST - 1]
    return (cut.rpartition(" ")[0].rstrip(" ,;:") or cut) + "…"

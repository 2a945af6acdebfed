"""Cards, letters, notes and posters as Word paragraphs, in the order of the page.

Takes a sheet and a writer; gives pieces. Places to write are content controls, and all the rest can be changed: an
agency makes the letter its own.
"""

from collections.abc import Iterator

from policygen.model.documents import Document
from policygen.model.records import FieldKind, RecordFieldView
from policygen.model.sheets import SheetLineView, SheetPartView, SheetView
from policygen.render.html.markup import typeset
from policygen.render.word.form import Controls
from policygen.render.word.prose import TAB, Para, Piece, Writer, framed, words_run

__all__ = ["sheet"]


def sheet(writer: Writer, part: SheetView, document: Document) -> Iterator[Piece]:
    """Yield a sheet: its lead and its parts, those about danger in a frame."""
    controls = Controls(writer.words, document.lang)
    if part.lead:
        yield Para("Lead", writer.inlines(part.lead))
    for each in part.parts:
        yield from _danger(writer, each) if each.danger else _part(writer, each)
        for blank in each.blanks:
            yield from _blank(blank, controls)
    if document.fictional:
        yield Para("Annotation", words_run(writer.words.say("sample")))


def _danger(writer: Writer, part: SheetPartView) -> list[Piece]:
    """Return a part in one frame; places to write stand below it."""
    box = [Para("Danger", writer.inlines(words)) for words in part.words]
    box += [
        Para("Danger", words_run(f"{typeset(name)}: ", "Strong") + writer.inlines(reach))
        for name, reach in part.contacts
    ]
    for line in (*part.steps, *part.points):
        box.append(Para("Danger", _run(writer, line)))
    if part.title:
        box.insert(0, writer.heading(1, part.title, style="DangerHeading"))
    for above in box[-2:-1]:  # the last has other borders, and no line is drawn beside the space above it
        above.direct["spacing"] = 'w:after="0"'
    box[-1].direct |= {"pBdr": writer.colours.danger_end, "keepNext": 'w:val="0"'}
    return framed([*box])


def _part(writer: Writer, part: SheetPartView) -> Iterator[Piece]:
    if part.title:
        yield writer.heading(1, part.title)
    for words in part.words:
        yield Para("BodyText", writer.inlines(words))
    for name, reach in part.contacts:
        yield Para("Contact", words_run(typeset(name)) + TAB + writer.inlines(reach))
    for step in part.steps:
        number = words_run(str(step.number), "ClauseNumber") + TAB
        yield Para("Step", number + writer.inlines(step.do or step.words))
        if step.do and step.words:
            yield Para("BodyText", writer.inlines(step.words))
        if step.see:
            yield Para("See", writer.inlines(step.see))
    for point in part.points:
        yield Para("ListBullet", _run(writer, point))


def _run(writer: Writer, line: SheetLineView) -> str:
    """Return a line in one paragraph: what to do in bold, the words after it, and what to read."""
    runs = writer.inlines(line.do, "Strong")
    runs += words_run(" ") * bool(line.do and line.words) + writer.inlines(line.words)
    return runs + (words_run(" ") + writer.inlines(line.see) if line.see else "")


def _blank(blank: RecordFieldView, controls: Controls) -> Iterator[Piece]:
    yield Para("Question", words_run(typeset(blank.label)))
    if blank.kind is not FieldKind.CHECKBOXES:
        yield controls.answer(blank)
    for choice in blank.choices:
        box = controls.box(f"{blank.id}:{choice.id}", choice.label)
        yield Para("Choice", box + TAB + words_run(typeset(choice.label)))

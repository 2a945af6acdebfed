"""Sheets: an authored card, letter, note or poster and an edition to a document."""

from collections.abc import Iterable, Iterator
from itertools import count

from policygen.compose.finish import finish_document
from policygen.compose.pointers import pointed, to_read, to_ring
from policygen.compose.wording import Wording, plain
from policygen.diagnostics import Outcome
from policygen.model.documents import Document, DocumentKind, PageLimit
from policygen.model.editions import Edition
from policygen.model.library import Library
from policygen.model.prose import Inline
from policygen.model.records import ChoiceView, FieldKind, RecordFieldView
from policygen.model.sheets import Blank, Sheet, SheetLine, SheetLineView, SheetPart, SheetPartView, SheetView
from policygen.resolve.editions import is_for

__all__ = ["compose_sheet", "sheet_id"]


def sheet_id(sheet: Sheet) -> str:
    """Return the id of the document that a sheet becomes: "card-reception"."""
    return f"{sheet.kind}-{sheet.id}"


def compose_sheet(library: Library, edition: Edition, sheet: Sheet) -> Outcome[Document]:
    """Compose a sheet of one edition; parts, steps, points and blanks for others are left out."""
    voice = Wording(library, edition, links_law=False)
    document = finish_document(
        voice,
        DocumentKind.SHEET,
        id=sheet_id(sheet),
        title=sheet.title,
        subtitle=voice.words.say("title-sheet", reader=sheet.reader, agency=voice.agency_name),
        parts=(_Sheet(voice, sheet).view(),),
        pages=PageLimit(sheet.sides, sheet.sides_span),
    )
    return Outcome(document, tuple(voice.found))


class _Sheet:
    """The work of composing one sheet."""

    def __init__(self, voice: Wording, sheet: Sheet) -> None:
        self.voice = voice
        self.sheet = sheet
        self.lineage = voice.library.lineage(voice.edition.agency)
        self.numbers = count(1)

    def view(self) -> SheetView:
        return SheetView(
            kind=self.sheet.kind,
            about=self.sheet.summary,
            lead=self.words(self.sheet.lead),
            parts=tuple(self.part(part) for part in self.sheet.parts if is_for(part.audience, self.lineage)),
        )

    def part(self, part: SheetPart) -> SheetPartView:
        slots = self.voice.library.protocol.contacts
        return SheetPartView(
            title=part.title,
            danger=part.danger,
            words=tuple(self.words(paragraph) for paragraph in part.words),
            contacts=tuple(to_ring(self.voice, slots[name.text]) for name in part.contacts if name.text in slots),
            steps=tuple(self.line(line, next(self.numbers)) for line in self.ours(part.steps)),
            points=tuple(self.line(line, 0) for line in self.ours(part.points)),
            blanks=tuple(self.blank(blank) for blank in part.blanks if is_for(blank.audience, self.lineage)),
        )

    def ours(self, lines: Iterable[SheetLine]) -> Iterator[SheetLine]:
        return (line for line in lines if is_for(line.audience, self.lineage))

    def line(self, line: SheetLine, number: int) -> SheetLineView:
        numbers = to_read(self.voice, line.see)
        see = self.voice.sentence("see", numbers=numbers) if numbers else ()
        return SheetLineView(number=number, do=self.words(line.do), words=self.words(line.words), see=see)

    def blank(self, blank: Blank) -> RecordFieldView:
        choices = tuple(
            ChoiceView(id=str(at), label=plain(self.words(words))) for at, words in enumerate(blank.ticks, start=1)
        )
        kind = FieldKind.CHECKBOXES if choices else FieldKind.TEXTAREA if blank.lines > 1 else FieldKind.TEXT
        label = plain(self.words(blank.label))
        return RecordFieldView(
            id=blank.id, label=label, kind=kind, required=False, hint="", who="", choices=choices, lines=blank.lines
        )

    def words(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return pointed(self.voice, inlines)

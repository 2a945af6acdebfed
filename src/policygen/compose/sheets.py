"""Sheets: an authored card, letter, note or poster and an edition to a document."""

from collections.abc import Iterable, Iterator
from itertools import count, repeat

from policygen.compose.finish import finish_document
from policygen.compose.pointers import pointed, to_read, to_ring
from policygen.compose.wording import Wording, plain
from policygen.diagnostics import Outcome
from policygen.model.documents import Document, DocumentKind, PageLimit
from policygen.model.prose import Inline
from policygen.model.records import ChoiceView, FieldKind, RecordFieldView
from policygen.model.sheets import Blank, Sheet, SheetLine, SheetLineView, SheetPart, SheetPartView, SheetView
from policygen.resolve.editions import is_for
from policygen.resolve.packs import Pack

__all__ = ["compose_sheet"]


def compose_sheet(pack: Pack, sheet: Sheet) -> Outcome[Document]:
    """Compose a sheet of one edition; parts, steps, points and blanks for others are left out."""
    voice = Wording(pack, links_law=False)
    document = finish_document(
        voice,
        DocumentKind.SHEET,
        id=sheet.document_id,
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
        self.lineage = voice.pack.lineage
        self.kept = voice.pack.outlines[0].id
        self.numbers = count(1)

    def view(self) -> SheetView:
        return SheetView(
            kind=self.sheet.kind,
            about=self.sheet.summary,
            lead=self.words(self.sheet.lead),
            parts=tuple(part for part in self.parts() if part.says_something),
        )

    def parts(self) -> Iterator[SheetPartView]:
        return (self.part(part) for part in self.sheet.parts if is_for(part.audience, self.lineage))

    def part(self, part: SheetPart) -> SheetPartView:
        slots = self.voice.library.protocol.contacts
        return SheetPartView(
            title=part.title,
            danger=part.danger,
            words=tuple(words for words in map(self.words, part.words) if words),
            contacts=tuple(to_ring(self.voice, slots[name.text]) for name in part.contacts if name.text in slots),
            steps=tuple(self.lines(part.steps, self.numbers)),
            points=tuple(self.lines(part.points, repeat(0))),
            blanks=tuple(self.blank(blank) for blank in part.blanks if is_for(blank.audience, self.lineage)),
        )

    def lines(self, lines: Iterable[SheetLine], numbers: Iterator[int]) -> Iterator[SheetLineView]:
        """Yield the steps or points of this edition; one in which a law switch leaves nothing goes, as an item does."""
        for line in (line for line in lines if is_for(line.audience, self.lineage)):
            do, words = self.words(line.do), self.words(line.words)
            if do or words:
                read = to_read(self.voice, line.see)
                see = self.voice.sentence("see", numbers=read) if read else ()
                apart = any(self.voice.homes.get(name.text, self.kept) != self.kept for name in line.see)
                yield SheetLineView(number=next(numbers), do=do, words=words, see=see, apart=apart)

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

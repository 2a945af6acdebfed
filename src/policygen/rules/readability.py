"""The gates of leaflets: how hard they are to read, for every agency that gets them.

Takes the library and its composed documents; gives what is hard. What is read is what an agency's readers see: with
its names and phone numbers in place. The source language only: a translation is judged by its second reader.
"""

from collections.abc import Iterator
from functools import cache, reduce
from operator import add

from policygen.diagnostics import Diagnostic, Span, error
from policygen.model.documents import Document
from policygen.model.leaflets import Leaflet, LeafletPartView, LeafletView
from policygen.model.library import Library
from policygen.model.prose import Block, Paragraph
from policygen.model.scalars import SOURCE_LANGUAGE, SOURCE_TAG
from policygen.rules.places import place_of
from policygen.rules.reading import length, measure
from policygen.rules.rule import Composed, Rule

__all__ = ["EASY_WORDS", "GRADE", "RULES", "WORDS"]

GRADE = 6.0
"""The Flesch-Kincaid grade that a leaflet may have at most (domain D3; GOV.UK writes for a reading age of 9)."""

WORDS = 22
"""Words that a sentence of a leaflet may have at most (domain D3)."""

EASY_WORDS = 15
"""Words that a sentence of Easy Read may have at most (Department of Health, guidance on Easy Read, 2009)."""


def readable(given: Composed) -> Iterator[Diagnostic]:
    """PG420 and PG421: leaflets are easy to read, and their sentences are short."""
    library = given.library
    hard: dict[str, tuple[float, Document]] = {}
    long: dict[tuple[str, str, str], tuple[int, Document]] = {}
    read = cache(measure)  # most parts say the same to many agencies
    documents = (document for each in given.sets for document in each.documents)
    for document in (document for document in documents if document.lang == SOURCE_LANGUAGE):
        for view in document.parts:
            if not isinstance(view, LeafletView):
                continue
            readings = {part: read(blocks) for part, blocks in _texts(view)}
            grade = reduce(add, readings.values()).grade
            if grade > max(GRADE, hard.get(document.id, (0.0, document))[0]):
                hard[document.id] = grade, document
            for part, reading in readings.items():
                count = length(reading.longest)
                if count > (EASY_WORDS if view.easy else WORDS):
                    long.setdefault((document.id, part, reading.longest), (count, document))
    for name, (grade, document) in hard.items():
        leaflet = _source(library, name)
        message = (
            f"`{leaflet.id}` is hard to read for {_reader(document)}: grade {grade:.1f}, at most {GRADE:.0f} is allowed"
        )
        hint = f"write shorter sentences and shorter words, first of all in: {', '.join(_hardest(document))}"
        yield error("PG420", message, leaflet.span, hint=hint)
    for (name, part, sentence), (count, document) in long.items():
        leaflet = _source(library, name)
        most = EASY_WORDS if leaflet.easy else WORDS
        begin = " ".join(sentence.split()[:6])
        message = f'a sentence of {count} words for {_reader(document)}: "{begin} …"'
        place = place_of(sentence, given.texts, _place(leaflet, part))
        yield error("PG421", message, place, hint=f"at most {most} words: make two of it")


RULES = (Rule(readable, Composed, errors=("PG420", "PG421")),)


def _texts(view: LeafletView) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Yield the running text of a leaflet by the ids of its parts; the lead has none. Headings and law are not read."""
    yield "", (Paragraph(view.lead),)
    for section in (*view.sections, *(part for part in (view.danger, view.formats) if part is not None)):
        yield section.id, _blocks(section)


def _blocks(section: LeafletPartView) -> tuple[Block, ...]:
    return tuple(block for row in section.rows for block in row.blocks)


def _hardest(document: Document) -> list[str]:
    """Return the ids of the three parts that are hardest to read."""
    parts = [item for view in document.parts if isinstance(view, LeafletView) for item in _texts(view)]
    ranked = sorted(parts, key=lambda item: (-measure(item[1]).grade, item[0]))
    return [f"`{part or 'lead'}`" for part, _ in ranked[:3]]


def _reader(document: Document) -> str:
    return f"`{document.agency}` in `{document.partnership}`"


def _source(library: Library, name: str) -> Leaflet:
    return library.leaflets[name.removeprefix("leaflet-")][SOURCE_TAG]


def _place(leaflet: Leaflet, part: str) -> Span:
    return next((item.span for item in leaflet.parts if item.id == part), leaflet.span)

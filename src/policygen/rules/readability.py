"""The gates of leaflets: how hard they are to read, and what they must say, for every agency that gets them.

Takes the library and its composed documents; gives what is wrong. What is read is what an agency's readers see: with
its names and phone numbers in place. The source language only: a translation is judged by its second reader.
"""

from collections.abc import Iterator
from functools import reduce
from operator import add

from policygen.diagnostics import Diagnostic, Note, Span, error
from policygen.model.documents import Document, DocumentSet
from policygen.model.leaflets import Leaflet, LeafletPartView, LeafletView
from policygen.model.library import Library
from policygen.model.prose import Block, Paragraph
from policygen.model.scalars import SOURCE_LANGUAGE, SOURCE_TAG
from policygen.resolve.editions import is_for
from policygen.rules.reading import measure, words_of

__all__ = ["EASY_WORDS", "GRADE", "WORDS", "check_leaflets"]

GRADE = 6.0
"""The Flesch-Kincaid grade that a leaflet may have at most (domain D3; GOV.UK writes for a reading age of 9)."""

WORDS = 22
"""Words that a sentence of a leaflet may have at most (domain D3)."""

EASY_WORDS = 15
"""Words that a sentence of Easy Read may have at most (Department of Health, guidance on Easy Read, 2009)."""


def check_leaflets(library: Library, sets: tuple[DocumentSet, ...]) -> Iterator[Diagnostic]:
    """Refuse leaflets that are hard to read (PG420), with long sentences (PG421), or silent on a point (PG422)."""
    hard: dict[str, tuple[float, Document]] = {}
    long: dict[tuple[str, str, str], tuple[int, Document]] = {}
    for document in (document for each in sets for document in each.documents if document.lang == SOURCE_LANGUAGE):
        for view in document.parts:
            if not isinstance(view, LeafletView):
                continue
            readings = {part: measure(blocks) for part, blocks in _texts(view)}
            grade = reduce(add, readings.values()).grade
            if grade > max(GRADE, hard.get(document.id, (0.0, document))[0]):
                hard[document.id] = grade, document
            for part, reading in readings.items():
                count = len(words_of(reading.longest))
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
        yield error("PG421", message, _place(leaflet, part), hint=f"at most {most} words: make two of it")
    yield from _must_say(library)


def _must_say(library: Library) -> Iterator[Diagnostic]:
    """PG422: each point is made by a part that every agency with the leaflet prints."""
    for point in library.points:
        for name in point.leaflets:
            leaflet = library.leaflets[name.text][SOURCE_TAG]
            saying = [part for part in leaflet.parts if point.id in {said.text for said in part.says}]
            lacking = [
                agency
                for agency in library.rendered()
                if is_for(leaflet.audience, line := library.lineage(agency))
                and not any(is_for(part.audience, line) for part in saying)
            ]
            if lacking:
                everyone = len(lacking) == len(library.rendered())
                who = "anybody" if everyone else ", ".join(f"`{agency}`" for agency in lacking)
                message = f"`{leaflet.id}` does not say `{point.id}` to {who}"
                notes = [Note(f"it must say: {point.point}", point.span)]
                hint = f"write it into a part of theirs and put `{point.id}` in its `says`"
                yield error("PG422", message, leaflet.span, notes=notes, hint=hint)


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

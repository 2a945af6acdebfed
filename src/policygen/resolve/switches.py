"""Law switches: what is there while a law is in force, and what is not.

Takes a library and a partnership, whose adviser may have confirmed a law; gives the library as the law stands there.
An unconfirmed law is never taken as in force.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, Protocol, TypeVar

from policygen.diagnostics import Span
from policygen.model.agencies import Agency
from policygen.model.guides import Guide
from policygen.model.leaflets import Leaflet
from policygen.model.library import Library
from policygen.model.prose import Switch
from policygen.model.records import Record
from policygen.model.registers import Correction, Law, LawRow, LawStatus, When
from policygen.model.scalars import SOURCE_TAG
from policygen.model.sheets import Sheet

__all__ = ["PHRASE", "answers", "as_law_stands", "holds", "is_there", "parts_of"]

PHRASE = re.compile(r"\{\{\s*when\s+(\S+?)\s*\}\}(.*?)(?:\{\{\s*otherwise\s*\}\}(.*?))?\{\{\s*end\s*\}\}", re.DOTALL)
"""A law switch in plain words, such as an answer of `law.yaml`."""


def parts_of(value: object) -> Iterator[object]:
    """Yield a noun and all that stands inside it: the way to every switch and every name in a guide or a record."""
    left: list[Any] = [value]
    while left:
        each = left.pop()
        yield each
        if isinstance(each, tuple):
            left += reversed(each)
        elif names := _fields(each.__class__):
            left += [getattr(each, name) for name in reversed(names)]


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) and kind is not Span else ()


def answers(library: Library) -> Iterator[tuple[str, Span]]:
    """Yield the plain words of the register and of agencies in which a law switch may stand, each with its place."""
    for law in library.law.values():
        if law.row is not None:
            yield from ((text, law.span) for text in (law.row.does, law.row.limits, law.row.yes, law.row.no))
    for note in library.corrections.values():
        yield from ((text, note.span) for text in (note.correct, note.confidence))
    for agency in library.agencies.values():
        yield from ((answer.why, answer.span) for answer in agency.law.values())


class _Switched(Protocol):
    """What may stand in a document only while a law has a status."""

    @property
    def when(self) -> When | None:
        """The law and the status."""


T = TypeVar("T", bound=_Switched)


def is_there(library: Library, when: When | None) -> bool:
    """Say whether the law has the wanted status; what names an unknown law is there, and `check` says so."""
    law = library.law.get(when.law.text) if when is not None else None
    return law is None or when is None or _has(law, when.status)


def holds(library: Library, switch: Switch | str) -> bool:
    """Say whether the words of a switch are printed: its law is in force."""
    law = library.law.get(switch.law if isinstance(switch, Switch) else switch)
    return law is not None and _has(law, LawStatus.IN_FORCE)


def _has(law: Law, status: LawStatus) -> bool:
    return law.status is status and not (law.unconfirmed and status is LawStatus.IN_FORCE)


def as_law_stands(library: Library, partnership: str) -> Library:
    """Return the library as the law stands in a partnership: its register, and without what is switched off by it."""
    here = replace(library, law=_law(library, partnership))
    return replace(
        here,
        law={name: replace(law, row=_row(here, law.row)) for name, law in here.law.items()},
        agencies={name: _agency(here, agency) for name, agency in library.agencies.items()},
        corrections={name: _correction(here, note) for name, note in library.corrections.items()},
        guides={name: _guide(here, guide) for name, guide in library.guides.items()},
        sheets={name: _sheet(here, sheet) for name, sheet in library.sheets.items()},
        records={name: _record(here, record) for name, record in library.records.items()},
        leaflets={
            name: {tag: _leaflet(here, leaflet, each.get(SOURCE_TAG, leaflet)) for tag, leaflet in each.items()}
            for name, each in library.leaflets.items()
        },
    )


def _law(library: Library, partnership: str) -> Mapping[str, Law]:
    """Return the laws with what the partnership's adviser confirmed; one that follows another stands as that does."""
    confirmed = library.partnerships[partnership].confirmed
    made = dict(library.law)
    for name, said in confirmed.items():
        if (law := made.get(name)) is not None:
            switch = replace(law.switch, confirmed_by=said.by, confirmed_on=said.on) if law.switch else None
            made[name] = replace(law, status=said.status, since=said.since or law.since, switch=switch)
    for name, law in made.items():
        if law.follows is not None and (other := made.get(law.follows.text)) is not None:
            made[name] = replace(law, status=other.status, since=other.since, awaits=other.unconfirmed)
    return made


def _kept(library: Library, items: Iterable[T]) -> tuple[T, ...]:
    return tuple(item for item in items if is_there(library, item.when))


def _words(library: Library, text: str) -> str:
    """Return plain words without switches, and without the words for another state of a law."""
    if "{{" not in text:
        return text
    said = PHRASE.sub(lambda match: (match[2] if holds(library, match[1]) else match[3]) or "", text)
    return " ".join(said.split())


def _row(library: Library, row: LawRow | None) -> LawRow | None:
    if row is None:
        return None
    does, limits, yes, no = (_words(library, text) for text in (row.does, row.limits, row.yes, row.no))
    return replace(row, does=does, limits=limits, yes=yes, no=no)


def _agency(library: Library, agency: Agency) -> Agency:
    answers = {
        name: replace(answer, why=_words(library, answer.why))
        for name, answer in agency.law.items()
        if is_there(library, answer.when)
    }
    return replace(agency, law=answers)


def _correction(library: Library, note: Correction) -> Correction:
    return replace(note, correct=_words(library, note.correct), confidence=_words(library, note.confidence))


def _guide(library: Library, guide: Guide) -> Guide:
    steps = (
        replace(step, branches=_kept(library, step.branches), notes=_kept(library, step.notes))
        for step in _kept(library, guide.steps)
    )
    return replace(guide, steps=tuple(steps), panels=_kept(library, guide.panels))


def _sheet(library: Library, sheet: Sheet) -> Sheet:
    parts = (
        replace(
            part,
            steps=_kept(library, part.steps),
            points=_kept(library, part.points),
            blanks=_kept(library, part.blanks),
        )
        for part in _kept(library, sheet.parts)
    )
    return replace(sheet, parts=tuple(parts))


def _record(library: Library, record: Record) -> Record:
    sections = (
        replace(
            section,
            fields=tuple(
                replace(field, choices=_kept(library, field.choices)) for field in _kept(library, section.fields)
            ),
        )
        for section in _kept(library, record.sections)
    )
    return replace(record, sections=tuple(section for section in sections if section.fields))


def _leaflet(library: Library, leaflet: Leaflet, source: Leaflet) -> Leaflet:
    """Return a leaflet without the parts that are switched off; the English says which."""
    gone = {part.id for part in source.parts if not is_there(library, part.when)}
    return replace(leaflet, parts=tuple(part for part in leaflet.parts if part.id not in gone)) if gone else leaflet

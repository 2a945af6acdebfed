"""What is signed: the digest of what an edition says, with all that its agency gives out besides.

Takes the library and its editions; gives digests, which a sign-off quotes and `rules.sign_off` compares.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from policygen.keys import Digest, digest, short
from policygen.model.editions import Edition, EditionClause, Printing
from policygen.model.guides import Guide
from policygen.model.leaflets import Leaflet
from policygen.model.library import Library
from policygen.model.prose import Switch
from policygen.model.records import Record
from policygen.model.scalars import SOURCE_TAG, Named
from policygen.model.sheets import Sheet
from policygen.resolve.editions import is_for
from policygen.resolve.switches import as_law_stands, holds, parts_of

__all__ = ["clause_digest", "edition_digest"]


class _For(Protocol):
    """Something that is for some agencies."""

    @property
    def audience(self) -> tuple[Named, ...]:
        """Whom it is for."""


A = TypeVar("A", bound=_For)


def clause_digest(item: EditionClause) -> Digest:
    """Return the digest of what a clause says in one edition: its force, title, text, duty, notes and parameters.

    Its number is no part of it, nor is where it was written, nor the words that stand for names such as
    `{{ contact.social-care.phone }}`: a new phone number is nothing to sign again.
    """
    clause = item.clause
    notes = tuple((note.title, note.body) for note in item.notes)
    return digest(clause.id, clause.force, clause.title, clause.body, clause.duty, clause.depends, notes, item.params)


def edition_digest(library: Library, edition: Edition) -> str:
    """Return the digest that `of:` of a sign-off quotes: of every clause that the edition prints, in order.

    The guides, sheets, leaflets and records that the agency gets are signed with it, as far as they are for that
    agency, in the source language: a translation names its own checker. What a law switch changes is part of it.
    """
    here = as_law_stands(library, edition.partnership)
    printed = tuple(item for item in edition.clauses() if item.printing is Printing.PRINTED)
    given = tuple(_given_out(here, library.lineage(edition.agency)))
    said = (tuple(item.clause.body for item in printed), given)
    turned = {part.law for part in parts_of(said) if isinstance(part, Switch) and holds(here, part)}
    clauses = tuple(clause_digest(item) for item in printed)
    return short(digest(clauses, *given, *sorted(turned)))


def _given_out(library: Library, lineage: tuple[str, ...]) -> Iterator[Guide | Sheet | Leaflet | Record]:
    """Yield what an agency gives out besides its policy, without what is for others."""

    def ours(items: Iterable[A]) -> tuple[A, ...]:
        return tuple(item for item in items if is_for(item.audience, lineage))

    for guide in ours(library.guides.values()):
        steps = tuple(replace(step, notes=ours(step.notes)) for step in ours(guide.steps))
        yield replace(guide, steps=steps, panels=ours(guide.panels))
    for sheet in ours(library.sheets.values()):
        pieces = (
            replace(part, steps=ours(part.steps), points=ours(part.points), blanks=ours(part.blanks))
            for part in ours(sheet.parts)
        )
        yield replace(sheet, parts=tuple(pieces))
    for leaflet in ours(each[SOURCE_TAG] for each in library.leaflets.values()):
        yield replace(leaflet, parts=ours(leaflet.parts))
    for record in ours(library.records.values()):
        sections = tuple(
            replace(part, fields=tuple(replace(each, choices=ours(each.choices)) for each in ours(part.fields)))
            for part in ours(record.sections)
        )
        yield replace(record, sections=sections)

"""Sign-off and review: what each edition says, by its digest, who has signed that, and whose review is due.

Takes the library and its editions, and the day if anybody asks; gives what is missing, outdated, overdue or unknown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from policygen.diagnostics import Diagnostic, did_you_mean, error, warning
from policygen.keys import Digest, digest, short
from policygen.model.editions import Edition, EditionClause, Printing
from policygen.model.guides import Guide
from policygen.model.leaflets import Leaflet
from policygen.model.library import Library
from policygen.model.partnerships import Partnership, SignOff, Status
from policygen.model.records import Record
from policygen.model.scalars import SOURCE_TAG, Named
from policygen.resolve.editions import is_for

__all__ = ["check_sign_off", "clause_digest", "edition_digest"]


class _For(Protocol):
    """Something that is for some agencies."""

    @property
    def audience(self) -> tuple[Named, ...]:
        """Whom it is for."""


A = TypeVar("A", bound=_For)


def clause_digest(item: EditionClause) -> Digest:
    """Return the digest of what a clause says in one edition: its force, title, text, notes and parameters.

    Its number is no part of it, nor is where it was written, nor the words that stand for names such as
    `{{ contact.social-care.phone }}`: a new phone number is nothing to sign again.
    """
    clause = item.clause
    notes = tuple((note.title, note.body) for note in item.notes)
    return digest(clause.id, clause.force, clause.title, clause.body, notes, item.params)


def edition_digest(library: Library, edition: Edition) -> str:
    """Return the digest that `of:` of a sign-off quotes: of every clause that the edition prints, in order.

    The guides, leaflets and records that the agency gets are signed with it, as far as they are for that agency, in
    the source language: a translation names its own checker.
    """
    printed = (item for item in edition.clauses() if item.printing is Printing.PRINTED)
    clauses = tuple(clause_digest(item) for item in printed)
    return short(digest(clauses, *_given_out(library, library.lineage(edition.agency))))


def _given_out(library: Library, lineage: tuple[str, ...]) -> Iterator[Guide | Leaflet | Record]:
    """Yield what an agency gives out besides its policy, without what is for others."""

    def ours(items: Iterable[A]) -> tuple[A, ...]:
        return tuple(item for item in items if is_for(item.audience, lineage))

    for guide in ours(library.guides.values()):
        steps = tuple(replace(step, notes=ours(step.notes)) for step in ours(guide.steps))
        yield replace(guide, steps=steps, panels=ours(guide.panels))
    for leaflet in ours(each[SOURCE_TAG] for each in library.leaflets.values()):
        yield replace(leaflet, parts=ours(leaflet.parts))
    for record in ours(library.records.values()):
        sections = tuple(
            replace(part, fields=tuple(replace(each, choices=ours(each.choices)) for each in ours(part.fields)))
            for part in ours(record.sections)
        )
        yield replace(record, sections=sections)


def check_sign_off(
    library: Library, editions: tuple[Edition, ...], *, as_of: str | None = None
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with sign-offs (PG335, PG336), reviews (PG337) and the names in the register (PG338).

    A draft waits only for those whom its register names; every other edition for all agencies, and an approved one
    is an error without them. `as_of` is an ISO day; without it nothing is said of reviews.
    """
    found: list[Diagnostic] = []
    for partnership in library.partnerships.values():
        ours = tuple(edition for edition in editions if edition.partnership == partnership.id)
        found += _unknown(partnership, ours)
        for edition in ours:
            found += _signed(library, partnership, edition)
        if as_of is not None:
            found += _overdue(partnership, as_of)
    return tuple(found)


def _unknown(partnership: Partnership, editions: tuple[Edition, ...]) -> Iterator[Diagnostic]:
    known = {
        "section": {section.id for edition in editions for section in edition.sections},
        "clause": {item.clause.id for edition in editions for item in edition.clauses()},
    }
    for owner in partnership.owners:
        if owner.id not in known[owner.kind]:
            other = "clause" if owner.kind == "section" else "section"
            is_other = f"it is a {other}: write `{other}: {owner.id}`"
            hint = is_other if owner.id in known[other] else did_you_mean(owner.id, known[owner.kind])
            yield error("PG338", f"no {owner.kind} `{owner.id}` in `{partnership.id}`", owner.span, hint=hint)
    agencies = {edition.agency for edition in editions}
    for sign_off in partnership.sign_offs:
        if sign_off.agency not in agencies:
            hint = did_you_mean(sign_off.agency, agencies)
            yield error("PG338", f"no agency `{sign_off.agency}` that gets documents", sign_off.span, hint=hint)


def _signed(library: Library, partnership: Partnership, edition: Edition) -> Iterator[Diagnostic]:
    status = Status(partnership.stamp.status)
    say = error if status is Status.APPROVED else warning
    entry = _entry(partnership, edition.agency)
    if entry is None and status is not Status.APPROVED:
        return
    now = edition_digest(library, edition)
    if entry is None:
        where = f"`{edition.agency}` in `{partnership.id}`"
        message = f"nobody has signed off the edition of {where}, whose status is `{status}`"
        hint = f"name who signs in content/partnerships/{partnership.id}/sign-off.yaml; its text now is `of: {now}`"
        yield say("PG335", message, partnership.span, hint=hint)
    elif entry.of is None:
        message = f"{entry.by} has not signed off the edition of `{edition.agency}`"
        yield say("PG335", message, entry.span, hint=f"when it is signed, write the day as `on` and `of: {now}`")
    elif entry.of.text != now:
        message = f"the edition of `{edition.agency}` has changed since {entry.by} signed it off on {entry.on}"
        hint = f"have it read again; when it is signed, write the new day as `on` and `of: {now}`"
        yield say("PG336", message, entry.of.span, hint=hint)


def _entry(partnership: Partnership, agency: str) -> SignOff | None:
    return next((entry for entry in partnership.sign_offs if entry.agency == agency), None)


def _overdue(partnership: Partnership, as_of: str) -> Iterator[Diagnostic]:
    """Warn of reviews whose day is past; ISO days sort as text."""
    hint = "review it, then write the day of the next review"
    for owner in partnership.owners:
        if owner.review.text < as_of:
            message = f"the review of the {owner.kind} `{owner.id}` was due on {owner.review.text}: {owner.name}"
            yield warning("PG337", message, owner.review.span, hint=hint)
    stamp = partnership.stamp
    if stamp.next_review < as_of:
        message = f"the review of the edition of `{partnership.id}` was due on {stamp.next_review}: {stamp.owner}"
        yield warning("PG337", message, partnership.span, hint=hint)

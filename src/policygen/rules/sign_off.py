"""Sign-off and review: who has signed what an edition says now, whose review is due, and whom the register names.

Takes a library, its editions, and the day if anybody asks; gives what is missing, outdated, overdue or unknown.
"""

from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, did_you_mean, error, warning
from policygen.model.editions import Edition
from policygen.model.library import Library
from policygen.model.partnerships import Partnership, Status
from policygen.resolve.sign_off import edition_digest
from policygen.rules.rule import Rule, Sound

__all__ = ["RULES"]

NOT_CHOSEN = "`agencies` in partnership.yaml does not list it: add it there, or take this out"


def signed(given: Sound) -> Iterator[Diagnostic]:
    """PG335 and PG336: every edition is signed off as it reads now.

    A draft waits only for those whom its register names; every other edition for all agencies, and an approved one
    is an error without them.
    """
    for edition in given.editions:
        yield from _signed(given.library, given.library.partnerships[edition.partnership], edition)


def reviewed(given: Sound) -> Iterator[Diagnostic]:
    """PG337: no review is past its day; ISO days sort as text."""
    if given.as_of is None:
        return
    hint = "review it, then write the day of the next review"
    for partnership in given.library.partnerships.values():
        for owner in partnership.owners:
            if owner.review.text < given.as_of:
                message = f"the review of the {owner.kind} `{owner.id}` was due on {owner.review.text}: {owner.name}"
                yield warning("PG337", message, owner.review.span, hint=hint)
        stamp = partnership.stamp
        if stamp.next_review < given.as_of:
            message = f"the review of the edition of `{partnership.id}` was due on {stamp.next_review}: {stamp.owner}"
            yield warning("PG337", message, partnership.span, hint=hint)


def known_names(given: Sound) -> Iterator[Diagnostic]:
    """PG338: the register names sections, clauses and agencies that the partnership has."""
    for partnership in given.library.partnerships.values():
        editions = [edition for edition in given.editions if edition.partnership == partnership.id]
        known = {
            "section": {section.id for edition in editions for section in edition.sections},
            "clause": {item.clause.id for edition in editions for item in edition.clauses()},
        }
        for owner in partnership.owners:
            if owner.id not in known[owner.kind]:
                other = "clause" if owner.kind == "section" else "section"
                is_other = f"it is a {other}: write `{other}: {owner.id}`"
                hint = (
                    is_other
                    if owner.id in known[other]
                    else given.library.gone(owner.id) or did_you_mean(owner.id, known[owner.kind])
                )
                yield error("PG338", f"no {owner.kind} `{owner.id}` in `{partnership.id}`", owner.span, hint=hint)
        agencies = {edition.agency for edition in editions}
        for sign_off in partnership.sign_offs:
            if sign_off.agency not in agencies:
                left_out = sign_off.agency in given.library.rendered()
                hint = NOT_CHOSEN if left_out else did_you_mean(sign_off.agency, agencies)
                yield error("PG338", f"no agency `{sign_off.agency}` that gets documents", sign_off.span, hint=hint)


RULES = (
    Rule(signed, Sound, errors=("PG335", "PG336"), warnings=("PG335", "PG336")),
    Rule(reviewed, Sound, warnings=("PG337",)),
    Rule(known_names, Sound, errors=("PG338",)),
)


def _signed(library: Library, partnership: Partnership, edition: Edition) -> Iterator[Diagnostic]:
    status = Status(partnership.stamp.status)
    say = error if status.approved else warning
    entry = next((entry for entry in partnership.sign_offs if entry.agency == edition.agency), None)
    if entry is None and not status.approved:
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

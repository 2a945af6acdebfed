"""What stands in the way of a release, each with its place.

Takes a partnership whose edition is to be released, and what was said so far; gives errors. A draft may be built with
gaps and unsigned; a release may not. A new thing to refuse is a code in `IN_THE_WAY` if the build warns of it anyway,
or a rule.
"""

from collections.abc import Iterator
from dataclasses import replace

from policygen.diagnostics import Diagnostic, Severity, error
from policygen.model.partnerships import Status
from policygen.resolve.sign_off import edition_digest
from policygen.resolve.switches import as_law_stands
from policygen.rules.rule import Releasing, Rule

__all__ = ["RULES"]

IN_THE_WAY = ("PG242", "PG245", "PG251", "PG321", "PG335", "PG336", "PG402", "PG500", "PG523")
"""Warnings of a build that a release takes for errors: what lacks or is outdated, and PDFs not made or too long."""

_NUMBER = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")


def warned_of(given: Releasing) -> Iterator[Diagnostic]:
    """IN_THE_WAY: warnings become errors, but for those placed in a partnership that is not meant."""
    others = tuple(
        f"content/partnerships/{name}/" for name in given.library.partnerships if name != given.partnership.id
    )
    for item in given.said:
        elsewhere = item.span is not None and item.span.path.startswith(others)
        if item.code in IN_THE_WAY and not elsewhere:
            yield replace(item, severity=Severity.ERROR)


def status(given: Releasing) -> Iterator[Diagnostic]:
    """PG630: only what is approved is released."""
    partnership = given.partnership
    now = partnership.stamp.status
    if now != Status.APPROVED:
        message = f"the status of the edition of `{partnership.id}` is `{now}`, and only an approved one is released"
        file = f"content/partnerships/{partnership.id}/partnership.yaml"
        hint = f"when it is approved, write `status: approved` in {file}"
        yield error("PG630", message, partnership.span, hint=hint)


def sign_offs(given: Releasing) -> Iterator[Diagnostic]:
    """PG335: every agency's edition is signed off. Entries that wait or are outdated are told by `sign_off` itself."""
    partnership = given.partnership
    named = {entry.agency for entry in partnership.sign_offs}
    for edition in given.editions:
        if edition.agency not in named and partnership.stamp.status != Status.APPROVED:
            now = edition_digest(given.library, edition)
            hint = f"name who signs in content/partnerships/{partnership.id}/sign-off.yaml; its text now is `of: {now}`"
            message = f"nobody has signed off the edition of `{edition.agency}` in `{partnership.id}`"
            yield error("PG335", message, partnership.span, hint=hint)


def law(given: Releasing) -> Iterator[Diagnostic]:
    """PG631: somebody has confirmed every law whose status was open when the text was written."""
    for entry in as_law_stands(given.library, given.partnership.id).law.values():
        if entry.unconfirmed and entry.switch is not None:
            message = f"nobody has confirmed where `{entry.id}` stands ({given.library.law_title(entry.id)})"
            file = f"content/partnerships/{given.partnership.id}/partnership.yaml"
            hint = f"have the legal adviser look; then write `status`, `by` and `on` of it under `law` in {file}"
            yield error("PG631", message, entry.span, hint=hint)


def number(given: Releasing) -> Iterator[Diagnostic]:
    """PG632: the number of an edition can be the name of a folder."""
    partnership = given.partnership
    text = partnership.stamp.number
    if not _NUMBER.issuperset(text) or text.startswith((".", "-")) or text.endswith("."):
        message = f"`{text}` cannot be the number of a release, which names a folder"
        yield error("PG632", message, partnership.span, hint="use letters, digits, full stops and hyphens, as in `1.1`")


RULES = (
    Rule(warned_of, Releasing, errors=IN_THE_WAY),
    Rule(status, Releasing, errors=("PG630",)),
    Rule(sign_offs, Releasing, errors=("PG335",)),
    Rule(law, Releasing, errors=("PG631",)),
    Rule(number, Releasing, errors=("PG632",)),
)

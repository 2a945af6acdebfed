"""What stands in the way of a release, each with its place.

Takes the library, its editions and what was said so far; gives errors. A draft may be built with gaps and unsigned; a
release may not. A new thing to refuse is a code in `IN_THE_WAY` if the build warns of it anyway, or a rule in `RULES`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from policygen.diagnostics import Diagnostic, Severity, error
from policygen.model.editions import Edition
from policygen.model.library import Library
from policygen.model.partnerships import Partnership, Status
from policygen.resolve.sign_off import edition_digest

__all__ = ["blockers"]

IN_THE_WAY = frozenset({"PG321", "PG335", "PG336", "PG402", "PG500"})
"""Warnings of a build that a release takes for errors: text that moved on, sign-offs, gaps, and PDFs not made."""

_NUMBER = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")


def blockers(
    library: Library, editions: tuple[Edition, ...], said: Iterable[Diagnostic], *, partnerships: tuple[str, ...]
) -> tuple[Diagnostic, ...]:
    """Return an error for everything that these partnerships lack for a release; none means that they are ready."""
    chosen = [library.partnerships[name] for name in partnerships]
    found = [*_refused(library, said, partnerships)]
    for rule in RULES:
        for partnership in chosen:
            ours = tuple(edition for edition in editions if edition.partnership == partnership.id)
            found += rule(library, partnership, ours)
    return tuple(found)


def _refused(library: Library, said: Iterable[Diagnostic], partnerships: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Yield as errors the warnings that a release refuses, but for those placed in a partnership that is not meant."""
    others = tuple(f"content/partnerships/{name}/" for name in library.partnerships if name not in partnerships)
    for item in said:
        elsewhere = item.span is not None and item.span.path.startswith(others)
        if item.code in IN_THE_WAY and not elsewhere:
            yield replace(item, severity=Severity.ERROR)


def status(_: Library, partnership: Partnership, __: tuple[Edition, ...]) -> Iterator[Diagnostic]:
    """PG630: only what is approved is released."""
    now = partnership.stamp.status
    if now != Status.APPROVED:
        message = f"the status of the edition of `{partnership.id}` is `{now}`, and only an approved one is released"
        file = f"content/partnerships/{partnership.id}/partnership.yaml"
        hint = f"when it is approved, write `status: approved` in {file}"
        yield error("PG630", message, partnership.span, hint=hint)


def sign_offs(library: Library, partnership: Partnership, editions: tuple[Edition, ...]) -> Iterator[Diagnostic]:
    """PG335: every agency's edition is signed off. Entries that wait or are outdated are told by `sign_off` itself."""
    named = {entry.agency for entry in partnership.sign_offs}
    for edition in editions:
        if edition.agency not in named and partnership.stamp.status != Status.APPROVED:
            now = edition_digest(library, edition)
            hint = f"name who signs in content/partnerships/{partnership.id}/sign-off.yaml; its text now is `of: {now}`"
            message = f"nobody has signed off the edition of `{edition.agency}` in `{partnership.id}`"
            yield error("PG335", message, partnership.span, hint=hint)


def law(library: Library, _: Partnership, __: tuple[Edition, ...]) -> Iterator[Diagnostic]:
    """PG631: somebody has confirmed every law whose status was open when the text was written."""
    for entry in library.law.values():
        if entry.unconfirmed:
            message = f"nobody has confirmed where `{entry.id}` stands ({library.law_title(entry.id)})"
            hint = "have the legal adviser look; then set its status, and write `confirmed_by` and `confirmed_on`"
            yield error("PG631", message, entry.span, hint=hint)


def number(_: Library, partnership: Partnership, __: tuple[Edition, ...]) -> Iterator[Diagnostic]:
    """PG632: the number of an edition can be the name of a folder."""
    text = partnership.stamp.number
    if not _NUMBER.issuperset(text) or text.startswith((".", "-")) or text.endswith("."):
        message = f"`{text}` cannot be the number of a release, which names a folder"
        yield error("PG632", message, partnership.span, hint="use letters, digits, full stops and hyphens, as in `1.1`")


RULES: tuple[Callable[[Library, Partnership, tuple[Edition, ...]], Iterator[Diagnostic]], ...] = (
    status,
    sign_offs,
    law,
    number,
)

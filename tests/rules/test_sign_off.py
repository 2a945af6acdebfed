"""Who has signed an edition off, as it reads now; and when it is looked at again."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from policygen.diagnostics import Diagnostic, Severity
from policygen.model.library import Library
from policygen.model.partnerships import Owner, SignOff
from policygen.model.protocol import Param
from policygen.model.scalars import Named
from policygen.resolve.editions import resolve
from policygen.resolve.sign_off import edition_digest
from policygen.rules.registry import check
from policygen.rules.rule import Sound
from tests.resolve.making import clause, codes, library, partnership, place, resolved

A, B = clause("a"), clause("b", params=[Param("days", 10, max=10)])


def signed(agency: str, of: str | None, on: str = "2026-11-20") -> SignOff:
    return SignOff(
        agency=agency,
        by="A. Example",
        role="Lead",
        on=on if of is not None else None,
        of=Named(of, place()) if of is not None else None,
        span=place(),
    )


def owner(name: str, review: str, kind: str = "clause") -> Owner:
    return Owner(**{kind: Named(name, place())}, name="Someone", review=Named(review, place()))


def world(*sign_offs: SignOff, owners: Sequence[Owner] = (), status: str = "draft") -> Library:
    made = library({"one": [A, B], "two": ["c"]})
    north = partnership("north")
    stamp = replace(north.stamp, status=status)
    return replace(made, partnerships={"north": replace(north, stamp=stamp, sign_offs=sign_offs, owners=tuple(owners))})


def found(made: Library, as_of: str | None = None) -> tuple[Diagnostic, ...]:
    editions = resolve(made).value
    assert editions is not None
    return check(Sound(library=made, editions=editions, as_of=as_of))


def now(agency: str) -> str:
    return edition_digest(world(), resolved(world())[0][f"north/{agency}"])


def test_a_draft_without_a_register_waits_for_nobody() -> None:
    assert found(world()) == ()


def test_a_draft_waits_for_those_whom_its_register_names() -> None:
    entry = signed("police", None)
    (problem,) = found(world(entry))
    assert (problem.code, problem.severity, problem.span) == ("PG335", Severity.WARNING, entry.span)
    assert problem.hint is not None
    assert now("police") in problem.hint, "the digest is what is needed to sign"


def test_an_approved_edition_waits_for_every_agency() -> None:
    problems = found(world(signed("police", now("police")), signed("nursing", None), status="approved"))
    assert {(item.code, item.severity) for item in problems} == {("PG335", Severity.ERROR)}
    assert ["health" in item.message for item in problems] == [True, False]
    assert "nursing" in problems[1].message


def test_a_signature_holds_while_the_text_is_what_was_signed() -> None:
    everyone = [signed(name, now(name)) for name in ("health", "nursing", "police")]
    assert found(world(*everyone, status="approved"), "2026-11-22") == ()


@pytest.mark.parametrize(
    ("status", "severity"),
    [("draft", Severity.WARNING), ("consultation", Severity.WARNING), ("approved", Severity.ERROR)],
)
def test_a_signature_of_another_text_is_outdated(status: str, severity: Severity) -> None:
    entries = [signed("health", now("health")), signed("nursing", now("nursing")), signed("police", "0" * 12)]
    (problem,) = found(world(*entries, status=status))
    of = entries[2].of
    assert of is not None
    assert (problem.code, problem.severity, problem.span) == ("PG336", severity, of.span)
    assert problem.hint is not None
    assert now("police") in problem.hint


def test_a_review_is_overdue_from_the_day_after() -> None:
    entry = owner("a", "2027-02-28")
    made = world(owners=[entry, owner("one", "2027-03-01", "section")])
    assert found(made, "2027-02-28") == ()
    (problem,) = found(made, "2027-03-01")
    assert (problem.code, problem.severity, problem.span) == ("PG337", Severity.WARNING, entry.review.span)
    assert codes(found(made, "2027-03-02")) == ["PG337", "PG337"]


def test_the_review_of_the_whole_edition_may_be_overdue_as_well() -> None:
    assert found(world(), "2027-05-31") == ()
    assert codes(found(world(), "2027-06-01")) == ["PG337"]


def test_without_a_day_nothing_is_overdue() -> None:
    assert found(world(owners=[owner("a", "2000-01-01")])) == ()


def test_the_register_names_what_this_partnership_has() -> None:
    entries = [owner("b", "2027-01-01"), owner("bb", "2027-01-01"), owner("one", "2027-01-01", "clause")]
    problems = found(world(signed("polce", None), owners=entries))
    assert [(item.code, item.severity, item.hint) for item in problems] == [
        ("PG338", Severity.ERROR, "did you mean `b`?"),
        ("PG338", Severity.ERROR, "it is a section: write `section: one`"),
        ("PG338", Severity.ERROR, "did you mean `police`?"),
    ]

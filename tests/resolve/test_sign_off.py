"""What is signed is the text: its digest moves with every word that an edition prints, and with nothing else."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from policygen.diagnostics import Diagnostic, Severity
from policygen.model.editions import Edition
from policygen.model.guides import Guide, GuideStep
from policygen.model.leaflets import Leaflet, LeafletPart
from policygen.model.library import Library
from policygen.model.partnerships import Owner, SignOff
from policygen.model.prose import Paragraph, Placeholder, Str
from policygen.model.protocol import Clause, Edit, Param
from policygen.model.records import FieldKind, Record, RecordField, RecordSection
from policygen.model.scalars import Force, Named
from policygen.resolve.editions import resolve
from policygen.resolve.sign_off import check_sign_off, clause_digest, edition_digest
from tests.resolve.making import (
    after,
    annotate,
    before,
    clause,
    codes,
    edition,
    item,
    library,
    omit,
    partnership,
    place,
    put,
    resolved,
)
from tests.resolve.making import replace as other_words

A, B = clause("a"), clause("b", params=[Param("days", 10, max=10)])


def police(*edits: Edit, base: Sequence[Clause] = (A, B)) -> Edition:
    return edition(library({"one": base, "two": ["c"]}, {"police": edits} if edits else {}))


def text_of(made: Edition) -> str:
    return edition_digest(world(), made)


# -- digests -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "edit",
    [annotate("b"), other_words("b", "Other words.", of=B), put("b", days=5), omit("b"), after("b", "x")],
    ids=["note", "words", "parameter", "left out", "added"],
)
def test_every_edit_of_what_is_printed_moves_the_digest_of_the_edition(edit: Edit) -> None:
    assert text_of(police(edit)) != text_of(police())


@pytest.mark.parametrize(
    "changed",
    [
        replace(A, title="Another title"),
        replace(A, force=Force.MAY),
        replace(A, body=(Paragraph((Placeholder("term.adult"),)),)),
        replace(A, id="other"),
    ],
    ids=["title", "force", "words", "id"],
)
def test_every_change_of_a_clause_moves_its_digest(changed: Clause) -> None:
    assert clause_digest(item(police(base=[changed, B]), changed.id)) != clause_digest(item(police(), "a"))


def test_the_order_is_part_of_what_is_signed() -> None:
    assert text_of(police(base=[B, A])) != text_of(police())


def test_a_number_or_a_place_is_no_part_of_what_a_clause_says() -> None:
    moved = police(before("a", "x"), base=[replace(A, span=place()), B])
    shifted = police(base=[clause("new"), A, B])
    assert item(shifted, "a").number != item(police(), "a").number
    for other in (moved, shifted):
        assert clause_digest(item(other, "a")) == clause_digest(item(police(), "a"))
    assert text_of(police(base=[replace(A, span=place()), B])) == text_of(police())


def test_what_an_edition_does_not_print_is_no_part_of_what_it_says() -> None:
    for_others = clause("x", audience=["health"])
    assert text_of(police(base=[A, for_others, B])) == text_of(police())


def test_the_reason_of_an_edit_is_no_part_of_what_it_says() -> None:
    why = annotate("b")
    assert text_of(police(replace(why, reason="another reason"))) == text_of(police(why))


def test_what_an_agency_gives_out_is_signed_with_its_edition() -> None:
    us, them = (Named("police", place()),), (Named("health", place()),)
    step = GuideStep(id="one", label="0", title="One", question=(Str("Is it?"),), branches=())
    guide = Guide(id="guide", title="Guide", lead=(), steps=(step,), panels=())
    field = RecordField(id="name", label=(Str("Name"),), kind=FieldKind.TEXT)
    section = RecordSection(id="all", title=(Str("All"),), intro=(), fields=(field,))
    record = Record(id="F01", title="Record", purpose=(), reminder=(), marking="", sections=(section,))
    part = LeafletPart(id="who", title="Who?", body=())
    leaflet = Leaflet(
        id="leaflet", language="en", title="T", reader="R", summary="S", lead=(), law="", easy=False, parts=(part,)
    )
    full = replace(world(), guides={"g": guide}, records={"F01": record}, leaflets={"l": {"en": leaflet}})
    now = edition_digest(full, police())
    assert now != text_of(police())
    other = replace(field, id="other", audience=them)
    more = replace(record, sections=(replace(section, fields=(field, other)),))
    assert edition_digest(replace(full, records={"F01": more}), police()) == now, "it is asked of others only"
    reworded = replace(leaflet, parts=(replace(part, title="Who are we?", audience=us),))
    assert edition_digest(replace(full, leaflets={"l": {"en": reworded}}), police()) != now
    for_others = replace(guide, id="theirs", audience=them)
    assert edition_digest(replace(full, guides={"g": guide, "theirs": for_others}), police()) == now


# -- who has signed, and when it is looked at again ----------------------------------------------------


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
    return Owner(kind=kind, id=name, name="Someone", review=Named(review, place()), span=place())


def world(*sign_offs: SignOff, owners: Sequence[Owner] = (), status: str = "draft") -> Library:
    made = library({"one": [A, B], "two": ["c"]})
    north = partnership("north")
    stamp = replace(north.stamp, status=status)
    return replace(made, partnerships={"north": replace(north, stamp=stamp, sign_offs=sign_offs, owners=tuple(owners))})


def found(made: Library, as_of: str | None = None) -> tuple[Diagnostic, ...]:
    editions = resolve(made).value
    assert editions is not None
    return check_sign_off(made, editions, as_of=as_of)


def now(agency: str) -> str:
    return text_of(resolved(world())[0][f"north/{agency}"])


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

"""What is signed is the text: its digest moves with every word that an edition prints, and with nothing else."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from policygen.model.editions import Edition
from policygen.model.guides import Guide, GuideStep
from policygen.model.leaflets import Leaflet, LeafletPart
from policygen.model.prose import Paragraph, Placeholder, Str
from policygen.model.protocol import Clause, Edit, Param
from policygen.model.records import FieldKind, Record, RecordField, RecordSection
from policygen.model.scalars import Force, Named
from policygen.resolve.sign_off import clause_digest, edition_digest
from tests.resolve.making import (
    after,
    annotate,
    before,
    clause,
    edition,
    item,
    library,
    omit,
    place,
    put,
)
from tests.resolve.making import replace as other_words

A, B = clause("a"), clause("b", params=[Param("days", 10, max=10)])
WORLD = library({"one": [A, B], "two": ["c"]})


def police(*edits: Edit, base: Sequence[Clause] = (A, B)) -> Edition:
    return edition(library({"one": base, "two": ["c"]}, {"police": edits} if edits else {}))


def text_of(made: Edition) -> str:
    return edition_digest(WORLD, made)


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
    full = replace(WORLD, guides={"g": guide}, records={"F01": record}, leaflets={"l": {"en": leaflet}})
    now = edition_digest(full, police())
    assert now != text_of(police())
    other = replace(field, id="other", audience=them)
    more = replace(record, sections=(replace(section, fields=(field, other)),))
    assert edition_digest(replace(full, records={"F01": more}), police()) == now, "it is asked of others only"
    reworded = replace(leaflet, parts=(replace(part, title="Who are we?", audience=us),))
    assert edition_digest(replace(full, leaflets={"l": {"en": reworded}}), police()) != now
    for_others = replace(guide, id="theirs", audience=them)
    assert edition_digest(replace(full, guides={"g": guide, "theirs": for_others}), police()) == now

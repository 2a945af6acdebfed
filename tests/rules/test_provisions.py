"""Every provision that is locked for all stands, locked, in every edition; an agency's reaches it and nobody else."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from policygen.diagnostics import Diagnostic
from policygen.model.agencies import Agency
from policygen.model.library import Library
from policygen.model.protocol import Clause
from policygen.model.registers import LawStatus, Provision, ProvisionLock
from policygen.resolve.editions import resolve
from policygen.rules.registry import check
from policygen.rules.rule import Resolved
from tests.resolve.making import after, agency, clause, codes, law, library, named, omit, place


def provision(lock: str, *agencies: str, status: str = "current") -> Provision:
    return Provision(
        id="P001",
        lock=ProvisionLock(lock),
        agencies=named(*agencies),
        status=status,
        text="What the source says.",
        treatment="",
        span=place(),
    )


def found(made: Library) -> tuple[Diagnostic, ...]:
    editions = resolve(made).value
    assert editions is not None
    return check(Resolved(library=made, editions=editions))


def carrying(wanted: Provision, *clauses: Clause, agencies: Sequence[Agency] = ()) -> Library:
    return library({"one": [clause("a"), *clauses]}, agencies=agencies, provisions=[wanted])


def test_a_provision_for_all_in_a_locked_clause_for_all_is_covered() -> None:
    made = carrying(provision("all", "all"), clause("b", locked=True, provisions=["P001"]))
    assert found(made) == ()


def test_a_provision_for_all_must_be_carried() -> None:
    wanted = provision("all", "all")
    (problem,) = found(carrying(wanted))
    assert (problem.code, problem.span) == ("PG330", wanted.span)
    assert "`health`, `nursing`, `police`" in problem.message


def test_a_provision_for_all_must_be_locked_and_reach_everyone() -> None:
    unlocked = clause("b", provisions=["P001"])
    narrow = clause("c", locked=True, audience=["all", "-police"], provisions=["P001"])
    assert codes(found(carrying(provision("all", "all"), unlocked))) == ["PG330"]
    (problem,) = found(carrying(provision("all", "all"), unlocked, narrow))
    assert problem.message.endswith("carries it to `police`")


def test_one_locked_clause_among_several_is_enough() -> None:
    clauses = [clause("b", provisions=["P001"]), clause("c", locked=True, provisions=["P001"])]
    assert found(carrying(provision("all", "all"), *clauses)) == ()
    assert found(carrying(provision("all", "all"), *reversed(clauses))) == ()


def test_many_agencies_are_counted() -> None:
    agencies = [agency(f"agency-{count}") for count in range(8)]
    (problem,) = found(carrying(provision("all", "all"), agencies=agencies))
    assert problem.message.endswith("`agency-5` and 2 more")


def test_a_clause_that_waits_for_a_law_carries_nothing() -> None:
    b = clause("b", locked=True, provisions=["P001"], when=("l", LawStatus.IN_FORCE))
    made = library(
        {"one": ["a", b]}, laws=[law("l", LawStatus.IN_FORCE, switch=True)], provisions=[provision("all", "all")]
    )
    assert codes(found(made)) == ["PG330"]


@pytest.mark.parametrize("status", ["superseded", "historic", "switch"])
def test_what_is_no_longer_or_not_yet_in_force_need_not_be_carried(status: str) -> None:
    assert found(carrying(provision("all", "all", status=status))) == ()


def test_an_open_provision_may_be_left_out() -> None:
    assert found(carrying(provision("open", "all"))) == ()


def test_an_agency_s_provision_reaches_the_agency_and_its_descendants() -> None:
    b = clause("b", audience=["nursing"], provisions=["P001"])
    (problem,) = found(carrying(provision("agency", "health"), b))
    assert (problem.code, problem.message) == ("PG331", "P001 belongs to `health` and no clause carries it there")
    assert found(carrying(provision("agency", "nursing"), b)) == ()


def test_an_agency_s_provision_that_is_for_all_reaches_everyone() -> None:
    b = clause("b", audience=["health"], provisions=["P001"])
    (problem,) = found(carrying(provision("agency", "all"), b))
    assert (problem.code, problem.message) == ("PG331", "P001 belongs to `police` and no clause carries it there")


def test_an_agency_s_provision_may_be_carried_by_its_own_layer_and_must_not_be_omitted() -> None:
    wanted = provision("agency", "police")
    x = clause("x", provisions=["P001"])
    made = library({"one": ["a"]}, {"police": [after("a", x)]}, provisions=[wanted])
    assert found(made) == ()
    made = library({"one": ["a"]}, {"police": [after("a", x)], "north/police": [omit("x")]}, provisions=[wanted])
    assert codes(found(made)) == ["PG331"]


def test_an_agency_s_provision_in_another_s_edition_is_named_once() -> None:
    b = clause("b", provisions=["P001"])
    made = library({"one": [b]}, partnerships=("north", "south"), provisions=[provision("agency", "health")])
    (problem,) = found(made)
    assert (problem.code, problem.span) == ("PG332", b.provisions[0].span)
    assert "to `police`, which it is not for" in problem.message


def test_an_annotated_edition_shows_what_it_is_given() -> None:
    agencies = [agency("health"), agency("lscp", annotated=True)]
    b = clause("b", provisions=["P001"])
    assert found(carrying(provision("agency", "health"), b, agencies=agencies)) == ()


def test_a_provision_that_is_not_in_the_register_is_left_to_check() -> None:
    assert found(library({"one": [clause("b", provisions=["P999"])]})) == ()


def test_what_decides_stands_in_the_policy() -> None:
    wanted = replace(provision("all", "all"), decides=True)
    carried = clause("b", locked=True, provisions=["P001"])
    assert found(carrying(wanted, carried)) == ()
    made = carrying(wanted, replace(carried, document=named("law")[0]))
    law_book = replace(made.outlines["policy"], id="law")
    (problem,) = found(replace(made, outlines={**made.outlines, "law": law_book}))
    assert (problem.code, problem.span) == ("PG333", wanted.span)
    assert codes(found(made)) == ["PG330", "PG333"], "no pack has a document of that name"


def test_a_pack_about_one_thing_alone_need_not_have_what_is_locked_for_all() -> None:
    made = carrying(provision("all", "all"), clause("b", locked=True, audience=["all", "-police"], provisions=["P001"]))
    assert codes(found(made)) == ["PG330"]
    police = replace(made.agencies["police"], only="one duty")
    assert found(replace(made, agencies={**made.agencies, "police": police})) == ()

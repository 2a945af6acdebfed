"""The worked cases of `docs/overlays.md`, by their numbers; their exact outcomes."""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from policygen.diagnostics import Diagnostic, RelPath
from policygen.model.editions import Edition, Printing
from policygen.model.library import Library
from policygen.model.protocol import Clause, Edit, Omit, Param, Replace, Set, Withdrawn
from policygen.model.registers import Law, LawStatus
from policygen.resolve.edits import text_digest
from policygen.source.load import load_library
from policygen.source.tree import SourceTree
from tests.resolve.making import (
    after,
    agency,
    annotate,
    before,
    clause,
    codes,
    edition,
    end,
    insert,
    item,
    law,
    library,
    move,
    named,
    numbers,
    omit,
    place,
    put,
    replace,
    resolved,
    section,
    start,
    text,
)

B = clause("b", params=[Param("days", 10, max=10)])
F = clause("f", params=[Param("days", 10, min=10)])
BASE = {"one": ["a", B, "c", clause("d", locked=True)], "two": ["e", F]}
DOCS = Path(__file__).parents[2] / "docs" / "overlays.md"


def world(**layers: Sequence[Edit]) -> Library:
    """Return the project of the cases; `north__police` is the layer `north/police`."""
    return library(BASE, {name.replace("__", "/"): edits for name, edits in layers.items()})


def said(made: Library, name: str = "north/police") -> tuple[Edition, tuple[Diagnostic, ...]]:
    editions, found = resolved(made)
    return editions[name], found


def part(of: Edition, *names: str) -> dict[str, str]:
    """Return the numbers of some clauses, in reading order."""
    return {name: number for name, number in numbers(of).items() if name in names}


def ordered(of: Edition, expected: Mapping[str, str]) -> None:
    assert list(part(of, *expected).items()) == list(expected.items())


def hints(found: Sequence[Diagnostic]) -> list[str | None]:
    return [each.hint for each in found]


def test_every_case_and_law_of_the_specification_has_a_test_and_every_test_a_case() -> None:
    page = DOCS.read_text(encoding="utf-8")
    laws, cases = page.split("## 10. Laws")[1].split("## 11. Cases")
    tests = Path(__file__).read_text(encoding="utf-8")
    law_tests = (Path(__file__).parents[1] / "laws" / "test_overlays.py").read_text(encoding="utf-8")
    numbered = re.compile(r"^(\d+)\. ", re.MULTILINE)
    assert numbered.findall(cases) == re.findall(r"^def test_case_(\d+)_", tests, re.MULTILINE)
    assert numbered.findall(laws) == re.findall(r"^def test_law_(\d+)_", law_tests, re.MULTILINE)
    assert len(numbered.findall(cases)) > 50


# -- places and numbers ----------------------------------------------------------------------------


def test_case_1_after() -> None:
    made = edition(world(police=[after("b", "x")]))
    ordered(made, {"a": "1.1", "b": "1.2", "x": "POLICE1", "c": "1.3", "d": "1.4", "e": "2.1", "f": "2.2"})
    assert [step.did for step in item(made, "x").trail] == [after("b", "x")]


def test_case_2_two_at_one_place() -> None:
    ordered(
        edition(world(police=[after("b", "x"), after("b", "y")])),
        {"b": "1.2", "x": "POLICE1", "y": "POLICE2", "c": "1.3"},
    )


def test_case_3_before() -> None:
    ordered(edition(world(police=[before("b", "x")])), {"a": "1.1", "x": "POLICE1", "b": "1.2"})


def test_case_4_start_of_a_section() -> None:
    made = edition(world(north=[start("one", "x"), start("one", "y")], police=[start("one", "z")]))
    ordered(made, {"x": "NORTH1", "y": "NORTH2", "z": "POLICE3", "a": "1.1"})


def test_case_5_end_of_a_section() -> None:
    made = edition(world(police=[end("one", "x"), after("d", "y")]))
    ordered(made, {"d": "1.4", "y": "POLICE2", "x": "POLICE1"})


def test_case_6_two_layers_at_one_place() -> None:
    made = world(north=[after("b", "x")], police=[after("b", "y")])
    ordered(edition(made), {"b": "1.2", "x": "NORTH1", "y": "POLICE2", "c": "1.3"})
    ordered(edition(made, "north/health"), {"b": "1.2", "x": "NORTH1", "c": "1.3"})


def test_case_7_between_two_insertions() -> None:
    made = edition(world(north=[after("b", "x"), after("b", "y")], north__police=[after("x", "z")]))
    ordered(made, {"b": "1.2", "x": "NORTH1", "z": "NORTH3", "y": "NORTH2"})


def test_case_8_before_an_insertion() -> None:
    made = edition(world(health=[after("b", "x")], nursing=[before("x", "y"), before("x", "z")]), "north/nursing")
    ordered(made, {"b": "1.2", "y": "NURSING2", "z": "NURSING3", "x": "HEALTH1", "c": "1.3"})


def test_case_9_before_an_insertion_at_the_start() -> None:
    made = edition(world(health=[start("one", "x")], nursing=[before("x", "y")]), "north/nursing")
    ordered(made, {"y": "NURSING2", "x": "HEALTH1", "a": "1.1"})


@pytest.mark.parametrize("turn", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2)])
def test_case_10_the_order_of_edits_moves_no_number(turn: tuple[int, ...]) -> None:
    edits = [after("b", "x"), before("c", "y"), after("x", "z")]
    made = edition(world(police=[edits[at] for at in turn]))
    ordered(made, {"b": "1.2", "x": "POLICE1", "z": "POLICE3", "y": "POLICE2", "c": "1.3"})


def test_case_11_after_what_the_layer_inserts_further_down() -> None:
    made = edition(world(police=[after("y", "x"), after("y", "z"), after("b", "y")]))
    ordered(made, {"b": "1.2", "y": "POLICE2", "x": "POLICE1", "z": "POLICE3"})


def test_case_12_at_an_omitted_clause() -> None:
    made = edition(world(north=[omit("b")], police=[after("b", "x")]))
    ordered(made, {"a": "1.1", "b": "1.2", "x": "POLICE1"})
    assert item(made, "b").printing is Printing.OMITTED


def test_case_13_a_section_with_a_prefix_of_its_own() -> None:
    own = [section("p", "one", "PP"), end("p", "x"), after("b", "z")]
    made = edition(world(police=own, north__police=[end("p", "y")]))
    assert [(each.id, each.number) for each in made.sections] == [("one", "1"), ("p", "PP"), ("two", "2")]
    ordered(made, {"b": "1.2", "z": "POLICE3", "x": "PP1", "y": "NORTH2"})


def test_case_14_two_layers_add_a_section_at_one_place() -> None:
    made = edition(
        world(
            north=[section("n", "one"), end("n", "x"), end("n", "y")],
            police=[section("p", "one"), end("p", "z")],
        )
    )
    assert [(each.id, each.number, each.layer) for each in made.sections] == [
        ("one", "1", "base"),
        ("n", "NORTH", "north"),
        ("p", "POLICE", "police"),
        ("two", "2", "base"),
    ]
    ordered(made, {"x": "NORTH1", "y": "NORTH2", "z": "POLICE3"})


def test_case_15_a_partnership_s_section_is_for_local_layers() -> None:
    n = [section("n", "one"), end("n", "x")]
    made, found = said(world(north=n, police=[end("n", "y"), section("q", "n")]))
    assert codes(found) == ["PG303", "PG303"]
    assert "content/partnerships/north/agencies/police/" in str(found[0].hint)
    assert "y" not in numbers(made)
    made = edition(world(north=n, north__police=[end("n", "y"), section("q", "n"), end("q", "z")]))
    ordered(made, {"x": "NORTH1", "y": "NORTH2", "z": "NORTH3"})


def test_case_16_a_section_after_one_that_the_layer_adds_further_down() -> None:
    made = edition(world(police=[section("q", "p", "QQ"), section("p", "one", "PP")]))
    assert [(each.id, each.number) for each in made.sections] == [("one", "1"), ("p", "PP"), ("q", "QQ"), ("two", "2")]


def test_case_17_a_descendant_adds_to_an_ancestor_s_section() -> None:
    made = edition(world(health=[section("h", "two"), end("h", "x")], nursing=[end("h", "y")]), "north/nursing")
    ordered(made, {"x": "HEALTH1", "y": "NURSING2"})


def test_case_18_numbers_in_a_section_of_the_layer() -> None:
    made = edition(world(police=[section("p", "one"), end("p", "x"), before("x", "y")]))
    ordered(made, {"y": "POLICE2", "x": "POLICE1"})


def test_case_19_the_first_clauses_of_an_empty_section() -> None:
    made = edition(world(health=[section("h", "one")], nursing=[end("h", "y")]), "north/nursing")
    ordered(made, {"y": "NURSING2"})


def test_case_20_insertions_that_wait_for_each_other() -> None:
    made, found = said(
        world(police=[after("y", "x"), after("x", "y"), section("q", "p"), section("p", "q"), before("x", "z")])
    )
    assert [each.message for each in found] == [
        "these insertions wait for each other: q > p > q",
        "these insertions wait for each other: x > y > x",
    ]
    assert codes(found) == ["PG308", "PG308"]
    assert all(len(each.notes) == 1 for each in found)
    assert numbers(made) == numbers(edition(world()))


def test_case_21_what_stands_at_a_mistake_is_not_named_again() -> None:
    made, found = said(
        world(police=[after("nobody", "x"), after("x", "y"), annotate("y")], north__police=[after("y", "z")])
    )
    assert codes(found) == ["PG301"]
    assert numbers(made) == numbers(edition(world()))
    made, found = said(world(police=[section("p", "nowhere"), section("q", "p"), end("q", "x")]))
    assert codes(found) == ["PG302"]


def test_case_22_a_descendant_s_insertion_moves_no_number_of_its_ancestor() -> None:
    made = world(health=[after("b", "x"), after("b", "z")], nursing=[after("x", "y")])
    ordered(edition(made, "north/nursing"), {"x": "HEALTH1", "y": "NURSING2", "z": "HEALTH3"})
    ordered(edition(made, "north/health"), {"x": "HEALTH1", "z": "HEALTH3"})


# -- changes ---------------------------------------------------------------------------------------


def test_case_23_replace() -> None:
    made = edition(world(police=[replace("b", "New.", of=B)]))
    b = item(made, "b")
    assert text(made, "b") == "New."
    assert (b.layer, b.text_layer, b.number, b.printing) == ("base", "police", "1.2", Printing.PRINTED)
    assert [(step.layer, type(step.did), step.reason) for step in b.trail] == [
        ("base", Clause, ""),
        ("police", Replace, "why other words"),
    ]


def test_case_24_replace_without_of() -> None:
    made, found = said(world(police=[replace("b", "New.", of=None)]))
    assert codes(found) == ["PG315"]
    assert text_digest(B) in str(found[0].hint)
    assert text(made, "b") == "The words of b."


def test_case_25_replace_of_other_words() -> None:
    made, found = said(world(police=[replace("b", "New.", of="000000000000")]))
    assert codes(found) == ["PG321"]
    assert text_digest(B) in str(found[0].hint)
    assert found[0].notes[0].span == B.span
    assert text(made, "b") == "New."


def test_case_26_replace_what_an_ancestor_replaced() -> None:
    first = replace("b", "Health.", of=B)
    health = clause("b", "Health.")
    made = edition(world(health=[first], nursing=[replace("b", "Nursing.", of=health)]), "north/nursing")
    assert text(made, "b") == "Nursing."
    assert [step.layer for step in item(made, "b").trail] == ["base", "health", "nursing"]
    made, found = said(world(health=[first], nursing=[replace("b", "Nursing.", of=B)]), "north/nursing")
    assert codes(found) == ["PG321"]
    assert found[0].notes[0].span == first.span
    assert text(made, "b") == "Nursing."


def test_case_27_a_shared_layer_quotes_what_all_partnerships_have() -> None:
    layers = {
        "north": [replace("b", "North.", of=B)],
        "police": [replace("b", "Police.", of=B)],
        "north/police": [replace("b", "Here.", of=clause("b", "Police."))],
    }
    editions, found = resolved(library(BASE, layers, partnerships=("north", "south")))
    assert found == ()
    assert {name: text(made, "b") for name, made in editions.items()} == {
        "north/health": "North.",
        "north/nursing": "North.",
        "north/police": "Here.",
        "south/health": "The words of b.",
        "south/nursing": "The words of b.",
        "south/police": "Police.",
    }
    stale = {**layers, "police": [replace("b", "Police.", of=clause("b", "North."))]}
    _, found = resolved(library(BASE, stale, partnerships=("north", "south")))
    assert [(each.code, each.notes[0].span) for each in found] == [("PG321", B.span)] * 2


def test_case_28_a_locked_clause() -> None:
    made, found = said(
        world(police=[replace("d", "New.", of="0"), before("d", "x"), after("d", "y")], north=[omit("d")])
    )
    assert codes(found) == ["PG310", "PG311"]
    assert {note.message for each in found for note in each.notes} == {"locked here"}
    assert text(made, "d") == "The words of d."
    assert item(made, "d").printing is Printing.PRINTED
    ordered(made, {"c": "1.3", "x": "POLICE1", "d": "1.4", "y": "POLICE2"})
    assert len(item(edition(world(police=[annotate("d")])), "d").notes) == 1


def test_case_29_replace_by_the_same_words() -> None:
    made, found = said(world(police=[replace("b", "The words of b.", of=B)]))
    assert codes(found) == ["PG320"]
    assert [type(step.did) for step in item(made, "b").trail] == [Clause]


def test_case_30_a_maximum_is_only_lowered() -> None:
    made = world(north=[put("b", days=7)], health=[put("b", days=5)], nursing=[put("b", days=6)])
    editions, found = resolved(made)
    assert codes(found) == ["PG314"]
    assert "5 here, 6 would loosen" in found[0].message
    assert {name: item(each, "b").params["days"] for name, each in editions.items()} == {
        "north/health": 5,
        "north/nursing": 5,
        "north/police": 7,
    }
    steps = item(editions["north/nursing"], "b").trail
    assert [(type(step.did), step.was) for step in steps] == [(Clause, {}), (Set, {"days": 10}), (Set, {"days": 7})]


def test_case_31_a_minimum_is_only_raised() -> None:
    made, found = said(world(north=[put("f", days=12)], police=[put("f", days=11)]))
    assert codes(found) == ["PG314"]
    assert item(made, "f").params == {"days": 12}


def test_case_32_a_bad_setting_sets_nothing() -> None:
    made, found = said(
        world(
            north=[put("b", days="ten")],
            police=[put("b", hours=5)],
            north__police=[put("b", days=5, dais=4), put("c", days=1)],
        )
    )
    assert codes(found) == ["PG312", "PG312", "PG312", "PG313"]
    assert hints(found)[1:] == ["declared: days", "did you mean `days`?", "it declares none"]
    assert item(made, "b").params == {"days": 10}
    made, found = said(library({"one": [clause("a", params=[Param("who", "us")])]}, {"police": [put("a", who=5)]}))
    assert [each.message for each in found] == ["`who` must be text"]
    made = edition(library({"one": [clause("a", params=[Param("who", "us")])]}, {"police": [put("a", who="them")]}))
    assert item(made, "a").params == {"who": "them"}


def test_case_33_set_after_replace() -> None:
    made = edition(world(north=[replace("b", "New.", of=B)], police=[put("b", days=5)]))
    assert text(made, "b") == "New."
    assert item(made, "b").params == {"days": 5}


def test_case_34_set_to_what_it_is() -> None:
    made, found = said(world(north=[put("b", days=10)]))
    assert codes(found) == ["PG320"]
    assert len(item(made, "b").trail) == 1


def test_case_35_omission_wins() -> None:
    left_out = omit("b")
    made, found = said(world(north=[left_out], police=[annotate("b"), put("c", days=1)], north__police=[omit("b")]))
    assert codes(found) == ["PG312", "PG322", "PG322"]
    assert {note.span for each in found for note in each.notes} == {left_out.span}
    assert [step.did for step in item(made, "b").trail][1:] == [left_out]
    assert item(made, "b").number == "1.2"


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ([omit("b"), annotate("b")], "one edit leaves this clause out and another changes it"),
        ([put("b", days=5), omit("b")], "one edit leaves this clause out and another changes it"),
        ([omit("b"), omit("b")], "this clause is left out twice in one layer"),
        ([replace("b", "1", of=B), replace("b", "2", of=B)], "this clause is replaced twice in one layer"),
        ([put("b", days=5), put("b", days=6)], "`days` is set twice in one layer"),
    ],
)
def test_case_36_edits_that_cannot_both_hold(edits: list[Edit], message: str) -> None:
    made, found = said(world(police=edits))
    assert [(each.code, each.message, each.span) for each in found] == [("PG305", message, edits[1].span)]
    assert found[0].notes[0].span == edits[0].span
    assert len(item(made, "b").trail) == 1


def test_case_37_edits_that_hold_together() -> None:
    b = clause("b", params=[Param("days", 10, max=10), Param("who", "us")])
    edits = [annotate("b", "1"), put("b", days=5), replace("b", "New.", of=b), annotate("b", "2"), put("b", who="them")]
    made = item(edition(library({"one": [b]}, {"police": edits})), "b")
    assert [note.body for note in made.notes] == [edits[0].body, edits[3].body]
    assert made.params == {"days": 5, "who": "them"}
    assert [step.did for step in made.trail][1:] == edits


def test_case_38_a_mistake_clashes_with_nothing() -> None:
    made, found = said(world(police=[omit("d"), annotate("d")]))
    assert codes(found) == ["PG310"]
    assert len(item(made, "d").notes) == 1


@pytest.mark.parametrize("value", [9, 11])
def test_case_39_a_parameter_with_both_bounds_stands_still(value: int) -> None:
    base = {"one": [clause("a", params=[Param("days", 10, max=10, min=10)])]}
    made, found = said(library(base, {"police": [put("a", days=value)]}))
    assert codes(found) == ["PG314"]
    assert item(made, "a").params == {"days": 10}


# -- targets ---------------------------------------------------------------------------------------


def test_case_40_a_target_that_is_not_there() -> None:
    edits = [end("onne", "w"), end("a", "x"), after("escalatoin", "y"), annotate("one")]
    base = {**BASE, "three": ["escalation"]}
    _, found = said(library(base, {"police": edits}))
    assert [(each.code, each.hint) for each in found] == [
        ("PG302", "did you mean `one`?"),
        ("PG302", "`a` is a clause"),
        ("PG301", "did you mean `escalation`?"),
        ("PG301", "`one` is a section"),
    ]


def test_case_41_another_layer_s_clause() -> None:
    x = [after("b", "x")]
    for owner in ("nursing", "north"):
        _, found = said(world(police=x, **{owner: [annotate("x")]}))
        assert codes(found) == ["PG303"]
        assert f"belongs to `police`, on which `{owner}` does not build" in found[0].message
    made = edition(world(police=x, north__police=[annotate("x"), replace("x", "New.", of=x[0].clause)]))
    assert text(made, "x") == "New."
    assert item(made, "x").layer == "police"


def test_case_42_a_partnership_s_clause() -> None:
    layers = {"north": [after("b", "x")], "police": [after("x", "y"), annotate("x")]}
    editions, found = resolved(library(BASE, layers, partnerships=("north", "south")))
    assert {each.span for each in found} == {layers["police"][0].anchor.target.span, layers["police"][1].target.span}
    assert set(codes(found)) == {"PG303"}
    assert len({(each.code, each.message, each.span) for each in found}) == 2
    assert "y" not in numbers(editions["north/police"])
    made, found = said(world(north=[after("b", "x")], police=[annotate("x")]))
    assert codes(found) == ["PG303"]
    assert item(made, "x").notes == ()
    _, found = said(world(north=[after("nobody", "x")], police=[annotate("x")]))
    assert codes(found) == ["PG301", "PG303"]  # it may not name x, wherever x is


def test_case_43_an_id_that_is_taken() -> None:
    made, found = said(world(police=[after("c", "b"), section("a", "one"), after("c", "x"), after("c", "x")]))
    assert codes(found) == ["PG201", "PG201", "PG201"]
    assert item(made, "b").layer == "base"
    ordered(made, {"b": "1.2", "c": "1.3", "x": "POLICE1"})
    assert len(made.sections) == 2


# -- audience, law and the rest --------------------------------------------------------------------


def test_case_44_the_nearest_mention_decides() -> None:
    base = {
        "one": ["a", clause("b", audience=["all", "-health", "nursing"]), clause("c", audience=["health", "-health"])]
    }
    editions, found = resolved(library(base))
    reached = {name: item(each, "b").printing is Printing.PRINTED for name, each in editions.items()}
    assert reached == {"north/health": False, "north/nursing": True, "north/police": True}
    assert codes(found) == ["PG323"]  # c is for nobody
    assert numbers(editions["north/health"])["b"] == "1.2"


def test_case_45_an_edit_of_what_is_not_for_the_agency() -> None:
    base = {"one": ["a", clause("b", audience=["health"])]}
    _, found = said(library(base, {"police": [annotate("b")]}))
    assert codes(found) == ["PG323"]
    assert "`b` is not for any agency that `police` reaches" in found[0].message
    for owner in ("health", "nursing", "north", "north/nursing"):
        assert said(library(base, {owner: [annotate("b")]}))[1] == ()
    only = {"one": ["a", clause("b", audience=["nursing"])]}
    assert said(library(only, {"health": [annotate("b")]}))[1] == ()


def test_case_46_a_new_clause_that_nobody_gets() -> None:
    _, found = said(world(police=[after("b", clause("x", audience=["health"])), section("p", "one")]))
    assert codes(found) == ["PG323"]


def test_case_47_a_layer_that_no_edition_has() -> None:
    agencies = [agency("police"), agency("justice", abstract=True)]
    _, found = said(library(BASE, {"justice": [annotate("a"), annotate("c")], "north/justice": []}, agencies=agencies))
    assert codes(found) == ["PG324"]
    _, found = said(library(BASE, {"justice": [annotate("nobody")]}, agencies=agencies))
    assert codes(found) == ["PG301", "PG324"]


def test_case_48_a_shared_layer_is_warned_of_what_holds_everywhere() -> None:
    layers = {"north": [omit("b")], "police": [annotate("b")]}
    editions, found = resolved(library(BASE, layers, partnerships=("north", "south")))
    assert found == ()
    assert len(item(editions["south/police"], "b").notes) == 1
    assert item(editions["north/police"], "b").notes == ()
    _, found = resolved(library(BASE, layers | {"south": [omit("b")]}, partnerships=("north", "south")))
    assert set(codes(found)) == {"PG322"}
    assert len({each.span for each in found}) == 1


def test_case_49_nothing_to_make() -> None:
    editions, found = resolved(library(BASE, {"police": [annotate("a")]}, partnerships=()))
    assert (editions, codes(found)) == ({}, ["PG306"])
    editions, found = resolved(library(BASE, agencies=[agency("police", abstract=True)]))
    assert (editions, codes(found)) == ({}, ["PG307"])


IN_FORCE, NOT_YET = LawStatus.IN_FORCE, LawStatus.NOT_IN_FORCE


@pytest.mark.parametrize(
    ("registered", "wanted", "printing"),
    [
        (law("l", NOT_YET, switch=False), NOT_YET, Printing.PRINTED),
        (law("l", NOT_YET, switch=True), NOT_YET, Printing.PRINTED),
        (law("l", IN_FORCE, switch=False), IN_FORCE, Printing.PRINTED),
        (law("l", IN_FORCE, switch=True, confirmed_by="A lawyer"), IN_FORCE, Printing.PRINTED),
        (law("l", IN_FORCE, switch=True), IN_FORCE, Printing.WAITING),
        (law("l", NOT_YET, switch=True), IN_FORCE, Printing.WAITING),
        (law("l", IN_FORCE, switch=True), NOT_YET, Printing.WAITING),
        (law("l", NOT_YET, switch=False), IN_FORCE, Printing.NOT_IN_FORCE),
        (law("l", IN_FORCE, switch=True, confirmed_by="A lawyer"), NOT_YET, Printing.NOT_IN_FORCE),
        (law("another", IN_FORCE, switch=False), IN_FORCE, Printing.PRINTED),  # unknown law: `check` says so
    ],
)
def test_case_50_law_switches(registered: Law, wanted: LawStatus, printing: Printing) -> None:
    made = edition(library({"one": ["a", clause("b", when=("l", wanted))]}, laws=[registered]))
    assert item(made, "b").printing is printing
    assert item(made, "a").printing is Printing.PRINTED


def test_case_51_not_for_us_before_omitted_before_switched() -> None:
    b = clause("b", audience=["health"], when=("l", IN_FORCE))
    layers: dict[str, list[Omit]] = {"north": [omit("b")]}
    made = library({"one": ["a", b]}, layers, laws=[law("l", NOT_YET, switch=False)])
    assert item(edition(made), "b").printing is Printing.NOT_FOR_US
    assert item(edition(made, "north/health"), "b").printing is Printing.OMITTED


def test_case_52_a_ring_of_parents_is_refused_before_resolving() -> None:
    texts = {
        RelPath("content/protocol.yaml"): "title: T\nnation: England\nabout: A.\nterms: {}\n",
        RelPath("agencies/a/agency.yaml"): "id: a\nname: A\nshort_name: A\nparent: b\n",
        RelPath("agencies/b/agency.yaml"): "id: b\nname: B\nshort_name: B\nparent: a\n",
    }
    outcome = load_library(SourceTree({path: each.encode() for path, each in texts.items()}, texts))
    assert outcome.value is None
    assert "PG155" in codes(outcome.diagnostics)


def test_case_53_a_number_withdrawn_stays_empty() -> None:
    old = Withdrawn(id="b", number=2, now=named("a")[0], span=place())
    made = library({"one": ["a", "c", "d"]}, {"police": [after("a", "x"), after("b", "y")]})
    made = dataclasses.replace(made, sections=(dataclasses.replace(made.sections[0], withdrawn=(old,)),))
    of, found = said(made)
    ordered(of, {"a": "1.1", "x": "POLICE1", "c": "1.3", "d": "1.4"})
    assert (codes(found), hints(found)) == (["PG301"], ["it was withdrawn: `a` says it now"])


def test_case_54_a_layer_moves_a_clause_to_another_document() -> None:
    of = world(police=[move("d", "law"), annotate("d")])
    assert (item(edition(of), "d").document, len(item(edition(of), "d").notes)) == ("law", 1)
    assert item(edition(of, "north/health"), "d").document == "policy"
    _, found = said(world(police=[move("d", "law"), move("d", "leading")]))
    assert codes(found) == ["PG305"]
    _, found = said(world(police=[move("d", "policy")]))
    assert codes(found) == ["PG320"]


@pytest.mark.parametrize("kind", ["before", "after", "start", "end"])
def test_every_place_says_where_it_is_in_the_trail(kind: str) -> None:
    target = "b" if kind in {"before", "after"} else "one"
    edit = insert(kind, target, "x")
    x = item(edition(world(police=[edit])), "x")
    assert [(step.layer, step.did, step.reason, step.span) for step in x.trail] == [
        ("police", edit, "why x", edit.span)
    ]

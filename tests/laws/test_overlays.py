"""The laws of `docs/overlays.md`, by their numbers, on random projects."""

import random
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from policygen.diagnostics import Diagnostic, Severity, Span
from policygen.model.editions import Edition, EditionClause, LayerNote, Printing
from policygen.model.library import Library
from policygen.model.protocol import AddSection, Annotate, Edit, Insert, LayerKind, Omit, Replace, Set
from policygen.resolve.editions import layer_line
from policygen.resolve.edits import State, apply_layer, base_state
from tests.laws.worlds import target, worlds
from tests.resolve.making import numbers, resolved


def without(world: Library, unwanted: object) -> Library:
    """Return the project without the edits of which `unwanted(layer, edit)` is true."""
    assert callable(unwanted)
    return replace(
        world,
        layers={
            name: replace(layer, edits=tuple(edit for edit in layer.edits if not unwanted(layer, edit)))
            for name, layer in world.layers.items()
        },
    )


def states(world: Library, partnership: str, agency: str) -> list[State]:
    """Return the state after each layer of an edition."""
    made = [base_state(world.sections)]
    for name in layer_line(world, partnership, agency):
        if name in world.layers:
            made.append(apply_layer(made[-1], world.layers[name], world)[0])
    return made


def places(edit: Edit) -> set[Span]:
    """Return all places at which a mistake of an edit may be reported."""
    found = {edit.span}
    if isinstance(edit, Insert):
        found |= {edit.anchor.target.span, edit.clause.span}
    elif isinstance(edit, AddSection):
        found.add(edit.after.span)
    else:
        found.add(edit.target.span)
    if isinstance(edit, Set):
        found |= {param.span for param in edit.params}
    if isinstance(edit, Replace) and edit.of is not None:
        found.add(edit.of.span)
    return found


def spans(found: tuple[Diagnostic, ...], *severities: Severity) -> set[Span]:
    """Return the places of problems; a clash and a ring of insertions are problems of all that take part."""
    said = [item for item in found if item.severity in severities]
    together = [note.span for item in said if item.code in {"PG305", "PG308"} for note in item.notes]
    return {span for span in [*(item.span for item in said), *together] if span is not None}


def is_meant_for(world: Library, made: EditionClause, agency: str) -> bool:
    """Say whom a clause is for, by walking up from the agency."""
    said = {name.text for name in made.clause.audience}
    at: str | None = agency
    while at is not None:
        if at in said or f"-{at}" in said:
            return f"-{at}" not in said
        at = world.agencies[at].parent
    return "all" in said


@given(worlds())
def test_law_1_no_edits_give_the_base(world: Library) -> None:
    editions, _ = resolved(without(world, lambda *_: True))
    for edition in editions.values():
        assert [section.id for section in edition.sections] == [section.id for section in world.sections]
        for number, (made, base) in enumerate(zip(edition.sections, world.sections, strict=True), start=1):
            assert [item.clause for item in made.clauses] == list(base.clauses)
            assert [item.number for item in made.clauses] == [
                f"{number}.{count}" for count in range(1, len(base.clauses) + 1)
            ]
            assert all([step.did for step in item.trail] == [item.clause] for item in made.clauses)


@given(worlds(), st.data())
def test_a_base_with_ids_given_twice_is_resolved_with_each_of_them_once(world: Library, data: st.DataObject) -> None:
    clauses = [clause for section in world.sections for clause in section.clauses]
    pasted = tuple(data.draw(st.lists(st.sampled_from(clauses), min_size=1, max_size=3)))
    again = replace(world.sections[0], clauses=world.sections[0].clauses + pasted)
    twice = replace(world, sections=(*world.sections, again))
    for name, edition in resolved(twice)[0].items():
        assert sorted(numbers(edition)) == sorted(numbers(resolved(world)[0][name]))
        assert len(set(numbers(edition).values())) == len(numbers(edition))


@given(worlds())
def test_law_2_a_locked_clause_stands_in_every_edition_it_is_for_in_the_words_of_its_layer(world: Library) -> None:
    written = {clause.id: clause for section in world.sections for clause in section.clauses}
    written |= {
        edit.clause.id: edit.clause
        for layer in world.layers.values()
        for edit in layer.edits
        if isinstance(edit, Insert)
    }
    for edition in resolved(world)[0].values():
        made = {item.clause.id: item for item in edition.clauses()}
        assert {clause.id for section in world.sections for clause in section.clauses} <= set(made)
        for name, item in made.items():
            if written[name].locked:
                assert item.clause == written[name]
                assert item.text_layer == item.layer
                wanted = is_meant_for(world, item, edition.agency)
                assert item.printing is (Printing.PRINTED if wanted else Printing.NOT_FOR_US)


@given(worlds(), st.randoms(use_true_random=False))
def test_law_3_the_order_of_edits_matters_only_at_one_target(world: Library, chance: random.Random) -> None:
    def shuffled(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        by_target = defaultdict(list)
        for edit in edits:
            by_target[target(edit)].append(edit)
        turns = [name for name, group in by_target.items() for _ in group]
        chance.shuffle(turns)
        return tuple(by_target[name].pop(0) for name in turns)

    other = replace(
        world,
        layers={name: replace(layer, edits=shuffled(layer.edits)) for name, layer in world.layers.items()},
    )
    (editions, found), (others, other_found) = resolved(world), resolved(other)
    assert others == editions
    assert sorted(item.code for item in other_found) == sorted(item.code for item in found)


@given(worlds(), st.randoms(use_true_random=False))
def test_law_4_the_order_of_registers_does_not_matter(world: Library, chance: random.Random) -> None:
    def shuffled(register: dict[str, object]) -> dict[str, object]:
        items = list(register.items())
        chance.shuffle(items)
        return dict(items)

    other = replace(
        world,
        layers=shuffled(world.layers),
        agencies=shuffled(world.agencies),
        partnerships=shuffled(world.partnerships),
    )
    (editions, found), (others, other_found) = resolved(world), resolved(other)
    assert others == editions
    assert set(other_found) == set(found)


@given(worlds())
def test_law_5_base_numbers_are_those_of_the_base_in_every_edition(world: Library) -> None:
    base = {
        clause.id: f"{number}.{count}"
        for number, section in enumerate(world.sections, start=1)
        for count, clause in enumerate(section.clauses, start=1)
    }
    for edition in resolved(world)[0].values():
        assert {name: number for name, number in numbers(edition).items() if name in base} == base


@given(worlds())
def test_law_6_an_inserted_clause_has_one_number_in_all_editions(world: Library) -> None:
    seen: dict[tuple[str, str], str] = {}
    for edition in resolved(world)[0].values():
        for item in edition.clauses():
            assert seen.setdefault((item.layer, item.clause.id), item.number) == item.number


@given(worlds(partnerships=1))
def test_law_7_a_later_layer_never_changes_a_number_or_a_section_given_before(world: Library) -> None:
    for agency in world.agencies:
        line = states(world, "north", agency)
        for before, after in pairwise(line):
            for name, entry in before.entries.items():
                assert after.entries[name].item.number == entry.item.number
                assert after.entries[name].section == entry.section
            assert [name for name in after.section_order if name in before.sections] == list(before.section_order)
            for section, order in before.order.items():
                assert [name for name in after.order[section] if name in before.entries] == list(order)


@given(worlds())
def test_law_8_numbers_are_unique_and_those_of_the_base_rise_in_reading_order(world: Library) -> None:
    for edition in resolved(world)[0].values():
        made = [item.number for item in edition.clauses()]
        assert len(set(made)) == len(made)
        base = [tuple(map(int, item.number.split("."))) for item in edition.clauses() if item.layer == "base"]
        assert base == sorted(base)


@given(worlds())
def test_law_9_numbers_and_order_depend_on_nothing_but_sections_and_insertions(world: Library) -> None:
    placed = without(world, lambda _, edit: not isinstance(edit, Insert | AddSection))
    before, after = resolved(world)[0], resolved(placed)[0]
    for name, edition in before.items():
        assert list(numbers(edition).items()) == list(numbers(after[name]).items())


@given(worlds())
def test_law_10_an_omission_is_the_last_thing_that_happens_to_a_clause(world: Library) -> None:
    for edition in resolved(world)[0].values():
        for item in edition.clauses():
            omitted = [at for at, step in enumerate(item.trail) if isinstance(step.did, Omit)]
            assert omitted in ([], [len(item.trail) - 1])
            if is_meant_for(world, item, edition.agency):
                assert (item.printing is Printing.OMITTED) is bool(omitted)


@given(worlds())
def test_law_11_a_bounded_parameter_is_never_loosened(world: Library) -> None:
    for partnership in world.partnerships:
        for agency in world.agencies:
            line = states(world, partnership, agency)
            for before, after in pairwise(line):
                for name, entry in before.entries.items():
                    for param in entry.item.clause.params:
                        was, now = entry.item.params[param.name], after.entries[name].item.params[param.name]
                        assert param.max is None or now <= was
                        assert param.min is None or now >= was
                        assert type(now) is type(param.value)


@given(worlds())
def test_law_12_replaying_the_trail_gives_the_clause(world: Library) -> None:
    by_span = {edit.span: (layer, edit) for layer in world.layers.values() for edit in layer.edits}
    base = {clause.span: clause for section in world.sections for clause in section.clauses}
    for edition in resolved(world)[0].values():
        for item in edition.clauses():
            first, *rest = item.trail
            made = base[first.span] if first.layer == "base" else by_span[first.span][1].clause
            maker = text = first.layer
            params = {param.name: param.value for param in made.params}
            notes: tuple[LayerNote, ...] = ()
            omitted = False
            for step in rest:
                layer, edit = by_span[step.span]
                assert (step.layer, step.reason) == (layer.id, edit.reason)
                assert not omitted
                match edit:
                    case Annotate():
                        notes += (LayerNote(layer.id, edit.title, edit.body, edit.law),)
                    case Replace():
                        made, text = replace(made, title=edit.title, body=edit.body), layer.id
                    case Set():
                        params |= {param.name: param.value for param in edit.params}
                    case Omit():
                        omitted = True
            assert (item.clause, item.layer, item.text_layer) == (made, maker, text)
            assert (item.params, item.notes) == (params, notes)
            assert omitted <= (item.printing in {Printing.OMITTED, Printing.NOT_FOR_US})


@given(worlds())
def test_law_13_a_clause_reaches_the_descendants_of_its_layer_that_its_audience_names(world: Library) -> None:
    makers = {
        edit.clause.id: layer.id for layer in world.layers.values() for edit in layer.edits if isinstance(edit, Insert)
    }
    for edition in resolved(world)[0].values():
        assert edition.layers == (
            "base",
            *(name for name in layer_line(world, edition.partnership, edition.agency) if name in world.layers),
        )
        for item in edition.clauses():
            assert item.layer == makers.get(item.clause.id, "base")
            assert item.layer in edition.layers
            reached = item.printing is not Printing.NOT_FOR_US
            assert reached is is_meant_for(world, item, edition.agency)


@given(worlds(partnerships=1))
def test_law_14_an_edit_with_a_mistake_has_no_effect(world: Library) -> None:
    editions, found = resolved(world)
    wrong = spans(found, Severity.ERROR)
    others, _ = resolved(without(world, lambda _, edit: bool(places(edit) & wrong)))
    assert others == editions


@given(worlds(partnerships=1))
def test_law_15_no_edit_is_dropped_in_silence(world: Library) -> None:
    editions, found = resolved(world)
    said = spans(found, Severity.ERROR, Severity.WARNING)
    done = {step.span for edition in editions.values() for item in edition.clauses() for step in item.trail}
    sections = {section.id for edition in editions.values() for section in edition.sections}
    for layer in world.layers.values():
        # PG324 speaks for all edits of a layer that no edition has
        if not any(layer.id in edition.layers for edition in editions.values()):
            continue
        makers = {
            edit.clause.id if isinstance(edit, Insert) else edit.id: edit
            for other in world.layers.values()
            for edit in other.edits
            if isinstance(edit, Insert | AddSection)
        }
        for edit in layer.edits:
            at: Edit | None = edit
            for _ in range(len(makers) + 1):  # what it stands at may have been refused, and is then named there
                if at is None or places(at) & said or at.span in done:
                    break
                if isinstance(at, AddSection) and at.id in sections:
                    break
                at = makers.get(target(at))
            else:
                at = None
            assert at is not None, edit


@given(worlds())
def test_law_16_what_an_agency_s_layer_inserts_does_not_depend_on_partnerships(world: Library) -> None:
    def shared(edition: Edition) -> list[str]:
        return [item.clause.id for item in edition.clauses() if item.layer == "base" or item.layer in world.agencies]

    alone = without(world, lambda layer, _: layer.kind is not LayerKind.AGENCY)
    before, after = resolved(world)[0], resolved(alone)[0]
    for name, edition in before.items():
        assert shared(edition) == shared(after[name])


@given(worlds())
def test_law_17_whether_an_agency_s_edit_finds_its_target_does_not_depend_on_partnerships(world: Library) -> None:
    def lost(of: Library) -> set[Span | None]:
        own = [edit for layer in of.layers.values() if layer.kind is LayerKind.AGENCY for edit in layer.edits]
        found = {item.span for item in resolved(of)[1] if item.code in {"PG301", "PG302", "PG303", "PG308"}}
        return {span for edit in own for span in places(edit) & found}

    assert lost(world) == lost(without(world, lambda layer, _: layer.kind is not LayerKind.AGENCY))


@given(worlds())
def test_law_18_the_same_project_gives_the_same_editions_and_the_same_words(world: Library) -> None:
    assert resolved(world) == resolved(world)

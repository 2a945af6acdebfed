"""A block becomes its noun with every place kept, or every mistake in it is told at once; nothing ever raises."""

from dataclasses import dataclass
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policygen.diagnostics import Outcome, RelPath, in_order
from policygen.model.guides import Guide
from policygen.model.leaflets import Leaflet, LeafletPart
from policygen.model.partnerships import LocalAgency
from policygen.model.prose import Paragraph, Reference, Str
from policygen.model.protocol import Clause, EditBlock, Section
from policygen.model.records import RecordField, ShowIf
from policygen.model.registers import LawRegister, LawStatus, Provision
from policygen.model.scalars import Force, Named
from policygen.source.bind import bind
from policygen.source.files import BLOCKS, FILES
from policygen.source.shapes import shape_of
from policygen.source.yamltree import Data, YamlTree, read_yaml

M = TypeVar("M")
KEBAB, LAW = "an id: small letters and digits, joined by hyphens", "the id of a law, such as ca2004-s16LA"
NUMBER = "must be a whole number"
FORCES = "must be one of `must`, `agreed`, `should`, `may` or `info`"
NOUNS = [kind.noun for kind in FILES if kind.noun is not None] + [*BLOCKS.values()]
BESIDE: dict[type, dict[str, object]] = {
    Clause: {"title": "A title", "body": ()},
    LeafletPart: {"title": "A title", "body": ()},
    Leaflet: {"id": "a", "parts": ()},
    Section: {"clauses": ()},
}
"""What stands outside a block."""


def bound(text: str, kind: type[M], **beside: object) -> Outcome[M]:
    read = read_yaml(text, RelPath("a.yaml"))
    assert read.value is not None
    return bind(read.value, kind, **beside)


def noun(text: str, kind: type[M], **beside: object) -> M:
    outcome = bound(text, kind, **beside)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def at(name: Named) -> tuple[int, int]:
    return name.span.start


def test_a_block_becomes_its_noun_with_the_place_of_every_name() -> None:
    body = (Paragraph((Str("Do it."),)),)
    text = (
        "id: keep-safe\nforce: must\nlocked: true\nfor: [police, -school]\nlaw: [act-s1]\n"
        "params:\n  days: {value: 10, max: 12}\n  who: {value: us}\nwhen: {law: act-s2, status: in-force}\n"
    )
    clause = noun(text, Clause, title="Keep children safe", body=body)
    assert (clause.id, clause.title, clause.force, clause.body) == ("keep-safe", "Keep children safe", Force.MUST, body)
    assert [(name.text, at(name)) for name in clause.audience] == [("police", (4, 7)), ("-school", (4, 15))]
    assert [(param.name, param.value, param.max, param.span.start) for param in clause.params] == [
        ("days", 10, 12, (7, 3)),
        ("who", "us", None, (8, 3)),
    ]
    assert clause.when is not None
    assert (clause.when.law, at(clause.when.law), clause.when.status) == (Named("act-s2"), (9, 13), LawStatus.IN_FORCE)
    assert (clause.span.start, clause.locked_span.start) == ((1, 5), (3, 1))


def test_what_is_not_written_is_as_the_noun_says() -> None:
    clause = noun("{id: a, force: may}", Clause, title="", body=())
    assert (clause.locked, clause.audience, clause.params, clause.when) == (False, (Named("all"),), (), None)


def test_words_in_a_value_are_read_with_their_references() -> None:
    field = noun("{id: told, label: 'See [[tell]].', type: text, hint: ' '}", RecordField)
    assert field.label == (Str("See "), Reference("tell", None), Str("."))
    assert field.hint == ()


def test_a_list_may_stand_under_one_of_two_keys() -> None:
    asked = noun("{field: answer, is: [yes-now, later]}", ShowIf)
    assert (asked.values, asked.negated) == ((Named("yes-now"), Named("later")), False)
    asked = noun("{field: answer, is: [], is_not: ['no']}", ShowIf)
    assert (asked.values, asked.negated) == ((Named("no"),), True)


def test_one_name_may_stand_for_a_list_of_one() -> None:
    assert noun("{omit: a, reason: b, law: act}", EditBlock).law == (Named("act"),)
    assert noun("{omit: a, reason: b, law: [act, other]}", EditBlock).law == (Named("act"), Named("other"))


def test_a_whole_number_is_as_good_as_text_where_text_is_free() -> None:
    local = noun("agency: clinic\ncontacts: {desk: {phone: 101}}\nvalues: {days: 5, years: , rooms: ''}", LocalAgency)
    assert local.contacts["desk"].fields == {"phone": "101"}
    assert local.contacts["desk"].span.start == (2, 12)
    assert local.values == {"days": Named("5")}, "a value that is left empty is none"
    assert at(local.values["days"]) == (3, 10), "the place of a value is that of its name"


def test_every_mistake_of_a_file_is_told_at_once() -> None:
    text = """\
id: Quick
title: ""
led: Words
steps:
  - id: one
    label: true
    title: One
    question: See [[a b]].
    branches: []
  - id: two
    title: [Two]
    question: Is it?
    branches: [{answer: "yes", to: "{{"}]
panels: none
"""
    found = bound(text, Guide)
    assert found.value is None
    told = in_order(found.diagnostics)
    assert [(item.code, item.span and item.span.start, item.message) for item in told] == [
        ("PG144", (1, 5), f"`Quick` is not {KEBAB}"),
        ("PG145", (2, 8), "`title` is empty"),
        ("PG141", (3, 1), "unknown setting `led`"),
        ("PG146", (6, 12), "`label` must be text, not true"),
        ("PG132", (8, 15), "`[[a b]]` is not a reference"),
        ("PG145", (9, 15), "`branches` is empty"),
        ("PG142", (10, 5), "`label` is missing here"),
        ("PG146", (11, 12), "`title` must be text, not a list"),
        ("PG144", (13, 36), f"`{{{{` is not {KEBAB}"),
        ("PG146", (14, 9), "`panels` must be a list, not `none`"),
    ]
    assert told[2].hint == "did you mean `lead`?"


HEAD = "id: a, force: may"


@pytest.mark.parametrize(
    ("kind", "text", "code", "message", "hint"),
    [
        (Clause, f"{HEAD}, lok: a", "PG141", "unknown setting `lok`", "did you mean `locked`?"),
        (ShowIf, "field: a, zz: 1", "PG141", "unknown setting `zz`", "known here: field, is, is_not"),
        (Clause, "id: a", "PG142", "`force` is missing here", None),
        (Clause, "id: a, force: most", "PG143", f"`force` {FORCES}, not `most`", "did you mean `must`?"),
        (Clause, "id: a, force: [may]", "PG143", f"`force` {FORCES}, not a list", "did you mean `may`?"),
        (Clause, f"{HEAD}, when: {{law: a b, status: in-force}}", "PG144", f"`a b` is not {LAW}", "write `a-b`"),
        (Clause, f"{HEAD}, params: {{A: {{value: 1}}}}", "PG144", f"`A` is not {KEBAB}", None),
        (Clause, f"{HEAD}, for: []", "PG145", "`for` is empty", None),
        (Clause, f"{HEAD}, locked: 1", "PG146", "`locked` must be true or false, not 1", None),
        (
            Clause,
            f"{HEAD}, params: {{a: {{value: 1, max: x}}}}",
            "PG146",
            "`max` must be a whole number, not `x`",
            None,
        ),
        (Clause, f"{HEAD}, params: {{a: {{value: }}}}", "PG146", f"`value` {NUMBER} or text, not nothing", None),
        (Clause, f"{HEAD}, params: []", "PG146", "`params` must be a block of keys and values, not a list", None),
        (Clause, f"id: {'a' * 81}, force: may", "PG147", "`id` has 81 signs and may have 80", None),
    ],
)
def test_a_mistake_is_told_in_these_words(kind: type, text: str, code: str, message: str, hint: str | None) -> None:
    found = bound(f"{{{text}}}", kind, title="", body=())
    assert found.value is None
    assert [(item.code, item.message, item.hint) for item in found.diagnostics] == [(code, message, hint)]


def test_a_day_must_be_in_the_calendar() -> None:
    law = "laws: [{id: act, title: Act, kind: act, status: in-force, confidence: high, checked: %s}]"
    (problem,) = bound(law % "2026-02-30", LawRegister).diagnostics
    assert (problem.code, problem.message) == ("PG147", "`checked`: day is out of range for month")
    (problem,) = bound(law % "22 November", LawRegister).diagnostics
    assert (problem.code, problem.message) == ("PG144", "`22 November` is not a date such as 2026-11-22")
    made = noun(law % "2026-11-22\n  , since: , link: ", LawRegister).laws[0]
    assert (made.checked, made.since, made.link) == ("2026-11-22", "", ""), (
        "a key with nothing after it is as good as none"
    )


def test_a_file_may_be_a_list() -> None:
    item = "- {id: P001, lock: all, agencies: [all], status: current, text: Keep children safe.}\n"
    provisions = noun(item * 2, tuple[Provision, ...])
    assert [(provision.id, provision.span.start) for provision in provisions] == [("P001", (1, 8)), ("P001", (2, 8))]


def test_a_type_that_does_not_say_how_it_is_written_is_a_mistake_in_the_program() -> None:
    @dataclass(frozen=True)
    class Careless:
        words: str

    with pytest.raises(TypeError, match="str"):
        shape_of(Careless)


# -- whatever stands in a file -------------------------------------------------------------------------

KEYS = {key for kind in NOUNS for key in getattr(shape_of(kind), "fields", ())}
WORDS = ["a", "all", "must", "P001", "2026-11-22", "{{ x", "[[a]]", "", " ", "a" * 90]
words = st.sampled_from(WORDS) | st.text(max_size=5)
keys = st.sampled_from(sorted(KEYS)) | words
data = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 12) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=30,
)


def placed(made: Data) -> YamlTree:
    """Give data the places of a file of which nothing but the top is known."""
    read = read_yaml("a", RelPath("a.yaml"))
    assert read.value is not None
    return YamlTree(made, read.value.places)


@settings(deadline=None)
@given(st.sampled_from(NOUNS), data)
def test_any_data_are_bound_or_refused(kind: type, made: Data) -> None:
    outcome = bind(placed(made), kind, **BESIDE.get(kind, {}))
    assert outcome.value is not None or outcome.diagnostics

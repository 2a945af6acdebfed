"""Digests: two values have the same one if and only if they say the same."""

import hashlib
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.diagnostics import Pos, RelPath, Span
from policygen.keys import digest, digest_bytes, short
from policygen.model.prose import Paragraph, Quote, Str, Strong
from policygen.model.scalars import Force, Named

plain = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.binary(max_size=5)
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def typed(value: object) -> object:
    """Return a value that equals another only if their types are the same as well: True is not 1."""
    match value:
        case tuple():
            return ("tuple", *map(typed, value))
        case dict():
            return ("dict", *sorted((key, typed(inner)) for key, inner in value.items()))
        case _:
            return type(value).__name__, repr(value)


@given(values, values)
def test_digests_are_equal_exactly_when_the_values_are(one: object, other: object) -> None:
    assert (digest(one) == digest(other)) is (repr(typed(one)) == repr(typed(other)))


@given(st.lists(values, max_size=3), st.lists(values, max_size=3))
def test_several_values_do_not_run_together(some: list[object], others: list[object]) -> None:
    assert (digest(*some) == digest(*others)) is (repr(typed(tuple(some))) == repr(typed(tuple(others))))


@given(st.dictionaries(st.text(), st.integers()), st.randoms())
def test_the_order_of_a_mapping_says_nothing(mapping: dict[str, int], chance: object) -> None:
    shuffled = list(mapping.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert digest(mapping) == digest(dict(shuffled)) == digest(MappingProxyType(mapping))


def test_the_order_of_a_set_says_nothing_and_that_of_a_tuple_does() -> None:
    assert digest(frozenset({"a", "b", "c"})) == digest(frozenset({"c", "b", "a"}))
    assert digest(("a", "b")) != digest(("b", "a"))


def test_values_of_different_types_that_look_alike_differ() -> None:
    alike = ["1", 1, True, b"1", ("1",), frozenset({"1"}), {"1": None}, None, ""]
    assert len({digest(value) for value in alike}) == len(alike)


def test_neighbours_do_not_run_together() -> None:
    assert digest(("a", "b")) != digest(("ab",))
    assert digest("a", "b") != digest("ab")
    assert digest(("a", ("b",))) != digest((("a",), "b"))
    assert digest({"a": "bc"}) != digest({"ab": "c"})


def test_a_place_is_not_part_of_what_is_said() -> None:
    here = Span(RelPath("a.md"), Pos(1, 1), Pos(1, 2))
    assert digest(Named("x", here)) == digest(Named("x", replace(here, path=RelPath("b.md")))) == digest(Named("x"))
    assert digest(Named("x", here)) != digest(Named("y", here))


def test_the_name_of_a_type_is_part_of_what_is_said() -> None:
    assert digest(Paragraph(())) != digest(Quote(()))
    assert digest(Paragraph((Str("a"),))) != digest(Paragraph((Strong((Str("a"),)),)))


def test_an_enum_is_its_value() -> None:
    assert digest(Force.MUST) == digest("must")


def test_every_compared_field_counts() -> None:
    @dataclass(frozen=True)
    class Thing:
        name: str = "a"
        size: int = 1
        seen: int = field(default=0, compare=False)

    assert digest(Thing()) == digest(Thing(seen=9))
    assert len({digest(Thing()), digest(Thing("b")), digest(Thing(size=2))}) == 3


@pytest.mark.parametrize("value", [1.5, {1, 2}, object(), Paragraph, bytearray(b"a"), {"a": 2.5}, (1, [0.5])])
def test_what_it_does_not_know_is_refused_by_name(value: object) -> None:
    with pytest.raises(TypeError, match="cannot digest a "):
        digest(value)


def test_digests_do_not_change_from_one_release_to_the_next() -> None:
    """Stores and `of:` quote them; a change here makes all of them stale."""
    said = {"title": "Tell", "body": (Paragraph((Str("Tell them."),)),), "days": 10, "locked": True, "when": None}
    assert short(digest(said)) == "e887343c0532"
    assert short(digest(said), 4) == "e887"


def test_a_digest_of_bytes_is_what_sha256sum_prints() -> None:
    assert digest_bytes(b"abc") == hashlib.sha256(b"abc").hexdigest()
    assert len(digest("abc")) == 64

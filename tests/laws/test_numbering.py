"""Law 8 of `docs/overlays.md` on numbers alone: thousands of insertions at random gaps."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.resolve.numbering import between, numbered, plain, written

Key = tuple[tuple[int, int], ...]


def read(number: str) -> Key:
    """Read a number as a person does who knows the rules, and return a key that sorts in reading order.

    A run of Zs before a letter stands before that letter; the last Z of a run before figures, before 0 or at the end
    is the letter Z itself; 0 only parts a Z from the letters after it.
    """
    head = re.match(r"(?:(Z*)A)?(\d+)", number)
    assert head is not None
    key = [(0 if head[1] is None else -1 - len(head[1]), int(head[2]))]
    rest = number[head.end() :]
    while rest:
        step = re.match(r"(Z*)([A-Y])|(Z*)Z([1-9]\d*)|(Z*)Z(0|$)", rest)
        assert step is not None, number
        if step[2]:
            key.append((-len(step[1]), ord(step[2]) - 64))
        elif step[4]:
            key.append((-len(step[3]), 26 + int(step[4])))
        else:
            key.append((-len(step[5]), 26))
        rest = rest[step.end() :]
    return tuple(key)


def grown(gaps: list[int], base: int) -> list[Key]:
    labels = [plain(count) for count in range(1, base + 1)]
    for gap in gaps:
        at = gap % (len(labels) + 1)
        left = labels[at - 1] if at else None
        right = labels[at] if at < len(labels) else None
        labels.insert(at, between(left, right))
    return labels


@given(st.lists(st.integers(0, 10_000), max_size=120), st.integers(1, 4))
def test_insertions_at_any_gaps_sort_are_unique_and_can_be_read_back(gaps: list[int], base: int) -> None:
    labels = grown(gaps, base)
    assert labels == sorted(set(labels))
    assert [read(written(label)) for label in labels] == labels


def test_thousands_of_insertions_at_random_gaps_sort_are_unique_and_can_be_read_back() -> None:
    chance = random.Random(1)
    labels = grown([chance.randrange(10_000_000) for _ in range(5_000)], 10)
    assert labels == sorted(set(labels))
    assert [read(written(label)) for label in labels] == labels
    assert len({written(label) for label in labels}) == len(labels)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=400))
def test_insertions_near_one_place_sort_are_unique_and_can_be_read_back(steps: list[int]) -> None:
    """Stay at one place and move by one now and then: deep numbers, and many letters in a row."""
    labels = [plain(1), plain(2)]
    at = 1
    for step in steps:
        labels.insert(at, between(labels[at - 1] if at else None, labels[at] if at < len(labels) else None))
        at += {0: 0, 1: 1, 2: 1, 3: -1 if at else 0}[step]
    assert labels == sorted(set(labels))
    assert [read(written(label)) for label in labels] == labels


@given(st.lists(st.booleans(), min_size=1, max_size=80))
def test_a_run_of_new_names_is_numbered_as_if_inserted_in_reading_order(given_before: list[bool]) -> None:
    names = [str(count) for count in range(len(given_before))]
    kept = [name for name, was in zip(names, given_before, strict=True) if was]
    old = {name: plain(count) for count, name in enumerate(kept, start=1)}
    labels = numbered(names, old)
    assert old.items() <= labels.items()
    assert list(labels) == names
    assert list(labels.values()) == sorted(set(labels.values()))


@pytest.mark.parametrize(
    ("left", "right", "new"),
    [
        ("", "", "1"),
        ("", "1", "A1"),
        ("", "A1", "ZA1"),
        ("A1", "1", "A2"),
        ("4", "", "4A"),
        ("4", "5", "4A"),
        ("4A", "5", "4B"),
        ("4Z", "5", "4Z1"),
        ("4", "4A", "4ZA"),
        ("4ZA", "4A", "4ZB"),
        ("4A", "4B", "4AA"),
    ],
)
def test_what_stands_between_two_numbers_is_called_as_in_acts(left: str, right: str, new: str) -> None:
    assert written(between(*(read(number) if number else None for number in (left, right)))) == new

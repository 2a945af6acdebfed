"""Law switches of the real project, each turned both ways: what changes, what does not, and no stale words.

Composed values only. Turning a switch is what its `confirmed` in a partnership or `law.yaml` does.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import get_args

import pytest

from policygen.compose.documents import compose
from policygen.diagnostics import has_errors
from policygen.model.documents import Document
from policygen.model.editions import Edition
from policygen.model.library import Library
from policygen.model.prose import Leaf, Nest
from policygen.model.registers import LawStatus
from policygen.render.html.markup import plain_text
from policygen.resolve.editions import resolve
from policygen.resolve.impact import impact
from policygen.source.load import load_library
from policygen.source.tree import read_tree
from tests.conftest import ROOT


@cache
def shipped_library() -> Library:
    tree = read_tree(ROOT).value
    assert tree is not None
    library = load_library(tree).value
    assert library is not None
    return library


INLINES = (*get_args(Leaf), *get_args(Nest))
Place = tuple[str, str, str]

LAWS = {
    "ca2004-s16LA": re.compile(r"16LA\b"),
    "ca2004-s16LC": re.compile(r"16LC\b"),
    "capa2026-report": re.compile(r"Crime and Policing Act 2026"),
    "duaa2025-s117": re.compile(r"Information Commission\b"),
}
"""The switches, and how texts name what they switch."""

AWAITED = re.compile(
    r"when in force|once (it|they) (is|are|has|have|starts?)|check today|may have started|not confirmed", re.IGNORECASE
)
ASSERTED = re.compile(r"\bmust\b|\bbinds us\b|\bduty to share in section 16LA\b|\bis in force\b", re.IGNORECASE)


LISTS = {f"annex-{name}" for name in ("changes", "coverage", "law", "law-coverage", "notes", "provisions")}
"""Parts that list what an edition prints, and where the law stands; the notices stand in the law document."""


@cache
def turned(law: str, status: LawStatus | None) -> tuple[Library, tuple[Edition, ...], Mapping[Place, Document]]:
    """Return the project with one switch turned, its editions and every document of them, by its place."""
    library = shipped_library()
    if status is not None:
        entry = library.law[law]
        assert entry.switch is not None
        switch = replace(entry.switch, confirmed_by="A lawyer", confirmed_on="2026-11-29")
        library = replace(library, law={**library.law, law: replace(entry, status=status, switch=switch)})
    resolved = resolve(library)
    editions = resolved.value or ()
    composed = compose(library, editions, fingerprints=False)
    assert not has_errors((*resolved.diagnostics, *composed.diagnostics))
    return (
        library,
        editions,
        {
            (each.edition.partnership, each.edition.agency, document.stem): document
            for each in composed.value or ()
            for document in each.documents
        },
    )


def texts(value: object) -> Iterator[str]:
    """Yield every run of words in a composed value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple) and value and all(isinstance(item, INLINES) for item in value):
        yield plain_text(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from texts(getattr(value, each.name))


def sentences(document: Document, named: re.Pattern[str]) -> set[str]:
    """Return the sentences of a document that name a law."""
    return {
        sentence
        for text in texts(document.parts)
        if named.search(text)
        for sentence in re.split(r"(?<=[.!?]) ", text)
        if named.search(sentence)
    }


@pytest.mark.parametrize("law", LAWS)
def test_in_force_nothing_says_that_it_is_awaited(law: str) -> None:
    _, _, documents = turned(law, LawStatus.IN_FORCE)
    said = {sentence for document in documents.values() for sentence in sentences(document, LAWS[law])}
    assert sorted(sentence for sentence in said if AWAITED.search(sentence)) == []


@pytest.mark.parametrize("law", ["ca2004-s16LA", "capa2026-report"])
@pytest.mark.parametrize("status", [None, LawStatus.NOT_IN_FORCE])
def test_off_none_of_its_duties_is_asserted(law: str, status: LawStatus | None) -> None:
    _, editions, documents = turned(law, status)
    said = {sentence for document in documents.values() for sentence in sentences(document, LAWS[law])}
    assert sorted(sentence for sentence in said if ASSERTED.search(sentence)) == []
    for edition in editions:
        printed = {item.clause.id for item in edition.clauses() if item.printing == "printed"}
        assert not printed & {"ca2004-s16LA": {"law-duty-to-share"}, "capa2026-report": {"law-duty-to-report"}}[law]


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("status", [LawStatus.IN_FORCE, LawStatus.NOT_IN_FORCE])
def test_a_switch_changes_the_documents_that_rest_on_it_and_no_other(law: str, status: LawStatus) -> None:
    library, editions, before = turned(law, None)
    _, _, after = turned(law, status)
    assert before.keys() == after.keys()
    changed = {place for place, document in before.items() if after[place] != document}
    named = {
        (partnership, agency, use.document)
        for follower in (law, *(each.id for each in library.law.values() if each.follows and each.follows.text == law))
        for use in impact(library, editions, follower)
        for partnership, agency in use.editions
    }
    lists = {outline.id for outline in library.outlines.values() if LISTS & {part.text for part in outline.parts}}
    ids = {(*place[:2], before[place].id.removeprefix("record-")) for place in changed}
    assert changed
    assert sorted(place for place in ids - named if place[2] not in {*lists, "law"}) == []


def test_every_switch_of_the_register_is_turned_here() -> None:
    library = shipped_library()
    assert {law.id for law in library.law.values() if law.switch is not None} == set(LAWS)

"""The registers and editions of the shipped content hold what they promise, judged from the files that are built."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from html import unescape

import pytest

from policygen.model.editions import Edition, EditionClause, Printing
from policygen.model.library import Library
from policygen.model.policies import Annex, ClauseView, Danger, SectionView
from policygen.model.registers import Provision, ProvisionLock
from policygen.project import Project
from policygen.rules.reading import measure, sentences
from tests.content.copies import Copy
from tests.content.reading import words_of

LIVE = {"current", "corrected", "qualified"}
LONGEST = 30
EASIEST_LEAST = 50.0
"""Flesch reading ease of an edition; the text of law alone stands far below."""


@pytest.fixture(scope="session")
def library(shipped: Project) -> Library:
    assert shipped.library is not None
    return shipped.library


@pytest.fixture(scope="session")
def policies(copies: Mapping[str, Copy], library: Library) -> dict[str, Copy]:
    """The policy of each agency, by its id."""
    found = {copy.edition.agency: copy for copy in copies.values() if copy.document.id == "policy"}
    assert list(found) == list(library.rendered())
    return found


# ---- provisions, law and notes ---------------------------------------------------------------------------------------


def test_every_live_provision_is_printed_for_somebody(library: Library, policies: dict[str, Copy]) -> None:
    everywhere = {
        name for copy in policies.values() for clause in clauses(copy.web_page) for name in clause["provisions"]
    }
    live = {item.id for item in library.provisions.values() if item.status in LIVE}
    assert live - everywhere == set()
    assert everywhere <= library.provisions.keys()


def test_every_provision_that_is_locked_for_all_is_in_a_locked_clause_of_every_policy(
    library: Library, policies: dict[str, Copy]
) -> None:
    locked = {item.id for item in library.provisions.values() if item.lock is ProvisionLock.ALL and item.status in LIVE}
    assert len(locked) > 100
    for agency, copy in policies.items():
        kept = {item.clause.id for item in copy.edition.clauses() if item.clause.locked}
        found = {name for clause in clauses(copy.web_page) if clause["id"] in kept for name in clause["provisions"]}
        assert locked - found == set(), agency


def test_a_provision_of_some_agencies_is_printed_for_them(library: Library, policies: dict[str, Copy]) -> None:
    for agency, copy in policies.items():
        found = {name for clause in clauses(copy.web_page) for name in clause["provisions"]}
        wanted = {
            item.id
            for item in library.provisions.values()
            if item.lock is ProvisionLock.AGENCY and item.status in LIVE and meant(item, library.lineage(agency))
        }
        assert wanted - found == set(), agency


def test_every_correction_that_a_clause_applies_has_its_note_in_the_annex(
    library: Library, policies: dict[str, Copy]
) -> None:
    for agency, copy in policies.items():
        used = {name.text for item in printed(copy.edition) for name in item.clause.corrections}
        assert used, agency
        annex = next(part for part in copy.document.parts if isinstance(part, Annex) and part.id == "annex-notes")
        assert annex is copy.document.parts[-1], "the notes are the last part"
        after = copy.web_page.partition('id="annex-notes"')[2]
        for note in library.corrections.values():
            row = re.search(rf'<tr id="note-{note.id}">(.*?)</tr>', after, re.DOTALL)
            assert (row is not None) == (note.id in used), (agency, note.id)
            if row is not None:
                assert straight(note.correct) in straight(" ".join(words_of(row[1]))), (agency, note.id)
        for item in printed(copy.edition):
            for name in item.clause.corrections:
                assert f'href="#note-{name.text}"' in section(copy.web_page, item.clause.id), (agency, item.clause.id)


def test_every_law_that_an_edition_cites_is_in_its_list_with_status_and_day(
    library: Library, policies: dict[str, Copy]
) -> None:
    for agency, copy in policies.items():
        cited = {library.law[name.text].of or name.text for item in printed(copy.edition) for name in item.clause.law}
        for law in cited:
            row = re.search(rf'<tr id="law-{law}">(.*?)</tr>', copy.web_page, re.DOTALL)
            assert row, (agency, law)
            assert "Checked" in row[1], (agency, law)
        links = set(re.findall(r'href="#law-([^"]*)"', copy.web_page))
        assert links <= set(re.findall(r'id="law-([^"]*)"', copy.web_page)), agency


def test_a_law_that_nobody_has_confirmed_is_boxed_once_and_never_said_to_be_in_force(
    library: Library, policies: dict[str, Copy]
) -> None:
    unconfirmed = [law for law in library.law.values() if law.unconfirmed]
    assert unconfirmed
    for agency, copy in policies.items():
        for law in unconfirmed:
            assert copy.web_page.count(f'id="notice-{law.id}"') == 1, (agency, law.id)
        for item in copy.edition.clauses():
            if item.printing is Printing.WAITING:
                assert "Waits until somebody confirms the law" in section(copy.web_page, item.clause.id), agency


# ---- numbers and attributes ------------------------------------------------------------------------------------------


def test_a_number_means_the_same_paragraph_in_every_edition(policies: dict[str, Copy], library: Library) -> None:
    """Of the base, and of what an ancestor put in."""
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for copy in policies.values():
        for name, number in re.findall(r'id="([^"]*)" data-number="([^"]*)"', copy.web_page):
            numbers[name].add(number)
    assert {name: found for name, found in numbers.items() if len(found) > 1} == {}
    base = {clause.id for section in library.sections for clause in section.clauses}
    for agency, copy in policies.items():
        found = {name for name, _ in re.findall(r'id="([^"]*)" data-number="([^"]*)"', copy.web_page)}
        assert base <= found, (agency, base - found)
        assert all(re.fullmatch(r"\d+\.\d+", number) for name in base for number in numbers[name])


def test_two_paragraphs_of_an_edition_never_share_a_number(policies: dict[str, Copy]) -> None:
    for agency, copy in policies.items():
        found = re.findall(r'data-number="([^"]*)"', copy.web_page)
        assert sorted(found) == sorted(set(found)), agency


def test_every_clause_carries_what_machines_read(policies: dict[str, Copy]) -> None:
    for agency, copy in policies.items():
        found = {clause["id"]: clause for clause in clauses(copy.web_page)}
        expected = {item.clause.id: item for item in printed(copy.edition)}
        assert found.keys() == expected.keys(), agency
        for name, item in expected.items():
            assert found[name] == {
                "id": name,
                "number": item.number,
                "force": item.clause.force.value,
                "layer": item.text_layer,
                "provisions": [provision.text for provision in item.clause.provisions],
            }, (agency, name)
            said = straight(" ".join(words_of(section(copy.web_page, name))))
            assert said.startswith(straight(f"{item.number} {item.clause.title}")), (agency, name)


def test_pdf_and_page_hold_the_same_numbers(policies: dict[str, Copy]) -> None:
    for agency, copy in policies.items():
        heads = {copy.pdf.words(tag)[0] for tag in copy.pdf.tree.walk() if tag.kind in {"H2", "H3"}}
        for clause in clauses(copy.web_page):
            assert clause["number"] in heads, (agency, clause["number"])


# ---- what people would be hurt by ------------------------------------------------------------------------------------


def test_cafcass_is_never_told_that_court_permission_is_always_needed(policies: dict[str, Copy]) -> None:
    text = before_notes(policies["cafcass"]).lower()
    for sentence in re.split(r"(?<=[.!?])\s", text):
        assert not re.search(
            r"\b(always|never)\b.*(permission of the court|court's permission|court permission)", sentence
        )
    assert "permission" in text
    assert "tell the court" in text or "the court" in text


def test_wrong_names_stand_in_no_edition_outside_the_notes(policies: dict[str, Copy]) -> None:
    wrong = ("Human Rights Act 2000", "CSOR", "principals", "Police Authority", "Seven Gold Rules")
    for agency, copy in policies.items():
        text = before_notes(copy)
        assert [words for words in wrong if re.search(rf"\b{words}\b", text)] == [], agency


def test_doctors_read_of_patients_and_of_what_binds_all_health_staff(
    policies: dict[str, Copy], library: Library
) -> None:
    copy = policies["medical-gmc"]
    assert len(re.findall(r"\bpatients?\b", before_notes(copy))) > 20
    layers = {clause["layer"] for clause in clauses(copy.web_page)}
    assert {"base", "health", "medical-gmc"} <= layers
    found = {name for clause in clauses(copy.web_page) for name in clause["provisions"]}
    wanted = {
        item.id
        for item in library.provisions.values()
        if item.status in LIVE and {"health", "medical-gmc"} & {name.text for name in item.agencies}
    }
    assert wanted
    assert wanted <= found


@pytest.mark.parametrize("agency", ["police", "health", "lscp"])
def test_the_serious_violence_duty_names_who_is_bound_and_what_must_be_met(
    agency: str, policies: dict[str, Copy]
) -> None:
    page = policies[agency].web_page
    assert "fire and rescue authorities" in " ".join(words_of(section(page, "svd-who")))
    compels = " ".join(words_of(section(page, "svd-section-17")))
    assert re.search(r"request under section 17 .* must be met", compels)
    for exception in (
        "patient information",
        "personal information held by a health or social care authority",
        "data protection",
        "Investigatory Powers Act 2016",
    ):
        assert exception in compels
    by_choice = " ".join(words_of(section(page, "svd-section-16")))
    assert "health or social care authority may not use section 16 to disclose it" in by_choice


# ---- reading ---------------------------------------------------------------------------------------------------------


def test_no_sentence_of_a_clause_is_longer_than_thirty_words(policies: dict[str, Copy]) -> None:
    long: dict[str, int] = {}
    for copy in policies.values():
        for view in views(copy):
            for body in (view.body, *(note.body for note in view.notes)):
                for sentence in sentences(body):
                    count = sum(any(sign.isalpha() for sign in word) for word in sentence.split())
                    if count > LONGEST:
                        long[f"{view.number} {view.id}: {sentence}"] = count
    worst = sorted(long, key=lambda said: -long[said])
    assert not long, f"{len(long)}, the worst of {long[worst[0]]} words: {worst[:5]}"


def test_every_edition_is_readable(policies: dict[str, Copy]) -> None:
    for agency, copy in policies.items():
        reading = measure(block for view in views(copy) for block in view.body)
        assert reading.ease >= EASIEST_LEAST, f"{agency}: reading ease {reading.ease:.1f}"


# ---- how the tests look at an edition --------------------------------------------------------------------------------


def clauses(page: str) -> list[dict[str, object]]:
    """Return what a program can read of the clauses of a page."""
    found = []
    for tag in re.findall(r"<section class=\"[^\"]*\" [^>]*data-force=[^>]*>", page):
        given = {name: unescape(value) for name, value in re.findall(r'([a-z-]+)="([^"]*)"', tag)}
        data = {name: given[f"data-{name}"] for name in ("number", "force", "layer")}
        found.append({"id": given["id"], **data, "provisions": given["data-provisions"].split()})
    return found


def section(page: str, name: str) -> str:
    """Return the element of a clause of a page."""
    start = re.search(rf'<(section|div) class="[^"]*" id="{re.escape(name)}"', page)
    assert start, name
    return page[start.start() : page.index(f"</{start[1]}>", start.start())] + f"</{start[1]}>"


def meant(provision: Provision, lineage: tuple[str, ...]) -> bool:
    """Say whether a provision names an agency or its ancestors, and takes none of them out."""
    names = {name.text for name in provision.agencies}
    return bool(names & {"all", *lineage}) and not names & {f"-{agency}" for agency in lineage}


def printed(edition: Edition) -> list[EditionClause]:
    return [item for item in edition.clauses() if item.printing is Printing.PRINTED]


def views(copy: Copy) -> Iterator[ClauseView]:
    for part in copy.document.parts:
        if isinstance(part, Danger):
            yield part.clause
        elif isinstance(part, SectionView):
            yield from (item for item in part.items if isinstance(item, ClauseView))


def before_notes(copy: Copy) -> str:
    """Return the words of a page before the editor's notes."""
    page = copy.web_page
    end = page.index('<section class="annex" id="annex-notes"')
    body = page[page.index("<main") : end] + "</main>"
    return straight(" ".join(words_of(body)))


def straight(text: str) -> str:
    """Return a text with one kind of space and one kind of each quotation mark."""
    return " ".join(text.split()).translate(str.maketrans("‘’“”", "''\"\""))

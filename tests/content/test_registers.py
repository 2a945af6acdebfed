"""The registers and editions of the shipped content hold what they promise, judged from the files that are built."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape

import pytest

from policygen.compose.site import clauses_of
from policygen.model.editions import Edition, EditionClause
from policygen.model.library import Library
from policygen.model.policies import ClauseView
from policygen.model.protocol import Move
from policygen.model.registers import Provision, ProvisionLock
from policygen.project import Project
from policygen.resolve.packs import standing
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


@dataclass(frozen=True)
class Pack:
    """The documents of one agency that are made of the protocol, read as one."""

    edition: Edition
    copies: tuple[Copy, ...]

    @cached_property
    def web_page(self) -> str:
        return "\n".join(copy.web_page for copy in self.copies)


@pytest.fixture(scope="session")
def packs(copies: Mapping[str, Copy], library: Library) -> dict[str, Pack]:
    """What each agency has of the protocol, by its id; that of the last partnership where there are several."""
    ours: dict[str, dict[str, list[Copy]]] = {}
    for copy in copies.values():
        ours.setdefault(copy.edition.agency, {}).setdefault(copy.edition.partnership, []).append(copy)
    found = {agency: Pack(made[0].edition, tuple(made)) for agency, each in ours.items() for made in each.values()}
    assert list(found) == list(library.rendered())
    return found


@pytest.fixture(scope="session")
def whole(packs: Mapping[str, Pack], library: Library) -> dict[str, Pack]:
    """The packs that are not about one thing alone."""
    return {agency: pack for agency, pack in packs.items() if not library.agencies[agency].only}


# ---- provisions, law and notes ---------------------------------------------------------------------------------------


def test_every_live_provision_is_printed_for_somebody(library: Library, packs: dict[str, Pack]) -> None:
    everywhere = {name for copy in packs.values() for clause in clauses(copy.web_page) for name in clause["provisions"]}
    live = {item.id for item in library.provisions.values() if item.status in LIVE}
    assert live - everywhere == set()
    assert everywhere <= library.provisions.keys()


def test_every_provision_that_is_locked_for_all_is_in_a_locked_clause_of_every_pack(
    library: Library, whole: dict[str, Pack]
) -> None:
    locked = {item.id for item in library.provisions.values() if item.lock is ProvisionLock.ALL and item.status in LIVE}
    assert len(locked) > 100
    for agency, copy in whole.items():
        kept = {item.clause.id for item in copy.edition.clauses() if item.clause.locked}
        found = {name for clause in clauses(copy.web_page) if clause["id"] in kept for name in clause["provisions"]}
        assert locked - found == set(), agency


def test_what_decides_is_in_every_policy_or_where_its_lead_decides(library: Library, whole: dict[str, Pack]) -> None:
    decides = {item.id for item in library.provisions.values() if item.decides}
    assert len(decides) > 50
    for agency, pack in whole.items():
        page = next(copy for copy in pack.copies if copy.document.id == "policy").web_page
        found = {name for clause in clauses(page) for name in clause["provisions"]}
        moved = {
            name.text
            for item in pack.edition.clauses()
            if any(isinstance(step.did, Move) for step in item.trail)
            for name in item.clause.provisions
        }
        assert decides - found - moved == set(), agency


def test_a_provision_of_some_agencies_is_printed_for_them(library: Library, packs: dict[str, Pack]) -> None:
    for agency, copy in packs.items():
        found = {name for clause in clauses(copy.web_page) for name in clause["provisions"]}
        wanted = {
            item.id
            for item in library.provisions.values()
            if item.lock is ProvisionLock.AGENCY and item.status in LIVE and meant(item, library.lineage(agency))
        }
        assert wanted - found == set(), agency


def test_every_correction_that_a_clause_applies_stands_in_a_list_of_the_pack(
    library: Library, packs: dict[str, Pack]
) -> None:
    for agency, pack in packs.items():
        ours = printed(library, pack.edition)
        used = {name.text for item in ours for name in item.clause.corrections}
        assert used, agency
        lists = [copy for copy in pack.copies if 'id="annex-corrections"' in copy.web_page]
        assert lists, agency
        for note in library.corrections.values():
            row = re.search(rf'<tr id="note-{note.id}">(.*?)</tr>', lists[0].web_page, re.DOTALL)
            assert (row is not None) == (note.id in used), (agency, note.id)
            if row is not None and "{{" not in note.correct:
                assert straight(note.correct) in straight(" ".join(words_of(row[1]))), (agency, note.id)
        for item in ours:
            for name in item.clause.corrections:
                assert f'#note-{name.text}"' in section(pack.web_page, item.clause.id), (agency, item.clause.id)


def test_it_is_said_once_that_nobody_has_confirmed_the_corrections(packs: dict[str, Pack]) -> None:
    for agency, pack in packs.items():
        for copy in pack.copies:
            assert copy.web_page.count("To be confirmed by the partnership’s legal adviser") <= 1, (
                agency,
                copy.document.id,
            )


def test_every_law_that_an_edition_cites_is_in_its_list_with_status(library: Library, packs: dict[str, Pack]) -> None:
    for agency, pack in packs.items():
        ours = printed(library, pack.edition)
        cited = {library.law[name.text].of or name.text for item in ours for name in item.clause.law}
        for law in cited:
            assert re.search(rf'<tr id="law-{law}">(.*?)</tr>', pack.web_page, re.DOTALL), (agency, law)
        links = set(re.findall(r'href="#law-([^"]*)"', pack.web_page))
        assert links <= set(re.findall(r'id="law-([^"]*)"', pack.web_page)), agency


def test_every_link_into_another_document_of_the_pack_finds_its_place(packs: dict[str, Pack]) -> None:
    for agency, pack in packs.items():
        pages = {f"{copy.document.id}.html": copy.web_page for copy in pack.copies}
        for copy in pack.copies:
            for page, name in re.findall(r'href="([a-z-]+\.html)#([^"]*)"', copy.web_page):
                if page in pages:
                    assert f'id="{name}"' in pages[page], (agency, copy.document.id, page, name)


def test_a_law_that_nobody_has_confirmed_is_boxed_and_never_said_to_be_in_force(
    library: Library, packs: dict[str, Pack]
) -> None:
    unconfirmed = [law for law in library.law.values() if law.unconfirmed]
    assert unconfirmed
    for agency, pack in packs.items():
        for copy in pack.copies:
            assert all(copy.web_page.count(f'id="notice-{law.id}"') <= 1 for law in unconfirmed), agency
        for law in unconfirmed if not library.agencies[agency].only else ():
            assert f'id="notice-{law.id}"' in pack.web_page, (agency, law.id)


# ---- numbers and attributes ------------------------------------------------------------------------------------------


def test_a_number_means_the_same_paragraph_in_every_edition(packs: dict[str, Pack], library: Library) -> None:
    """Of the base, and of what an ancestor put in."""
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for copy in packs.values():
        for name, number in re.findall(r'id="([^"]*)" data-number="([^"]*)"', copy.web_page):
            numbers[name].add(number)
    assert {name: found for name, found in numbers.items() if len(found) > 1} == {}
    base = {clause.id for section in library.sections for clause in section.clauses}
    for agency, copy in packs.items():
        found = {name for name, _ in re.findall(r'id="([^"]*)" data-number="([^"]*)"', copy.web_page)}
        assert base <= found or library.agencies[agency].only, (agency, base - found)
        assert all(re.fullmatch(r"\d+\.\d+", number) for name in base for number in numbers[name])


def test_two_paragraphs_of_an_edition_never_share_a_number(packs: dict[str, Pack]) -> None:
    for agency, copy in packs.items():
        sections = {section.id for section in copy.edition.sections}  # these may stand in several documents
        marks = re.findall(r'id="([^"]*)" data-number="([^"]*)"', copy.web_page)
        found = [number for name, number in marks if name not in sections]
        assert sorted(found) == sorted(set(found)), agency


def test_every_clause_carries_what_machines_read(packs: dict[str, Pack], library: Library) -> None:
    for agency, copy in packs.items():
        found = {clause["id"]: clause for clause in clauses(copy.web_page)}
        expected = {item.clause.id: item for item in printed(library, copy.edition)}
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
            head = rf"{re.escape(item.number)} ([A-Z, ]+ )?{re.escape(straight(item.clause.title))}"
            assert re.match(head, said), (agency, name)


def test_pdf_and_page_hold_the_same_numbers(packs: dict[str, Pack]) -> None:
    for agency, pack in packs.items():
        for copy in pack.copies:
            heads = {copy.pdf.words(tag)[0] for tag in copy.pdf.tree.walk() if tag.kind in {"H2", "H3"}}
            for clause in clauses(copy.web_page):
                assert clause["number"] in heads, (agency, copy.document.id, clause["number"])


# ---- what people would be hurt by ------------------------------------------------------------------------------------


def test_cafcass_is_never_told_that_court_permission_is_always_needed(packs: dict[str, Pack]) -> None:
    text = before_notes(packs["cafcass"]).lower()
    for sentence in re.split(r"(?<=[.!?])\s", text):
        assert not re.search(
            r"\b(always|never)\b.*(permission of the court|court's permission|court permission)", sentence
        )
    assert "permission" in text
    assert "tell the court" in text or "the court" in text


def test_wrong_names_stand_in_no_edition_outside_the_notes(packs: dict[str, Pack]) -> None:
    wrong = ("Human Rights Act 2000", "CSOR", "principals", "Police Authority", "Seven Gold Rules")
    for agency, copy in packs.items():
        text = before_notes(copy)
        assert [words for words in wrong if re.search(rf"\b{words}\b", text)] == [], agency


def test_doctors_read_of_patients_and_of_what_binds_all_health_staff(packs: dict[str, Pack], library: Library) -> None:
    copy = packs["medical-gmc"]
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
def test_the_serious_violence_duty_names_who_is_bound_and_what_must_be_met(agency: str, packs: dict[str, Pack]) -> None:
    page = packs[agency].web_page
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


def test_no_sentence_of_a_clause_is_longer_than_thirty_words(packs: dict[str, Pack]) -> None:
    long: dict[str, int] = {}
    for copy in packs.values():
        for view in views(copy):
            for body in (view.body, *(note.body for note in view.notes)):
                for sentence in sentences(body):
                    count = sum(any(sign.isalpha() for sign in word) for word in sentence.split())
                    if count > LONGEST:
                        long[f"{view.number} {view.id}: {sentence}"] = count
    worst = sorted(long, key=lambda said: -long[said])
    assert not long, f"{len(long)}, the worst of {long[worst[0]]} words: {worst[:5]}"


def test_every_edition_is_readable(packs: dict[str, Pack]) -> None:
    for agency, copy in packs.items():
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


def printed(library: Library, edition: Edition) -> list[EditionClause]:
    """Return the clauses that stand in a pack."""
    homes = standing(library, edition)
    return [item for item in edition.clauses() if item.clause.id in homes]


def views(pack: Pack) -> Iterator[ClauseView]:
    for copy in pack.copies:
        yield from clauses_of(copy.document)


def before_notes(pack: Pack) -> str:
    """Return the words of all pages, each before the editor's notes."""
    said = []
    for copy in pack.copies:
        page = copy.web_page.partition('<section class="annex" id="annex-notes"')[0]
        said += words_of(page[page.index("<main") :].partition("</main>")[0] + "</main>")
    return straight(" ".join(said))


def straight(text: str) -> str:
    """Return a text with one kind of space and one kind of each quotation mark."""
    return " ".join(text.split()).translate(str.maketrans("‘’“”", "''\"\""))

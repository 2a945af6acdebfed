"""What the leaflets that are shipped say to each agency's readers, beyond what the checks of every project look at."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from policygen.compose.wording import plain
from policygen.model.documents import Document
from policygen.model.leaflets import LeafletPartView, LeafletView
from policygen.model.prose import Block, List, Paragraph, Quote, Str
from policygen.project import Project
from policygen.rules.reading import measure, sentences
from tests.conftest import ROOT

GENERAL = ("leaflet-parents", "leaflet-children", "leaflet-young-people", "leaflet-easy-read")
SCHEMES = ("leaflet-csods", "leaflet-dvds")
PICTURES = ROOT / "templates" / "pictures"

VARIANTS = {
    "health": "health",
    "medical-gmc": "health",
    "nursing-nmc": "health",
    "education": "school",
    "police": "police",
    "cafcass": "court",
    "voluntary": "voluntary",
    "secure-estate": "secure",
    "housing": "housing",
}
"""The part that an agency's readers get and most others do not, by the agency."""

NEVER = (
    r"\bwe need your (consent|permission|agreement)\b",
    r"\bnever share\b",
    r"\bwithout your (permission|consent)\b",
    r"\beverything you (tell us|say) is (confidential|private|secret)\b",
    r"\bgdpr\b.*\bstop",
    r"\byou must sign\b",
    r"\bif you refuse\b",
    r"\bwe (will )?always (tell|ask)\b",
    r"\bwe will (not|never) tell your (parents|carers|partner)\b",
    r"\bwe will tell your (parents|carers|partner)\b",
    r"\bwe promise\b",
    r"\bour secret\b|\bkeep your secret\b",
    r"\byour fault\b",
    r"\bit is (always )?your choice\b",
    r"\byou will be (arrested|charged|prosecuted|punished)\b",
)
"""What no leaflet may claim, threaten or promise."""

EXPLAINED = {"NHS", "GP", "NSPCC"}
"""Short forms that readers know, or that stand beside what they mean."""


@pytest.fixture(scope="session")
def leaflets(shipped: Project) -> dict[str, tuple[Document, LeafletView]]:
    """Every leaflet in English, by partnership, agency and id."""
    made = {}
    for each in shipped.sets:
        for document in each.documents:
            for part in document.parts:
                if isinstance(part, LeafletView) and document.lang == "en-GB":
                    made[f"{document.partnership}/{document.agency}/{document.id}"] = (document, part)
    return made


def sections(view: LeafletView) -> Iterator[LeafletPartView]:
    yield from (section for section in (view.danger, *view.sections, view.formats) if section is not None)


def blocks(view: LeafletView) -> list[Block]:
    return [block for section in sections(view) for row in section.rows for block in row.blocks]


def text(view: LeafletView) -> str:
    """Return the words of a leaflet in order, with its headings."""
    said = [plain(view.lead)]
    for section in sections(view):
        said += [section.title, *(words(block) for row in section.rows for block in row.blocks)]
    return " ".join(said).replace("’", "'")


def words(block: Block) -> str:
    match block:
        case Paragraph(children):
            return plain(children)
        case List(_, _, items):
            return " ".join(words(inner) for item in items for inner in item)
        case Quote(children):
            return " ".join(map(words, children))
        case _:
            message = f"{type(block).__name__} has no place in a leaflet"
            raise AssertionError(message)


def test_every_agency_gives_its_families_all_four_leaflets(
    shipped: Project, leaflets: dict[str, tuple[Document, LeafletView]]
) -> None:
    assert shipped.library is not None
    expected = {
        f"{partnership}/{agency}/{leaflet}"
        for partnership in shipped.library.partnerships
        for agency in shipped.library.rendered()
        if agency != "policing-body"  # it meets no families
        for leaflet in (*GENERAL, *(SCHEMES if agency == "police" else ()))
    }
    assert set(leaflets) == expected


@pytest.mark.parametrize("agency", VARIANTS)
def test_an_agency_has_its_own_part_in_each_leaflet(
    agency: str, leaflets: dict[str, tuple[Document, LeafletView]]
) -> None:
    for name, (document, view) in leaflets.items():
        if document.agency == agency and document.id in GENERAL:
            own = {section.id for section in sections(view)} & set(VARIANTS.values())
            assert own == {VARIANTS[agency]}, name


def test_what_belongs_to_some_agencies_is_not_told_by_others(
    leaflets: dict[str, tuple[Document, LeafletView]],
) -> None:
    for name, (document, view) in leaflets.items():
        if document.id in GENERAL and document.agency not in VARIANTS:
            assert not {section.id for section in sections(view)} & set(VARIANTS.values()), name


def test_variants_name_what_their_readers_meet(leaflets: dict[str, tuple[Document, LeafletView]]) -> None:
    said = {
        agency: text(leaflets[f"northmoor/{agency}/leaflet-parents"][1])
        for agency in ("health", "education", "police", "cafcass", "voluntary", "secure-estate", "housing", "lscp")
    }
    for word in ("health record", "GP", "nurse", "Caldicott Guardian", "opted out"):
        assert word.lower() in said["health"].lower(), word
    for word in ("designated safeguarding lead", "child protection file", "moves school"):
        assert word in said["education"], word
    for word in ("look into a crime", "delete what we should not hold", "regulator to check"):
        assert word in said["police"], word
    for word in ("the judge", "The court has rules", "post about your case"):
        assert word in said["cafcass"], word
    assert "safeguarding lead" in said["voluntary"]
    for word in ("calls, letters and visits", "home authority"):
        assert word in said["secure-estate"], word
    assert "Do not leave letters or this leaflet where that person could find them" in said["housing"]
    assert "the agencies in Northmoor" in said["lscp"]


def test_no_leaflet_claims_threatens_or_promises_what_it_must_not(
    leaflets: dict[str, tuple[Document, LeafletView]],
) -> None:
    for name, (_, view) in leaflets.items():
        for pattern in NEVER:
            assert not re.search(pattern, text(view), re.IGNORECASE), (name, pattern)


def test_only_the_leaflets_of_the_police_schemes_speak_of_them(
    leaflets: dict[str, tuple[Document, LeafletView]],
) -> None:
    for name, (document, view) in leaflets.items():
        if document.id in GENERAL:
            told = f"{document.title} {text(view)} {view.law}"
            assert not re.search(r"CSODS|DVDS|Sarah's Law|Clare's Law|Disclosure Scheme|offender", told), name


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_scheme_never_lets_silence_pass_for_safety(
    scheme: str, leaflets: dict[str, tuple[Document, LeafletView]]
) -> None:
    for partnership in ("northmoor", "saltmarsh"):
        said = text(leaflets[f"{partnership}/police/{scheme}"][1])
        assert re.search(r"If we have no information, that does not mean that (you are|the person is) safe\.", said)
        assert not re.search(r"no information means|nothing to worry about", said, re.IGNORECASE)
        for fact in ("999", "Only the police", "face to face", "sign a form", "proves who you are", "told nothing"):
            assert fact in said, fact


def test_the_scheme_about_partners_is_safe_to_read(leaflets: dict[str, tuple[Document, LeafletView]]) -> None:
    view = leaflets["northmoor/police/leaflet-dvds"][1]
    said = text(view)
    order = [section.id for section in sections(view)]
    assert order[:2] == ["danger", "keep-safe"]
    for fact in ("browsing history", "any gender", "right to ask", "right to know", "safety plan", "children"):
        assert fact in said, fact
    assert "Do not post it" in said
    assert "Do not leave it where a partner may see it" in said
    assert "0808\N{NO-BREAK SPACE}2000\N{NO-BREAK SPACE}247" in said


def test_a_leaflet_left_lying_about_does_not_say_that_it_is_about_a_partner(
    leaflets: dict[str, tuple[Document, LeafletView]],
) -> None:
    for partnership in ("northmoor", "saltmarsh"):
        document, view = leaflets[f"{partnership}/police/leaflet-dvds"]
        seen = f"{document.title} {view.words['reader']} {plain(view.lead)}"
        assert not re.search(r"partner|abuse|Clare|violen", seen, re.IGNORECASE), seen


def test_children_have_a_title_of_their_own_and_read_no_acts(
    leaflets: dict[str, tuple[Document, LeafletView]],
) -> None:
    for name, (document, view) in leaflets.items():
        if document.id == "leaflet-children":
            grown_up = leaflets[f"{document.partnership}/{document.agency}/leaflet-parents"][0]
            assert document.title != grown_up.title, name
            assert not view.law, name
            assert "not in trouble" not in text(view), name


def test_headings_ask_what_the_reader_asks(leaflets: dict[str, tuple[Document, LeafletView]]) -> None:
    for name, (_, view) in leaflets.items():
        for section in sections(view):
            assert section.title.endswith("?"), (name, section.title)


def test_words_are_few_and_plain(leaflets: dict[str, tuple[Document, LeafletView]]) -> None:
    """A grade of 6 at most (Flesch and Kincaid, 1975), with lists counted as the sentences that they are."""
    for name, (document, view) in leaflets.items():
        found = measure([*map(whole, blocks(view))])
        average = found.words / found.sentences
        grade = 0.39 * average + 11.8 * found.syllables / found.words - 15.59
        assert grade <= 6, (name, grade)
        longest = max(len(re.findall(r"[^\W\d_][\w'’-]*", sentence)) for sentence in sentences(blocks(view)))
        assert longest <= (15 if view.easy else 22), (name, document.title, longest)
        assert average <= (10 if view.easy else 14), (name, average)


def whole(block: Block) -> Block:
    """Return a list as one running paragraph: its items are not sentences of their own."""
    return Paragraph((Str(words(block)),)) if isinstance(block, List) else block


def test_short_forms_and_acts_are_not_left_to_the_reader(
    leaflets: dict[str, tuple[Document, LeafletView]],
) -> None:
    for name, (_, view) in leaflets.items():
        own = f"{plain(view.lead)} {' '.join(words(block) for block in blocks(view))}"
        assert set(re.findall(r"\b[A-Z]{2,}\b", own)) <= EXPLAINED, name
        assert not re.search(r"\bAct (19|20)\d\d|\bsection \d|\barticle \d", own), name


def test_every_picture_is_a_plain_drawing_and_is_used(
    leaflets: dict[str, tuple[Document, LeafletView]],
) -> None:
    used = {row.picture for _, view in leaflets.values() for section in sections(view) for row in section.rows}
    assert used - {""} == {path.stem for path in PICTURES.glob("*.svg")}
    for path in PICTURES.glob("*.svg"):
        assert drawn_with(path) <= {"svg", "g", "path", "circle", "rect"}, path.name
        source = path.read_text()
        assert 'viewBox="0 0 120 120"' in source, path.name
        assert set(re.findall(r"#[0-9a-fA-F]{3,8}", source)) <= {"#15191e", "#dfe5ee", "#ffffff"}, path.name
        assert not re.search(r"href|url\(|<!|<\?|style", source), path.name


def drawn_with(path: Path) -> set[str]:
    return {element.tag.rpartition("}")[2] for element in ET.fromstring(path.read_text()).iter()}


def test_easy_read_has_a_picture_for_every_idea(leaflets: dict[str, tuple[Document, LeafletView]]) -> None:
    for name, (_, view) in leaflets.items():
        for section in sections(view):
            for row in section.rows:
                assert bool(row.picture) == view.easy, (name, section.id)
                assert not view.easy or len(row.blocks) <= 4, (name, section.id)

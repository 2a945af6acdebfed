"""Seven people with one question each: the answer stands in the document that they open, in time, unopposed.

What they ask, and the words that answer it, stand in `journeys.yaml`. Texts are those of web pages; the page on which
they stand is that of the PDF, which takes longer to make: `-k "not page"` leaves that out.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
import yaml

from policygen.model.documents import Document
from policygen.model.formats import Format
from policygen.model.hours import openings, uncovered
from policygen.model.scalars import Named
from policygen.project import Project as Understood
from policygen.render.documents import render_documents
from policygen.render.html.pages import Theme, load_theme, render_html
from policygen.render.pdf.job import missing_libraries, pdf_engine
from tests.conftest import ROOT, cannot_run
from tests.fakes import tools

PARTNERSHIP = "northmoor"
INLINE = re.compile(r"</?(?:a|b|em|span|strong)\b[^>]*>")
HIDDEN = re.compile(r"<(script|style|svg)\b.*?</\1>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """Words that stand in a document within so many pages of its PDF."""

    document: str
    within: int
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Journey:
    """A reader, the answers to what they ask, and what nothing in their pack may say."""

    id: str
    agency: str
    answers: tuple[Answer, ...]
    never: tuple[str, ...]


def journeys() -> Iterator[Journey]:
    for each in yaml.safe_load((Path(__file__).parent / "journeys.yaml").read_text()):
        answers = (Answer(item["document"], item["within"], tuple(item["says"])) for item in each["answers"])
        yield Journey(each["id"], each["agency"], tuple(answers), tuple(each["never"]))


JOURNEYS = tuple(journeys())
ANSWERS = [(journey, answer) for journey in JOURNEYS for answer in journey.answers]
Pack = Mapping[str, Document]


@pytest.fixture(scope="module")
def theme(shipped: Understood) -> Theme:
    theme = load_theme(shipped.tree.texts).value
    assert theme is not None
    return theme


@pytest.fixture(scope="module")
def packs(shipped: Understood) -> dict[str, Pack]:
    """The documents of each of these readers' agencies, by their names."""
    ours = (each for each in shipped.sets if each.edition.partnership == PARTNERSHIP)
    wanted = {journey.agency for journey in JOURNEYS}
    return {
        each.edition.agency: {document.stem: document for document in each.documents}
        for each in ours
        if each.edition.agency in wanted
    }


@pytest.fixture(scope="module")
def said(packs: dict[str, Pack], theme: Theme) -> Callable[[str, str], str]:
    """Return a reader of the words of a document, by agency and name; each page is made once."""
    made: dict[tuple[str, str], str] = {}

    def read(agency: str, name: str) -> str:
        if (agency, name) not in made:
            page = render_html(packs[agency][name], theme, formats=()).value
            assert page is not None
            made[agency, name] = plain(page)
        return made[agency, name]

    return read


def plain(page: str) -> str:
    """Return the words of a page's `<main>`, and nothing that is drawn or run."""
    (main,) = re.findall(r"<main.*?</main>", page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", INLINE.sub("", HIDDEN.sub("", main)))).split())


def test_there_are_seven_of_them() -> None:
    assert len({journey.id for journey in JOURNEYS}) == len(JOURNEYS) == 7
    assert all(answer.says and answer.within for _, answer in ANSWERS)
    assert all(journey.never for journey in JOURNEYS)


@pytest.mark.parametrize(("journey", "answer"), ANSWERS, ids=[f"{one.id}-{two.document}" for one, two in ANSWERS])
def test_the_answer_stands_in_the_document(journey: Journey, answer: Answer, said: Callable[[str, str], str]) -> None:
    words = said(journey.agency, answer.document)
    assert [line for line in answer.says if line.casefold() not in words.casefold()] == []


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.id)
def test_no_document_of_the_pack_says_otherwise(
    journey: Journey, packs: dict[str, Pack], said: Callable[[str, str], str]
) -> None:
    found = [
        (name, words[max(match.start() - 60, 0) : match.end() + 60])
        for name in packs[journey.agency]
        for words in (said(journey.agency, name),)
        for wrong in journey.never
        for match in re.finditer(wrong, words, re.IGNORECASE)
    ]
    assert found == []


def test_the_doctor_finds_somebody_on_a_friday_at_18_40(shipped: Understood) -> None:
    """The doctors' own advisers have gone home; whoever answers instead stands in the quick guide."""
    town = shipped.library.partnerships[PARTNERSHIP]
    friday = openings([Named("Friday 18:40-24:00")])
    advisers = {slot.id: slot for slot in shipped.library.protocol.contacts.values() if slot.advises}
    contacts = {**town.contacts, **town.agencies["medical-gmc"].contacts}
    answering = [name for name in advisers if not uncovered(friday, openings(contacts[name].hours))]
    assert answering == ["social-care-out-of-hours"]
    panels = next(guide for guide in shipped.library.guides.values()).panels
    assert any(name.text in answering for panel in panels for name in panel.contacts)


@pytest.fixture(scope="module")
def pages(packs: dict[str, Pack], theme: Theme) -> Callable[[str, str], list[str]]:
    """Return a reader of the words of each page of a PDF; those that are needed are made, or taken from the store."""
    if reason := missing_libraries():
        cannot_run(reason)
    fonts = {file.name: file.read_bytes() for file in (ROOT / "templates/fonts").glob("*.ttf")}
    named = {(journey.agency, answer.document) for journey, answer in ANSWERS}
    documents = tuple(packs[agency][name] for agency, name in sorted(named))
    rendered = render_documents(documents, theme, fonts, tools(ROOT, pdf_engine(), jobs=2), formats=(Format.PDF,)).value
    assert rendered is not None
    made: dict[str, list[str]] = {}
    for file in rendered.files:
        if not file.file.large:
            with pypdfium2.PdfDocument(file.data) as pdf:
                made[file.path] = [" ".join(pdf[at].get_textpage().get_text_range().split()) for at in range(len(pdf))]
    return lambda agency, name: made[f"{PARTNERSHIP}/{agency}/{name}.pdf"]


@pytest.mark.parametrize(("journey", "answer"), ANSWERS, ids=[f"{one.id}-{two.document}" for one, two in ANSWERS])
def test_the_page_is_near_the_front(journey: Journey, answer: Answer, pages: Callable[[str, str], list[str]]) -> None:
    """The last of the words begin within so many pages."""
    numbers = [page_of(line, pages(journey.agency, answer.document)) for line in answer.says]
    assert all(0 < number <= answer.within for number in numbers), dict(zip(answer.says, numbers, strict=True))


def page_of(line: str, pages: list[str]) -> int:
    """Return the number of the page on which words begin, or 0; they may run on to the next."""
    wanted = squeezed(line)
    for number, (page, after) in enumerate(pairwise((*pages, "")), start=1):
        if wanted in squeezed(page) or (wanted not in squeezed(after) and wanted in squeezed(page + after)):
            return number
    return 0


def squeezed(words: str) -> str:
    """Return words without what ends of lines do to them."""
    return re.sub(r"[\W_]+", "", words.casefold())

"""The quick guide of every agency is one page, and what is drawn on it stands where its words stand."""

from pathlib import Path
from typing import Any

import pypdf

from policygen.compose.wording import plain
from policygen.model.documents import Document, DocumentKind
from policygen.model.guides import GuideView
from policygen.project import Project
from policygen.render.html.chart import rows

MILLIMETRE = 72 / 25.4
MARKS = (20 * MILLIMETRE, 30 * MILLIMETRE)
"""Between which lines of the page the numbers of the steps stand."""


def test_every_agency_has_a_guide_of_one_page(shipped: Project, built: Path) -> None:
    made = guides(shipped)
    assert len(made) == len(shipped.sets) - len(shipped.library.partnerships), "the policing body has none"
    long = {path_of(document) for document in made if len(pypdf.PdfReader(built / path_of(document)).pages) != 1}
    assert long == set()


def test_numbers_stand_in_the_marks_that_are_drawn_for_them(shipped: Project, built: Path) -> None:
    """The drawing reckons with lines of words; were one reckoned wrong, all below it would stand beside its mark."""
    for document in guides(shipped):
        (part,) = document.parts
        assert isinstance(part, GuideView)
        page = pypdf.PdfReader(built / path_of(document)).pages[0]
        found = numbers(page)
        placed = rows(part, document.words)
        assert [label for label, _ in found] == [row.step.label for row in placed], document.agency
        top = 0.0
        for row, (_, y) in zip(placed, found, strict=True):
            assert abs((found[0][1] - y) / MILLIMETRE - top) < 0.5, (document.partnership, document.agency, row.step.id)
            top += row.height


def test_court_material_is_asked_about_before_a_name_is(shipped: Project) -> None:
    """Section 12 of the Administration of Justice Act 1960 covers it with the names out; step 3 does not."""
    for document in guides(shipped):
        steps = [step.id for step in flow(document).steps]
        if document.agency in {"cafcass", "lscp"}:
            assert steps.index("court") < steps.index("identify"), document.agency
        else:
            assert "court" not in steps, document.agency


def test_the_duty_of_a_profession_stands_where_duties_are_asked_about(shipped: Project) -> None:
    wanted = {
        "medical-gmc": ("promptly tell an agency", "genital mutilation", "Children Acts"),
        "nursing-nmc": ("16 and 17", "genital mutilation", "Children Acts"),
        "health": ("genital mutilation", "Children Acts"),
        "social-care": ("genital mutilation", "Children Acts"),
        "education": ("genital mutilation",),
        "cafcass": ("16A",),
    }
    for document in guides(shipped):
        (step,) = (step for step in flow(document).steps if step.label == "4")
        said = " ".join(
            plain(words) for words in (step.question, *step.notes, *(branch.words for branch in step.branches))
        )
        for words in (*wanted.get(document.agency, ()), "our basis"):
            assert words in said, (document.partnership, document.agency, words)


def guides(shipped: Project) -> list[Document]:
    documents = (document for each in shipped.sets for document in each.documents)
    return [document for document in documents if document.kind is DocumentKind.GUIDE]


def flow(document: Document) -> GuideView:
    (part,) = document.parts
    assert isinstance(part, GuideView)
    return part


def path_of(document: Document) -> str:
    return f"{document.partnership}/{document.agency}/{document.stem}.pdf"


def numbers(page: Any) -> list[tuple[str, float]]:
    """Return the numbers of the steps as they are set, from the top, each with its height on the page."""
    found: list[tuple[str, float]] = []

    def see(text: str, outer: list[float], inner: list[float], _font: object, size: float) -> None:
        x = inner[4] * outer[0] + outer[4]
        y = inner[5] * outer[3] + outer[5]
        if MARKS[0] <= x <= MARKS[1] and text.strip().rstrip("A").isdigit() and abs(size * inner[0] * outer[0]) > 0:
            found.append((text.strip(), y))

    page.extract_text(visitor_text=see)
    return sorted(found, key=lambda item: -item[1])

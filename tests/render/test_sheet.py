"""Sheets say the same on screen, on paper and in Word, keep to their sides, and can be filled in."""

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pypdf
import pytest

from policygen.compose.files import files
from policygen.model.documents import Document, DocumentKind
from policygen.model.prose import Str
from policygen.model.sheets import SheetKind, SheetLineView, SheetView
from policygen.project import Project as Understood
from policygen.render.documents import pdf_job
from policygen.render.html.pages import Theme, render_html, render_print
from policygen.render.pdf.job import PdfJob, render_pdf
from policygen.render.word.package import render_docx
from tests.compose.composing import theme
from tests.content.reading import main_of, words_of
from tests.render.answers import W

A4, A5 = (210, 297), (148, 210)


@pytest.fixture(scope="module")
def themed() -> Theme:
    return theme()


@pytest.fixture(scope="module")
def sheets(shipped: Understood) -> dict[str, Document]:
    """Each shipped sheet, for the first agency that has it."""
    made: dict[str, Document] = {}
    for each in shipped.sets:
        for document in each.documents:
            if document.kind is DocumentKind.SHEET:
                made.setdefault(document.id, document)
    return made


def view(document: Document) -> SheetView:
    (part,) = document.parts
    assert isinstance(part, SheetView)
    return part


def job(document: Document, themed: Theme) -> PdfJob:
    page = render_print(document, themed)
    assert page.value is not None, page.diagnostics
    return pdf_job(document, next(file for file in files(document) if file.format == "pdf"), page.value)


def test_there_is_a_sheet_of_every_kind(sheets: dict[str, Document]) -> None:
    assert {view(document).kind for document in sheets.values()} == set(SheetKind)


def test_page_and_print_say_the_same(sheets: dict[str, Document], themed: Theme) -> None:
    for document in sheets.values():
        web, paper = render_html(document, themed, formats=("html", "pdf")).value, render_print(document, themed).value
        assert web is not None
        assert paper is not None
        screen, sheet = (" ".join(words_of(main_of(html))) for html in (web, paper.html))
        care, status = document.words.say("sheet-care"), document.words.say(document.status)
        assert squeezed(screen.replace(care, "")) == squeezed(sheet.replace(status, "", 1)), document.id


def test_danger_comes_first_on_a_card(sheets: dict[str, Document]) -> None:
    for document in sheets.values():
        if view(document).kind is SheetKind.CARD:
            assert [part.danger for part in view(document).parts][:2] == [True, False], document.id


@pytest.mark.usefixtures("engine")
def test_a_sheet_has_its_size_its_sides_and_its_fields(sheets: dict[str, Document], themed: Theme) -> None:
    for document in sheets.values():
        made = render_pdf(job(document, themed))
        assert made.value is not None, made.diagnostics
        reader = pypdf.PdfReader(io.BytesIO(made.value))
        box = reader.pages[0].mediabox
        size = (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4))
        assert size == (A5 if view(document).kind is SheetKind.CARD else A4), document.id
        assert document.pages is not None
        assert 1 <= len(reader.pages) <= document.pages.most, document.id
        blanks = [blank for part in view(document).parts for blank in part.blanks]
        names = {f"{blank.id}:{tick.id}" for blank in blanks for tick in blank.choices}
        names |= {blank.id for blank in blanks if not blank.choices}
        assert set(reader.get_fields() or {}) == names, document.id


@pytest.mark.usefixtures("engine")
def test_a_sheet_with_a_side_too_many_is_told_at_its_place(sheets: dict[str, Document], themed: Theme) -> None:
    document = sheets["card-gmc-route"]
    line = SheetLineView(number=0, do=(), words=(Str("This goes on and on. " * 20),), see=())
    first, *rest = view(document).parts
    long = replace(view(document), parts=(first, *rest, replace(rest[0], steps=(), points=(line,) * 5)))
    (told,) = render_pdf(job(replace(document, parts=(long,)), themed)).diagnostics
    assert told.code == "PG521"
    assert re.search(r"/card-gmc-route\.pdf: the page has [3-9] pages and may have 2", told.message)
    assert told.span is not None
    assert told.span.path == "content/sheets/gmc-route.yaml"


def test_a_word_file_says_what_the_page_says_and_can_be_filled_in(sheets: dict[str, Document]) -> None:
    for document in sheets.values():
        data = render_docx(document).value
        assert data is not None
        package = zipfile.ZipFile(io.BytesIO(data))
        body = ET.fromstring(package.read("word/document.xml"))
        said = squeezed("".join(text.text or "" for text in body.iter(f"{W}t")))
        for part in view(document).parts:
            for words in (part.title, *(blank.label for blank in part.blanks)):
                assert squeezed(words) in said, (document.id, words)
        tags = {tag.get(f"{W}val") for tag in body.iter(f"{W}tag")}
        blanks = [blank for part in view(document).parts for blank in part.blanks]
        assert tags == {
            name for blank in blanks for name in ([f"{blank.id}:{tick.id}" for tick in blank.choices] or [blank.id])
        }
        size = next(body.iter(f"{W}pgSz"))
        wide = round(int(size.get(f"{W}w") or 0) / 1440 * 25.4)
        assert wide == (A5 if view(document).kind is SheetKind.CARD else A4)[0], document.id
        assert b"documentProtection" not in package.read("word/settings.xml"), "an agency makes it its own"


def squeezed(words: str) -> str:
    """Return words without spaces, and with one kind of quotation mark."""
    return "".join(words.split()).translate(str.maketrans("‘’“”", "''\"\""))

"""What makes the PDF engine faster changes nothing that anyone can see, read or hear.

The other tests of PDFs run with `speed`; here the smallest policy, leaflet and record are rendered without it as well.
"""

import io
from typing import Any

import pypdf
import pypdfium2
import pytest
from pypdf.generic import ArrayObject, DictionaryObject

from policygen.compose.files import files
from policygen.model.documents import Document
from policygen.project import Project as Understood
from policygen.render.documents import pdf_job
from policygen.render.html.pages import load_theme, render_print
from policygen.render.pdf.job import PdfJob, prepare, render_pdf

SMALLEST = ("policy", "leaflet-children", "record-F11")

SPOKEN = ("/S", "/Alt", "/ActualText", "/E", "/Lang", "/ID", "/A")
"""What a structure element says of itself (ISO 32000-1, table 323)."""


@pytest.fixture(scope="module")
def jobs(shipped: Understood) -> list[PdfJob]:
    """The print pages of the smallest document of each kind."""
    theme = load_theme(shipped.tree.texts).value
    assert theme is not None
    (chosen,) = (
        each for each in shipped.sets if (each.edition.partnership, each.edition.agency) == ("northmoor", "early-years")
    )
    by_id: dict[str, Document] = {document.id: document for document in chosen.documents if document.lang == "en-GB"}
    made = []
    for document in (by_id[name] for name in SMALLEST):
        page = render_print(document, theme).value
        assert page is not None
        made.append(pdf_job(document, files(document, ("pdf",))[0], page))
    return made


def test_words_tags_and_pictures_are_those_of_the_engine_without_it(
    engine: None, fonts: dict[str, bytes], jobs: list[PdfJob]
) -> None:
    fast = [rendered(job) for job in jobs]
    try:
        prepare(fonts, fast=False)
        slow = [rendered(job) for job in jobs]
    finally:
        prepare(fonts)
    for job, ours, theirs in zip(jobs, fast, slow, strict=True):
        assert len(tags(ours)) > 20, f"{job.name} has hardly any tags"
        assert tags(ours) == tags(theirs), job.name
        assert words(ours) == words(theirs), job.name
        assert pictures(ours) == pictures(theirs), job.name
    assert fast != slow, "it was not taken out: a picture behind every page is written once with it only"


def rendered(job: PdfJob) -> bytes:
    outcome = render_pdf(job)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def words(data: bytes) -> list[str]:
    """Return the text of each page."""
    return [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(data)]


def pictures(data: bytes) -> list[bytes]:
    """Return each page as it is painted, forms included."""
    return [bytes(sheet.render(scale=1).buffer) for sheet in pypdfium2.PdfDocument(data)]


def tags(data: bytes) -> list[tuple[Any, ...]]:
    """Return every structure element in reading order: how deep it stands, what it says, and its pieces of content."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    found: list[tuple[Any, ...]] = []

    def walk(node: DictionaryObject, depth: int) -> None:
        kids = node.get("/K", [])
        kids = [kid.get_object() for kid in (kids if isinstance(kids, ArrayObject) else [kids])]
        said = tuple(plain(node.get(name)) for name in SPOKEN)
        pieces = tuple(piece(kid) for kid in kids if not is_element(kid))
        found.append((depth, said, page_of(node), pieces))
        for kid in kids:
            if is_element(kid):
                walk(kid, depth + 1)

    def piece(kid: Any) -> Any:
        """Return a piece of marked content by its page and number, or an annotation as such."""
        if isinstance(kid, DictionaryObject):
            return plain(kid.get("/Type")), kid.get("/MCID"), page_of(kid)
        return int(kid)

    def page_of(node: DictionaryObject) -> int | None:
        return pages[node.raw_get("/Pg").idnum] if "/Pg" in node else None

    walk(reader.trailer["/Root"]["/StructTreeRoot"], 0)
    return found


def is_element(kid: Any) -> bool:
    return isinstance(kid, DictionaryObject) and "/S" in kid


def plain(value: Any) -> Any:
    """Return an entry as a value that can be compared: references inside it are followed."""
    value = value.get_object() if value is not None else None
    if isinstance(value, DictionaryObject):
        return {key: plain(value.raw_get(key)) for key in sorted(value)}
    return [plain(item) for item in value] if isinstance(value, ArrayObject) else value

"""Links between the documents of a pack in PDF and Word, and the number of pages that an outline allows."""

import io
import re
import zipfile
from pathlib import Path

import pypdf
import pytest

from policygen.build import build
from policygen.diagnostics import Diagnostic, Severity
from policygen.release.request import Request, Selection
from policygen.render.pdf.job import count_pages, pdf_engine
from policygen.rules.readiness import IN_THE_WAY
from tests.conftest import Project
from tests.fakes import add_templates, tools

FAMILIES = "content/protocol/02-families.md"
PURPOSE = "content/protocol/01-purpose.md"


@pytest.fixture
def project(project: Project) -> Project:
    """A project with two documents, of which the first refers to the second."""
    add_templates(project.root, fonts=True)
    project.write("content/documents/law.yaml", "id: law\ntitle: The law\nparts: [cover, sections]\n")
    project.edit(FAMILIES, "id: families", "id: families\nin: law")
    project.edit(PURPOSE, "Ask the {{ role.lead }}, or", "Ask first: see [[tell]]. Then ask the {{ role.lead }}, or")
    return project


def built(project: Project, *formats: str) -> tuple[Path, tuple[Diagnostic, ...]]:
    """Build the clinic's documents; return their folder and what was said."""
    out = project.root / "out"
    request = Request(root=project.root, out=out, selection=Selection(agencies=("clinic",), formats=formats))
    outcome = build(project.read(), request, tools(project.root, pdf_engine()))
    return out / "town" / "clinic", outcome.diagnostics


@pytest.mark.usefixtures("engine")
def test_a_reference_across_leads_to_the_pdf_beside_and_to_a_place_that_is_there(project: Project) -> None:
    folder, _ = built(project, "pdf")
    policy, law = (pypdf.PdfReader(folder / f"{name}.pdf") for name in ("policy", "law"))
    links = [note.get_object().get("/A", {}) for sheet in policy.pages for note in sheet.get("/Annots", ())]
    (address,) = [link["/URI"] for link in links if str(link.get("/URI", "")).startswith("./")]
    assert address == "./law.pdf#nameddest=tell"
    assert "tell" in law.named_destinations
    assert count_pages((folder / "law.pdf").read_bytes()) == len(law.pages)


def test_a_reference_across_leads_to_the_word_file_beside_and_to_its_bookmark(project: Project) -> None:
    folder, _ = built(project, "docx")
    with zipfile.ZipFile(io.BytesIO((folder / "policy.docx").read_bytes())) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
        text = package.read("word/document.xml").decode()
    (name,) = re.findall(r'Id="(\w+)"[^>]*Target="law.docx"', relations)
    assert f'<w:hyperlink r:id="{name}" w:anchor="tell"' in text
    with zipfile.ZipFile(io.BytesIO((folder / "law.docx").read_bytes())) as package:
        assert 'w:name="tell"' in package.read("word/document.xml").decode()


@pytest.mark.usefixtures("engine")
def test_a_document_that_is_too_long_is_told_each_time_and_stands_in_the_way_of_a_release(project: Project) -> None:
    project.append("content/documents/law.yaml", "pages: {most: 9, except: [{for: [clinic], most: 1}]}\n")
    for _ in range(2):  # the second time the PDF is kept
        folder, said = built(project, "pdf")
        (problem,) = [item for item in said if item.code == "PG523"]
        assert problem.severity is Severity.WARNING
        assert problem.message == "town/clinic/law.pdf has 2 pages and may have 1"
        assert problem.span is not None
        assert (problem.span.path, problem.span.start.line) == ("content/documents/law.yaml", 4)
        assert (folder / "law.pdf").exists()
    assert "PG523" in IN_THE_WAY


@pytest.mark.usefixtures("engine")
def test_a_document_within_its_number_of_pages_is_told_of_by_nobody(project: Project) -> None:
    project.append("content/documents/law.yaml", "pages: {most: 2}\n")
    assert [item for item in built(project, "pdf")[1] if item.code == "PG523"] == []

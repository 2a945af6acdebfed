"""The same answers come back, by the same ids, from every format that a record is filled in in."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from policygen.model.documents import Document
from policygen.model.records import RecordView
from policygen.project import Project as Understood
from policygen.render.schema import render_schema
from policygen.render.word.package import render_docx
from tests.conftest import Project
from tests.render import forms
from tests.render.answers import fill_docx, read_docx
from tests.render.forms import Answers

VARIANTS = (0, 1, 2)
"""Which of the answers are chosen: together they make each condition of the sample hold, and fail."""

SHIPPED = ("record-F01", "record-F02", "record-F07", "record-F08")
"""The records of the police that are filled in as well."""

FILLERS: dict[str, Callable[[RecordView, bytes, Mapping[str, Any]], bytes]] = {
    "pypdf": forms.fill_by_pypdf,
    "pdfium": forms.fill_by_pdfium,
}


def shipped_records(shipped: Understood) -> list[Document]:
    (police,) = (
        each for each in shipped.sets if (each.edition.partnership, each.edition.agency) == ("northmoor", "police")
    )
    return [document for document in police.documents if document.id in SHIPPED]


@pytest.mark.parametrize("choose", VARIANTS)
@pytest.mark.parametrize("filler", FILLERS)
def test_a_pdf_gives_back_what_was_filled_in(engine: None, project: Project, filler: str, choose: int) -> None:
    document = forms.sample(project)
    form = forms.form_of(document)
    given = forms.answers(form, choose)
    filled = FILLERS[filler](form, forms.pdf_bytes(document), given)
    assert forms.read_pdf(form, filled) == given


@pytest.mark.parametrize("choose", VARIANTS)
def test_a_word_form_gives_back_what_was_filled_in(project: Project, choose: int) -> None:
    document = forms.sample(project)
    given = forms.answers(forms.form_of(document), choose)
    made = render_docx(document).value
    assert made is not None
    assert read_docx(fill_docx(made, given)) == given


def test_the_page_gives_back_what_was_filled_in(browser_page: Any, project: Project, tmp_path: Path) -> None:
    document = forms.sample(project)
    (tmp_path / "record.html").write_text(forms.web_page(document))
    for choose in VARIANTS:
        given = forms.answers(forms.form_of(document), choose)
        browser_page.goto((tmp_path / "record.html").as_uri())
        forms.fill_page(browser_page, forms.form_of(document), given)
        assert forms.downloaded(browser_page) == ("record-F90.json", given)


def test_the_page_opens_a_file_of_answers(browser_page: Any, project: Project, tmp_path: Path) -> None:
    document = forms.sample(project)
    (tmp_path / "record.html").write_text(forms.web_page(document))
    browser_page.goto((tmp_path / "record.html").as_uri())
    for choose in VARIANTS:
        given = forms.answers(forms.form_of(document), choose)
        (tmp_path / "answers.json").write_text(json.dumps(given))
        browser_page.set_input_files("input[type=file]", tmp_path / "answers.json")
        browser_page.locator(".said", has_text=str(len(given))).wait_for(state="attached")
        assert forms.downloaded(browser_page)[1] == given


@pytest.mark.parametrize("filler", FILLERS)
def test_the_records_that_are_shipped_come_back_from_pdf(engine: None, shipped: Understood, filler: str) -> None:
    for document in shipped_records(shipped):
        form = forms.form_of(document)
        given = forms.answers(form, 0)
        filled = FILLERS[filler](form, forms.pdf_bytes(document), given)
        assert forms.read_pdf(form, filled) == given, document.id


def test_the_records_that_are_shipped_come_back_from_word(shipped: Understood) -> None:
    for document in shipped_records(shipped):
        given = forms.answers(forms.form_of(document), 2)
        made = render_docx(document).value
        assert made is not None
        assert read_docx(fill_docx(made, given)) == given, document.id


def test_the_records_that_are_shipped_come_back_from_the_page(
    browser_page: Any, shipped: Understood, tmp_path: Path
) -> None:
    records = shipped_records(shipped)
    assert [document.id for document in records] == list(SHIPPED)
    for document in records:
        file = tmp_path / f"{document.stem}.html"
        file.write_text(forms.web_page(document))
        given = forms.answers(forms.form_of(document), 1)
        browser_page.goto(file.as_uri())
        forms.fill_page(browser_page, forms.form_of(document), given)
        name, back = forms.downloaded(browser_page)
        assert (name, back) == (f"{document.stem}.json", given)
        assert valid(document, back)


def valid(document: Document, given: Answers) -> bool:
    schema = json.loads(render_schema(document))
    return bool(jsonschema.Draft202012Validator(schema).is_valid(given))

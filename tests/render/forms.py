"""A record template with every type of question, answers to it, and the programs that fill one in."""

import ctypes
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium

from policygen.model.documents import Document
from policygen.model.records import FieldKind, RecordFieldView, RecordView, ShowIfView
from policygen.project import understand
from policygen.render.html.pages import render_html, render_print
from policygen.render.pdf import job as pdf
from tests.compose.composing import theme
from tests.conftest import Project

RECORD = """\
id: F90
title: A sample record
purpose: Records a decision that nobody took.
reminder: Keep fact apart from opinion.
marking: Confidential when filled in. Keep it in the case record.
sections:
  - id: first
    title: This record
    intro: Begin here.
    fields:
      - {id: ref, label: Record number, type: text, required: true, half: true, hint: No names.}
      - {id: made_at, label: Date and time, type: datetime, required: true, half: true}
      - {id: born_on, label: Date of birth, type: date, half: true}
      - {id: other_name, label: Other name, type: text}
      - {id: concern, label: "What is the concern for the {{ term.child }}?", type: textarea, required: true}
  - id: second
    title: The decision
    fields:
      - id: decision
        label: What did you decide?
        type: radio
        required: true
        options:
          - {id: share-now, label: Share now}
          - {id: share-part, label: Share part}
          - {id: wait, label: Wait}
          - {id: call-police, label: Call the police, for: [clinic]}
      - {id: shared_with, label: With whom?, type: text, required: true, show_if: {field: decision, is_not: [wait]}}
      - {id: shared_on, label: On what day?, type: date, required: true, show_if: {field: decision, is_not: [wait]}}
      - {id: why_wait, label: Why wait?, type: textarea, required: true, show_if: {field: decision, is: [wait]}}
      - id: advice
        label: Whose advice did you take?
        type: checkboxes
        required: true
        hint: Tick all that apply.
        options:
          - {id: none, label: None needed}
          - {id: manager, label: A manager}
          - {id: lawyer, label: A lawyer, for: [clinic]}
      - id: advice_said
        label: What did they say?
        type: textarea
        show_if: {field: advice, is_not: [none]}
      - {id: clinic_only, label: "Is the {{ term.child }} a patient?", type: yesno, required: true, for: [clinic]}
      - id: ward
        label: Which ward?
        type: text
        required: true
        for: [clinic]
        show_if: {field: clinic_only, is: ["yes"]}
      - {id: legal_words, label: About the law, type: static, hint: The law does not stop you from sharing.}
      - {id: told, label: I have told the family, type: checkbox, required: true}
      - {id: told_how, label: How were they told?, type: text, show_if: {field: told, is: ["yes"]}}
  - id: third
    title: Signed
    fields:
      - {id: signed, label: Signed, type: signature, required: true}
      - {id: checked, label: Checked, type: signature, who: manager, show_if: {field: decision, is: [wait]}}
"""

Answers = dict[str, Any]


def sample(project: Project, agency: str = "clinic", record: str = RECORD) -> Document:
    """Return a record of the minimal project as an agency has it, once nothing is wrong with it."""
    project.write("content/records/F90.yaml", record)
    outcome = understand(project.read())
    assert [item for item in outcome.diagnostics if item.severity == "error"] == [], project.report()
    assert outcome.value is not None
    (document,) = (
        document
        for each in outcome.value.sets
        for document in each.documents
        if (document.agency, document.id) == (agency, "record-F90")
    )
    return document


def form_of(document: Document) -> RecordView:
    """Return the form of a record."""
    (form,) = document.parts
    assert isinstance(form, RecordView)
    return form


def web_page(document: Document) -> str:
    """Return the page of a record."""
    outcome = render_html(document, theme(), formats=("html", "pdf", "docx", "schema"))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def pdf_bytes(document: Document) -> bytes:
    """Return the PDF of a record; the engine must have been prepared."""
    sheet = render_print(document, theme())
    assert sheet.value is not None, sheet.diagnostics
    job = pdf.PdfJob(name="record.pdf", html=sheet.value.html, assets=sheet.value.assets, form=True)
    outcome = pdf.render_pdf(job)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


# -- answers -------------------------------------------------------------------------------------------


def answers(form: RecordView, choose: int) -> Answers:
    """Return an answer to every question that is asked; `choose` says which of the answers are chosen."""
    given: Answers = {}
    for entry in form.entries():
        if entry.condition is None or holds(entry.condition, given):
            given[entry.id] = _answer(entry, choose)
    return given


def _answer(entry: RecordFieldView, choose: int) -> Any:
    ids = [choice.id for choice in entry.choices]
    match entry.kind:
        case FieldKind.RADIO:
            return ids[choose % len(ids)]
        case FieldKind.CHECKBOXES:
            return [name for at, name in enumerate(ids) if at % 2 == choose % 2]
        case FieldKind.CHECKBOX:
            return True
        case FieldKind.DATE:
            return "2026-11-22"
        case FieldKind.DATETIME:
            return "2026-11-22T14:05"
        case FieldKind.TEXTAREA:
            return f"Łukasz said: “it hurts” (£5 & <b>).\nMore about {entry.id}."
        case _:
            return f"Zoë O’Neill, {entry.id}"


def holds(condition: ShowIfView, given: Mapping[str, Any]) -> bool:
    """Say whether a condition holds, by its own words."""
    answer = given.get(condition.field)
    chosen = ["yes"] if answer is True else answer if isinstance(answer, list) else [answer] if answer else []
    return any((value in condition.values) != condition.negated for value in chosen)


# -- Chromium ------------------------------------------------------------------------------------------


def fill_page(page: Any, form: RecordView, given: Mapping[str, Any]) -> None:
    """Fill a page in as a person would, in order; a question that is not shown cannot be answered."""
    for entry in form.entries():
        if entry.id not in given:
            continue
        answer = given[entry.id]
        match entry.kind:
            case FieldKind.RADIO:
                page.check(f"[id='{entry.id}-{answer}']")
            case FieldKind.CHECKBOXES:
                for choice in answer:
                    page.check(f"[id='{entry.id}-{choice}']")
            case FieldKind.CHECKBOX:
                page.check(f"[id='{entry.id}']")
            case _:
                page.fill(f"[id='{entry.id}']", answer)


def downloaded(page: Any, action: str = "download") -> tuple[str, Answers]:
    """Press a button that gives a file; return the file's name and what is in it."""
    with page.expect_download() as waiting:
        page.click(f"[data-do={action}]")
    return waiting.value.suggested_filename, json.loads(Path(waiting.value.path()).read_text())


# -- PDF -----------------------------------------------------------------------------------------------


def as_typed(entry: RecordFieldView, answer: str) -> str:
    """Return an answer as it is typed into a PDF: days and times as people write them."""
    if entry.kind not in {FieldKind.DATE, FieldKind.DATETIME}:
        return answer
    day, _, time = answer.partition("T")
    return "/".join(reversed(day.split("-"))) + (f" {time}" if time else "")


def as_answered(entry: RecordFieldView, typed: str) -> str:
    """Return what was typed into a PDF as an answer."""
    words = typed.replace("\r\n", "\n").replace("\r", "\n")
    if match := re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})(?: (\d\d:\d\d))?", words):
        day, month, year, time = match.groups()
        return f"{year}-{month}-{day}" + (f"T{time}" if time else "")
    return words


def pdf_values(form: RecordView, given: Mapping[str, Any]) -> dict[str, str]:
    """Return the value of every field of a PDF that these answers set: a box's is the name of its state."""
    values = {}
    for entry in form.entries():
        if entry.id not in given:
            continue
        answer = given[entry.id]
        match entry.kind:
            case FieldKind.CHECKBOXES:
                values |= {f"{entry.id}:{choice}": f"/{choice}" for choice in answer}
            case FieldKind.CHECKBOX:
                values[entry.id] = "/yes"
            case FieldKind.RADIO:
                values[entry.id] = f"/{answer}"
            case _:
                values[entry.id] = as_typed(entry, answer)
    return values


def read_pdf(form: RecordView, data: bytes) -> Answers:
    """Return the answers in a PDF."""
    fields = pypdf.PdfReader(io.BytesIO(data)).get_fields() or {}
    states = {name: str(field.get("/V") or "").removeprefix("/") for name, field in fields.items()}
    given: Answers = {}
    for entry in form.entries():
        match entry.kind:
            case FieldKind.CHECKBOXES:
                ids = (choice.id for choice in entry.choices)
                if chosen := [name for name in ids if states[f"{entry.id}:{name}"] == name]:
                    given[entry.id] = chosen
            case FieldKind.CHECKBOX:
                if states[entry.id] == "yes":
                    given[entry.id] = True
            case FieldKind.RADIO:
                if states[entry.id] not in {"", "Off"}:
                    given[entry.id] = states[entry.id]
            case _:
                if states[entry.id]:
                    given[entry.id] = as_answered(entry, states[entry.id])
    return given


def fill_by_pypdf(form: RecordView, data: bytes, given: Mapping[str, Any]) -> bytes:
    """Fill a PDF in with pypdf."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    values = pdf_values(form, given)
    for sheet in writer.pages:
        writer.update_page_form_field_values(sheet, values, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def fill_by_pdfium(form: RecordView, data: bytes, given: Mapping[str, Any]) -> bytes:
    """Fill a PDF in with the form filler of Chromium's viewer: by clicks and typing."""
    values = pdf_values(form, given)
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    filler = document.formenv
    for sheet, source in zip(document, pypdf.PdfReader(io.BytesIO(data)).pages, strict=True):
        for widget in source.get("/Annots", ()):
            field = widget.get_object()
            name = (field.get("/Parent", field).get_object())["/T"]
            states = [state for state in field["/AP"]["/N"] if state != "/Off"] if "/AS" in field else []
            if name not in values or (states and values[name] not in states):
                continue
            left, bottom, right, top = (float(number) for number in field["/Rect"])
            point = (filler, sheet, 0, (left + right) / 2, (bottom + top) / 2)
            pdfium.FORM_OnMouseMove(*point)
            pdfium.FORM_OnLButtonDown(*point)
            pdfium.FORM_OnLButtonUp(*point)
            if not states:
                text = values[name].replace("\n", "\r")
                buffer = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
                pdfium.FORM_ReplaceSelection(filler, sheet, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
            pdfium.FORM_ForceToKillFocus(filler)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()

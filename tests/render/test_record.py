"""A record template as a page, a PDF and a schema: names, words, order, and what the page does for its reader."""

import copy
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageStat

from policygen.model.documents import Document
from policygen.model.records import FieldKind
from policygen.render.html.pages import render_html
from policygen.render.schema import render_schema
from tests.compose.composing import theme
from tests.conftest import Project
from tests.render import forms

READ_ONLY, REQUIRED, MULTILINE, RADIO = 1, 2, 1 << 12, 1 << 15
"""Field flags (ISO 32000-1, tables 221, 226 and 228)."""


# -- the PDF -------------------------------------------------------------------------------------------


@pytest.fixture
def reader(engine: None, project: Project) -> pypdf.PdfReader:
    """The PDF of the sample record."""
    return pypdf.PdfReader(io.BytesIO(forms.pdf_bytes(forms.sample(project))))


def widgets(reader: pypdf.PdfReader) -> list[Any]:
    """Return the fields as they stand on the pages, in the order of the tab key."""
    return [item.get_object() for sheet in reader.pages for item in sheet.get("/Annots", ())]


def name(widget: Any) -> str:
    return str(widget.get("/Parent", widget).get_object()["/T"])


def called(reader: pypdf.PdfReader) -> dict[str, str]:
    """Return what each field is called for those who hear it."""
    return {key: str(field["/TU"]) for key, field in (reader.get_fields() or {}).items()}


def test_fields_have_the_ids_of_the_questions_and_boxes_those_of_their_answers(reader: pypdf.PdfReader) -> None:
    assert list(reader.get_fields() or {}) == [
        *("ref", "made_at", "born_on", "other_name", "concern", "decision", "shared_with", "shared_on", "why_wait"),
        *("advice:none", "advice:manager", "advice:lawyer", "advice_said", "clinic_only", "ward", "told", "told_how"),
        *("signed", "signed_date", "checked", "checked_date"),
    ]


def test_a_field_is_called_what_is_read_on_paper(reader: pypdf.PdfReader) -> None:
    words = called(reader)
    assert words["ref"] == "Record number (needed). No names."
    assert words["made_at"] == "Date and time (needed, day/month/year and time)"
    assert words["born_on"] == "Date of birth (if you have it, day/month/year)"
    assert words["why_wait"] == "Answer only if “What did you decide?” is “Wait”. Why wait? (needed)"
    assert words["advice:manager"] == "Whose advice did you take? (needed): A manager"
    assert words["signed_date"] == "Signed (needed): Date (day/month/year)"
    assert words["checked"] == (
        "Answer only if “What did you decide?” is “Wait”. Filled in by: manager Checked (if it applies):"
        " Name, typed or written"
    )


def test_questions_in_a_row_have_their_condition_in_common(reader: pypdf.PdfReader) -> None:
    words = called(reader)
    together = "Answer only if “What did you decide?” is not “Wait”."
    assert words["shared_with"] == f"{together} With whom? (needed)"
    assert words["shared_on"] == f"{together} On what day? (needed, day/month/year)"
    text = "".join(sheet.extract_text() for sheet in reader.pages)
    assert text.count(together) == 1


def test_a_field_says_whether_it_is_needed_and_how_much_it_holds(reader: pypdf.PdfReader) -> None:
    flags = {key: field.get("/Ff", 0) for key, field in (reader.get_fields() or {}).items()}
    assert {key for key, value in flags.items() if value & REQUIRED} == {
        *("ref", "made_at", "concern", "decision", "clinic_only", "told", "signed", "signed_date")
    }
    assert {key for key, value in flags.items() if value & MULTILINE} == {"concern", "why_wait", "advice_said"}
    assert {key for key, value in flags.items() if value & RADIO} == {"decision", "clinic_only"}
    assert not any(value & READ_ONLY for value in flags.values())


def test_boxes_and_circles_are_on_by_the_ids_of_their_answers(reader: pypdf.PdfReader) -> None:
    states = {key: field["/_States_"] for key, field in (reader.get_fields() or {}).items() if "/_States_" in field}
    assert set(states["decision"]) - {"/Off"} == {"/share-now", "/share-part", "/wait", "/call-police"}
    assert set(states["advice:lawyer"]) == {"/lawyer", "/Off"}
    assert set(states["told"]) == {"/yes", "/Off"}
    assert all(widget["/AS"] == "/Off" for widget in widgets(reader) if "/AS" in widget), "nothing is ticked"


def test_the_tab_key_follows_the_questions(reader: pypdf.PdfReader) -> None:
    order = list(dict.fromkeys(name(widget) for widget in widgets(reader)))
    assert order == list(reader.get_fields() or {})
    assert {sheet["/Tabs"] for sheet in reader.pages if "/Annots" in sheet} == {"/S"}
    for sheet in reader.pages:
        tops = [
            (round(float(widget["/Rect"][3])), float(widget["/Rect"][0]))
            for widget in (item.get_object() for item in sheet.get("/Annots", ()))
            if name(widget) in {"ref", "made_at", "concern", "decision", "told", "signed", "signed_date"}
            and "/Parent" not in widget
        ]
        assert tops == sorted(tops, key=lambda place: (-place[0], place[1]))


def test_fields_have_room(reader: pypdf.PdfReader) -> None:
    for widget in widgets(reader):
        left, bottom, right, top = (float(number) / 72 * 25.4 for number in widget["/Rect"])
        if "/AS" in widget:
            assert min(right - left, top - bottom) > 3.5
        elif widget.get("/Ff", 0) & MULTILINE:
            assert top - bottom > 15
        else:
            assert top - bottom > 7.9
            assert right - left > 70


def test_every_text_field_has_an_appearance_of_its_own(reader: pypdf.PdfReader) -> None:
    """Programs that fill a form in write into the stream that they find."""
    streams = [widget["/AP"].raw_get("/N").idnum for widget in widgets(reader) if "/AS" not in widget]
    assert len(streams) == len(set(streams)) > 10


def darkness(picture: Image.Image, widget: Any, height: float) -> float:
    """Return how dark a field is inside its frame, from 0 to 1."""
    scale = picture.height / height
    left, bottom, right, top = (float(number) for number in widget["/Rect"])
    inset = 1.6
    place = (left + inset, height - top + inset, right - inset, height - bottom - inset)
    grey = picture.convert("L").crop(tuple(round(number * scale) for number in place))  # type: ignore[arg-type]
    return float(1 - ImageStat.Stat(grey).mean[0] / 255)


def test_what_is_filled_in_shows(engine: None, project: Project) -> None:
    document = forms.sample(project)
    form = forms.form_of(document)
    blank = forms.pdf_bytes(document)
    given = forms.answers(form, 0)
    filled = forms.fill_by_pypdf(form, blank, given)
    values = forms.pdf_values(form, given)
    for data, is_filled in ((blank, False), (filled, True)):
        source = pypdf.PdfReader(io.BytesIO(data))
        shown = pypdfium2.PdfDocument(data)
        shown.init_forms()
        for sheet, page in zip(source.pages, shown, strict=True):
            picture = page.render(scale=4, may_draw_forms=True).to_pil()
            for item in sheet.get("/Annots", ()):
                widget = item.get_object()
                states = widget["/AP"]["/N"] if "/AS" in widget else {}
                value = values.get(name(widget))
                is_on = is_filled and value is not None and (not states or value in states)
                dark = darkness(picture, widget, float(sheet.mediabox.height))
                assert (dark > 0.003) == is_on, (name(widget), dark)


def test_the_pages_say_what_they_are_and_how_they_are_handled(reader: pypdf.PdfReader) -> None:
    for number, sheet in enumerate(reader.pages, start=1):
        text = " ".join(sheet.extract_text().split())
        assert "Clinic: record F90, A sample record" in text
        assert f"Page {number} of {len(reader.pages)}" in text
        assert text.count("Confidential when filled in") >= 2
    assert "Keep it in the case record." in reader.pages[0].extract_text()


def test_a_question_stays_with_its_answers_and_a_heading_with_its_questions(engine: None, project: Project) -> None:
    """However much stands above, no page ends with a question whose answers begin the next."""
    filler = "".join(f"      - {{id: more_{n}, label: More {n}, type: text}}\n" for n in range(14))
    for count in range(0, 14, 2):
        lines = "".join(filler.splitlines(keepends=True)[:count])
        record = forms.RECORD.replace("  - id: second\n", f"{lines}  - id: second\n")
        reader = pypdf.PdfReader(io.BytesIO(forms.pdf_bytes(forms.sample(project, record=record))))
        where: dict[str, set[int]] = {}
        for number, sheet in enumerate(reader.pages):
            for item in sheet.get("/Annots", ()):
                where.setdefault(name(item.get_object()).partition(":")[0], set()).add(number)
        assert all(len(pages) == 1 for pages in where.values()), where
        (with_heading,) = (
            number for number, sheet in enumerate(reader.pages) if "The decision" in sheet.extract_text()
        )
        assert where["decision"] == {with_heading}
        assert "What did you decide?" in reader.pages[with_heading].extract_text()


# -- the page ------------------------------------------------------------------------------------------


def tags(html: str, pattern: str) -> list[str]:
    return re.findall(pattern, html)


def test_controls_have_the_names_of_the_questions(project: Project) -> None:
    document = forms.sample(project)
    html = forms.web_page(document)
    for entry in forms.form_of(document).entries():
        named = tags(html, rf'<(?:input|textarea)[^>]* name="{entry.id}"[^>]*>')
        assert len(named) == (len(entry.choices) or 1)
        for choice in entry.choices:
            (control,) = (tag for tag in named if f' value="{choice.id}"' in tag)
            assert f' id="{entry.id}-{choice.id}"' in control
            assert f'for="{entry.id}-{choice.id}"' in html
        if not entry.choices:
            assert f' id="{entry.id}"' in named[0]
            assert f'for="{entry.id}"' in html
        kind = {FieldKind.DATE: "date", FieldKind.DATETIME: "datetime-local", FieldKind.CHECKBOXES: "checkbox"}
        if entry.kind in kind:
            assert all(f'type="{kind[entry.kind]}"' in tag for tag in named)


def test_the_page_can_send_and_keep_nothing(project: Project) -> None:
    html = forms.web_page(forms.sample(project))
    assert "form-action 'none'" in html
    assert "default-src 'none'" in html
    (form,) = tags(html, r"<form[^>]*>")
    assert "action" not in form
    assert 'autocomplete="off"' in form
    script = html[html.index("<script>") :]
    for word in ("localStorage", "sessionStorage", "indexedDB", "cookie", "fetch(", "XMLHttpRequest", "sendBeacon"):
        assert word not in script


def test_a_kind_that_a_renderer_does_not_know_is_refused_and_not_asked_as_something_else(project: Project) -> None:
    document = forms.sample(project)
    form = forms.form_of(document)
    odd = replace(form.parts[0], entries=(replace(form.parts[0].entries[0], kind=FieldKind.YESNO),))
    changed = replace(document, parts=(replace(form, parts=(odd,)),))
    page = render_html(changed, theme(), formats=("html",))
    assert page.value is None
    assert [item.code for item in page.diagnostics] == ["PG503"]
    with pytest.raises(TypeError, match="yesno"):
        render_schema(changed)


def test_ids_are_given_once(project: Project) -> None:
    names = tags(forms.web_page(forms.sample(project)), r' id="([^"]+)"')
    assert len(names) == len(set(names))


def opened(page: Any, project: Project, tmp_path: Path) -> Document:
    """Open the sample record in a browser."""
    document = forms.sample(project)
    (tmp_path / "record.html").write_text(forms.web_page(document))
    page.goto((tmp_path / "record.html").as_uri())
    return document


def test_a_question_shows_when_its_condition_holds_and_its_answer_goes_with_it(
    browser_page: Any, project: Project, tmp_path: Path
) -> None:
    opened(browser_page, project, tmp_path)
    assert not browser_page.is_visible("[id=why_wait]")
    assert not browser_page.is_visible("[id=shared_with]"), "a question that is not answered has no other answer"
    browser_page.check("[id=decision-wait]")
    browser_page.fill("[id=why_wait]", "Too early.")
    assert browser_page.get_attribute("[id=why_wait]", "required") is not None
    browser_page.check("[id=decision-share-now]")
    assert not browser_page.is_visible("[id=why_wait]")
    assert browser_page.is_visible("[id=shared_with]")
    browser_page.check("[id=clinic_only-yes]")
    browser_page.fill("[id=ward]", "Seven")
    browser_page.click("[data-do=download]")
    assert forms.downloaded(browser_page, "unfinished") == (
        "record-F90.json",
        {"decision": "share-now", "clinic_only": "yes", "ward": "Seven"},
    )


def test_open_questions_are_listed_with_links_before_a_download(
    browser_page: Any, project: Project, tmp_path: Path
) -> None:
    document = opened(browser_page, project, tmp_path)
    browser_page.click("[data-do=download]")
    assert browser_page.evaluate("document.activeElement.className") == "problems"
    links = browser_page.locator(".problems a")
    assert links.count() == 9
    assert links.all_inner_texts()[0] == "Record number"
    browser_page.click(".problems a >> nth=4")
    assert browser_page.evaluate("document.activeElement.id") == "advice-none"
    forms.fill_page(browser_page, forms.form_of(document), forms.answers(forms.form_of(document), 0))
    assert forms.downloaded(browser_page)[0] == "record-F90.json"
    assert not browser_page.is_visible(".problems")


def test_it_warns_before_it_is_closed_with_answers_that_nobody_has_saved(
    browser_page: Any, project: Project, tmp_path: Path
) -> None:
    opened(browser_page, project, tmp_path)
    asked = []
    browser_page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    browser_page.reload()
    assert asked == []
    browser_page.fill("[id=ref]", "12")
    browser_page.reload()
    assert asked == ["beforeunload"]
    assert browser_page.input_value("[id=ref]") == "", "nothing was kept"
    browser_page.fill("[id=ref]", "12")
    browser_page.click("[data-do=download]")
    forms.downloaded(browser_page, "unfinished")
    browser_page.reload()
    assert asked == ["beforeunload"]


def test_a_file_that_holds_no_answers_is_refused_and_answers_to_other_questions_are_told(
    browser_page: Any, project: Project, tmp_path: Path
) -> None:
    said = ".said"
    opened(browser_page, project, tmp_path)
    for text in ("not JSON", "[1]", "null"):
        (tmp_path / "a.json").write_text(text)
        browser_page.set_input_files("input[type=file]", tmp_path / "a.json")
        browser_page.locator(said, has_text="no answers").wait_for(state="attached")
        browser_page.evaluate("document.querySelector('.said').textContent = ''")
    stray = {"ref": "7", "gone": "x", "decision": "nowhere", "made_at": "soon", "toString": 1}
    (tmp_path / "a.json").write_text(json.dumps(stray))
    browser_page.set_input_files("input[type=file]", tmp_path / "a.json")
    browser_page.locator(said, has_text="has").wait_for(state="attached")
    assert browser_page.inner_text(said) == "The file has 5 answers. 4 of them did not fit a question here."
    assert browser_page.input_value("[id=ref]") == "7"


def test_it_clears_when_told_to(browser_page: Any, project: Project, tmp_path: Path) -> None:
    document = opened(browser_page, project, tmp_path)
    browser_page.on("dialog", lambda dialog: dialog.accept())
    forms.fill_page(browser_page, forms.form_of(document), forms.answers(forms.form_of(document), 0))
    browser_page.click("[data-do=clear]")
    browser_page.click("[data-do=download]")
    assert forms.downloaded(browser_page, "unfinished")[1] == {}


def test_on_paper_a_blank_page_shows_every_question_and_a_filled_one_those_that_were_asked(
    browser_page: Any, project: Project, tmp_path: Path
) -> None:
    opened(browser_page, project, tmp_path)
    browser_page.emulate_media(media="print")
    assert browser_page.is_visible("[id=why_wait]")
    assert browser_page.is_visible("[id=ward]")
    browser_page.emulate_media(media="screen")
    browser_page.check("[id=decision-share-now]")
    browser_page.emulate_media(media="print")
    assert browser_page.is_visible("[id=shared_with]")
    assert not browser_page.is_visible("[id=why_wait]")
    assert not browser_page.is_visible("[data-do=print]")


def test_without_a_script_every_question_shows_and_nothing_is_offered_that_needs_one(
    browser_page: Any, project: Project, tmp_path: Path
) -> None:
    document = forms.sample(project)
    (tmp_path / "record.html").write_text(forms.web_page(document))
    plain = browser_page.context.browser.new_context(java_script_enabled=False).new_page()
    plain.goto((tmp_path / "record.html").as_uri())
    for entry in forms.form_of(document).entries():
        first = f"{entry.id}-{entry.choices[0].id}" if entry.choices else entry.id
        assert plain.is_visible(f"[id='{first}']"), entry.id
    assert plain.locator("button:visible").count() == 0
    assert "Answer only if “What did you decide?” is “Wait”." in plain.inner_text("main")


# -- the schema ----------------------------------------------------------------------------------------


@pytest.fixture
def schema(project: Project) -> dict[str, Any]:
    """The schema of the sample record."""
    made: dict[str, Any] = json.loads(render_schema(forms.sample(project)))
    return made


def valid(schema: dict[str, Any], given: dict[str, Any]) -> bool:
    return bool(jsonschema.Draft202012Validator(schema).is_valid(given))


def test_the_schema_is_one(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:policygen:town:clinic:record-F90"
    assert schema["title"] == "A sample record"
    properties = schema["properties"]
    assert properties["ref"]["title"] == "Record number"
    assert properties["ref"]["description"] == "No names."
    assert properties["checked"]["description"] == (
        "Answer only if “What did you decide?” is “Wait”. Filled in by: manager."
    )
    assert {"const": "share-now", "title": "Share now"} in properties["decision"]["oneOf"]
    assert schema["required"] == ["ref", "made_at", "concern", "decision", "advice", "clinic_only", "told", *SIGNED]


SIGNED = ("signed", "signed_date")


@pytest.mark.parametrize("choose", range(4))
def test_filled_records_fit_the_schema(project: Project, schema: dict[str, Any], choose: int) -> None:
    assert valid(schema, forms.answers(forms.form_of(forms.sample(project)), choose))


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({"ref": None}, False),
        ({"ref": ""}, False),
        ({"ref": 7}, False),
        ({"other_name": None}, True),
        ({"born_on": "22/11/2026"}, False),
        ({"made_at": "2026-11-22"}, False),
        ({"decision": "maybe"}, False),
        ({"decision": ["share-now"]}, False),
        ({"advice": []}, False),
        ({"advice": ["manager", "manager"]}, False),
        ({"advice": ["nobody"]}, False),
        ({"told": False}, False),
        ({"gone": "x"}, False),
        ({"legal_words": "x"}, False),
        # `is_not` on a radio: needed while anything else is chosen
        ({"shared_with": None}, False),
        ({"decision": "wait"}, False),
        ({"decision": "wait", "shared_with": None, "shared_on": None, "why_wait": "x"}, True),
        ({"decision": "wait", "shared_with": None, "shared_on": None}, False),
        ({"why_wait": "x"}, False),
        # `is_not` on boxes: may be answered when something else is ticked too
        ({"advice": ["none"]}, False),
        ({"advice": ["none"], "advice_said": None}, True),
        ({"advice": ["none", "lawyer"]}, True),
        # `is` on yes and no, and on a box
        ({"clinic_only": "no"}, False),
        ({"clinic_only": "no", "ward": None}, True),
        ({"ward": None}, False),
        ({"told_how": None}, True),
        ({"told": None}, False),
    ],
)
def test_an_answer_that_is_missing_wrong_or_not_asked_for_does_not_fit(
    project: Project, schema: dict[str, Any], change: dict[str, Any], fits: bool
) -> None:
    given = copy.deepcopy(forms.answers(forms.form_of(forms.sample(project)), 0))
    assert given["decision"] == "share-now"
    assert valid(schema, given)
    given = {key: value for key, value in (given | change).items() if value is not None}
    assert valid(schema, given) is fits


def test_a_question_without_a_box_ticked_is_not_asked_for_more(project: Project) -> None:
    record = forms.RECORD.replace("type: checkbox, required: true", "type: checkbox")
    schema = json.loads(render_schema(forms.sample(project, record=record)))
    given = forms.answers(forms.form_of(forms.sample(project, record=record)), 0)
    for told in (False, None):
        changed = {key: value for key, value in (given | {"told": told}).items() if value is not None}
        assert not valid(schema, changed)
        del changed["told_how"]
        assert valid(schema, changed)

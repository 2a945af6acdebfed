"""A record template in the words of one agency: which questions it is asked, in which order, and when."""

import pytest

from policygen.compose.files import files, path
from policygen.model.records import FieldKind, RecordFieldView
from tests.compose.composing import said
from tests.conftest import Project
from tests.render.forms import RECORD, form_of, sample

START = RECORD[: RECORD.index("sections:")] + "sections:\n  - id: first\n    title: First\n    fields:\n"


def entries(project: Project, agency: str = "clinic", record: str = RECORD) -> dict[str, RecordFieldView]:
    """Return every question of a record of an agency, by id; signatures whole."""
    form = form_of(sample(project, agency, record))
    return {entry.id: entry for part in form.parts for entry in part.entries}


def condition(project: Project, fields: str) -> str:
    """Return when the last of these fields is asked, in words."""
    *_, last = entries(project, "school", START + fields).values()
    assert last.condition is not None
    return last.condition.words


def test_a_record_says_whose_it_is_and_how_it_is_handled(project: Project) -> None:
    document = sample(project)
    form = form_of(document)
    assert (document.id, document.title) == ("record-F90", "A sample record")
    assert document.subtitle == "Record F90 for Clinic"
    assert form.marking == "Confidential when filled in. Keep it in the case record."
    assert (form.purpose, form.reminder) == ("Records a decision that nobody took.", "Keep fact apart from opinion.")


def test_its_files_are_a_page_a_pdf_a_word_form_and_a_schema(project: Project) -> None:
    document = sample(project)
    assert [path(document, file) for file in files(document)] == [
        "town/clinic/record-F90.html",
        "town/clinic/record-F90.pdf",
        "town/clinic/record-F90.docx",
        "town/clinic/record-F90.schema.json",
    ]


def test_sections_have_letters_in_order_and_one_without_questions_has_none(project: Project) -> None:
    project.write("content/records/F90.yaml", RECORD)
    emptied = RECORD.replace("title: This record", "title: This record\n    for: [clinic]")
    parts = form_of(sample(project, "school", emptied)).parts
    assert [(part.letter, part.id) for part in parts] == [("A", "second"), ("B", "third")]


def test_questions_and_answers_for_others_are_left_out(project: Project) -> None:
    ours, theirs = entries(project, "clinic"), entries(project, "school")
    assert set(ours) - set(theirs) == {"clinic_only", "ward"}
    assert [choice.id for choice in ours["decision"].choices][-1] == "call-police"
    assert [choice.id for choice in theirs["advice"].choices] == ["none", "manager"]


def test_words_are_those_of_the_agency(project: Project) -> None:
    assert entries(project)["concern"].label == "What is the concern for the child?"


def test_yes_and_no_are_answers_to_choose(project: Project) -> None:
    field = entries(project)["clinic_only"]
    assert field.kind is FieldKind.RADIO
    assert [(choice.id, choice.label) for choice in field.choices] == [("yes", "Yes"), ("no", "No")]


def test_a_signature_is_a_name_and_a_date(project: Project) -> None:
    name, day = entries(project)["checked"].parts
    assert (name.id, name.kind, name.label) == ("checked", FieldKind.TEXT, "Checked: name")
    assert (day.id, day.kind, day.label) == ("checked_date", FieldKind.DATE, "Checked: date")
    assert {name.who, day.who} == {"manager"}
    assert name.condition == day.condition is not None


def test_every_question_that_takes_an_answer_is_listed_once_in_order(project: Project) -> None:
    names = [entry.id for entry in form_of(sample(project)).entries()]
    assert len(names) == len(set(names))
    assert "legal_words" not in names
    assert names[:3] == ["ref", "made_at", "born_on"]
    assert names[-4:] == ["signed", "signed_date", "checked", "checked_date"]


CHOICE = """\
      - id: decision
        label: Decision
        type: radio
        options: [{id: share, label: Share}, {id: part, label: Share part}, {id: wait, label: Wait}]
"""
BOXES = CHOICE.replace("radio", "checkboxes")
ASKED = "      - {{id: why, label: Why?, type: text, show_if: {{field: decision, {}}}}}\n"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (CHOICE + ASKED.format("is: [wait]"), "“Decision” is “Wait”"),
        (CHOICE + ASKED.format("is: [share, part]"), "“Decision” is “Share” or “Share part”"),
        (CHOICE + ASKED.format("is_not: [wait]"), "“Decision” is not “Wait”"),
        (BOXES + ASKED.format("is: [wait, part]"), "“Decision” includes “Wait” or “Share part”"),
        (BOXES + ASKED.format("is_not: [wait]"), "“Decision” includes something other than “Wait”"),
        (
            "      - {id: decision, label: I am sure, type: checkbox}\n" + ASKED.format('is: ["yes"]'),
            "“I am sure” is ticked",
        ),
        (
            "      - {id: decision, label: Sure?, type: yesno}\n" + ASKED.format('is: ["no"]'),
            "“Sure?” is “No”",
        ),
        (
            CHOICE.replace("label: Wait}", "label: Wait, for: [clinic]}") + ASKED.format("is_not: [wait]"),
            "“Decision” is answered",
        ),
    ],
)
def test_a_condition_is_said_in_words(project: Project, fields: str, words: str) -> None:
    assert condition(project, fields) == words


def test_a_question_that_hangs_on_answers_of_others_is_left_out_and_what_hangs_on_it(project: Project) -> None:
    fields = CHOICE.replace("label: Wait}", "label: Wait, for: [clinic]}") + ASKED.format("is: [wait]")
    fields = fields.replace("type: text", "type: yesno")
    fields += '      - {id: then, label: Then?, type: text, show_if: {field: why, is: ["yes"]}}\n'
    assert list(entries(project, "school", START + fields)) == ["decision"]
    assert list(entries(project, "clinic", START + fields)) == ["decision", "why", "then"]


def test_a_question_that_hangs_on_a_question_of_others_is_an_error_said_once(project: Project) -> None:
    fields = "      - {id: decision, label: Sure?, type: yesno, for: [clinic]}\n" + ASKED.format('is: ["yes"]')
    project.write("content/records/F90.yaml", START + fields)
    (found,) = said(project, "PG223")
    assert "not everyone who gets it" in found.message


def test_a_section_for_some_makes_its_questions_theirs(project: Project) -> None:
    record = START.replace("title: First", "title: First\n    for: [clinic]") + CHOICE
    record += "  - id: then\n    title: Then\n    fields:\n" + ASKED.format("is: [wait]")
    project.write("content/records/F90.yaml", record)
    assert len(said(project, "PG223")) == 1


def test_the_fingerprint_is_that_of_the_words(project: Project) -> None:
    before = sample(project).fingerprint
    assert sample(project).fingerprint == before
    assert sample(project, record=RECORD.replace("No names.", "Never a name.")).fingerprint != before

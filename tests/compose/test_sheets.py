"""A card, a letter, a note or a poster says to each agency what is for it, and points into the pack of that agency."""

import re

from policygen.compose.files import files
from policygen.model.documents import Document, DocumentKind
from policygen.model.prose import Inline, Link
from policygen.model.records import FieldKind
from policygen.model.sheets import SheetKind, SheetView
from policygen.render.html.markup import plain_text
from tests.compose.composing import FAMILIES, documents, page
from tests.conftest import Project

SHEET = "content/sheets/shift.yaml"
TEXT = """\
id: shift
kind: card
title: On shift
reader: For the person on shift
summary: What to do first, on one card.
lead: "For {{ agency.name }}."
parts:
  - title: Danger
    danger: true
    words: [Call 999., Then ring.]
    contacts: [social-care]
  - title: What to do
    steps:
      - {do: Tell the head, for: [school]}
      - {do: Ask, words: "Read [[tell]]. Fill in [[record:F01|a note]].", see: [ask-for-help, clinic-only]}
  - title: After that
    steps:
      - do: Write it down
    points:
      - words: "A {{ term.child }} can ask."
  - title: For schools
    for: [school]
    words: Ring the bell.
  - blanks:
      - {id: name, label: Name}
      - {id: why, label: Why, lines: 4}
      - {id: told, label: Told, ticks: ["Yes", "No"]}
"""
RECORD = """\
id: F01
title: Note
purpose: To note it.
marking: Private
for: [school]
sections:
  - id: what
    title: What
    fields: [{id: what, label: What, type: text}]
"""
CLINIC = """
## Only here

```edit
after: tell
reason: Clinics need it.
```

```clause
id: clinic-only
number: 1
force: info
```

Clinics do this.
"""


def sheets(project: Project, text: str = TEXT) -> dict[str, Document]:
    """Return the sheet of each agency of a project in which nothing is wrong."""
    project.write("content/records/F01.yaml", RECORD)
    project.write("agencies/clinic/20-only.md", CLINIC.lstrip())
    clinic = project.root / "agencies" / "clinic" / "agency.yaml"
    if "prefix" not in clinic.read_text():
        clinic.write_text(f"{clinic.read_text().rstrip()}\nprefix: CLI\n")
    project.write(SHEET, text)
    return documents(project, DocumentKind.SHEET)


def view(document: Document) -> SheetView:
    (part,) = document.parts
    assert isinstance(part, SheetView)
    return part


def links(words: tuple[Inline, ...]) -> list[tuple[str, str]]:
    return [(item.href, plain_text(item.children)) for item in words if isinstance(item, Link)]


def test_a_sheet_is_a_document_named_for_its_kind(project: Project) -> None:
    document = sheets(project)["school"]
    assert (document.id, document.title) == ("card-shift", "On shift")
    assert document.subtitle == f"For the person on shift, {document.agency_name}"
    assert [file.suffix for file in files(document)] == ["html", "pdf", "docx"]
    assert document.pages is not None
    assert (document.pages.most, document.pages.span.path) == (1, SHEET)
    assert view(document).kind is SheetKind.CARD


def test_a_sheet_for_some_is_made_for_them_alone(project: Project) -> None:
    assert set(sheets(project, TEXT.replace("lead:", "for: [care, -school]\nlead:"))) == {"clinic"}


def test_what_is_for_others_is_left_out(project: Project) -> None:
    made = sheets(project)
    titles = {name: [part.title for part in view(document).parts] for name, document in made.items()}
    assert "For schools" in titles["school"]
    assert "For schools" not in titles["clinic"]
    assert "Tell the head" in page(made["school"])
    assert "Tell the head" not in page(made["clinic"])


def test_steps_are_numbered_through_the_sheet_without_those_of_others(project: Project) -> None:
    made = sheets(project)
    numbers = {name: [step.number for part in view(each).parts for step in part.steps] for name, each in made.items()}
    assert numbers == {"school": [1, 2, 3], "clinic": [1, 2]}


def test_paragraphs_are_named_by_number_and_lead_into_the_policy(project: Project) -> None:
    made = sheets(project)
    ours, theirs = (view(made[name]).parts[1].steps[-1] for name in ("clinic", "school"))
    (href, number), (own, own_number) = links(ours.see)
    assert (href, own) == ("policy.html#ask-for-help", "policy.html#clinic-only")
    assert plain_text(ours.see) == f"See\u00a0{number}, {own_number}"
    assert [href for href, _ in links(theirs.see)] == ["policy.html#ask-for-help"], "it is left out where it is not"


def test_a_paragraph_of_another_document_is_named_with_it(project: Project) -> None:
    law = "id: law\ntitle: The law behind it\nlabel: The law\nplace: 2\nparts: [cover, sections]\n"
    project.write("content/documents/law.yaml", law)
    project.edit(FAMILIES, "id: families", "id: families\nin: law")
    made = sheets(project, TEXT.replace("see: [ask-for-help,", "see: [tell, ask-for-help,"))
    step = view(made["clinic"]).parts[1].steps[-1]
    there = ["policy.html#ask-for-help", "law.html#tell", "law.html#clinic-only"]
    assert [href for href, _ in links(step.see)] == there, "what stands in the first document comes first"
    assert re.fullmatch(r"See\xa01\.2; 2\.1, \w+ in The law", plain_text(step.see))
    assert step.apart


def test_a_record_is_named_by_its_number_where_the_agency_has_it(project: Project) -> None:
    made = sheets(project)
    ours, theirs = (view(made[name]).parts[1].steps[-1].words for name in ("school", "clinic"))
    assert ("record-F01.html", "F01") in links(ours)
    assert plain_text(theirs).endswith("Fill in a note.")


def test_contacts_are_ready_to_ring(project: Project) -> None:
    ((who, how),) = view(sheets(project)["clinic"]).parts[0].contacts
    assert who
    assert links(how) == [("tel:01632960001", "01632 960 001")]


def test_blanks_are_questions(project: Project) -> None:
    part = view(sheets(project)["clinic"]).parts[-1]
    kinds = [(blank.id, blank.kind, blank.lines, [choice.label for choice in blank.choices]) for blank in part.blanks]
    assert kinds == [
        ("name", FieldKind.TEXT, 1, []),
        ("why", FieldKind.TEXTAREA, 4, []),
        ("told", FieldKind.CHECKBOXES, 1, ["Yes", "No"]),
    ]


def test_each_place_to_write_has_its_label(project: Project) -> None:
    text = page(sheets(project)["clinic"])
    for name in ("name", "why", "told-1", "told-2"):
        assert text.count(f'for="{name}"') == text.count(f'id="{name}"') == 1
    assert "This page saves nothing" in text


def test_a_sheet_without_places_to_write_is_no_form(project: Project) -> None:
    text = page(sheets(project, TEXT.partition("  - blanks")[0])["clinic"])
    assert "<form" not in text
    assert "This page saves nothing" not in text


def test_a_part_a_step_and_a_blank_may_wait_for_a_law(project: Project) -> None:
    waits = "when: {law: act-s2, status: in-force}"
    text = TEXT.replace("words: Ring the bell.", f"words: Ring the bell.\n    {waits}")
    text = text.replace("{do: Tell the head,", f"{{do: Tell the head, {waits},")
    text = text.replace("{id: name, label: Name}", f"{{id: name, label: Name, {waits}}}")
    part = view(sheets(project, text)["school"])
    assert "For schools" not in [each.title for each in part.parts]
    assert [plain_text(step.do) for each in part.parts for step in each.steps] == ["Ask", "Write it down"]
    assert [blank.id for each in part.parts for blank in each.blanks] == ["why", "told"]
    project.append(
        "content/partnerships/town/partnership.yaml",
        "law:\n  act-s2: {status: in-force, since: 2026-01-01, by: A lawyer, on: 2026-01-02}\n",
    )
    assert "For schools" in [each.title for each in view(sheets(project, text)["school"]).parts]


def test_a_step_and_a_part_in_which_a_switch_leaves_nothing_go(project: Project) -> None:
    gone = '"{{ when act-s2 }}Now.{{ end }}"'
    text = TEXT.replace("{do: Tell the head,", f"{{do: {gone},").replace(
        "words: Ring the bell.", f"points: [{{do: {gone}}}]"
    )
    part = view(sheets(project, text)["school"])
    assert [(step.number, plain_text(step.do)) for each in part.parts for step in each.steps] == [
        (1, "Ask"),
        (2, "Write it down"),
    ]
    assert "For schools" not in [each.title for each in part.parts]

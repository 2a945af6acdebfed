"""A quick guide says to each agency what is for it, and its branches lead to steps that the agency has."""

from policygen.model.documents import Document, DocumentKind
from policygen.model.guides import GuidePanelView, GuideStepView, GuideView
from policygen.model.prose import Gap, Inline, Link, Str, Times
from policygen.project import Project as Understood
from policygen.render.html.markup import plain_text
from tests.compose.composing import documents
from tests.conftest import Project

GUIDE = "content/guides/guide.yaml"
PARTNERSHIP = "content/partnerships/town/partnership.yaml"
TEXT = """\
id: guide
title: Should I share?
lead: "For {{ agency.name }}: see [[ask-for-help]]."
steps:
  - id: danger
    label: "0"
    title: Danger
    question: Is a {{ term.child }} in danger?
    notes: [{for: [school], words: Tell the head.}]
    branches:
      - {answer: "Yes", words: "Call {{ contact.social-care.phone }}. Fill in [[record:F01|a note]]."}
      - {answer: "No", to: lesson}
  - id: lesson
    for: [school]
    label: 0A
    title: Lesson
    question: Is it about a lesson?
    branches: [{answer: "No", to: share}, {answer: "Yes", words: Ask.}]
  - id: share
    label: "1"
    title: Share
    question: Send it.
    branches: [{answer: Done}]
panels:
  - {title: Call, contacts: [social-care]}
  - {title: For schools, for: [school], words: Ring the bell.}
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


def guides(project: Project) -> dict[str, Document]:
    """Return the guide of each agency of a project in which nothing is wrong."""
    project.write("content/records/F01.yaml", RECORD)
    if not (project.root / GUIDE).exists():
        project.write(GUIDE, TEXT)
    return documents(project, DocumentKind.GUIDE)


def flow(document: Document) -> GuideView:
    (part,) = document.parts
    assert isinstance(part, GuideView)
    return part


def step(document: Document, name: str) -> GuideStepView:
    return next(view for view in flow(document).steps if view.id == name)


def panel(document: Document, title: str) -> GuidePanelView:
    return next(view for view in flow(document).panels if view.title == title)


def links(words: tuple[Inline, ...]) -> list[tuple[str, str]]:
    return [(item.href, plain_text(item.children)) for item in words if isinstance(item, Link)]


def test_a_guide_is_a_document_of_its_agency(project: Project) -> None:
    made = guides(project)
    assert set(made) == {"clinic", "school"}
    document = made["school"]
    assert (document.id, document.title) == ("guide", "Should I share?")
    assert document.subtitle == f"Quick guide for {document.agency_name}"
    assert len(document.fingerprint) == 9
    assert document.fingerprint != made["clinic"].fingerprint


def test_a_guide_for_some_is_made_for_them_alone(project: Project) -> None:
    project.write(GUIDE, TEXT.replace("title: Should", "for: [care, -school]\ntitle: Should"))
    assert set(guides(project)) == {"clinic"}


def test_steps_notes_and_panels_for_others_are_left_out(project: Project) -> None:
    made = guides(project)
    assert [view.id for view in flow(made["school"]).steps] == ["danger", "lesson", "share"]
    assert [view.id for view in flow(made["clinic"]).steps] == ["danger", "share"]
    assert [plain_text(note) for note in step(made["school"], "danger").notes] == ["Tell the head."]
    assert step(made["clinic"], "danger").notes == ()
    assert [view.title for view in flow(made["school"]).panels] == ["Call", "For schools"]
    assert [view.title for view in flow(made["clinic"]).panels] == ["Call"]


def test_a_branch_to_a_step_of_others_leads_to_the_next_that_the_agency_has(project: Project) -> None:
    made = guides(project)
    ours, theirs = step(made["school"], "danger").branches[1], step(made["clinic"], "danger").branches[1]
    assert (ours.to, ours.to_label) == ("lesson", "0A")
    assert (theirs.to, theirs.to_label) == ("share", "1")


def test_a_branch_without_a_step_stops(project: Project) -> None:
    branch = step(guides(project)["clinic"], "share").branches[0]
    assert (branch.to, branch.to_label, branch.words) == ("", "", ())


def test_names_become_words(project: Project) -> None:
    view = step(guides(project)["clinic"], "danger")
    assert plain_text(view.question) == "Is a child in danger?"
    assert ("tel:01632960001", "01632 960 001") in links(view.branches[0].words)


def test_a_paragraph_is_found_in_the_policy(project: Project) -> None:
    (link,) = links(flow(guides(project)["clinic"]).lead)
    assert link[0] == "policy.html#ask-for-help"
    assert link[1].startswith("paragraph\u00a01.")


def test_a_record_is_its_number_where_the_agency_has_it_and_words_elsewhere(project: Project) -> None:
    made = guides(project)
    ours, theirs = step(made["school"], "danger").branches[0].words, step(made["clinic"], "danger").branches[0].words
    assert ("record-F01.html", "F01") in links(ours)
    assert plain_text(ours).endswith("Fill in F01.")
    assert plain_text(theirs).endswith("Fill in a note.")


def test_a_record_that_is_not_there_is_told(project: Project) -> None:
    project.write(GUIDE, TEXT)
    found = project.diagnose()
    assert {item.code for item in found} == {"PG409"}
    assert found[0].span is not None
    assert found[0].span.path == GUIDE


def test_a_contact_is_a_name_and_a_number(project: Project) -> None:
    project.edit(PARTNERSHIP, "social-care: {phone", "social-care: {name: the duty team, phone")
    (contact,) = panel(guides(project)["clinic"], "Call").contacts
    assert contact == ("The duty team", (Link("tel:01632960001", (Str("01632 960 001"),)),))


def test_a_contact_without_a_name_is_called_by_what_it_is(project: Project) -> None:
    (contact,) = panel(guides(project)["clinic"], "Call").contacts
    assert contact[0] == "Children's social care"


def test_a_contact_says_its_hours_where_it_has_them(project: Project) -> None:
    project.edit(PARTNERSHIP, "001}", "001, hours: always}")
    (contact,) = panel(guides(project)["clinic"], "Call").contacts
    assert plain_text(contact[1]) == "01632 960 001 At any time"


def test_a_missing_number_is_a_gap(project: Project) -> None:
    project.edit(PARTNERSHIP, "social-care: {phone: 01632 960 001}", "social-care: {hours: always}")
    (contact,) = panel(guides(project)["clinic"], "Call").contacts
    assert contact[1] == (Gap("phone"), Str(" "), Times("At any time", "01234567/0-1440"))


def test_a_name_goes_on_without_the_agencys(project: Project) -> None:
    name = guides(project)["clinic"].agency_name
    project.edit(PARTNERSHIP, "social-care: {phone", f"social-care: {{name: {name} named nurse, phone")
    (contact,) = panel(guides(project)["clinic"], "Call").contacts
    assert contact[0] == "Named nurse"


def test_the_guide_that_is_shipped_agrees_with_the_policy(shipped: Understood) -> None:
    """A step that has a paragraph of its own has its heading; the others stand in the policy's table of steps."""
    found = 0
    for each in shipped.sets:
        titles = {item.clause.title for item in each.edition.clauses()}
        for document in each.documents:
            if document.kind is DocumentKind.GUIDE:
                found += 1
                steps = [view for view in flow(document).steps if view.label.isdigit()]
                assert [view.label for view in steps] == [str(number) for number in range(11)], document.agency
                told = [view.label for view in steps if f"Step {view.label}: {view.title}" in titles]
                assert told == ["3", "4", "5", "6", "7", "9"], document.agency
    assert found == len(shipped.sets) - len(shipped.library.partnerships), "the policing body has none"


def test_each_agency_is_told_what_is_its_own(shipped: Understood) -> None:
    said = {
        each.edition.agency: " ".join(
            plain_text(words)
            for document in each.documents
            if document.kind is DocumentKind.GUIDE
            for view in flow(document).steps
            for words in (view.question, *view.notes, *(branch.words for branch in view.branches))
        )
        for each in shipped.sets
    }
    own = {
        "GMC tool": {"medical-gmc"},
        "Your Code: 5.4 and 17": {"nursing-nmc"},
        "CSODS": {"police"},
        "DSL": {"education"},
        "Part 3": {"police", "probation", "youth-justice", "secure-estate"},
        "contempt": {"cafcass", "lscp"},
        "Usually recognised legitimate interest": {"voluntary", "early-years"},
    }
    for words, agencies in own.items():
        assert {agency for agency, text in said.items() if words in text} == agencies, words
    del said["policing-body"]  # its pack has no guide
    unlisted = {"cafcass", "fire"}  # nothing establishes that the new duty will bind them
    assert {agency for agency, text in said.items() if "16LA" not in text} == unlisted
    assert all(text.count("16LA") == text.count("16LA: check today") for text in said.values()), "it has not started"

"""Who keeps the text and who has signed it: the whole register in the annotated edition, each agency its own."""

import re

import pytest

from policygen.model.documents import Document
from tests.compose.composing import documents, page
from tests.conftest import Project

OUTLINE = "content/documents/policy.yaml"
REGISTER = "content/partnerships/town/sign-off.yaml"
CLINIC = "agencies:\n  - {agency: clinic, by: A. Example, role: Head nurse, on: 2026-11-20, of: %s}\n"
OWNERS = """owners:
  - {section: purpose, owner: Policy officer, review: 2027-05-31}
  - {clause: tell, owner: Family lead, review: 2000-02-28}
  - {clause: at-school, owner: School lead, review: 2027-05-31}
"""
MADE_UP = "Town is a made-up place, and so is everyone who is named here."
NOBODY = "No agency has signed this edition off yet."


@pytest.fixture
def project(project: Project) -> Project:
    project.edit(OUTLINE, "annex-law]", "annex-law, annex-changes]")
    return project


def annex(document: Document) -> str:
    """Return the words of the annex, without tags."""
    html = page(document).partition('id="annex-changes"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", html).replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_digest_that_the_check_tells_is_the_one_to_write(project: Project) -> None:
    project.write(REGISTER, CLINIC % "0")
    (of,) = re.findall(r"`of: (\w+)`", project.report())
    project.write(REGISTER, CLINIC % of)
    assert project.report() == ""


def test_an_approved_edition_makes_documents_when_everybody_has_signed(project: Project) -> None:
    project.edit("content/partnerships/town/partnership.yaml", "status: draft", "status: approved")
    assert [item.code for item in project.diagnose()] == ["PG335", "PG335"]
    project.sign()
    assert project.report() == ""
    assert "A. Example, Head, signed this edition off for School" in annex(documents(project)["school"])


def test_without_a_register_nobody_has_signed(project: Project) -> None:
    words = annex(documents(project)["clinic"])
    assert NOBODY in words
    assert "made-up" not in words, "nobody is named"


def test_an_agency_s_edition_says_who_signed_it_and_nobody_else_s_does(project: Project) -> None:
    project.sign()
    register = (project.root / REGISTER).read_text()
    project.write(REGISTER, OWNERS + "".join(line for line in register.splitlines(True) if "school" not in line))
    made = documents(project)
    own = annex(made["clinic"])
    assert "A. Example, Head, signed this edition off for Clinic on 20 November 2026." in own
    assert "changed since" not in own
    assert MADE_UP in own
    other = annex(made["school"])
    assert NOBODY in other
    assert "Example" not in other
    assert "Policy officer" not in own + other, "the register stands in the annotated edition"


def test_an_edition_that_has_changed_says_that_its_text_is_not_what_was_signed(project: Project) -> None:
    project.write(REGISTER, CLINIC % "0123456789ab")
    own = annex(documents(project)["clinic"])
    assert "It has changed since, and nobody has signed it off as it is now." in own


def test_one_who_has_yet_to_sign_is_not_said_to_have_signed(project: Project) -> None:
    project.write(REGISTER, "agencies:\n  - {agency: clinic, by: A. Example, role: Head nurse}\n")
    assert NOBODY in annex(documents(project)["clinic"])


def test_the_annotated_edition_has_owners_dates_and_names_and_not_whether_they_are_late(project: Project) -> None:
    project.write(REGISTER, OWNERS + CLINIC % "0123456789ab")
    project.append("agencies/clinic/agency.yaml", "annotated: true\n")
    clinic = documents(project)["clinic"]
    words = annex(clinic)
    assert "Section 1 , Why we share Policy officer 31 May 2027" in words
    assert "Family lead 28 February 2000" in words, "however long ago"
    assert "overdue" not in words
    assert "Paragraph 2.3: at-school School lead" in words, "no words of a clause that it does not print"
    assert "Clinic A. Example, Head nurse 20 November 2026" in words
    assert "School Nobody is named yet Not signed yet" in words
    assert MADE_UP in words
    assert 'href="#purpose"' in page(clinic).partition('id="annex-changes"')[2]


def test_a_clause_that_only_other_editions_have_is_named_by_its_id(project: Project) -> None:
    project.write(
        "agencies/school/10-school.md",
        "## Ours\n\n```edit\nafter: tell\nreason: Ours.\n```\n\n"
        "```clause\nid: ours\nnumber: 1\nforce: may\n```\n\nA secret.\n",
    )
    project.write(REGISTER, "owners: [{clause: ours, owner: School lead, review: 2027-05-31}]\n")
    project.append("agencies/school/agency.yaml", "prefix: OURS\n")
    project.append("agencies/clinic/agency.yaml", "annotated: true\n")
    assert "Only in other editions: ours School lead" in annex(documents(project)["clinic"])

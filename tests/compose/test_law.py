"""The register of law speaks to each agency: does it apply, what waits for a confirmation, what was relied on."""

import pytest

from policygen.model.policies import Annex
from policygen.model.prose import Answer, AnswerKind, Inline, LawNotice, Link, Str, Table
from policygen.project import understand
from policygen.render.html.markup import plain_text
from tests.compose.composing import clause, clauses, documents, notices, page, part, unused
from tests.conftest import Project

PURPOSE = "content/protocol/01-purpose.md"
TABLE = "\n## The law\n\n```clause\nid: the-law\nforce: info\n```\n\n```insert\nlaw-table\n```\n"


def answers(project: Project, agency: str) -> dict[str, tuple[Inline, ...]]:
    """Return the last cell of each row of the law table, by the law."""
    table = clause(documents(project)[agency], "the-law").body[0]
    assert isinstance(table, Table)
    return {plain_text(row[0]): row[2] for row in table.rows}


@pytest.fixture
def tabled(project: Project) -> Project:
    """A project whose first section ends with the law table."""
    project.append(PURPOSE, TABLE)
    return project


# ---- does it apply to us? --------------------------------------------------------------------------------------------


def test_an_agency_that_is_a_body_in_law_reads_yes_and_why(tabled: Project) -> None:
    assert answers(tabled, "clinic") == {
        "Example Act 2001, section 1": (Answer(AnswerKind.YES), Str(" The clinic belongs to the council."))
    }


def test_an_agencys_own_answer_comes_first(tabled: Project) -> None:
    assert answers(tabled, "school") == {
        "Example Act 2001, section 1": (Answer(AnswerKind.DEPENDS), Str(" If the council runs your school."))
    }
    tabled.append("agencies/clinic/agency.yaml", "law:\n  act-s1: {answer: 'no', why: Not here.}\n")
    assert answers(tabled, "clinic")["Example Act 2001, section 1"] == (Answer(AnswerKind.NO), Str(" Not here."))


def test_an_answer_is_inherited(tabled: Project) -> None:
    tabled.append("agencies/care/agency.yaml", "law:\n  act-s1: {answer: 'yes', why: All care.}\n")
    assert answers(tabled, "clinic")["Example Act 2001, section 1"] == (Answer(AnswerKind.YES), Str(" All care."))


def test_who_is_no_such_body_reads_no(tabled: Project) -> None:
    tabled.edit("agencies/clinic/agency.yaml", "bodies:\n  council: The clinic belongs to the council.\n", "")
    assert answers(tabled, "clinic") == {
        "Example Act 2001, section 1": (Answer(AnswerKind.NO), Str(" It does not bind you."))
    }


def test_a_law_that_binds_all_says_yes_to_all(tabled: Project) -> None:
    tabled.edit("content/law.yaml", "binds: [council]", "binds: [all]")
    tabled.edit("agencies/clinic/agency.yaml", "bodies:\n  council: The clinic belongs to the council.\n", "")
    assert answers(tabled, "clinic") == {"Example Act 2001, section 1": (Answer(AnswerKind.YES), Str(" It binds you."))}


@pytest.mark.parametrize("status", ["announced", "not-in-force"])
def test_a_law_that_is_not_in_force_waits_for_everybody(tabled: Project, status: str) -> None:
    tabled.edit(
        "content/law.yaml", "        title: section 1\n", f"        title: section 1\n        status: {status}\n"
    )
    assert answers(tabled, "clinic")["Example Act 2001, section 1"][0] == Answer(AnswerKind.WAIT)
    assert answers(tabled, "school")["Example Act 2001, section 1"][0] == Answer(AnswerKind.WAIT)


def test_a_law_that_somebody_has_confirmed_as_not_in_force_waits_without_a_notice(tabled: Project) -> None:
    row = "{force: duty, who: Councils, does: Share., binds: [council], yes: 'Yes.', no: 'No.'}"
    switch = "switch: {state: announced, notice: This duty may be in force.}\n"
    confirmed = switch.replace("}", ", confirmed_by: A. Lawyer, confirmed_on: 2026-01-01}")
    tabled.edit("content/law.yaml", switch, f"{confirmed}        table: {row}\n")
    assert answers(tabled, "school")["Example Act 2001, section 2"] == (Answer(AnswerKind.WAIT), Str(" No."))


def test_a_law_that_nobody_has_confirmed_waits_and_leads_to_its_notice(tabled: Project) -> None:
    row = "{force: duty, who: Councils, does: Share., binds: [council], yes: 'Yes.', no: 'No.'}"
    switch = "switch: {state: announced, notice: This duty may be in force.}\n"
    tabled.edit("content/law.yaml", switch, f"{switch}        table: {row}\n")
    found = answers(tabled, "school")["Example Act 2001, section 2"]
    assert found == (
        Answer(AnswerKind.WAIT),
        Str(" "),
        Link("#notice-act-s2", (Str("It may have started: see the law notice"),), page=True),
        Str(". No."),
    )
    assert 'id="notice-act-s2"' in page(documents(tabled)["school"])


def test_every_kind_of_answer_is_told_in_words(tabled: Project) -> None:
    for agency, words in (("clinic", "Yes"), ("school", "It depends")):
        assert f">{words}</span>" in page(documents(tabled)[agency])


# ---- notices ---------------------------------------------------------------------------------------------------------


def test_a_clause_that_waits_shows_a_dated_notice_and_none_of_its_text(project: Project) -> None:
    for document in documents(project).values():
        boxes = notices(document)
        assert [(box.id, box.checked) for box in boxes] == [("notice-act-s2", "2026-01-01")]
        assert boxes[0].title == "Law notice, checked on 1 January 2026"
        assert boxes[0].state == "Section 2 of the Example Act 2001. announced."
        assert plain_text(boxes[0].body) == "This duty may be in force."
        assert "Share under the new duty" not in page(document)
        assert "The new duty" not in page(document)
        assert "1.3" in [item.entries[0][1] for item in unused(document)]


def test_one_box_serves_however_many_clauses_wait(project: Project) -> None:
    duty = "force: must\nbinds: everyone\nduty: Do more."
    block = f"```clause\nid: another\n{duty}\nlaw: [act-s2]\nwhen: {{law: act-s2, status: in-force}}\n```"
    more = f"\n## Another\n\n{block}\n\nMore.\n"
    project.append(PURPOSE, more)
    project.append("content/protocol/02-families.md", more.replace("another", "third"))
    for document in documents(project).values():
        assert len(notices(document)) == 1
        assert page(document).count('id="notice-act-s2"') == 1
        assert page(document).count("Waits until somebody confirms the law") == 3


def test_notices_that_are_printed_together_are_not_printed_again(project: Project) -> None:
    project.edit(PURPOSE, "See [[ask-for-help]].", "See [[ask-for-help]].\n\n```insert\nlaw-notices\n```")
    for document in documents(project).values():
        first = clause(document, "keep-safe").body[-1]
        assert isinstance(first, LawNotice)
        assert len(notices(document)) == 1


def test_a_law_that_is_confirmed_prints_its_clause_and_no_notice(project: Project) -> None:
    project.edit("content/law.yaml", "        status: announced\n", "        status: in-force\n")
    project.edit(
        "content/law.yaml",
        "notice: This duty may be in force.}",
        "notice: This duty may be in force., confirmed_by: A. Lawyer, confirmed_on: 2026-02-01}",
    )
    for document in documents(project).values():
        assert clause(document, "new-duty").number == "1.3"
        assert notices(document) == []


# ---- what was relied on ----------------------------------------------------------------------------------------------


def test_the_list_of_law_holds_what_is_printed_with_status_and_day(project: Project) -> None:
    made = page(documents(project)["clinic"])
    row = made[made.index('<tr id="law-act">') :]
    row = row[: row.index("</tr>")]
    assert '<a href="https://example.org/act">Example Act 2001</a>' in row
    assert "As a whole" in row
    assert "In force since 1 January 2001</td>" in row
    assert "last looked at each entry on 1 January 2026, unless another day is given" in made
    assert '<a href="#keep-safe">1.1</a>' in row
    assert "new-duty" not in row, "a clause that waits relies on nothing yet"


def test_law_that_nobody_relies_on_is_not_listed(project: Project) -> None:
    project.edit(PURPOSE, "force: must\nlocked: true", "force: agreed\nlocked: true")
    project.edit(PURPOSE, "law: [act]\n", "")
    for document in documents(project).values():
        assert "law-act" not in page(document)


def test_every_clause_is_as_it_was_without_a_table(project: Project) -> None:
    """The answers stand in the table only: no clause reads otherwise because of them."""
    before = {view.id: view for view in clauses(documents(project)["clinic"])}
    project.append("agencies/clinic/agency.yaml", "law:\n  act-s1: {answer: 'no', why: Not here.}\n")
    assert {view.id: view for view in clauses(documents(project)["clinic"])} == before


# ---- where changing law stands ---------------------------------------------------------------------------------------


def states(project: Project) -> list[list[str]]:
    """Return the words of each row of the annex about law that may be changing."""
    project.edit("content/documents/policy.yaml", "annex-law]", "annex-state]")
    annex = part(documents(project)["clinic"], Annex)
    assert isinstance(annex, Annex)
    table = annex.blocks[-1]
    assert isinstance(table, Table)
    return [[plain_text(cell) for cell in row] for row in table.rows]


def test_changing_law_is_listed_with_its_state_and_all_that_rests_on_it_printed_here_or_not(project: Project) -> None:
    [[law, state, paragraphs]] = states(project)
    assert law == "Section 2 of the Example Act 2001"
    assert state == "announced. Nobody has confirmed it. Last looked at on 1 January 2026."
    understood = understand(project.read()).value
    assert understood is not None
    waiting = [item for _, item in understood.library.clauses() if "act-s2" in {name.text for name in item.law}]
    assert waiting
    assert len(paragraphs.split(", ")) == len(waiting)


def test_changing_law_says_who_confirmed_it(project: Project) -> None:
    switch = "switch: {state: announced, notice: This duty may be in force."
    confirmed = f"{switch[:-1]}, confirmed_by: A. Lawyer, confirmed_on: 2026-11-01"
    project.edit("content/law.yaml", f"{switch}}}", f"{confirmed}}}")
    project.edit("content/law.yaml", "status: announced", "status: in-force\n        since: 2026-10-01")
    [[_, state, _]] = states(project)
    assert state == "In force since 1 October 2026. Confirmed by A. Lawyer on 1 November 2026."

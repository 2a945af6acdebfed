"""The agencies that a partnership chooses: who gets documents, what counts them, and whose layers are still there."""

import pytest
from click.testing import CliRunner, Result

from policygen.cli import main
from policygen.model.documents import DocumentSet
from policygen.model.policies import Cover
from policygen.project import UnknownNameError, understand
from policygen.release.request import Selection
from policygen.resolve.coverage import coverage
from tests.compose.composing import part
from tests.conftest import Project

TOWN = "content/partnerships/town/partnership.yaml"
CITY = "content/partnerships/city/partnership.yaml"


def choose(project: Project, *agencies: str, where: str = TOWN) -> None:
    project.append(where, f"agencies: [{', '.join(agencies)}]\n")


def sets(project: Project) -> tuple[DocumentSet, ...]:
    understood = understand(project.read()).value
    assert understood is not None
    return understood.sets


def run(project: Project, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.chdir(project.root)
    return CliRunner().invoke(main, arguments)


def second(project: Project) -> None:
    """Add a partnership that has all agencies."""
    text = (project.root / TOWN).read_text()
    project.write(CITY, text.replace("town", "city").replace("Town", "City"))


def test_only_the_chosen_get_documents_and_layers_above_them_stay(project: Project) -> None:
    choose(project, "school")
    project.remove("content/partnerships/town/agencies/clinic")
    assert project.report() == ""
    (only,) = sets(project)
    assert only.edition.agency == "school"
    assert only.edition.layers == ("base", "town", "care")
    assert "ask-the-nurse" in {item.clause.id for item in only.edition.clauses()}


def test_those_who_choose_all_have_what_they_have_without_choosing(project: Project) -> None:
    before = sets(project)
    choose(project, "school", "clinic")
    assert sets(project) == before


def test_covers_count_the_chosen_and_bars_stand_for_them(project: Project) -> None:
    project.append("agencies/clinic/agency.yaml", "annotated: true\n")
    second(project)
    choose(project, "clinic", where=CITY)
    covers = {(each.edition.partnership, each.edition.agency): part(each.documents[0], Cover) for each in sets(project)}
    assert {place: len(cover.bars) for place, cover in covers.items() if isinstance(cover, Cover)} == {
        ("town", "clinic"): 2,
        ("town", "school"): 2,
        ("city", "clinic"): 1,
    }


def test_gaps_and_advisers_are_asked_for_the_chosen_alone(project: Project) -> None:
    project.edit(TOWN, "  retention: six years", "  retention:")
    assert "`school` in `town` lacks" in project.report()
    choose(project, "clinic")
    assert project.report() == ""


def test_a_locked_provision_must_reach_the_chosen_alone(project: Project) -> None:
    project.edit("content/protocol/01-purpose.md", "locked: true", "locked: true\nfor: [school]")
    assert "PG330" in project.report()
    choose(project, "school")
    project.remove("content/partnerships/town/agencies/clinic")
    assert "PG330" not in project.report()


def test_what_is_for_others_of_the_base_is_no_mistake_where_they_are_not_chosen(project: Project) -> None:
    project.edit("content/protocol/02-families.md", "id: words", "id: words\nfor: [school]")
    choose(project, "clinic")
    assert "PG323" not in project.report()
    assert "PG324" not in project.report()


def test_a_partnerships_own_words_for_somebody_it_has_not_chosen_have_no_effect(project: Project) -> None:
    local = "## Ask them\n\n```edit\nannotate: tell\nreason: They know.\n```\n\nAsk them.\n"
    project.write("content/partnerships/town/agencies/school/10-local.md", local)
    choose(project, "clinic")
    assert "PG324: no agency that gets documents has the layer `town/school`" in project.report()


def test_the_layer_of_an_agency_that_nobody_chose_is_still_checked(project: Project) -> None:
    project.edit("agencies/clinic/10-clinic.md", "set: tell", "set: tells")
    choose(project, "school")
    assert "PG301" in project.report()


def test_sign_off_is_of_the_chosen(project: Project) -> None:
    choose(project, "clinic")
    project.edit(TOWN, "status: draft", "status: approved")
    report = project.report()
    assert "edition of `clinic`" in report
    assert "edition of `school`" not in report
    project.sign()
    assert project.report() == ""


def test_coverage_lists_the_chosen(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(project, "clinic")
    understood = understand(project.read()).value
    assert understood is not None
    rows = coverage(understood.library, understood.editions)
    places = [places for row in rows for carrier in row.carriers for _, places in carrier.readers]
    assert {agency for each in places for agency, _document in each} == {"clinic"}
    assert "town: all" in run(project, monkeypatch, "coverage").output


def test_commands_know_the_chosen(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    second(project)
    choose(project, "clinic")
    assert run(project, monkeypatch, "explain", "school", "tell").exit_code == 0
    refused = run(project, monkeypatch, "explain", "school", "tell", "-p", "town")
    assert (refused.exit_code, "no `school` for AGENCY" in refused.output) == (2, True)
    with pytest.raises(UnknownNameError, match="no `school` for --agency"):
        understand(project.read(), Selection(partnerships=("town",), agencies=("school",)))
    compared = run(project, monkeypatch, "compare", "clinic", "school")
    assert compared.exit_code == 0, compared.output
    choose(project, "school", where=CITY)
    refused = run(project, monkeypatch, "compare", "clinic", "school")
    assert (refused.exit_code, "no partnership has both" in refused.output) == (2, True)

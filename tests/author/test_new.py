"""`policygen new`: the smallest file of a kind, in words of its author, beside what is there and never over it."""

import errno
import os
from collections import Counter
from pathlib import Path

import pytest

from policygen.author import commands
from policygen.project import understand
from policygen.release import disk
from policygen.source.tree import read_tree
from tests.author.beginning import WHO, held, run
from tests.conftest import Project

TOWN = "content/partnerships/town"
LEAFLET = (
    "--title",
    "When we visit",
    "--reader",
    "For parents",
    "--summary",
    "What we do.",
    "--lead",
    "We may visit you.",
)
RECORD = ("--title", "Visit record", "--purpose", "What was seen.", "--marking", "Keep it in the case record.")
CLAUSE = ("--title", "Our duty team", "--text", "Call the duty team first.", "--reason", "We have one.")


@pytest.fixture
def project(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    project.edit(f"{TOWN}/partnership.yaml", "area: Town", "area: Town\nprefix: TOWN")
    project.write("content/languages.yaml", "- {id: en, name: English, english: English}\n")
    source = Path(__file__).parents[2] / "content" / "words" / "leaflets" / "en.yaml"
    project.write("content/words/leaflets/en.yaml", source.read_bytes())
    monkeypatch.chdir(project.root)
    return project


def added(project: Project, *arguments: str) -> set[str]:
    """Run `new`, see that nothing else changed, and return the new files."""
    before = held(project.root)
    result = run("new", *arguments)
    assert result.exit_code == 0, result.output
    after = held(project.root)
    assert {path: after[path] for path in before} == before
    new = {*after} - {*before}
    assert new <= set(result.output.splitlines())
    return new


def codes(project: Project) -> Counter[str]:
    return Counter(item.code for item in project.diagnose())


def test_a_clause_stands_in_its_layer_with_the_next_number(project: Project) -> None:
    before = codes(project)
    assert added(project, "clause", "our-duty-team", "--after", "tell", *CLAUSE) == {f"{TOWN}/our-duty-team.md"}
    assert added(project, "clause", "second", "--end", "families", *CLAUSE) == {f"{TOWN}/second.md"}
    assert codes(project) == before
    understood = understand(read_tree(project.root).value or pytest.fail("unread")).value
    assert understood is not None
    numbers = {item.clause.id: item.number for item in understood.editions[0].clauses()}
    assert (numbers["our-duty-team"], numbers["second"]) == ("TOWN1", "TOWN2")


@pytest.mark.parametrize(
    ("layer", "path"), [("care", "agencies/care/ours.md"), ("town/clinic", f"{TOWN}/agencies/clinic/ours.md")]
)
def test_a_clause_may_be_an_agencys_here_or_everywhere(project: Project, layer: str, path: str) -> None:
    before = codes(project)
    assert added(project, "clause", "ours", "--after", "tell", "--layer", layer, *CLAUSE) == {path}
    assert codes(project) == before


def test_a_record_has_a_question(project: Project) -> None:
    before = codes(project)
    assert added(project, "record", "F13", *RECORD) == {"content/records/F13.yaml"}
    assert codes(project) == before


def test_a_leaflet_says_whom_to_call(project: Project) -> None:
    before = codes(project)
    assert added(project, "leaflet", "visiting", *LEAFLET) == {"content/leaflets/visiting/en.md"}
    assert codes(project) == before


def test_an_agency_has_a_form_in_each_partnership_that_tells_what_is_left(project: Project) -> None:
    before = codes(project)
    new = added(project, "agency", "ambulance", "--name", "Ambulance service", "--parent", "care")
    assert new == {"agencies/ambulance/agency.yaml", f"{TOWN}/agencies/ambulance/values.yaml"}
    more = codes(project) - before
    assert set(more) == {"PG242"}
    assert "`retention`" in project.report()


def test_an_agency_that_is_still_to_be_chosen_is_told(project: Project) -> None:
    project.append(f"{TOWN}/partnership.yaml", "agencies: [clinic]\n")
    result = run("new", "agency", "ambulance", "--name", "Ambulance service")
    assert f"Now add `ambulance` to `agencies` in {TOWN}/partnership.yaml." in result.output
    assert "PG207" in codes(project)


def test_a_second_partnership_stands_beside_the_first(project: Project) -> None:
    before = codes(project)
    new = added(project, "partnership", "north-moor", *WHO, "-a", "clinic")
    home = "content/partnerships/north-moor"
    assert new == {f"{home}/{name}" for name in ("partnership.yaml", "sign-off.yaml", "agencies/clinic/values.yaml")}
    assert set(codes(project) - before) == {"PG242"}


# -- refused, with nothing written ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("agency", "clinic", "--name", "x"),
            "`clinic` is taken: it is an agency. There is: care, clinic, school, town",
        ),
        (("agency", "Clinic", "--name", "x"), "`Clinic` is no id"),
        (("agency", "base", "--name", "x"), "`base` is a name that is kept"),
        (("agency", "nurse", "--name", "x", "--parent", "car"), "no `car` for --parent. Did you mean `care`?"),
        (("agency", "nurse"), "say --name"),
        (("partnership", "town", *WHO), "`town` is taken: it is a partnership"),
        (("partnership", "city", *WHO, "-a", "clinik"), "Did you mean `clinic`?"),
        (("record", "13", *RECORD), "`13` is no id of a record"),
        (("record", "F13"), "say --title, --purpose, --marking"),
        (("leaflet", "visiting", "--title", "x"), "say --reader, --summary, --lead"),
        (("clause", "tell", "--after", "words", *CLAUSE), "`tell` is taken: it is a clause"),
        (("clause", "families", "--after", "words", *CLAUSE), "`families` is taken: it is a section"),
        (("clause", "ours", "--after", "tel", *CLAUSE), "no `tel` for --after. Did you mean `tell`?"),
        (("clause", "ours", "--end", "tell", *CLAUSE), "There is: purpose, families"),
        (("clause", "ours", *CLAUSE), "one of --before, --after, --start and --end"),
        (("clause", "ours", "--after", "tell", "--end", "families", *CLAUSE), "one of --before"),
        (("clause", "ours", "--after", "tell", "--layer", "twon", *CLAUSE), "Did you mean `town`?"),
        (("clause", "ours", "--after", "tell", "--layer", "town/clinik", *CLAUSE), "Did you mean `clinic`?"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(project: Project, arguments: tuple[str, ...], words: str) -> None:
    before = held(project.root)
    result = run("new", *arguments)
    assert result.exit_code == 2, result.output
    assert words in result.output
    assert held(project.root) == before


def test_an_id_that_is_taken_is_refused_with_those_that_there_are(project: Project) -> None:
    added(project, "record", "F13", *RECORD)
    added(project, "leaflet", "visiting", *LEAFLET)
    assert "`F13` is taken. There is: F13" in run("new", "record", "F13", *RECORD).output
    assert (
        "`visiting` is taken: it is a leaflet. There is: visiting" in run("new", "leaflet", "visiting", *LEAFLET).output
    )


def test_words_that_would_be_a_mistake_are_told_and_not_kept(project: Project) -> None:
    before = held(project.root)
    words = [*CLAUSE[:3], "Call [[nobody.", *CLAUSE[4:]]
    result = run("new", "clause", "ours", "--after", "tell", "--layer", "town/school", *words)
    assert result.exit_code == 1, result.output
    assert "error PG1" in result.output
    assert held(project.root) == before
    assert not (project.root / TOWN / "agencies" / "school").exists()


def test_a_file_that_is_there_is_never_written_over(project: Project) -> None:
    project.write(f"{TOWN}/ours.md", "## Ours\n\n```edit\nannotate: tell\nreason: Ours.\n```\n\nOurs.\n")
    before = held(project.root)
    result = run("new", "clause", "ours", "--after", "tell", *CLAUSE)
    assert (result.exit_code, "it is there already" in result.output) == (2, True)
    assert held(project.root) == before


def test_a_failure_half_way_leaves_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = held(project.root)
    real, calls = disk.replace_file, 0

    def full(path: Path, text: bytes, *, via: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        real(path, text, via=via)

    monkeypatch.setattr(disk, "replace_file", full)
    result = run("new", "agency", "ambulance", "--name", "Ambulance service")
    assert (result.exit_code, "No space left" in result.output) == (2, True)
    assert held(project.root) == before
    assert not (project.root / "agencies" / "ambulance").exists()


def test_a_project_with_mistakes_is_mended_first(project: Project) -> None:
    project.append("content/law.yaml", "laws: 2\n")
    before = held(project.root)
    result = run("new", "record", "F13", *RECORD)
    assert (result.exit_code, "error PG116" in result.output) == (1, True)
    assert held(project.root) == before


def test_where_there_is_no_project_nothing_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "there is no project here" in run("new", "record", "F13", *RECORD).output


def test_with_several_partnerships_a_clause_says_whose_it_is(project: Project) -> None:
    added(project, "partnership", "north-moor", *WHO, "-a", "clinic")
    assert (
        "say whose it is with --layer: north-moor, town"
        in run("new", "clause", "ours", "--after", "tell", *CLAUSE).output
    )


def test_in_a_terminal_words_are_asked_for(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "on_terminal", lambda: True)
    result = run("new", "record", "F13", "--title", "Visit record", answers="What was seen.\nKeep it safe.\n")
    assert result.exit_code == 0, result.output
    text = (project.root / "content/records/F13.yaml").read_text()
    assert 'purpose: "What was seen."\n' in text
    assert 'marking: "Keep it safe."\n' in text

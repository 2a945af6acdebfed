"""What rests on what: coverage, impact and compare, on the minimal project and on what is shipped."""

import csv
import io
import json
import shutil
from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from policygen.cli import main
from policygen.compose.compare import compare_documents
from policygen.model.editions import Printing
from policygen.model.library import Library
from policygen.model.registers import LawStatus, LawSwitch
from policygen.project import Project as Understood
from policygen.project import understand
from policygen.render.terminal.report import marked
from policygen.resolve.coverage import coverage
from policygen.resolve.editions import resolve
from policygen.resolve.impact import impact, known_names
from tests.conftest import ROOT, Project


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.fixture
def small(project: Project) -> Understood:
    understood = understand(project.read()).value
    assert understood is not None
    assert understood.library is not None
    return understood


def library(understood: Understood) -> Library:
    assert understood.library is not None
    return understood.library


# ---- coverage --------------------------------------------------------------------------------------------------------


def test_every_provision_of_the_register_has_a_row_and_a_clause_or_a_reason(shipped: Understood) -> None:
    rows = [row for row in coverage(library(shipped), shipped.editions) if row.kind == "provision"]
    assert [row.id for row in rows] == list(library(shipped).provisions)
    assert len(rows) == 236 + 14
    assert [row.id for row in rows if not row.carriers and not row.note] == []


def test_what_is_locked_for_all_is_read_by_all_in_a_locked_clause(shipped: Understood) -> None:
    everyone = library(shipped).rendered()
    assert len(everyone) == 17
    provisions = library(shipped).provisions
    for row in coverage(library(shipped), shipped.editions):
        if row.kind != "provision" or provisions[row.id].lock != "all" or row.status == "superseded":
            continue
        readers = [dict(carrier.readers) for carrier in row.carriers if carrier.locked]
        for partnership in library(shipped).partnerships:
            read = {agency for each in readers for agency, _ in each.get(partnership, ())}
            assert read >= set(everyone) - {"policing-body"}, (
                row.id
            )  # its pack is about the Serious Violence Duty alone


def test_a_provision_without_a_clause_has_a_row(project: Project) -> None:
    project.append(
        "content/provisions.yaml", "- {id: P009, lock: open, agencies: [all], status: current, text: Nobody says it.}\n"
    )
    understood = understand(project.read()).value
    assert understood is not None
    (row,) = [row for row in coverage(library(understood), understood.editions) if row.id == "P009"]
    assert row.carriers == ()


def test_a_carrier_names_those_who_read_it_and_no_others(small: Understood) -> None:
    rows = {row.id: row for row in coverage(library(small), small.editions)}
    (carrier,) = rows["P001"].carriers
    assert (carrier.clause, carrier.number, carrier.locked) == ("keep-safe", "1.1", True)
    assert carrier.readers == (("town", (("clinic", "policy"), ("school", "policy"))),)


def test_coverage_is_told_as_text_csv_and_data(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)
    text = run("coverage")
    assert text.exit_code == 0
    assert "P001 current: Share to keep children safe.\n    1.1 keep-safe, locked: town: all" in text.output
    table = list(csv.DictReader(io.StringIO(run("coverage", "--format", "csv").output)))
    assert {(row["id"], row["agency"]) for row in table} >= {("P001", "clinic"), ("P001", "school")}
    data = json.loads(run("coverage", "--format", "json").output)
    assert data[0]["carriers"][0]["readers"] == {"town": {"clinic": "policy", "school": "policy"}}


# ---- impact ----------------------------------------------------------------------------------------------------------


def test_impact_finds_every_use_with_its_place(small: Understood) -> None:
    uses = impact(library(small), small.editions, "ask-for-help")
    assert {(use.how, use.clause, use.layer) for use in uses} >= {
        ("names it", "keep-safe", "base"),
        ("is it", "ask-for-help", "base"),
    }
    (named,) = [use for use in uses if use.how == "names it"]
    assert named.span.path == "content/protocol/01-purpose.md"
    assert named.editions == (("town", "clinic"), ("town", "school"))


@pytest.mark.parametrize("name", ["term.child", "role.lead", "contact.social-care", "value.retention"])
def test_impact_knows_the_words_of_agencies_and_partnerships(small: Understood, name: str) -> None:
    assert name in known_names(library(small))
    assert impact(library(small), small.editions, name)


def test_the_use_of_a_layer_counts_for_those_who_have_the_layer(small: Understood) -> None:
    uses = impact(library(small), small.editions, "tell")
    (sets,) = [use for use in uses if use.how == "sets it"]
    assert (sets.layer, sets.editions) == ("clinic", (("town", "clinic"),))


def test_a_law_includes_its_parts(small: Understood) -> None:
    assert {use.clause for use in impact(library(small), small.editions, "act")} >= {"keep-safe", "new-duty"}


def test_impact_tells_what_the_registers_hold_of_a_name(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.edit("content/protocol/02-families.md", "provisions: [P003]", "provisions: [P003]\ncorrections: [E01]")
    project.write(
        "content/editors-notes.yaml",
        "- {id: E01, severity: typo, title: T, source_said: A., correct: B., authority: The Act., confidence: High.}\n",
    )
    project.edit("content/provisions.yaml", "{id: P001, lock", "{id: P001, section: 1.intro, lock")
    project.edit(
        "content/law.yaml", "title: section 1\n", "title: section 1\n        about: Sharing.\n        note: To check.\n"
    )
    project.edit("content/law.yaml", "switch: {state: announced", "switch: {announced: 2026-05-01, state: announced")
    monkeypatch.chdir(project.root)

    def told(name: str) -> list[str]:
        text = run("impact", name).output
        return [
            line.strip()
            for line in text.splitlines()[1 : next(at for at, line in enumerate(text.splitlines()) if " use" in line)]
        ]

    assert told("P001") == ["1.intro of the source", "Share to keep children safe."]
    assert told("E01") == ["T: typo", "The Act.", "High."]
    assert told("role.lead") == ["Advises colleagues."]
    assert told("act-s1") == [
        "Sharing.",
        "in-force since 2001-01-01; checked on 2026-01-01, confidence verified",
        "binds: A council",
        "To check.",
    ]
    assert "announced on 2026-05-01" in told("act-s2")
    assert told("keep-safe") == []


def test_impact_of_an_unknown_name_is_wrong_use(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)
    result = run("impact", "keep-saef")
    assert (result.exit_code, "Did you mean `keep-safe`?" in result.output) == (2, True)
    assert json.loads(run("impact", "keep-safe", "--json").output)[0]["clause"] == "keep-safe"


def test_confirming_a_law_changes_the_editions_that_rest_on_it_and_no_others(shipped: Understood) -> None:
    """Flip one switch: exactly the clauses that `impact` names change their printing."""
    before = library(shipped)
    law = before.law["ca2004-s16LA"]
    assert law.switch is not None
    switch = LawSwitch(state="", notice="", confirmed_by="A. Example", confirmed_on="2026-12-01")
    flipped = replace(law, status=LawStatus.IN_FORCE, switch=switch)
    after = replace(before, law={**before.law, law.id: flipped})
    clauses = {item.clause.id for edition in shipped.editions for item in edition.clauses()}
    uses = impact(before, shipped.editions, law.id)  # records and guides have parts that wait for it too
    named = {use.clause for use in uses if use.how.startswith("printed when") and use.clause in clauses}
    changed = set()
    for old, new in zip(shipped.editions, resolve(after).value or (), strict=True):
        for one, other in zip(old.clauses(), new.clauses(), strict=True):
            if one.printing is not other.printing:
                changed.add(one.clause.id)
                if other.clause.id == "law-duty-to-share":
                    assert other.printing is Printing.PRINTED
    assert changed == named


# ---- compare ---------------------------------------------------------------------------------------------------------


def test_compare_tells_what_differs_and_what_is_the_same(small: Understood) -> None:
    clinic, school = (each.documents for each in small.sets)
    pairs = {(pair.left or pair.right).id: pair for pair in compare_documents(clinic, school)}
    assert pairs["keep-safe"].same
    assert not pairs["tell"].same, "the clinic replies sooner"


def test_an_edition_is_the_same_as_itself(small: Understood) -> None:
    clinic = small.sets[0].documents
    assert all(pair.same for pair in compare_documents(clinic, clinic))


def test_marked_words_are_those_that_the_other_lacks() -> None:
    left, right = marked("reply within five days", "reply within ten days")
    assert left == ((False, "reply within"), (True, "five"), (False, "days"))
    assert right == ((False, "reply within"), (True, "ten"), (False, "days"))


def test_compare_prints_differences_first_and_writes_a_page(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)
    shutil.copytree(ROOT / "templates", project.root / "templates")
    text = run("compare", "clinic", "school").output
    assert text.index("tell: in both, in different words") < text.index("The same in both:")
    assert run("compare", "clinic", "school", "--html", "page.html").exit_code == 0
    page = (project.root / "page.html").read_text()
    assert "<del>" in page
    assert "<ins>" in page
    assert run("compare", "clinic", "scholl").exit_code == 2

"""A project on a base: its own files are laid over the base's, one by one, and places say whose file they are in."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from policygen.cli import main
from policygen.diagnostics import RelPath, render_text
from policygen.project import understand
from policygen.source.files import FILES, sort_files
from policygen.source.foundation import PROTOCOL, base_version
from policygen.source.tree import read_bare_base, read_tree
from tests.conftest import ROOT, Project

VERSION = base_version((ROOT / PROTOCOL).read_text())
ON_BASE = f'base: {{package: protocol, version: "{VERSION}"}}\n'
TOWN = "content/partnerships/town/partnership.yaml"
PARTNERSHIP = """id: town
name: Town Safeguarding Children Partnership
short_name: Town Partnership
area: Town
site_url: https://example.org/town
edition: {number: "1.0", date: 2026-01-01, status: draft, next_review: 2027-01-01, owner: Manager}
agencies: [fire]
"""


@pytest.fixture
def local(tmp_path: Path) -> Project:
    """A project that holds nothing but a partnership."""
    project = Project(tmp_path / "project")
    project.write("content/project.yaml", ON_BASE)
    project.write(TOWN, PARTNERSHIP)
    return project


def test_the_base_has_a_version() -> None:
    assert VERSION


def test_what_a_project_lacks_is_the_bases_but_for_partnerships(local: Project) -> None:
    tree = local.read()
    shipped = read_tree(ROOT).value
    assert shipped is not None
    base = {path for path in shipped.files if not path.startswith("content/partnerships/")}
    assert set(tree.files) == base | {"content/project.yaml", TOWN}
    assert tree.lent == base
    assert all(tree.files[path] == shipped.files[path] for path in base)
    assert [*tree.files] == sorted(tree.files)


def test_the_bare_base_is_what_a_project_of_nothing_stands_on(local: Project) -> None:
    bare = read_bare_base().value
    assert bare is not None
    tree = local.read()
    assert bare.lent == set(bare.files) == tree.lent
    assert bare.texts == {path: text for path, text in tree.texts.items() if path in tree.lent}


def test_an_editor_finds_the_files_of_each_kind_where_the_program_does() -> None:
    found = sort_files(read_tree(ROOT).value or pytest.fail("unread")).value or {}
    for kind in FILES:
        ours = {file.path for file in found[kind.name]}
        assert ours <= {path.relative_to(ROOT).as_posix() for path in ROOT.glob(kind.glob)}, kind.name


def test_a_partnership_is_all_that_a_project_needs(local: Project) -> None:
    outcome = understand(local.read())
    assert [item for item in outcome.diagnostics if item.severity == "error"] == []
    assert outcome.value is not None
    assert [each.edition.agency for each in outcome.value.sets] == ["fire"]


@pytest.mark.parametrize("path", ["content/glossary.yaml", "agencies/fire/agency.yaml", "templates/css/site.css"])
def test_a_file_of_the_project_takes_the_place_of_the_bases(local: Project, path: str) -> None:
    assert path in local.read().lent
    local.write(path, b"own\n")
    tree = local.read()
    assert tree.files[RelPath(path)] == b"own\n"
    assert path not in tree.lent


def test_agencies_and_drawings_of_the_project_stand_beside_the_bases(local: Project) -> None:
    before = set(local.read().files)
    local.write("agencies/ambulance/agency.yaml", "id: ambulance\nname: Ambulance service\nshort_name: Ambulance\n")
    assert set(local.read().files) == before | {"agencies/ambulance/agency.yaml"}


def test_a_change_of_the_base_is_a_change_of_what_was_read(local: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = local.read()
    local.write("content/glossary.yaml", before.files[RelPath("content/glossary.yaml")])
    assert local.read().digest() == before.digest()
    local.append("content/glossary.yaml", "\n")
    assert local.read().digest() != before.digest()


def test_a_project_that_names_no_base_has_its_own_files_alone(project: Project) -> None:
    before = project.read()
    project.write("content/project.yaml", "base:\n")
    after = project.read()
    assert {*after.files} - {*before.files} == {"content/project.yaml"}
    assert (after.lent, after.base) == (frozenset(), "")
    assert project.report() == ""


def test_a_mistake_in_a_file_of_the_base_says_that_it_is_not_the_projects(local: Project) -> None:
    local.write("content/glossary.yaml", "- {term: lead}\n")
    outcome = understand(local.read())
    (own,) = outcome.diagnostics
    assert own.notes == ()
    local.remove("content/glossary.yaml")
    local.write("content/provisions.yaml", "[]\n")
    said = understand(local.read()).diagnostics
    lent = [item for item in said if item.code == "PG205"]
    assert lent
    for item in lent:
        assert item.span is not None
        shown = render_text(item, local.read().texts)
        assert f"note: this file is of the base protocol {VERSION}, not of your project" in shown
        assert shown.count("note: this file") == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('base: {package: other, version: "1.0"}\n', "PG156"),
        ('base: {package: protocol, version: "0.0"}\n', "PG157"),
        ("base: [\n", "PG110"),
        ("base: {package: protocol}\n", "PG142"),
        ("- base\n", "PG146"),
        (b"\xff", "PG104"),
    ],
)
def test_of_a_project_whose_base_is_not_found_nothing_else_is_said(
    local: Project, monkeypatch: pytest.MonkeyPatch, text: str | bytes, code: str
) -> None:
    local.write("content/project.yaml", text)
    assert [item.code for item in local.diagnose()] == [code]
    monkeypatch.chdir(local.root)
    for command in (["check"], ["build"], ["explain", "fire", "1.1"]):
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 1, command
        assert f" {code}: " in result.output
        assert result.output.count("PG") == 1, result.output
    assert not (local.root / "output").exists()

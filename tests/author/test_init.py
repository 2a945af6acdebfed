"""`policygen init`: a project that is sound at once, made whole or not at all, and nothing in it that nobody said."""

import errno
import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from policygen.author import commands
from policygen.author.partnership import TBC, Particulars, brand_of, id_from, partnership_files, problems, year_after
from policygen.compose.site import compose_site
from policygen.diagnostics import RelPath, Severity
from policygen.model.library import Library
from policygen.project import understand
from policygen.release import disk
from policygen.rules.colours import contrasts
from policygen.source.load import load_library
from policygen.source.tree import read_bare_base, read_tree
from tests.author.beginning import WHO, held, run
from tests.conftest import Project

HOME = "content/partnerships/north-moor"


ABOUT = Particulars(
    id="north-moor",
    name="North Moor Safeguarding Children Partnership",
    short_name="North Moor Partnership",
    area="North Moor",
    owner="Business manager",
    site="https://example.org/north-moor",
    date="2026-11-22",
    next_review="2027-11-22",
)


@pytest.fixture(scope="module")
def base() -> Library:
    tree = read_bare_base().value
    assert tree is not None
    library = load_library(tree).value
    assert library is not None
    return library


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two agencies, of which little is known."""
    folder = tmp_path_factory.mktemp("begun") / "project"
    known = ("--contact", "social-care.phone=01632 960001", "--value", "escalation-days=2", "--colour", "#225930")
    result = run("init", folder, *WHO, "-a", "fire", "-a", "education", *known)
    assert result.exit_code == 0, result.output
    return folder


def data(folder: Path, path: str) -> dict[str, object]:
    made = yaml.safe_load((folder / path).read_text())
    assert isinstance(made, dict)
    return made


def test_it_holds_what_is_local_and_nothing_of_the_base(begun: Path) -> None:
    files = {path for path in held(begun) if not path.startswith(".schemas/")}
    assert files == {
        *(".ci.yml.example", ".gitignore", ".vscode/extensions.json", ".vscode/settings.json", "README.md"),
        "content/project.yaml",
        *(f"{HOME}/{name}" for name in ("partnership.yaml", "sign-off.yaml")),
        *(f"{HOME}/agencies/{name}/values.yaml" for name in ("education", "fire")),
    }


def test_it_has_no_mistakes_and_every_gap_is_told_at_its_own_line(begun: Path) -> None:
    said = Project(begun).diagnose()
    assert {(item.code, item.severity) for item in said} == {
        ("PG242", Severity.WARNING),
        ("PG245", Severity.WARNING),
    }
    gaps = [item.span for item in said if item.code == "PG242" and item.span is not None]
    lines = [(span.path, span.start.line) for span in gaps]
    written = [
        (path, number)
        for path, text in sorted(held(begun).items())
        if path.startswith(HOME)
        for number, line in enumerate(text.decode().splitlines(), 1)
        if re.search(r": TBC( #|$)", line)
    ]
    assert lines == written


def test_what_was_said_stands_there_and_nothing_else_is_known(begun: Path) -> None:
    made = data(begun, f"{HOME}/partnership.yaml")
    assert (made["name"], made["short_name"]) == (
        "North Moor Safeguarding Children Partnership",
        "North Moor Partnership",
    )
    assert made["agencies"] == ["education", "fire"]
    contacts, values = made["contacts"], made["values"]
    assert isinstance(contacts, dict)
    assert isinstance(values, dict)
    known = {(slot, name): text for slot, each in contacts.items() for name, text in each.items() if text != TBC}
    assert known == {("social-care", "phone"): "01632 960001"}
    assert {name: text for name, text in values.items() if text != TBC} == {"escalation-days": "2"}
    assert made["edition"] == {
        "number": "1.0",
        "date": year(2026),
        "status": "draft",
        "next_review": year(2027),
        "owner": "Business manager",
    }


def year(number: int) -> object:
    return yaml.safe_load(f"{number}-11-22")


def test_its_files_fit_the_schemas_that_it_brings_for_editors(begun: Path) -> None:
    settings = json.loads((begun / ".vscode/settings.json").read_text())["yaml.schemas"]
    judged = 0
    for schema, glob in settings.items():
        judge = Draft202012Validator(json.loads((begun / schema).read_text()))
        for path in begun.glob(glob):
            text = json.loads(json.dumps(yaml.safe_load(path.read_text()), default=str))
            assert [each.message for each in judge.iter_errors(text)] == [], path
            judged += 1
    assert judged == 5


def test_it_tells_staff_of_places_that_are_there_and_names_no_address(begun: Path) -> None:
    text = (begun / "README.md").read_text()
    for path in re.findall(r"`(content/[^`]*)`", text):
        assert list(begun.glob(path.replace("<agency>", "*"))), path
    library = load_library(read_tree(begun).value or pytest.fail("unread")).value
    assert library is not None
    for name in re.findall(r"--after (\S+)", text):
        assert name in {clause.id for _, clause in library.clauses()}
    assert "://" not in (begun / ".ci.yml.example").read_text()


def test_pages_of_the_partnership_have_its_colour(begun: Path) -> None:
    understood = understand(read_tree(begun).value or pytest.fail("unread")).value
    assert understood is not None
    (home,) = understood.library.partnerships.values()
    (area,) = compose_site(understood.library, understood.sets, {}).areas
    assert area.brand == home.brand == brand_of("#225930", understood.library.tokens)


@pytest.mark.parametrize("name", ["Yes", 'O\'Neil & Co: "north" #1', "No: 7", "Ünder Lyne", "null", "TBC", "a\\b"])
def test_names_come_back_as_they_were_said(name: str, base: Library) -> None:
    files = partnership_files(replace(ABOUT, name=name), base)
    assert yaml.safe_load(files[RelPath(f"{HOME}/partnership.yaml")])["name"] == name


def test_the_register_shows_how_a_line_of_it_looks(begun: Path) -> None:
    text = (begun / f"{HOME}/sign-off.yaml").read_text()
    for line in re.findall(r"^#  - (\{agency: .*\})$", text, re.MULTILINE):
        made = text.replace("agencies: []", f"agencies: [{line}]")
        tree = read_tree(begun).value
        assert tree is not None
        path = RelPath(f"{HOME}/sign-off.yaml")
        outcome = load_library(replace(tree, texts={**tree.texts, path: made}))
        assert outcome.value is not None, outcome.diagnostics
        assert outcome.value.partnerships["north-moor"].sign_offs[0].agency == "fire"


# -- refused, with nothing written ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"id": "North Moor"}, "--id: `North Moor` is no id"),
        ({"id": "all"}, "--id: `all` is a name that is kept"),
        ({"id": "con"}, "--id: `con` is a name that is kept"),
        ({"id": "fire"}, "--id: `fire` is taken: it is an agency"),
        ({"agencies": ("polise",)}, "--agency: no `polise`. Did you mean `police`?"),
        ({"agencies": ("justice",)}, "--agency: no `justice`"),
        ({"colour": "#ff6600"}, "7 is the least; `#"),
        ({"colour": "green"}, "--colour: `green` is no colour"),
        ({"site": "example.org"}, "--site: `example.org` is no https:// address"),
        ({"date": "2026-02-30"}, "--date: `2026-02-30` is no day"),
        ({"next_review": "soon"}, "--next-review: `soon` is no day"),
        ({"contacts": {"social-car": {}}}, "no `social-car`. Did you mean `social-care`?"),
        ({"contacts": {"police": {"fone": "101"}}}, "no `fone` of a contact. Did you mean `phone`?"),
        ({"contacts": {"police": {"phone": "O1632 960001"}}}, "a letter in place of a digit"),
        ({"contacts": {"police": {"email": "desk"}}}, "this is not one e-mail address"),
        ({"contacts": {"police": {"hours": "Mondy"}}}, "--contact police.hours: `Mondy`"),
        ({"values": {"escalation": "2"}}, "--value: no `escalation`. Did you mean `escalation-days`?"),
        ({"name": "{{ term.child }}"}, "--name: `{{ term.child }}` is no plain words"),
        ({"owner": " "}, "--owner: ` ` is no plain words"),
    ],
)
def test_what_is_wrong_is_told_with_its_option(more: dict[str, Any], words: str, base: Library) -> None:
    (problem,) = problems(replace(ABOUT, **more), base)
    assert words in problem


def test_nothing_is_wrong_with_what_is_right(base: Library) -> None:
    assert [*problems(ABOUT, base)] == []


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    result = run("init", tmp_path / "new", *WHO, "-a", "polise", "--colour", "red", "--value", "x=1")
    assert result.exit_code == 2
    assert [option in result.output for option in ("--agency:", "--colour:", "--value:")] == [True] * 3
    refused = run("init", tmp_path / "new", *WHO, "--contact", "police.phone")
    assert (refused.exit_code, "has no `=` with words after it" in refused.output) == (2, True)
    assert [*tmp_path.iterdir()] == []


def test_what_must_be_said_is_named_where_nobody_is_there_to_ask(tmp_path: Path) -> None:
    result = run("init", tmp_path / "new", "--name", "North Moor")
    assert (result.exit_code, "say --area, --owner, --site" in result.output) == (2, True)
    assert [*tmp_path.iterdir()] == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    before = held(tmp_path)
    result = run("init", tmp_path, *WHO)
    assert result.exit_code == 2
    assert "it holds notes.txt" in result.output
    assert run("init", tmp_path / "notes.txt", *WHO).exit_code == 2
    assert "there is no folder" in run("init", tmp_path / "no" / "new", *WHO).output
    assert held(tmp_path) == before


def test_an_empty_folder_may_be_one_that_git_knows(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    assert run("init", tmp_path, *WHO, "-a", "fire").exit_code == 0
    assert (tmp_path / ".git" / "HEAD").exists()
    assert (tmp_path / HOME / "partnership.yaml").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".policygen-")]


@pytest.mark.parametrize("call", ["write_file", "make_folders", "rename"])
@pytest.mark.parametrize("there", [True, False])
def test_a_failure_half_way_leaves_nothing(
    call: str, there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "new"
    if there:
        folder.mkdir()
    real, calls = getattr(disk, call), 0

    def full(*arguments: object, **more: object) -> object:
        nonlocal calls
        calls += 1
        if calls == (1 if call == "rename" and not there else 3):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments, **more)

    monkeypatch.setattr(disk, call, full)
    result = run("init", folder, *WHO, "-a", "fire")
    assert result.exit_code == 2
    assert "cannot be written: No space left on device" in result.output
    assert held(tmp_path) == {}
    assert [*tmp_path.iterdir()] == ([folder] if there else [])


# -- asked in a terminal -------------------------------------------------------------------------------


def test_in_a_terminal_questions_are_asked_until_the_answer_will_do(
    tmp_path: Path, base: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "on_terminal", lambda: True)
    asked = [slot.needs for slot in base.protocol.contacts.values() if slot.of == "partnership"]
    answers = [
        *(
            "North Moor Safeguarding Children Partnership",
            "",
            "North Moor",
            "Manager",
            "north.example",
            "https://example.org/n",
        ),
        *("fire, polise", "fire, police", "y", "Social care", "12", "01632 960001"),
        *[""] * (sum(map(len, asked)) - 2),
        *("#ff6600", "none"),
    ]
    result = run("init", tmp_path / "new", "--date", "2026-11-22", answers="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    for words in ("is no https:// address", "Did you mean `police`?", "nobody can be called", "7 is the least"):
        assert words in result.output
    made = data(tmp_path / "new", f"{HOME}/partnership.yaml")
    assert (made["area"], made["agencies"], "brand" in made) == ("North Moor", ["fire", "police"], False)
    contacts = made["contacts"]
    assert isinstance(contacts, dict)
    assert contacts["social-care"] == {"name": "Social care", "phone": "01632 960001", "hours": TBC}


def test_who_stops_at_a_question_has_written_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "on_terminal", lambda: True)
    assert run("init", tmp_path / "new", answers="North Moor\n").exit_code == 1
    assert [*tmp_path.iterdir()] == []


# -- ids, days, colours --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Northmoor Safeguarding Children Partnership", "northmoor"),
        ("Saltmarsh and Ferrow Safeguarding Children's Partnership", "saltmarsh-ferrow"),
        ("The Safeguarding Partnership", "the-safeguarding-partnership"),
        ("2nd Partnership", "nd"),
        ("Bwrdd Ynys Môn", "bwrdd-ynys-mon"),
    ],
)
def test_an_id_is_made_of_what_tells_a_name_from_others(name: str, made: str) -> None:
    assert id_from(name) == made


def test_a_year_after_is_a_day_of_the_calendar() -> None:
    assert year_after("2026-11-22") == "2027-11-22"
    assert year_after("2028-02-29") == "2029-02-28"


@pytest.mark.parametrize("colour", ["#000000", "#1f3a6e", "#7d1212", "#225930", "#4b2e83"])
def test_colours_that_follow_from_a_dark_one_can_be_read(colour: str, base: Library) -> None:
    found = contrasts(brand_of(colour, base.tokens), base.tokens)
    assert [what for what, ratio, wanted in found if ratio < wanted] == []

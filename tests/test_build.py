"""A build as a whole: what it says, what it keeps, and that what goes wrong late publishes nothing."""

import shutil
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import pytest

from policygen.build import Built, build
from policygen.diagnostics import Outcome, error, has_errors
from policygen.project import understand
from policygen.release import request as program
from policygen.release.manifest import read_manifest
from policygen.release.request import EVERYTHING, Request, Selection
from policygen.release.runs import standing
from policygen.render.pdf.job import Engine, PdfJob
from policygen.render.workers import Inline
from tests.conftest import Project
from tests.fakes import ENGINE, Ear, add_templates, tools

PAGES = Selection(formats=("html",))


@pytest.fixture
def place(project: Project) -> Project:
    """A project that can be built."""
    add_templates(project.root)
    return project


def asked(place: Project, selection: Selection = PAGES) -> Request:
    return Request(root=place.root, out=place.root / "out", selection=selection)


def made(
    place: Project, selection: Selection = PAGES, *, ear: Ear | None = None, engine: Engine = ENGINE
) -> Outcome[Built]:
    return build(place.read(), asked(place, selection), tools(place.root, engine, ear=ear))


def test_the_reporter_hears_of_every_document_once(place: Project) -> None:
    ear = Ear()
    outcome = made(place, ear=ear)
    assert outcome.value is not None
    assert ear.total == len(ear.names) == outcome.value.files == 2
    assert sorted(ear.names) == ["town/clinic/policy.html", "town/school/policy.html"]


def test_the_manifest_tells_what_each_file_is(place: Project) -> None:
    assert made(place).value is not None
    manifest = read_manifest((place.root / "out" / "manifest.json").read_bytes()).value
    assert manifest is not None
    assert [(entry.path, entry.about.agency, entry.about.format) for entry in manifest.files if entry.about] == [
        ("town/clinic/policy.html", "clinic", "html"),
        ("town/school/policy.html", "school", "html"),
    ]
    sums = (place.root / "out" / "SHA256SUMS").read_text()
    assert [line.split("  ")[1] for line in sums.splitlines()] == [
        "manifest.json",
        "town/clinic/policy.html",
        "town/school/policy.html",
    ]


@pytest.mark.parametrize(
    ("selection", "files"),
    [
        (PAGES, {"clinic", "school"}),
        (replace(PAGES, agencies=("school",)), {"school"}),
        (replace(PAGES, partnerships=("town",), agencies=("school", "clinic")), {"clinic", "school"}),
        (replace(PAGES, documents=("policy",)), {"clinic", "school"}),
    ],
)
def test_a_selection_takes_what_it_names(place: Project, selection: Selection, files: set[str]) -> None:
    ear = Ear()
    assert made(place, selection, ear=ear).value is not None
    assert {name.split("/")[1] for name in ear.names} == files


def test_an_agency_that_is_gone_takes_its_files_along_and_leaves_those_of_others(place: Project) -> None:
    assert made(place).value is not None
    place.write("out/mine.txt", "mine")
    place.edit("content/protocol/02-families.md", "for: [school]\nprovisions: [P003]", "for: [clinic]")
    place.write("content/provisions.yaml", (place.root / "content/provisions.yaml").read_text().rsplit("- {", 1)[0])
    place.edit("content/protocol/02-families.md", "for: [all, -school]\n", "")
    place.remove("agencies/school")
    outcome = made(place)
    assert outcome.value is not None, outcome.diagnostics
    assert outcome.value.changes is not None
    assert outcome.value.changes.pruned == 1
    assert not (place.root / "out" / "town" / "school").exists()
    assert (place.root / "out" / "mine.txt").read_text() == "mine"


def test_losing_what_is_kept_costs_time_only(place: Project) -> None:
    assert made(place).value is not None
    before = {path: path.read_bytes() for path in (place.root / "out").rglob("*") if path.is_file()}
    shutil.rmtree(place.root / ".policygen")
    outcome = made(place)
    assert outcome.value is not None
    assert outcome.value.changes is not None
    assert (outcome.value.changes.written, outcome.value.changes.kept) == (0, 4)
    assert {path: path.read_bytes() for path in (place.root / "out").rglob("*") if path.is_file()} == before


def test_another_version_of_the_program_builds_again(place: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert made(place).value is not None
    request, tree = asked(place), place.read()

    def stands() -> bool:
        inputs = request.inputs(tree.digest(), ENGINE.fingerprint)
        return standing(inputs, request.work, request.out) is not None

    assert stands()
    monkeypatch.setattr(program, "code_digest", lambda *patterns: "another")
    assert not stands()


def test_a_stage_with_errors_is_the_last(place: Project) -> None:
    place.edit("content/protocol/02-families.md", "{{ term.adult }}", "{{ term.adlut }}")
    place.edit("content/protocol/01-purpose.md", "id: new-duty", "id: tell")
    outcome = understand(place.read())
    assert {item.code for item in outcome.diagnostics} == {"PG201"}, "names wait until the ids are right"
    assert outcome.value is not None
    assert outcome.value.sets == ()


def test_one_pdf_that_fails_means_that_nothing_is_published(place: Project) -> None:
    assert made(place).value is not None
    before = {path: path.read_bytes() for path in (place.root / "out").rglob("*") if path.is_file()}

    def fail(job: PdfJob) -> Outcome[bytes]:
        if "clinic" in job.name:
            return Outcome(None, (error("PG510", f"{job.name}: no font has it"),))
        return Outcome(b"%PDF")

    place.edit("content/protocol/02-families.md", "first, and reply", "first, and then reply")
    outcome = made(place, EVERYTHING, engine=replace(ENGINE, render=fail))
    assert outcome.value is None
    assert has_errors(outcome.diagnostics)
    assert [item.message for item in outcome.diagnostics if item.code == "PG510"] == [
        "town/clinic/policy.pdf: no font has it"
    ]
    assert {path: path.read_bytes() for path in (place.root / "out").rglob("*") if path.is_file()} == before


class Crew:
    """Workers who note what they were asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, bool]] = []

    def __call__(self, tasks: int, prepare: Callable[[], None]) -> Executor:
        self.asked.append((tasks, getattr(prepare, "func", None) is ENGINE.prepare))
        return Inline()


def test_the_engine_is_warmed_only_for_pdfs_and_nobody_is_asked_for_what_is_kept(place: Project) -> None:
    crew = Crew()

    def formats(*names: str) -> list[tuple[int, bool]]:
        crew.asked.clear()
        given = replace(tools(place.root), workers=crew)
        assert build(place.read(), asked(place, Selection(formats=names)), given).value is not None
        return crew.asked

    assert formats("pdf") == [(2, True)]
    assert formats("pdf", "docx") == [(2, False)]
    assert formats("pdf", "docx") == []


def test_what_the_selection_is_for_is_part_of_what_is_remembered(place: Project) -> None:
    assert made(place, replace(PAGES, agencies=("school",))).value is not None
    other = made(place).value
    assert other is not None
    assert other.changes is not None
    assert other.changes.written == 3, "the other agency, the manifest and the sums"


def test_nothing_is_written_but_output_and_work(place: Project) -> None:
    def sources() -> dict[Path, bytes]:
        return {
            path: path.read_bytes()
            for path in place.root.rglob("*")
            if path.is_file() and not {"out", ".policygen"} & {*path.relative_to(place.root).parts[:1]}
        }

    before = sources()
    assert made(place).value is not None
    assert sources() == before
    assert sorted(path.name for path in place.root.iterdir()) == [
        ".policygen",
        "agencies",
        "content",
        "out",
        "templates",
    ]

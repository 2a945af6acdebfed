"""The same input gives the same bytes on any day, in any tongue and order of files; a change touches what prints it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from policygen.render.pdf.job import missing_libraries
from tests.compose.leaflets import add_leaflet, add_translation
from tests.conftest import MINIMAL, NEEDED, ROOT, WORDS, Project, cannot_run
from tests.render.forms import RECORD

PROGRAM = "import os, sys; os.umask(int(sys.argv.pop(1), 8)); from policygen.cli import main; main()"


@pytest.fixture(scope="module", autouse=True)
def engine() -> None:
    """Skip where no PDF can be made."""
    if reason := missing_libraries():
        cannot_run(reason)


def make(folder: Path, *, backwards: bool = False) -> Project:
    """Write the minimal project file by file, in one order or the other: folders list what they hold as it came."""
    places = [(MINIMAL, ""), (ROOT / "templates", "templates/")]
    places += [(WORDS / group, f"content/words/{group}/") for group in NEEDED]
    files = sorted(
        (prefix + path.relative_to(top).as_posix(), path)
        for top, prefix in places
        for path in top.rglob("*")
        if path.is_file()
    )
    for name, path in reversed(files) if backwards else files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return Project(folder)


def make_all(folder: Path, *, backwards: bool = False) -> Project:
    """Write the minimal project with documents of every kind: a guide, a record, a leaflet and its translation."""
    project = make(folder, backwards=backwards)
    project.write("content/guides/guide.yaml", GUIDE)
    project.write("content/records/F90.yaml", RECORD)
    add_leaflet(project)
    add_translation(project)
    return project


GUIDE = """\
id: guide
title: Should I share?
steps:
  - id: danger
    label: "0"
    title: Danger
    question: Is a child in danger?
    branches: [{answer: "Yes", words: Call 999.}, {answer: "No", to: purpose}]
  - id: purpose
    label: "1"
    title: Purpose
    question: What is it for?
    branches: [{answer: "Yes", words: Share.}]
"""
MADE = {
    **dict.fromkeys(("policy", "guide"), ("docx", "html", "pdf")),
    **dict.fromkeys(("leaflet-parents", "leaflet-parents.pl"), ("html", "large-print.pdf", "pdf")),
    "record-F90": ("docx", "html", "pdf", "schema.json"),
    "index": ("html",),
}
"""The files of each agency, besides its pack."""


def build(project: Project, *, jobs: int, umask: str, inside: str = ".", env: Mapping[str, str]) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, umask, "build", "--jobs", str(jobs)],
        cwd=project.root / inside,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr


def contents(project: Project) -> dict[str, bytes]:
    output = project.root / "output"
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def states(project: Project) -> dict[str, tuple[int, int, bytes]]:
    output = project.root / "output"
    return {
        name: ((output / name).stat().st_ino, (output / name).stat().st_mtime_ns, data)
        for name, data in contents(project).items()
    }


def test_two_builds_under_other_circumstances_give_the_same_bytes(tmp_path: Path) -> None:
    one = make_all(tmp_path / "one")
    other = make_all(tmp_path / "a longer name, with spaces & é" / "two", backwards=True)
    for path in other.root.rglob("*"):
        os.utime(path, (0, 0))
    build(one, jobs=1, umask="022", env={"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C", "LC_ALL": "C"})
    build(
        other,
        jobs=2,
        umask="077",
        inside="content/protocol",
        env={
            "PYTHONHASHSEED": "4242",
            "TZ": "Pacific/Auckland",
            "LANG": "tr_TR.UTF-8",
            "LC_ALL": "C.UTF-8",
            "SOURCE_DATE_EPOCH": "86400",
            "HOME": str(tmp_path),
            "COLUMNS": "20",
        },
    )
    first, second = contents(one), contents(other)
    for agency in ("clinic", "school"):
        ours = {f"{stem}.{suffix}" for stem, suffixes in MADE.items() for suffix in suffixes}
        assert {name.split("/")[2] for name in first if name.startswith(f"town/{agency}/")} == {
            *ours,
            f"town-{agency}-pack.zip",
        }
    site = {name for name in first if not name.startswith(("town/clinic/", "town/school/", "search/pagefind/"))}
    assert site == {
        *("SHA256SUMS", "manifest.json", "index.html", "licences.html", "check/index.html", "search/index.html"),
        *("families/index.html", "families/town/index.html"),
        *("town/index.html", "town/a-z.html", "town/accessibility.html"),
    }
    assert any(name.startswith("search/pagefind/fragment/") for name in first)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    everything = b"".join(first.values())
    for trace in (str(tmp_path).encode(), str(ROOT).encode(), b"/tmp/", os.uname().nodename.encode() + b"\0"):
        assert trace not in everything


def test_a_change_reaches_the_files_of_editions_that_print_it_and_no_others(tmp_path: Path) -> None:
    project = make(tmp_path)
    run = {"jobs": 1, "umask": "022", "env": {}}
    build(project, **run)  # type: ignore[arg-type]
    before = states(project)
    project.edit("content/protocol/02-families.md", "we want to help", "we would like to help")
    build(project, **run)  # type: ignore[arg-type]
    after = states(project)
    changed = {name for name in after if after[name] != before.get(name)}
    indexed = {name for name in changed if name.startswith("search/pagefind/")}
    assert indexed, "its words can be found"
    assert changed - indexed == {
        *("SHA256SUMS", "manifest.json", "check/index.html", "town/clinic/index.html"),
        *("town/clinic/policy.docx", "town/clinic/policy.html", "town/clinic/policy.pdf"),
        "town/clinic/town-clinic-pack.zip",
    }, "only the clinic prints the clause"
    # An incremental build is a clean one: byte for byte.
    clean = make(tmp_path / "clean")
    clean.edit("content/protocol/02-families.md", "we want to help", "we would like to help")
    build(clean, **run)  # type: ignore[arg-type]
    assert contents(clean) == contents(project)
    project.edit("content/protocol/02-families.md", "we would like to help", "we want to help")
    build(project, **run)  # type: ignore[arg-type]
    assert contents(project) == {name: data for name, (_, _, data) in before.items()}, "and back again"

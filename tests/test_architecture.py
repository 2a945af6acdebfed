"""The house stands as `docs/architecture.md` says: layers, names, what may be imported when, and what is pinned."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "src" / "policygen").rglob("*.py"))
FOLDERS = ("src", "tests", "templates", "docs", "benchmarks", "requirements")
FILES = [*ROOT.glob("*.*"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.*"))]
VAGUE_NAMES = {"base", "common", "core", "helpers", "manager", "misc", "utils"}


def test_no_import_runs_against_the_layers() -> None:
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_modules_are_named_for_stages_and_nouns_of_the_field() -> None:
    assert len(MODULES) >= 15, "the modules were not found"
    vague = [path for path in MODULES if path.stem in VAGUE_NAMES or path.parent.name in VAGUE_NAMES]
    assert vague == []


def test_the_command_line_starts_without_the_pdf_engine() -> None:
    program = "import sys, policygen.cli; print(*sorted({'weasyprint', 'pydyf', 'fontTools'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


def test_every_dependency_is_pinned_with_a_hash_and_no_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    extras = project["project"]["optional-dependencies"]
    wanted = {
        "run": project["project"]["dependencies"] + groups["build"],
        "test": [*(name for extra in extras.values() for name in extra), *groups["test"]],
        "lint": groups["lint"],
    }
    held: set[str] = set()
    for name, requirements in wanted.items():
        pins = (ROOT / "requirements" / f"{name}.txt").read_text()
        assert "://" not in pins
        assert "--index" not in pins
        entries = [line for line in pins.replace("\\\n", " ").splitlines() if not line.startswith(" ")]
        assert all("--hash=sha256:" in entry for entry in entries)
        pinned = {entry.partition(" ")[0] for entry in entries}
        assert held <= pinned, "each list holds the one before it"
        held = pinned
        for requirement in requirements:
            package = re.split(r"[\[=<>]", requirement.lower())[0]
            assert any(pin.startswith(f"{package}==") for pin in pinned), f"{package}: run requirements/compile.sh"


def test_the_pages_for_those_who_work_on_the_code_name_files_that_are_there() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "adr").glob("*.md"))]
    files = [path.relative_to(ROOT).as_posix() for path in FILES]
    named = {
        (page.name, name)
        for page in pages
        for name in re.findall(r"`([\w./-]+\.(?:py|jinja|css|js|sh|toml))`", page.read_text())
    }
    assert len(named) > 20
    lost = {(page, name) for page, name in named if not any(f"/{file}".endswith(f"/{name}") for file in files)}
    assert lost == set()

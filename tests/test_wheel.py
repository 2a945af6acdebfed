"""The wheel, as others install it: what it holds, and that it builds a project elsewhere as the source tree does.

It is built and installed without a network: the build backend and all dependencies are those of this environment.
The base comes with it, templates and all: a project elsewhere holds what is its own.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from tests.conftest import MINIMAL, NEEDED, ROOT, WORDS

PACKAGE = ROOT / "src" / "policygen"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this source tree."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    (file,) = folder.glob("*.whl")
    return file


def test_it_holds_every_module_the_mark_of_its_types_and_the_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (about,) = (name for name in names if name.endswith("/METADATA"))
        metadata = Parser().parsestr(archive.read(about).decode())
    assert {path.relative_to(ROOT / "src").as_posix() for path in PACKAGE.rglob("*.py")} <= names
    assert "policygen/py.typed" in names
    assert metadata["License-Expression"] == "Apache-2.0 AND CC0-1.0 AND OFL-1.1"
    licences = ["LICENSE", "LICENSE-CONTENT", "templates/fonts/OFL-Noto.txt", "templates/fonts/OFL.txt"]
    assert sorted(metadata.get_all("License-File", [])) == licences
    assert {f"{about.removesuffix('METADATA')}licenses/{name}" for name in licences} <= names
    others = {name for name in names if not name.startswith("policygen/") and ".dist-info/" not in name}
    assert others == set()


def test_it_holds_the_base_and_no_partnership(wheel: Path) -> None:
    files = (
        path.relative_to(ROOT) for name in ("content", "agencies", "templates") for path in (ROOT / name).rglob("*.*")
    )
    wanted = {f"policygen/base/{path.as_posix()}" for path in files if not path.is_relative_to("content/partnerships")}
    assert len(wanted) > 200
    with zipfile.ZipFile(wheel) as archive:
        assert {name for name in archive.namelist() if name.startswith("policygen/base/")} == wanted


def test_in_an_empty_folder_it_begins_a_project_and_builds_a_document_of_it(wheel: Path, tmp_path: Path) -> None:
    site, folder = tmp_path / "site", tmp_path / "empty"
    folder.mkdir()
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--isolated"]
    subprocess.run([*pip, "install", "-q", "--no-index", "--no-deps", "--target", site, wheel], check=True)
    environment = os.environ | {"PYTHONPATH": str(site)}

    def run(*arguments: str, cwd: Path = folder / "ours") -> str:
        command = [site / "bin" / "policygen", *arguments]
        done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    who = [
        "--name",
        "Eastshire Safeguarding Children Partnership",
        "--area",
        "Eastshire",
        "--owner",
        "Business manager",
    ]
    said = run("init", "ours", *who, "--site", "https://example.org/eastshire", "-a", "fire", cwd=folder)
    assert "Eastshire Safeguarding Children Partnership has a project in" in said
    said = run("check")
    assert (" 1 edition." in said, "error" in said) == (True, False)
    assert f"{site}" not in said, "places are named as in the project"
    run("build", "-a", "fire", "-d", "quick-guide", "-f", "html", "--out", "made")
    page = (folder / "ours" / "made" / "eastshire" / "fire" / "quick-guide.html").read_text()
    assert "Eastshire" in page
    assert "to be added" in page
    assert "Northmoor" not in page


def test_installed_elsewhere_it_builds_the_pages_that_the_source_tree_builds(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--isolated"]
    subprocess.run([*pip, "install", "-q", "--no-index", "--no-deps", "--target", site, wheel], check=True)
    project = tmp_path / "project"
    shutil.copytree(MINIMAL, project)
    for group in NEEDED:
        shutil.copytree(WORDS / group, project / "content" / "words" / group)

    def run(home: Path, *command: str | Path) -> str:
        """Run a program that finds policygen in a folder, with the project as the present one."""
        environment = os.environ | {"PYTHONPATH": str(home)}
        return subprocess.run(command, cwd=project, env=environment, check=True, capture_output=True, text=True).stdout

    def pages(home: Path, *command: str | Path) -> dict[str, bytes]:
        """Build the pages of the project, and return what stands in its output."""
        out = tmp_path / home.name / "out"
        run(home, *command, "build", "--format", "html", "--out", out)
        return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}

    found = run(site, sys.executable, "-c", "import policygen; print(policygen.__file__)")
    assert Path(found.strip()).is_relative_to(site), "the source tree would be tested against itself"
    installed = pages(site, site / "bin" / "policygen")
    assert "town/clinic/policy.html" in installed
    shutil.rmtree(project / ".policygen")
    assert pages(ROOT / "src", sys.executable, "-m", "policygen") == installed

"""What tests share: a small project that is valid, and ways to spoil it."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from filelock import FileLock

from policygen.build import build
from policygen.diagnostics import Diagnostic, Severity, in_order, render_text
from policygen.model.words import Words
from policygen.project import Project as Understood
from policygen.project import understand
from policygen.release.request import Request
from policygen.render.pdf.job import missing_libraries, pdf_engine
from policygen.resolve.sign_off import edition_digest
from policygen.source.load import load_library
from policygen.source.tree import SourceTree, read_tree
from tests.content.copies import copies
from tests.fakes import tools

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["copies"]

ROOT = Path(__file__).parents[1]
MINIMAL = ROOT / "tests" / "minimal"
WORDS = ROOT / "content" / "words"
NEEDED = ("documents", "site")
"""The words that every project needs, with leaflets or without."""
LONG_AGO = "2000-01-01"
"""A day on which no review is overdue."""
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@dataclass(frozen=True, slots=True)
class Project:
    """A copy of the minimal project that a test may change."""

    root: Path

    def write(self, path: str, text: str | bytes) -> None:
        """Give a file this content; folders are made."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def append(self, path: str, text: str) -> None:
        """Put text at the end of a file."""
        file = self.root / path
        self.write(path, (file.read_bytes() if file.exists() else b"") + text.encode())

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace words that stand once in a file."""
        text = (self.root / path).read_text()
        assert text.count(old) == 1, f"{path} holds {text.count(old)} times: {old}"
        self.write(path, text.replace(old, new))

    def remove(self, path: str) -> None:
        """Delete a file or a folder."""
        file = self.root / path
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        else:
            file.unlink()

    def sign(self) -> None:
        """Have every agency sign its edition off as it reads now."""
        understood = understand(self.read()).value
        assert understood is not None
        assert understood.library is not None
        now = partial(edition_digest, understood.library)
        entries = (
            f"  - {{agency: {item.agency}, by: A. Example, role: Head, on: 2026-11-20, of: {now(item)}}}\n"
            for item in understood.editions
        )
        self.write("content/partnerships/town/sign-off.yaml", "agencies:\n" + "".join(entries))

    def read(self) -> SourceTree:
        """Read the project as the program does."""
        tree = read_tree(self.root).value
        assert tree is not None
        return tree

    def diagnose(self, *, as_of: str = LONG_AGO) -> tuple[Diagnostic, ...]:
        """Return everything that `policygen check` would say of it."""
        outcome = read_tree(self.root)
        assert outcome.value is not None
        return in_order((*outcome.diagnostics, *understand(outcome.value, as_of=as_of).diagnostics))

    def report(self, *, as_of: str = LONG_AGO) -> str:
        """Return what `policygen check` would print."""
        texts = self.read().texts
        return "\n".join(render_text(item, texts) for item in self.diagnose(as_of=as_of))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A fresh copy of the minimal project, with the words that every project needs."""
    root = tmp_path / "project"
    shutil.copytree(MINIMAL, root)
    for group in NEEDED:
        shutil.copytree(WORDS / group, root / "content" / "words" / group)
    return Project(root)


@pytest.fixture(scope="session")
def words() -> Words:
    """What documents say around their text."""
    return said("documents")


def said(*groups: str) -> Words:
    """Return the shipped words of these groups in one."""
    tree = read_tree(ROOT).value
    assert tree is not None
    library = load_library(tree).value
    assert library is not None
    words = {key: text for group in groups for key, text in library.words[group]["en"].words.items()}
    return Words(group=groups[-1], language="en", words=words)


@pytest.fixture(scope="session")
def shipped() -> Understood:
    """Everything that is understood of the content that is shipped."""
    tree = read_tree(ROOT).value
    assert tree is not None
    outcome = understand(tree)
    wrong = [item for item in outcome.diagnostics if item.severity is Severity.ERROR]
    assert not wrong, "\n".join(render_text(item, tree.texts) for item in wrong)
    assert outcome.value is not None
    return outcome.value


@pytest.fixture(scope="session")
def built(shipped: Understood, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All documents of the content that is shipped, built as the command builds them; once for all test processes."""
    if reason := missing_libraries():
        cannot_run(reason)
    run = tmp_path_factory.getbasetemp()
    run = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run
    home = ROOT / ".policygen" / "tests"  # its record of the last run is not the project's; the store of PDFs is
    store = home / ".policygen" / "store"
    with FileLock(run / "built.lock"):
        out = run / "built"
        if not out.exists():
            (ROOT / ".policygen" / "store").mkdir(parents=True, exist_ok=True)
            store.parent.mkdir(parents=True, exist_ok=True)
            if not store.is_symlink():
                store.symlink_to("../../store")
            given = tools(home, pdf_engine(), jobs=os.cpu_count() or 1)
            outcome = build(shipped.tree, Request(root=home, out=out), given)
            assert outcome.value is not None, outcome.diagnostics
    return out


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One browser for a whole test process, as Playwright starts once in each; without it or Chromium skip."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  it may be missing
    except ImportError:
        cannot_run("Playwright is not installed")
    if shutil.which(CHROMIUM) is None:
        cannot_run(f"no browser at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def cannot_run(reason: str) -> NoReturn:
    """Skip a test that needs what is not here, or fail where nothing may be skipped."""
    if os.environ.get("POLICYGEN_CONFORMANCE") == "required":
        pytest.fail(reason)
    pytest.skip(reason)

"""What tests share: a small project that is valid, and ways to spoil it."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from policygen.build import understand
from policygen.diagnostics import Diagnostic, in_order, render_text
from policygen.source.tree import SourceTree, read_tree

MINIMAL = Path(__file__).parent / "minimal"


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

    def read(self) -> SourceTree:
        """Read the project as the program does."""
        tree = read_tree(self.root).value
        assert tree is not None
        return tree

    def diagnose(self) -> tuple[Diagnostic, ...]:
        """Return everything that `policygen check` would say of it."""
        outcome = read_tree(self.root)
        assert outcome.value is not None
        return in_order((*outcome.diagnostics, *understand(outcome.value).diagnostics))

    def report(self) -> str:
        """Return what `policygen check` would print."""
        texts = self.read().texts
        return "\n".join(render_text(item, texts) for item in self.diagnose())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A fresh copy of the minimal project."""
    root = tmp_path / "project"
    shutil.copytree(MINIMAL, root)
    return Project(root)

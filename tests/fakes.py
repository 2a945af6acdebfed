"""What stands in tests for the machine: an engine that costs nothing, none at all, an ear, a project without fonts."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from policygen.diagnostics import Outcome, RelPath
from policygen.release.store import Store
from policygen.render.pdf.job import Engine, PdfJob
from policygen.render.tools import Tools
from policygen.render.workers import Processes

ROOT = Path(__file__).parents[1]


@dataclass
class Ear:
    """Hears how a build goes on."""

    total: int = 0
    names: list[str] = field(default_factory=list)

    def begin(self, files: int) -> None:
        self.total = files

    def done(self, name: RelPath) -> None:
        self.names.append(name)


def prepare(fonts: Mapping[str, bytes]) -> None:
    pass


def render(job: PdfJob) -> Outcome[bytes]:
    return Outcome(b"%PDF of " + job.html.encode())


ENGINE = Engine(fingerprint="engine 1", prepare=prepare, render=render)
"""An engine that costs nothing."""

NO_ENGINE = Engine(fingerprint="", missing="PDF needs Pango: install it", prepare=prepare, render=render)
"""A machine without the native libraries."""


def tools(root: Path, engine: Engine = ENGINE, *, ear: Ear | None = None, jobs: int = 1) -> Tools:
    """Return what a build of the project at `root` works with."""
    cache = Store(root / ".policygen" / "store")
    return Tools(engine=engine, workers=Processes(jobs), cache=cache, reporter=ear or Ear())


def add_templates(root: Path, *, fonts: bool = False) -> None:
    """Give a project the templates; without fonts its pages carry no faces, which take a second to make."""
    without = shutil.ignore_patterns("*.ttf")
    shutil.copytree(ROOT / "templates", root / "templates", ignore=None if fonts else without)

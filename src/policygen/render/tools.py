"""What renderers work with and did not make: the PDF engine, workers, a cache, and somebody who hears how it goes on.

All of it is given from outside, as values: the command gives the real ones, a test its own.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Protocol

from policygen.diagnostics import Diagnostic, RelPath
from policygen.keys import Digest
from policygen.render.pdf.job import Engine

__all__ = ["Cache", "Reporter", "Tools", "Workers"]


class Workers(Protocol):
    """Gives those who do the work."""

    def __call__(self, tasks: int, prepare: Callable[[], None]) -> Executor:
        """Return an executor for so many tasks, each of whose processes has called `prepare` first."""


class Cache(Protocol):
    """Results by the digest of what went into them; losing it costs time only."""

    def get(self, key: Digest) -> bytes | None:
        """Return a result, or none."""

    def put(self, key: Digest, data: bytes) -> tuple[Diagnostic, ...]:
        """Keep a result; a warning when it cannot be kept."""

    def prune(self) -> int:
        """Let go of what nobody has asked for in a long time, if there is too much; return how many results went."""


class Reporter(Protocol):
    """Hears how a build goes on."""

    def begin(self, files: int) -> None:
        """Hear how many files are to be rendered."""

    def done(self, name: RelPath) -> None:
        """Hear that a file is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Everything that a build works with."""

    engine: Engine
    workers: Workers
    cache: Cache
    reporter: Reporter

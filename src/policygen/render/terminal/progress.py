"""How a build goes on, for those who wait: a bar on a terminal, a line now and then in a log."""

import time
from collections.abc import Callable
from typing import TextIO

from policygen.diagnostics import RelPath

__all__ = ["Progress"]

EVERY = 5.0
"""Seconds between two lines in a log: it is read afterwards, and one line for each file would hide all others."""


class Progress:
    """Tells a stream, if there is one, how many files of how many there are."""

    def __init__(self, stream: TextIO | None, clock: Callable[[], float] = time.monotonic) -> None:
        self.stream = stream
        self.clock = clock
        self.terminal = stream is not None and stream.isatty()
        self.total = self.count = 0
        self.said = clock()

    def begin(self, files: int) -> None:
        """Hear how many files are to be rendered."""
        self.total = files
        self.said = self.clock()
        self._draw("")

    def done(self, name: RelPath) -> None:
        """Hear that a file is there."""
        self.count += 1
        if self.terminal:
            self._draw(name)
        elif self.clock() - self.said >= EVERY:
            self.said = self.clock()
            self._write(f"{self.count}/{self.total} {name}\n")

    def end(self) -> None:
        """Leave the line clear."""
        if self.terminal and self.total:
            self._write("\r\033[K")

    def _draw(self, name: str) -> None:
        if self.terminal and self.total:
            filled = round(30 * self.count / self.total)
            bar = "#" * filled + "." * (30 - filled)
            self._write(f"\r\033[K[{bar}] {self.count} of {self.total} {name}")

    def _write(self, words: str) -> None:
        if self.stream is not None:
            self.stream.write(words)
            self.stream.flush()

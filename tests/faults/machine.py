"""A machine that fails: each call of `os` in `disk`, and the exchange, can be made to go wrong."""

import ctypes
import errno
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from policygen.release import disk

_CALLS = """
chmod fchmod fsync link mkdir open readlink rename replace rmdir scandir symlink unlink utime write
"""
CALLS = frozenset(_CALLS.split())


class Killed(BaseException):
    """The process has died: nothing that it still does reaches the disk."""


@dataclass
class Machine:
    """Stands for `os` in `disk`: it counts calls, and fails one (`at`), or all from one on (`lasting`).

    `failure` is the number of an error, or None for a kill; after that every further call fails too.
    """

    at: int = 0
    failure: int | None = None
    lasting: bool = False
    exchanges: bool = True
    links: bool = True
    count: int = 0
    seen: list[str] = field(default_factory=list)
    real_exchange: Callable[[bytes, bytes], int] | None = disk._exchange

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in CALLS:
            return real

        def call(*arguments: Any, **options: Any) -> Any:
            problem = self._next(name)
            if problem is None and name == "link" and not self.links:
                problem = errno.EPERM
            if problem is None:
                return real(*arguments, **options)
            if name == "write":
                real(arguments[0], arguments[1][: len(arguments[1]) // 2])  # the disk fills in the middle
            raise OSError(problem, os.strerror(problem), *arguments[:1])

        return call

    def exchange(self, one: bytes, other: bytes) -> int:
        """Stand for the system's own call, which answers -1 and leaves a number."""
        problem = self._next("exchange")
        if problem is None and not self.exchanges:
            problem = errno.EINVAL
        if problem is None:
            assert self.real_exchange is not None
            return self.real_exchange(one, other)
        ctypes.set_errno(problem)
        return -1

    def _next(self, name: str) -> int | None:
        self.count += 1
        self.seen.append(name)
        goes_wrong = self.count >= self.at if self.lasting or self.failure is None else self.count == self.at
        if not self.at or not goes_wrong:
            return None
        if self.failure is None:
            raise Killed
        return self.failure

    def run(self, work: Callable[[], Any], patch: pytest.MonkeyPatch) -> Any:
        """Do some work on this machine; gives what it gives, or `Killed`."""
        with patch.context() as patches:
            patches.setattr(disk, "os", self)
            patches.setattr(disk, "_exchange", self.exchange)
            try:
                return work()
            except Killed:
                return Killed

"""Who renders PDFs and Word files: this process, or a pool of warmed ones.

The one seam of parallel work is `concurrent.futures.Executor`: jobs go in as values and come back as values,
and only the caller writes. A pool is spawned, never forked: the engine's native libraries do not survive a fork.
"""

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import ParamSpec, TypeVar

__all__ = ["Inline", "Processes"]

P = ParamSpec("P")
T = TypeVar("T")


class Inline(Executor):
    """Does each task at once, in this process: for one job, and for debuggers."""

    def submit(self, task: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Do a task and return its future, done."""
        future: Future[T] = Future()
        try:
            future.set_result(task(*args, **kwargs))
        except Exception as problem:  # noqa: BLE001  an executor hands on whatever its task raised
            future.set_exception(problem)
        return future


@dataclass(frozen=True, slots=True)
class Processes:
    """The processors of this machine: at most so many processes at once."""

    most: int

    def __call__(self, tasks: int, prepare: Callable[[], None]) -> Executor:
        """Return an executor for so many tasks; a single process does them itself."""
        count = min(self.most, tasks)
        if count <= 1:
            prepare()
            return Inline()
        return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_begin, initargs=(prepare,))


def _begin(prepare: Callable[[], None]) -> None:
    """Prepare a process, which ends with the one that it works for: a pool is not told when its driver is killed."""
    Thread(target=_end_with_parent, daemon=True).start()
    prepare()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # nobody is left to hear anything

"""Who renders PDFs and Word files: this process, or a pool of warmed ones.

The one seam of parallel work is `concurrent.futures.Executor`: jobs go in as values and come back as values,
and only the caller writes. A pool is spawned, never forked: the engine's native libraries do not survive a fork.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from policygen.render.pdf.job import prepare

__all__ = ["Inline", "workers"]

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


def workers(jobs: int, tasks: int, fonts: Mapping[str, bytes]) -> Executor:
    """Return an executor with at most `jobs` processes, each with the PDF engine and these fonts, if any, loaded."""
    count = min(jobs, tasks)
    if count <= 1:
        _begin(fonts)
        return Inline()
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_begin, initargs=(dict(fonts),))


def _begin(fonts: Mapping[str, bytes]) -> None:
    if fonts:
        prepare(fonts)

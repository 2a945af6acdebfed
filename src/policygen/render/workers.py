"""Who renders PDFs and Word files: this process, or a pool of warmed ones.

The one seam of parallel work is `concurrent.futures.Executor`: jobs go in as values and come back as values,
and only the caller writes. A pool is spawned, never forked: the engine's native libraries do not survive a fork.
"""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import active_children, get_context, parent_process
from tempfile import TemporaryDirectory
from threading import Thread
from types import TracebackType
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
        return _Pool(count, prepare)


class _Pool(ProcessPoolExecutor):
    """Processes that leave nothing behind: they end with the block, or with their driver, and so does what they keep.

    A block that is left by an exception, as by Ctrl-C, waits for no task.
    """

    def __init__(self, count: int, prepare: Callable[[], None]) -> None:
        self.folder = TemporaryDirectory(prefix="policygen-", ignore_cleanup_errors=True)
        super().__init__(
            count, mp_context=get_context("spawn"), initializer=_begin, initargs=(self.folder.name, prepare)
        )

    def submit(self, task: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Submit a task. A process that this starts hears no Ctrl-C: whether it goes on is its driver's to say."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(task, *args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes, and remove what they kept."""
        if kind is not None:
            self.shutdown(wait=False, cancel_futures=True)
            for process in active_children():
                process.kill()
        super().__exit__(kind, problem, trace)
        self.folder.cleanup()


def _begin(folder: str, prepare: Callable[[], None]) -> None:
    """Make a process ready; it keeps its files in a folder of its driver."""
    tempfile.tempdir = folder
    Thread(target=_end_with_driver, args=(folder,), daemon=True).start()
    try:
        prepare()
    except OSError:
        if (driver := parent_process()) is not None and not driver.is_alive():
            os._exit(1)  # another process has cleared the folder already
        raise


def _end_with_driver(folder: str) -> None:
    """End this process when its driver is gone: a pool is not told of it when the driver was killed."""
    driver = parent_process()
    if driver is not None:
        driver.join()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)  # nobody is left to hear anything

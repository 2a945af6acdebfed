"""One build at a time.

Takes the work folder of a project; gives a hold on it, or the words who has it. The kernel frees the lock of a
process that dies, however it dies.
"""

import contextlib
import os
import platform
from pathlib import Path

from filelock import FileLock, Timeout

from policygen.diagnostics import Outcome, error
from policygen.release import disk

__all__ = ["hold"]


def hold(work: Path) -> Outcome[contextlib.ExitStack]:
    """Take the lock of a project; leaving the stack frees it. PG601 when another build has it, PG602 when it fails."""
    lock = FileLock(work / "lock")
    note = work / "lock-holder"
    try:
        disk.make_folders(work)
        lock.acquire(timeout=0)
    except Timeout:
        hint = "wait until it has ended, or end it"
        return Outcome(None, (error("PG601", f"another build is at work here: {_holder(note)}", hint=hint),))
    except OSError as problem:
        why = (problem.strerror or str(problem)).lower()
        hint = "make this folder writable for you; builds keep their lock and their results in it"
        return Outcome(None, (error("PG602", f"`{work}` cannot be written: {why}", hint=hint),))
    with contextlib.suppress(OSError):  # only the words of a message rest on it
        words = f"process {os.getpid()} on {platform.node() or 'this machine'}"
        disk.replace_file(note, words.encode(), via=work / ".lock-holder")
    held = contextlib.ExitStack()
    held.callback(lock.release)
    return Outcome(held)


def _holder(note: Path) -> str:
    try:
        return note.read_text(errors="replace")[:200]
    except OSError:
        return "a process that has just begun"

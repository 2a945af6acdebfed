"""The record of the last run: what went in, what was said, and every file that came out as it was left.

Takes and gives values; it lies in the project's work folder and may be lost at any time. By it a build in which nothing
changed is known without doing any of its work.
"""

import hashlib
import json
import os
import stat
from dataclasses import asdict, dataclass
from pathlib import Path

from policygen.diagnostics import Diagnostic, Note, Pos, RelPath, Severity, Span
from policygen.keys import Digest
from policygen.release import disk
from policygen.release.store import not_kept

__all__ = ["FileRecord", "RunRecord", "recall", "remember", "standing", "unchanged"]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as a run left it."""

    path: RelPath
    sha256: Digest
    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run: the digest of everything that went in, what was said, and every file that came out."""

    inputs: Digest
    files: tuple[FileRecord, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def remember(run: RunRecord, work: Path) -> tuple[Diagnostic, ...]:
    """Keep the record of a run in `last-run.json`; PG609, a warning, when it cannot be kept."""
    path = work / "last-run.json"
    try:
        disk.replace_file(path, json.dumps(asdict(run)).encode(), via=path.with_name(".last-run.json"))
    except OSError as problem:
        return (not_kept(work, problem),)
    return ()


def recall(work: Path) -> RunRecord | None:
    """Return the record of the last run, or none when there is none that can be read."""
    try:
        data = json.loads((work / "last-run.json").read_bytes())
        files = tuple(FileRecord(**item) for item in data["files"])
        return RunRecord(data["inputs"], files, tuple(_diagnostic(item) for item in data["diagnostics"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def standing(inputs: Digest, work: Path, out: Path) -> RunRecord | None:
    """Return the record of the last run if it was of these inputs and the folder is as it left it."""
    last = recall(work)
    return last if last is not None and last.inputs == inputs and unchanged(last, out) else None


def unchanged(record: RunRecord, out: Path) -> bool:
    """Say whether the folder still holds every file as it was written. Files of others do not count.

    A file whose inode, size and time of change are those of the record is trusted; any other is read.
    """
    return all(_as_written(file, os.path.join(out, file.path)) for file in record.files)  # noqa: PTH118 - a hot loop


def _as_written(file: FileRecord, path: str) -> bool:
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size != file.size:
            return False
        if (status.st_mtime_ns, status.st_ino) == (file.mtime_ns, file.inode):
            return True
        with open(path, "rb") as stream:  # noqa: PTH123 - a hot loop
            return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
    except OSError:
        return False


def _diagnostic(data: dict[str, object]) -> Diagnostic:
    """Read a diagnostic back from what `asdict` made of it; raises `TypeError`, `KeyError` or `ValueError`."""

    def span(value: object) -> Span | None:
        if not isinstance(value, dict):
            return None
        return Span(value["path"], Pos(*value["start"]), Pos(*value["end"]))

    match data:
        case {"code": str(code), "severity": str(severity), "message": str(message), "notes": list(notes)}:
            said = tuple(Note(note["message"], span(note["span"])) for note in notes)
            hint = data["hint"]
            hint = hint if isinstance(hint, str) else None
            return Diagnostic(code, Severity(severity), message, span(data["span"]), said, hint)
        case _:
            raise ValueError("this is not a diagnostic")

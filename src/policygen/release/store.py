"""What is kept between runs: dear results by the digest of what they were made from, and the record of the last run.

Everything here may be lost at any time, and costs time only: a result that is damaged or missing is made again.
"""

import contextlib
import hashlib
import json
import os
import secrets
import stat
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from policygen.diagnostics import Diagnostic, Note, Pos, RelPath, Severity, Span, warning
from policygen.keys import Digest, digest
from policygen.release import disk

__all__ = ["FileRecord", "RunRecord", "Store", "recall", "remember", "unchanged"]

_SEAL = 64  # the signs of a SHA-256


@dataclass(frozen=True, slots=True)
class Store:
    """Results by key, as sealed files in a folder; several processes may use it at once."""

    folder: Path

    def get(self, key: Digest) -> bytes | None:
        """Return what was put under a key, or none; a damaged file is removed and counts as none."""
        path = self._path(key)
        try:
            blob = path.read_bytes()
        except OSError:
            return None
        data = blob[_SEAL:]
        if blob[:_SEAL] == digest(key, data).encode():
            return data
        with contextlib.suppress(OSError):
            disk.remove_file(path)
        return None

    def put(self, key: Digest, data: bytes) -> tuple[Diagnostic, ...]:
        """Keep a result; PG609, a warning, when it cannot be kept.

        The seal covers key and data, so nothing needs to reach the disk before the rename: what a power cut
        tears is found when it is read.
        """
        path = self._path(key)
        try:
            disk.replace_file(
                path, digest(key, data).encode() + data, via=path.with_name(f".{path.name}.{secrets.token_hex(4)}")
            )
        except OSError as problem:
            return (_not_kept(self.folder, problem),)
        return ()

    def prune(self, keep: Collection[Digest]) -> int:
        """Remove every result that is not to be kept, and what dead runs left; return how many."""
        kept = {self._path(key) for key in keep}
        count = 0
        for path in [*self.folder.glob("*/*")]:
            if path not in kept:
                with contextlib.suppress(OSError):
                    disk.remove_file(path)
                    count += 1
        return count

    def _path(self, key: Digest) -> Path:
        return self.folder / key[:2] / key[2:]


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
        return (_not_kept(work, problem),)
    return ()


def recall(work: Path) -> RunRecord | None:
    """Return the record of the last run, or none when there is none that can be read."""
    try:
        data = json.loads((work / "last-run.json").read_bytes())
        files = tuple(FileRecord(**item) for item in data["files"])
        return RunRecord(data["inputs"], files, tuple(_diagnostic(item) for item in data["diagnostics"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


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


def _not_kept(folder: Path, problem: OSError) -> Diagnostic:
    why = (problem.strerror or str(problem)).lower()
    hint = "what is published is not affected; the next build has to make it again"
    return warning("PG609", f"nothing could be kept in `{folder}` for the next build: {why}", hint=hint)

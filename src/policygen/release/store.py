"""Dear results, kept between runs by the digest of what they were made from.

Everything here may be lost at any time, and costs time only: a result that is damaged or missing is made again.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from policygen.diagnostics import Diagnostic, warning
from policygen.keys import Digest, digest
from policygen.release import disk

__all__ = ["Store", "not_kept"]

_SEAL = 64  # the signs of a SHA-256


LIMIT = 1 << 29
"""How many bytes a store may hold: some ten full builds, and twenty changes of a clause that every agency prints."""

RECENT = 3600 * 10**9
"""The nanoseconds in which a result may be of use to another build that is at work."""


@dataclass(frozen=True, slots=True)
class Store:
    """Results by key, as sealed files in a folder; several processes may use it at once.

    The time of a file is when it was last asked for.
    """

    folder: Path
    limit: int = LIMIT
    used: set[Path] = field(default_factory=set, repr=False, compare=False)
    """The files that were got or put here: what this run needs, and the next is likely to."""

    def get(self, key: Digest) -> bytes | None:
        """Return what was put under a key, or none; a damaged file is removed and counts as none."""
        path = self._path(key)
        try:
            blob = path.read_bytes()
        except OSError:
            return None
        data = blob[_SEAL:]
        if blob[:_SEAL] != digest(key, data).encode():
            with contextlib.suppress(OSError):
                disk.remove_file(path)
            return None
        self.used.add(path)
        with contextlib.suppress(OSError):
            disk.touch(path)
        return data

    def put(self, key: Digest, data: bytes) -> tuple[Diagnostic, ...]:
        """Keep a result; PG609, a warning, when it cannot be kept.

        The seal covers key and data, so nothing needs to reach the disk before the rename: what a power cut
        tears is found when it is read.
        """
        path = self._path(key)
        self.used.add(path)
        try:
            disk.replace_file(
                path, digest(key, data).encode() + data, via=path.with_name(f".{path.name}.{secrets.token_hex(4)}")
            )
        except OSError as problem:
            return (not_kept(self.folder, problem),)
        return ()

    def prune(self) -> int:
        """Remove what was asked for longest ago until the rest is within the limit, and what dead runs left.

        What this run has used stays, and so does what any run may be using now. Returns how many went.
        """
        found = [(status.st_mtime_ns, status.st_size, path) for path, status in self._files()]
        total = sum(size for _, size, _ in found)
        newest = max((when for when, _, _ in found), default=0)
        count = 0
        for when, size, path in sorted(found):
            if path in self.used or when > newest - RECENT:
                continue
            if total > self.limit or path.name.startswith("."):
                with contextlib.suppress(OSError):
                    disk.remove_file(path)
                    count += 1
                    total -= size
        return count

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self.folder.glob("*/*"):
            with contextlib.suppress(OSError):  # another run has removed it
                yield path, path.stat()

    def _path(self, key: Digest) -> Path:
        return self.folder / key[:2] / key[2:]


def not_kept(folder: Path, problem: OSError) -> Diagnostic:
    """Return PG609, a warning: something is not there for the next build."""
    why = (problem.strerror or str(problem)).lower()
    hint = "what is published is not affected; the next build has to make it again"
    return warning("PG609", f"nothing could be kept in `{folder}` for the next build: {why}", hint=hint)

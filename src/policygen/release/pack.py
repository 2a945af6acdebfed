"""An agency's pack: its files in one archive, with a manifest and checksums of their own.

Takes artifacts; gives one more, whose every byte follows from its members. Members are stored, not compressed: two
builds of zlib may compress the same bytes differently, and then nobody could make the archive again to compare it.
`docs/adr/0009-packs-and-editions.md` has the why.
"""

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import IO

from policygen.diagnostics import RelPath
from policygen.keys import digest
from policygen.model.partnerships import Stamp
from policygen.release.disk import FILE_MODE
from policygen.release.manifest import About, Artifact, with_manifest

__all__ = ["ZIP_PROBLEMS", "archive", "pack", "pack_all", "read_member", "write_archive"]

ZIP_PROBLEMS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)
"""What `zipfile` raises of bytes that are not in the form, or that use what it does not know."""


_BEFORE_ALL = (1980, 1, 1, 0, 0, 0)
"""The first moment that the format knows (APPNOTE.TXT 6.3.10, section 4.4.6)."""
_UNIX = 3  # section 4.4.2.2


def pack_all(
    artifacts: Iterable[Artifact],
    pages: Mapping[tuple[str, str], tuple[Artifact, ...]],
    stamps: Mapping[str, Stamp],
    *,
    engine: str,
    sign: Callable[[bytes], bytes] | None = None,
) -> tuple[Artifact, ...]:
    """Return the pack of each partnership and agency that has pages: those, and of `artifacts` what is the agency's.

    `stamps` are those of the editions, by partnership.
    """
    every = tuple(artifacts)
    packs = []
    for (partnership, agency), own in pages.items():
        ours = [item for item in every if item.path.startswith(f"{partnership}/{agency}/")]
        packs.append(pack(partnership, agency, [*own, *ours], engine=engine, stamp=stamps[partnership], sign=sign))
    return tuple(packs)


def pack(
    partnership: str,
    agency: str,
    artifacts: Iterable[Artifact],
    *,
    engine: str,
    stamp: Stamp,
    sign: Callable[[bytes], bytes] | None = None,
) -> Artifact:
    """Return the pack of one agency in one partnership.

    Artifacts in the agency's folder go in by their path below it, so links between them hold; any others, such as
    licence notes, by their own path. What the pack calls its inputs are its members alone: a change for one agency
    leaves the packs of all others as they are.
    """
    folder = f"{partnership}/{agency}/"
    inside = [Artifact(RelPath(item.path.removeprefix(folder)), item.data, item.about) for item in artifacts]
    inside.sort(key=lambda item: item.path)
    inputs = digest("pack", tuple(inside))
    members = with_manifest(inside, inputs=inputs, engine=engine, editions={partnership: stamp}, sign=sign)
    about = About(document="pack", format="zip", partnership=partnership, agency=agency, fingerprint=inputs)
    data = archive({item.path: item.data for item in members})
    return Artifact(RelPath(f"{folder}{partnership}-{agency}-pack.zip"), data, about)


def archive(members: Mapping[RelPath, bytes]) -> bytes:
    """Return the one archive that policygen makes of these members."""
    target = io.BytesIO()
    write_archive(((path, members[path]) for path in sorted(members)), target)
    return target.getvalue()


def write_archive(members: Iterable[tuple[RelPath, bytes]], target: IO[bytes]) -> None:
    """Write the one archive that policygen makes of these members, which come by path, one at a time."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as file:
        for path, data in members:
            member = zipfile.ZipInfo(path, _BEFORE_ALL)
            member.create_system = _UNIX
            member.external_attr = (stat.S_IFREG | FILE_MODE) << 16
            file.writestr(member, data)


def read_member(file: zipfile.ZipFile, path: RelPath) -> bytes | None:
    """Return a member of an archive that may have come from anywhere, or none of one that cannot be read.

    A member that is compressed is not read: policygen makes none, and it could be of any size.
    """
    try:
        member = file.getinfo(path)
        return file.read(member) if member.compress_type == zipfile.ZIP_STORED else None
    except (KeyError, *ZIP_PROBLEMS):
        return None

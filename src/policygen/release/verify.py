"""Say whether a pack, a folder or a file is as it was released, from the bytes alone and without a network.

Takes a path, and a manifest and a public key if there are any; gives what was verified, or every difference by name.
Nothing of an archive is unpacked, and no file of a wrong size is read.
"""

import errno
import hashlib
import os
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from policygen.diagnostics import Diagnostic, Outcome, RelPath, error, printable, warning
from policygen.keys import Digest, digest_bytes
from policygen.model.partnerships import Stamp
from policygen.release.editions import edition_of
from policygen.release.manifest import (
    MANIFEST,
    SIGNATURE,
    SUMS,
    UNLISTED,
    Entry,
    Manifest,
    check_paths,
    read_manifest,
    sums,
)
from policygen.release.pack import ZIP_PROBLEMS, read_member, write_archive
from policygen.release.sign import LENGTH, check_signature, is_signature

__all__ = ["LARGEST", "Verified", "verify"]

LARGEST = 1 << 30
"""The bytes of the largest pack or manifest that is read: a gigabyte is no set of documents."""

_CHUNK = 1 << 20
_HEADER = 30
"""The bytes before a member's name (APPNOTE.TXT 6.3.10, section 4.3.7)."""

_AGAIN = "do not use it; fetch it again from the publisher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found to be as it was released."""

    kind: str
    """`pack`, `folder` or `file`."""
    files: int
    editions: Mapping[str, Stamp]
    signature: str
    """`checked`, `not checked` or `none`."""
    listed: RelPath | None = None
    """The path under which the manifest lists it, where it was looked up."""


@dataclass(frozen=True, slots=True)
class _Seal:
    """What names the files of a release, and what signs them, as bytes."""

    names: bytes
    sums: bytes | None
    signature: bytes | None


def verify(path: Path, *, manifest: Path | None = None, key: bytes | None = None) -> Outcome[Verified]:
    """Verify a pack (`.zip`), a folder, or a file that a manifest lists.

    The manifest is `manifest`, or the one in the folder, or else the nearest one above. Of a folder inside a release
    only that part is verified. `key` is a public key as PEM. Errors: PG606 and PG610 to PG619 with every file that
    differs, PG622 and PG623 for the key; PG621 is a warning: genuine, but superseded.
    """
    try:
        return _kind(path)(path, manifest, key)
    except OSError as problem:
        shown = path if problem.filename is None else os.fsencode(problem.filename).decode(errors="replace")
        why = (problem.strerror or str(problem)).lower()
        hint = "see that it is there and that you may read it"
        return Outcome(None, (error("PG610", f"`{shown}` cannot be read: {why}", hint=hint),))


def _kind(path: Path) -> Callable[[Path, Path | None, bytes | None], Outcome[Verified]]:
    """Return what verifies a path; raises `OSError` for pipes and devices, which may have no end."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        return _folder
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is neither a file nor a folder")
    return _pack if path.suffix.lower() == ".zip" else _file


# -- a pack ------------------------------------------------------------------------------------------------------------


def _pack(path: Path, manifest: Path | None, key: bytes | None) -> Outcome[Verified]:
    size = path.stat().st_size
    if size > LARGEST:
        message = f"`{path.name}` has {size:,} bytes; no pack is larger than {LARGEST:,}"
        return Outcome(None, (error("PG612", message, hint=_AGAIN),))
    try:
        with zipfile.ZipFile(path) as file:
            members = file.infolist()
            wrong = tuple(_wrong(members, size, path.name))
            if wrong:
                return Outcome(None, wrong)
            outcome = _inside(file, path, key)
    except ZIP_PROBLEMS as problem:
        if isinstance(problem, OSError) and problem.errno is not None:
            raise
        hint = "fetch it again: it may have been cut off on the way"
        return Outcome(None, (error("PG611", f"`{path.name}` is not a zip archive, or not a whole one", hint=hint),))
    if outcome.value is None:
        return Outcome(None, outcome.diagnostics)
    inside, signed = outcome.value
    names = manifest or (None if signed or key is None else _nearest(path.parent))
    if names is None:
        return Outcome(None, (_unsigned(path.name),)) if key is not None and not signed else Outcome(inside)
    looked_up = _file(path, manifest, key)  # a release that is signed vouches for a pack that is not
    found = looked_up.diagnostics
    if looked_up.value is None:
        return Outcome(None, found)
    signature = inside.signature if signed else looked_up.value.signature
    return Outcome(replace(inside, listed=looked_up.value.listed, signature=signature), found)


def _wrong(members: list[zipfile.ZipInfo], size: int, name: str) -> Iterator[Diagnostic]:
    """Yield PG612 for each member such as policygen never makes; none is read then."""
    for problem in check_paths(RelPath(member.orig_filename) for member in members):
        yield replace(problem, code="PG612", hint=_AGAIN)
    for member in members:
        what = None
        if member.flag_bits & 1:
            what = "is encrypted"
        elif stat.S_ISLNK(member.external_attr >> 16):
            what = "is a link"
        elif member.compress_type != zipfile.ZIP_STORED:
            what = "is compressed"
        if what is not None:
            message = f"`{printable(member.orig_filename)}` in `{name}` {what}, and policygen never makes such a pack"
            yield error("PG612", message, hint=_AGAIN)
    stored = [member for member in members if member.compress_type == zipfile.ZIP_STORED]
    if sum(max(member.file_size, member.compress_size) for member in stored) > size:
        yield error("PG612", f"the files in `{name}` claim to be larger than all of it", hint=_AGAIN)
        return
    end = 0
    for member in sorted(stored, key=lambda member: member.header_offset):
        if member.header_offset < end:
            message = f"`{printable(member.orig_filename)}` in `{name}` lies over another file"
            yield error("PG612", message, hint=_AGAIN)
        end = member.header_offset + _HEADER + max(member.file_size, member.compress_size)


def _inside(file: zipfile.ZipFile, path: Path, key: bytes | None) -> Outcome[tuple[Verified, bool]]:
    """Verify the members against the manifest among them, and the archive against its members, one at a time.

    The second value says whether the pack is signed in itself; one that is not is left to the release around it.
    """
    members = tuple(RelPath(member.filename) for member in file.infolist())
    names, lines, signature = (read_member(file, name) if name in members else None for name in UNLISTED)
    if names is None:
        said = _missing if MANIFEST not in members else _changed
        return Outcome(None, (said(MANIFEST, path.name),))
    seal = _Seal(names, lines, signature)
    read = _sealed(seal, path.name, key if seal.signature is not None else None, whole=True)
    if read.value is None:
        return Outcome(None, read.diagnostics)
    contents = ((member, read_member(file, member)) for member in members)
    digests = {member: None if data is None else digest_bytes(data) for member, data in contents}
    found = [*read.diagnostics, *_compare(read.value.files, digests, path.name, allowed=UNLISTED)]
    if not found and (at := _differs(file, members, path)) is not None:
        message = f"the files in `{path.name}` are whole, but the archive around them was changed, at byte {at:,}"
        found.append(error("PG616", message, hint=_AGAIN))
    if found:
        return Outcome(None, tuple(found))
    checked = _signature(seal, key)
    done = Verified(kind="pack", files=len(read.value.files), editions=read.value.editions, signature=checked)
    return Outcome((done, seal.signature is not None))


def _differs(file: zipfile.ZipFile, members: Iterable[RelPath], path: Path) -> int | None:
    """Return the first byte at which an archive is not the one that policygen makes of its members, if there is any."""
    with tempfile.TemporaryFile() as again, path.open("rb") as stream:
        write_archive(((member, file.read(member)) for member in sorted(members)), again)
        again.seek(0)
        start = 0
        while (ours := again.read(_CHUNK)) == (theirs := stream.read(_CHUNK)):
            if not ours:
                return None
            start += len(ours)
        return start + next(
            (at for at, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other),
            min(len(ours), len(theirs)),
        )


# -- a folder ----------------------------------------------------------------------------------------------------------


def _folder(path: Path, manifest: Path | None, key: bytes | None) -> Outcome[Verified]:
    names = manifest or _nearest(path)
    if names is None:
        return Outcome(None, (_no_manifest(path),))
    seal = _load(names)
    read = _sealed(seal, str(names.parent), key, whole=manifest is None)
    if read.value is None:
        return Outcome(None, read.diagnostics)
    within = Path() if manifest else path.resolve().relative_to(names.parent.resolve())
    prefix = "" if within == Path() else f"{within.as_posix()}/"
    entries = tuple(
        replace(entry, path=RelPath(entry.path.removeprefix(prefix)))
        for entry in read.value.files
        if entry.path.startswith(prefix)
    )
    digests = dict(_digests(path, {entry.path: entry.size for entry in entries}))
    allowed = UNLISTED if within == Path() else ()
    found = [*read.diagnostics, *_compare(entries, digests, str(path), allowed=allowed)]
    if manifest is not None:
        found += _own_seal(path, seal, read.value)
    if not entries:
        found.append(error("PG618", f"`{names}` lists nothing in `{path}`", hint="give the folder that was released"))
    if found:
        return Outcome(None, tuple(found))
    signature = _signature(seal, key)
    return Outcome(Verified(kind="folder", files=len(entries), editions=read.value.editions, signature=signature))


def _own_seal(folder: Path, seal: _Seal, manifest: Manifest) -> Iterator[Diagnostic]:
    """Yield what is wrong with the manifest, checksums and signature in a folder that another manifest speaks of."""
    signature = seal.signature
    for name, wanted in ((MANIFEST, seal.names), (SUMS, sums(manifest.files, seal.names)), (SIGNATURE, signature)):
        file = folder / name
        if file.exists() or file.is_symlink():
            data = _bounded(file)
            fits = is_signature(data) if wanted is None else data == wanted
            if not fits:
                yield _changed(name, str(folder))
        elif wanted is not None:
            yield _missing(name, str(folder))


def _digests(folder: Path, sizes: Mapping[RelPath, int]) -> Iterator[tuple[RelPath, Digest | None]]:
    """Yield every file below a folder with its digest; None for one that cannot be what a manifest lists."""

    def stop(problem: OSError) -> None:
        raise problem

    for home, folders, files in os.walk(folder, onerror=stop):
        links = [name for name in folders if Path(home, name).is_symlink()]
        for name in sorted((*files, *links)):
            path = Path(home, name)
            status = path.lstat()
            inside = RelPath(path.relative_to(folder).as_posix())
            plain = stat.S_ISREG(status.st_mode) and sizes.get(inside) == status.st_size
            yield inside, _digest(path) if plain else None


def _digest(path: Path) -> Digest:
    with path.open("rb") as stream:
        return Digest(hashlib.file_digest(stream, "sha256").hexdigest())


# -- a file ------------------------------------------------------------------------------------------------------------


def _file(path: Path, manifest: Path | None, key: bytes | None) -> Outcome[Verified]:
    names = manifest or _nearest(path.parent)
    if names is None:
        return Outcome(None, (_no_manifest(path),))
    seal = _load(names)
    read = _sealed(seal, str(names.parent), key, whole=manifest is None)
    if read.value is None or read.diagnostics:
        return Outcome(None, read.diagnostics)
    place = path.parent.resolve() / path.name
    at = RelPath(place.relative_to(names.parent.resolve()).as_posix()) if manifest is None else None
    done = Verified(kind="file", files=1, editions=read.value.editions, signature=_signature(seal, key), listed=at)
    if at in UNLISTED:
        return Outcome(done)
    entry = _look_up(path, read.value, at)
    if isinstance(entry, Diagnostic):
        return Outcome(None, (entry,))
    return Outcome(replace(done, listed=entry.path), tuple(_superseded(path.name, entry, read.value)))


def _look_up(path: Path, manifest: Manifest, at: RelPath | None) -> Entry | Diagnostic:
    """Return the entry of a file: that of its place, or else any with its bytes; or why there is none."""
    sha256 = _digest(path)
    here = [entry for entry in manifest.files if entry.path == at]
    same = [entry for entry in here or manifest.files if entry.sha256 == sha256]
    if same:
        return min(same, key=lambda e: (Path(e.path).name != path.name, edition_of(e.path) is not None, e.path))
    named = here or [entry for entry in manifest.files if Path(entry.path).name == path.name]
    if not named:
        hint = "see that the manifest is of the edition that you have"
        return error("PG618", f"`{path.name}` is not in this release, under any name", hint=hint)
    message = f"`{path.name}` is not the `{named[0].path}` of this release: it was changed, or is of another edition"
    return error("PG613", message, hint="fetch it again from the publisher")


def _superseded(name: str, entry: Entry, manifest: Manifest) -> Iterator[Diagnostic]:
    """Warn of a file of an edition that the partnership has since replaced (PG621)."""
    partnership, number = edition_of(entry.path) or ("", "")
    now = manifest.editions.get(partnership)
    if now is not None and now.number != number:
        message = f"`{name}` is genuine, but of edition {number}; the edition of `{partnership}` is now {now.number}"
        yield warning("PG621", message, hint="fetch the present edition from the publisher")


# -- what all have in common -------------------------------------------------------------------------------------------


def _nearest(folder: Path) -> Path | None:
    """Return the manifest in a folder, or the nearest one above."""
    home = folder.resolve()
    if (folder / MANIFEST).is_file():
        return folder / MANIFEST
    return next((above / MANIFEST for above in home.parents if (above / MANIFEST).is_file()), None)


def _no_manifest(path: Path) -> Diagnostic:
    message = f"there is no `{MANIFEST}` beside `{path}` or above it, so nothing says how it was"
    return error("PG618", message, hint=f"give the `{MANIFEST}` of the release with --manifest")


def _load(names: Path) -> _Seal:
    def beside(path: RelPath) -> bytes | None:
        file = names.with_name(path)
        return _bounded(file) if file.exists() else None

    return _Seal(_bounded(names), beside(SUMS), beside(SIGNATURE))


def _bounded(path: Path) -> bytes:
    """Return the bytes of a file; raises `OSError` for pipes and devices, which may have no end."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "it is no plain file", str(path))
    with path.open("rb") as stream:
        return stream.read(LARGEST)


def _sealed(seal: _Seal, where: str, key: bytes | None, *, whole: bool) -> Outcome[Manifest]:
    """Read a manifest, with what is wrong between it, the checksums and the signature.

    A manifest that stands alone, not `whole`, needs no checksums beside it unless there is a key to check.
    """
    read = read_manifest(seal.names, RelPath(f"{where}/{MANIFEST}"))
    if read.value is None:
        return read
    return Outcome(read.value, tuple(_unsealed(seal, read.value, where, key, whole=whole)))


def _unsealed(seal: _Seal, manifest: Manifest, where: str, key: bytes | None, *, whole: bool) -> Iterator[Diagnostic]:
    if seal.sums is None:
        if whole or key is not None:
            yield _missing(SUMS, where)
    elif seal.sums != sums(manifest.files, seal.names):
        message = f"`{MANIFEST}` and `{SUMS}` in `{where}` do not fit together: one of them was changed"
        yield error("PG617", message, hint=_AGAIN)
    if seal.signature is not None and not is_signature(seal.signature):
        what = f"has {len(seal.signature):,} bytes; a signature has {LENGTH}"
        if len(seal.signature) == LENGTH:
            what = "holds no signature of any key"
        yield error("PG619", f"`{SIGNATURE}` in `{where}` {what}", hint=_AGAIN)
    elif key is not None and seal.signature is None:
        yield _unsigned(where)
    elif key is not None and seal.sums is not None and seal.signature is not None:
        yield from check_signature(key, seal.sums, seal.signature)


def _signature(seal: _Seal, key: bytes | None) -> str:
    if seal.signature is None:
        return "none"
    return "not checked" if key is None else "checked"


def _unsigned(where: str) -> Diagnostic:
    message = f"`{where}` is not signed, so there is nothing to check with the key"
    return error("PG619", message, hint="ask the publisher for a signed release")


def _compare(
    entries: tuple[Entry, ...], digests: Mapping[RelPath, Digest | None], where: str, *, allowed: Iterable[RelPath]
) -> Iterator[Diagnostic]:
    """Yield what was changed (PG613), is missing (PG614) or was added (PG615), by path; `allowed` needs no entry."""
    listed = {entry.path: entry.sha256 for entry in entries}
    say: Callable[[RelPath, str], Diagnostic]
    for path in sorted({*listed, *digests}):
        if path not in digests:
            say = _missing
        elif path not in listed:
            if path in allowed:
                continue
            say = _added
        elif digests[path] != listed[path]:
            say = _changed
        else:
            continue
        yield say(path, where)


def _changed(path: RelPath, where: str) -> Diagnostic:
    return error("PG613", f"`{printable(path)}` in `{where}` was changed", hint=_AGAIN)


def _missing(path: RelPath, where: str) -> Diagnostic:
    return error("PG614", f"`{printable(path)}` in `{where}` is missing", hint=_AGAIN)


def _added(path: RelPath, where: str) -> Diagnostic:
    hint = "take it away, if it is yours; else do not use what is here, and fetch it again from the publisher"
    return error("PG615", f"`{printable(path)}` in `{where}` was added: it is no part of the release", hint=hint)

"""Copy a release to object storage. The only module that knows the library for it, an extra that is loaded here.

Takes a published folder and an address; gives the counts of what was sent and removed. Files go first and the manifest
last, so whoever reads the manifest finds what it lists; only then goes what an earlier manifest listed.
"""

import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from policygen.diagnostics import Diagnostic, Outcome, RelPath, error
from policygen.release.editions import edition_of
from policygen.release.manifest import MANIFEST, UNLISTED, Manifest, read_manifest
from policygen.release.verify import verify

if TYPE_CHECKING:
    from obstore.store import ObjectStore

__all__ = ["Uploaded", "send", "upload"]

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
    "": "text/plain; charset=utf-8",  # SHA256SUMS
}
"""Media types by suffix: the tables of systems differ."""

_ASK = "no-cache"  # keep a copy, but ask before each use whether it still holds (RFC 9111, section 5.2.2.4)
_KEEP = "public, max-age=31536000"  # what is filed under an edition never changes
_AT_ONCE = 8
"""How many files travel at a time: the way is long, not narrow."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """Where a release went, how many files were sent, and how many of those listed before were removed."""

    where: str
    sent: int
    removed: int


def upload(folder: Path, url: str) -> Outcome[Uploaded]:
    """Send a published folder to `s3://`, `gs://`, `az://`, `file://` or `memory://`; keys come from the environment.

    PG623 when the library is missing, PG640 when the address or the store refuses; and what `send` says.
    """
    where = _shown(url)
    try:
        from obstore.exceptions import BaseError
        from obstore.store import from_url
    except ImportError:
        message = "publishing to object storage needs the library `obstore`, which is not installed"
        hint = "install it with `pip install 'policygen[publish]'`, or copy the folder with another tool"
        return Outcome(None, (error("PG623", message, hint=hint),))
    try:
        store = from_url(url)
    except (BaseError, OSError, ValueError) as problem:
        hint = "give an address such as s3://bucket/folder, and its keys in the environment (docs/releases.md)"
        return Outcome(None, (_refused(where, problem, hint),))
    return send(folder, store, where)


def send(folder: Path, store: "ObjectStore", where: str) -> Outcome[Uploaded]:
    """Send a published folder to a store; `where` is its name for messages.

    Nothing is sent, and the errors are those of `verify`, unless every listed file is as it was released. PG606 when
    the store holds another's manifest, PG641 when it holds editions that would be lost, PG640 when it refuses.
    """
    from obstore.exceptions import BaseError

    if not (folder / MANIFEST).is_file():
        hint = "build or release first, or give the folder with --from"
        return Outcome(
            None, (error("PG618", f"there is no `{MANIFEST}` in `{folder}`, so nothing to publish", hint=hint),)
        )
    wrong = tuple(item for item in verify(folder).diagnostics if item.code != "PG615")  # files of others stay here
    if wrong:
        return Outcome(None, wrong)
    try:
        new = read_manifest((folder / MANIFEST).read_bytes())
        old = _earlier(store, where)
        if new.value is None or old.diagnostics:
            return Outcome(None, (*new.diagnostics, *old.diagnostics))
        lost = _lost(old.value, new.value, where)
        if lost:
            return Outcome(None, lost)
        return Outcome(_send(folder, store, old.value, new.value, where))
    except (BaseError, OSError, ValueError) as problem:
        hint = "see to the address, its keys in the environment and the network, then publish again; nothing is lost"
        return Outcome(None, (_refused(where, problem, hint),))


def _earlier(store: "ObjectStore", where: str) -> Outcome[Manifest]:
    """Read the manifest of the release that is there; no value and no diagnostic when there is none."""
    import obstore

    try:
        data = bytes(obstore.get(store, MANIFEST).bytes())
    except FileNotFoundError:
        return Outcome(None)
    return read_manifest(data, RelPath(f"{where}/{MANIFEST}"))


def _lost(old: Manifest | None, new: Manifest, where: str) -> tuple[Diagnostic, ...]:
    """Return PG641 for each edition that is filed there and not here."""
    kept = {edition_of(entry.path) for entry in new.files}
    there = {edition_of(entry.path) for entry in old.files} if old else set()
    hint = "fetch that release whole into the output folder first, then release again: it carries them on"
    return tuple(
        error("PG641", f"`{where}` holds edition {number} of `{partnership}`, and this release does not", hint=hint)
        for partnership, number in sorted(each for each in there - kept if each is not None)
    )


def _send(folder: Path, store: "ObjectStore", old: Manifest | None, new: Manifest, where: str) -> Uploaded:
    listed = [entry.path for entry in new.files]
    seal = [path for path in reversed(UNLISTED) if (folder / path).exists()]  # the manifest is the last of them
    _all(lambda path: _put(store, path, (folder / path).read_bytes()), listed)
    for path in seal:
        _put(store, path, (folder / path).read_bytes())
    before = {*(entry.path for entry in old.files), *UNLISTED} if old else set()
    gone = sorted(before.difference(listed, seal))
    _all(lambda path: _delete(store, path), gone)
    return Uploaded(where, len(listed) + len(seal), len(set(gone).difference(UNLISTED)))


def _all(act: Callable[[RelPath], None], paths: Iterable[RelPath]) -> None:
    """Do something with every path, several at a time; the first failure ends it."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        futures = [pool.submit(act, path) for path in paths]
        try:
            for future in futures:
                future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _put(store: "ObjectStore", path: RelPath, data: bytes) -> None:
    import obstore

    suffix = PurePosixPath(path).suffix
    attributes = {
        "Content-Type": _TYPES.get(suffix, "application/octet-stream"),
        "Cache-Control": _KEEP if suffix == ".zip" and edition_of(path) else _ASK,
    }
    try:
        obstore.put(store, path, data, attributes=attributes)
    except NotImplementedError:  # a folder of this machine has no place for them
        obstore.put(store, path, data)


def _delete(store: "ObjectStore", path: RelPath) -> None:
    import obstore

    try:
        obstore.delete(store, path)
    except FileNotFoundError:
        return


def _refused(where: str, problem: Exception, hint: str) -> Diagnostic:
    """Return PG640 with the first line of what the library said, without the keys that addresses may carry."""
    why = re.sub(r"(?<=//)[^/\s]*@|\?\S*", "", str(problem).partition("\n")[0]).rstrip(".")
    return error("PG640", f"nothing could be published at `{where}`: {why}", hint=hint)


def _shown(url: str) -> str:
    """Return an address without the secrets that it may carry."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("?")[0]
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}" if parts.scheme else parts.path

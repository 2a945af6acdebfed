"""What a release holds: artifacts, and the manifest and checksums that name every file of it.

Takes rendered bytes and what they are; gives `manifest.json` and `SHA256SUMS`, and reads a manifest back.
The only dates in a manifest are those of the editions.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING

from policygen.diagnostics import Diagnostic, Outcome, Pos, RelPath, Span, error, printable
from policygen.keys import Digest, digest_bytes
from policygen.model.scalars import DEVICE

if TYPE_CHECKING:
    from policygen.model.partnerships import Stamp

__all__ = [
    "MANIFEST",
    "SIGNATURE",
    "SUMS",
    "UNLISTED",
    "About",
    "Artifact",
    "Entry",
    "Manifest",
    "check_paths",
    "checksums",
    "parents",
    "read_manifest",
    "sums",
    "with_manifest",
]

MANIFEST = RelPath("manifest.json")
SUMS = RelPath("SHA256SUMS")
SIGNATURE = RelPath("SHA256SUMS.sig")
UNLISTED = (MANIFEST, SUMS, SIGNATURE)
"""The files of a release that its manifest cannot list."""

FORMAT = 1
"""The form of the manifest; a reader refuses one that it does not know."""

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_SIGNS = frozenset('<>:"|?*\\')
"""Signs that Windows keeps for itself ("Naming Files, Paths, and Namespaces", Microsoft Learn)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file is. A page of the site belongs to no agency; a file without words has no language."""

    document: str
    format: str
    partnership: str | None = None
    agency: str | None = None
    language: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file to publish; its path is below the output folder."""

    path: RelPath
    data: bytes
    about: About


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as the manifest names it."""

    path: RelPath
    sha256: Digest
    size: int
    about: About


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What went into a release, and every file of it by path. `editions` is by partnership."""

    inputs: Digest
    engine: str
    editions: Mapping[str, "Stamp"]
    files: tuple[Entry, ...]
    numbers: Mapping[str, str] = field(default_factory=dict)
    """Of an edition: the number of each paragraph by its id, which later editions keep."""


def with_manifest(
    artifacts: Iterable[Artifact],
    *,
    inputs: Digest,
    engine: str,
    editions: Mapping[str, "Stamp"],
    filed: Iterable[Entry] = (),
    numbers: Mapping[str, str] | None = None,
    sign: Callable[[bytes], bytes] | None = None,
) -> tuple[Artifact, ...]:
    """Return the artifacts by path, with `manifest.json` and `SHA256SUMS` added: what `publish` takes.

    `filed` are files of earlier editions, which the manifest goes on to list; `sign` makes the signature of the sums,
    which is added too.
    """
    listed = tuple(sorted(artifacts, key=lambda artifact: artifact.path))
    entries = [Entry(item.path, digest_bytes(item.data), len(item.data), item.about) for item in listed]
    files = tuple(sorted((*entries, *filed), key=lambda entry: entry.path))
    names = _write(Manifest(inputs=inputs, engine=engine, editions=editions, files=files, numbers=numbers or {}))
    lines = sums(files, names)
    signed = [] if sign is None else [Artifact(SIGNATURE, sign(lines), About(document="signature", format="ed25519"))]
    return (
        *listed,
        Artifact(MANIFEST, names, About(document="manifest", format="json")),
        Artifact(SUMS, lines, About(document="checksums", format="text")),
        *signed,
    )


def sums(files: Iterable[Entry], names: bytes) -> bytes:
    """Return the lines of `SHA256SUMS`, by path, as `sha256sum -c` (GNU coreutils) checks them.

    They follow from the entries of a manifest and its own bytes, `names`.
    """
    return checksums({MANIFEST: digest_bytes(names), **{entry.path: entry.sha256 for entry in files}})


def checksums(digests: Mapping[RelPath, Digest]) -> bytes:
    """Return the lines of `SHA256SUMS` for files by path."""
    return "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(digests.items())).encode()


def read_manifest(data: bytes, path: RelPath = MANIFEST) -> Outcome[Manifest]:
    """Read a manifest that may have come from anywhere; `path` is the name for messages.

    Its paths are safe to join to a folder. PG606 when it is not one, byte for byte as policygen writes it.
    """
    try:
        value = _manifest(json.loads(data.decode()))
        if _write(value) != data:
            raise ValueError("it is not in the form that policygen writes")  # noqa: TRY301 - all refusals meet below
    except json.JSONDecodeError as problem:
        place = Pos(problem.lineno, problem.colno)
        return Outcome(None, (_not_a_manifest(problem.msg.lower(), Span(path, place, place)),))
    except RecursionError:
        return Outcome(None, (_not_a_manifest("it is nested too deeply", _top(path)),))
    except ValueError as problem:
        return Outcome(None, (_not_a_manifest(str(problem), _top(path)),))
    unsafe = check_paths([*(entry.path for entry in value.files), *UNLISTED])
    return Outcome(None, unsafe) if unsafe else Outcome(value)


def check_paths(paths: Iterable[RelPath]) -> tuple[Diagnostic, ...]:
    """Return PG604 for each path that some system cannot hold, or that is in the way of another."""
    found = []
    files: dict[str, RelPath] = {}
    for path in sorted(paths):
        wrong = _wrong_with(path)
        if wrong is None and path.casefold() in files:
            wrong = f"it is the same file as `{files[path.casefold()]}` where capitals do not count"
        if wrong is not None:
            hint = "rename the document, agency or partnership that the file is named after"
            found.append(
                error("PG604", f"`{printable(path)}` cannot be the name of a file in a release: {wrong}", hint=hint)
            )
        files.setdefault(path.casefold(), path)
    for path in files.values():
        for parent in parents(path):
            if parent.casefold() in files:
                message = f"`{parent}` cannot be a file in a release: `{path}` needs a folder of that name"
                found.append(error("PG604", message, hint="rename one of the two"))
    return tuple(found)


def parents(path: str) -> Iterator[str]:
    """Yield the folders that a path stands in, the nearest first, without the top."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _wrong_with(path: RelPath) -> str | None:
    names = path.split("/")
    if any(name in {"", ".", ".."} for name in names):
        return "it must lead down from the output folder, name by name"
    if not path.isprintable() or _SIGNS.intersection(path):
        return 'control signs and < > : " | ? * \\ are not allowed'
    if unicodedata.normalize("NFC", path) != path:
        return "its accents are written as separate signs (it is not in Unicode's form NFC)"
    if any(name.endswith((".", " ")) or name.startswith(" ") for name in names):
        return "a name may not begin with a space, or end with a space or a full stop"
    if any(DEVICE.match(name) for name in names):
        return "Windows keeps this name for a device"
    if any(len(name.encode()) > 255 for name in names):
        return "a name may have 255 bytes"
    return None


def _write(value: Manifest) -> bytes:
    data = {
        "format": FORMAT,
        "inputs": value.inputs,
        "engine": value.engine,
        "editions": {name: asdict(stamp) for name, stamp in value.editions.items()},
        "files": [
            {
                "path": entry.path,
                "sha256": entry.sha256,
                "size": entry.size,
                "about": {name: text for name, text in asdict(entry.about).items() if text is not None},
            }
            for entry in value.files
        ],
    } | ({"numbers": dict(value.numbers)} if value.numbers else {})
    return (json.dumps(data, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def _manifest(data: object) -> Manifest:
    """Read the parts that are known; what is left over shows when the value is written again."""
    top = _mapping(data, "the manifest")
    if top.get("format") != FORMAT:
        raise ValueError(f"its format is {json.dumps(top.get('format'))[:40]}, and this policygen reads {FORMAT}")
    editions = _mapping(top.get("editions"), "`editions`")
    return Manifest(
        inputs=_digest(top.get("inputs"), "`inputs`"),
        engine=_text(top.get("engine"), "`engine`"),
        editions={name: _stamp(stamp, f"`editions.{name}`") for name, stamp in editions.items()},
        files=tuple(_entry(item, f"`files[{place}]`") for place, item in enumerate(_list(top.get("files"), "`files`"))),
        numbers={
            name: _text(number, "a number") for name, number in _mapping(top.get("numbers", {}), "`numbers`").items()
        },
    )


def _stamp(data: object, what: str) -> "Stamp":
    from policygen.model.partnerships import Stamp  # noqa: PLC0415  a build in which nothing changed reads none

    values = _mapping(data, what)
    return Stamp(**{item.name: _text(values.get(item.name), f"`{item.name}` in {what}") for item in fields(Stamp)})


def _entry(data: object, what: str) -> Entry:
    values = _mapping(data, what)
    size = values.get("size")
    if type(size) is not int or size < 0:
        raise ValueError(f"`size` in {what} is not a number of bytes")
    return Entry(
        RelPath(_text(values.get("path"), f"`path` in {what}")),
        _digest(values.get("sha256"), f"`sha256` in {what}"),
        size,
        _about(values.get("about"), f"`about` in {what}"),
    )


def _about(data: object, what: str) -> About:
    values = _mapping(data, what)
    known = {item.name for item in fields(About)}
    texts = {name: _text(value, f"`{name}` in {what}") for name, value in values.items() if name in known}
    if not {"document", "format"} <= texts.keys():
        raise ValueError(f"{what} does not say which document in which format")
    return About(**texts)


def _mapping(data: object, what: str) -> dict[str, object]:
    if not isinstance(data, dict):
        raise ValueError(f"{what} is not an object")  # noqa: TRY004 - wrong data, not a wrong call
    return data


def _list(data: object, what: str) -> list[object]:
    if not isinstance(data, list):
        raise ValueError(f"{what} is not a list")  # noqa: TRY004 - wrong data, not a wrong call
    return data


def _text(data: object, what: str) -> str:
    if not isinstance(data, str):
        raise ValueError(f"{what} is not text")  # noqa: TRY004 - wrong data, not a wrong call
    return data


def _digest(data: object, what: str) -> Digest:
    text = _text(data, what)
    if not _SHA256.match(text):
        raise ValueError(f"{what} is not a SHA-256")
    return Digest(text)


def _not_a_manifest(why: str, span: Span) -> Diagnostic:
    hint = "fetch the release again, or clear the folder it is in and build again"
    return error("PG606", f"this is not a manifest that policygen wrote: {printable(why)}", span, hint=hint)


def _top(path: RelPath) -> Span:
    return Span(path, Pos(1, 1), Pos(1, 1))

"""The one place that reads the project: folders to bytes and texts.

Takes the root; gives every file of `content/`, `agencies/` and `templates/` by its path, in order, laid over those of
the base where the project stands on one.
Links that lead outside, files that are too large, bad encodings and control characters are refused at their place.
"""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from policygen.diagnostics import Diagnostic, Outcome, Pos, RelPath, Severity, Span, error, has_errors, printable
from policygen.keys import Digest, digest

__all__ = [
    "CONTROL",
    "MAX_BYTES",
    "SourceTree",
    "find_root",
    "offset",
    "position",
    "read_bare_base",
    "read_tree",
    "span_of",
]

MAX_BYTES = 4_000_000
"""The largest file that is read: a hundred times the longest section of a protocol."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What never stands in a text: control characters, line separators, overrides of the writing direction."""

_TEXT = (".md", ".yaml", ".yml", ".jinja", ".css", ".js", ".svg", ".txt")
_LEFT = re.compile(r"Thumbs\.db|desktop\.ini|~\$.*|\.DS_Store", re.IGNORECASE)
"""What Windows, Word and macOS leave in folders that people open."""
_LOCAL = "content/partnerships/"
"""What no base has: partnerships are each project's own."""
_FONTS = "templates/fonts/"
_MOST = 20
"""How many control characters of a file are reported: one that holds more is no text."""


@dataclass(frozen=True, slots=True)
class SourceTree:
    """All files that were read: bytes by path, and the texts of those that are text."""

    files: Mapping[RelPath, bytes]
    texts: Mapping[RelPath, str]
    unread: frozenset[RelPath] = frozenset()
    """What is there and could not be read, or not as text."""
    base: str = ""
    """The base on which the project stands, with its version."""
    lent: frozenset[RelPath] = frozenset()
    """The files that are the base's."""
    whole: bool = True
    """Whether what the project stands on was found; nothing can be said of it otherwise."""

    def digest(self) -> Digest:
        """Return the digest of everything that was read."""
        return digest(self.files)

    def fonts(self) -> dict[str, bytes]:
        """Return the fonts in which documents are set, by file name."""
        return {
            path.removeprefix(_FONTS): data
            for path, data in self.files.items()
            if path.startswith(_FONTS) and path.endswith(".ttf")
        }


def find_root(start: Path) -> Path | None:
    """Return the nearest folder at or above `start` that holds `content/`, or none."""
    here = Path(os.path.abspath(start))  # noqa: PTH100  links stay as they are written
    return next((folder for folder in (here, *here.parents) if (folder / "content").is_dir()), None)


def read_tree(root: Path) -> Outcome[SourceTree]:
    """Read the project at `root`, laid over the base that its `project.yaml` names, file by file.

    Templates that a project does not hold come from the installation in any case.
    """
    found: list[Diagnostic] = []
    files: dict[RelPath, bytes] = {}
    left: list[str] = []
    for folder in ("content", "agencies", "templates"):
        files.update(_walk(root, folder, found, left))
    base, whole = _base(files, found)
    kept = (root / "templates").is_dir() and not base
    lent = {path: data for path, data in _lent(base, found).items() if path not in files and not kept}
    files = dict(sorted([*files.items(), *lent.items()])) if base else files | lent
    texts = _texts(files, found)
    if left:
        words = ", ".join(f"`{path}`" for path in sorted(left)[:_MOST])
        message = f"not read, as Windows, Word or macOS wrote it and not you: {words}"
        found.append(Diagnostic("PG109", Severity.NOTE, message, None))
    unread = frozenset(item.span.path for item in found if item.span is not None and item.span.path not in texts)
    mark = frozenset(lent) if base else frozenset()
    return Outcome(SourceTree(files, texts, unread, base, mark, whole), tuple(found))


def read_bare_base() -> Outcome[SourceTree]:
    """Read the base that comes with this installation, as a project that has nothing of its own would stand on it."""
    found: list[Diagnostic] = []
    files = dict(sorted(_lent("the base", found).items()))
    return Outcome(SourceTree(files, _texts(files, found), lent=frozenset(files)), tuple(found))


def _lent(base: str, found: list[Diagnostic]) -> dict[RelPath, bytes]:
    """Return the files of the base that comes with this installation; of none, its templates."""
    folders = ("content", "agencies", "templates") if base else ("templates",)
    files = (item for folder in folders for item in _walk(_shipped(), folder, found, []))
    return {path: data for path, data in files if not path.startswith(_LOCAL)}


def _texts(files: Mapping[RelPath, bytes], found: list[Diagnostic]) -> dict[RelPath, str]:
    texts = {}
    for path in (path for path in files if path.endswith(_TEXT)):
        outcome = _decode(path, files[path])
        found += outcome.diagnostics
        if outcome.value is not None:
            texts[path] = outcome.value
    return texts


def _base(files: Mapping[RelPath, bytes], found: list[Diagnostic]) -> tuple[str, bool]:
    """Return the base on which a project stands, if any, and whether that could be found out."""
    path = RelPath("content/project.yaml")
    if path not in files:
        return "", True
    from policygen.source.foundation import PROTOCOL, read_base  # what it binds with is slow to load

    text = _decode(path, files[path])
    if text.value is None or has_errors(text.diagnostics):
        return "", False  # it is told with the other texts
    outcome = read_base(text.value, (_shipped() / PROTOCOL).read_text(encoding="utf-8"))
    found += outcome.diagnostics
    if outcome.value is None:
        return "", False
    base = outcome.value.base
    return (f"the base {base.package.text} {base.version.text}" if base is not None else ""), True


def _shipped() -> Path:
    """Return the folder that holds the base of this installation: beside the code, or in a checkout above it."""
    package = Path(__file__).resolve().parents[1]
    return package / "base" if (package / "base").is_dir() else package.parents[1]


def _walk(home: Path, folder: str, found: list[Diagnostic], left: list[str]) -> Iterator[tuple[RelPath, bytes]]:
    """Yield the files below a folder by path; hidden files, backups and what is `left` are not part of a project."""
    top = home / folder
    if not os.path.lexists(top):
        return
    inside = Path(os.path.realpath(home)) / folder
    if os.path.realpath(top) != str(inside):
        _refuse_link(RelPath(folder), found)
        return

    def unlisted(problem: OSError) -> None:
        path = RelPath(Path(problem.filename).relative_to(home).as_posix())
        found.append(error("PG101", f"this folder cannot be read: {problem.strerror}", _top(path)))

    for here, folders, names in os.walk(top, onerror=unlisted):
        links = [name for name in folders if (Path(here) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in links)
        for name in sorted([*names, *links]):
            full = Path(here) / name
            if _LEFT.fullmatch(name):
                left.append(printable(full.relative_to(home).as_posix()))
                continue
            if name.startswith(".") or name.endswith("~"):
                continue
            path = RelPath(full.relative_to(home).as_posix())
            if not path.isprintable():
                path = RelPath(path.encode("unicode_escape").decode())
                message = "this file's name holds signs that cannot be printed"
                found.append(error("PG108", message, _top(path), hint="use small letters, digits and hyphens"))
                continue
            data = _read(full, path, inside, found)
            if data is not None:
                yield path, data


def _read(full: Path, path: RelPath, inside: Path, found: list[Diagnostic]) -> bytes | None:
    try:
        if full.is_symlink() and not Path(os.path.realpath(full)).is_relative_to(inside):
            _refuse_link(path, found)
            return None
        status = full.stat()
        if not stat.S_ISREG(status.st_mode):
            found.append(error("PG102", "this is not a plain file", _top(path), hint="take it out of the project"))
            return None
        if status.st_size > MAX_BYTES:
            message = f"this file has {status.st_size:,} bytes; at most {MAX_BYTES:,} are read"
            hint = "split it, or take out what is not text of the protocol"
            found.append(error("PG103", message, _top(path), hint=hint))
            return None
        return full.read_bytes()
    except OSError as problem:
        found.append(error("PG101", f"this file cannot be read: {problem.strerror}", _top(path)))
        return None


def _refuse_link(path: RelPath, found: list[Diagnostic]) -> None:
    found.append(error("PG102", "this link leads out of the project", _top(path), hint="put the file itself here"))


def _top(path: RelPath) -> Span:
    return Span(path, Pos(1, 1), Pos(1, 1))


def _decode(path: RelPath, data: bytes) -> Outcome[str]:
    """Decode UTF-8 with plain line feeds; a leading byte order mark is Windows' habit and harmless."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode()
    except UnicodeDecodeError as problem:
        before = data[: problem.start].decode()
        message = f"this is not UTF-8 text: byte 0x{data[problem.start]:02x}"
        found = error("PG104", message, _sign(path, before, len(before)), hint="save the file as UTF-8")
        return Outcome(None, (found,))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Outcome(text, tuple(_control(path, text, match) for match in islice(CONTROL.finditer(text), _MOST)))


def _control(path: RelPath, text: str, match: re.Match[str]) -> Diagnostic:
    message = f"the control character U+{ord(match.group()):04X} is not allowed in text"
    hint = "take it out; it is invisible and can mislead readers"
    return error("PG105", message, _sign(path, text, match.start()), hint=hint)


def _sign(path: RelPath, text: str, offset: int) -> Span:
    at = position(text, offset)
    return Span(path, at, Pos(at.line, at.column + 1))


def position(text: str, offset: int) -> Pos:
    """Return the line and column of an offset."""
    return Pos(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def offset(text: str, at: Pos) -> int:
    """Return the offset of a line and column."""
    start = 0
    for _ in range(at.line - 1):
        start = text.find("\n", start) + 1
    return start + at.column - 1


def span_of(path: RelPath, text: str, start: int, end: int) -> Span:
    """Return the place of what stands in a file between two offsets."""
    return Span(path, position(text, start), position(text, end))

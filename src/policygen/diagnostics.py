"""Problems with places, and how they are printed.

A mistake of an author is a value with a place; a bug is an exception.
Codes go by stage: 1xx read and load, 2xx check, 3xx resolve, 4xx compose, 5xx render, 6xx release.
`docs/diagnostics.md` explains each of them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Generic, NamedTuple, NewType, Self, TypeVar

__all__ = [
    "Diagnostic",
    "Findings",
    "Note",
    "Outcome",
    "Pos",
    "RelPath",
    "Severity",
    "Span",
    "brief",
    "did_you_mean",
    "error",
    "has_errors",
    "in_order",
    "printable",
    "render_json",
    "render_text",
    "unknown_name",
    "warning",
]

T = TypeVar("T")
U = TypeVar("U")

RelPath = NewType("RelPath", str)
"""A path inside the project, with forward slashes."""


class Pos(NamedTuple):
    """A place in a text: line and column from 1, the column in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in a file; `end` is the place after its last sign."""

    path: RelPath
    start: Pos
    end: Pos


class Severity(StrEnum):
    """How bad it is: an error stops the build, a warning does not, a note asks for nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Note:
    """Another place that explains a problem."""

    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: a code, one line of words, a place, other places, and what to do about it."""

    code: str
    severity: Severity
    message: str
    span: Span | None
    notes: tuple[Note, ...] = ()
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """A value, if one could be made, and everything said while making it."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()


class Findings:
    """What the stages of a run have said so far. As a block, it ends without a word at the first stage that fails."""

    def __init__(self, said: Iterable[Diagnostic] = ()) -> None:
        self.said = tuple(said)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is _Stopped

    def take(self, outcome: Outcome[T]) -> T:
        """Note what a stage said, and return what it made; stop where it made nothing."""
        self.said += outcome.diagnostics
        if outcome.value is None:
            raise _Stopped
        return outcome.value

    def take_both(self, one: Outcome[T], other: Outcome[U]) -> tuple[T, U]:
        """Note what two stages said of the same files, in the order of the files, and return what they made."""
        self.said = in_order((*self.said, *one.diagnostics, *other.diagnostics))
        if one.value is None or other.value is None:
            raise _Stopped
        return one.value, other.value

    def stop_at_errors(self) -> None:
        """Stop if there is any error so far."""
        if has_errors(self.said):
            raise _Stopped


class _Stopped(Exception):  # noqa: N818  it is no error of the program, and never leaves this module
    """A stage has failed and said why."""


def error(
    code: str, message: str, span: Span | None = None, *, notes: Iterable[Note] = (), hint: str | None = None
) -> Diagnostic:
    """Make an error."""
    return Diagnostic(code, Severity.ERROR, message, span, tuple(notes), hint)


def warning(
    code: str, message: str, span: Span | None = None, *, notes: Iterable[Note] = (), hint: str | None = None
) -> Diagnostic:
    """Make a warning."""
    return Diagnostic(code, Severity.WARNING, message, span, tuple(notes), hint)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Say whether any of them is an error."""
    return any(item.severity is Severity.ERROR for item in diagnostics)


def brief(words: str) -> str:
    """Return an author's words on one line, cut to a length that a message can quote."""
    words = " ".join(words.split())
    return words if len(words) <= 60 else words[:59] + "…"


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return a hint with the nearest known name, or none when nothing is near."""
    near = get_close_matches(word, sorted(known), 1, 0.6)
    return f"did you mean `{near[0]}`?" if near else None


def unknown_name(what: str, name: str, known: Iterable[str]) -> str:
    """Return words for people who named what is not there: with the nearest name, or all if they are few."""
    names = list(known)
    hint = did_you_mean(name, names) or (f"there is: {', '.join(names)}" if len(names) < 30 else "")
    return f"no `{name}` for {what}. {hint[:1].upper()}{hint[1:]}"


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by file, line, column and code, and drop what is said twice of one place."""

    def place(item: Diagnostic) -> tuple[str, Pos, str, str]:
        if item.span is None:
            return "", Pos(0, 0), item.code, item.message
        return item.span.path, item.span.start, item.code, item.message

    kept: dict[tuple[str, Pos, str, str], Diagnostic] = {}
    for item in sorted(diagnostics, key=place):
        kept.setdefault(place(item), item)
    return tuple(kept.values())


def render_text(diagnostic: Diagnostic, texts: Mapping[RelPath, str]) -> str:
    """Return a problem as text: place, code, message, the source line with carets, notes and hint.

    `texts` holds the files of the project; a file that could not be decoded may be missing from it.
    """
    where = _place(diagnostic.span)
    lines = [printable(f"{where}{diagnostic.severity} {diagnostic.code}: {diagnostic.message}")]
    lines += _excerpt(diagnostic.span, texts)
    for note in diagnostic.notes:
        lines.append(printable(f"  note: {_place(note.span)}{note.message}"))
        lines += _excerpt(note.span, texts)
    if diagnostic.hint:
        lines.append(printable(f"  hint: {diagnostic.hint}"))
    return "\n".join(lines)


def printable(text: str) -> str:
    """Return text that may come from anywhere as one line that a terminal shows as it is, and is not steered by.

    Signs that cannot be seen or that change others are named: U+202E turns what follows round, U+FE0F picks a picture.
    """
    return "".join(sign if _is_seen(sign) else f"<U+{ord(sign):04X}>" for sign in text)


def _is_seen(sign: str) -> bool:
    return sign.isprintable() and not ("\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef")


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return problems as a JSON list of objects, each on the data of one `Diagnostic`."""

    def span(value: Span | None) -> dict[str, object] | None:
        if value is None:
            return None
        return {
            "path": value.path,
            "line": value.start.line,
            "column": value.start.column,
            "end_line": value.end.line,
            "end_column": value.end.column,
        }

    data = [
        {
            "code": item.code,
            "severity": item.severity.value,
            "message": item.message,
            "span": span(item.span),
            "notes": [{"message": note.message, "span": span(note.span)} for note in item.notes],
            "hint": item.hint,
        }
        for item in diagnostics
    ]
    return json.dumps(data, indent=2, ensure_ascii=False)


def _place(span: Span | None) -> str:
    return f"{span.path}:{span.start.line}:{span.start.column}: " if span else ""


def _excerpt(span: Span | None, texts: Mapping[RelPath, str]) -> list[str]:
    """Return the source line and carets under it; control characters are shown as a plain sign."""
    text = texts.get(span.path) if span else None
    if span is None or text is None:
        return []
    lines = text.split("\n")
    if not 1 <= span.start.line <= len(lines):
        return []
    line = "".join(sign if _is_seen(sign) else " " for sign in lines[span.start.line - 1])
    start = span.start.column - 1
    end = span.end.column - 1 if span.end.line == span.start.line else len(line)
    width = max(1, min(end, len(line)) - start)
    cut = max(0, start - 60)
    shown = ("…" if cut else "") + line[cut : cut + 120]
    gutter = f"{span.start.line:>6} | "
    return [gutter + shown, " " * 7 + "| " + " " * (start - cut + bool(cut)) + "^" * min(width, 120)]

"""Fences: what stands between lines of its own in a file of Markdown, its front matter and blocks such as `clause`.

Takes a text; gives the front matter apart from the rest, and what is never closed, where it begins: whatever follows
would be read as a part of it, and a mistake be seen many lines on.
"""

import re
from dataclasses import dataclass

from policygen.diagnostics import Diagnostic, Pos, RelPath, Span, error
from policygen.source.looks import CONFLICT, TO_JOIN, UNJOINED

__all__ = ["FENCES", "HEAD_FENCES", "Fence", "cut_front_matter", "unclosed"]

FENCES = ("clause", "edit", "insert", "part")
HEAD_FENCES = ("clause", "edit", "part")
"""The blocks that stand right under a heading and say what it is."""

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*([^\n`]*)$", re.MULTILINE)
_NOT_A_FENCE = re.compile(r"^ {0,3}(``|`|['‘’´]{2,3}) ?(clause|edit|insert|part)[ \t]*$", re.MULTILINE)
"""What looks like the beginning of a block."""

_TOP = re.compile(r"\s*(---+|[–—_=]{1,5})[ \t]*\n(?=[a-z_]+:)")
"""What looks like the first line of front matter, and what it does not begin with."""


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block of an author's: its kind, its text, the line on which the text begins, its place."""

    kind: str
    text: str
    line: int
    span: Span


def cut_front_matter(text: str, path: RelPath) -> tuple[Fence | None, str]:
    """Cut the front matter off and leave as many empty lines, so that line numbers hold."""
    lines = text.split("\n")
    if not lines or lines[0].rstrip() != "---":
        return None, text
    for at, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            span = Span(path, Pos(1, 1), Pos(1, 4))
            fence = Fence("front", "\n".join(lines[1:at]) + "\n", 2, span)
            return fence, "\n".join([""] * (at + 1) + lines[at + 1 :])
    return None, text


def unclosed(text: str, path: RelPath) -> Diagnostic | None:
    """Return what makes the rest of a file unreadable: marks of git, front matter or a block that is never closed."""
    if match := CONFLICT.search(text):
        return error("PG139", UNJOINED, _line(text, path, match.start()), hint=TO_JOIN)
    if (match := _TOP.match(text)) is not None and cut_front_matter(text, path)[0] is None:
        place = _line(text, path, match.start(1))
        if match.start(1):
            return error("PG160", "an empty line stands above the lines at the top", place, hint="take it out")
        if match[1] != "---":
            return error("PG160", "these are not three hyphens", place, hint="begin the file with a line ---")
        hint = "close them with a line of three hyphens: ---"
        return error("PG160", "the lines at the top have no end", place, hint=hint)
    if match := _NOT_A_FENCE.search(text):
        message, place = f"`{match[1]}` begins no block", _line(text, path, match.start(1))
        return error("PG126", message, place, hint=f"a block begins with three backquotes: ```{match[2]}")
    opening: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opening is None:
            opening = match
        elif match[1].startswith(opening[1]) and not match[2].strip():
            opening = None
        elif match[2].split()[:1] and match[2].split()[0] in FENCES:
            break  # a block in which another begins
    if opening is None or (opening[2].split() or [""])[0] not in FENCES:
        return None
    hint = f"close it with a line of {opening[1]}"
    return error("PG135", "this block has no end", _line(text, path, opening.start()), hint=hint)


def _line(text: str, path: RelPath, start: int) -> Span:
    """Return the place of the line that begins at an offset."""
    number, line = text.count("\n", 0, start) + 1, text[start:].split("\n", 1)[0]
    lead = len(line) - len(line.lstrip())
    return Span(path, Pos(number, lead + 1), Pos(number, max(len(line.rstrip()), lead + 1) + 1))

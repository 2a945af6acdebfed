"""Slips of YAML: what is wrong with a text that cannot be read as YAML, in words of those who write it.

Takes the text, and where and over what its reader stumbled; gives words, a hint and the place where the slip begins,
which is often a line above. What is no common slip is told in the reader's own words.
"""

import re

from policygen.diagnostics import Pos

__all__ = ["Slip", "slip_of"]

Slip = tuple[str, str, Pos]
"""What is wrong, what to do, and where."""

_LOOK = "look for a missing quote, bracket or space after a colon on this line or the one above"
_VALUE = re.compile(r"(?P<lead>[ ]*(?:- +)?)(?P<key>[^\s:#'\"][^:]*): +(?P<value>[^\s'\"\[{|>].*)")
_GLUED = re.compile(r"[ ]*(?:- +)?[A-Za-z_-]+:(?=[^\s:/])")
_BEGINS = {"@": "@", "`": "a backquote", "%": "%", "*": "*", "&": "&", "!": "!"}


def slip_of(text: str, words: str, at: Pos, begun: Pos | None) -> Slip:
    """Return the slip behind what the reader says of a place; `begun` is where what it was reading had begun."""
    lines = text.split("\n")
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    before, sign = line[: at.column - 1], line[at.column - 1 : at.column]
    if (number := _with_tab(lines, at.line)) is not None:
        column = lines[number - 1].index("\t") + 1
        return "a tab stands at the start of this line", "indent with spaces, two for each step", Pos(number, column)
    if number := next((nr for nr in (at.line, at.line - 1) if 0 < nr <= len(lines) and _odd(lines[nr - 1])), 0):
        column = lines[number - 1].index("\u00a0") + 1
        return "a no-break space stands where YAML needs a plain one", "write a plain space", Pos(number, column)
    if "end of stream" in words and begun is not None:
        return "this quotation mark is never closed", "close it where the value ends", begun
    above = next((nr for nr in range(at.line - 1, 0, -1) if lines[nr - 1].strip()), 0)
    glued = above and _lacks_colon(lines[above - 1]) and "mapping values" in words and ":" not in before.strip()
    if glued or "could not find expected ':'" in words:
        number = above if glued else next((nr for nr in range(at.line, 0, -1) if _lacks_colon(lines[nr - 1])), at.line)
        found = lines[number - 1]
        column = len(found) - len(found.lstrip()) + 1
        if match := _GLUED.match(found):
            return "there is no space behind this colon", "write `key: value`", Pos(number, match.end())
        return "this line has no colon", "a line is `key: value`; words that go on are indented", Pos(number, column)
    if "mapping values are not allowed" in words:
        match = _VALUE.fullmatch(line.rstrip())
        if match is not None and at.column > match.start("value"):
            value = match["value"] if "'" in match["value"] else match["value"].replace('"', "'")
            hint = f'put the value into quotes: `{match["key"]}: "{_short(value)}"`'
            return "a colon and a space inside a value", hint, at
        column = len(line) - len(line.lstrip()) + 1
        hint = "begin it right under the lines that it belongs with; words that go on from above stand in quotes"
        return "this line is indented deeper than the one above it allows", hint, Pos(at.line, column)
    if sign in _BEGINS and sign and before.rstrip().endswith((":", "-")):
        return f"a value cannot begin with {_BEGINS[sign]}", "put the value into quotes", at
    if "alphabetic or numeric" in words and begun is not None:
        return "a value cannot begin with *", "put the value into quotes", begun
    if "sequence entries" in words:
        return "a list does not begin behind a colon", "begin it on the next line, or write `key: [one, two]`", at
    if "did not find expected key" in words and before.rstrip().endswith(("'", '"', "]", "}")):
        hint = "put double quotes round the whole value, and write those inside it as “ ” or ’"
        return "words stand behind the end of this value", hint, at
    return f"this is not valid YAML: {words}", _LOOK, at


def _with_tab(lines: list[str], number: int) -> int | None:
    """Return the number of the line that a tab indents, if it is this one or the one above."""
    for each in (number, number - 1):
        if 0 < each <= len(lines) and "\t" in lines[each - 1][: len(lines[each - 1]) - len(lines[each - 1].lstrip())]:
            return each
    return None


def _odd(line: str) -> bool:
    """Tell whether a no-break space stands where a line is indented or behind its colon."""
    return re.match(r"[ \u00a0]*\u00a0|[ ]*(?:- +)?[\w-]+:\u00a0", line) is not None


def _lacks_colon(line: str) -> bool:
    return bool(line.strip()) and re.search(r":(?:\s|$)|^\s*(?:#|- )", line) is None


def _short(value: str) -> str:
    return value if len(value) <= 50 else f"{value[:49]}…"

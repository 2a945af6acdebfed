"""What looks like a list, a table or emphasis and is none: it would be printed as it stands, signs and all.

Takes the words of a paragraph as they stand in the file, or what the parser took for plain text; gives each such place
with what it looks like and how it is written.
"""

import re
from collections.abc import Iterator

__all__ = ["CONFLICT", "marks", "openings", "quoted"]

CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
"""What git leaves at the beginning of a line where two versions of a file could not be joined."""

LETTERS = "lists have bullets (`- `) or numbers (`1. `), not letters"

_OPENINGS = tuple(
    (re.compile(pattern), looks, hint)
    for pattern, looks, hint in (
        (r"[•●▪◦‣·∙○■]", "a bullet", "begin every item with `- `, and leave an empty line above the first"),
        (r"[–—][ \u00a0\t]", "a bullet", "begin every item with a hyphen and a space, as in `- who asked`"),
        (r"[-*+]\u00a0", "a bullet", "there is a no-break space behind it: write a plain one"),
        (
            r"\(?(?:[a-z]|[ivx]{1,5})\)[ \u00a0\t]",
            "an item",
            LETTERS,
        ),
        (
            r"(?:[a-hj-z]|[ivx]{1,5})\.[ \u00a0\t]",
            "an item",
            LETTERS,
        ),
        (r"\d{1,3}[.)][ \u00a0\t]", "an item", "leave an empty line above the first item of a list"),
        (
            r"\d{1,3}(?:\.\d{1,3})+\.?[ \u00a0\t]+(?=[A-Z])",
            "a number of a paragraph",
            "numbers are made: give it a `##` heading",
        ),
        (r"\|", "a row of a table", "put a row of dashes under the heading row: |---|---|"),
        (r"\+[-=]{2,}[-=+]*\+", "a table", "write a row as `| a | b |`, and |---|---| under the first"),
        (r"\[[ xX]?\][ \u00a0]", "a box to tick", "there are none in text: make it a record, or write a plain list"),
        (r":::", "a box", "there are none: use a heading, or a quotation (`> `)"),
        (r"#{1,6}[^\s#\d]", "a heading", "put a space behind the last #"),
    )
)

_MARKS = tuple(
    (re.compile(pattern), looks, hint)
    for pattern, looks, hint in (
        (r"\*\*", "emphasis", "close it with `**`, without a space inside the marks, or take the marks out"),
        (r"(?<![\w_])__(?=\w)|(?<=\w)__(?![\w_])", "emphasis", "close it with `__`, or take the marks out"),
        (
            r"\]\((?=[^\s)])",
            "a link",
            "a link is [words](https://...), with no space and no name between its brackets",
        ),
        (r"~~", "struck out words", "take out what is not meant: nothing is struck out here"),
        (r"(?<![=+])==(?=[\w\"'“‘(])[^=]+(?<=\S)==(?!=)", "a highlight", "write `**words**` to stress them"),
        (
            r"\[[a-z][a-z0-9]*(?:-[a-z0-9]+)+\]",
            "a reference",
            "a reference has two brackets at each end: [[clause-id]]",
        ),
        (
            r"(?<!\{)\{ ?(?:term|role|contact|value|partnership|agency)\.[A-Za-z0-9.-]+ ?\}(?!\})",
            "a name",
            "a name has two braces at each end: {{ term.adult }}",
        ),
    )
)


def openings(content: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield where lines of a paragraph begin like something else, the first of each kind.

    Each is a start, an end, what it looks like, and a hint.
    """
    start, said = 0, set()
    for line in content.split("\n"):
        lead = len(line) - len(line.lstrip(" \t"))
        for pattern, looks, hint in _OPENINGS:
            if match := pattern.match(line, lead):
                if hint not in said:
                    yield start + match.start(), start + match.end(), looks, hint
                said.add(hint)
                break
        start += len(line) + 1


def marks(text: str, content: str, after: int) -> Iterator[tuple[int, int, str, str]]:
    """Yield the first of each kind of mark that the parser took for plain text, but those that are escaped.

    `text` stands in `content` behind `after`, to the letter or with escapes.
    """
    at = content.find(text, after)
    for pattern, looks, hint in _MARKS:
        if (match := pattern.search(text)) is None:
            continue
        if at >= 0:
            yield at + match.start(), at + match.end(), looks, hint
        elif (match := pattern.search(content, after)) and content[: match.start()][-1:] != "\\":
            yield match.start(), match.end(), looks, hint


def quoted(text: str) -> bool:
    """Tell whether a value stands in a printer's quotation marks, which YAML takes for part of it."""
    return len(text) > 1 and text[0] in "“‘" and text[-1] in "”’" and not any(sign in text[1:-1] for sign in "“‘{")

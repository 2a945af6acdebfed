"""What looks like a list, a table or emphasis and is none: it would be printed as it stands, signs and all.

Takes the words of a paragraph as they stand in the file, or what the parser took for plain text; gives each such place
with what it looks like and how it is written.
"""

import re
from collections.abc import Iterator

__all__ = ["CONFLICT", "TO_JOIN", "UNJOINED", "headings", "marks", "openings", "quoted"]

CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
"""What git leaves at the beginning of a line where two versions of a file could not be joined."""

UNJOINED = "git could not join two versions"
"""What is said of that, and what to do."""
TO_JOIN = "two versions meet here: keep the right words, and take out the lines <<<<<<<, ======= and >>>>>>>"

LETTERS = "lists have bullets (`- `) or numbers (`1. `), not letters"

BULLET = "begin every item with `- `, and leave an empty line above the first"

_HEADING = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)])[ \u00a0\t]+(?=\S)")
"""A number before the words of a heading."""

_TYPED = "numbers are made: take it out"

_OPENINGS = tuple(
    (re.compile(pattern), looks, hint)
    for pattern, looks, hint in (
        (r"[•●▪◦‣·∙○■⁃➢➤✓✔\uf020-\uf0ff]", "a bullet", BULLET),
        (r"o(?:[\u00a0\t] *| +(?=\S[^\n]*\n[ \t]*o ))(?=\S)", "a bullet", BULLET),
        (r"[–—−‐‑][ \u00a0\t]", "a bullet", "begin every item with a hyphen and a space, as in `- who asked`"),
        (r"[-*+]\u00a0", "a bullet", "there is a no-break space behind it: write a plain one"),
        (r"\d{1,3}[.)]\u00a0", "an item", "there is a no-break space behind it: write a plain one"),
        (r"\(?(?:[a-z]|[ivx]{1,5})\)[ \u00a0\t]", "an item", LETTERS),
        (r"(?:[a-hj-z]|[ivx]{1,5})\.[ \u00a0\t]", "an item", LETTERS),
        (r"\(?[A-Z]\)[ \u00a0\t]|A\.[ \u00a0\t](?=[^\n]*\n[ \t]*B\.[ \u00a0\t])", "an item", LETTERS),
        (r"\(\d{1,2}\)[ \u00a0\t]", "an item", "write the number without brackets: `1. who asked`"),
        (r"\d{1,3}[.)][ \u00a0\t]", "an item", "leave an empty line above the first item of a list"),
        (r"\d{1,2}[.)](?=[^\W\d_]{2})", "an item", "put a space behind the number"),
        (r"-(?=[^\W\d_][^\n]*\n[ \t]*-[^\W\d_])", "an item", "put a space behind the hyphen"),
        (
            r"\d{1,3}(?:\.\d{1,3})+\.?[ \u00a0\t]+(?=[A-Z])|\d{1,2}(?:\.\d{1,2}){2,}\.?[ \u00a0\t]+(?=[a-z])",
            "a number of a paragraph",
            "numbers are made: give it a `##` heading",
        ),
        (r"\|", "a row of a table", "put a row of dashes under the heading row: |---|---|"),
        (
            r"[^|\n]+ \| [^\n]*(?=\n[^|\n]+ \| )",
            "a row of a table",
            "write a row as `| a | b |`, and |---|---| under the first",
        ),
        (r"\+[-=]{2,}[-=+]*\+", "a table", "write a row as `| a | b |`, and |---|---| under the first"),
        (r"\[[ xX]?\][ \u00a0]", "a box to tick", "there are none in text: make it a record, or write a plain list"),
        (r":::|!!! |\[![A-Z]+\]", "a box", "there are none: use a heading, or a quotation (`> `)"),
        (r"#{1,6}\u00a0", "a heading", "there is a no-break space behind it: write a plain one"),
        (r"#{2,6}[^\s#]|#[^\s#\d]", "a heading", "put a space behind the last #"),
    )
)

_MARKS = tuple(
    (re.compile(pattern), looks, hint)
    for pattern, looks, hint in (
        (r"\*\*", "emphasis", "close it with `**`, without a space inside the marks, or take the marks out"),
        (r"(?<!\w)__(?=[^\W_])|(?<=[^\W_])__(?!\w)", "emphasis", "close it with `__`, or take the marks out"),
        (r"(?<![\w*])\*(?=[^\s*])", "emphasis", "close it with `*`; a star that is meant is written `\\*`"),
        (r"(?<![\w_])_(?=[^\W_])", "emphasis", "close it with `_`, or take the mark out"),
        (r"(?<!`)`(?!`)", "words to be typed as they stand", "close it with another backquote, or take it out"),
        (
            r"\]\((?=[^\s)])",
            "a link",
            "a link is [words](https://...), with no space and no name between its brackets",
        ),
        (
            r"\][ \u00a0]+\((?=https?:|tel:)|\)\[(?=https?:|tel:)",
            "a link",
            "a link is [words](https://...): square brackets, then round ones, and nothing between them",
        ),
        (r"~~", "struck out words", "take out what is not meant: nothing is struck out here"),
        (r"(?<=\w)~\w+~|(?<=\w)\^\w+\^", "raised or lowered signs", "there are none: say it in words"),
        (r"(?<![\w:]):[a-z_]{2,20}:(?![\w:])", "a picture sign", "say it in words"),
        (r"(?<=\S)[ \u00a0\t]+[•●▪◦][ \u00a0\t]", "a bullet", "begin every item on a line of its own, with `- `"),
        (r"(?<![=+])==(?=[\w\"'“‘(])[^=]+(?<=\S)==(?!=)", "a highlight", "write `**words**` to stress them"),
        (
            r"\[(?:(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)+|(?:law|doc|record):[A-Za-z0-9-]+)(?:\|[^]]*)?|[a-z]\w*\|[^]]*)\](?!\])",
            "a reference",
            "a reference has two brackets at each end: [[clause-id]]",
        ),
        (
            r"(?<!\{)\{ ?(?:(?:term|role|contact|value|partnership|agency)\.[\w.-]+|[a-z]+(?:-[a-z0-9]+)+) ?\}(?!\})",
            "a name",
            "a name has two braces at each end: {{ term.adult }}",
        ),
    )
)


_WORDS = re.compile(r"[^\W\d_]{2,}(?![.)]|[^\W\d_])")
"""How a line begins that looks like nothing but words."""

_SIGN = re.compile(r"[*_`~^\[\]{}•●▪◦]|==|\)\[|:[a-z_]+:")
"""What every one of the marks has."""


def openings(content: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield where lines of a paragraph begin like something else, the first of each kind.

    Each is a start, an end, what it looks like, and a hint.
    """
    start, said = 0, set()
    for line in content.split("\n"):
        if _WORDS.match(line) and " | " not in line:  # as most lines do: it costs less to know
            start += len(line) + 1
            continue
        lead = len(line) - len(line.lstrip(" \t"))
        for pattern, looks, hint in _OPENINGS:
            if match := pattern.match(content, start + lead):
                if hint not in said:
                    yield match.start(), match.end(), looks, hint
                said.add(hint)
                break
        start += len(line) + 1


def headings(content: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield a number that stands before the words of a heading, as `openings` does."""
    if match := _HEADING.match(content):
        yield match.start(), match.end(), "a number of a paragraph", _TYPED


def marks(text: str, content: str, after: int) -> Iterator[tuple[int, int, str, str]]:
    """Yield the first of each kind of mark that the parser took for plain text, but those that are escaped.

    `text` stands in `content` behind `after`, to the letter or with escapes.
    """
    if not _SIGN.search(text):  # as in most texts: it costs less to know
        return
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
    if text[:1] in "“„«”" and not any(sign in text[1:] for sign in "“”„«»"):
        return text != ""  # begun, and never closed
    return len(text) > 1 and text[0] in "“‘„«" and text[-1] in "”’“»" and not any(sign in text[1:-1] for sign in "“‘{")

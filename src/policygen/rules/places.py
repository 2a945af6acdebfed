"""Places of words: where in a text a sentence begins that was read without its marks, names and references.

Takes words as readers see them; gives where their author wrote them.
"""

import re
from collections.abc import Mapping

from policygen.diagnostics import RelPath, Span
from policygen.source.tree import position

__all__ = ["UNSEEN", "place_of"]

UNSEEN = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]+")
"""Signs without width, which nobody sees."""

_FIRST = 5
"""How many words of a sentence are looked for."""

_BETWEEN = r"(?:\W|_|\{\{[^}]*\}\}|\[\[[^|\]]*(?:\||\]\])|\[\^[^\]]*\]|\]\([^)]*\))+?"
"""What may stand between two words: marks, a name, what a reference leads to, the call of a note, an address."""

_INSIDE = r"[\u00ad\u200b-\u200d\u2060\ufeff]*"


def place_of(words: str, texts: Mapping[RelPath, str], after: Span) -> Span:
    """Return the place of the first of some words behind a place of their file, or that place."""
    text = texts.get(after.path, "")
    start = _offset(text, after)
    said = re.findall(r"[\w'’-]*\w", words)[:_FIRST]
    while said:
        pattern = _BETWEEN.join(_INSIDE.join(re.escape(sign) for sign in word) for word in said)
        if match := re.compile(rf"(?<!\w){pattern}(?!\w)").search(text, start):
            return Span(after.path, position(text, match.start()), position(text, match.end()))
        said = said[:-1] if len(said) > 2 else []
    return after


def _offset(text: str, span: Span) -> int:
    start = 0
    for _ in range(span.start.line - 1):
        start = text.find("\n", start) + 1
    return start + span.start.column - 1

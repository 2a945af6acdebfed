"""Places of words: where in a text a sentence begins that was read without its marks, names and references.

Takes words as readers see them; gives where their author wrote them.
"""

import re
from collections.abc import Mapping

from policygen.diagnostics import RelPath, Span
from policygen.source.tree import offset, span_of

__all__ = ["UNSEEN", "place_of"]

_SIGN = r"[\u00ad\u200b-\u200d\u2060\ufeff]"

UNSEEN = re.compile(f"{_SIGN}+")
"""Signs without width, which nobody sees."""

_FIRST = 5
"""How many words of a sentence are looked for."""

_BETWEEN = r"(?:\W|_|\{\{[^}]*\}\}|\[\[[^|\]]*(?:\||\]\])|\[\^[^\]]*\]|\]\([^)]*\))+?"
"""What may stand between two words: marks, a name, what a reference leads to, the call of a note, an address."""


def place_of(words: str, texts: Mapping[RelPath, str], after: Span) -> Span:
    """Return the place of the first of some words behind a place of their file, or that place."""
    text = texts.get(after.path, "")
    start = offset(text, after.start)
    said = re.findall(r"[\w'’-]*\w", words)[:_FIRST]
    while said:
        pattern = _BETWEEN.join(f"{_SIGN}*".join(re.escape(sign) for sign in word) for word in said)
        if match := re.compile(rf"(?<!\w){pattern}(?!\w)").search(text, start):
            return span_of(after.path, text, match.start(), match.end())
        said = said[:-1] if len(said) > 2 else []
    return after

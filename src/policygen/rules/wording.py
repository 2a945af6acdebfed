"""Wording: words that must not appear, and sentences that are too long to read in one go.

Takes a library and the texts it came from; gives each such place.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, Span, error, warning
from policygen.model.prose import Paragraph
from policygen.rules.reading import measure
from policygen.rules.rule import Authored, Rule
from policygen.source.tree import position

__all__ = ["RULES"]

LONGEST = 30
"""Words in a sentence; GOV.UK advises 25, and clauses aim at that."""

SPEAKS_OF_WORDS = ("content/editors-notes.yaml", "content/wording.yaml", "content/provisions.yaml")
"""Files that must be able to name what is wrong."""


def banned_words(given: Authored) -> Iterator[Diagnostic]:
    """PG210: words and claims that must not appear, in everything that readers see but the editor's notes."""
    # at one place the longest of them is meant
    banned = sorted((item for item in given.library.wording if item.match.split()), key=lambda item: -len(item.match))
    bare = [_bare(item.match) for item in banned]
    for path, text in given.texts.items():
        if not path.endswith((".md", ".yaml")) or path in SPEAKS_OF_WORDS:
            continue
        plain, places = _seen(text.replace("’", "'"), _UNSEEN_IN_PROSE if path.endswith(".md") else _UNSEEN)
        said = _bare(plain)
        near = [item for item, words in zip(banned, bare, strict=True) if words in said]
        if not near:  # as in most texts: it costs much less to know than to look for the places
            continue
        phrases = (r"\s+".join(map(re.escape, item.match.replace("’", "'").split())) for item in near)
        for match in re.finditer(rf"(?<!\w)(?:({')|('.join(phrases)}))(?!\w)", plain, re.IGNORECASE):
            item = near[(match.lastindex or 1) - 1]
            start, end = _place(places, match.start()), _place(places, match.end() - 1) + 1
            span = Span(path, position(text, start), position(text, end))
            why, instead = (" ".join(words.split()) for words in (item.why, item.instead))
            hint = f"write instead: {instead}"
            yield error("PG210", f"these words must not appear: {why}", span, hint=hint)


def _bare(text: str) -> str:
    """Return the words of a text without what stands between them."""
    return " ".join(_WORD.findall(text.casefold()))


_WORD = re.compile(r"\w+")

_UNSEEN = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]+")
"""Signs without width, which nobody sees."""

_UNSEEN_IN_PROSE = re.compile(
    _UNSEEN.pattern
    + r"|[*`]+|(?<!\w)_+(?=\w)|(?<=[\w.,;:!?])_+(?!\w)"  # emphasis, code
    + r"|\[\^[^\]\s]*\]|(?<![\[\w])\[(?![\[^])|\]\([^()\s]*\)"  # calls of notes, links
)
"""The same and the marks of emphasis, code, links and footnotes: what they stand round is read without them."""


def _seen(text: str, unseen: re.Pattern[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return what readers see of a text, and where its parts begin: in what is seen, and in the text."""
    parts, places, at, size = [], [(0, 0)], 0, 0
    for match in unseen.finditer(text):
        parts.append(text[at : match.start()])
        size += match.start() - at
        at = match.end()
        places.append((size, at))
    return "".join((*parts, text[at:])), tuple(places)


def _place(places: tuple[tuple[int, int], ...], at: int) -> int:
    """Return where in the text the sign stands that is seen at a place."""
    seen, written = places[bisect_right(places, at, key=lambda place: place[0]) - 1]
    return written + at - seen


def long_sentences(given: Authored) -> Iterator[Diagnostic]:
    """PG219: no sentence of a clause is longer than people read in one go."""
    for _layer, clause in given.library.clauses():
        longest = measure((*clause.body, Paragraph(clause.duty))).longest
        words = len(longest.split())
        if words > LONGEST:
            begin = " ".join(longest.split()[:6])
            message = f'a sentence of {words} words in `{clause.id}`: "{begin} …"'
            yield warning("PG219", message, clause.span, hint=f"at most {LONGEST} words: make two of it")


RULES = (
    Rule(banned_words, Authored, errors=("PG210",)),
    Rule(long_sentences, Authored, warnings=("PG219",)),
)

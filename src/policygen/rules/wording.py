"""Wording: words that must not appear, and sentences that are too long to read in one go.

Takes a library and the texts it came from; gives each such place.
"""

import re
from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, Span, error, warning
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
    if not banned:
        return
    written = [item.match.replace("’", "'").split() for item in banned]
    phrases = (r"\s+".join(map(re.escape, words)) for words in written)
    begins = sorted({words[0][:2] for words in written})
    first = "".join(sorted({begin[0] for begin in begins}))
    near = rf"(?=[{re.escape(first)}])(?={'|'.join(map(re.escape, begins))})"  # most places fail here, which is cheap
    pattern = re.compile(rf"(?<!\w){near}(?:({')|('.join(phrases)}))(?!\w)", re.IGNORECASE)
    for path, text in given.texts.items():
        if not path.endswith((".md", ".yaml")) or path in SPEAKS_OF_WORDS:
            continue
        plain = text.replace("’", "'")
        for match in pattern.finditer(plain):
            item = banned[(match.lastindex or 1) - 1]
            span = Span(path, position(plain, match.start()), position(plain, match.end()))
            why, instead = (" ".join(words.split()) for words in (item.why, item.instead))
            hint = f"write instead: {instead}"
            yield error("PG210", f"these words must not appear: {why}", span, hint=hint)


def long_sentences(given: Authored) -> Iterator[Diagnostic]:
    """PG219: no sentence of a clause is longer than people read in one go."""
    for _layer, clause in given.library.clauses():
        longest = measure(clause.body).longest
        words = len(longest.split())
        if words > LONGEST:
            begin = " ".join(longest.split()[:6])
            message = f'a sentence of {words} words in `{clause.id}`: "{begin} …"'
            yield warning("PG219", message, clause.span, hint=f"at most {LONGEST} words: make two of it")


RULES = (
    Rule(banned_words, Authored, errors=("PG210",)),
    Rule(long_sentences, Authored, warnings=("PG219",)),
)

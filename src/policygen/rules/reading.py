"""How hard text is to read: words a sentence, syllables a word, Flesch reading ease and Flesch-Kincaid grade.

Takes prose; gives counts. Syllables are counted by groups of vowels: within three in a hundred of a dictionary's
total on real text, without one. Names and references count as the two words that they usually stand for.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import assert_never

from policygen.model.prose import (
    Answer,
    Block,
    Break,
    Code,
    Definitions,
    Footnote,
    ForceKey,
    Gap,
    Inline,
    InsertPart,
    LawNotice,
    Leaf,
    List,
    Nest,
    Paragraph,
    Placeholder,
    Quote,
    Reference,
    Str,
    Subheading,
    Switch,
    Table,
    Times,
)
from policygen.rules.places import UNSEEN

__all__ = ["Reading", "length", "measure", "sentences", "words_of"]

_END = re.compile(r"(?<=[.!?:])[\"'’”)\]]*\s+(?=[\"'‘“(\[]?[A-Z0-9])")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """Counts over some text."""

    words: int
    sentences: int
    syllables: int
    longest: str
    """The longest sentence."""

    def __add__(self, other: "Reading") -> "Reading":
        """Return the counts over both texts."""
        longest = max(self.longest, other.longest, key=length)
        return Reading(
            self.words + other.words, self.sentences + other.sentences, self.syllables + other.syllables, longest
        )

    @property
    def ease(self) -> float:
        """Flesch reading ease: 60 to 70 is plain English, below 50 is hard (Flesch, 1948)."""
        if not self.words:
            return 100.0
        return 206.835 - 1.015 * self.words / self.sentences - 84.6 * self.syllables / self.words

    @property
    def grade(self) -> float:
        """Flesch-Kincaid grade: years of school; 6 is read at 11 (Kincaid and others, 1975)."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def measure(blocks: Iterable[Block]) -> Reading:
    """Measure the running text of blocks; tables are not running text."""
    found = [(sentence, words_of(sentence)) for sentence in sentences(blocks)]
    words = [word for _, inside in found for word in inside]
    longest = max(found, key=lambda item: len(item[1]), default=("", []))[0]
    return Reading(len(words), max(len(found), 1), sum(_syllables(word) for word in words), longest)


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence; numbers are none."""
    return _WORD.findall(sentence)


@cache
def length(sentence: str) -> int:
    """Return how many words a sentence has."""
    return len(words_of(sentence))


def sentences(blocks: Iterable[Block]) -> list[str]:
    """Return the sentences of running text; each item of a list is one at least."""
    made: list[str] = []
    for text in _texts(blocks):
        seen = text if text.isascii() else UNSEEN.sub("", text)
        made += [part for part in _END.split(seen.strip()) if _WORD.search(part)]
    return made


def _texts(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        match block:
            case Paragraph(children):
                yield _words(children)
                yield from (_words(note.children) for note in _notes(children))
            case List(_, _, items):
                for item in items:
                    yield from _texts(item)
            case Quote(children):
                yield from _texts(children)
            case Definitions(items):
                for _, means in items:
                    yield from _texts(means)
            case Subheading() | Table() | InsertPart() | ForceKey() | LawNotice():
                continue
            case _:
                assert_never(block)


def _words(inlines: Iterable[Inline]) -> str:
    """Return words as they are read in one go: a note is read where it stands, not where it is called."""
    return "".join(
        "" if isinstance(inline, Footnote) else _words(inline.children) if isinstance(inline, Nest) else _read(inline)
        for inline in inlines
    )


def _notes(inlines: Iterable[Inline]) -> Iterable[Footnote]:
    for inline in inlines:
        if isinstance(inline, Footnote):
            yield inline
        elif isinstance(inline, Nest):
            yield from _notes(inline.children)


def _read(leaf: Leaf) -> str:
    match leaf:
        case Str(text) | Code(text):
            return text
        case Placeholder():
            return "named person"
        case Reference(_, said):
            return said or "paragraph nine"
        case Switch():
            return ""
        case Break() | Gap() | Answer() | Times():
            return " "
        case _:
            assert_never(leaf)


@cache
def _syllables(word: str) -> int:  # the same words come again and again
    word = word.lower()
    count = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and count > 1:
        count -= 1
    return max(count, 1)

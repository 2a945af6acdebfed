"""The words that documents and pages say around the authored text: sentences by key, in one language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated

from policygen.diagnostics import Span
from policygen.model.leaflets import Translation
from policygen.model.marks import BESIDE, Key
from policygen.model.scalars import NOWHERE, Kebab, Tag, Text

__all__ = ["DOCUMENTS", "LEAFLETS", "SITE", "SLOT", "Words"]

LEAFLETS, DOCUMENTS, SITE = "leaflets", "documents", "site"
"""The groups of words, each a folder of `content/words/`: who translates leaflets need not translate the site."""

SLOT = re.compile(r"\{([a-z]+)\}")
"""What is filled in: a name in curly brackets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one group in one language, by key."""

    group: Annotated[str, BESIDE] = ""
    """The folder that it stands in."""
    language: Tag
    words: Mapping[Kebab, Text]
    translation: Translation | None = None
    """None for the source language."""
    span: Annotated[Span, Key("language")] = field(default=NOWHERE, compare=False, repr=False)

    def say(self, key: str, **given: str) -> str:
        """Return the words of a key, filled in.

        Raises `KeyError` for a key or a slot that is not there; a rule sees that they are (PG233).
        """
        words = self.words[key]
        if "{" not in words:  # as in most
            return words
        return "".join([given[part] if at % 2 else part for at, part in enumerate(_cut(words))])

    def open(self, key: str) -> tuple[str, ...]:
        """Return the words of a key and the names of what they leave open, in turn."""
        return _cut(self.words[key])

    def listed(self, key: str) -> tuple[str, ...]:
        """Return the words of a key that holds several, with commas between."""
        return tuple(self.words[key].split(", "))

    def day(self, day: str) -> str:
        """Return an ISO day in words: "22 November 2026"; an empty day stays empty."""
        if not day:
            return ""
        year, month, number = day.split("-")
        return self.say("date", day=str(int(number)), month=self.listed("months")[int(month) - 1], year=year)

    def number(self, count: int) -> str:
        """Return a small count in words."""
        numbers = self.listed("numbers")
        return numbers[count] if count < len(numbers) else str(count)


@cache
def _cut(words: str) -> tuple[str, ...]:
    return tuple(SLOT.split(words))

"""Translations of leaflets: the digest of the English that each renders, and which are stale.

Takes the library; gives digests and what is stale. A translation is stale when the English, or the English
words of the pages around it, say something else than its `of` was made from: a draft marks it, a release leaves it out.
"""

from dataclasses import replace

from policygen.keys import digest, short
from policygen.model.leaflets import Leaflet
from policygen.model.library import Library
from policygen.model.scalars import SOURCE_TAG
from policygen.model.words import LEAFLETS, Words

__all__ = ["is_behind", "leaflet_digest", "stale", "without_stale", "words_digest"]


def leaflet_digest(leaflet: Leaflet) -> str:
    """Return the digest that `of:` of a translation quotes: of everything that the leaflet says, wherever it stands.

    Whom its parts are for and which points they make is settled in English alone, and is nothing to translate again.
    """
    parts = tuple((part.id, part.title, part.body) for part in leaflet.parts)
    return short(digest(leaflet.title, leaflet.reader, leaflet.summary, leaflet.lead, leaflet.law, parts))


def words_digest(words: Words) -> str:
    """Return the digest that `of:` of translated words quotes: of every key and what it says."""
    return short(digest(dict(words.words)))


def stale(library: Library) -> tuple[tuple[str, str], ...]:
    """Return each leaflet and language whose translation no longer renders the English: `("parents", "pl")`."""
    around = library.words[LEAFLETS]
    behind = {tag for tag, words in around.items() if is_behind(words, words_digest(around[SOURCE_TAG]))}
    return tuple(
        (leaflet, tag)
        for leaflet, languages in library.leaflets.items()
        for tag, item in languages.items()
        if tag in behind or is_behind(item, leaflet_digest(languages[SOURCE_TAG]))
    )


def without_stale(library: Library) -> Library:
    """Return the library as a release prints it: without the translations that are stale."""
    gone = frozenset(stale(library))
    leaflets = {
        leaflet: {tag: item for tag, item in languages.items() if (leaflet, tag) not in gone}
        for leaflet, languages in library.leaflets.items()
    }
    return replace(library, leaflets=leaflets)


def is_behind(item: Leaflet | Words, now: str) -> bool:
    """Say whether a translation is of another text than the English is now."""
    return item.translation is not None and item.translation.of.text != now

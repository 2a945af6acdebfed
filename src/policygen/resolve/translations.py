"""Translations of leaflets: the digest of the English that each renders, which are stale, and which are wanted.

Takes the library; gives digests and what is stale or missing. A translation is stale when the English, or the English
words of the pages around it, say something else than its `of` was made from: a draft marks it, a release leaves it out.
"""

from collections.abc import Iterator
from dataclasses import replace

from policygen.diagnostics import Diagnostic, warning
from policygen.keys import digest, short
from policygen.model.leaflets import Leaflet, Words
from policygen.model.library import Library
from policygen.model.scalars import SOURCE_TAG

__all__ = ["check_translations", "leaflet_digest", "stale", "without_stale", "words_digest"]


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
    behind = {tag for tag, words in library.words.items() if _behind(words, words_digest(library.words[SOURCE_TAG]))}
    return tuple(
        (leaflet, tag)
        for leaflet, languages in library.leaflets.items()
        for tag, item in languages.items()
        if tag in behind or _behind(item, leaflet_digest(languages[SOURCE_TAG]))
    )


def without_stale(library: Library) -> Library:
    """Return the library as a release prints it: without the translations that are stale."""
    gone = frozenset(stale(library))
    leaflets = {
        leaflet: {tag: item for tag, item in languages.items() if (leaflet, tag) not in gone}
        for leaflet, languages in library.leaflets.items()
    }
    return replace(library, leaflets=leaflets)


def check_translations(library: Library) -> Iterator[Diagnostic]:
    """Warn of what is stale (PG340), and of languages that a partnership wants and leaflets do not have (PG341)."""
    for tag, words in library.words.items():
        now = words_digest(library.words[SOURCE_TAG])
        if words.translation is not None and _behind(words, now):
            hint = f"see what changed in content/words/{SOURCE_TAG}.yaml, translate it, then write `of: {now}`"
            yield warning(
                "PG340", f"the English of the words in `{tag}` has changed", words.translation.of.span, hint=hint
            )
    for leaflet, languages in library.leaflets.items():
        now = leaflet_digest(languages[SOURCE_TAG])
        for tag, item in languages.items():
            if item.translation is not None and _behind(item, now):
                english = f"content/leaflets/{leaflet}/{SOURCE_TAG}.md"
                hint = f"see what changed in {english}, translate it, then write `of: {now}`"
                message = f"the English of `{leaflet}` has changed since it was translated into `{tag}`"
                yield warning("PG340", message, item.translation.of.span, hint=hint)
    for partnership in library.partnerships.values():
        for wanted in partnership.languages:
            lacking = [leaflet for leaflet, languages in library.leaflets.items() if wanted.text not in languages]
            if lacking:
                message = (
                    f"`{partnership.id}` wants `{wanted.text}`, and these leaflets do not have it: {', '.join(lacking)}"
                )
                hint = f"have them translated: content/leaflets/{lacking[0]}/{wanted.text}.md, and so on"
                yield warning("PG341", message, wanted.span, hint=hint)


def _behind(item: Leaflet | Words, now: str) -> bool:
    """Say whether a translation is of another text than the English is now."""
    return item.translation is not None and item.translation.of.text != now

"""Pseudo-locales: languages made from English by rule, to see that everything is translated and everything mirrors.

`en-XA` is accented and a third longer; `ar-XB` is written from right to left in Arabic letters. `with_pseudo` adds
leaflets in both; `turned` accents whatever authors wrote, so that what is not accented was written by the program.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache, partial
from itertools import cycle
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from policygen.diagnostics import Span
from policygen.model.leaflets import Language, Leaflet, LeafletPart, Translation
from policygen.model.library import Library
from policygen.model.marks import Among
from policygen.model.prose import Inline, InsertPart, Placeholder, Reference, Str, inside, rebuilt
from policygen.model.scalars import SOURCE_TAG, Form, Named
from policygen.model.words import LEAFLETS, Words
from policygen.resolve.translations import leaflet_digest, words_digest

__all__ = ["PLAIN", "PSEUDO", "turned", "with_pseudo"]

PSEUDO = (
    Language(id="en-XA", name="Éńĝĺîšĥ", english="English, accented"),
    Language(id="ar-XB", name="هنجليسح", english="English, from right to left", direction="rtl"),
)

PLAIN = "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz"
"""The letters that have an accent: none of them stands in what was turned."""
_ACCENTED = str.maketrans(PLAIN, "ÀČĎÉĜĤÎĴĶĹŃÖŔŠŤÛŴŶŽàčďéĝĥîĵķĺńöŕšťûŵŷž")
_ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz?,;", "ابصدهفجحيجكلمنوبقرستوفوخيز؟،؛")
_VOWELS = frozenset("aeiouAEIOU")


def with_pseudo(library: Library) -> Library:
    """Return a library in which every leaflet and the words around it are there in both pseudo-locales as well."""
    languages = {**library.languages, **{language.id: language for language in PSEUDO}}
    source = library.said(LEAFLETS)
    made = {**library.words[LEAFLETS], **{language.id: _words(source, language.id) for language in PSEUDO}}
    words = {**library.words, LEAFLETS: made}
    leaflets = {
        name: {**made, **{language.id: _leaflet(made[SOURCE_TAG], language.id) for language in PSEUDO}}
        for name, made in library.leaflets.items()
    }
    return replace(library, languages=languages, words=words, leaflets=leaflets)


KEPT = {"leave-site", "word-date-format", "word-datetime-format"}
"""Words that a machine reads: an address, and how Word writes dates."""
NAMES = {
    "id",
    "of",
    "document",
    "kind",
    "group",
    "language",
    "href",
    "layer",
    "parent",
    "link",
    "site_url",
}
"""Fields whose text is no words, though a type does not say so."""


def turned(library: Library) -> Library:
    """Return a library in which every word that an author wrote is accented, those around the text as well."""
    words = {
        group: {SOURCE_TAG: replace(made[SOURCE_TAG], words=_words(made[SOURCE_TAG], PSEUDO[0].id).words)}
        for group, made in library.words.items()
    }
    return replace(_turned(library, Library, ""), words=words, languages=library.languages)


def _turned(value: object, hint: object, name: str) -> Any:
    """Turn what stands in a field: words where its type is free text, whatever its value where it is prose."""
    match value:
        case Span() | Enum() | Placeholder() | InsertPart():
            return value
        case Str() | Reference():
            return _inline(value, PSEUDO[0].id)
        case Named():
            return replace(value, text=_turned(value.text, hint, name))
        case str():
            return _text(value, PSEUDO[0].id) if _is_text(hint, name) and not _is_reached(value) else value
        case tuple():
            inner = get_args(_bare(hint))
            return tuple(_turned(item, inner[0] if inner else None, name) for item in value)
        case Mapping():
            inner = get_args(_bare(hint))
            return {key: _turned(item, inner[1] if len(inner) == 2 else None, name) for key, item in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            hints = _hints(type(value))
            given = {field.name: getattr(value, field.name) for field in fields(value)}
            return replace(value, **{key: _turned(each, hints[key], key) for key, each in given.items()})
        case _:
            return value


_hints = cache(partial(get_type_hints, include_extras=True))


def _bare(hint: object) -> object:
    """Return a type without its marks, and without the none that may stand in its place."""
    while get_origin(hint) is Annotated or (get_origin(hint) in {Union, UnionType} and NoneType in get_args(hint)):
        hint = next(each for each in get_args(hint) if each is not NoneType)
    return hint


def _is_text(hint: object, name: str) -> bool:
    """Say whether a field holds words: free text by its type, or what stands beside a block, such as a heading."""
    if name in NAMES or get_origin(_bare(hint)) is Literal:
        return False
    marks = [mark for mark in _marks(hint) if isinstance(mark, Form | Among)]
    return not any(isinstance(mark, Among) or mark.pattern or mark.day for mark in marks)


def _marks(hint: object) -> Iterator[object]:
    if get_origin(hint) is Annotated:
        yield from hint.__metadata__  # type: ignore[attr-defined]
    for each in get_args(hint):
        if get_origin(each) is Annotated:
            yield from _marks(each)


def _is_reached(text: str) -> bool:
    """Say whether it is an address."""
    return text.startswith("https://") or "@" in text


def _translation(digest: str) -> Translation:
    return Translation(translator="policygen", checker="nobody", date="2026-01-01", of=Named(digest))


def _words(source: Words, tag: str) -> Words:
    said = {key: words if key in KEPT else _text(words, tag) for key, words in source.words.items()}
    return Words(group=source.group, language=tag, words=said, translation=_translation(words_digest(source)))


def _leaflet(source: Leaflet, tag: str) -> Leaflet:
    return replace(
        source,
        language=tag,
        title=_text(source.title, tag),
        reader=_text(source.reader, tag),
        summary=_text(source.summary, tag),
        lead=_inlines(source.lead, tag),
        law=_text(source.law, tag),
        parts=tuple(_part(part, tag) for part in source.parts),
        translation=_translation(leaflet_digest(source)),
    )


def _part(part: LeafletPart, tag: str) -> LeafletPart:
    return replace(
        part,
        title=_text(part.title, tag),
        body=rebuilt(part.body, lambda run: _inlines(run, tag)),
        says=(),
        audience=(),
    )


def _inlines(inlines: tuple[Inline, ...], tag: str) -> tuple[Inline, ...]:
    return tuple(_inline(inline, tag) for inline in inlines)


def _inline(inline: Inline, tag: str) -> Inline:
    match inline:
        case Str(text):
            return Str(_text(text, tag))
        case Reference(target, str(said), span):
            return Reference(target, _text(said, tag), span)
        case _:
            return inside(inline, lambda children: _inlines(children, tag))


def _text(text: str, tag: str) -> str:
    """Turn words into the pseudo-locale; what stands in curly brackets is filled in later and stays."""
    parts = text.replace("}", "{").split("{")
    turn = _accented if tag == PSEUDO[0].id else _arabic
    kept = cycle((False, True))
    return "".join(f"{{{part}}}" if keep else turn(part) for part, keep in zip(parts, kept, strict=False))


def _accented(text: str) -> str:
    """Accent letters and write every vowel twice, which makes words about a third longer."""
    longer = "".join(sign + sign.lower() if sign in _VOWELS else sign for sign in text)
    return longer.translate(_ACCENTED)


def _arabic(text: str) -> str:
    return text.lower().translate(_ARABIC)

"""Pseudo-locales: languages made from English by rule, to see that everything is translated and everything mirrors.

`en-XA` is accented and a third longer; `ar-XB` is written from right to left in Arabic letters. Neither means
anything to anybody, and neither is published: they are for tests and for looking.
"""

from dataclasses import replace
from itertools import cycle

from policygen.model.leaflets import Language, Leaflet, LeafletPart, Translation
from policygen.model.library import Library
from policygen.model.prose import Inline, Reference, Str, inside, rebuilt
from policygen.model.scalars import SOURCE_TAG, Named
from policygen.model.words import LEAFLETS, Words
from policygen.resolve.translations import leaflet_digest, words_digest

__all__ = ["PSEUDO", "with_pseudo"]

PSEUDO = (
    Language(id="en-XA", name="Éńĝĺîšĥ", english="English, accented"),
    Language(id="ar-XB", name="هنجليسح", english="English, from right to left", direction="rtl"),
)

_ACCENTED = str.maketrans("ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz", "ÀČĎÉĜĤÎĴĶĹŃÖŔŠŤÛŴŶŽàčďéĝĥîĵķĺńöŕšťûŵŷž")
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


def _translation(digest: str) -> Translation:
    return Translation(translator="policygen", checker="nobody", date="2026-01-01", of=Named(digest))


def _words(source: Words, tag: str) -> Words:
    said = {key: words if key == "leave-site" else _text(words, tag) for key, words in source.words.items()}
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

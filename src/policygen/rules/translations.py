"""Rules on translations of leaflets: languages, parts, who made them, the words of the pages around, and what is stale.

Takes a library; gives what does not match the English, what is missing, and what has fallen behind.
"""

import re
import unicodedata
from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, Note, did_you_mean, error, warning
from policygen.model.leaflets import Leaflet, LeafletPart
from policygen.model.library import Library
from policygen.model.prose import Block, Code, Leaf, Placeholder, Reference, Str, every, plain_words, runs
from policygen.model.scalars import SOURCE_TAG, Named
from policygen.model.words import Words
from policygen.resolve.translations import is_behind, leaflet_digest, words_digest
from policygen.rules.places import place_of
from policygen.rules.rule import Authored, Rule, Sound

__all__ = ["RULES"]

ENGLISH = ("term.", "role.")
"""Names that stand for English words: a translation says them in its own."""


def same_parts(given: Authored) -> Iterator[Diagnostic]:
    """PG228: a translation has the parts of the English, and each of them fills in the same names."""
    for source, leaflet in _translations(given.library):
        theirs = {part.id: part for part in source.parts}
        ours = {part.id: part for part in leaflet.parts}
        for part in source.parts:
            if part.id not in ours:
                notes = [Note("the part in English", part.span)]
                message = f"the translation of `{leaflet.id}` into `{leaflet.language}` lacks the part `{part.id}`"
                yield error("PG228", message, leaflet.span, notes=notes)
        for part in leaflet.parts:
            if part.id not in theirs:
                message = f"the English of `{leaflet.id}` has no part `{part.id}`"
                yield error("PG228", message, part.span, hint=did_you_mean(part.id, theirs))
                continue
            wanted = {name for name in _names(theirs[part.id].body) if not name.startswith(ENGLISH)}
            filled = _names(part.body)
            notes = [Note("the part in English", theirs[part.id].span)]
            for name in sorted(wanted - filled):
                message = f"`{part.id}` does not fill in `{name}` as the English does"
                hint = f"put {{{{ {name} }}}} where it belongs"
                yield error("PG228", message, part.span, notes=notes, hint=hint)
            for name in sorted(filled - wanted):
                words = "say that in words: terms and roles are English" if name.startswith(ENGLISH) else "take it out"
                message = f"`{part.id}` fills in `{name}`, and the English does not"
                message = f"`{part.id}` fills in `{name}`, which is English" if name.startswith(ENGLISH) else message
                yield error("PG228", message, part.span, notes=notes, hint=words)


def same_figures(given: Authored) -> Iterator[Diagnostic]:
    """PG251: a translation has the figures of its English: numbers to call, days, amounts."""
    for source, leaflet in _translations(given.library):
        theirs = {part.id: part for part in source.parts}
        pairs = [(_head(source), _head(leaflet), source.span, leaflet.span, "the lines at the top")]
        pairs += [
            (_said(theirs[part.id]), _said(part), theirs[part.id].span, part.span, f"`{part.id}`")
            for part in leaflet.parts
            if part.id in theirs
        ]
        for english, said, there, here, what in pairs:
            wanted, found = _figures(english), _figures(said)
            notes = [Note("in English", there)]
            for figure, ways in wanted.items():
                if not any(way in found for way in ways):
                    message, hint = f"{what} lacks the figure `{figure}` of the English", "write it as a figure"
                    yield warning("PG251", message, here, notes=notes, hint=hint)
            for figure in found:
                if not any(figure in ways for ways in (*wanted.values(), _in_words(english))):
                    message, hint = f"{what} has the figure `{figure}`, and the English does not", "correct one of them"
                    yield warning("PG251", message, place_of(figure, given.texts, here), notes=notes, hint=hint)


def known_languages(given: Authored) -> Iterator[Diagnostic]:
    """PG230: every language that is written or wanted is in `languages.yaml`; with leaflets, the source's as well."""
    named = [
        *(Named(leaflet.language, leaflet.span) for leaflet in _all(given.library)),
        *(Named(words.language, words.span) for words in _words(given.library) if words.language != SOURCE_TAG),
        *(language for partnership in given.library.partnerships.values() for language in partnership.languages),
    ]
    for name in named:
        if name.text not in given.library.languages:
            hint = did_you_mean(name.text, given.library.languages) or "give it an entry: id, name, english, direction"
            yield error("PG230", f"no language `{name.text}` in content/languages.yaml", name.span, hint=hint)


def sources(given: Authored) -> Iterator[Diagnostic]:
    """PG231: a translation is of something."""
    for name, languages in given.library.leaflets.items():
        if SOURCE_TAG not in languages:
            first = next(iter(languages.values()))
            hint = f"write content/leaflets/{name}/{SOURCE_TAG}.md first"
            yield error("PG231", f"the leaflet `{name}` is not there in English", first.span, hint=hint)


def two_people(given: Authored) -> Iterator[Diagnostic]:
    """PG232: a translation says who made it and who checked it, and they are two people."""
    made = [(leaflet.translation, leaflet.span) for leaflet in _all(given.library) if leaflet.language != SOURCE_TAG]
    made += [(words.translation, words.span) for words in _words(given.library) if words.language != SOURCE_TAG]
    for translation, span in made:
        if translation is None:
            hint = "add `translation: {translator: ..., checker: ..., date: ..., of: ...}`"
            yield error("PG232", "this does not say who translated it and who checked it", span, hint=hint)
        elif _person(translation.translator) == _person(translation.checker):
            message = f"`{translation.checker}` has translated this and checked it too"
            yield error("PG232", message, translation.of.span, hint="have a second person check it")


def stale_text(given: Sound) -> Iterator[Diagnostic]:
    """PG340: a translation is of the English as it is now."""
    library = given.library
    for words in _words(library):
        now = words_digest(library.words[words.group][SOURCE_TAG])
        if words.translation is not None and is_behind(words, now):
            english = f"content/words/{words.group}/{SOURCE_TAG}.yaml"
            hint = f"see what changed in {english}, translate it, then write `of: {now}`"
            message = f"the English of the words in `{words.language}` has changed"
            yield warning("PG340", message, words.translation.of.span, hint=hint)
    for leaflet, languages in library.leaflets.items():
        now = leaflet_digest(languages[SOURCE_TAG])
        for tag, item in languages.items():
            if item.translation is not None and is_behind(item, now):
                english = f"content/leaflets/{leaflet}/{SOURCE_TAG}.md"
                hint = f"see what changed in {english}, translate it, then write `of: {now}`"
                message = f"the English of `{leaflet}` has changed since it was translated into `{tag}`"
                yield warning("PG340", message, item.translation.of.span, hint=hint)


def wanted_languages(given: Sound) -> Iterator[Diagnostic]:
    """PG341: every leaflet is there in every language that a partnership wants."""
    library = given.library
    for partnership in library.partnerships.values():
        for wanted in partnership.languages:
            lacking = [leaflet for leaflet, languages in library.leaflets.items() if wanted.text not in languages]
            if lacking:
                message = (
                    f"`{partnership.id}` wants `{wanted.text}`, and these leaflets do not have it: {', '.join(lacking)}"
                )
                hint = f"have them translated: content/leaflets/{lacking[0]}/{wanted.text}.md, and so on"
                yield warning("PG341", message, wanted.span, hint=hint)


RULES = (
    Rule(same_parts, Authored, errors=("PG228",)),
    Rule(same_figures, Authored, warnings=("PG251",)),
    Rule(known_languages, Authored, errors=("PG230",)),
    Rule(sources, Authored, errors=("PG231",)),
    Rule(two_people, Authored, errors=("PG232",)),
    Rule(stale_text, Sound, warnings=("PG340",)),
    Rule(wanted_languages, Sound, warnings=("PG341",)),
)


def _all(library: Library) -> Iterator[Leaflet]:
    for languages in library.leaflets.values():
        yield from languages.values()


def _words(library: Library) -> Iterator[Words]:
    for languages in library.words.values():
        yield from languages.values()


def _translations(library: Library) -> Iterator[tuple[Leaflet, Leaflet]]:
    """Yield each translation with its source, where there is one."""
    for languages in library.leaflets.values():
        if (source := languages.get(SOURCE_TAG)) is not None:
            yield from ((source, leaflet) for leaflet in languages.values() if leaflet is not source)


def _names(blocks: tuple[Block, ...]) -> frozenset[str]:
    """Return the names that prose fills in, however deep they stand."""
    inlines = (inline for run in runs(blocks) for inline in every(run))
    return frozenset(inline.name.lower() for inline in inlines if isinstance(inline, Placeholder))


_FIGURE = re.compile(r"(\d+(?:[ \u00a0\u202f,.']\d{3}(?!\d))*)(?:[.:]\d\d)?[ \u00a0]?(pm\b)?")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _figures(text: str) -> dict[str, frozenset[str]]:
    """Return the figures of a text, in the digits of Europe, and the ways to say each: 5pm is 17 elsewhere."""
    found: dict[str, frozenset[str]] = {}
    for match in _FIGURE.finditer(text):
        figure = _digits(match[1])
        later = {str(int(figure) + 12)} if match[2] and int(figure) < 12 else set()
        found[figure] = found.get(figure, frozenset()) | {figure, *later}
    for minutes in re.findall(r"\d[.:](\d\d)(?!\d)", text):
        figure = _digits(minutes)
        found[figure] = frozenset({figure})
    return found


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


def _in_words(text: str) -> frozenset[str]:
    """Return the numbers that an English text has in words, and those that may be left out: nought minutes."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    return frozenset(str(number) for number, word in enumerate(_NUMBERS, 1) if word in words) | {"00"}


def _head(leaflet: Leaflet) -> str:
    return " ".join((leaflet.title, leaflet.reader, leaflet.summary, plain_words(leaflet.lead, _read), leaflet.law))


def _said(part: LeafletPart) -> str:
    return " ".join((part.title, *(plain_words(run, _read) for run in runs(part.body))))


def _read(leaf: Leaf) -> str:
    match leaf:
        case Str(text) | Code(text) | Reference(_, str(text)):
            return text
        case _:
            return " "


def _person(name: str) -> str:
    """Return a name as it is compared: without capitals, and in one of the ways to write its accents."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())

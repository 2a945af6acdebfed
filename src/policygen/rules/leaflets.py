"""Rules on leaflets, their translations and their drawings that need more than one file, and no edition.

Takes a library and the texts it came from; gives what is wrong, never a new value. `check` runs them with its own.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from policygen.diagnostics import Diagnostic, Note, Pos, RelPath, Span, did_you_mean, error
from policygen.model.leaflets import Leaflet
from policygen.model.library import Library
from policygen.model.prose import Block, InsertPart, Placeholder, every, runs
from policygen.model.scalars import SOURCE_TAG, Named
from policygen.source.tree import position

__all__ = ["LEAFLET_RULES", "WORDS"]

Texts = Mapping[RelPath, str]

WORDS = frozenset({
    "approved", "consultation", "draft", "edition", "fingerprint", "fold", "formats", "history", "history-title",
    "languages", "large-print", "leave", "leave-ask", "leave-keys", "leave-site", "leave-title", "online",
    "online-title", "pdf", "qr", "questions", "reader", "sample", "skip",
})  # fmt: skip
"""The words that the pages around leaflets need, by key."""

SHAPES = frozenset({"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon"})
"""What a drawing may consist of: it stands inside the page, so nothing in it may run, load or have a style."""

SETTINGS = frozenset({
    "cx", "cy", "d", "fill", "fill-rule", "height", "points", "r", "rx", "ry", "stroke", "stroke-dasharray",
    "stroke-linecap", "stroke-linejoin", "stroke-width", "transform", "viewBox", "width", "x", "x1", "x2", "xmlns",
    "y", "y1", "y2",
})  # fmt: skip
"""The attributes that its shapes may have."""

ENGLISH = ("term.", "role.")
"""Names that stand for English words: a translation says them in its own."""

_SLOT = re.compile(r"\{[a-z]+\}")
_MARKUP = re.compile(r"<(?P<other>[!?])|</?(?P<shape>[A-Za-z][\w:-]*)|\s(?P<setting>[A-Za-z_:][\w:.-]*)\s*=")


def audiences(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG202 and PG203: `for` of a leaflet and its parts names agencies that exist, and somebody to begin with."""
    known = {*library.agencies, "all"}
    for leaflet in _all(library):
        for audience, what in ((leaflet.audience, leaflet.id), *((part.audience, part.id) for part in leaflet.parts)):
            for name in audience:
                agency = name.text.removeprefix("-")
                if agency not in known:
                    yield error("PG202", f"no agency `{agency}`", name.span, hint=did_you_mean(agency, known))
            if audience and all(name.text.startswith("-") for name in audience):
                hint = "begin with `all`, or with the agencies that get it"
                yield error("PG203", f"`{what}` is for nobody", audience[0].span, hint=hint)


def same_parts(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG228: a translation has the parts of the English, and each of them fills in the same names."""
    for source, leaflet in _translations(library):
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
            given = _names(part.body)
            notes = [Note("the part in English", theirs[part.id].span)]
            for name in sorted(wanted - given):
                message = f"`{part.id}` does not fill in `{name}` as the English does"
                hint = f"put {{{{ {name} }}}} where it belongs"
                yield error("PG228", message, part.span, notes=notes, hint=hint)
            for name in sorted(given - wanted):
                words = "say that in words: terms and roles are English" if name.startswith(ENGLISH) else "take it out"
                message = f"`{part.id}` fills in `{name}`, and the English does not"
                message = f"`{part.id}` fills in `{name}`, which is English" if name.startswith(ENGLISH) else message
                yield error("PG228", message, part.span, notes=notes, hint=words)


def known_languages(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG230: every language that is written or wanted is in `languages.yaml`, and the source's is among them."""
    named = [
        *(Named(leaflet.language, leaflet.span) for leaflet in _all(library)),
        *(Named(words.language, words.span) for words in library.words.values()),
        *(language for partnership in library.partnerships.values() for language in partnership.languages),
    ]
    for name in named:
        if name.text not in library.languages:
            hint = did_you_mean(name.text, library.languages) or "give it an entry: id, name, english, direction"
            yield error("PG230", f"no language `{name.text}` in content/languages.yaml", name.span, hint=hint)


def sources(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG231: a translation is of something."""
    for name, languages in library.leaflets.items():
        if SOURCE_TAG not in languages:
            first = next(iter(languages.values()))
            hint = f"write content/leaflets/{name}/{SOURCE_TAG}.md first"
            yield error("PG231", f"the leaflet `{name}` is not there in English", first.span, hint=hint)


def two_people(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG232: a translation says who made it and who checked it, and they are two people."""
    made = [(leaflet.translation, leaflet.span) for leaflet in _all(library) if leaflet.language != SOURCE_TAG]
    made += [(words.translation, words.span) for tag, words in library.words.items() if tag != SOURCE_TAG]
    for translation, span in made:
        if translation is None:
            hint = "add `translation: {translator: ..., checker: ..., date: ..., of: ...}`"
            yield error("PG232", "this does not say who translated it and who checked it", span, hint=hint)
        elif _person(translation.translator) == _person(translation.checker):
            message = f"`{translation.checker}` has translated this and checked it too"
            yield error("PG232", message, translation.of.span, hint="have a second person check it")


def words_of_pages(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG233: every language of a leaflet has the words of the pages around it: all of them, and no others."""
    wanted = {language for languages in library.leaflets.values() for language in languages}
    for tag in sorted(wanted - set(library.words)):
        span = next(leaflet.span for leaflet in _all(library) if leaflet.language == tag)
        message = f"`content/words/{tag}.yaml` is missing"
        yield error("PG233", message, span, hint="it holds the words of the pages around leaflets in that language")
    source = library.words.get(SOURCE_TAG)
    for tag, words in library.words.items():
        for key in sorted(WORDS - set(words.words)):
            yield error("PG233", f"the words in `{tag}` lack `{key}`", words.span)
        for key in sorted(set(words.words) - WORDS):
            yield error("PG233", f"nothing uses the words `{key}`", words.span, hint=did_you_mean(key, WORDS))
        for key in sorted(WORDS & set(words.words) & set(source.words if source else ())):
            if source and set(_SLOT.findall(words.words[key])) != set(_SLOT.findall(source.words[key])):
                message = f"`{key}` in `{tag}` fills in other things than the English: `{source.words[key]}`"
                yield error("PG233", message, words.span, hint="copy words in curly brackets as they stand")
        if not words.words.get("leave-site", "https://").startswith("https://"):
            yield error("PG233", "`leave-site` is no https:// address", words.span)


def points(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG236: points that parts say, and leaflets that points are for, are there."""
    known = {point.id for point in library.points}
    for leaflet in _all(library):
        for part in leaflet.parts:
            for name in part.says:
                if name.text not in known:
                    hint = did_you_mean(name.text, known)
                    yield error(
                        "PG236", f"no point `{name.text}` in content/leaflets/must-say.yaml", name.span, hint=hint
                    )
    for point in library.points:
        for name in point.leaflets:
            if name.text not in library.leaflets:
                hint = did_you_mean(name.text, library.leaflets)
                yield error("PG236", f"no leaflet `{name.text}`", name.span, hint=hint)


def drawings(library: Library, texts: Texts) -> Iterator[Diagnostic]:
    """PG237: a leaflet shows drawings that are there, and a drawing consists of shapes alone."""
    prefix, suffix = "templates/pictures/", ".svg"
    known = [path.removeprefix(prefix).removesuffix(suffix) for path in texts if path.startswith(prefix)]
    for leaflet in _all(library):
        for part in leaflet.parts:
            for block in part.body:
                if not isinstance(block, InsertPart):
                    continue
                kind, _, name = block.name.partition(" ")
                if kind != "picture":
                    hint = "write `picture` and the name of a drawing"
                    yield error("PG237", f"a leaflet does not insert `{block.name}`", block.span, hint=hint)
                elif name.strip() not in known:
                    hint = did_you_mean(name, known) or f"draw it: {prefix}{name}{suffix}"
                    yield error("PG237", f"no picture `{name}`", block.span, hint=hint)
    for path, text in texts.items():
        if path.startswith(prefix) and (found := _not_a_shape(text)) is not None:
            at, what = found
            start = position(text, at)
            span = Span(path, start, Pos(start.line, start.column + len(what)))
            hint = f"a drawing holds {', '.join(sorted(SHAPES))} and nothing that loads, runs or has a style"
            yield error("PG237", f"a drawing may not hold `{what}`", span, hint=hint)


def _not_a_shape(text: str) -> tuple[int, str] | None:
    """Return the first thing in a drawing that is no shape or setting of one, and its place."""
    for match in _MARKUP.finditer(text):
        shape, setting = match["shape"], match["setting"]
        if match["other"] or (shape and shape not in SHAPES) or (setting and setting not in SETTINGS):
            return match.start(), match.group().strip()
    return None


def _all(library: Library) -> Iterator[Leaflet]:
    for languages in library.leaflets.values():
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


def _person(name: str) -> str:
    return " ".join(name.casefold().split())


LEAFLET_RULES: tuple[tuple[str, Callable[[Library, Texts], Iterator[Diagnostic]]], ...] = (
    ("PG202", audiences),
    ("PG228", same_parts),
    ("PG230", known_languages),
    ("PG231", sources),
    ("PG232", two_people),
    ("PG233", words_of_pages),
    ("PG236", points),
    ("PG237", drawings),
)

"""Wording: words that must not appear, and sentences that are too long to read in one go.

Takes a library and the texts it came from; gives each such place.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from policygen.diagnostics import Diagnostic, RelPath, error, warning
from policygen.model.library import Library
from policygen.model.prose import Paragraph
from policygen.model.registers import BannedWords
from policygen.rules.places import UNSEEN, place_of
from policygen.rules.reading import measure
from policygen.rules.rule import Authored, Rule
from policygen.source.tree import span_of

__all__ = ["RULES"]

LONGEST = 30
"""Words in a sentence; GOV.UK advises 25, and clauses aim at that."""

SPEAKS_OF_WORDS = ("content/editors-notes.yaml", "content/wording.yaml", "content/provisions.yaml")
"""Files that must be able to name what is wrong."""


def banned_words(given: Authored) -> Iterator[Diagnostic]:
    """PG210: words and claims that must not appear, in everything that readers see but the editor's notes."""
    # at one place the longest of them is meant
    banned = sorted((item for item in given.library.wording if item.match.split()), key=lambda item: -len(item.match))
    halves = _halves(given.library, banned)
    seen = {
        path: _seen(text.replace("’", "'"), _UNSEEN_IN_PROSE if path.endswith(".md") else UNSEEN)
        for path, text in given.texts.items()
        if path.endswith((".md", ".yaml")) and path not in SPEAKS_OF_WORDS
    }
    said = {path: _bare(plain) for path, (plain, _) in seen.items()}
    anywhere = "\n".join(said.values())  # most phrases stand nowhere
    bare = [(item, _bare(item.match).removesuffix("y")) for item in banned]  # for one that may end in -ies
    bare = [(item, words) for item, words in bare if words in anywhere]
    for path, (plain, places) in seen.items():
        text = given.texts[path]
        if "{{" in plain:
            yield from _with_names(path, text, plain, places, halves)
        near = [item for item, words in bare if words in said[path]]
        if not near:  # as in most texts: it costs much less to know than to look for the places
            continue
        phrases = (re.sub(r"(?<=[^aeiou])y\Z", "(?:y|ies)", _BETWEEN.join(_words(item))) for item in near)
        for match in re.finditer(rf"(?<!\w)(?:({')|('.join(phrases)}))(?:'?s|es)?(?!\w)", plain, re.IGNORECASE):
            item = near[(match.lastindex or 1) - 1]
            yield _banned(item, path, text, (_place(places, match.start()), _place(places, match.end() - 1) + 1))


def _banned(item: BannedWords, path: RelPath, text: str, place: tuple[int, int]) -> Diagnostic:
    span = span_of(path, text, *place)
    why, instead = (" ".join(words.split()) for words in (item.why, item.instead))
    return error("PG210", f"these words must not appear: {why}", span, hint=f"write instead: {instead}")


def _words(item: BannedWords) -> list[str]:
    """Return the words of a phrase, as patterns."""
    return [re.escape(word) for word in item.match.replace("’", "'").split()]


_NAME = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")
_PAUSE = re.compile(r"[.!?;:|]\s|\n\s*\n")
_NEAR = 120
"""How far from a name the rest of a phrase is looked for."""

_Halves = Mapping[str, list[tuple[str, str, BannedWords]]]


def _halves(library: Library, banned: Iterable[BannedWords]) -> _Halves:
    """Return what stands before and behind each name that may fill a part of a phrase, in some edition."""
    fillings: dict[str, set[str]] = {}
    agencies, partnerships = library.agencies.values(), library.partnerships.values()
    for terms in (library.protocol.terms, *(agency.terms for agency in agencies)):
        for name, term in terms.items():
            fillings.setdefault(f"term.{name}", set()).add(_bare(term.one))
            fillings.setdefault(f"term.{name}.many", set()).add(_bare(term.many))
    for roles in (library.protocol.roles, *(agency.roles for agency in agencies)):
        for name, role in roles.items():
            fillings.setdefault(f"role.{name}", set()).add(_bare(role.name))
    for home in partnerships:
        for values in (home.values, *(local.values for local in home.agencies.values())):
            for name, value in values.items():
                fillings.setdefault(f"value.{name}", set()).add(_bare(value.text))
    made: dict[str, list[tuple[str, str, BannedWords]]] = {}
    for item in banned:
        phrase = f" {_bare(item.match)} "
        for name, texts in fillings.items():
            for text in texts:
                before, found, after = phrase.partition(f" {text} ")
                if text and found and (before or after).strip():
                    made.setdefault(name, []).append((before.strip(), after.strip(), item))
    return made


def _with_names(
    path: RelPath, text: str, plain: str, places: tuple[tuple[int, int], ...], halves: _Halves
) -> Iterator[Diagnostic]:
    """Yield phrases that a name completes when it is filled in."""
    for match in _NAME.finditer(plain):
        for before, after, item in halves.get(match[1].lower(), ()):
            left = _bare(_PAUSE.split(plain[max(match.start() - _NEAR, 0) : match.start()])[-1])
            right = _bare(_PAUSE.split(plain[match.end() : match.end() + _NEAR])[0])
            fits_left = not before or f" {left}".endswith(f" {before}")
            if fits_left and (not after or re.match(rf"{after}(?:s|es)?(?!\w)", right)):
                place = _place(places, match.start()), _place(places, match.end() - 1) + 1
                yield _banned(item, path, text, place)


def _bare(text: str) -> str:
    """Return the words of a text without what stands between them."""
    return " ".join(_WORD.findall(text.casefold()))


_WORD = re.compile(r"\w+")

_BETWEEN = r"(?:,?\s+|[-‐‑–/])"
"""What may stand between the words of a phrase."""

_UNSEEN_IN_PROSE = re.compile(
    rf"(?=[*`_\[\]\u00ad\u200b-\u2060\ufeff])(?:{UNSEEN.pattern}"  # a sign with which most text is passed over
    r"|[*`]+|(?<!\w)_+(?=\w)|(?<=[\w.,;:!?])_+(?!\w)"  # emphasis, code
    r"|\[\^[^\]\s]*\]|(?<![\[\w])\[(?![\[^])|\]\([^()\s]*\))"  # calls of notes, links
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
            place = place_of(longest, given.texts, clause.span)
            yield warning("PG219", message, place, hint=f"at most {LONGEST} words: make two of it")


RULES = (
    Rule(banned_words, Authored, errors=("PG210",)),
    Rule(long_sentences, Authored, warnings=("PG219",)),
)

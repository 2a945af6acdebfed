"""Abbreviations that a reader may not know: neither in the glossary nor spelt out where they first stand.

Takes a library; gives warnings. Every leaflet, guide, sheet and record is read by itself, the policy with its layers.
"""

import re
from collections.abc import Iterable, Iterator
from typing import assert_never

from policygen.diagnostics import Diagnostic, Span, warning
from policygen.model.library import Library
from policygen.model.phones import awaited
from policygen.model.prose import (
    Answer,
    Block,
    Break,
    Code,
    Gap,
    Inline,
    Leaf,
    Placeholder,
    Reference,
    Str,
    Switch,
    Times,
    plain_words,
    runs,
)
from policygen.model.protocol import Insert, brought
from policygen.model.scalars import SOURCE_TAG
from policygen.model.sheets import Sheet
from policygen.rules.places import place_of
from policygen.rules.rule import Authored, Rule

__all__ = ["RULES"]

KNOWN = frozenset({"DC", "GP", "NHS", "NSPCC", "PC", "PDF", "UK"})
"""What is known in short, and to many in no other form: names of bodies, and ranks before a name."""

STRESSED = frozenset(
    [
        "ALL",
        "ALWAYS",
        "AND",
        "ANY",
        "BEFORE",
        "DO",
        "DOES",
        "EVERY",
        "FIRST",
        "FOR",
        "IF",
        "IMPORTANT",
        "IS",
        "MAY",
        "MUST",
        "NEVER",
        "NO",
        "NOT",
        "NOW",
        "ONLY",
        "OR",
        "PLEASE",
        "SHALL",
        "SHOULD",
        "STOP",
        "THE",
        "URGENT",
        "WARNING",
        "WHEN",
        "WILL",
        "WITHOUT",
        "YES",
        "YOU",
    ]
)
"""Words that people set in capitals to stress them."""

_SHORT = re.compile(r"(?<![\w.@/-])[A-Z]{2,}(?=s?(?![\w@/]|\.\w))")
_SPELT = re.compile(r"\(([A-Z]{2,})s?\)|\b([A-Z]{2,}) \([a-z]")

Said = Iterable[tuple[str, Span]]


def explained_first(given: Authored) -> Iterator[Diagnostic]:
    """PG235: two or more capitals in a row are explained before they are used (domain: acronyms at first use)."""
    glossary = {short for entry in given.library.glossary for short in _SHORT.findall(entry.term)}
    for said in _documents(given.library):
        explained = KNOWN | glossary
        told: set[str] = set()
        for words, span in said:
            if "(" in words:
                explained |= {first or second for first, second in _SPELT.findall(words)}
            for short in _SHORT.findall(words):
                if short in explained or short in told or awaited(short):
                    continue
                told.add(short)
                place = place_of(short, given.texts, span)
                if short in STRESSED:
                    hint = "write it in small letters, or stress it: `**must**`"
                    yield warning("PG235", f"`{short}` in capitals is read out as an abbreviation", place, hint=hint)
                else:
                    hint = "spell it out first: data protection officer (DPO); or put it into content/glossary.yaml"
                    yield warning("PG235", f"`{short}` is not explained", place, hint=hint)


RULES = (Rule(explained_first, Authored, warnings=("PG235",)),)


def _documents(library: Library) -> Iterator[Said]:
    """Yield what each document says, in order, with the place of each run of words."""
    yield _policy(library)
    yield ((_words(clause.duty), clause.span) for _, clause in library.clauses())
    for guide in library.guides.values():
        steps = ((_words(step.question), step.span) for step in guide.steps)
        ways = ((f"{way.answer}. {_words(way.words)}", way.span) for step in guide.steps for way in step.branches)
        notes = ((_words(note.words), step.span) for step in guide.steps for note in step.notes)
        panels = ((f"{panel.title}. {_words(panel.words)}", guide.span) for panel in guide.panels)
        yield ((_words(guide.lead), guide.span), *steps, *ways, *notes, *panels)
    for sheet in library.sheets.values():
        yield ((f"{sheet.title}. {_words(sheet.lead)}", sheet.span), *_said(sheet))
    for record in library.records.values():
        fields = [field for section in record.sections for field in section.fields]
        yield (
            (f"{record.title}. {_words(record.purpose)} {_words(record.reminder)}", record.span),
            *((f"{_words(section.title)}. {_words(section.intro)}", section.span) for section in record.sections),
            *((f"{_words(field.label)}. {_words(field.hint)}", field.span) for field in fields),
            *((_words(choice.label), choice.span) for field in fields for choice in field.choices),
        )
    for languages in library.leaflets.values():
        if (leaflet := languages.get(SOURCE_TAG)) is not None:
            yield (
                (f"{leaflet.title}. {_words(leaflet.lead)}", leaflet.span),
                *((f"{part.title}. {' '.join(_texts(part.body))}", part.span) for part in leaflet.parts),
            )


def _said(sheet: Sheet) -> Iterator[tuple[str, Span]]:
    for part in sheet.parts:
        yield f"{part.title}. {' '.join(map(_words, part.words))}", part.span
        yield from ((f"{_words(line.do)} {_words(line.words)}", line.span) for line in (*part.steps, *part.points))
        for blank in part.blanks:
            yield f"{_words(blank.label)}. {' '.join(map(_words, blank.ticks))}", blank.span


def _policy(library: Library) -> Iterator[tuple[str, Span]]:
    for section in library.sections:
        yield section.title, section.span
        yield from ((_text(clause.title, clause.body), clause.span) for clause in section.clauses)
    for layer in library.layers.values():
        for edit in layer.edits:
            if (words := brought(edit)) is not None:
                yield _text(*words), edit.clause.span if isinstance(edit, Insert) else edit.span


def _text(title: str, body: Iterable[Block]) -> str:
    return f"{title}. {' '.join(_texts(body))}"


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    return map(_words, runs(blocks))


def _words(inlines: Iterable[Inline]) -> str:
    return plain_words(inlines, _read)


def _read(leaf: Leaf) -> str:
    match leaf:
        case Str(text) | Reference(_, str(text)):
            return text
        case Reference() | Placeholder() | Switch() | Code() | Break() | Gap() | Answer() | Times():
            return " "
        case _:
            assert_never(leaf)

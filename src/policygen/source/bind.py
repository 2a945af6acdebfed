"""Binding: from the data of a YAML file or block to the noun that its type says.

Takes a tree of YAML and a type; gives the noun with its places, or every mistake in it at its place.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, assert_never

from policygen.diagnostics import Diagnostic, Outcome, Span, did_you_mean, error, warning
from policygen.model.prose import Paragraph, may_be_nothing
from policygen.model.scalars import Form, Named
from policygen.source.looks import marks, quoted
from policygen.source.names import read_words
from policygen.source.shapes import (
    Choice,
    Entries,
    Items,
    Noun,
    Plain,
    Shape,
    Text,
    shape_of,
)
from policygen.source.yamltree import Data, Loc, YamlTree

__all__ = ["bind"]

M = TypeVar("M")


def bind(tree: YamlTree, kind: type[M], **beside: object) -> Outcome[M]:
    """Make a noun, or a tuple of nouns, of the data of a YAML tree.

    `beside` are the fields that do not stand in the block. There is no value if anything but its prose is wrong.
    """
    binder = _Binder(tree)
    shape: Shape = shape_of(kind)  # type: ignore[arg-type]
    made: Any = binder.noun(shape, tree.data, (), beside) if isinstance(shape, Noun) else binder.made(shape, tree.data)
    return Outcome(None if binder.found else made, (*binder.found, *binder.prose))


_TRUTHS = {"yes": "true", "y": "true", "true": "true", "no": "false", "n": "false", "false": "false"}
"""What people write for true and false."""


@dataclass(slots=True)
class _Binder:
    tree: YamlTree
    found: list[Diagnostic] = field(default_factory=list)
    prose: list[Diagnostic] = field(default_factory=list)

    def made(self, shape: Shape, data: Data, loc: Loc = ()) -> object:
        """Return what data at a place becomes; after a mistake that is none, and is not used."""
        match shape:
            case Text():
                return self.text(shape, data, loc)
            case Choice():
                return self.choice(shape, data, loc)
            case Noun():
                return self.noun(shape, data, loc, {})
            case Items():
                return self.items(shape, data, loc)
            case Entries():
                return self.entries(shape, data, loc)
            case Plain():
                if _fits(shape, data):
                    return data
                truth = _TRUTHS.get(str(data).casefold()) if shape is Plain.TRUTH else None
                return self.other_kind(shape.value, data, loc, f"write `{truth}`" if truth else None)
            case _:
                assert_never(shape)

    def text(self, shape: Text, data: Data, loc: Loc) -> object:
        form = shape.form
        if not form.pattern and _fits(Plain.NUMBER, data):
            data = str(data)  # authors write `phone: 101` and `number: 2`
        if not isinstance(data, str):
            return self.other_kind("text", data, loc)
        text = data if form.pattern else data.strip()
        if (problem := _unlike(form, text, loc)) is not None:
            code, message = problem
            return self.wrong(
                code, message, self.tree.places.value(*loc), _meant(form, text) if code == "PG144" else None
            )
        if quoted(text):
            message = f"the quotation marks of `{_name(loc)}` are printed: they are a printer's, not those of YAML"
            hint = "write straight ones, or none"
            self.prose.append(warning("PG182", message, self.tree.places.value(*loc), hint=hint))
        if shape.becomes != "prose" and not form.pattern and not form.switches:
            self.no_names(text, loc)
        match shape.becomes:
            case "str":
                return text
            case "named":
                places = self.tree.places
                return Named(text, places.key(*loc) if shape.at_key else places.value(*loc))
            case "prose":
                words = read_words(text, self.tree.places.value(*loc))
                self.prose += words.diagnostics
                if (
                    not form.empty
                    and words.value
                    and not words.diagnostics
                    and may_be_nothing([Paragraph(words.value)])
                ):
                    message = f"a law switch may leave `{_name(loc)}` without words"
                    hint = "give it words for the other case after {{ otherwise }}, or put `when` beside it"
                    self.prose.append(error("PG148", message, self.tree.places.value(*loc), hint=hint))
                return words.value or ()

    def no_names(self, text: str, loc: Loc) -> None:
        """Refuse names and references in plain words, and warn of marks: all of them would be printed."""
        for sign, code in (("{{", "PG130"), ("[[", "PG132")):
            if sign in text:
                message = f"`{_name(loc)}` is plain words: `{sign}` would be printed as it stands"
                hint = "write the words themselves"
                self.prose.append(error(code, message, self.tree.places.value(*loc), hint=hint))
        for _start, _end, looks, _how in marks(text, text, 0):
            message = f"this looks like {looks}, and is printed as it stands"
            hint = f"`{_name(loc)}` is plain words: take the marks out"
            self.prose.append(warning("PG181", message, self.tree.places.value(*loc), hint=hint))

    def choice(self, shape: Choice, data: Data, loc: Loc) -> object:
        span = self.tree.places.value(*loc)
        if isinstance(data, str) and data in shape.words:
            word = shape.words[data]
            return Named(data, span) if shape.named else word
        *most, last = (f"`{word}`" for word in shape.words)
        expected = f"one of {', '.join(most)} or {last}"
        message = f"`{_name(loc)}` must be {expected}, not {_shown(data)}"
        return self.wrong("PG143", message, span, did_you_mean(str(data), shape.words))

    def items(self, shape: Items, data: Data, loc: Loc) -> object:
        if shape.or_one and isinstance(data, str):
            return (self.made(shape.item, data, loc),)
        if not isinstance(data, list):
            return self.other_kind("text or a list" if shape.or_one else "a list", data, loc)
        before = len(self.found)
        made = tuple([self.made(shape.item, item, (*loc, at)) for at, item in enumerate(data)])
        if len(made) < shape.least and len(self.found) == before:
            self.wrong("PG145", f"`{_name(loc)}` is empty", self.tree.places.value(*loc))
        return made

    def entries(self, shape: Entries, data: Data, loc: Loc) -> object:
        if not isinstance(data, dict):
            return self.other_kind("a block of keys and values", data, loc)
        made = {}
        for key, item in data.items():
            here = (*loc, key)
            if (problem := _unlike(shape.key, key, here)) is not None:
                self.wrong(*problem, self.tree.places.key(*here))
            if shape.gaps and (item is None or (isinstance(item, str) and not item.strip())):
                continue
            made[key] = self.made(shape.value, item, here)
        return tuple(made.values()) if shape.as_tuple else made

    def noun(self, shape: Noun, data: Data, loc: Loc, beside: dict[str, object]) -> object:
        if not isinstance(data, dict):
            return self.other_kind("a block of keys and values", data, loc)
        before = len(self.found)
        places = self.tree.places
        values = dict(beside)
        for key, item in data.items():
            if (field := shape.fields.get(key)) is None:
                near = did_you_mean(key, shape.fields) or f"known here: {', '.join(sorted(shape.fields))}"
                self.wrong("PG141", f"unknown setting `{key}`", places.key(*loc, key), near)
            elif item is not None or not field.may_be_empty:
                made = self.made(field.shape, item, (*loc, key))
                values[field.name] = made or values.get(field.name, made)  # under two keys, one list has items
        for key in shape.required:
            if key not in data:
                self.wrong("PG142", f"`{key}` is missing here", places.key(*loc))
        for place in shape.places:
            at = (*loc, place.key) if place.key else loc
            values[place.name] = places.key(*at) if place.of_key else places.value(*at)
        for name, key in shape.given.items():
            values[name] = bool(data.get(key))
        if shape.in_key:
            values[shape.in_key] = str(loc[-1])
        return shape.noun(**values) if len(self.found) == before else None

    def other_kind(self, wanted: str, data: Data, loc: Loc, hint: str | None = None) -> object:
        message = f"`{_name(loc)}` must be {wanted}, not {_shown(data)}"
        return self.wrong("PG146", message, self.tree.places.value(*loc), hint)

    def wrong(self, code: str, message: str, span: Span, hint: str | None = None) -> object:
        """Note a mistake; return the nothing that stands for the value."""
        self.found.append(error(code, message, span, hint=hint))
        return None


def _unlike(form: Form, text: str, loc: Loc) -> tuple[str, str] | None:
    """Return the code and the words for a text at a place that does not have its form."""
    if not form.pattern:
        return None if text or form.empty else ("PG145", f"`{_name(loc)}` is empty")
    if form.longest and len(text) > form.longest:
        return "PG147", f"`{_name(loc)}` has {len(text)} signs and may have {form.longest}"
    if not _pattern(form.pattern).fullmatch(text):
        return "PG144", f"{_shown(text)} is not {form.words}"
    if form.day:
        try:
            date.fromisoformat(text)
        except ValueError as problem:
            return "PG147", f"`{_name(loc)}`: {problem}"
    return None


def _meant(form: Form, text: str) -> str | None:
    """Return a hint for a text that a small change gives its form."""
    bare = text.strip(" \u00a0“”‘’\"'")
    if "\u00a0" in text and _pattern(form.pattern).fullmatch(text.replace("\u00a0", "")):
        return "a no-break space stands beside it: take it out"
    if bare != text and _pattern(form.pattern).fullmatch(bare):
        return "take the quotation marks out"
    if form.day:
        return f"write `{day}`" if (day := _as_day(bare)) else "write the year, the month and the day, with hyphens"
    joined = re.sub(r"[\W_]+", "-", bare.casefold()).strip("-")
    if _pattern(form.pattern).fullmatch(joined):
        return f"write `{joined}`"
    if joined[:1].isdigit() and _pattern(form.pattern).fullmatch(f"a{joined}"):
        return "begin it with a letter: numbers change, and an id is for ever"
    return None


def _as_day(text: str) -> str:
    """Return a day as ISO 8601 has it that was written as is usual in Britain, or nothing."""
    for form in ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return ""


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _fits(plain: Plain, data: Data) -> bool:
    match plain:
        case Plain.TRUTH:
            return isinstance(data, bool)
        case Plain.NUMBER:
            return isinstance(data, int) and not isinstance(data, bool)
        case Plain.NUMBER_OR_TEXT:
            return isinstance(data, int | str) and not isinstance(data, bool)
        case _:
            assert_never(plain)


def _name(loc: Loc) -> str:
    match loc:
        case (*_, str(key), int(at)):
            return f"item {at + 1} of {key}"
        case _:
            return str(loc[-1]) if loc else "this"


def _shown(data: Data) -> str:
    """Return what an author wrote, briefly."""
    match data:
        case None:
            return "nothing"
        case bool():
            return "true" if data else "false"
        case int():
            return str(data)
        case str():
            return f"`{' '.join(data.split())[:60]}`"
        case list():
            return "a list"
        case _:
            return "a block of keys and values"

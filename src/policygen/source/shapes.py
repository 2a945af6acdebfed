"""Shapes: what the type of an authored noun says about how it is written.

Takes a type (a noun of `model`, or a tuple of one); gives its shape, a closed set that two stages walk: `bind` makes
values by it, `editors` makes JSON Schema. What a type cannot say stands in `Annotated`, as a mark of `model.marks`.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from policygen.diagnostics import Span
from policygen.model.marks import AT_KEY, BESIDE, IN_KEY, MAY_BE_EMPTY, ONE_OR_MORE, Among, Given, Key, Least
from policygen.model.scalars import Form, Named

__all__ = [
    "Choice",
    "Entries",
    "Field",
    "Items",
    "Noun",
    "Place",
    "Plain",
    "Shape",
    "Text",
    "shape_of",
]


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a form: it becomes a `str`, a `Named`, or prose."""

    form: Form
    becomes: Literal["str", "named", "prose"]
    at_key: bool
    """Whether the place of a `Named` is that of its key."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A word of a closed set, and what each becomes."""

    words: Mapping[str, object]
    named: bool = False


class Plain(Enum):
    """A value that becomes what it is."""

    TRUTH = "true or false"
    NUMBER = "a whole number"
    NUMBER_OR_TEXT = "a whole number or text"


@dataclass(frozen=True, slots=True)
class Items:
    """A list; where `or_one`, one text may stand for a list of it."""

    item: "Shape"
    least: int
    or_one: bool


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping whose keys are the author's; where `as_tuple`, a tuple of nouns that know their keys."""

    key: Form
    value: "Shape"
    as_tuple: bool
    gaps: bool
    """Whether an entry that is left empty is none."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is written in the block of its noun."""

    name: str
    shape: "Shape"
    may_be_empty: bool
    """Whether a key with nothing after it is as good as no key."""


@dataclass(frozen=True, slots=True)
class Place:
    """A field that holds a place: of the value under `key`, or `of_key`; without one, of the key of the block."""

    name: str
    key: str
    of_key: bool


@dataclass(frozen=True, slots=True)
class Noun:
    """A block of known keys that becomes a noun."""

    noun: type
    fields: Mapping[str, Field]
    """Every key that the block may hold, with its field."""
    required: tuple[str, ...]
    places: tuple[Place, ...]
    given: Mapping[str, str]
    """Fields that are true if there is something under a key."""
    in_key: str
    """The field that takes the key under which the block stands; empty if there is none."""
    key_form: Form


Shape = Text | Choice | Plain | Items | Entries | Noun


@cache
def shape_of(kind: Any) -> Shape:  # noqa: ANN401  a type, an alias, `Annotated`, a union: Python has no word for it
    """Return the shape of a type.

    Raises `TypeError` for a type that does not say how it is written, which is a mistake in a noun.
    """
    bare, marks = _bare(kind)
    origin, inside = get_origin(bare), get_args(bare)
    for mark in marks:
        if isinstance(mark, Form):
            return Text(mark, "str" if bare is str else "named" if bare is Named else "prose", AT_KEY in marks)
        if isinstance(mark, Among):
            return Choice({str(word): str(word) for word in mark.kind}, named=bare is Named)
    if origin is Literal:
        return Choice({str(word): word for word in inside})
    if origin in {Union, types.UnionType}:
        return Plain.NUMBER_OR_TEXT if set(inside) == {int, str} else shape_of(inside[0])
    if origin is tuple:
        item = shape_of(inside[0])
        if isinstance(item, Noun) and item.in_key:
            return Entries(item.key_form, item, as_tuple=True, gaps=False)
        least = next((mark.count for mark in marks if isinstance(mark, Least)), 0)
        return Items(item, least, ONE_OR_MORE in marks)
    if origin is Mapping:
        key = shape_of(inside[0])
        if isinstance(key, Text):
            return Entries(key.form, shape_of(inside[1]), as_tuple=False, gaps=MAY_BE_EMPTY in _bare(inside[1])[1])
    if bare is bool:
        return Plain.TRUTH
    if bare is int:
        return Plain.NUMBER
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        return Choice({str(word): word for word in bare})
    if hasattr(bare, "__dataclass_fields__"):
        return _noun(bare)
    message = f"{kind} does not say how it is written"
    raise TypeError(message)


def _bare(kind: Any) -> tuple[Any, tuple[object, ...]]:  # noqa: ANN401
    """Return a type without its marks, and them."""
    return (kind.__origin__, kind.__metadata__) if get_origin(kind) is Annotated else (kind, ())


def _noun(noun: type) -> Noun:
    hints = get_type_hints(noun, include_extras=True)
    written: dict[str, Field] = {}
    required: list[str] = []
    places: list[Place] = []
    given: dict[str, str] = {}
    in_key, key_form = "", Form()
    for field in fields(noun):
        bare, marks = _bare(hints[field.name])
        key = next((mark for mark in marks if isinstance(mark, Key)), None)
        if BESIDE in marks:
            continue
        if bare is Span:
            of_key = AT_KEY in marks
            places.append(Place(field.name, key.name if key else "" if of_key else "id", of_key))
        elif mark := next((mark for mark in marks if isinstance(mark, Given)), None):
            given[field.name] = mark.key
        elif IN_KEY in marks:
            in_key, key_form = field.name, next(mark for mark in marks if isinstance(mark, Form))
        else:
            empty = MAY_BE_EMPTY in marks or type(None) in get_args(bare)
            names = [name for name in (key.name, key.instead) if name] if key else [field.name]
            written |= dict.fromkeys(names, Field(field.name, shape_of(hints[field.name]), empty))
            required += names if field.default is MISSING and field.default_factory is MISSING else []
    return Noun(noun, written, tuple(required), tuple(places), given, in_key, key_form)

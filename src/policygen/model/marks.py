"""Marks: what the type of a field cannot say about how it is written, to stand in `Annotated`.

The type of an authored noun says what its text must hold. `source.shapes` reads types and marks; from them follow
loading, every mistake with its place, and JSON Schema.
"""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["AT_KEY", "BESIDE", "IN_KEY", "MAY_BE_EMPTY", "ONE_OR_MORE", "Among", "Given", "Key", "Least", "Mark"]


class Mark(StrEnum):
    """What is peculiar to a field or a value."""

    AT_KEY = "its place is that of its key"
    BESIDE = "it does not stand in the block: whoever binds it gives it, or works it out later"
    IN_KEY = "it is the key under which the block stands"
    MAY_BE_EMPTY = "a key with nothing after it is as good as no key"
    ONE_OR_MORE = "one name may stand for a list of one"


AT_KEY, BESIDE, IN_KEY = Mark.AT_KEY, Mark.BESIDE, Mark.IN_KEY
MAY_BE_EMPTY, ONE_OR_MORE = Mark.MAY_BE_EMPTY, Mark.ONE_OR_MORE


@dataclass(frozen=True, slots=True)
class Key:
    """The key under which a field is written, where that is not its name; a list may stand under another instead.

    A field of the type `Span` holds the place of what stands under this key, of `id` if none is given.
    """

    name: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A field that is true if there is something under this key."""

    key: str


@dataclass(frozen=True, slots=True)
class Least:
    """The least number of items in a list."""

    count: int


@dataclass(frozen=True, slots=True)
class Among:
    """The closed set to which a name that keeps its place must belong."""

    kind: type[StrEnum]

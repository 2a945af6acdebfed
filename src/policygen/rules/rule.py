"""What a rule is: a function from what is known of a project to what is wrong with it, and a row about it.

Rules differ in what they need; each need is a type here, and each stage of a run makes one of them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from policygen.diagnostics import Diagnostic, RelPath
from policygen.model.documents import DocumentSet
from policygen.model.editions import Edition
from policygen.model.library import Library
from policygen.model.partnerships import Partnership

__all__ = ["Authored", "Composed", "Given", "Releasing", "Resolved", "Rule", "Sound"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authored:
    """All that was loaded, the texts it came from, and the fonts beside them."""

    library: Library
    texts: Mapping[RelPath, str]
    fonts: Mapping[str, bytes] = field(default_factory=dict)
    """The fonts in which documents are set, where it is known which they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A library and its editions, with whatever errors they have."""

    library: Library
    editions: tuple[Edition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A library and its editions without any error so far."""

    library: Library
    editions: tuple[Edition, ...]
    as_of: str | None = None
    """The ISO day on which reviews may be overdue; none says nothing of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A library without any error so far, and documents that were composed of it."""

    library: Library
    sets: tuple[DocumentSet, ...]
    texts: Mapping[RelPath, str] = field(default_factory=dict)
    """The texts that they come from, for places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Releasing:
    """A partnership whose edition is to be released, its editions, and what was said while making them."""

    library: Library
    partnership: Partnership
    editions: tuple[Edition, ...]
    said: tuple[Diagnostic, ...] = ()


Given = Authored | Resolved | Sound | Composed | Releasing
G = TypeVar("G", Authored, Resolved, Sound, Composed, Releasing)


@dataclass(frozen=True, slots=True)
class Rule(Generic[G]):
    """A rule: its function, what it needs, and the codes that it gives as errors and as warnings."""

    find: Callable[[G], Iterator[Diagnostic]]
    needs: type[G]
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

"""Reading files of a kind: their text becomes nouns with places, and what is wrong is gathered.

Takes a tree and its files by kind; gives nouns, and pages of Markdown whose blocks are still to be bound.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from policygen.diagnostics import Diagnostic, Note, RelPath, Span, error, has_errors
from policygen.source.bind import bind
from policygen.source.fences import Fence
from policygen.source.files import FILES, RESERVED, File, Files
from policygen.source.prose import Page, read_page
from policygen.source.tree import SourceTree
from policygen.source.yamltree import Places, read_yaml

__all__ = ["Bound", "Reader"]

M = TypeVar("M")


class _Placed(Protocol):
    """A noun with a place."""

    @property
    def span(self) -> Span:
        """Where it is given."""


class _Named(_Placed, Protocol):
    """A noun with an id and a place."""

    @property
    def id(self) -> str:
        """Its id."""


P = TypeVar("P", bound=_Placed)
T = TypeVar("T", bound=_Named)


@dataclass(frozen=True, slots=True)
class Bound(Generic[M]):
    """The noun of a file, and the places of its keys and values."""

    noun: M
    places: Places
    file: File


@dataclass(slots=True)
class Reader:
    """Reads the files of a project and gathers what is wrong with them."""

    tree: SourceTree
    files: Files
    found: list[Diagnostic] = field(default_factory=list)

    def each(self, kind: type[M]) -> Iterator[Bound[M]]:
        """Yield the noun of every file of the kind that holds such; files with mistakes are left out."""
        name = next(row.name for row in FILES if row.noun == kind)
        for file in self.files[name]:
            text = self.tree.texts.get(file.path)
            if text is not None and (bound := self.block(text, file.path, kind)) is not None:
                yield Bound(*bound, file)

    def each_named(self, kind: type[T]) -> Iterator[Bound[T]]:
        """Yield nouns whose id must be the name of their place (PG151)."""
        for bound in self.each(kind):
            self.same_name(bound.noun.id, bound.file, bound.noun.span)
            yield bound

    def fence(self, fence: Fence, kind: type[M], **beside: object) -> tuple[M, Places] | None:
        """Bind a fenced block or front matter; `beside` are the fields that stand outside it."""
        return self.block(fence.text, fence.span.path, kind, fence.line, **beside)

    def block(
        self, text: str, path: RelPath, kind: type[M], line: int = 1, **beside: object
    ) -> tuple[M, Places] | None:
        """Bind YAML that begins on a line of a file; none if anything is wrong with it."""
        parsed = read_yaml(text, path, line=line)
        self.found += parsed.diagnostics
        if parsed.value is None or has_errors(parsed.diagnostics):
            return None
        bound = bind(parsed.value, kind, **beside)
        self.found += bound.diagnostics
        return None if bound.value is None else (bound.value, parsed.value.places)

    def page(self, file: File) -> Page | None:
        """Read a file of Markdown."""
        text = self.tree.texts.get(file.path)
        if text is None:
            return None
        page = read_page(text, file.path)
        self.found += page.diagnostics
        return page.value

    def by_id(self, items: Iterable[T], noun: str) -> dict[str, T]:
        """Return nouns by their ids; one that is taken is an error (PG150)."""
        register: dict[str, T] = {}
        for item in items:
            self.once(register, item.id, item, noun)
        return register

    def once(self, register: dict[str, P], key: str, item: P, noun: str) -> None:
        """Put a noun into a register, or say that its key is taken (PG150)."""
        if key in register:
            notes = [Note("it is given here first", register[key].span)]
            self.found.append(error("PG150", f"the {noun} `{key}` is given twice", item.span, notes=notes))
        else:
            register[key] = item

    def same_name(self, given: str, file: File, span: Span) -> None:
        """Refuse an id that is not the name of the place of its file (PG151)."""
        if given != file.names["id"]:
            message = f"the id `{given}` is not the name of its place, `{file.names['id']}`"
            self.found.append(error("PG151", message, span, hint="make them the same"))

    def not_kept(self, name: str, span: Span) -> None:
        """Refuse a name that stands for something else (PG152)."""
        if name in RESERVED:
            message = f"`{name}` is a name that policygen keeps"
            self.found.append(error("PG152", message, span, hint="take another name"))

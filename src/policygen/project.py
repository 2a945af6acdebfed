"""The first half of every run: load, check, resolve, compose. `check` and all that only asks ends here.

Takes what was read; gives what was understood of it, and everything that was said on the way.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from policygen.compose.documents import compose, plan
from policygen.diagnostics import Outcome, has_errors, in_order, unknown_name
from policygen.model.documents import Document, DocumentSet
from policygen.model.editions import Edition
from policygen.model.library import Library
from policygen.release.request import EVERYTHING, Release, Selection
from policygen.resolve.editions import resolve
from policygen.resolve.translations import without_stale
from policygen.rules.registry import check
from policygen.rules.rule import Authored, Composed, Resolved, Sound
from policygen.source.foundation import told
from policygen.source.load import load_library
from policygen.source.tree import SourceTree

__all__ = ["Project", "UnknownNameError", "understand"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project as far as it can be understood without rendering; what could not be reached is empty."""

    tree: SourceTree
    library: Library
    editions: tuple[Edition, ...] = ()
    sets: tuple[DocumentSet, ...] = ()
    """The documents that were wanted."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """The same one by one."""
        return tuple(document for each in self.sets for document in each.documents)


class UnknownNameError(ValueError):
    """A request names what the project does not have, or takes nothing; its words are for the one who asked."""


def understand(
    tree: SourceTree,
    selection: Selection = EVERYTHING,
    *,
    release: Release | None = None,
    as_of: str | None = None,
    rendered: bool = True,
) -> Outcome[Project]:
    """Do everything that can be done without rendering, and compose what is selected; a stage with errors is the last.

    `as_of` is the ISO day on which reviews may be overdue: said in diagnostics, never printed into documents. In the
    documents of a release, translations that are stale are left out. Documents that are not to be `rendered` lack
    fingerprints and annexes. Raises `UnknownNameError`.
    """
    with _uncollected():
        loaded = load_library(tree)
        library, found = loaded.value, list(loaded.diagnostics)
        if library is None:
            return Outcome(None, in_order(told(tree, found)))
        _known(library, selection, release)
        found += check(Authored(library=library, texts=tree.texts, fonts=tree.fonts()))
        resolved = resolve(library)
        found += resolved.diagnostics
        editions = resolved.value or ()
        found += check(Resolved(library=library, editions=editions))
        if has_errors(found):
            return Outcome(Project(tree=tree, library=library, editions=editions), in_order(told(tree, found)))
        day = release.as_of if release is not None else as_of
        found += check(Sound(library=library, editions=editions, as_of=day))
        printed = without_stale(library) if release is not None else library
        composed = compose(printed, editions, selection.takes, fingerprints=rendered, annexes=rendered)
        found += composed.diagnostics
        sets = composed.value or ()
        found += check(Composed(library=library, sets=sets, texts=tree.texts))
        said = in_order(told(tree, found))
        return Outcome(Project(tree=tree, library=library, editions=editions, sets=sets), said)


def _known(library: Library, selection: Selection, release: Release | None) -> None:
    """Refuse a selection of what does not exist: a typing mistake must not build nothing."""
    if selection == EVERYTHING and release is None:
        return
    documents = tuple(plan(library))
    homes = [home for home in library.partnerships if home in (selection.partnerships or library.partnerships)]
    agencies = dict.fromkeys(agency for home in homes for agency in library.members(home))
    asked = (
        ("--partnership", (*selection.partnerships, *(release.partnerships if release else ())), library.partnerships),
        ("--agency", selection.agencies, agencies),
        ("--document", selection.documents, dict.fromkeys(document.id for document in documents)),
        ("--lang", selection.languages, library.languages),
    )
    for option, names, known in asked:
        for name in names:
            if name not in known:
                raise UnknownNameError(unknown_name(option, name, known))
    if documents and not any(selection.takes(document) for document in documents):
        raise UnknownNameError("nothing to build: no agency that you name has a document that you name")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector off: the stages make hundreds of thousands of values, and all of them stay."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()  # and back: all of them count as old now, and the next collection need not look at each
            gc.unfreeze()
            gc.enable()

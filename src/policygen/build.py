"""The program's table of contents: `build` reads as the whole run.

Read, load, check, resolve, compose, render, publish. Everything up to HTML is worked out anew on every run;
PDFs are kept in a store under the digest of exactly what went into them.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from policygen.compose.documents import compose
from policygen.compose.files import FORMATS
from policygen.diagnostics import Diagnostic, Outcome, has_errors, in_order
from policygen.keys import Digest, digest
from policygen.model.documents import Document, DocumentSet
from policygen.model.editions import Edition
from policygen.model.library import Library
from policygen.model.partnerships import Partnership
from policygen.model.scalars import SOURCE_LANGUAGE, SOURCE_TAG
from policygen.release.bundle import BundleOptions, artifact, bundle
from policygen.release.lock import hold
from policygen.release.manifest import with_manifest
from policygen.release.publish import Changes, publish
from policygen.release.sign import Signer
from policygen.release.store import RunRecord, Store, recall, remember, unchanged
from policygen.render.documents import Reporter, render_documents
from policygen.render.html.fonts import FACES, web_faces
from policygen.render.html.pages import load_theme
from policygen.render.identity import code_identity, engine_identity
from policygen.resolve.editions import resolve
from policygen.resolve.translations import without_stale
from policygen.rules.registry import check
from policygen.rules.rule import Authored, Composed, Releasing, Resolved, Sound
from policygen.source.load import load_library
from policygen.source.tree import SourceTree

__all__ = ["FORMATS", "Built", "Project", "Release", "Selection", "build", "understand"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which documents and formats to make; empty means all."""

    partnerships: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def takes(self, document: Document) -> bool:
        """Say whether a document is wanted."""
        wanted = (
            (self.partnerships, document.partnership),
            (self.agencies, document.agency),
            (self.documents, document.id),
            (self.languages, SOURCE_TAG if document.lang == SOURCE_LANGUAGE else document.lang),
        )
        return all(not names or name in names for names, name in wanted)

    @property
    def whole(self) -> bool:
        """Whether every agency that it takes gets all of its files, so that packs are made."""
        return self == Selection(partnerships=self.partnerships, agencies=self.agencies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What makes a build a release: the partnerships whose editions are released, the ISO day, and who signs."""

    partnerships: tuple[str, ...] = ()
    """Empty means all."""
    as_of: str
    signer: Signer | None = None

    @property
    def identity(self) -> Digest:
        """The digest of all that decides what a release says and makes."""
        return digest("release", self.partnerships, self.as_of, self.signer.public if self.signer else None)


@dataclass(frozen=True, slots=True)
class Project:
    """A project as far as it can be understood without rendering; what could not be reached is empty."""

    tree: SourceTree
    library: Library | None = None
    editions: tuple[Edition, ...] = ()
    sets: tuple[DocumentSet, ...] = ()

    def partnerships(self) -> tuple[Partnership, ...]:
        """Return the partnerships, none if the project could not be loaded."""
        return tuple(self.library.partnerships.values()) if self.library is not None else ()


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: how many files there are now, how many PDFs were rendered for it, and what changed."""

    files: int
    rendered: int
    changes: Changes | None
    """None when nothing had changed since the last build."""
    released: tuple[str, ...] = ()
    """Partnership and number of each edition that was released."""


def build(
    tree: SourceTree,
    root: Path,
    out: Path,
    selection: Selection,
    reporter: Reporter,
    *,
    jobs: int,
    said: tuple[Diagnostic, ...] = (),
    release: Release | None = None,
) -> Outcome[Built]:
    """Make everything that `selection` takes of a project that was read from `root`, and publish it in `out`.

    `said` is what was said while reading. Nothing in `out` changes when there is any error. A `release` is refused
    while anything is missing, and files the editions of its partnerships; earlier editions stay in any case.
    """
    work = root / ".policygen"
    inputs = digest(
        tree.files, selection, str(out), release and release.identity, code_identity("**/*.py"), engine_identity() or ""
    )
    last = recall(work)
    if last is not None and last.inputs == inputs and not said and unchanged(last, out):
        return Outcome(Built(len(last.files), 0, None), last.diagnostics)
    project = understand(tree, as_of=release.as_of if release else None, release=release is not None)
    store = Store(work / "store")
    theme = load_theme(tree.texts, faces=_faces(tree, store))
    found = _in_the_way(in_order((*said, *project.diagnostics, *theme.diagnostics)), project.value, release)
    if project.value is None or project.value.library is None or theme.value is None or has_errors(found):
        return Outcome(None, found)
    held = hold(work)
    if held.value is None:
        return Outcome(None, (*found, *held.diagnostics))
    with held.value:
        documents = tuple(
            document for each in project.value.sets for document in each.documents if selection.takes(document)
        )
        formats = selection.formats or FORMATS
        rendered = render_documents(documents, theme.value, _fonts(tree), store, reporter, formats=formats, jobs=jobs)
        found = _in_the_way((*found, *rendered.diagnostics), project.value, release)
        if rendered.value is None or has_errors(found):
            return Outcome(None, found)
        made, count = rendered.value
        around = BundleOptions(
            packs=selection.whole,
            site=selection == Selection(),
            releasing=tuple(item for item in project.value.partnerships() if _takes(release, item)),
            engine=engine_identity() or "none",
            sign=_sign(release),
        )
        artifacts = tuple(artifact(each) for each in made)
        bundled = bundle(artifacts, project.value.library, project.value.sets, theme.value, out, around)
        found = (*found, *bundled.diagnostics)
        if bundled.value is None:
            return Outcome(None, found)
        gathered, filed = bundled.value
        chosen = {document.partnership for document in documents}
        complete = with_manifest(
            gathered,
            inputs=digest(tree.files),
            engine=around.engine,
            editions={item.id: item.stamp for item in project.value.partnerships() if item.id in chosen},
            filed=filed.files,
            sign=around.sign,
        )
        published = publish(complete, out, work, filed=filed.files)
        found = (*found, *published.diagnostics)
        if published.value is None:
            return Outcome(None, found)
        kept = remember(RunRecord(inputs, published.value.files, found), work)
        released = tuple(f"{item.id} {item.stamp.number}" for item in around.releasing)
    return Outcome(Built(len(artifacts), count, published.value, released), (*found, *kept))


def understand(tree: SourceTree, *, as_of: str | None = None, release: bool = False) -> Outcome[Project]:
    """Do everything that can be done without rendering; a stage with errors is the last.

    `as_of` is the ISO day on which reviews may be overdue: said in diagnostics, never printed into documents. In the
    documents of a release, translations that are stale are left out.
    """
    with _uncollected():
        return _understand(tree, as_of, release=release)


def _understand(tree: SourceTree, as_of: str | None, *, release: bool) -> Outcome[Project]:
    loaded = load_library(tree)
    library, found = loaded.value, list(loaded.diagnostics)
    if library is None:
        return Outcome(Project(tree), in_order(found))
    found += check(Authored(library=library, texts=tree.texts))
    resolved = resolve(library)
    found += resolved.diagnostics
    editions = resolved.value or ()
    found += check(Resolved(library=library, editions=editions))
    if has_errors(found):
        return Outcome(Project(tree, library, editions), in_order(found))
    found += check(Sound(library=library, editions=editions, as_of=as_of))
    composed = compose(without_stale(library) if release else library, editions)
    found += composed.diagnostics
    found += check(Composed(library=library, sets=composed.value or ()))
    return Outcome(Project(tree, library, editions, composed.value or ()), in_order(found))


def _in_the_way(
    found: tuple[Diagnostic, ...], project: Project | None, release: Release | None
) -> tuple[Diagnostic, ...]:
    """Return what was found with all that a release refuses as errors."""
    if release is None or project is None or project.library is None:
        return found
    missing: list[Diagnostic] = []
    for partnership in (item for item in project.partnerships() if _takes(release, item)):
        editions = tuple(edition for edition in project.editions if edition.partnership == partnership.id)
        missing += check(Releasing(library=project.library, partnership=partnership, editions=editions, said=found))
    return in_order((*missing, *found))


def _takes(release: Release | None, partnership: Partnership) -> bool:
    return release is not None and (not release.partnerships or partnership.id in release.partnerships)


def _sign(release: Release | None) -> Callable[[bytes], bytes] | None:
    return release.signer.sign if release is not None and release.signer is not None else None


def _fonts(tree: SourceTree) -> dict[str, bytes]:
    prefix = "templates/fonts/"
    return {
        path.removeprefix(prefix): data
        for path, data in tree.files.items()
        if path.startswith(prefix) and path.endswith(".ttf")
    }


def _faces(tree: SourceTree, store: Store) -> str:
    """Return the style that carries the web fonts, from the store if it is there."""
    fonts = _fonts(tree)
    key = digest("faces", FACES, fonts)
    kept = store.get(key)
    if kept is None:
        kept = web_faces(fonts).encode()
        store.put(key, kept)
    return kept.decode()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector off: the stages make hundreds of thousands of values, and all of them stay."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()

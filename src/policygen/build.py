"""The program's table of contents: `build` reads as the whole run.

Read, load, check, resolve, compose, render, publish. Everything up to HTML is worked out anew on every run;
PDFs are kept in a store under the digest of exactly what went into them.
"""

import gc
from collections.abc import Iterator, Mapping
from concurrent.futures import as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from policygen.compose.documents import compose
from policygen.compose.slots import check_slots
from policygen.diagnostics import Diagnostic, Outcome, RelPath, has_errors, in_order, warning
from policygen.keys import Digest, digest
from policygen.model import Document, DocumentSet, Edition, Library, Partnership
from policygen.release.lock import hold
from policygen.release.manifest import About, Artifact, with_manifest
from policygen.release.publish import Changes, publish
from policygen.release.store import RunRecord, Store, recall, remember, unchanged
from policygen.render.fonts import FACES, web_faces
from policygen.render.html import Theme, load_theme, render_html, render_print
from policygen.render.pdf import PdfJob, engine_fingerprint, missing_libraries, render_pdf
from policygen.render.workers import workers
from policygen.resolve.coverage import check_editions
from policygen.resolve.editions import resolve
from policygen.resolve.sign_off import check_sign_off
from policygen.source.check import check_library
from policygen.source.load import load_library
from policygen.source.tree import SourceTree

__all__ = ["FORMATS", "Built", "Project", "Reporter", "Selection", "build", "understand"]

FORMATS = ("html", "pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which documents and formats to make; empty means all."""

    partnerships: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    def takes(self, document: Document) -> bool:
        """Say whether a document is wanted."""
        wanted = (
            (self.partnerships, document.partnership),
            (self.agencies, document.agency),
            (self.documents, document.id),
        )
        return all(not names or name in names for names, name in wanted)


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


class Reporter(Protocol):
    """Hears how a build goes on."""

    def begin(self, documents: int) -> None:
        """Hear how many documents are to be rendered."""

    def done(self, name: RelPath) -> None:
        """Hear that a document is there."""


def build(
    tree: SourceTree,
    root: Path,
    out: Path,
    selection: Selection,
    reporter: Reporter,
    *,
    jobs: int,
    said: tuple[Diagnostic, ...] = (),
) -> Outcome[Built]:
    """Make everything that `selection` takes of a project that was read from `root`, and publish it in `out`.

    `said` is what was said while reading. Nothing in `out` changes when there is any error.
    """
    work = root / ".policygen"
    inputs = digest(tree.files, selection, str(out), _code("**/*.py"), _engine() or "")
    last = recall(work)
    if last is not None and last.inputs == inputs and not said and unchanged(last, out):
        return Outcome(Built(len(last.files), 0, None), last.diagnostics)
    project = understand(tree)
    store = Store(work / "store")
    theme = load_theme(tree.texts, faces=_faces(tree, store))
    found = in_order((*said, *project.diagnostics, *theme.diagnostics))
    if project.value is None or theme.value is None or has_errors(found):
        return Outcome(None, found)
    held = hold(work)
    if held.value is None:
        return Outcome(None, (*found, *held.diagnostics))
    with held.value:
        documents = tuple(
            document for each in project.value.sets for document in each.documents if selection.takes(document)
        )
        rendered = render(documents, theme.value, tree, selection, store, reporter, jobs=jobs)
        found = (*found, *rendered.diagnostics)
        if rendered.value is None or has_errors(found):
            return Outcome(None, found)
        artifacts, count = rendered.value
        chosen = {document.partnership for document in documents}
        editions = {item.id: item.stamp for item in project.value.partnerships() if item.id in chosen}
        release = with_manifest(artifacts, inputs=digest(tree.files), engine=_engine() or "none", editions=editions)
        published = publish(release, out, work)
        found = (*found, *published.diagnostics)
        if published.value is None:
            return Outcome(None, found)
        kept = remember(RunRecord(inputs, published.value.files, found), work)
    return Outcome(Built(len(artifacts), count, published.value), (*found, *kept))


def understand(tree: SourceTree, *, as_of: str | None = None) -> Outcome[Project]:
    """Do everything that can be done without rendering; a stage with errors is the last.

    `as_of` is the ISO day on which reviews may be overdue: said in diagnostics, never printed into documents.
    """
    with _uncollected():
        return _understand(tree, as_of)


def _understand(tree: SourceTree, as_of: str | None) -> Outcome[Project]:
    loaded = load_library(tree)
    library, found = loaded.value, list(loaded.diagnostics)
    if library is None:
        return Outcome(Project(tree), in_order(found))
    found += check_library(library, tree.texts)
    resolved = resolve(library)
    found += resolved.diagnostics
    editions = resolved.value or ()
    found += check_editions(library, editions)
    found += check_slots(library)
    if has_errors(found):
        return Outcome(Project(tree, library, editions), in_order(found))
    found += check_sign_off(library, editions, as_of=as_of)
    composed = compose(library, editions)
    found += composed.diagnostics
    return Outcome(Project(tree, library, editions, composed.value or ()), in_order(found))


def render(
    documents: tuple[Document, ...],
    theme: Theme,
    tree: SourceTree,
    selection: Selection,
    store: Store,
    reporter: Reporter,
    *,
    jobs: int,
) -> Outcome[tuple[tuple[Artifact, ...], int]]:
    """Render documents in every format that is wanted; return the files, and how many PDFs were not in the store."""
    formats = selection.formats or FORMATS
    found: list[Diagnostic] = []
    if "pdf" in formats and (reason := missing_libraries()) is not None:
        found.append(warning("PG500", f"no PDF is made: {reason}"))
        formats = tuple(name for name in formats if name != "pdf")
    reporter.begin(len(documents) * len(formats))
    artifacts: list[Artifact] = []
    jobs_by_key: dict[Digest, list[tuple[Document, PdfJob]]] = {}
    fonts = _fonts(tree)
    for document in documents:
        if "html" in formats:
            page = render_html(document, theme, formats=formats)
            found += page.diagnostics
            artifacts.append(_artifact(document, "html", (page.value or "").encode()))
            reporter.done(artifacts[-1].path)
        if "pdf" in formats:
            sheet = render_print(document, theme)
            found += sheet.diagnostics
            if sheet.value is not None:
                job = PdfJob(name=_path(document, "pdf"), html=sheet.value.html, assets=sheet.value.assets)
                key = digest("pdf", job.html, job.assets, job.form, fonts, _engine() or "", _code("render/pdf*.py"))
                jobs_by_key.setdefault(key, []).append((document, job))
    if has_errors(found):
        return Outcome(None, tuple(found))
    count = 0
    for key, outcome, new in _pdfs(jobs_by_key, fonts, store, jobs):
        found += outcome.diagnostics
        if outcome.value is None:
            continue
        if new:
            found += store.put(key, outcome.value)
            count += 1
        for document, _ in jobs_by_key[key]:
            artifacts.append(_artifact(document, "pdf", outcome.value))
            reporter.done(artifacts[-1].path)
    return Outcome((tuple(artifacts), count), in_order(found))


def _pdfs(
    jobs_by_key: Mapping[Digest, list[tuple[Document, PdfJob]]], fonts: Mapping[str, bytes], store: Store, jobs: int
) -> Iterator[tuple[Digest, Outcome[bytes], bool]]:
    """Yield every PDF with its key, and whether it was rendered now; the longest begin first, so that none trails."""
    missing: list[tuple[Digest, PdfJob]] = []
    for key, items in jobs_by_key.items():
        if (data := store.get(key)) is not None:
            yield key, Outcome(data), False
        else:
            missing.append((key, items[0][1]))
    if not missing:
        return
    missing.sort(key=lambda item: (-len(item[1].html), item[0]))
    with workers(jobs, len(missing), fonts) as executor:
        futures = {executor.submit(render_pdf, job): key for key, job in missing}
        for future in as_completed(futures):
            yield futures[future], future.result(), True


def _artifact(document: Document, suffix: str, data: bytes) -> Artifact:
    about = About(
        document=document.id,
        format=suffix,
        partnership=document.partnership,
        agency=document.agency,
        language=document.lang,
        fingerprint=document.fingerprint,
    )
    return Artifact(_path(document, suffix), data, about)


def _path(document: Document, suffix: str) -> RelPath:
    return RelPath(f"{document.partnership}/{document.agency}/{document.id}.{suffix}")


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


@cache
def _engine() -> str | None:
    """Return what else decides the bytes of a PDF, or none when there is no engine here."""
    return None if missing_libraries() else engine_fingerprint()


@cache
def _code(pattern: str) -> Digest:
    """Return the digest of some of policygen's own files: another version may make other things of the same input."""
    package = Path(__file__).parent
    return digest({path.relative_to(package).as_posix(): path.read_bytes() for path in sorted(package.glob(pattern))})

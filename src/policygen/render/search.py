"""The search index of the site: what can be found to the files that Pagefind's script reads in the browser.

Takes values and gives files. Pagefind is a program that indexes a folder: it gets one of its own with a small page for
each entry, and only for the moment of one call. No filters are used: with them the index differs from run to run.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from pathlib import Path

from policygen.compose.files import files, path
from policygen.compose.site import clauses_of
from policygen.diagnostics import Outcome, RelPath, error
from policygen.model.documents import Document, DocumentSet
from policygen.model.library import Library
from policygen.model.policies import Annex
from policygen.model.prose import Block
from policygen.model.sheets import SheetView
from policygen.render.html.markup import plain_text
from policygen.render.terminal.text import blocks_text

__all__ = ["Entry", "entries", "search_fingerprint", "search_index"]

FOLDER = "search/pagefind"
UNUSED = ("pagefind-ui", "pagefind-component-ui", "pagefind-modular-ui", "pagefind-highlight")
"""Pagefind's own faces, which our page does without."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to find: where it is from the top of the site, its heading, its words, and whose editions have it."""

    href: str
    title: str
    words: str
    editions: tuple[str, ...]


def entries(library: Library, sets: tuple[DocumentSet, ...]) -> tuple[Entry, ...]:
    """Return what the site's search can find: every clause once for each partnership, and every other document.

    A clause stands under the full edition, in its words; `editions` says which agencies print it too, so that the
    page can lead readers to their own. What only some agencies have stands under the first of them. A sheet is found
    by its words, and every other document that is no policy by its name.
    """
    made: dict[tuple[str, str], Entry] = {}
    held: dict[tuple[str, str], list[str]] = {}
    for each in sorted(sets, key=lambda each: not library.agencies[each.edition.agency].annotated):
        for document in each.documents:
            if document.stem != document.id:
                continue
            for part, found in _parts(document):
                key = (document.partnership, part)
                made.setdefault(key, found)
                held.setdefault(key, []).append(document.agency)
    return tuple(
        Entry(found.href, found.title, found.words, tuple(sorted(held[key]))) for key, found in sorted(made.items())
    )


def _parts(document: Document) -> Iterable[tuple[str, Entry]]:
    page = path(document, files(document)[0])
    if clauses := list(clauses_of(document)):
        for clause in clauses:
            words = _words(clause.body)
            for note in clause.notes:
                words += f" {note.title} {_words(note.body)}"
            yield clause.id, Entry(f"{page}#{clause.id}", f"{clause.number} {clause.title}", words, ())
    else:
        title, words = document.subtitle, document.title
        for view in (part for part in document.parts if isinstance(part, SheetView)):
            title, words = document.title, " ".join(filter(None, map(plain_text, view.runs())))
        words = " ".join((words, *(part.title for part in document.parts if isinstance(part, Annex))))
        yield f"document {document.id}", Entry(page, title, words, ())


def _words(blocks: tuple[Block, ...]) -> str:
    """Return blocks as running words, for an index and for excerpts."""
    return " ".join(line.strip().removeprefix("- ") for line in blocks_text(blocks, "")).replace(" | ", ", ")


def search_fingerprint() -> str:
    """Return what decides the bytes of an index besides its entries."""
    return f"pagefind {version('pagefind')}"


def search_index(found: tuple[Entry, ...]) -> Outcome[Mapping[RelPath, bytes]]:
    """Return the files of the index by their paths in the output; PG531 when Pagefind fails or is not there."""
    with tempfile.TemporaryDirectory(prefix="policygen-search-") as name:
        folder = Path(name)
        for number, entry in enumerate(found):
            (folder / f"{number:06}.html").write_text(_page(entry), encoding="utf-8")
        command = [sys.executable, "-m", "pagefind", "--site", name, "--output-path", str(folder / "index")]
        done = subprocess.run(command, cwd=name, capture_output=True, text=True, check=False)  # noqa: S603  our own words
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["it said nothing"]
            return Outcome(None, (error("PG531", f"the search index could not be made: Pagefind failed ({said[0]})"),))
        made = {
            RelPath(f"{FOLDER}/{file.relative_to(folder / 'index').as_posix()}"): file.read_bytes()
            for file in sorted((folder / "index").rglob("*"))
            if file.is_file() and not file.name.startswith(UNUSED)
        }
    return Outcome(made)


def _page(entry: Entry) -> str:
    """Return an entry as the page that Pagefind indexes; its own address is in the metadata."""
    kept = {"title": entry.title, "href": entry.href, "editions": " ".join(entry.editions)}
    metadata = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{escape(value)}">' for name, value in kept.items()
    )
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(entry.title)}</title>{metadata}</head>'
        f"<body data-pagefind-body><h1>{escape(entry.title)}</h1><p>{escape(entry.words)}</p></body></html>"
    )

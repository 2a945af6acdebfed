"""The registry of formats and of kinds of documents: which files each becomes, and what is true of all of a kind.

A new format is a member of `Format` in `model/formats.py` and the files here, its renderer, and a line in
`render.documents`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, assert_never

from policygen.diagnostics import RelPath
from policygen.model.documents import Document, DocumentKind
from policygen.model.formats import FORMATS, Format
from policygen.model.leaflets import LeafletView

__all__ = ["File", "Traits", "files", "path", "traits"]


@dataclass(frozen=True, slots=True)
class File:
    """One file of a document: the format it belongs to, the end of its name, and the words that people call it by."""

    format: Format
    suffix: str
    label: str
    """Their key among the words of documents."""
    large: bool = False
    """Whether it is set in large print."""


Group = Literal["staff", "sheets", "leaflets", "records"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is true of every document of a kind."""

    files: tuple[File, ...]
    group: Group
    """Where it is listed on an agency's page of the site."""
    form: bool = False
    """Whether all of it is filled in, and nothing else of it may change."""
    pages: int | None = None
    """How many pages it may have at most as a PDF."""


_WEB = File(Format.HTML, "html", "web-page")
_PDF = File(Format.PDF, "pdf", "pdf")
_WORD = File(Format.DOCX, "docx", "word")
_LARGE = File(Format.PDF, "large-print.pdf", "pdf-large", large=True)
_EASY_READ = (_WEB, File(Format.PDF, "pdf", "pdf-to-print"), _LARGE)
"""Easy Read is on A4 and is not folded."""


def traits(kind: DocumentKind) -> Traits:
    """Return what is true of every document of a kind."""
    match kind:
        case DocumentKind.POLICY:
            return Traits(files=(_WEB, _PDF, _WORD), group="staff")
        case DocumentKind.GUIDE:
            return Traits(files=(_WEB, _PDF, _WORD), group="staff", pages=1)
        case DocumentKind.LEAFLET:
            return Traits(files=(_WEB, File(Format.PDF, "pdf", "pdf-to-fold"), _LARGE), group="leaflets")
        case DocumentKind.RECORD:
            filled = File(Format.PDF, "pdf", "pdf-to-fill"), File(Format.DOCX, "docx", "word-form")
            schema = File(Format.SCHEMA, "schema.json", "schema")
            return Traits(files=(_WEB, *filled, schema), group="records", form=True)
        case DocumentKind.SHEET:
            return Traits(files=(_WEB, _PDF, _WORD), group="sheets")
        case _:
            assert_never(kind)


def files(document: Document, formats: Collection[str] = FORMATS) -> tuple[File, ...]:
    """Return the files of a document in the formats that are wanted.

    A leaflet in a language whose text cannot be read back from a PDF is a web page only.
    """
    leaflet = next((part for part in document.parts if isinstance(part, LeafletView)), None)
    made = _EASY_READ if leaflet is not None and leaflet.easy else traits(document.kind).files
    web_only = leaflet is not None and not leaflet.pdf
    return tuple(file for file in made if file.format in formats and (file is _WEB or not web_only))


def path(document: Document, file: File) -> RelPath:
    """Return where a file stands in the output (design: outputs)."""
    return RelPath(f"{document.partnership}/{document.agency}/{document.stem}.{file.suffix}")

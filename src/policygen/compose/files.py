"""The files that a document becomes: their formats, suffixes and what they are called."""

from collections.abc import Collection
from dataclasses import dataclass

from policygen.diagnostics import RelPath
from policygen.model.documents import Document, DocumentKind
from policygen.model.leaflets import LeafletView

__all__ = ["FORMATS", "File", "files", "path"]

FORMATS = ("html", "pdf", "docx", "schema")
"""The formats that a build can be asked for."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a document: the format it belongs to, the end of its name, and what people call it."""

    format: str
    suffix: str
    label: str
    large: bool = False
    """Whether it is set in large print."""


_WEB = File("html", "html", "Web page")
_PDF = File("pdf", "pdf", "PDF")
_WORD = File("docx", "docx", "Word")
_LARGE = File("pdf", "large-print.pdf", "Large print PDF", large=True)
_EASY_READ = (_WEB, File("pdf", "pdf", "PDF to print"), _LARGE)
"""Easy Read is on A4 and is not folded."""
_FILES = {
    DocumentKind.POLICY: (_WEB, _PDF, _WORD),
    DocumentKind.GUIDE: (_WEB, _PDF, _WORD),
    DocumentKind.RECORD: (
        _WEB,
        File("pdf", "pdf", "PDF to fill in"),
        File("docx", "docx", "Word form"),
        File("schema", "schema.json", "JSON Schema"),
    ),
    DocumentKind.LEAFLET: (
        _WEB,
        File("pdf", "pdf", "PDF to print and fold"),
        _LARGE,
    ),
}


def files(document: Document, formats: Collection[str] = FORMATS) -> tuple[File, ...]:
    """Return the files of a document in the formats that are wanted.

    A leaflet in a language whose text cannot be read back from a PDF is a web page only.
    """
    leaflet = next((part for part in document.parts if isinstance(part, LeafletView)), None)
    made = _EASY_READ if leaflet is not None and leaflet.easy else _FILES[document.kind]
    web_only = leaflet is not None and not leaflet.pdf
    return tuple(file for file in made if file.format in formats and (file.format == "html" or not web_only))


def path(document: Document, file: File) -> RelPath:
    """Return where a file stands in the output (design: outputs)."""
    return RelPath(f"{document.partnership}/{document.agency}/{document.stem}.{file.suffix}")

"""Every document of every edition."""

from policygen.compose.policy import compose_policy
from policygen.diagnostics import Diagnostic, Outcome
from policygen.model import Document, DocumentSet, Edition, Library
from policygen.resolve.matrix import coverage

__all__ = ["compose"]


def compose(library: Library, editions: tuple[Edition, ...]) -> Outcome[tuple[DocumentSet, ...]]:
    """Compose the documents that each edition's agency lists, in that order."""
    found: list[Diagnostic] = []
    sets = []
    rows = coverage(library, editions)
    for edition in editions:
        documents: list[Document] = []
        for name in library.agencies[edition.agency].documents:
            outcome = compose_policy(library, edition, library.outlines[name.text], rows)
            found += outcome.diagnostics
            if outcome.value is not None:
                documents.append(outcome.value)
        sets.append(DocumentSet(edition=edition, documents=tuple(documents)))
    return Outcome(tuple(sets), tuple(found))

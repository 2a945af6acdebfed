"""Every document of every edition."""

from policygen.compose.guide import compose_guide
from policygen.compose.leaflets import compose_leaflets
from policygen.compose.policy import compose_policy
from policygen.compose.records import compose_record
from policygen.diagnostics import Diagnostic, Outcome
from policygen.model.documents import Document, DocumentSet
from policygen.model.editions import Edition
from policygen.model.library import Library
from policygen.resolve.coverage import coverage
from policygen.resolve.editions import is_for
from policygen.resolve.translations import stale

__all__ = ["compose"]


def compose(library: Library, editions: tuple[Edition, ...]) -> Outcome[tuple[DocumentSet, ...]]:
    """Compose the documents of each edition: what its agency lists, then guides, leaflets and records."""
    found: list[Diagnostic] = []
    sets = []
    rows = coverage(library, editions)
    behind = frozenset(stale(library))
    for edition in editions:
        outcomes: list[Outcome[Document]] = [
            compose_policy(library, edition, library.outlines[name.text], rows)
            for name in library.agencies[edition.agency].documents
        ]
        lineage = library.lineage(edition.agency)
        outcomes += [
            compose_guide(library, edition, guide)
            for guide in library.guides.values()
            if is_for(guide.audience, lineage)
        ]
        for leaflet in library.leaflets.values():
            outcomes += compose_leaflets(library, edition, leaflet, behind)
        outcomes += [
            compose_record(library, edition, record)
            for record in library.records.values()
            if is_for(record.audience, lineage)
        ]
        found += [diagnostic for outcome in outcomes for diagnostic in outcome.diagnostics]
        documents = tuple(outcome.value for outcome in outcomes if outcome.value is not None)
        sets.append(DocumentSet(edition=edition, documents=documents))
    return Outcome(tuple(sets), tuple(found))

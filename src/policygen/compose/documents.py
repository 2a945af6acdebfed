"""Every document that somebody wants: which there are, from the library alone, and each composed of an edition."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import assert_never

from policygen.compose.finish import imprint
from policygen.compose.guide import compose_guide
from policygen.compose.leaflets import compose_leaflet, leaflet_id, tags
from policygen.compose.policy import compose_policy
from policygen.compose.records import compose_record, record_id
from policygen.compose.sheets import compose_sheet
from policygen.diagnostics import Diagnostic, Outcome
from policygen.model.documents import Document, DocumentSet
from policygen.model.editions import Edition
from policygen.model.guides import Guide
from policygen.model.leaflets import Leaflet
from policygen.model.library import Library
from policygen.model.protocol import Outline
from policygen.model.records import Record
from policygen.model.scalars import SOURCE_TAG
from policygen.model.sheets import Sheet
from policygen.resolve.coverage import Row, coverage
from policygen.resolve.editions import is_for
from policygen.resolve.packs import Pack, in_pack
from policygen.resolve.switches import as_law_stands
from policygen.resolve.translations import stale

__all__ = ["Planned", "compose", "plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A document that an agency gets: what it is called, the tag of its language, and what it is composed of."""

    partnership: str
    agency: str
    id: str
    language: str = SOURCE_TAG
    source: Outline | Guide | Sheet | Leaflet | Record


def plan(library: Library) -> Iterator[Planned]:
    """Yield every document of every edition, without composing any, in the order of its pack.

    Those are what outlines make, then guides, sheets, leaflets in each of their languages, and records.
    """
    for partnership in library.partnerships:
        for agency in library.members(partnership):
            yield from _pack(library, partnership, agency)


def compose(
    library: Library,
    editions: tuple[Edition, ...],
    wanted: Callable[[Planned], bool] = lambda _: True,
    *,
    fingerprints: bool = True,
    annexes: bool = True,
) -> Outcome[tuple[DocumentSet, ...]]:
    """Compose the documents that are wanted, of each edition that has any.

    Fingerprints cost as much as all the rest: without them documents can be looked at, and may not be rendered. The
    same holds without `annexes`, which are made of registers: no author can be wrong in them.
    """
    found: list[Diagnostic] = []
    sets = []
    rows = coverage(library, editions)
    behind = frozenset(stale(library))
    here = {name: as_law_stands(library, name) for name in {edition.partnership: None for edition in editions}}
    for edition in editions:
        documents = []
        pack = Pack(here[edition.partnership], edition)
        for planned in filter(wanted, _pack(pack.library, edition.partnership, edition.agency)):
            outcome = _compose(planned, pack, rows, behind, annexes=annexes)
            found += outcome.diagnostics
            if outcome.value is not None:
                documents.append(imprint(outcome.value) if fingerprints else outcome.value)
        if documents:
            sets.append(DocumentSet(edition=edition, documents=tuple(documents)))
    return Outcome(tuple(sets), tuple(found))


def _pack(library: Library, partnership: str, agency: str) -> Iterator[Planned]:
    lineage = library.lineage(agency)
    for outline in in_pack(library, agency):
        yield Planned(partnership=partnership, agency=agency, id=outline.id, source=outline)
    for guide in library.guides.values():
        if is_for(guide.audience, lineage):
            yield Planned(partnership=partnership, agency=agency, id=guide.id, source=guide)
    for sheet in library.sheets.values():
        if is_for(sheet.audience, lineage):
            yield Planned(partnership=partnership, agency=agency, id=sheet.document_id, source=sheet)
    for languages in library.leaflets.values():
        if is_for(languages[SOURCE_TAG].audience, lineage):
            for tag in tags(library, languages):
                name = leaflet_id(languages[tag])
                yield Planned(partnership=partnership, agency=agency, id=name, language=tag, source=languages[tag])
    for record in library.records.values():
        if is_for(record.audience, lineage):
            yield Planned(partnership=partnership, agency=agency, id=record_id(record), source=record)


def _compose(
    planned: Planned, pack: Pack, rows: tuple[Row, ...], behind: Collection[tuple[str, str]], *, annexes: bool
) -> Outcome[Document]:
    match planned.source:
        case Outline() as outline:
            return compose_policy(pack, outline, rows, annexes=annexes)
        case Guide() as guide:
            return compose_guide(pack, guide)
        case Sheet() as sheet:
            return compose_sheet(pack, sheet)
        case Leaflet() as leaflet:
            return compose_leaflet(pack, leaflet, stale=(leaflet.id, leaflet.language) in behind)
        case Record() as record:
            return compose_record(pack, record)
        case _:
            assert_never(planned.source)

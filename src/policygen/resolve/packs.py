"""What an agency's pack holds of the outlines, and in which of its documents each clause stands.

Takes the library and an edition; gives outlines in the order of the pack, and the names of documents by clause.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from policygen.model.editions import Edition, EditionClause, Printing
from policygen.model.library import Library
from policygen.model.protocol import Insert, Outline
from policygen.resolve.editions import is_for

__all__ = ["Pack", "in_pack", "prints", "standing"]


@dataclass(frozen=True, eq=False)
class Pack:
    """An edition with what all documents of its pack ask of it, worked out once."""

    library: Library
    edition: Edition

    @cached_property
    def lineage(self) -> tuple[str, ...]:
        """The agency's ancestors from the top, itself last."""
        return self.library.lineage(self.edition.agency)

    @cached_property
    def clauses(self) -> tuple[EditionClause, ...]:
        """All clauses of the edition, printed or not."""
        return self.edition.clauses()

    @cached_property
    def outlines(self) -> tuple[Outline, ...]:
        """The outlines that are for the agency."""
        return in_pack(self.library, self.edition.agency)

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The number of each clause that the edition prints."""
        return {item.clause.id: item.number for item in self.clauses if item.printing is Printing.PRINTED}

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """The document of the pack in which each clause stands."""
        return standing(self.library, self.edition)

    @cached_property
    def known(self) -> frozenset[str]:
        """The ids of all clauses of the edition."""
        return frozenset(item.clause.id for item in self.clauses)

    @cached_property
    def inserted(self) -> frozenset[str]:
        """The ids of the clauses that any layer makes, this edition's or not."""
        edits = (edit for layer in self.library.layers.values() for edit in layer.edits)
        return frozenset(edit.clause.id for edit in edits if isinstance(edit, Insert))

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The heading of each clause that stands in the pack."""
        return {item.clause.id: item.clause.title for item in self.clauses if item.clause.id in self.homes}

    @cached_property
    def records(self) -> frozenset[str]:
        """The ids of the records that the agency has."""
        return frozenset(name for name, record in self.library.records.items() if is_for(record.audience, self.lineage))


def in_pack(library: Library, agency: str) -> tuple[Outline, ...]:
    """Return the outlines that are for an agency: by their places, then by their ids."""
    lineage = library.lineage(agency)
    ours = (outline for outline in library.outlines.values() if is_for(outline.audience, lineage))
    return tuple(sorted(ours, key=lambda outline: (outline.place, outline.id)))


def prints(outline: Outline, item: EditionClause) -> bool:
    """Say whether a document prints a clause, if the edition does: it stands there, or on its first pages."""
    if item.document == outline.id:
        return True
    return item.clause.id in [name.text for name in outline.first_pages]


def standing(library: Library, edition: Edition) -> dict[str, str]:
    """Return the document in which each clause stands that the edition prints; those of no document are left out.

    A clause that another document has on its first pages stands there only where the pack lacks its own.
    """
    outlines = in_pack(library, edition.agency)
    mine = {outline.id for outline in outlines}
    found: dict[str, str] = {}
    for item in edition.clauses():
        if item.printing is Printing.PRINTED:
            home = item.document if item.document in mine else None
            home = home or next((outline.id for outline in outlines if prints(outline, item)), None)
            if home is not None:
                found[item.clause.id] = home
    return found

"""What an agency's pack holds of the outlines, and in which of its documents each clause stands.

Takes the library and an edition; gives outlines in the order of the pack, and the names of documents by clause.
"""

from policygen.model.editions import Edition, EditionClause, Printing
from policygen.model.library import Library
from policygen.model.protocol import Outline
from policygen.resolve.editions import is_for

__all__ = ["in_pack", "prints", "standing"]


def in_pack(library: Library, agency: str) -> tuple[Outline, ...]:
    """Return the outlines that are for an agency: by their places, then by their ids."""
    lineage = library.lineage(agency)
    ours = (outline for outline in library.outlines.values() if is_for(outline.audience, lineage))
    return tuple(sorted(ours, key=lambda outline: (outline.place, outline.id)))


def prints(outline: Outline, item: EditionClause) -> bool:
    """Say whether a document prints a clause, if the edition does: it stands there, or on its first pages."""
    return item.document == outline.id or any(name.text == item.clause.id for name in outline.first_pages)


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

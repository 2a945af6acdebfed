"""The coverage matrix: every provision and every law, the clauses that carry it, and who reads them in which document.

Takes the library and its editions; gives rows, those without a clause among them, each with its reason.
"""

from dataclasses import dataclass

from policygen.model.editions import Edition
from policygen.model.library import Library
from policygen.resolve.packs import standing

__all__ = ["Carrier", "Row", "coverage"]


@dataclass(frozen=True, slots=True)
class Carrier:
    """A clause that carries a provision or rests on a law, and who reads it: agencies and documents by partnership."""

    clause: str
    number: str
    locked: bool
    readers: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """By partnership: each agency whose pack has it, and the document in which it stands there."""


@dataclass(frozen=True, slots=True)
class Row:
    """A provision or a law with its carriers; `note` says why there is none, or what waits."""

    kind: str
    id: str
    title: str
    status: str
    carriers: tuple[Carrier, ...]
    note: str


def coverage(library: Library, editions: tuple[Edition, ...]) -> tuple[Row, ...]:
    """Return a row for every provision in the order of the register, then for every law that a clause rests on."""
    readers = _readers(library, editions)
    clauses = {clause.id: clause for _, clause in library.clauses()}
    carried: dict[str, list[str]] = {}
    rested: dict[str, list[str]] = {}
    for clause in clauses.values():
        for name in clause.provisions:
            carried.setdefault(name.text, []).append(clause.id)
        for name in clause.law:
            rested.setdefault(name.text, []).append(clause.id)

    def carriers(names: list[str]) -> tuple[Carrier, ...]:
        made = []
        for name in names:
            number, reads = readers.get(name, ("", {}))
            by_partnership = tuple((partnership, tuple(agencies)) for partnership, agencies in reads.items())
            made.append(Carrier(name, number, clauses[name].locked, by_partnership))
        return tuple(made)

    rows = [
        Row(
            kind="provision",
            id=provision.id,
            title=provision.text,
            status=provision.status,
            carriers=carriers(carried.get(provision.id, [])),
            note=provision.treatment,
        )
        for provision in library.provisions.values()
    ]
    for law in library.law.values():
        if law.id in rested:
            note = "waits until somebody confirms it" if law.unconfirmed else ""
            title = library.law_title(law.id)
            rows.append(Row("law", law.id, title, law.status, carriers(rested[law.id]), note))
    return tuple(rows)


def _readers(
    library: Library, editions: tuple[Edition, ...]
) -> dict[str, tuple[str, dict[str, list[tuple[str, str]]]]]:
    """Return for each clause its number and the agencies whose pack has it, each with the document, by partnership."""
    found: dict[str, tuple[str, dict[str, list[tuple[str, str]]]]] = {}
    for edition in editions:
        homes = standing(library, edition)
        for item in edition.clauses():
            _, reads = found.setdefault(item.clause.id, (item.number, {}))
            if item.clause.id in homes:
                reads.setdefault(edition.partnership, []).append((edition.agency, homes[item.clause.id]))
    return found

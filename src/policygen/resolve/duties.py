"""Whom a duty binds: as the register of law answers, or as the clause itself says.

Takes a library, an agency and a law or a clause; gives whether it binds that agency, and why.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from policygen.model.agencies import Agency
from policygen.model.library import Library
from policygen.model.prose import AnswerKind
from policygen.model.protocol import Clause
from policygen.model.registers import Law, LawRow

__all__ = ["EVERYONE", "OTHERS", "Bond", "applies", "bond", "duty_laws"]

EVERYONE = "everyone"
"""The name in `binds` for all who read the clause."""

OTHERS = "others"
"""The name in `binds` for people who get no edition: whoever is told something by an agency, say."""


@dataclass(frozen=True, slots=True)
class Bond:
    """Whether something binds an agency, and why."""

    kind: AnswerKind
    why: str = ""


def applies(agency: Agency, law: Law, row: LawRow) -> Bond:
    """Say whether a law applies: the agency's own answer, else by the kinds of body that it is."""
    own = agency.law.get(law.id)
    bodies = [agency.bodies[name.text].text for name in row.binds if name.text in agency.bodies]
    everyone = any(name.text == "all" for name in row.binds)
    if law.unconfirmed or law.status.awaited:
        return Bond(AnswerKind.WAIT, own.why if own else (row.yes if bodies or everyone else row.no))
    if own is not None:
        return Bond(own.answer, own.why)
    if bodies:
        return Bond(AnswerKind.YES, bodies[0])
    return Bond(AnswerKind.YES, row.yes) if everyone else Bond(AnswerKind.NO, row.no)


def duty_laws(library: Library, clause: Clause) -> Iterator[tuple[Law, LawRow]]:
    """Yield the laws on which a clause rests that lay a duty on somebody, as the law table says."""
    for law in (library.law[name.text] for name in clause.law if name.text in library.law):
        if law.row is not None and law.row.force == "duty":
            yield law, law.row


def bond(library: Library, agency: str, clause: Clause) -> Bond:
    """Say whether a clause binds an agency: as its `binds` says, else as the laws do that lay a duty on somebody.

    Of several answers the strongest counts. `depends` makes a yes depend on what it says.
    """
    reader = library.agencies[agency]
    if clause.binds:
        bonds = list(_named(library, reader, clause))
    else:
        bonds = [applies(reader, law, row) for law, row in duty_laws(library, clause)]
    found = max(bonds, key=lambda each: each.kind.strength, default=Bond(AnswerKind.NO))
    if clause.depends and found.kind is AnswerKind.YES:
        return replace(found, kind=AnswerKind.DEPENDS, why=clause.depends)
    return found


def _named(library: Library, agency: Agency, clause: Clause) -> Iterator[Bond]:
    """Yield the answer of each name in `binds`; of agencies, the mention nearest to the reader decides."""
    names = [name.text for name in clause.binds]
    for ancestor in reversed(library.lineage(agency.id)):
        if f"-{ancestor}" in names:
            return
        if ancestor in names:
            yield Bond(AnswerKind.YES)
            return
    for name in names:
        if name == EVERYONE or name in agency.bodies:
            yield Bond(AnswerKind.YES)
        elif (law := library.law.get(name)) is not None and law.row is not None:
            yield applies(agency, law, law.row)

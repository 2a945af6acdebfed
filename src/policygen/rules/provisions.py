"""Provisions of the source: clauses name those of the register and carry all that live; a lock holds in every edition.

Takes a library, then its editions; gives what is named and not there, what is missing where, and what goes astray.
"""

from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, Note, did_you_mean, error, warning
from policygen.model.editions import Edition, Printing
from policygen.model.library import Library
from policygen.model.protocol import POLICY, Clause, Move
from policygen.model.registers import ProvisionLock
from policygen.resolve.editions import is_for
from policygen.resolve.packs import standing
from policygen.rules.rule import Authored, Resolved, Rule

__all__ = ["RULES"]

DEAD = frozenset({"superseded", "historic"})
"""The statuses of provisions that nobody follows any more."""


def known_provisions(given: Authored) -> Iterator[Diagnostic]:
    """PG205: provisions that clauses name are in their register."""
    for _layer, clause in given.library.clauses():
        for name in clause.provisions:
            if name.text not in given.library.provisions:
                hint = did_you_mean(name.text, given.library.provisions)
                yield error("PG205", f"no provision `{name.text}` in content/provisions.yaml", name.span, hint=hint)


def known_corrections(given: Authored) -> Iterator[Diagnostic]:
    """PG206: editor's notes that clauses name are in their register."""
    for _layer, clause in given.library.clauses():
        for name in clause.corrections:
            if name.text not in given.library.corrections:
                hint = did_you_mean(name.text, given.library.corrections)
                yield error("PG206", f"no note `{name.text}` in content/editors-notes.yaml", name.span, hint=hint)


def carried(given: Authored) -> Iterator[Diagnostic]:
    """PG211 to PG213: every live provision has a clause, a dead one a reason, one locked for all a locked clause."""
    carriers: dict[str, list[Clause]] = {}
    for _layer, clause in given.library.clauses():
        for name in clause.provisions:
            carriers.setdefault(name.text, []).append(clause)
    for provision in given.library.provisions.values():
        dead = provision.status in DEAD
        if not dead and provision.id not in carriers:
            hint = "add its id to the `provisions` of the clause that carries it"
            yield error("PG211", f"no clause carries the provision {provision.id}", provision.span, hint=hint)
        if dead and not provision.treatment:
            hint = "say in `treatment` why it is not printed"
            message = f"the {provision.status} provision {provision.id} has no treatment"
            yield error("PG213", message, provision.span, hint=hint)
        for clause in carriers.get(provision.id, ()):
            if provision.lock is ProvisionLock.ALL and not clause.locked:
                notes = [Note(f"{provision.id} is locked for all", provision.span)]
                message = f"`{clause.id}` carries {provision.id} and is not locked"
                yield error("PG212", message, clause.span, notes=notes, hint="add `locked: true`")


def missing(given: Resolved) -> Iterator[Diagnostic]:
    """PG330, PG331, PG333: what is locked for all is in every pack, an agency's in its own, what decides in policies.

    An agency whose pack is about one thing alone need not have what is locked for all.
    """
    library = given.library
    packs = {(edition.partnership, edition.agency): _carried(library, edition) for edition in given.editions}
    whole = {place: found for place, found in packs.items() if not library.agencies[place[1]].only}
    lineages = {agency: library.lineage(agency) for agency in library.agencies}
    for provision in library.provisions.values():
        if provision.status in {*DEAD, "switch"} or provision.lock is ProvisionLock.OPEN:
            continue
        if provision.lock is ProvisionLock.ALL:
            places = [place for place, found in whole.items() if not any(found.get(provision.id, {}).values())]
            if places:
                message = f"{provision.id} is locked for all and no locked clause carries it to {_places(places)}"
                hint = "widen the clause's `for` or that of its document, or lock the clause"
                yield error("PG330", message, provision.span, hint=hint)
            places = [place for place, found in whole.items() if not found.get(provision.id, {}).get(POLICY, False)]
            if provision.decides and places:
                message = f"{provision.id} decides what somebody does, and no policy carries it to {_places(places)}"
                hint = f"let a locked clause that carries it stand in `{POLICY}`"
                yield error("PG333", message, provision.span, hint=hint)
            continue
        places = [
            (partnership, agency)
            for (partnership, agency), found in packs.items()
            if is_for(provision.agencies, lineages[agency]) and provision.id not in found
        ]
        if places:
            message = f"{provision.id} belongs to {_places(places)} and no clause carries it there"
            yield error("PG331", message, provision.span, hint="widen the clause's `for`")


def astray(given: Resolved) -> Iterator[Diagnostic]:
    """PG332: an agency's provision is not printed for another; the annotated edition shows what it is given."""
    lineages = {agency: given.library.lineage(agency) for agency in given.library.agencies}
    seen: set[tuple[str, str, str]] = set()
    for edition in given.editions:
        if given.library.agencies[edition.agency].annotated:
            continue
        for item in edition.clauses():
            if item.printing is not Printing.PRINTED:
                continue
            for name in item.clause.provisions:
                provision = given.library.provisions.get(name.text)
                if provision is None or provision.lock is not ProvisionLock.AGENCY:
                    continue
                key = (provision.id, item.clause.id, edition.agency)
                if key not in seen and not is_for(provision.agencies, lineages[edition.agency]):
                    seen.add(key)
                    notes = [Note(f"{provision.id} is listed for others", provision.span)]
                    message = f"`{item.clause.id}` carries {provision.id} to `{edition.agency}`, which it is not for"
                    yield warning("PG332", message, name.span, notes=notes, hint="narrow the clause's `for`")


RULES = (
    Rule(known_provisions, Authored, errors=("PG205",)),
    Rule(known_corrections, Authored, errors=("PG206",)),
    Rule(carried, Authored, errors=("PG211", "PG212", "PG213")),
    Rule(missing, Resolved, errors=("PG330", "PG331", "PG333")),
    Rule(astray, Resolved, warnings=("PG332",)),
)


def _carried(library: Library, edition: Edition) -> dict[str, dict[str, bool]]:
    """Return the provisions that a pack carries: in which documents, and whether a locked clause of each does.

    A clause that a layer moves, with its reason, counts as in the policy: in a small setting its lead decides.
    """
    homes = standing(library, edition)
    found: dict[str, dict[str, bool]] = {}
    for item in edition.clauses():
        if (home := homes.get(item.clause.id)) is not None:
            if any(isinstance(step.did, Move) for step in item.trail):
                home = POLICY
            for name in item.clause.provisions:
                here = found.setdefault(name.text, {})
                here[home] = here.get(home, False) or item.clause.locked
    return found


def _places(missing: list[tuple[str, str]]) -> str:
    names = sorted({agency for _, agency in missing})
    return ", ".join(f"`{name}`" for name in names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")

"""Proof of coverage: every provision that is locked for all stands, locked, in every edition; none goes astray.

Takes the library and its editions; gives what is missing where, and what reaches an agency it is not meant for.
"""

from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, Note, error, warning
from policygen.model.editions import Edition, Printing
from policygen.model.library import Library
from policygen.model.registers import ProvisionLock
from policygen.resolve.editions import is_for

__all__ = ["check_editions"]


def check_editions(library: Library, editions: tuple[Edition, ...]) -> tuple[Diagnostic, ...]:
    """Return provisions missing from editions (PG330, PG331) and found where they do not belong (PG332)."""
    printed = {(edition.partnership, edition.agency): _printed(edition) for edition in editions}
    return (*_missing(library, printed), *_astray(library, editions))


Printed = dict[tuple[str, str], dict[str, bool]]


def _printed(edition: Edition) -> dict[str, bool]:
    """Return the provisions that an edition prints, and whether a locked clause carries each."""
    found: dict[str, bool] = {}
    for item in edition.clauses():
        if item.printing is Printing.PRINTED:
            for name in item.clause.provisions:
                found[name.text] = found.get(name.text, False) or item.clause.locked
    return found


def _missing(library: Library, printed: Printed) -> Iterator[Diagnostic]:
    lineages = {agency: library.lineage(agency) for agency in library.agencies}
    for provision in library.provisions.values():
        if provision.status in {"superseded", "historic", "switch"} or provision.lock is ProvisionLock.OPEN:
            continue
        if provision.lock is ProvisionLock.ALL:
            missing = [place for place, found in printed.items() if not found.get(provision.id, False)]
            if missing:
                message = f"{provision.id} is locked for all and no locked clause carries it to {_places(missing)}"
                yield error("PG330", message, provision.span, hint="widen the clause's `for`, or lock the clause")
            continue
        missing = [
            (partnership, agency)
            for (partnership, agency), found in printed.items()
            if is_for(provision.agencies, lineages[agency]) and provision.id not in found
        ]
        if missing:
            message = f"{provision.id} belongs to {_places(missing)} and no clause carries it there"
            yield error("PG331", message, provision.span, hint="widen the clause's `for`")


def _astray(library: Library, editions: tuple[Edition, ...]) -> Iterator[Diagnostic]:
    """Warn where an agency's provision is printed for another; the annotated edition shows what it is given."""
    lineages = {agency: library.lineage(agency) for agency in library.agencies}
    seen: set[tuple[str, str, str]] = set()
    for edition in editions:
        if library.agencies[edition.agency].annotated:
            continue
        for item in edition.clauses():
            if item.printing is not Printing.PRINTED:
                continue
            for name in item.clause.provisions:
                provision = library.provisions.get(name.text)
                if provision is None or provision.lock is not ProvisionLock.AGENCY:
                    continue
                key = (provision.id, item.clause.id, edition.agency)
                if key not in seen and not is_for(provision.agencies, lineages[edition.agency]):
                    seen.add(key)
                    notes = [Note(f"{provision.id} is listed for others", provision.span)]
                    message = f"`{item.clause.id}` carries {provision.id} to `{edition.agency}`, which it is not for"
                    yield warning("PG332", message, name.span, notes=notes, hint="narrow the clause's `for`")


def _places(missing: list[tuple[str, str]]) -> str:
    names = sorted({agency for _, agency in missing})
    return ", ".join(f"`{name}`" for name in names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")

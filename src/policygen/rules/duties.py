"""Duties: whom they bind is said in names that bind somebody.

Takes a library; gives names that bind nobody who reads the clause, and what is said of a duty that is none.
"""

from collections.abc import Iterator
from dataclasses import replace

from policygen.diagnostics import Diagnostic, did_you_mean, error
from policygen.model.library import Library
from policygen.model.protocol import Clause
from policygen.model.scalars import Named
from policygen.resolve.duties import EVERYONE, bond
from policygen.resolve.editions import is_for, layer_line
from policygen.rules.rule import Authored, Rule

__all__ = ["RULES"]


def known(given: Authored) -> Iterator[Diagnostic]:
    """PG260: each name in `binds` is of an agency, a kind of body or a law, and binds somebody who reads the clause."""
    library = given.library
    laws = {law.id for law in library.law.values() if law.row is not None}
    names = {EVERYONE, *library.agencies, *library.bodies, *laws}
    for layer, clause in library.clauses():
        readers = _readers(library, layer, clause)
        for name in clause.binds:
            if name.text.removeprefix("-") not in (library.agencies if name.text.startswith("-") else names):
                yield error("PG260", f"`{name.text}` binds nobody", name.span, hint=_hint(library, name, names))
            elif readers and not name.text.startswith("-") and not _binds(library, readers, clause, name):
                message = f"`{name.text}` binds nobody who reads `{clause.id}`"
                yield error("PG260", message, name.span, hint="take it out, or let them read it: see `for`")


def _hint(library: Library, name: Named, names: set[str]) -> str | None:
    if name.text in library.law:
        return f"`{name.text}` has no row in the law table: add its `table` in content/law.yaml, or name who is bound"
    return did_you_mean(name.text.removeprefix("-"), names)


def _binds(library: Library, readers: tuple[str, ...], clause: Clause, name: Named) -> bool:
    alone = replace(clause, binds=(name,))
    return any(bond(library, reader, alone).kind.binds for reader in readers)


def _readers(library: Library, layer: str, clause: Clause) -> tuple[str, ...]:
    """Return the agencies that get a clause of a layer."""
    return tuple(
        agency
        for agency in library.rendered()
        if is_for(clause.audience, library.lineage(agency))
        and (layer == "base" or any(layer in layer_line(library, each, agency) for each in library.partnerships))
    )


def said(given: Authored) -> Iterator[Diagnostic]:
    """PG262: only a duty says whom it binds and what to do."""
    for _layer, clause in given.library.clauses():
        if not clause.force.binding and (clause.duty or clause.binds or clause.depends):
            message = f"`{clause.id}` is no duty: `{clause.force}` binds nobody"
            yield error(
                "PG262", message, clause.span, hint="take out `binds`, `depends` and `duty`, or change its force"
            )


RULES = (
    Rule(known, Authored, errors=("PG260",)),
    Rule(said, Authored, errors=("PG262",)),
)

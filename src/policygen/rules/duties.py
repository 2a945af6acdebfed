"""Duties: each says whom it binds, in names that bind somebody, and what to do in one sentence.

Takes a library; gives names that bind nobody who reads the clause, duties of nobody, and duties that say nothing.
"""

from collections.abc import Iterator
from dataclasses import replace

from policygen.diagnostics import Diagnostic, did_you_mean, error
from policygen.model.library import Library
from policygen.model.protocol import Clause
from policygen.model.scalars import Named
from policygen.resolve.duties import EVERYONE, OTHERS, bond, duty_laws
from policygen.resolve.editions import is_for, layer_line
from policygen.rules.rule import Authored, Rule

__all__ = ["RULES"]


def known(given: Authored) -> Iterator[Diagnostic]:
    """PG260: each name in `binds` is of an agency, a kind of body or a law, and binds somebody who reads the clause.

    A layer may tell its readers of the duty of others, which those read elsewhere.
    """
    library = given.library
    laws = {law.id for law in library.law.values() if law.row is not None}
    names = {EVERYONE, OTHERS, *library.agencies, *library.bodies, *laws}
    for layer, clause in library.clauses():
        readers = library.rendered() if layer != "base" else _readers(library, layer, clause)
        for name in clause.binds:
            if name.text.removeprefix("-") not in (library.agencies if name.text.startswith("-") else names):
                yield error("PG260", f"`{name.text}` binds nobody", name.span, hint=_hint(library, name, names))
            elif name.text != OTHERS and not name.text.startswith("-") and not _bound(library, readers, clause, name):
                message = f"`{name.text}` binds nobody who reads `{clause.id}`"
                yield error("PG260", message, name.span, hint="take it out, or let them read it: see `for`")


def _hint(library: Library, name: Named, names: set[str]) -> str | None:
    if name.text in library.law:
        return f"`{name.text}` has no row in the law table: add its `table` in content/law.yaml, or name who is bound"
    return did_you_mean(name.text.removeprefix("-"), names)


def _bound(library: Library, readers: tuple[str, ...], clause: Clause, *names: Named) -> bool:
    """Say whether a clause binds one of these readers, by its names or by these alone; without readers nobody knows."""
    clause = replace(clause, binds=names) if names else clause
    return not readers or any(bond(library, reader, clause).kind.binds for reader in readers)


def _readers(library: Library, layer: str, clause: Clause) -> tuple[str, ...]:
    """Return the agencies that get a clause of a layer."""
    return tuple(
        agency
        for agency in library.rendered()
        if is_for(clause.audience, library.lineage(agency))
        and (layer == "base" or any(layer in layer_line(library, each, agency) for each in library.partnerships))
    )


def whose(given: Authored) -> Iterator[Diagnostic]:
    """PG261: a duty says whom it binds, unless a law on which it rests answers that."""
    for _layer, clause in given.library.clauses():
        if clause.force.binding and not clause.binds and not any(duty_laws(given.library, clause)):
            message = f"`{clause.id}` is a duty that does not say whom it binds"
            hint = "add `binds`: agencies, a kind of body, a law of the law table, or `everyone`"
            yield error("PG261", message, clause.span, hint=hint)


def said(given: Authored) -> Iterator[Diagnostic]:
    """PG262: a duty of those who read it says in one sentence what to do, and nothing else does."""
    library = given.library
    for layer, clause in library.clauses():
        if clause.force.binding and not clause.duty and _bound(library, _readers(library, layer, clause), clause):
            hint = "add `duty`, a sentence that tells those it binds what to do: Record why you shared."
            yield error(
                "PG262", f"`{clause.id}` is a duty without a line for the list of duties", clause.span, hint=hint
            )
        elif not clause.force.binding and (clause.duty or clause.binds or clause.depends):
            message = f"`{clause.id}` is no duty: `{clause.force}` binds nobody"
            yield error(
                "PG262", message, clause.span, hint="take out `binds`, `depends` and `duty`, or change its force"
            )


RULES = (
    Rule(known, Authored, errors=("PG260",)),
    Rule(whose, Authored, errors=("PG261",)),
    Rule(said, Authored, errors=("PG262",)),
)

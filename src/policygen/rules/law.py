"""Law: what rests on a law names one of the register, duties rest on something, and somebody confirms what is open.

Takes a library; gives names that are not known, duties without ground, and confirmations that are missing.
"""

from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, did_you_mean, error, warning
from policygen.model.library import Library
from policygen.model.registers import LawStatus
from policygen.model.scalars import Force, Named
from policygen.rules.rule import Authored, Rule

__all__ = ["RULES"]


def known_law(given: Authored) -> Iterator[Diagnostic]:
    """PG204: what clauses, edits and agencies rest on is in `law.yaml`."""
    law = given.library.law
    for name in _law_names(given.library):
        if name.text not in law:
            hint = did_you_mean(name.text, law)
            yield error("PG204", f"no law `{name.text}` in content/law.yaml", name.span, hint=hint)


def known_bodies(given: Authored) -> Iterator[Diagnostic]:
    """PG208: the kinds of bodies that agencies are, and that laws bind, are in `law.yaml`."""
    bodies = given.library.bodies
    named = [Named(body, why.span) for agency in given.library.agencies.values() for body, why in agency.bodies.items()]
    named += [name for law in given.library.law.values() if law.row for name in law.row.binds if name.text != "all"]
    for name in named:
        if name.text not in bodies:
            hint = did_you_mean(name.text, bodies)
            yield error("PG208", f"no kind of body `{name.text}` in content/law.yaml", name.span, hint=hint)


def grounds(given: Authored) -> Iterator[Diagnostic]:
    """PG214: a "must" rests on a law or a regulator; what the partners require of each other is "agreed"."""
    for _layer, clause in given.library.clauses():
        if clause.force is Force.MUST and not clause.law:
            message = f"`{clause.id}` is a must that rests on no law"
            hint = "name the law in `law`, or make its force `agreed` or `should`"
            yield error("PG214", message, clause.span, hint=hint)


def confirmations(given: Authored) -> Iterator[Diagnostic]:
    """PG218: a law switch that says in force says who confirmed it, and when."""
    for law in given.library.law.values():
        if law.switch is None:
            continue
        if law.status is LawStatus.IN_FORCE and law.unconfirmed:
            hint = "fill in `confirmed_by` and `confirmed_on`; until then a notice is printed"
            yield warning("PG218", f"nobody has confirmed that `{law.id}` is in force", law.span, hint=hint)
        if law.switch.confirmed_by and not law.switch.confirmed_on:
            yield error("PG218", f"`{law.id}` is confirmed without a date", law.span, hint="fill in `confirmed_on`")


RULES = (
    Rule(known_law, Authored, errors=("PG204",)),
    Rule(known_bodies, Authored, errors=("PG208",)),
    Rule(grounds, Authored, errors=("PG214",)),
    Rule(confirmations, Authored, errors=("PG218",), warnings=("PG218",)),
)


def _law_names(library: Library) -> Iterator[Named]:
    for _layer, clause in library.clauses():
        yield from clause.law
        if clause.when is not None:
            yield clause.when.law
    for layer in library.layers.values():
        for edit in layer.edits:
            yield from edit.law
    for agency in library.agencies.values():
        for law, answer in agency.law.items():
            yield Named(law, answer.span)

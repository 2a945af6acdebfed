"""Numbers: each leads to one text in the whole project, and none is ever given to another.

Takes a library, and its editions; gives prefixes and numbers that two things have, those that are lacking, and clauses
withdrawn that never were.
"""

from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, Note, Span, did_you_mean, error
from policygen.model.library import Library
from policygen.model.protocol import AddSection
from policygen.model.scalars import Named
from policygen.rules.rule import Authored, Resolved, Rule

__all__ = ["RULES"]


def withdrawn(given: Authored) -> Iterator[Diagnostic]:
    """PG246: a clause that was withdrawn had a number of its section, and what says it now is there."""
    known = {clause.id for _, clause in given.library.clauses()}
    for section in given.library.sections:
        had = len(section.clauses) + len(section.withdrawn)
        numbers: dict[int, Span] = {}
        for old in section.withdrawn:
            if not 1 <= old.number <= had:
                message = f"`{section.id}` has had {had} clauses: none of them was number {old.number}"
                yield error("PG246", message, old.span, hint="give the number that it was printed with")
            elif old.number in numbers:
                notes = [Note("the other one", numbers[old.number])]
                yield error("PG246", f"two clauses were withdrawn with the number {old.number}", old.span, notes=notes)
            numbers.setdefault(old.number, old.span)
            if old.now is not None and old.now.text not in known:
                gone = given.library.gone(old.now.text) and "it was withdrawn too: name a clause that is there"
                hint = gone or did_you_mean(old.now.text, known)
                yield error("PG246", f"no clause `{old.now.text}`", old.now.span, hint=hint)


def prefixes(given: Authored) -> Iterator[Diagnostic]:
    """PG247: a prefix is of one agency, partnership or section."""
    first: dict[str, Span] = {}
    for prefix in _prefixes(given.library):
        if prefix.text in first:
            notes = [Note("the other one", first[prefix.text])]
            message, hint = f"the prefix `{prefix.text}` is given twice", "a number leads to one text: take another"
            yield error("PG247", message, prefix.span, notes=notes, hint=hint)
        first.setdefault(prefix.text, prefix.span)
    seen: dict[str, Span] = {}
    for layer in given.library.layers.values():
        for edit in layer.edits:
            if isinstance(edit, AddSection) and edit.prefix is None and layer.prefix is not None:
                name = layer.prefix.text
                if name in seen:
                    notes = [Note("the other one", seen[name])]
                    message, hint = f"two sections are called {name}", "give one of them a `prefix` of its own"
                    yield error("PG247", message, edit.span, notes=notes, hint=hint)
                seen.setdefault(name, edit.span)


def _prefixes(library: Library) -> Iterator[Named]:
    yield from (agency.prefix for agency in library.agencies.values() if agency.prefix is not None)
    yield from (home.prefix for home in library.partnerships.values() if home.prefix is not None)
    for layer in library.layers.values():
        yield from (edit.prefix for edit in layer.edits if isinstance(edit, AddSection) and edit.prefix is not None)


def pinned(given: Resolved) -> Iterator[Diagnostic]:
    """PG248: a layer's clause has a prefix and a number of its own, for good; the base is counted."""
    first: dict[str, tuple[str, Span]] = {}
    taken: dict[str, int] = {}
    said: set[str] = set()
    items = [item for edition in given.editions for item in edition.clauses()]
    for item in items:
        if item.layer != "base" and item.clause.number is not None:
            prefix = item.number.rstrip("0123456789")
            taken[prefix] = max(taken.get(prefix, 0), item.clause.number)
    for item in items:
        name, number, span = item.clause.id, item.clause.number, item.clause.span
        if name in said:
            continue
        prefix = item.number.removesuffix(str(number))
        if item.layer == "base":
            if number is not None:
                said.add(name)
                yield error("PG248", f"`{name}` stands in the base, which is counted", span, hint="leave `number` out")
        elif not prefix:
            said.add(name)
            hint = f"give `{item.layer.partition('/')[0]}` a `prefix`, such as GMC"
            yield error("PG248", f"`{name}` has a number without a prefix", span, hint=hint)
        elif number is None or number < 1:
            said.add(name)
            taken[prefix] = taken.get(prefix, 0) + 1
            hint = f"the next is free: `number: {taken[prefix]}`"
            yield error("PG248", f"`{name}` needs a number that it keeps", span, hint=hint)
        elif first.setdefault(item.number, (name, span))[0] != name:
            said.add(name)
            notes = [Note("the other one", first[item.number][1])]
            hint = f"the next is free: `number: {taken[prefix] + 1}`"
            yield error("PG248", f"two clauses have the number {item.number}", span, notes=notes, hint=hint)


RULES = (
    Rule(withdrawn, Authored, errors=("PG246",)),
    Rule(prefixes, Authored, errors=("PG247",)),
    Rule(pinned, Resolved, errors=("PG248",)),
)

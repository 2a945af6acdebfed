"""Ids: each of them names one thing.

Takes a library; gives what is named twice.
"""

from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, Note, Span, error
from policygen.model.library import Library
from policygen.model.protocol import AddSection, Insert
from policygen.rules.rule import Authored, Rule

__all__ = ["RULES"]


def unique(given: Authored) -> Iterator[Diagnostic]:
    """PG201: sections and clauses share one namespace, over the base and all layers."""
    first: dict[str, Span] = {}
    for name, span in _ids(given.library):
        if name in first and first[name] != span:
            notes = [Note("it is given here first", first[name])]
            hint = "ids are permanent: rename the newer one"
            yield error("PG201", f"the id `{name}` is given twice", span, notes=notes, hint=hint)
        first.setdefault(name, span)


RULES = (Rule(unique, Authored, errors=("PG201",)),)


def _ids(library: Library) -> Iterator[tuple[str, Span]]:
    for section in library.sections:
        yield section.id, section.span
        for clause in section.clauses:
            yield clause.id, clause.span
    for layer in library.layers.values():
        for edit in layer.edits:
            if isinstance(edit, AddSection):
                yield edit.id, edit.span
            elif isinstance(edit, Insert):
                yield edit.clause.id, edit.clause.span

"""Ids: each of them names one thing, and none is one that pages use themselves.

Takes a library; gives what is named twice, and what takes a name of `model.addresses`.
"""

import re
from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, Note, Span, error, warning
from policygen.model import addresses
from policygen.model.library import Library
from policygen.model.protocol import AddSection, Insert
from policygen.model.registers import Law
from policygen.rules.rule import Authored, Rule
from policygen.source.tree import span_of

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


def unique_without_capitals(given: Authored) -> Iterator[Diagnostic]:
    """PG201: ids of laws, which may have capitals, differ in more than these."""
    first: dict[str, Law] = {}
    for law in given.library.law.values():
        other = first.setdefault(law.id.casefold(), law)
        if other is not law:
            notes = [Note("the other one", other.span)]
            message, hint = f"`{law.id}` and `{other.id}` differ in capitals only", "Word tells no capitals: rename one"
            yield error("PG201", message, law.span, notes=notes, hint=hint)


def in_one_bracket(given: Authored) -> Iterator[Diagnostic]:
    """PG181: an id between single brackets was meant as a reference."""
    known = {name for name, _ in _ids(given.library)}
    for path, text in given.texts.items():
        for match in _ONE_BRACKET.finditer(text) if path.endswith(".md") else ():
            if match[1] in known:
                span = span_of(path, text, match.start(), match.end())
                message = "this looks like a reference, and is printed as it stands"
                yield warning("PG181", message, span, hint=f"a reference has two brackets: [[{match[1]}]]")


def kept_by_pages(given: Authored) -> Iterator[Diagnostic]:
    """PG238: no id is a fragment of the page that it would stand on, which would have two elements of one id."""
    library = given.library
    policies = addresses.kept_in_policies(library.law, library.corrections)
    named = [(name, span, policies) for name, span in _ids(library)]
    named += [
        (part.id, part.span, addresses.LEAFLET)
        for languages in library.leaflets.values()
        for leaflet in languages.values()
        for part in leaflet.parts
    ]
    named += [
        (field.id, field.span, addresses.RECORD)
        for record in library.records.values()
        for section in record.sections
        for field in section.fields
    ]
    named += [
        (blank.id, blank.span, addresses.RECORD)
        for sheet in library.sheets.values()
        for part in sheet.parts
        for blank in part.blanks
    ]
    for name, span, kept in named:
        if name in kept:
            yield error(
                "PG238",
                f"pages use the id `{name}` themselves",
                span,
                hint="take another id: links to this one would lead elsewhere",
            )


RULES = (
    Rule(unique, Authored, errors=("PG201",)),
    Rule(unique_without_capitals, Authored, errors=("PG201",)),
    Rule(in_one_bracket, Authored, warnings=("PG181",)),
    Rule(kept_by_pages, Authored, errors=("PG238",)),
)


_ONE_BRACKET = re.compile(r"\[(?<!: \[)(?<![\[\w\\]\[)([a-z][a-z0-9]*)\](?![\](\[:])(?!\n?\()")
"""One word between single brackets that is no link and no list of YAML."""


def _ids(library: Library) -> Iterator[tuple[str, Span]]:
    for section in library.sections:
        yield section.id, section.span
        for clause in section.clauses:
            yield clause.id, clause.span
        for old in section.withdrawn:
            yield old.id, old.span
    for layer in library.layers.values():
        for edit in layer.edits:
            if isinstance(edit, AddSection):
                yield edit.id, edit.span
            elif isinstance(edit, Insert):
                yield edit.clause.id, edit.clause.span

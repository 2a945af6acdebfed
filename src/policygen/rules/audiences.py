"""Audiences: what is `for` some agencies is for agencies that exist, and for somebody.

Takes a library; gives names of agencies that are not known, and what reaches nobody.
"""

from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, did_you_mean, error
from policygen.model.library import Library
from policygen.model.scalars import Named
from policygen.rules.rule import Authored, Rule

__all__ = ["RULES"]


def known_agencies(given: Authored) -> Iterator[Diagnostic]:
    """PG202: whoever something is for is an agency, or `all`."""
    known = {*given.library.agencies, "all"}
    audiences = [audience for _, audience in _audiences(given.library)]
    audiences += [provision.agencies for provision in given.library.provisions.values()]
    for name in (name for audience in audiences for name in audience):
        agency = name.text.removeprefix("-")
        if agency not in known:
            yield error("PG202", f"no agency `{agency}`", name.span, hint=did_you_mean(agency, known))


def somebody(given: Authored) -> Iterator[Diagnostic]:
    """PG203: an audience has somebody to begin with."""
    for what, audience in _audiences(given.library):
        if audience and all(name.text.startswith("-") for name in audience):
            hint = "begin with `all`, or with the agencies that get it"
            yield error("PG203", f"{what} is for nobody", audience[0].span, hint=hint)


RULES = (
    Rule(known_agencies, Authored, errors=("PG202",)),
    Rule(somebody, Authored, errors=("PG203",)),
)


def _audiences(library: Library) -> Iterator[tuple[str, tuple[Named, ...]]]:
    """Yield what is `for` some agencies: what to call it, and whom it is for."""
    for _layer, clause in library.clauses():
        yield f"`{clause.id}`", clause.audience
    for outline in library.outlines.values():
        yield f"`{outline.id}`", outline.audience
        if outline.pages is not None:
            yield from (("this number of pages", item.audience) for item in outline.pages.exceptions)
    for record in library.records.values():
        yield f"`{record.id}`", record.audience
        for section in record.sections:
            yield f"`{section.id}`", section.audience
            for field in section.fields:
                yield f"`{field.id}`", field.audience
                yield from ((f"`{choice.id}`", choice.audience) for choice in field.choices)
    for guide in library.guides.values():
        yield f"`{guide.id}`", guide.audience
        yield from ((f"the panel “{panel.title}”", panel.audience) for panel in guide.panels)
        for step in guide.steps:
            yield f"`{step.id}`", step.audience
            yield from ((f"a note of `{step.id}`", note.audience) for note in step.notes)
    for sheet in library.sheets.values():
        yield f"`{sheet.id}`", sheet.audience
        for part in sheet.parts:
            yield f"the part “{part.title}”", part.audience
            yield from (("a step", line.audience) for line in part.steps)
            yield from (("a point", line.audience) for line in part.points)
            yield from ((f"`{blank.id}`", blank.audience) for blank in part.blanks)
    for leaflet in (leaflet for languages in library.leaflets.values() for leaflet in languages.values()):
        yield f"`{leaflet.id}`", leaflet.audience
        yield from ((f"`{part.id}`", part.audience) for part in leaflet.parts)

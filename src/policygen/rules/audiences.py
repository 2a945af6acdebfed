"""Audiences: what is `for` some agencies is for agencies that exist, and for somebody.

Takes a library; gives names of agencies that are not known, and what reaches nobody.
"""

from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, Note, did_you_mean, error, warning
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


def chosen(given: Authored) -> Iterator[Diagnostic]:
    """PG150, PG202 and PG203: the agencies that a partnership chooses are there, get documents, and are listed once."""
    library, rendered = given.library, given.library.rendered()
    for partnership in library.partnerships.values():
        first: dict[str, Named] = {}
        for name in partnership.chosen:
            if name.text not in library.agencies:
                hint = did_you_mean(name.text, rendered) or f"there is: {', '.join(rendered)}"
                yield error("PG202", f"no agency `{name.text}`", name.span, hint=hint)
            elif name.text not in rendered:
                below = [agency for agency in rendered if name.text in library.lineage(agency)]
                hint = f"list those below it: {', '.join(below)}" if below else "take it out"
                yield error("PG203", f"`{name.text}` gets no documents of its own", name.span, hint=hint)
            elif name.text in first:
                notes = [Note("it is listed here first", first[name.text].span)]
                yield error("PG150", f"the agency `{name.text}` is listed twice", name.span, notes=notes)
            first.setdefault(name.text, name)


def left_out(given: Authored) -> Iterator[Diagnostic]:
    """PG207: a partnership has values for agencies that it has chosen; of others nothing would be printed."""
    for partnership in given.library.partnerships.values():
        rendered = given.library.rendered()
        outside = set(rendered) - set(given.library.members(partnership.id))
        misspelt = any(name.text not in rendered for name in partnership.chosen)  # PG202 and PG203 say so
        for local in partnership.agencies.values():
            if local.agency in outside and not misspelt:
                message = f"`{partnership.id}` has not chosen `{local.agency}`: nothing prints what stands here"
                notes = [Note("the agencies that it has chosen", partnership.chosen[0].span)]
                hint = "add it to `agencies` in partnership.yaml, or take this file out"
                yield warning("PG207", message, local.span, notes=notes, hint=hint)


RULES = (
    Rule(known_agencies, Authored, errors=("PG202",)),
    Rule(somebody, Authored, errors=("PG203",)),
    Rule(chosen, Authored, errors=("PG150", "PG202", "PG203")),
    Rule(left_out, Authored, warnings=("PG207",)),
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

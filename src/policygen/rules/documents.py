"""Documents: text stands in those that there are, each has a name of its own, and an outline names a thing once.

Takes a library; gives documents that are not there, names that two pages would have, what is listed twice, and what has
no place.
"""

from collections.abc import Iterable, Iterator

from policygen.diagnostics import Diagnostic, Note, Span, did_you_mean, error
from policygen.model import addresses
from policygen.model.library import Library
from policygen.model.protocol import AddSection, Move, PartKind
from policygen.model.scalars import DEVICE, Named
from policygen.resolve.packs import in_pack
from policygen.rules.rule import Authored, Rule

__all__ = ["RULES"]


def known_documents(given: Authored) -> Iterator[Diagnostic]:
    """PG209: the documents in which text stands have outlines, and for every agency there is one."""
    outlines = given.library.outlines
    for home in _homes(given.library):
        if home.text not in outlines:
            hint = did_you_mean(home.text, outlines) or f"there is {', '.join(f'`{each}`' for each in outlines)}"
            yield error("PG209", f"no document `{home.text}` in content/documents/", home.span, hint=hint)
        elif all(part.text != PartKind.SECTIONS for part in outlines[home.text].parts):
            hint = f"add `sections` to the parts of content/documents/{home.text}.yaml"
            yield error("PG209", f"the document `{home.text}` has no part in which text stands", home.span, hint=hint)
    for agency in given.library.agencies.values():
        if not agency.abstract and not in_pack(given.library, agency.id):
            hint = "let the `for` of an outline in content/documents/ reach it"
            yield error("PG209", f"`{agency.id}` has no documents", agency.span, hint=hint)


def listed_once(given: Authored) -> Iterator[Diagnostic]:
    """PG150: an outline lists a part once, and a clause once for its first pages."""
    for outline in given.library.outlines.values():
        yield from _twice(outline.parts, "part")
        yield from _twice(outline.first_pages, "clause")


def pages_and_places(given: Authored) -> Iterator[Diagnostic]:
    """PG273: a document has at least a page, and the clauses that stand first have a part in which they stand."""
    for outline in given.library.outlines.values():
        parts = {part.text for part in outline.parts}
        budget = outline.pages
        limits = [(budget.most, budget.span)] if budget else []
        limits += [(each.most, each.span) for each in budget.exceptions] if budget else []
        for most, span in limits:
            if most < 1:
                message = f"`{outline.id}` has a page at least, not {most}"
                yield error("PG273", message, span, hint="let `most` be 1 or more")
        for part, first in ((PartKind.DANGER, outline.danger), (PartKind.FRONT, next(iter(outline.front), None))):
            if first is not None and part not in parts:
                message = f"`{first.text}` stands nowhere: `{outline.id}` has no part `{part}`"
                yield error("PG273", message, first.span, hint=f"add `{part}` to its `parts`")


def names_of_files(given: Authored) -> Iterator[Diagnostic]:
    """PG239: no two documents have pages of one name, where capitals do not count, and no file or folder a device's."""
    library = given.library
    pages = tuple(_pages(library))
    folders = [(item.id, item.span) for item in library.partnerships.values()]
    folders += [(item.id, item.span) for item in library.agencies.values()]
    for name, span in (*pages, *folders):
        if DEVICE.match(name):
            message = f"nothing can be called `{name}`: Windows keeps this name for a device"
            yield error("PG239", message, span, hint="take another id")
    first: dict[str, Span] = {}
    for name, span in pages:
        if name in addresses.PACK_PAGES:
            message = f"`{name}` is a page that stands beside the documents of every agency"
            yield error("PG239", message, span, hint="take another id")
        elif name.lower() in first:
            notes = [Note("the other document", first[name.lower()])]
            message = f"two documents would have pages called `{name}`"
            yield error("PG239", message, span, notes=notes, hint="give one of them another id")
        first.setdefault(name.lower(), span)


RULES = (
    Rule(known_documents, Authored, errors=("PG209",)),
    Rule(listed_once, Authored, errors=("PG150",)),
    Rule(pages_and_places, Authored, errors=("PG273",)),
    Rule(names_of_files, Authored, errors=("PG239",)),
)


def _homes(library: Library) -> Iterator[Named]:
    """Yield the documents that sections, clauses and layers name."""
    named = [section.document for section in library.sections]
    named += [clause.document for _layer, clause in library.clauses()]
    named += [
        edit.document
        for layer in library.layers.values()
        for edit in layer.edits
        if isinstance(edit, AddSection | Move)
    ]
    yield from (name for name in named if name is not None)


def _twice(names: Iterable[Named], noun: str) -> Iterator[Diagnostic]:
    first: dict[str, Named] = {}
    for name in names:
        if name.text in first:
            notes = [Note("it is listed here first", first[name.text].span)]
            yield error("PG150", f"the {noun} `{name.text}` is listed twice", name.span, notes=notes)
        first.setdefault(name.text, name)


def _pages(library: Library) -> Iterator[tuple[str, Span]]:
    """Yield the name of every document and its place; all but the first have the names of their kinds before."""
    yield from ((outline.id, outline.span) for outline in library.outlines.values())
    yield from ((guide.id, guide.span) for guide in library.guides.values())
    yield from ((sheet.document_id, sheet.span) for sheet in library.sheets.values())
    for languages in library.leaflets.values():
        yield from ((f"leaflet-{leaflet.id}", leaflet.span) for leaflet in [*languages.values()][:1])
    yield from ((f"record-{record.id}", record.span) for record in library.records.values())

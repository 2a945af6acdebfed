"""Sections and leaflets: files of Markdown whose headings are followed by fenced blocks.

Takes a reader and a file; gives a section with its clauses, or a leaflet with its parts.
"""

from collections.abc import Sequence

from policygen.diagnostics import error
from policygen.model.leaflets import Leaflet, LeafletPart
from policygen.model.protocol import Clause, Param, Section
from policygen.model.scalars import SOURCE_TAG
from policygen.source.fences import Fence
from policygen.source.files import File
from policygen.source.prose import Item
from policygen.source.reader import Reader
from policygen.source.yamltree import Places

__all__ = ["read_clause", "read_leaflet", "read_section", "refuse_second"]


def read_section(reader: Reader, file: File) -> Section | None:
    """Return a section and its clauses."""
    page = reader.page(file)
    if page is None:
        return None
    clauses = tuple(clause for item in page.items if (clause := _clause_of(reader, item)) is not None)
    if page.front is None:
        hint = "begin the file with a line ---, then id: and title:, then a line ---"
        reader.found.append(error("PG160", "a section begins with its id and title", file.top, hint=hint))
        return None
    bound = reader.fence(page.front, Section, clauses=clauses)
    return bound[0] if bound is not None else None


def _clause_of(reader: Reader, item: Item) -> Clause | None:
    for fence in item.fences[1:]:
        refuse_second(reader, fence)
    if item.fences and item.fences[0].kind == "clause":
        return read_clause(reader, item, item.fences[0])
    hint = "put a fenced `clause` block right under the heading"
    reader.found.append(error("PG162", f"`{item.title}` has no `clause` block", item.span, hint=hint))
    return None


def refuse_second(reader: Reader, fence: Fence) -> None:
    """Refuse a block under a heading that has one (PG161)."""
    message, hint = f"a second block under one heading: `{fence.kind}`", "give it a heading of its own"
    reader.found.append(error("PG161", message, fence.span, hint=hint))


def read_clause(reader: Reader, item: Item, fence: Fence) -> Clause | None:
    """Return the clause of a heading, its block and the text under it."""
    bound = reader.fence(fence, Clause, title=item.title, body=item.body)
    if bound is None:
        return None
    clause, _ = bound
    for param in clause.params:
        _check_bound(reader, param, locked=clause.locked)
    _check_text(reader, item)
    return clause


def _check_bound(reader: Reader, param: Param, *, locked: bool) -> None:
    """Refuse a bound that a parameter cannot have or does not keep, and a locked one without any (PG163)."""
    hint = None
    if not isinstance(param.value, int):
        if param.max is None and param.min is None:
            return
        message = f"only a whole number can have a bound: `{param.name}`"
    elif (param.max is not None and param.value > param.max) or (param.min is not None and param.value < param.min):
        message = f"`{param.name}` is out of its own bound"
    elif locked and param.max is None and param.min is None:
        message = f"`{param.name}` has no bound"
        hint = "a parameter of a locked clause needs `max` or `min`, so that no layer can loosen it"
    else:
        return
    reader.found.append(error("PG163", message, param.span, hint=hint))


def _check_text(reader: Reader, item: Item) -> None:
    if not item.body:
        reader.found.append(error("PG164", f"`{item.title}` has no text", item.span))


def read_leaflet(reader: Reader, file: File) -> Leaflet | None:
    """Return a leaflet in one language; what a translation leaves to the English is left so."""
    page = reader.page(file)
    if page is None:
        return None
    if page.front is None:
        hint = "begin the file with a line ---, then language:, title:, reader:, summary: and lead:, then a line ---"
        reader.found.append(error("PG160", "a leaflet begins with its language and title", file.top, hint=hint))
        return None
    translated = file.names["language"] != SOURCE_TAG
    read = (_part(reader, item, translated=translated) for item in page.items)
    parts = reader.by_id((part for part in read if part is not None), "part of the leaflet")
    bound = reader.fence(page.front, Leaflet, id=file.names["id"], parts=tuple(parts.values()))
    if bound is None:
        return None
    leaflet, places = bound
    if leaflet.language != file.names["language"]:
        message = f"the language `{leaflet.language}` is not the name of its file, `{file.names['language']}.md`"
        reader.found.append(error("PG151", message, leaflet.span, hint="make them the same"))
        return None
    if translated:
        _leave_to_english(reader, places, ("for", "easy"))
    elif ("translation",) in places.keys:
        message = "the English is no translation"
        reader.found.append(error("PG229", message, places.key("translation"), hint="take it out"))
    return leaflet


def _part(reader: Reader, item: Item, *, translated: bool) -> LeafletPart | None:
    for fence in item.fences[1:]:
        refuse_second(reader, fence)
    if not item.fences or item.fences[0].kind != "part":
        hint = "put a fenced `part` block with an id right under the heading"
        reader.found.append(error("PG162", f"`{item.title}` has no `part` block", item.span, hint=hint))
        return None
    bound = reader.fence(item.fences[0], LeafletPart, title=item.title, body=item.body)
    if bound is None:
        return None
    part, places = bound
    _check_text(reader, item)
    if translated:
        _leave_to_english(reader, places, ("for", "says"))
    return part


def _leave_to_english(reader: Reader, places: Places, keys: Sequence[str]) -> None:
    """Refuse in a translation what the English settles (PG229)."""
    for key in keys:
        if (key,) in places.keys:
            message = f"a translation has no `{key}`: the English settles it"
            reader.found.append(error("PG229", message, places.key(key), hint="take it out"))

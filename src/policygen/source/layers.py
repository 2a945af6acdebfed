"""Layers: the edits of partnerships, of agencies, and of agencies in one partnership.

Takes a reader and whose layers there are; gives each layer with its edits, by path and then by place in the file.
"""

from collections.abc import Mapping

from policygen.diagnostics import did_you_mean, error
from policygen.model.agencies import Agency
from policygen.model.partnerships import Partnership
from policygen.model.protocol import (
    AddSection,
    Anchor,
    AnchorKind,
    Annotate,
    Clause,
    Edit,
    EditBlock,
    Insert,
    Layer,
    LayerKind,
    Move,
    Omit,
    Param,
    Replace,
    Set,
)
from policygen.model.scalars import Named
from policygen.source.fences import Fence
from policygen.source.files import File
from policygen.source.pages import read_clause, refuse_second
from policygen.source.prose import Item
from policygen.source.reader import Reader
from policygen.source.yamltree import Places

__all__ = ["read_layers"]

_KINDS = {
    "partnership-edits": LayerKind.PARTNERSHIP,
    "agency-edits": LayerKind.AGENCY,
    "local-edits": LayerKind.LOCAL,
}
_OWNED = ("partnership-edits", "sign-off", "agency-edits", "local-edits", "values")
"""The kinds of files that stand in a folder of a partnership or an agency and do not make it."""
_VERBS = ("before", "after", "start", "end", "section", "annotate", "replace", "omit", "set", "move")


def read_layers(
    reader: Reader, agencies: Mapping[str, Agency], partnerships: Mapping[str, Partnership]
) -> dict[str, Layer]:
    """Return the layers by id; files that stand in the folder of nobody are errors (PG153)."""
    edits: dict[tuple[LayerKind, str], list[Edit]] = {}
    for file in (file for kind in _OWNED for file in reader.files[kind]):
        _check_owner(reader, file)
        if (kind := _KINDS.get(file.kind)) is not None:
            owner = file.names["id"]
            layer = f"{file.names['partnership']}/{owner}" if kind is LayerKind.LOCAL else owner
            edits.setdefault((kind, layer), []).extend(_edits(reader, file))
    made: dict[str, Layer] = {}
    for (kind, layer), items in edits.items():
        name = _layer_name(kind, layer, agencies, partnerships)
        prefix = _prefix(kind, layer, agencies, partnerships)
        made[layer] = Layer(id=layer, kind=kind, name=name, prefix=prefix, edits=tuple(items))
    return made


def _check_owner(reader: Reader, file: File) -> None:
    """See that the folders in which a file stands are of a partnership and an agency, even of one with mistakes."""
    known = {kind: {other.names["id"] for other in reader.files[kind]} for kind in ("partnership", "agency")}
    named = {"partnership" if file.kind in {"partnership-edits", "sign-off"} else "agency": file.names["id"]}
    if "partnership" in file.names:
        named["partnership"] = file.names["partnership"]
    for noun, name in named.items():
        if name not in known[noun]:
            hint = did_you_mean(name, known[noun])
            reader.found.append(error("PG153", f"no {noun} `{name}` for this file", file.top, hint=hint))


def _layer_name(
    kind: LayerKind, layer: str, agencies: Mapping[str, Agency], partnerships: Mapping[str, Partnership]
) -> str:
    """Return the name under which a layer's own text is printed."""
    if kind is LayerKind.PARTNERSHIP:
        return partnerships[layer].name if layer in partnerships else layer
    if kind is LayerKind.AGENCY:
        return agencies[layer].name if layer in agencies else layer
    partnership, _, agency = layer.partition("/")
    local = partnerships[partnership].agencies.get(agency) if partnership in partnerships else None
    if local is not None and local.name:
        return local.name
    return agencies[agency].name if agency in agencies else layer


def _prefix(
    kind: LayerKind, layer: str, agencies: Mapping[str, Agency], partnerships: Mapping[str, Partnership]
) -> Named | None:
    """Return what the clauses of a layer are numbered by; one of a partnership's agencies has the partnership's."""
    owner = layer.partition("/")[0]
    known: Mapping[str, Agency | Partnership] = agencies if kind is LayerKind.AGENCY else partnerships
    return known[owner].prefix if owner in known else None


def _edits(reader: Reader, file: File) -> list[Edit]:
    page = reader.page(file)
    if page is None:
        return []
    if page.front is not None:
        message = "a file of edits has no front matter"
        reader.found.append(error("PG165", message, page.front.span, hint="take it out"))
    return [edit for item in page.items if (edit := _edit(reader, item)) is not None]


def _edit(reader: Reader, item: Item) -> Edit | None:
    """Return the edit of a heading, its blocks and the text under it."""
    fences = {fence.kind: fence for fence in item.fences}
    if (part := fences.get("part")) is not None:
        reader.found.append(error("PG126", "a `part` block belongs to a leaflet", part.span))
    for fence in item.fences[1:]:
        if fence.kind == "edit" or item.fences[0].kind == fence.kind:
            refuse_second(reader, fence)
    if "edit" not in fences:
        hint = "put a fenced `edit` block right under the heading: after: ID, annotate: ID, replace: ID ..."
        reader.found.append(error("PG162", f"`{item.title}` has no `edit` block", item.span, hint=hint))
        return None
    clause = read_clause(reader, item, fences["clause"]) if "clause" in fences else None
    bound = reader.fence(fences["edit"], EditBlock)
    if bound is None:
        return None
    block, places = bound
    verb = _verb(reader, block, fences["edit"])
    if verb is None:
        return None
    _check_needs(reader, item, block, places, verb, has_clause="clause" in fences)
    return _made(item, block, places, verb, clause)


def _verb(reader: Reader, block: EditBlock, fence: Fence) -> str | None:
    """Return the one verb of an edit; none or several are an error (PG166)."""
    named = [name for name in _VERBS if getattr(block, name) is not None]
    verbs = [name for name in named if not (name == "after" and "section" in named)]
    if len(verbs) == 1:
        return verbs[0]
    said = " and ".join(f"`{verb}`" for verb in verbs) if verbs else "nothing"
    hint = f"one of: {', '.join(_VERBS)}"
    reader.found.append(error("PG166", f"an edit does one thing; this one says {said}", fence.span, hint=hint))
    return None


def _check_needs(reader: Reader, item: Item, block: EditBlock, places: Places, verb: str, *, has_clause: bool) -> None:
    """Check that an edit has what its verb needs, and nothing that it would ignore (PG167)."""
    inserts = verb in {"before", "after", "start", "end"}
    rules = (
        (inserts and not has_clause, f"`{verb}` inserts a clause, so a `clause` block must follow"),
        (not inserts and has_clause, f"`{verb}` takes no `clause` block"),
        (verb == "section" and block.after is None, "`section` needs `after:` with the id of a section"),
        (verb in {"annotate", "replace"} and not item.body, f"`{verb}` needs text"),
        (verb in {"omit", "set", "move", "section"} and bool(item.body), f"`{verb}` takes no text"),
        (verb == "set" and not block.params, "`set` needs `params:`"),
        (verb == "move" and block.document is None, "`move` needs `in:` with the id of a document"),
        (verb != "set" and bool(block.params), f"`{verb}` takes no `params`"),
        (verb != "replace" and block.of is not None, f"`{verb}` takes no `of`"),
        (verb not in {"section", "move"} and block.document is not None, f"`{verb}` takes no `in`"),
        (verb != "section" and block.prefix is not None, f"`{verb}` takes no `prefix`"),
    )
    reader.found += [error("PG167", message, places.key(verb)) for broken, message in rules if broken]


def _made(item: Item, block: EditBlock, places: Places, verb: str, clause: Clause | None) -> Edit | None:
    """Make the edit; one that lacks what its verb needs is reported, and is none or is not used."""
    target: Named = getattr(block, verb)
    title, body = item.title, item.body
    reason, law, span = block.reason, block.law, target.span
    match verb:
        case "section":
            after = block.after or target
            return AddSection(
                id=target.text,
                title=title,
                after=after,
                document=block.document,
                prefix=block.prefix,
                reason=reason,
                law=law,
                span=span,
            )
        case "annotate":
            return Annotate(target=target, title=title, body=body, reason=reason, law=law, span=span)
        case "replace":
            return Replace(target=target, of=block.of, title=title, body=body, reason=reason, law=law, span=span)
        case "omit":
            return Omit(target=target, reason=reason, law=law, span=span)
        case "move":
            document = block.document or target
            return Move(target=target, document=document, reason=reason, law=law, span=span)
        case "set":
            params = tuple(Param(name, value, span=places.key("params", name)) for name, value in block.params.items())
            return Set(target=target, params=params, reason=reason, law=law, span=span)
        case _:
            anchor = Anchor(AnchorKind(verb), target)
            return None if clause is None else Insert(anchor=anchor, clause=clause, reason=reason, law=law, span=span)

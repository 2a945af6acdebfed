"""Rules on leaflets: the points that they must make, and the drawings that they show.

Takes a library and the texts it came from; gives points and drawings that are not there, and what a drawing may not be.
"""

import re
from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, Note, Pos, Span, did_you_mean, error
from policygen.model.leaflets import Leaflet
from policygen.model.library import Library
from policygen.model.prose import InsertPart
from policygen.model.scalars import SOURCE_TAG
from policygen.resolve.editions import is_for
from policygen.rules.rule import Authored, Rule, Sound
from policygen.source.tree import position

__all__ = ["RULES"]

SHAPES = frozenset({"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon"})
"""What a drawing may consist of: it stands inside the page, so nothing in it may run, load or have a style."""

SETTINGS = frozenset({
    "cx", "cy", "d", "fill", "fill-rule", "height", "points", "r", "rx", "ry", "stroke", "stroke-dasharray",
    "stroke-linecap", "stroke-linejoin", "stroke-width", "transform", "viewBox", "width", "x", "x1", "x2", "xmlns",
    "y", "y1", "y2",
})  # fmt: skip
"""The attributes that its shapes may have."""

_MARKUP = re.compile(r"<(?P<other>[!?])|</?(?P<shape>[A-Za-z][\w:-]*)|\s(?P<setting>[A-Za-z_:][\w:.-]*)\s*=")


def known_points(given: Authored) -> Iterator[Diagnostic]:
    """PG236: points that parts say, and leaflets that points are for, are there."""
    known = {point.id for point in given.library.points}
    for leaflet in _all(given.library):
        for part in leaflet.parts:
            for name in part.says:
                if name.text not in known:
                    hint = did_you_mean(name.text, known)
                    yield error(
                        "PG236", f"no point `{name.text}` in content/leaflets/must-say.yaml", name.span, hint=hint
                    )
    for point in given.library.points:
        for name in point.leaflets:
            if name.text not in given.library.leaflets:
                hint = did_you_mean(name.text, given.library.leaflets)
                yield error("PG236", f"no leaflet `{name.text}`", name.span, hint=hint)


def points_made(given: Sound) -> Iterator[Diagnostic]:
    """PG422: each point is made by a part that every agency with the leaflet prints."""
    library = given.library
    for point in library.points:
        for name in point.leaflets:
            leaflet = library.leaflets[name.text][SOURCE_TAG]
            saying = [part for part in leaflet.parts if point.id in {said.text for said in part.says}]
            lacking = [
                agency
                for agency in library.rendered()
                if is_for(leaflet.audience, line := library.lineage(agency))
                and not any(is_for(part.audience, line) for part in saying)
            ]
            if lacking:
                everyone = len(lacking) == len(library.rendered())
                who = "anybody" if everyone else ", ".join(f"`{agency}`" for agency in lacking)
                message = f"`{leaflet.id}` does not say `{point.id}` to {who}"
                notes = [Note(f"it must say: {point.point}", point.span)]
                hint = f"write it into a part of theirs and put `{point.id}` in its `says`"
                yield error("PG422", message, leaflet.span, notes=notes, hint=hint)


def drawings(given: Authored) -> Iterator[Diagnostic]:
    """PG237: a leaflet shows drawings that are there, and a drawing consists of shapes alone."""
    prefix, suffix = "templates/pictures/", ".svg"
    known = [path.removeprefix(prefix).removesuffix(suffix) for path in given.texts if path.startswith(prefix)]
    for leaflet in _all(given.library):
        for part in leaflet.parts:
            for block in part.body:
                if not isinstance(block, InsertPart):
                    continue
                kind, _, name = block.name.partition(" ")
                if kind != "picture":
                    hint = "write `picture` and the name of a drawing"
                    yield error("PG237", f"a leaflet does not insert `{block.name}`", block.span, hint=hint)
                elif name.strip() not in known:
                    hint = did_you_mean(name, known) or f"draw it: {prefix}{name}{suffix}"
                    yield error("PG237", f"no picture `{name}`", block.span, hint=hint)
    for path, text in given.texts.items():
        if path.startswith(prefix) and (found := _not_a_shape(text)) is not None:
            at, what = found
            start = position(text, at)
            span = Span(path, start, Pos(start.line, start.column + len(what)))
            hint = f"a drawing holds {', '.join(sorted(SHAPES))} and nothing that loads, runs or has a style"
            yield error("PG237", f"a drawing may not hold `{what}`", span, hint=hint)


RULES = (
    Rule(known_points, Authored, errors=("PG236",)),
    Rule(points_made, Sound, errors=("PG422",)),
    Rule(drawings, Authored, errors=("PG237",)),
)


def _not_a_shape(text: str) -> tuple[int, str] | None:
    """Return the first thing in a drawing that is no shape or setting of one, and its place."""
    for match in _MARKUP.finditer(text):
        shape, setting = match["shape"], match["setting"]
        if match["other"] or (shape and shape not in SHAPES) or (setting and setting not in SETTINGS):
            return match.start(), match.group().strip()
    return None


def _all(library: Library) -> Iterator[Leaflet]:
    for languages in library.leaflets.values():
        yield from languages.values()

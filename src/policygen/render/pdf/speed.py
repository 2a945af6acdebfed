"""The PDF engine made faster: pages say, tag and look the same.

Six parts of the engine do the same work again and again: they read a style property that nobody set,
put variables into a declaration, turn sizes in pixels into sizes in pixels, measure the same empty line,
break the same text at the same width, and draw the picture that stands behind every page.
Each is replaced by one that remembers, and that leaves every case it does not know to the engine.
What is remembered lives on the style, image or declaration it is about, and goes with it.
`stand_in` puts them in their places and takes them out again: without them everything is the same, and slower.
"""

from typing import Any

import weasyprint.draw
from weasyprint.css import ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.css.tokens import InvalidValues, Pending
from weasyprint.draw import draw_background_image as _draw_background_image
from weasyprint.formatting_structure import boxes
from weasyprint.images import SVGImage
from weasyprint.layout import absolute, block, column, grid, inline, page, preferred, table
from weasyprint.layout import float as float_
from weasyprint.layout.percent import resolve_percentages as _resolve_percentages
from weasyprint.text import line_break

from policygen.render.pdf.text import split_first_line

__all__ = ["forget_reports", "stand_in"]

SPECIAL = frozenset({"position", "float", "display", "page"})
"""Properties whose computed value depends on more than themselves."""

PLAIN = frozenset(key for key in INITIAL_VALUES if key not in SPECIAL and not key.startswith("text_decoration_"))
PLAIN_INHERITED = PLAIN & frozenset(INHERITED)
PLAIN_INITIAL = PLAIN - frozenset(INHERITED) - frozenset(INITIAL_NOT_COMPUTED)

LOGICAL = {
    key: {direction: function(block="ttb", inline=direction) for direction in ("ltr", "rtl")}
    for key, function in PHYSICAL_FUNCTIONS.items()
}
"""The logical property that may set a physical one, by direction."""

SIZES = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
)
BORDERLESS = frozenset({boxes.TextBox, boxes.LineBox})
FLOW = BORDERLESS | {boxes.BlockBox, boxes.InlineBox, boxes.InlineBlockBox}
"""Boxes whose style the engine does not change during layout; in a table with collapsed borders, only the first."""

METRICS = ("ascent", "underline_position", "strikethrough_position", "underline_thickness", "strikethrough_thickness")
FEATURES = (
    "font_kerning",
    *(f"font_variant_{kind}" for kind in ("ligatures", "position", "caps", "numeric", "alternates", "east_asian")),
    "font_feature_settings",
)
BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))

SOLVED_KEPT = 64
"""How many values a declaration remembers: one for each agency's colours, and some."""

_reported: list[Pending] = []
_solve = Pending.solve
_computed_value = ComputedStyle.__missing__


def computed_value(style: Any, key: str) -> Any:
    """Return the computed value of a property that is read for the first time (for `ComputedStyle.__missing__`)."""
    cascaded, parent = style.cascaded, style.parent_style
    if parent is not None and key not in cascaded:
        logical = LOGICAL.get(key)
        if logical is None or logical[style["direction"]] not in cascaded:
            if key in PLAIN_INHERITED:
                value = style[key] = parent[key]
                return value
            if key in PLAIN_INITIAL:
                value = style[key] = INITIAL_VALUES[key]
                return value
    return _computed_value(style, key)


def solved_value(pending: Any, tokens: list[Any], wanted_key: str, base_url: str) -> Any:
    """Return the value of a declaration with `var()`, whose variables have been put in (for `Pending.solve`).

    Style sheets outlive a page here, so `forget_reports` makes each page report an invalid value again.
    """
    known = pending.__dict__.setdefault("solved", {})
    key = (wanted_key, *map(id, tokens))
    if key not in known:
        try:
            value = _solve(pending, tokens, wanted_key, base_url)
        except InvalidValues:
            _reported.append(pending)
            raise
        if len(known) >= SOLVED_KEPT:
            known.clear()
        known[key] = value, tokens  # the tokens must live as long as their ids are keys
    return known[key][0]


def forget_reports() -> None:
    """Let the next page report what this one did."""
    for pending in _reported:
        pending._reported_error = False
    _reported.clear()


def resolve_sizes(box: Any, containing_block: Any) -> None:
    """Set the used sizes of a box; those of a style without percentages are the same in any containing block."""
    if type(box) not in FLOW or box.is_flex_item or box.is_grid_item:
        _resolve_percentages(box, containing_block)
        return
    style = box.style
    known = style.__dict__.get("used_sizes")
    if known is None:
        _resolve_percentages(box, containing_block)
        own_borders = style["border_collapse"] != "collapse" or type(box) in BORDERLESS
        fixed = own_borders and all(_is_fixed(style[name]) for name in SIZES)
        style.used_sizes = {name: getattr(box, name) for name in (*SIZES, *BORDERS)} if fixed else {}
    elif known:
        box.__dict__.update(known)
    else:
        _resolve_percentages(box, containing_block)


def _is_fixed(value: Any) -> bool:
    return value == "auto" or getattr(value, "unit", None) == "px"


def break_text(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> tuple[Any, ...]:
    """Return the first line of a text: tables measure their cells several times, and pages are laid out again."""
    known = style.__dict__.setdefault("first_lines", {})
    key = (text, max_width, justification_spacing, is_line_start, minimum)
    found = known.get(key)
    if found is None:
        found = known[key] = split_first_line(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
    layout = line_break.Layout.__new__(line_break.Layout)
    layout.__dict__.update(found[0].__dict__)  # drawing may change it
    return (layout, *found[1:])


def line_strut(style: Any) -> tuple[float, float]:
    """Return the least height of a line and its baseline, which a style alone decides."""
    known = style.__dict__.get("line_strut")
    if known is None:
        known = style.line_strut = line_break.strut(style)
    return known  # type: ignore[no-any-return]


def set_up_text(layout: Any, style: Any) -> None:
    """Prepare a Pango layout for a style (for `Layout.setup`); font and context are the same for all its texts."""
    ffi, pango, gobject = line_break.ffi, line_break.pango, line_break.gobject
    known = style.__dict__.get("text_setup")
    if known is None:
        known = style.text_setup = _text_setup(style)
    context, description, features, fields = known
    layout.__dict__.update(fields, style=style, first_line_direction=0)
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, description)
    if features is not None:
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, features)
        pango.pango_layout_set_attributes(layout.layout, attributes)


def _text_setup(style: Any) -> tuple[Any, Any, Any, dict[str, Any]]:
    """Return Pango's context, font and features for a style, and what the engine's layouts know of the font."""
    ffi, pango, gobject = line_break.ffi, line_break.pango, line_break.gobject
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    code = style["lang"] if override == "normal" else line_break.LST_TO_ISO.get(override.lower(), override)
    if code:
        pointer, _bytes = line_break.unicode_to_char_p(code)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    else:
        language = pango.pango_language_get_default()
    description = line_break.get_font_description(style)
    fields = {"language": language, "ascent": None, "underline_position": None, "strikethrough_position": None}
    if style["text_decoration_line"] != "none":
        metrics = ffi.gc(
            pango.pango_context_get_metrics(context, description, language), pango.pango_font_metrics_unref
        )
        for name in METRICS:
            measure = getattr(pango, f"pango_font_metrics_get_{name}")
            fields[name] = line_break.FROM_UNITS * measure(metrics)
    names = line_break.font_features(**{key: style[key] for key in FEATURES})
    if not names:
        return context, description, None, fields
    text = ",".join(f"{key} {value}" for key, value in names.items()).encode()
    cache = style.font_config.font_features
    if text not in cache:
        cache[text] = pango.pango_attr_font_features_new(text)
    return context, description, cache[text], fields


def draw_background_image(stream: Any, layer: Any, style: Any) -> None:
    """Paint a background; a drawing that stands once in the same place on every page is written once."""
    image = layer.image
    if not isinstance(image, SVGImage) or 0 in layer.size or layer.repeat != ("no-repeat", "no-repeat"):
        _draw_background_image(stream, layer, style)
        return
    place = tuple(start + shift for start, shift in zip(layer.positioning_area[:2], layer.position, strict=True))
    key = (id(stream._resources), stream.page_rectangle, place, tuple(layer.size))
    groups = image.__dict__.setdefault("groups", {})
    with stream.artifact():
        if not layer.unbounded:
            stream.rectangle(*layer.painting_area)
            stream.clip()
            stream.end()
        if key not in groups:
            group = stream.add_group(*stream.page_rectangle)
            group.transform(e=place[0], f=place[1])
            image.draw(group, *layer.size, style)
            groups[key] = group.id
        stream.draw_x_object(groups[key])


PLACES = (
    (ComputedStyle, "__missing__", computed_value, _computed_value),
    (Pending, "solve", solved_value, _solve),
    *(
        (module, "resolve_percentages", resolve_sizes, _resolve_percentages)
        for module in (absolute, block, column, float_, grid, inline, page, table)
    ),
    (inline, "strut", line_strut, line_break.strut),
    *((module, "split_first_line", break_text, split_first_line) for module in (inline, preferred)),
    (line_break.Layout, "setup", set_up_text, line_break.Layout.setup),
    (weasyprint.draw, "draw_background_image", draw_background_image, _draw_background_image),
)
"""Where each of our parts stands in: an owner, a name, the part that remembers and the one that does not."""


def stand_in(*, fast: bool) -> None:
    """Put the parts that remember in their places, or those that do not."""
    for owner, name, remembering, plain in PLACES:
        setattr(owner, name, remembering if fast else plain)

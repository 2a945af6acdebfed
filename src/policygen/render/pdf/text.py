"""Text that reads as it was written, in scripts whose letters join, stack or change places.

Takes the text boxes of the engine after layout, paints those of such scripts and of right-to-left lines, and leaves
all others to the engine. The engine keeps one meaning for each glyph, the first it meets, and sets marks apart from
their letters: what a reader finds in such a file is not what stands on the page. Here a code is a cluster of letters,
or one letter of it, and means that and nothing else (ISO 32000-1, 9.10.3; ISO 19005-2, 6.2.11.7.2).
"""

import re
import unicodedata
from collections.abc import Iterator
from hashlib import md5
from io import BytesIO
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from weasyprint.draw.text import draw_first_line as _draw_first_line
from weasyprint.pdf.fonts import Font
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key

__all__ = ["draw_first_line", "split_first_line"]

COMPLEX = re.compile("[\u0590-\u08ff\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff\u1a00-\u1aaf\ufb1d-\ufdff\ufe70-\ufefc]")
"""Scripts whose glyphs do not tell the text: Hebrew and Arabic, those of South and South-East Asia, Tibetan."""

EM = 1000
"""The size of a font in the units of a content stream (ISO 32000-1, 9.2.4)."""

FONT_TABLES = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep"})
"""What an embedded TrueType font holds (ISO 32000-1, 9.9)."""

RIGHT_TO_LEFT_LETTERS = frozenset({"R", "AL"})
LEFT_TO_RIGHT_SIGNS = frozenset({"L", "EN", "AN"})
WEAK_SIGNS = frozenset({"ES", "ET", "CS"})
"""Bidirectional types (UAX 9, table 4) of letters, of what stands from left to right, and of signs within numbers."""

RIGHT_TO_LEFT_MARK = "\u200f"
"""What a writer sets beside a sign to say that it belongs to right-to-left text (UAX 9, 2.6)."""

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

Part = tuple[int, int, int]
"""A glyph and how far it stands from the origin, in the units of its font."""


class Cluster(NamedTuple):
    """The smallest piece of a line that glyphs and letters have in common."""

    parts: tuple[Part, ...]
    advance: int
    """How wide its glyphs are, in units of the font."""
    width: float
    """How wide it is laid out, in thousandths of the font's size."""
    start: int
    end: int
    """Where its text begins and ends in the line, in bytes of UTF-8."""


class ClusterFont(Font):  # type: ignore[misc]
    """A face whose glyphs are clusters, each made of the face's own glyphs in their places; the codes count them."""

    name: bytes
    file_content: bytes

    def __init__(self, pango_font: Any, description: Any, font_size: float) -> None:
        """Take a face of the engine under a name of its own: the engine may set other text in the same face."""
        super().__init__(pango_font, description, font_size)
        tag, _, face = self.name.partition(b"+")
        digest = md5(tag + b" clusters", usedforsecurity=False).digest()
        self.hash = "".join(chr(65 + byte % 26) for byte in digest[:6])
        self.name = b"/" + self.hash.encode() + b"+" + face
        self.advances: dict[int, int] = {}
        self._codes: dict[tuple[tuple[Part, ...], str, int], int] = {}

    @property
    def has_outlines(self) -> bool:
        """Whether its glyphs are fixed TrueType outlines, which others can be made of."""
        return "glyf" in self.tables and "fvar" not in self.tables and not (self.png or self.svg or self.colr)

    def advance(self, glyph: int, pango_font: Any, size: float) -> int:
        """Return how wide a glyph is, in units of the font."""
        if glyph not in self.advances:
            logical = ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(pango_font, glyph, ffi.NULL, logical)
            self.advances[glyph] = round(logical.width * FROM_UNITS / size * self.upem)
        return self.advances[glyph]

    def code(self, parts: tuple[Part, ...], text: str, advance: int) -> int:
        """Return the code that paints these glyphs, means this text and is so wide, in units of the font."""
        code = self._codes.setdefault((parts, text, advance), len(self._codes) + 1)
        self.to_unicode[code] = text
        self.widths[code] = round(advance * EM / self.upem)
        return code

    def clean(self, to_unicode: dict[int, str], hinting: bool) -> None:
        """Make the font file that is embedded (for the engine): the clusters, and the glyphs that they are made of."""
        del to_unicode  # its codes are clusters, not glyphs of the face
        used = sorted({0, *(glyph for parts, _, _ in self._codes for glyph, _, _ in parts)})
        super().clean(dict.fromkeys(used, ""), hinting)
        with TTFont(BytesIO(self.file_content), recalcTimestamp=False) as font:
            for tag in {*font.keys()} - FONT_TABLES:
                del font[tag]
            table, metrics, face = font["glyf"], font["hmtx"].metrics, font.getGlyphOrder()
            clusters = {}
            for code, (parts, _, advance) in enumerate(self._codes, start=1):
                pen = TTGlyphPen(table)
                for glyph, x, y in parts:
                    pen.addComponent(face[glyph], (1, 0, 0, 1, x, y))
                clusters[f"cluster{code}"] = glyph = pen.glyph()
                glyph.recalcBounds(table)
                metrics[f"cluster{code}"] = advance, glyph.xMin
            outlines = _with_components([face[glyph] for glyph in used], table)
            table.glyphs = {face[0]: table[face[0]], **clusters, **outlines}
            table.glyphOrder = list(table.glyphs)
            font.setGlyphOrder(table.glyphOrder)
            font["hmtx"].metrics = {name: metrics[name] for name in table.glyphOrder}
            file = BytesIO()
            font.save(file)
        self.file_content = file.getvalue()


def _with_components(names: list[str], table: Any) -> dict[str, Any]:
    """Return glyphs by name, with those that they are made of."""
    found: dict[str, Any] = {}
    while names:
        name = names.pop(0)
        if name not in found:
            found[name] = table[name]
            names += found[name].getComponentNames(table)
    return found


_split_first_line = line_break.split_first_line


def split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """Return the first line of a text (for the engine's function of this name).

    Where all but the last space fits, the engine breaks after the first word; here the space hangs at the end.
    """
    rest = (justification_spacing, is_line_start, minimum)
    found = _split_first_line(text, style, context, max_width, *rest)
    if found[2] is not None and text.endswith(" ") and max_width is not None:
        bare = _split_first_line(text.rstrip(" "), style, context, max_width, *rest)
        if bare[2] is None and bare[3] <= max_width:
            return _split_first_line(text, style, context, None, *rest)
    return found


def draw_first_line(stream: Any, box: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """Paint the line of a text box (for the engine's function of this name); returns its emojis, which are none."""
    among_rtl = getattr(box, "in_right_to_left_line", False) and not _is_bullet(box)
    is_ours = among_rtl or (not box.text.isascii() and COMPLEX.search(box.text) is not None)
    if is_ours and not box.text.isspace() and (text_overflow, block_ellipsis) == ("clip", "none"):
        pango.pango_layout_set_single_paragraph_mode(box.pango_layout.layout, True)
        line, _ = box.pango_layout.get_first_line()
        runs = [(run, _font(stream, run)) for run in _runs(line)]
        if not any(font is None or _lacks_glyph(run) for run, font in runs):
            _draw_runs(stream, runs, box.pango_layout.text.encode(), matrix, among_rtl=among_rtl)
            return []
    return _draw_first_line(stream, box, text_overflow, block_ellipsis, matrix)  # type: ignore[no-any-return]


def _is_bullet(box: Any) -> bool:
    """Tell whether a box is the marker of an item of a list without numbers."""
    return (box.element_tag or "").endswith("::marker") and not any(map(str.isalnum, box.text))


def _runs(line: Any) -> Iterator[Any]:
    """Yield the runs of a line from left to right: each is in one font and one direction."""
    run = line.runs[0]
    while run != ffi.NULL:
        yield run.data
        run = run.next


def _font(stream: Any, run: Any) -> ClusterFont | None:
    """Return the font of a run, if clusters can be made of it."""
    pango_font = run.item.analysis.font
    key, description, size = get_pango_font_key(pango_font)
    font = stream._fonts.get(("clusters", key))
    if font is None:
        font = ClusterFont(pango_font, description, size)
        if not font.has_outlines:
            return None
        stream._fonts["clusters", key] = font
    return font  # type: ignore[no-any-return]


def _lacks_glyph(run: Any) -> bool:
    """Tell whether no font has a letter of a run: the engine reports it."""
    glyphs = run.glyphs
    return any(glyphs.glyphs[n].glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG for n in range(glyphs.num_glyphs))


def _draw_runs(stream: Any, runs: list[tuple[Any, Any]], source: bytes, matrix: Any, *, among_rtl: bool) -> None:
    """Paint the runs of a line, stretch by stretch of one direction, in the order in which they are read.

    Within a stretch that runs to the left, letters are painted from left to right, as readers of PDF files expect.
    """
    stretches: list[tuple[float, list[tuple[Any, Any]]]] = []
    pen, direction = 0.0, None
    for run, font in runs:
        if direction != run.item.analysis.level % 2:
            direction = run.item.analysis.level % 2
            stretches.append((pen, []))
        stretches[-1][1].append((run, font))
        pen += sum(run.glyphs.glyphs[n].geometry.width for n in range(run.glyphs.num_glyphs)) * FROM_UNITS
    stretches.sort(key=lambda stretch: min(run.item.offset for run, _ in stretch[1]))
    *turn, x, y = matrix.values
    for pen, stretch in stretches:
        stream.set_text_matrix(*turn, x + pen, y)
        for run, font in stretch:
            _, _, size = get_pango_font_key(run.item.analysis.font)
            stream.set_font_size(font.hash, size)
            leftmost = run == stretch[0][0]
            stream.show_text(_shown(run, font, size, source, among_rtl=among_rtl, leftmost=leftmost))


def _shown(run: Any, font: ClusterFont, size: float, source: bytes, *, among_rtl: bool, leftmost: bool) -> str:
    """Return what shows a run: its codes, and the distances between them (ISO 32000-1, table 109, TJ)."""
    shown = ["<"]
    behind = 0.0  # how far the codes so far fall short of the layout, in thousandths of the size
    for cluster in _clusters(run, font, size):
        if step := round(behind):
            shown.append(f">{-step}<")
            behind -= step
        if run.item.analysis.level % 2:
            codes = _codes_to_left(cluster, font, source, leftmost=leftmost)
        else:
            codes = [_code_to_right(cluster, font, source, among_rtl=among_rtl)]
        leftmost = False
        shown += [f"{code:04x}" for code in codes]
        behind += cluster.width - sum(font.widths[code] for code in codes)
    return "".join([*shown, ">"])


def _clusters(run: Any, font: ClusterFont, size: float) -> Iterator[Cluster]:
    """Yield the clusters of a run from left to right."""
    glyphs = run.glyphs
    starts = [glyphs.log_clusters[n] for n in range(glyphs.num_glyphs)]
    ends = dict(pairwise([*sorted(set(starts)), run.item.length]))
    em = FROM_UNITS / size
    for start, places in groupby(range(glyphs.num_glyphs), key=lambda n: starts[n]):
        pen, advance = 0, 0
        parts: list[Part] = []
        for place in places:
            glyph, geometry = glyphs.glyphs[place].glyph, glyphs.glyphs[place].geometry
            if glyph != pango.PANGO_GLYPH_EMPTY:
                x, y = pen + geometry.x_offset, -geometry.y_offset
                parts.append((glyph, round(x * em * font.upem), round(y * em * font.upem)))
                advance += font.advance(glyph, run.item.analysis.font, size)
            pen += geometry.width
        yield Cluster(tuple(parts), advance, pen * em * EM, run.item.offset + start, run.item.offset + ends[start])


def _code_to_right(cluster: Cluster, font: ClusterFont, source: bytes, *, among_rtl: bool) -> int:
    """Return the code of a cluster of a script that runs to the right.

    Between groups of digits in a right-to-left line a space is one that does not break: pdfium takes any other for
    the space between two words of that line, and a telephone number would come out with its groups turned round.
    """
    text = source[cluster.start : cluster.end].decode()
    if text == " " and among_rtl and source[: cluster.start][-1:].isdigit() and source[cluster.end :][:1].isdigit():
        text = NO_BREAK_SPACE
    return font.code(cluster.parts, text, cluster.advance)


def _codes_to_left(cluster: Cluster, font: ClusterFont, source: bytes, *, leftmost: bool) -> list[int]:
    """Return the codes of a cluster of a script that runs to the left, from left to right.

    Each letter has a code of its own, since readers turn round what they find: that of the first paints the cluster,
    those of the others (marks, parts of ligatures) paint nothing and have their share of its width. Signs that belong
    to no direction get a right-to-left mark where they meet digits, Latin letters or the edge of the box:
    without it poppler and MuPDF put full stops, commas and spaces on the wrong side of their word.
    """
    text = source[cluster.start : cluster.end].decode()
    before, after = source[: cluster.start].decode()[-1:], source[cluster.end :].decode()[:1]
    kind, kind_before, kind_after = (sign and unicodedata.bidirectional(sign[0]) for sign in (text, before, after))
    left, right = text[:0:-1], ""
    if kind not in RIGHT_TO_LEFT_LETTERS:
        if leftmost or (kind in WEAK_SIGNS and kind_after in LEFT_TO_RIGHT_SIGNS):
            left = RIGHT_TO_LEFT_MARK + left
        if not before or kind_before in LEFT_TO_RIGHT_SIGNS or kind_before in WEAK_SIGNS:
            right = RIGHT_TO_LEFT_MARK
    share = cluster.advance // (len(left) + 1 + len(right))
    parts = tuple((glyph, x - share * len(left), y) for glyph, x, y in cluster.parts)
    return [
        *(font.code((), letter, share) for letter in left),
        font.code(parts, text[0], cluster.advance - share * (len(left) + len(right))),
        *(font.code((), letter, share) for letter in right),
    ]

"""The project's faces for web pages: TTF bytes to a style that carries a subset of each inside.

A page asks for nothing from outside, so its faces travel with it; a subset keeps each under 20 kB.
Signs outside the subset fall back to the reader's own font.
"""

import base64
import io
from collections.abc import Mapping

from policygen.keys import digest
from policygen.render.tools import Cache

__all__ = ["kept_faces", "web_faces"]

FACES = 1
"""The version of what is made here: raise it whenever the same fonts would give another style."""

WEB = "AtkinsonHyperlegible"
"""How the files of the faces for web pages begin; text in other scripts is shown in the reader's own fonts."""

SIGNS = (*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026)
"""Latin with all its diacritics in Europe, and the signs of typesetting."""


def kept_faces(fonts: Mapping[str, bytes], cache: Cache) -> str:
    """Return the style that carries the web fonts, from the cache if it is there: to make it takes a second."""
    key = digest("faces", FACES, fonts)
    kept = cache.get(key)
    if kept is None:
        kept = web_faces(fonts).encode()
        cache.put(key, kept)
    return kept.decode()


def web_faces(fonts: Mapping[str, bytes]) -> str:
    """Return `@font-face` rules for the static TTF fonts of web pages, each subset to `SIGNS` as WOFF2 in a data URL.

    Family and weight come from the fonts' own tables. Deterministic: the fonts' own dates are kept.
    """
    chosen = sorted((name, data) for name, data in fonts.items() if name.startswith(WEB))
    if not chosen:
        return ""
    from fontTools import subset  # noqa: PLC0415  dear to import, and needed only when the faces are not kept

    features = ["ccmp", "kern", "liga", "locl", "mark", "tnum"]
    options = subset.Options(flavor="woff2", hinting=False, layout_features=features)
    rules = []
    for _, data in chosen:
        font = subset.load_font(io.BytesIO(data), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=SIGNS)
        subsetter.subset(font)
        made = io.BytesIO()
        subset.save_font(font, made, options)
        family = font["name"].getBestFamilyName()
        rules.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {font["OS/2"].usWeightClass}; font-display: swap; '
            f"src: url(data:font/woff2;base64,{base64.b64encode(made.getvalue()).decode()}) format('woff2'); }}\n"
        )
    return "".join(rules)

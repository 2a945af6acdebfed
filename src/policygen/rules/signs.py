"""Signs: every sign that is printed is in one of the project's fonts; another would be an empty box.

Takes the texts of a project and its fonts; gives each sign that none has, once, where it first stands.
"""

import html
import re
import unicodedata
from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, RelPath, error
from policygen.rules.rule import Authored, Rule
from policygen.source.fonts import without_glyph
from policygen.source.tree import span_of

__all__ = ["RULES"]

NOT_PRINTED = "content/wording.yaml"
"""The file whose words are looked for, and never printed."""

_WRITTEN = re.compile(r"&#?\w+;|\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
"""An entity of Markdown or an escape of YAML: a sign that is written with others."""

_UNSEEN = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff\x00-\x1f\x7f-\x9f\ud800-\udfff]"
)
"""Blanks, and what no glyph is asked for (Unicode, Default_Ignorable_Code_Point); control characters are PG105."""


def in_a_font(given: Authored) -> Iterator[Diagnostic]:
    """PG250: each sign is in a font of `templates/fonts`."""
    texts = {path: text for path, text in given.texts.items() if _printed(path) and not text.isascii()}
    signs = {sign for text in texts.values() for sign in set(text) if not sign.isascii()}
    written: dict[str, tuple[RelPath, int, int]] = {}
    for path, text in given.texts.items():
        if _printed(path) and ("&" in text or "\\" in text):
            for match in _WRITTEN.finditer(text):
                for sign in _meant(path, match.group()):
                    written.setdefault(sign, (path, match.start(), match.end()))
    asked = {sign for sign in signs | set(written) if not sign.isascii() and not _UNSEEN.match(sign)}
    lacking = without_glyph({*asked, "a"}, given.fonts.values())
    for sign in sorted(lacking) if "a" not in lacking else ():  # without any font that can be read, PG514 says so
        if (place := _first(sign, texts) or written.get(sign)) is not None:
            path, start, end = place
            text = given.texts[path]
            name = unicodedata.name(sign, "a sign without a name").lower()
            span = span_of(path, text, start, end)
            hint = "say it in words, or add a font that has it to templates/fonts"
            yield error(
                "PG250", f"no font has U+{ord(sign):04X} ({name}), which would be an empty box", span, hint=hint
            )


RULES = (Rule(in_a_font, Authored, errors=("PG250",)),)


def _printed(path: str) -> bool:
    return path.endswith((".md", ".yaml")) and not path.startswith("templates/") and path != NOT_PRINTED


def _meant(path: str, written: str) -> str:
    """Return the signs that an entity or an escape stands for."""
    if written[0] == "&":
        return html.unescape(written) if path.endswith(".md") else ""
    code = int(f"0x{written[2:]}", 0)
    return chr(code) if code < 0x110000 else ""


def _first(sign: str, texts: dict[RelPath, str]) -> tuple[RelPath, int, int] | None:
    """Return where a sign first stands outside a comment of YAML."""
    for path, text in texts.items():
        at = text.find(sign)
        while at >= 0:
            line = text[text.rfind("\n", 0, at) + 1 : at]
            if not (path.endswith(".yaml") and re.search(r"(?:^|\s)#", re.sub(r"\"[^\"]*\"?|'[^']*'?", "", line))):
                return path, at, at + 1
            at = text.find(sign, at + 1)
    return None

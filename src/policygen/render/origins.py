"""Origins: where in the project stands what the PDF engine found wrong with a page.

Takes what was said of pages, which is one message a page, and the texts of the project; gives one message for each
thing that is wrong, with the place that it comes from where it can be found.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from policygen.diagnostics import Diagnostic, Outcome, RelPath, Span, in_order
from policygen.source.tree import span_of

__all__ = ["with_origins"]

T = TypeVar("T")

_OF_STYLES = ("PG511", "PG514")
"""What comes from templates alone."""

_FOUND = (*_OF_STYLES, "PG510", "PG512", "PG513", "PG520", "PG522")
"""What names something that stands in a text: a sign, words, an anchor, a file."""

_TOKEN = re.compile(r"U\+(?P<sign>[0-9A-F]{4,6})|`(?P<words>[^`]{2,})`|#(?P<anchor>[\w-]+)")


def with_origins(outcome: Outcome[T], texts: Mapping[RelPath, str]) -> Outcome[T]:
    """Return an outcome whose diagnostics of pages have places; what many pages have is told once, of the first."""
    kept: list[Diagnostic] = []
    groups: dict[tuple[str, str], list[str]] = {}
    for item in outcome.diagnostics:
        page, colon, what = item.message.partition(": ")
        if item.span is not None or item.code not in _FOUND or not colon or " " in page:
            kept.append(item)
            continue
        pages = groups.setdefault((item.code, what), [])
        if not pages:
            kept.append(replace(item, message=what, span=_origin(item.code, what, texts)))
        pages.append(page)
    said = (_on_pages(item, groups.get((item.code, item.message), [])) for item in kept)
    return Outcome(outcome.value, in_order(said))


def _on_pages(item: Diagnostic, pages: list[str]) -> Diagnostic:
    """Return what is said of some pages, by the first of them."""
    if not pages:
        return item
    others = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
    return replace(item, message=f"{pages[0]}{others}: {item.message}")


def _origin(code: str, what: str, texts: Mapping[RelPath, str]) -> Span | None:
    """Return where the first thing that a message names stands, in content before templates."""
    match = _TOKEN.search(what)
    if match is None:
        return None
    wanted = chr(int(match["sign"], 16)) if match["sign"] else match["words"] or match["anchor"]
    for home in ("templates/",) if code in _OF_STYLES else ("content/", "agencies/", "templates/"):
        for path, text in texts.items():
            if path.startswith(home) and (at := text.find(wanted)) >= 0:
                return span_of(path, text, at, at + len(wanted))
    return None

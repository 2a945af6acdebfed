"""Law switches in running words: `{{ when law-id }} words {{ otherwise }} other words {{ end }}`.

Takes what stands between double braces; gives the switch that it is, and what is wrong with those of a run of words.
"""

import re
from collections.abc import Iterator, Sequence

from policygen.diagnostics import Diagnostic, Span, error
from policygen.model.prose import Inline, Switch

__all__ = ["HOW", "LIKE_SWITCH", "read_switch", "unbalanced"]

HOW = "write {{ when law-id }} words {{ otherwise }} other words {{ end }} within one paragraph, item or cell"
"""How a law switch is written."""

LIKE_SWITCH = re.compile(r"\s*(?:when|if|else|otherwise|end)\b", re.IGNORECASE)
"""What somebody writes who means one."""

_SWITCH = re.compile(r"(?P<word>when)\s+(?P<law>[a-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)\Z|(?P<other>otherwise|end)\Z")


def read_switch(name: str, span: Span) -> Switch | None:
    """Return the switch that a name between braces is, if it is one."""
    if (match := _SWITCH.match(name.strip())) is None:
        return None
    if match["word"]:
        return Switch("when", match["law"], span)
    return Switch("end" if match["other"] == "end" else "otherwise", span=span)


def unbalanced(inlines: Sequence[Inline]) -> Iterator[Diagnostic]:
    """Find switches that do not come as `when`, perhaps `otherwise`, and `end` in one run of words (PG148)."""
    begun: list[Switch] = []
    for inline in (inline for inline in inlines if isinstance(inline, Switch)):
        if inline.word == "when" and begun:
            yield error("PG148", "a law switch begins inside another", inline.span, hint=HOW)
        elif inline.word != "when" and not begun:
            yield error("PG148", f"`{inline.word}` without `when` before it", inline.span, hint=HOW)
        elif inline.word == "otherwise" and begun[-1].word == "otherwise":
            yield error("PG148", "`otherwise` stands twice in one switch", inline.span, hint=HOW)
        if inline.word == "end":
            begun = []
        elif inline.word == "when" or begun:
            begun.append(inline)
    if begun:
        yield error("PG148", "this law switch has no `end`", begun[0].span, hint=HOW)

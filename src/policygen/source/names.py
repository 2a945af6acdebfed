"""Names among words: what stands between double braces and double brackets, and how each is written.

Takes words that an author wrote, of Markdown or in a value of YAML; gives inlines that know their place.
"""

import re

from policygen.diagnostics import Diagnostic, Outcome, Span, brief, error, warning
from policygen.model.prose import Inline, Placeholder, Reference, Str
from policygen.source.looks import marks
from policygen.source.switches import HOW, LIKE_SWITCH, read_switch, unbalanced

__all__ = ["NAME", "how_written", "read_words", "refers"]

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*\Z")
_TARGET = re.compile(r"(?:(?:law|doc|record):)?[A-Za-z0-9][A-Za-z0-9_-]*\Z")
_MARK = re.compile(r"\{\{(?P<name>[^{}]{0,500})\}\}|\[\[(?P<target>[^\[\]]{0,500})\]\]|\{\{|\[\[")
_KINDS = {"placeholder": "name", "reference": "reference"}
_HINTS = {
    "placeholder": "write {{ term.adult }}, {{ contact.social-care.phone }} or the like: a name, never an expression",
    "reference": "write [[clause-id]], [[clause-id|words]], [[law:id]], [[record:F01]] or [[doc:id]]",
}


def read_words(text: str, span: Span) -> Outcome[tuple[Inline, ...]]:
    """Read words that stand in a value of YAML: plain but for `{{ name }}` and `[[target]]`; `span` is their place."""
    made: list[Inline] = []
    found: list[Diagnostic] = []
    at = 0
    for match in _MARK.finditer(text):
        if match.start() > at:
            made.append(Str(text[at : match.start()]))
        at = match.end()
        name, target = match["name"], match["target"]
        if name is not None and (switch := read_switch(name, span)) is not None:
            made.append(switch)
        elif name is not None and NAME.match(name.strip()):
            made.append(Placeholder(name.strip(), span))
        elif target is not None and refers(target):
            head, _, words = target.partition("|")
            made.append(Reference(head.strip(), words.strip() or None, span))
        else:
            code, kind = ("PG130", "placeholder") if match.group().startswith("{{") else ("PG132", "reference")
            found.append(
                error(code, f"`{brief(match.group())}` is not a {_KINDS[kind]}", span, hint=how_written(kind, name))
            )
    if text[at:]:
        made.append(Str(text[at:]))
    for _start, _end, looks, _how in (
        mark for each in made if isinstance(each, Str) for mark in marks(each.text, each.text, 0)
    ):
        hint = "values take names and references, and no other markup"
        found.append(warning("PG181", f"this looks like {looks}, and is printed as it stands", span, hint=hint))
    return Outcome(tuple(made), (*found, *unbalanced(made)))


def refers(target: str) -> bool:
    """Tell whether what stands between double brackets is a target, or a target and plain words."""
    head, bar, words = target.partition("|")
    return _TARGET.match(head.strip()) is not None and not (bar and not words.strip()) and "{{" not in words


def how_written(kind: str, name: str | None) -> str:
    """Return how a name or a reference is written, or a law switch where that is what was meant."""
    return HOW if name is not None and LIKE_SWITCH.match(name) else _HINTS[kind]

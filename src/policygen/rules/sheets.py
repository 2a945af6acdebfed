"""Rules on sheets: they say something, and have one or two sides and room to write.

Takes a library; gives sheets of no such number of sides, what says nothing, and blanks without room.
"""

from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, error
from policygen.rules.rule import Authored, Rule

__all__ = ["RULES"]

SIDES = (1, 2)
MOST_LINES = 40
"""The lines of a whole side of A4."""


def sides(given: Authored) -> Iterator[Diagnostic]:
    """PG270: a sheet has one side or two."""
    for sheet in given.library.sheets.values():
        if sheet.sides not in SIDES:
            message = f"a sheet has 1 side or 2, not {sheet.sides}"
            yield error("PG270", message, sheet.sides_span, hint="what needs more is a document of its own")


def lines(given: Authored) -> Iterator[Diagnostic]:
    """PG272: a blank has lines to write on, as many as a side holds, or answers to tick."""
    for sheet in given.library.sheets.values():
        for blank in (blank for part in sheet.parts for blank in part.blanks):
            if not 1 <= blank.lines <= MOST_LINES:
                message = f"a blank has 1 to {MOST_LINES} lines, not {blank.lines}"
                yield error("PG272", message, blank.span, hint="leave `lines` out for one")
            elif blank.ticks and blank.lines > 1:
                hint = "take one of them out, or make two blanks"
                yield error("PG272", "this blank has `lines` and `ticks`", blank.span, hint=hint)


def nothing_said(given: Authored) -> Iterator[Diagnostic]:
    """PG271: every part of a sheet says something, and so does every step and point."""
    for sheet in given.library.sheets.values():
        for part in sheet.parts:
            if not (part.words or part.contacts or part.steps or part.points or part.blanks):
                hint = "give it words, contacts, steps, points or blanks"
                yield error("PG271", "this part says nothing", part.span, hint=hint)
            for line in (*part.steps, *part.points):
                if not (line.do or line.words):
                    yield error("PG271", "this line says nothing", line.span, hint="give it `do`, `words` or both")


RULES = (
    Rule(sides, Authored, errors=("PG270",)),
    Rule(lines, Authored, errors=("PG272",)),
    Rule(nothing_said, Authored, errors=("PG271",)),
)

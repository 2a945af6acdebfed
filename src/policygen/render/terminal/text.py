"""Blocks as plain text for a terminal, wrapped to a width."""

import textwrap
from collections.abc import Iterable
from typing import assert_never

from policygen.model.prose import (
    Block,
    Definitions,
    ForceKey,
    InsertPart,
    LawNotice,
    List,
    Paragraph,
    Quote,
    Subheading,
    Table,
)
from policygen.render.html.markup import plain_text

__all__ = ["blocks_text", "wrapped"]

WIDTH = 100


def blocks_text(blocks: Iterable[Block], indent: str = "  ") -> list[str]:
    """Return blocks as wrapped lines; names and references stand as they were written."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(children) | Subheading(_, children):
                lines += wrapped(plain_text(children), indent)
            case List(ordered, start, items):
                for number, inner in enumerate(items, start=start):
                    mark = f"{number}. " if ordered else "- "
                    first, *rest = blocks_text(inner, indent + " " * len(mark)) or [indent + mark]
                    lines += [indent + mark + first[len(indent) + len(mark) :], *rest]
            case Quote(children):
                lines += blocks_text(children, indent + "> ")
            case Definitions(items):
                for term, means in items:
                    lines += [*wrapped(plain_text(term), indent), *blocks_text(means, indent + "  ")]
            case Table(columns, rows):
                lines += wrapped(" | ".join(plain_text(column.title) for column in columns), indent)
                for row in rows:
                    lines += wrapped(" | ".join(plain_text(cell) for cell in row), indent)
            case InsertPart(name):
                lines.append(f"{indent}[{name}: made from the registers]")
            case ForceKey() | LawNotice():
                continue
            case _:
                assert_never(block)
    return lines


def wrapped(words: str, indent: str) -> list[str]:
    """Return words as lines of at most `WIDTH` signs."""
    return textwrap.wrap(words, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False) or [
        indent.rstrip()
    ]

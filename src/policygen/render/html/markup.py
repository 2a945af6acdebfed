"""Blocks and inlines as HTML: the one place where prose becomes tags.

Every word is escaped here; nothing that an author or a value says can become markup.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import count
from typing import assert_never

from policygen.model.prose import (
    Answer,
    Block,
    Break,
    Code,
    Definitions,
    Emph,
    Footnote,
    ForceKey,
    Gap,
    Inline,
    InsertPart,
    LawNotice,
    Leaf,
    Link,
    List,
    Paragraph,
    Placeholder,
    Quote,
    Reference,
    Str,
    Strong,
    Subheading,
    Switch,
    Table,
    Times,
    plain_words,
)

__all__ = ["blocks_html", "inlines_html", "isolated", "isolated_words", "plain_text", "table_name", "typeset"]


def blocks_html(blocks: Iterable[Block], *, level: int = 4, label: str = "") -> str:
    """Return blocks as HTML. `level` is that of a heading inside; `label` names tables that have no caption."""
    return _blocks(blocks, level, (table_name(label, number) for number in count(1)))


def table_name(label: str, number: int) -> str:
    """Return the name of a table that has no caption: the label of its place, and from the second on its number."""
    return label if number == 1 or not label else f"{label} ({number})"


def inlines_html(inlines: Iterable[Inline]) -> str:
    """Return inlines as HTML."""
    items = tuple(inlines)
    return "".join(_inline(inline, items, at) for at, inline in enumerate(items))


def typeset(words: str, *, before: str = "", after: str = "") -> str:
    """Return words with a printer's quotation marks and apostrophes in place of a typewriter's.

    `before` and `after` are the signs that stand beside them, where other words do.
    """
    before, after = before or " ", after or " "
    text = _OPENING.sub(lambda match: "“" if match.group() == '"' else "‘", before + words + after)
    return text[1:-1].replace('"', "”").replace("'", "’")


_OPENING = re.compile(r"""(?<=[\s(\[/–—"'“‘])["'](?=[^\s.,;:!?)\]…])""")
"""A mark that opens a quotation: after a space, a bracket, a dash or another mark, and right before something."""


_CITED = re.compile(r"\w+(?:\(\w+\)){2,}")
"""A place in an Act, such as 6(1)(ea): a line may break between its brackets (Unicode Standard Annex 14, LB31)."""


def isolated(html: str) -> str:
    """Return HTML that reads from right to left with its numbers and Latin words held together, each in a `bdi`.

    Otherwise 01632 960 101 comes out as "101 960 01632" (Unicode Standard Annex 9, rules N1 and L2).
    """
    parts = _TAG.split(html)  # words and tags in turn
    parts[::2] = [_LATIN.sub(r'<bdi dir="ltr">\g<0></bdi>', words) for words in parts[::2]]
    return "".join(parts)


def isolated_words(words: str) -> str:
    """Return plain words for right to left with isolates (U+2066, U+2069) round numbers and Latin words."""
    return _LATIN.sub("\u2066\\g<0>\u2069", words)


_TAG = re.compile(r"(<[^>]*>)")
_WORD = r"\+?(?:[0-9A-Za-z\u00c0-\u024f]|&amp;)(?:[\w.@:/’'+%-]|[\u00c0-\u024f]|&amp;)*(?<![.:’'/-])"
_WORDS = rf"{_WORD}(?:(?: |\u00a0|, | – ){_WORD})*"
_LATIN = re.compile(rf"(?<![&#A-Za-z]){_WORDS}(?: \({_WORDS}\))?(?:(?: |\u00a0|, | – ){_WORDS})?", re.ASCII)
"""A run of words and numbers in Latin letters with what stands between them, but not what comes after."""


def plain_text(inlines: Iterable[Inline]) -> str:
    """Return the words of inlines without markup; names and references stand as they were written."""
    return plain_words(inlines, _plain)


def _plain(leaf: Leaf) -> str:
    match leaf:
        case Str(text) | Code(text) | Times(text):
            return text
        case Answer(words=printed) | Gap(words=printed):
            return printed
        case Placeholder(name):
            return f"{{{{ {name} }}}}"
        case Reference(target):
            return f"[[{target}]]"
        case Break():
            return " "
        case Switch():
            return ""
        case _:
            assert_never(leaf)


def _blocks(blocks: Iterable[Block], level: int, names: Iterator[str]) -> str:
    return "\n".join(_block(block, level, names) for block in blocks)


def _block(block: Block, level: int, names: Iterator[str]) -> str:
    match block:
        case Paragraph(children):
            return f"<p>{inlines_html(children)}</p>"
        case Subheading(depth, children):
            rank = min(level + depth - 3, 6)
            return f"<h{rank}>{inlines_html(children)}</h{rank}>"
        case List():
            return _list(block, level, names)
        case Quote(children):
            return f"<blockquote>{_blocks(children, level, names)}</blockquote>"
        case Definitions(items):
            rows = (f"<dt>{inlines_html(term)}</dt><dd>{_blocks(means, level, names)}</dd>" for term, means in items)
            return f"<dl>{''.join(rows)}</dl>"
        case Table():
            return _table(block, names)
        case ForceKey(items, forces):
            rows = (
                f'<div><dt><span class="f f-{force}">{escape(name)}</span></dt><dd>{escape(typeset(words))}</dd></div>'
                for (force, words), name in zip(items, forces, strict=True)
            )
            return f'<dl class="key">{"".join(rows)}</dl>'
        case LawNotice():
            return _notice(block, level)
        case InsertPart():
            raise TypeError("InsertPart must be gone after composition")
        case _:
            assert_never(block)


def _list(block: List, level: int, names: Iterator[str]) -> str:
    """Write a list; an item of one paragraph takes its words bare, so that its marker stands beside them."""
    items = []
    for item in block.items:
        first, rest = (item[0], item[1:]) if item else (None, ())
        if isinstance(first, Paragraph) and not any(isinstance(inner, Paragraph) for inner in rest):
            words = inlines_html(first.children) + _blocks(rest, level, names)
        else:
            words = _blocks(item, level, names)
        items.append(f"<li>{words}</li>")
    if not block.ordered:
        return f"<ul>{''.join(items)}</ul>"
    start = f' start="{block.start}"' if block.start != 1 else ""
    return f"<ol{start}>{''.join(items)}</ol>"


def _table(table: Table, names: Iterator[str]) -> str:
    """Write a table; a first cell without words heads no row (axe, empty-table-header)."""
    name = plain_text(table.caption) or next(names)
    widths = [f'<col class="w{column.width}">' if column.width else "<col>" for column in table.columns]
    heads = [f'<th scope="col">{inlines_html(column.title)}</th>' for column in table.columns]
    rows = []
    for index, row in enumerate(table.rows):
        anchor = f' id="{escape(table.anchors[index])}"' if table.anchors else ""
        first, *rest = [inlines_html(cell) for cell in row]
        cells = "".join(f"<td>{cell}</td>" for cell in rest)
        head = f'<th scope="row">{first}</th>' if first else "<td></td>"
        rows.append(f"<tr{anchor}>{head}{cells}</tr>")
    caption = f"<caption>{inlines_html(table.caption)}</caption>" if table.caption else ""
    kind = "t wide" if table.wide else "t"
    body = "\n".join(rows)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(name)}"><table class="{kind}">{caption}'
        f"<colgroup>{''.join(widths)}</colgroup><thead><tr>{''.join(heads)}</tr></thead>\n"
        f"<tbody>{body}</tbody></table></div>"
    )


def _notice(notice: LawNotice, level: int) -> str:
    title, state = escape(typeset(notice.title)), escape(typeset(notice.state))
    return (
        f'<div class="lawbox" id="{escape(notice.id)}"><h{level}>{title}</h{level}><div class="in">'
        f'<p class="state">{state}</p><p>{inlines_html(notice.body)}</p></div></div>'
    )


def _inline(inline: Inline, items: tuple[Inline, ...], at: int) -> str:
    """Write one of `items`, that at `at`: words are set by what stands beside them."""
    match inline:
        case Str(text):
            before, after = plain_text(items[at - 1 : at]), plain_text(items[at + 1 : at + 2])
            words = escape(typeset(text, before=before[-1:], after=after[:1]), quote=False)
            return _CITED.sub(r'<span class="whole">\g<0></span>', words)
        case Break():
            return "<br>"
        case Code(text):
            return f"<code>{escape(text, quote=False)}</code>"
        case Emph(children):
            return f"<em>{inlines_html(children)}</em>"
        case Strong(children):
            return f"<strong>{inlines_html(children)}</strong>"
        case Link(href, children, page):
            kind = ' class="xref"' if page else ""
            if href.startswith("tel:"):  # a number is not broken; `nowrap` would be, by the PDF engine's line breaking
                children = (Str(plain_text(children).replace(" ", "\u00a0")),)
            return f'<a{kind} href="{escape(href)}">{inlines_html(children)}</a>'
        case Footnote(children):
            return f'<span class="footnote" role="note">{inlines_html(children)}</span>'
        case Gap(words=words):
            return f'<span class="gap">{escape(words, quote=False)}</span>'
        case Times(words, times):
            return f'<span data-open="{escape(times)}">{escape(typeset(words), quote=False)}</span>'
        case Answer(kind, words):
            return f'<span class="ans {kind}">{escape(words, quote=False)}</span>'
        case Placeholder() | Switch() | Reference():
            message = f"{type(inline).__name__} must be gone after composition"
            raise TypeError(message)
        case _:
            assert_never(inline)

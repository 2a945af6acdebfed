"""Markdown: text to items (a heading with its fenced blocks and body) whose inlines know their places.

CommonMark with tables, definition lists and footnotes, `{{ name }}` and `[[target]]`.
Raw HTML, images, rules and indented code are refused at their place; nothing is dropped in silence:
what the parser would leave out (cells too many, footnotes nobody calls, what is nested too deep) is an error.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from policygen.diagnostics import Diagnostic, Outcome, Pos, RelPath, Span, brief, did_you_mean, error, warning
from policygen.model.phones import phone_problem
from policygen.model.prose import (
    Block,
    Break,
    Code,
    Column,
    Definitions,
    Emph,
    Footnote,
    Inline,
    InsertPart,
    Link,
    List,
    Paragraph,
    Placeholder,
    Quote,
    Reference,
    Str,
    Strong,
    Subheading,
    Table,
)
from policygen.source.fences import FENCES, HEAD_FENCES, Fence, cut_front_matter, unclosed
from policygen.source.locate import Locator, Start
from policygen.source.looks import headings, marks, openings
from policygen.source.names import NAME, how_written, refers
from policygen.source.switches import read_switch, unbalanced
from policygen.source.tree import CONTROL

__all__ = ["Item", "Page", "read_page"]

MAX_DEPTH = 20
"""How deep quotes, lists and emphasis may be nested; markdown-it leaves out what is deeper."""
MAX_PARAGRAPH = 50_000
"""The longest run of lines without an empty one; markdown-it takes time by its square where marks have no end."""
MAX_REFERENCE = 500
"""The longest `{{ name }}` or `[[target|words]]`; a bound, so that openings without an end cost no time."""

MAX_TITLE = 90
"""The longest line that may have been meant as a heading."""

_ADDRESS = re.compile(r"(?:https://[^\s/?#.]+(?:\.[^\s/?#.]+)+(?:[/?#]\S*)?|tel:\+?[0-9]+)\Z")
_ENTITY = re.compile(r"&#?[A-Za-z0-9]+;")
_CELL_BORDER = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Item:
    """A `##` heading and all that stands under it."""

    title: str
    span: Span
    fences: tuple[Fence, ...]
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file: its front matter, if it has any, and its items."""

    front: Fence | None
    items: tuple[Item, ...]


def read_page(text: str, path: RelPath) -> Outcome[Page]:
    """Read a Markdown file; `text` has plain line feeds. No page where something is never closed: one error says so."""
    front, prose = cut_front_matter(text, path)
    reader = _Reader(path, text)
    if (number := reader.endless()) is not None:
        message = f"a paragraph or table of more than {MAX_PARAGRAPH:,} signs"
        span = reader.line_span(number)
        return Outcome(Page(front, ()), (error("PG137", message, span, hint="divide it with empty lines"),))
    if (broken := unclosed(text, path)) is not None:
        return Outcome(None, (broken,))
    env: dict[str, Any] = {}
    tokens = _parser().parse(prose, env)
    definitions = [*env.get("references", {}).values(), *env.get("duplicate_refs", ())]
    items = reader.items(tokens, [definition["map"][0] for definition in definitions])
    return Outcome(Page(front, items), tuple(reader.found))


@cache
def _parser() -> MarkdownIt:
    """Make the one parser: HTML is parsed so that it can be refused, links are all accepted so that they can be too."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    markdown.options["maxNesting"] = MAX_DEPTH
    markdown.use(deflist_plugin)
    markdown.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    markdown.inline.ruler.before("link", "placeholder", _placeholder_rule)
    markdown.inline.ruler.before("link", "reference", _reference_rule)
    markdown.inline.ruler.before("link", "inline_note", _inline_note_rule)
    markdown.inline.add_terminator_char("{")
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return markdown


def _placeholder_rule(state: StateInline, silent: bool) -> bool:
    return _delimited(state, "{{", "}}", "placeholder", silent=silent)


def _reference_rule(state: StateInline, silent: bool) -> bool:
    return _delimited(state, "[[", "]]", "reference", silent=silent)


def _inline_note_rule(state: StateInline, silent: bool) -> bool:
    return _delimited(state, "^[", "]", "inline_note", silent=silent)


def _delimited(state: StateInline, opening: str, closing: str, kind: str, *, silent: bool) -> bool:
    """Make a token of what stands between two marks; an opening without an end is a token without content."""
    if not state.src.startswith(opening, state.pos):
        return False
    end = state.src.find(closing, state.pos + 2, min(state.posMax, state.pos + MAX_REFERENCE))
    stop = end + len(closing) if end >= 0 else state.pos + 2
    if not silent:
        token = state.push(kind, "", 0)
        token.content = state.src[state.pos + 2 : end] if end >= 0 else ""
        token.meta = {"start": state.pos, "end": stop, "closed": end >= 0}
    state.pos = stop
    return True


@dataclass(slots=True)
class _Reader:
    path: RelPath
    text: str
    found: list[Diagnostic] = field(default_factory=list)
    footnotes: dict[str, tuple[Inline, ...]] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    in_footnote: bool = False
    content: str = ""
    starts: tuple[Start, ...] = ()
    searched: int = 0
    locator: Locator = field(init=False)

    def __post_init__(self) -> None:
        self.locator = Locator(self.text)

    # -- items -------------------------------------------------------------------------------------

    def items(self, tokens: Sequence[Token], definitions: Sequence[int]) -> tuple[Item, ...]:
        self.refuse_depth(tokens)
        for number in definitions:
            message = "the address of a link is not set apart"
            hint = "write the address where the link stands: [words](https://...)"
            self.found.append(error("PG123", message, self.line_span(number), hint=hint))
        nodes = SyntaxTreeNode(list(tokens)).children
        notes: dict[str, SyntaxTreeNode] = {}
        for node in nodes:
            if node.type == "footnote_reference":
                label = node.meta["label"]
                if label in notes:
                    self.refuse("PG134", f"the footnote `{brief(label)}` is given twice", node, "keep one of them")
                notes[label] = node
                self.footnotes[label] = self.footnote(node)
        items = tuple(self.split([node for node in nodes if node.type != "footnote_reference"]))
        for label, node in notes.items():
            if label not in self.called:
                self.refuse(
                    "PG134", f"nothing calls the footnote `{brief(label)}`", node, f"put [^{label}] where it belongs"
                )
        return items

    def endless(self) -> int | None:
        """Return the line from 0 on which a paragraph that is too long begins, if there is one."""
        start = size = 0
        for number, line in enumerate(self.locator.lines):
            start, size = (start, size + len(line)) if line.strip() else (number + 1, 0)
            if size > MAX_PARAGRAPH:
                return start
        return None

    def refuse_depth(self, tokens: Sequence[Token]) -> None:
        """Report what is nested so deep that the parser leaves it out, before any of it is visited."""
        for token in tokens:
            inside = max([child.level for child in token.children], default=0) if token.children else 0
            if inside >= MAX_DEPTH or (token.nesting == 1 and token.level + 1 >= MAX_DEPTH):
                span = self.line_span((token.map or (0, 0))[0])
                message = f"nested {MAX_DEPTH} deep or more, which would be left out"
                self.found.append(error("PG133", message, span, hint="write it flatter"))
                token.children = []

    def split(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Item]:
        """Give each `##` heading what stands under it."""
        heading: SyntaxTreeNode | None = None
        under: list[SyntaxTreeNode] = []
        for node, after in zip_longest(nodes, nodes[1:]):
            if node.type == "heading" and node.tag in {"h1", "h2"}:
                if node.tag == "h1":
                    what = (
                        "a line of = under words makes them a heading, which" if node.markup == "=" else "a `#` heading"
                    )
                    hint = "`##` begins a clause, `###` a heading inside it"
                    self.refuse("PG124", f"{what} is not used here", node, hint)
                    if heading is not None and not (
                        after and after.type == "fence" and self.kind(after) in HEAD_FENCES
                    ):
                        continue
                if heading is not None:
                    yield self.item(heading, under)
                heading, under = node, []
            elif heading is None:
                message = "this stands before the first `##` heading, so it belongs to no clause"
                self.refuse("PG125", message, node, "put a heading above it")
            else:
                under.append(node)
        if heading is not None:
            yield self.item(heading, under)

    def item(self, heading: SyntaxTreeNode, under: list[SyntaxTreeNode]) -> Item:
        inline = heading.children[0]
        self.locate(inline)
        span = self.span(0, len(inline.content))
        words = []
        for node in inline.children:
            if node.type not in {"text", "softbreak"}:
                self.found.append(error("PG128", "a heading holds plain words only", span, hint="leave the markup out"))
                break
            words.append(node.content or " ")
        else:
            if not "".join(words).strip():
                self.found.append(error("PG129", "a heading without words", self.node_span(heading)))
        self.warn("PG180", headings(inline.content))
        fences: list[Fence] = []
        body: list[Block] = []
        level = 2
        untitled: SyntaxTreeNode | None = None
        for node, after in zip_longest(under, under[1:]):
            if fences and after is not None and (title := self.meant_as_title(node, after)):
                hint = f"begin the line with two hashes and a plain space: `## {brief(title)}`"
                self.refuse("PG131", "this stands where the block under it needs a `##` heading", node, hint)
                untitled = after
                continue
            if node is untitled:
                continue
            if node.type == "fence" and self.kind(node) in HEAD_FENCES:
                fences.append(self.fence(node))
                if body:
                    message = "this block must stand right under its heading, before the text"
                    self.refuse("PG131", message, node, "move it up")
                continue
            if node.type == "heading":
                wanted = int(node.tag[1])
                if wanted > level + 1:
                    self.refuse(
                        "PG127",
                        f"a heading of level {wanted} under one of level {level}",
                        node,
                        f"use {'#' * (level + 1)}",
                    )
                level = wanted
            body += self.block(node)
        return Item("".join(words).strip(), span, tuple(fences), tuple(body))

    def meant_as_title(self, node: SyntaxTreeNode, after: SyntaxTreeNode) -> str:
        """Return the words of a line that is no `##` heading, and stands where the block behind it needs one."""
        if after.type != "fence" or self.kind(after) not in HEAD_FENCES or node.type not in {"paragraph", "heading"}:
            return ""
        content = node.children[0].content
        title = content.strip("#*_ \t\u00a0")
        return "" if "\n" in content or len(title) > MAX_TITLE or title.endswith((".", ":")) else title

    # -- blocks ------------------------------------------------------------------------------------

    def block(self, node: SyntaxTreeNode) -> list[Block]:
        match node.type:
            case "paragraph":
                words = self.inlines(node.children[0])
                self.warn("PG180", openings(self.content))
                return [Paragraph(words)]
            case "heading":
                words = self.inlines(node.children[0])
                self.warn("PG180", headings(self.content))
                return [Subheading(int(node.tag[1]), words)]
            case "bullet_list" | "ordered_list":
                start = node.attrs.get("start", 1)
                items = tuple(tuple(self.blocks(item.children)) for item in node.children)
                return [List(node.type == "ordered_list", int(start), items)]
            case "blockquote":
                return [Quote(tuple(self.blocks(node.children)))]
            case "table":
                return [self.table(node)]
            case "dl":
                return [self.definitions(node)]
            case "fence":
                return self.fenced(node)
            case "html_block":
                self.refuse("PG120", "raw HTML is not allowed", node, _no_html(node))
            case "code_block":
                sign = "a tab" if self.locator.lines[self.line(node)][:4].count("\t") else "four spaces"
                hint = f"take {'it' if sign == 'a tab' else 'them'} out"
                self.refuse("PG123", f"{sign} at the start make{'s' * (sign == 'a tab')} this a code block", node, hint)
            case "hr":
                self.refuse("PG123", "a line across the page has no meaning here", node, "use a heading, or nothing")
            case "footnote_reference":
                message = "the words of a footnote stand by themselves, not in a quotation or a list"
                self.refuse("PG123", message, node)
            case other:
                raise AssertionError(f"the parser was not told to make {other}")
        return []

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> list[Block]:
        """Read what stands inside a list, a quotation or a definition: no part is inserted there."""
        made: list[Block] = []
        for node in nodes:
            if node.type != "fence" or self.kind(node) != "insert":
                made += self.block(node)
            elif self.closed(node):
                message = "an `insert` block stands by itself, not in a list, a quotation or a definition"
                self.refuse("PG131", message, node, "begin its lines at the edge, without spaces or `>` before them")
        return made

    def table(self, node: SyntaxTreeNode) -> Table:
        rows = [row for part in node.children for row in part.children]
        if any(str(cell.attrs.get("style")).endswith(("right", "center")) for cell in rows[0].children):
            span = self.line_span(min(self.line(rows[0]) + 1, len(self.locator.lines) - 1))
            hint = "all columns are set to the left: write |---|---|"
            self.found.append(warning("PG181", "the colons in this line have no effect", span, hint=hint))
        for row in rows[1:]:
            self.cells(row, len(rows[0].children))
        head, *body = [tuple(self.inlines(cell.children[0]) for cell in row.children) for row in rows]
        if not all(head):
            hint = "say what stands in it: people who hear a table read have nothing else to go by"
            self.refuse("PG138", "a column without a heading", node, hint)
        return Table(tuple(Column(title) for title in head), tuple(body))

    def cells(self, row: SyntaxTreeNode, wanted: int) -> None:
        """Refuse a row whose cells are not those of the heading: the parser drops or adds them."""
        line = self.locator.lines[self.line(row)].lstrip("> \t").rstrip()
        count = len(_CELL_BORDER.split(line.removeprefix("|"))) - line.endswith("|")
        if count != wanted:
            message = f"the heading of this table has {wanted} cells and this row {count}"
            self.refuse("PG136", message, row, "write a `|` inside a cell as `\\|`")

    def definitions(self, node: SyntaxTreeNode) -> Definitions:
        items: list[tuple[tuple[Inline, ...], tuple[Block, ...]]] = []
        for child in node.children:
            if child.type == "dt":
                items.append((self.inlines(child.children[0]), ()))
            else:
                term, blocks = items[-1]
                items[-1] = (term, (*blocks, *self.blocks(child.children)))
        return Definitions(tuple(items))

    def fenced(self, node: SyntaxTreeNode) -> list[Block]:
        kind = self.kind(node)
        if kind == "insert":
            return [self.insert(node)]
        if kind in HEAD_FENCES:
            self.refuse("PG131", f"a `{kind}` block must stand right under a `##` heading", node)
        else:
            self.refuse("PG126", f"`{brief(kind)}` is not a kind of block", node, did_you_mean(kind, FENCES))
        return []

    def insert(self, node: SyntaxTreeNode) -> InsertPart:
        self.closed(node)
        name = node.content.strip()
        if not name:
            return InsertPart("", self.node_span(node))
        number = self.line(node) + 1 + node.content[: node.content.find(name)].count("\n")
        column = max(self.locator.lines[number].find(name), 0) + 1
        return InsertPart(name, Span(self.path, Pos(number + 1, column), Pos(number + 1, column + len(name))))

    def kind(self, node: SyntaxTreeNode) -> str:
        return node.info.split()[0] if node.info.strip() else "(none)"

    def fence(self, node: SyntaxTreeNode) -> Fence:
        """Take a block's lines as they stand in the file, so that places in it hold even if it is indented."""
        self.closed(node)
        first = self.line(node) + 1
        lines = self.locator.lines[first : first + _rows(node.content)]
        return Fence(self.kind(node), "".join(line + "\n" for line in lines), first + 1, self.node_span(node))

    def closed(self, node: SyntaxTreeNode) -> bool:
        first, end = node.map or (0, 0)
        ends = end - first >= _rows(node.content) + 2
        if not ends:
            self.refuse("PG135", "this block has no end", node, f"close it with a line of {node.markup}")
        return ends

    def footnote(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        inlines: list[Inline] = []
        self.in_footnote = True
        for child in node.children:
            if child.type == "paragraph":
                inlines += ([Str(" ")] if inlines else []) + list(self.inlines(child.children[0]))
            else:
                self.refuse("PG123", "a footnote holds plain paragraphs only", child)
        self.in_footnote = False
        return tuple(inlines)

    # -- inlines -----------------------------------------------------------------------------------

    def inlines(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        self.locate(node)
        for match in _ENTITY.finditer(node.content):
            if CONTROL.search(html.unescape(match.group())):
                message = f"`{match.group()}` stands for a control character, which is not allowed in text"
                span = self.span(match.start(), match.end())
                self.found.append(error("PG105", message, span, hint="take it out"))
        return self.children(node.children)

    def children(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Inline, ...]:
        made: list[Inline] = []
        for node in nodes:
            inline = self.inline(node)
            if isinstance(inline, Str) and made and isinstance(made[-1], Str):
                made[-1] = Str(made[-1].text + inline.text)
            elif inline is not None and inline != Str(""):
                made.append(inline)
        self.found += unbalanced(made)
        return tuple(made)

    def inline(self, node: SyntaxTreeNode) -> Inline | None:
        match node.type:
            case "text":
                self.warn("PG181", marks(node.content, self.content, self.searched))
                return Str(node.content)
            case "softbreak":
                return Str(" ")
            case "hardbreak":
                return Break()
            case "code_inline":
                return Code(node.content)
            case "em":
                return Emph(self.children(node.children))
            case "strong":
                return Strong(self.children(node.children))
            case "link":
                return self.link(node)
            case "placeholder":
                return self.placeholder(node)
            case "reference":
                return self.reference(node)
            case "footnote_ref":
                return self.call(node)
            case "html_inline":
                span = self.search(node.content)
                self.found.append(error("PG120", "raw HTML is not allowed", span, hint=_no_html(node)))
            case "image":
                span = self.search(f"![{node.content}](", f"![{node.content}]", "![")
                self.found.append(error("PG121", "an image is not used in a clause", span, hint="say it in words"))
            case "inline_note":
                span = self.span(node.meta["start"], node.meta["end"])
                hint = "write [^1] here, and [^1]: with its words in a paragraph of its own"
                self.found.append(error("PG123", "a footnote is not written in the line", span, hint=hint))
            case other:
                raise AssertionError(f"the parser was not told to make {other}")
        return None

    def call(self, node: SyntaxTreeNode) -> Inline:
        label = node.meta["label"]
        span = self.search(f"[^{label}]")
        if self.in_footnote:
            self.found.append(error("PG134", "a footnote inside a footnote", span, hint="say it in the text"))
        elif label not in self.footnotes:
            hint = did_you_mean(label, self.footnotes) or f"add a paragraph that begins [^{label}]:"
            self.found.append(error("PG134", f"no footnote `{brief(label)}`", span, hint=hint))
        self.called.add(label)
        return Footnote(self.footnotes.get(label, ()))

    def link(self, node: SyntaxTreeNode) -> Inline:
        href = str(node.attrs.get("href", ""))
        children = self.children(node.children)
        span = self.search(*([href] if href else []), href.removeprefix("mailto:") or "](", "](")
        if href.startswith("tel:") and (problem := phone_problem(href.removeprefix("tel:"))) is not None:
            self.found.append(error("PG122", f"a link to `{brief(href)}`: {problem[0]}", span, hint=problem[1]))
        elif not _ADDRESS.match(href):
            hint = "link to an https:// address; to a clause write [[its-id]]"
            hint = "write the address alone, or {{ contact.….email }}, which is linked" if "@" in href else hint
            message = f"a link to `{brief(href)}` is not allowed" if href else "a link that leads nowhere"
            self.found.append(error("PG122", message, span, hint=hint))
        return Link(href, children, span=span)

    def placeholder(self, node: SyntaxTreeNode) -> Inline:
        name, span = node.content.strip(), self.span(node.meta["start"], node.meta["end"])
        if (switch := read_switch(name, span)) is not None:
            return switch
        if not NAME.match(name):
            words = f"`{{{{ {brief(name)} }}}}` is not a name" if node.meta["closed"] else "`{{` without `}}`"
            self.found.append(error("PG130", words, span, hint=how_written("placeholder", name)))
        return Placeholder(name, span)

    def reference(self, node: SyntaxTreeNode) -> Inline:
        target, _bar, words = node.content.partition("|")
        span = self.span(node.meta["start"], node.meta["end"])
        if not refers(node.content):
            said = f"`[[{brief(node.content)}]]` is not a reference" if node.meta["closed"] else "`[[` without `]]`"
            self.found.append(error("PG132", said, span, hint=how_written("reference", None)))
        return Reference(target.strip(), words.strip() or None, span)

    # -- places ------------------------------------------------------------------------------------

    def locate(self, node: SyntaxTreeNode) -> None:
        """Make `node` the inline in which offsets are meant."""
        self.content = node.content
        self.starts = self.locator.starts(node.content, self.line(node))
        self.searched = 0

    def span(self, start: int, end: int) -> Span:
        return Span(self.path, self.pos(start), self.pos(end))

    def pos(self, offset: int) -> Pos:
        first = self.content.rfind("\n", 0, offset) + 1
        start = self.starts[self.content.count("\n", 0, offset)]
        column = max(offset - first - start.cut, 0)
        if start.escaped:
            column += self.content.count("|", first, offset)
        return Pos(start.line + 1, start.column + column + 1)

    def search(self, *words: str) -> Span:
        """Find the first of `words` that stands behind what was found before; inlines are visited in order."""
        for wanted in words:
            if (at := self.content.find(wanted, self.searched)) >= 0:
                self.searched = at + len(wanted)
                return self.span(at, self.searched)
        return self.span(self.searched, self.searched + 1)

    def line(self, node: SyntaxTreeNode) -> int:
        """Return the line of a node, from 0."""
        return min((node.map or (0, 0))[0], len(self.locator.lines) - 1)

    def node_span(self, node: SyntaxTreeNode) -> Span:
        return self.line_span(self.line(node))

    def line_span(self, number: int) -> Span:
        line = self.locator.lines[number]
        lead = len(line) - len(line.lstrip("> \t"))
        return Span(self.path, Pos(number + 1, lead + 1), Pos(number + 1, max(len(line.rstrip()), lead + 1) + 1))

    def warn(self, code: str, looks: Iterator[tuple[int, int, str, str]]) -> None:
        """Warn of words of the inline at hand that look like what they are not."""
        for start, end, what, hint in looks:
            message = f"this looks like {what}, and is printed as it stands"
            self.found.append(warning(code, message, self.span(start, end), hint=hint))

    def refuse(self, code: str, message: str, node: SyntaxTreeNode, hint: str | None = None) -> None:
        self.found.append(error(code, message, self.node_span(node), hint=hint))


def _no_html(node: SyntaxTreeNode) -> str:
    comment = node.content.lstrip().startswith("<!--")
    return "nothing is hidden in a text: take the comment out" if comment else "write it in Markdown"


def _rows(content: str) -> int:
    return content.count("\n") + (not content.endswith("\n") and content != "")

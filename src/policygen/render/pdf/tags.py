"""The structure tree of a paginated document: what a screen reader reads of a PDF.

Takes the engine's boxes after layout and gives them a tree of structure elements (ISO 32000-1, 14.7 and 14.8),
before anything is painted, so that the painting knows what is content and what is an artifact;
then writes the tree into the PDF. An HTML element is one structure element, however many lines and pages it spans.

It stands in for the engine's own tagging, which makes an element of every line and page, puts running headers
among the content, and leaves out Scope, Lang, Note, ListNumbering and the names of links.
"""

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

__all__ = ["Content", "Structure"]

SVG = "{http://www.w3.org/2000/svg}"
CSS_PIXEL = 0.75
"""A CSS pixel in points."""

KINDS = {
    "main": "Part",
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "aside": "Sect",
    "div": "Div",
    "header": "Div",
    "footer": "Div",
    "form": "Div",
    "fieldset": "Div",
    "figure": "Div",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "P",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "table": "Table",
    "caption": "Caption",
    "figcaption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "img": "Figure",
    f"{SVG}svg": "Figure",
    "q": "Quote",
    "code": "Code",
    "strong": "Strong",
    "em": "Em",
}
"""Structure types by HTML tag; any other element is transparent: its content belongs to its parent."""

ROLE_MAP = {"Strong": "Span", "Em": "Span"}
"""Our own types and the standard ones they stand for (ISO 32000-1, 14.7.3)."""

GROUPING = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "TOCI"})
"""Types that hold elements, never text (ISO 32000-1, 14.8.4.2): text in them gets a paragraph of its own."""

INLINE = frozenset({"Span", "Quote", "Code", "Strong", "Em", "Figure"})
"""Types that stand in lines of text."""

HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})

KEPT_EMPTY = frozenset({"TR", "TH", "TD"})
"""Types that stand without content: an empty cell keeps the columns in their places."""

LIST_NUMBERING = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "decimal-leading-zero": "Decimal",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
}
"""ListNumbering (ISO 32000-1, table 347) by CSS list-style-type; any other marker has no name there."""

NOTES = frozenset({"doc-footnote", "doc-endnote"})
"""ARIA roles of notes."""


class Element:
    """A structure element in the making."""

    __slots__ = ("attributes", "entries", "kids", "kind", "number", "owner", "parent", "source", "toc")

    def __init__(self, kind: str, parent: "Element | None", source: Any = None) -> None:
        """Make an element without kids; `source` is the HTML element it stands for."""
        self.kind = kind
        self.parent = parent
        self.source = source
        self.kids: list[Element | Content | Annotation] = []
        self.attributes: dict[str, str] = {}
        self.entries: dict[str, bytes] = {}
        self.owner: object = None
        self.toc: bool = parent is not None and parent.toc
        self.number = 0

    @property
    def reference(self) -> bytes:
        """The reference to the written object."""
        return b"%d 0 R" % self.number

    def ancestor(self, kind: str) -> "Element | None":
        """Return the nearest element of a type, itself included."""
        element: Element | None = self
        while element is not None and element.kind != kind:
            element = element.parent
        return element


class Content:
    """A run of painted content; its number on the page is known when it has been painted."""

    __slots__ = ("element", "mcid", "page")

    def __init__(self, element: Element, page: int) -> None:
        """Keep a place for content of an element on a page."""
        self.element = element
        self.page = page
        self.mcid: int | None = None


class Annotation:
    """A link or form field on a page; `box` holds the engine's annotation once the page is made."""

    __slots__ = ("box", "field", "page")

    def __init__(self, box: Any, page: int, *, field: bool) -> None:
        """Keep a place for an annotation."""
        self.box = box
        self.page = page
        self.field = field


class Raw(pydyf.Object):  # type: ignore[misc]
    """A PDF object whose bytes are known."""

    def __init__(self, data: bytes = b"") -> None:
        """Hold the bytes."""
        super().__init__()
        self._data = data

    @property
    def data(self) -> bytes:
        """The bytes of the object."""
        return self._data


class Structure:
    """The structure tree of one document, and what is wrong with it.

    Made of the engine's pages after layout. Each text and image box gets a `structure` attribute: its place in the
    tree, or the type of artifact that it is. `problems` (what about, message) are figures without a description, links
    in artifacts, headings that skip a level, uneven tables; `families` are the font families that text asks for.
    """

    def __init__(self, pages: list[Any], lang: str) -> None:
        """Build the tree of pages in a language."""
        self.root = Element("Document", None)
        self.problems: list[tuple[str, str]] = []
        self.families: set[tuple[str, ...]] = set()
        self._nodes: dict[tuple[Any, str], Element] = {}
        self._groups: dict[Any, int] = {}
        self._styles: set[int] = set()
        self._lang = lang
        self._page = 0
        self._height = 0.0
        self._links: set[int] = set()
        self._notes = 0
        self._level = 0
        for self._page, page in enumerate(pages):
            self._height = page.height
            # a box out of the flow is listed by what stands for it in the flow
            self._links = {id(_in_place(box)) for _, _, _, box in page.links}
            self._visit(page._page_box, self.root, lang)

    def _visit(self, box: Any, parent: Element, lang: str) -> None:
        """Add a box and what is in it to an element."""
        box = _in_place(box)
        if isinstance(box, boxes.TextBox):
            self._note_family(box)
            if box.text.isspace():
                box.structure = "Layout"
            else:
                self._add_content(box, parent)
            return
        if artifact := "Pagination" if isinstance(box, boxes.MarginBox) else self._artifact(box):
            self._skip(box, artifact)
            return
        if isinstance(box, boxes.LineBox):
            if parent.kind in GROUPING:
                parent = _paragraph(parent, (box.element, box.element_tag))
            if box.style["direction"] == "rtl":
                for inner in _descendants(box):
                    inner.in_right_to_left_line = True
            for child in box.children:
                self._visit(child, parent, lang)
            return
        if box.style["opacity"] < 1:
            # The engine paints it as a group of its own, whose content stands outside the tree (ISO 14289-1, 7.1).
            self.problems.append(("style", "`opacity` below 1 takes text out of reach; use a solid colour"))
        element = box.element
        if element is not None:
            key = (element, box.element_tag)
            own = element.get("lang") if box.element_tag == element.tag else None
            node = self._nodes.get(key)
            if node is None:
                node = self._nodes[key] = self._open(box, parent, lang)
            lang = own or lang
        else:
            node = parent
        if id(box) in self._links:
            link = node.ancestor("Link") or node
            link.kids.append(Annotation(box, self._page, field=False))
        if isinstance(box, boxes.ReplacedBox):
            self._add_content(box, node)
        elif box.is_input():
            form = Element("Form", node, element)
            form.kids.append(Annotation(box, self._page, field=True))
            node.kids.append(form)
        for child in box.children:
            self._visit(child, node, lang)

    def _add_content(self, box: Any, element: Element) -> None:
        box.structure = content = Content(element, self._page)
        element.kids.append(content)

    def _note_family(self, box: Any) -> None:
        """Remember which font families text asks for."""
        if id(box.style) not in self._styles and not box.text.isspace():
            self._styles.add(id(box.style))
            self.families.add(tuple(box.style["font_family"]))

    def _artifact(self, box: Any) -> str | None:
        """Return the type of artifact (ISO 32000-1, table 330) of a box that is no content, or none."""
        element = box.element
        if element is None:
            return None
        if element.get("aria-hidden") == "true":
            return "Layout"
        if isinstance(box, boxes.ReplacedBox) and (
            "::" in box.element_tag  # a picture made by a style sheet
            or element.get("alt") == ""
            or element.get("role") in {"presentation", "none"}
        ):
            return "Layout"
        repeats = isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer)
        if repeats and self._groups.setdefault(element, self._page) != self._page:
            return "Pagination"  # on a later page it is there for the eye only: the first one is read
        return None

    def _skip(self, box: Any, artifact: str) -> None:
        """Leave a box out of the tree; a link in it must belong to one that is read."""
        for inner in _descendants(box):
            if isinstance(inner, boxes.TextBox):
                self._note_family(inner)
                inner.structure = artifact
            elif isinstance(inner, boxes.ReplacedBox):
                inner.structure = artifact
            if id(inner) in self._links:
                node = self._nodes.get((inner.element, inner.element_tag))
                link = node.ancestor("Link") if node is not None else None
                if link is not None:
                    link.kids.append(Annotation(inner, self._page, field=False))
                else:
                    self.problems.append(("link", "a link stands in a running header or in hidden text"))

    def _open(self, box: Any, parent: Element, lang: str) -> Element:
        """Return the element that holds the content of a box which is met for the first time."""
        element, tag = box.element, box.element_tag
        role = element.get("role")
        if tag in {"html", "body"}:
            return self.root
        if "::" in tag:
            return self._open_pseudo(element, tag, parent)
        if parent.owner is not None and KINDS.get(tag, "Span") not in INLINE:
            parent = parent.parent or parent  # a block in a line: no block stands in a paragraph
        node: Element
        if box.link:
            if role == "doc-noteref" or parent.ancestor("TOCI"):
                parent = _add("Reference", parent, element)
            node = _add("Link", parent, element)
        elif tag == "li":
            node = self._open_item(box, parent)
        elif tag in {"dt", "dd"}:
            node = _open_description(tag, parent, element)
        elif tag == "div" and parent.kind == "L":
            node = _add("LI", parent, element)
        elif role in NOTES:
            node = self._add_note(parent, element)
        elif kind := KINDS.get(tag):
            node = _add("TOC" if kind == "L" and parent.toc else kind, parent, element)
            node.toc = node.toc or role == "doc-toc"
        elif element.get("lang", lang) != lang or (tag == "abbr" and element.get("title")):
            node = _add("Span", parent, element)
        else:
            return parent
        if element.get("lang", lang) != lang:
            node.entries["Lang"] = pydyf.String(element.get("lang")).data
        if tag == "abbr" and element.get("title"):
            node.entries["E"] = pydyf.String(element.get("title")).data
        if node.kind in HEADINGS:
            self._check_level(node.kind)
        elif node.kind == "Figure":
            self._describe_figure(box, node)
        elif node.kind in {"TD", "TH"}:
            node.attributes["O"] = "/Table"
            if box.colspan != 1:
                node.attributes["ColSpan"] = str(box.colspan)
            if box.rowspan != 1:
                node.attributes["RowSpan"] = str(box.rowspan)
        return node

    def _open_pseudo(self, element: Any, tag: str, parent: Element) -> Element:
        """Return where generated content goes: a label, a reference to a note, or the element itself."""
        pseudo = tag.partition("::")[2]
        if pseudo == "marker":
            body = self._nodes.get((element, element.tag))
            item = body.parent if body is not None and body.kind == "LBody" else body
            if item is not None and item.kind in {"LI", "TOCI"}:
                label = Element("Lbl", item, element)
                item.kids.insert(0, label)
                return label
        elif pseudo == "footnote-call":
            # The note is read where it is called, whatever foot of a page it stands on.
            reference = _add("Reference", parent, element)
            self._nodes[element, element.tag] = self._add_note(parent, element)
            return reference
        elif pseudo == "footnote-marker":
            return _add("Lbl", self._nodes.get((element, element.tag), parent), element)
        return parent

    def _add_note(self, parent: Element, element: Any) -> Element:
        """Add a note; ISO 14289-1, 7.9: each has an ID of its own."""
        node = _add("Note", parent, element)
        self._notes += 1
        node.entries["ID"] = pydyf.String(f"note-{self._notes:04}").data
        return node

    def _open_item(self, box: Any, parent: Element) -> Element:
        """Add a list item and return its body."""
        if parent.kind == "TOC":
            return _add("TOCI", parent, box.element)
        item = _add("LI", parent, box.element)
        marker = box.style["list_style_type"] if "list-item" in box.style["display"] else "none"
        if parent.kind == "L" and "ListNumbering" not in parent.attributes:
            numbering = LIST_NUMBERING.get(marker, "None") if isinstance(marker, str) else "None"
            parent.attributes |= {"O": "/List", "ListNumbering": f"/{numbering}"}
        if box.element.get("role") in NOTES:
            return self._add_note(_add("LBody", item, box.element), box.element)
        return _add("LBody", item, box.element)

    def _check_level(self, kind: str) -> None:
        """Note a heading that leaves out a level (ISO 14289-1, 7.4.2)."""
        level = int(kind[1:])
        if level > self._level + 1:
            above = f"h{self._level}" if self._level else "nothing"
            self.problems.append(("structure", f"a heading h{level} follows {above}, which leaves out a level"))
        self._level = level

    def _describe_figure(self, box: Any, node: Element) -> None:
        """Give a figure its alternative text and its place on the page (ISO 32000-1, 14.8.5.4.3)."""
        element = box.element
        text = element.get("aria-label") or element.get("alt") or ""
        if element.tag == f"{SVG}svg":
            parts = [element.find(f"{SVG}{part}") for part in ("title", "desc")]
            text = text or ". ".join(_text(part).rstrip(".") for part in parts if part is not None)
        if text:
            node.entries["Alt"] = pydyf.String(text).data
        else:
            source = element.get("src", "svg")
            self.problems.append(("image", f"image `{source[:60]}` has no description"))
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, self._height - top - box.height, left + box.width, self._height - top)
        node.attributes |= {"O": "/Layout", "BBox": "[" + " ".join(f"{v * CSS_PIXEL:.2f}" for v in corners) + "]"}

    def write(self, pdf: Any, page_streams: list[Any]) -> None:
        """Write the tree into a PDF whose pages have been painted."""
        self._prune(self.root)
        for serial, table in enumerate(_of_kind(self.root, "Table")):
            widths = _link_headers(table, serial)
            if len(widths) > 1:
                # ISO 14289-1, 7.5, and ISO 32000-1, 14.8.4.3.4: a table is a grid.
                said = " and ".join(map(str, sorted(widths)))
                self.problems.append(("structure", f"the rows of a table have {said} columns"))
        elements = list(_of_kind(self.root, None))
        root = Raw()
        pdf.add_object(root)
        written = []
        for element in elements:
            written.append(Raw())
            pdf.add_object(written[-1])
            element.number = written[-1].number
        pages = pdf.page_references
        numbers: list[bytes] = []
        for page, stream in enumerate(page_streams):
            refs = b" ".join(content.element.reference for content in stream._tags.values())
            numbers.append(b"%d [%s]" % (page, refs))
        annotations: list[bytes] = []
        for element, target in zip(elements, written, strict=True):
            target._data = self._bytes_of(element, root.reference, pages, annotations)
        numbers += annotations
        parent_tree = Raw(b"<</Nums[" + b"\n".join(numbers) + b"]>>")
        pdf.add_object(parent_tree)
        names = sorted((e.entries["ID"], e.reference) for e in elements if "ID" in e.entries)
        id_tree = b"/IDTree<</Names[%s]>>" % b" ".join(part for pair in names for part in pair) if names else b""
        roles = b"".join(b"/%s/%s" % (ours.encode(), standard.encode()) for ours, standard in ROLE_MAP.items())
        root._data = b"<</Type/StructTreeRoot/K[%s]/ParentTree %s/ParentTreeNextKey %d/RoleMap<<%s>>%s>>" % (
            self.root.reference,
            parent_tree.reference,
            len(page_streams) + len(annotations),
            roles,
            id_tree,
        )
        pdf.catalog["StructTreeRoot"] = root.reference
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})

    def _prune(self, element: Element) -> bool:
        """Drop content that was not painted and elements without content; say whether any content is left."""
        element.kids = [kid for kid in element.kids if self._is_present(kid)]
        return bool(element.kids)

    def _is_present(self, kid: Element | Content | Annotation) -> bool:
        if isinstance(kid, Content):
            return kid.mcid is not None
        if isinstance(kid, Annotation):
            return (kid.box.widget_annotation if kid.field else kid.box.link_annotation) is not None
        return self._prune(kid) or kid.kind in KEPT_EMPTY

    @staticmethod
    def _bytes_of(element: Element, root: bytes, pages: list[bytes], annotations: list[bytes]) -> bytes:
        """Return the dictionary of an element; its annotations get their keys in the parent tree."""
        home: int | None = None
        kids: list[bytes] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(kid.reference)
                continue
            if home is None:
                home = kid.page
            if isinstance(kid, Content):
                mcid = str(kid.mcid).encode()
                kids.append(mcid if kid.page == home else b"<</Type/MCR/Pg %s/MCID %s>>" % (pages[kid.page], mcid))
                continue
            annotation = kid.box.widget_annotation if kid.field else kid.box.link_annotation
            if not kid.field:
                annotation["Contents"] = pydyf.String(_link_name(element))
            kids.append(b"<</Type/OBJR/Pg %s/Obj %s>>" % (pages[kid.page], annotation.reference))
            annotation["StructParent"] = len(pages) + len(annotations)
            annotations.append(b"%d %s" % (annotation["StructParent"], element.reference))
        parts = [b"<</Type/StructElem/S/", element.kind.encode(), b"/P "]
        parts.append(element.parent.reference if element.parent is not None else root)
        if home is not None:
            parts.append(b"/Pg " + pages[home])
        parts += [b"/K[", b" ".join(kids), b"]"]
        parts += [b"/%s %s" % (key.encode(), value) for key, value in element.entries.items()]
        if element.attributes:
            attributes = "".join(f"/{key} {value}" for key, value in element.attributes.items())
            parts.append(f"/A<<{attributes}>>".encode())
        parts.append(b">>")
        return b"".join(parts)


def _add(kind: str, parent: Element, source: Any) -> Element:
    element = Element(kind, parent, source)
    parent.kids.append(element)
    return element


def _paragraph(parent: Element, owner: object) -> Element:
    """Return the paragraph for lines that stand directly in a grouping element: the last, if it is of the same box."""
    last = parent.kids[-1] if parent.kids else None
    if isinstance(last, Element) and last.owner == owner:
        return last
    paragraph = _add("P", parent, None)
    paragraph.owner = owner
    return paragraph


def _open_description(tag: str, parent: Element, element: Any) -> Element:
    """Add a term or a description: the label or the body of a list item that starts at the term."""
    item = parent
    if parent.kind == "L":
        last = parent.kids[-1] if parent.kids else None
        fits = isinstance(last, Element) and (tag == "dd" or not any(_is_body(kid) for kid in last.kids))
        item = last if fits and isinstance(last, Element) else _add("LI", parent, element)
        parent.attributes |= {"O": "/List", "ListNumbering": "/None"}
    return _add("Lbl" if tag == "dt" else "LBody", item, element)


def _is_body(kid: Element | Content | Annotation) -> bool:
    return isinstance(kid, Element) and kid.kind == "LBody"


def _in_place(box: Any) -> Any:
    """Return the box itself for what stands for a box out of the flow."""
    return box._box if isinstance(box, AbsolutePlaceholder) else box


def _descendants(box: Any) -> Iterator[Any]:
    """Yield a box and all boxes in it, those out of the flow included."""
    box = _in_place(box)
    yield box
    for child in box.children:
        yield from _descendants(child)


def _of_kind(element: Element, kind: str | None) -> Iterator[Element]:
    """Yield the elements of a type, in reading order; of all types when there is none."""
    if kind is None or element.kind == kind:
        yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _of_kind(kid, kind)


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _link_name(link: Element) -> str:
    """Return what a link is called: its label, its words, or the description of its picture."""
    element = link.source
    pictures = (image.get("alt") for image in element.iter("img"))
    words = (element.get("aria-label"), _text(element), *pictures, element.get("title"))
    return next((word for word in words if word), str(element.get("href", "")))


def _link_headers(table: Element, serial: int) -> set[int]:
    """Give header cells Scope and ID, and data cells the IDs of their headers (ISO 32000-1, tables 348 and 349).

    Returns how many columns the rows have: one number, if the table is a grid.
    """
    rows = [kid for kid in table.kids if isinstance(kid, Element) and kid.kind == "TR"]
    for group in table.kids:
        if isinstance(group, Element) and group.kind in {"THead", "TBody", "TFoot"}:
            rows += [kid for kid in group.kids if isinstance(kid, Element) and kid.kind == "TR"]
    above: dict[int, list[bytes]] = {}
    beside: dict[int, list[bytes]] = {}
    taken: set[tuple[int, int]] = set()
    widths: set[int] = set()
    for number, row in enumerate(rows):
        column = 0
        in_head = row.parent is not None and row.parent.kind == "THead"
        pending: list[tuple[Element, range]] = []
        for cell in row.kids:
            if not isinstance(cell, Element):
                continue
            while (number, column) in taken:
                column += 1
            columns = range(column, column + int(cell.attributes.get("ColSpan", "1")))
            lines = range(number, number + int(cell.attributes.get("RowSpan", "1")))
            taken |= {(line, place) for line in lines[1:] for place in columns}
            if cell.kind == "TH":
                scope = (cell.source.get("scope") or "").removesuffix("group")
                is_row = scope == "row" or (scope != "col" and not in_head and column == 0)
                cell.attributes["Scope"] = "/Row" if is_row else "/Column"
                name = pydyf.String(f"cell-{serial}-{number}-{column}").data
                cell.entries["ID"] = name
                if is_row:
                    for line in lines:
                        beside.setdefault(line, []).append(name)
                else:
                    for place in columns:
                        above.setdefault(place, []).append(name)
            pending.append((cell, columns))
            column = columns.stop
        while (number, column) in taken:
            column += 1
        widths.add(column)
        for cell, columns in pending:
            if cell.kind == "TH" and cell.attributes["Scope"] == "/Column":
                continue
            names = [name for name in beside.get(number, ()) if name != cell.entries.get("ID")]
            names += [name for place in columns for name in above.get(place, ())]
            unique = list(dict.fromkeys(names))
            if unique and (cell.kind == "TD" or columns.start == 0):
                cell.attributes["Headers"] = "[" + " ".join(name.decode() for name in unique) + "]"
    return widths

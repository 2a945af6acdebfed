"""The PDF engine as this project uses it: WeasyPrint 70.0, closed, repaired and warmed.

Takes HTML and a fetcher, gives the bytes of a file that is PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) at once.
Knows one version of the engine and refuses any other, since it stands in for parts that are not public:
the tagging (`tags`), the breaking and painting of text (`text`), form fields (`forms`), the stream that marks content,
the search for style sheets, and what is slow (`speed`). `docs/adr/0015-standing-in-for-the-engine.md` says why.
Importing this module imports the engine: set FONTCONFIG_FILE first.
"""

import gc
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pydyf
import weasyprint
import weasyprint.css
import weasyprint.css.tokens
import weasyprint.draw
import weasyprint.pdf
import weasyprint.pdf.stream
from fontTools.ttLib import TTFont
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from policygen.render.pdf import speed as pdf_speed
from policygen.render.pdf import text as pdf_text
from policygen.render.pdf.forms import repair_forms
from policygen.render.pdf.tags import Content, Structure

__all__ = [
    "BASE_URL",
    "ENGINE",
    "FatalURLFetchingError",
    "FontConfiguration",
    "Rendered",
    "URLFetcher",
    "URLFetcherResponse",
    "font_families",
    "render",
    "stand_in",
]

ENGINE = ("70.0", "0.13.0")
"""The versions of WeasyPrint and pydyf whose insides this module knows."""

if (weasyprint.__version__, pydyf.__version__) != ENGINE:
    found = f"{weasyprint.__version__} and {pydyf.__version__}"
    raise ImportError(f"WeasyPrint {ENGINE[0]} and pydyf {ENGINE[1]} are needed, not {found}")

BASE_URL = "https://assets.invalid/"
"""Where relative addresses of a page lead: a name that no resolver knows (RFC 2606), so nothing is fetched by it."""

SIBLING = re.compile(re.escape(BASE_URL) + r"([A-Za-z0-9-]+)\.html(?:#([A-Za-z0-9-]+))?")
"""A link to another page of the pack."""

VARIANT = "pdf/a-2a"

PAGE_ATTRIBUTE = "data-page"
"""Where a link has the number of the page it leads to, and (with an s) the root, once links have theirs."""

FOLD_ATTRIBUTE = "data-fold"
"""What marks the pages to write on at the end of a page that is folded, with the number its pages are a multiple of."""

ROOM = 1.0
"""By how many CSS pixels something may stand out of its page before it counts: numbers of the layout are rounded."""

LONG_WORD = 16
"""How many signs a word of a table has at most that is broken only if breaking longer ones was not enough."""

PASSES = 8
"""How often a page is laid out at most until its page numbers stand still."""

UA_IDENTIFICATION = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 followed</pdfaProperty:description></rdf:li></rdf:Seq>\
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""PDF/UA identification (ISO 14289-1, 5) and the schema that makes it lawful in PDF/A (ISO 19005-2, 6.6.2.3)."""

SHEETS_KEPT = 32
"""How many parsed style sheets a process keeps: more than a project has, few enough to bound the memory."""

UNCACHEABLE = ("@import", "@font-face", "@color-profile", "@layer")
"""What makes the meaning of a style sheet depend on more than its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A rendered page: the bytes, and everything that was said of it."""

    data: bytes
    records: tuple[logging.LogRecord, ...]
    """What the engine logged at WARNING or above."""
    problems: tuple[tuple[str, str], ...]
    """What we found: what it is about (`link`, `image`, `field`, `attachment`), and a message."""
    families: frozenset[tuple[str, ...]]
    """The lists of font families that text asks for."""
    title: str
    lang: str
    pages: int


class _Recorder(logging.Handler):
    """Keeps what the engine logs at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def _recorded() -> Iterator[list[logging.LogRecord]]:
    """Keep the engine's warnings while the block runs."""
    recorder = _Recorder()
    LOGGER.addHandler(recorder)
    try:
        yield recorder.records
    finally:
        LOGGER.removeHandler(recorder)


@contextmanager
def _tidied() -> Iterator[None]:
    """Collect garbage after a page instead of many times during it: boxes live until the page is written."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        pdf_speed.forget_reports()
        if enabled:
            gc.enable()
        gc.collect()


def render(html: str, fetcher: URLFetcher, font_config: FontConfiguration, *, form: bool) -> Rendered:
    """Return the PDF of a page and what was said of it.

    The bytes depend on the arguments and on the versions of the libraries only.
    """
    with _recorded() as records, _tidied():
        source = weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
        for numbers in source.etree_element.iterfind(".//ol[@start]"):  # which the engine takes for a matter of looks
            numbers.set("style", f"counter-reset: list-item {int(numbers.get('start')) - 1}")
        document, problems = _paginated(source, PAGE_ATTRIBUTE in html, font_config, form=form)
        for sheet in document.pages:
            sheet.links = [_sibling(*link) for link in _joined_links(sheet.links)]
            problems += [problem for kind, target, *_ in sheet.links if (problem := _link_problem(kind, target))]
        if document.metadata.attachments:
            problems.append(("attachment", "the page attaches a file"))
        document.metadata.attachments.clear()
        problems += _lost_words(document)
        structure = Structure(document.pages, document.metadata.lang or "")
        document.structure = structure

        def finish(document: Any, pdf: Any) -> None:
            metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
            metadata.stream[0] = metadata.stream[0].replace(b"</rdf:RDF>", UA_IDENTIFICATION + b"</rdf:RDF>")
            if form:
                problems.extend(("field", problem) for problem in repair_forms(document, pdf))

        data = document.write_pdf(pdf_variant=VARIANT, pdf_forms=form, finisher=finish)
    return Rendered(
        data=data,
        records=tuple(records),
        problems=(*structure.problems, *problems),
        families=frozenset(structure.families),
        title=(document.metadata.title or "").strip(),
        lang=document.metadata.lang or "",
        pages=len(document.pages),
    )


def _paginated(
    source: Any, numbered: bool, font_config: FontConfiguration, *, form: bool
) -> tuple[Any, list[tuple[str, str]]]:
    """Lay a page out until the page number behind every link is that of the page where its target stands.

    The engine's own `target-counter` stops while numbers still move. Where it printed a wrong one, the links get
    their numbers here, from the pass before: a style sheet offers that by rules for `[data-pages] a::after` that
    write `attr(data-page)`.
    """
    root = source.etree_element
    links = [link for link in root.iter("a") if (link.get("href") or "").startswith("#")] if numbered else []
    document = _folded(source, font_config, form=form)
    printed = _printed_numbers(document) if links else {}
    for _ in range(PASSES):
        where = _page_numbers(document)
        if all(printed.get(link, number) == number for link in links if (number := where.get(link.get("href")[1:]))):
            return document, []
        root.set(PAGE_ATTRIBUTE + "s", "")
        for link in links:
            link.set(PAGE_ATTRIBUTE, where.get(link.get("href")[1:], ""))
        printed = {link: link.get(PAGE_ATTRIBUTE) for link in printed}
        document = source.render(font_config=font_config, pdf_variant=VARIANT, pdf_forms=form)
    return document, [("numbers", f"page numbers still move after {PASSES} passes")]


def _folded(source: Any, font_config: FontConfiguration, *, form: bool) -> Any:
    """Lay a page out; where it asks for a number of pages to be folded, add pages to write on until it has that.

    Without the element that holds them the words tell how many pages are missing; then its last child, which fills
    a page, stands in it as often as that.
    """

    def laid_out() -> Any:
        document = source.render(font_config=font_config, pdf_variant=VARIANT, pdf_forms=form)
        for longest in (LONG_WORD, 0):  # the longest word of a column says how wide it is at least, if it is not broken
            if not (wide := _wide_tables(document)):
                break
            for cell in (cell for table in wide for cell in table.iter()):
                if cell.tag in {"td", "th"} and any(len(word) > longest for word in "".join(cell.itertext()).split()):
                    cell.set("style", "overflow-wrap: anywhere")
            document = source.render(font_config=font_config, pdf_variant=VARIANT, pdf_forms=form)
        return document

    everything = source.etree_element.iter()
    holder = next((item for item in everything if any(FOLD_ATTRIBUTE in child.attrib for child in item)), None)
    if holder is None:
        return laid_out()
    at, block = next((at, child) for at, child in enumerate(holder) if FOLD_ATTRIBUTE in child.attrib)
    holder.remove(block)
    document = laid_out()
    missing = -len(document.pages) % int(block.get(FOLD_ATTRIBUTE))
    if not missing:
        return document
    block.extend(deepcopy(block[-1]) for _ in range(missing - 1))
    holder.insert(at, block)
    return laid_out()


def _wide_tables(document: Any) -> list[Any]:
    """Return the tables that stand out of the text of their page."""
    found: dict[Any, None] = {}
    for sheet in document.pages:
        page = sheet._page_box
        left, right = page.content_box_x(), page.content_box_x() + page.width
        for box in page.descendants(placeholders=True):
            if isinstance(box, boxes.TableBox):
                start = box.border_box_x()
                if start < left - ROOM or start + box.border_width() > right + ROOM:
                    found[box.element] = None
    return list(found)


def _lost_words(document: Any) -> Iterator[tuple[str, str]]:
    """Say which words stand out of their page, wholly or in part."""
    for number, sheet in enumerate(document.pages, start=1):
        page = sheet._page_box
        for box in page.descendants(placeholders=True):
            if isinstance(box, boxes.TextBox) and (
                box.position_x < -ROOM or box.position_x + box.width > page.margin_width() + ROOM
            ):
                yield "room", f"`{box.text.strip()[:40]}` leaves page {number}: there is no room for it"


def _page_numbers(document: Any) -> dict[str, str]:
    """Return the page on which each target begins."""
    where: dict[str, str] = {}
    for number, sheet in enumerate(document.pages, start=1):
        for name in sheet.anchors:
            where.setdefault(name, str(number))
    return where


def _printed_numbers(document: Any) -> dict[Any, str]:
    """Return the number that stands behind each link."""
    printed: dict[Any, str] = {}
    for sheet in document.pages:
        for box in sheet._page_box.descendants(placeholders=True):
            if isinstance(box, boxes.TextBox) and box.element_tag == "a::after":
                number = box.text.replace("\N{NO-BREAK SPACE}", " ").split(" ")[-1]
                if number.isdecimal():
                    printed[box.element] = number
    return printed


def font_families(data: bytes) -> set[str]:
    """Return the family names that a font file goes by (OpenType, name table, 1 and 16)."""
    with TTFont(BytesIO(data), lazy=True) as font:
        names = (font["name"].getDebugName(number) for number in (1, 16))
        return {name for name in names if name}


def _sibling(kind: str, target: str, area: Any, box: Any) -> tuple[str, str, Any, Any]:
    """Let a link to another page of the pack lead to the PDF of that name beside this one, and to its place there.

    A fragment of a PDF names a destination (RFC 8118, section 3); `./` keeps viewers from taking a name for a host.
    """
    found = SIBLING.fullmatch(target) if kind == "external" else None
    if found is not None:
        target = f"./{found[1]}.pdf" + (f"#nameddest={found[2]}" if found[2] else "")
    return kind, target, area, box


def _link_problem(kind: str, target: str) -> tuple[str, str] | None:
    """Return why a link is of no use to a reader of the PDF, or none."""
    if kind == "attachment":
        return "attachment", "a link attaches a file"
    if kind == "external" and target.startswith(BASE_URL):
        return "link", f"a link leads to `{target.removeprefix(BASE_URL)}`, which is nothing inside a PDF"
    return None


def _joined_links(links: list[Any]) -> list[Any]:
    """Return the links of a page with one area for each box of a link, not one for every box inside it.

    ISO 14289-1, 7.18.5: a link annotation stands in a Link element; the engine gives one to each child as well.
    """
    joined: list[Any] = []
    within: dict[int, int] = {}
    for kind, target, area, box in links:  # a box comes before what is in it
        outer = within.get(id(box), len(joined))
        if outer == len(joined):
            joined.append((kind, target, area, box))
        else:
            _, _, known, outer_box = joined[outer]
            hull = (min(known[0], area[0]), min(known[1], area[1]), max(known[2], area[2]), max(known[3], area[3]))
            joined[outer] = (kind, target, hull, outer_box)
        for child in box.all_children():
            inner = child._box if isinstance(child, AbsolutePlaceholder) else child
            for part in inner.children if isinstance(inner, boxes.LineBox) else [inner]:
                within[id(part._box if isinstance(part, AbsolutePlaceholder) else part)] = outer
    return joined


class MarkedStream(weasyprint.pdf.stream.Stream):  # type: ignore[misc]
    """A content stream that marks content by the structure tree, and everything else as artifact."""

    @contextmanager
    def marked(self, box: Any, _tag: str) -> Iterator[None]:
        """Mark what is painted for a box with its place in the structure tree (ISO 32000-1, 14.6 and 14.8.2.2)."""
        content = getattr(box, "structure", "Layout")
        if isinstance(content, Content):
            content.mcid = len(self._tags)
            self._tags[content.mcid] = content
            self.begin_marked_content(content.element.kind, pydyf.Dictionary({"MCID": content.mcid}))
        else:
            self.begin_marked_content("Artifact", pydyf.Dictionary({"Type": f"/{content}"}))
        try:
            yield
        finally:
            self.end_marked_content()

    def add_image(self, image: Any, interpolate: bool, ratio: float) -> Any:
        """Add an image that viewers do not smooth: PDF/A forbids it (ISO 19005-2, 6.2.8)."""
        del interpolate
        return super().add_image(image, False, ratio)


def add_tags(pdf: Any, document: Any, _version: object, page_streams: list[Any]) -> None:
    """Write our structure tree where the engine would make its own."""
    document.structure.write(pdf, page_streams)


def color_profile(file: Any, *rest: Any) -> Any:
    """Return a colour profile and close the file it came from, which the engine leaves open."""
    with file:
        return weasyprint.css.ColorProfile(BytesIO(file.read()), *rest)


_find_stylesheets = weasyprint.css.find_stylesheets
_sheets: dict[str, tuple[Any, CounterStyle, list[logging.LogRecord]]] = {}


def find_stylesheets(wrapper: Any, media: str, fetcher: Any, base_url: str, *shared: Any) -> Iterator[Any]:
    """Yield the style sheets of a page; a sheet that another page of this process had is not parsed again."""
    elements = [element.etree_element for element in wrapper.query_all("style", "link")]
    texts = [element.text or "" for element in elements if element.tag == "style"]
    plain = all(len(element.attrib) == 0 if element.tag == "style" else False for element in elements)
    if not plain or any(word in text for text in texts for word in UNCACHEABLE):
        yield from _find_stylesheets(wrapper, media, fetcher, base_url, *shared)
        return
    _, counter_style, *_ = shared
    for text in texts:
        if text not in _sheets:
            if len(_sheets) >= SHEETS_KEPT:
                del _sheets[next(iter(_sheets))]
            counters = CounterStyle()
            with _recorded() as records:
                sheet = weasyprint.CSS(
                    string=text, base_url=base_url, url_fetcher=fetcher, media_type=media, counter_style=counters
                )
            _sheets[text] = sheet, counters, records
        else:
            for record in _sheets[text][2]:
                LOGGER.handle(record)
        sheet, counters, _ = _sheets[text]
        counter_style.update(counters)
        yield sheet


_collect_missing_counters = TargetCollector.collect_missing_counters


def collect_missing_counters(
    collector: Any, box: Any, token: Any, parse_again: Any, missing: Any, targets: dict[str | None, Any]
) -> None:
    """Note whose page numbers are still missing, under the name of the target.

    The engine notes those of `target-counter(attr(href), ...)` under no name, so that what moves in a later pass
    never reaches them.
    """
    if None in targets:
        targets[(box.element.get("href") or "").removeprefix("#")] = targets.pop(None)
    _collect_missing_counters(collector, box, token, parse_again, missing, targets)


def stand_in(*, fast: bool) -> None:
    """Put our parts in the places of the engine's, all of them or all but those that only save time."""
    TargetCollector.collect_missing_counters = collect_missing_counters
    weasyprint.css.find_stylesheets = find_stylesheets
    weasyprint.pdf.add_tags = add_tags
    weasyprint.pdf.ColorProfile = color_profile
    weasyprint.pdf.Stream = weasyprint.pdf.stream.Stream = MarkedStream
    weasyprint.draw.text.draw_first_line = pdf_text.draw_first_line
    pdf_speed.stand_in(fast=fast)
    LOGGER.propagate = False

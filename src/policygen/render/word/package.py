"""A document as a Word file: the package of parts that Word, LibreOffice and others open (ECMA-376).

Takes a document of the model, never a page; gives bytes. The parts are written as text, as `markup.py` writes HTML:
no library stands between, so that the same document has the same bytes everywhere and a long one takes no time.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import assert_never
from xml.sax.saxutils import escape, quoteattr

from policygen.compose.files import traits
from policygen.diagnostics import Outcome
from policygen.model.documents import Document, DocumentKind
from policygen.model.guides import GuideView
from policygen.model.leaflets import LeafletView
from policygen.model.partnerships import Status
from policygen.model.policies import Annex, Contents, Cover, Danger, Front, Musts, SectionView
from policygen.model.records import RecordView
from policygen.model.sheets import SheetKind, SheetView
from policygen.model.words import SLOT
from policygen.render.html.markup import typeset
from policygen.render.word.form import form, long_names
from policygen.render.word.look import (
    CARD,
    HEADER,
    NAMESPACES,
    POLICY,
    SHEET,
    Look,
    mm,
    palette,
)
from policygen.render.word.policy import annex, chapter, contents, cover, danger, duties, flow, front
from policygen.render.word.prose import TAB, Para, Piece, Writer, field_code, words_run, xml_of
from policygen.render.word.settings import fonts, numbering, settings, theme
from policygen.render.word.sheet import sheet
from policygen.render.word.styles import styles

__all__ = ["docx_fingerprint", "render_docx"]


def docx_fingerprint() -> str:
    """Return what else decides the bytes besides a document and this package: the version of the compressor."""
    return f"zlib {zlib.ZLIB_RUNTIME_VERSION}"


def render_docx(document: Document) -> Outcome[bytes]:
    """Return a policy, a guide, a sheet or a record as a Word file.

    A field whose name Word cannot hold is an error. Raises `TypeError` for a document that has no Word file.
    """
    file = f"{document.partnership}/{document.agency}/{document.stem}.docx"
    found = tuple(item for part in document.parts if isinstance(part, RecordView) for item in long_names(file, part))
    if found:
        return Outcome(None, found)
    colours = palette(document.tokens, document.brand)
    writer = Writer(document.words, colours)
    sections = _sections(document, writer)
    if missing := writer.wanted - writer.anchors:  # a guide may name paragraphs that stand in the policy
        writer = Writer(document.words, colours, missing=frozenset(missing))
        sections = _sections(document, writer)
    return Outcome(_package(_parts(document, writer, sections)))


# ---------------------------------------------------------------------------------------------------
# The body
# ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Section:
    """A run of pages, or of text between other columns."""

    columns: int = 1
    pieces: list[Piece] = field(default_factory=list)
    cover: bool = False
    """Whether its first page is the cover, without head and foot."""


def _sections(document: Document, writer: Writer) -> list[_Section]:
    """Return the document's text; the contents and the index of duties have two columns."""
    sections = [_Section()]
    if not any(isinstance(part, Cover) for part in document.parts):
        sections[0].pieces += _head(document)
    before: object = None
    for part in document.parts:
        if sections[-1].columns > 1:
            sections.append(_Section())
        here = sections[-1].pieces
        at = len(here)
        match part:
            case Cover():
                here += cover(writer, part, document)
                sections[-1].cover = True
            case Danger():
                here += danger(writer, part)
            case Front():
                here += front(writer, part)
            case Contents():
                head, entries = contents(writer, part)
                here.append(head)
                sections.append(_Section(columns=2, pieces=entries))
            case Musts():
                here += duties(writer, part)
            case SectionView():
                here += chapter(writer, part)
            case Annex():
                here += annex(writer, part)
            case GuideView():
                here += flow(writer, part, document)
            case RecordView():
                here += form(writer, part, document.lang)
            case SheetView():
                here += sheet(writer, part, document)
            case LeafletView():
                raise TypeError("a leaflet has no Word file")
            case _:
                assert_never(part)
        for first in here[at : at + 1]:
            if isinstance(first, Para) and isinstance(before, Cover):
                first.direct |= {"spacing": 'w:before="0"'} | ({"pageBreakBefore": ""} if at else {})
        before = part
    return sections


def _head(document: Document) -> list[Piece]:
    """Return the head of a document that has no cover."""
    return [Para("Title", words_run(typeset(document.title))), Para("Subtitle", words_run(typeset(document.subtitle)))]


def _body(sections: list[_Section], look: Look) -> str:
    made = []
    for at, section in enumerate(sections):
        properties = _section_properties(section, look, first=at == 0)
        if at < len(sections) - 1:
            last = section.pieces.pop()
            above, end = ([last], Para("Between", "")) if isinstance(last, str) else ([], last)
            end.direct["sectPr"] = properties
            made.append(xml_of([*section.pieces, *above, end]))
        else:
            made += [xml_of(section.pieces), f"<w:sectPr>{properties}</w:sectPr>"]
    return "".join(made)


def _section_properties(section: _Section, look: Look, *, first: bool) -> str:
    """Return the properties of a section (17.6.17); the later ones take head and foot from the first."""
    references = (
        '<w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="default" r:id="footer"/>'
    )
    columns = f'w:num="{section.columns}" w:space="{mm(10)}"' if section.columns > 1 else f'w:space="{mm(10)}"'
    return (
        (references if first else "")
        + f'<w:type w:val="{"nextPage" if first else "continuous"}"/>'
        + f'<w:pgSz w:w="{look.page[0]}" w:h="{look.page[1]}"/><w:pgMar w:top="{look.top}" w:right="{look.right}" '
        + f'w:bottom="{look.bottom}" w:left="{look.left}" w:header="680" w:footer="680" w:gutter="0"/>'
        + f"<w:cols {columns}/>"
        + ("<w:titlePg/>" if section.cover else "")
    )


# ---------------------------------------------------------------------------------------------------
# The package
# ---------------------------------------------------------------------------------------------------

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/numbering.xml": f"{_WORD}.numbering+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/footnotes.xml": f"{_WORD}.footnotes+xml",
    "word/header.xml": f"{_WORD}.header+xml",
    "word/footer.xml": f"{_WORD}.footer+xml",
    "word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "word/theme.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
"""Every part that has words or looks, with its type (part 1, section 11.3)."""


def _parts(document: Document, writer: Writer, sections: list[_Section]) -> dict[str, str]:
    """Return the parts of the package by name."""
    look = _look(document)
    body = _body(sections, look)
    own = [name.removeprefix("word/").removesuffix(".xml") for name in _KINDS if name.startswith("word/")]
    inner = [(name, f"{_RELATIONS}/{name}", f"{name}.xml") for name in own if name != "document"]
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (
                ("document", f"{_RELATIONS}/officeDocument", "word/document.xml"),
                ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ),
            {},
        ),
        "docProps/core.xml": _properties(document),
        "word/document.xml": f"{HEADER}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(inner, writer.links),
        "word/styles.xml": styles(writer.colours, document.lang, look),
        "word/numbering.xml": numbering(look, writer.lists),
        "word/settings.xml": settings(document.lang, protected=traits(document.kind).form),
        "word/footnotes.xml": _footnotes(writer.footnotes),
        "word/header.xml": _header(document),
        "word/footer.xml": _footer(document),
        "word/fontTable.xml": fonts(writer.colours),
        "word/theme.xml": theme(writer.colours),
    }
    if writer.note_links:
        parts["word/_rels/footnotes.xml.rels"] = _relationships((), writer.note_links)
    return parts


def _look(document: Document) -> Look:
    if document.kind is DocumentKind.POLICY:
        return POLICY
    card = any(isinstance(part, SheetView) and part.kind is SheetKind.CARD for part in document.parts)
    return CARD if card else SHEET


def _content_types() -> str:
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _KINDS.items())
    return (
        f'{HEADER}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(inner: Iterable[tuple[str, str, str]], links: Mapping[str, str]) -> str:
    """Return the relationships of a part: to other parts as id, type and target, and to addresses."""
    made = [f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in inner]
    made += [
        f'<Relationship Id="{name}" Type="{_RELATIONS}/hyperlink" Target={quoteattr(address)} TargetMode="External"/>'
        for address, name in links.items()
    ]
    return f'{HEADER}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(made)}</Relationships>'


def _properties(document: Document) -> str:
    """Return the core properties (part 2, section 11); there is no date, since only the edition says one."""
    says = {
        "dc:title": f"{document.title} - {document.agency_name} - {document.owner}",
        "dc:subject": document.subtitle,
        "dc:creator": document.owner,
        "dc:description": f"{document.subtitle}. {document.edition}. {_fingerprint(document)}.",
        "dc:identifier": f"{document.partnership}/{document.agency}/{document.id} {document.fingerprint}",
        "dc:language": document.lang,
        "cp:contentStatus": document.words.say(document.status),
    }
    made = "".join(f"<{name}>{escape(typeset(words))}</{name}>" for name, words in says.items())
    spaces = f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f"{HEADER}<cp:coreProperties {spaces}>{made}</cp:coreProperties>"


def _fingerprint(document: Document) -> str:
    return document.words.say("fingerprint", signs=document.fingerprint)


def _footnotes(notes: list[str]) -> str:
    """Return the footnotes, after the two lines that part them from the text."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        f"<w:r><w:{kind}/></w:r></w:p></w:footnote>"
        for at, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    return f"{HEADER}<w:footnotes {NAMESPACES}>{lines}{''.join(notes)}</w:footnotes>"


def _header(document: Document) -> str:
    """Return the head of every page but the cover: the partnership, the section or the marking, and the status."""
    status = "" if document.status is Status.APPROVED else document.words.say(f"word-{document.status}")
    owner = words_run(typeset(document.owner)) + TAB
    if document.kind is DocumentKind.POLICY:
        lines = [owner + field_code('STYLEREF "Section title"', ""), words_run(status, "Strong")]
    else:
        markings = [part.marking.split(". ")[0] for part in document.parts if isinstance(part, RecordView)]
        lines = [owner + words_run(typeset(" ".join((status, *markings)).strip()), "Strong")]
    if not status:
        lines = lines[:1]
    return f"{HEADER}<w:hdr {NAMESPACES}>{''.join(Para('Header', runs).xml() for runs in lines)}</w:hdr>"


def _footer(document: Document) -> str:
    """Return the foot of every page: document and agency, edition, status, fingerprint, and page of pages."""
    counts = {name: field_code(code, "1", "<w:b/><w:bCs/>") for name, code in (("page", "PAGE"), ("pages", "NUMPAGES"))}
    parts = SLOT.split(document.words.words["page"])  # words and names in turn
    page = "".join(counts[part] if at % 2 else words_run(part, "Strong") for at, part in enumerate(parts) if part)
    name = f"{document.agency_name}: {document.title.lower()}"
    if document.kind is not DocumentKind.POLICY:
        name = f"{document.subtitle}: {document.title}"
    lines = (
        words_run(typeset(name)) + TAB + page,
        words_run(f"{document.edition} · {_fingerprint(document)}"),
    )
    return f"{HEADER}<w:ftr {NAMESPACES}>{''.join(Para('Footer', runs).xml() for runs in lines)}</w:ftr>"


_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (section 2.2); the reader of the tree refuses all that matters, and the rest is shown."""


def _package(parts: Mapping[str, str]) -> bytes:
    """Return the parts as a zip file: in the order of their names, and without a clock."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, _NO_CHARACTER.sub("\ufffd", parts[name]).encode(), compresslevel=6)
    return held.getvalue()

"""Nobody's text reaches somebody else: no file of an agency's pack holds a sentence that is not for that agency.

By rule: what layers outside the agency's line wrote, and what is `for` others in clauses, records, guides, sheets and
leaflets.
A pack is what leaves the house, so packs are read: pages with their attributes and comments, text and every string of
PDFs, Word files, schemas and manifests. Sentences with names or references in them are left out: each edition has its
own. What the registers say is everybody's.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from html import unescape
from pathlib import Path
from typing import get_args

import pypdf
import pypdfium2
import pytest

from policygen.compose.wording import Wording
from policygen.model.leaflets import Leaflet
from policygen.model.library import Library
from policygen.model.prose import Inline
from policygen.model.scalars import SOURCE_TAG
from policygen.project import Project
from policygen.render.html.markup import plain_text
from policygen.resolve.editions import is_for, layer_line
from policygen.resolve.packs import Pack, in_pack

PARTNERSHIP = "northmoor"
LEAST = 5
"""Shorter sentences are anybody's."""
BEGINNING = 16
"""The letters by which a sentence is first looked for."""
REGISTERS = ("content/law.yaml", "content/glossary.yaml", "content/editors-notes.yaml", "content/protocol.yaml")
INLINES = get_args(Inline)
TOKEN = re.compile(r"{{.*?}}|\[\[.*?\]\]")
"""A name or a reference, as it was written."""


def test_no_pack_holds_what_is_not_for_its_agency(shipped: Project, built: Path) -> None:
    library = shipped.library
    assert library is not None
    registers = [text for path, text in shipped.tree.texts.items() if path.startswith(REGISTERS)]
    wording = Wording(Pack(library, shipped.editions[0]), links_law=False)
    laws = [words for law in library.law for words in (library.law_title(law), wording.law_words(law))]
    parts = [f"{law.title}, {library.law[law.of].title}" for law in library.law.values() if law.of]
    everybodys = letters(" ".join((*registers, *laws, *parts)))
    found = {}
    for agency in library.rendered():
        others, ours = whose(library, PARTNERSHIP, agency)
        rightful = everybodys + letters(" ".join(ours))
        named = [pattern(sentence) for sentence in ours if TOKEN.search(sentence)]
        looked_for = {
            sentence: sought
            for sentence in others
            if not TOKEN.search(sentence) and len(sought := letters(sentence)) >= BEGINNING and sought not in rightful
        }
        assert len(looked_for) > 200, agency
        pack = built / PARTNERSHIP / agency / f"{PARTNERSHIP}-{agency}-pack.zip"
        for name, data in members(pack):
            text = everything(name, data)
            assert text or name.endswith("SHA256SUMS"), name
            leaked = [
                sentence
                for sentence in among(looked_for, text)
                if not any(re.fullmatch(words, looked_for[sentence]) for words in named)
            ]
            if leaked:
                found[f"{agency}: {name}"] = leaked
    assert found == {}


def test_no_pack_holds_a_document_that_is_not_for_its_agency(shipped: Project, built: Path) -> None:
    library = shipped.library
    assert library is not None
    for agency in library.rendered():
        line = library.lineage(agency)
        pack = built / PARTNERSHIP / agency / f"{PARTNERSHIP}-{agency}-pack.zip"
        names = {name.partition(".")[0] for name, _ in members(pack)}
        for prefix, documents in (("record-", library.records), ("leaflet-", sources(library))):
            for name, document in documents.items():
                assert (prefix + name in names) == is_for(document.audience, line), (agency, name)
        for sheet in library.sheets.values():
            assert (sheet.document_id in names) == is_for(sheet.audience, line), (agency, sheet.id)
        assert not any(name.startswith(("search", "pagefind")) for name in names), "an index knows every agency's words"


def test_what_is_for_an_agency_is_in_its_pack(shipped: Project, built: Path) -> None:
    """The looking works: what a layer says stands in its own pack, in all formats."""
    library = shipped.library
    assert library is not None
    lines = {line for _, line in said(library.layers["police"], (), meant=True) if not TOKEN.search(line)}
    pack = built / PARTNERSHIP / "police" / f"{PARTNERSHIP}-police-pack.zip"
    texts: dict[str, str] = {}
    for name, data in members(pack):
        document, _, suffix = name.partition(".")
        if document in {outline.id for outline in in_pack(library, "police")}:
            texts[suffix] = texts.get(suffix, "") + everything(name, data)
    assert texts.keys() == {"docx", "html", "pdf"}
    for name, text in texts.items():
        there = [line for line in lines if letters(line) in text]
        assert len(there) > 0.8 * len(lines), (name, lines - set(there))


LEAK = "This sentence belongs to somebody else, and nobody may see it."


def of_pdf(**more: str) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({f"/{key}": value for key, value in more.items()})
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def of_zip(name: str, text: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", f"<p>{LEAK}</p>".encode()),
        ("a.html", f"<p>{LEAK.replace('belongs', '<b>be</b>longs')}</p>".encode()),
        ("a.html", f"<!-- {LEAK} -->".encode()),
        ("a.html", f'<meta content="{LEAK.replace("nobody", "no&#98;ody")}">'.encode()),
        ("a.schema.json", json.dumps({"title": LEAK.replace("e", "\u0065")}).encode()),
        ("a.docx", of_zip("word/document.xml", f"<w:t>{LEAK[:20]}</w:t></w:r><w:r><w:t>{LEAK[20:]}</w:t>")),
        ("a.docx", of_zip("docProps/core.xml", f"<dc:subject>{LEAK}</dc:subject>")),
        ("a.pdf", of_pdf(Subject=LEAK)),
        ("a.pdf", of_pdf(Subject="é" + LEAK)),
    ],
)
def test_a_planted_leak_is_found(name: str, data: bytes) -> None:
    assert among({LEAK: letters(LEAK), "short": "short"}, everything(name, data)) == [LEAK]


def whose(library: Library, partnership: str, agency: str) -> tuple[set[str], set[str]]:
    """Return the sentences that are not for an agency, and those that are."""
    lineage = library.lineage(agency)
    line = layer_line(library, partnership, agency)
    documents = (library.records, library.guides, library.sheets, sources(library))
    texts = [
        *said((library.sections, documents), lineage, meant=True),
        *(found for layer in library.layers.values() for found in said(layer, lineage, meant=layer.id in line)),
    ]
    return {text for meant, text in texts if not meant}, {text for meant, text in texts if meant}


def pattern(sentence: str) -> str:
    """Return what a sentence with names in it may read like, in letters."""
    return ".{0,80}".join(letters(piece) for piece in TOKEN.split(sentence))


def sources(library: Library) -> dict[str, Leaflet]:
    """Return every leaflet in the source language."""
    return {name: leaflet[SOURCE_TAG] for name, leaflet in library.leaflets.items()}


def said(value: object, lineage: tuple[str, ...], *, meant: bool) -> Iterator[tuple[bool, str]]:
    """Yield every sentence in what was authored, and whether it is for the agency of this lineage.

    What has an `audience` is for these agencies only, with all that it holds; without a lineage, it is for all.
    """
    match value:
        case str():
            for sentence in re.split(r"(?<=[.?!:])\s+", " ".join(value.split())):
                if len(sentence.split()) >= LEAST:
                    yield meant, sentence
        case (first, *_) if isinstance(first, INLINES):
            yield from said(plain_text(value), lineage, meant=meant)  # type: ignore[arg-type]
        case tuple():
            for item in value:
                yield from said(item, lineage, meant=meant)
        case Mapping():
            for item in value.values():
                yield from said(item, lineage, meant=meant)
        case _ if is_dataclass(value):
            meant = meant and (not lineage or is_for(getattr(value, "audience", ()), lineage))
            for each in fields(value):
                if each.compare:
                    yield from said(getattr(value, each.name), lineage, meant=meant)
        case _:
            return


def among(looked_for: Mapping[str, str], text: str) -> list[str]:
    """Return the sentences whose letters stand in a text, which is looked at once: by how they begin."""
    beginnings = {sought[:BEGINNING] for sought in looked_for.values()}
    there = {begins for at in range(len(text)) if (begins := text[at : at + BEGINNING]) in beginnings}
    return [line for line, sought in looked_for.items() if sought[:BEGINNING] in there and sought in text]


def members(pack: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(pack) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def everything(name: str, data: bytes) -> str:
    """Return the letters of all that is written in a file: its text, then what it carries besides."""
    match name.rpartition(".")[2]:
        case "html":
            page = data.decode()
            return letters(unescape(re.sub("<[^>]*>", "", page))) + letters(unescape(page))
        case "pdf":
            with pypdfium2.PdfDocument(data) as document:
                text = "".join(page.get_textpage().get_text_range() for page in document)
            return letters(text) + letters(" ".join(strings(data)))
        case "docx":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = [archive.read(part).decode("utf-8", "replace") for part in archive.namelist()]
            return "".join(letters(unescape(re.sub("<[^>]*>", "", part))) + letters(unescape(part)) for part in parts)
        case "json":
            return letters(json.dumps(json.loads(data), ensure_ascii=False))
        case _:
            return letters(data.decode())


def letters(text: str) -> str:
    """Return only the letters and digits of a text: spaces, hyphens and quotation marks differ between formats."""
    return re.sub(r"[\W_]+", "", text.casefold())


def strings(pdf: bytes) -> Iterator[str]:
    """Yield the strings of a PDF (ISO 32000-1, 7.3.4), those in its streams too: names of links, tags, metadata."""
    inflated = (
        zlib.decompressobj().decompress(pdf[match.end() :])
        for match in re.finditer(rb"<<((?:(?!endobj).)*?)>>\s*stream\r?\n", pdf, re.DOTALL)
        if b"/FlateDecode" in match[1] and not re.search(rb"/Length1|/Subtype", match[1])  # no font and no picture
    )
    for data in (pdf, *inflated):
        for literal in re.findall(rb"\(((?:[^()\\]|\\.)*)\)", data, re.DOTALL):
            plain = re.sub(rb"\\([0-7]{3})", lambda octal: bytes([int(octal[1], 8)]), literal)
            yield _decoded(re.sub(rb"\\(.)", rb"\1", plain, flags=re.DOTALL))
        for digits in re.findall(rb"<(?i:feff)([0-9a-fA-F]+)>", data):
            yield bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")
        yield from re.findall(r"<x:xmpmeta.*?</x:xmpmeta>", data.decode("utf-8", "replace"), re.DOTALL)


def _decoded(string: bytes) -> str:
    return (
        string.decode("utf-16", "replace")
        if string.startswith((b"\xfe\xff", b"\xff\xfe"))
        else string.decode("latin-1")
    )

"""Nothing that a document, a form, a file or a page says is written in the program: all of it is content."""

import json
import re
import zipfile
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest

from policygen.build import Project
from policygen.compose.documents import compose
from policygen.compose.files import files, path
from policygen.compose.site import Issued, compose_site, pack_path, with_packs
from policygen.model.documents import Document, DocumentKind, DocumentSet
from policygen.model.leaflets import Language
from policygen.model.library import Library
from policygen.render.html.pages import Theme, load_theme, render_html, render_print
from policygen.render.html.site import render_pack_pages, render_site
from policygen.render.schema import render_schema
from policygen.render.word.package import render_docx
from policygen.resolve.duties import EVERYONE
from policygen.resolve.editions import resolve
from tests.compose.pseudo import PLAIN, turned

ROOT = Path(__file__).parents[2]
SHOWN = re.compile(
    r'\b(?:aria-label|alt|title|placeholder|label|data-(?:doc|owner|edition|running|marking|status))="([^"]*)"'
)
META = re.compile(r'<meta name="(?:author|description)" content="([^"]*)"')
LETTER = re.compile(f"[{PLAIN}]")
SCRIPTS = ("check", "record", "search")
AGENCIES = {"lscp", "police", "medical-gmc"}
"""The annotated edition, one with a name of its own, and one of a family."""


@pytest.fixture(scope="module")
def library(shipped: Project) -> Library:
    assert shipped.library is not None
    return turned(shipped.library)


@pytest.fixture(scope="module")
def theme(shipped: Project) -> Theme:
    made = load_theme(shipped.tree.texts).value
    assert made is not None
    return made


@pytest.fixture(scope="module")
def sets(library: Library) -> tuple[DocumentSet, ...]:
    """The documents of three agencies of one partnership, accented."""
    editions = resolve(library).value
    assert editions is not None
    first = editions[0].partnership
    outcome = compose(library, editions, lambda planned: planned.partnership == first and planned.agency in AGENCIES)
    assert outcome.value is not None
    return outcome.value


@pytest.fixture(scope="module")
def documents(sets: tuple[DocumentSet, ...]) -> list[Document]:
    return [document for each in sets for document in each.documents if document.kind is not DocumentKind.LEAFLET]


@pytest.fixture(scope="module")
def known(library: Library) -> set[str]:
    """Ids, which are the same in every language."""
    ids = {clause.id for _, clause in library.clauses()} | {section.id for section in library.sections}
    ids |= {name for layer in library.layers.values() for name in re.split("/", layer.id)} | {*library.agencies}
    ids |= {edit.id for layer in library.layers.values() for edit in layer.edits if hasattr(edit, "id")}
    return ids | {
        *library.partnerships,
        *library.law,
        *library.provisions,
        *library.layers,
        *library.bodies,
        "base",
        "all",
        EVERYONE,
    }


def left(text: str, known: set[str]) -> set[str]:
    """Return the words that no content gave: those with a letter that would have an accent.

    Ids, addresses, fingerprints, letters that number something, and what is typed or fetched are the same everywhere.
    """
    text = re.sub(r"https?://\S+|\S+@\S+|\S+\.(?:html|zip|org\S*)|SHA256SUMS|policygen verify", " ", unescape(text))
    text = re.sub(r"\b[0-9a-f]{4} [0-9a-f]{4}\b", " ", text)
    words = re.findall(r"[^\s<>,;:()“”‘’•·|]+", text)
    kept = (word.strip(".-") for word in words)
    return {
        word
        for word in kept
        if LETTER.search(word)
        and word.removeprefix("-") not in known
        and not re.fullmatch(r"[A-Z]|N\d+|\d+(\.\d+)*[A-Z]+(\.?\d+)?|\d+[A-Z]", word)
    }


def shown(page: str) -> str:
    """Return what a page shows or says aloud."""
    said = [*SHOWN.findall(page), *META.findall(page), *re.findall(r'content: "([^"\\]*)', page)]
    body = re.sub(r"<(style|script)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join((*said, re.sub(r"<[^>]*>", " ", body)))


def word_file(data: bytes) -> str:
    """Return what a Word file shows, or says of itself."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = [package.read(f"word/{name}.xml").decode() for name in ("document", "header", "footer", "footnotes")]
        core = package.read("docProps/core.xml").decode()
    text = " ".join(parts)
    said = re.findall(r'<w:(?:alias|tblCaption) w:val="([^"]*)"|w:displayText="([^"]*)"', text)
    kept = re.sub(r"<dc:(identifier|language)>.*?</dc:\1>", " ", core)
    words = re.sub(r"<w:instrText.*?</w:instrText>", " ", text)
    return " ".join(
        (*(one or other for one, other in said), *(re.sub(r"<[^>]*>", " ", part) for part in (kept, words)))
    )


def test_every_page_form_and_file_of_a_document_speaks_the_language_of_its_content(
    documents: list[Document], theme: Theme, known: set[str]
) -> None:
    assert {document.kind for document in documents} == set(DocumentKind) - {DocumentKind.LEAFLET}
    for document in documents:
        page = render_html(document, theme, formats=("html", "pdf", "docx", "schema")).value
        sheet, word = render_print(document, theme).value, render_docx(document).value
        assert page is not None
        assert sheet is not None
        assert word is not None
        drawn = " ".join(data.decode() for data in sheet.assets.values())
        for text in (shown(page), shown(sheet.html), shown(drawn), word_file(word)):
            assert left(text, known) == set(), (document.agency, document.id)
        if document.kind is DocumentKind.RECORD:
            schema = json.loads(render_schema(document))
            said = [schema["title"], schema["description"], schema["$comment"]]
            said += [each.get(key, "") for each in schema["properties"].values() for key in ("title", "description")]
            assert left(" ".join(said), known) == set(), document.id


def test_every_page_of_the_site_speaks_the_language_of_its_content(
    library: Library, sets: tuple[DocumentSet, ...], theme: Theme, known: set[str]
) -> None:
    sizes = {path(each, file): 2_000_000 for pack in sets for each in pack.documents for file in files(each)}
    sizes |= {pack_path(each.edition.partnership, each.edition.agency): 99 for each in sets}
    first = sets[0].edition.partnership
    packs = frozenset(name.rpartition("/")[2] for name in sizes if name.endswith(".zip"))
    issued = {first: (Issued("1.1", "2", None, packs), Issued("1.0", "1", "1.1", packs))}
    site = with_packs(compose_site(library, sets, sizes), sizes, issued)
    pages = dict(render_site(site, theme, earlier={"abcd 1234": "1.0"}).value or {})
    for agency in site.areas[0].agencies:
        pages |= render_pack_pages(site, site.areas[0], agency, theme).value or {}
    assert len(pages) > 12
    for name, data in pages.items():
        assert left(shown(data.decode()), known) == set(), name


def test_what_was_not_accented_is_seen(shipped: Project, theme: Theme, known: set[str]) -> None:
    document = next(each for pack in shipped.sets for each in pack.documents if each.kind is DocumentKind.GUIDE)
    page, sheet, word = (
        render_html(document, theme, formats=()).value,
        render_print(document, theme).value,
        render_docx(document).value,
    )
    assert page is not None
    assert sheet is not None
    assert word is not None
    for text in (shown(page), shown(sheet.html), word_file(word)):
        assert {"Quick", "guide", "Go"} <= left(text, known)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_says_nothing_of_its_own(script: str) -> None:
    text = re.sub(r"{[{%].*?[%}]}|//.*", "", (ROOT / "templates" / "js" / f"{script}.js").read_text())
    quoted = re.findall(r""""([^"\\n]*)"|'([^'\\n]*)'|`([^`]*)`""", text)
    said = [words for each in quoted for words in each if re.search(r"[A-Za-z]{2,}[^\S\n]+[a-z]{2,}", words)]
    assert [words for words in said if not words.startswith(("input, ", "legend, ", ".missing", "use strict"))] == []


def test_a_document_has_the_words_of_its_language(shipped: Project) -> None:
    library = shipped.library
    assert library is not None
    english = library.words["documents"]["en"]
    welsh = replace(english, language="cy", words={**english.words, "not-used": "Heb ei ddefnyddio"})
    other = replace(
        library,
        language="cy",
        languages={**library.languages, "cy": Language(id="cy", name="Cymraeg", english="Welsh")},
        words={**library.words, "documents": {**library.words["documents"], "cy": welsh}},
    )
    wanted = shipped.editions[0]
    outcome = compose(other, (wanted,), lambda planned: planned.id == "policy")
    assert outcome.value is not None
    (document,) = outcome.value[0].documents
    assert (document.lang, document.stem, document.direction) == ("cy", "policy.cy", "ltr")
    assert document.words is welsh
    assert "Heb ei ddefnyddio" in repr(document.parts)

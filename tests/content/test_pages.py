"""The web page, the print page and the PDF of a document say the same words in the same order."""

import re
from pathlib import Path

import pypdfium2

from policygen.compose.files import files, path
from policygen.project import Project
from policygen.render.html.markup import typeset
from tests.conftest import ROOT
from tests.content.copies import Copy
from tests.content.reading import laid_over, main_of, off_page, words_of


def test_every_document_is_built_in_every_format_it_has(shipped: Project, built: Path) -> None:
    found = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    documents = [document for each in shipped.sets for document in each.documents]
    expected = {path(document, file) for document in documents for file in files(document)}
    agencies = {f"{document.partnership}/{document.agency}" for document in documents}
    assert len(expected) > 1500
    assert expected <= found
    in_folders = {name for name in found if name.rpartition("/")[0] in agencies}
    around = {f"{folder}/index.html" for folder in agencies}
    around |= {f"{folder}/{folder.replace('/', '-')}-pack.zip" for folder in agencies}
    assert in_folders - expected == around


def test_page_and_print_share_their_main_part_to_the_byte(copies: dict[str, Copy]) -> None:
    for name, copy in copies.items():
        assert main_of(copy.web_page) == main_of(copy.print_page), name


def test_the_words_of_a_pdf_are_those_of_its_print_page_in_order(copies: dict[str, Copy]) -> None:
    """No word more or less: every page number that print adds is that of the page where its target stands."""
    for name, copy in copies.items():
        assert copy.pdf.words() == printed_words(copy), name


def test_no_words_are_laid_over_others(built: Path) -> None:
    found = {path.relative_to(built).as_posix(): laid_over(path) for path in sorted(built.glob("*/*/*.pdf"))}
    assert {name: over for name, over in found.items() if over} == {}


def test_no_words_run_off_a_page(built: Path) -> None:
    found = {path.relative_to(built).as_posix(): off_page(path) for path in sorted(built.glob("*/*/*.pdf"))}
    assert {name: words for name, words in found.items() if words} == {}


def test_a_leaflet_says_whom_to_call_in_danger_on_its_first_page(built: Path) -> None:
    leaflets = sorted(built.glob("*/*/leaflet-*.pdf"))
    assert leaflets
    for leaflet in leaflets:
        with pypdfium2.PdfDocument(leaflet) as document:
            assert "999" in document[0].get_textpage().get_text_range(), leaflet.relative_to(built)


def test_what_print_adds_is_not_content(copies: dict[str, Copy]) -> None:
    """Running heads and feet, page numbers and the strip stand outside the structure, on every page but the cover."""
    for name, copy in copies.items():
        document, pages = copy.document, copy.pdf.artifacts
        foot = squeezed(
            typeset(f"{document.agency_name}: {document.title.lower()} {document.owner} {document.edition}")
        )
        strip = document.status.upper() * 3
        assert squeezed(pages[0]) == strip, name
        for number, text in enumerate(pages[1:], start=2):
            found = squeezed(text)
            assert found.startswith(strip), (name, number)
            assert foot in found, (name, number)
            assert squeezed(f"Fingerprint {document.fingerprint}") in found, (name, number)
            assert f"Page{number}of{len(pages)}" in found, (name, number)


def test_a_web_page_asks_for_nothing_and_runs_nothing_but_the_clock(copies: dict[str, Copy]) -> None:
    script, said = (ROOT / "templates/js/hours.js").read_text(), '{{ js("open-now") }}'
    assert script.count(said) == 1
    clock = re.compile(f"<script>{re.escape(script).replace(re.escape(said), '[A-Za-z ]+')}</script>")
    for name, copy in copies.items():
        page, count = clock.subn("", copy.web_page)
        assert count <= 1, name
        assert not re.search(r"<(script|iframe|object|embed|link|img|form)\b", page), name
        assert not re.search(r"""url\((?!["']?data:)""", page), name
        assert not re.search(r"\s(on[a-z]+|style|src)=", page), name
        assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page, name
        addresses = re.findall(r'href="([^"]*)"', page)
        beside = r"[A-Za-z0-9-]+\.(pdf|docx|html)(#[A-Za-z0-9-]+)?$"
        assert all(re.match(rf"(https://|tel:|mailto:|#|{beside})", address) for address in addresses), name


def test_a_doctors_policy_is_short_enough_to_be_read(copies: dict[str, Copy]) -> None:
    """The other sample partnership adds many paragraphs of its own, to show what one may add."""
    assert len(words_of(main_of(copies["northmoor/medical-gmc/policy"].web_page))) <= 9000


def test_every_fragment_leads_somewhere_and_no_id_stands_twice(copies: dict[str, Copy]) -> None:
    for name, copy in copies.items():
        ids = re.findall(r'\bid="([^"]*)"', copy.web_page)
        assert sorted(ids) == sorted(set(ids)), name
        assert set(re.findall(r'href="#([^"]*)"', copy.web_page)) <= set(ids), name


def test_each_copy_names_agency_partnership_edition_status_and_fingerprint(copies: dict[str, Copy]) -> None:
    for name, copy in copies.items():
        document = copy.document
        title = typeset(f"{document.title} - {document.agency_name} - {document.owner}")
        assert f"<title>{title}</title>" in copy.web_page, name
        assert copy.pdf.reader.metadata is not None
        assert copy.pdf.reader.metadata.title == title
        page = " ".join(words_of(copy.web_page))
        for words in (document.agency_name, document.owner, document.edition, document.fingerprint, "made-up place"):
            assert typeset(words) in page, (name, words)


def printed_words(copy: Copy) -> list[str]:
    """Return the words of a print page: with the marks of lists, and the page numbers that print adds to links."""
    targets = copy.pdf.targets()

    def shown(kind: str, target: str) -> str:
        if kind not in {"xref", "line"}:
            return ""
        number = targets[target] + 1
        return f", page {number}" if kind == "xref" else f" {number}"

    return words_of(main_of(copy.print_page), shown, marks=True)


def squeezed(words: str) -> str:
    """Return words without the spaces between them: a running line has none where it is broken."""
    return "".join(words.split())


def test_the_reader_of_pages_sees_order_marks_and_added_words() -> None:
    page = (
        "<main class='x'><p>two <b class='num'>3.4</b>one</p><ol start='3'><li>a</li>"
        "<li>(<a href='#t' class='xref'>b</a>)</li></ol><ul><li>c<br>d</li></ul></main>"
    )
    found = words_of(page, lambda kind, target: f", {kind} {target}", marks=True)
    assert found == ["two", "3.4", "one", "3.", "a", "4.", "(b,", "xref", "t)", "•", "c", "d"]


def test_a_word_less_is_seen(copies: dict[str, Copy]) -> None:
    copy = next(iter(copies.values()))
    assert printed_words(copy)[1:] != copy.pdf.words()

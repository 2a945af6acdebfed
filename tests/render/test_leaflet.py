"""Leaflets as pages and PDFs: the way out, folding, large print, the code to scan, right to left, pseudo-locales."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

import pypdf
import pypdfium2
import pytest

from policygen.compose.documents import compose
from policygen.model.documents import Document
from policygen.model.leaflets import Leaflet, LeafletView
from policygen.project import Project as Understood
from policygen.render.html.markup import isolated, isolated_words
from policygen.render.html.pages import Theme, load_theme, render_html, render_print
from policygen.render.html.qr import qr_svg
from policygen.render.pdf.job import PdfJob, render_pdf
from policygen.rules.words import KEYS
from policygen.source.tree import read_tree
from tests.compose.composing import ROOT
from tests.compose.pseudo import PSEUDO, with_pseudo
from tests.compose.tags import tags

FORMATS = ("html", "pdf")
A4, A5 = (210, 297), (148, 210)
MADE: dict[tuple[str, bool], bytes] = {}


@pytest.fixture(scope="module")
def theme() -> Theme:
    tree = read_tree(ROOT).value
    assert tree is not None
    loaded = load_theme({path: text for path, text in tree.texts.items() if path.startswith("templates/")})
    assert loaded.value is not None
    return loaded.value


@pytest.fixture(scope="module")
def leaflets(shipped: Understood) -> dict[str, Document]:
    """Every shipped leaflet of one partnership, for the agency that has most of them, and in both pseudo-locales."""
    assert shipped.library is not None
    library = with_pseudo(shipped.library)
    edition = next(edition for edition in shipped.editions if edition.agency == "police")
    (made,) = compose(library, (edition,), lambda planned: isinstance(planned.source, Leaflet)).value or ()
    return {document.stem: document for document in made.documents}


def web(document: Document, theme: Theme) -> str:
    page = render_html(document, theme, formats=FORMATS)
    assert page.value is not None, page.diagnostics
    return page.value


def sheet(document: Document, theme: Theme, *, large: bool = False) -> str:
    page = render_print(document, theme, large=large)
    assert page.value is not None, page.diagnostics
    return page.value.html


def pdf(document: Document, theme: Theme, *, large: bool = False) -> bytes:
    """Return the PDF of a shipped leaflet, made once for all tests of this file."""
    if (document.stem, large) not in MADE:
        MADE[document.stem, large] = _pdf(document, theme, large=large)
    return MADE[document.stem, large]


def _pdf(document: Document, theme: Theme, *, large: bool) -> bytes:
    page = render_print(document, theme, large=large)
    assert page.value is not None, page.diagnostics
    made = render_pdf(PdfJob(name=document.stem, html=page.value.html, assets=page.value.assets))
    assert made.value is not None, made.diagnostics
    return made.value


def view(document: Document) -> LeafletView:
    (part,) = document.parts
    assert isinstance(part, LeafletView)
    return part


def english(leaflets: dict[str, Document]) -> Iterator[Document]:
    return (document for document in leaflets.values() if document.lang == "en-GB")


# ---- the page on the web ---------------------------------------------------------------------------------------------


def test_the_way_out_is_a_plain_link_that_comes_before_everything_else(
    leaflets: dict[str, Document], theme: Theme
) -> None:
    for document in leaflets.values():
        links = [given for name, given in tags(web(document, theme)) if name == "a"]
        assert links[0]["href"] == "#main"
        assert links[1]["id"] == "leave"
        assert links[1]["href"].startswith("https://")
        assert "noreferrer" in links[1]["rel"]


def test_the_script_only_leaves(theme: Theme) -> None:
    script = theme.scripts["leaflet"]
    assert "location.replace(" in script
    assert not re.search(r"cookie|[sS]torage|fetch|XMLHttp|sendBeacon|history|https?:", script)


def test_a_page_asks_for_nothing_and_holds_no_style_of_its_own(leaflets: dict[str, Document], theme: Theme) -> None:
    for document in leaflets.values():
        page = web(document, theme)
        assert "style-src 'sha256-" in page
        assert "script-src 'sha256-" in page
        assert not [given for _, given in tags(page) if "style" in given or "src" in given]
        assert not [name for _, given in tags(page) for name in given if name.startswith("on")]


def test_every_language_is_one_link_away_and_says_what_it_is(leaflets: dict[str, Document], theme: Theme) -> None:
    for document in leaflets.values():
        links = [given for name, given in tags(web(document, theme)) if name == "a" and "hreflang" in given]
        assert {link["hreflang"] for link in links} == {"en", "en-XA", "ar-XB"} - {document.lang.removesuffix("-GB")}
        assert {link["href"] for link in links} <= {f"{stem}.html" for stem in leaflets}
        assert all(link["lang"] == link["hreflang"] and link["dir"] in {"ltr", "rtl"} for link in links)


def test_a_page_leads_to_its_pdf_and_its_large_print(leaflets: dict[str, Document], theme: Theme) -> None:
    for document in leaflets.values():
        links = [given["href"] for name, given in tags(web(document, theme)) if name == "a" and "download" in given]
        assert links == [f"{document.stem}.pdf", f"{document.stem}.large-print.pdf"]


def test_a_page_does_not_say_where_it_is_when_that_is_all_it_would_say(
    leaflets: dict[str, Document], theme: Theme
) -> None:
    assert view(leaflets["leaflet-dvds"]).formats is None
    assert 'id="online"' not in web(leaflets["leaflet-dvds"], theme)
    assert 'id="online"' in sheet(leaflets["leaflet-dvds"], theme)


def test_the_drawings_are_hidden_from_who_hears_the_page(leaflets: dict[str, Document], theme: Theme) -> None:
    page = web(leaflets["leaflet-easy-read"], theme)
    assert page.count("<svg") == page.count('<div class="pic" aria-hidden="true"><svg') > 10


def test_no_word_of_the_frame_stands_in_a_template_and_none_is_without_use() -> None:
    texts = [(ROOT / "templates" / name).read_text() for name in
             ("leaflet.html.jinja", "web/leaflet.html.jinja", "print/leaflet.html.jinja")]  # fmt: skip
    used = set(re.findall(r"""\b(?:w|part\.words)(?:\.([a-z]+)|\["([a-z-]+)"\])""", "".join(texts)))
    keys = {first or second for first, second in used} | {"draft", "consultation", "approved"}
    assert keys | {"edition"} == set(KEYS["leaflets"])
    for text in texts:
        bare = re.sub(r"\{[{%#].*?[}%#]\}|<[^>]*>", " ", text, flags=re.DOTALL)
        assert not re.search(r"[A-Za-z]{2,}", bare)


# ---- the code to scan ------------------------------------------------------------------------------------------------


def test_a_code_keeps_its_quiet_zone_and_is_the_same_each_time() -> None:
    made = qr_svg("https://example.org/town/clinic/leaflet-parents.html", ink="#15191e", paper="#ffffff")
    assert made == qr_svg("https://example.org/town/clinic/leaflet-parents.html", ink="#15191e", paper="#ffffff")
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', made)[0])
    assert (size - 8 - 17) % 4 == 0, "17 modules and four for each version (ISO/IEC 18004), four quiet ones a side"
    (moved,) = re.findall(r'stroke="#15191e" d="M(\d+) ([\d.]+)h7', made)
    assert moved == ("4", "4.5")


def test_the_code_says_where_it_leads(leaflets: dict[str, Document], theme: Theme) -> None:
    for document in english(leaflets):
        (image,) = [given for name, given in tags(sheet(document, theme)) if name == "img"]
        assert image["alt"] == f"QR code for {view(document).short_address}"


# ---- on paper --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("engine")
def test_a_leaflet_is_a5_and_folds_and_large_print_is_a4(leaflets: dict[str, Document], theme: Theme) -> None:
    for document in leaflets.values():
        pages = sizes(pdf(document, theme))
        if view(document).easy:
            assert set(pages) == {A4}
        else:
            assert set(pages) == {A5}
            assert len(pages) % 4 == 0, document.stem
        assert set(sizes(pdf(document, theme, large=True))) == {A4}


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_pages_to_write_on_fill_up_to_the_fold(count: int) -> None:
    said = '<p style="break-after: page">Words</p>' * (count - 1) + "<p>Words</p>"
    style = "<style>@page { size: 50mm 50mm; margin: 0 } html { font: 9pt 'Atkinson Hyperlegible Next' }\
 .q, i + i { break-before: page } i { display: block; height: 9mm }</style>"
    notes = '<section class="q" data-fold="4"><h2>Questions</h2><i></i></section>'
    page = f'<!doctype html><html lang="en"><title>T</title>{style}<h1>T</h1>{said}{notes}</html>'
    made = render_pdf(PdfJob(name="a", html=page, assets={}))
    assert made.value is not None, made.diagnostics
    read = pypdfium2.PdfDocument(made.value)
    assert len(read) == -(-count // 4) * 4
    asked = [sheet.get_textpage().get_text_range().count("Questions") for sheet in read]
    assert sum(asked) == (0 if count == 4 else 1)


@pytest.mark.usefixtures("engine")
def test_no_heading_stands_last_on_a_page(leaflets: dict[str, Document], theme: Theme) -> None:
    for document in leaflets.values():
        headings = {part.title for part in view(document).sections}
        for large in (False, True):
            for page in pypdfium2.PdfDocument(pdf(document, theme, large=large)):
                lines = page.get_textpage().get_text_range().split("\r\n")
                words = [line for line in lines if line.strip()]
                foot = next((at for at, line in enumerate(words) if line.startswith(document.title[:20])), len(words))
                assert not words[:foot] or words[foot - 1] not in headings, document.stem


@pytest.mark.usefixtures("engine")
def test_a_leaflet_in_print_says_what_its_page_says(leaflets: dict[str, Document], theme: Theme) -> None:
    for document in leaflets.values():
        if document.direction == "rtl":
            continue
        wanted = Counter(words(main(web(document, theme))))
        for large in (False, True):
            said = Counter(words(text(pdf(document, theme, large=large))))
            assert not wanted - said, (document.stem, wanted - said)
            printed = Counter(words(main(sheet(document, theme, large=large))))
            assert printed >= wanted


@pytest.mark.usefixtures("engine")
def test_text_that_fits_but_for_its_last_space_is_not_torn_apart() -> None:
    for width in range(104, 118):
        page = (
            '<!doctype html><html lang="en"><title>T</title><style>@page { size: 148mm 210mm; margin: 14mm }'
            ' body { font: 14pt/19.5pt "Atkinson Hyperlegible Next" }</style>'
            f'<h1>T</h1><div style="width: {width}mm"><p>Talk to someone you trust. Or call Childline free on '
            '<a href="tel:08001111">0800\u00a01111</a>.</p></div></html>'
        )
        made = render_pdf(PdfJob(name="a", html=page, assets={}))
        assert made.value is not None, made.diagnostics
        assert "Talk to someone you trust" in pypdfium2.PdfDocument(made.value)[0].get_textpage().get_text_range()


# ---- right to left ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "runs"),
    [
        ("ابص 01632 960 101.", ["01632 960 101"]),
        ('<a href="tel:999">999</a> ابص', ["999"]),
        ("من Northmoor NHS Trust، ثم", ["Northmoor NHS Trust"]),
        ("(Northmoor NHS Trust)", ["Northmoor NHS Trust"]),
        ("Trust (North) ابص", ["Trust (North)"]),
        ("Smith &amp; Co, the Mill – ابص", ["Smith &amp; Co, the Mill"]),
        ("a.b@example.org. ابص", ["a.b@example.org"]),
        ("+44 1632 960 101 ابص", ["+44 1632 960 101"]),
        ("children’s ابص", ["children’s"]),
        ("example.org/a/b-c.html", ["example.org/a/b-c.html"]),
        ("ابص &lt;b&gt;", ["b"]),
        ("ابص", []),
    ],
)
def test_numbers_and_latin_words_are_held_together(html: str, runs: list[str]) -> None:
    made = isolated(html)
    assert re.findall(r'<bdi dir="ltr">(.*?)</bdi>', made) == runs
    assert made.replace('<bdi dir="ltr">', "").replace("</bdi>", "") == html


def test_running_words_are_held_together_by_signs() -> None:
    assert isolated_words("ابص 1.0 · 2026-11-22") == "ابص \u20661.0\u2069 · \u20662026-11-22\u2069"


def test_a_page_from_right_to_left_says_so_and_uses_no_left_or_right(
    leaflets: dict[str, Document], theme: Theme
) -> None:
    for document in leaflets.values():
        for page in (web(document, theme), sheet(document, theme)):
            root = next(given for name, given in tags(page) if name == "html")
            assert (root["lang"], root.get("dir", "ltr")) == (document.lang, document.direction)
    for style in (theme.styles["leaflet-web"], theme.styles["leaflet-print"]):
        rules = re.sub(
            r"/\*.*?\*/|@page[^{]*\{(?:[^{}]|\{[^{}]*\})*\}", "", re.sub("{{.*?}}", "", style), flags=re.DOTALL
        )
        sides = r"(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right)\s*:"
        assert not re.search(rf"{sides}|(?:float|text-align): (?:left|right)", rules)


@pytest.mark.usefixtures("engine")
def test_pseudo_locales_make_pdfs_in_their_language_with_numbers_in_order(
    leaflets: dict[str, Document], theme: Theme
) -> None:
    for language in PSEUDO:
        for document in (each for each in leaflets.values() if each.lang == language.id):
            data = pdf(document, theme)
            reader = pypdf.PdfReader(io.BytesIO(data))
            assert reader.root_object["/Lang"] == language.id
            said = text(data)
            numbers = set(
                re.findall(r'href="tel:[^"]*"[^>]*>(?:<bdi dir="ltr">)?([0-9\xa0 ]+)<', sheet(document, theme))
            )
            assert {number.replace("\xa0", " ") for number in numbers} <= set(re.findall(r"[0-9]+(?: [0-9]+)*", said))
            wanted = Counter(words(main(web(document, theme))))
            found = sum((wanted & Counter(words(said))).values()) / sum(wanted.values())
            assert found >= (0.95 if document.direction == "rtl" else 1), (document.stem, found)


# ---- what the tests above share --------------------------------------------------------------------------------------


class _Main(HTMLParser):
    """Gathers the words of `<main>`."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.said: list[str] = []

    def handle_starttag(self, tag: str, _: object) -> None:
        self.depth += tag == "main"
        if tag not in {"a", "strong", "bdi", "span", "em"}:
            self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "main"

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.said.append(data)


def main(html: str) -> str:
    parser = _Main()
    parser.feed(re.sub(r'<section class="questions".*?</section>|<p class="online">.*?</p>', "", html, flags=re.DOTALL))
    return "".join(parser.said)


def text(data: bytes) -> str:
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    return " ".join(pages).replace("\r\n", " ").replace("\xa0", " ")


def words(said: str) -> list[str]:
    """Return the words of a text without what stands round them; addresses may be broken, and are left out."""
    plain = re.sub(r"[\u2066-\u2069]", "", said.replace("\xa0", " "))
    return [word for word in re.findall(r"[^\s.,;:?!()،؛؟•–\ufffe-]+", plain) if "/" not in word and "@" not in word]


def sizes(data: bytes) -> list[tuple[int, int]]:
    """Return the size of each page in whole millimetres."""
    return [(round(width / 72 * 25.4), round(height / 72 * 25.4)) for width, height in
            (page.get_size() for page in pypdfium2.PdfDocument(data))]  # fmt: skip

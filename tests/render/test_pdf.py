"""A page becomes a PDF that everyone can read, from the given bytes only, or a list of reasons why not."""

import io
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from policygen.render.pdf import job as pdf
from policygen.render.pdf.job import PdfJob
from tests.content.reading import laid_over, off_page

CSS = """\
@page { size: A5; margin: 20mm; font-family: "Atkinson Hyperlegible Next";
  @top-left { content: string(head) } @bottom-right { content: counter(page) " of " counter(pages) } }
html { font-family: "Atkinson Hyperlegible Next"; font-size: 10pt } em { font-style: normal }
h1 { string-set: head content() } ul { list-style: disc } .note { float: footnote }
nav a::after { content: target-counter(attr(href), page); float: right }
"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><circle r="9" cx="10" cy="10"/></svg>'
XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
DRAWING = f'<svg {XMLNS} width="40" height="20"><title>A box</title><rect width="9" height="9"/></svg>'


def page(body: str, *, css: str = CSS, lang: str = "en-GB", title: str = "A page", head: str = "") -> str:
    """Return a whole page."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"<style>{css}</style></head><body>{body}</body></html>"
    )


def render(html: str, *, form: bool = False, **assets: bytes) -> bytes:
    """Return the PDF of a page that has no mistakes."""
    files = {name.replace("_", "."): data for name, data in assets.items()}
    outcome = pdf.render_pdf(PdfJob(name="a/b.pdf", html=html, assets=files, form=form))
    assert outcome.value is not None, outcome.diagnostics
    assert outcome.diagnostics == ()
    return outcome.value


def mistakes(html: str, *, form: bool = False, **assets: bytes) -> list[tuple[str, str]]:
    """Return the codes and messages of a page that has mistakes."""
    files = {name.replace("_", "."): data for name, data in assets.items()}
    outcome = pdf.render_pdf(PdfJob(name="a/b.pdf", html=html, assets=files, form=form))
    assert outcome.value is None
    assert all(item.message.startswith("a/b.pdf: ") for item in outcome.diagnostics)
    return [(item.code, item.message) for item in outcome.diagnostics]


def elements(data: bytes, kind: str | None = None) -> list[Any]:
    """Return the structure elements of a PDF in reading order, of one type or all."""
    root = pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"]

    def walk(node: Any) -> Iterator[Any]:
        node = node.get_object()
        if isinstance(node, dict) and "/S" in node:
            yield node
            for kid in node["/K"]:
                if not isinstance(kid, int):
                    yield from walk(kid)

    return [node for node in walk(root["/K"][0]) if kind is None or node["/S"] == f"/{kind}"]


def outline(node: Any) -> Any:
    """Return a structure element as its type and those of its elements."""
    kids = [kid.get_object() for kid in node["/K"] if not isinstance(kid, int)]
    return node["/S"][1:], [outline(kid) for kid in kids if "/S" in kid]


def kinds(data: bytes) -> list[str]:
    """Return the types of the structure elements in reading order."""
    return [node["/S"][1:] for node in elements(data)]


def words(data: bytes) -> list[str]:
    """Return the words that another program reads from the pages."""
    document = pypdfium2.PdfDocument(data)
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in document)
    return text.replace("\ufffe", "").split()


def content(data: bytes, number: int = 0) -> bytes:
    """Return the content stream of a page."""
    return pypdf.PdfReader(io.BytesIO(data)).pages[number].get_contents().get_data()


# ---- the engine is loaded late, and says what is missing -------------------------------------------------------------


def test_importing_the_module_or_asking_for_the_fingerprint_does_not_load_the_engine(engine: None) -> None:
    code = (
        "import sys; from policygen.render.pdf import job as pdf; pdf.engine_fingerprint();"
        "assert not {'weasyprint', 'pydyf', 'fontTools'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_fingerprint_names_engine_and_libraries(engine: None) -> None:
    fingerprint = pdf.engine_fingerprint()
    for name in ("policygen-pdf", "weasyprint 70.0", "pydyf 0.13.0", "fonttools", "pango", "harfbuzz", "fontconfig"):
        assert name in fingerprint


def test_a_missing_library_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LIBRARIES", {"pango": ("libno-such-pango.so.0", "no-such-pango")})
    reason = pdf.missing_libraries()
    assert reason is not None
    assert "apt-get install" in reason
    assert "brew install pango" in reason
    with pytest.raises(RuntimeError, match="apt-get install"):
        pdf.engine_fingerprint()


def test_a_job_can_travel_to_another_process() -> None:
    job = PdfJob(name="x.pdf", html="<p>", assets={"a.svg": SVG})
    assert pickle.loads(pickle.dumps(job)) == job


# ---- the file ------------------------------------------------------------------------------------------------------


def test_the_file_says_that_it_is_pdf_ua_and_pdf_a_and_has_title_language_and_bookmarks(engine: None) -> None:
    reader = pypdf.PdfReader(io.BytesIO(render(page("<h1>One</h1><h2>Two</h2>"))))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert b'pdfaid:part="2"' in xmp
    assert b'pdfaid:conformance="A"' in xmp
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "A page"
    assert [item["/Title"] for item in reader.outline if isinstance(item, dict)] == ["One"]


def test_no_date_is_written_unless_the_page_gives_one(engine: None) -> None:
    reader = pypdf.PdfReader(io.BytesIO(render(page("<h1>x</h1>"))))
    assert b"CreateDate" not in reader.trailer["/Root"]["/Metadata"].get_data()
    head = '<meta name="dcterms.created" content="2026-11-22">'
    reader = pypdf.PdfReader(io.BytesIO(render(page("<h1>x</h1>", head=head))))
    assert reader.metadata is not None
    assert reader.metadata["/CreationDate"] == "D:20261122"


def test_the_extracted_words_are_those_of_the_source(engine: None) -> None:
    text = "Łukasz said: “naïve façade”, £5 – 100%; Llŷn, office and fluffy flags? " * 60
    items = "<ul><li>one</li><li>two</li></ul><table><tr><td>three</td><td>four</td></tr></table>"
    css = '@page { size: A5 } html { font-family: "Atkinson Hyperlegible Next" } ul { list-style: none }'
    data = render(page(f"<h1>Words</h1><p>{text}</p>{items}", css=css))
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) > 1
    assert words(data) == ["Words", *text.split(), "one", "two", "three", "four"]


@pytest.mark.parametrize(("margin", "over"), [("0", False), ("-22pt", True)])
def test_words_that_are_laid_over_others_are_found(engine: None, margin: str, *, over: bool) -> None:
    data = render(page("<h1>x</h1><p>one two</p><p>three four</p>", css=f"{CSS} p + p {{ margin-top: {margin} }}"))
    assert [number for number, *_ in laid_over(data)] == ([1] if over else [])


@pytest.mark.parametrize(("margin", "off"), [("0", []), ("-60pt", [(1, "two")])])
def test_words_that_run_off_the_page_are_found(engine: None, margin: str, off: list[tuple[int, str]]) -> None:
    data = render(page("<h1>x</h1><p>one</p><p class='off'>two</p>", css=f"{CSS} .off {{ margin-left: {margin} }}"))
    assert off_page(data) == off


def test_only_the_given_fonts_are_used(engine: None) -> None:
    reader = pypdf.PdfReader(io.BytesIO(render(page("<h1>x</h1><p>text <b>bold</b></p>"))))
    fonts = {font.get_object()["/BaseFont"].split("+")[1] for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert fonts == {"Atkinson-Hyperlegible-Next", "Atkinson-Hyperlegible-Next-Bold"}


# ---- the structure tree --------------------------------------------------------------------------------------------


def test_running_headers_and_footers_are_pagination_artifacts(engine: None) -> None:
    data = render(page("<h1>Heading</h1><p>text</p>"))
    assert content(data).count(b"/Artifact\n<</Type /Pagination>>\nBDC") == 2
    assert kinds(data) == ["Document", "H1", "P"]


def test_an_element_over_many_pages_is_one_element(engine: None) -> None:
    rows = "".join(f"<tr><th scope=row>r{n}</th><td>c{n}</td></tr>" for n in range(80))
    table = f"<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>{rows}</tbody></table>"
    data = render(page(f"<h1>x</h1>{table}<p>{'many words ' * 900}</p>"))
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) > 5
    found = kinds(data)
    assert (found.count("Table"), found.count("THead"), found.count("TR"), found.count("P")) == (1, 1, 81, 1)


def test_header_cells_have_scope_and_data_cells_name_their_headers(engine: None) -> None:
    table = (
        "<table><caption>Cap</caption><thead><tr><th>Corner</th><th colspan=2>Wide</th></tr></thead>"
        "<tbody><tr><th scope=row rowspan=2>Side</th><td>a</td><td>b</td></tr>"
        "<tr><td>c</td><td>d</td></tr></tbody></table>"
    )
    data = render(page(f"<h1>x</h1>{table}"))
    corner, wide, side = elements(data, "TH")
    assert [cell["/A"]["/Scope"] for cell in (corner, wide, side)] == ["/Column", "/Column", "/Row"]
    assert wide["/A"]["/ColSpan"] == 2
    assert [list(cell["/A"]["/Headers"]) for cell in elements(data, "TD")] == [[side["/ID"], wide["/ID"]]] * 4
    root = pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"]
    assert list(root["/IDTree"]["/Names"])[::2] == sorted(cell["/ID"] for cell in (corner, wide, side))


def test_words_in_another_language_have_a_lang(engine: None) -> None:
    data = render(page('<h1>x</h1><p>Say <i lang="fr">oui</i>.</p><p lang="cy">Helo</p><p lang="en-GB">x</p>'))
    found = [(node["/S"], node["/Lang"]) for node in elements(data) if "/Lang" in node]
    assert found == [("/Span", "fr"), ("/P", "cy")]


def test_a_link_is_named_by_its_words_and_is_one_annotation_whatever_is_in_it(engine: None) -> None:
    body = (
        '<h1 id="top">x</h1><p><a href="https://example.org/">All <strong>bold</strong> <em>words</em></a></p>'
        '<p><a href="#top"><img src="x.svg" alt="Home"></a></p><nav><a href="#top">To the top</a></nav>'
        '<a href="#top" style="display:block"><p>A block</p></a>'
    )
    data = render(page(body), x_svg=SVG)
    annotations = [note.get_object() for note in pypdf.PdfReader(io.BytesIO(data)).pages[0]["/Annots"]]
    assert [note["/Contents"] for note in annotations] == ["All bold words", "Home", "To the top", "A block"]
    links = elements(data, "Link")
    assert len(links) == len(annotations)
    for link, note in zip(links, annotations, strict=True):
        objects = [kid.get_object() for kid in link["/K"] if not isinstance(kid, int)]
        assert [kid["/Obj"].get_object() for kid in objects if kid.get("/Type") == "/OBJR"] == [note]


def test_what_a_style_sheet_sets_out_of_the_flow_of_a_link_belongs_to_it(engine: None) -> None:
    style = "<style>a { position: relative } a::after { content: 'after'; position: absolute; right: 0 }</style>"
    data = render(page(f'{style}<h1 id="top">x</h1><p><a href="#top">Words</a></p>'))
    (link,) = elements(data, "Link")
    held = [kid.get_object()["/Obj"].get_object() for kid in link["/K"] if not isinstance(kid, int)]
    annotations = [note.get_object() for note in pypdf.PdfReader(io.BytesIO(data)).pages[0]["/Annots"]]
    assert held == annotations
    assert annotations


def test_whatever_else_the_engine_warns_of_is_an_error(engine: None) -> None:
    dark = "<style>@media screen and (prefers-color-scheme: dark) { p { color: red } }</style>"
    assert "PG519" in {code for code, _ in mistakes(page(f"{dark}<h1>x</h1>"))}


def test_a_footnote_is_a_note_with_an_id_read_where_it_is_called(engine: None) -> None:
    data = render(page('<h1>x</h1><p>Before<span class="note">Small print.</span> after.</p><p>Next</p>'))
    assert outline(elements(data, "P")[0]) == ("P", [("Reference", []), ("Note", [("Lbl", [])])])
    assert [node["/ID"] for node in elements(data, "Note")] == ["note-0001"]


@pytest.mark.parametrize(
    "item", ["tight", "<p>loose</p><p>more</p>", "<p>one</p><ul><li>inner</li></ul>"], ids=["tight", "loose", "nested"]
)
def test_a_list_item_holds_a_label_and_a_body(engine: None, item: str) -> None:
    data = render(page(f"<h1>x</h1><ul><li>{item}</li></ul>"))
    for node in elements(data, "LI"):
        assert [kind for kind, _ in outline(node)[1]] == ["Lbl", "LBody"]
    assert elements(data, "L")[0]["/A"]["/ListNumbering"] == "/Disc"


def test_terms_and_descriptions_are_labels_and_bodies(engine: None) -> None:
    data = render(page("<h1>x</h1><dl><dt>A</dt><dd>1</dd><dt>B</dt><dt>C</dt><dd>2</dd></dl>"))
    found = [[kind for kind, _ in outline(node)[1]] for node in elements(data, "LI")]
    assert found == [["Lbl", "LBody"], ["Lbl", "Lbl", "LBody"]]


def test_contents_are_a_table_of_contents(engine: None) -> None:
    data = render(page('<h1 id="a">x</h1><nav role="doc-toc"><ol><li><a href="#a">One</a></li></ol></nav>'))
    line = ("P", [("Reference", [("Link", [])])])
    assert outline(elements(data, "TOC")[0]) == ("TOC", [("TOCI", [("Lbl", []), line])])


def test_a_figure_has_words_and_its_place_in_points(engine: None) -> None:
    data = render(page(f'<h1>x</h1><p><img src="x.svg" alt="A dot"></p>{DRAWING}'), x_svg=SVG)
    assert [node["/Alt"] for node in elements(data, "Figure")] == ["A dot", "A box"]
    left, bottom, right, top = map(float, elements(data, "Figure")[0]["/A"]["/BBox"])
    assert (round(right - left), round(top - bottom)) == (15, 15)  # 20 CSS pixels
    assert 62 < left < 63  # 20 mm and the margin of the body
    assert bottom > 400  # near the top of an A5 page, measured from its foot


def test_decoration_is_an_artifact(engine: None) -> None:
    body = '<h1>x</h1><p><img src="x.svg" alt=""></p><p aria-hidden="true">hidden</p>'
    body += '<img src="x.svg" alt="y" role="presentation">'
    assert kinds(render(page(body), x_svg=SVG)) == ["Document", "H1"]


def test_text_in_a_division_is_a_paragraph(engine: None) -> None:
    data = render(page("<h1>x</h1><div>bare<p>inner</p>again</div>"))
    assert outline(elements(data, "Div")[0]) == ("Div", [("P", [])] * 3)


def test_a_drawing_behind_every_page_is_written_once(engine: None) -> None:
    css = CSS + "@page { background: url(x.svg) 0 0 / 10mm 10mm no-repeat }"
    reader = pypdf.PdfReader(io.BytesIO(render(page(f"<h1>x</h1><p>{'words ' * 2000}</p>", css=css), x_svg=SVG)))
    assert len(reader.pages) > 3
    assert all(len(sheet["/Resources"]["/XObject"]) == 1 for sheet in reader.pages)


# ---- forms ---------------------------------------------------------------------------------------------------------

FORM = """<h1>Form</h1><form>
<p><label for="a">Your name</label> <input id="a" name="who" required></p>
<p><label for="b">Story</label> <textarea id="b" name="story"></textarea></p>
<fieldset><legend>Told?</legend><p><input type="radio" id="r1" name="told" value="1"><label for="r1">Yes</label>
<input type="radio" id="r2" name="told" value="2"><label for="r2">No</label></p></fieldset>
<p><input type="checkbox" id="c" name="sure" value="1"><label for="c">Sure</label></p>
<p><label for="s">Pick</label> <select id="s" name="pick"><option value="x">X</option></select></p></form>"""


def test_fields_keep_their_names_and_are_called_by_their_labels(engine: None) -> None:
    reader = pypdf.PdfReader(io.BytesIO(render(page(FORM), form=True)))
    listed = [reference.get_object() for reference in reader.trailer["/Root"]["/AcroForm"]["/Fields"]]
    fields = {field["/T"]: field for field in listed}
    assert {name: field["/TU"] for name, field in fields.items()} == {
        "who": "Your name (needed)",
        "story": "Story",
        "told": "Told?",
        "sure": "Sure",
        "pick": "Pick",
    }
    assert [kid.get_object()["/TU"] for kid in fields["told"]["/Kids"]] == ["Told? Yes", "Told? No"]
    assert fields["who"]["/Ff"] & 2
    assert "/NeedAppearances" not in reader.trailer["/Root"]["/AcroForm"]
    assert all("/AP" in field or "/Kids" in field for field in fields.values())


def test_every_field_stands_in_the_structure_tree(engine: None) -> None:
    assert kinds(render(page(FORM), form=True)).count("Form") == 6


@pytest.mark.parametrize(
    ("control", "reason"),
    [
        ("<input name=x><input name=x aria-label=y>", "two fields have the name `x`"),
        ("<input name=x>", "no label"),
        ("<input aria-label=y>", "no name"),
        ("<button>Go</button>", "type `button`"),
        ("<input name=x aria-label=y value=filled>", "filled in already"),
        ("<input name=a.b aria-label=y>", "full stop"),
        (
            "<input type=radio name=x value=1 aria-label=y><input type=radio name=x value=1 aria-label=z>",
            "`1` of field",
        ),
        ("<input type=checkbox name=x checked aria-label=y>", "ticked already"),
        ("<input type=checkbox name=x value=Off aria-label=y>", "the value `Off` of field `x` is taken"),
    ],
)
def test_a_control_that_a_pdf_cannot_keep_is_an_error(engine: None, control: str, reason: str) -> None:
    found = mistakes(page(f"<h1>x</h1><form>{control}</form>"), form=True)
    assert any(code == "PG516" and reason in message for code, message in found), found


# ---- mistakes ------------------------------------------------------------------------------------------------------


def test_a_missing_glyph_is_named(engine: None) -> None:
    assert mistakes(page("<h1>to → there</h1>")) == [("PG510", "a/b.pdf: no font has U+2192 (rightwards arrow)")]


def test_css_that_is_ignored_is_an_error_for_every_page_that_has_it(engine: None) -> None:
    css = CSS + "p { colour: red } h1 { color: var(--wrong) } :root { --wrong: nonsense }"
    first = mistakes(page("<h1>x</h1>", css=css))
    assert {code for code, _ in first} == {"PG511"}
    assert len(first) == 2
    assert mistakes(page("<h1>another</h1>", css=css)) == first


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("PG511", '<h1 style="opacity: .5">x</h1>'),
        ("PG512", '<h1>x</h1><p><a href="#nowhere">y</a></p>'),
        ("PG512", '<h1>x</h1><p><a href="folder/other.html">y</a></p>'),
        ("PG512", '<h1 id="x">x</h1><p aria-hidden="true"><a href="#x">y</a></p>'),
        ("PG513", '<h1>x</h1><img src="bad.png" alt="y">'),
        ("PG513", '<h1>x</h1><img src="x.svg">'),
        ("PG514", '<h1 style="font-family: Times">x</h1>'),
        ("PG517", "<h1>x</h1><h3>y</h3>"),
        ("PG517", "<h2>x</h2>"),
        ("PG517", "<h1>x</h1><table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>"),
        ("PG590", "<h1>x</h1><style>li::marker { content: '+' }</style><ul><li>x</li></ul>"),
    ],
)
def test_a_mistake_has_a_code(engine: None, code: str, body: str) -> None:
    assert [found for found, _ in mistakes(page(body), x_svg=SVG, bad_png=b"nonsense")] == [code]


def test_a_failure_of_the_engine_says_where_it_comes_from(engine: None) -> None:
    html = page("<h1>x</h1><style>li::marker { content: '+' }</style><ul><li>x</li></ul>")
    (found,) = pdf.render_pdf(PdfJob(name="a.pdf", html=html, assets={})).diagnostics
    (note,) = found.notes
    assert re.fullmatch(
        r"raised in `\w+` \(\w+\.py, line \d+\)(, called by `\w+` \(\w+\.py, line \d+\)){1,3}", note.message
    )


def test_a_page_without_title_or_language_is_an_error(engine: None) -> None:
    assert [code for code, _ in mistakes(page("<h1>x</h1>", title=""))] == ["PG515"]
    assert [code for code, _ in mistakes(page("<h1>x</h1>", lang=""))] == ["PG515"]


@pytest.mark.parametrize("depth", [200, 3000])
@pytest.mark.parametrize("tag", ["div", "span", "ul><li", "blockquote"])
def test_deep_nesting_is_an_error_and_no_crash(engine: None, tag: str, depth: int) -> None:
    assert [code for code, _ in mistakes(page(f"<h1>x</h1>{f'<{tag}>' * depth}x"))] == ["PG591"]


# ---- the page gets nothing but its assets --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/x.png",
        "//example.org/x.png",
        "ftp://example.org/x.png",
        "file:///etc/hostname",
        "/etc/hostname",
        "../x.svg/../../etc/hostname",
        "%2e%2e/x.svg",
        "other.svg",
        "data:text/html,hello",
        f"data:image/svg+xml,<svg {XMLNS}><image href='file:///etc/hostname' width='9' height='9'/></svg>".replace(
            '"', "'"
        ),
    ],
)
@pytest.mark.parametrize(
    "use", ['<img src="{}" alt="y">', "<p style='background: url(\"{}\")'>y</p>"], ids=["img", "css"]
)
def test_nothing_outside_the_assets_is_fetched(
    engine: None, address: str, use: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        message = "something was opened"
        raise AssertionError(message)

    monkeypatch.setattr("urllib.request.OpenerDirector.open", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
    if "style" in use and "'" in address:
        address = address.replace("'", "%27")
    codes = {code for code, _ in mistakes(page("<h1>x</h1>" + use.format(address)), x_svg=SVG)}
    assert "PG520" in codes
    assert codes <= {"PG520", "PG513"}


@pytest.mark.parametrize(
    "body",
    [
        '<link rel="stylesheet" href="http://example.org/x.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<style>@import url("file:///etc/hostname");</style>',
        '<style>@font-face { font-family: x; src: url("http://example.org/x.ttf") }</style>',
        '<object data="file:///etc/hostname"></object>',
        '<base href="file:///etc/"><img src="hostname" alt="x">',
    ],
)
def test_no_other_way_leads_out(engine: None, body: str) -> None:
    assert [code for code, _ in mistakes(page(f"{body}<h1>x</h1>"))] == ["PG520"]


def test_an_svg_cannot_read_a_file_by_an_entity(engine: None) -> None:
    spy = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg {XMLNS}><text>&x;</text></svg>'
    assert [code for code, _ in mistakes(page('<h1>x</h1><img src="e.svg" alt="e">'), e_svg=spy.encode())] == ["PG513"]


# ---- the same bytes ------------------------------------------------------------------------------------------------

TWICE = """
import hashlib, sys
from pathlib import Path
from policygen.render.pdf import job as pdf
fonts = {path.name: path.read_bytes() for path in Path(sys.argv[1]).glob("*.ttf")}
pdf.prepare(fonts)
html = Path(sys.argv[2]).read_text(encoding="utf-8")
job = pdf.PdfJob(name="x", html=html, assets={"x.svg": Path(sys.argv[3]).read_bytes()}, form=True)
for _ in range(2):
    outcome = pdf.render_pdf(job)
    print(hashlib.sha256(outcome.value).hexdigest())
"""


def test_the_bytes_are_the_same_in_any_process(engine: None, tmp_path: Path) -> None:
    rows = "".join(f"<tr><th scope=row>r{n}</th><td>c{n}</td></tr>" for n in range(40))
    body = f'{FORM}<p>Note<span class="note">small</span></p><table>{rows}</table><img src="x.svg" alt="y">'
    (tmp_path / "page.html").write_text(page(body), encoding="utf-8")
    (tmp_path / "x.svg").write_bytes(SVG)
    fonts = Path(__file__).resolve().parents[2] / "templates" / "fonts"
    seen = set()
    for seed, zone, folder in (("0", "UTC", tmp_path), ("12345", "Asia/Tokyo", Path("/"))):
        done = subprocess.run(
            [sys.executable, "-c", TWICE, fonts, tmp_path / "page.html", tmp_path / "x.svg"],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": os.pathsep.join(sys.path)},
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        seen |= set(done.stdout.split())
    assert len(seen) == 1


def test_a_style_sheet_that_another_page_had_gives_the_same_bytes(engine: None) -> None:
    css = CSS + "h1 { color: #123456 }"
    first = render(page("<h1>x</h1>", css=css))
    render(page("<h1>y</h1><p>other</p>", css=css))
    assert render(page("<h1>x</h1>", css=css)) == first

"""What authors write comes out right in pages, PDFs and Word files: lists at every depth, code words, long words."""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

from policygen.model.documents import Document, DocumentKind
from policygen.project import understand
from policygen.render.html.pages import render_html, render_print
from policygen.render.pdf import job as pdf
from policygen.render.word.package import render_docx
from tests.compose.composing import documents, page, theme
from tests.compose.leaflets import EN, add_leaflet
from tests.conftest import Project
from tests.render.answers import W
from tests.render.test_pdf import elements, outline

LISTS = """\
Tell the lead:

1. who you are
2. what you saw:
   1. on the day
   2. before it:

      7. at school
      8. at home

Then go on:

4. ring the office
5. write down:
   - who asked
     - their name
       - in full
         - and spelt
     - their job
"""
MARKS = ["1.", "2.", "1.", "2.", "7.", "8.", "4.", "5.", "–", "•", "•", "•", "•"]
"""What stands before the items of `LISTS`; a bullet inside a numbered list is one of the second level."""

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
TABLE = f"""\
| Who | What | Where | When | {LONG} |
|---|---|---|---|---|
| one | two | manager@north-ferrow-and-saltmarsh-partnership.example.org | then | {LONG}{LONG} |
| two | more of two | here | later | at once |
"""


def clause(text: str) -> str:
    """Return a section with one clause."""
    return f"---\nid: extra\ntitle: Extra\n---\n\n## Extra\n\n```clause\nid: extra-clause\nforce: info\n```\n\n{text}"


def policy(project: Project, text: str, title: str = "Extra") -> Document:
    """Return the clinic's policy with a clause of this text."""
    project.write("content/protocol/03-extra.md", clause(text).replace("title: Extra", f"title: {title}"))
    return documents(project)["clinic"]


def leaflet(project: Project, text: str) -> Document:
    """Return the clinic's leaflet with a part of this text."""
    add_leaflet(project, EN.replace("We keep notes.\n", text))
    return next(item for item in documents_of(project) if item.kind is DocumentKind.LEAFLET)


def documents_of(project: Project) -> list[Document]:
    """Return all documents of the clinic."""
    understood = understand(project.read()).value
    assert understood is not None
    return [item for each in understood.sets if each.edition.agency == "clinic" for item in each.documents]


def printed(document: Document) -> bytes:
    """Return the PDF of a document."""
    outcome = render_print(document, theme())
    assert outcome.value is not None
    made = pdf.render_pdf(pdf.PdfJob(name="a.pdf", html=outcome.value.html, assets=outcome.value.assets))
    assert made.value is not None, made.diagnostics
    return made.value


def test_lists_begin_where_their_author_says_and_have_marks_at_every_depth(engine: None, project: Project) -> None:
    document = policy(project, LISTS)
    assert has_marks(printed(document))
    starts = re.findall(r"<ol(?: start=\"(\d+)\")?><li>(?:who|on the|at school|ring)", page(document))
    assert starts == ["", "", "7", "4"]


def test_lists_of_leaflets_have_the_same_marks(engine: None, project: Project) -> None:
    assert has_marks(printed(leaflet(project, LISTS)))


def test_lists_in_lists_are_tagged_as_such(engine: None, project: Project) -> None:
    data = printed(policy(project, "- who asked\n  - their name\n    - in full\n- what for\n"))
    item = ("LI", [("Lbl", []), ("LBody", [])])
    deep = ("LI", [("Lbl", []), ("LBody", [("L", [item])])])
    assert ("L", [("LI", [("Lbl", []), ("LBody", [("L", [deep])])]), item]) in [
        outline(node) for node in elements(data, "L")
    ]


def test_word_counts_from_the_same_numbers(project: Project) -> None:
    made = render_docx(policy(project, LISTS)).value
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        body = ET.fromstring(archive.read("word/document.xml"))
        numbering = ET.fromstring(archive.read("word/numbering.xml"))
    starts: Mapping[str | None, str | None] = {
        item.get(f"{W}numId"): override.get(f"{W}val")
        for item in numbering.iter(f"{W}num")
        for override in item.iter(f"{W}startOverride")
    }
    used = dict.fromkeys(item.get(f"{W}val") for item in body.iter(f"{W}numId"))
    assert [starts[each] for each in used] == ["1", "1", "7", "4"]


@pytest.mark.parametrize("make", [policy, leaflet])
def test_words_to_be_typed_are_printed_in_the_projects_own_face(engine: None, project: Project, make: object) -> None:
    assert callable(make)
    document = make(project, "Put `SG-` before **the `number`**.\n\n- As in `SG-0042`.\n")
    assert "Put SG- before the number." in text(printed(document))
    web = render_html(document, theme(), formats=("html",)).value
    assert web is not None
    assert "Put <code>SG-</code> before <strong>the <code>number</code></strong>." in web


def test_long_words_and_wide_tables_stay_on_the_paper(engine: None, project: Project) -> None:
    document = policy(project, f"{LONG}{LONG}\n\n{TABLE}", title=LONG)
    opened = pypdfium2.PdfDocument(printed(document))
    boxes = [
        sheet.get_textpage().get_charbox(at) for sheet in opened for at in range(sheet.get_textpage().count_chars())
    ]
    assert max(right for _, _, right, _ in boxes) <= 595.3
    words = text(printed(document)).split()
    assert {"Who", "What", "Where", "When", "later"} <= set(words), (
        "short words are not broken for the sake of long ones"
    )


def test_words_that_leave_their_page_are_an_error(engine: None) -> None:
    html = (
        '<!doctype html><html lang="en"><title>A</title><style>@page { size: A5 }'
        'html { font-family: "Atkinson Hyperlegible Next" } p { white-space: nowrap }</style>'
        f"<h1>A</h1><p>{LONG} {LONG} {LONG}</p>"
    )
    outcome = pdf.render_pdf(pdf.PdfJob(name="a.pdf", html=html, assets={}))
    (found,) = outcome.diagnostics
    assert (found.code, found.message) == ("PG522", f"a.pdf: `{LONG[:40]}` leaves page 1: there is no room for it")


def test_two_tables_have_two_names_and_an_empty_cell_heads_nothing(engine: None, project: Project) -> None:
    table = "| Who | What |\n|---|---|\n| one | two |\n|  | more of two |\n"
    document = policy(project, f"{table}\nAnd:\n\n- in a list:\n\n{indented(table)}")
    html = page(document)
    assert html.count("<tr><td></td><td>more of two</td></tr>") == 2
    assert '<th scope="row"></th>' not in html
    number = re.search(r'aria-label="Table in paragraph ([\d.]+) \(2\)"', html)
    assert number is not None
    names = [f"Table in paragraph {number[1]}", f"Table in paragraph {number[1]} (2)"]
    assert all(html.count(f'aria-label="{name}"') == 1 for name in names)
    made = render_docx(document).value
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        words = archive.read("word/document.xml").decode()
    assert all(words.count(f'<w:tblCaption w:val="{name}"/>') == 1 for name in names)
    assert printed(document)


def indented(table: str) -> str:
    """Return lines two signs further in."""
    return "".join(f"  {line}\n" for line in table.splitlines())


def text(data: bytes) -> str:
    """Return the words that another program reads from the pages."""
    document = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(sheet.get_textpage().get_text_range().split()) for sheet in document)


def has_marks(data: bytes) -> bool:
    """Tell whether the marks of `LISTS` follow one another."""
    found = marks(data)
    return MARKS in [found[at : at + len(MARKS)] for at in range(len(found))]


def marks(data: bytes) -> list[str]:
    """Return what stands before the items of lists, page by page from top to bottom."""
    found = []
    for sheet in pypdfium2.PdfDocument(data):
        lines: dict[int, list[tuple[float, str]]] = {}
        words = sheet.get_textpage()
        for at in range(words.count_chars()):
            left, bottom, _, _ = words.get_charbox(at, loose=True)
            lines.setdefault(round(bottom), []).append((left, words.get_text_range(at, 1)))
        for line in (lines[key] for key in sorted(lines, reverse=True)):
            mark = "".join(sign for _, sign in sorted(line)).split(" ")[0].strip()
            found += [mark] if re.fullmatch(r"\d\.|•|–", mark) else []
    return found

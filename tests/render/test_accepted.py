"""What `check` accepts, pages and Word files can print: each kind of block in each place where one may stand."""

from policygen.diagnostics import RelPath
from policygen.model.documents import DocumentKind
from policygen.model.formats import FORMATS
from policygen.project import understand
from policygen.render.html.pages import load_theme, render_html, render_print
from policygen.render.word.package import render_docx
from policygen.source.prose import read_page
from policygen.source.tree import read_tree
from tests.compose.leaflets import EN, add_leaflet
from tests.conftest import ROOT, Project

BLOCKS = {
    "words": "Words: **strong**, *stress*, `code`, [a link](https://example.org), {{ contact.social-care.phone }}.",
    "heading": "### A heading",
    "list": "- One\n- Two",
    "numbers": "4. Four\n5. Five",
    "empty item": "-\n- Two",
    "quote": "> Said.",
    "empty quote": ">",
    "table": "| A | B |\n|---|---|\n| c | d |\n|  | [e](https://example.org) |",
    "definitions": "Term\n\n:   What it means.",
    "computed part": "```insert\ncontacts\n```",
    "picture": "```insert\npicture family\n```",
}


def inside(first: str, rest: str, text: str) -> str:
    """Put a block into a list, a quotation or the like."""
    return "\n".join((first if at == 0 else rest) + line for at, line in enumerate(text.split("\n")))


PLACES = {
    "alone": "{}",
    "in a list": inside("- ", "  ", "{}"),
    "in numbers": inside("1. ", "   ", "{}"),
    "after words of an item": "- Words:\n\n  {}",
    "in a quotation": "> {}",
    "in a definition": "Word\n\n:   {}",
    "deep": "- > 1. {}",
}
MARGIN = {"alone": "", "in a quotation": "> ", "deep": "  >    ", "in a definition": "    ", "in numbers": "   "}


def texts(*without: str) -> list[str]:
    """Return every block in every place, as far as reading it finds nothing wrong."""
    made = []
    for place, form in PLACES.items():
        for name, block in BLOCKS.items():
            text = form.format(block.replace("\n", f"\n{MARGIN.get(place, '  ')}"))
            if name not in without and not read_page(f"## A\n\n{text}\n", RelPath("a.md")).diagnostics:
                made.append(text)
    assert len(made) > 60
    return made


def test_whatever_check_accepts_can_be_printed(project: Project) -> None:
    clauses = [
        f"## Clause {at}\n\n```clause\nid: c-{at}\nforce: info\n```\n\n{text}\n"
        for at, text in enumerate(texts("picture"))
    ]
    notes = [
        f"## Note {at}\n\n```edit\nannotate: c-{at}\nreason: R.\n```\n\n{text}\n"
        for at, text in enumerate(texts("picture"))
    ]
    parts = [f"## Part {at}\n\n```part\nid: p-{at}\n```\n\n{text}\n" for at, text in enumerate(texts("computed part"))]
    project.write("content/protocol/03-all.md", "---\nid: all-blocks\ntitle: All\n---\n\n" + "\n".join(clauses))
    project.write("agencies/clinic/20-notes.md", "\n".join(notes))
    add_leaflet(project, EN + "\n" + "\n".join(parts))
    project.write("templates/tokens.yaml", (ROOT / "templates" / "tokens.yaml").read_bytes())
    project.write("templates/pictures/family.svg", '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>\n')
    understood = understand(project.read())
    assert understood.value is not None
    assert [item for item in understood.diagnostics if item.severity == "error"] == [], project.report()
    tree = read_tree(ROOT).value
    assert tree is not None
    theme = load_theme(tree.texts).value
    assert theme is not None
    documents = next(each.documents for each in understood.value.sets if each.edition.agency == "clinic")
    assert {document.kind for document in documents} == {DocumentKind.POLICY, DocumentKind.LEAFLET}
    for document in documents:
        assert render_html(document, theme, formats=FORMATS).value is not None
        assert render_print(document, theme).value is not None
        if document.kind is DocumentKind.POLICY:
            assert render_docx(document).value is not None

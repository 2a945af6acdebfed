"""Every fragment of a page is an authored id or one of `model.addresses`, and no page has two elements of one id."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from policygen.model import addresses
from policygen.model.documents import Document
from policygen.model.editions import Edition
from policygen.model.formats import FORMATS
from policygen.model.guides import GuideView
from policygen.model.leaflets import LeafletView
from policygen.model.library import Library
from policygen.model.protocol import PartKind
from policygen.model.records import RecordView
from policygen.model.sheets import SheetView
from policygen.project import Project as Understood
from policygen.project import understand
from policygen.render.html.pages import load_theme, render_html, render_print
from policygen.source.tree import read_tree
from tests.compose.tags import tags
from tests.conftest import Project

ROOT = Path(__file__).parents[1]
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
LITERAL = re.compile(r'\bid="([^"{]+)"')


def pages(understood: Understood, *agencies: str) -> Iterator[tuple[Edition, Document, str]]:
    tree = read_tree(ROOT).value
    assert tree is not None
    theme = load_theme(tree.texts).value
    assert theme is not None
    for each in understood.sets:
        if each.edition.agency in agencies:
            for document in each.documents:
                web, sheet = render_html(document, theme, formats=FORMATS).value, render_print(document, theme).value
                assert web is not None
                assert sheet is not None
                yield from ((each.edition, document, web), (each.edition, document, sheet.html))


def known(library: Library, edition: Edition, document: Document) -> frozenset[str]:
    """Return every fragment that a document's page may have."""
    match document.parts[0]:
        case GuideView(steps=steps):
            drawn = {f"{part}-{what}" for part in ("flow", "spine", "chart") for what in ("title", "desc")}
            return frozenset({addresses.MAIN, *drawn, *(f"step-{step.id}" for step in steps)})
        case LeafletView():
            languages = library.leaflets[document.id.removeprefix("leaflet-")].values()
            return addresses.LEAFLET | {part.id for leaflet in languages for part in leaflet.parts}
        case SheetView(parts=parts):
            blanks = [blank for part in parts for blank in part.blanks]
            ticks = {f"{blank.id}-{tick.id}" for blank in blanks for tick in blank.choices}
            return frozenset({addresses.MAIN, *ticks, *(blank.id for blank in blanks)})
        case RecordView() as view:
            entries = [entry for part in view.parts for entry in part.entries]
            controls = {item.id for entry in entries for item in (entry, *entry.parts)}
            choices = {f"{entry.id}-{choice.id}" for entry in entries for choice in entry.choices}
            return frozenset({addresses.MAIN, *LETTERS, *controls, *choices, *(f"{name}:hint" for name in controls)})
        case _:
            own = {section.id for section in edition.sections} | {item.clause.id for item in edition.clauses()}
            return addresses.kept_in_policies(library.law, library.corrections) | own


def assert_declared(understood: Understood, *agencies: str) -> set[str]:
    assert understood.library is not None
    seen: set[str] = set()
    for edition, document, page in pages(understood, *agencies):
        found = [attributes["id"] for _, attributes in tags(page) if "id" in attributes]
        names = known(understood.library, edition, document)
        assert {name for name in found if name not in names and name.lower() not in names} == set(), document.id
        assert [name for name, count in Counter(found).items() if count > 1] == [], document.id
        seen |= set(found)
    return seen


def test_every_fragment_of_a_page_is_authored_or_declared(project: Project) -> None:
    project.edit(
        "content/documents/policy.yaml",
        "parts: [cover, contents, musts, sections, annex-law]",
        f"danger: tell\nfront: [words]\nparts: [{', '.join(PartKind)}]",
    )
    project.write("content/editors-notes.yaml", "- {id: E01, severity: typo, title: T, source_said: A., correct: B.}\n")
    project.edit("content/protocol/02-families.md", "provisions: [P003]", "provisions: [P003]\ncorrections: [E01]")
    understood = understand(project.read())
    assert understood.value is not None
    assert understood.value.sets, understood.diagnostics
    seen = assert_declared(understood.value, "clinic", "school", "care")
    assert {
        addresses.MAIN,
        addresses.FRONT,
        addresses.MUSTS,
        *(part for part in PartKind if part.startswith("annex")),
    } <= seen
    assert {addresses.note("E01"), addresses.law_entry("act")} <= seen


def test_so_is_every_fragment_of_what_is_shipped(shipped: Understood) -> None:
    assert shipped.library is not None
    agencies = shipped.library.agencies.values()
    full = next(agency.id for agency in agencies if agency.annotated)
    assert_declared(shipped, full, next(agency.id for agency in agencies if not agency.abstract and agency.id != full))


def test_what_templates_write_out_is_declared() -> None:
    folder = ROOT / "templates"
    files = [file for file in folder.rglob("*.jinja") if file.parent.name != "site"]
    literal = {name for file in files for name in LITERAL.findall(file.read_text())}
    assert literal <= addresses.LEAFLET | addresses.RECORD | {"Y", "Z"}, "Y and Z: see RECORD_SECTIONS"


@pytest.mark.parametrize("name", ["main", "start-here", "what-you-must-do", "annex-law", "annex-notes", "cover"])
def test_ids_that_pages_use_are_refused_in_every_layer(project: Project, name: str) -> None:
    project.edit("agencies/care/10-care.md", "id: ask-the-nurse", f"id: {name}")
    project.edit("content/protocol/02-families.md", "id: words", "id: law-act-s1")
    codes = [(item.code, item.span.path) for item in project.diagnose() if item.span and item.code == "PG238"]
    assert codes == [
        ("PG238", "agencies/care/10-care.md"),
        ("PG238", "content/protocol/02-families.md"),
    ]

"""How tests of composition look at a project: its documents, their clauses, and what was said."""

from pathlib import Path

from policygen.compose.site import clauses_of as clauses
from policygen.diagnostics import Diagnostic
from policygen.model.documents import Document, DocumentKind, DocumentPart
from policygen.model.policies import ClauseView, Danger, Front, SectionView, Unused
from policygen.model.prose import Block, Inline, LawNotice, Paragraph
from policygen.project import understand
from policygen.render.html.pages import Theme, load_theme, render_html
from policygen.source.tree import read_tree
from tests.conftest import Project

ROOT = Path(__file__).parents[2]
FAMILIES = "content/protocol/02-families.md"
TEXT = "Tell the {{ term.adult }} first, and reply within {{ reply-days }} days."
"""The text of clause `tell`, which tests replace."""


def documents(project: Project, kind: DocumentKind | None = None) -> dict[str, Document]:
    """Return the document of each agency of a project in which nothing is wrong, of a kind if one is given."""
    outcome = understand(project.read())
    assert [item for item in outcome.diagnostics if item.severity == "error"] == [], project.report()
    assert outcome.value is not None
    made = (document for each in outcome.value.sets for document in each.documents)
    return {document.agency: document for document in made if kind in {None, document.kind}}


def said(project: Project, code: str) -> list[Diagnostic]:
    """Return the problems of one code, in order."""
    return [item for item in project.diagnose() if item.code == code]


def pointed(project: Project, diagnostic: Diagnostic) -> str:
    """Return the words that a problem points at."""
    span = diagnostic.span
    assert span is not None
    assert span.start.line == span.end.line
    line = (project.root / span.path).read_text().splitlines()[span.start.line - 1]
    return line[span.start.column - 1 : span.end.column - 1]


def tell(project: Project, text: str, agency: str = "clinic") -> tuple[Inline, ...]:
    """Return what the text of the clause `tell` becomes for an agency."""
    project.edit(FAMILIES, TEXT, text)
    first = clause(documents(project)[agency], "tell").body[0]
    assert isinstance(first, Paragraph)
    return first.children


def tell_said(project: Project, text: str) -> list[Diagnostic]:
    """Return what is said of a text of the clause `tell`."""
    project.edit(FAMILIES, TEXT, text)
    return [item for item in project.diagnose() if item.code.startswith("PG4")]


def clause(document: Document, name: str) -> ClauseView:
    return next(view for view in clauses(document) if view.id == name)


def unused(document: Document) -> list[Unused]:
    return [item for part in chapters(document) for item in part.items if isinstance(item, Unused)]


def chapters(document: Document) -> list[SectionView]:
    return [part for part in document.parts if isinstance(part, SectionView)]


def part(document: Document, kind: type[DocumentPart]) -> DocumentPart:
    return next(part for part in document.parts if isinstance(part, kind))


def notices(document: Document) -> list[LawNotice]:
    """Return the boxes of law in a document, in order, wherever they stand."""
    found: list[LawNotice] = []

    def look(blocks: tuple[Block, ...]) -> None:
        found.extend(block for block in blocks if isinstance(block, LawNotice))

    for each in document.parts:
        match each:
            case SectionView(items=items):
                for item in items:
                    if isinstance(item, ClauseView):
                        look(item.body)
                    elif isinstance(item, LawNotice):
                        found.append(item)
            case Danger() | Front():
                for view in clauses(document):
                    look(view.body)
            case _:
                continue
    return found


def theme() -> Theme:
    """Return the project's own templates."""
    tree = read_tree(ROOT).value
    assert tree is not None
    made = load_theme(tree.texts).value
    assert made is not None
    return made


def page(document: Document) -> str:
    """Return the web page of a document."""
    made = render_html(document, theme(), formats=("html", "pdf")).value
    assert made is not None
    return made

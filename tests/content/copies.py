"""The policies that are built of the shipped content, read once for all tests."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from policygen.model.documents import Document, DocumentKind
from policygen.model.editions import Edition
from policygen.project import Project
from policygen.render.html.pages import load_theme, render_print
from tests.content.reading import Pdf


@dataclass(frozen=True)
class Copy:
    """One document of one edition: what was composed, and the two files that were made of it."""

    edition: Edition
    document: Document
    folder: Path
    print_page: str

    @cached_property
    def web_page(self) -> str:
        return self.folder.joinpath(f"{self.document.id}.html").read_text()

    @cached_property
    def pdf(self) -> Pdf:
        return Pdf(self.folder / f"{self.document.id}.pdf")


@pytest.fixture(scope="session")
def copies(shipped: Project, built: Path) -> dict[str, Copy]:
    """Every document of clauses or registers that was built, by its place: the other kinds have tests of their own."""
    theme = load_theme(shipped.tree.texts).value
    assert theme is not None
    made: dict[str, Copy] = {}
    for each in shipped.sets:
        for document in (item for item in each.documents if item.kind is DocumentKind.POLICY):
            page = render_print(document, theme).value
            assert page is not None
            folder = built / document.partnership / document.agency
            made[f"{document.partnership}/{document.agency}/{document.id}"] = Copy(
                each.edition, document, folder, page.html
            )
    assert made
    return made

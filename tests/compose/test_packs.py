"""Several documents in a pack: each clause in one, references across, corrections that lead to their list."""

import re

import pytest

from policygen.model.documents import Document
from policygen.model.policies import Annex, ClauseView, Contents, Cover, Musts, SectionView
from policygen.model.prose import Link, Str
from policygen.project import Project as Understood
from policygen.project import understand
from policygen.render.html.markup import plain_text
from policygen.render.html.pages import render_html
from tests.compose.composing import FAMILIES, clause, clauses, page, part, said, theme
from tests.conftest import Project

PURPOSE = "content/protocol/01-purpose.md"
OUTLINE = "content/documents/policy.yaml"
LAW = "id: law\ntitle: The law\nplace: 2\nparts: [cover, contents, sections, annex-law, annex-corrections]\n"


@pytest.fixture
def project(project: Project) -> Project:
    """A project whose second section stands in a document of its own."""
    project.edit(OUTLINE, ", annex-law", "")
    project.write("content/documents/law.yaml", LAW)
    project.edit(FAMILIES, "id: families", "id: families\nin: law")
    project.edit(PURPOSE, "Ask the {{ role.lead }}, or", "Ask first: see [[tell]]. Then ask the {{ role.lead }}, or")
    return project


def pack(project: Project, agency: str = "clinic") -> dict[str, Document]:
    """Return the documents of an agency's pack, by id and in order."""
    understood: Understood | None = understand(project.read()).value
    assert understood is not None
    assert understood.sets, project.report()
    (found,) = [each for each in understood.sets if each.edition.agency == agency]
    return {document.id: document for document in found.documents}


def test_a_clause_stands_in_one_document_under_its_number(project: Project) -> None:
    documents = pack(project)
    assert list(documents) == ["policy", "law"]
    found = {name: {view.id: view.number for view in clauses(made)} for name, made in documents.items()}
    policy = {"keep-safe": "1.1", "ask-for-help": "1.2", "ask-the-nurse": "CARE1"}
    assert found == {"policy": policy, "law": {"tell": "2.1", "words": "2.2"}}


def test_a_document_has_the_sections_of_its_clauses_and_says_nothing_of_others(project: Project) -> None:
    for name, title in (("policy", "Why we share"), ("law", "Talking with families")):
        made = pack(project)[name]
        assert [each.title for each in made.parts if isinstance(each, SectionView)] == [title]
        contents = part(made, Contents)
        assert isinstance(contents, Contents)
        assert title in [entry.title for entry in contents.entries]


def test_a_reference_across_says_number_and_document_and_leads_there(project: Project) -> None:
    words = plain_text(clause(pack(project)["policy"], "ask-for-help").body[0].children)  # type: ignore[union-attr]
    assert words.replace("\u00a0", " ").startswith("Ask first: see paragraph 2.1 in The law.")
    assert '<a href="law.html#tell">paragraph\u00a02.1 in The law</a>' in page(pack(project)["policy"])
    assert 'id="tell"' in page(pack(project)["law"])


def test_a_reference_within_a_document_is_as_it_was(project: Project) -> None:
    project.edit(FAMILIES, "Tell the {{ term.adult }} first", "See [[words]]. Tell the {{ term.adult }} first")
    first = clause(pack(project)["law"], "tell").body[0].children[1]  # type: ignore[union-attr]
    assert first == Link("#words", (Str("paragraph\u00a02.2"),), page=True)


def test_a_reference_into_a_document_that_the_pack_lacks_needs_words(project: Project) -> None:
    project.append("content/documents/law.yaml", "for: [all, -school]\n")
    project.edit(FAMILIES, "id: at-school", "id: at-school\nin: policy")
    (problem,) = said(project, "PG404")
    assert "the pack of `school` has no document with `tell`" in problem.message
    project.edit(PURPOSE, "[[tell]]", "[[tell|your lead]]")
    assert said(project, "PG404") == []
    school = plain_text(clause(pack(project, "school")["policy"], "ask-for-help").body[0].children)  # type: ignore[union-attr]
    assert school.startswith("Ask first: see your lead.")
    assert list(pack(project, "school")) == ["policy"]


def test_a_reference_to_a_document_leads_to_it(project: Project) -> None:
    project.edit(PURPOSE, "see [[tell]]", "see [[doc:law]]")
    assert '<a href="law.html">The law</a>' in page(pack(project)["policy"])


def test_the_duties_of_the_whole_pack_are_listed_where_the_reader_begins(project: Project) -> None:
    project.edit(
        FAMILIES, "id: tell\nforce: should", "id: tell\nforce: must\nlaw: [act]\nbinds: everyone\nduty: Tell them."
    )
    musts = part(pack(project)["policy"], Musts)
    assert isinstance(musts, Musts)
    lines = [(entry.number, entry.href, entry.elsewhere) for group in musts.groups for entry in group.entries]
    assert lines == [("1.1", "#keep-safe", ""), ("2.1", "law.html#tell", "In The law")]


def test_the_list_of_law_leads_to_paragraphs_wherever_they_stand(project: Project) -> None:
    assert '<a href="policy.html#keep-safe">1.1</a>' in page(pack(project)["law"])


def test_a_clause_of_the_first_pages_stands_there_where_the_pack_lacks_its_own_document(project: Project) -> None:
    project.write(
        "content/documents/short.yaml", "id: short\ntitle: Short\nfor: [school]\ndanger: tell\nparts: [danger]\n"
    )
    project.append("content/documents/law.yaml", "for: [all, -school]\n")
    project.edit(FAMILIES, "id: at-school", "id: at-school\nin: policy")
    documents = pack(project, "school")
    assert [view.id for view in clauses(documents["short"])] == ["tell"]
    assert 'href="short.html#tell"' in page(documents["policy"])


def test_corrections_are_numbers_that_lead_to_the_list_of_the_pack(project: Project) -> None:
    project.write("content/editors-notes.yaml", "- {id: E07, severity: typo, title: T, source_said: A., correct: B.}\n")
    project.edit(PURPOSE, "id: keep-safe", "id: keep-safe\ncorrections: [E07]")
    documents = pack(project)
    view = clause(documents["policy"], "keep-safe")
    assert plain_text(view.corrected) == "Corrected: 7"
    assert '<a href="law.html#note-E07">7</a>' in page(documents["policy"])
    assert '<tr id="note-E07">' in page(documents["law"])
    assert "A." not in page(documents["law"]).partition('id="annex-corrections"')[2], (
        "what the source said is not repeated"
    )


def test_that_nobody_has_confirmed_the_corrections_is_said_once(project: Project) -> None:
    project.write(
        "content/editors-notes.yaml",
        "".join(f"- {{id: E0{n}, severity: typo, title: T, source_said: A., correct: B.}}\n" for n in (1, 2)),
    )
    project.edit(PURPOSE, "id: keep-safe", "id: keep-safe\ncorrections: [E01, E02]")
    project.edit(PURPOSE, "id: ask-for-help", "id: ask-for-help\ncorrections: [E01]")
    for name in ("policy", "law"):
        made = pack(project)[name]
        text = page(made)
        assert text.count("To be confirmed by the partnership’s legal adviser") == 1, name
    cover = part(pack(project)["policy"], Cover)
    assert isinstance(cover, Cover)
    assert any("What changed: The law" in plain_text(words) for _, words in cover.facts)


def test_a_page_of_a_pack_leads_back_to_it_and_to_the_other_files(project: Project) -> None:
    made = render_html(pack(project)["law"], theme(), formats=("html", "pdf", "docx"), pack=True).value
    assert made is not None
    (head,) = re.findall(r"<header.*?</header>", made, re.DOTALL)
    assert re.findall(r'href="([^"]+)"', head) == ["index.html", "law.pdf", "law.docx"]
    assert "index.html" not in page(pack(project)["law"])


def test_a_source_that_nobody_read_says_so(project: Project) -> None:
    project.edit("content/law.yaml", "confidence: verified", "confidence: high")
    assert "Not read at source" in page(pack(project)["law"])


def test_what_is_printed_is_the_same_on_the_web_and_leads_to_files_of_the_pack(project: Project) -> None:
    documents = pack(project)
    for document in documents.values():
        text = render_html(document, theme(), formats=("html",)).value
        assert text is not None
        for view in (item for each in document.parts if isinstance(each, SectionView) for item in each.items):
            assert not isinstance(view, ClauseView) or f'id="{view.id}"' in text
    annexes = [each.id for each in documents["law"].parts if isinstance(each, Annex)]
    assert annexes == ["annex-law", "annex-corrections"]


def test_what_is_only_looked_at_is_told_the_same_and_lacks_what_no_author_writes(project: Project) -> None:
    whole, looked = understand(project.read()), understand(project.read(), rendered=False)
    assert looked.diagnostics == whole.diagnostics
    assert whole.value is not None
    assert looked.value is not None
    for full, made in zip(whole.value.documents, looked.value.documents, strict=True):
        kept = tuple(part for part in full.parts if not isinstance(part, Annex | Contents))
        assert tuple(part for part in made.parts if not isinstance(part, Contents)) == kept
        assert full.fingerprint
        assert not made.fingerprint

    project.edit(PURPOSE, "Ask first:", "Ask the {{ role.nobody }} first:")
    assert "PG401" in [item.code for item in understand(project.read(), rendered=False).diagnostics]

"""In which document of a pack a clause stands: the one that it names, else that of its section, else the policy."""

from policygen.resolve.editions import resolve
from policygen.source.load import load_library
from tests.conftest import Project

FAMILIES = "content/protocol/02-families.md"


def documents(project: Project, agency: str) -> dict[str, str]:
    """Return the document of each clause of an edition."""
    library = load_library(project.read()).value
    assert library is not None
    edition = next(each for each in resolve(library).value or () if each.agency == agency)
    return {item.clause.id: item.document for item in edition.clauses()}


def test_a_clause_stands_in_the_policy_unless_something_is_said(project: Project) -> None:
    assert set(documents(project, "clinic").values()) == {"policy"}


def test_a_section_names_the_document_of_its_clauses_and_of_those_that_layers_put_there(project: Project) -> None:
    project.edit(FAMILIES, "id: families", "id: families\nin: law")
    project.edit(FAMILIES, "id: words", "id: words\nin: leading")
    project.write(
        "agencies/school/10-s.md",
        "## S\n\n```edit\nend: families\nreason: R.\n```\n\n```clause\nid: s1\nforce: info\n```\n\nS.\n\n"
        "## T\n\n```edit\nend: families\nreason: R.\n```\n\n```clause\nid: s2\nforce: info\nin: leading\n```\n\nT.\n",
    )
    here = documents(project, "school")
    assert (here["tell"], here["words"], here["s1"], here["s2"]) == ("law", "leading", "law", "leading")
    assert here["keep-safe"] == "policy"


def test_a_section_of_a_layer_names_a_document_too(project: Project) -> None:
    project.write(
        "agencies/school/10-s.md",
        "## Law\n\n```edit\nsection: ours\nafter: families\nin: law\nreason: R.\n```\n\n"
        "## S\n\n```edit\nend: ours\nreason: R.\n```\n\n```clause\nid: s1\nforce: info\n```\n\nS.\n",
    )
    assert documents(project, "school")["s1"] == "law"

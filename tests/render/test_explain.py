"""`explain` says why a paragraph reads as it does: the base text, every edit with its place and reason, every value."""

import pytest

from policygen.model.editions import Edition
from policygen.model.library import Library
from policygen.project import understand
from policygen.render.terminal.explain import explain_clause
from tests.conftest import Project


def explained(project: Project, agency: str, clause: str) -> str:
    made = understand(project.read()).value
    assert made is not None
    assert made.library is not None
    library: Library = made.library
    edition: Edition = next(edition for edition in made.editions if edition.agency == agency)
    return explain_clause(library, edition, clause)


def test_every_step_is_told_with_layer_place_and_reason(project: Project) -> None:
    assert (
        explained(project, "clinic", "tell")
        == """\
2.1 Tell, listen, then share
  tell, for clinic in town: printed
  force should; not locked; for all; in policy

What each layer did, in order
  1. base: write (content/protocol/02-families.md:9)
  2. town: annotate (content/partnerships/town/10-local.md:4)
     because: The partnership has a form for this.
  3. clinic: set reply-days = 5 (agencies/clinic/10-clinic.md:4)
     because: The clinic is open every day.

Values
  reply-days = 5 (set by clinic, base 10; at most 10)

Text, as the base wrote it
  Tell the {{ term.adult }} first, and reply within {{ reply-days }} days.

Note of Town Partnership: How we settle it here
  Use the form of {{ partnership.name }}."""
    )


def test_a_section_that_a_layer_added_is_told_with_its_reason(project: Project) -> None:
    edit = "\n## Ours\n\n```edit\nsection: ours\nafter: purpose\nreason: We do more.\n```\n"
    inserted = (
        "\n## More\n\n```edit\nend: ours\nreason: It says how.\n```\n\n```clause\nid: more\nforce: may\n```\n\nDo.\n"
    )
    project.append("agencies/clinic/10-clinic.md", edit + inserted)
    assert """
  clinic: section ours after purpose (agencies/clinic/10-clinic.md:12)
     because: We do more.
  1. clinic: insert end ours (agencies/clinic/10-clinic.md:""" in explained(project, "clinic", "more")


def test_a_value_is_credited_to_whoever_set_it_and_not_to_whoever_set_one_of_a_longer_name(project: Project) -> None:
    project.edit("content/protocol/02-families.md", "params: {", "params: {days: {value: 2, max: 2}, ")
    text = explained(project, "clinic", "tell")
    assert "  days = 2 (as the base sets it; at most 2)\n  reply-days = 5 (set by clinic, base 10; at most 10)" in text


def test_a_replacement_shows_the_base_text_too(project: Project) -> None:
    edit = "## Other words\n\n```edit\nreplace: words\nof: 000000000000\nreason: Ours are better.\n```\n\nNew words.\n"
    project.append("agencies/clinic/10-clinic.md", "\n" + edit)
    text = explained(project, "clinic", "words")
    assert "Base text (content/protocol/02-families.md:" in text
    assert "  Say | Not\n  we want to help | we must report" in text
    assert "because: Ours are better." in text
    assert text.endswith("Text, as the layer `clinic` wrote it\n  New words.")


def test_a_clause_that_is_not_printed_says_why_and_keeps_its_text_back(project: Project) -> None:
    text = explained(project, "school", "words")
    assert "for school in town: not for this agency" in text
    assert "we want to help" not in text
    waiting = explained(project, "school", "new-duty")
    assert "waiting until somebody confirms the law" in waiting
    assert "printed when act-s2 is in-force; it is announced, not confirmed" in waiting
    assert "rests on Example Act 2001, section 2" in waiting


def test_lists_and_provisions_are_told(project: Project) -> None:
    text = explained(project, "clinic", "ask-for-help")
    assert "  carries P002" in text
    assert "  - Write down what you did.\n  - Keep it for {{ value.retention }}." in text


def test_a_clause_that_the_edition_does_not_know_is_a_key_error(project: Project) -> None:
    with pytest.raises(KeyError):
        explained(project, "clinic", "nothing")

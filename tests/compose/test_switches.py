"""Law switches: words, items, rows, questions and clauses that are there while a law is in force."""

import pytest

from policygen.model.editions import Printing
from policygen.model.library import Library
from policygen.model.prose import List, Paragraph, Str, Table
from policygen.project import understand
from policygen.render.html.markup import plain_text
from policygen.resolve.switches import as_law_stands
from tests.compose.composing import FAMILIES, TEXT, clause, documents, tell
from tests.conftest import Project

TOWN = "content/partnerships/town/partnership.yaml"
CONFIRMED = "law:\n  act-s2: {status: in-force, since: 2026-01-01, by: A lawyer, on: 2026-01-02}\n"
ANSWER = "  act-s1: {answer: depends, why: If the council runs your school.}"


def here(project: Project) -> Library:
    """Return the library as the law stands in the town."""
    outcome = understand(project.read())
    assert outcome.value is not None, project.report()
    assert outcome.value.library is not None
    return as_law_stands(outcome.value.library, "town")


@pytest.mark.parametrize(("confirmed", "words"), [("", "Tell them soon."), (CONFIRMED, "Tell them at once.")])
def test_a_phrase_is_the_one_for_the_state_of_the_law(project: Project, confirmed: str, words: str) -> None:
    project.append(TOWN, confirmed)
    text = "Tell them {{ when act-s2 }}at once{{ otherwise }}soon{{ end }}."
    assert plain_text(tell(project, text)) == words


@pytest.mark.parametrize(("confirmed", "words"), [("", "Tell them."), (CONFIRMED, "Tell **now** them.")])
def test_what_is_left_out_leaves_no_space_behind(project: Project, confirmed: str, words: str) -> None:
    project.append(TOWN, confirmed)
    text = "Tell {{ when act-s2 }}**now**{{ end }} them. {{ when act-s1 }}{{ otherwise }}Never.{{ end }}"
    assert plain_text(tell(project, text)) == words.replace("*", "")


@pytest.mark.parametrize(("confirmed", "items", "rows"), [("", 1, 1), (CONFIRMED, 2, 2)])
def test_items_rows_and_paragraphs_in_which_nothing_is_left_go(
    project: Project, confirmed: str, items: int, rows: int
) -> None:
    project.append(TOWN, confirmed)
    new = "{{ when act-s2 }}new{{ end }}"
    project.edit(FAMILIES, TEXT, f"- old\n- {new}\n\n{new}\n\n| a | b |\n|---|---|\n| old | old |\n| {new} | {new} |")
    body = clause(documents(project)["clinic"], "tell").body
    assert len(body) == items + 1
    assert isinstance(body[0], List)
    assert isinstance(body[-1], Table)
    assert (len(body[0].items), len(body[-1].rows)) == (items, rows)


@pytest.mark.parametrize(("confirmed", "words"), [("", "Look today."), (CONFIRMED, "It is for us.")])
def test_an_answer_has_the_words_for_the_state_of_the_law(project: Project, confirmed: str, words: str) -> None:
    project.append(TOWN, confirmed)
    why = "{{ when act-s2 }}It is for us.{{ otherwise }}Look today.{{ end }}"
    project.edit("agencies/school/agency.yaml", ANSWER, f'  act-s2: {{answer: depends, why: "{why}"}}')
    assert here(project).agencies["school"].law["act-s2"].why == words


def test_an_answer_may_be_for_one_state_of_the_law_only(project: Project) -> None:
    when = "when: {law: act-s2, status: in-force}"
    project.edit("agencies/school/agency.yaml", ANSWER, f"  act-s2: {{answer: depends, why: So it is., {when}}}")
    assert "act-s2" not in here(project).agencies["school"].law
    project.append(TOWN, CONFIRMED)
    assert "act-s2" in here(project).agencies["school"].law


def test_confirmed_in_a_partnership_a_law_is_in_force_there(project: Project) -> None:
    project.append(TOWN, CONFIRMED)
    outcome = understand(project.read())
    assert outcome.value is not None
    for edition in outcome.value.editions:
        printing = {item.clause.id: item.printing for item in edition.clauses()}
        assert printing["new-duty"] is Printing.PRINTED
    law = here(project).law["act-s2"]
    assert (law.unconfirmed, law.since) == (False, "2026-01-01")


def test_a_law_stands_as_the_one_that_it_follows(project: Project) -> None:
    project.append("content/law.yaml", "      - {id: act-s3, title: section 3, follows: act-s2}\n")
    assert here(project).law["act-s3"].unconfirmed
    project.append(TOWN, CONFIRMED)
    assert not here(project).law["act-s3"].unconfirmed


@pytest.mark.parametrize(
    "gone",
    ["### {}", "> {}", "{}\n: Means this.", "This\n: {}", "| A |\n|---|\n| {} |", "1. {}", "[{}](https://example.org)"],
)
def test_what_holds_nothing_else_goes_with_its_words(project: Project, gone: str) -> None:
    switch = "{{ when act-s2 }}words{{ end }}"
    project.edit(FAMILIES, TEXT, f"Tell them.\n\n{gone.replace('{}', switch)}")
    assert len(clause(documents(project)["clinic"], "tell").body) == 1


def test_emphasis_and_notes_go_with_their_words(project: Project) -> None:
    text = "Tell **{{ when act-s2 }}now{{ end }}** them.[^1]\n\n[^1]: {{ when act-s2 }}A note.{{ end }}"
    project.edit(FAMILIES, TEXT, text)
    (made,) = clause(documents(project)["clinic"], "tell").body
    assert isinstance(made, Paragraph)
    assert made.children == (Str("Tell them."),)

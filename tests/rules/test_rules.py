"""Each rule on what is authored: it finds what is wrong, at its place, and nothing else."""

from collections.abc import Iterator

import pytest

from policygen.diagnostics import Diagnostic, in_order
from policygen.rules.registry import check
from policygen.rules.rule import Authored
from policygen.source.load import load_library
from tests.conftest import Project

FAMILIES = "content/protocol/02-families.md"
SCHOOL = "agencies/school/agency.yaml"


def found(project: Project) -> tuple[Diagnostic, ...]:
    tree = project.read()
    library = load_library(tree).value
    assert library is not None
    return in_order(check(Authored(library=library, texts=tree.texts)))


def said(project: Project) -> list[tuple[str, str, int, int]]:
    return [(item.code, item.span.path, *item.span.start) for item in found(project) if item.span]


def test_a_valid_project_breaks_no_rule(project: Project) -> None:
    assert found(project) == ()


def test_ids_are_unique_over_sections_clauses_and_layers(project: Project) -> None:
    project.edit(FAMILIES, "id: words", "id: purpose")
    project.edit("agencies/care/10-care.md", "id: ask-the-nurse", "id: tell")
    project.write("agencies/school/10-s.md", "## S\n\n```edit\nsection: families\nafter: purpose\nreason: R.\n```\n")
    assert said(project) == [
        ("PG201", "agencies/care/10-care.md", 9, 5),
        ("PG201", "agencies/school/10-s.md", 4, 10),
        ("PG201", FAMILIES, 19, 5),
    ]
    firsts = [note.span.path for item in found(project) for note in item.notes if note.span]
    assert firsts == [FAMILIES, FAMILIES, "content/protocol/01-purpose.md"]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ("[all]", []),
        ("[all, -care]", []),
        ("[clinic, school]", []),
        ("[cae]", [("PG202", FAMILIES, 21, 7)]),
        ("[all, -cae, scool]", [("PG202", FAMILIES, 21, 12), ("PG202", FAMILIES, 21, 18)]),
        ("[-care]", [("PG203", FAMILIES, 21, 7)]),
        ("[-all]", [("PG203", FAMILIES, 21, 7)]),
        ("[-cae]", [("PG202", FAMILIES, 21, 7), ("PG203", FAMILIES, 21, 7)]),
    ],
)
def test_a_clause_is_for_agencies_that_there_are(project: Project, audience: str, expected: list[object]) -> None:
    project.edit(FAMILIES, "for: [all, -school]", f"for: {audience}")
    assert said(project) == expected


def test_the_hint_for_an_agency_that_is_left_out_has_no_hyphen(project: Project) -> None:
    project.edit(FAMILIES, "for: [all, -school]", "for: [all, -scool]")
    assert [(item.message, item.hint) for item in found(project)] == [("no agency `scool`", "did you mean `school`?")]


def test_a_provision_may_be_for_all_but_not_for_an_agency_that_is_not_there(project: Project) -> None:
    project.edit("content/provisions.yaml", "agencies: [school]", "agencies: [school, all, hospital]")
    assert said(project) == [("PG202", "content/provisions.yaml", 3, 52)]


def test_law_is_known_wherever_it_is_named(project: Project) -> None:
    project.edit("content/protocol/01-purpose.md", "law: [act-s2]", "law: [act-s2, x-1]")
    project.edit("content/protocol/01-purpose.md", "{law: act-s2, status: in-force}", "{law: x-2, status: in-force}")
    project.edit("agencies/clinic/10-clinic.md", "set: tell", "set: tell\nlaw: [act, x-3]")
    project.append(SCHOOL, "  x-4: {answer: 'no', why: None.}\n")
    assert said(project) == [
        ("PG204", "agencies/clinic/10-clinic.md", 5, 12),
        ("PG204", SCHOOL, 7, 3),
        ("PG204", "content/protocol/01-purpose.md", 40, 15),
        ("PG204", "content/protocol/01-purpose.md", 41, 13),
    ]


def test_kinds_of_body_are_known_and_a_law_may_bind_all(project: Project) -> None:
    project.edit("content/law.yaml", "binds: [council]", "binds: [council, all, charity]")
    project.append(SCHOOL, "bodies: {council: Yes it is., academy: It is one.}\n")
    assert said(project) == [("PG208", SCHOOL, 7, 31), ("PG208", "content/law.yaml", 15, 81)]


def test_provisions_and_notes_are_known(project: Project) -> None:
    project.edit(FAMILIES, "provisions: [P003]", "provisions: [P003, P009]\ncorrections: [E01, E02]")
    project.write("content/editors-notes.yaml", "- {id: E01, severity: typo, title: T, source_said: A., correct: B.}\n")
    assert said(project) == [("PG205", FAMILIES, 34, 20), ("PG206", FAMILIES, 35, 20)]


OUTLINE = "content/documents/policy.yaml"


def test_some_outline_is_for_an_agency_unless_it_is_abstract(project: Project) -> None:
    project.append(OUTLINE, "for: [clinic]\n")
    assert said(project) == [("PG209", SCHOOL, 1, 5)]


def test_text_stands_in_a_document_that_is_there_and_has_a_place_for_it(project: Project) -> None:
    project.edit(FAMILIES, "id: families", "id: families\nin: law")
    assert said(project) == [("PG209", FAMILIES, 3, 5)]
    project.write("content/documents/law.yaml", "id: law\ntitle: Law\nparts: [cover, annex-law]\n")
    assert [item.hint for item in found(project)] == ["add `sections` to the parts of content/documents/law.yaml"]
    project.edit("content/documents/law.yaml", "cover", "cover, sections")
    assert said(project) == []


# -- words ---------------------------------------------------------------------------------------------


def banned(project: Project, *phrases: str) -> None:
    project.write(
        "content/wording.yaml", "".join(f'- {{match: "{phrase}", why: W., instead: I.}}\n' for phrase in phrases)
    )


@pytest.mark.parametrize(
    ("phrase", "text", "columns"),
    [
        ("bad word", "A bad word.", [3]),
        ("bad word", "A Bad Word.", [3]),
        ("bad word", "A bad   word.", [3]),
        ("bad  word", "A bad\nword.", [3]),
        ("bad word", "A badword, unbad word, bad wordy.", []),
        ("bad word", "Bad-word, bad words, bad word’s, bad, word.", [1, 11, 22, 34]),
        ("bad body", "Two bad bodies.", [5]),
        ("Bad's word", "The bad’s word.", [5]),
        ("bad’s word", "The bad's word.", [5]),
        ("c++ (old)", "Use c++ (old) no more.", [5]),
        ("a.b", "acb a.b", [5]),
        ("bad word", "bad word bad word", [1, 10]),
        ("1998", "In 1998, 19981.", [4]),
    ],
)
def test_words_are_found_whole_in_any_case_and_over_line_ends(
    project: Project, phrase: str, text: str, columns: list[int]
) -> None:
    banned(project, phrase)
    project.edit(FAMILIES, "Tell the {{ role.lead }} on the same day.", text)
    assert said(project) == [("PG210", FAMILIES, 37, column) for column in columns]


def test_the_span_of_words_runs_over_line_ends(project: Project) -> None:
    banned(project, "bad word")
    project.edit(FAMILIES, "Tell the {{ role.lead }} on the same day.", "A bad\n  word.")
    (item,) = found(project)
    assert item.span is not None
    assert (item.span.start, item.span.end) == ((37, 3), (38, 7))


def test_where_two_phrases_begin_together_the_longer_is_meant(project: Project) -> None:
    project.write(
        "content/wording.yaml",
        "- {match: elder, why: Short., instead: S}\n- {match: elder rule, why: Long., instead: L}\n",
    )
    project.edit(FAMILIES, "Tell the {{ role.lead }} on the same day.", "The elder rule and the elder way.")
    assert [(item.message, item.hint) for item in found(project)] == [
        ("these words must not appear: Long.", "write instead: L"),
        ("these words must not appear: Short.", "write instead: S"),
    ]


def test_words_are_looked_for_in_everything_that_is_printed_but_not_where_they_are_spoken_of(project: Project) -> None:
    banned(project, "bad word")
    places = {
        "agencies/clinic/10-clinic.md": "The clinic is open every day.",
        SCHOOL: "If the council runs your school.",
        "content/law.yaml": "This duty may be in force.",
        "content/partnerships/town/partnership.yaml": "six years",
        "content/protocol.yaml": "How agencies share information.",
    }
    for path, words in places.items():
        project.edit(path, words, f"{words} A bad word.")
    project.edit("content/provisions.yaml", "Ask for help.", "A bad word.")
    note = "{id: E01, severity: typo, title: A bad word, source_said: A bad word., correct: B.}"
    project.write("content/editors-notes.yaml", f"- {note}\n")
    assert [item[1] for item in said(project)] == [*places]


def test_without_a_list_no_words_are_looked_for(project: Project) -> None:
    project.remove("content/wording.yaml")
    project.append(FAMILIES, "\nThe child protection register.\n")
    assert said(project) == []


# -- the register of provisions ------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["current", "qualified", "corrected", "switch"])
def test_a_live_provision_has_a_clause(project: Project, status: str) -> None:
    row = f"- {{id: P004, lock: open, agencies: [all], status: {status}, text: T.}}\n"
    project.append("content/provisions.yaml", row)
    assert said(project) == [("PG211", "content/provisions.yaml", 4, 8)]
    project.edit("agencies/care/10-care.md", "id: ask-the-nurse", "id: ask-the-nurse\nprovisions: [P004]")
    assert said(project) == []


@pytest.mark.parametrize("status", ["superseded", "historic"])
def test_a_dead_provision_says_why_it_is_not_printed(project: Project, status: str) -> None:
    row = f"- {{id: P004, lock: all, agencies: [all], status: {status}, text: T.}}\n"
    project.append("content/provisions.yaml", row)
    assert said(project) == [("PG213", "content/provisions.yaml", 4, 8)]
    project.edit("content/provisions.yaml", row, row.replace("text: T.", "text: T., treatment: Gone."))
    assert said(project) == []


def test_what_is_locked_for_all_is_carried_by_locked_clauses_only(project: Project) -> None:
    project.edit(FAMILIES, "id: words", "id: words\nprovisions: [P001, P002]")
    assert said(project) == [("PG212", FAMILIES, 19, 5)]
    assert [note.span.path for note in found(project)[0].notes if note.span] == ["content/provisions.yaml"]


# -- slots, colours, confirmations ---------------------------------------------------------------------


def test_only_declared_contacts_and_values_are_filled_in_by_partnerships_and_agencies(project: Project) -> None:
    town, clinic = "content/partnerships/town/partnership.yaml", "content/partnerships/town/agencies/clinic/values.yaml"
    project.append(town, "  retentoin: nine\n")
    project.append(clinic, "  hours: nine to five\ncontacts:\n  police: {phone: 101}\n")
    assert said(project) == [("PG215", clinic, 4, 3), ("PG215", clinic, 6, 3), ("PG215", town, 12, 3)]
    assert [item.hint for item in found(project)] == [
        "declare it in content/protocol.yaml",
        "declare it in content/protocol.yaml",
        "did you mean `retention`?",
    ]


GOOD = {"colour": "#00505c", "on": "#ffffff", "tint": "#e2f0f1", "lift": "#7fd6e2"}


def colours(**changes: str) -> Iterator[str]:
    yield "brand:\n"
    for name, value in (GOOD | changes).items():
        yield f'  {name}: "{value}"\n'


@pytest.mark.parametrize(
    ("changes", "starts"),
    [
        ({}, []),
        ({"colour": "#000000"}, []),
        ({"on": "#00505c"}, ["#00505c on colour #00505c has a contrast of 1.0"]),
        ({"tint": "#888888"}, ["colour #00505c on tint", "ink on tint #888888"]),
        ({"lift": "#00505c"}, ["lift #00505c on dark paper"]),
        ({"colour": "#767676"}, ["#ffffff on colour", "colour #767676 on tint", "colour #767676 on white"]),
        ({"colour": "#595959", "tint": "#ffffff"}, []),  # 7.0 to 1, the least that WCAG 2.2, 1.4.6 allows
        (
            {"colour": "#5a5a5a", "tint": "#ffffff"},
            ["#ffffff on colour", "colour #5a5a5a on tint", "colour #5a5a5a on"],
        ),
    ],
)
def test_colours_keep_the_contrast_that_the_look_promises(
    project: Project, changes: dict[str, str], starts: list[str]
) -> None:
    project.append(SCHOOL, "".join(colours(**changes)))
    messages = [item.message for item in found(project)]
    assert len(messages) == len(starts)
    assert all(message.startswith(start) for message, start in zip(messages, starts, strict=True))


@pytest.mark.parametrize(
    ("status", "confirmed", "expected"),
    [
        ("announced", "", []),
        ("in-force", "", [("PG218", "warning")]),
        ("in-force", "confirmed_by: A. Lawyer, ", [("PG218", "error")]),
        ("in-force", "confirmed_by: A. Lawyer, confirmed_on: 2026-01-01, ", []),
        ("not-in-force", "confirmed_by: A. Lawyer, ", [("PG218", "error")]),
    ],
)
def test_a_law_switch_says_who_confirmed_it_and_when(
    project: Project, status: str, confirmed: str, expected: list[tuple[str, str]]
) -> None:
    project.edit("content/law.yaml", "        status: announced", f"        status: {status}")
    project.edit("content/law.yaml", "switch: {state", f"switch: {{{confirmed}state")
    assert [(item.code, item.severity.value) for item in found(project)] == expected

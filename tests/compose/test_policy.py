"""An outline and an edition make a document: its parts in order, each clause once, nothing of what is not printed."""

import pytest

from policygen.keys import digest
from policygen.model.partnerships import Status
from policygen.model.policies import Annex, ClauseView, Contents, Cover, Danger, Musts, SectionView
from policygen.model.prose import ForceKey, Gap, Link, Str, Table, every, runs
from policygen.project import understand
from policygen.render.html.markup import plain_text
from tests.compose.composing import (
    FAMILIES,
    TEXT,
    chapters,
    clause,
    clauses,
    documents,
    page,
    part,
    pointed,
    said,
    unused,
)
from tests.conftest import Project

PURPOSE = "content/protocol/01-purpose.md"
OUTLINE = "content/documents/policy.yaml"
PARTS = "parts: [cover, contents, musts, sections, annex-law]"


# ---- parts -----------------------------------------------------------------------------------------------------------


def test_parts_stand_in_the_order_of_the_outline(project: Project) -> None:
    kinds = [type(part) for part in documents(project)["clinic"].parts]
    assert kinds == [Cover, Contents, Musts, SectionView, SectionView, Annex]
    project.edit(OUTLINE, PARTS, "parts: [annex-law, sections, cover]")
    assert [type(part) for part in documents(project)["clinic"].parts] == [Annex, SectionView, SectionView, Cover]


def test_annexes_are_lettered_in_the_order_of_the_outline(project: Project) -> None:
    project.edit(OUTLINE, "annex-law]", "annex-notes, annex-law, annex-glossary, annex-changes, annex-provisions]")
    annexes = [part for part in documents(project)["clinic"].parts if isinstance(part, Annex)]
    assert [(annex.letter, annex.id) for annex in annexes] == [
        ("A", "annex-notes"),
        ("B", "annex-law"),
        ("C", "annex-glossary"),
        ("D", "annex-changes"),
        ("E", "annex-provisions"),
    ]
    contents = part(documents(project)["clinic"], Contents)
    assert isinstance(contents, Contents)
    assert [entry.number for entry in contents.entries][-5:] == ["A", "B", "C", "D", "E"]


def test_the_contents_hold_every_section_and_annex_and_a_long_section_opens_with_its_clauses(project: Project) -> None:
    more = "".join(f"\n## More {at}\n\n```clause\nid: more-{at}\nforce: info\n```\n\nMore.\n" for at in range(2))
    project.append(FAMILIES, more)
    for agency, document in documents(project).items():
        contents = part(document, Contents)
        assert isinstance(contents, Contents)
        chapters = [each for each in document.parts if isinstance(each, SectionView)]
        annexes = [each for each in document.parts if isinstance(each, Annex)]
        expected = [("What you must do", "#what-you-must-do")]
        expected += [(each.title, f"#{each.id}") for each in chapters] + [
            (each.title, f"#{each.id}") for each in annexes
        ]
        assert [(entry.title, entry.href) for entry in contents.entries] == expected, agency
        for chapter in chapters:
            views = [item for item in chapter.items if isinstance(item, ClauseView)]
            opening = [(entry.number, entry.title, entry.href) for entry in chapter.opening]
            wanted = [(view.number, view.title, f"#{view.id}") for view in views] if len(views) > 3 else []
            assert opening == wanted, agency
        assert any(chapter.opening for chapter in chapters), agency


# ---- what you must do ------------------------------------------------------------------------------------------------


def duties(project: Project, agency: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return the list of an agency's duties: the title of each group, and number, duty and reason of each line."""
    musts = part(documents(project)[agency], Musts)
    assert isinstance(musts, Musts)
    return [
        (group.title, [(entry.number, entry.duty, entry.depends) for entry in group.entries]) for group in musts.groups
    ]


def test_a_duty_is_told_in_a_sentence_of_its_own_in_the_words_of_its_reader(project: Project) -> None:
    assert duties(project, "clinic") == [("", [("1.1", "Tell others what keeps children safe.", "")])], "1.3 waits"


def test_what_an_agency_answers_of_the_law_says_whose_duty_it_is(project: Project) -> None:
    """Whoever the law binds: the clinic is the council's, a school may be."""
    project.edit(PURPOSE, "binds: everyone\nduty: Tell", "duty: Tell")
    project.edit(PURPOSE, "law: [act]", "law: [act, act-s1]")
    assert duties(project, "clinic") == [("", [("1.1", "Tell others what keeps children safe.", "")])]
    reason = "If the council runs your school."
    assert duties(project, "school") == [
        ("What may bind you: it depends", [("1.1", "Tell others what keeps children safe.", reason)])
    ]
    project.edit("agencies/school/agency.yaml", "answer: depends", "answer: 'no'")
    assert duties(project, "school") == [], "what only others must do is not listed"


@pytest.mark.parametrize(
    ("binds", "bound"),
    [
        ("everyone", ["clinic", "school"]),
        ("[care]", ["clinic", "school"]),
        ("[care, -school]", ["clinic"]),
        ("[everyone, -care, school]", ["school"]),
        ("council", ["clinic"]),
        ("[council, -clinic, school]", ["school"]),
        ("act-s1", ["clinic", "school"]),
    ],
)
def test_a_clause_says_itself_whom_it_binds(project: Project, binds: str, bound: list[str]) -> None:
    project.edit(PURPOSE, "binds: everyone\nduty: Tell", f"binds: {binds}\nduty: Tell")
    assert [agency for agency in documents(project) if duties(project, agency)] == bound


def test_a_duty_that_depends_says_on_what(project: Project) -> None:
    project.edit(PURPOSE, "binds: everyone\nduty: Tell", "binds: clinic\ndepends: If you see children.\nduty: Tell")
    line = ("1.1", "Tell others what keeps children safe.", "If you see children.")
    assert duties(project, "clinic") == [("What may bind you: it depends", [line])]
    assert duties(project, "school") == []


def test_what_the_partners_agreed_is_a_list_of_its_own(project: Project) -> None:
    project.edit(
        FAMILIES, "id: at-school\nforce: should", "id: at-school\nforce: agreed\nbinds: everyone\nduty: Tell the lead."
    )
    agreed = ("What this partnership requires as well", [("2.3", "Tell the lead.", "")])
    assert agreed in duties(project, "school")
    assert 'class="f f-agreed">Agreed<' in page(documents(project)["school"])


def test_the_cover_tells_the_facts_of_the_edition(project: Project) -> None:
    cover = part(documents(project)["clinic"], Cover)
    assert isinstance(cover, Cover)
    facts = {name: plain_text(words) for name, words in cover.facts}
    assert facts["Edition"] == "1.0, dated 1 January 2026"
    assert facts["Next review"] == "1 January 2027, or sooner if the law changes"
    assert facts["Owner"] == "Manager, Town Partnership"
    assert facts["Status"].startswith("Draft. Not yet approved.")
    assert "made-up place" in facts["Area"]
    assert cover.bars == (True, False), "one bar for each agency, its own is tall"


@pytest.mark.parametrize("status", ["draft", "consultation"])
def test_the_status_is_told_on_every_page(project: Project, status: str) -> None:
    project.edit("content/partnerships/town/partnership.yaml", "status: draft", f"status: {status}")
    document = documents(project)["clinic"]
    assert document.status is Status(status)
    assert document.edition == f"Edition 1.0 · {status.capitalize()}, 1 January 2026"
    assert f'class="policy {status}"' in page(document)


def test_a_place_that_is_real_is_not_called_made_up(project: Project) -> None:
    project.edit("content/partnerships/town/partnership.yaml", "fictional: true", "fictional: false")
    assert "made" not in page(documents(project)["clinic"]).partition("<body>")[2]


# ---- the frame for danger --------------------------------------------------------------------------------------------


def test_the_clause_for_danger_stands_in_its_frame_with_its_number_and_nowhere_else(project: Project) -> None:
    project.edit(OUTLINE, PARTS, "danger: tell\nparts: [cover, danger, contents, sections]")
    document = documents(project)["clinic"]
    frame = part(document, Danger)
    assert isinstance(frame, Danger)
    assert (frame.clause.id, frame.clause.number) == ("tell", "2.1")
    assert [view.id for view in clauses(document)].count("tell") == 1
    assert page(document).count('id="tell"') == 1
    assert "2.1" not in [entry[1] for item in unused(document) for entry in item.entries]


def test_a_frame_for_a_clause_that_some_edition_lacks_is_an_error(project: Project) -> None:
    project.edit(OUTLINE, PARTS, "danger: words\nparts: [cover, danger, sections]")
    found = said(project, "PG407")
    assert [pointed(project, item) for item in found] == ["words"]
    assert "`school`" in found[0].message


# ---- computed parts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "kind"), [("force-key", ForceKey), ("law-table", Table), ("contacts", Table)])
def test_a_computed_part_takes_the_place_of_its_block(project: Project, name: str, kind: type) -> None:
    project.edit(FAMILIES, TEXT, f"Before.\n\n```insert\n{name}\n```\n\nAfter.")
    body = clause(documents(project)["clinic"], "tell").body
    assert len(body) == 3
    assert isinstance(body[1], kind)


def test_a_computed_part_that_does_not_exist_is_an_error_at_its_name(project: Project) -> None:
    project.edit(FAMILIES, TEXT, "Before.\n\n```insert\nlaw-tabel\n```")
    found = said(project, "PG408")
    assert {item.hint for item in found} == {"did you mean `law-table`?"}
    assert {pointed(project, item) for item in found} == {"law-tabel"}


def test_who_to_call_lists_every_slot_and_shows_what_is_missing(project: Project) -> None:
    slots = "  duty-desk: {label: Duty desk, from: agency, needs: [name, phone]}\n"
    project.edit("content/protocol.yaml", "needs: [phone]}\n", "needs: [phone]}\n" + slots)
    project.edit(FAMILIES, TEXT, "```insert\ncontacts\n```")
    table = clause(documents(project)["clinic"], "tell").body[0]
    assert isinstance(table, Table)
    assert [plain_text(row[0]) for row in table.rows] == ["Children's social care", "Duty desk"]
    assert "01632 960 001" in plain_text(table.rows[0][2])
    assert table.rows[1][1] == (Gap("name"),)
    assert table.rows[1][2] == (Gap("phone"),) or Gap("phone") in getattr(table.rows[1][2][0], "children", ())


def test_who_to_call_says_how_and_when(project: Project) -> None:
    town, number = "content/partnerships/town/partnership.yaml", "{phone: 01632 960 001}"
    more = "phone: 01632 960 001, extension: 5, text_relay: 18001 01632 960 001, email: a@example.org, hours: always"
    project.edit(town, number, f"{{{more}}}")
    project.edit(FAMILIES, TEXT, "```insert\ncontacts\n```")
    table = clause(documents(project)["clinic"], "tell").body[0]
    assert isinstance(table, Table)
    reach = table.rows[0][2]
    says = "01632 960 001, ext.\u00a05 At any time Text relay: 18001 01632 960 001 a@example.org"
    assert plain_text(reach) == says
    links = [item.href for item in every(reach) if isinstance(item, Link)]
    assert links == ["tel:01632960001;ext=5", "tel:1800101632960001", "mailto:a@example.org"]


# ---- what is not printed ---------------------------------------------------------------------------------------------


def test_clauses_in_a_row_that_are_not_printed_share_one_line_of_ids_and_numbers(project: Project) -> None:
    project.append(
        "agencies/school/10.md",
        "## No reply\n\n```edit\nomit: tell\nreason: r\n```\n",
    )
    made = documents(project)
    assert [item.entries for item in unused(made["school"])][-1] == (("tell", "2.1"), ("words", "2.2"))
    assert [item.entries for item in unused(made["clinic"])][-1] == (("at-school", "2.3"),)
    text = page(made["school"])
    assert "Words that help" not in text
    assert "we want to help" not in text
    assert "2.1 to 2.2" in text
    assert 'id="words" data-number="2.2"' in text


def test_a_section_of_which_nothing_is_printed_keeps_its_number_and_no_title(project: Project) -> None:
    project.append("agencies/school/10.md", "## A\n\n```edit\nomit: tell\nreason: r\n```\n")
    project.edit(FAMILIES, "for: [school]\nprovisions: [P003]", "for: [clinic]")
    project.edit(
        "content/provisions.yaml",
        "- {id: P003, lock: agency, agencies: [school], status: current, text: Tell the lead on the same day.}\n",
        "",
    )
    document = documents(project)["school"]
    assert [(chapter.number, chapter.title) for chapter in chapters(document)] == [("1", "Why we share"), ("2", "")]
    text = page(document)
    assert "Talking with families" not in text
    assert "Words that help" not in text


def test_numbers_are_those_of_the_base_in_every_edition(project: Project) -> None:
    made = documents(project)
    numbers = {agency: {view.id: view.number for view in clauses(document)} for agency, document in made.items()}
    assert numbers["clinic"]["tell"] == numbers["school"]["tell"] == "2.1"
    assert numbers["clinic"]["words"] == "2.2"
    assert numbers["school"]["at-school"] == "2.3"
    assert numbers["clinic"]["ask-the-nurse"] == numbers["school"]["ask-the-nurse"] == "CARE1"


# ---- whose words they are --------------------------------------------------------------------------------------------


def test_words_of_a_layer_say_whose_they_are(project: Project) -> None:
    document = documents(project)["clinic"]
    added, noted, plain = (clause(document, name) for name in ("ask-the-nurse", "tell", "keep-safe"))
    assert (added.own, added.whose, added.layer) == (True, "Added for care", "care")
    assert [note.title for note in noted.notes] == ["Note from Town Partnership: How we settle it here"]
    assert plain_text(noted.notes[0].body[0].children) == "Use the form of Town Partnership."  # type: ignore[union-attr]
    assert (plain.own, plain.whose, plain.layer) == (False, "", "base")


def test_a_short_name_keeps_its_capital_where_it_is_a_proper_name(project: Project) -> None:
    for short_name, proper, words in (("NHS care", "", "NHS care"), ("Barts", "proper: true\n", "Barts")):
        text = f"id: care\nprefix: CARE\nname: Care\nshort_name: {short_name}\n{proper}"
        text += "abstract: true\n"
        project.write("agencies/care/agency.yaml", text)
        assert clause(documents(project)["clinic"], "ask-the-nurse").whose == f"Added for {words}"


def test_the_annex_of_provisions_says_what_each_clause_rests_on(project: Project) -> None:
    project.edit(OUTLINE, "annex-law]", "annex-provisions]")
    rows = {row[0]: row[1:] for row in standing(project, "annex-provisions")}
    assert rows["1.1"] == ["Must; locked; layer base; for all; binds everyone.", "P001", "Example Act 2001"]


# ---- the fingerprint -------------------------------------------------------------------------------------------------


def test_the_fingerprint_is_that_of_the_content(project: Project) -> None:
    before = documents(project)
    assert before["clinic"].fingerprint != before["school"].fingerprint
    assert all(len(document.fingerprint) == 9 for document in before.values())
    project.edit(
        FAMILIES, "\nTell the {{ role.lead }} on the same day.", "\n\nTell the {{ role.lead }} on the same day."
    )
    assert {name: made.fingerprint for name, made in documents(project).items()} == {
        name: made.fingerprint for name, made in before.items()
    }, "places are no part of it"
    project.edit(FAMILIES, "on the same day.", "on the very same day.")
    after = documents(project)
    assert after["clinic"] == before["clinic"]
    assert after["clinic"].fingerprint == before["clinic"].fingerprint
    assert after["school"].fingerprint != before["school"].fingerprint
    assert digest(after["school"]) != digest(before["school"])


# ---- where each provision and law stands -----------------------------------------------------------------------------


def standing(project: Project, name: str) -> list[list[str]]:
    """Return the rows of one of the annexes that say who reads what."""
    annex = next(each for each in documents(project)["clinic"].parts if isinstance(each, Annex) and each.id == name)
    *_, table = annex.blocks
    assert isinstance(table, Table)
    return [[plain_text(cell) for cell in row] for row in table.rows]


def test_the_annex_of_coverage_has_a_column_for_each_agency_and_the_mark_of_the_document(project: Project) -> None:
    project.edit(OUTLINE, "annex-law]", "annex-coverage, annex-law-coverage]")
    project.append(
        "content/provisions.yaml",
        "- {id: P004, lock: open, agencies: [all], status: historic, text: T., treatment: old}\n",
    )
    assert standing(project, "annex-coverage") == [
        ["P001", "1.1 Keep children safe (locked)", "A", "A"],
        ["P002", "1.2 Ask for help", "A", "A"],
        ["P003", "2.3 at-school", "", "A"],
        ["P004", "Old", "", ""],
    ]
    assert standing(project, "annex-law-coverage") == [
        ["Example Act 2001", "1.1", "A", "A"],
        ["Example Act 2001, section 2", "1.3 Waits until somebody confirms it", "", ""],
    ]


NOTE = """\
id: F01
title: Note
purpose: To note it.
marking: Private
sections:
  - id: what
    title: What
    fields: [{id: what, label: What, type: text}]
"""


def tells(project: Project, text: str) -> dict[str, ClauseView]:
    """Return the clause `tell` with this text in the policy of each agency, whose packs hold records as well."""
    project.edit(FAMILIES, TEXT, text)
    understood = understand(project.read()).value
    assert understood is not None
    policies = (each.documents[0] for each in understood.sets)
    return {policy.agency: clause(policy, "tell") for policy in policies}


def test_a_paragraph_names_the_records_that_it_lists_and_those_in_its_text_once_each(project: Project) -> None:
    project.write("content/records/F01.yaml", NOTE)
    project.write("content/records/F02.yaml", NOTE.replace("F01", "F02"))
    project.edit(FAMILIES, "id: tell\n", "id: tell\nrecords: [F02]\n")
    view = tells(project, "Write [[record:F01]], then [[record:F02]].")["clinic"]
    assert plain_text(view.records) == "Records F02 and F01"
    assert [item.href for item in view.records if isinstance(item, Link)] == ["record-F02.html", "record-F01.html"]
    (words,) = runs(view.body)
    assert Link("record-F01.html", (Str("record F01"),)) in words


def test_a_record_that_the_pack_lacks_is_only_words(project: Project) -> None:
    project.write("content/records/F01.yaml", NOTE.replace("marking:", "for: [school]\nmarking:"))
    views = tells(project, "Write [[record:F01|a note]].")
    assert {name: plain_text(view.records) for name, view in views.items()} == {"clinic": "", "school": "Record F01"}
    assert tuple(runs(views["clinic"].body)) == ((Str("Write a note."),),)

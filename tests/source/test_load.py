"""Files become one library; whatever is wrong with any of them is said in one run."""

import pytest

from policygen.diagnostics import Diagnostic, has_errors, in_order
from policygen.model.library import Library
from policygen.model.prose import AnswerKind
from policygen.model.protocol import AddSection, AnchorKind, Annotate, Insert, LayerKind, Omit, Replace, Set
from policygen.model.registers import LawStatus, ProvisionLock
from policygen.model.scalars import Force
from policygen.source.load import load_library
from tests.conftest import Project


def load(project: Project) -> Library:
    outcome = load_library(project.read())
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def mistakes(project: Project) -> tuple[Diagnostic, ...]:
    outcome = load_library(project.read())
    assert outcome.value is None
    assert has_errors(outcome.diagnostics)
    return in_order(outcome.diagnostics)


def said(project: Project) -> list[tuple[str, str, int]]:
    return [
        (item.code, item.span.path if item.span else "", item.span.start.line if item.span else 0)
        for item in mistakes(project)
    ]


# -- what is loaded ------------------------------------------------------------------------------------


def test_sections_come_in_the_order_of_their_numbers_with_all_that_their_clauses_say(project: Project) -> None:
    library = load(project)
    assert [section.id for section in library.sections] == ["purpose", "families"]
    keep_safe, ask, new_duty = library.sections[0].clauses
    assert (keep_safe.id, keep_safe.title, keep_safe.force) == ("keep-safe", "Keep children safe", Force.MUST)
    assert keep_safe.locked
    assert not ask.locked
    assert [name.text for name in keep_safe.law] == ["act"]
    assert new_duty.when is not None
    assert (new_duty.when.law.text, new_duty.when.status) == ("act-s2", LawStatus.IN_FORCE)
    tell, words, at_school = library.sections[1].clauses
    assert [(param.name, param.value, param.max, param.min) for param in tell.params] == [("reply-days", 10, 10, None)]
    assert [name.text for name in words.audience] == ["all", "-school"]
    assert [name.text for name in at_school.provisions] == ["P003"]
    assert [name.text for name in tell.audience] == ["all"]


def test_the_registers_are_loaded_by_id(project: Project) -> None:
    library = load(project)
    assert [*library.law] == ["act", "act-s1", "act-s2"]
    assert [*library.bodies] == ["council"]
    assert library.provisions["P001"].lock is ProvisionLock.ALL
    assert [item.match for item in library.wording] == ["child protection register"]
    assert [part.text for part in library.outlines["policy"].parts][:2] == ["cover", "contents"]


def test_a_part_of_a_law_has_from_the_whole_what_it_does_not_say(project: Project) -> None:
    law = load(project).law
    assert (law["act-s1"].of, law["act-s1"].kind, law["act-s1"].link) == ("act", "act", "https://example.org/act")
    assert (law["act-s1"].status, law["act-s1"].since) == (LawStatus.IN_FORCE, "2001-01-01")
    assert (law["act-s2"].status, law["act-s2"].since) == (LawStatus.ANNOUNCED, "")
    assert law["act-s2"].unconfirmed
    assert not law["act"].unconfirmed
    assert load(project).law_title("act-s2") == "Example Act 2001, section 2"


def test_an_agency_inherits_what_it_does_not_say(project: Project) -> None:
    project.append(
        "agencies/care/agency.yaml", "roles: {lead: named nurse, porter: head porter}\npublic_authority: 'no'\n"
    )
    library = load(project)
    clinic, school = library.agencies["clinic"], library.agencies["school"]
    assert library.lineage("clinic") == ("care", "clinic")
    assert library.rendered() == ("clinic", "school")
    assert clinic.terms["adult"].many == "carers"
    assert clinic.terms["adult"].article is None
    assert clinic.terms["child"].one == "child"
    assert (clinic.roles["lead"].name, clinic.roles["lead"].about) == ("named nurse", "Advises colleagues.")
    assert clinic.roles["porter"].name == "head porter"
    assert clinic.public_authority == "no"
    assert clinic.bodies["council"].text == "The clinic belongs to the council."
    assert school.law["act-s1"].answer is AnswerKind.DEPENDS
    assert clinic.law == {}


def test_colours_are_inherited_and_there_are_some_for_an_agency_that_sets_none(project: Project) -> None:
    plain = load(project).agencies["clinic"].brand
    own = 'brand: {colour: "#00505c", on: "#ffffff", tint: "#e2f0f1", lift: "#7fd6e2"}\n'
    project.append("agencies/care/agency.yaml", own)
    agencies = load(project).agencies
    assert agencies["clinic"].brand == agencies["care"].brand != plain


def test_a_term_may_give_its_article(project: Project) -> None:
    project.edit("agencies/care/agency.yaml", "many: carers", "many: carers, a: the carer")
    assert load(project).agencies["clinic"].terms["adult"].article == "the carer"


def test_a_partnership_has_its_values_and_those_of_its_agencies(project: Project) -> None:
    project.edit(
        "content/partnerships/town/agencies/clinic/values.yaml",
        "agency: clinic\n",
        "agency: clinic\nname: Town Clinic\ncontacts: {social-care: {phone: 101, email: a@example.org}}\n",
    )
    town = load(project).partnerships["town"]
    assert (town.stamp.number, town.stamp.status) == ("1.0", "draft")
    assert town.contacts["social-care"].fields == {"phone": "01632 960 001"}
    assert town.values["retention"].text == "six years"
    assert town.agencies["clinic"].values["retention"].text == "eight years"
    assert town.agencies["clinic"].name == "Town Clinic"
    assert town.agencies["clinic"].contacts["social-care"].fields == {"phone": "101", "email": "a@example.org"}


def test_a_partnership_has_its_owners_and_those_who_sign(project: Project) -> None:
    assert (load(project).partnerships["town"].owners, load(project).partnerships["town"].sign_offs) == ((), ())
    project.write(
        "content/partnerships/town/sign-off.yaml",
        "owners:\n"
        "  - {section: purpose, owner: Policy officer, review: 2027-05-31}\n"
        "  - {clause: tell, owner: Family lead, review: 2027-02-28}\n"
        "agencies:\n"
        "  - {agency: clinic, by: A. Example, role: Head nurse, on: 2026-11-20, of: 0123456789ab}\n"
        "  - {agency: school, by: B. Example, role: Head teacher}\n",
    )
    town = load(project).partnerships["town"]
    assert [(item.kind, item.id, item.name, item.review.text) for item in town.owners] == [
        ("section", "purpose", "Policy officer", "2027-05-31"),
        ("clause", "tell", "Family lead", "2027-02-28"),
    ]
    clinic, school = town.sign_offs
    assert (clinic.agency, clinic.by, clinic.role, clinic.on) == ("clinic", "A. Example", "Head nurse", "2026-11-20")
    assert clinic.of is not None
    assert (clinic.of.text, clinic.of.span.start.line) == ("0123456789ab", 5)
    assert (school.agency, school.on, school.of) == ("school", None, None)


def test_an_empty_value_is_a_gap_and_not_a_value(project: Project) -> None:
    project.edit("content/partnerships/town/partnership.yaml", "  retention: six years", "  retention:")
    assert load(project).partnerships["town"].values == {}


def test_every_kind_of_edit_is_loaded_into_its_layer(project: Project) -> None:
    project.write(
        "content/partnerships/town/agencies/clinic/10-edits.md",
        "".join(
            f"## Title {number}\n\n```edit\n{edit}\nreason: Because.\n```\n\n{body}\n"
            for number, (edit, body) in enumerate(
                [
                    ("section: here\nafter: families\nlaw: act", ""),
                    ("end: here", "```clause\nid: one\nforce: info\n```\n\nOne.\n"),
                    ("start: here\nlaw: [act, act-s1]", "```clause\nid: two\nforce: info\n```\n\nTwo.\n"),
                    ("before: one", "```clause\nid: three\nforce: info\n```\n\nThree.\n"),
                    ("annotate: tell", "A note.\n"),
                    ("replace: words\nof: 0123456789ab", "Other words.\n"),
                    ("omit: ask-for-help", ""),
                    ("set: tell\nparams: {reply-days: 2}", ""),
                ]
            )
        ),
    )
    library = load(project)
    assert {layer.id: layer.kind for layer in library.layers.values()} == {
        "town": LayerKind.PARTNERSHIP,
        "care": LayerKind.AGENCY,
        "clinic": LayerKind.AGENCY,
        "town/clinic": LayerKind.LOCAL,
    }
    section, end, start, before, note, other, omit, setting = library.layers["town/clinic"].edits
    assert isinstance(section, AddSection)
    assert (section.id, section.title, section.after.text) == ("here", "Title 0", "families")
    assert [name.text for name in section.law] == ["act"]
    for edit, kind in ((end, AnchorKind.END), (start, AnchorKind.START), (before, AnchorKind.BEFORE)):
        assert isinstance(edit, Insert)
        assert edit.anchor.kind is kind
    assert [name.text for name in start.law] == ["act", "act-s1"]
    assert isinstance(note, Annotate)
    assert isinstance(other, Replace)
    assert other.of is not None
    assert other.of.text == "0123456789ab"
    assert isinstance(omit, Omit)
    assert isinstance(setting, Set)
    assert [(param.name, param.value) for param in setting.params] == [("reply-days", 2)]
    assert {edit.reason for edit in library.layers["town/clinic"].edits} == {"Because."}


def test_edits_come_by_path_and_then_by_place(project: Project) -> None:
    for name in ("30-b", "05-c", "20-a"):
        project.write(f"agencies/school/{name}.md", f"## T\n\n```edit\nomit: {name[3:]}\nreason: R.\n```\n")
    edits = load(project).layers["school"].edits
    assert [edit.target.text for edit in edits if isinstance(edit, Omit)] == ["c", "a", "b"]


def test_a_layer_is_printed_under_the_name_of_its_owner(project: Project) -> None:
    project.write("content/partnerships/town/agencies/school/10-edits.md", "")
    project.write("content/partnerships/town/agencies/clinic/10-edits.md", "")
    names = {layer.id: layer.name for layer in load(project).layers.values()}
    assert names == {
        "town": "Town Partnership",
        "care": "Care services",
        "clinic": "Clinic",
        "town/school": "School",
        "town/clinic": "Clinic",
    }
    project.append("content/partnerships/town/agencies/clinic/values.yaml", "name: Town Clinic\n")
    assert load(project).layers["town/clinic"].name == "Town Clinic"


def test_what_is_optional_may_be_missing(project: Project) -> None:
    for path in (
        "content/wording.yaml",
        "content/documents",
        "content/law.yaml",
        "content/provisions.yaml",
        "agencies",
    ):
        project.remove(path)
    project.remove("content/partnerships")
    project.remove("content/protocol")
    library = load(project)
    assert (library.wording, library.sections, library.law, library.agencies) == ((), (), {}, {})


def test_the_glossary_and_the_notes_are_loaded(project: Project) -> None:
    project.write("content/glossary.yaml", "- {term: Child, means: Anyone under 18.}\n")
    note = "{id: E01, severity: minor, title: T, source_said: A., correct: B., confirmed_by: null}"
    project.write("content/editors-notes.yaml", f"- {note}\n")
    library = load(project)
    assert library.glossary[0].term == "Child"
    assert library.corrections["E01"].confirmed_by is None


# -- what is wrong -------------------------------------------------------------------------------------


def test_all_mistakes_of_all_files_are_told_in_one_run_in_the_order_of_the_files(project: Project) -> None:
    project.edit("content/protocol.yaml", "nation: England", "nation: [England]")
    project.edit("content/protocol/01-purpose.md", "force: must\nlocked: true", "force: mst\nlocked: maybe")
    project.edit("content/protocol/02-families.md", "## Words that help", "# Words that help")
    project.edit("content/protocol/02-families.md", "provisions: [P003]", "provisions: [P3]")
    project.edit("content/law.yaml", "kind: act", "kind: akt")
    project.edit("content/provisions.yaml", "id: P002", "id: P001")
    project.edit("content/documents/policy.yaml", "cover", "covre")
    project.edit("content/wording.yaml", "why:", "y:")
    project.edit("content/partnerships/town/partnership.yaml", "fictional: true", "fictional: 'true'")
    project.edit("agencies/clinic/10-clinic.md", "set: tell", "set: Tell")
    project.edit("agencies/school/agency.yaml", "answer: depends", "answer: perhaps")
    project.write("agencies/school/notes.txt", "x")
    assert said(project) == [
        ("PG144", "agencies/clinic/10-clinic.md", 4),
        ("PG143", "agencies/school/agency.yaml", 6),
        ("PG106", "agencies/school/notes.txt", 1),
        ("PG143", "content/documents/policy.yaml", 3),
        ("PG143", "content/law.yaml", 6),
        ("PG146", "content/partnerships/town/partnership.yaml", 5),
        ("PG146", "content/protocol.yaml", 2),
        ("PG143", "content/protocol/01-purpose.md", 10),
        ("PG146", "content/protocol/01-purpose.md", 11),
        ("PG124", "content/protocol/02-families.md", 16),
        ("PG144", "content/protocol/02-families.md", 34),
        ("PG150", "content/provisions.yaml", 2),
        ("PG142", "content/wording.yaml", 1),
        ("PG141", "content/wording.yaml", 1),
    ]


def test_without_a_protocol_file_the_mistakes_of_the_others_are_told_all_the_same(project: Project) -> None:
    project.remove("content/protocol.yaml")
    project.edit("content/law.yaml", "kind: act", "kind: akt")
    assert said(project) == [("PG107", "", 0), ("PG143", "content/law.yaml", 6)]


def test_a_file_with_mistakes_is_there_all_the_same_for_those_that_name_it(project: Project) -> None:
    project.edit("agencies/care/agency.yaml", "abstract: true", "abstract: perhaps")
    project.edit("content/partnerships/town/partnership.yaml", "fictional: true", "fictional: perhaps")
    assert said(project) == [
        ("PG146", "agencies/care/agency.yaml", 4),
        ("PG146", "content/partnerships/town/partnership.yaml", 5),
    ]


@pytest.mark.parametrize(("data", "code"), [(b"\xff", "PG104"), (b" " * 4_000_001, "PG103")])
def test_a_file_that_cannot_be_read_makes_no_second_mistake(project: Project, data: bytes, code: str) -> None:
    files = [
        "agencies/care/agency.yaml",
        "agencies/clinic/10-clinic.md",
        "content/leaflets/parents/en.md",
        "content/partnerships/town/partnership.yaml",
        "content/protocol.yaml",
        "content/protocol/01-purpose.md",
    ]
    for path in files:
        project.write(path, data)
    assert [(item.code, item.span.path) for item in project.diagnose() if item.span] == [(code, path) for path in files]


def test_a_section_without_front_matter_has_its_clauses_read_all_the_same(project: Project) -> None:
    project.write("content/protocol/02-families.md", "## A\n\n```clause\nid: B\nforce: info\n```\n\nx\n")
    assert said(project) == [
        ("PG160", "content/protocol/02-families.md", 1),
        ("PG144", "content/protocol/02-families.md", 4),
    ]


def test_a_parameter_of_words_needs_no_bound(project: Project) -> None:
    project.edit("content/protocol/02-families.md", "max: 10}}", "max: 10}, who: {value: us}}")
    assert [param.value for param in load(project).sections[1].clauses[0].params] == [10, "us"]


def test_the_head_and_the_parts_of_a_leaflet_tell_their_mistakes_at_once(project: Project) -> None:
    head = "---\nlanguage: en\ntitle: T\nreader: R\nsummary: S\nled: L\n---\n"
    project.write("content/leaflets/parents/en.md", f"{head}\n## Who?\n\n```part\nid: W\n```\n\nx\n")
    assert said(project) == [
        ("PG142", "content/leaflets/parents/en.md", 2),
        ("PG141", "content/leaflets/parents/en.md", 6),
        ("PG144", "content/leaflets/parents/en.md", 12),
    ]


def test_a_clause_of_an_edit_with_mistakes_is_read_all_the_same(project: Project) -> None:
    project.edit("agencies/care/10-care.md", "after: ask-for-help\n", "")
    project.edit("agencies/care/10-care.md", "force: should", "force: shall")
    assert said(project) == [("PG166", "agencies/care/10-care.md", 3), ("PG143", "agencies/care/10-care.md", 9)]


def test_an_insertion_whose_clause_has_mistakes_is_told_once(project: Project) -> None:
    project.edit("agencies/care/10-care.md", "force: should", "force: shall")
    assert said(project) == [("PG143", "agencies/care/10-care.md", 10)]


@pytest.mark.parametrize("count", [1, 2, 3, 30])
def test_rings_of_parents_are_told_once_and_do_not_hang(project: Project, count: int) -> None:
    for number in range(count):
        parent = f"ring{(number + 1) % count:02}"
        project.write(
            f"agencies/ring{number:02}/agency.yaml",
            f"id: ring{number:02}\nname: Ring\nshort_name: Ring\nparent: {parent}\n",
        )
    assert [item.code for item in mistakes(project)] == ["PG155"]


def test_a_long_line_of_parents_is_no_ring(project: Project) -> None:
    for number in range(60):
        parent = f"line{number - 1:02}" if number else "care"
        project.write(
            f"agencies/line{number:02}/agency.yaml", f"id: line{number:02}\nname: L\nshort_name: L\nparent: {parent}\n"
        )
    library = load(project)
    assert len(library.lineage("line59")) == 61
    assert library.agencies["line59"].terms["adult"].one == "carer"


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("content/protocol/03-more.md", True),
        ("content/protocol/3-more.md", False),
        ("content/protocol/more.md", False),
        ("content/protocol/03-More.md", False),
        ("content/protocol/03-more.txt", False),
        ("content/protocol/03-more.md.bak", False),
        ("content/protocol/deep/03-more.md", False),
        ("content/law.yml", False),
        ("content/partnerships/town/note.md", True),
        ("content/partnerships/town/agencies/clinic/note.md", True),
        ("content/partnerships/town/agencies/note.md", False),
        ("agencies/note.md", False),
        ("agencies/clinic/note.md", True),
        ("agencies/clinic/logo.svg", False),
    ],
)
def test_only_files_in_their_places_are_read_and_others_are_told(project: Project, path: str, *, read: bool) -> None:
    project.write(path, "---\nid: more\ntitle: More\n---\n" if "protocol/03-more.md" in path else "")
    outcome = load_library(project.read())
    assert [item.code for item in outcome.diagnostics] == ([] if read else ["PG106"])


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("id", "Bad_Id", "`Bad_Id` is not an id: small letters and digits, joined by hyphens"),
        ("id", "a" * 81, "`id` has 81 signs and may have 80"),
        ("id", "12", "`id` must be text, not 12"),
        ("id", "", "`id` must be text, not nothing"),
        ("force", "ought", "`force` must be one of `must`, `agreed`, `should`, `may` or `info`, not `ought`"),
        ("for", "[All]", "`All` is not the id of an agency, or `-` and the id of one that is left out"),
        ("for", "[]", "`for` is empty"),
        ("for", "{a: b}", "`for` must be a list, not a block of keys and values"),
        ("law", "[S 47]", "`S 47` is not the id of a law, such as ca2004-s16LA"),
        ("provisions", "[1]", "`item 1 of provisions` must be text, not 1"),
        ("provisions", "[p1]", "`p1` is not the id of a provision, such as P027"),
        ("corrections", "[X]", "`X` is not the id of an editor's note, such as E33"),
        ("params", "[a]", "`params` must be a block of keys and values, not a list"),
        ("params", "{a: 1}", "`a` must be a block of keys and values, not 1"),
        ("params", "{a: {value: 1, max: x}}", "`max` must be a whole number, not `x`"),
        ("params", "{A: {value: 1}}", "`A` is not an id: small letters and digits, joined by hyphens"),
        ("when", "{law: a}", "`status` is missing here"),
        ("when", "in-force", "`when` must be a block of keys and values, not `in-force`"),
    ],
)
def test_a_value_of_the_wrong_form_is_told_in_words(project: Project, key: str, value: str, expected: str) -> None:
    settings = {"id": "at-school", "force": "should"} | {key: value}
    block = "".join(f"{name}: {said}\n" for name, said in settings.items())
    project.edit(
        "content/protocol/02-families.md",
        "id: at-school\nforce: should\nfor: [school]\nprovisions: [P003]\n",
        block,
    )
    assert [item.message for item in mistakes(project)] == [expected]

"""The shipped record templates ask what the domain needs, of those who may be asked, and lean neither way."""

from collections.abc import Iterator

import pytest

from policygen.diagnostics import RelPath
from policygen.model.library import Library
from policygen.model.records import FieldKind, RecordField, RecordFieldView, RecordView, ShowIfView
from policygen.project import Project
from policygen.source.bind import bind
from policygen.source.yamltree import read_yaml

LONGEST_LABEL = 90
LONGEST_HINT = 200

EVERYBODY = "F01 F02 F03 F04 F05 F09 F10 F11"
RESTRICTED = {
    "F06": {
        *("cafcass", "social-care", "police", "health", "medical-gmc", "nursing-nmc"),
        *("education", "early-years", "voluntary", "lscp"),
    },
    "F07": {"police"},
    "F08": {
        *("police", "social-care", "health", "medical-gmc", "nursing-nmc", "education", "early-years"),
        *("housing", "voluntary", "probation", "lscp"),
    },
    "F12": {"education", "early-years", "lscp"},
}
"""The records that not everybody has, and who has them."""

REFERRAL = "made_at referrer safe_contact aware a b relationship children concern kind immediate"
"""What a partner agency that asks under the right to know is asked; the rest is for the police."""

LAW_ENFORCEMENT = {"police", "probation", "youth-justice", "secure-estate", "lscp"}

_START = "ref agency author_name author_role author_contact made_at"
_CHILD = f"{_START} child_name child_dob child_id child_la"
FIELDS = {
    "F01": f"{_CHILD} trigger concern concern_level what about confidential duty art6 art9 told told_why_not views"
    " agreement if_share if_not proportionate advice advice_detail decision reasons no_share_detriment reconsider"
    " shared_what shared_with identity_check how protect restricted signed manager_check",
    "F02": f"{_CHILD} why_choice person capacity understands what with purpose until told_limits told_withdraw"
    " no_detriment access_needs answer exceptions sig_person sig_staff withdrawn_at withdrawn_how withdrawn_scope"
    " withdrawn_action withdrawn_risk",
    "F03": f"{_CHILD} to urgency need_by purpose basis action27 items subjects context family_aware do_not_tell"
    " return signed",
    "F04": f"{_START} f03_ref identity answer provided reliability refusal_ground explain reconsider escalate"
    " restrict decided_by",
    "F05": f"{_CHILD} call_at with id_check why_urgent said heard agreed basis restricted sent_at receipt",
    "F06": f"{_CHILD} case_no proceedings material author_is route rule_line judge_told cafcass_who cafcass_when"
    " cafcass_view legal application permission limits released",
    "F07": "ref officer applicant child subject contact immediate partners decision decision_reason best_placed"
    " subject_told wording approver in_person when_where warn_purpose warn_confidential warn_law understood"
    " undertaking_text undertaking sig refusal_reason refusal_risk_share refusal_risk_breach refusal_decision"
    " refusal_approver support followup",
    "F08": "ref route referrer safe_contact a b relationship children concern kind immediate id_seen checks"
    " information partners test decision to wording confidential_ack safety_plan child_referral target",
    "F09": f"{_CHILD} item from not_to reason exemption consult marking online review removed",
    "F10": "ref received from what purpose limits stored access owner retention trigger onward sar breach destroyed",
    "F11": f"{_START} worry why_unsure adviser advice next f01",
    "F12": f"{_CHILD} left_on starts_on to place_confirmed new_lead spoke_at know_first workers plan contents"
    " restricted kept_back how_sent sent_at tracking told told_why_not views signed received_at received_how"
    " received_missing received_by chased kept",
}
"""The ids that other systems rely on: none may ever go."""

REFUSALS = [
    ("F01", "decision", "do-not-share", "reasons no_share_detriment meanwhile reconsider told_decision review_on"),
    ("F01", "decision", "share-later", "reasons share_on meanwhile reconsider told_decision review_on"),
    ("F01", "decision", "share-part", "reasons held_back told_decision review_on"),
    ("F02", "answer", "do-not-agree", "no_next"),
    ("F04", "answer", "refused", "refusal_ground explain reconsider review_on escalate requester_told decided_by"),
    ("F04", "answer", "shared-part", "refusal_ground explain reconsider review_on escalate requester_told decided_by"),
    ("F04", "answer", "more-needed", "explain reconsider review_on escalate requester_told"),
    ("F06", "release_decision", "do-not-release", "not_released_why review_on signed"),
    ("F06", "release_decision", "not-yet", "not_released_why review_on signed"),
    ("F07", "decision", "nothing-to-disclose", "decision_reason approver no_disclosure_told no_disclosure_plan"),
    ("F07", "decision", "not-proportionate", "decision_reason approver no_disclosure_told no_disclosure_plan"),
    ("F07", "undertaking", "declined", "refusal_reason refusal_risk_share refusal_risk_breach refusal_decision"),
    ("F08", "decision", "no-disclosure", "test no_disclosure_why approver told_how safety_plan"),
    ("F08", "decision", "none-held", "test no_disclosure_why approver told_how safety_plan"),
]
"""Each way to say no, or not yet: what must then be answered."""

EDITION = {"F07": "police", "F08": "police"}
"""Whose edition of a record is read, where that is not the partnership's own."""


@pytest.fixture(scope="session")
def library(shipped: Project) -> Library:
    assert shipped.library is not None
    return shipped.library


@pytest.fixture(scope="session")
def forms(shipped: Project) -> dict[tuple[str, str], RecordView]:
    """Every record of one partnership, by its agency and its id."""
    first = shipped.sets[0].edition.partnership
    made = {
        (each.edition.agency, part.id): part
        for each in shipped.sets
        for document in each.documents
        for part in document.parts
        if each.edition.partnership == first and isinstance(part, RecordView)
    }
    assert made
    return made


# ---- fields ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", FIELDS)
def test_a_record_has_every_field_that_others_rely_on(library: Library, record: str) -> None:
    found = {field.id for section in library.records[record].sections for field in section.fields}
    assert set(FIELDS[record].split()) - found == set()


def test_there_are_no_other_records(library: Library) -> None:
    assert set(library.records) == set(FIELDS)


def test_every_field_and_every_answer_reaches_somebody(
    library: Library, forms: dict[tuple[str, str], RecordView]
) -> None:
    asked = {(record, entry.id) for (_, record), form in forms.items() for entry in everything(form)}
    offered = {
        (record, entry.id, choice.id)
        for (_, record), form in forms.items()
        for entry in everything(form)
        for choice in entry.choices
    }
    for record in library.records.values():
        for section in record.sections:
            for field in section.fields:
                assert (record.id, field.id) in asked
                for choice in (choice for choice in field.choices if choice.when is None):
                    assert (record.id, field.id, choice.id) in offered


def test_a_record_has_few_sections_and_short_pairs(library: Library) -> None:
    short = {FieldKind.TEXT, FieldKind.DATE, FieldKind.DATETIME}
    for record in library.records.values():
        assert 4 <= len(record.sections) <= 9, record.id
        for section in record.sections:
            halves = [field for field in section.fields if field.half]
            assert len(halves) % 2 == 0, (record.id, section.id)
            assert {field.kind for field in halves} <= short, (record.id, section.id)


def test_labels_and_hints_are_short_in_every_edition(forms: dict[tuple[str, str], RecordView]) -> None:
    long = [
        (*key, entry.id, words)
        for key, form in forms.items()
        for entry in everything(form)
        for words, most in (
            (entry.label, LONGEST_LABEL),
            (entry.hint, LONGEST_HINT),
            *((choice.label, LONGEST_LABEL) for choice in entry.choices),
        )
        if len(words) > most
    ]
    assert long == []


def test_what_hangs_on_another_answer_hangs_on_answers_that_can_be_given(
    library: Library, forms: dict[tuple[str, str], RecordView]
) -> None:
    for record in library.records.values():
        answers: dict[str, set[str]] = {}
        for field in (field for section in record.sections for field in section.fields):
            if field.show_if is not None:
                known = answers.get(field.show_if.field.text, set())
                assert {name.text for name in field.show_if.values} <= known, (record.id, field.id)
            ids = {choice.id for choice in field.choices}
            answers[field.id] = ids or ({"yes", "no"} if field.kind is FieldKind.YESNO else {"yes"})
    for key, form in forms.items():
        for entry in everything(form):
            assert entry.condition is None or entry.condition.values, (*key, entry.id)
            assert entry.kind not in {FieldKind.RADIO, FieldKind.CHECKBOXES} or len(entry.choices) > 1, (*key, entry.id)


# ---- nothing leans one way -------------------------------------------------------------------------------------------


def test_an_author_cannot_tick_or_fill_in_anything_beforehand() -> None:
    for word in ("default", "value", "checked", "selected"):
        text = (
            "id: decision\nlabel: Decision\ntype: radio\n"
            f"{word}: share-now\noptions:\n  - {{id: share-now, label: Share now, {word}: true}}\n"
        )
        read = read_yaml(text, RelPath("a"))
        assert read.value is not None
        found = bind(read.value, RecordField).diagnostics
        assert [item.message for item in found] == [f"unknown setting `{word}`"] * 2


@pytest.mark.parametrize(("record", "asked", "answer", "follows"), REFUSALS)
def test_a_no_is_recorded_as_fully_as_a_yes(
    forms: dict[tuple[str, str], RecordView], record: str, asked: str, answer: str, follows: str
) -> None:
    form = forms[EDITION.get(record, "lscp"), record]
    question = next(entry for entry in everything(form) if entry.id == asked)
    assert answer in {choice.id for choice in question.choices}
    needed = {entry.id for entry in everything(form) if entry.required and holds(entry.condition, asked, answer)}
    assert set(follows.split()) - needed == set()


def test_a_decision_not_to_share_asks_nothing_about_sharing_and_is_checked(
    forms: dict[tuple[str, str], RecordView],
) -> None:
    for (_, record), form in forms.items():
        if record == "F01":
            found = {entry.id: entry for entry in everything(form)}
            part = next(part for part in form.parts if part.id == "shared")
            assert not any(holds(entry.condition, "decision", "do-not-share") for entry in part.entries)
            assert {found[name].who for name in ("manager_comment", "manager_check")} == {"manager"}


def test_nobody_signs_to_say_no(forms: dict[tuple[str, str], RecordView]) -> None:
    for (_, record), form in forms.items():
        if record == "F02":
            signature = next(entry for entry in everything(form) if entry.id == "sig_person")
            assert not holds(signature.condition, "answer", "do-not-agree")


# ---- who gets what ---------------------------------------------------------------------------------------------------


def test_a_restricted_record_reaches_its_agencies_alone(
    library: Library, forms: dict[tuple[str, str], RecordView]
) -> None:
    for agency in library.rendered():
        if agency == "policing-body":  # its pack is about the Serious Violence Duty alone
            assert {record for whose, record in forms if whose == agency} == {"F03", "F10"}
            continue
        wanted = {*EVERYBODY.split(), *(record for record, agencies in RESTRICTED.items() if agency in agencies)}
        assert {record for whose, record in forms if whose == agency} == wanted, agency


def test_only_the_police_are_asked_what_the_police_decide(forms: dict[tuple[str, str], RecordView]) -> None:
    for agency in RESTRICTED["F08"] - {"police"}:
        form = forms[agency, "F08"]
        assert [part.id for part in form.parts] == ["start", "people", "concern"]
        assert {entry.id for entry in everything(form)} == set(REFERRAL.split())


def test_the_police_schemes_say_that_nothing_held_is_not_safe(forms: dict[tuple[str, str], RecordView]) -> None:
    for (_, record), form in forms.items():
        if record in {"F07", "F08"}:
            assert "“No information held” never means that someone is safe" in form.reminder
            assert "nothing in writing" in form.reminder


def test_a_lawful_basis_is_offered_to_those_who_can_use_it(
    library: Library, forms: dict[tuple[str, str], RecordView]
) -> None:
    for agency in (agency for agency in library.rendered() if (agency, "F01") in forms):
        bases = offered(forms[agency, "F01"], "art6")
        assert {"legal-obligation", "vital-interests", "consent"} <= bases, agency
        assert ("public-task" in bases) is (agency != "voluntary"), agency
        assert ("law-enforcement" in bases) is (agency in LAW_ENFORCEMENT), agency
        if library.agencies[agency].public_authority == "yes":
            assert not bases & {"recognised-legitimate-interest", "legitimate-interests"}, agency


def test_a_duty_is_offered_to_those_it_can_bind(forms: dict[tuple[str, str], RecordView]) -> None:
    for agency in ("police", "education", "early-years", "voluntary", "cafcass", "probation", "fire"):
        assert not offered(forms[agency, "F01"], "duty") & {"ca1989-s47", "ca1989-s27"}, agency
    for agency in ("health", "social-care", "early-years", "voluntary", "cafcass"):
        assert not offered(forms[agency, "F01"], "duty") & {"pcsca2022-s16", "pcsca2022-s17"}, agency
    assert "ca1989-s47" in offered(forms["social-care", "F03"], "basis")
    assert "pcsca2022-s17" in offered(forms["policing-body", "F03"], "basis")
    assert offered(forms["voluntary", "F03"], "basis") == {"no-duty", "other"}


def test_what_the_serious_violence_duty_bars_it_bars_for_everyone_it_names(
    forms: dict[tuple[str, str], RecordView],
) -> None:
    bars = {"svd-excluded", "svd-prohibited"}
    for agency in ("police", "probation", "youth-justice", "secure-estate", "fire", "education"):
        assert bars <= offered(forms[agency, "F04"], "refusal_ground"), agency
    for agency in ("early-years", "housing", "cafcass", "voluntary"):
        assert not bars & offered(forms[agency, "F04"], "refusal_ground"), agency


def test_a_duty_that_nobody_has_confirmed_is_not_offered_before_it_is_in_force(
    forms: dict[tuple[str, str], RecordView],
) -> None:
    said = [
        words
        for form in forms.values()
        for entry in everything(form)
        for words in (entry.label, entry.hint, *(choice.label for choice in entry.choices))
        if "16LA" in words
    ]
    assert said == []


def test_a_question_of_one_profession_is_put_to_it_alone(forms: dict[tuple[str, str], RecordView]) -> None:
    for name, agencies in (
        ("gmc_note", {"medical-gmc", "lscp"}),
        ("nmc_note", {"nursing-nmc", "lscp"}),
        ("la_roles", {"secure-estate", "lscp"}),
    ):
        asked = {
            agency
            for agency, record in forms
            if record == "F01" and any(entry.id == name for entry in everything(forms[agency, "F01"]))
        }
        assert asked == agencies
    guarded = {
        agency
        for agency, record in forms
        if record == "F01" and "caldicott-guardian" in offered(forms[agency, record], "advice")
    }
    assert guarded == {"health", "medical-gmc", "nursing-nmc", "social-care", "lscp"}


# ---- reading a form --------------------------------------------------------------------------------------------------


def everything(form: RecordView) -> Iterator[RecordFieldView]:
    """Yield every entry of a form, signatures and static words included."""
    for part in form.parts:
        yield from part.entries


def offered(form: RecordView, asked: str) -> set[str]:
    """Return the answers that a question offers."""
    return {choice.id for entry in everything(form) if entry.id == asked for choice in entry.choices}


def holds(condition: ShowIfView | None, asked: str, answer: str) -> bool:
    """Say whether what has this condition is asked of somebody who gave the answer; other questions do not count."""
    if condition is None or condition.field != asked:
        return condition is None
    return (answer in condition.values) is not condition.negated

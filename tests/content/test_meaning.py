"""The base text says what the law and its source say: thresholds, musts, bars, status of law, and no more."""

import re

import pytest

from policygen.model.library import Library
from policygen.model.registers import LawStatus
from policygen.model.scalars import Force, Named
from policygen.project import Project
from tests.conftest import ROOT

_CLAUSE = re.compile(r"^```clause\nid: (?P<id>\S+)\n.*?^```\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)

NOT_READ = re.compile(r"\b(read|known|checked)\b", re.IGNORECASE)
"""What the citation of a law says that nobody compared with its published text."""


@pytest.fixture(scope="module")
def library(shipped: Project) -> Library:
    assert shipped.library is not None
    return shipped.library


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """The words of each clause of the base, on one line."""
    found = {}
    for path in sorted((ROOT / "content" / "protocol").glob("*.md")):
        for match in _CLAUSE.finditer(path.read_text(encoding="utf-8")):
            found[match["id"]] = " ".join(match["body"].split())
    return found


# ---- thresholds ------------------------------------------------------------------------------------------------------


def test_likely_is_never_told_as_probable(library: Library, said: dict[str, str]) -> None:
    texts = {**said, **{entry.term: entry.means for entry in library.glossary}}
    texts |= {provision.id: provision.text for provision in library.provisions.values()}
    for name, text in texts.items():
        for sentence in re.split(r"(?<=[.!?])\s", text):
            assert not ("probabl" in sentence.lower() and "harm" in sentence.lower()), (name, sentence)
        assert not re.search(r"\bc[oa]m(e|es|ing) to (significant |serious )?harm", text), name


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("pass-it-on", "the child has suffered, or is likely to suffer, significant harm"),
        ("pass-it-on", "a real possibility that cannot sensibly be ignored"),
        ("law-section-47", "reasonable cause to suspect that a child in its area is suffering, or is likely to suffer"),
        ("normally-justified", "that a child is suffering significant harm, or is at risk of suffering it"),
        (
            "normally-justified",
            "to believe that significant harm to a child may be happening, or that there may be a risk",
        ),
        ("referral-family", "to suspect that a child may be suffering significant harm, or be at risk of it"),
        ("dp-safeguarding-condition", "Sharing is necessary to protect someone under 18"),
        ("normally-justified", "in order to prevent significant harm to children or serious harm to adults"),
        ("normally-justified", "causes, or is likely to cause, significant harm"),
        ("not-sure", "may be suffering significant harm, or be at risk of it"),
        ("normally-justified", "a child is at risk of significant harm or an adult at risk of serious harm"),
        ("step-confidential", "another public source"),
        ("dp-arrangements", "comprehensive"),
        ("route-domestic-abuse", "related to the person abused or to the abuser"),
        ("in-one-minute", "grounds to think that holding back could expose a child to harm"),
        ("request-section-17", "Section 27 may, if it names your organisation"),
        ("step-duty", "Registered health professionals, registered social workers, and teachers"),
    ],
)
def test_terms_of_art_stand_as_the_law_has_them(clause: str, words: str, said: dict[str, str]) -> None:
    assert words in said[clause]


def test_the_register_keeps_both_mays_of_the_source(library: Library) -> None:
    told = {name: library.provisions[name].text for name in ("P177", "P202", "P203", "P218", "P222")}
    assert "at risk of significant harm" in told["P177"]
    assert "is at risk of suffering it" in told["P202"]
    for name in ("P203", "P218", "P222"):
        assert re.search(r"may be (happening|suffering)", told[name]), name


def test_the_list_of_words_has_the_tests_of_the_law(library: Library) -> None:
    means = {entry.term: entry.means for entry in library.glossary}
    assert "is suffering, or is likely to suffer, significant harm" in means["Section 47 enquiries"]
    assert "A disabled child is a child in need" in means["Child in need"]
    assert "who can be identified from it directly or together with other facts" in means["Personal information"]
    for term in ("Designated officer (LADO)", "Gillick competent", "MARAC", "MASH"):
        assert term in means
    assert list(means) == sorted(means, key=str.casefold)


# ---- musts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("child-first", "must always be the paramount concern"),
        ("child-first", "must resolve the conflict in the child's favour"),
        ("weigh-it-up", "must weigh both sides"),
        ("not-sure", "must not ignore such a concern"),
        ("route-consult-reporter", "must first consult that reporter"),
    ],
)
def test_a_must_of_the_source_is_a_must_here(clause: str, words: str, said: dict[str, str], library: Library) -> None:
    forces = {item.id: item.force for layer, item in library.clauses() if layer == "base"}
    assert forces[clause].binding
    assert words in said[clause]


@pytest.mark.parametrize("clause", ["cafcass-consult-first", "sc-reporter-words", "csods-warning", "csods-refusal"])
def test_a_must_of_the_source_is_a_duty_where_it_is_carried_out(clause: str, library: Library) -> None:
    assert {item.id: item.force for _, item in library.clauses()}[clause].binding


def test_what_the_law_does_not_require_is_not_called_a_must(library: Library) -> None:
    """Only the partners require these of each other: all of them (E53), or those of one partnership."""
    agreed = {item.id for _, item in library.clauses() if item.force is Force.AGREED}
    assert agreed == {
        "cafcass-consult-first",
        "child-first",
        "csods-refusal",
        "northmoor-quarterly-check",
        "not-sure",
        "referral-family",
        "route-consult-reporter",
        "saltmarsh-joint-audit",
        "sc-reporter-words",
    }
    assert all(item.law for _, item in library.clauses() if item.force is Force.MUST)


def test_the_must_to_consult_has_its_exception_wherever_it_stands(library: Library, said: dict[str, str]) -> None:
    assert "If a child may be in danger" in said["route-consult-reporter"]
    assert "If a child may be in danger" in library.provisions["P107"].text
    for agency, clause in (("cafcass", "cafcass-consult-first"), ("social-care", "sc-reporter-words")):
        text = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "agencies" / agency).glob("*.md"))
        body = next(match["body"] for match in _CLAUSE.finditer(text) if match["id"] == clause)
        assert "If a child may be in danger" in body, clause


@pytest.mark.parametrize(
    "clause",
    ["law-section-47", "law-section-47-help", "law-section-27", "law-section-11", "svd-duty", "route-consult-reporter"],
)
def test_a_duty_of_some_says_whom_it_binds(clause: str, said: dict[str, str]) -> None:
    assert re.match(r"This( duty)? binds ", said[clause])


# ---- the ten steps ---------------------------------------------------------------------------------------------------


def test_no_step_passes_by_the_court_a_duty_or_the_lawful_basis(said: dict[str, str]) -> None:
    assert "unless it comes from a family court case" in said["ten-steps"]
    assert "Yes: find the lawful basis" in said["ten-steps"]
    assert "family court case" in said["step-identify"]
    for duty in (
        "section 16LA of the Children Act 2004",
        "section 5B of the Female Genital Mutilation Act 2003",
        "section 16A of the Children Act 1989",
        "must promptly tell an appropriate agency",
    ):
        assert duty in said["step-duty"]
    assert "you still need a lawful basis" in said["step-duty"]
    assert "Look at step 4 again".lower() in said["if-answer-is-no"].lower()


def test_section_16_bars_stand_where_everybody_reads_them(said: dict[str, str]) -> None:
    for bar in ("patient information", "data protection law forbids", "Investigatory Powers Act 2016"):
        assert bar in said["svd-section-16"]


# ---- law -------------------------------------------------------------------------------------------------------------


def test_royal_assent_is_no_start(library: Library) -> None:
    assert [law.id for law in library.law.values() if law.since == "2026-04-29"] == []
    for name in ("ca2004-s16LA", "ca2004-s16LC", "capa2026-report", "duaa2025-s117"):
        assert library.law[name].unconfirmed, name
        assert library.law[name].status is LawStatus.ANNOUNCED, name
    for name in ("cwsa2026", "cwsa2026-s4"):
        assert library.law[name].follows == Named("ca2004-s16LA"), name


def test_what_was_not_read_at_source_says_so_where_it_is_listed(library: Library, said: dict[str, str]) -> None:
    silent = [
        law.id
        for law in library.law.values()
        if law.of is None
        and law.kind != "common-law"
        and law.confidence != "verified"
        and law.status is not LawStatus.SUPERSEDED
        and not NOT_READ.search(law.citation)
    ]
    assert silent == ["cafcass-safeguarding-policy"], "an older copy of this one was read"
    assert "was not read" in said["guidance-behind-it"]
    assert "restate" not in said["guidance-behind-it"]


def test_times_that_nobody_has_adopted_are_suggestions(said: dict[str, str], library: Library) -> None:
    timed = {
        item.id
        for layer, item in library.clauses()
        if layer == "base" and any(n.text == "E49" for n in item.corrections)
    }
    assert timed == {"reply-time", "spoken-sharing", "escalation-steps"}
    for name in timed:
        assert "The law sets no such limit. The time is a suggestion" in said[name]
    assert [name for name, text in said.items() if "own standard" in text or "local standard" in text] == []


@pytest.mark.parametrize(
    ("law", "answers"),
    [
        ("pcsca2022-s8", {"health": "depends", "housing": "depends", "medical-gmc": "no", "nursing-nmc": "no"}),
        ("ca1989-s47-1", {"local-authority": "depends", "housing": "depends", "lscp": "depends", "social-care": "yes"}),
        ("ca2004-s11", {"cafcass": "no", "voluntary": "no"}),
        ("pcsca2022-s17", {"policing-body": "no"}),
    ],
)
def test_a_duty_of_a_body_is_not_told_as_that_of_everyone_near_it(
    law: str, answers: dict[str, str], library: Library
) -> None:
    assert library.law[law].row is not None
    assert {name: library.agencies[name].law[law].answer.value for name in answers} == answers


@pytest.mark.parametrize(
    ("clause", "notes"),
    [
        ("csods-decide", {"E42"}),
        ("csods-warning", {"E53"}),
        ("csods-refusal", {"E53"}),
        ("cafcass-three-routes", {"E25", "E43"}),
        ("cafcass-consult-first", {"E53", "E56"}),
        ("cafcass-inspect-records", {"E55"}),
        ("sc-court-papers", {"E25", "E43"}),
        ("sc-reporter-words", {"E53", "E56"}),
        ("sc-guardian-access", {"E55"}),
        ("sc-section-17-alone", {"E45"}),
        ("sc-our-section-47", {"E57"}),
        ("route-consult-reporter", {"E56"}),
        ("gmc-tell-promptly", {"E44"}),
        ("health-confidentiality", {"E52"}),
        ("nmc-act-on-risk", {"E27"}),
        ("nmc-share-necessary", {"E54"}),
        ("la-svd-personal", {"E48"}),
    ],
)
def test_a_change_of_meaning_is_listed(clause: str, notes: set[str], library: Library) -> None:
    found = {item.id: {name.text for name in item.corrections} for _, item in library.clauses()}
    assert notes <= found[clause]
    assert notes <= set(library.corrections)


# ---- what was missing ------------------------------------------------------------------------------------------------


def test_new_paragraphs_stand_at_the_end_so_that_no_number_moves(shipped: Project) -> None:
    numbers = {item.clause.id: item.number for item in shipped.editions[0].clauses()}
    assert {name: numbers[name] for name in ("access-needs", "refuse-request", "route-mappa", "not-sure")} == {
        "access-needs": "7.13",
        "refuse-request": "8.7",
        "route-mappa": "11.9",
        "not-sure": "6.21",
    }
    assert {
        name: numbers[name]
        for name in ("make-referral", "child-can-decide", "request-section-17", "request-police", "route-marac")
    } == {
        "make-referral": "7.14",
        "child-can-decide": "7.15",
        "request-section-17": "8.9",
        "request-police": "8.10",
        "route-marac": "11.19",
    }


def test_asking_about_a_referral_and_asking_elsewhere_agree(said: dict[str, str]) -> None:
    assert "The referral does not depend on it" in said["referral-family"]
    assert "the interests of the child must be the overriding consideration" in said["referral-family"]
    assert "[[referral-family]]" in said["agreement-choice"]
    assert "[[request-section-17|" in said["law-section-17"]


@pytest.mark.parametrize(
    ("clause", "record"),
    [
        ("record-both-ways", "F01"),
        ("agreement-valid", "F02"),
        ("making-request", "F03"),
        ("refuse-request", "F04"),
        ("spoken-sharing", "F05"),
        ("restricted-information", "F09"),
        ("received-information", "F10"),
        ("not-sure", "F11"),
    ],
)
def test_the_paragraph_names_the_record_that_is_made_for_it(clause: str, record: str, said: dict[str, str]) -> None:
    assert f"[[record:{record}]]" in said[clause]

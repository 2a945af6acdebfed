"""Whose duties they are: what three readers must do, in full, and nothing that only others must.

A duty that is listed for the wrong reader is as bad as one that is missing, so the lists stand here whole.
"""

import pytest

from policygen.model.editions import Printing
from policygen.model.prose import AnswerKind
from policygen.project import Project
from policygen.resolve.duties import bond

EVERYBODY = {
    "access-needs",
    "agreement-valid",
    "child-first",
    "data-breach",
    "dp-arrangements",
    "dp-complaints",
    "dp-open-and-accountable",
    "dp-principles",
    "dp-special-category",
    "formal-demands",
    "law-section-115-limits",
    "law-section-16h",
    "not-sure",
    "received-information",
    "referral-family",
    "step-basis",
    "step-duty",
    "step-proportion",
    "weigh-it-up",
}
GP = {
    "gmc-tell-promptly",
    "health-confidentiality",
    "health-fgm",
    "route-family-court",
    "svd-health-exception",
}
GP_PERHAPS = {"law-section-11", "law-section-27", "law-section-47-help", "svd-test"}
SCHOOL = {"law-section-11", "route-family-court", "svd-section-17", "svd-test"}
SCHOOL_PERHAPS = {"law-section-10", "schools-fgm", "schools-parent-access"}
CAFCASS = {"cafcass-ask-court", "cafcass-risk-assessment", "cafcass-three-routes", "route-family-court"}


@pytest.mark.parametrize(
    ("agency", "ours", "perhaps"),
    [("medical-gmc", GP, GP_PERHAPS), ("education", SCHOOL, SCHOOL_PERHAPS), ("cafcass", CAFCASS, set())],
)
def test_a_reader_has_these_duties_and_no_others(
    agency: str, ours: set[str], perhaps: set[str], shipped: Project
) -> None:
    assert duties(shipped, agency, AnswerKind.YES) == EVERYBODY | ours
    assert duties(shipped, agency, AnswerKind.DEPENDS) == perhaps


@pytest.mark.parametrize(
    ("clause", "bound"),
    [
        ("law-section-47", {"social-care"}),
        ("route-consult-reporter", {"social-care"}),
        ("route-operation-encompass", {"police"}),
        ("route-victim-information", {"police"}),
        ("svd-duty", {"fire", "local-authority", "police", "probation", "social-care", "youth-justice"}),
    ],
)
def test_a_duty_of_some_is_theirs_alone(clause: str, bound: set[str], shipped: Project) -> None:
    assert shipped.library is not None
    assert {each for each in shipped.library.rendered() if clause in duties(shipped, each, AnswerKind.YES)} == bound


def duties(project: Project, agency: str, kind: AnswerKind) -> set[str]:
    """Return the clauses of an edition that are duties of its reader, or may be."""
    assert project.library is not None
    edition = next(each for each in project.editions if each.agency == agency)
    return {
        item.clause.id
        for item in edition.clauses()
        if item.layer not in project.library.partnerships
        and item.printing is Printing.PRINTED
        and item.clause.force.binding
        if bond(project.library, agency, item.clause).kind is kind
    }

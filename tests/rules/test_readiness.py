"""What stands in the way of a release: the status, the number, sign-offs, law that is open, and some warnings."""

from dataclasses import replace

import pytest

from policygen.diagnostics import Diagnostic, Pos, RelPath, Severity, Span, warning
from policygen.model.partnerships import Partnership
from policygen.project import understand
from policygen.rules.registry import check
from policygen.rules.rule import Releasing
from tests.conftest import Project

LAW = "content/law.yaml"
OPEN = "notice: This duty may be in force."
CLOSED = OPEN + ", confirmed_by: A. Lawyer, confirmed_on: 2026-01-01"


@pytest.fixture
def releasing(project: Project) -> Releasing:
    """The minimal partnership with nothing in its way."""
    project.edit("content/partnerships/town/partnership.yaml", "status: draft", "status: approved")
    project.edit(LAW, OPEN, CLOSED)
    project.sign()
    understood = understand(project.read()).value
    assert understood is not None
    assert understood.library is not None
    (town,) = understood.library.partnerships.values()
    return Releasing(library=understood.library, partnership=town, editions=understood.editions)


def changed(releasing: Releasing, **stamp: object) -> Releasing:
    """The same with another stamp of the edition."""
    town: Partnership = releasing.partnership
    return replace(releasing, partnership=replace(town, stamp=replace(town.stamp, **stamp)))  # type: ignore[arg-type]


def codes(releasing: Releasing) -> list[str]:
    found = check(releasing)
    assert all(item.severity is Severity.ERROR for item in found)
    return [item.code for item in found]


def test_nothing_is_in_the_way_of_what_is_approved_signed_and_confirmed(releasing: Releasing) -> None:
    assert codes(releasing) == []


@pytest.mark.parametrize("status", ["draft", "consultation"])
def test_only_what_is_approved_is_released(releasing: Releasing, status: str) -> None:
    town = releasing.partnership
    other = changed(releasing, status=type(town.stamp.status)(status))
    assert codes(other) == ["PG630"]
    assert codes(replace(other, partnership=replace(other.partnership, sign_offs=()))) == ["PG630", "PG335", "PG335"]


@pytest.mark.parametrize(
    ("number", "fits"),
    [("1", True), ("1.1", True), ("2026-rev.A", True), ("1.", False), (".1", False), ("-1", False), ("1/0", False)],
)
def test_the_number_can_be_the_name_of_a_folder(releasing: Releasing, number: str, fits: bool) -> None:
    assert codes(changed(releasing, number=number)) == ([] if fits else ["PG632"])


def test_a_law_that_nobody_has_confirmed_is_in_the_way_at_its_place(releasing: Releasing, project: Project) -> None:
    project.edit(LAW, CLOSED, OPEN)
    understood = understand(project.read()).value
    assert understood is not None
    assert understood.library is not None
    found = check(replace(releasing, library=understood.library))
    assert {item.code for item in found} == {"PG631"}
    assert all(item.span is not None and item.span.path == LAW for item in found)


def test_warnings_that_are_in_the_way_become_errors_but_for_those_of_other_partnerships(releasing: Releasing) -> None:
    port = replace(releasing.partnership, id="port")
    library = replace(releasing.library, partnerships={"town": releasing.partnership, "port": port})

    def said(code: str, path: str | None) -> Diagnostic:
        span = Span(RelPath(path), Pos(1, 1), Pos(1, 2)) if path is not None else None
        return warning(code, "W.", span)

    here, there = "content/partnerships/town/partnership.yaml", "content/partnerships/port/partnership.yaml"
    warned = (said("PG402", here), said("PG402", there), said("PG500", None), said("PG320", here))
    found = check(replace(releasing, library=library, said=warned))
    assert found == tuple(replace(item, severity=Severity.ERROR) for item in (warned[0], warned[2]))

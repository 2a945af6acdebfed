"""Hours are days and times: what they cover through nights, weeks and bank holidays, and when nobody answers."""

from itertools import chain

import pytest

from policygen.compose.hours import hours_words
from policygen.model.hours import Opening, clashes, hours_problem, openings, uncovered, written
from policygen.model.scalars import Named
from policygen.project import Project as Understood
from tests.conftest import Project

TOWN = "content/partnerships/town/partnership.yaml"
OFFICE = "Monday to Friday 09:00-17:00"
NIGHTS = ("Monday to Friday 17:00-09:00 next day", "Saturday, Sunday, bank holidays 09:00-09:00 next day")


def hours(*lines: str) -> tuple[Opening, ...]:
    assert [hours_problem(line) for line in lines] == [None] * len(lines)
    return openings(Named(line) for line in lines)


def gaps(wanted: tuple[str, ...], *given: str) -> list[str]:
    return [written(gap) for gap in uncovered(hours(*wanted), hours(*given))]


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("at any time", "these are not days and times"),
        ("Monday to Friday, 9am to 5pm", "these are not days and times"),
        ("Monday 9:00-17:00", "`9:00` is not a time of day"),
        ("Monday 09:00-25:00", "`25:00` is not a time of day"),
        ("Mondy to Friday 09:00-17:00", "there is no day `Mondy`"),
        ("monday 09:00-17:00", "there is no day `monday`"),
        ("Monday to bank holidays 09:00-17:00", "`Monday to bank holidays` does not go"),
        ("Monday, Friday to Monday 09:00-17:00", "Monday stands here twice"),
        ("Monday 17:00-09:00", "this ends before it starts"),
        ("Monday 09:00-09:00", "this ends before it starts"),
        ("Monday 09:00-17:00 next day", "this is open for more than a day"),
    ],
)
def test_what_is_no_hours_says_why(line: str, start: str) -> None:
    problem = hours_problem(line)
    assert problem is not None
    assert problem[0].startswith(start)
    assert openings([Named(line)]) == ()


def test_hours_say_what_they_mean_and_are_written_alike() -> None:
    for line in ("always", OFFICE, *NIGHTS, "Monday, Tuesday, bank holidays 00:00-24:00"):
        assert written(*hours(line)) == line
    assert written(*hours("every day 08:00-20:00")) == "Monday to Sunday, bank holidays 08:00-20:00"
    assert written(*hours("Friday to Monday all day")) == "Monday, Friday to Sunday 00:00-24:00"


def test_hours_that_overlap_on_a_day_clash_and_nights_may_run_into_days() -> None:
    def clash(*lines: str) -> list[tuple[str, str]]:
        return [(one.text, two.text) for one, two, _ in clashes([Named(line) for line in lines])]

    assert clash(*NIGHTS, OFFICE) == []
    assert clash("Monday to Friday 20:00-08:00 next day", "Saturday all day") == []
    assert clash("Monday 09:00-12:00", "Monday 12:00-17:00", "Tuesday 11:00-13:00") == []
    assert clash("Monday 09:00-12:00", "every day 11:00-17:00") == [("every day 11:00-17:00", "Monday 09:00-12:00")]
    assert clash("no hours", "always") == []


def test_a_gap_is_when_somebody_works_and_nobody_answers() -> None:
    assert gaps((OFFICE,), OFFICE) == []
    assert gaps(("Monday to Friday 08:00-18:30",), OFFICE) == [
        "Monday to Friday 08:00-09:00",
        "Monday to Friday 17:00-18:30",
    ]
    assert gaps(("always",), OFFICE, *NIGHTS) == []
    assert gaps(("always",), "always") == []
    assert gaps(("Saturday 09:00-12:00", OFFICE), OFFICE) == ["Saturday 09:00-12:00"]
    assert gaps((), OFFICE) == []


def test_a_night_ends_on_the_next_day_whatever_day_that_is() -> None:
    weekend = "Saturday, Sunday, bank holidays all day"
    assert gaps(("always",), OFFICE, NIGHTS[0], weekend) == ["Monday to Friday 00:00-09:00"]
    assert gaps(("Monday 00:00-09:00",), "Sunday 17:00-09:00 next day") == []


def test_a_bank_holiday_is_a_day_of_its_own() -> None:
    assert gaps(("every day 09:00-17:00",), "Monday to Sunday 09:00-17:00") == ["bank holidays 09:00-17:00"]
    assert gaps(("Monday to Sunday 09:00-17:00",), "Monday to Sunday 09:00-17:00") == []
    assert gaps((OFFICE,), "Monday 00:00-24:00", "Monday 00:00-24:00") == ["Tuesday to Friday 09:00-17:00"]


def test_hours_are_said_in_words(shipped: Understood) -> None:
    words = shipped.library.said("documents")
    said = {line: hours_words(words, hours(line)) for line in ("always", OFFICE, "Sunday 00:00-12:30", *NIGHTS)}
    assert list(said.values()) == [
        "at any time",
        "Monday to Friday, 9am to 5pm",
        "Sunday, midnight to 12.30pm",
        "Monday to Friday, 5pm to 9am the next day",
        "Saturday, Sunday and bank holidays, day and night",
    ]
    assert hours_words(words, hours(*NIGHTS), short=True) == "Mon to Fri 5pm to 9am; Sat, Sun, bank holidays all day"
    assert hours_words(words, hours("every day 12:00-00:00 next day")) == "every day, noon to midnight"


def test_in_the_samples_whoever_works_has_somebody_to_ask(shipped: Understood) -> None:
    """A doctor on a Friday at 18:40 has the duty team out of hours."""
    town = shipped.library.partnerships["northmoor"]
    friday = hours("Friday 18:40-19:00")
    doctors = town.agencies["medical-gmc"].contacts.values()
    assert uncovered(friday, chain.from_iterable(openings(each.hours) for each in doctors)) == friday
    night = openings(town.contacts["social-care-out-of-hours"].hours)
    assert uncovered(friday, night) == ()


def test_only_advisers_who_can_be_called_answer(project: Project) -> None:
    project.edit("content/protocol.yaml", "needs: [phone]}", "needs: [phone], advises: true}")
    project.append("agencies/care/agency.yaml", "hours: Monday 09:00-17:00\n")
    project.edit(TOWN, "{phone: 01632 960 001}", "{phone: 01632 960 001, hours: always}")
    assert [item.code for item in project.diagnose()] == []
    project.edit(TOWN, "{phone: 01632 960 001, hours: always}", "{phone: TBC, hours: always}")
    assert [item.code for item in project.diagnose()].count("PG245") == 2


def test_two_bank_holidays_in_a_row_have_no_working_day_before_the_second() -> None:
    given = ("Monday to Sunday 09:00-09:00 next day", "bank holidays 09:00-24:00")
    assert gaps(("bank holidays all day",), *given) == ["bank holidays 00:00-09:00"]


def test_hours_that_mean_nothing_are_told_once(project: Project) -> None:
    slot = "needs: [phone]}"
    project.edit("content/protocol.yaml", slot, "needs: [phone], advises: true}")
    project.append("agencies/care/agency.yaml", "hours: Mondy 09:00-17:00\n")
    assert [item.code for item in project.diagnose()] == ["PG243"]

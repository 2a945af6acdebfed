"""Numbers to call are checked against the plan of the country, and dialled as they are said."""

import pytest

from policygen.compose.wording import phone_link
from policygen.model.partnerships import Contact
from policygen.model.phones import awaited, email_problem, phone_problem
from policygen.model.prose import Gap, Link, Str
from tests.compose.composing import documents, page, tell
from tests.conftest import Project


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("999", "tel:999"),
        ("101", "tel:101"),
        ("116 123", "tel:116123"),
        ("18001", "tel:18001"),
        ("85258", "tel:85258"),
        ("0800 1111", "tel:08001111"),
        ("0800 111 111", "tel:0800111111"),
        ("0808 800 5000", "tel:08088005000"),
        ("0300 123 4567", "tel:03001234567"),
        ("01204 96001", "tel:0120496001"),
        ("07700 900 123", "tel:07700900123"),
        ("01632 960 001", "tel:01632960001"),
        ("01632\u00a0960\u00a0001", "tel:01632960001"),
        ("016977 2345", "tel:0169772345"),
        ("020 7946 0000", "tel:02079460000"),
        ("01632-960-001", "tel:01632960001"),
        ("+44 1632 960 001", "tel:+441632960001"),
        ("+353 1 234 5678", "tel:+35312345678"),
        ("01632 960 001 ext. 5", "tel:01632960001;ext=5"),
        ("01632 960 001, extension 4120", "tel:01632960001;ext=4120"),
        ("01632 960 001 x12", "tel:01632960001;ext=12"),
    ],
)
def test_a_number_that_can_be_called(number: str, address: str) -> None:
    assert phone_problem(number) is None
    assert phone_link(number) == Link(address, (Str(number),))


@pytest.mark.parametrize(
    "number",
    [
        "01632 960 0",
        "01632 960 00",
        "01632 960 0011",
        "0800 11111",
        "0400 123 4567",
        "991",
        "191",
        "116 124",
        "01632 960 001 or 01632 960 002",
        "01632 960 001 / 002",
        "01632 960 001 (office hours)",
        "the duty desk",
        "call 01632 960 001",
        "O1632 960 001",
        "01632 960 00l",
        "+44 (0)1632 960 001",
        "+44 01632 960 001",
        "960 001",
        "0000 000 0000",
        "12",
        "01632 960 001 ext.",
        "٠١٦٣٢ ٩٦٠ ٠٠١",
    ],
)
def test_a_number_that_nobody_can_call(number: str) -> None:
    problem = phone_problem(number)
    assert problem is not None
    assert all(problem)


@pytest.mark.parametrize("text", ["TBC", "tbc", "TBC by June", "To be confirmed", "[phone]", "xxx", "???", "…", "-"])
def test_what_is_still_to_come_is_a_gap(text: str) -> None:
    assert awaited(text)
    assert Contact(phone=text, name="The office").fields == {"name": "The office"}


@pytest.mark.parametrize("text", ["six years", "x", "01632 960 001", "to be sent by post", "Tobias", "the TBC team"])
def test_words_that_only_look_like_it_are_none(text: str) -> None:
    assert not awaited(text)


@pytest.mark.parametrize("address", ["a@b.org", "first.last+tag@sub.example.co.uk", "o'neil@example.org"])
def test_an_address_is_taken(address: str) -> None:
    assert email_problem(address) is None


@pytest.mark.parametrize(
    "address",
    ["a@b", "a b@c.org", "a@b.org, c@d.org", "a@b..org", ".a@b.org", "a at b.org", "a@b.org.", "mailto:a@b.org"],
)
def test_an_address_is_refused(address: str) -> None:
    assert email_problem(address) is not None


def test_pages_dial_the_extension_and_have_a_gap_for_what_is_to_come(project: Project) -> None:
    path = "content/partnerships/town/partnership.yaml"
    project.edit(path, "{phone: 01632 960 001}", "{phone: 01632 960 001 ext. 5}")
    assert 'href="tel:01632960001;ext=5"' in page(documents(project)["clinic"])
    project.edit(path, "{phone: 01632 960 001 ext. 5}", "{phone: TBC}")
    assert Gap("Children's social care, phone") in tell(project, "Call {{ contact.social-care.phone }}.")

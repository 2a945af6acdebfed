"""A page number that print adds to a link is that of the page where its target stands, whatever moves later."""

import io
import itertools
import re
from typing import Any

import pypdf
import pytest

from policygen.render.pdf.job import PdfJob, render_pdf

CSS = """\
@page { size: A6; margin: 10mm } html { font-family: "Atkinson Hyperlegible Next"; font-size: 10pt }
a::after { content: " page " target-counter(attr(href), page) }
[data-pages] a::after { content: " page " attr(data-page) } h2 { break-after: avoid }
"""
SECTIONS = 60


def page() -> str:
    """Return a page whose numbers make lines longer, which pushes sections to later pages, which changes numbers."""
    contents = "".join(f'<p><a href="#s{number}">Section {number}</a></p>' for number in range(SECTIONS))
    sections = "".join(
        f'<section id="s{number}"><h2>Part {number}</h2><p>'
        + f'some words here and <a href="#s{SECTIONS - 1 - number}">there</a> ' * (6 + number % 5)
        + "</p></section>"
        for number in range(SECTIONS)
    )
    head = f"<title>x</title><style>{CSS}</style>"
    return f'<html lang="en"><head>{head}</head><body><h1>x</h1>{contents}{sections}</body></html>'


def wrong_numbers(made: bytes) -> dict[str, tuple[int, int]]:
    """Return the links of the contents whose number is not that of their target's page: printed, and right."""
    reader = pypdf.PdfReader(io.BytesIO(made))
    where = {name: reader.get_destination_page_number(place) + 1 for name, place in reader.named_destinations.items()}
    text = " ".join(sheet.extract_text() for sheet in reader.pages)
    printed = {f"s{name}": int(number) for name, number in re.findall(r"Section (\d+)\s+page\s+(\d+)", text)}
    assert len(printed) == SECTIONS
    return {name: (number, where[name]) for name, number in printed.items() if number != where[name]}


def links(document: Any) -> list[Any]:
    return [link for link in document._html.etree_element.iter("a") if link.get("href")]


def test_printed_page_numbers_are_right_when_writing_them_moves_what_they_point_at(engine: None) -> None:
    made = render_pdf(PdfJob(name="a.pdf", html=page(), assets={})).value
    assert made is not None
    assert wrong_numbers(made) == {}


def test_numbers_that_the_engine_got_wrong_are_put_right(engine: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the engine printed, the pages are laid out again with the numbers of the targets' pages."""
    monkeypatch.setattr(
        "policygen.render.pdf.engine._printed_numbers", lambda document: dict.fromkeys(links(document), "0")
    )
    made = render_pdf(PdfJob(name="a.pdf", html=page(), assets={})).value
    assert made is not None
    assert wrong_numbers(made) == {}


def test_numbers_that_do_not_settle_are_an_error(engine: None, monkeypatch: pytest.MonkeyPatch) -> None:
    count = itertools.count()
    moving = {f"s{number}": "" for number in range(SECTIONS)}
    monkeypatch.setattr(
        "policygen.render.pdf.engine._page_numbers", lambda document: dict.fromkeys(moving, str(next(count)))
    )
    outcome = render_pdf(PdfJob(name="a.pdf", html=page(), assets={}))
    assert outcome.value is None
    assert [(item.code, item.message) for item in outcome.diagnostics] == [
        ("PG518", "a.pdf: page numbers still move after 8 passes")
    ]

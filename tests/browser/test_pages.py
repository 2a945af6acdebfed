"""Every page around the documents and one agency's documents, as a browser sees them."""

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import SIZES, Tab

AGENCY = "saltmarsh/police"
"""It has every kind of document."""

WORDS = """() => {
  for (const hint of document.querySelectorAll('.keys, .now')) hint.remove();
  return document.body.innerText.toLowerCase().match(/[\\p{L}\\p{N}]+/gu);
}"""
"""The words that can be seen: hints about keys are for keyboards, who answers now is for pages that know the time.

A drawing may go whose words stand in a list.
"""


@pytest.fixture(scope="module")
def pages(built: Path) -> list[str]:
    """The paths of the pages that are looked at."""
    site = [*built.glob("*.html"), *built.glob("*/*.html"), *built.glob("*/*/index.html")]
    found = {path.relative_to(built).as_posix() for path in (*site, *(built / AGENCY).glob("*.html"))}
    assert len(found) > 40
    return sorted(found)


def test_no_page_breaks_a_rule_or_asks_for_anything_elsewhere(open_context: Any, site: str, pages: list[str]) -> None:
    context = open_context("desktop")
    problems = {}
    for path in pages:
        tab = Tab(context.new_page(), site)
        tab.listen()
        tab.page.goto(site + path)
        if tab.problems:
            problems[path] = tab.problems
        tab.page.close()
    assert problems == {}


def test_a_search_stays_on_the_site_and_within_its_rules(open_context: Any, site: str) -> None:
    tab = Tab(open_context("desktop").new_page(), site)
    tab.listen()
    tab.page.goto(site + "search/index.html?q=police&edition=northmoor/police")
    tab.page.get_by_role("status").filter(has_text="results for").wait_for()
    assert tab.problems == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<script>1</script>", "Content Security Policy"),
        ('<p style="color: red">x</p>', "Content Security Policy"),
        ('<img alt="" src="https://elsewhere.example/x.png">', "elsewhere.example"),
        ('<link rel="preconnect" href="x"><img alt="" src="gone.png">', "Content Security Policy"),
    ],
)
def test_a_page_that_breaks_its_rules_is_noticed(
    open_context: Any, site: str, built: Path, body: str, said: str
) -> None:
    page = (built / "index.html").read_text().replace("</body>", f"{body}</body>")
    tab = Tab(open_context("desktop").new_page(), site)
    tab.listen()
    tab.page.route(site + "index.html", lambda route: route.fulfill(content_type="text/html", body=page))
    tab.page.goto(site + "index.html", wait_until="networkidle")
    assert any(said in problem for problem in tab.problems), tab.problems


def test_a_phone_shows_every_word(open_context: Any, site: str, pages: list[str]) -> None:
    page = open_context("desktop").new_page()
    hidden = {}
    for path in pages:
        page.goto(site + path)
        wide = page.evaluate(WORDS)
        page.set_viewport_size(SIZES["phone"])
        narrow = page.evaluate(WORDS)
        page.set_viewport_size(SIZES["desktop"])
        if missing := sorted(set(wide) - set(narrow)):
            hidden[path] = missing
    assert hidden == {}

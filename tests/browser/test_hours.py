"""Who can be called now: the script tells the time of the United Kingdom, its nights and its bank holidays."""

from typing import Any

import pytest

from policygen.model.hours import openings, signs
from policygen.model.scalars import Named
from tests.conftest import ROOT

SCRIPT = (ROOT / "templates/js/hours.js").read_text().replace('{{ js("open-now") }}', "Open now")
HOURS = {
    "office": ("Monday to Friday 09:00-17:00",),
    "nights": ("Monday to Friday 17:00-09:00 next day", "Saturday, Sunday, bank holidays 09:00-09:00 next day"),
    "holidays": ("bank holidays all day",),
    "always": ("always",),
}
LISTS = "".join(
    f'<p id="{name}"><span data-open="{signs(openings([Named(line) for line in lines]))}">{lines[0]}</span></p>'
    for name, lines in HOURS.items()
)


@pytest.mark.parametrize(
    ("moment", "here", "open_now"),
    [
        ("2026-11-27T18:40:00Z", "Europe/London", {"nights", "always"}),  # a Friday evening
        ("2026-11-27T16:59:00Z", "Europe/London", {"office", "always"}),
        ("2026-11-30T08:59:00Z", "Europe/London", {"nights", "always"}),  # a Monday, before the office opens
        ("2026-11-30T09:00:00Z", "America/New_York", {"office", "always"}),
        ("2026-07-01T08:30:00Z", "Europe/London", {"office", "always"}),  # half past nine by summer time
        ("2026-12-25T12:00:00Z", "Europe/London", {"nights", "holidays", "always"}),  # a Friday
        ("2026-12-28T12:00:00Z", "Europe/London", {"nights", "holidays", "always"}),  # a Monday for Boxing Day
        ("2026-12-29T08:00:00Z", "Europe/London", {"nights", "always"}),  # the morning after it
        ("2026-12-29T12:00:00Z", "Europe/London", {"office", "always"}),
        ("2027-12-27T12:00:00Z", "Europe/London", {"nights", "holidays", "always"}),  # for Christmas, a Saturday
        ("2027-12-28T12:00:00Z", "Europe/London", {"nights", "holidays", "always"}),
        ("2027-03-26T12:00:00Z", "Europe/London", {"nights", "holidays", "always"}),  # Good Friday
        ("2027-03-29T12:00:00Z", "Europe/London", {"nights", "holidays", "always"}),  # Easter Monday
        ("2022-01-03T12:00:00Z", "Europe/London", {"nights", "holidays", "always"}),  # for New Year, a Saturday
        ("2026-05-04T12:00:00Z", "Europe/London", {"nights", "holidays", "always"}),
        ("2026-05-25T12:00:00Z", "Europe/London", {"nights", "holidays", "always"}),
        ("2026-08-31T12:00:00Z", "Europe/London", {"nights", "holidays", "always"}),
    ],
)
def test_what_is_open_is_marked(browser: Any, moment: str, here: str, open_now: set[str]) -> None:
    context = browser.new_context(timezone_id=here)
    page = context.new_page()
    page.clock.set_fixed_time(moment)
    page.set_content(f"<main>{LISTS}</main>")
    page.add_script_tag(content=SCRIPT)
    marked = page.locator("p:has(.now)").evaluate_all("all => all.map(one => one.id)")
    context.close()
    assert set(marked) == open_now

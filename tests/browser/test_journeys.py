"""What three people come for: a lead, a parent and a nurse, by mouse, on a phone, by keyboard and without scripts.

They know their way by words only, as people do: no address is typed, no element is found by its id.
"""

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import Keyboard, Reader, Touch

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

WAYS = {"mouse": ("desktop", Reader), "phone": ("phone", Touch), "keyboard": ("desktop", Keyboard)}
ELSEWHERE = "<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>"


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    """How the person uses the page."""
    return str(request.param)


@pytest.fixture(params=["scripts", "no scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs scripts."""
    return request.param == "scripts"


@pytest.fixture
def person(open_context: Any, site: str, way: str, scripts: bool) -> Reader:
    """Someone who has just come to the home page; other sites cannot be reached."""
    size, kind = WAYS[way]
    context = open_context(size, scripts=scripts)
    context.route(lambda address: not address.startswith((site, "file:")), elsewhere)
    reader: Reader = kind(context.new_page())
    reader.page.goto(site + "index.html")
    return reader


def elsewhere(route: "Route") -> None:
    """Answer in the place of any other site."""
    route.fulfill(content_type="text/html", body=ELSEWHERE)


def test_a_lead_takes_her_agencys_pack_and_checks_it(person: Reader, scripts: bool, tmp_path: Path) -> None:
    page = person.page
    person.follow("Northmoor", within="main")
    person.follow("Northmoor Primary Care")
    assert heading(page) == "Northmoor Primary Care"
    with page.expect_download() as download:
        person.take("Download the whole pack")
    pack = tmp_path / download.value.suggested_filename
    download.value.save_as(pack)
    assert pack.name == "northmoor-medical-gmc-pack.zip"
    verified = subprocess.run(
        [sys.executable, "-m", "policygen", "verify", str(pack)], capture_output=True, text=True, cwd=tmp_path
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr

    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "pack")
    before = page.url
    page.goto((tmp_path / "pack" / "index.html").as_uri())
    person.follow("Policy", within="main")
    signs = page.locator("footer").inner_text().partition("Fingerprint ")[2][:9]
    assert len(signs.replace(" ", "")) == 8

    page.goto(before)
    if not scripts:
        row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Policy", exact=True))
        assert f"Fingerprint {signs}" in row.inner_text()
        person.follow("Check a copy")
        assert not page.get_by_role("button", name="Check").is_visible(), "what needs a script is not offered"
        person.follow("Northmoor Primary Care")
        assert f"Fingerprint {signs}" in row.inner_text()
        return
    person.follow("Check a copy")
    person.write("Fingerprint", signs)
    person.send("Check")
    said = page.get_by_role("status")
    assert said.inner_text() == "Yes. This is the current copy of: Policy, Northmoor Primary Care."
    person.follow("Policy, Northmoor Primary Care")
    assert f"Fingerprint {signs}" in page.locator("footer").inner_text()


def test_what_is_no_current_copy_is_not_called_one(open_context: Any, site: str) -> None:
    page = open_context("desktop").new_page()
    page.goto(site + "check/index.html")
    for signs, said in {"1234": "eight signs", "zzzz zzzz": "eight signs", "0000 0000": "do not know"}.items():
        page.get_by_label("Fingerprint").fill(signs)
        page.get_by_role("button", name="Check").click()
        assert said in page.get_by_role("status").inner_text()
        assert "Yes" not in page.get_by_role("status").inner_text()


def test_a_parent_finds_the_easy_read_leaflet_and_leaves_at_once(person: Reader, scripts: bool) -> None:
    page = person.page
    person.follow("I am a parent, a carer or a young person")
    assert page.get_by_role("link", name="Leave this page").is_visible()
    person.follow("Northmoor", within="main")
    person.follow("Easy Read: for parents, carers and young people")
    leaflet = page.url
    assert leaflet.endswith("/leaflet-easy-read.html")
    assert page.get_by_role("heading", level=1).is_visible()
    person.take("Leave this page")
    arrive(page)
    if scripts:  # without, the link is a link
        never_again(page, leaflet)


@pytest.mark.parametrize("place", ["families/index.html", "families/saltmarsh/index.html"])
def test_the_families_area_is_left_by_two_presses_of_escape(open_context: Any, site: str, place: str) -> None:
    context = open_context("desktop")
    context.route(lambda address: not address.startswith(site), elsewhere)
    page = context.new_page()
    page.goto(site + place)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.url == site + place, "once is a slip"
    page.keyboard.press("Escape")
    arrive(page)
    never_again(page, site + place)


def arrive(page: "Page") -> None:
    """Wait until the page elsewhere is there."""
    page.get_by_role("heading", name="Elsewhere").wait_for(timeout=10_000)
    assert page.url.startswith("https://")


def never_again(page: "Page", address: str) -> None:
    """See that neither back nor forward leads to a page that was left."""
    for step in (page.go_back, page.go_forward, page.go_back, page.go_back):
        step()
        assert page.url != address


@pytest.mark.parametrize("scripts", ["scripts"], indirect=True)
def test_a_nurse_finds_the_paragraph_in_her_own_edition(person: Reader) -> None:
    page = person.page
    person.follow("Northmoor", within="main")
    person.follow("Northmoor Community Nursing")
    person.write("Words to look for in your edition", "without consent")
    person.send("Search")
    page.wait_for_url("**/search/index.html?*")
    assert page.get_by_label("Whose edition").evaluate("field => field.selectedOptions[0].text") == (
        "Northmoor Community Nursing"
    )
    page.get_by_role("status").filter(has_text="for “without consent”").wait_for()
    assert " without consent" in page.locator("#found").inner_text().lower(), "excerpts keep their spaces"
    results = page.locator("#found").get_by_role("link")
    names = results.all_inner_texts()
    assert 2 < len(names) <= 20
    person.follow(names[0], within="#found")
    page.wait_for_url("**/northmoor/nursing-nmc/policy.html#*")
    number, _, title = names[0].partition(" ")
    target = page.locator(":target")
    assert target.get_attribute("data-number") == number
    assert title in target.inner_text()
    assert "consent" in target.inner_text().lower()
    box = target.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900, "its beginning is in sight"


def test_words_that_nobody_wrote_are_not_found_and_say_so(open_context: Any, site: str) -> None:
    page = open_context("phone").new_page()
    page.goto(site + "search/index.html?q=xylophonist&edition=saltmarsh/police")
    page.get_by_role("status").filter(has_text="Nothing found for “xylophonist”").wait_for()
    assert page.locator("#found li").count() == 0
    assert page.get_by_label("Whose edition").input_value() == "saltmarsh/police"


def test_without_scripts_the_search_page_leads_to_the_a_to_z(open_context: Any, site: str) -> None:
    page = open_context("desktop", scripts=False).new_page()
    page.goto(site + "northmoor/nursing-nmc/index.html")
    page.get_by_label("Words to look for in your edition").fill("consent")
    page.get_by_role("button", name="Search").click()
    assert not page.get_by_label("Whose edition").is_visible(), "what needs a script is not offered"
    page.get_by_role("link", name="Northmoor: A to Z").click()
    assert heading(page) == "A to Z of paragraphs"


def test_from_a_folder_the_search_page_says_what_to_do(open_context: Any, built: Path) -> None:
    page = open_context("desktop").new_page()
    page.goto((built / "northmoor" / "nursing-nmc" / "index.html").as_uri())
    page.get_by_label("Words to look for in your edition").fill("consent")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("status").filter(has_text="The A to Z below does.").wait_for()
    page.get_by_role("link", name="Northmoor: A to Z").click()
    assert heading(page) == "A to Z of paragraphs"


def heading(page: "Page") -> str:
    return page.get_by_role("heading", level=1).inner_text()

"""The pages around the documents as HTML: which there are, what they may do, and that names stay names."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from policygen.compose.files import files, path
from policygen.compose.site import Site, compose_site, pack_path, with_packs
from policygen.diagnostics import RelPath
from policygen.project import Project as Understood
from policygen.project import understand
from policygen.render.html.pages import Theme
from policygen.render.html.site import render_pack_pages, render_site
from tests.compose.composing import theme
from tests.compose.leaflets import add_leaflet, add_translation
from tests.conftest import Project

NASTY = """</script><script>alert("1")</script> & 'so' on"""


@pytest.fixture(scope="module")
def themed() -> Theme:
    return theme()


def composed(understood: Understood, *, size: int = 5_400_000) -> Site:
    assert understood.library is not None
    sizes = {
        path(document, file): size
        for each in understood.sets
        for document in each.documents
        for file in files(document)
    }
    sizes |= {pack_path(each.edition.partnership, each.edition.agency): size for each in understood.sets}
    return with_packs(compose_site(understood.library, understood.sets, sizes), sizes, {})


def small(project: Project, *, size: int = 5_400_000) -> Site:
    understood = understand(project.read()).value
    assert understood is not None
    return composed(understood, size=size)


def pages(site: Site, themed: Theme, earlier: Mapping[str, str] | None = None) -> dict[RelPath, str]:
    made = render_site(site, themed, earlier=earlier or {})
    assert made.value is not None, made.diagnostics
    return {name: data.decode() for name, data in made.value.items()}


@pytest.fixture(scope="module")
def shown(shipped: Understood, themed: Theme) -> dict[RelPath, str]:
    """Every page around the documents that are shipped."""
    return pages(composed(shipped), themed)


def test_there_is_a_page_for_each_purpose_area_and_agency(shown: Mapping[RelPath, str], shipped: Understood) -> None:
    library = shipped.library
    assert library is not None
    expected = {"index.html", "licences.html", "families/index.html", "search/index.html", "check/index.html"}
    for area in library.partnerships:
        expected |= {f"{area}/index.html", f"{area}/a-z.html", f"{area}/accessibility.html"}
        expected |= {f"families/{area}/index.html"}
        expected |= {f"{area}/{agency}/index.html" for agency in library.rendered()}
    assert set(shown) == expected


def test_every_agency_is_two_links_from_the_home_page(shown: Mapping[RelPath, str], shipped: Understood) -> None:
    library = shipped.library
    assert library is not None
    for area in library.partnerships:
        assert f'href="{area}/index.html"' in shown[RelPath("index.html")]
        for agency in library.rendered():
            assert f'href="{agency}/index.html"' in shown[RelPath(f"{area}/index.html")]


def test_a_page_may_run_its_own_styles_and_script_and_nothing_else(shown: Mapping[RelPath, str]) -> None:
    more = {"search/index.html": {"connect-src 'self'", "worker-src 'self'"}}
    for name, page in shown.items():
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
        rules = {rule.partition(" ")[0]: rule.partition(" ")[2] for rule in policy.split("; ")}
        assert rules["default-src"] == rules["base-uri"] == "'none'"
        assert rules["style-src"].split() == [
            digest(style) for style in re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
        ]
        scripts = [digest(script) for script in re.findall(r"<script>(.*?)</script>", page, re.DOTALL)]
        allowed = [source for source in rules["script-src"].split() if source.startswith("'sha256-")]
        assert allowed == scripts, name
        rest = set(rules["script-src"].split()) - set(allowed)
        assert rest == (
            {"'self'", "'wasm-unsafe-eval'"} if name == "search/index.html" else set() if scripts else {"'none'"}
        )
        assert more.get(name, set()) <= set(policy.split("; "))
        sends = "<form" in page and "action=" in page
        assert rules["form-action"] == ("'self'" if sends else "'none'"), name
        assert " style=" not in page
        assert not re.search(r"<[^>]* on[a-z]+=", page)


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_page_that_checks_copies_knows_every_fingerprint(shown: Mapping[RelPath, str], shipped: Understood) -> None:
    prints = carried(shown[RelPath("check/index.html")])
    for each in shipped.sets:
        held = prints["areas"][each.edition.partnership][each.edition.agency]["prints"]
        assert held == {document.fingerprint.replace(" ", ""): document.stem for document in each.documents}
        assert all(prints["titles"][stem] for stem in held.values())


def test_the_page_that_checks_copies_names_the_edition_of_an_earlier_one(project: Project, themed: Theme) -> None:
    shown = pages(small(project), themed, {"0123 abcd": "Edition 0.9"})
    assert carried(shown[RelPath("check/index.html")])["earlier"] == {"0123abcd": "Edition 0.9"}


def test_a_name_is_never_markup_nor_script(project: Project, themed: Theme) -> None:
    site = small(project)
    (area,) = site.areas
    agencies = tuple(replace(agency, name=NASTY) for agency in area.agencies)
    shown = pages(replace(site, title=NASTY, areas=(replace(area, name=NASTY, area=NASTY, agencies=agencies),)), themed)
    for name, page in shown.items():
        assert "<script>alert" not in page, name
    named = carried(shown[RelPath("check/index.html")])["areas"]["town"]["clinic"]["name"]
    assert named == NASTY, "the page shows it as text"


def carried(page: str) -> dict[str, dict[str, dict[str, dict[str, dict[str, str]]]]]:
    """Return the data that the page for checking copies holds, as its script reads it."""
    (data,) = re.findall(r'<script type="application/json" id="prints">(.*?)</script>', page, re.DOTALL)
    read: dict[str, dict[str, dict[str, dict[str, dict[str, str]]]]] = json.loads(data)
    return read


def test_without_leaflets_no_page_leads_to_the_families_area(project: Project, themed: Theme) -> None:
    shown = pages(small(project), themed)
    assert not any(name.startswith("families") for name in shown)
    assert not any("families/" in page for page in shown.values())


def test_families_pages_have_a_way_out_that_needs_no_script(project: Project, themed: Theme) -> None:
    add_leaflet(project)
    shown = pages(small(project), themed)
    families = {name: page for name, page in shown.items() if name.startswith("families/")}
    assert set(families) == {"families/index.html", "families/town/index.html"}
    for page in families.values():
        (tag,) = re.findall(r'<a id="leave"[^>]*>', page)
        assert 'href="https://' in tag
        assert "noreferrer" in tag
        assert page.index(tag) < page.index("<main"), "it comes before all else"
        assert "location.replace" in page
        assert not re.search(r"localStorage|sessionStorage|document\.cookie|fetch\(|sendBeacon", page)
    assert not any('id="leave"' in page for name, page in shown.items() if name not in families)


def test_a_translation_is_announced_in_its_own_tongue(project: Project, themed: Theme) -> None:
    add_leaflet(project)
    add_translation(project)
    page = pages(small(project), themed)[RelPath("families/town/index.html")]
    assert '<p lang="pl">' in page
    assert re.search(r'<a href="[^"]*leaflet-parents\.pl\.html" hreflang="pl">\s*Polski\s*</a>', page)


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 kB"), (999_999, "999 kB"), (1_000_000, "1.0 MB"), (5_449_000, "5.4 MB")]
)
def test_sizes_are_said_as_people_say_them(project: Project, themed: Theme, size: int, said: str) -> None:
    page = pages(small(project, size=size), themed)[RelPath("town/clinic/index.html")]
    assert set(re.findall(r'<span class="size">(?:zip, )?([^<]*)</span>', page)) == {said}


def test_the_pages_in_a_pack_lead_nowhere_outside_it(shipped: Understood, themed: Theme) -> None:
    site = composed(shipped)
    for area in site.areas:
        for agency in area.agencies:
            made = render_pack_pages(site, area, agency, themed).value
            assert made is not None
            assert set(made) == {"index.html", "accessibility.html", "licences.html"}
            contents = made[RelPath("index.html")].decode()
            assert "<form" not in contents
            for page in made.values():
                hrefs = re.findall(r'href="([^"]*)"', page.decode())
                assert [href for href in hrefs if href.startswith((".", "/", "http:"))] == []
            ours = {document.stem for each in shipped.sets for document in each.documents
                    if (document.partnership, document.agency) == (area.id, agency.id)}  # fmt: skip
            assert {
                href.removesuffix(".html") for href in re.findall(r'<h3><a href="([^"#]*\.html)"', contents)
            } <= ours
            assert all(f'href="{stem}.html"' in contents for stem in ours)


def test_a_template_that_fails_is_told_and_no_site_is_made(project: Project, themed: Theme) -> None:
    site = small(project)
    (area,) = site.areas
    spoiled = replace(site, areas=(replace(area, place=replace(area.place, office={})),))
    outcome = render_site(spoiled, themed, earlier={})
    assert outcome.value is None
    assert {item.code for item in outcome.diagnostics} == {"PG503"}

"""The pages around the documents: a composed site to HTML, page by page, and what goes into each pack beside it.

Each page is whole on its own, as the documents are; only the search page asks for files, from its own folder.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policygen.compose.site import AgencyPage, AreaPage, Site
from policygen.diagnostics import Diagnostic, Outcome, RelPath
from policygen.model.agencies import Brand
from policygen.render.html.pages import HOURS, Theme, render_page

__all__ = ["render_pack_pages", "render_site"]

ASKS = "form-action 'self'"
"""What a page may do whose form leads to the search page."""
SEARCH = "script-src 'self' 'wasm-unsafe-eval' {script}; connect-src 'self'; worker-src 'self'"
"""What the search page may do: run Pagefind's script, which is WebAssembly, on files of its own site."""


@dataclass(frozen=True, slots=True)
class _Page:
    path: str
    template: str
    brand: Brand
    values: Mapping[str, object]
    script: str = ""
    allows: str = ""


def render_site(site: Site, theme: Theme, *, earlier: Mapping[str, str]) -> Outcome[Mapping[RelPath, bytes]]:
    """Return the pages of the site; `earlier` names the edition of each fingerprint that is no longer current."""
    return _render(_pages(site, earlier), site, theme)


def render_pack_pages(site: Site, area: AreaPage, agency: AgencyPage, theme: Theme) -> Outcome[Mapping[RelPath, bytes]]:
    """Return the pages that a pack holds besides its documents, by their paths inside it: contents and notices."""
    address = f"{area.address}/{agency.id}/"
    values = {"area": area, "agency": agency, "address": address, "base": "site/plain.html.jinja"}
    pages = (
        _Page(f"{name}.html", f"site/{template}.html.jinja", agency.brand, values, script)
        for name, template, script in (
            ("index", "pack", HOURS),
            ("accessibility", "accessibility", ""),
            ("licences", "licences", ""),
        )
    )
    return _render(pages, site, theme)


def _pages(site: Site, earlier: Mapping[str, str]) -> Iterator[_Page]:
    brand = site.areas[0].brand
    on_site = {"base": "site/page.html.jinja"}
    yield _Page("index.html", "site/home.html.jinja", brand, {})
    yield _Page("licences.html", "site/licences.html.jinja", brand, on_site)
    if site.leave:
        yield _Page("families/index.html", "site/families.html.jinja", brand, {}, "leaflet")
    yield _Page("search/index.html", "site/search.html.jinja", brand, {}, "search", SEARCH)
    yield _Page("check/index.html", "site/check.html.jinja", brand, {"prints": _prints(site, earlier)}, "check")
    for area in site.areas:
        ours = {"area": area, "address": area.address, **on_site}
        count = site.words.number(len(area.agencies))
        yield _Page(f"{area.id}/index.html", "site/area.html.jinja", area.brand, {**ours, "count": count})
        yield _Page(f"{area.id}/a-z.html", "site/a-z.html.jinja", area.brand, ours)
        yield _Page(f"{area.id}/accessibility.html", "site/accessibility.html.jinja", area.brand, ours)
        if site.leave:
            yield _Page(f"families/{area.id}/index.html", "site/families.html.jinja", area.brand, ours, "leaflet")
        for agency in area.agencies:
            values = {**ours, "agency": agency}
            yield _Page(
                f"{area.id}/{agency.id}/index.html", "site/agency.html.jinja", agency.brand, values, HOURS, ASKS
            )


def _prints(site: Site, earlier: Mapping[str, str]) -> str:
    """Return what the page that checks fingerprints looks them up in, as JSON that may stand in a page."""
    agencies = [agency for area in site.areas for agency in area.agencies]
    titles = {stem: title for agency in agencies for _, stem, title in agency.fingerprints}
    areas = {
        area.id: {
            agency.id: {
                "name": agency.name,
                "prints": {signs.replace(" ", ""): stem for signs, stem, _ in agency.fingerprints},
            }
            for agency in area.agencies
        }
        for area in site.areas
    }
    data = {
        "titles": titles,
        "areas": areas,
        "earlier": {signs.replace(" ", ""): name for signs, name in earlier.items()},
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")


def _render(pages: Iterator[_Page], site: Site, theme: Theme) -> Outcome[Mapping[RelPath, bytes]]:
    made: dict[RelPath, bytes] = {}
    found: list[Diagnostic] = []
    for page in pages:
        up = "../" * page.path.count("/")
        values = {"area": None, **page.values, "site": site, "up": up}
        text = render_page(
            theme,
            page.template,
            site.words,
            site.tokens,
            brand=page.brand,
            script=page.script,
            allows=page.allows,
            values=values,
        )
        found += text.diagnostics
        made[RelPath(page.path)] = (text.value or "").encode()
    return Outcome(made if not found else None, tuple(found))

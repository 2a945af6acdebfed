"""Every page that is built, read without a browser: its links lead somewhere, its frame is right, its size is small.

A page stands on the site and may stand in a pack too: links are followed in both.
"""

import gzip
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest

SENT = 150_000
"""The most bytes that a page may cost its reader."""
OUTSIDE = ("http", "https", "mailto", "tel")


@dataclass
class Page(HTMLParser):
    """What a page says of itself, and where it leads."""

    data: bytes
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    """Every address in it that a reader may follow or that the browser fetches."""
    lang: str = ""
    titles: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    """The level of each heading, in order."""
    within: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.add(str(given["id"]))
        self.links += [value for name, value in attrs if name in {"href", "src", "action", "poster"} and value]
        if tag == "html":
            self.lang = given.get("lang") or ""
        if tag == "title" and self.within != "svg":
            self.titles.append("")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        self.within = tag if self.within != "svg" else "svg"

    def handle_endtag(self, tag: str) -> None:
        if self.within != "svg" or tag == "svg":
            self.within = ""

    def handle_data(self, data: str) -> None:
        if self.within == "title":
            self.titles[-1] += data


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[str, Page]:
    """Every page of the site, by its path."""
    found = {path.relative_to(built).as_posix(): Page(path.read_bytes()) for path in sorted(built.rglob("*.html"))}
    assert {"index.html", "search/index.html", "families/index.html"} < found.keys()
    return found


def test_every_link_on_the_site_leads_to_a_place_that_is_there(built: Path, pages: dict[str, Page]) -> None:
    files = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    assert dead(pages, files) == []


def test_every_link_in_a_pack_leads_to_a_place_in_that_pack(built: Path, pages: dict[str, Page]) -> None:
    packs = sorted(built.rglob("*-pack.zip"))
    assert packs
    for pack in packs:
        folder = pack.parent.relative_to(built).as_posix()
        inside: dict[str, Page] = {}
        with zipfile.ZipFile(pack) as archive:
            for name in archive.namelist():
                if name.endswith(".html"):
                    data, same = archive.read(name), pages.get(f"{folder}/{name}")
                    inside[name] = same if same and same.data == data else Page(data)
            assert dead(inside, set(archive.namelist())) == [], pack.name
        assert wrong_frames(inside) == [], pack.name
        assert inside["index.html"] is not pages[f"{folder}/index.html"], "its own contents page, not the site's"


def test_every_page_says_its_language_and_title_and_has_one_first_heading(pages: dict[str, Page]) -> None:
    assert wrong_frames(pages) == []


def test_no_page_costs_much_to_send(pages: dict[str, Page]) -> None:
    sizes = {path: len(gzip.compress(page.data, 6)) for path, page in pages.items()}
    assert {path: size for path, size in sizes.items() if size > SENT} == {}


def test_no_page_around_the_documents_is_large(built: Path, pages: dict[str, Page]) -> None:
    site = {path: len(page.data) for path, page in pages.items() if path.endswith(("index.html", "a-z.html"))}
    assert site
    assert {path: size for path, size in site.items() if size > SENT} == {}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<a href="gone.html">x</a>', "gone.html"),
        ('<a href="other.html#gone">x</a>', "other.html#gone"),
        ('<a href="#gone">x</a>', "#gone"),
        ('<a href="../../out.html">x</a>', "../../out.html"),
        ('<a href="/other.html">x</a>', "/other.html"),
        ('<a href="folder/">x</a>', "folder/"),
        ('<form action="gone.html"></form>', "gone.html"),
        ('<a href="javascript:void(0)">x</a>', "javascript:void(0)"),
    ],
)
def test_a_dead_link_is_found(body: str, said: str) -> None:
    other = Page(b'<h1 id="here">x</h1>')
    page = Page(f'{body}<a href="other.html#here">x</a><a href="tel:999">x</a><a href="">x</a>'.encode())
    assert dead({"a/page.html": page, "a/other.html": other}, {"a/page.html", "a/other.html"}) == [
        ("a/page.html", said)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<html><title>A</title><h1>x</h1>",
        '<html lang="en"><h1>x</h1>',
        '<html lang="en"><title> </title><h1>x</h1>',
        '<html lang="en"><title>A</title><h2>x</h2>',
        '<html lang="en"><title>A</title><h1>x</h1><h1>y</h1>',
        '<html lang="en"><title>A</title><h1>x</h1><h3>y</h3>',
        '<html lang="en"><title>B</title><h1>x</h1>',
    ],
)
def test_a_wrong_frame_is_found(text: str) -> None:
    good = '<html lang="en"><title>B</title><svg><title>C</title></svg><h1>x</h1><h2>y</h2><h3>z</h3><h2>w</h2>'
    assert wrong_frames({"good.html": Page(good.encode())}) == []
    assert {path for path, _ in wrong_frames({"good.html": Page(good.encode()), "bad.html": Page(text.encode())})} >= {
        "bad.html"
    }


def dead(pages: dict[str, Page], files: set[str]) -> list[tuple[str, str]]:
    """Return the links that lead nowhere: page and address. Only files count, since packs open from a folder."""
    found = []
    for path, page in pages.items():
        for address in page.links:
            parts = urlsplit(address)
            if parts.scheme in OUTSIDE or address.startswith("data:"):
                continue
            target = normpath(join(dirname(path), unquote(parts.path))) if parts.path else path
            leads = (
                not parts.scheme
                and not address.startswith("/")
                and not parts.path.endswith("/")
                and target in files
                and (not parts.fragment or target not in pages or unquote(parts.fragment) in pages[target].ids)
            )
            if not leads:
                found.append((path, address))
    return found


def wrong_frames(pages: dict[str, Page]) -> list[tuple[str, str]]:
    """Return pages that lack a language or a title of their own, or whose headings do not begin or nest as they should.

    WCAG 2.2: 2.4.2 Page Titled, 3.1.1 Language of Page, 1.3.1 Info and Relationships.
    """
    found = []
    titles = Counter(page.titles[0].strip() for page in pages.values() if page.titles)
    for path, page in pages.items():
        if not page.lang:
            found.append((path, "no language"))
        if len(page.titles) != 1 or not page.titles[0].strip():
            found.append((path, "not one title"))
        elif titles[page.titles[0].strip()] > 1:
            found.append((path, f"the title of another page: {page.titles[0]}"))
        if page.headings.count(1) != 1:
            found.append((path, f"{page.headings.count(1)} headings of the first level"))
        if any(deeper > level + 1 for level, deeper in zip(page.headings, page.headings[1:], strict=False)):
            found.append((path, "a heading that skips a level"))
    return found

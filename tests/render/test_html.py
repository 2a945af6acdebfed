"""A document becomes a page for the web and one for print; a template that is wrong is told, and never a crash."""

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from policygen.diagnostics import Diagnostic, Outcome, Pos, RelPath, Span
from policygen.model.documents import Document
from policygen.model.partnerships import Status
from policygen.render.html.pages import load_theme, render_html, render_print
from policygen.source.tree import read_tree
from tests.compose.composing import ROOT, documents
from tests.compose.tags import tags
from tests.conftest import Project

WEB = "templates/web/policy.html.jinja"
PRINT = "templates/print/policy.html.jinja"
FORMATS = ("html", "pdf")


@pytest.fixture(scope="module")
def texts() -> dict[RelPath, str]:
    """The project's own templates."""
    tree = read_tree(ROOT).value
    assert tree is not None
    return {path: text for path, text in tree.texts.items() if path.startswith("templates/")}


@pytest.fixture
def document(project: Project) -> Document:
    return documents(project)["clinic"]


def web(document: Document, texts: dict[RelPath, str], formats: tuple[str, ...] = FORMATS) -> Outcome[str]:
    theme = load_theme(texts).value
    assert theme is not None
    return render_html(document, theme, formats=formats)


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [item.code for item in found]


# ---- the two pages ---------------------------------------------------------------------------------------------------


def test_web_and_print_have_the_same_main_part_and_other_styles(document: Document, texts: dict[RelPath, str]) -> None:
    theme = load_theme(texts).value
    assert theme is not None
    page, sheet = render_html(document, theme, formats=FORMATS).value, render_print(document, theme).value
    assert page is not None
    assert sheet is not None
    main = re.compile(r"<main .*</main>", re.DOTALL)
    assert main.findall(page) == main.findall(sheet.html)
    assert "@page" in sheet.html
    assert "@page {" not in page
    assert "Skip to the policy" in page
    assert "Skip to the policy" not in sheet.html


def test_the_policy_of_the_page_lets_its_own_styles_and_script_through_and_nothing_else(
    document: Document, texts: dict[RelPath, str]
) -> None:
    page = web(document, texts).value
    assert page is not None
    policy = next(given["content"] for _, given in tags(page) if given.get("http-equiv") == "Content-Security-Policy")
    parts = re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", page, re.DOTALL)
    sums = {base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in parts}
    assert set(re.findall(r"'sha256-([^']*)'", policy)) == sums
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert not [given for _, given in tags(page) if "style" in given]


@pytest.mark.parametrize(("formats", "words"), [(("html", "pdf"), ["policy.pdf"]), (("html",), [])])
def test_a_page_leads_to_the_formats_that_are_there(
    document: Document, texts: dict[RelPath, str], formats: tuple[str, ...], words: list[str]
) -> None:
    page = web(document, texts, formats).value
    assert page is not None
    assert [given["href"] for tag, given in tags(page) if tag == "a" and "download" in given] == words


@pytest.mark.parametrize(("status", "strip"), [(Status.DRAFT, b"DRAFT"), (Status.CONSULTATION, b"CONSULTATION")])
def test_what_nobody_has_approved_has_a_strip(
    document: Document, texts: dict[RelPath, str], status: Status, strip: bytes
) -> None:
    theme = load_theme(texts).value
    assert theme is not None
    sheet = render_print(replace(document, status=status), theme).value
    assert sheet is not None
    assert sheet.assets["strip.svg"].count(b">" + strip + b"<") == 3
    approved = render_print(replace(document, status=Status.APPROVED), theme).value
    assert approved is not None
    assert approved.assets == {}


def test_an_agencys_colours_are_on_its_page(document: Document, texts: dict[RelPath, str]) -> None:
    page = web(replace(document, brand=replace(document.brand, colour="#123456")), texts).value
    assert page is not None
    assert "--a: #123456;" in page


def test_every_attribute_of_a_document_is_escaped(document: Document, texts: dict[RelPath, str]) -> None:
    bad = "\"><script>'&{{ 7*7 }}</style></main>"
    hostile = replace(document, title=bad, subtitle=bad, owner=bad, agency_name=bad, edition=bad, fingerprint=bad)
    theme = load_theme(texts).value
    assert theme is not None
    sheet = render_print(hostile, theme).value
    page = render_html(hostile, theme, formats=FORMATS).value
    assert sheet is not None
    assert page is not None
    plain = render_html(document, theme, formats=FORMATS).value
    assert plain is not None
    for made in (page, sheet.html):
        assert "<script>'" not in made
        assert "49" not in re.findall(r"<title>(.*?)</title>", made)[0]
    assert [tag for tag, _ in tags(page)] == [tag for tag, _ in tags(plain)]


# ---- templates that are wrong ----------------------------------------------------------------------------------------


def test_a_mistake_in_a_template_is_told_at_its_line(texts: dict[RelPath, str]) -> None:
    wrong = {**texts, RelPath(WEB): "<html>\n{% if %}\n", RelPath("templates/policy.html.jinja"): "\n\n{{ a"}
    outcome = load_theme(wrong)
    assert outcome.value is None
    places = [(item.code, item.span.path, item.span.start.line) for item in outcome.diagnostics if item.span]
    assert places == [("PG501", "templates/policy.html.jinja", 3), ("PG501", WEB, 2)]


@pytest.mark.parametrize(
    "name",
    [
        "css/tokens.css",
        "css/policy-print.css",
        "css/web.css",
        "css/brand.css.jinja",
        "policy.html.jinja",
        "web/policy.html.jinja",
        "web/compare.html.jinja",
        "print/policy.html.jinja",
        "print/strip.svg.jinja",
    ],
)
def test_a_missing_template_is_named(texts: dict[RelPath, str], name: str) -> None:
    outcome = load_theme({path: text for path, text in texts.items() if path != f"templates/{name}"})
    assert outcome.value is None
    assert [(item.code, item.message) for item in outcome.diagnostics] == [
        ("PG502", f"the template `templates/{name}` is missing")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ document.titel }}",
        "{{ nothing }}",
        "{% include 'no/such.jinja' %}",
        "{{ 1 + 'a' }}",
        "{{ 1 / 0 }}",
        "{% for x in 5 %}{% endfor %}",
        "{{ 'a'|replace }}",
        "{{ say('no-such-words') }}",
        "{{ say('fingerprint', 1) }}",
    ],
)
@pytest.mark.parametrize("name", [WEB, "templates/css/brand.css.jinja"])
def test_a_template_that_fails_is_named_with_the_reason(
    document: Document, texts: dict[RelPath, str], name: str, text: str
) -> None:
    outcome = web(document, {**texts, RelPath(name): text})
    assert outcome.value is None
    assert codes(outcome.diagnostics) == ["PG503"]
    assert outcome.diagnostics[0].message.startswith(f"the template `{name}` failed: ")
    assert outcome.diagnostics[0].span == Span(RelPath(name), Pos(1, 1), Pos(1, 2))


def test_a_template_that_fails_inside_another_is_told_at_its_own_line(
    document: Document, texts: dict[RelPath, str]
) -> None:
    own = RelPath("templates/policy.html.jinja")
    outcome = web(document, {**texts, own: "\n\n{{ nothing }}\n"})
    (found,) = outcome.diagnostics
    assert found.span == Span(own, Pos(3, 1), Pos(3, 2))
    assert found.message == "the template `templates/policy.html.jinja` failed: 'nothing' is undefined"


def test_what_goes_wrong_in_our_own_code_is_not_laid_at_a_templates_door(
    document: Document, texts: dict[RelPath, str]
) -> None:
    with pytest.raises(AssertionError):
        web(document, {**texts, RelPath(WEB): "{{ [1]|inlines }}"})


@pytest.mark.parametrize("name", [PRINT, "templates/print/strip.svg.jinja"])
def test_a_print_template_that_fails_is_named(document: Document, texts: dict[RelPath, str], name: str) -> None:
    theme = load_theme({**texts, RelPath(name): "{{ nothing }}"}).value
    assert theme is not None
    outcome = render_print(document, theme)
    assert outcome.value is None
    assert codes(outcome.diagnostics) == ["PG503"]
    assert f"`{name}`" in outcome.diagnostics[0].message

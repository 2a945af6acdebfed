"""Documents as HTML: one page for the web and one for print, with the same `<main>`.

Takes a document and a theme (the project's templates and styles); gives text. Each page is whole on its own:
styles stand inside, and nothing is asked for from outside.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateSyntaxError
from markupsafe import Markup

from policygen.compose.compare import Pair
from policygen.diagnostics import Outcome, Pos, RelPath, Span, error
from policygen.model import (
    Annex,
    Chapter,
    ClauseView,
    Contents,
    Cover,
    Danger,
    Document,
    Front,
    LawNotice,
    Musts,
    Status,
    Unused,
)
from policygen.render.markup import blocks_html, inlines_html, typeset
from policygen.render.report import marked
from policygen.render.text import blocks_text

__all__ = ["Page", "Theme", "load_theme", "render_compare", "render_html", "render_print"]

STYLES = ("tokens", "print", "web")


@dataclass(frozen=True, slots=True)
class Theme:
    """The templates of a project, ready for use, and its styles by name."""

    environment: Environment
    styles: Mapping[str, str]
    faces: str
    """The style that carries the fonts of web pages."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page for print and the files that it asks for."""

    html: str
    assets: Mapping[str, bytes]


def load_theme(texts: Mapping[RelPath, str], *, faces: str = "") -> Outcome[Theme]:
    """Compile every template; a mistake in one is reported at its line. `faces` is the style of the web fonts."""
    prefix = "templates/"
    sources = {path.removeprefix(prefix): text for path, text in texts.items() if path.startswith(prefix)}
    environment = Environment(
        loader=DictLoader(sources), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "blocks": lambda blocks, **options: Markup(blocks_html(blocks, **options)),  # noqa: S704  escaped in markup.py
        "typeset": typeset,
        "inlines": lambda inlines: Markup(inlines_html(inlines)),  # noqa: S704  escaped in markup.py
    }
    environment.tests |= {kind.__name__.lower(): _is(kind) for kind in _KINDS}
    found = []
    for name in sorted(sources):
        if name.endswith(".jinja"):
            try:
                environment.get_template(name)
            except TemplateSyntaxError as problem:
                path = RelPath(prefix + (problem.name or name))
                at = Pos(problem.lineno, 1)
                words = f"this template is not valid: {problem.message}"
                found.append(error("PG501", words, Span(path, at, Pos(at.line, 2))))
    missing = [f"css/{style}.css" for style in STYLES if f"css/{style}.css" not in sources]
    missing += [name for name in (WEB, PRINT, STRIP, COMPARE, BRAND, MAIN) if name not in sources]
    found += [error("PG502", f"the template `{prefix}{name}` is missing") for name in missing]
    if found:
        return Outcome(None, tuple(found))
    styles = {style: sources[f"css/{style}.css"] for style in STYLES}
    return Outcome(Theme(environment, styles, faces))


def render_html(document: Document, theme: Theme, *, formats: tuple[str, ...]) -> Outcome[str]:
    """Return the page for the web, with links to the document's other formats."""
    others = tuple((words, f"{document.id}.{suffix}") for suffix, words in _FORMATS if suffix in formats)
    return _render(theme, WEB, document, "web", others)


def render_print(document: Document, theme: Theme) -> Outcome[Page]:
    """Return the page for print."""
    outcome = _render(theme, PRINT, document, "print", ())
    if outcome.value is None:
        return Outcome(None, outcome.diagnostics)
    assets = {}
    if document.status is not Status.APPROVED:
        strip = _fill(theme, STRIP, word=document.status.upper())
        if strip.value is None:
            return Outcome(None, strip.diagnostics)
        assets["strip.svg"] = strip.value.encode()
    return Outcome(Page(outcome.value, assets))


WEB = "web/policy.html.jinja"
PRINT = "print/policy.html.jinja"
STRIP = "print/strip.svg.jinja"
COMPARE = "web/compare.html.jinja"
BRAND = "css/brand.css.jinja"
MAIN = "policy.html.jinja"
_FORMATS = (("pdf", "PDF"), ("docx", "Word"))
_KINDS = (Annex, Chapter, ClauseView, Contents, Cover, Danger, Front, LawNotice, Musts, Unused)


def render_compare(left: Document, right: Document, pairs: tuple[Pair, ...], theme: Theme) -> Outcome[str]:
    """Return a page with two editions side by side, differences first."""
    differing = []
    for pair in (pair for pair in pairs if not pair.same):
        ours = _view_words(pair.left)
        theirs = _view_words(pair.right)
        left_runs, right_runs = marked(ours, theirs)
        view = pair.left or pair.right
        differing.append(
            {
                "number": pair.number,
                "id": view.id if view else "",
                "left": pair.left,
                "right": pair.right,
                "left_runs": left_runs,
                "right_runs": right_runs,
            }
        )
    brand = _fill(theme, BRAND, document=left, cover=None, medium="web")
    if brand.value is None:
        return brand
    styles = (*((theme.faces,) if theme.faces else ()), theme.styles["tokens"] + theme.styles["web"], brand.value)
    return _fill(
        theme,
        COMPARE,
        left=left,
        right=right,
        differing=differing,
        same=[pair.number for pair in pairs if pair.same],
        styles=tuple(Markup(style) for style in styles),  # noqa: S704  the theme's own styles
        policy=Markup(_policy(styles)),  # noqa: S704  made of digests
    )


def _view_words(view: ClauseView | None) -> str:
    if view is None:
        return ""
    words = blocks_text(view.body, "")
    for note in view.notes:
        words += [note.title, *blocks_text(note.body, "")]
    return " ".join(line.strip() for line in words)


def _is(kind: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, kind)


def _render(
    theme: Theme, template: str, document: Document, medium: str, others: tuple[tuple[str, str], ...]
) -> Outcome[str]:
    brand = _fill(theme, BRAND, document=document, cover=_cover(document), medium=medium)
    if brand.value is None:
        return brand
    faces = (theme.faces,) if medium == "web" and theme.faces else ()
    styles = (*faces, theme.styles["tokens"] + theme.styles[medium], brand.value)
    return _fill(
        theme,
        template,
        document=document,
        styles=tuple(Markup(style) for style in styles),  # noqa: S704  the theme's own styles
        policy=Markup(_policy(styles)),  # noqa: S704  made of digests
        others=others,
    )


def _fill(theme: Theme, template: str, **values: object) -> Outcome[str]:
    """Fill in a template; whatever it trips over is told with its name."""
    try:
        return Outcome(theme.environment.get_template(template).render(**values))
    except Exception as problem:  # noqa: BLE001  a template can do what any program can
        words = f"the template `templates/{template}` failed: {problem}"
        return Outcome(None, (error("PG503", words, hint="look for a misspelt name in the template"),))


def _cover(document: Document) -> Cover | None:
    return next((part for part in document.parts if isinstance(part, Cover)), None)


def _policy(styles: tuple[str, ...]) -> str:
    """Return a Content-Security-Policy that lets the page's own styles through and nothing else (CSP level 3)."""
    digests = (base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in styles)
    sources = " ".join(f"'sha256-{digest}'" for digest in digests)
    rest = "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; style-src {sources}; {rest}"

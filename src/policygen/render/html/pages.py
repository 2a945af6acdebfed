"""Documents as HTML: one page for the web and one for print, with the same `<main>`.

Takes a document and a theme (the project's templates and styles); gives text. Each page is whole on its own:
styles stand inside, and nothing is asked for from outside.
"""

import base64
import hashlib
import re
import traceback
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateRuntimeError,
    TemplateSyntaxError,
)
from markupsafe import Markup

from policygen.compose.compare import Pair
from policygen.compose.files import files
from policygen.diagnostics import Diagnostic, Outcome, Pos, RelPath, Span, error
from policygen.model.agencies import Brand
from policygen.model.documents import Document, DocumentKind
from policygen.model.leaflets import LeafletView
from policygen.model.partnerships import Status
from policygen.model.phones import phone_address
from policygen.model.policies import Annex, ClauseView, Contents, Cover, Danger, Front, Musts, SectionView, Unused
from policygen.model.prose import LawNotice
from policygen.model.scalars import SOURCE_LANGUAGE
from policygen.model.tokens import Tokens
from policygen.model.words import SLOT, Words
from policygen.render.html.chart import draw_chart, draw_spine, rows, unlinked
from policygen.render.html.markup import blocks_html, inlines_html, isolated, isolated_words, typeset
from policygen.render.html.qr import qr_svg
from policygen.render.terminal.report import marked
from policygen.render.terminal.text import blocks_text

__all__ = ["HOURS", "Page", "Theme", "load_theme", "render_compare", "render_html", "render_page", "render_print"]

NO_BREAK = "\u00a0"
FOLDER = "templates/"
"""Where templates stand in the project; tracebacks name them by it."""

SCRIPTS = "scripts"
"""The style sheet of scripts other than Latin; in print a translation has it too."""

HOURS = "hours"
"""The script that marks who can be called now."""

STYLES: Mapping[DocumentKind, Mapping[str, tuple[str, ...]]] = {
    **{kind: {"web": ("tokens", "web", f"{kind}-web"), "print": ("tokens", f"{kind}-print")} for kind in DocumentKind},
    DocumentKind.LEAFLET: {
        "web": ("tokens", "web", "leaflet-web", SCRIPTS),  # its list of languages is written in many scripts
        "print": ("tokens", "leaflet-print"),
    },
}
"""The style sheets of each kind of document in each medium; a rule that nothing uses costs the PDF engine time."""


SCRIPTS_OF: Mapping[DocumentKind, str] = {
    DocumentKind.POLICY: HOURS,
    DocumentKind.GUIDE: HOURS,
    DocumentKind.SHEET: HOURS,
    DocumentKind.LEAFLET: "leaflet",
    DocumentKind.RECORD: "record",
}
"""The script of each kind of document on the web."""

SITE = ("tokens", "web", "site")
"""The style sheets of the pages around the documents."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The templates of a project, ready for use, and its styles, scripts and pictures by name."""

    environment: Environment
    styles: Mapping[str, str]
    scripts: Mapping[str, str]
    pictures: Mapping[str, str]
    """The drawings of leaflets, as SVG."""
    faces: str
    """The style that carries the fonts of web pages."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page for print and the files that it asks for."""

    html: str
    assets: Mapping[str, bytes]


def load_theme(texts: Mapping[RelPath, str], *, faces: str = "") -> Outcome[Theme]:
    """Compile every template; a mistake in one is reported at its line. `faces` is the style of the web fonts."""
    prefix = FOLDER
    sources = {path.removeprefix(prefix): text for path, text in texts.items() if path.startswith(prefix)}
    loader = FunctionLoader(lambda name: (sources[name], FOLDER + name, None) if name in sources else None)
    environment = Environment(
        loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "blocks": lambda blocks, **options: Markup(blocks_html(blocks, **options)),  # noqa: S704  escaped in markup.py
        "typeset": typeset,
        "inlines": lambda inlines: Markup(inlines_html(inlines)),  # noqa: S704  escaped in markup.py
        "printed": lambda inlines: Markup(inlines_html(unlinked(inlines))),  # noqa: S704  escaped in markup.py
        "rows": rows,
        "tel": phone_address,
        "spine": lambda placed, document: Markup(draw_spine(placed, document.words, document.tokens.light.ink)),  # noqa: S704  escaped in flow.py
        "chart": lambda placed, document: Markup(draw_chart(placed, document.words, document.tokens.light.ink)),  # noqa: S704  escaped in flow.py
        "isolated": _isolated,
        "apart": lambda words, document: words if document.direction == "ltr" else isolated_words(words),
    }
    environment.tests |= {kind.__name__.lower(): _is(kind) for kind in _KINDS}
    found = []
    for name in sorted(sources):
        if name.endswith(".jinja") or _is_template(name, sources[name]):
            try:
                environment.get_template(name)
            except TemplateSyntaxError as problem:
                path = RelPath(prefix + (problem.name or name))
                at = Pos(problem.lineno, 1)
                words = f"this template is not valid: {problem.message}"
                found.append(error("PG501", words, Span(path, at, Pos(at.line, 2))))
    wanted = {f"css/{style}.css" for kind in STYLES.values() for styles in kind.values() for style in styles}
    wanted |= {f"{medium}/{kind}.html.jinja" for kind in DocumentKind for medium in ("web", "print")}
    wanted |= {"policy.html.jinja", "web/page.html.jinja", "print/page.html.jinja", STRIP, COMPARE, BRAND}
    found += [error("PG502", f"the template `{prefix}{name}` is missing") for name in sorted(wanted - set(sources))]
    if found:
        return Outcome(None, tuple(found))
    theme = Theme(
        environment=environment,
        styles=_named(sources, "css/", ".css"),
        scripts=_named(sources, "js/", ".js"),
        pictures=_named(sources, "pictures/", ".svg"),
        faces=faces,
    )
    return Outcome(theme)


def _is_template(name: str, text: str) -> bool:
    """Say whether a style sheet or a script is a template: it has words or tokens filled in."""
    return name.startswith(("css/", "js/")) and "{{" in text


def _named(sources: Mapping[str, str], folder: str, suffix: str) -> dict[str, str]:
    """Return the files of a folder by their names without the suffix."""
    return {
        name.removeprefix(folder).removesuffix(suffix): text
        for name, text in sources.items()
        if name.startswith(folder) and name.endswith(suffix)
    }


def render_html(document: Document, theme: Theme, *, formats: Collection[str], pack: bool = False) -> Outcome[str]:
    """Return the page for the web, with links to the document's other files and, in a `pack`, to its contents."""
    others = [
        (document.words.say(file.label), f"{document.stem}.{file.suffix}")
        for file in files(document, formats)
        if file.suffix != "html"
    ]
    return _render(theme, document, "web", others=others, pack=pack)


def render_print(document: Document, theme: Theme, *, large: bool = False) -> Outcome[Page]:
    """Return the page for print; `large` asks for large print."""
    outcome = _render(theme, document, "print", large=large)
    if outcome.value is None:
        return Outcome(None, outcome.diagnostics)
    assets = _leaflet_assets(document, theme)
    if document.kind is DocumentKind.POLICY and document.status is not Status.APPROVED:
        try:
            word = document.words.say(document.status).upper()
            strip = _fill(theme, STRIP, word=word, tokens=document.tokens)
        except _UnfilledError as problem:
            return Outcome(None, (problem.diagnostic,))
        assets["strip.svg"] = strip.encode()
    return Outcome(Page(outcome.value, assets))


def _leaflet_assets(document: Document, theme: Theme) -> dict[str, bytes]:
    """Return what a leaflet in print asks for: its drawings, the lines to write on, and the code of its address."""
    assets: dict[str, bytes] = {}
    for part in document.parts:
        if isinstance(part, LeafletView):
            assets = {f"picture-{name}.svg": theme.pictures[name].encode() for name in _pictures(part)}
            light = document.tokens.light
            assets["ruled.svg"] = RULED.format(edge=light.edge).encode()
            assets["qr.svg"] = qr_svg(part.address, ink=light.ink, paper=light.paper).encode()
    return assets


def _pictures(view: LeafletView) -> set[str]:
    sections = (*view.sections, *(section for section in (view.danger, view.formats) if section is not None))
    return {row.picture for section in sections for row in section.rows if row.picture}


RULED = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 9" preserveAspectRatio="none">'
    '<path d="M0 8.9H120" stroke="{edge}" stroke-width=".2"/></svg>'
)
"""A line to write on."""
STRIP = "print/strip.svg.jinja"
COMPARE = "web/compare.html.jinja"
BRAND = "css/brand.css.jinja"
_KINDS = (Annex, SectionView, ClauseView, Contents, Cover, Danger, Front, LawNotice, Musts, Unused)


def render_page(
    theme: Theme,
    template: str,
    words: Words,
    tokens: Tokens,
    *,
    brand: Brand,
    script: str,
    allows: str,
    values: Mapping[str, object],
) -> Outcome[str]:
    """Return a page of the site; `allows` are rules of its Content-Security-Policy in place of those of a document."""
    colours = {"document": {"brand": brand}, "medium": "web"}
    return _page(
        theme, template, words, tokens, sheets=SITE, colours=colours, script=script, allows=allows, values=values
    )


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
    values = {
        "left": left,
        "right": right,
        "differing": differing,
        "same": [pair.number for pair in pairs if pair.same],
    }
    colours = {"document": left, "bars": (), "medium": "web"}
    return _page(
        theme, COMPARE, left.words, left.tokens, sheets=("tokens", "web", "policy-web"), colours=colours, values=values
    )


def _view_words(view: ClauseView | None) -> str:
    if view is None:
        return ""
    words = blocks_text(view.body, "")
    for note in view.notes:
        words += [note.title, *blocks_text(note.body, "")]
    return " ".join(line.strip() for line in words)


def _isolated(html: Markup, document: Document) -> Markup:
    return html if document.direction == "ltr" else Markup(isolated(html))  # noqa: S704  it adds tags to escaped words


def _is(kind: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, kind)


def _render(theme: Theme, document: Document, medium: str, **more: object) -> Outcome[str]:
    sheets = STYLES[document.kind][medium]
    if medium == "print" and document.lang != SOURCE_LANGUAGE:
        sheets = (*sheets, SCRIPTS)
    colours = {"document": document, "bars": _bars(document), "medium": medium}
    script = SCRIPTS_OF.get(document.kind, "")
    if medium != "web" or script not in theme.scripts:
        script = ""
    values = {"document": document, "part": document.parts[0], **more}
    template = f"{medium}/{document.kind}.html.jinja"
    return _page(
        theme, template, document.words, document.tokens, sheets=sheets, colours=colours, script=script, values=values
    )


def _page(
    theme: Theme,
    template: str,
    words: Words,
    tokens: Tokens,
    *,
    sheets: tuple[str, ...],
    colours: Mapping[str, object],
    values: Mapping[str, object],
    script: str = "",
    allows: str = "",
) -> Outcome[str]:
    """Fill in a page; its styles and its script come first, since its policy names their digests."""
    shared = {**_sayer(words), "tokens": tokens}

    def own(name: str, text: str) -> str:
        if not _is_template(name, text):
            return text
        return _fill(theme, name, **shared) + "\n" * text.endswith("\n")  # which the template language leaves out

    try:
        brand = _fill(theme, BRAND, tokens=tokens, **colours)
        sheet = "".join(own(f"css/{name}.css", theme.styles[name]) for name in sheets)
        styles = (*((theme.faces,) if colours["medium"] == "web" and theme.faces else ()), sheet, brand)
        code = own(f"js/{script}.js", theme.scripts[script]) if script else ""
        page = _fill(
            theme,
            template,
            styles=tuple(Markup(style) for style in styles),  # noqa: S704  the theme's own styles
            script=Markup(code),  # noqa: S704  the theme's own script
            pictures={name: Markup(drawing) for name, drawing in theme.pictures.items()},  # noqa: S704  shapes only
            policy=Markup(_policy(styles, (code,) if code else (), allows)),  # noqa: S704  made of digests
            **shared,
            **values,
        )
    except _UnfilledError as problem:
        return Outcome(None, (problem.diagnostic,))
    return Outcome(page)


class _UnfilledError(Exception):
    """A template that could not be filled in."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def _fill(theme: Theme, template: str, **values: object) -> str:
    """Fill in a template; what a template trips over is told with its name and line, and a bug of ours is raised."""
    try:
        return theme.environment.get_template(template).render(**values)
    except Exception as problem:
        path, line, ours = _raised_by(problem, FOLDER + template)
        if ours:
            raise
        place = Span(RelPath(path), Pos(line, 1), Pos(line, 2)) if line else None
        words = f"the template `{path}` failed: {problem}"
        hint = "look for a misspelt name in the template"
        raise _UnfilledError(error("PG503", words, place, hint=hint)) from problem


def _raised_by(problem: Exception, template: str) -> tuple[str, int, bool]:
    """Return the last template that an exception went through, its line, and whether our code below it is to blame."""
    path, line, ours = template, 0, False
    for frame, number in traceback.walk_tb(problem.__traceback__):
        if frame.f_code.co_filename.startswith(FOLDER):
            path, line, ours = frame.f_code.co_filename, number, False
        elif line and str(frame.f_globals.get("__name__", "")).startswith("policygen."):
            ours = True
    return path, line, ours and not isinstance(problem, TemplateError)


def _sayer(words: Words) -> dict[str, Callable[..., Markup]]:
    """Return what templates say words with, in pages, in style sheets and in scripts; values or tags fill the slots."""

    def pieces(key: str, given: Mapping[str, object], written: Callable[[str], str]) -> list[str]:
        if key not in words.words:
            raise TemplateRuntimeError(f"there are no words `{key}`")
        parts = SLOT.split(typeset(words.words[key]))  # words and names in turn
        if missing := {*parts[1::2]} - given.keys():
            raise TemplateRuntimeError(f"the words `{key}` need `{min(missing)}`")
        said = (given[part] if at % 2 else written(part) for at, part in enumerate(parts) if part)
        return [part if isinstance(part, str) else str(part) for part in said]

    def say(key: str, **given: object) -> Markup:
        return Markup().join(pieces(key, given, str))

    def css(key: str, **given: object) -> Markup:
        return Markup(" ".join(pieces(key, given, _css)))  # noqa: S704  quoted, and the sheet's own code

    def js(key: str, **given: object) -> Markup:
        return Markup("".join(pieces(key, given, _js)))  # noqa: S704  escaped, and the script's own code

    return {"say": say, "css": css, "js": js}


def _css(words: str) -> str:
    """Return words as a string of CSS (CSS Syntax 3, 4.3.5); a space at which no line ends is seen."""
    text = re.sub(r'[\\"<\u00a0]', lambda sign: f"\\{ord(sign.group()):x} ", words)
    return f'"{text[:-1] if words.endswith(NO_BREAK) else text}"'


def _js(words: str) -> str:
    """Return words to stand between quotes of any kind in a script (ECMA-262, 12.9.4 and 12.9.6)."""
    return re.sub(r"[\\'\"`$<]", lambda sign: f"\\x{ord(sign.group()):02x}", words)


def _bars(document: Document) -> tuple[bool, ...]:
    return next((part.bars for part in document.parts if isinstance(part, (Cover, LeafletView))), ())


def _policy(styles: tuple[str, ...], scripts: tuple[str, ...] = (), allows: str = "") -> str:
    """Return a Content-Security-Policy (level 3) that lets the page's own styles and scripts through, nothing else.

    `allows` are rules such as "form-action 'self'" that take the place of the strict ones; `{script}` in them stands
    for the digest of the page's script.
    """
    strict = {
        "default-src": "'none'",
        "style-src": _digests(styles),
        "script-src": _digests(scripts) or "'none'",
        "img-src": "data:",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    for rule in allows.format(script=_digests(scripts)).split(";") if allows else ():
        name, _, sources = rule.strip().partition(" ")
        strict[name] = sources
    return "; ".join(f"{name} {sources}" for name, sources in strict.items())


def _digests(texts: tuple[str, ...]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)

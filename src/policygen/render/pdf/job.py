"""HTML text and assets to the bytes of a PDF that is PDF/UA-1 and PDF/A-2a at once.

Takes values and gives values, on this machine or another: a job holds the whole page and every file it may ask for.
Nothing else is fetched or read, and no font is seen but those given. Importing this module does not load the engine.
"""

import atexit
import base64
import ctypes
import ctypes.util
import gc
import os
import re
import shutil
import sys
import tempfile
import threading
import traceback
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, unquote_to_bytes

from policygen.diagnostics import Diagnostic, Note, Outcome, Span, error
from policygen.keys import digest

if TYPE_CHECKING:
    from policygen.render.pdf.engine import Rendered

__all__ = [
    "Engine",
    "PdfJob",
    "count_pages",
    "engine_fingerprint",
    "missing_libraries",
    "pdf_engine",
    "prepare",
    "render_pdf",
]

REPAIRS = 5
"""The version of our own part: raise it whenever the same job would give other bytes."""

LIBRARIES = {
    "gobject": ("libgobject-2.0.so.0", "gobject-2.0"),
    "pango": ("libpango-1.0.so.0", "pango-1.0"),
    "pangoft2": ("libpangoft2-1.0.so.0", "pangoft2-1.0"),
    "harfbuzz": ("libharfbuzz.so.0", "harfbuzz"),
    "harfbuzz-subset": ("libharfbuzz-subset.so.0", "harfbuzz-subset"),
    "fontconfig": ("libfontconfig.so.1", "fontconfig"),
}
"""The native libraries of the engine: file on Linux, name elsewhere."""

PACKAGES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "cssselect2", "tinyhtml5", "pillow", "pyphen")
"""The Python packages that have a say in the bytes."""

MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".css": "text/css",
}
"""What a page may ask for, by suffix."""

DATA_TYPES = ("image/svg+xml", "image/png")
"""What may stand inside the page as a data URL."""

FONTS_CONF = """\
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""

CODES = (
    (".notdef glyph", "PG510"),
    ("No anchor ", "PG512"),
    ("Anchor defined twice", "PG512"),
    ("Content discarded: target", "PG512"),
    ("Failed to load image", "PG513"),
    ("Failed to load inline SVG", "PG513"),
    ("Failed to render SVG", "PG513"),
    ("Unknown image mode", "PG513"),
    ("Ignored ", "PG511"),
    ("Invalid or unsupported", "PG511"),
    ("Parse error", "PG511"),
    ("Unknown ", "PG511"),
    ("Unsupported ", "PG511"),
    ("Empty @page", "PG511"),
    ("Invalid prelude", "PG511"),
    ("Invalid media", "PG511"),
    ("Font-face", "PG514"),
)
"""Codes by the beginning of what the engine logs; anything else is PG519."""

SUBJECTS = {
    "style": "PG511",
    "link": "PG512",
    "image": "PG513",
    "field": "PG516",
    "structure": "PG517",
    "numbers": "PG518",
    "attachment": "PG520",
    "room": "PG522",
}
"""Codes by what our own checks are about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfJob:
    """One page to render: values only, so that it may travel to another process or machine."""

    name: str
    """What messages call it: the path of the PDF in the output."""
    html: str
    """The whole page, with its styles inside."""
    assets: Mapping[str, bytes]
    """The files that the page may ask for, by relative name; fonts are not among them."""
    form: bool = False
    """Whether the controls of the page become form fields."""
    most: int | None = None
    """How many pages it may have."""
    span: Span | None = field(default=None, compare=False, repr=False)
    """Where its author says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What makes PDFs of jobs; its two functions are called in workers, so that a process can be sent them."""

    fingerprint: str
    """What else decides the bytes besides a job and the fonts; empty where no PDF can be made."""
    missing: str | None = None
    """One sentence that says what to install where no PDF can be made."""
    prepare: Callable[[Mapping[str, bytes]], None]
    """Makes a worker ready for pages in these fonts, TTF bytes by file name."""
    render: Callable[[PdfJob], Outcome[bytes]]
    """Returns the PDF of a job, or every reason why there is none."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The engine that is loaded in this process, and the fonts it was given."""

    module: ModuleType
    font_config: object
    families: frozenset[str]
    fonts: str


_lock = threading.Lock()
_engine: _Loaded | None = None


def pdf_engine() -> Engine:
    """Return the engine of this machine; it is not loaded before a worker prepares for it."""
    missing = missing_libraries()
    fingerprint = "" if missing else engine_fingerprint()
    return Engine(fingerprint=fingerprint, missing=missing, prepare=prepare, render=render_pdf)


def missing_libraries() -> str | None:
    """Return one sentence that says what to install when the engine's native libraries are missing, or none."""
    missing = [name for name in LIBRARIES if _library(name) is None]
    if not missing:
        return None
    return (
        f"PDF needs Pango ({', '.join(missing)} cannot be loaded): install it with"
        " `apt-get install libpangoft2-1.0-0 libharfbuzz-subset0` on Debian or Ubuntu, or `brew install pango` on macOS"
    )


def engine_fingerprint() -> str:
    """Return what else decides the bytes besides a job and its fonts: the versions of all that has a say.

    Does not import the engine. Raises `RuntimeError` with the words of `missing_libraries` when there is no engine.
    """
    if reason := missing_libraries():
        raise RuntimeError(reason)
    parts = [f"policygen-pdf {REPAIRS}"]
    for package in PACKAGES:
        try:
            parts.append(f"{package} {version(package)}")
        except PackageNotFoundError as cause:
            message = f"PDF needs the Python package {package}"
            raise RuntimeError(message) from cause
    for name, function in (("pango", "pango_version_string"), ("harfbuzz", "hb_version_string")):
        call = getattr(_library(name), function)
        call.restype = ctypes.c_char_p
        parts.append(f"{name} {call().decode()}")
    parts.append(f"fontconfig {_library('fontconfig').FcGetVersion()}")
    parts.append(f"zlib {zlib.ZLIB_RUNTIME_VERSION}")
    return "; ".join(parts)


def prepare(fonts: Mapping[str, bytes], *, fast: bool = True) -> None:
    """Load the engine with these fonts (file name to TTF bytes) and no others: once for each worker process.

    Without `fast` the engine works as slowly as it came, and makes the same pages: for those who doubt our `speed`.
    Called again with the same arguments it does nothing. Raises `RuntimeError` when the native libraries are missing.
    The fonts lie in a private temporary folder until the process ends.
    """
    global _engine  # noqa: PLW0603  one to a process: its font map is costly, and fontconfig reads its file once
    with _lock:
        identity = digest(dict(fonts), fast)
        if _engine is not None and _engine.fonts == identity:
            return
        if reason := missing_libraries():
            raise RuntimeError(reason)
        folder = Path(tempfile.mkdtemp(prefix="policygen-fonts-"))
        atexit.register(_remove, folder, os.getpid())
        (folder / "fonts").mkdir()
        for name, data in fonts.items():
            (folder / "fonts" / Path(name).name).write_bytes(data)
        conf = folder / "fonts.conf"
        text = FONTS_CONF.format(fonts=escape(str(folder / "fonts")), cache=escape(str(folder / "cache")))
        conf.write_text(text, encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(conf)
        with _no_library_search():
            from policygen.render.pdf import engine as module
        module.stand_in(fast=fast)
        families = frozenset(name for data in fonts.values() for name in module.font_families(data))
        gc.collect()
        gc.freeze()  # the engine stays: no collection needs to look at it again
        _engine = _Loaded(module, module.FontConfiguration(), families, identity)


def render_pdf(job: PdfJob) -> Outcome[bytes]:
    """Return the PDF of a job, or every reason why there is none; `prepare` comes first.

    Any warning of the engine is an error here: a page that lacks a glyph, a rule or a picture is not published.
    """
    engine = _engine
    if engine is None:
        message = "prepare() has not been called in this process"
        raise RuntimeError(message)
    fetcher = _make_fetcher(engine.module, job.assets)
    with _lock:
        try:
            rendered = engine.module.render(job.html, fetcher, engine.font_config, form=job.form)
        except engine.module.FatalURLFetchingError:
            return Outcome(None, tuple(_refusals(job, fetcher.refused)))
        except RecursionError:
            hint = "flatten lists, quotations and boxes within boxes"
            return Outcome(None, (error("PG591", f"{job.name}: elements are nested too deeply", hint=hint),))
        except Exception as cause:  # noqa: BLE001  whatever the engine trips over is told with the page's name
            reason = f"{type(cause).__name__}: {cause}".splitlines()[0][:200]
            notes = [Note(f"raised in {_way(cause)}")]
            return Outcome(None, (error("PG590", f"{job.name}: the PDF engine failed ({reason})", notes=notes),))
    problems = (*_refusals(job, fetcher.refused), *_diagnose(job, rendered, engine.families))
    return Outcome(None if problems else rendered.data, problems)


def count_pages(data: bytes) -> int:
    """Return how many pages a PDF of the engine has: its page tree stands among the compressed objects it ends with.

    ISO 32000-1, 7.5.7 and 7.7.3.2. Other bytes have none.
    """
    at = data.find(b"stream", data.rfind(b"/Type /ObjStm"))
    if at < 0:
        return 0
    objects = zlib.decompressobj().decompress(data[at:].removeprefix(b"stream").lstrip(b"\r\n"))
    tree = re.search(rb"/Type /Pages\b.*?/Count (\d+)", objects, re.DOTALL)
    return int(tree[1]) if tree else 0


def _way(cause: BaseException) -> str:
    """Return where an exception comes from, for a report: the last steps to it, the last first."""
    steps = reversed(traceback.extract_tb(cause.__traceback__)[-4:])
    return ", called by ".join(f"`{step.name}` ({Path(step.filename).name}, line {step.lineno})" for step in steps)


def _library(name: str) -> Any:
    """Load a native library, or return none when it is not there."""
    file, base = LIBRARIES[name]
    found = file if sys.platform.startswith("linux") else ctypes.util.find_library(base)
    if found is None:
        return None
    try:
        return ctypes.CDLL(found)
    except OSError:
        return None


def _remove(folder: Path, process: int) -> None:
    """Let go of the engine, and remove the fonts if this is the process that made them: a forked child shares them."""
    global _engine  # noqa: PLW0603
    _engine = None
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _no_library_search() -> Iterator[None]:
    """Spare the engine's import a search for libraries by names that Linux does not use: it starts 86 processes."""
    search = ctypes.util.find_library
    if sys.platform.startswith("linux"):
        ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _make_fetcher(engine: Any, assets: Mapping[str, bytes]) -> Any:
    """Return a fetcher that knows the assets of a job and nothing else, and keeps what it refused."""

    class ClosedFetcher(engine.URLFetcher):  # type: ignore[misc]
        """Gives assets and small data URLs; refuses network, files and everything else."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
            self.refused: list[str] = []

        def fetch(self, url: str, headers: object = None) -> Any:
            del headers
            found = _inline(url) if url.startswith("data:") else _asset(url, engine.BASE_URL, assets)
            if found is None:
                self.refused.append(url.removeprefix(engine.BASE_URL))
                message = "not among the assets of the page"
                raise ValueError(message)
            data, media_type = found
            return engine.URLFetcherResponse("asset:", data, {"Content-Type": media_type})

    return ClosedFetcher()


def _inline(url: str) -> tuple[bytes, str] | None:
    """Return what a data URL (RFC 2397) holds, if it is of a kind that may stand in a page."""
    head, comma, body = url.removeprefix("data:").partition(",")
    media_type, *options = head.split(";")
    if not comma or media_type.strip().lower() not in DATA_TYPES:
        return None
    data = unquote_to_bytes(body)
    if "base64" in options:
        data = base64.b64decode(data)
    return data, media_type


def _asset(url: str, base: str, assets: Mapping[str, bytes]) -> tuple[bytes, str] | None:
    """Return an asset and its media type, if the address is that of one."""
    if not url.startswith(base):
        return None
    name = unquote(url.removeprefix(base))
    media_type = MEDIA_TYPES.get(Path(name).suffix.lower())
    if name not in assets or media_type is None:
        return None
    return assets[name], media_type


def _refusals(job: PdfJob, refused: Iterable[str]) -> Iterator[Diagnostic]:
    """Say what the page asked for and may not have."""
    for url in dict.fromkeys(refused):
        hint = "pages use the files given with them only: no network, no other files"
        yield error("PG520", f"{job.name}: the page asks for `{url[:100]}`", hint=hint)


def _diagnose(job: PdfJob, rendered: "Rendered", families: frozenset[str]) -> list[Diagnostic]:
    """Turn what was said of a page into diagnostics, each once."""
    found: dict[tuple[str, str], Diagnostic] = {}

    def add(code: str, message: str, hint: str | None = None) -> None:
        found.setdefault((code, message), error(code, f"{job.name}: {message}", hint=hint))

    missing: dict[str, None] = {}
    for record in rendered.records:
        template = str(record.msg)
        code = next((code for start, code in CODES if template.startswith(start)), "PG519")
        if code == "PG510" and isinstance(record.args, tuple):
            missing[str(record.args[0])] = None
        else:
            add(code, " ".join(record.getMessage().split())[:300].rstrip(" :."))
    for sign in sorted(missing):
        name = unicodedata.name(sign, "unnamed character").lower()
        add("PG510", f"no font has U+{ord(sign):04X} ({name})", "use words or drawn signs, or add a font that has it")
    for wanted in sorted(rendered.families):
        if wanted[0] not in families:
            have = ", ".join(f"`{name}`" for name in sorted(families))
            add("PG514", f"font `{wanted[0]}` is not one of the project's fonts", f"there is {have}")
    for subject, problem in rendered.problems:
        add(SUBJECTS[subject], problem)
    if not rendered.title or not rendered.lang:
        add("PG515", "the page lacks a title or a language")
    if job.most is not None and rendered.pages > job.most:
        made = f"{rendered.pages} page{'' if rendered.pages == 1 else 's'}"
        message, hint = f"the page has {made} and may have {job.most}", "shorten its words, or the names of contacts"
        found["PG521", message] = error("PG521", f"{job.name}: {message}", job.span, hint=hint)
    return list(found.values())

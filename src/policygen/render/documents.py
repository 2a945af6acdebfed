"""Documents to files in every format: what is cheap at once, what is dear by workers and only when it is not kept."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import as_completed
from dataclasses import dataclass, field
from functools import partial
from typing import Any, assert_never

from policygen.compose.files import File, files, path, traits
from policygen.diagnostics import Diagnostic, Outcome, RelPath, has_errors, in_order, warning
from policygen.keys import Digest, code_digest, digest
from policygen.model.documents import Document
from policygen.model.formats import Format
from policygen.model.sheets import SheetView
from policygen.render.html.pages import Page, Theme, render_html, render_print
from policygen.render.pdf.job import PdfJob, count_pages
from policygen.render.schema import render_schema
from policygen.render.tools import Tools
from policygen.render.word.package import docx_fingerprint, render_docx

__all__ = ["Rendered", "RenderedFile", "pdf_job", "render_documents"]

WORD_CODE = ("render/word/*.py", "render/html/markup.py", "compose/wording.py")
"""The modules that decide the bytes of a Word file."""


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A file of a document and its bytes."""

    document: Document
    file: File
    data: bytes

    @property
    def path(self) -> RelPath:
        """Where it stands in the output."""
        return path(self.document, self.file)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of documents, and how many of each dear format were not kept and had to be made."""

    files: tuple[RenderedFile, ...]
    made: Mapping[str, int]


def render_documents(
    documents: tuple[Document, ...],
    theme: Theme,
    fonts: Mapping[str, bytes],
    tools: Tools,
    *,
    formats: tuple[str, ...],
    pack: bool = False,
) -> Outcome[Rendered]:
    """Render documents in every format that is wanted; PG500, a warning, when PDFs are and there is no engine.

    `fonts` are TTF files by name; in a `pack`, web pages lead to its contents. Web pages and schemas are made anew;
    PDFs and Word files are kept under the digest of exactly what went into them.
    """
    found: list[Diagnostic] = []
    engine = tools.engine
    if "pdf" in formats and engine.missing is not None:
        found.append(warning("PG500", f"no PDF is made: {engine.missing}"))
        formats = tuple(name for name in formats if name != "pdf")
    wanted = [(document, file) for document in documents for file in files(document, formats)]
    tools.reporter.begin(len(wanted))
    made: list[RenderedFile] = []
    tasks: dict[Digest, _Task] = {}
    inside = digest(fonts, engine.fingerprint, code_digest("render/pdf/*.py"))  # the fonts are megabytes
    around = {document.words.language: (document.words, document.tokens) for document in documents}
    said = {language: digest(dict(words.words), tokens) for language, (words, tokens) in around.items()}
    for document, file in wanted:
        if file.format is Format.HTML:
            page = render_html(document, theme, formats=formats, pack=pack)
            found += page.diagnostics
            made.append(RenderedFile(document, file, (page.value or "").encode()))
        elif file.format is Format.SCHEMA:
            made.append(RenderedFile(document, file, render_schema(document)))
        elif file.format is Format.DOCX:
            key = digest(
                "docx",
                document,
                document.fingerprint,
                said[document.words.language],
                docx_fingerprint(),
                code_digest(*WORD_CODE),
            )
            tasks.setdefault(key, _Task(render_docx, document, len(document.parts))).files.append((document, file))
            continue
        elif file.format is Format.PDF:
            sheet = render_print(document, theme, large=file.large)
            found += sheet.diagnostics
            if sheet.value is not None:
                job = pdf_job(document, file, sheet.value)
                key = digest("pdf", job, inside)
                tasks.setdefault(key, _Task(engine.render, job, len(job.html))).files.append((document, file))
            continue
        else:
            assert_never(file.format)
        tools.reporter.done(made[-1].path)
    if has_errors(found):
        return Outcome(None, tuple(found))
    count: Counter[str] = Counter()
    for key, outcome, new in _done(tasks, fonts, tools):
        found += outcome.diagnostics
        if outcome.value is None:
            continue
        if new:
            found += tools.cache.put(key, outcome.value)
            count[tasks[key].files[0][1].format] += 1
        for document, file in tasks[key].files:
            found += _too_long(document, file, outcome.value)
            made.append(RenderedFile(document, file, outcome.value))
            tools.reporter.done(made[-1].path)
    return Outcome(Rendered(tuple(made), count), in_order(found))


@dataclass(frozen=True, slots=True)
class _Task:
    """Work whose result is kept: a function of this package, what it takes, how long it may be, and for which files."""

    work: Callable[[Any], Outcome[bytes]]
    value: object
    size: int
    files: list[tuple[Document, File]] = field(default_factory=list)


def pdf_job(document: Document, file: File, page: Page) -> PdfJob:
    """Return what the PDF engine is asked for one file of a document."""
    sheet = next((part for part in document.parts if isinstance(part, SheetView)), None)
    sides = document.pages if sheet else None  # an outline's limit is judged afterwards, since a draft may exceed it
    return PdfJob(
        name=path(document, file),
        html=page.html,
        assets=page.assets,
        form=traits(document.kind).form or (sheet is not None and sheet.blanks),
        most=sides.most if sides else traits(document.kind).pages,
        span=sides.span if sides else None,
    )


def _too_long(document: Document, file: File, data: bytes) -> Iterator[Diagnostic]:
    """Say that a PDF has more pages than its outline allows (PG523); one that was kept says it again."""
    limit = document.pages
    if limit is None or file.format is not Format.PDF or (pages := count_pages(data)) <= limit.most:
        return
    message = f"{path(document, file)} has {pages} pages and may have {limit.most}"
    hint = "shorten its clauses, or let some stand in another document of the pack: `in`"
    yield warning("PG523", message, limit.span, hint=hint)


def _done(
    tasks: Mapping[Digest, _Task], fonts: Mapping[str, bytes], tools: Tools
) -> Iterator[tuple[Digest, Outcome[bytes], bool]]:
    """Yield every result with its key, and whether it was made now; the longest begin first, so that none trails."""
    missing: list[tuple[Digest, _Task]] = []
    for key, task in tasks.items():
        if (data := tools.cache.get(key)) is not None:
            yield key, Outcome(data), False
        else:
            missing.append((key, task))
    if not missing:
        return
    missing.sort(key=lambda item: (-item[1].size, item[0]))
    pdfs = any(file.format is Format.PDF for _, task in missing for _, file in task.files)
    prepare = partial(tools.engine.prepare, fonts) if pdfs else _nothing
    with tools.workers(len(missing), prepare) as executor:
        futures = {executor.submit(task.work, task.value): key for key, task in missing}
        for future in as_completed(futures):
            yield futures[future], future.result(), True


def _nothing() -> None:
    """Make nothing ready: Word files need no engine."""

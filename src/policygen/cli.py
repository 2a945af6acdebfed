"""The command line: options to values, exit codes, printing. The only module that knows click.

Exit codes: 0 done, 1 mistakes in content, 2 wrong use. A traceback is always a bug.
What a command works with is imported where it is used: a build in which nothing changed loads no stage.
"""

import atexit
import gc
import json
import os
import signal
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policygen import __version__
from policygen.author.commands import init_command, new_command
from policygen.diagnostics import (
    Diagnostic,
    Outcome,
    Severity,
    has_errors,
    in_order,
    printable,
    render_json,
    render_text,
    unknown_name,
)
from policygen.model.formats import FORMATS
from policygen.release.request import EVERYTHING, Release, Request, Selection
from policygen.source.tree import SourceTree, find_root, read_tree

if TYPE_CHECKING:
    from policygen.build import Built
    from policygen.model.documents import Document
    from policygen.model.editions import Edition
    from policygen.model.library import Library
    from policygen.project import Project
    from policygen.release.upload import Uploaded
    from policygen.release.verify import Verified

__all__ = ["main"]

SOURCES = ("content", "agencies", "templates")
SELECTION = Path(".policygen") / "selection"
OPTIMIZED = (
    "Python runs with -O or PYTHONOPTIMIZE, which takes out checks that the PDF engine relies on: the same input would"
    " give other files. Run it without."
)

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="policygen %(version)s")
def main() -> None:
    """Publish one governed text to many audiences: policies for every agency, from one protocol."""
    if sys.flags.optimize:
        raise click.UsageError(OPTIMIZED)
    signal.signal(signal.SIGTERM, _interrupt)
    gc.set_threshold(100_000)  # modules and values are made to stay: to look for what went costs more than it gives
    atexit.register(gc.freeze)  # and all of it goes with the process
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may know fewer signs than an author


main.add_command(init_command)
main.add_command(new_command)


@main.command("build")
@click.option("--partnership", "-p", "partnerships", multiple=True, metavar="ID", help="Only this partnership.")
@click.option("--agency", "-a", "agencies", multiple=True, metavar="ID", help="Only this agency.")
@click.option("--document", "-d", "documents", multiple=True, metavar="ID", help="Only this document.")
@click.option("--format", "-f", "formats", multiple=True, type=click.Choice(FORMATS), help="Only this format.")
@click.option("--lang", "-l", "languages", multiple=True, metavar="TAG", help="Only this language; en is the source's.")
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="N", help="How many PDFs to render at once.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing while files are rendered.")
@click.option("--release", is_flag=True, help="The same as `policygen release`, which has more options.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=True), metavar="DIR", help="Where to publish.")
def build_command(
    partnerships: tuple[str, ...],
    agencies: tuple[str, ...],
    documents: tuple[str, ...],
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    jobs: int | None,
    out: Path | None,
    *,
    quiet: bool,
    release: bool,
) -> None:
    """Build every document of every agency in every format, their packs, and the site.

    Everything goes to output/. A build of a selection goes to .policygen/selection/ unless --out says otherwise.
    """
    root = _root()
    selection = Selection(
        partnerships=partnerships, agencies=agencies, documents=documents, formats=formats, languages=languages
    )
    if not release:
        where = _where(root, out, SELECTION if selection != EVERYTHING else Path("output"))
        _build(Request(root=root, out=where, selection=selection), jobs, quiet=quiet)
    elif selection == Selection(partnerships=partnerships):
        _release(root, out, Release(partnerships=partnerships, as_of=_day(None)), jobs, quiet=quiet)
    else:
        raise click.UsageError("a release is of whole partnerships: name them with --partnership, and nothing else")


@main.command("release")
@click.option("--partnership", "-p", "partnerships", multiple=True, metavar="ID", help="Release only this one.")
@click.option("--key", type=_FILE, metavar="PRIVATE.pem", help="Sign with this private key.")
@click.option(
    "--former-key", "former", type=_FILE, multiple=True, metavar="PUBLIC.pem", help="You signed with it before."
)
@click.option("--as-of", type=_DAY, metavar="YYYY-MM-DD", help="The day; default: today.")
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="N", help="How many PDFs to render at once.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing while files are rendered.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=True), metavar="DIR", help="Where to publish.")
def release_command(
    partnerships: tuple[str, ...],
    key: Path | None,
    former: tuple[Path, ...],
    as_of: datetime | None,
    jobs: int | None,
    out: Path | None,
    *,
    quiet: bool,
) -> None:
    """Build everything, and release the editions of partnerships: of all, or of those that are named.

    Refused, with the place of each gap, while sign-offs, approval, contacts, values or confirmations are missing.
    Packs of the editions are kept for good in PARTNERSHIP/editions/NUMBER/.
    """
    from policygen.release.sign import Signer, load_signer

    root = _root()
    signer: Outcome[Signer] = load_signer(_bytes(key)) if key is not None else Outcome(None)
    if signer.diagnostics:
        _print(signer.diagnostics, SourceTree({}, {}))
        sys.exit(1)
    earlier = tuple(_bytes(path) for path in former)
    signing = replace(signer.value, former=earlier) if signer.value is not None else None
    release = Release(partnerships=partnerships, as_of=_day(as_of), signer=signing)
    _release(root, out, release, jobs, quiet=quiet)


@main.command("verify")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--manifest", type=_FILE, metavar="FILE", help="Compare with this manifest.")
@click.option("--key", type=_FILE, metavar="PUBLIC.pem", help="Check the signature with the publisher's public key.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify_command(path: Path, manifest: Path | None, key: Path | None, *, as_json: bool) -> None:
    """Say whether PATH, a pack, a folder or a single file, is as it was released. Needs no network and no project.

    A folder or file is compared with the manifest.json in it, beside it or above it, or with the one of --manifest.
    """
    from policygen.release.verify import verify

    outcome = verify(path, manifest=manifest, key=_bytes(key) if key is not None else None)
    if as_json:
        click.echo(_verified_json(outcome))
    else:
        _print(outcome.diagnostics, SourceTree({}, {}))
        if outcome.value is not None:
            click.echo(_verified(path, outcome.value))
        else:
            click.echo(f"{path} cannot be trusted: {_count(outcome.diagnostics)}.", err=True)
    sys.exit(1 if outcome.value is None else 0)


@main.command("publish")
@click.argument("url")
@click.option("--from", "folder", type=_FOLDER, metavar="DIR", help="Publish this folder, not output/.")
def publish_command(url: str, folder: Path | None) -> None:
    """Copy output/, or what is in --from, to object storage at URL, such as s3://bucket/folder.

    The manifest goes last. What an earlier manifest there lists, and this one does not, is removed afterwards.
    """
    from policygen.release.upload import upload

    outcome = upload(folder or _root() / "output", url)
    _print(outcome.diagnostics, SourceTree({}, {}))
    if outcome.value is None:
        sys.exit(1)
    click.echo(_uploaded(outcome.value))


@main.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--as-of", type=_DAY, metavar="YYYY-MM-DD", help="The day; default: today.")
def check_command(*, as_json: bool, strict: bool, as_of: datetime | None) -> None:
    """Say everything that can be said of the project without rendering it."""
    from policygen.render.terminal.report import library_text

    start = time.perf_counter()
    tree, outcome = _understand(_root(), as_of=_day(as_of))
    failed = has_errors(outcome.diagnostics) or (
        strict and any(item.severity is Severity.WARNING for item in outcome.diagnostics)
    )
    if as_json:
        click.echo(render_json(outcome.diagnostics))
    else:
        for item in outcome.diagnostics:
            click.echo(render_text(item, tree.texts))
        project = outcome.value
        if project is not None and not failed:
            click.echo(library_text(project.library, len(project.editions)))
            click.echo(f"{_count(outcome.diagnostics)}. {time.perf_counter() - start:.1f} s")
        else:
            click.echo(f"{_count(outcome.diagnostics)}.", err=True)
    sys.exit(1 if failed else 0)


@main.command("explain")
@click.argument("agency")
@click.argument("clause")
@click.option("--partnership", "-p", metavar="ID", help="The partnership, where there are several.")
def explain_command(agency: str, clause: str, partnership: str | None) -> None:
    """Say why CLAUSE, an id or a paragraph number, reads as it does for AGENCY.

    Its base text, every edit with place and reason, every value and who set it.
    """
    from policygen.render.terminal.explain import explain_clause

    tree, outcome = _understand(_root())
    project = outcome.value
    if project is None:
        _print(outcome.diagnostics, tree)
        sys.exit(1)
    library = project.library
    editions = _editions(project, library, agency, partnership)
    numbers = {item.number: item.clause.id for edition in editions for item in edition.clauses()}
    clause = numbers.get(clause, clause)  # people have the printed number before them
    _one_of("CLAUSE", clause, {item.clause.id for edition in editions for item in edition.clauses()})
    click.echo("\n\n".join(explain_clause(library, edition, clause) for edition in editions))
    if has_errors(outcome.diagnostics):
        click.echo(f"\nThe project has {_count(outcome.diagnostics)}: run `policygen check`.", err=True)
        sys.exit(1)


@main.command("coverage")
@click.option("--format", "-f", "form", type=click.Choice(("text", "csv", "json")), default="text", help="As what.")
def coverage_command(form: str) -> None:
    """Say where each provision of the source and each law stands: clauses, locks, and the agencies that read them."""
    from policygen.render.terminal.report import coverage_csv, coverage_json, coverage_text
    from policygen.resolve.coverage import coverage

    _, project, library = _library(_root())
    rows = coverage(library, project.editions)
    match form:
        case "csv":
            click.echo(coverage_csv(rows), nl=False)
        case "json":
            click.echo(coverage_json(rows))
        case _:
            click.echo(coverage_text(rows, {name: library.members(name) for name in library.partnerships}))


@main.command("impact")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the uses as JSON.")
def impact_command(name: str, *, as_json: bool) -> None:
    """Say what rests on NAME: a law, clause, provision, editor's note, term, role, contact or value.

    Words of an agency or a partnership are named with their kind: term.adult, role.safeguarding-lead, contact.dpo.
    """
    from policygen.render.terminal.report import impact_json, impact_text
    from policygen.resolve.impact import impact, known_names

    _, project, library = _library(_root())
    _one_of("NAME", name, known_names(library))
    uses = impact(library, project.editions, name)
    click.echo(impact_json(uses) if as_json else impact_text(library, name, uses))


@main.command("compare")
@click.argument("left")
@click.argument("right")
@click.option("--partnership", "-p", metavar="ID", help="The partnership, where there are several.")
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write a page.")
def compare_command(left: str, right: str, partnership: str | None, page: Path | None) -> None:
    """Show the paragraphs of two agencies' packs side by side, differences first."""
    from policygen.compose.compare import compare_documents
    from policygen.render.html.pages import load_theme, render_compare
    from policygen.render.terminal.report import compare_text

    tree, project, library = _library(_root())
    editions = [_editions(project, library, name, partnership) for name in (left, right)]
    both = [edition for edition in editions[0] if edition.partnership in {other.partnership for other in editions[1]}]
    if not both:
        message = f"no partnership has both `{left}` and `{right}`"
        raise click.UsageError(message)
    home = both[0].partnership
    packs = [_pack(project, next(each for each in found if each.partnership == home)) for found in editions]
    pairs = compare_documents(*packs)
    first, second = (pack[0] for pack in packs)
    if page is None:
        click.echo(compare_text(first, second, pairs))
        return
    theme = load_theme(tree.texts)
    html: Outcome[str] = render_compare(first, second, pairs, theme.value) if theme.value else Outcome(None)
    if html.value is None:
        _print((*theme.diagnostics, *html.diagnostics), tree)
        sys.exit(1)
    try:
        page.write_text(html.value, encoding="utf-8")
    except OSError as problem:
        message = f"`{page}` cannot be written: {problem.strerror}"
        raise click.UsageError(message) from problem
    click.echo(f"{page} shows {first.agency_name} and {second.agency_name} side by side.")


@main.command("schema")
@click.argument("name", required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write them there, as NAME.schema.json.",
)
def schema_command(name: str | None, out: Path | None) -> None:
    """Print the JSON Schema of NAME, a kind of file or block, or of all; editors complete and explain by them.

    A Markdown file stands for its front matter.
    """
    from policygen.source.editors import schemas

    made = schemas()
    if name is not None:
        _one_of("NAME", name, made)
        made = {name: made[name]}
    if out is None:
        click.echo(json.dumps(made if name is None else made[name], indent=2, ensure_ascii=False))
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
        for each, schema in made.items():
            text = json.dumps(schema, indent=2, ensure_ascii=False)
            (out / f"{each}.schema.json").write_text(f"{text}\n", encoding="utf-8")
    except OSError as problem:
        message = f"`{out}` cannot be written: {problem.strerror}"
        raise click.UsageError(message) from problem
    click.echo(f"{_many(len(made), 'schema')} in {out}.")


def _release(root: Path, out: Path | None, release: Release, jobs: int | None, *, quiet: bool) -> None:
    """Release the editions of partnerships; everything else is built as it is."""
    _build(Request(root=root, out=_where(root, out, Path("output")), release=release), jobs, quiet=quiet)


def _build(request: Request, jobs: int | None, *, quiet: bool) -> None:
    """Build, and print how it went; where nothing has changed, none of the stages is loaded."""
    from policygen.release.publish import recover
    from policygen.release.runs import standing
    from policygen.render.pdf.job import Engine, pdf_engine

    start = time.perf_counter()
    recovered = recover(request.out)
    read = read_tree(request.root)
    tree = read.value or SourceTree({}, {})
    engine = click.get_current_context().find_object(Engine) or pdf_engine()
    last = standing(request.inputs(tree.digest(), engine.fingerprint), request.work, request.out)
    if last is not None and not has_errors(read.diagnostics):
        _print((*recovered, *last.diagnostics), tree)
        words = f"Nothing has changed: {len(last.files)} files in {_shown(request.out)}/ are up to date."
        click.echo(f"{words} {time.perf_counter() - start:.1f} s")
        return
    from policygen.build import build
    from policygen.project import UnknownNameError
    from policygen.release.store import Store
    from policygen.render.terminal.progress import Progress
    from policygen.render.tools import Tools
    from policygen.render.workers import Processes

    progress = Progress(None if quiet else sys.stderr)
    workers = Processes(jobs or os.cpu_count() or 1)
    tools = Tools(engine=engine, workers=workers, cache=Store(request.work / "store"), reporter=progress)
    try:
        outcome = build(tree, request, tools, read.diagnostics)
    except UnknownNameError as problem:
        raise click.UsageError(str(problem)) from problem
    finally:
        progress.end()
    _print((*recovered, *outcome.diagnostics), tree)
    if outcome.value is None:
        click.echo(f"Nothing was published: {_count(outcome.diagnostics)}.", err=True)
        sys.exit(1)
    if outcome.value.released:
        click.echo(f"Released: {', '.join(outcome.value.released)}.")
    click.echo(_summary(outcome.value, request.out, time.perf_counter() - start))


def _where(root: Path, out: Path | None, default: Path) -> Path:
    """Return where to publish; refuse a folder of sources, or one that holds the project."""
    where = out.resolve() if out is not None else root / default
    if root.is_relative_to(where) or any(where.is_relative_to(root / name) for name in SOURCES):
        message = f"`{where}` holds the project itself: give a folder of its own with --out"
        raise click.UsageError(message)
    return where


def _day(as_of: datetime | None) -> str:
    return as_of.date().isoformat() if as_of is not None else time.strftime("%Y-%m-%d")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        message = f"`{path}` cannot be read: {problem.strerror}"
        raise click.UsageError(message) from problem


def _root() -> Path:
    root = find_root(Path.cwd())
    if root is None:
        message = "there is no project here: no folder at or above this one holds `content/`"
        raise click.UsageError(message)
    return root


def _understand(root: Path, *, as_of: str | None = None) -> "tuple[SourceTree, Outcome[Project]]":
    """Read the project and understand it as far as it goes; what cannot be read is told with all the rest."""
    from policygen.project import understand

    read = read_tree(root)
    tree = read.value or SourceTree({}, {})
    outcome = understand(tree, as_of=as_of, rendered=False)
    return tree, Outcome(outcome.value, in_order((*read.diagnostics, *outcome.diagnostics)))


def _library(root: Path) -> "tuple[SourceTree, Project, Library]":
    """Return a project without mistakes, or stop with what they are."""
    tree, outcome = _understand(root)
    project = outcome.value
    if project is None or has_errors(outcome.diagnostics):
        _print(outcome.diagnostics, tree)
        click.echo(f"{_count(outcome.diagnostics)}.", err=True)
        sys.exit(1)
    return tree, project, project.library


def _editions(project: "Project", library: "Library", agency: str, partnership: str | None) -> "list[Edition]":
    """Return the editions of an agency, in one partnership or in all."""
    if partnership is not None:
        _one_of("--partnership", partnership, library.partnerships)
    homes = [partnership] if partnership is not None else library.partnerships
    _one_of("AGENCY", agency, dict.fromkeys(member for home in homes for member in library.members(home)))
    return [item for item in project.editions if item.agency == agency and partnership in {None, item.partnership}]


def _pack(project: "Project", edition: "Edition") -> "tuple[Document, ...]":
    """Return the documents of an edition's pack, its policy first."""
    return next(each.documents for each in project.sets if each.edition == edition)


def _one_of(what: str, name: str, known: Iterable[str]) -> None:
    names = tuple(known)
    if name not in names:
        raise click.UsageError(unknown_name(what, name, names))


def _interrupt(_signal: int, _frame: object) -> None:
    """End as by Ctrl-C, which leaves everything as it was."""
    raise KeyboardInterrupt


def _print(diagnostics: Iterable[Diagnostic], tree: SourceTree) -> None:
    for item in diagnostics:
        click.echo(render_text(item, tree.texts), err=True)


def _count(diagnostics: Iterable[Diagnostic]) -> str:
    kinds = [item.severity for item in diagnostics]
    counts = ((kinds.count(Severity.ERROR), "error"), (kinds.count(Severity.WARNING), "warning"))
    return " and ".join(_many(count, noun) for count, noun in counts if count) or "no problems"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _shown(where: Path) -> Path:
    return where.relative_to(Path.cwd()) if where.is_relative_to(Path.cwd()) else where


def _summary(built: "Built", where: Path, seconds: float) -> str:
    """Say what was built, where, and how long it took."""
    changes, rendered = built.changes, built.rendered
    return (
        f"{_many(built.files, 'document')} in {_shown(where)}/: "
        f"{_many(rendered.get('pdf', 0), 'PDF')} and {_many(rendered.get('docx', 0), 'Word file')} rendered; "
        f"{_many(changes.written, 'file')} written, "
        f"{changes.kept} kept, {changes.pruned} removed. {seconds:.1f} s"
    )


def _verified(path: Path, verified: "Verified") -> str:
    """Say what was verified, and what that does not show."""
    lines = [f"{path} is as it was released."]
    if verified.kind != "file":
        lines[0] = f"{path} is as it was released: {_many(verified.files, 'file')}."
    if verified.listed is not None:
        lines.append(f"It is listed as {verified.listed}.")
    for partnership, stamp in verified.editions.items():
        lines.append(printable(f"Edition {stamp.number} of {partnership}, {stamp.date}, {stamp.status}."))
    match verified.signature:
        case "checked":
            lines.append("The signature fits the key.")
        case "none":
            lines.append("It is not signed: this shows that nothing was changed by accident, not who made it.")
        case _:
            lines.append("Its signature was not checked: give the publisher's key with --key.")
    return "\n".join(lines)


def _verified_json(outcome: "Outcome[Verified]") -> str:
    data = {
        "verified": asdict(outcome.value) if outcome.value is not None else None,
        "problems": json.loads(render_json(outcome.diagnostics)),
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def _uploaded(uploaded: "Uploaded") -> str:
    return f"{_many(uploaded.sent, 'file')} sent to {uploaded.where}, {uploaded.removed} removed."

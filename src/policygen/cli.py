"""The command line: options to values, exit codes, printing. The only module that knows click.

Exit codes: 0 done, 1 mistakes in content, 2 wrong use. A traceback is always a bug.
"""

import json
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from policygen import __version__
from policygen.build import FORMATS, Built, Project, Release, Selection, build, understand
from policygen.compose.compare import compare_documents
from policygen.diagnostics import (
    Diagnostic,
    Outcome,
    RelPath,
    Severity,
    did_you_mean,
    has_errors,
    in_order,
    render_json,
    render_text,
)
from policygen.model.documents import Document
from policygen.model.editions import Edition
from policygen.model.library import Library
from policygen.release.manifest import printable
from policygen.release.publish import recover
from policygen.release.sign import Signer, load_signer
from policygen.release.upload import Uploaded, upload
from policygen.release.verify import Verified, verify
from policygen.render.html.pages import load_theme, render_compare
from policygen.render.terminal.explain import explain_clause
from policygen.render.terminal.report import (
    compare_text,
    coverage_csv,
    coverage_json,
    coverage_text,
    impact_json,
    impact_text,
)
from policygen.resolve.coverage import coverage
from policygen.resolve.impact import impact, known_names
from policygen.rules.reading import measure
from policygen.source.tree import SourceTree, find_root, read_tree

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


@main.command("build")
@click.option("--partnership", "-p", "partnerships", multiple=True, metavar="ID", help="Only this partnership.")
@click.option("--agency", "-a", "agencies", multiple=True, metavar="ID", help="Only this agency.")
@click.option("--document", "-d", "documents", multiple=True, metavar="ID", help="Only this document.")
@click.option("--format", "-f", "formats", multiple=True, type=click.Choice(FORMATS), help="Only this format.")
@click.option("--lang", "-l", "languages", multiple=True, metavar="TAG", help="Only this language; en is the source's.")
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="N", help="How many PDFs to render at once.")
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
    release: bool,
) -> None:
    """Build every document of every agency in every format, their packs, and the site.

    Everything goes to output/. A build of a selection goes to .policygen/selection/ unless --out says otherwise.
    """
    root = _root()
    selection = Selection(
        partnerships=partnerships, agencies=agencies, documents=documents, formats=formats, languages=languages
    )
    if release:
        if not selection.whole or agencies:
            raise click.UsageError("a release is of whole partnerships: name them with --partnership, and nothing else")
        _build(
            root,
            _where(root, out, Path("output")),
            selection,
            jobs,
            Release(partnerships=partnerships, as_of=_day(None)),
        )
        return
    where = _where(root, out, SELECTION if selection != Selection() else Path("output"))
    _build(root, where, selection, jobs)


@main.command("release")
@click.option("--partnership", "-p", "partnerships", multiple=True, metavar="ID", help="Release only this one.")
@click.option("--key", type=_FILE, metavar="PRIVATE.pem", help="Sign with this private key.")
@click.option("--as-of", type=_DAY, metavar="YYYY-MM-DD", help="The day; default: today.")
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="N", help="How many PDFs to render at once.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=True), metavar="DIR", help="Where to publish.")
def release_command(
    partnerships: tuple[str, ...], key: Path | None, as_of: datetime | None, jobs: int | None, out: Path | None
) -> None:
    """Build everything, and release the editions of partnerships: of all, or of those that are named.

    Refused, with the place of each gap, while sign-offs, approval, contacts, values or confirmations are missing.
    Packs of the editions are kept for good in PARTNERSHIP/editions/NUMBER/.
    """
    root = _root()
    signer: Outcome[Signer] = load_signer(_bytes(key)) if key is not None else Outcome(None)
    if signer.diagnostics:
        _print(signer.diagnostics, SourceTree({}, {}))
        sys.exit(1)
    release = Release(partnerships=partnerships, as_of=_day(as_of), signer=signer.value)
    _build(root, _where(root, out, Path("output")), Selection(partnerships=partnerships), jobs, release)


@main.command("verify")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--manifest", type=_FILE, metavar="FILE", help="Compare with this manifest.")
@click.option("--key", type=_FILE, metavar="PUBLIC.pem", help="Check the signature with the publisher's public key.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify_command(path: Path, manifest: Path | None, key: Path | None, *, as_json: bool) -> None:
    """Say whether PATH, a pack, a folder or a single file, is as it was released. Needs no network and no project.

    A folder or file is compared with the manifest.json in it, beside it or above it, or with the one of --manifest.
    """
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
    start = time.perf_counter()
    tree, outcome = _understand(_root(), as_of=_day(as_of))
    failed = has_errors(outcome.diagnostics) or (strict and bool(outcome.diagnostics))
    if as_json:
        click.echo(render_json(outcome.diagnostics))
    else:
        for item in outcome.diagnostics:
            click.echo(render_text(item, tree.texts))
        project = outcome.value
        if project is not None and project.library is not None and not failed:
            click.echo(_report(project.library, len(project.editions)))
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
    tree, outcome = _understand(_root())
    project = outcome.value
    if project is None or project.library is None:
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
    _, project, library = _library(_root())
    rows = coverage(library, project.editions)
    match form:
        case "csv":
            click.echo(coverage_csv(rows), nl=False)
        case "json":
            click.echo(coverage_json(rows))
        case _:
            click.echo(coverage_text(rows, library.rendered()))


@main.command("impact")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the uses as JSON.")
def impact_command(name: str, *, as_json: bool) -> None:
    """Say what rests on NAME: a law, clause, provision, editor's note, term, role, contact or value.

    Words of an agency or a partnership are named with their kind: term.adult, role.safeguarding-lead, contact.dpo.
    """
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
    """Show the policies of two agencies side by side, differences first."""
    tree, project, library = _library(_root())
    first, second = (_policy(project, _editions(project, library, name, partnership)[0]) for name in (left, right))
    pairs = compare_documents(first, second)
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


class _Progress:
    """A bar on a terminal; a line for each document in a log."""

    def __init__(self) -> None:
        self.terminal = sys.stderr.isatty()
        self.total = self.count = 0

    def begin(self, documents: int) -> None:
        self.total = documents
        self._draw()

    def done(self, name: RelPath) -> None:
        self.count += 1
        if self.terminal:
            self._draw(name)
        else:
            click.echo(f"{self.count}/{self.total} {name}", err=True)

    def end(self) -> None:
        if self.terminal and self.total:
            click.echo("\r\033[K", nl=False, err=True)

    def _draw(self, name: str = "") -> None:
        if self.terminal and self.total:
            filled = round(30 * self.count / self.total)
            bar = "#" * filled + "." * (30 - filled)
            click.echo(f"\r\033[K[{bar}] {self.count} of {self.total} {name}", nl=False, err=True)


def _build(root: Path, where: Path, selection: Selection, jobs: int | None, release: Release | None = None) -> None:
    """Build, and print how it went. A release is of the partnerships in the selection, but everything is built."""
    start = time.perf_counter()
    recovered = recover(where)
    read = read_tree(root)
    tree = read.value or SourceTree({}, {})
    if selection != Selection():
        _known(tree, selection)
    progress = _Progress()
    workers = jobs or os.cpu_count() or 1
    built = Selection() if release is not None else selection
    outcome = build(tree, root, where, built, progress, jobs=workers, said=read.diagnostics, release=release)
    progress.end()
    _print((*recovered, *outcome.diagnostics), tree)
    if outcome.value is None:
        click.echo(f"Nothing was published: {_count(outcome.diagnostics)}.", err=True)
        sys.exit(1)
    if outcome.value.released:
        click.echo(f"Released: {', '.join(outcome.value.released)}.")
    click.echo(_summary(outcome.value, where, time.perf_counter() - start))


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


def _understand(root: Path, *, as_of: str | None = None) -> tuple[SourceTree, Outcome[Project]]:
    """Read the project and understand it as far as it goes; what cannot be read is told with all the rest."""
    read = read_tree(root)
    tree = read.value or SourceTree({}, {})
    outcome = understand(tree, as_of=as_of)
    return tree, Outcome(outcome.value, in_order((*read.diagnostics, *outcome.diagnostics)))


def _library(root: Path) -> tuple[SourceTree, Project, Library]:
    """Return a project without mistakes, or stop with what they are."""
    tree, outcome = _understand(root)
    project = outcome.value
    if project is None or project.library is None or has_errors(outcome.diagnostics):
        _print(outcome.diagnostics, tree)
        click.echo(f"{_count(outcome.diagnostics)}.", err=True)
        sys.exit(1)
    return tree, project, project.library


def _editions(project: Project, library: Library, agency: str, partnership: str | None) -> list[Edition]:
    """Return the editions of an agency, in one partnership or in all."""
    _one_of("AGENCY", agency, library.rendered())
    if partnership is not None:
        _one_of("--partnership", partnership, library.partnerships)
    return [item for item in project.editions if item.agency == agency and partnership in {None, item.partnership}]


def _policy(project: Project, edition: Edition) -> Document:
    """Return the first document of an edition's pack: its policy."""
    return next(each.documents[0] for each in project.sets if each.edition == edition)


def _known(tree: SourceTree, selection: Selection) -> None:
    """Refuse a selection of what does not exist: a typing mistake must not build nothing."""
    project = understand(tree).value
    if project is None or project.library is None:
        return
    for name in selection.partnerships:
        _one_of("--partnership", name, project.library.partnerships)
    for name in selection.agencies:
        _one_of("--agency", name, project.library.rendered())
    for name in selection.documents:
        _one_of("--document", name, {document.id for each in project.sets for document in each.documents})
    for name in selection.languages:
        _one_of("--lang", name, project.library.languages)
    if project.sets and not any(selection.takes(document) for each in project.sets for document in each.documents):
        message = "nothing to build: no agency that you name has a document that you name"
        raise click.UsageError(message)


def _one_of(what: str, name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name not in names:
        hint = did_you_mean(name, names) or (f"there is: {', '.join(names)}" if len(names) < 30 else "")
        message = f"no `{name}` for {what}. {hint[:1].upper()}{hint[1:]}"
        raise click.UsageError(message)


def _print(diagnostics: Iterable[Diagnostic], tree: SourceTree) -> None:
    for item in diagnostics:
        click.echo(render_text(item, tree.texts), err=True)


def _count(diagnostics: Iterable[Diagnostic]) -> str:
    kinds = [item.severity for item in diagnostics]
    errors, warnings = kinds.count(Severity.ERROR), kinds.count(Severity.WARNING)
    said = [
        f"{count} {noun}{'s' if count != 1 else ''}"
        for count, noun in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    return " and ".join(said) or "no problems"


def _report(library: Library, editions: int) -> str:
    """Say how much there is, and how hard it is to read."""
    base = [clause for section in library.sections for clause in section.clauses]
    reading = measure(block for clause in base for block in clause.body)
    hardest = sorted(base, key=lambda clause: measure(clause.body).ease)[:3]
    listed = ", ".join(f"{clause.id} ({measure(clause.body).ease:.0f})" for clause in hardest)
    return (
        f"{len(base)} clauses of the base, {len(library.layers)} layers, {editions} editions.\n"
        f"Reading ease of the base {reading.ease:.0f} (60 and above is plain), "
        f"{reading.words / reading.sentences:.1f} words a sentence; hardest: {listed}."
    )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _summary(built: Built, where: Path, seconds: float) -> str:
    """Say what was built, where, and how long it took."""
    try:
        shown = where.relative_to(Path.cwd())
    except ValueError:
        shown = where
    if built.changes is None:
        return f"Nothing has changed: {built.files} files in {shown}/ are up to date. {seconds:.1f} s"
    changes = built.changes
    return (
        f"{_many(built.files, 'document')} in {shown}/: {_many(built.rendered, 'PDF')} rendered; "
        f"{_many(changes.written, 'file')} written, "
        f"{changes.kept} kept, {changes.pruned} removed. {seconds:.1f} s"
    )


def _verified(path: Path, verified: Verified) -> str:
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


def _verified_json(outcome: Outcome[Verified]) -> str:
    data = {
        "verified": asdict(outcome.value) if outcome.value is not None else None,
        "problems": json.loads(render_json(outcome.diagnostics)),
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def _uploaded(uploaded: Uploaded) -> str:
    return f"{_many(uploaded.sent, 'file')} sent to {uploaded.where}, {uploaded.removed} removed."

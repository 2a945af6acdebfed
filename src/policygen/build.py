"""The program's table of contents: `build` reads as the whole run. `project.understand` is its first half.

Everything up to HTML is worked out anew on every run; PDFs and Word files are kept in a cache under the digest of
exactly what went into them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from policygen.compose.site import Issued, Site, compose_site, with_packs
from policygen.diagnostics import Diagnostic, Findings, Outcome, RelPath, has_errors, in_order
from policygen.model.formats import FORMATS
from policygen.model.partnerships import Stamp
from policygen.model.scalars import SOURCE_LANGUAGE
from policygen.model.words import Words
from policygen.project import Project, understand
from policygen.release.editions import Issue, earlier_prints, file_editions, list_editions, listings, read_filed
from policygen.release.lock import hold
from policygen.release.manifest import About, Artifact, Entry, with_manifest
from policygen.release.pack import pack_all
from policygen.release.publish import Changes, publish
from policygen.release.request import EVERYTHING, Request
from policygen.release.runs import RunRecord, remember
from policygen.render.documents import RenderedFile, render_documents
from policygen.render.html.fonts import kept_faces
from policygen.render.html.pages import Theme, load_theme
from policygen.render.html.site import render_pack_pages, render_site
from policygen.render.origins import with_origins
from policygen.render.search import entries, search_index
from policygen.render.tools import Tools
from policygen.rules.registry import check
from policygen.rules.rule import Releasing
from policygen.source.foundation import told
from policygen.source.tree import SourceTree

__all__ = ["Built", "build"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did: how many files there are now, how many of each dear format it rendered, and what changed."""

    files: int
    rendered: Mapping[str, int]
    changes: Changes
    released: tuple[str, ...]
    """Partnership and number of each edition that was released."""


def build(tree: SourceTree, request: Request, tools: Tools, said: tuple[Diagnostic, ...] = ()) -> Outcome[Built]:
    """Make everything that a request takes of the project that was read as `tree`, and publish it.

    `said` is what was said while reading. Nothing is published when there is any error. A release is refused while
    anything is missing, and files the editions of its partnerships; earlier editions stay in any case. Raises
    `UnknownNameError` when the request names what is not there.
    """
    fonts, engine = tree.fonts(), tools.engine.fingerprint or "none"
    with Findings(said) as found:
        project, theme = found.take_both(
            understand(tree, request.selection, release=request.release),
            load_theme(tree.texts, faces=kept_faces(fonts, tools.cache)),
        )
        library = project.library
        _stop_at_errors(found, project, request)
        with found.take(hold(request.work)):
            formats = request.selection.formats or FORMATS
            whole = request.selection.whole
            printed = render_documents(project.documents, theme, fonts, tools, formats=formats, pack=whole)
            rendered = found.take(with_origins(printed, tree.texts))
            _stop_at_errors(found, project, request)
            files = tuple(_artifact(file) for file in rendered.files)
            site = compose_site(library, project.sets, _sizes(files))
            filed = found.take(read_filed(request.out, request.signer))
            pages = found.take(_pack_pages(site, theme)) if whole else {}
            packs = pack_all(files, pages, _stamps(project), engine=engine, sign=request.sign)
            releasing = [each for each in library.partnerships.values() if request.releases(each.id)]
            editions, kept = found.take(
                file_editions(filed, packs, releasing, engine=engine, numbers=_numbers(project), sign=request.sign)
            )
            issues = list_editions(filed, releasing)
            shown = with_packs(site, _sizes(packs), _issued(issues, (*editions, *kept.files), site.words))
            earlier = earlier_prints(filed, issues)
            around = found.take(_around(shown, project, earlier, theme)) if request.selection == EVERYTHING else ()
            release = with_manifest(
                (*files, *packs, *editions, *listings(issues), *around),
                inputs=tree.digest(),
                engine=engine,
                editions=_stamps(project),
                filed=kept.files,
                sign=request.sign,
            )
            changes = found.take(publish(release, request.out, request.work, filed=kept.files))
            inputs = request.inputs(tree.digest(), tools.engine.fingerprint)
            found.said = told(tree, found.said)
            found.said += remember(RunRecord(inputs, changes.files, found.said), request.work)
            tools.cache.prune()
        released = tuple(f"{each.id} {each.stamp.number}" for each in releasing)
        return Outcome(Built(files=len(files), rendered=rendered.made, changes=changes, released=released), found.said)
    return Outcome(None, told(tree, found.said))


def _stop_at_errors(found: Findings, project: Project, request: Request) -> None:
    """Stop if there is any error, or anything that a release refuses."""
    said, library = found.said, project.library
    for partnership in library.partnerships.values():
        if request.releases(partnership.id):
            editions = tuple(edition for edition in project.editions if edition.partnership == partnership.id)
            missing = check(Releasing(library=library, partnership=partnership, editions=editions, said=said))
            found.said = in_order((*missing, *found.said))
    found.stop_at_errors()


def _artifact(file: RenderedFile) -> Artifact:
    """Return a file of a document as an artifact of the release."""
    document = file.document
    about = About(
        document=document.id,
        format=file.file.format,
        partnership=document.partnership,
        agency=document.agency,
        language=document.lang,
        fingerprint=document.fingerprint,
    )
    return Artifact(file.path, file.data, about)


def _sizes(artifacts: Iterable[Artifact]) -> Mapping[RelPath, int]:
    return {item.path: len(item.data) for item in artifacts}


def _stamps(project: Project) -> Mapping[str, Stamp]:
    """Return the stamps of the editions that documents are of, by partnership."""
    ours = {each.edition.partnership for each in project.sets}
    return {each.id: each.stamp for each in project.library.partnerships.values() if each.id in ours}


def _numbers(project: Project) -> Mapping[str, Mapping[str, str]]:
    """Return the number of each paragraph by partnership and id."""
    made: dict[str, dict[str, str]] = {name: {} for name in project.library.partnerships}
    for edition in project.editions:
        made[edition.partnership].update((item.clause.id, item.number) for item in edition.clauses())
    return made


def _pack_pages(site: Site, theme: Theme) -> Outcome[Mapping[tuple[str, str], tuple[Artifact, ...]]]:
    """Return what each pack holds besides documents, by partnership and agency: contents, accessibility, licences."""
    made: dict[tuple[str, str], tuple[Artifact, ...]] = {}
    found: list[Diagnostic] = []
    for area in site.areas:
        for agency in area.agencies:
            pages = render_pack_pages(site, area, agency, theme)
            found += pages.diagnostics
            about = partial(About, format="html", partnership=area.id, agency=agency.id)
            made[area.id, agency.id] = tuple(
                Artifact(path, data, about(document=path.removesuffix(".html")))
                for path, data in (pages.value or {}).items()
            )
    return Outcome(None if has_errors(found) else made, tuple(found))


def _issued(
    issues: Iterable[Issue], filed: Iterable[Artifact | Entry], words: Words
) -> Mapping[str, tuple[Issued, ...]]:
    """Return the editions of each partnership as its pages list them, the newest first, each with its packs."""
    paths = tuple(item.path for item in filed)
    issued: dict[str, tuple[Issued, ...]] = {}
    for issue in issues:
        folder = f"{issue.partnership}/editions/{issue.number}/"
        packs = frozenset(path.removeprefix(folder) for path in paths if path.startswith(folder))
        newer = Issued(issue.number, words.day(issue.date), issue.superseded_by, packs)
        issued[issue.partnership] = (newer, *issued.get(issue.partnership, ()))
    return issued


def _around(site: Site, project: Project, earlier: Mapping[str, Issue], theme: Theme) -> Outcome[tuple[Artifact, ...]]:
    """Return the pages around the documents, and the search index; `earlier` are fingerprints that were superseded."""
    day, say = site.words.day, site.words.say
    named = {signs: say("edition-of", number=issue.number, date=day(issue.date)) for signs, issue in earlier.items()}
    pages = render_site(site, theme, earlier=named)
    index = search_index(entries(project.library, project.sets))
    found = (*pages.diagnostics, *index.diagnostics)
    if pages.value is None or index.value is None:
        return Outcome(None, found)
    page = About(document="site", format="html", language=SOURCE_LANGUAGE)
    part = About(document="search", format="index")
    made = [Artifact(path, data, page) for path, data in pages.value.items()]
    return Outcome((*made, *(Artifact(path, data, part) for path, data in index.value.items())), found)

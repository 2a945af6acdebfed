"""What goes around the files of documents: packs, the editions that are filed, and the site.

Takes artifacts and what they were made of; gives everything that is to be published.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from policygen.compose.site import Issued, compose_site
from policygen.compose.wording import day_words
from policygen.diagnostics import Diagnostic, Outcome, RelPath, has_errors
from policygen.model.documents import DocumentSet
from policygen.model.library import Library
from policygen.model.partnerships import Partnership
from policygen.model.scalars import SOURCE_LANGUAGE
from policygen.release.editions import Filed, Issue, earlier_prints, file_editions, list_editions, listings, read_filed
from policygen.release.manifest import About, Artifact, Entry
from policygen.release.pack import pack
from policygen.render.documents import RenderedFile
from policygen.render.html.pages import Theme
from policygen.render.html.site import render_pack_pages, render_site
from policygen.render.search import entries, search_index

__all__ = ["BundleOptions", "artifact", "bundle"]


def artifact(made: RenderedFile) -> Artifact:
    """Return a file of a document as an artifact of the release."""
    document = made.document
    about = About(
        document=document.id,
        format=made.file.format,
        partnership=document.partnership,
        agency=document.agency,
        language=document.lang,
        fingerprint=document.fingerprint,
    )
    return Artifact(made.path, made.data, about)


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleOptions:
    """What is made around the files of documents: packs, the site, and which partnerships' editions are filed."""

    packs: bool
    site: bool
    releasing: tuple[Partnership, ...]
    engine: str
    sign: Callable[[bytes], bytes] | None


def bundle(
    artifacts: tuple[Artifact, ...],
    library: Library,
    sets: tuple[DocumentSet, ...],
    theme: Theme,
    out: Path,
    around: BundleOptions,
) -> Outcome[tuple[tuple[Artifact, ...], Filed]]:
    """Add to rendered files the pack of each agency, the editions that are released, their lists, and the site.

    The second value is what is filed in `out` already and stays.
    """
    filed = read_filed(out)
    if filed.value is None:
        return Outcome(None, filed.diagnostics)
    packed = _packs(artifacts, library, sets, theme, around) if around.packs else Outcome(())
    if packed.value is None:
        return Outcome(None, packed.diagnostics)
    packs = packed.value
    editions = file_editions(filed.value, packs, around.releasing, engine=around.engine, sign=around.sign)
    if editions.value is None:
        return Outcome(None, editions.diagnostics)
    made, rest = editions.value
    issues = list_editions(filed.value, around.releasing)
    earlier = earlier_prints(filed.value, issues)
    site = (
        _site((*artifacts, *packs), library, sets, theme, _issued(issues, (*made, *rest.files)), earlier)
        if around.site
        else Outcome(())
    )
    if site.value is None:
        return Outcome(None, site.diagnostics)
    return Outcome(((*artifacts, *packs, *made, *listings(issues), *site.value), rest))


def _packs(
    artifacts: tuple[Artifact, ...],
    library: Library,
    sets: tuple[DocumentSet, ...],
    theme: Theme,
    around: BundleOptions,
) -> Outcome[tuple[Artifact, ...]]:
    """Return the pack of each agency: its files, a contents page, an accessibility statement and licence notes."""
    site = compose_site(library, sets, _sizes(artifacts))
    packs: list[Artifact] = []
    found: list[Diagnostic] = []
    for area in site.areas:
        for agency in area.agencies:
            folder = f"{area.id}/{agency.id}/"
            ours = [item for item in artifacts if item.path.startswith(folder)]
            if not ours:
                continue
            pages = render_pack_pages(site, area, agency, theme)
            found += pages.diagnostics
            for path_, data in (pages.value or {}).items():
                about = About(
                    document=path_.removesuffix(".html"), format="html", partnership=area.id, agency=agency.id
                )
                ours.append(Artifact(path_, data, about))
            stamp = library.partnerships[area.id].stamp
            packs.append(pack(area.id, agency.id, ours, engine=around.engine, stamp=stamp, sign=around.sign))
    return Outcome(None if has_errors(found) else tuple(packs), tuple(found))


def _site(
    artifacts: tuple[Artifact, ...],
    library: Library,
    sets: tuple[DocumentSet, ...],
    theme: Theme,
    issued: Mapping[str, tuple[Issued, ...]],
    earlier: Mapping[str, Issue],
) -> Outcome[tuple[Artifact, ...]]:
    """Return the pages around the documents, and the search index; `earlier` are fingerprints that were superseded."""
    site = compose_site(library, sets, _sizes(artifacts), issued)
    named = {signs: f"{issue.number}, {day_words(issue.date)}" for signs, issue in earlier.items()}
    pages = render_site(site, theme, earlier=named)
    index = search_index(entries(library, sets))
    found = (*pages.diagnostics, *index.diagnostics)
    if pages.value is None or index.value is None:
        return Outcome(None, found)
    made = [
        Artifact(name, data, About(document="site", format="html", language=SOURCE_LANGUAGE))
        for name, data in pages.value.items()
    ]
    made += [Artifact(name, data, About(document="search", format="index")) for name, data in index.value.items()]
    return Outcome(tuple(made), found)


def _issued(issues: tuple[Issue, ...], filed: tuple[Artifact | Entry, ...]) -> Mapping[str, tuple[Issued, ...]]:
    """Return the editions of each partnership as its pages list them, the newest first, each with its packs."""
    issued: dict[str, tuple[Issued, ...]] = {}
    for issue in issues:
        folder = f"{issue.partnership}/editions/{issue.number}/"
        packs = frozenset(item.path.removeprefix(folder) for item in filed if item.path.startswith(folder))
        newer = Issued(issue.number, day_words(issue.date), issue.superseded_by, packs)
        issued[issue.partnership] = (newer, *issued.get(issue.partnership, ()))
    return issued


def _sizes(artifacts: tuple[Artifact, ...]) -> Mapping[RelPath, int]:
    return {item.path: len(item.data) for item in artifacts}

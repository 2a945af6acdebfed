"""What the pages around the documents list: every agency, every document, every paragraph, and what is current."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from policygen.compose.files import files, path
from policygen.compose.site import AreaPage, Item, Site, clauses_of, compose_site, pack_path, with_packs
from policygen.diagnostics import RelPath
from policygen.model.documents import Document, DocumentKind, DocumentSet
from policygen.project import Project as Understood
from policygen.project import understand
from policygen.resolve.editions import is_for
from tests.compose.leaflets import add_leaflet, add_translation
from tests.conftest import Project

SIZE = 2_000


@pytest.fixture(scope="module")
def site(shipped: Understood) -> Site:
    """The site of the content that is shipped, with every file in it."""
    assert shipped.library is not None
    return composed(shipped)


def sizes(sets: tuple[DocumentSet, ...]) -> dict[RelPath, int]:
    made = {path(document, file): SIZE for each in sets for document in each.documents for file in files(document)}
    packs = {pack_path(each.edition.partnership, each.edition.agency): SIZE for each in sets}
    return {**made, **packs}


def small(project: Project) -> Site:
    """Return the site of a small project."""
    understood = understand(project.read()).value
    assert understood is not None
    assert understood.library is not None
    return composed(understood)


def composed(understood: Understood) -> Site:
    made = sizes(understood.sets)
    return with_packs(compose_site(understood.library, understood.sets, made), made, {})


def documents(shipped: Understood, partnership: str, agency: str | None = None) -> list[Document]:
    return [
        document
        for each in shipped.sets
        for document in each.documents
        if document.partnership == partnership and agency in {None, document.agency}
    ]


def items(found: tuple[Item, ...]) -> Iterator[Item]:
    for item in found:
        yield item
        yield from items(item.languages)


def listed(area: AreaPage) -> Mapping[str, list[Item]]:
    return {agency.id: [item for group in agency.groups for item in items(group.items)] for agency in area.agencies}


# -- agencies ------------------------------------------------------------------------------------------


def test_every_agency_of_every_partnership_has_a_page_by_its_name_there(site: Site, shipped: Understood) -> None:
    assert shipped.library is not None
    assert {area.id for area in site.areas} == set(shipped.library.partnerships)
    for area in site.areas:
        assert {agency.id for agency in area.agencies} == set(shipped.library.rendered())
        names = [agency.name for agency in area.agencies]
        assert names == sorted(names, key=str.casefold), "people look for a name in the order of the alphabet"
        assert [agency.id for agency in area.agencies if agency.full] == ["lscp"]


def test_an_agencys_page_lists_each_file_of_each_of_its_documents_once(site: Site, shipped: Understood) -> None:
    for area in site.areas:
        for agency, found in listed(area).items():
            ours = documents(shipped, area.id, agency)
            hrefs = [file.href for item in found for file in item.files]
            assert sorted(hrefs) == sorted(
                PurePosixPath(path(each, file)).name for each in ours for file in files(each)
            )
            assert sorted(item.fingerprint for item in found) == sorted(each.fingerprint for each in ours)


def test_what_can_be_checked_is_what_the_documents_say(site: Site, shipped: Understood) -> None:
    for area in site.areas:
        for agency in area.agencies:
            ours = {(each.fingerprint, each.stem) for each in documents(shipped, area.id, agency.id)}
            assert {(signs, stem) for signs, stem, _ in agency.fingerprints} == ours
            assert all(title for _, _, title in agency.fingerprints)


def test_a_file_that_was_not_made_is_not_listed(shipped: Understood) -> None:
    assert shipped.library is not None
    known = sizes(shipped.sets)
    fewer = {name: size for name, size in known.items() if not name.endswith((".pdf", ".zip"))}
    area = compose_site(shipped.library, shipped.sets, fewer).areas[0]
    found = [item for each in listed(area).values() for item in each]
    assert found
    assert not any(file.format == "pdf" for item in found for file in item.files)
    assert all(agency.pack is None for agency in area.agencies)


def test_pages_for_the_browser_have_no_size_and_files_to_keep_have_one(site: Site) -> None:
    for item in (item for each in listed(site.areas[0]).values() for item in each):
        assert {file.size for file in item.files if file.format == "html"} == {None}
        assert {file.size for file in item.files if file.format != "html"} <= {SIZE}


def test_the_link_to_what_has_changed_is_there_if_the_annex_is(project: Project) -> None:
    assert {agency.changes for agency in small(project).areas[0].agencies} == {""}
    project.edit("content/documents/policy.yaml", "annex-law]", "annex-law, annex-changes]")
    changes = {agency.id: agency.changes for agency in small(project).areas[0].agencies}
    assert changes["clinic"] == "policy.html#annex-changes"


# -- families ------------------------------------------------------------------------------------------


def test_families_find_every_leaflet_without_knowing_an_agency(site: Site, shipped: Understood) -> None:
    library = shipped.library
    assert library is not None
    for area in site.areas:
        found = [*items(area.families.ours), *items(area.families.schemes)]
        assert len({item.title for item in found}) == len(found), "each is listed once, under a name of its own"
        targets = {folder(file.href, f"families/{area.id}") for item in found for file in item.files}
        leaflets = [each for each in documents(shipped, area.id) if each.kind is DocumentKind.LEAFLET]
        assert {PurePosixPath(target).name for target in targets} == {
            PurePosixPath(path(each, file)).name for each in leaflets for file in files(each)
        }
        assert targets <= {path(each, file) for each in leaflets for file in files(each)}
        assert {PurePosixPath(folder(file.href, f"families/{area.id}")).parent.name for item in area.families.ours
                for file in item.files} == {"lscp"}  # fmt: skip
        schemes = {name for name, leaflet in library.leaflets.items() if not is_for(leaflet["en"].audience, ("lscp",))}
        assert len(area.families.schemes) == len(schemes) > 0


def folder(href: str, at: str) -> str:
    """Return where a link leads from the page of a folder."""
    parts = [*PurePosixPath(at).parts]
    for step in PurePosixPath(href).parts:
        if step == "..":
            parts.pop()
        else:
            parts.append(step)
    return "/".join(parts)


def test_the_quick_exit_has_the_words_of_the_leaflets(site: Site, shipped: Understood) -> None:
    assert shipped.library is not None
    words = shipped.library.words["leaflets"]["en"].words
    assert dict(site.leave) == {key: words[key] for key in words if key.startswith("leave")}


def test_where_there_are_no_leaflets_there_is_no_families_area(project: Project) -> None:
    site = small(project)
    assert site.leave == {}
    assert site.areas[0].families.ours == ()


def test_a_translation_stands_under_its_leaflet_in_its_own_tongue(project: Project) -> None:
    add_leaflet(project)
    add_translation(project)
    (leaflet,) = small(project).areas[0].families.ours
    (polish,) = leaflet.languages
    assert (leaflet.title, leaflet.lang) == ("For parents", "")
    assert (polish.title, polish.lang) == ("Polski", "pl")
    assert {file.href.rpartition("/")[2] for file in polish.files} == {
        *("leaflet-parents.pl.html", "leaflet-parents.pl.pdf", "leaflet-parents.pl.large-print.pdf")
    }


# -- A to Z --------------------------------------------------------------------------------------------


def test_every_printed_paragraph_stands_in_the_a_to_z_once(site: Site, shipped: Understood) -> None:
    for area in site.areas:
        entries = [entry for letter in area.letters for entry in letter.entries]
        printed = {
            clause.id: clause.title
            for each in documents(shipped, area.id)
            if each.kind is DocumentKind.POLICY
            for clause in clauses_of(each)
        }
        assert sorted(href.partition("#")[2] for _, _, href, _ in entries) == sorted(printed)
        assert len(printed) > 300


def test_the_a_to_z_leads_to_an_edition_that_prints_the_paragraph(site: Site, shipped: Understood) -> None:
    for area in site.areas:
        there = {
            f"{each.agency}/{each.stem}.html#{clause.id}": (clause.title, clause.number, each.agency_name)
            for each in documents(shipped, area.id)
            if each.kind is DocumentKind.POLICY
            for clause in clauses_of(each)
        }
        for letter in area.letters:
            for title, number, href, whose in letter.entries:
                assert there[href] == (title, number, whose or there[href][2])
                assert (whose == "") == href.startswith("lscp/"), "only what the full edition lacks is somebody's own"


def test_letters_and_headings_are_in_order(site: Site) -> None:
    for area in site.areas:
        letters = [letter.letter for letter in area.letters]
        assert letters == sorted(set(letters))
        for letter in area.letters:
            titles = [title for title, *_ in letter.entries]
            assert titles == sorted(titles, key=str.casefold)
            assert {title[0].upper() for title in titles} == {letter.letter}


# -- the partnership -----------------------------------------------------------------------------------


def test_a_law_is_announced_until_somebody_confirms_it(shipped: Understood, site: Site) -> None:
    library = shipped.library
    assert library is not None
    assert {title for title, *_ in site.areas[0].notices} == {
        library.law_title(law.id) for law in library.law.values() if law.unconfirmed
    }
    sure = {
        name: replace(law, switch=replace(law.switch, confirmed_by="A. Lawyer", confirmed_on="2026-11-01"))
        for name, law in library.law.items()
        if law.switch is not None
    }
    settled = replace(library, law={**library.law, **sure})
    assert compose_site(settled, shipped.sets, {}).areas[0].notices == ()


def test_who_to_call_is_empty_where_nobody_has_said(project: Project) -> None:
    place = small(project).areas[0].place
    assert (place.day, place.night) == ("01632 960 001", "")
    assert dict(place.office) == dict.fromkeys(("name", "phone", "email", "hours"), "")

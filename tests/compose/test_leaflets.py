"""Leaflets: which parts an agency prints and where, translations and their staleness, gates, pseudo-locales."""

import re
from dataclasses import replace

import pytest

from policygen.compose.files import files
from policygen.compose.leaflets import compose_leaflet, tags
from policygen.model.documents import Document, DocumentKind
from policygen.model.editions import Edition
from policygen.model.leaflets import LeafletView
from policygen.model.library import Library
from policygen.model.prose import Link, Paragraph, Str
from policygen.project import Project as Understood
from policygen.project import understand
from policygen.release.request import Selection
from policygen.render.html.markup import plain_text
from policygen.render.terminal.text import blocks_text
from policygen.resolve.editions import resolve
from policygen.resolve.packs import Pack
from policygen.resolve.translations import leaflet_digest, stale, without_stale, words_digest
from tests.compose.composing import ROOT
from tests.compose.leaflets import EN, ENGLISH, POLISH, WORDS, add_leaflet, add_translation, leaflets, library, view
from tests.compose.pseudo import PSEUDO, with_pseudo
from tests.conftest import Project

PICTURES = EN.replace(
    "We help. Call",
    "```insert\npicture talk\n```\n\nWe talk.\n\nYou talk.\n\n```insert\npicture home\n```\n\nWe help. Call",
)


# ---- one leaflet -----------------------------------------------------------------------------------------------------


def test_an_agency_prints_the_parts_that_are_for_it(project: Project) -> None:
    add_leaflet(project)
    assert [part.id for part in view(leaflets(project)["leaflet-parents"]).sections] == ["who", "clinic"]
    assert [part.id for part in view(leaflets(project, "school")["leaflet-parents"]).sections] == ["who"]


def test_a_leaflet_that_is_not_for_an_agency_is_not_made(project: Project) -> None:
    add_leaflet(project, EN.replace("lead: We", "for: [clinic]\nlead: We"))
    assert list(leaflets(project)) == ["leaflet-parents"]
    assert list(leaflets(project, "school")) == []


def test_whom_to_call_stands_at_the_front_and_how_to_get_it_otherwise_at_the_end(project: Project) -> None:
    add_leaflet(project)
    made = view(leaflets(project)["leaflet-parents"])
    assert (made.danger and made.danger.id, made.formats and made.formats.id) == ("worried", "other-formats")


def test_a_leaflet_without_those_parts_has_no_frames(project: Project) -> None:
    add_leaflet(project, EN[: EN.index("## Another way?")])
    made = view(leaflets(project)["leaflet-parents"])
    assert (made.danger, made.formats) == (None, None)


def test_each_picture_begins_a_row(project: Project) -> None:
    add_leaflet(project, PICTURES)
    project.write("templates/tokens.yaml", (ROOT / "templates" / "tokens.yaml").read_bytes())
    for name in ("talk", "home"):
        project.write(f"templates/pictures/{name}.svg", '<svg xmlns="http://www.w3.org/2000/svg"></svg>')
    rows = view(leaflets(project)["leaflet-parents"]).sections[0].rows
    assert [(row.picture, len(row.blocks)) for row in rows] == [("talk", 2), ("home", 1)]


def test_its_address_is_that_of_its_page_and_its_bars_are_those_of_the_agencies(project: Project) -> None:
    add_leaflet(project)
    made = view(leaflets(project)["leaflet-parents"])
    assert made.address == "https://example.org/town/clinic/leaflet-parents.html"
    assert made.short_address == "example.org/town/clinic/leaflet-parents.html"
    assert made.words["online"].endswith(made.short_address)
    assert sum(made.bars) == 1


def test_it_leads_to_the_leaflets_for_other_readers_of_the_same_agencies(project: Project) -> None:
    add_leaflet(project)
    for name, changes in (("easy", "easy: true\n"), ("police", "for: [clinic]\n")):
        project.write(f"content/leaflets/{name}/en.md", EN.replace("lead: We", f"{changes}lead: We"))
    add_translation(project)
    made = leaflets(project)
    assert [(item.page, item.easy, item.lang) for item in view(made["leaflet-parents"]).others] == [
        ("leaflet-easy.html", True, ""),
    ]
    assert view(made["leaflet-police"]).others == ()
    assert [(item.page, item.lang) for item in view(made["leaflet-parents.pl"]).others] == [
        ("leaflet-easy.html", "en"),
    ]
    assert [item.page for item in view(made["leaflet-easy"]).others] == ["leaflet-parents.html"]


def test_a_value_that_is_a_phone_number_can_be_called(project: Project) -> None:
    project.edit("content/partnerships/town/agencies/clinic/values.yaml", "eight years", "0800 1111")
    add_leaflet(project, EN.replace("We keep notes.", "Call {{ value.retention }}."))
    (paragraph,) = view(leaflets(project)["leaflet-parents"]).sections[1].rows[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert Link("tel:08001111", (Str("0800 1111"),)) in paragraph.children


# ---- translations ----------------------------------------------------------------------------------------------------


def test_a_translation_is_a_document_of_its_own(project: Project) -> None:
    add_leaflet(project)
    add_translation(project)
    made = leaflets(project)
    assert list(made) == ["leaflet-parents", "leaflet-parents.pl"]
    polish, english = view(made["leaflet-parents.pl"]), view(made["leaflet-parents"])
    assert (made["leaflet-parents.pl"].lang, made["leaflet-parents.pl"].direction) == ("pl", "ltr")
    assert made["leaflet-parents.pl"].edition == "Edition 1.0 · Draft, 2026-01-01"
    assert polish.address.endswith("/leaflet-parents.pl.html")
    assert polish.words["leave"] == "Opuść stronę"
    assert [(item.tag, item.page) for item in polish.languages] == [("en", "leaflet-parents.html")]
    assert [(item.tag, item.name, item.page) for item in english.languages] == [
        ("pl", "Polski", "leaflet-parents.pl.html")
    ]
    assert plain_text(polish.lead) == f"Jesteśmy {made['leaflet-parents'].agency_name}. Chcemy pomóc."
    assert "tel:01632960001" in str(polish.sections[0])
    assert polish.notice == ""


def test_who_gets_a_part_is_settled_in_english(project: Project) -> None:
    add_leaflet(project)
    add_translation(project)
    assert [part.id for part in view(leaflets(project, "school")["leaflet-parents.pl"]).sections] == ["who"]


def test_a_language_whose_text_cannot_be_read_back_from_a_pdf_is_a_page_only(project: Project) -> None:
    add_leaflet(project)
    made = leaflets(project)["leaflet-parents"]
    assert [file.suffix for file in files(made)] == ["html", "pdf", "large-print.pdf"]
    web_only = replace(made, parts=(replace(view(made), pdf=False),))
    assert [file.suffix for file in files(web_only)] == ["html"]


def test_the_digest_of_the_english_covers_what_it_says_and_not_for_whom(project: Project) -> None:
    def digest(old: str, new: str) -> str:
        add_leaflet(project, EN.replace(old, new))
        return leaflet_digest(library(project).leaflets["parents"]["en"])

    as_it_is = digest("", "")
    assert digest("for: [clinic]", "for: [school]") == as_it_is
    assert digest("says: [who]\n", "") == as_it_is
    assert digest("\n\n## Worried?", "\n\n\n\n## Worried?") == as_it_is, "where it stands is no part of it"
    for old, new in (
        ("We keep notes.", "We keep records."),
        ("{{ contact.social-care.phone }}", "01632 960 001"),
        ("For parents", "For carers"),
        ("the Act", "the Acts"),
        ("Worried?", "Scared?"),
        ("summary: What", "summary: Why"),
        ("id: clinic", "id: surgery"),
    ):
        assert digest(old, new) != as_it_is, new


def test_a_draft_marks_a_translation_whose_english_has_moved_on(project: Project) -> None:
    add_leaflet(project)
    add_translation(project)
    project.edit(ENGLISH, "We keep notes.", "We keep a record.")
    assert stale(library(project)) == (("parents", "pl"),)
    made = leaflets(project)
    assert "has changed" in view(made["leaflet-parents.pl"]).notice
    assert view(made["leaflet-parents"]).notice == ""


def test_a_release_leaves_it_out_and_nothing_leads_to_it(project: Project) -> None:
    add_leaflet(project)
    add_translation(project, of="0123456789ab")
    released = without_stale(library(project))
    assert list(released.leaflets["parents"]) == ["en"]
    (english,) = composed(released, editions(released)[0], "parents")
    assert view(english).languages == ()


def test_words_that_have_moved_on_make_a_whole_language_stale(project: Project) -> None:
    add_leaflet(project)
    add_translation(project, words_of="0123456789ab")
    assert stale(library(project)) == (("parents", "pl"),)
    project.edit(WORDS, "Leave this page", "Go away from here")
    assert words_digest(library(project).words["leaflets"]["en"]) != words_digest(
        library(project).words["leaflets"]["pl"]
    )


def test_nothing_is_said_of_languages_that_nobody_asked_for(project: Project) -> None:
    add_leaflet(project)
    assert project.report() == ""


@pytest.mark.parametrize(
    ("languages", "stems"),
    [
        ((), ["leaflet-parents", "leaflet-parents.pl"]),
        (("en",), ["leaflet-parents"]),
        (("pl",), ["leaflet-parents.pl"]),
        (("pl", "en"), ["leaflet-parents", "leaflet-parents.pl"]),
    ],
)
def test_a_selection_takes_languages(project: Project, languages: tuple[str, ...], stems: list[str]) -> None:
    add_leaflet(project)
    add_translation(project)
    understood = understand(project.read(), Selection(languages=languages)).value
    assert understood is not None
    (clinic,) = (each for each in understood.sets if each.edition.agency == "clinic")
    assert [document.stem for document in clinic.documents if document.kind is DocumentKind.LEAFLET] == stems


# ---- gates -----------------------------------------------------------------------------------------------------------


def test_what_is_measured_is_what_readers_see_with_names_in_place(project: Project) -> None:
    sentence = "We tell you here in very short words that you are now with {{ agency.name }}."
    add_leaflet(project, EN.replace("We keep notes.", sentence))
    assert project.report() == ""
    long = "The Small Clinic by the Old Mill on the Long Hill over the Wide Lake"
    project.edit(
        "content/partnerships/town/agencies/clinic/values.yaml", "agency: clinic", f"agency: clinic\nname: {long}"
    )
    assert {item.code for item in project.diagnose()} == {"PG421"}


def test_a_translation_is_not_measured_by_the_rules_of_english(project: Project) -> None:
    add_leaflet(project)
    add_translation(project)
    text = (project.root / POLISH).read_text()
    project.write(POLISH, text.replace("Robimy notatki.", "Robimy " + "bardzo długie " * 20 + "notatki."))
    assert project.report() == ""


def test_all_long_sentences_of_a_leaflet_are_told_each_once(project: Project) -> None:
    long = "We help you and we help your child and we help the two of you when you want it and when it is good."
    add_leaflet(project, EN.replace("We help. Call", f"{long} Call").replace("We keep notes.", long))
    found = [item for item in project.diagnose() if item.code == "PG421"]
    assert len(found) == 2


# ---- pseudo-locales --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pseudo(shipped: Understood) -> Library:
    assert shipped.library is not None
    return with_pseudo(shipped.library)


def test_every_shipped_leaflet_turns_into_another_language_but_for_names(shipped: Understood, pseudo: Library) -> None:
    count = 0
    for edition in shipped.editions:
        for name in pseudo.leaflets:
            for document in composed(pseudo, edition, name):
                if document.lang in {language.id for language in PSEUDO}:
                    count += 1
                    left = english(document) - names(pseudo, edition)
                    assert not left, (edition.agency, document.stem, sorted(left)[:20])
    assert count >= 2 * len(pseudo.leaflets)


def test_pseudo_locales_have_the_same_parts_and_mirror(shipped: Understood, pseudo: Library) -> None:
    accented, arabic = PSEUDO
    for name, made in pseudo.leaflets.items():
        for edition in shipped.editions:
            documents = {document.lang: document for document in composed(pseudo, edition, name)}
            if not documents:
                continue
            source, left, right = documents["en-GB"], documents[accented.id], documents[arabic.id]
            assert [part.id for part in view(source).sections] == [part.id for part in view(right).sections], made
            assert (left.direction, right.direction) == ("ltr", "rtl")
            assert len(words_in(left)) >= 1.2 * len(words_in(source))
            assert view(right).notice == ""


def test_what_stands_in_curly_brackets_is_filled_in(pseudo: Library) -> None:
    for language in PSEUDO:
        said = pseudo.words["leaflets"][language.id].words
        source = pseudo.words["leaflets"]["en"].words
        assert {key: re.findall(r"\{.*?\}", words) for key, words in said.items()} == {
            key: re.findall(r"\{.*?\}", words) for key, words in source.items()
        }
        assert said["leave-site"] == source["leave-site"]


# ---- what the tests above share --------------------------------------------------------------------------------------


def editions(known: Library) -> tuple[Edition, ...]:
    resolved = resolve(known).value
    assert resolved is not None
    return resolved


def composed(known: Library, edition: Edition, name: str) -> list[Document]:
    languages = known.leaflets[name]
    outcomes = [compose_leaflet(Pack(known, edition), languages[tag]) for tag in tags(known, languages)]
    assert [item for outcome in outcomes for item in outcome.diagnostics] == []
    return [outcome.value for outcome in outcomes if outcome.value is not None]


def words_in(document: Document) -> str:
    made: LeafletView = view(document)
    sections = (*made.sections, *(part for part in (made.danger, made.formats) if part is not None))
    lines = [document.title, document.subtitle, document.edition, plain_text(made.lead), made.law, *made.words.values()]
    for section in sections:
        lines.append(section.title)
        lines += [line for row in section.rows for line in blocks_text(row.blocks, "")]
    return "\n".join(line for line in lines if not line.startswith("https://"))


def english(document: Document) -> set[str]:
    """Return the words of four letters or more in plain Latin: an accented word has none of these runs."""
    return set(re.findall(r"(?<![\w.@/-])[A-Za-z]{4,}(?![\w@/])", words_in(document)))


def names(known: Library, edition: Edition) -> set[str]:
    """Return the words of all that is filled in locally: names, addresses and values of this edition."""
    partnership = known.partnerships[edition.partnership]
    local = partnership.agencies[edition.agency]
    said = [
        partnership.name,
        partnership.area,
        partnership.site_url,
        known.agencies[edition.agency].name,
        local.name or "",
    ]
    for owner in (partnership, local):
        said += [words for contact in owner.contacts.values() for words in contact.fields.values()]
        said += [value.text for value in owner.values.values()]
    return set(re.findall(r"[A-Za-z]{4,}", " ".join(said)))

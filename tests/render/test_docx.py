"""A document becomes a Word file with structure: styles, headings, heading rows, bookmarks, and controls to fill in."""

import hashlib
import io
import os
import pickle
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdf
import pytest
from openxml_audit import OpenXmlValidator

from policygen.diagnostics import RelPath
from policygen.model.documents import Document, DocumentKind
from policygen.model.guides import GuideView
from policygen.model.partnerships import Status
from policygen.model.policies import Annex, ClauseView, NoteView, SectionView, Unused
from policygen.model.prose import (
    Answer,
    AnswerKind,
    Block,
    Break,
    Code,
    Column,
    Definitions,
    Emph,
    Footnote,
    Gap,
    LawNotice,
    Link,
    List,
    Paragraph,
    Quote,
    Str,
    Strong,
    Subheading,
    Table,
)
from policygen.model.records import ChoiceView, FieldKind, RecordFieldView, RecordSectionView, RecordView, ShowIfView
from policygen.model.scalars import Force
from policygen.project import Project as Understood
from policygen.render.html.pages import Theme, load_theme, render_print
from policygen.render.word.package import docx_fingerprint, render_docx
from tests.conftest import cannot_run
from tests.render.answers import W, fill_docx, read_docx

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WITH_WORD = (DocumentKind.POLICY, DocumentKind.GUIDE, DocumentKind.SHEET, DocumentKind.RECORD)
HINT = "For page numbers, right-click this list and choose Update Field."


@pytest.fixture(scope="module")
def documents(shipped: Understood) -> dict[str, Document]:
    """Every document of the first partnership that has a Word file, by agency and name."""
    made = {}
    for each in shipped.sets:
        if each.edition.partnership == shipped.sets[0].edition.partnership:
            made |= {f"{item.agency}/{item.id}": item for item in each.documents if item.kind in WITH_WORD}
    return made


@pytest.fixture(scope="module")
def police(documents: dict[str, Document]) -> Document:
    return documents["police/policy"]


@pytest.fixture(scope="module")
def theme(shipped: Understood) -> Theme:
    texts = {path: text for path, text in shipped.tree.texts.items() if path.startswith("templates/")}
    made = load_theme({RelPath(path): text for path, text in texts.items()}).value
    assert made is not None
    return made


# ---- how a Word file is looked at ------------------------------------------------------------------------------------


def rendered(document: Document) -> bytes:
    outcome = render_docx(document)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def part(data: bytes, name: str) -> ET.Element:
    """Return a part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return ET.fromstring(package.read(name))


def text(element: ET.Element) -> str:
    """Return the words in an element; a line end or a tab is a space."""
    made = []
    for node in element.iter():
        if node.tag == f"{W}t":
            made.append(node.text or "")
        elif node.tag in {f"{W}br", f"{W}tab"}:
            made.append(" ")
    return "".join(made)


def style(paragraph: ET.Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return found.get(f"{W}val", "") if found is not None else ""


def styled(data: bytes) -> list[tuple[str, str]]:
    """Return every paragraph as its style and its words."""
    return [(style(item), text(item)) for item in part(data, "word/document.xml").iter(f"{W}p")]


def headings(data: bytes) -> list[tuple[int, str]]:
    """Return the headings as a reader's software finds them: the title, and what has an outline level."""
    levels = {}
    based = {}
    for item in part(data, "word/styles.xml").iter(f"{W}style"):
        name = item.get(f"{W}styleId")
        level, base = item.find(f"{W}pPr/{W}outlineLvl"), item.find(f"{W}basedOn")
        based[name] = base.get(f"{W}val") if base is not None else None
        levels[name] = int(level.get(f"{W}val")) + 2 if level is not None else levels.get(based[name])
    levels["Title"] = 1
    made = []
    for item in part(data, "word/document.xml").iter(f"{W}p"):
        own = item.find(f"{W}pPr/{W}outlineLvl")
        level = int(own.get(f"{W}val")) + 2 if own is not None else levels[style(item)]
        if level:
            made.append((level, " ".join(text(item).split())))
    return made


class Page(HTMLParser):
    """The headings and the words of a page's <main>."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.words = ""
        self.level = 0
        self.feed(re.search(r"<main.*</main>", html, re.DOTALL)[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.level = int(tag[1])
            self.headings.append((self.level, ""))

    def handle_endtag(self, tag: str) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.level = 0
            level, words = self.headings[-1]
            self.headings[-1] = (level, " ".join(words.split()))

    def handle_data(self, data: str) -> None:
        self.words += data
        if self.level:
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)


def bare(words: str) -> str:
    """Return words without spaces: where they stand is the business of each format."""
    return "".join(words.split())


def printed(document: Document, theme: Theme) -> Page:
    sheet = render_print(document, theme).value
    assert sheet is not None
    return Page(sheet.html)


POLICIES = ("police/policy", "lscp/policy", "lscp/assurance", "medical-gmc/policy", "education/policy")


# ---- the same document as in print -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", POLICIES)
def test_headings_are_those_of_the_print_page_in_level_words_and_order(
    documents: dict[str, Document], theme: Theme, name: str
) -> None:
    page = printed(documents[name], theme)
    assert len(page.headings) >= 3
    assert headings(rendered(documents[name])) == page.headings


@pytest.mark.parametrize("name", POLICIES)
def test_words_are_those_of_the_print_page_in_order(documents: dict[str, Document], theme: Theme, name: str) -> None:
    body = part(rendered(documents[name]), "word/document.xml")
    assert bare(text(body)).replace(bare(HINT), "", 1) == bare(printed(documents[name], theme).words)


def test_every_policy_of_every_agency_is_rendered(documents: dict[str, Document], theme: Theme) -> None:
    policies = [item for item in documents.values() if item.kind is DocumentKind.POLICY]
    assert len(policies) >= 18
    for policy in policies:
        assert headings(rendered(policy)) == printed(policy, theme).headings, policy.agency


# ---- structure -------------------------------------------------------------------------------------------------------


def test_every_style_that_is_used_is_there_and_named(documents: dict[str, Document]) -> None:
    data = [rendered(documents[name]) for name in ("police/policy", "police/quick-guide", "police/record-F01")]
    for each in data:
        styles = part(each, "word/styles.xml")
        known = {item.get(f"{W}styleId") for item in styles.iter(f"{W}style")}
        body = part(each, "word/document.xml")
        used = {item.get(f"{W}val") for kind in ("pStyle", "rStyle", "tblStyle") for item in body.iter(f"{W}{kind}")}
        assert used <= known
        for item in styles.iter(
            f"{W}basedOn",
        ):
            assert item.get(f"{W}val") in known
    names = {item.get(f"{W}val") for item in part(data[0], "word/styles.xml").iter(f"{W}name")}
    wanted = {"Clause number", "Force", "Note from a layer", "Law notice", "Danger", "Uses"}
    wanted |= {"Title", "heading 1", "heading 2", "heading 3", "heading 4", "List Bullet", "List Number", "caption"}
    wanted |= {"Quote", "footnote text", "Body Text", "Hyperlink", "Strong"}
    assert wanted <= names


def test_numbers_of_headings_are_text_and_nothing_counts_them(police: Document) -> None:
    data = rendered(police)
    for item in part(data, "word/styles.xml").iter(f"{W}style"):
        if (item.get(f"{W}styleId") or "").startswith("Heading"):
            assert item.find(f"{W}pPr/{W}numPr") is None
    numbers = {
        view.number
        for chapter in police.parts
        if isinstance(chapter, SectionView)
        for view in chapter.items
        if isinstance(view, ClauseView)
    }
    shown = {words.split()[0] for level, words in headings(data) if level == 3}
    assert numbers <= shown


def test_tables_have_a_heading_row_row_headings_and_whole_rows(police: Document) -> None:
    tables = list(part(rendered(police), "word/document.xml").iter(f"{W}tbl"))
    assert len(tables) > 5
    for table in tables:
        rows = table.findall(f"{W}tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in rows[1:])
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        look = table.find(f"{W}tblPr/{W}tblLook")
        assert (look.get(f"{W}firstRow"), look.get(f"{W}firstColumn")) == ("1", "1")
        assert {style(item) for item in rows[0].iter(f"{W}p")} == {"TableHeading"}
        assert {style(row.find(f"{W}tc/{W}p")) for row in rows[1:]} == {"RowHeading"}
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
        widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        assert all(width > 300 for width in widths)
        assert sum(widths) == int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))


def test_no_paragraph_is_empty_for_the_sake_of_space(documents: dict[str, Document]) -> None:
    for name in ("police/policy", "police/quick-guide", "police/record-F01"):
        body = part(rendered(documents[name]), "word/document.xml").find(f"{W}body")
        blocks = list(body)
        for at, item in enumerate(blocks):
            if item.tag == f"{W}p" and not text(item).strip():
                ends_section = item.find(f"{W}pPr/{W}sectPr") is not None
                after_table = blocks[at - 1].tag == f"{W}tbl" and blocks[at + 1].tag in {f"{W}tbl", f"{W}sectPr"}
                assert ends_section or after_table, style(item)


def test_bookmarks_have_names_that_word_takes_and_every_link_finds_one(documents: dict[str, Document]) -> None:
    for name in (*POLICIES, "police/quick-guide", "police/record-F01"):
        data = rendered(documents[name])
        body = part(data, "word/document.xml")
        names = [item.get(f"{W}name", "") for item in body.iter(f"{W}bookmarkStart")]
        assert len({each.lower() for each in names}) == len(names)
        assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", each) for each in names)
        starts, ends = ([item.get(f"{W}id") for item in body.iter(f"{W}bookmark{edge}")] for edge in ("Start", "End"))
        assert starts == ends
        relations = {item.get("Id") for item in part(data, "word/_rels/document.xml.rels")}
        for link in body.iter(f"{W}hyperlink"):
            assert text(link).strip()
            if link.get(f"{R}id") is not None:
                assert link.get(f"{R}id") in relations
            else:
                assert link.get(f"{W}anchor") in names


def test_every_clause_printed_or_not_has_its_bookmark(police: Document) -> None:
    names = {item.get(f"{W}name") for item in part(rendered(police), "word/document.xml").iter(f"{W}bookmarkStart")}
    for chapter in police.parts:
        for item in chapter.items if isinstance(chapter, SectionView) else ():
            ids = [name for name, _ in item.entries] if isinstance(item, Unused) else [item.id]
            assert {name.replace("-", "_") for name in ids} <= names


def test_contents_are_filled_in_and_word_can_work_them_out_without_asking(police: Document) -> None:
    data = rendered(police)
    body = part(data, "word/document.xml")
    codes = [item.text for item in body.iter(f"{W}instrText")]
    assert [code.split()[0] for code in codes] == ["TOC"]
    kinds = [item.get(f"{W}fldCharType") for item in body.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]
    entries = [words for name, words in styled(data) if name == "Toc1"]
    assert len(entries) > 10
    assert part(data, "word/settings.xml").find(f"{W}updateFields") is None


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.DRAFT, "Draft. Not yet approved."),
        (Status.CONSULTATION, "For consultation. Not yet approved."),
        (Status.APPROVED, ""),
    ],
)
def test_head_and_foot_say_what_it_is(documents: dict[str, Document], status: Status, words: str) -> None:
    for name in ("police/policy", "police/quick-guide", "police/record-F01"):
        document = replace(documents[name], status=status)
        data = rendered(document)
        head, foot = text(part(data, "word/header.xml")), text(part(data, "word/footer.xml"))
        assert document.owner.replace("'", "’") in head
        assert words in head
        assert ("approved" in head) == bool(words)
        assert document.agency_name.replace("'", "’") in foot
        assert document.title.lower() in foot.lower()
        assert f"{document.edition} · Fingerprint {document.fingerprint}" in foot
        codes = [item.text.strip() for item in part(data, "word/footer.xml").iter(f"{W}instrText")]
        assert codes == ["PAGE", "NUMPAGES"]


def test_language_title_author_and_subject_are_set(police: Document) -> None:
    data = rendered(police)
    languages = {item.get(f"{W}val") for item in part(data, "word/styles.xml").iter(f"{W}lang")}
    languages |= {item.get(f"{W}val") for item in part(data, "word/settings.xml").iter(f"{W}themeFontLang")}
    assert languages == {"en-GB"}
    says = {item.tag.rpartition("}")[2]: item.text for item in part(data, "docProps/core.xml")}
    assert says["title"].startswith(f"{police.title} - ")
    assert says["subject"] == police.subtitle
    assert says["creator"] == police.owner
    assert police.fingerprint in says["identifier"]
    assert not {"created", "modified"} & set(says)


def test_an_agencys_colours_are_in_its_styles(police: Document) -> None:
    plain = replace(police, brand=replace(police.brand, colour="#123456"))
    colours = {item.get(f"{W}val") for item in part(rendered(plain), "word/styles.xml").iter(f"{W}color")}
    assert "123456" in colours
    assert police.brand.colour.lstrip("#").upper() not in colours


# ---- blocks and inlines ----------------------------------------------------------------------------------------------


def words(*said: str) -> Paragraph:
    return Paragraph(tuple(Str(each) for each in said))


def policy(police: Document, *blocks: Block, notes: tuple[NoteView, ...] = ()) -> bytes:
    """Return the Word file of a policy with one clause."""
    clause = ClauseView(
        id="only",
        number="1.1",
        title="Only",
        force=Force.MUST,
        layer="base",
        provisions=(),
        own=False,
        whose="",
        body=blocks,
        notes=notes,
        corrected=(),
    )
    return rendered(replace(police, parts=(SectionView(id="one", number="1", title="One", whose="", items=(clause,)),)))


def test_lists_keep_their_markers_depth_and_first_number(police: Document) -> None:
    inner = List(ordered=True, start=1, items=((words("deep"),),))
    outer = List(ordered=True, start=4, items=((words("four"), words("more"), inner), (words("five"),)))
    again = List(ordered=True, start=1, items=((words("one"),),))
    dots = List(
        ordered=False, start=1, items=((words("dot"), List(ordered=False, start=1, items=((words("dash"),),))),)
    )
    data = policy(police, outer, again, dots)
    wanted = [
        ("ListNumber", "four"),
        ("ListContinue", "more"),
        ("ListNumber2", "deep"),
        ("ListNumber", "five"),
        ("ListNumber", "one"),
        ("ListBullet", "dot"),
        ("ListBullet2", "dash"),
    ]
    assert [item for item in styled(data) if item[0].startswith("List")] == wanted
    used = [item.get(f"{W}val") for item in part(data, "word/document.xml").iter(f"{W}numId")]
    assert len(used) == 4
    assert used[0] == used[2]
    assert len(set(used)) == 3
    starts = {}
    for item in part(data, "word/numbering.xml").iter(f"{W}num"):
        override = item.find(f"{W}lvlOverride")
        if override is not None:
            start = override.find(f"{W}startOverride").get(f"{W}val")
            starts[item.get(f"{W}numId")] = (override.get(f"{W}ilvl"), start)
    assert [starts[each] for each in used] == [("0", "4"), ("1", "1"), ("0", "4"), ("0", "1")]


def test_the_depth_of_a_list_style_is_where_word_looks_for_it(police: Document) -> None:
    data = rendered(police)
    numbering = part(data, "word/numbering.xml")
    patterns = {item.get(f"{W}abstractNumId"): item for item in numbering.iter(f"{W}abstractNum")}
    used = {item.get(f"{W}numId"): item.find(f"{W}abstractNumId").get(f"{W}val") for item in numbering.iter(f"{W}num")}
    listed = [item for item in part(data, "word/styles.xml").iter(f"{W}style") if item.find(f"{W}pPr/{W}numPr")]
    assert len(listed) == 18
    for item in listed:
        said = item.find(f"{W}pPr/{W}numPr")
        level, number = said.find(f"{W}ilvl").get(f"{W}val"), said.find(f"{W}numId").get(f"{W}val")
        found = next(each for each in patterns[used[number]].iter(f"{W}lvl") if each.get(f"{W}ilvl") == level)
        assert found.find(f"{W}pStyle").get(f"{W}val") == item.get(f"{W}styleId")


def test_asides_have_styles_of_their_own(police: Document) -> None:
    notice = LawNotice(id="notice-x", title="Law notice, checked", checked="", state="Not sure.", body=(Str("Wait."),))
    note = NoteView(
        title="Note for us: how", body=(words("Do it so."), List(ordered=False, start=1, items=((words("so"),),)))
    )
    meaning = Definitions(items=(((Str("Word"),), (words("what it means"),)),))
    data = policy(police, Quote((words("said"),)), meaning, notice, notes=(note,))
    assert styled(data)[4:] == [
        ("Force", "\u00a0Must\u00a0"),
        ("Quote", "said"),
        ("DefinitionTerm", "Word"),
        ("Definition", "what it means"),
        ("LawNoticeHeading", "Law notice, checked"),
        ("LawNotice", "Not sure."),
        ("LawNotice", "Wait."),
        ("NoteHeading", "Note for us: how"),
        ("NoteFromALayer", "Do it so."),
        ("NoteBullet", "so"),
    ]


def test_words_keep_their_weight_marks_and_links(police: Document) -> None:
    said = Paragraph(
        (
            Str('It\'s "so" '),
            Strong((Str("heavy"), Emph((Str("both"),)))),
            Code("a'b"),
            Link("https://example.org/a b?c=é", (Str("far"),)),
            Link("#only", (Str("near"),)),
            Link("#nowhere", (Str("gone"),)),
            Link("tel:999", (Str("9 9 9"),)),
            Link("record-F01.html", (Str("form"),)),
            Link("policy.html#ten-steps", (Str("steps"),)),
            Link("leaflet-children.html", (Str("leaflet"),)),
            Gap("phone", "[to be added: phone]"),
            Answer(AnswerKind.WAIT, "Not yet"),
            Str("then"),
            Break(),
            Str("end"),
        )
    )
    data = policy(police, said)
    body = part(data, "word/document.xml")
    assert styled(data)[-1][1] == (
        "It’s “so” heavybotha'bfarneargone9\u00a09\u00a09formstepsleaflet[to be added: phone]Not yet then end"
    )
    looks = {
        text(run): run.find(f"{W}rPr/{W}rStyle").get(f"{W}val")
        for run in body.iter(f"{W}r")
        if run.find(f"{W}rPr/{W}rStyle") is not None
    }
    assert looks["heavy"] == "Strong"
    assert looks["a'b"] == "Code"
    assert looks["far"] == looks["near"] == "Hyperlink"
    assert looks["[to be added: phone]"] == "ToBeAdded"
    assert looks["Not yet"] == "AnswerWord"
    assert "gone" not in looks
    targets = {item.get("Id"): item.get("Target") for item in part(data, "word/_rels/document.xml.rels")}
    links = [
        (text(item), targets.get(item.get(f"{R}id")), item.get(f"{W}anchor")) for item in body.iter(f"{W}hyperlink")
    ]
    assert links == [
        ("far", "https://example.org/a%20b?c=%C3%A9", None),
        ("near", None, "only"),
        ("9\u00a09\u00a09", "tel:999", None),
        ("form", "record-F01.docx", None),
        ("steps", "policy.docx", "ten_steps"),
        ("leaflet", "leaflet-children.html", None),
    ]


def test_footnotes_are_words_own_and_may_hold_links(police: Document) -> None:
    note = Footnote((Str("See "), Link("https://example.org/", (Str("there"),))))
    data = policy(police, Paragraph((Str("Claim"), note, Str(" and "), Footnote((Str("Second"),)))))
    calls = [item.get(f"{W}id") for item in part(data, "word/document.xml").iter(f"{W}footnoteReference")]
    notes = {item.get(f"{W}id"): text(item).strip() for item in part(data, "word/footnotes.xml").iter(f"{W}footnote")}
    assert [notes[call] for call in calls] == ["See there", "Second"]
    assert [item.get("Target") for item in part(data, "word/_rels/footnotes.xml.rels")] == ["https://example.org/"]


def test_tables_that_follow_each_other_stay_apart(police: Document) -> None:
    table = Table((Column((Str("A"),)), Column((Str("B"),), 100)), (((Str("a"),), (Str("b"),)),))
    body = part(policy(police, table, table), "word/document.xml").find(f"{W}body")
    tags = [item.tag.removeprefix(W) for item in body]
    assert tags[-5:] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_heading_in_a_clause_is_one_level_below_it(police: Document) -> None:
    data = policy(police, Subheading(3, (Str("Inside"),)), Subheading(4, (Str("Deeper"),)))
    assert headings(data)[1:] == [(2, "1 One"), (3, "1.1 Only"), (4, "Inside"), (5, "Deeper")]


def test_hostile_words_stay_words(police: Document) -> None:
    bad = "</w:t><w:p/>&\"'<!--]]>\ufffe"
    hostile = replace(
        police,
        title=bad,
        subtitle=bad,
        owner=bad,
        agency_name=bad,
        edition=bad,
        parts=(
            Annex(
                id=bad,
                letter="A",
                title=bad,
                running=bad,
                blocks=(
                    words(bad),
                    Paragraph((Link(f"https://x/{bad}", (Str(bad),)), Gap("", bad), Code(bad))),
                    Table((Column((Str(bad),)),), (((Str(bad),),),), (Str(bad),), anchors=(bad * 9,)),
                ),
            ),
        ),
    )
    data = rendered(hostile)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            ET.fromstring(package.read(name))
    shown = text(part(data, "word/document.xml"))
    assert shown.count("</w:t><w:p/>&") == 10


def test_a_leaflet_has_no_word_file(shipped: Understood) -> None:
    leaflets = [item for each in shipped.sets for item in each.documents if item.kind is DocumentKind.LEAFLET]
    with pytest.raises(TypeError, match="leaflet"):
        render_docx(leaflets[0])


# ---- guides ----------------------------------------------------------------------------------------------------------


def test_a_guide_is_its_steps_in_order_with_every_way_on(documents: dict[str, Document]) -> None:
    guide = documents["police/quick-guide"]
    flow = next(item for item in guide.parts if isinstance(item, GuideView))
    data = rendered(guide)
    first, *others = [panel.title for panel in flow.panels]
    wanted = [first, *(f"{step.label} {step.title}" for step in flow.steps), *others]
    shown = headings(data)
    assert shown[0] == (1, guide.title)
    assert [words for level, words in shown[1:] if level == 2] == [each.replace("'", "’") for each in wanted]
    ways = [words for name, words in styled(data) if name == "Branch"]
    branches = [branch for step in flow.steps for branch in step.branches]
    assert len(ways) == len(branches)
    for shown_way, branch in zip(ways, branches, strict=True):
        assert shown_way.startswith(branch.answer.replace("'", "’"))
        assert shown_way.endswith(f"Go to {branch.to_label}.") or not branch.to
    contacts = [words for name, words in styled(data) if name == "Contact"]
    assert len(contacts) == sum(len(panel.contacts) for panel in flow.panels)


# ---- records ---------------------------------------------------------------------------------------------------------


def form(document: Document) -> RecordView:
    return next(item for item in document.parts if isinstance(item, RecordView))


def tags(data: bytes) -> list[str]:
    return [item.get(f"{W}val", "") for item in part(data, "word/document.xml").iter(f"{W}tag")]


def names(entries: Iterator[RecordFieldView]) -> list[str]:
    """Return the tags that a form's controls must have."""
    made = []
    for entry in entries:
        several = entry.kind is FieldKind.CHECKBOXES
        made += [f"{entry.id}:{choice.id}" for choice in entry.choices] if several else [entry.id]
    return made


def test_every_question_of_every_record_has_its_control_and_nothing_is_filled_in(
    documents: dict[str, Document],
) -> None:
    records = [item for item in documents.values() if item.kind is DocumentKind.RECORD]
    assert len(records) > 100
    for record in records:
        data = rendered(record)
        assert tags(data) == names(form(record).entries()), record.id
        assert read_docx(data) == {}


def test_a_control_can_be_filled_in_and_not_deleted_and_the_rest_is_locked(documents: dict[str, Document]) -> None:
    data = rendered(documents["police/record-F01"])
    controls = list(part(data, "word/document.xml").iter(f"{W}sdtPr"))
    assert len(controls) > 40
    for control in controls:
        assert control.find(f"{W}lock").get(f"{W}val") == "sdtLocked"
        assert 0 < len(control.find(f"{W}alias").get(f"{W}val")) <= 64
    ids = [control.find(f"{W}id").get(f"{W}val") for control in controls]
    assert len(set(ids)) == len(ids)
    protection = part(data, "word/settings.xml").find(f"{W}documentProtection")
    assert (protection.get(f"{W}edit"), protection.get(f"{W}enforcement")) == ("forms", "1")
    settings = [item.tag for item in part(data, "word/settings.xml")]
    assert settings.index(f"{W}documentProtection") < settings.index(f"{W}defaultTabStop")


def test_a_policy_is_open_for_editing(police: Document) -> None:
    assert part(rendered(police), "word/settings.xml").find(f"{W}documentProtection") is None


def question(kind: FieldKind, name: str = "it", **more: object) -> RecordFieldView:
    given = {"required": False, "hint": "", "who": "", "label": f"What is {name}?"} | more
    return RecordFieldView(id=name, kind=kind, **given)


CHOICES = (ChoiceView(id="yes", label='Yes, "now" & here'), ChoiceView(id="no", label="No"))
ASKED = (
    question(FieldKind.TEXT, "name", required=True, hint="All of it.", who="the manager"),
    question(FieldKind.TEXTAREA, "story"),
    question(FieldKind.DATE, "born", required=True),
    question(FieldKind.DATETIME, "made"),
    question(FieldKind.RADIO, "answer", choices=CHOICES, required=True),
    question(FieldKind.CHECKBOXES, "told", choices=CHOICES, hint="Tick all."),
    question(FieldKind.CHECKBOX, "sure", hint="Tick it."),
    question(FieldKind.STATIC, "read", label="Read this.", hint="The law says so."),
    question(
        FieldKind.SIGNATURE,
        "sign",
        hint="Both.",
        parts=(
            question(FieldKind.TEXT, "sign", label="Sign: name"),
            question(FieldKind.DATE, "sign_date", label="Sign: date"),
        ),
    ),
)


def record(police: Document, *entries: RecordFieldView) -> Document:
    sheet = RecordView(
        id="F99",
        purpose="Says it.",
        reminder="Think first.",
        marking="Secret once filled in. Lock it away.",
        parts=(RecordSectionView(id="one", letter="A", title="One", intro="Begin.", entries=entries),),
    )
    return replace(police, id="record-F99", kind=DocumentKind.RECORD, title="Test record", parts=(sheet,))


def test_a_form_says_how_to_answer_in_words(police: Document) -> None:
    only = ShowIfView(field="answer", values=("yes",), negated=False, words="the answer to “x” is “Yes”")
    late = [question(FieldKind.TEXT, name, condition=only) for name in ("p", "q")]
    lone = question(FieldKind.CHECKBOX, "r", condition=replace(only, words="you ticked “y”"))
    shown = styled(rendered(record(police, *ASKED, *late, lone)))
    assert shown[2:] == [
        ("Lead", "Says it."),
        ("Reminder", "Secret once filled in. Lock it away."),
        ("Reminder", "Think first."),
        ("Heading1", "A One"),
        ("BodyText", "Begin."),
        ("Question", "What is name? (needed)"),
        ("Hint", "All of it."),
        ("Hint", "Filled in by the manager."),
        ("Answer", "Type here"),
        ("Question", "What is story? (if it applies)"),
        ("LongAnswer", "Type here"),
        ("Question", "What is born? (needed)"),
        ("Answer", "Choose a date, or type it: dd/mm/yyyy"),
        ("Question", "What is made? (if you have it)"),
        ("Answer", "Choose a date, then type the time: dd/mm/yyyy hh:mm"),
        ("Question", "What is answer? (needed)"),
        ("Answer", "Choose one"),
        ("Question", "What is told? (if it applies)"),
        ("Hint", "Tick all."),
        ("Choice", "☐ Yes, “now” & here"),
        ("Choice", "☐ No"),
        ("Hint", "Tick it."),
        ("Choice", "☐ What is sure?"),
        ("Question", "Read this."),
        ("Hint", "The law says so."),
        ("Question", "Sign: name (if it applies)"),
        ("Hint", "Both."),
        ("Answer", "Type here"),
        ("Question", "Sign: date (if it applies)"),
        ("Answer", "Choose a date, or type it: dd/mm/yyyy"),
        ("Condition", "Answer the next two only if the answer to “x” is “Yes”."),
        ("Question", "What is p? (if you have it)"),
        ("Answer", "Type here"),
        ("Question", "What is q? (if you have it)"),
        ("Answer", "Type here"),
        ("Condition", "Answer only if you ticked “y”."),
        ("Choice", "☐ What is r?"),
    ]


def test_the_marking_stands_at_the_head_of_every_page(police: Document) -> None:
    assert "Secret once filled in" in text(part(rendered(record(police, *ASKED)), "word/header.xml"))


ANSWERS = {
    "name": "Élodie O'Neill <& co>",
    "story": "First line\nSecond line",
    "born": "2019-02-28",
    "made": "2026-11-22T14:05",
    "answer": "yes",
    "told": ["yes", "no"],
    "sure": True,
    "sign": "A. Person",
    "sign_date": "2026-11-23",
}


def test_answers_come_back_by_the_names_of_their_fields(police: Document) -> None:
    assert read_docx(fill_docx(rendered(record(police, *ASKED)), ANSWERS)) == ANSWERS


def test_the_first_entry_of_a_list_takes_a_choice_back(police: Document) -> None:
    lists = list(part(rendered(record(police, *ASKED)), "word/document.xml").iter(f"{W}dropDownList"))
    items = [(item.get(f"{W}displayText"), item.get(f"{W}value")) for item in lists[0]]
    assert items == [(None, "Choose one"), ("Yes, “now” & here", "yes"), ("No", "no")]


def test_days_are_those_of_britain(police: Document) -> None:
    dates = list(part(rendered(record(police, *ASKED)), "word/document.xml").iter(f"{W}date"))
    assert [item.find(f"{W}dateFormat").get(f"{W}val") for item in dates] == [
        "dd/MM/yyyy",
        "dd/MM/yyyy HH:mm",
        "dd/MM/yyyy",
    ]
    assert {item.find(f"{W}lid").get(f"{W}val") for item in dates} == {"en-GB"}


def test_a_name_that_no_control_can_have_is_told(police: Document) -> None:
    long = ChoiceView(id="c" * 60, label="Long")
    outcome = render_docx(record(police, question(FieldKind.CHECKBOXES, "several", choices=(long, *CHOICES))))
    assert outcome.value is None
    where = "northmoor/police/record-F99.docx"
    assert [(item.code, item.message) for item in outcome.diagnostics] == [
        ("PG530", f"{where}: the field `several:{'c' * 60}` has a name of 68 signs, and Word takes 64")
    ]


def test_a_long_label_is_shortened_only_where_word_cannot_hold_it(police: Document) -> None:
    label = "Which of the many words of this very long question will still be there at the end?"
    data = rendered(record(police, question(FieldKind.TEXT, label=label)))
    assert f"{label} (if you have it)" in [words for _, words in styled(data)]
    alias = next(part(data, "word/document.xml").iter(f"{W}alias")).get(f"{W}val")
    assert alias == "Which of the many words of this very long question will still…"
    data = rendered(record(police, question(FieldKind.TEXT, label="x" * 70)))
    assert next(part(data, "word/document.xml").iter(f"{W}alias")).get(f"{W}val") == "x" * 63 + "…"


# ---- the file --------------------------------------------------------------------------------------------------------


def test_the_package_has_sorted_names_and_no_clock(police: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(rendered(police))) as package:
        entries = package.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert entries[0].filename == "[Content_Types].xml"
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in entries} == {0}


def test_every_process_makes_the_same_bytes(documents: dict[str, Document], tmp_path: Path) -> None:
    chosen = [
        documents[name] for name in ("police/policy", "lscp/assurance", "police/quick-guide", "police/record-F01")
    ]
    held = tmp_path / "documents"
    held.write_bytes(pickle.dumps(chosen))
    program = (
        "import hashlib, pickle, sys; from policygen.render.word.package import render_docx\n"
        "for item in pickle.loads(open(sys.argv[1], 'rb').read()):"
        " print(hashlib.sha256(render_docx(item).value).hexdigest())"
    )
    sums = [hashlib.sha256(rendered(item)).hexdigest() for item in chosen]
    for seed, zone in (("1", "Pacific/Auckland"), ("2", "America/Lima")):
        changes = {"PYTHONHASHSEED": seed, "TZ": zone}
        said = subprocess.run(
            [sys.executable, "-c", program, held], capture_output=True, text=True, check=True, env=os.environ | changes
        )
        assert said.stdout.split() == sums


def test_the_fingerprint_names_what_else_decides_the_bytes() -> None:
    assert docx_fingerprint().startswith("zlib ")


def test_rendering_loads_no_library_that_has_a_say(tmp_path: Path) -> None:
    kept_out = "{'docx', 'lxml', 'jinja2', 'weasyprint'}"
    program = f"import sys, policygen.render.word.package; print(*sorted({kept_out} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


@pytest.mark.parametrize("kind", WITH_WORD)
def test_word_is_expected_to_open_it_cleanly(
    documents: dict[str, Document], tmp_path: Path, kind: DocumentKind
) -> None:
    validator = OpenXmlValidator()
    chosen = [item for item in documents.values() if item.kind is kind and item.agency in {"police", "lscp"}]
    assert chosen
    for item in chosen:
        file = tmp_path / f"{item.agency}-{item.id}.docx"
        file.write_bytes(rendered(item))
        assert validator.validate(file).errors == []


def test_a_filled_form_and_a_footnote_are_valid_too(police: Document, tmp_path: Path) -> None:
    file = tmp_path / "filled.docx"
    file.write_bytes(rendered(record(police, *ASKED)))
    assert OpenXmlValidator().validate(file).errors == []
    file.write_bytes(policy(police, Paragraph((Str("Claim"), Footnote((Link("https://example.org/", (Str("x"),)),))))))
    assert OpenXmlValidator().validate(file).errors == []


# ---- another program opens it ----------------------------------------------------------------------------------------


def opened(data: bytes, folder: Path) -> str:
    """Return the words that LibreOffice shows of a Word file."""
    office = shutil.which("soffice")
    if office is None:
        cannot_run("LibreOffice is not installed")
    (folder / "it.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "it.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return " ".join(page.extract_text() for page in pypdf.PdfReader(folder / "it.pdf").pages)


def test_libreoffice_opens_a_policy(police: Document, tmp_path: Path) -> None:
    shown = bare(opened(rendered(police), tmp_path))
    for level, words in headings(rendered(police)):
        if level <= 3:
            assert bare(words) in shown
    assert "Error" not in shown


def test_libreoffice_opens_a_record_with_its_answers(police: Document, tmp_path: Path) -> None:
    shown = opened(fill_docx(rendered(record(police, *ASKED)), ANSWERS), tmp_path)
    for words in (
        "Élodie O'Neill <& co>",
        "Second line",
        "28/02/2019",
        "Yes, “now” & here",
        "☒",
        "Secret once filled in",
    ):
        assert bare(words) in bare(shown)

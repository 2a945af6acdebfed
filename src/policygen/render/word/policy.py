"""The parts of a policy and of a quick guide as Word paragraphs, in the order of the document.

Takes parts and a writer; gives pieces. The same words stand here as in the templates of the web page.
"""

from collections.abc import Iterator
from typing import assert_never

from policygen.model.documents import Document
from policygen.model.guides import GuidePanelView, GuideView
from policygen.model.policies import (
    Annex,
    ClauseView,
    Contents,
    ContentsEntry,
    Cover,
    Danger,
    Front,
    MustEntry,
    Musts,
    SectionView,
    Unused,
)
from policygen.model.prose import LawNotice, Str
from policygen.render.html.markup import typeset
from policygen.render.word.prose import ANNEX, DANGER, NOTE, TAB, TEXT, Para, Piece, Writer, framed, mark, words_run

__all__ = ["annex", "chapter", "contents", "cover", "danger", "duties", "flow", "front"]


def cover(writer: Writer, part: Cover, document: Document) -> list[Piece]:
    """Return the title page: whose it is, what it is, and the facts of the edition."""
    fingerprint = words_run(writer.words.say("fingerprint-everywhere", signs=document.fingerprint))
    facts = [(name, writer.inlines(words)) for name, words in part.facts]
    facts.append((writer.words.say("fact-fingerprint"), fingerprint))
    made: list[Piece] = [
        Para("Owner", words_run(typeset(part.owner))),
        Para("Title", words_run(typeset(part.title))),
        Para("Subtitle", words_run(typeset(part.subtitle))),
        Para("Summary", words_run(typeset(part.lead))),
    ]
    for at, (name, runs) in enumerate(facts):
        rules = {"pBdr": writer.colours.first_fact_rules} if at == 0 else {}
        made.append(Para("Fact", words_run(name, "FactName") + TAB + runs, rules))
    return made


def danger(writer: Writer, part: Danger) -> list[Piece]:
    """Return the danger box: one frame around heading and text, and below it what layers say of it."""
    view = part.clause
    head = writer.heading(1, view.title, number=view.number, anchor=view.id, style="DangerHeading")
    box: list[Piece] = [head, *_whose(view), *writer.blocks(view.body, DANGER, label=_label(writer, view))]
    last = box[-1]
    if isinstance(last, Para):
        last.direct |= {"pBdr": writer.colours.danger_end, "keepNext": 'w:val="0"'}
    return [*framed(box), *_asides(writer, view)]


def front(writer: Writer, part: Front) -> list[Piece]:
    """Return the clauses that stand before the contents."""
    made: list[Piece] = [writer.heading(1, part.title, anchor=part.id)]
    for view in part.clauses:
        made += _clause(writer, view)
    return made


def contents(writer: Writer, part: Contents) -> tuple[Para, list[Piece]]:
    """Return the heading of the contents, and the contents: a field that Word can work out anew, already filled in."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    hint = words_run(writer.words.say("word-contents"))  # until Word has counted the pages and fills the field anew
    lines = [Para("ContentsHint", begin + hint), *(_entry(writer, entry) for entry in part.entries)]
    lines[-1].runs += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return writer.heading(1, part.title, style="TOCHeading"), [*lines]


def _entry(writer: Writer, entry: ContentsEntry) -> Para:
    runs = words_run(entry.number, "ClauseNumber") + TAB if entry.number else ""
    return Para("Toc1", writer.jump(entry.href.removeprefix("#"), runs + words_run(typeset(entry.title))))


def duties(writer: Writer, part: Musts) -> list[Piece]:
    """Return the list of the reader's duties, sort by sort."""
    made: list[Piece] = [
        writer.heading(1, part.title, anchor=part.id),
        Para("Lead", words_run(typeset(part.lead)), {"keepNext": ""}),
    ]
    for group in part.groups:
        if group.title:
            made.append(Para("Heading2", words_run(typeset(group.title)), {"ind": 'w:left="0" w:hanging="0"'}))
        made += [_duty(writer, entry) for entry in group.entries]
    return made


def _duty(writer: Writer, entry: MustEntry) -> Para:
    duty = writer.link(entry.href, (Str(entry.duty),))
    asides = [writer.inlines(entry.records)] if entry.records else []
    asides += [words_run(typeset(entry.elsewhere))] if entry.elsewhere else []
    asides += [words_run(typeset(entry.depends))] if entry.depends else []
    space = words_run(" ")
    return Para("Duty", words_run(entry.number, "ClauseNumber") + TAB + space.join((duty, *asides)))


def chapter(writer: Writer, part: SectionView) -> list[Piece]:
    """Return a section with its clauses, what it leaves out, and the notices that stand between."""
    made: list[Piece] = []
    if part.title:
        made.append(writer.heading(1, part.title, number=part.number, anchor=part.id))
    if part.whose:
        made.append(Para("AddedBy", words_run(typeset(part.whose))))
    if part.opening:
        made.append(_opening(writer, part.opening))
    for item in part.items:
        match item:
            case ClauseView():
                made += _clause(writer, item)
            case Unused():
                number = words_run(item.label, "ClauseNumber") + TAB
                anchors = writer.bookmark(*(name for name, _ in item.entries))
                made.append(Para("NotUsed", anchors + number + writer.inlines(item.words)))
            case LawNotice():
                made += writer.notice(item, 2)
            case _:
                assert_never(item)
    return made


def _opening(writer: Writer, entries: tuple[ContentsEntry, ...]) -> Para:
    """Return the clauses of a section in one paragraph, to be looked up."""
    lines = [
        words_run(f"{entry.number}\u00a0", "ClauseNumber") + writer.link(entry.href, (Str(entry.title),))
        for entry in entries
    ]
    return Para("Lead", words_run("   ").join(lines), {"keepNext": ""})


def annex(writer: Writer, part: Annex) -> list[Piece]:
    """Return an annex."""
    head = writer.heading(1, part.title, number=part.letter, anchor=part.id)
    return [head, *writer.blocks(part.blocks, ANNEX, label=part.title)]


def _clause(writer: Writer, view: ClauseView) -> Iterator[Piece]:
    """Yield a clause: its number and title, how strong it is, whose words they are, and the words."""
    yield writer.heading(2, view.title, number=f"{view.number} {view.mark}".strip(), anchor=view.id)
    if view.force.marked:
        yield Para("Force", mark(view.force, writer.words.say(view.force)))
    yield from (Para("Uses", writer.inlines(words)) for words in (view.records, view.corrected) if words)
    yield from _whose(view)
    yield from writer.blocks(view.body, TEXT, label=_label(writer, view))
    yield from _asides(writer, view)


def _whose(view: ClauseView) -> Iterator[Piece]:
    if view.whose:
        yield Para("AddedBy", words_run(typeset(view.whose)))


def _asides(writer: Writer, view: ClauseView) -> Iterator[Piece]:
    """Yield the notes of layers that stand under a clause."""
    place = writer.words.say("table-note", number=view.number)
    for note in view.notes:
        label = place if note is view.notes[0] else f"{place}: {note.title}"
        head = Para("NoteHeading", words_run(typeset(note.title)))
        yield from framed([head, *writer.blocks(note.body, NOTE, label=label)])


def _label(writer: Writer, view: ClauseView) -> str:
    return writer.words.say("table", number=view.number)


def flow(writer: Writer, part: GuideView, document: Document) -> Iterator[Piece]:
    """Yield a quick guide: the first box, which is about danger, every step with the ways on, and the other boxes."""
    if part.lead:
        yield Para("Lead", writer.inlines(part.lead))
    for panel in part.panels[:1]:
        yield from _panel(writer, panel)
    for step in part.steps:
        yield writer.heading(1, step.title, number=step.label, anchor=step.id)
        notes = "".join(words_run(" ") + writer.inlines(note) for note in step.notes)
        yield Para("BodyText", writer.inlines(step.question) + notes, {"keepNext": ""})
        for branch in step.branches:
            words = writer.inlines(branch.words)
            if branch.to:
                gap = words_run(" ") if branch.words else ""
                onward = writer.jump(branch.to, words_run(writer.words.say("go-to", step=branch.to_label), "Hyperlink"))
                words += gap + onward + words_run(".")
            yield Para("Branch", words_run(typeset(branch.answer), "AnswerWord") + TAB + words)
    for panel in part.panels[1:]:
        yield from _panel(writer, panel)
    if document.fictional:
        yield Para("Annotation", words_run(writer.words.say("sample")))


def _panel(writer: Writer, panel: GuidePanelView) -> Iterator[Piece]:
    yield writer.heading(1, panel.title)
    if panel.words:
        yield Para("BodyText", writer.inlines(panel.words))
    for name, reach in panel.contacts:
        yield Para("Contact", words_run(typeset(name)) + TAB + writer.inlines(reach))

"""What the register of law says to one agency: the law table, the notices, and the list of what was relied on."""

from collections.abc import Iterator

from policygen.compose.wording import Wording, capital, day_words, law_words
from policygen.model import addresses
from policygen.model.editions import Printing
from policygen.model.library import Library
from policygen.model.prose import (
    Answer,
    AnswerKind,
    Block,
    Break,
    Column,
    Inline,
    LawNotice,
    Link,
    Paragraph,
    Str,
    Strong,
    Table,
)
from policygen.model.protocol import Clause
from policygen.model.registers import Law, LawRow, LawStatus

__all__ = ["answer", "binds", "law_list", "law_notice", "law_notices", "law_table"]


def law_table(voice: Wording) -> tuple[Block, ...]:
    """Return the table "does it apply to us?": a row for each law that has one, answered for this agency."""
    library = voice.library
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    for law in library.law.values():
        if law.row is None:
            continue
        says: list[Inline] = [Strong((Str(f"{capital(law.row.force)}."),)), Str(f" {law.row.who.rstrip('.')}.")]
        says += [Break(), Str(law.row.does)]
        if law.row.limits:
            says += [Break(), Strong((Str("Limits."),)), Str(f" {law.row.limits}")]
        rows.append(((Str(library.law_title(law.id)),), tuple(says), answer(voice, law, law.row)))
    rows.sort(key=lambda row: not _binds(row[2][0]))  # what does not bind the reader comes last
    columns = (
        Column((Str("Law"),), 40),
        Column((Str("Whom it binds, and what it makes or lets them do"),), 74),
        Column((Str("Does it apply to us?"),), 48),
    )
    caption = (Str(f"The law: does it apply to {_us(voice)}?"),)
    return (Table(columns, tuple(rows), caption, wide=True),) if rows else ()


def answer(voice: Wording, law: Law, row: LawRow) -> tuple[Inline, ...]:
    """Say whether a law applies: the agency's own answer, else by the kinds of body that it is."""
    agency = voice.agency
    everyone = any(name.text == "all" for name in row.binds)
    own = agency.law.get(law.id)
    bodies = [agency.bodies[name.text].text for name in row.binds if name.text in agency.bodies]
    if law.unconfirmed or law.status.awaited:
        why = own.why if own else (row.yes if bodies or everyone else row.no)
        if not law.unconfirmed:  # somebody has confirmed that it is not in force yet, and no notice is printed
            return (Answer(AnswerKind.WAIT), Str(f" {why}"))
        notice = Link(f"#{addresses.law_notice(law.id)}", (Str("See the law notice"),), page=True)
        return (Answer(AnswerKind.WAIT), Str(" "), notice, Str(f". {why}"))
    if own is not None:
        return (Answer(own.answer), Str(f" {own.why}"))
    if bodies:
        return (Answer(AnswerKind.YES), Str(f" {bodies[0]}"))
    if everyone:
        return (Answer(AnswerKind.YES), Str(f" {row.yes}".rstrip()))
    return (Answer(AnswerKind.NO), Str(f" {row.no}".rstrip()))


def binds(voice: Wording, clause: Clause) -> bool:
    """Say whether a duty is this agency's: not if every law that it rests on is in the law table and answers no."""
    laws = [voice.library.law[name.text] for name in clause.law]
    answers = [answer(voice, law, law.row)[0] if law.row is not None else None for law in laws]
    return not answers or any(kind is None or _binds(kind) for kind in answers)


def _binds(said: Inline) -> bool:
    return not isinstance(said, Answer) or said.kind.binds


def law_notices(library: Library) -> tuple[LawNotice, ...]:
    """Return a notice for every law whose status nobody has confirmed."""
    return tuple(notice for law in library.law.values() for notice in law_notice(library, law))


def law_notice(library: Library, law: Law) -> Iterator[LawNotice]:
    """Yield the dated notice that stands where a law is relied on that nobody has confirmed."""
    if law.switch is not None and law.unconfirmed:
        yield LawNotice(
            id=addresses.law_notice(law.id),
            title=f"Law notice, checked on {day_words(law.checked)}",
            checked=law.checked,
            state=f"{capital(law_words(library, law.id))}. {law.switch.state}.",
            body=(Str(law.switch.notice),),
        )


def law_list(voice: Wording) -> tuple[Block, ...]:
    """Return the law and guidance that this edition prints, with status, date of the last check, and paragraphs."""
    library = voice.library
    uses: dict[str, dict[str, list[str]]] = {}
    for item in voice.edition.clauses():
        if item.printing is not Printing.PRINTED:
            continue
        for name in item.clause.law:
            law = library.law[name.text]
            parts = uses.setdefault(law.of or law.id, {})
            parts.setdefault(name.text, []).append(item.clause.id)
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    for whole, parts in ((library.law[law], uses[law]) for law in library.law if law in uses):
        title: Inline = Link(whole.link, (Str(whole.title),)) if whole.link else Str(whole.title)
        named = [library.law[part].title for part in parts if library.law[part].of is not None]
        clauses = list(dict.fromkeys(clause for found in parts.values() for clause in found))
        rows.append(
            (
                (title,),
                (
                    *((Str(whole.citation), Break()) if whole.citation else ()),
                    Str(capital("; ".join(named)) or "As a whole"),
                ),
                (Str(_status(whole)), Break(), Str(f"Checked {day_words(whole.checked)}")),
                _paragraphs(voice, clauses),
            )
        )
    columns = (
        Column((Str("Law or guidance"),), 48),
        Column((Str("Citation, parts relied on"),), 46),
        Column((Str("Status"),), 34),
        Column((Str("Paragraphs"),), 34),
    )
    lead = Paragraph(
        (
            Str(
                "An editor last looked at each entry on the day that is given. "
                "That is not legal advice: every entry is to be confirmed by the partnership’s legal adviser."
            ),
        )
    )
    anchors = tuple(addresses.law_entry(law) for law in library.law if law in uses)
    table = Table(columns, tuple(rows), wide=True, anchors=anchors)
    return (lead, table) if rows else (lead,)


def _paragraphs(voice: Wording, clauses: list[str]) -> tuple[Inline, ...]:
    made: list[Inline] = []
    for clause in clauses:
        made += ([Str(", ")] if made else []) + [Link(f"#{clause}", (Str(voice.numbers[clause]),))]
    return tuple(made)


def _us(voice: Wording) -> str:
    return "us" if not voice.agency.annotated else "the partnership office"


def _status(law: Law) -> str:
    words = {
        LawStatus.ANNOUNCED: "Announced, not in force",
        LawStatus.IN_FORCE: f"In force since {day_words(law.since)}" if law.since else "Current",
        LawStatus.NOT_IN_FORCE: "Not in force",
        LawStatus.SUPERSEDED: "Replaced",
    }
    if law.unconfirmed:
        return "Not confirmed: see the law notice"
    return words[law.status]

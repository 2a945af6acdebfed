"""What the register of law says to one agency: the law table, the notices, and the list of what was relied on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from policygen.compose.wording import Wording, capital
from policygen.model import addresses
from policygen.model.prose import (
    Answer,
    AnswerKind,
    Block,
    Break,
    Inline,
    LawNotice,
    Link,
    Paragraph,
    Str,
    Strong,
    Table,
)
from policygen.model.registers import Law, LawRow, LawStatus, LawSwitch
from policygen.resolve.coverage import Row
from policygen.resolve.duties import applies

__all__ = ["answer", "law_list", "law_notice", "law_notices", "law_states", "law_table", "sources"]


READ = "verified"
"""The confidence of an entry that somebody saw stated at a source."""


def law_table(voice: Wording) -> tuple[Block, ...]:
    """Return the table "does it apply to us?": a row for each law that has one, answered for this agency."""
    library, say = voice.library, voice.words.say
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    for law in library.law.values():
        if law.row is None:
            continue
        says: list[Inline] = [Strong((Str(f"{say(f'law-{law.row.force}')}."),)), Str(f" {law.row.who.rstrip('.')}.")]
        says += [Break(), Str(law.row.does)]
        if law.row.limits:
            says += [Break(), Strong((Str(say("law-limits")),)), Str(f" {law.row.limits}")]
        rows.append(((Str(library.law_title(law.id)),), tuple(says), answer(voice, law, law.row)))
    rows.sort(key=lambda row: not _binds(row[2][0]))  # what does not bind the reader comes last
    columns = voice.columns("law-table", {"law": 46, "says": 70, "us": 46})
    caption = say("law-table-full" if voice.agency.annotated else "law-table")
    return (Table(columns, tuple(rows), (Str(caption),), wide=True),) if rows else ()


def answer(voice: Wording, law: Law, row: LawRow) -> tuple[Inline, ...]:
    """Say whether a law applies to this agency, and why."""
    found = applies(voice.agency, law, row)
    why = f" {found.why}".rstrip()
    if found.kind is AnswerKind.WAIT and law.unconfirmed:
        notice = voice.notice(law.id, voice.words.say("law-see-notice"))
        return (Answer(found.kind, voice.words.say("law-check")), Str(" "), notice, Str(f".{why}"))
    return (voice.answer(found.kind), Str(why))


def _binds(said: Inline) -> bool:
    return not isinstance(said, Answer) or said.kind.binds


def law_notices(voice: Wording) -> tuple[LawNotice, ...]:
    """Return a notice for every law whose status nobody has confirmed."""
    return tuple(notice for law in voice.library.law.values() for notice in law_notice(voice, law))


def law_notice(voice: Wording, law: Law) -> Iterator[LawNotice]:
    """Yield the dated notice that stands where a law is relied on that nobody has confirmed."""
    if law.switch is not None and law.unconfirmed:
        yield LawNotice(
            id=addresses.law_notice(law.id),
            title=voice.words.say("law-notice", date=voice.words.day(law.checked)),
            checked=law.checked,
            state=f"{capital(voice.law_words(law.id))}. {law.switch.state}.",
            body=(Str(law.switch.notice),),
        )


def law_states(voice: Wording, rows: Iterable[Row]) -> tuple[Block, ...]:
    """Return each law with a switch: where it stands, who says so, and every paragraph of any agency that rests on it.

    `rows` are those of coverage. What is confirmed of a law counts for the laws that follow it as well.
    """
    library, say = voice.library, voice.words.say
    carriers = {row.id: row.carriers for row in rows if row.kind == "law"}
    made: list[tuple[tuple[Inline, ...], ...]] = []
    for law in library.law.values():
        if law.switch is None:
            continue
        resting = [law.id, *(each.id for each in library.law.values() if each.follows and each.follows.text == law.id)]
        clauses = {item.clause: item.number for name in resting for item in carriers.get(name, ()) if item.number}
        where = _paragraphs(voice, clauses) or (Str(say("coverage-none")),)
        made.append(((Str(capital(voice.law_words(law.id))),), _switch_state(voice, law, law.switch), where))
    columns = voice.columns("state", {"law": 48, "stands": 66, "paragraphs": 56})
    return (Paragraph((Str(say("state-lead")),)), Table(columns, tuple(made), wide=True)) if made else ()


def _switch_state(voice: Wording, law: Law, switch: LawSwitch) -> tuple[Inline, ...]:
    """Return where a law with a switch stands, the day that was announced, and who says so."""
    say, day = voice.words.say, voice.words.day
    stands = switch.state if law.unconfirmed else _stands(voice, law)
    said: list[Inline] = [Strong((Str(f"{stands}."),))]
    if law.unconfirmed and switch.announced:
        said += [Break(), Str(say("state-announced", date=day(switch.announced)))]
    if switch.confirmed_by and switch.confirmed_on:
        return (*said, Break(), Str(say("state-confirmed", who=switch.confirmed_by, date=day(switch.confirmed_on))))
    return (*said, Break(), Str(say("state-unconfirmed", date=day(law.checked))))


def law_list(voice: Wording) -> tuple[Block, ...]:
    """Return the law and guidance that this pack rests on, with parts, status and paragraphs.

    The day of the last check stands once; an entry that was looked at on another day says so, and so does one whose
    own words nobody has read.
    """
    library, say = voice.library, voice.words.say
    uses: dict[str, dict[str, list[str]]] = {}
    for item in voice.edition.clauses():
        if item.clause.id not in voice.homes:
            continue
        for name in item.clause.law:
            law = library.law[name.text]
            parts = uses.setdefault(law.of or law.id, {})
            parts.setdefault(name.text, []).append(item.clause.id)
    wholes = [library.law[law] for law in library.law if law in uses]
    day = _usual_day(wholes)
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    for whole in wholes:
        parts = uses[whole.id]
        title: Inline = Link(whole.link, (Str(whole.title),)) if whole.link else Str(whole.title)
        named = [library.law[part].title for part in parts if library.law[part].of is not None]
        clauses = {clause: voice.numbers[clause] for found in parts.values() for clause in found}
        cited = (*((Str(whole.citation), Break()) if whole.citation else ()),)
        states = _status(voice, whole, [library.law[part] for part in parts])
        states += [say("law-checked", date=voice.words.day(whole.checked))] if whole.checked != day else []
        states += [say("law-unread")] if any(library.law[part].confidence != READ for part in parts) else []
        state = [piece for words in states for piece in (Break(), Str(words))][1:]
        where = (*cited, Str(capital("; ".join(named)) or say("law-whole")))
        rows.append(((title,), where, tuple(state), _paragraphs(voice, clauses)))
    columns = voice.columns("law-list", {"law": 48, "parts": 46, "status": 34, "paragraphs": 34})
    lead = Paragraph((Str(say("law-lead", date=voice.words.day(day)) if day else say("law-none")),))
    anchors = tuple(addresses.law_entry(law.id) for law in wholes)
    table = Table(columns, tuple(rows), wide=True, anchors=anchors)
    return (lead, table) if rows else (lead,)


def sources(voice: Wording) -> tuple[Block, ...]:
    """Return every law and every part of one in the register: where it stands, how sure that is, and what is open."""
    library, say = voice.library, voice.words.say
    day = _usual_day(list(library.law.values()))
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    for law in library.law.values():
        sure = [say(f"confidence-{law.confidence}")]
        sure += [say("law-checked", date=voice.words.day(law.checked))] if law.checked != day else []
        notes = [note for note in (law.note, law.switch.state if law.switch is not None else "") if note]
        rows.append(
            (
                (Str(library.law_title(law.id)),),
                (Str(_stands(voice, law)),),
                (Str(". ".join(sure)),),
                (Str(" ".join(notes)),),
            )
        )
    columns = voice.columns("sources", {"law": 58, "status": 26, "sure": 36, "note": 42})
    lead = Paragraph((Str(say("law-lead", date=voice.words.day(day)) if day else say("law-none")),))
    return (lead, Table(columns, tuple(rows), wide=True)) if rows else (lead,)


def _usual_day(laws: Sequence[Law]) -> str:
    """Return the day on which most of these were last looked at."""
    days = Counter(law.checked for law in laws)
    return max(days, key=lambda day: (days[day], day), default="")


def _paragraphs(voice: Wording, clauses: Mapping[str, str]) -> tuple[Inline, ...]:
    """Return the numbers of clauses, by their ids, each the way to it."""
    made: list[Inline] = []
    for clause, number in clauses.items():
        made += [*([Str(", ")] if made else []), voice.way(clause, number)]
    return tuple(made)


def _status(voice: Wording, whole: Law, parts: list[Law]) -> list[str]:
    """Return where a law stands, and then each part that does not stand as the whole does: Royal Assent starts none."""
    stands = _stands(voice, whole)
    apart = {capital(part.title): _stands(voice, part) for part in parts if part.of is not None}
    say = voice.words.say
    return [stands, *(say("law-part-status", part=part, status=its) for part, its in apart.items() if its != stands)]


def _stands(voice: Wording, law: Law) -> str:
    if law.unconfirmed:
        return voice.words.say("law-unconfirmed")
    if law.status is LawStatus.IN_FORCE and law.since:
        return voice.words.say("law-in-force-since", date=voice.words.day(law.since))
    return voice.words.say(f"law-{law.status}")

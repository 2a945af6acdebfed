"""The annexes of a policy: where paragraphs come from, hard words, changes, and the editor's notes."""

from policygen.compose.wording import Wording, capital
from policygen.model import addresses
from policygen.model.editions import Printing
from policygen.model.prose import Block, Break, Inline, Paragraph, Str, Strong, Table
from policygen.resolve.coverage import Row
from policygen.resolve.sign_off import edition_digest

__all__ = ["changes", "coverage", "glossary", "notes", "provisions"]


def provisions(voice: Wording) -> tuple[Block, ...]:
    """Return where each paragraph comes from: its force, the provisions it carries, the law it rests on."""
    rows = tuple(
        (
            (voice.way(item.clause.id, item.number),),
            (Str(voice.words.say(item.clause.force)),),
            (Str(", ".join(name.text for name in item.clause.provisions)),),
            (Str("; ".join(voice.library.law_title(name.text) for name in item.clause.law)),),
        )
        for item in voice.edition.clauses()
        if item.printing is Printing.PRINTED and (item.clause.provisions or item.clause.law)
    )
    columns = voice.columns("provisions", {"paragraph": 22, "force": 18, "source": 36, "law": 86})
    return (_words(voice.words.say("provisions-lead")), Table(columns, rows, wide=True))


def coverage(voice: Wording, rows: tuple[Row, ...], kind: str) -> tuple[Block, ...]:
    """Return every provision or law with the paragraphs that carry it and the agencies that read them.

    Other agencies' clauses are named by number and id; none of their words stand here.
    """
    everyone, say = voice.library.rendered(), voice.words.say
    here = voice.edition.partnership
    made: list[tuple[tuple[Inline, ...], ...]] = []
    for row in (row for row in rows if row.kind == kind):
        carriers: list[Inline] = []
        for carrier in row.carriers:
            reads = dict(carrier.readers).get(here, ())
            who = say("coverage-all") if reads == everyone else ", ".join(reads) or say("coverage-not-printed")
            key = "coverage-carrier-locked" if carrier.locked else "coverage-carrier"
            carriers += [Break()] if carriers else []
            carriers += [Strong((Str(carrier.number),)), Str(f" {say(key, clause=carrier.clause, readers=who)}")]
        if row.note or not carriers:
            note = say("coverage-waits") if row.note and kind == "law" else capital(row.note) or say("coverage-none")
            carriers += [Break()] if carriers else []
            carriers.append(Str(note))
        title = row.id if kind == "provision" else row.title
        made.append(((Str(title),), (Str(say(f"register-{row.status}")),), tuple(carriers)))
    columns = voice.columns("coverage", {kind: 52, "status": 26, "paragraphs": 84})
    return (Table(columns, tuple(made), wide=True),)


def glossary(voice: Wording) -> tuple[Block, ...]:
    """Return hard words with what they mean."""
    rows = tuple(((Str(entry.term),), (Str(entry.means),)) for entry in voice.library.glossary)
    columns = voice.columns("glossary", {"word": 46, "means": 116})
    return (Table(columns, rows, wide=True),) if rows else ()


def changes(voice: Wording) -> tuple[Block, ...]:
    """Return what changed since the last edition, and who has signed this one off.

    The annotated edition has the whole register. No edition says whether a review is overdue: that depends on the day.
    """
    partnership, say = voice.partnership, voice.words.say
    register = (*_sign_offs(voice), *_owners(voice)) if voice.agency.annotated else _signed(voice)
    made: list[Block] = [_words(say("changes-first", number=partnership.stamp.number))]
    if partnership.fictional and register != _unsigned(voice):
        made.append(_words(say("changes-fictional", area=partnership.area)))
    return (*made, *register)


def _signed(voice: Wording) -> tuple[Block, ...]:
    """Say who has signed this edition off, and whether it still reads as it did then."""
    for entry in voice.partnership.sign_offs:
        if entry.agency == voice.edition.agency and entry.on is not None and entry.of is not None:
            key = "signed" if entry.of.text == edition_digest(voice.library, voice.edition) else "signed-before"
            day = voice.words.day(entry.on)
            said = voice.words.say(key, by=entry.by, role=entry.role, agency=voice.agency_name, date=day)
            return (_words(said),)
    return _unsigned(voice)


def _owners(voice: Wording) -> tuple[Block, ...]:
    """Return who keeps which part of the text, and when they look at it next.

    Clauses that this edition does not print are named by number and id; none of their words stand here.
    """
    say, clauses = voice.words.say, voice.edition.clauses()
    titles = {item.id: (say("owners-section", number=item.number), item.title) for item in voice.edition.sections}
    titles |= {item.clause.id: (say("owners-paragraph", number=item.number), item.clause.title) for item in clauses}
    leads = {item.clause.id: item.clause.id for item in clauses if item.clause.id in voice.numbers}
    for section in voice.edition.sections:  # the way to a section is the way to the first of its clauses
        first = next((item.clause.id for item in section.clauses if item.clause.id in voice.numbers), None)
        leads |= {section.id: first} if first is not None else {}
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    for owner in voice.partnership.owners:
        number, title = titles.get(owner.id, (say("owners-elsewhere"), ""))
        where: tuple[Inline, ...] = (Str(f"{number}: {owner.id}"),)
        if owner.id in leads:
            where = (voice.way(leads[owner.id], number, owner.id), Str(f", {title}"))
        rows.append((where, (Str(owner.name),), (Str(voice.words.day(owner.review.text)),)))
    columns = voice.columns("owners", {"text": 86, "owner": 40, "review": 36})
    return (Table(columns, tuple(rows), (Str(say("owners")),), wide=True),) if rows else ()


def _sign_offs(voice: Wording) -> tuple[Block, ...]:
    """Return who has signed the edition of each agency off, and when."""
    say, entries = voice.words.say, {entry.agency: entry for entry in voice.partnership.sign_offs}
    if not entries:
        return _unsigned(voice)
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    for agency in voice.library.rendered():
        local = voice.partnership.agencies.get(agency)
        name = local.name if local is not None and local.name else voice.library.agencies[agency].name
        entry = entries.get(agency)
        who, when = say("signatures-nobody"), say("signatures-not-yet")
        if entry is not None:
            who = say("signatures-who", by=entry.by, role=entry.role)
            when = voice.words.day(entry.on) if entry.on is not None else when
        rows.append(((Str(name),), (Str(who),), (Str(when),)))
    columns = voice.columns("signatures", {"agency": 74, "by": 52, "on": 36})
    table = Table(columns, tuple(rows), (Str(say("signatures")),), wide=True)
    return (_words(say("signatures-lead")), table)


def _words(text: str) -> Paragraph:
    return Paragraph((Str(text),))


def _unsigned(voice: Wording) -> tuple[Block, ...]:
    return (_words(voice.words.say("unsigned")),)


def notes(voice: Wording) -> tuple[Block, ...]:
    """Return the corrections that this edition rests on: what the source said, and what is right.

    The only place where replaced wording is printed.
    """
    used = {
        name.text
        for item in voice.edition.clauses()
        if item.printing is Printing.PRINTED
        for name in item.clause.corrections
    }
    say = voice.words.say
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    for note in voice.library.corrections.values():
        if note.id not in used:
            continue
        who = note.confirmed_by
        rows.append(
            (
                (Str(str(int(note.id[1:]))),),
                (Strong((Str(f"{note.title}."),)), Str(" "), Str(note.source_said)),
                (Str(note.correct), Break(), Str(say("confirmed-by", who=who) if who else say("unconfirmed"))),
            )
        )
    columns = voice.columns("notes", {"note": 16, "said": 56, "right": 90})
    anchors = tuple(addresses.note(note.id) for note in voice.library.corrections.values() if note.id in used)
    return (_words(say("notes-lead")), Table(columns, tuple(rows), wide=True, anchors=anchors))

"""The annexes of a policy: where paragraphs come from, hard words, changes, and the editor's notes."""

from collections.abc import Iterable

from policygen.compose.wording import Wording, capital
from policygen.model import addresses
from policygen.model.editions import EditionClause, Printing
from policygen.model.prose import Block, Break, Column, Inline, Paragraph, Str, Strong, Table
from policygen.model.protocol import PartKind
from policygen.model.registers import Correction
from policygen.model.scalars import Named
from policygen.resolve.coverage import Carrier, Row
from policygen.resolve.sign_off import edition_digest

__all__ = ["changes", "corrections", "coverage", "glossary", "notes", "provisions"]


def provisions(voice: Wording) -> tuple[Block, ...]:
    """Return where each paragraph comes from: how strong it is, whose it is, what it carries and rests on."""
    say = voice.words.say
    rows = tuple(
        (
            (voice.way(item.clause.id, item.number),),
            (Str(capital("; ".join(_traits(voice, item))) + "."),),
            (Str(", ".join(name.text for name in item.clause.provisions)),),
            (Str("; ".join(voice.library.law_title(name.text) for name in item.clause.law)),),
        )
        for item in voice.edition.clauses()
        if item.printing is Printing.PRINTED
    )
    columns = voice.columns("provisions", {"paragraph": 22, "force": 56, "source": 26, "law": 58})
    return (_words(say("provisions-lead")), Table(columns, rows, wide=True))


def _traits(voice: Wording, item: EditionClause) -> tuple[str, ...]:
    """Return how strong a clause is, whether layers may change it, whose it is, for whom, and whom it binds."""
    say, clause = voice.words.say, item.clause
    traits = [say(clause.force), say("locked" if clause.locked else "not-locked"), say("layer", layer=item.layer)]
    traits.append(say("for-agencies", agencies=_names(voice, clause.audience)))
    return (*traits, *([say("binds", names=_names(voice, clause.binds))] if clause.binds else []))


def _names(voice: Wording, names: Iterable[Named]) -> str:
    """Return agencies, and laws and bodies by which others are bound, in words."""
    said = ((name.text.startswith("-"), _called(voice, name.text.removeprefix("-"))) for name in names)
    return ", ".join(voice.words.say("not-for", agency=name) if without else name for without, name in said)


def _called(voice: Wording, name: str) -> str:
    library = voice.library
    if name in library.agencies:
        return library.agencies[name].short_name
    if name in library.bodies:
        return library.bodies[name].name
    return library.law_title(name) if name in library.law else name


def coverage(voice: Wording, rows: tuple[Row, ...], kind: str) -> tuple[Block, ...]:
    """Return every provision or law with the paragraphs that carry it, and a mark for each agency whose pack has one.

    Agencies are numbered, and the list above the table says which is which. A mark is that of the document in which
    the agency reads it. Clauses that this edition does not print are named by number and id; none of their words stand
    here.
    """
    say, here = voice.words.say, voice.edition.partnership
    agencies = voice.library.members(here)
    outlines = sorted(voice.library.outlines.values(), key=lambda outline: (outline.place, outline.id))
    letters = {outline.id: chr(ord("A") + at) for at, outline in enumerate(outlines)}
    cells = {mark: (Str(mark),) for mark in ("", *letters.values())}
    made: list[tuple[tuple[Inline, ...], ...]] = []
    for row in (row for row in rows if row.kind == kind):
        marks = dict.fromkeys(agencies, "")
        where: list[Inline] = []
        for carrier in row.carriers:
            if kind == "provision":
                where += [*([Break()] if where else []), *_carrier(voice, carrier)]
            else:  # many rest on one law: their numbers are enough
                where += [*([Str(", ")] if where else []), voice.way(carrier.clause, carrier.number)]
            for agency, document in dict(carrier.readers).get(here, ()):
                marks[agency] = marks[agency] or letters[document]
        if row.note or not row.carriers:
            note = say("coverage-waits") if row.note and kind == "law" else capital(row.note) or say("coverage-none")
            where += [*([Break()] if where else []), Str(note)]
        name = row.id if kind == "provision" else row.title
        made.append(((Str(name),), tuple(where), *(cells[mark] for mark in marks.values())))
    widths = {"provision": 14, "paragraphs": 66} if kind == "provision" else {"law": 34, "paragraphs": 46}
    columns = voice.columns("coverage", widths)
    columns += tuple(Column((Str(str(number)),), 5) for number, _ in enumerate(agencies, start=1))
    names = ", ".join(
        f"{number} {voice.library.agencies[agency].short_name}" for number, agency in enumerate(agencies, 1)
    )
    documents = (f"{letters[outline.id]} {outline.title}" for outline in outlines)
    lead = say("coverage-lead", agencies=names, documents=", ".join(documents))
    return (_words(lead), Table(columns, tuple(made), wide=True))


def _carrier(voice: Wording, carrier: Carrier) -> tuple[Inline, ...]:
    """Return the number of a clause that carries something, with its heading where this edition prints it."""
    lock = f" ({voice.words.say('locked')})" if carrier.locked else ""
    said = voice.pack.titles.get(carrier.clause, carrier.clause)
    return (voice.way(carrier.clause, carrier.number), Str(f" {said}{lock}"))


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
    for agency in voice.library.members(voice.partnership.id):
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


def corrections(voice: Wording) -> tuple[Block, ...]:
    """Return the corrections that this pack rests on, in short: what is right."""
    say, used = voice.words.say, _used(voice)
    rows = tuple(((Str(_number(note)),), (Strong((Str(f"{note.title}."),)), Str(f" {note.correct}"))) for note in used)
    columns = voice.columns("notes", {"note": 16, "right": 146})
    fuller = any(part.text == PartKind.ANNEX_NOTES for part in voice.library.outlines[voice.outline].parts)
    anchors = () if fuller else tuple(addresses.note(note.id) for note in used)  # numbers lead to the fuller list
    return (
        _words(f"{say('corrections-lead')} {_state(voice, used)}"),
        Table(columns, rows, wide=True, anchors=anchors),
    )


def notes(voice: Wording) -> tuple[Block, ...]:
    """Return the corrections that this pack rests on: what the source said, what is right, and how sure that is.

    The only place where replaced wording is printed.
    """
    say, used = voice.words.say, _used(voice)
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    for note in used:
        says = [note.correct, note.authority, note.confidence]
        says += [say("confirmed-by", who=note.confirmed_by)] if note.confirmed_by else []
        right = [part for said in says if said for part in (Break(), Str(said))][1:]
        said = (Strong((Str(f"{note.title}."),)), Str(" "), Str(note.source_said))
        rows.append(((Str(_number(note)),), said, tuple(right)))
    columns = voice.columns("notes", {"note": 16, "said": 56, "right": 90})
    anchors = tuple(addresses.note(note.id) for note in used)
    lead = _words(f"{say('notes-lead')} {_state(voice, used)}")
    return (lead, Table(columns, tuple(rows), wide=True, anchors=anchors))


def _used(voice: Wording) -> tuple[Correction, ...]:
    """Return the editor's notes that apply to what stands in this pack."""
    used = {
        name.text
        for item in voice.edition.clauses()
        if item.clause.id in voice.homes
        for name in item.clause.corrections
    }
    return tuple(note for note in voice.library.corrections.values() if note.id in used)


def _state(voice: Wording, used: tuple[Correction, ...]) -> str:
    """Say once for all notes whether somebody has confirmed them."""
    return voice.words.say("confirmed" if all(note.confirmed_by for note in used) else "unconfirmed")


def _number(note: Correction) -> str:
    return str(int(note.id[1:]))

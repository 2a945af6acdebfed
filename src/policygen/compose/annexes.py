"""The annexes of a policy: where paragraphs come from, hard words, changes, and the editor's notes."""

from policygen.compose.wording import UNCONFIRMED, Wording, capital, day_words
from policygen.model import addresses
from policygen.model.editions import Printing
from policygen.model.prose import Block, Break, Column, Inline, Link, Paragraph, Str, Strong, Table
from policygen.resolve.coverage import Row
from policygen.resolve.sign_off import edition_digest

__all__ = ["changes", "coverage", "glossary", "notes", "provisions"]


def provisions(voice: Wording) -> tuple[Block, ...]:
    """Return where each paragraph comes from: its force, the provisions it carries, the law it rests on."""
    rows = tuple(
        (
            (Link(f"#{item.clause.id}", (Str(item.number),)),),
            (Str(capital(item.clause.force) if item.clause.force.marked else "Explains"),),
            (Str(", ".join(name.text for name in item.clause.provisions)),),
            (Str("; ".join(voice.library.law_title(name.text) for name in item.clause.law)),),
        )
        for item in voice.edition.clauses()
        if item.printing is Printing.PRINTED and (item.clause.provisions or item.clause.law)
    )
    columns = (
        Column((Str("Paragraph"),), 22),
        Column((Str("Force"),), 18),
        Column((Str("Source"),), 36),
        Column((Str("Rests on"),), 86),
    )
    lead = Paragraph(
        (
            Str(
                "P and a number is a provision of the source protocol; N and a number was added by the editors. "
                "Paragraphs that are not listed explain or connect, and rest on no provision of their own."
            ),
        )
    )
    return (lead, Table(columns, rows, wide=True))


def coverage(voice: Wording, rows: tuple[Row, ...], kind: str) -> tuple[Block, ...]:
    """Return every provision or law with the paragraphs that carry it and the agencies that read them.

    Other agencies' clauses are named by number and id; none of their words stand here.
    """
    everyone = voice.library.rendered()
    here = voice.edition.partnership
    made: list[tuple[tuple[Inline, ...], ...]] = []
    for row in (row for row in rows if row.kind == kind):
        carriers: list[Inline] = []
        for carrier in row.carriers:
            reads = dict(carrier.readers).get(here, ())
            who = "all" if reads == everyone else ", ".join(reads) or "not printed yet"
            lock = ", locked" if carrier.locked else ""
            carriers += [Break()] if carriers else []
            carriers += [Strong((Str(carrier.number),)), Str(f" {carrier.clause}{lock}: {who}")]
        if row.note or not carriers:
            carriers += [Break()] if carriers else []
            carriers.append(Str(capital(row.note) or "No paragraph"))
        title = row.id if kind == "provision" else row.title
        made.append(((Str(title),), (Str(capital(row.status)),), tuple(carriers)))
    first = "Provision" if kind == "provision" else "Law"
    columns = (
        Column((Str(first),), 52),
        Column((Str("Status"),), 26),
        Column((Str("Paragraphs, and who reads them"),), 84),
    )
    return (Table(columns, tuple(made), wide=True),)


def glossary(voice: Wording) -> tuple[Block, ...]:
    """Return hard words with what they mean."""
    rows = tuple(((Str(entry.term),), (Str(entry.means),)) for entry in voice.library.glossary)
    columns = (Column((Str("Word"),), 46), Column((Str("What it means here"),), 116))
    return (Table(columns, rows, wide=True),) if rows else ()


def changes(voice: Wording) -> tuple[Block, ...]:
    """Return what changed since the last edition, and who has signed this one off.

    The annotated edition has the whole register. No edition says whether a review is overdue: that depends on the day.
    """
    partnership = voice.partnership
    register = (*_sign_offs(voice), *_owners(voice)) if voice.agency.annotated else _signed(voice)
    made: list[Block] = [_words(f"This is edition {partnership.stamp.number}. No earlier edition has been published.")]
    if partnership.fictional and register != _UNSIGNED:
        made.append(_words(f"{partnership.area} is a made-up place, and so is everyone who is named here."))
    return (*made, *register)


def _signed(voice: Wording) -> tuple[Block, ...]:
    """Say who has signed this edition off, and whether it still reads as it did then."""
    for entry in voice.partnership.sign_offs:
        if entry.agency == voice.edition.agency and entry.on is not None and entry.of is not None:
            who, day = f"{entry.by}, {entry.role},", day_words(entry.on)
            if entry.of.text == edition_digest(voice.library, voice.edition):
                return (_words(f"{who} signed this edition off for {voice.agency_name} on {day}."),)
            changed = "It has changed since, and nobody has signed it off as it is now."
            return (_words(f"{who} signed this edition off for {voice.agency_name} on {day}. {changed}"),)
    return _UNSIGNED


def _owners(voice: Wording) -> tuple[Block, ...]:
    """Return who keeps which part of the text, and when they look at it next.

    Clauses that this edition does not print are named by number and id; none of their words stand here.
    """
    titles = {section.id: (f"Section {section.number}", section.title) for section in voice.edition.sections}
    titles |= {item.clause.id: (f"Paragraph {item.number}", item.clause.title) for item in voice.edition.clauses()}
    printed = {item.clause.id for item in voice.edition.clauses() if item.printing is Printing.PRINTED}
    printed |= {
        section.id
        for section in voice.edition.sections
        if any(item.printing is Printing.PRINTED for item in section.clauses)
    }
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    for owner in voice.partnership.owners:
        number, title = titles.get(owner.id, ("Only in other editions", ""))
        where: tuple[Inline, ...] = (Str(f"{number}: {owner.id}"),)
        if owner.id in printed:
            where = (Link(f"#{owner.id}", (Str(number),)), Str(f", {title}"))
        rows.append((where, (Str(owner.name),), (Str(day_words(owner.review.text)),)))
    columns = (Column((Str("Text"),), 86), Column((Str("Owner"),), 40), Column((Str("Next review by"),), 36))
    return (Table(columns, tuple(rows), (Str("Who keeps the text"),), wide=True),) if rows else ()


def _sign_offs(voice: Wording) -> tuple[Block, ...]:
    """Return who has signed the edition of each agency off, and when."""
    entries = {entry.agency: entry for entry in voice.partnership.sign_offs}
    if not entries:
        return _UNSIGNED
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    for agency in voice.library.rendered():
        local = voice.partnership.agencies.get(agency)
        name = local.name if local is not None and local.name else voice.library.agencies[agency].name
        entry = entries.get(agency)
        who = f"{entry.by}, {entry.role}" if entry is not None else "Nobody is named yet"
        when = day_words(entry.on) if entry is not None and entry.on is not None else "Not signed yet"
        rows.append(((Str(name),), (Str(who),), (Str(when),)))
    lead = _words("Each agency signs the text of its own edition, as it reads on that day.")
    columns = (Column((Str("Agency"),), 74), Column((Str("Signed by"),), 52), Column((Str("Signed on"),), 36))
    return (lead, Table(columns, tuple(rows), (Str("Who has signed"),), wide=True))


def _words(text: str) -> Paragraph:
    return Paragraph((Str(text),))


_UNSIGNED = (
    _words("No agency has signed this edition off yet. An approved edition says who signed, for whom and when."),
)


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
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    for note in voice.library.corrections.values():
        if note.id not in used:
            continue
        who = f"Confirmed by {note.confirmed_by}." if note.confirmed_by else UNCONFIRMED
        rows.append(
            (
                (Str(str(int(note.id[1:]))),),
                (Strong((Str(f"{note.title}."),)), Str(" "), Str(note.source_said)),
                (Str(note.correct), Break(), Str(who)),
            )
        )
    columns = (
        Column((Str("Note"),), 16),
        Column((Str("What the source said"),), 56),
        Column((Str("What is right, as far as we know"),), 90),
    )
    lead = Paragraph(
        (
            Str(
                "The source protocol is wrong or out of date in these places. The policy prints the corrected "
                "fact; wording that has been replaced stands here and nowhere else."
            ),
        )
    )
    anchors = tuple(addresses.note(note.id) for note in voice.library.corrections.values() if note.id in used)
    return (lead, Table(columns, tuple(rows), wide=True, anchors=anchors))

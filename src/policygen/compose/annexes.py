"""The annexes of a policy: where paragraphs come from, hard words, changes, and the editor's notes."""

from policygen.compose.words import UNCONFIRMED, Voice, capital
from policygen.model import (
    Block,
    Break,
    Column,
    Force,
    Inline,
    Link,
    Paragraph,
    Printing,
    Str,
    Strong,
    Table,
)
from policygen.resolve.matrix import Row

__all__ = ["changes", "coverage", "glossary", "notes", "provisions"]


def provisions(voice: Voice) -> tuple[Block, ...]:
    """Return where each paragraph comes from: its force, the provisions it carries, the law it rests on."""
    rows = tuple(
        (
            (Link(f"#{item.clause.id}", (Str(item.number),)),),
            (Str(capital(item.clause.force) if item.clause.force is not Force.INFO else "Explains"),),
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


def coverage(voice: Voice, rows: tuple[Row, ...], kind: str) -> tuple[Block, ...]:
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
        Column((Str(first),), 46),
        Column((Str("Status"),), 26),
        Column((Str("Paragraphs, and who reads them"),), 90),
    )
    return (Table(columns, tuple(made), wide=True),)


def glossary(voice: Voice) -> tuple[Block, ...]:
    """Return hard words with what they mean."""
    rows = tuple(((Str(entry.term),), (Str(entry.means),)) for entry in voice.library.glossary)
    columns = (Column((Str("Word"),), 46), Column((Str("What it means here"),), 116))
    return (Table(columns, rows, wide=True),) if rows else ()


def changes(voice: Voice) -> tuple[Block, ...]:
    """Return what changed since the last edition, and who has signed this one off."""
    stamp = voice.partnership.stamp
    words = f"This is edition {stamp.number}. No earlier edition has been published."
    signed = "No agency has signed this edition off yet. An approved edition says who signed, for whom and when."
    return (Paragraph((Str(words),)), Paragraph((Str(signed),)))


def notes(voice: Voice) -> tuple[Block, ...]:
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
    anchors = tuple(f"note-{note.id}" for note in voice.library.corrections.values() if note.id in used)
    return (lead, Table(columns, tuple(rows), wide=True, anchors=anchors))

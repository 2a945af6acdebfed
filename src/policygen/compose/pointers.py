"""Pointers: how a short document says what stands in others of its pack, and whom to ring.

Takes words and contacts as they were authored; gives words that lead into the agency's other documents. A reference
to a record that the agency has becomes its number, and the number for an emergency can be rung wherever it stands.
"""

import re
from collections.abc import Iterable, Iterator

from policygen.compose.wording import RECORD, Wording, capital, phone_link
from policygen.model.prose import Inline, Link, Reference, Str
from policygen.model.protocol import ContactSlot
from policygen.model.scalars import Named

__all__ = ["pointed", "to_read", "to_ring"]

EMERGENCY = re.compile(r"\b(999)\b")


def pointed(voice: Wording, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Resolve words; what they refer to is found in other documents of the pack."""
    said = voice.inlines((_numbered(voice, each) for each in inlines), {})
    return tuple(ready for each in said for ready in _ringing(each))


def to_read(voice: Wording, names: Iterable[Named]) -> tuple[Inline, ...]:
    """Return the numbers of clauses: "6.8, GMC1; 3.2 in The law"; those that are not in this pack are left out.

    Those of the document that comes first in the pack stand first, and need no name: it is the one that staff keep.
    """
    found: dict[str, list[Inline]] = {outline.id: [] for outline in voice.pack.outlines}
    for name in names:
        if name.text in voice.homes:
            link = Link(voice.place(name.text), (Str(voice.numbers[name.text]),), span=name.span)
            there = found[voice.homes[name.text]]
            there += [Str(", "), link] if there else [link]
        else:
            voice.reference(Reference(name.text, name.text, name.span))  # which says so if nobody has it (PG403)
    made: list[Inline] = []
    for at, outline in enumerate(voice.pack.outlines):
        if numbers := tuple(found[outline.id]):
            said = voice.sentence("see-in", numbers=numbers, document=outline.label) if at else numbers
            made += [*([Str("; ")] if made else []), *said]
    return tuple(made)


def to_ring(voice: Wording, slot: ContactSlot) -> tuple[str, tuple[Inline, ...]]:
    """Return who a contact is, and the number to call with its hours.

    The page bears the agency's name, so that a name which begins with it goes on without it.
    """
    contact = voice.contact(slot.id)
    fields = contact.fields if contact else {}
    name = fields.get("name", slot.label).removeprefix(f"{voice.agency_name} ")
    hours = voice.hours(contact, short=True, opens=True)
    return capital(name), (voice.phone(contact), *((Str(" "), *hours) if hours else ()))


def _numbered(voice: Wording, inline: Inline) -> Inline:
    """Return a reference to a record that the agency has as its number: "F01"."""
    if not isinstance(inline, Reference) or not inline.target.startswith(RECORD):
        return inline
    name = inline.target.removeprefix(RECORD)
    return voice.record_link(name, name) if voice.has_record(name) else inline


def _ringing(inline: Inline) -> Iterator[Inline]:
    """Yield words with the number for an emergency as a link that a phone dials."""
    if not isinstance(inline, Str):
        yield inline
        return
    for at, words in enumerate(EMERGENCY.split(inline.text)):  # words and numbers in turn
        if words:
            yield phone_link(words) if at % 2 else Str(words)

"""What rests on a law, a clause, a word or a contact: every place that names it, and every edition that prints it.

Takes the library and its editions; gives the uses of one name, or nothing where it is not known, and what the
registers hold of it that no document prints.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policygen.diagnostics import Span
from policygen.model.editions import Edition
from policygen.model.guides import Guide
from policygen.model.leaflets import Leaflet
from policygen.model.library import Library
from policygen.model.prose import Block, Paragraph, Placeholder, Reference, Switch, every, runs
from policygen.model.protocol import AddSection, Change, Insert, brought
from policygen.model.records import Record
from policygen.model.registers import Law, When
from policygen.model.scalars import SOURCE_TAG, Named
from policygen.model.sheets import Sheet
from policygen.resolve.editions import is_for
from policygen.resolve.switches import PHRASE, parts_of

__all__ = ["Use", "facts", "impact", "known_names"]

SPACES = ("term", "role", "contact", "value")
"""The kinds of names in text that stand for words of an agency or a partnership."""


@dataclass(frozen=True, slots=True)
class Use:
    """A place that rests on a name: how, in which clause, whose words, where, and the editions that print it."""

    how: str
    clause: str
    number: str
    document: str
    """The document of a pack in which the clause stands."""
    layer: str
    span: Span
    editions: tuple[tuple[str, str], ...]
    """Partnership and agency."""


def known_names(library: Library) -> tuple[str, ...]:
    """Return every name that `impact` knows."""
    protocol = library.protocol
    agencies = library.agencies.values()
    words = {
        "term": protocol.terms.keys(),
        "role": {role for agency in agencies for role in agency.roles} | protocol.roles.keys(),
        "contact": protocol.contacts.keys(),
        "value": protocol.values.keys(),
    }
    spaced = (f"{space}.{key}" for space in SPACES for key in sorted(words[space]))
    clauses = (clause.id for _, clause in library.clauses())
    return (*library.law, *clauses, *library.provisions, *library.corrections, *spaced)


def impact(library: Library, editions: tuple[Edition, ...], name: str) -> tuple[Use, ...]:
    """Return every use of a law (with its parts), clause, provision, editor's note, term, role, contact or value."""
    wanted = {name, *(law.id for law in library.law.values() if law.of == name)}
    printed = _printed(editions)
    made = []
    for how, clause, layer, span in _uses(library, wanted):
        number, document, where = printed.get(clause, ("", "", ()))
        if layer != "base":
            where = tuple(item for item in where if layer in _layers(editions, item))
        made.append(Use(how, clause, number, document, layer, span, where))
    return (*made, *_beside_policies(library, editions, wanted))


def _beside_policies(library: Library, editions: tuple[Edition, ...], wanted: set[str]) -> Iterator[Use]:
    """Yield the uses in guides, sheets, records, leaflets and agencies' answers, with the editions that have them."""
    sources = ((name, each[SOURCE_TAG]) for name, each in library.leaflets.items() if SOURCE_TAG in each)
    nouns: list[tuple[str, Guide | Sheet | Record | Leaflet]] = [*library.guides.items(), *library.sheets.items()]
    nouns += [*library.records.items(), *sources]
    for name, noun in nouns:
        lines = ((edition, library.lineage(edition.agency)) for edition in editions)
        where = tuple((each.partnership, each.agency) for each, line in lines if is_for(noun.audience, line))
        for part in parts_of(noun):
            if isinstance(part, When) and part.law.text in wanted:
                yield Use(f"printed when it is {part.status}", name, "", name, "base", part.law.span, where)
            elif (span := _names(part, wanted)) is not None:
                yield Use("names it", name, "", name, "base", span, where)
    for agency in library.agencies.values():
        where = tuple((each.partnership, each.agency) for each in editions if agency.id in library.lineage(each.agency))
        for law, answer in agency.law.items():
            if law in wanted or any(match[1] in wanted for match in PHRASE.finditer(answer.why)):
                yield Use("answers for it", agency.id, "", "law", agency.id, answer.span, where)


def facts(library: Library, name: str) -> tuple[str, ...]:
    """Return what the registers hold of a name, in words, for whoever looks into it before a change."""
    held: tuple[str, ...] = ()
    if name in library.law:
        held = _law_facts(library, library.law[name])
    elif name in library.provisions:
        provision = library.provisions[name]
        held = (f"{provision.section} of the source" if provision.section else "", provision.text)
    elif name in library.corrections:
        note = library.corrections[name]
        held = (f"{note.title}: {note.severity}", note.authority, note.confidence)
    elif name.startswith("role."):
        owners = [library.protocol.roles, *(agency.roles for agency in library.agencies.values())]
        known = [roles.get(name.removeprefix("role.")) for roles in owners]
        held = tuple(dict.fromkeys(role.about for role in known if role is not None))
    return tuple(" ".join(words.split()) for words in held if words)


def _law_facts(library: Library, law: Law) -> tuple[str, ...]:
    since = f" since {law.since}" if law.since else ""
    bound = [library.bodies[name.text].name if name.text in library.bodies else name.text for name in _binds(law)]
    return (
        law.about,
        f"{law.status}{since}; checked on {law.checked}, confidence {law.confidence}",
        f"announced on {law.switch.announced}" if law.switch is not None and law.switch.announced else "",
        f"binds: {'; '.join(bound)}" if bound else "",
        law.note,
    )


def _binds(law: Law) -> tuple[Named, ...]:
    return law.row.binds if law.row is not None else ()


def _uses(library: Library, wanted: set[str]) -> Iterator[tuple[str, str, str, Span]]:
    """Yield how, in which clause, in whose words and where each wanted name is used."""
    for layer, clause in library.clauses():
        for names, how in (
            (clause.law, "rests on it"),
            (clause.provisions, "carries it"),
            (clause.corrections, "applies it"),
        ):
            yield from ((how, clause.id, layer, item.span) for item in names if item.text in wanted)
        if clause.when is not None and clause.when.law.text in wanted:
            yield f"printed when it is {clause.when.status}", clause.id, layer, clause.when.law.span
        yield from (("says whom it binds", clause.id, layer, name.span) for name in clause.binds if name.text in wanted)
        if clause.id in wanted:
            yield "is it", clause.id, layer, clause.span
        yield from (
            ("names it", clause.id, layer, span) for span in _named((*clause.body, Paragraph(clause.duty)), wanted)
        )
    for owner in library.layers.values():
        for edit in owner.edits:
            if isinstance(edit, AddSection):
                continue
            target = edit.clause.id if isinstance(edit, Insert) else edit.target.text
            if isinstance(edit, Change) and target in wanted:
                yield f"{edit.verb}s it", target, owner.id, edit.span
            yield from (("an edit rests on it", target, owner.id, law.span) for law in edit.law if law.text in wanted)
            if isinstance(edit, Change) and (words := brought(edit)) is not None:
                yield from (("names it", target, owner.id, span) for span in _named(words[1], wanted))


def _named(blocks: Iterable[Block], wanted: set[str]) -> Iterator[Span]:
    for inline in (inline for run in runs(blocks) for inline in every(run)):
        if (span := _names(inline, wanted)) is not None:
            yield span


def _names(part: object, wanted: set[str]) -> Span | None:
    """Return the place of an inline that names what is wanted."""
    match part:
        case Reference(target) if target.removeprefix("law:") in wanted:
            return part.span
        case Switch("when", law) if law in wanted:
            return part.span
        case Placeholder(name):
            space, _, rest = name.partition(".")
            key = rest.partition(".")[0]
            return part.span if space in SPACES and f"{space}.{key[:1].lower()}{key[1:]}" in wanted else None
        case _:
            return None


def _printed(editions: tuple[Edition, ...]) -> dict[str, tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Return the number of each clause, its document, and the editions that print it."""
    found: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {}
    for edition in editions:
        for item in edition.clauses():
            number, document, where = found.get(item.clause.id, (item.number, item.document, ()))
            if not item.printing.silent:
                where = (*where, (edition.partnership, edition.agency))
            found[item.clause.id] = (number, document, where)
    return found


def _layers(editions: tuple[Edition, ...], place: tuple[str, str]) -> tuple[str, ...]:
    return next(edition.layers for edition in editions if (edition.partnership, edition.agency) == place)

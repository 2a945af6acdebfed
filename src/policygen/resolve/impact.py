"""What rests on a law, a clause, a word or a contact: every place that names it, and every edition that prints it.

Takes the library and its editions; gives the uses of one name, or nothing where it is not known, and what the
registers hold of it that no document prints.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policygen.diagnostics import Span
from policygen.model.editions import Edition
from policygen.model.library import Library
from policygen.model.prose import Block, Paragraph, Placeholder, Reference, every, runs
from policygen.model.protocol import AddSection, Change, Insert, brought
from policygen.model.registers import Law
from policygen.model.scalars import Named

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
    return tuple(made)


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
        if isinstance(inline, Reference) and inline.target.removeprefix("law:") in wanted:
            yield inline.span
        elif isinstance(inline, Placeholder):
            space, _, rest = inline.name.partition(".")
            key = rest.partition(".")[0]
            if space in SPACES and f"{space}.{key[:1].lower()}{key[1:]}" in wanted:
                yield inline.span


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

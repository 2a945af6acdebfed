"""Rules that need more than one file, and no edition: ids that must be known, registers, banned words, colours.

Takes a library and the texts it came from; gives what is wrong, never a new value.
`RULES` lists them in the order of their codes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from policygen.diagnostics import Diagnostic, Note, RelPath, Span, did_you_mean, error, warning
from policygen.model.agencies import Brand
from policygen.model.library import Library
from policygen.model.partnerships import Contact, LocalAgency, Partnership
from policygen.model.protocol import AddSection, Clause, Edit, Insert
from policygen.model.registers import LawStatus, ProvisionLock
from policygen.model.scalars import Force, Named
from policygen.rules.abbreviations import abbreviations
from policygen.rules.guides import known_contacts, onward_branches, reached_steps
from policygen.rules.leaflets import LEAFLET_RULES
from policygen.rules.reading import measure
from policygen.rules.records import conditions, signatures
from policygen.source.tree import position

__all__ = ["LONGEST", "RULES", "check_library"]

LONGEST = 30
"""Words in a sentence; GOV.UK advises 25, and clauses aim at that."""

Texts = Mapping[RelPath, str]


def check_library(library: Library, texts: Texts) -> tuple[Diagnostic, ...]:
    """Return everything that `RULES` find wrong."""
    return tuple(item for _, rule in RULES for item in rule(library, texts))


def unique_ids(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG201: sections and clauses share one namespace, over the base and all layers."""
    first: dict[str, Span] = {}
    for name, span in _ids(library):
        if name in first and first[name] != span:
            notes = [Note("it is given here first", first[name])]
            hint = "ids are permanent: rename the newer one"
            yield error("PG201", f"the id `{name}` is given twice", span, notes=notes, hint=hint)
        first.setdefault(name, span)


def known_agencies(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG202 and PG203: `for` names agencies that exist, and somebody to begin with."""
    known = {*library.agencies, "all"}
    for what, audience in _audiences(library):
        for name in audience:
            if name.text.removeprefix("-") not in known:
                hint = did_you_mean(name.text.removeprefix("-"), known)
                yield error("PG202", f"no agency `{name.text.removeprefix('-')}`", name.span, hint=hint)
        if audience and all(name.text.startswith("-") for name in audience):
            hint = "begin with `all`, or with the agencies that get it"
            yield error("PG203", f"{what} is for nobody", audience[0].span, hint=hint)
    for provision in library.provisions.values():
        for name in provision.agencies:
            agency = name.text.removeprefix("-")
            if agency not in known:
                yield error("PG202", f"no agency `{agency}`", name.span, hint=did_you_mean(agency, known))


def known_law(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG204 and PG208: what clauses, edits and agencies rest on is in `law.yaml`."""
    for name in _law_names(library):
        if name.text not in library.law:
            hint = did_you_mean(name.text, library.law)
            yield error("PG204", f"no law `{name.text}` in content/law.yaml", name.span, hint=hint)
    for agency in library.agencies.values():
        for body, why in agency.bodies.items():
            if body not in library.bodies:
                hint = did_you_mean(body, library.bodies)
                yield error("PG208", f"no kind of body `{body}` in content/law.yaml", why.span, hint=hint)
    for law in library.law.values():
        for name in law.row.binds if law.row else ():
            if name.text not in {*library.bodies, "all"}:
                hint = did_you_mean(name.text, library.bodies)
                yield error("PG208", f"no kind of body `{name.text}` in content/law.yaml", name.span, hint=hint)


def known_provisions(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG205 and PG206: provisions and editor's notes that clauses name are in their registers."""
    for _layer, clause in library.clauses():
        for name in clause.provisions:
            if name.text not in library.provisions:
                hint = did_you_mean(name.text, library.provisions)
                yield error("PG205", f"no provision `{name.text}` in content/provisions.yaml", name.span, hint=hint)
        for name in clause.corrections:
            if name.text not in library.corrections:
                hint = did_you_mean(name.text, library.corrections)
                yield error("PG206", f"no note `{name.text}` in content/editors-notes.yaml", name.span, hint=hint)


def known_documents(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG209: an agency's documents have outlines, and it has at least one."""
    for agency in library.agencies.values():
        for name in agency.documents:
            if name.text not in library.outlines:
                hint = did_you_mean(name.text, library.outlines)
                yield error("PG209", f"no document `{name.text}` in content/documents/", name.span, hint=hint)
        if not agency.documents and not agency.abstract:
            hint = "add `documents: [policy]`"
            yield error("PG209", f"`{agency.id}` has no documents", agency.span, hint=hint)


def wording(library: Library, texts: Texts) -> Iterator[Diagnostic]:
    """PG210: words and claims that must not appear, in everything that readers see but the editor's notes."""
    banned = sorted(library.wording, key=lambda item: -len(item.match))  # at one place the longest of them is meant
    if not banned:
        return
    phrases = (r"\s+".join(map(re.escape, item.match.replace("’", "'").split())) for item in banned)
    pattern = re.compile(rf"(?<!\w)(?:({')|('.join(phrases)}))(?!\w)", re.IGNORECASE)
    for path, text in texts.items():
        if not path.endswith((".md", ".yaml")) or path in _SPEAKS_OF_WORDS:
            continue
        plain = text.replace("’", "'")
        for match in pattern.finditer(plain):
            item = banned[(match.lastindex or 1) - 1]
            span = Span(path, position(plain, match.start()), position(plain, match.end()))
            why, instead = (" ".join(words.split()) for words in (item.why, item.instead))
            hint = f"write instead: {instead}"
            yield error("PG210", f"these words must not appear: {why}", span, hint=hint)


def carried(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG211 to PG213: every live provision has a clause, a dead one a reason, one locked for all a locked clause."""
    carriers: dict[str, list[Clause]] = {}
    for _layer, clause in library.clauses():
        for name in clause.provisions:
            carriers.setdefault(name.text, []).append(clause)
    for provision in library.provisions.values():
        dead = provision.status in {"superseded", "historic"}
        if not dead and provision.id not in carriers:
            hint = "add its id to the `provisions` of the clause that carries it"
            yield error("PG211", f"no clause carries the provision {provision.id}", provision.span, hint=hint)
        if dead and not provision.treatment:
            hint = "say in `treatment` why it is not printed"
            message = f"the {provision.status} provision {provision.id} has no treatment"
            yield error("PG213", message, provision.span, hint=hint)
        for clause in carriers.get(provision.id, ()):
            if provision.lock is ProvisionLock.ALL and not clause.locked:
                notes = [Note(f"{provision.id} is locked for all", provision.span)]
                message = f"`{clause.id}` carries {provision.id} and is not locked"
                yield error("PG212", message, clause.span, notes=notes, hint="add `locked: true`")


def grounds(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG214: a duty rests on a law or carries a provision; "must" is for nothing less."""
    for _layer, clause in library.clauses():
        if clause.force is Force.MUST and not clause.law and not clause.provisions:
            hint = "name the law in `law`, or make its force `should`"
            yield error(
                "PG214", f"`{clause.id}` is a duty that rests on no law and no provision", clause.span, hint=hint
            )


def length(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG219: no sentence of a clause is longer than people read in one go."""
    for _layer, clause in library.clauses():
        longest = measure(clause.body).longest
        words = len(longest.split())
        if words > LONGEST:
            begin = " ".join(longest.split()[:6])
            message = f'a sentence of {words} words in `{clause.id}`: "{begin} …"'
            yield warning("PG219", message, clause.span, hint=f"at most {LONGEST} words: make two of it")


def slots(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG215: contacts and values that are filled in are declared in `protocol.yaml`."""
    declared = {"contact": library.protocol.contacts, "value": library.protocol.values}
    for partnership in library.partnerships.values():
        owners: tuple[Partnership | LocalAgency, ...] = (partnership, *partnership.agencies.values())
        for owner in owners:
            filled: Iterable[tuple[str, str, Contact | Named]] = (
                *(("contact", key, contact) for key, contact in owner.contacts.items()),
                *(("value", key, value) for key, value in owner.values.items()),
            )
            for kind, key, item in filled:
                if key not in declared[kind]:
                    hint = did_you_mean(key, declared[kind]) or "declare it in content/protocol.yaml"
                    yield error("PG215", f"no {kind} `{key}` is declared", item.span, hint=hint)


def colours(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG217: an agency's colours keep the contrast that the look promises (WCAG 2.2, 1.4.3 and 1.4.6)."""
    for agency in library.agencies.values():
        parent = library.agencies.get(agency.parent or "")
        if parent is not None and parent.brand == agency.brand:
            continue  # said of the parent
        for what, ratio, wanted in _contrasts(agency.brand):
            if ratio < wanted:
                message = f"{what} has a contrast of {ratio:.1f} to 1; {wanted} is the least"
                yield error("PG217", message, agency.span, hint="make the darker of the two darker")


def confirmations(library: Library, _: Texts) -> Iterator[Diagnostic]:
    """PG218: a law switch that says in force says who confirmed it, and when."""
    for law in library.law.values():
        if law.switch is None:
            continue
        if law.status is LawStatus.IN_FORCE and law.unconfirmed:
            hint = "fill in `confirmed_by` and `confirmed_on`; until then a notice is printed"
            yield warning("PG218", f"nobody has confirmed that `{law.id}` is in force", law.span, hint=hint)
        if law.switch.confirmed_by and not law.switch.confirmed_on:
            yield error("PG218", f"`{law.id}` is confirmed without a date", law.span, hint="fill in `confirmed_on`")


_RULES: tuple[tuple[str, Callable[[Library, Texts], Iterator[Diagnostic]]], ...] = (
    ("PG150", signatures),
    ("PG201", unique_ids),
    ("PG202", known_agencies),
    ("PG204", known_law),
    ("PG205", known_provisions),
    ("PG209", known_documents),
    ("PG210", wording),
    ("PG211", carried),
    ("PG214", grounds),
    ("PG215", slots),
    ("PG217", colours),
    ("PG218", confirmations),
    ("PG219", length),
    ("PG220", conditions),
    ("PG224", onward_branches),
    ("PG226", reached_steps),
    ("PG227", known_contacts),
    ("PG235", abbreviations),
    *LEAFLET_RULES,
)
RULES = tuple(sorted(_RULES, key=lambda rule: rule[0]))
"""Every rule by the first of its codes, in that order."""

_SPEAKS_OF_WORDS = ("content/editors-notes.yaml", "content/wording.yaml", "content/provisions.yaml")
"""Files that must be able to name what is wrong."""


def _audiences(library: Library) -> Iterator[tuple[str, tuple[Named, ...]]]:
    """Yield what is `for` some agencies, leaflets apart: what to call it, and whom it is for."""
    for _layer, clause in library.clauses():
        yield f"`{clause.id}`", clause.audience
    for record in library.records.values():
        yield f"`{record.id}`", record.audience
        for section in record.sections:
            yield f"`{section.id}`", section.audience
            for field in section.fields:
                yield f"`{field.id}`", field.audience
                yield from ((f"`{choice.id}`", choice.audience) for choice in field.choices)
    for guide in library.guides.values():
        yield f"`{guide.id}`", guide.audience
        yield from ((f"the panel “{panel.title}”", panel.audience) for panel in guide.panels)
        for step in guide.steps:
            yield f"`{step.id}`", step.audience
            yield from ((f"a note of `{step.id}`", note.audience) for note in step.notes)


def _ids(library: Library) -> Iterator[tuple[str, Span]]:
    for section in library.sections:
        yield section.id, section.span
        for clause in section.clauses:
            yield clause.id, clause.span
    for edit in _edits(library):
        if isinstance(edit, AddSection):
            yield edit.id, edit.span
        elif isinstance(edit, Insert):
            yield edit.clause.id, edit.clause.span


def _edits(library: Library) -> Iterator[Edit]:
    for layer in library.layers.values():
        yield from layer.edits


def _law_names(library: Library) -> Iterator[Named]:
    for _layer, clause in library.clauses():
        yield from clause.law
        if clause.when is not None:
            yield clause.when.law
    for edit in _edits(library):
        yield from edit.law
    for agency in library.agencies.values():
        for law, answer in agency.law.items():
            yield Named(law, answer.span)


def _contrasts(brand: Brand) -> tuple[tuple[str, float, int], ...]:
    """Return each pair of colours that must be told apart: what, ratio, least ratio."""
    return (
        (f"colour {brand.colour} on white", _contrast(brand.colour, "#ffffff"), 7),
        (f"{brand.on} on colour {brand.colour}", _contrast(brand.on, brand.colour), 7),
        (f"colour {brand.colour} on tint {brand.tint}", _contrast(brand.colour, brand.tint), 7),
        (f"ink on tint {brand.tint}", _contrast("#15191e", brand.tint), 12),
        (f"lift {brand.lift} on dark paper", _contrast(brand.lift, "#12161b"), 7),
    )


def _contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, definition of contrast ratio)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

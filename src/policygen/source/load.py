"""From files to one library: every file is parsed and bound to its noun, then nouns are brought together.

Takes a `SourceTree`; gives a `Library`, or everything that is wrong with the files, all at once.
What needs more than one file to judge is left to `rules`; what needs an edition, to `resolve`.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TypeVar

from policygen.diagnostics import Note, Outcome, did_you_mean, error, has_errors
from policygen.model.agencies import UNSET, Agency, Brand
from policygen.model.guides import Guide
from policygen.model.leaflets import Language, Leaflet, Point
from policygen.model.library import Library
from policygen.model.partnerships import LocalAgency, Owner, Partnership, SignOff, SignOffRegister
from policygen.model.protocol import Outline, Protocol, Role
from policygen.model.records import Record, RecordField
from policygen.model.registers import (
    BannedWords,
    BodyType,
    Correction,
    GlossaryEntry,
    Law,
    LawPart,
    LawRegister,
    Provision,
)
from policygen.model.sheets import Sheet
from policygen.model.tokens import Shades, Tokens
from policygen.model.words import DOCUMENTS, LEAFLETS, SITE, Words
from policygen.source.files import sort_files
from policygen.source.layers import read_layers
from policygen.source.pages import read_leaflet, read_section
from policygen.source.reader import Bound, Reader
from policygen.source.tree import SourceTree
from policygen.source.yamltree import Loc, Places

__all__ = ["load_library"]

M = TypeVar("M")

_NO_PROTOCOL = Protocol(title="", nation="", about="", terms={})
"""Stands for a `protocol.yaml` with mistakes, so that the mistakes of the other files are found as well."""
_NO_SHADES = Shades(**{field.name: "" for field in fields(Shades)})
_NO_TOKENS = Tokens(face="", office_face="", light=_NO_SHADES, dark=_NO_SHADES, dark_tint="", strip="", house=UNSET)
"""The same for `tokens.yaml`."""


def load_library(tree: SourceTree) -> Outcome[Library]:
    """Turn the files of a project into a library; no library when any file has an error or could not be read.

    Of a project whose base was not found nothing is said: half of what it rests on would be called missing.
    """
    if not tree.whole:
        return Outcome(None)
    files = sort_files(tree)
    reader = Reader(tree, files.value or {}, list(files.diagnostics))
    library = _library(reader)
    found = tuple(reader.found)
    return Outcome(None if has_errors(found) or tree.unread else library, found)


def _library(reader: Reader) -> Library:
    protocol = _protocol(reader)
    law, bodies = _law(reader)
    tokens = _tokens(reader) or _NO_TOKENS
    agencies = _agencies(reader, protocol, tokens.house)
    partnerships = _partnerships(reader)
    for name in sorted(set(agencies) & set(partnerships)):
        notes = [Note("the agency of that name", agencies[name].span)]
        message = f"`{name}` names a partnership and an agency; a layer needs a name of its own"
        reader.found.append(error("PG150", message, partnerships[name].span, notes=notes))
    return Library(
        protocol=protocol or _NO_PROTOCOL,
        sections=tuple(section for file in reader.files["section"] if (section := read_section(reader, file))),
        layers=read_layers(reader, agencies, partnerships),
        agencies=agencies,
        partnerships=partnerships,
        law=law,
        bodies=bodies,
        provisions=reader.by_id(_items(reader, tuple[Provision, ...]), "provision"),
        corrections=reader.by_id(_items(reader, tuple[Correction, ...]), "editor's note"),
        glossary=_items(reader, tuple[GlossaryEntry, ...]),
        wording=_items(reader, tuple[BannedWords, ...]),
        outlines={bound.noun.id: bound.noun for bound in reader.each_named(Outline)},
        records=_records(reader),
        guides=_guides(reader),
        sheets=_sheets(reader),
        languages=reader.by_id(_items(reader, tuple[Language, ...]), "language"),
        words=_words(reader),
        leaflets=_leaflets(reader),
        tokens=tokens,
        points=tuple(reader.by_id(_items(reader, tuple[Point, ...]), "point").values()),
    )


def _items(reader: Reader, kind: type[tuple[M, ...]]) -> tuple[M, ...]:
    """Return the items of a file that is a list."""
    return tuple(item for bound in reader.each(kind) for item in bound.noun)


def _protocol(reader: Reader) -> Protocol | None:
    if not reader.files["protocol"]:
        hint = "it holds the title, the base words, and the contacts and values to be filled in locally"
        reader.found.append(error("PG107", "`content/protocol.yaml` is missing", hint=hint))
    return next((bound.noun for bound in reader.each(Protocol)), None)


def _tokens(reader: Reader) -> Tokens | None:
    if not reader.files["tokens"]:
        hint = "it holds the colours and the faces of pages, Word files and drawings"
        reader.found.append(error("PG107", "`templates/tokens.yaml` is missing", hint=hint))
    return next((bound.noun for bound in reader.each(Tokens)), None)


# -- registers -----------------------------------------------------------------------------------------


def _law(reader: Reader) -> tuple[dict[str, Law], dict[str, BodyType]]:
    """Return the laws and their parts by id, and the kinds of body."""
    registers = [bound.noun for bound in reader.each(LawRegister)]
    wholes = [law for register in registers for law in register.laws]
    laws = [law for whole in wholes for law in (whole, *(_part_of(whole, part) for part in whole.parts))]
    bodies = [body for register in registers for body in register.bodies]
    return reader.by_id(laws, "law"), reader.by_id(bodies, "kind of body")


def _part_of(whole: Law, part: LawPart) -> Law:
    """Make a law of a part of one: it has what it does not say from the whole; its own status has a day of its own."""
    return Law(
        id=part.id,
        title=part.title,
        about=part.about,
        of=whole.id,
        kind=whole.kind,
        citation=part.citation,
        link=part.link or whole.link,
        status=part.status or whole.status,
        since=part.since or (whole.since if part.status is None else ""),
        checked=part.checked or whole.checked,
        confidence=part.confidence or whole.confidence,
        note=part.note,
        row=part.row,
        switch=part.switch,
        follows=part.follows,
        span=part.span,
    )


# -- records, guides, sheets and leaflets --------------------------------------------------------------


def _records(reader: Reader) -> dict[str, Record]:
    records: dict[str, Record] = {}
    for bound in reader.each_named(Record):
        record = records[bound.noun.id] = bound.noun
        reader.by_id(record.sections, "section of the record")
        reader.by_id((field for section in record.sections for field in section.fields), "field")
        for index, section in enumerate(record.sections):
            for number, field in enumerate(section.fields):
                _check_field(reader, field, bound.places, ("sections", index, "fields", number))
    return records


def _check_field(reader: Reader, field: RecordField, places: Places, at: Loc) -> None:
    """Check that choices are given where there is something to choose (PG170), and a condition says one thing (PG171).

    `at` is the way to the field in its file.
    """
    reader.by_id(field.choices, "option")
    chosen = field.kind.traits.options
    if chosen and len(field.choices) < 2:
        said = "one option" if field.choices else "no options"
        hint = "give it two or more `options`, each with an id and a label"
        message = f"`{field.id}` is a question of choice with {said}"
        reader.found.append(error("PG170", message, field.span, hint=hint))
    elif field.choices and not chosen:
        hint = "make it `radio` or `checkboxes`, or take the options out"
        message = f"a field of the type `{field.kind}` has no options"
        reader.found.append(error("PG170", message, places.key(*at, "options"), hint=hint))
    if field.show_if is not None:
        answers = (*at, "show_if", "is", 0) in places.values
        if answers is field.show_if.negated:
            message = "`show_if` names answers once: in `is` or in `is_not`"
            reader.found.append(error("PG171", message, places.key(*at, "show_if")))


def _guides(reader: Reader) -> dict[str, Guide]:
    guides = {bound.noun.id: bound.noun for bound in reader.each_named(Guide)}
    for guide in guides.values():
        reader.by_id(guide.steps, "step")
    return guides


def _sheets(reader: Reader) -> dict[str, Sheet]:
    sheets = {bound.noun.id: bound.noun for bound in reader.each_named(Sheet)}
    for sheet in sheets.values():
        reader.by_id((blank for part in sheet.parts for blank in part.blanks), "blank")
    return sheets


def _words(reader: Reader) -> dict[str, dict[str, Words]]:
    """Return the words around the text by group and language."""
    words: dict[str, dict[str, Words]] = {group: {} for group in (LEAFLETS, DOCUMENTS, SITE)}
    for bound in reader.each(Words):
        group, language = bound.file.names["group"], bound.noun.language
        words[group][language] = replace(bound.noun, group=group)
        reader.same_name(language, bound.file, bound.noun.span)
    return words


def _leaflets(reader: Reader) -> dict[str, dict[str, Leaflet]]:
    """Return leaflets by id, then by language."""
    leaflets: dict[str, dict[str, Leaflet]] = {}
    for file in reader.files["leaflet"]:
        if (leaflet := read_leaflet(reader, file)) is not None:
            leaflets.setdefault(leaflet.id, {})[leaflet.language] = leaflet
    return leaflets


# -- agencies ------------------------------------------------------------------------------------------


def _agencies(reader: Reader, protocol: Protocol | None, house: Brand) -> dict[str, Agency]:
    """Return the agencies by id, each with what it inherits."""
    read = {bound.file.names["id"]: bound for bound in reader.each_named(Agency)}
    known = {file.names["id"] for file in reader.files["agency"]}  # one whose file has mistakes is there all the same
    for bound in read.values():
        agency, places = bound.noun, bound.places
        reader.not_kept(agency.id, agency.span)
        if agency.parent is not None and agency.parent not in known:
            hint = did_you_mean(agency.parent, known)
            reader.found.append(error("PG153", f"no agency `{agency.parent}`", places.value("parent"), hint=hint))
        for term in agency.terms if protocol is not None else ():
            if protocol is not None and term not in protocol.terms:
                message, hint = f"no term `{term}` in the base", did_you_mean(term, protocol.terms)
                reader.found.append(error("PG154", message, places.key("terms", term), hint=hint))
    _refuse_rings(reader, read)
    made: dict[str, Agency] = {}
    for name in sorted(read, key=lambda name: (_depth(name, read), name)):
        agency = read[name].noun
        parent = made.get(agency.parent) if agency.parent else None
        made[name] = _inherited(agency, parent, protocol or _NO_PROTOCOL, house)
    return {name: made[name] for name in sorted(made)}


def _refuse_rings(reader: Reader, read: Mapping[str, Bound[Agency]]) -> None:
    """Refuse agencies that are each other's parents (PG155)."""
    seen: set[str] = set()
    for start in sorted(read):
        line: list[str] = []
        at: str | None = start
        while at is not None and at in read and at not in line and at not in seen:
            line.append(at)
            at = read[at].noun.parent
        if at is not None and at in line:
            ring = line[line.index(at) :]
            words = " > ".join([*ring, ring[0]])
            notes = [Note(f"the parent of `{name}`", read[name].places.value("parent")) for name in ring[1:]]
            span = read[ring[0]].places.value("parent")
            reader.found.append(error("PG155", f"agencies are each other's parents: {words}", span, notes=notes))
        seen.update(line)


def _depth(name: str, read: Mapping[str, Bound[Agency]]) -> int:
    line = [name]
    while (parent := read[line[-1]].noun.parent) in read and parent not in line:
        line.append(str(parent))
    return len(line)


def _inherited(agency: Agency, parent: Agency | None, protocol: Protocol, house: Brand) -> Agency:
    """Fill an agency in with what it has from its parent, or else from the base."""
    above = parent or protocol
    roles = dict(above.roles)
    for key, name in agency.role_names.items():
        roles[key] = replace(roles[key], name=name) if key in roles else Role(name=name, about="")
    authority = agency.public_authority or (parent.public_authority if parent is not None else "mixed")
    brand = agency.brand if agency.brand is not UNSET else parent.brand if parent is not None else house
    terms = {**above.terms, **agency.terms}
    filled = replace(agency, terms=terms, roles=roles, public_authority=authority, brand=brand)
    if parent is None:
        return filled
    return replace(
        filled,
        hours=agency.hours or parent.hours,
        bodies={**parent.bodies, **agency.bodies},
        law={**parent.law, **agency.law},
    )


# -- partnerships --------------------------------------------------------------------------------------


def _partnerships(reader: Reader) -> dict[str, Partnership]:
    """Return the partnerships by id, each with its agencies' values and its register of owners and sign-offs."""
    local: dict[str, dict[str, LocalAgency]] = {}
    for values in reader.each(LocalAgency):
        agency, names = values.noun.agency, values.file.names
        if agency != names["id"]:
            message = f"the agency `{agency}` is not the name of its folder, `{names['id']}`"
            reader.found.append(error("PG151", message, values.places.value("agency"), hint="make them the same"))
        local.setdefault(names["partnership"], {})[agency] = values.noun
    registers = {}
    for register in reader.each(SignOffRegister):
        _check_register(reader, register.noun, register.places)
        registers[register.file.names["id"]] = register.noun
    made: dict[str, Partnership] = {}
    for bound in reader.each_named(Partnership):
        folder, partnership = bound.file.names["id"], bound.noun
        reader.not_kept(partnership.id, partnership.span)
        own = registers.get(folder, SignOffRegister())
        made[partnership.id] = replace(
            partnership, agencies=local.get(folder, {}), owners=own.owners, sign_offs=own.sign_offs
        )
    return made


def _check_register(reader: Reader, register: SignOffRegister, places: Places) -> None:
    """Check that each entry names one thing (PG168) that no other names, and a signature its day and digest (PG142)."""
    owners: dict[str, Owner] = {}
    sign_offs: dict[str, SignOff] = {}
    for index, owner in enumerate(register.owners):
        if (owner.section is None) is (owner.clause is None):
            said = "neither" if owner.clause is None else "both"
            message = f"an owner keeps a section or a clause; this entry names {said}"
            hint = "give each section and each clause an entry of its own"
            reader.found.append(error("PG168", message, places.value("owners", index), hint=hint))
        else:
            reader.once(owners, owner.id, owner, f"owner of the {owner.kind}")
    for index, entry in enumerate(register.sign_offs):
        if (entry.on is None) is not (entry.of is None):
            lacking, given = ("on", "of") if entry.on is None else ("of", "on")
            message = f"`{lacking}` is missing here: an edition is signed on a day, with the digest of what it says"
            reader.found.append(error("PG142", message, places.key("agencies", index, given)))
        reader.once(sign_offs, entry.agency, entry, "sign-off of")

"""One layer on what the layers before it made: the algebra of `docs/overlays.md`.

Takes a state and a layer; gives the next state and what is wrong with the layer's edits.
A state is never changed: each layer makes another, so that agencies share what their ancestors made.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import TypeVar, assert_never

from policygen.diagnostics import Diagnostic, Note, Span, did_you_mean, error, warning
from policygen.keys import digest, short
from policygen.model.editions import EditionClause, LayerNote, Printing, Step
from policygen.model.library import Library
from policygen.model.protocol import (
    POLICY,
    AddSection,
    AnchorKind,
    Annotate,
    Change,
    Clause,
    Insert,
    Layer,
    LayerKind,
    Move,
    Omit,
    Param,
    ParamValue,
    Placing,
    Replace,
    Section,
    Set,
)
from policygen.model.scalars import Named

__all__ = ["ClauseState", "Place", "State", "apply_layer", "base_state", "text_digest"]

Place = tuple[AnchorKind, str]
"""A place where something is inserted: before or after a clause or section, at the start or end of a section."""

P = TypeVar("P", Insert, AddSection)


@dataclass(frozen=True, slots=True)
class ClauseState:
    """A clause on its way through the layers."""

    item: EditionClause
    """The clause as an edition has it, unless it is not for that agency or a law switches it off."""
    section: str
    audience: frozenset[str]
    shared: Clause
    """The clause without what a partnership made of it: all that an agency's layer, which serves many, may rest on."""


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section on its way through the layers."""

    id: str
    title: str
    number: str
    layer: str
    document: str
    prefix: Named | None = None
    """What the clauses are numbered by that its own layer puts into it, where it says so."""


@dataclass(frozen=True, slots=True)
class State:
    """What the layers so far have made."""

    layers: tuple[str, ...]
    sections: Mapping[str, SectionEntry]
    section_order: tuple[str, ...]
    section_places: Mapping[Place, tuple[str, ...]]
    """The sections added after each section, in order of insertion."""
    entries: Mapping[str, ClauseState]
    order: Mapping[str, tuple[str, ...]]
    """The clauses of each section in reading order."""
    places: Mapping[Place, tuple[str, ...]]
    """The clauses inserted at each place, in order of insertion; the base text stands at the end of its sections."""


def text_digest(clause: Clause) -> str:
    """Return the digest that `of:` quotes: of the title and body as the layer that made them wrote them."""
    return short(digest(clause.title, clause.body))


def base_state(sections: tuple[Section, ...]) -> State:
    """Number the base text: section.clause once, for everyone.

    An id must not be given twice, as PG201 says: only the last that has it is kept, so that all else holds.
    """
    sections = _once(sections)
    numbers = {section.id: str(number) for number, section in enumerate(sections, start=1)}
    documents = {section.id: _document(section) for section in sections}
    order = {section.id: tuple(clause.id for clause in section.clauses) for section in sections}
    return State(
        layers=("base",),
        sections={
            section.id: SectionEntry(section.id, section.title, numbers[section.id], "base", documents[section.id])
            for section in sections
        },
        section_order=tuple(numbers),
        section_places={},
        entries={
            clause.id: _entry(
                clause, (section.id, documents[section.id]), f"{numbers[section.id]}.{number}", "base", clause
            )
            for section in sections
            for number, clause in zip(_counts(section), section.clauses, strict=False)
        },
        order=order,
        places={(AnchorKind.END, section): clauses for section, clauses in order.items()},
    )


def apply_layer(state: State, layer: Layer, library: Library) -> tuple[State, tuple[Diagnostic, ...]]:
    """Return the state after `layer`, and every mistake in its edits.

    Sections come first, then insertions, then what is done to clauses. An edit with a mistake has no effect.
    """
    work = _Work(state, layer, library)
    work.add_sections()
    work.insert_clauses()
    work.change_clauses()
    return work.state(), tuple(work.found)


def _counts(section: Section) -> Iterator[int]:
    """Yield the numbers of a section's clauses: what was withdrawn keeps its own, which stays empty."""
    kept = {old.number for old in section.withdrawn}
    return (number for number in count(1) if number not in kept)


def _once(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return every section and every clause once by its id: the last that has it."""
    latest = {section.id: section for section in sections}
    owners = {clause.id: section.id for section in latest.values() for clause in section.clauses}
    ours = (
        {clause.id: clause for clause in section.clauses if owners[clause.id] == section.id}
        for section in latest.values()
    )
    return tuple(
        replace(section, clauses=tuple(clauses.values()))
        for section, clauses in zip(latest.values(), ours, strict=True)
    )


def _document(made: Section | AddSection) -> str:
    return made.document.text if made.document is not None else POLICY


def _entry(clause: Clause, section: tuple[str, str], number: str, layer: str, did: Clause | Insert) -> ClauseState:
    """Return a clause as it was made; `section` is the id of its section, and the document of that."""
    item = EditionClause(
        clause=clause,
        number=number,
        document=clause.document.text if clause.document is not None else section[1],
        layer=layer,
        text_layer=layer,
        printing=Printing.PRINTED,
        notes=(),
        params={param.name: param.value for param in clause.params},
        trail=(Step(layer, did),),
    )
    return ClauseState(item, section[0], frozenset(name.text for name in clause.audience), clause)


class _Work:
    """The unfinished next state; it lives for one call of `apply_layer`."""

    def __init__(self, state: State, layer: Layer, library: Library) -> None:
        self.before = state
        self.layer = layer
        self.library = library
        self.sections = dict(state.sections)
        self.section_order = state.section_order
        self.section_places = dict(state.section_places)
        self.entries = dict(state.entries)
        self.order = dict(state.order)
        self.places = dict(state.places)
        self.found: list[Diagnostic] = []

    def state(self) -> State:
        return State(
            layers=(*self.before.layers, self.layer.id),
            sections=self.sections,
            section_order=self.section_order,
            section_places=self.section_places,
            entries=self.entries,
            order=self.order,
            places=self.places,
        )

    # -- sections and insertions -------------------------------------------------------------------

    def add_sections(self) -> None:
        """Put the sections of this layer into their places; the prefix of their clauses stands for a number."""
        added: dict[str, AddSection] = {}

        def place(edit: AddSection) -> bool:
            owner = self.layer.id if edit.after.text in added else self.sections[edit.after.text].layer
            if self.not_ours(edit.after, owner) or self.taken(edit.id, edit.span, added):
                return False
            added[edit.id] = edit
            _append(self.section_places, (AnchorKind.AFTER, edit.after.text), edit.id)
            return True

        edits = [edit for edit in self.layer.edits if isinstance(edit, AddSection)]
        self.in_turn(edits, lambda edit: edit.after.text in self.sections or edit.after.text in added, place)
        if added:
            base = [name for name in self.section_order if self.sections[name].layer == "base"]
            self.section_order = _reading_order(base, self.section_places)
            for name, edit in added.items():
                number = self.prefix(edit.prefix)
                self.sections[name] = SectionEntry(
                    name, edit.title, number, self.layer.id, _document(edit), edit.prefix
                )
                self.order[name] = ()

    def insert_clauses(self) -> None:
        """Put the clauses of this layer into their places; their numbers are pinned by the layer."""
        added: dict[str, tuple[Insert, str]] = {}

        def known(edit: Insert) -> bool:
            name = edit.anchor.target.text
            return name in self.sections if edit.anchor.kind.in_section else name in self.entries or name in added

        def place(edit: Insert) -> bool:
            name = edit.anchor.target.text
            if edit.anchor.kind.in_section:
                owner, section = self.sections[name].layer, name
            elif name in self.entries:
                owner, section = self.entries[name].item.layer, self.entries[name].section
            else:
                owner, section = self.layer.id, added[name][1]
            if self.not_ours(edit.anchor.target, owner) or self.taken(edit.clause.id, edit.clause.span, added):
                return False
            added[edit.clause.id] = edit, section
            _append(self.places, (edit.anchor.kind, name), edit.clause.id)
            return True

        self.in_turn([edit for edit in self.layer.edits if isinstance(edit, Insert)], known, place)
        for section in dict.fromkeys(section for _, section in added.values()):
            start, end = (self.places.get((kind, section), ()) for kind in (AnchorKind.START, AnchorKind.END))
            self.order[section] = _reading_order((*start, *end), self.places)
        for name, (edit, section) in added.items():
            here = self.sections[section]
            document = self.beside(edit, section, added)
            number = f"{self.prefix(here.prefix if here.layer == self.layer.id else None)}{edit.clause.number or ''}"
            self.entries[name] = _entry(edit.clause, (section, document), number, self.layer.id, edit)

    def prefix(self, own: Named | None) -> str:
        """Return what clauses of this layer are numbered by; `check` sees that there is something (PG248)."""
        prefix = own or self.layer.prefix
        return prefix.text if prefix is not None else ""

    def beside(self, edit: Insert, section: str, added: Mapping[str, tuple[Insert, str]]) -> str:
        """Return the document of what a clause is put beside: of a clause that is there, or of its section."""
        while not edit.anchor.kind.in_section and (name := edit.anchor.target.text) in added:
            edit = added[name][0]
            if edit.clause.document is not None:
                return edit.clause.document.text
        if edit.anchor.kind.in_section:
            return self.sections[section].document
        return self.entries[edit.anchor.target.text].item.document

    def in_turn(self, edits: Sequence[P], known: Callable[[P], bool], place: Callable[[P], bool]) -> None:
        """Place edits in order; one that stands at something that a later edit of this layer makes waits for it."""
        waiting: dict[str, list[P]] = {}
        for first in edits:
            ready = [first]
            while ready:
                edit = ready.pop()
                if not known(edit):
                    waiting.setdefault(_stands_at(edit).text, []).append(edit)
                elif place(edit):
                    ready += reversed(waiting.pop(_makes(edit), ()))
        stuck = {id(edit) for group in waiting.values() for edit in group}
        self.explain([edit for edit in edits if id(edit) in stuck])

    def explain(self, stuck: Sequence[Placing]) -> None:
        """Say why insertions found no place; one that only waits for another with a mistake is not named again."""
        by_name = {_makes(edit): edit for edit in stuck}
        seen: set[str] = set()
        for edit in stuck:
            at = _stands_at(edit)
            if at.text not in by_name:
                self.missing(at, section=isinstance(edit, AddSection) or edit.anchor.kind.in_section)
            line: list[str] = []
            name = _makes(edit)
            while name in by_name and name not in seen:
                seen.add(name)
                line.append(name)
                name = _stands_at(by_name[name]).text
            if name in line:
                ring = [by_name[each] for each in line[line.index(name) :]]
                words = " > ".join([*(_makes(each) for each in ring), name])
                notes = [Note(f"`{_makes(each)}` stands at this", _stands_at(each).span) for each in ring[1:]]
                message = f"these insertions wait for each other: {words}"
                hint = "put one of them at a clause or section that exists"
                self.found.append(error("PG308", message, _stands_at(ring[0]).span, notes=notes, hint=hint))

    def taken(self, name: str, span: Span, added: Container[str]) -> bool:
        """Refuse an id that is in use; `check` finds the same in the whole project, with the place of the first."""
        used = name in self.sections or name in self.entries or name in added
        if used:
            self.found.append(
                error("PG201", f"the id `{name}` is given twice", span, hint="ids are permanent: rename one")
            )
        return used

    # -- what is done to clauses -------------------------------------------------------------------

    def change_clauses(self) -> None:
        """Judge every edit by what earlier layers made, then those that hold by each other, and apply the rest."""
        edits = [edit for edit in self.layer.edits if isinstance(edit, Change) and self.holds(edit)]
        clashing = self.clashes(edits)
        for edit in edits:
            if id(edit) not in clashing:
                self.change(edit)

    def holds(self, edit: Change) -> bool:
        """Say whether an edit may change its clause, and does."""
        entry = self.entries.get(edit.target.text)
        if entry is None:
            self.missing(edit.target, section=False)
            return False
        if self.not_ours(edit.target, entry.item.layer):
            return False
        if entry.item.printing is Printing.OMITTED:
            notes = [Note("it is left out here", entry.item.trail[-1].span)]
            message = f"this edit has no effect: an earlier layer leaves `{edit.target.text}` out"
            self.found.append(warning("PG322", message, edit.span, notes=notes, hint="take the edit out"))
            return False
        match edit:
            case Replace():
                return self.may_replace(edit, entry)
            case Set():
                return self.may_set(edit, entry)
            case Omit():
                return not self.locked(edit, entry, "PG310", "annotate it instead, or take the edit out")
            case Move():
                return self.changes(edit, edit.document.text != entry.item.document)
            case Annotate():
                return True
            case _:
                assert_never(edit)

    def may_replace(self, edit: Replace, entry: ClauseState) -> bool:
        if self.locked(edit, entry, "PG311", "insert a clause beside it, or annotate it"):
            return False
        serves_all = self.layer.kind.serves_all
        current = text_digest(entry.shared if serves_all else entry.item.clause)
        if edit.of is None:
            hint = f"add `of: {current}`, so that you are told when that text moves on"
            self.found.append(error("PG315", "a replacement says what it replaces", edit.span, hint=hint))
            return False
        if edit.of.text != current:
            notes = [Note("the text that is replaced", self.wrote(entry, shared=serves_all))]
            hint = f"read it again; if the replacement still holds, write `of: {current}`"
            message = f"the text of `{edit.target.text}` has moved on since this replacement was written"
            self.found.append(warning("PG321", message, edit.of.span, notes=notes, hint=hint))
        return self.changes(edit, (edit.title, edit.body) != (entry.item.clause.title, entry.item.clause.body))

    def wrote(self, entry: ClauseState, *, shared: bool) -> Span:
        """Return the place of a clause's text."""
        for step in reversed(entry.item.trail):
            if isinstance(step.did, Replace) and (self.kind(step.layer).serves_all or not shared):
                return step.span
        return entry.item.clause.span

    def may_set(self, edit: Set, entry: ClauseState) -> bool:
        declared = {param.name: param for param in entry.item.clause.params}
        problems = []
        for param in edit.params:
            if param.name not in declared:
                hint = did_you_mean(param.name, declared) or (
                    f"declared: {', '.join(declared)}" if declared else "it declares none"
                )
                message = f"`{edit.target.text}` has no parameter `{param.name}`"
                problems.append(error("PG312", message, param.span, hint=hint))
            elif (problem := _bound(declared[param.name], entry.item.params[param.name], param)) is not None:
                notes = [Note("declared here", declared[param.name].span)]
                problems.append(error(problem[0], problem[1], param.span, notes=notes))
        self.found += problems
        if problems:
            return False
        return self.changes(edit, any(entry.item.params[param.name] != param.value for param in edit.params))

    def locked(self, edit: Change, entry: ClauseState, code: str, hint: str) -> bool:
        clause = entry.item.clause
        if clause.locked:
            notes = [Note("locked here", clause.locked_span)]
            message = f"`{self.layer.id}` may not {edit.verb} `{clause.id}`: it is locked"
            self.found.append(error(code, message, edit.span, notes=notes, hint=hint))
        return clause.locked

    def changes(self, edit: Change, different: bool) -> bool:
        if not different:
            self.found.append(warning("PG320", "this edit changes nothing", edit.span, hint="take it out"))
        return different

    def clashes(self, edits: Iterable[Change]) -> set[int]:
        """Find edits of one clause that cannot both hold; each is reported with the place of the other."""
        earlier: dict[str, list[Change]] = {}
        clashing: set[int] = set()
        for edit in edits:
            for other in earlier.setdefault(edit.target.text, []):
                if (message := _clash(edit, other)) is not None:
                    notes = [Note("the other edit is here", other.span)]
                    self.found.append(error("PG305", message, edit.span, notes=notes, hint="keep one of them"))
                    clashing |= {id(edit), id(other)}
            earlier[edit.target.text].append(edit)
        return clashing

    def change(self, edit: Change) -> None:
        entry = self.entries[edit.target.text]
        item = entry.item
        was: dict[str, ParamValue] = {}
        match edit:
            case Annotate():
                note = LayerNote(self.layer.id, edit.title, edit.body, edit.law)
                item = replace(item, notes=(*item.notes, note))
            case Replace():
                clause = replace(item.clause, title=edit.title, body=edit.body)
                item = replace(item, clause=clause, text_layer=self.layer.id)
                if self.layer.kind.serves_all:
                    entry = replace(entry, shared=clause)
            case Set():
                new = {param.name: param.value for param in edit.params if item.params[param.name] != param.value}
                was = {name: item.params[name] for name in new}
                item = replace(item, params={**item.params, **new})
            case Omit():
                item = replace(item, printing=Printing.OMITTED)
            case Move():
                item = replace(item, document=edit.document.text)
            case _:
                assert_never(edit)
        step = Step(self.layer.id, edit, was)
        self.entries[item.clause.id] = replace(entry, item=replace(item, trail=(*item.trail, step)))

    # -- what an edit may name ---------------------------------------------------------------------

    def not_ours(self, name: Named, owner: str) -> bool:
        """Refuse what only one partnership has to an agency's layer, which serves them all."""
        refused = self.layer.kind is LayerKind.AGENCY and self.kind(owner) is LayerKind.PARTNERSHIP
        if refused:
            hint = f"put this edit into content/partnerships/{owner}/agencies/{self.layer.id}/"
            message = f"`{name.text}` is only the partnership `{owner}`'s; an agency's layer serves them all"
            self.found.append(error("PG303", message, name.span, hint=hint))
        return refused

    def kind(self, layer: str) -> LayerKind:
        return LayerKind.BASE if layer == "base" else self.library.layers[layer].kind

    def missing(self, name: Named, *, section: bool) -> None:
        """Say why there is no clause or section of this name for this layer."""
        noun = "section" if section else "clause"
        owner = self.owner(name.text, AddSection if section else Insert)
        if owner is not None and self.not_ours(name, owner):
            return
        if owner in (*self.before.layers, self.layer.id):
            return  # what should have made it has a mistake of its own, which is reported there
        if owner is not None:
            scope = "an edit may target the base, the ancestors of its agency and its own layer"
            message = f"the {noun} `{name.text}` belongs to `{owner}`, on which `{self.layer.id}` does not build"
            self.found.append(error("PG303", message, name.span, hint=scope))
            return
        hint = self.library.gone(name.text) or did_you_mean(name.text, self.sections if section else self.entries)
        if name.text in (self.entries if section else self.sections):
            hint = f"`{name.text}` is a {'clause' if section else 'section'}"
        self.found.append(error("PG302" if section else "PG301", f"no {noun} `{name.text}`", name.span, hint=hint))

    def owner(self, name: str, kind: type[Placing]) -> str | None:
        for layer in self.library.layers.values():
            if any(isinstance(edit, kind) and _makes(edit) == name for edit in layer.edits):
                return layer.id
        return None


def _append(places: dict[Place, tuple[str, ...]], place: Place, name: str) -> None:
    places[place] = (*places.get(place, ()), name)


def _reading_order(names: Sequence[str], places: Mapping[Place, tuple[str, ...]]) -> tuple[str, ...]:
    """Return names with all that stands before and after each of them, and before and after that."""
    order: list[str] = []
    ahead = [(name, False) for name in reversed(names)]
    while ahead:
        name, opened = ahead.pop()
        if opened:
            order.append(name)
        else:
            ahead += [(each, False) for each in reversed(places.get((AnchorKind.AFTER, name), ()))]
            ahead.append((name, True))
            ahead += [(each, False) for each in reversed(places.get((AnchorKind.BEFORE, name), ()))]
    return tuple(order)


def _stands_at(edit: Placing) -> Named:
    return edit.anchor.target if isinstance(edit, Insert) else edit.after


def _makes(edit: Placing) -> str:
    return edit.clause.id if isinstance(edit, Insert) else edit.id


def _clash(edit: Change, other: Change) -> str | None:
    """Say why two edits of one clause in one layer cannot both hold, if they cannot."""
    if isinstance(edit, Omit) and isinstance(other, Omit):
        return "this clause is left out twice in one layer"
    if isinstance(edit, Omit) or isinstance(other, Omit):
        return "one edit leaves this clause out and another changes it"
    match edit:
        case Replace():
            return "this clause is replaced twice in one layer" if isinstance(other, Replace) else None
        case Set():
            theirs = {param.name for param in other.params} if isinstance(other, Set) else set()
            both = theirs & {param.name for param in edit.params}
            return f"`{min(both)}` is set twice in one layer" if both else None
        case Move():
            return "this clause is moved twice in one layer" if isinstance(other, Move) else None
        case Annotate():
            return None
        case _:
            assert_never(edit)


def _bound(declared: Param, inherited: ParamValue, param: Param) -> tuple[str, str] | None:
    """Say what is wrong with a value: its type, or that it passes the bound or loosens what was inherited."""
    value = param.value
    if isinstance(declared.value, int) is not isinstance(value, int):
        kind = "a whole number" if isinstance(declared.value, int) else "text"
        return "PG313", f"`{param.name}` must be {kind}"
    if isinstance(value, int) and isinstance(inherited, int):
        if declared.max is not None and value > inherited:
            return "PG314", f"`{param.name}` may only be lowered: it is {inherited} here, {value} would loosen it"
        if declared.min is not None and value < inherited:
            return "PG314", f"`{param.name}` may only be raised: it is {inherited} here, {value} would loosen it"
    return None

"""From the library to one edition for each agency of each partnership.

The order of the layers is base, partnership, the agency's ancestors from the top, the agency, then the agency
in that partnership. What agencies share is made once: a state is kept for every run of layers.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from policygen.diagnostics import Diagnostic, Outcome, Severity, Span, error, warning
from policygen.model.editions import Edition, EditionClause, EditionSection, Printing
from policygen.model.library import Library
from policygen.model.protocol import Change, Clause, Insert, Layer
from policygen.model.scalars import Named
from policygen.resolve.edits import ClauseState, State, apply_layer, base_state
from policygen.resolve.switches import as_law_stands, is_there

__all__ = ["is_for", "layer_line", "resolve", "switched"]


def resolve(library: Library) -> Outcome[tuple[Edition, ...]]:
    """Return every edition, in the order of partnerships and agencies, and all that is wrong with the layers."""
    chains = _Chains(library, base_state(library.sections))
    here = {partnership: as_law_stands(library, partnership) for partnership in library.partnerships}
    editions: list[Edition] = []
    others: list[Edition] = []
    for partnership in library.partnerships:
        chosen, members = library.partnerships[partnership].chosen, library.members(partnership)
        for agency in library.agencies.values():  # one that gets no documents here has edits to check as well
            taken = not chosen or agency.id in members
            line = layer_line(library, partnership, agency.id) if taken else library.lineage(agency.id)
            state = chains.state(line)
            if not agency.abstract:
                made = editions if agency.id in members else others
                made.append(_edition(here[partnership], partnership, agency.id, state))
    found = chains.said()
    if not library.partnerships:
        hint = "make content/partnerships/<id>/partnership.yaml"
        found.append(error("PG306", "there is no partnership, so nothing can be made", hint=hint))
    if not library.rendered():
        hint = "make agencies/<id>/agency.yaml"
        found.append(error("PG307", "there is no agency to make documents for", hint=hint))
    if editions:
        found += _reach(library, (*editions, *others))
    return Outcome(tuple(editions), tuple(found))


def layer_line(library: Library, partnership: str, agency: str) -> tuple[str, ...]:
    """Return the layers of an edition from the first to the last, those without any edits included."""
    return (partnership, *library.lineage(agency), f"{partnership}/{agency}")


def is_for(audience: tuple[Named, ...], lineage: tuple[str, ...]) -> bool:
    """Say whether a clause `for` these agencies reaches the one whose ancestors and self are `lineage`.

    The mention nearest to the agency decides; `all` stands above every agency.
    """
    if not audience:
        return True
    said = {name.text for name in audience}
    for agency in reversed(lineage):
        if f"-{agency}" in said:
            return False
        if agency in said:
            return True
    return "all" in said


def switched(library: Library, clause: Clause) -> Printing:
    """Return whether a clause's law switch lets it be printed; an unconfirmed law is never taken as in force."""
    if clause.when is None or is_there(library, clause.when):
        return Printing.PRINTED
    return Printing.WAITING if library.law[clause.when.law.text].unconfirmed else Printing.NOT_IN_FORCE


@dataclass(slots=True)
class _Chains:
    """The states of all runs of layers that were needed so far."""

    library: Library
    base: State
    states: dict[tuple[str, ...], State] = field(default_factory=dict)
    runs: Counter[str] = field(default_factory=Counter)
    """How often each layer was applied."""
    found: list[tuple[Layer, Diagnostic]] = field(default_factory=list)

    def state(self, line: tuple[str, ...]) -> State:
        if not line:
            return self.base
        if line not in self.states:
            before = self.state(line[:-1])
            layer = self.library.layers.get(line[-1])
            if layer is None:
                self.states[line] = before
            else:
                self.states[line], found = apply_layer(before, layer, self.library)
                self.runs[layer.id] += 1
                self.found += ((layer, item) for item in found)
        return self.states[line]

    def said(self) -> list[Diagnostic]:
        """Return what was found; a layer that serves all partnerships is warned of what holds in all of them."""
        times = Counter((item.code, item.span) for _, item in self.found)
        return [
            item
            for layer, item in self.found
            if item.severity is Severity.ERROR
            or not layer.kind.serves_all
            or times[item.code, item.span] == self.runs[layer.id]
        ]


def _edition(library: Library, partnership: str, agency: str, state: State) -> Edition:
    lineage = library.lineage(agency)
    reaches: dict[frozenset[str], bool] = {}

    def clause(entry: ClauseState) -> EditionClause:
        """Return the clause itself, which editions share, unless it is not for this agency or the law switches it."""
        item = entry.item
        reached = reaches.get(entry.audience)
        if reached is None:
            reached = reaches[entry.audience] = is_for(item.clause.audience, lineage)
        if not reached:
            return replace(item, printing=Printing.NOT_FOR_US)
        if item.clause.when is None or item.printing is Printing.OMITTED:
            return item
        return replace(item, printing=switched(library, item.clause))

    sections = tuple(
        EditionSection(
            id=section.id,
            title=section.title,
            number=section.number,
            layer=section.layer,
            clauses=tuple(clause(state.entries[name]) for name in state.order[section.id]),
        )
        for section in (state.sections[name] for name in state.section_order)
    )
    return Edition(partnership=partnership, agency=agency, layers=state.layers, sections=sections)


def _reach(library: Library, editions: tuple[Edition, ...]) -> list[Diagnostic]:
    """Warn of layers, edits and clauses that no agency sees: they change nothing.

    What is there for an agency that a partnership has not chosen is there for other partnerships.
    """
    hidden: dict[str, set[str]] = {}
    for edition in editions:
        here = {item.clause.id for item in edition.clauses() if item.printing is Printing.NOT_FOR_US}
        for name in edition.layers:
            hidden[name] = hidden[name] & here if name in hidden else here
    found = list(_unseen("base", ((clause.id, clause.span) for clause in _base(library)), hidden["base"]))
    for layer in library.layers.values():
        if layer.id in hidden:
            found += _unseen(layer.id, _meant(layer), hidden[layer.id])
        elif layer.edits:
            message = f"no agency that gets documents has the layer `{layer.id}`: its edits change nothing"
            hint = "move them to a layer that an agency with documents has"
            found.append(warning("PG324", message, layer.edits[0].span, hint=hint))
    return found


def _base(library: Library) -> Iterable[Clause]:
    return (clause for section in library.sections for clause in section.clauses)


def _meant(layer: Layer) -> Iterable[tuple[str, Span]]:
    """Return the clauses that a layer makes or changes, each with the place of the edit."""
    for edit in layer.edits:
        if isinstance(edit, Insert):
            yield edit.clause.id, edit.clause.span
        elif isinstance(edit, Change):
            yield edit.target.text, edit.span


def _unseen(layer: str, meant: Iterable[tuple[str, Span]], hidden: set[str]) -> Iterable[Diagnostic]:
    for name, span in meant:
        if name in hidden:
            message = f"this has no effect: `{name}` is not for any agency that `{layer}` reaches"
            yield warning("PG323", message, span, hint="take it out, or widen the clause's `for`")

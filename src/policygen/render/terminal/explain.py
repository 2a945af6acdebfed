"""Why a clause reads as it does, as text for a terminal: base text, every edit in order, every value and who set it."""

from collections.abc import Iterable
from typing import assert_never

from policygen.diagnostics import Span
from policygen.model.editions import Edition, EditionClause, Printing, Step
from policygen.model.library import Library
from policygen.model.protocol import AddSection, Annotate, Clause, Insert, LayerKind, Move, Omit, Replace, Set
from policygen.render.terminal.text import blocks_text, wrapped
from policygen.resolve.duties import bond, duty_laws

__all__ = ["explain_clause"]


def explain_clause(library: Library, edition: Edition, clause: str) -> str:
    """Return the explanation of one clause in one edition. Raises `KeyError` when the edition does not know it."""
    item = next((item for item in edition.clauses() if item.clause.id == clause), None)
    if item is None:
        raise KeyError(clause)
    base = next((made for section in library.sections for made in section.clauses if made.id == clause), None)
    lock = "locked" if item.clause.locked else "not locked"
    audience = ", ".join(name.text for name in item.clause.audience) or "all"
    lines = [
        f"{item.number} {item.clause.title}",
        f"  {clause}, for {edition.agency} in {edition.partnership}: {item.printing}",
        f"  force {item.clause.force}; {lock}; for {audience}; in {item.document}",
    ]
    if item.clause.force.binding:
        lines += wrapped(_bond(library, edition, item.clause), "  ")
    if item.clause.provisions:
        lines.append(f"  carries {', '.join(name.text for name in item.clause.provisions)}")
    if item.clause.law:
        lines.append(f"  rests on {'; '.join(library.law_title(name.text) for name in item.clause.law)}")
    if item.clause.when is not None:
        law = library.law[item.clause.when.law.text]
        state = "not confirmed" if law.unconfirmed else "confirmed"
        lines.append(f"  printed when {law.id} is {item.clause.when.status}; it is {law.status}, {state}")
    if base is not None and base.body != item.clause.body:
        lines += ["", f"Base text ({_place(base.span)})", *blocks_text(base.body)]
    lines += ["", "What each layer did, in order", *_section_added(library, edition, clause)]
    for number, step in enumerate(item.trail, start=1):
        lines.append(f"  {number}. {step.layer}: {_did(step)} ({_place(step.span)})")
        lines += wrapped(f"because: {step.reason}", "     ") if step.reason else []
    if item.params:
        lines += ["", "Values", *_values(item)]
    if item.printing is Printing.PRINTED:
        lines += ["", f"Text, as {_owner(library, item.text_layer)} wrote it", *blocks_text(item.clause.body)]
        for note in item.notes:
            lines += ["", f"Note of {_owner(library, note.layer)}: {note.title}", *blocks_text(note.body)]
    return "\n".join(lines)


def _bond(library: Library, edition: Edition, clause: Clause) -> str:
    """Say whether a duty is this reader's, and by which names that is known."""
    found = bond(library, edition.agency, clause)
    names = [name.text for name in clause.binds] or [law.id for law, _ in duty_laws(library, clause)]
    why = f": {found.why}" if found.why else ""
    return f"binds {', '.join(names) or 'nobody'}; this reader: {found.kind}{why}"


def _section_added(library: Library, edition: Edition, clause: str) -> Iterable[str]:
    """Say who added the section that a clause stands in, if that was a layer."""
    section = next(each for each in edition.sections if any(item.clause.id == clause for item in each.clauses))
    edits = library.layers[section.layer].edits if section.layer in library.layers else ()
    for edit in (edit for edit in edits if isinstance(edit, AddSection) and edit.id == section.id):
        yield f"  {section.layer}: section {section.id} after {edit.after.text} ({_place(edit.span)})"
        yield from wrapped(f"because: {edit.reason}", "     ")


def _did(step: Step) -> str:
    """Return what a step did, in the words of those who write edits."""
    match step.did:
        case Clause():
            return "write"
        case Insert(anchor=anchor):
            return f"insert {anchor.kind} {anchor.target.text}"
        case Set(params=params):
            changed = (f"{param.name} = {param.value}" for param in params if param.name in step.was)
            return f"{step.did.verb} {', '.join(changed)}"
        case Move(document=document):
            return f"{step.did.verb} to {document.text}"
        case Annotate() | Replace() | Omit():
            return step.did.verb
        case _:
            assert_never(step.did)


def _values(item: EditionClause) -> Iterable[str]:
    for param in item.clause.params:
        bound = f"at most {param.max}" if param.max is not None else ""
        bound += f"{' and ' if bound else ''}at least {param.min}" if param.min is not None else ""
        setters = [step.layer for step in item.trail if param.name in step.was]
        who = f"set by {setters[-1]}, base {param.value}" if setters else "as the base sets it"
        yield f"  {param.name} = {item.params[param.name]} ({who}{'; ' + bound if bound else ''})"


def _owner(library: Library, layer: str) -> str:
    if layer == "base":
        return "the base"
    known = library.layers[layer]
    return f"the layer `{layer}`" if known.kind is LayerKind.AGENCY else known.name


def _place(span: Span) -> str:
    return f"{span.path}:{span.start.line}"

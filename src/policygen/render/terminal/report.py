"""What is known of a project, as text, CSV, JSON or a page: coverage, impact, and two editions side by side."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from policygen.model.documents import Document
from policygen.model.library import Library
from policygen.model.policies import ClauseView
from policygen.render.terminal.text import blocks_text, wrapped
from policygen.resolve.coverage import Carrier, Row
from policygen.resolve.impact import Use, facts
from policygen.rules.reading import measure

if TYPE_CHECKING:  # `check` prints one table, and compares nothing
    from policygen.compose.compare import Pair

__all__ = [
    "compare_text",
    "coverage_csv",
    "coverage_json",
    "coverage_text",
    "impact_json",
    "impact_text",
    "library_text",
    "marked",
]


def library_text(library: Library, editions: int) -> str:
    """Say how much there is of a library, and how hard its base is to read."""
    base = [clause for section in library.sections for clause in section.clauses]
    reading = measure(block for clause in base for block in clause.body)
    hardest = sorted(base, key=lambda clause: measure(clause.body).ease)[:3]
    listed = ", ".join(f"{clause.id} ({measure(clause.body).ease:.0f})" for clause in hardest)
    return (
        f"{len(base)} clauses of the base, {len(library.layers)} layers, "
        f"{editions} edition{'' if editions == 1 else 's'}.\n"
        f"Reading ease of the base {reading.ease:.0f} (60 and above is plain), "
        f"{reading.words / reading.sentences:.1f} words a sentence; hardest: {listed}."
    )


def coverage_text(rows: Iterable[Row], members: Mapping[str, tuple[str, ...]]) -> str:
    """Return a line for every provision and law, and one for each clause that carries it.

    `members` are the agencies of each partnership.
    """
    lines: list[str] = []
    for row in rows:
        lines += wrapped(f"{row.id} {row.status}: {row.title}", "")
        for carrier in row.carriers:
            lock = "locked" if carrier.locked else "not locked"
            lines.append(f"    {carrier.number} {carrier.clause}, {lock}: {_readers(carrier, members)}")
        if row.note:
            lines += wrapped(row.note, "    ")
        elif not row.carriers:
            lines.append("    no clause")
    return "\n".join(lines)


def coverage_csv(rows: Iterable[Row]) -> str:
    """Return a line for every provision or law, clause, partnership and agency."""
    sink = io.StringIO()
    table = csv.writer(sink, lineterminator="\n")
    table.writerow(("kind", "id", "status", "clause", "number", "locked", "partnership", "agency", "document", "note"))
    for row in rows:
        if not row.carriers:
            table.writerow((row.kind, row.id, row.status, "", "", "", "", "", "", row.note))
        for carrier in row.carriers:
            lock = "yes" if carrier.locked else "no"
            places = [(partnership, *place) for partnership, names in carrier.readers for place in names]
            for place in places or [("", "", "")]:
                head = (row.kind, row.id, row.status, carrier.clause, carrier.number, lock)
                table.writerow((*head, *place, row.note))
    return sink.getvalue()


def coverage_json(rows: Iterable[Row]) -> str:
    """Return the rows as a JSON list."""
    data = [{**asdict(row), "carriers": [_carrier(carrier) for carrier in row.carriers]} for row in rows]
    return json.dumps(data, indent=1, ensure_ascii=False)


def impact_text(library: Library, name: str, uses: Iterable[Use]) -> str:
    """Return what is known of a name and every use of it with its place, then the editions that print it."""
    found = list(uses)
    title = f"{name}: {library.law_title(name)}" if name in library.law else name
    lines = [title, *(line for fact in facts(library, name) for line in wrapped(fact, "  "))]
    lines.append(f"{len(found)} {'use' if len(found) == 1 else 'uses'}")
    for use in found:
        place = f"{use.span.path}:{use.span.start.line}:{use.span.start.column}"
        named = f"{use.number} {use.clause}".strip()  # what stands in a guide or a record has no number
        lines.append(f"  {named}: {use.how} ({use.layer}, {place})")
    editions = sorted({place for use in found for place in use.editions})
    lines += ["", f"Printed in {len(editions)} {'edition' if len(editions) == 1 else 'editions'}"]
    for partnership, agency in editions:
        here = (use.document for use in found if (partnership, agency) in use.editions)
        lines.append(f"  {partnership}/{agency}: {', '.join(dict.fromkeys(here))}")
    return "\n".join(lines)


def impact_json(uses: Iterable[Use]) -> str:
    """Return the uses as a JSON list."""
    data = [
        {
            "how": use.how,
            "clause": use.clause,
            "number": use.number,
            "document": use.document,
            "layer": use.layer,
            "path": use.span.path,
            "line": use.span.start.line,
            "column": use.span.start.column,
            "editions": [{"partnership": partnership, "agency": agency} for partnership, agency in use.editions],
        }
        for use in uses
    ]
    return json.dumps(data, indent=1, ensure_ascii=False)


def compare_text(left: Document, right: Document, pairs: "Iterable[Pair]") -> str:
    """Return what differs between two editions, clause by clause, then what is the same."""
    found = list(pairs)
    differing = [pair for pair in found if not pair.same]
    lines = [f"{left.agency_name} and {right.agency_name}: {len(differing)} of {len(found)} paragraphs differ"]
    for pair in differing:
        view = pair.left or pair.right
        if view is None:
            continue
        if pair.left is not None and pair.right is not None:
            lines += ["", f"{pair.number} {view.id}: in both, in different words"]
            lines += [f"  - {line.strip()}" for line in _text(pair.left)]
            lines += [f"  + {line.strip()}" for line in _text(pair.right)]
        else:
            only = left if pair.right is None else right
            lines += ["", f"{pair.number} {view.id}: {view.title}", f"  only for {only.agency_name}"]
    same = [pair.number for pair in found if pair.same]
    return "\n".join([*lines, "", *wrapped(f"The same in both: {', '.join(same)}", "")])


def marked(left: str, right: str) -> tuple[tuple[tuple[bool, str], ...], tuple[tuple[bool, str], ...]]:
    """Return two texts as runs of words, each with whether it is missing from the other."""
    ours, theirs = left.split(), right.split()
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    runs = [matcher.get_opcodes()]
    first = tuple((tag != "equal", " ".join(ours[i:j])) for tag, i, j, _, _ in runs[0] if j > i)
    second = tuple((tag != "equal", " ".join(theirs[i:j])) for tag, _, _, i, j in runs[0] if j > i)
    return first, second


def _text(view: ClauseView) -> list[str]:
    lines = [view.title, *blocks_text(view.body, "")]
    for note in view.notes:
        lines += [note.title, *blocks_text(note.body, "")]
    return lines


def _readers(carrier: Carrier, members: Mapping[str, tuple[str, ...]]) -> str:
    said = []
    for partnership, places in carrier.readers:
        names = tuple(agency for agency, _ in places)
        said.append(f"{partnership}: {'all' if names == members[partnership] else ', '.join(names)}")
    return "; ".join(said) or "no edition prints it"


def _carrier(carrier: Carrier) -> dict[str, object]:
    return {
        "clause": carrier.clause,
        "number": carrier.number,
        "locked": carrier.locked,
        "readers": {partnership: dict(places) for partnership, places in carrier.readers},
    }

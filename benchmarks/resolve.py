"""How long it takes to load, check and resolve a protocol, and how that grows with its length.

Generates projects of 100, 1,000 and 10,000 clauses for 20 agencies and prints seconds for each stage, once from
disk and once from memory, with the exponent of the growth: 1 is linear. Goal P4: 3,000 clauses in under 2 seconds,
exponent at most 1.1. Run it with `python benchmarks/resolve.py [CLAUSES ...]`.
"""

import gc
import math
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from policygen.diagnostics import RelPath, has_errors
from policygen.resolve.editions import resolve
from policygen.rules.registry import check
from policygen.rules.rule import Authored, Resolved
from policygen.source.load import load_library
from policygen.source.tree import SourceTree, read_tree

SIZES = (100, 1_000, 3_000, 10_000)
SECTION = 25
FAMILIES = 4
AGENCIES = 20
RUNS = 3
STAGES = ("read", "load", "check", "resolve", "coverage")

WORDS = (
    "Where it is safe, tell the child and {{ term.adult.many }} what you mean to share, with whom and why, "
    "before you share it. Listen to what they say, and write down what they want.\n\n"
    "- Share what bears on the child's safety.\n- Leave out what does not.\n\n"
    "Reply within {{ reply-days }} working days. See [[clause-%d|the rule on replies]].\n"
)


def files(clauses: int) -> Iterator[tuple[str, str]]:
    """Yield the files of a project: a base text, four families of agencies, a partnership and all their edits."""
    yield (
        "content/protocol.yaml",
        ("title: A protocol\nnation: England\nabout: About.\nterms:\n  adult: {one: parent, many: parents}\n"),
    )
    yield (
        "content/law.yaml",
        (
            "laws:\n  - id: an-act\n    kind: act\n    title: An Act\n    status: in-force\n"
            "    checked: 2026-01-01\n    confidence: high\n"
        ),
    )
    yield "content/documents/policy.yaml", "id: policy\ntitle: Policy\nparts: [sections]\n"
    yield (
        "content/wording.yaml",
        "".join(f"- {{match: forbidden word {count}, why: it is a test, instead: another}}\n" for count in range(30)),
    )
    yield (
        "content/provisions.yaml",
        "".join(
            f"- {{id: P{count:04d}, lock: {'all' if count % 3 else 'open'}, agencies: [all], "
            "status: current, text: T.}\n"
            for count in range(0, min(clauses, 10_000), 2)
        ),
    )
    for first in range(0, clauses, SECTION):
        number = first // SECTION
        head = f"---\nid: section-{number}\ntitle: Section {number}\n---\n"
        body = "\n".join(base_clause(count) for count in range(first, min(first + SECTION, clauses)))
        yield f"content/protocol/{number % 100:02d}-{number}.md", head + body
    yield (
        "content/partnerships/north/partnership.yaml",
        (
            "id: north\nname: North\nshort_name: North\narea: North\nsite_url: https://example.org\n"
            'edition: {number: "1", date: 2026-01-01, status: draft, next_review: 2027-01-01, owner: Someone}\n'
        ),
    )
    yield "content/partnerships/north/edits.md", edits("north", clauses, 0)
    for count in range(AGENCIES):
        name = f"agency-{count}"
        parent = "" if count < FAMILIES else f"parent: agency-{count % FAMILIES}\n"
        yield f"agencies/{name}/agency.yaml", f"id: {name}\nname: {name}\nshort_name: A\n{parent}documents: [policy]\n"
        yield f"agencies/{name}/edits.md", edits(name, clauses, count + 1)


def base_clause(count: int) -> str:
    """Return a clause of the base text: every third is locked, every fifth is not for everyone."""
    # the provision of an even clause is locked for all, unless its number is a multiple of three
    locked = count % 2 == 0 and count % 3 != 0
    audience = "[all, -agency-1]" if count % 5 == 1 and not locked else "[all]"
    provisions = f"[P{count:04d}]" if count % 2 == 0 and count < 10_000 else "[]"
    return (
        f"\n## Clause {count}\n\n```clause\nid: clause-{count}\nforce: should\n"
        f"locked: {'true' if locked else 'false'}\nfor: {audience}\nprovisions: {provisions}\nlaw: [an-act]\n"
        "params: {reply-days: {value: 10, max: 10}}\n```\n\n" + WORDS % (count // 2)
    )


def edits(layer: str, clauses: int, shift: int) -> str:
    """Return the edits of a layer: one for every twenty-five clauses of the base."""
    made = ["\n"]
    for step, count in enumerate(range(shift, clauses, 25)):
        head = f"## {layer} {count}\n\n```edit\n"
        reason = "reason: It is a test.\n"
        if step % 3 == 0:
            made.append(f"{head}annotate: clause-{count}\n{reason}```\n\nA note.\n")
        elif step % 3 == 1:
            made.append(f"{head}set: clause-{count}\nparams: {{reply-days: {9 - shift % 5}}}\n{reason}```\n")
        else:
            block = f"```clause\nid: {layer}-clause-{count}\nforce: may\n```\n\n"
            words = WORDS.replace("reply-days", "term.adult") % count
            made.append(f"{head}after: clause-{count}\n{reason}```\n\n{block}{words}")
    return "\n".join(made)


def measure(clauses: int, *, disk: bool) -> dict[str, float]:
    """Return the seconds that each stage needs, the best of some runs."""
    texts = {RelPath(path): text for path, text in sorted(files(clauses))}
    with tempfile.TemporaryDirectory() as folder:
        if disk:
            for path, text in texts.items():
                target = Path(folder, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text)
            Path(folder, "templates").mkdir()
        runs = [once(texts, Path(folder) if disk else None) for _ in range(RUNS)]
    best = {stage: min(run[stage] for run in runs) for stage in STAGES}
    return best | {"all": min(sum(run.values()) for run in runs)}


def once(texts: dict[RelPath, str], folder: Path | None) -> dict[str, float]:
    """Run the stages once."""
    gc.collect()
    gc.disable()  # as `build.understand` does: all that the stages make stays
    clock = [time.perf_counter()]
    if folder is None:
        tree = SourceTree({path: text.encode() for path, text in texts.items()}, texts)
    else:
        tree = read_tree(folder).value
    clock.append(time.perf_counter())
    loaded = load_library(tree)
    assert loaded.value is not None, loaded.diagnostics[:3]
    clock.append(time.perf_counter())
    found = check(Authored(library=loaded.value, texts=tree.texts))
    clock.append(time.perf_counter())
    editions = resolve(loaded.value)
    clock.append(time.perf_counter())
    found += editions.diagnostics + check(Resolved(library=loaded.value, editions=editions.value))
    clock.append(time.perf_counter())
    assert not has_errors(found), found[:3]
    assert len(editions.value) == AGENCIES
    return {stage: after - before for stage, before, after in zip(STAGES, clock[:-1], clock[1:], strict=True)}


def main() -> None:
    """Print a table for each way of reading."""
    sizes = tuple(int(each) for each in sys.argv[1:]) or SIZES
    for disk in (True, False):
        print(f"\n{'from disk' if disk else 'in memory'}, {AGENCIES} agencies: seconds")
        print("clauses".rjust(9), *(stage.rjust(9) for stage in (*STAGES, "all")), "exponent".rjust(9))
        last: tuple[int, float] | None = None
        for size in sizes:
            seconds = measure(size, disk=disk)
            growth = math.log(seconds["all"] / last[1]) / math.log(size / last[0]) if last else None
            cells = [f"{seconds[stage]:9.3f}" for stage in (*STAGES, "all")]
            print(f"{size:9,}", *cells, f"{growth:9.2f}" if growth is not None else "")
            last = size, seconds["all"]


if __name__ == "__main__":
    main()

"""Where the time of `policygen check` goes: `python benchmarks/stages.py [ROUNDS]`.

Does what the command does, stage by stage in this process, and prints the processor seconds of each, the least of some
rounds: what is read and loaded, each rule that costs anything, each kind of document.
"""

import gc
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

START = time.process_time()

from policygen.compose.documents import Planned, compose, plan  # noqa: E402  what is imported is a stage of its own
from policygen.render.terminal.report import library_text  # noqa: E402
from policygen.resolve.editions import resolve  # noqa: E402
from policygen.rules.registry import RULES  # noqa: E402
from policygen.rules.rule import Authored, Composed, Resolved, Sound  # noqa: E402
from policygen.source.load import load_library  # noqa: E402
from policygen.source.tree import read_tree  # noqa: E402

SECONDS = {"import": time.process_time() - START}
ROOT = Path(__file__).resolve().parents[1]
LEAST = 0.005
"""Seconds below which a stage has no line of its own."""

P = ParamSpec("P")
T = TypeVar("T")


def timed(stage: str, work: Callable[P, T], *given: P.args, **options: P.kwargs) -> T:
    """Do the work of a stage, and return what it gives."""
    start = time.process_time()
    made = work(*given, **options)
    spent = time.process_time() - start
    SECONDS[stage] = min(spent, SECONDS.get(stage, spent))
    return made


def once() -> None:
    """Run every stage once."""
    gc.collect()
    gc.disable()  # as `understand` does
    tree = timed("read", read_tree, ROOT).value
    library = timed("load", load_library, tree).value if tree is not None else None
    if tree is None or library is None:
        sys.exit("the project has mistakes: run policygen check")
    editions = timed("resolve", resolve, library).value or ()
    composing = partial(compose, library, editions, fingerprints=False, annexes=False)
    for kind in dict.fromkeys(type(planned.source) for planned in plan(library)):
        timed(f"compose {kind.__name__.lower()}s", composing, partial(_is_of, kind))
    sets = composing().value or ()
    known = (
        Authored(library=library, texts=tree.texts),
        Resolved(library=library, editions=editions),
        Sound(library=library, editions=editions),
        Composed(library=library, sets=sets),
    )
    for rule in RULES:
        for given in (given for given in known if rule.needs is type(given)):
            timed(f"rule {rule.find.__module__.rpartition('.')[2]}.{rule.find.__name__}", list, rule.find(given))
    timed("print", library_text, library, len(editions))
    gc.enable()


def _is_of(kind: type, planned: Planned) -> bool:
    return type(planned.source) is kind


def main(rounds: int) -> None:
    """Print the table."""
    for _ in range(rounds):
        once()
    for stage, seconds in SECONDS.items():
        if seconds >= LEAST:
            print(f"{stage:34}{seconds:7.3f}")
    print(f"{'all':34}{sum(SECONDS.values()):7.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 5)

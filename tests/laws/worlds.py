"""Strategies for whole projects: a base text, a forest of agencies, partnerships, and edits at random targets.

Many of the edits cannot hold: they name what is missing, locked, somebody else's or waiting for itself. That is meant.
"""

from hypothesis import strategies as st

from policygen.model.library import Library
from policygen.model.protocol import AddSection, AnchorKind, Clause, Edit, Insert, Param
from tests.resolve import making

AGENCIES = ("health", "nursing", "doctors", "police", "school")
SECTIONS = ("one", "two")


@st.composite
def clauses(draw: st.DrawFn, name: str) -> Clause:
    params = draw(
        st.sampled_from(
            [(), (Param("days", 10, max=10),), (Param("days", 10, min=10),), (Param("days", 10), Param("who", "us"))]
        )
    )
    return making.clause(
        name,
        locked=draw(st.integers(0, 2)) == 0 and all(param.max or param.min for param in params),
        audience=draw(
            st.sampled_from([("all",), ("all",), ("all", "-health"), ("health", "-nursing"), ("police",), ("school",)])
        ),
        params=params,
    )


@st.composite
def edits(draw: st.DrawFn, new: list[str], clause_names: list[str], section_names: list[str]) -> Edit:
    """Return any edit; `new` are the ids that no edit has used yet."""
    clause = st.sampled_from(clause_names)
    verbs = ["insert", "insert", "insert", "section", "annotate", "replace", "omit", "set", "set"]
    verb = draw(st.sampled_from(verbs if new else verbs[4:]))
    match verb:
        case "insert":
            kind = draw(st.sampled_from(list(AnchorKind)))
            inside = kind in {AnchorKind.START, AnchorKind.END}
            target = draw(st.sampled_from(section_names) if inside else clause)
            return making.insert(kind, target, draw(clauses(new.pop(0))))
        case "section":
            name = f"section-{new.pop(0)}"
            return making.section(name, draw(st.sampled_from(section_names)))
        case "annotate":
            return making.annotate(draw(clause), draw(st.sampled_from(["A note.", "Another note."])))
        case "replace":
            target = draw(clause)
            of = draw(st.sampled_from([making.clause(target), making.clause(target), "000000000000", None]))
            return making.replace(target, draw(st.sampled_from(["Other words.", "More words."])), of=of)
        case "omit":
            return making.omit(draw(clause))
        case _:
            name = draw(st.sampled_from(["days", "days", "days", "who", "nothing"]))
            return making.put(draw(clause), **{name: draw(st.sampled_from([3, 7, 9, 10, 11, 20, "them"]))})


@st.composite
def worlds(draw: st.DrawFn, *, partnerships: int = 2) -> Library:
    base: dict[str, list[Clause]] = {}
    for section in SECTIONS[: draw(st.integers(1, 2))]:
        size = draw(st.integers(1, 2))
        base[section] = [draw(clauses(f"{section}-{count}")) for count in range(size)]
    agencies = []
    for count, name in enumerate(AGENCIES):
        parent = draw(st.sampled_from([None, *AGENCIES[:count]]))
        agencies.append(making.agency(name, parent, abstract=draw(st.integers(0, 5)) == 0))
    homes = ["north", "south"][:partnerships]
    owners = [*homes, *AGENCIES, *(f"{home}/{name}" for home in homes for name in AGENCIES[:2])]
    new = [f"new-{count}" for count in range(10)]
    clause_names = [clause.id for made in base.values() for clause in made] * 6 + new + ["nobody"]
    section_names = [*base, *base, *base, *(f"section-{name}" for name in new), "nowhere"]
    layers: dict[str, list[Edit]] = {name: [] for name in owners}
    for _ in range(draw(st.sampled_from([0, 1, 2, 4, 8, 16, 24]))):
        layers[draw(st.sampled_from(owners))].append(draw(edits(new, clause_names, section_names)))
    # targets that nobody made would make most edits fail
    used = {name for made in layers.values() for edit in made for name in _made(edit)}
    return making.library(
        base,
        {name: [edit for edit in made if _plausible(edit, used, base)] for name, made in layers.items()},
        agencies=agencies,
        partnerships=homes,
    )


def _made(edit: Edit) -> tuple[str, ...]:
    if isinstance(edit, Insert):
        return (edit.clause.id,)
    return (edit.id,) if isinstance(edit, AddSection) else ()


def _plausible(edit: Edit, used: set[str], base: dict[str, list[Clause]]) -> bool:
    name = target(edit)
    return name in used or name in base or not name.removeprefix("section-").startswith("new-")


def target(edit: Edit) -> str:
    """Return what an edit names."""
    if isinstance(edit, Insert):
        return edit.anchor.target.text
    return edit.after.text if isinstance(edit, AddSection) else edit.target.text

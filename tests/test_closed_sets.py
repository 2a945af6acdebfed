"""Closed sets are closed to the type checker: a new member is missed in no module that must know of it.

A copy of the sources gets a member more in each set, and mypy must find each module that has to say what it means.
What only walks past (`runs`, `every`, `rebuilt`, `plain_words`, and what an enum says of itself) is not among them.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

from tests.conftest import cannot_run

ROOT = Path(__file__).parents[1]

NEW = '''@dataclass(frozen=True, slots=True)
class {name}:
    """Is new."""


'''
NEST = f"""{NEW.rstrip()}

    children: tuple["Inline", ...]


"""
CHANGE = '''@dataclass(frozen=True, slots=True, kw_only=True)
class {name}:
    """Is new."""

    verb: ClassVar = "new"

    target: Named
    reason: str
    law: tuple[Named, ...] = ()
    span: Span = field(compare=False, repr=False)


'''

UNIONS = {
    "NewBlock": ("model/prose.py", "Block = ", NEW),
    "NewLeaf": ("model/prose.py", "Leaf = ", NEW),
    "NewNest": ("model/prose.py", "Nest = ", NEST),
    "NewChange": ("model/protocol.py", "Change = ", CHANGE),
    "NewPart": ("model/documents.py", "DocumentPart = ", NEW),
    "NewItem": ("model/policies.py", "SectionItem = ", NEW),
}
"""Each new kind of value: where its set is written, how that begins, and what it looks like."""

ENUMS = {
    "model/prose.py": ("AnswerKind",),
    "model/protocol.py": ("AnchorKind", "LayerKind"),
    "model/records.py": ("FieldKind",),
    "model/registers.py": ("LawStatus",),
    "model/editions.py": ("Printing",),
    "model/partnerships.py": ("Status",),
    "model/scalars.py": ("Force",),
    "model/documents.py": ("DocumentKind",),
    "model/formats.py": ("Format",),
}
"""The enumerations that get a member more."""

MUST_KNOW = {
    "NewBlock": {
        "model/prose.py",
        "render/html/markup.py",
        "render/terminal/text.py",
        "render/word/prose.py",
        "rules/reading.py",
    },
    "NewLeaf": {
        "compose/wording.py",
        "render/html/markup.py",
        "render/word/prose.py",
        "rules/abbreviations.py",
        "rules/reading.py",
    },
    "NewNest": {"render/html/markup.py", "render/word/prose.py"},
    "NewChange": {"model/protocol.py", "resolve/edits.py", "render/terminal/explain.py"},
    "NewPart": {"compose/site.py", "render/word/package.py"},
    "NewItem": {"render/word/policy.py"},
    "AnchorKind": {"model/protocol.py"},
    "AnswerKind": {"model/prose.py"},
    "Force": {"model/scalars.py"},
    "LawStatus": {"model/registers.py"},
    "Printing": {"model/editions.py"},
    "Status": {"model/partnerships.py"},
    "LayerKind": {"model/protocol.py"},
    "FieldKind": {"model/records.py", "render/schema.py", "render/word/form.py"},
    "DocumentKind": {"compose/files.py"},
    "Format": {"render/documents.py"},
}


def test_a_new_member_of_a_closed_set_is_missed_in_no_module_that_must_know(tmp_path: Path) -> None:
    if find_spec("mypy") is None:
        cannot_run("mypy is not installed")
    source = tmp_path / "src" / "policygen"
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name, (path, begins, looks) in UNIONS.items():
        text = (source / path).read_text(encoding="utf-8")
        assert text.count(f"\n{begins}") == 1, f"{name} is added to a set that is not there"
        made = text.replace(f"\n{begins}", f"\n{looks.format(name=name)}{begins}{name} | ")
        (source / path).write_text(made, encoding="utf-8")
    for path, names in ENUMS.items():
        text = (source / path).read_text(encoding="utf-8")
        for name in names:
            member = re.compile(rf"(class {name}\(StrEnum\):\n.*?\n)(    [A-Z_]+ = )", re.DOTALL)
            text, count = member.subn(r'\1    NEW = "new"\n\2', text, count=1)
            assert count == 1, f"{name} is not there"
        (source / path).write_text(text, encoding="utf-8")
    assert found(tmp_path) == MUST_KNOW


def found(copy: Path) -> dict[str, set[str]]:
    """Return the modules in which mypy misses each new member."""
    settings = ("--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(copy / "cache"), "--no-pretty")
    said = subprocess.run(
        [sys.executable, "-m", "mypy", *settings],
        cwd=copy,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "1000"},
    )
    assert said.returncode == 1, said.stdout + said.stderr
    missed: dict[str, set[str]] = defaultdict(set)
    for line in said.stdout.splitlines():
        place = re.match(r"src/policygen/(\S+?):\d+: error: (.*)", line)
        if place is not None:
            members = re.findall(r"\b(New[A-Z]\w+)\b|Literal\[(\w+)\.NEW\]", place[2])
            assert members, line
            for new, enumeration in members:
                missed[new or enumeration].add(place[1])
    return dict(missed)

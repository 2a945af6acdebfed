"""What an author writes, somebody reads: no field of an authored type is filled in for nobody.

A copy of the sources has every such field under another name, and mypy must miss the old one somewhere after loading.
A field that holds other authored values is read when they are, so only those that hold none are tried.
"""

import ast
import dataclasses
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import get_args, get_type_hints

from policygen.model.library import Library
from policygen.model.scalars import Named
from tests.conftest import cannot_run

ROOT = Path(__file__).parents[1]
PROSE = "policygen.model.prose"

ELSEWHERE = {
    "Agency.role_names": "Agency.roles is made of it",
    "BodyType.id": "Library.bodies has it as the key",
    "Language.id": "Library.languages has it as the key",
    **dict.fromkeys(
        ("Shades.focus", "Tokens.dark_tint", "Tokens.face", "Tokens.strip"), "style sheets and drawings take it by name"
    ),
    **{
        f"Contact.{name}": "Contact.fields gives it by name"
        for name in ("name", "phone", "extension", "text_relay", "email", "address")
    },
}
"""Fields that are read in another form."""

KEPT = {
    "Agency.public_authority": "who answers requests under the Freedom of Information Act: for a section on requests",
    "Language.english": "what staff call a language: for the list of translations in an agency's pack",
    "Protocol.about": "what the protocol is, in a line: for the home page, when its words come from content",
    "Translation.date": "when it was translated: for the register of translations that a release lists",
}
"""Fields that nothing reads yet, each with what it is for: whoever makes that takes the line out."""


def test_every_authored_field_is_read_by_something(tmp_path: Path) -> None:
    if find_spec("mypy") is None:
        cannot_run("mypy is not installed")
    fields = {kind: leaves(kind) for kind in authored(Library)}
    wanted = {f"{kind.__name__}.{name}" for kind, names in fields.items() for name in names}
    assert {"Agency.regulator", "Clause.force", "LawPart.about", "LawSwitch.notice"} <= wanted
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for kind, names in fields.items():
        rename(tmp_path / "src" / f"{kind.__module__.replace('.', '/')}.py", kind.__name__, names)
    missed = read(tmp_path)
    through = {
        f"{base.__name__}.{name.partition('.')[2]}"
        for kind in fields
        for base in kind.__mro__
        for name in missed
        if name.startswith(f"{kind.__name__}.")
    }
    unread = wanted - missed - through
    assert unread == {*KEPT, *ELSEWHERE}, unread ^ {*KEPT, *ELSEWHERE}


def authored(root: type) -> dict[type, None]:
    """Return the types of everything that a library holds; prose is read by every renderer."""
    found: dict[type, None] = {}
    ahead = [root]
    while ahead:
        kind = ahead.pop()
        inner = [each for hint in get_type_hints(kind).values() for each in classes(hint)]
        new = [each for each in inner if each not in found and each is not Named and each.__module__ != PROSE]
        found |= dict.fromkeys(new)
        ahead += new
    return found


def classes(hint: object) -> Iterator[type]:
    """Yield the types of values of our own that a type names."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        yield hint
    for each in get_args(hint):
        yield from classes(each)


def leaves(kind: type) -> set[str]:
    """Return the fields that a type adds and that hold no other authored values."""
    hints = get_type_hints(kind)
    fields = [
        field.name
        for field in dataclasses.fields(kind)
        if field.name in kind.__annotations__ and "span" not in field.name
    ]
    return {
        name for name in fields if all(inner is Named or inner.__module__ == PROSE for inner in classes(hints[name]))
    }


def rename(path: Path, kind: str, names: set[str]) -> None:
    """Give fields other names where they are declared."""
    lines = path.read_text(encoding="utf-8").split("\n")
    (made,) = [
        node for node in ast.walk(ast.parse("\n".join(lines))) if isinstance(node, ast.ClassDef) and node.name == kind
    ]
    for node in made.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id in names:
            line, name = lines[node.lineno - 1], node.target.id
            lines[node.lineno - 1] = line.replace(name, f"{name}_renamed", 1)
    path.write_text("\n".join(lines), encoding="utf-8")


def read(copy: Path) -> set[str]:
    """Return the fields that mypy misses in a module that comes after loading, as `Type.field`."""
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
        place = re.match(
            r"src/policygen/(\S+?):\d+: error: .*?\"(?:[\w.]+\.)?(\w+)\".* has no attribute \"(\w+)\"", line
        )
        if place is not None and not place[1].startswith("source/"):
            missed[f"{place[2]}.{place[3]}"].add(place[1])
    return set(missed)

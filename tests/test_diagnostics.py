"""Every diagnostic: what spoils the minimal project, and what is printed then, to the letter.

A case is a file `tests/diagnostics/<code>-<words>.case`: changes, a line `===`, and all that `policygen check` prints.

    edit PATH       the lines with `-` are replaced by those with `+`; without any `-`, these are put at the end
    write PATH      the file holds the lines with `+` and nothing else
    remove PATH     file or folder
    link PATH TO    a symbolic link
    pipe PATH       a named pipe
    grow PATH SIZE  a file of that many bytes
    bytes PATH TEXT both with the escapes of a Python string of Latin-1 signs
"""

import os
import re
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import pytest

from policygen.diagnostics import (
    Diagnostic,
    Note,
    Pos,
    RelPath,
    Severity,
    Span,
    did_you_mean,
    error,
    has_errors,
    in_order,
    render_json,
    render_text,
    warning,
)
from tests.conftest import Project

ROOT = Path(__file__).parents[1]
CASES = sorted((ROOT / "tests" / "diagnostics").glob("*.case"))
SOURCES = sorted((ROOT / "src" / "policygen").rglob("*.py"))
CODE = re.compile(r"\bPG[0-9]{3}\b")

STAGES_WITH_CASES = "1234"
"""Diagnostics that `check` can say have a case here; those of rendering (5) and of a release (6) have tests there."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_each_mistake_is_told_in_these_words_at_this_place(case: Path, project: Project) -> None:
    changes, _, expected = case.read_text().partition("\n===\n")
    spoil(project, changes.splitlines())
    assert project.report() == expected.rstrip("\n")


def test_the_minimal_project_has_no_mistakes(project: Project) -> None:
    assert project.report() == ""


def test_a_case_shows_the_diagnostic_that_it_is_named_for() -> None:
    wrong = [case.name for case in CASES if f" {case.stem[:5]}: " not in case.read_text()]
    assert wrong == []


def test_every_code_of_the_program_has_a_case_or_a_test() -> None:
    cases = {case.stem[:5] for case in CASES}
    tested = {code for path in (ROOT / "tests").rglob("test_*.py") for code in CODE.findall(path.read_text())}
    lacking = {code for code in codes() if code not in (cases if code[2] in STAGES_WITH_CASES else tested)}
    assert lacking == set()
    assert cases <= codes(), "a case for a code that the program does not have"


def test_the_manual_explains_every_code_and_no_other() -> None:
    headings = re.findall(r"^### (PG[0-9]{3})\b", manual(), re.MULTILINE)
    assert headings == sorted(set(headings)), "in order, each of them once"
    assert set(headings) == codes()


def test_what_the_manual_quotes_is_what_is_printed() -> None:
    printed = "\n".join(case.read_text() for case in CASES)
    quoted = re.findall(r"^```text\n(.*?)^```$", manual(), re.MULTILINE | re.DOTALL)
    examples = [example for example in quoted if CODE.findall(example)[0][2] in STAGES_WITH_CASES]
    assert examples
    assert [example for example in examples if example not in printed] == []


def codes() -> set[str]:
    return {code for path in SOURCES for code in CODE.findall(path.read_text())}


def manual() -> str:
    return (ROOT / "docs" / "diagnostics.md").read_text()


def spoil(project: Project, lines: Sequence[str]) -> None:
    """Make the changes of a case."""
    changes: list[tuple[str, list[str], list[str]]] = []
    for line in lines:
        if line[:1] in {"-", "+"}:
            changes[-1][1 if line[0] == "-" else 2].append(line[1:])
        elif line:
            changes.append((line, [], []))
    for command, old, new in changes:
        verb, path, *rest = command.split(" ", 2)
        file = project.root / path
        text = "".join(line + "\n" for line in new)
        match verb:
            case "edit" if old:
                project.edit(path, "\n".join(old), "\n".join(new))
            case "edit":
                project.append(path, text)
            case "write":
                project.write(path, text)
            case "remove":
                project.remove(path)
            case "link":
                file.symlink_to(rest[0])
            case "pipe":
                os.mkfifo(file)
            case "grow":
                project.write(path, "")
                os.truncate(file, int(rest[0]))
            case "bytes":
                project.write(path.encode().decode("unicode_escape"), escaped(rest[0]))
            case _:
                raise AssertionError(command)


def escaped(text: str) -> bytes:
    return text.encode().decode("unicode_escape").encode("latin-1") + b"\n"

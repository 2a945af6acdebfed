"""Every diagnostic: what spoils the minimal project, and what is printed then, to the letter.

A case is a file `tests/diagnostics/<code>-<words>.case`: changes, a line `===`, and all that `policygen check` prints.

    edit PATH       the lines with `-` are replaced by those with `+`; without any `-`, these are put at the end
    write PATH      the file holds the lines with `+` and nothing else
    remove PATH     file or folder
    link PATH TO    a symbolic link
    pipe PATH       a named pipe
    fill PATH SIZE  a file of that many signs, all of them #
    bytes PATH TEXT both with the escapes of a Python string of Latin-1 signs
    as-of DAY       the day on which it is checked; without this one, long ago
"""

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from policygen.diagnostics import (
    Note,
    Pos,
    RelPath,
    Span,
    did_you_mean,
    error,
    has_errors,
    in_order,
    render_json,
    render_text,
    warning,
)
from tests.conftest import LONG_AGO, Project

ROOT = Path(__file__).parents[1]
CASES = sorted((ROOT / "tests" / "diagnostics").glob("*.case"))
SOURCES = sorted((ROOT / "src" / "policygen").rglob("*.py"))
CODE = re.compile(r"\bPG[0-9]{3}\b")

STAGES_WITH_CASES = "1234"
"""Diagnostics that `check` can say have a case here; those of rendering (5) and of a release (6) have tests there."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_each_mistake_is_told_in_these_words_at_this_place(case: Path, project: Project) -> None:
    changes, _, expected = case.read_text().partition("\n===\n")
    lines = changes.splitlines()
    spoil(project, [line for line in lines if not line.startswith("as-of ")])
    day = next((line.removeprefix("as-of ") for line in lines if line.startswith("as-of ")), LONG_AGO)
    report = project.report(as_of=day)
    report = re.sub(r"`of: [0-9a-f]{12}`", "`of: 0123456789ab`", report)  # digests have tests of their own
    assert report == expected.rstrip("\n")


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


# -- how they are printed ------------------------------------------------------------------------------

A, B = RelPath("a.md"), RelPath("b.md")


def span(line: int, column: int, end: int, *, path: RelPath = A, end_line: int | None = None) -> Span:
    return Span(path, Pos(line, column), Pos(end_line or line, end))


def test_a_diagnostic_without_a_place_is_one_line_and_a_hint() -> None:
    assert render_text(error("PG999", "Words."), {}) == "error PG999: Words."
    assert render_text(warning("PG999", "Words.", hint="Do."), {}) == "warning PG999: Words.\n  hint: Do."


def test_carets_stand_under_the_span_and_notes_have_places_of_their_own() -> None:
    notes = [Note("first here", span(1, 1, 3, path=B)), Note("by the way")]
    item = error("PG999", "Words.", span(2, 5, 8), notes=notes)
    assert render_text(item, {A: "x\none two three\n", B: "ab\n"}).split("\n") == [
        "a.md:2:5: error PG999: Words.",
        "     2 | one two three",
        "       |     ^^^",
        "  note: b.md:1:1: first here",
        "     1 | ab",
        "       | ^^",
        "  note: by the way",
    ]


def test_a_span_over_several_lines_shows_the_first_to_its_end() -> None:
    shown = render_text(error("PG999", "W.", span(1, 3, 2, end_line=3)), {A: "abcd\nef\ngh\n"})
    assert shown.split("\n")[1:] == ["     1 | abcd", "       |   ^^"]


def test_a_long_line_is_cut_around_the_span() -> None:
    line = "a" * 300 + "XY" + "b" * 300
    shown, carets = render_text(error("PG999", "W.", span(1, 301, 303)), {A: line}).split("\n")[1:]
    assert len(shown) < 140
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "XY"


def test_signs_that_move_the_cursor_are_shown_as_blanks() -> None:
    shown, carets = render_text(error("PG999", "W.", span(1, 4, 5)), {A: "\t\x1b\u202eX"}).split("\n")[1:]
    assert shown == "     1 |    X"
    assert carets == "       |    ^"


@pytest.mark.parametrize("sign", ["\n", "\t", "\x1b", "\u200b", "\u202e", "\u2066", "\ufe0f", "\U000e0101", "\ufeff"])
def test_signs_that_mislead_a_terminal_are_named_in_messages_hints_and_notes(sign: str) -> None:
    text = render_text(error("PG000", f"a{sign}b", notes=[Note(f"c{sign}d")], hint=f"e{sign}f"), {})

    named = f"<U+{ord(sign):04X}>"
    assert text.split("\n") == [f"error PG000: a{named}b", f"  note: c{named}d", f"  hint: e{named}f"]


def test_a_place_that_cannot_be_shown_is_named_without_an_excerpt() -> None:
    for texts in ({}, {A: ""}, {A: "one line"}):
        assert render_text(error("PG999", "W.", span(7, 1, 2)), texts) == "a.md:7:1: error PG999: W."


def test_an_empty_span_and_one_past_the_end_of_its_line_have_one_caret() -> None:
    for at in (span(1, 3, 3), span(1, 3, 9)):
        assert render_text(error("PG999", "W.", at), {A: "ab"}).split("\n")[2] == "       |   ^"


def test_they_are_sorted_by_file_and_place_and_said_once() -> None:
    one, two = error("PG999", "W.", span(2, 1, 2)), error("PG998", "W.", span(2, 1, 2))
    other, nowhere = error("PG100", "W.", span(1, 1, 2, path=B)), error("PG999", "W.")
    tenth = error("PG100", "W.", span(10, 1, 2))
    assert in_order([other, one, tenth, two, nowhere, one]) == (nowhere, two, one, tenth, other)


def test_json_holds_what_the_text_says() -> None:
    item = warning("PG999", "É.", span(2, 5, 8), notes=[Note("n", span(1, 1, 3, path=B)), Note("m")], hint="Do.")
    text = render_json([item, error("PG998", "W.")])
    assert "É." in text
    first, second = json.loads(text)
    assert first == {
        "code": "PG999",
        "severity": "warning",
        "message": "É.",
        "span": {"path": "a.md", "line": 2, "column": 5, "end_line": 2, "end_column": 8},
        "notes": [
            {"message": "n", "span": {"path": "b.md", "line": 1, "column": 1, "end_line": 1, "end_column": 3}},
            {"message": "m", "span": None},
        ],
        "hint": "Do.",
    }
    assert (second["span"], second["notes"], second["hint"]) == (None, [], None)


def test_a_warning_is_no_error() -> None:
    assert has_errors([warning("PG999", "W."), error("PG999", "W.")])
    assert not has_errors([warning("PG999", "W.")])


@pytest.mark.parametrize(
    ("word", "hint"), [("tel", "did you mean `tell`?"), ("words", "did you mean `words`?"), ("xyz", None), ("", None)]
)
def test_a_hint_names_what_is_near(word: str, hint: str | None) -> None:
    assert did_you_mean(word, {"words", "tell", "ask"}) == hint
    assert did_you_mean(word, []) is None


# -- what the tests above share ------------------------------------------------------------------------


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
            case "ship":
                project.write(path, (ROOT / path).read_bytes())
            case "remove":
                project.remove(path)
            case "link":
                file.symlink_to(rest[0])
            case "pipe":
                os.mkfifo(file)
            case "fill":
                project.write(path, "#" * int(rest[0]))
            case "bytes":
                project.write(path.encode().decode("unicode_escape"), escaped(rest[0]))
            case _:
                raise AssertionError(command)


def escaped(text: str) -> bytes:
    return text.encode().decode("unicode_escape").encode("latin-1") + b"\n"

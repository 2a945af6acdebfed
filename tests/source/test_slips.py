"""Slips: what officers write and do not mean is told where it begins, in words that say what to do."""

import pytest

from policygen.diagnostics import Diagnostic, RelPath
from policygen.model.partnerships import Stamp
from policygen.model.protocol import Clause
from policygen.source.bind import bind
from policygen.source.files import sort_files
from policygen.source.prose import read_page
from policygen.source.tree import SourceTree
from policygen.source.yamltree import read_yaml

A = RelPath("a.md")
HEAD = "## One\n\n```clause\nid: one\n```\n\n"
"""Six lines before the words of a slip."""


def only(found: tuple[Diagnostic, ...]) -> Diagnostic:
    assert len(found) == 1, found
    return found[0]


def told(item: Diagnostic) -> tuple[str, int, int]:
    assert item.span is not None
    return item.code, item.span.start.line, item.span.start.column


TEXT = [
    ("• who asked\n• why", "PG180", 7, 1, "`- `"),
    ("o\twho asked", "PG180", 7, 1, "`- `"),
    ("o who asked\no why", "PG180", 7, 1, "`- `"),
    ("\uf0b7 who asked", "PG180", 7, 1, "`- `"),
    ("− who asked", "PG180", 7, 1, "a hyphen and a space"),
    ("Say: • who asked • why", "PG181", 7, 5, "on a line of its own"),
    ("A. who asked\nB. why", "PG180", 7, 1, "not letters"),
    ("A) who asked", "PG180", 7, 1, "not letters"),
    ("(1) who asked", "PG180", 7, 1, "without brackets"),
    ("1.Tell them", "PG180", 7, 1, "a space behind the number"),
    ("-Tell them\n-Ask them", "PG180", 7, 1, "a space behind the hyphen"),
    ("1.\u00a0who asked", "PG180", 7, 1, "a no-break space"),
    ("Who | What\nyou | share", "PG180", 7, 1, "a row of a table"),
    ("| Who | What |\n|---|:---:|\n| you | share |", "PG181", 8, 1, "have no effect"),
    ("> [!NOTE]\n> Share.", "PG180", 7, 3, "a box"),
    ("!!! note", "PG180", 7, 1, "a box"),
    ("3.4.1 tell them.", "PG180", 7, 1, "numbers are made"),
    ("### 1.1 Words\n\nShare.", "PG180", 7, 5, "numbers are made"),
    ("##\u00a0Words", "PG180", 7, 1, "a no-break space"),
    ("This is *one and not closed.", "PG181", 7, 9, "emphasis"),
    ("This is _one and not closed.", "PG181", 7, 9, "emphasis"),
    ("Put `SG- first.", "PG181", 7, 5, "backquote"),
    ("H~2~O", "PG181", 7, 2, "say it in words"),
    ("Well done :smile: now", "PG181", 7, 11, "a picture sign"),
    ("As in [keep-safe|the rule].", "PG181", 7, 7, "two brackets"),
    ("As in [law:act].", "PG181", 7, 7, "two brackets"),
    ("Within {reply-days} days.", "PG181", 7, 8, "two braces"),
    ("See [x] (https://example.org).", "PG181", 7, 7, "square brackets, then round ones"),
    ("See (x)[https://example.org].", "PG181", 7, 7, "square brackets, then round ones"),
    ("See [the form]().", "PG122", 7, 14, "leads nowhere"),
    ("Write to <a@example.org>.", "PG122", 7, 11, "the address alone"),
    ("Call [us](tel:0163).", "PG122", 7, 11, "nobody can be called"),
    ("<!-- for Ann -->", "PG120", 7, 1, "nothing is hidden"),
    ("Words.\n\n\twords", "PG123", 9, 2, "a tab at the start"),
    ("# Words\n\nShare.", "PG124", 7, 1, "`###` a heading inside it"),
    ("Words\n=====\n\nShare.", "PG124", 7, 1, "a line of = under words"),
    ("Words.\n\n```insert\nlaw-table\n\nMore.\n\n## Two\n\n```clause\nid: two\n```", "PG135", 9, 1, "```"),
    ("Words.\n\n##Two\n\n```clause\nid: two\n```", "PG131", 9, 1, "`## Two`"),
    ("Words.\n\n##\u00a0Two\n\n```clause\nid: two\n```", "PG131", 9, 1, "`## Two`"),
    ("Words.\n\n### Two\n\n```clause\nid: two\n```", "PG131", 9, 1, "`## Two`"),
    ("Words.\n\n**Two**\n\n```clause\nid: two\n```", "PG131", 9, 1, "`## Two`"),
    ("Words.\n\n## Two\n\n``clause\nid: two\n```", "PG126", 11, 1, "three backquotes"),
    ("Words.\n\n## Two\n\n'''clause\nid: two\n'''", "PG126", 11, 1, "three backquotes"),
    ("<<<<<<< HEAD\nShare.\n=======\nKeep.\n>>>>>>> theirs", "PG139", 7, 1, "git"),
]


@pytest.mark.parametrize(("words", "code", "line", "column", "part"), TEXT, ids=[repr(row[0][:20]) for row in TEXT])
def test_a_slip_in_text(words: str, code: str, line: int, column: int, part: str) -> None:
    item = only(read_page(f"{HEAD}{words}\n", A).diagnostics)
    assert told(item) == (code, line, column)
    assert part in f"{item.message} {item.hint}"


@pytest.mark.parametrize(
    ("top", "line", "part"),
    [
        ("---\nid: one\n\n## One\n", 1, "have no end"),
        ("---\nid: one\n----\n\n## One\n", 1, "have no end"),
        ("\n---\nid: one\n---\n\n## One\n", 2, "an empty line"),
        ("———\nid: one\n———\n\n## One\n", 1, "not three hyphens"),
    ],
)
def test_a_slip_in_the_lines_at_the_top(top: str, line: int, part: str) -> None:
    item = only(read_page(top, A).diagnostics)
    assert told(item) == ("PG160", line, 1)
    assert part in item.message


@pytest.mark.parametrize(
    "words",
    [
        "A. Smith asked.",
        "Zapytaj\no tym.\n\n- o nim\n- o tym, co\n  i kto",
        "- one\n  - two\n    - three",
        "3. one\n4. two",
        "5*3*2 and snake_case_name, F_01, a/b, and ___ to fill in",
        "It was 2.5 miles [sic], at 10:30: not later.",
        "We asked (see [[one]]) on {{ day }}; **one** *two* _three_ `four`",
        "| A | B |\n|---|:---|\n| a | b |",
        "In 2026. Or # 7, or #7.",
        "Words \\*and stars\\*, \\`ticks\\`.",
        "Her son's, the boys' and 'so' on; “so” too.",
    ],
)
def test_what_is_meant_is_no_slip(words: str) -> None:
    assert read_page(f"{HEAD}{words}\n", A).diagnostics == ()


YAML = [
    ("name: Clinic\nabout: Note: for people", 2, 12, '`about: "Note: for people"`'),
    ("name:Clinic\nabout: for people", 1, 5, "no space behind this colon"),
    ("name Clinic\nabout: for people", 1, 1, "no colon"),
    ("values:\n\tretention: six years", 2, 1, "a tab"),
    ("values:\n  one: six\n   two: six", 3, 4, "indented deeper"),
    ("values:\n\u00a0\u00a0one: six", 2, 1, "a no-break space"),
    ("name:\u00a0Clinic\nabout: for people", 1, 6, "a no-break space"),
    ('name: "Clinic\nabout: for people', 1, 7, "never closed"),
    ('about: "For" people', 1, 14, "behind the end of this value"),
    ("about: 'For people's work'", 1, 20, "behind the end of this value"),
    ("name: @Clinic", 1, 7, "cannot begin with @"),
    ("name: %Clinic", 1, 7, "cannot begin with %"),
    ("name: `Clinic`", 1, 7, "cannot begin with a backquote"),
    ("name: *Clinic*", 1, 7, "cannot begin with *"),
    ("law: - act", 1, 6, "on the next line"),
]


@pytest.mark.parametrize(("text", "line", "column", "part"), YAML, ids=[row[0][:20] for row in YAML])
def test_a_slip_in_yaml(text: str, line: int, column: int, part: str) -> None:
    item = only(read_yaml(text + "\n", A).diagnostics)
    assert told(item) == ("PG110", line, column)
    assert part in f"{item.message} {item.hint}"


def test_git_marks_in_yaml_are_told_where_they_begin() -> None:
    item = only(read_yaml("id: a\n<<<<<<< HEAD\nname: A\n=======\nname: B\n>>>>>>> theirs\n", A, line=2).diagnostics)
    assert told(item) == ("PG139", 3, 1)


def test_a_value_that_begins_with_braces_is_told_to_stand_in_quotes() -> None:
    item = only(read_yaml("name: {{ term.child }}\n", A).diagnostics)
    assert (item.code, item.hint) == ("PG115", "a value that begins with {{ stands in quotes")


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("id: Ask for help", "write `ask-for-help`"),
        ("id: 3-4", "begin it with a letter: numbers change, and an id is for ever"),
        ("id: “ask”", "take the quotation marks out"),
        ("id: ask\u00a0", "a no-break space stands beside it: take it out"),
        ("id: ask\nlocked: Yes", "write `true`"),
        ("id: ask\nlocked: Off", None),
        ("id: …", None),
    ],
)
def test_a_value_that_is_nearly_right_is_told_how_it_is_written(value: str, hint: str | None) -> None:
    tree = read_yaml(f"force: info\n{value}\n", A).value
    assert tree is not None
    assert only(bind(tree, Clause, title="A", body=()).diagnostics).hint == hint


@pytest.mark.parametrize("day", ["1 January 2026", "1 Jan 2026", "01/01/2026", "1.1.2026"])
def test_a_day_in_the_manner_of_britain_is_told_as_iso_has_it(day: str) -> None:
    tree = read_yaml(f"number: '1'\ndate: {day}\nstatus: draft\nnext_review: 2027-01-01\nowner: A\n", A).value
    assert tree is not None
    assert only(bind(tree, Stamp).diagnostics).hint == "write `2026-01-01`"


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("content/protocol/3-extra.md", "`content/protocol/03-extra.md`"),
        ("content/protocol/003-extra.md", "`content/protocol/03-extra.md`"),
        ("content/protocol/03 Extra Words.md", "`content/protocol/03-extra-words.md`"),
        ("content/protocol/03_extra.md.txt", "`content/protocol/03-extra.md`"),
        ("content/protocol/03-extra.markdown", "`content/protocol/03-extra.md`"),
        ("content/protocol/extra.md", "two digits and a hyphen"),
        ("content/protocol/more/03-extra.md", "content/protocol itself"),
        ("content/protocol/03-extra - Copy.md", "a copy"),
        ("content/law (1).yaml", "a copy"),
        ("content/law.yml", "`content/law.yaml`"),
        ("content/Law.yaml", "`content/law.yaml`"),
        ("agencies/School/agency.yaml", "`agencies/school/agency.yaml`"),
        ("agencies/school/values.yaml", "content/partnerships/<id>/agencies/<agency>/values.yaml"),
        ("content/protocol/03-extra.docx", "only texts are read"),
        ("content/elsewhere.md", "docs/authoring.md"),
    ],
)
def test_a_file_that_nothing_reads_is_told_what_to_do_with_it(path: str, part: str) -> None:
    item = only(sort_files(SourceTree({RelPath(path): b""}, {RelPath(path): ""})).diagnostics)
    assert item.code == "PG106"
    assert part in (item.hint or "")

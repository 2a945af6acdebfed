"""YAML comes back as plain data with the place of every key and value; whatever is clever in YAML is refused."""

import pytest

from policygen.diagnostics import Diagnostic, Pos, RelPath, Span
from policygen.source.yamltree import MAX_DEPTH, Data, YamlTree, read_yaml

PATH = RelPath("a.yaml")


def read(text: str, line: int = 1) -> YamlTree:
    outcome = read_yaml(text, PATH, line=line)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def refused(text: str) -> Diagnostic:
    outcome = read_yaml(text, PATH)
    assert outcome.value is None
    return outcome.diagnostics[-1]


def at(span: Span | None) -> tuple[int, int, int, int]:
    assert span is not None
    return (*span.start, *span.end)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("off", "off"),
        ("Yes", "Yes"),
        ("NO", "NO"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("007", "007"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("1.0", "1.0"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("12:30", "12:30"),
        ("2026-11-22", "2026-11-22"),
        ("=", "="),
        ("'12'", "12"),
        ('"true"', "true"),
        ("|\n  12\n", "12\n"),
        ("1234567890123456789012", "1234567890123456789012"),
    ],
)
def test_only_plain_null_true_false_and_whole_numbers_are_more_than_text(written: str, meant: Data) -> None:
    assert read(f"a: {written}").data == {"a": meant}


def test_keys_are_always_text() -> None:
    assert read("1: a\ntrue: b\nnull: c").data == {"1": "a", "true": "b", "null": "c"}


def test_every_key_and_value_knows_its_place() -> None:
    tree = read("a: one\nb:\n  - x\n  - c: two words\n")
    assert tree.data == {"a": "one", "b": ["x", {"c": "two words"}]}
    places = tree.places
    assert at(places.key("a")) == (1, 1, 1, 2)
    assert at(places.value("a")) == (1, 4, 1, 7)
    assert at(places.value("b", 0)) == (3, 5, 3, 6)
    assert at(places.key("b", 1, "c")) == (4, 5, 4, 6)
    assert at(places.value("b", 1, "c")) == (4, 8, 4, 17)


def test_columns_count_code_points() -> None:
    assert at(read("{é🙂: x, b: y}").places.value("b")) == (1, 12, 1, 13)


def test_a_place_that_is_not_there_is_that_of_what_holds_it() -> None:
    places = read("a: {b: c}").places
    assert places.value("a", "x", 3) == places.value("a")
    assert places.key("a", "x") == places.value("a")
    assert places.value("zzz") == places.value()


def test_a_block_of_a_larger_file_has_the_lines_of_the_file() -> None:
    assert at(read("a: b\n", line=31).places.value("a")) == (31, 4, 31, 5)
    outcome = read_yaml("a: [\n", PATH, line=31)
    assert at(outcome.diagnostics[0].span) == (31, 5, 31, 6)


@pytest.mark.parametrize("text", ["", "# a remark\n", "---\n", "---\n## ", "\n\n"])
def test_nothing_is_null_at_the_top(text: str) -> None:
    tree = read(text)
    assert tree.data is None
    assert tree.places.value().path == PATH
    assert at(tree.places.value()) == (1, 1, 1, 1), "no place is behind the end of a text"


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: &x b", "PG113", (1, 4, 1, 8)),
        ("a: *x", "PG113", (1, 4, 1, 6)),
        ("&x a: b", "PG113", (1, 1, 1, 5)),
        ("*x : b", "PG113", (1, 1, 1, 3)),
        ("- &x [b]", "PG113", (1, 3, 1, 7)),
        ("a: 1\n<<: {b: c}", "PG113", (2, 1, 2, 3)),
        ("a: !!int 3", "PG114", (1, 4, 1, 11)),
        ("a: !python/object:os.system x", "PG114", (1, 4, 1, 30)),
        ("!x a: b", "PG114", (1, 1, 1, 5)),
        ("a: !!set {b}", "PG114", (1, 4, 1, 11)),
        ("[a]: b", "PG115", (1, 1, 1, 2)),
        ("? {a: b}\n: c", "PG115", (1, 3, 1, 4)),
        ('"a\\nb": c', "PG115", (1, 1, 1, 7)),
        ("? |\n  a\n: b", "PG115", (1, 3, 3, 1)),
        ("a" * 201 + ": b", "PG115", (1, 1, 1, 202)),
        ("a: b\n---\nc: d", "PG111", (2, 1, 2, 4)),
        ("a: b\n...\nc: d", "PG110", (3, 1, 3, 2)),
        ("a: b: c", "PG110", (1, 5, 1, 6)),
        ("a: 'b", "PG110", (1, 4, 1, 5)),
        ("\ta: b", "PG110", (1, 1, 1, 2)),
        ("a: b\n c: d", "PG110", (2, 2, 2, 3)),
        ("a: [b\n\n\n", "PG110", (1, 6, 1, 7)),
        ("%YAML 9.9\n---\na: b", "PG110", (1, 1, 1, 2)),
        ("a: \x00", "PG110", (1, 1, 1, 2)),
        ('a: "\\ud800"', "PG110", (1, 7, 1, 8)),
    ],
)
def test_what_is_refused_is_refused_at_its_place(text: str, code: str, place: tuple[int, ...]) -> None:
    diagnostic = refused(text)
    assert (diagnostic.code, at(diagnostic.span)) == (code, place)
    assert "\n" not in diagnostic.message


def test_a_key_given_twice_is_reported_each_time_with_the_first_place_and_reading_goes_on() -> None:
    outcome = read_yaml("a: 1\na: {b: [2]}\na: 3\nc: 4\n", PATH)
    assert outcome.value is not None
    assert outcome.value.data == {"a": 1, "c": 4}
    assert [(item.code, at(item.span)) for item in outcome.diagnostics] == [
        ("PG116", (2, 1, 2, 2)),
        ("PG116", (3, 1, 3, 2)),
    ]
    assert {at(note.span) for item in outcome.diagnostics for note in item.notes} == {(1, 1, 1, 2)}


def test_what_was_found_before_a_refusal_is_reported_too() -> None:
    outcome = read_yaml("a: 1\na: 2\nb: *c\n", PATH)
    assert [item.code for item in outcome.diagnostics] == ["PG116", "PG113"]
    outcome = read_yaml("a: 1\na: 2\nb: c: d\n", PATH)
    assert [item.code for item in outcome.diagnostics] == ["PG116", "PG110"]


@pytest.mark.parametrize("escape", [r"\u202e", r"\x07", r"\u2028", r"\uFEFF", r"\x85"])
def test_an_escape_cannot_bring_in_what_a_file_may_not_hold(escape: str) -> None:
    outcome = read_yaml(f'a: "x{escape}"\n"{escape}": b', PATH)
    assert [(item.code, at(item.span)[:2]) for item in outcome.diagnostics] == [("PG105", (1, 4)), ("PG105", (2, 1))]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
@pytest.mark.parametrize("count", [100, 100_000])
def test_deep_nesting_is_a_mistake_and_not_a_crash(opening: str, count: int) -> None:
    assert refused(opening * count).code in {"PG110", "PG112", "PG115"}


def test_nesting_is_allowed_up_to_the_bound() -> None:
    read("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert refused("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2)).code == "PG112"


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    diagnostic = refused(bomb)
    assert (diagnostic.code, at(diagnostic.span)[:2]) == ("PG113", (1, 4))


def test_the_place_of_the_whole_is_that_of_its_first_value() -> None:
    assert read("\n\n  a: b\n").places.value().start == Pos(3, 3)

"""Markdown becomes items and blocks; names and references know their place; nothing is dropped in silence."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from policygen.diagnostics import Pos, RelPath
from policygen.model.prose import (
    Block,
    Break,
    Code,
    Definitions,
    Emph,
    Footnote,
    InsertPart,
    Link,
    List,
    Paragraph,
    Placeholder,
    Quote,
    Reference,
    Str,
    Strong,
    Subheading,
    Table,
)
from policygen.source.prose import MAX_DEPTH, MAX_PARAGRAPH, Page, read_page

PATH = RelPath("a.md")


def page(text: str) -> Page:
    outcome = read_page(text, PATH)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def body(text: str) -> tuple[Block, ...]:
    (item,) = page(f"## A\n\n{text}").items
    return item.body


def said(text: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of all that is wrong with a clause's body that begins in line 3."""
    outcome = read_page(f"## A\n\n{text}", PATH)
    assert outcome.value is not None
    return [(item.code, *item.span.start) for item in outcome.diagnostics if item.span]


def inside(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, tuple):
        for item in value:
            yield from inside(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from inside(getattr(value, field.name))


def places(text: str) -> list[tuple[str, str]]:
    """Return each name and reference of a page, and what stands in the text where its span says it stands."""
    lines = text.split("\n")
    found = []
    for item in page(text).items:
        for value in inside(item.body):
            if isinstance(value, Placeholder | Reference | Link | InsertPart):
                start, end = value.span.start, value.span.end
                kind = type(value).__name__
                found.append((kind, lines[start.line - 1][start.column - 1 : end.column - 1]))
                assert start.line == end.line
    return found


# -- what there is -------------------------------------------------------------------------------------


def test_a_heading_opens_an_item_and_everything_to_the_next_belongs_to_it() -> None:
    first, second = page("## One\n\na\n\n### Inside\n\nb\n\n## Two\n\nc\n").items
    assert first.title == "One"
    assert first.body == (
        Paragraph((Str("a"),)),
        Subheading(3, (Str("Inside"),)),
        Paragraph((Str("b"),)),
    )
    assert (second.title, second.body) == ("Two", (Paragraph((Str("c"),)),))
    assert (first.span.start, first.span.end) == (Pos(1, 4), Pos(1, 7))


def test_every_kind_of_block_has_its_value() -> None:
    blocks = body(
        "- a\n- b\n\n3. c\n\n> d\n\nTerm\n: means\n: and means\n\n"
        "| h | i |\n|---|---|\n| j | k |\n\n```insert\nlaw-table\n```\n"
    )
    a, b, c, d, j, k = (Paragraph((Str(word),)) for word in "abcdjk")
    assert blocks == (
        List(ordered=False, start=1, items=((a,), (b,))),
        List(ordered=True, start=3, items=((c,),)),
        Quote((d,)),
        Definitions((((Str("Term"),), (Paragraph((Str("means"),)), Paragraph((Str("and means"),)))),)),
        blocks[4],
        InsertPart("law-table"),
    )
    table = blocks[4]
    assert isinstance(table, Table)
    assert [column.title for column in table.columns] == [(Str("h"),), (Str("i"),)]
    assert table.rows == ((j.children, k.children),)


def test_every_kind_of_inline_has_its_value() -> None:
    (paragraph,) = body("a *b* **c** `d`\ne  \nf [g](https://h.org) {{ i }} [[j]] [[k|l m]] <https://n.org>\n")
    assert paragraph == Paragraph(
        (
            Str("a "),
            Emph((Str("b"),)),
            Str(" "),
            Strong((Str("c"),)),
            Str(" "),
            Code("d"),
            Str(" e"),
            Break(),
            Str("f "),
            Link("https://h.org", (Str("g"),)),
            Str(" "),
            Placeholder("i"),
            Str(" "),
            Reference("j", None),
            Str(" "),
            Reference("k", "l m"),
            Str(" "),
            Link("https://n.org", (Str("https://n.org"),)),
        )
    )


def test_a_footnote_stands_where_it_is_called_with_all_its_paragraphs() -> None:
    (paragraph,) = body("a[^n] b[^n]\n\n[^n]: one {{ x }}\n\n    two\n")
    note = Footnote((Str("one "), Placeholder("x"), Str(" "), Str("two")))
    assert paragraph == Paragraph((Str("a"), note, Str(" b"), note))


def test_escapes_and_entities_are_plain_words() -> None:
    assert body(r"\*a\* \{{ b }} \[[c]] &amp; `{{ d }}`") == (
        Paragraph((Str("*a* {{ b }} [[c]] & "), Code("{{ d }}"))),
    )
    assert page("## A &amp; B \\* C\n\nx\n").items[0].title == "A & B * C"


def test_a_heading_may_be_underlined_and_run_over_two_lines() -> None:
    (item,) = page("Tell\nthem\n---\n\nx\n").items
    assert (item.title, item.span.start) == ("Tell them", Pos(1, 1))


def test_front_matter_is_cut_off_and_lines_keep_their_numbers() -> None:
    found = page("---\nid: a\n---\n\n## A\n\n{{ x }}\n")
    assert found.front is not None
    assert (found.front.text, found.front.line) == ("id: a\n", 2)
    assert found.items[0].span.start == Pos(5, 4)


def test_fenced_blocks_of_an_item_are_handed_on_with_their_lines() -> None:
    (item,) = page("## A\n\n~~~edit\nafter: b\n~~~\n\n  ```clause\n  id: c\n  ```\n\nx\n").items
    assert [(fence.kind, fence.text, fence.line) for fence in item.fences] == [
        ("edit", "after: b\n", 4),
        ("clause", "  id: c\n", 8),  # as it stands in the file, so that columns hold
    ]


def test_a_file_without_anything_has_no_items() -> None:
    for text in ("", "\n", "---\n---\n"):
        assert page(text).items == ()


# -- where it is ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "{{ a }}",
        "x {{ a }} y",
        "x\ny {{ a }}",
        "x\n   y {{ a }}",
        "- x {{ a }}",
        "- x\n\n  y {{ a }}",
        "- x\n  - y\n    {{ a }}",
        "-\tx {{ a }}",
        "- x\n\ty {{ a }}",
        "> x\n>\ty {{ a }}",
        "1. x\n\t \ty {{ a }}",
        "1.  x\n    y {{ a }}",
        "> x {{ a }}",
        "> x\n> y {{ a }}",
        "> x\ny {{ a }}",
        "> - x\n>   y {{ a }}",
        "Term {{ a }}\n: x",
        "Term\n: x {{ a }}",
        "Term\n:\tx {{ a }}",
        "| x | y |\n|---|---|\n| z | {{ a }} |",
        "| x | {{ a }} |\n|---|---|\n| y | z |",
        "| x | y |\n|---|---|\n| z \\| z | \\| {{ a }} |",
        "| x | y |\n|---|---|\n| \\| \\| {{ a }} | z |",
        "x | y\n--|--\nz | {{ a }}",
        "x | \\| {{ a }}",
        "### x {{ a }}",
        "**x {{ a }}** y",
        "[x {{ a }}](https://b.org)",
        "é🙂 {{ a }}",
        "x[^1]\n\n[^1]: y {{ a }}",
        "x[^1]\n\n[^1]: y\n    z {{ a }}",
        "x[^1] {{ a }}\n\n[^1]: y",
        "a `{{ x }}` {{ a }}",
        "\\{{ a }} {{ a }}",
    ],
)
def test_the_span_of_a_name_covers_what_is_written(text: str) -> None:
    found = [item for item in places(f"## A\n\n{text}\n") if item[0] == "Placeholder"]
    assert found == [("Placeholder", "{{ a }}")]
    if "{{ a }}" not in text.replace("\\{{ a }}", "", 1).split("{{ a }}", 1)[1]:
        outcome = read_page(f"## A\n\n{text.replace('{{ a }}', '{{ a b }}')}\n".replace("\\{{ a b", "\\{{ a"), PATH)
        assert [item.code for item in outcome.diagnostics] == ["PG130"]


def test_names_that_are_written_twice_have_two_places() -> None:
    text = "## A\n\n{{ a }} {{ a }}\n\n| {{ a }} | {{ a }} |\n|---|---|\n| {{ a }} | {{ a }} |\n| {{ a }} | {{ a }} |\n"
    spans = [value.span.start for value in inside(page(text).items[0].body) if isinstance(value, Placeholder)]
    assert len(spans) == len(set(spans)) == 8
    assert set(places(text)) == {("Placeholder", "{{ a }}")}


def test_references_links_and_inserts_know_their_place_too() -> None:
    text = (
        "## A\n\nSee [[b]], [[c|d e]] and [f](https://g.org), [h](https://g.org).\n\n"
        "| x |\n|---|\n| [[b\\|c]] |\n\n```insert\n\n  law-table\n```\n"
    )
    assert places(text) == [
        ("Reference", "[[b]]"),
        ("Reference", "[[c|d e]]"),
        ("Link", "https://g.org"),
        ("Link", "https://g.org"),
        ("Reference", "[[b\\|c]]"),
        ("InsertPart", "law-table"),
    ]


def test_two_bad_links_to_one_address_are_told_apart() -> None:
    assert said("[a](http://b.org) [c](http://b.org) [d](<x y>)\n") == [
        ("PG122", 3, 5),
        ("PG122", 3, 23),
        ("PG122", 3, 39),
    ]


# -- what is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>x</b>", [("PG120", 3, 1), ("PG120", 3, 5)]),
        ("x <!-- y --> z", [("PG120", 3, 3)]),
        ("<script>\nalert(1)\n</script>", [("PG120", 3, 1)]),
        ("> <div>x", [("PG120", 3, 3)]),
        ("- <div>x", [("PG120", 3, 1)]),
        ("![a](https://b.org/c.png)", [("PG121", 3, 1)]),
        ("x ![a] ![a](b)", [("PG121", 3, 8)]),
        ("[a](javascript:alert)", [("PG122", 3, 5)]),
        ("[a](JaVaScRiPt:alert)", [("PG122", 3, 5)]),
        ("[a](data:text/html,x)", [("PG122", 3, 5)]),
        ("[a](//b.org)", [("PG122", 3, 5)]),
        ("[a](https://)", [("PG122", 3, 5)]),
        ("[a](page.html)", [("PG122", 3, 5)]),
        ("[a]()", [("PG122", 3, 3)]),
        ("<mailto:a@b.org>", [("PG122", 3, 2)]),
        ("x\n\n    y", [("PG123", 5, 5)]),
        ("x\n\n***", [("PG123", 5, 1)]),
        ("[a]: https://b.org\n[a]: https://c.org", [("PG123", 3, 1), ("PG123", 4, 1)]),
        ("[Note]: important", [("PG123", 3, 1)]),
        ("x^[y] ^[z", [("PG123", 3, 2), ("PG123", 3, 7)]),
        ("```python\nx\n```", [("PG126", 3, 1)]),
        ("```\nx\n```", [("PG126", 3, 1)]),
        ("#### x", [("PG127", 3, 1)]),
        ("{{}}", [("PG130", 3, 1)]),
        ("{{ a.b() }}", [("PG130", 3, 1)]),
        ("{{ a\nb }}", [("PG130", 3, 1)]),
        ("{{ a } {{ b }}", [("PG130", 3, 1)]),
        ("{{ " + "a" * 600 + " }}", [("PG130", 3, 1)]),
        ("{% if a %}", []),
        ("[[]]", [("PG132", 3, 1)]),
        ("[[a b]]", [("PG132", 3, 1)]),
        ("[[a|]]", [("PG132", 3, 1)]),
        ("[[web:a]]", [("PG132", 3, 1)]),
        ("[[a", [("PG132", 3, 1)]),
        ("x[^1]", [("PG134", 3, 2)]),
        ("x\n\n[^1]: y", [("PG134", 5, 1)]),
        ("x[^1]\n\n[^1]: y[^1]", [("PG134", 5, 8)]),
        ("x[^1]\n\n[^1]: # y", [("PG123", 5, 1)]),
        ("- ```insert\n  x\n\ny", [("PG135", 3, 1)]),
        ("- x\n\n  ```insert\n  y\n  ```", [("PG131", 5, 3)]),
        ("> x\n>\n> ```insert\n> y\n> ```", [("PG131", 5, 3)]),
        ("x\n\n: y\n\n  ```insert\n  z\n  ```", [("PG131", 7, 3)]),
        ("| a |\n|---|\n| b | c |", [("PG136", 5, 1)]),
        ("> | a |\n> |---|\n> | b | c |", [("PG136", 5, 3)]),
        ("a | b\n--|--\nc", [("PG136", 5, 1)]),
        ("&#8238; &#x2028; &amp;", [("PG105", 3, 1), ("PG105", 3, 9)]),
        ("x {{ a b }}\r", [("PG130", 3, 3)]),
    ],
)
def test_what_has_no_meaning_here_is_refused_at_its_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert said(text) == expected
    assert said(text + "\n") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n\nx\n", [("PG124", 1, 1)]),
        ("x\n\n## A\n\ny\n", [("PG125", 1, 1)]),
        ("---\nid: a\n", [("PG160", 1, 1)]),
        ("## *A*\n\nx\n", [("PG128", 1, 4)]),
        ("## A {{ b }} [[c]] `d`\n\nx\n", [("PG128", 1, 4)]),
        ("##\n\nx\n", [("PG129", 1, 1)]),
        ("##   \n\nx\n", [("PG129", 1, 1)]),
        ("## A\n\nx\n\n```clause\n```\n", [("PG131", 5, 1)]),
        ("## A\n\n> ```clause\n> ```\n", [("PG131", 3, 3)]),
        ("## A\n\n```clause\nid: b\n", [("PG135", 3, 1)]),
        ("## A\n\n```insert\nx", [("PG135", 3, 1)]),
        ("## A\n\n```insert", [("PG135", 3, 1)]),
    ],
)
def test_headings_and_blocks_have_their_order(text: str, expected: list[tuple[str, int, int]]) -> None:
    outcome = read_page(text, PATH)
    assert [(item.code, *item.span.start) for item in outcome.diagnostics if item.span] == expected


def test_pipes_inside_a_cell_are_escaped_and_counted_as_text() -> None:
    (table,) = body("| a | b |\n|---|---|\n| c \\| d | `e \\| f` |\n| | |\n")
    assert isinstance(table, Table)
    assert table.rows == (((Str("c | d"),), (Code("e | f"),)), ((), ()))


@pytest.mark.parametrize("opening", ["> ", "- ", "1. "])
def test_what_the_parser_would_drop_because_it_is_deep_is_a_mistake(opening: str) -> None:
    """markdown-it leaves out whatever is nested deeper than its `maxNesting`."""
    for count in range(1, MAX_DEPTH + 10):
        text = f"## A\n\n{opening * count}x\n"
        outcome = read_page(text, PATH)
        assert outcome.value is not None
        kept = Str("x") in [*inside(outcome.value.items[0].body)]
        assert kept or [item.code for item in outcome.diagnostics] == ["PG133"]
    assert not kept


@pytest.mark.parametrize("count", [30, 400, 20_000])
@pytest.mark.parametrize("marks", ["**", "*_", "![", "[", "[![", "^[", "[[", "{{", "> ", "- ", "<", "&", "`a``"])
def test_deep_or_endless_markup_is_no_crash(marks: str, count: int) -> None:
    closing = {"[": "](https://a.org)", "!": "](b)", "*": "*_"[::-1] if marks == "*_" else "**"}.get(marks[0], "")
    for text in (marks * count + "x" + closing * count, marks * count):
        outcome = read_page(f"## A\n\n{text[:40_000]}\n", PATH)
        assert outcome.value is not None


def test_a_paragraph_without_an_end_is_refused_before_it_costs_time() -> None:
    line = "[" * 99 + "\n"
    outcome = read_page(f"## A\n\nx\n\n{line * 40_000}", PATH)
    assert [(item.code, item.span.start) for item in outcome.diagnostics if item.span] == [("PG137", Pos(5, 1))]
    half = "x" * (MAX_PARAGRAPH // 2)
    assert len(body(f"{half}\n{half}\n\n{half}\n{half}\n")) == 2
    assert said(f"{half}\n{half}\nx\n") == [("PG137", 3, 1)]


def test_messages_are_one_line_and_short_whatever_is_written() -> None:
    outcome = read_page(f"## A\n\n{{{{ a\nb {'c' * 300} }}}} [[d\ne]] [f](x{'y' * 5000})\n", PATH)
    assert len(outcome.diagnostics) == 3
    assert all("\n" not in item.message and len(item.message) < 120 for item in outcome.diagnostics)

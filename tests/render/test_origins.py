"""What the engine finds wrong with pages is told once, where it comes from."""

from policygen.diagnostics import Outcome, Pos, RelPath, Span, error, warning
from policygen.render.origins import with_origins

CSS, CLAUSE, PAGE = RelPath("templates/css/a.css"), RelPath("content/a.md"), RelPath("templates/page.html.jinja")
TEXTS = {
    CSS: "p {\n  hyphens: manua;\n  font-family: Arial;\n}\n",
    CLAUSE: "One\nCall safeguarding.partnership.manager@north-ferrow.example now, in Arial.\n",
    PAGE: "<p>to → there</p>\n<a href='#tell'></a>\n",
}


def place(path: RelPath, line: int, column: int, length: int) -> Span:
    return Span(path, Pos(line, column), Pos(line, column + length))


def test_each_thing_is_told_once_with_the_place_that_it_comes_from() -> None:
    said = [
        error("PG510", "a/b.pdf: no font has U+2192 (rightwards arrow)", hint="use words"),
        error("PG511", "a/b.pdf: Ignored `hyphens: manua`"),
        error("PG510", "a/c.pdf: no font has U+2192 (rightwards arrow)", hint="use words"),
        error("PG510", "a/d.pdf: no font has U+2192 (rightwards arrow)", hint="use words"),
        error("PG514", "a/b.pdf: font `Arial` is not one of the project's fonts"),
        error("PG522", "a/b.pdf: `safeguarding.partnership.manager@north-f` leaves page 3: there is no room for it"),
        error("PG512", "a/b.pdf: No anchor #tell for internal URI reference"),
    ]
    found = with_origins(Outcome(None, tuple(said)), TEXTS).diagnostics
    assert [(item.code, item.message.partition(": ")[0], item.span) for item in found] == [
        ("PG522", "a/b.pdf", place(CLAUSE, 2, 6, 40)),
        ("PG511", "a/b.pdf", place(CSS, 2, 3, 14)),
        ("PG514", "a/b.pdf", place(CSS, 3, 16, 5)),
        ("PG510", "a/b.pdf and 2 more", place(PAGE, 1, 7, 1)),
        ("PG512", "a/b.pdf", place(PAGE, 2, 11, 4)),
    ]


def test_what_has_a_place_or_none_that_can_be_found_stays_as_it_is() -> None:
    at = place(CLAUSE, 1, 1, 3)
    said = [
        error("PG521", "a/b.pdf: the page has 2 pages and may have 1", at),
        error("PG590", "a/b.pdf: the PDF engine failed (KeyError: 12)"),
        error("PG510", "a/b.pdf: no font has U+2713 (check mark)"),
        warning("PG500", "no PDF is made: Pango is not installed"),
    ]
    assert set(with_origins(Outcome("made", tuple(said)), TEXTS).diagnostics) == set(said)

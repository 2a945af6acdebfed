"""Whatever stands in a file, reading gives an outcome: never an exception, and every place lies inside its file."""

from collections.abc import Mapping
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from policygen.diagnostics import Diagnostic, Outcome, Pos, RelPath, Span, in_order, render_json, render_text
from policygen.model.agencies import Agency
from policygen.model.protocol import EditBlock
from policygen.model.registers import LawRegister, Provision
from policygen.project import understand
from policygen.rules.registry import check
from policygen.rules.rule import Authored
from policygen.source.bind import bind
from policygen.source.load import load_library
from policygen.source.prose import read_page
from policygen.source.tree import CONTROL, SourceTree, read_tree
from policygen.source.yamltree import read_yaml
from tests.conftest import MINIMAL

VALID = read_tree(MINIMAL).value
assert VALID is not None
TEXTS = {
    path: text
    for path, text in VALID.texts.items()
    if not path.startswith("templates/") or path.endswith("/tokens.yaml")
}
FILES = sorted(TEXTS)
NEW_FILES = [RelPath("content/glossary.yaml"), RelPath("content/editors-notes.yaml"), RelPath("agencies/school/1.md")]

MARKS = [
    *("```", "```clause\n", "```edit\n", "```insert\n", "~~~", "---\n", "## ", "# ", "### ", "\n", "\n\n", "    "),
    *("{{ ", " }}", "{{ term.adult }}", "[[", "]]", "[[tell]]", "[^1]", "[^1]: x", "^[", "![", "](", "<https://b.org>"),
    *("[a](https://b.org)", "| a | b |\n|---|---|\n", "|", "\\|", "> ", "- ", "1. ", "\n: ", "**", "*", "_", "`", "\t"),
    *("<b>", "<!--", "&#8238;", "&amp;", ": ", "- ", "[", "]", "{", "}", ", ", "'", '"', "&a ", "*a", "!!str ", "..."),
    *("<<: ", "? ", "|\n", ">\n", "%YAML 1.1\n", "id: ", "id: tell\n", "for: [all]\n", "all", "-school", "true"),
    *("null", "12", "-1", "no", "P001", "2026-02-30", "\\u202e", "omit: ", "replace: ", "set: tell\n", "after: "),
    *("section: ", "params: ", "reason: x\n", "of: ", "care", "clinic", "é🙂"),
]
scraps = st.sampled_from(MARKS) | st.text(max_size=8).map(lambda text: text.replace("\r", "\n"))  # as the tree gives it
soup = st.lists(scraps, max_size=40).map("".join)


def places(outcome: Outcome[object] | list[Diagnostic]) -> list[Span]:
    diagnostics = outcome.diagnostics if isinstance(outcome, Outcome) else outcome
    notes = [note.span for item in diagnostics for note in item.notes]
    return [span for span in (*(item.span for item in diagnostics), *notes) if span is not None]


def assert_inside(spans: list[Span], texts: Mapping[RelPath, str]) -> None:
    for span in spans:
        if CONTROL.search(texts[span.path]):
            continue  # told by the tree; YAML takes some of them for the end of a line
        lines = texts[span.path].split("\n")
        assert span.start <= span.end
        for pos in (span.start, span.end):
            assert Pos(1, 1) <= pos
            assert pos.line <= len(lines)
            assert pos.column <= len(lines[pos.line - 1]) + (2 if pos.line == span.start.line else 1), span


def read(texts: Mapping[RelPath, str]) -> None:
    tree = SourceTree({path: text.encode() for path, text in texts.items()}, texts)
    loaded = load_library(tree)
    found = [*loaded.diagnostics]
    if loaded.value is not None:
        found += check(Authored(library=loaded.value, texts=texts))
    assert_inside(places(found), texts)
    for item in in_order(found):
        assert "\n" not in item.message
        assert render_text(item, texts)
    assert render_json(found)


@st.composite
def mutations(draw: st.DrawFn) -> dict[RelPath, str]:
    """Spoil a few places of valid files: put scraps in, take text out, double or move lines."""
    texts = dict(TEXTS)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(FILES))
        text = texts[path]
        at = draw(st.integers(0, len(text)))
        until = min(len(text), at + draw(st.integers(0, 12)))
        lines = text.splitlines(keepends=True) or [""]
        number, target = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 4)):
            case 0:
                text = text[:at] + draw(scraps) + text[at:]
            case 1:
                text = text[:at] + text[until:]
            case 2:
                text = text[:at] + draw(scraps) + text[until:]
            case 3:
                lines.insert(target, lines[number])
                text = "".join(lines)
            case _:
                lines.insert(target, lines.pop(number))
                text = "".join(lines)
        texts[path] = text
    return texts


@settings(deadline=None)
@given(soup)
def test_any_text_is_read_as_yaml_or_refused(text: str) -> None:
    outcome = read_yaml(text, RelPath("a"))
    assert outcome.value is not None or outcome.diagnostics
    assert_inside(places(outcome), {RelPath("a"): text})
    if outcome.value is not None:
        for kind in (EditBlock, LawRegister, Agency, tuple[Provision, ...]):
            bound = bind(outcome.value, kind)
            assert bound.value is not None or bound.diagnostics


@settings(deadline=None)
@given(soup)
def test_any_text_is_read_as_markdown(text: str) -> None:
    outcome = read_page(text, RelPath("a"))
    assert outcome.value is not None or len(outcome.diagnostics) == 1
    items = outcome.value.items if outcome.value is not None else ()
    assert_inside([*places(outcome), *(item.span for item in items)], {RelPath("a"): text})


@settings(deadline=None)
@given(st.sampled_from([*FILES, *NEW_FILES]), soup)
def test_any_text_in_any_file_gives_an_outcome(path: RelPath, text: str) -> None:
    read({**TEXTS, path: text})


@settings(deadline=None)
@given(mutations())
def test_spoilt_files_give_an_outcome(texts: dict[RelPath, str]) -> None:
    read(texts)


@settings(deadline=None)
@given(mutations())
def test_spoilt_files_are_understood_as_far_as_they_go(texts: dict[RelPath, str]) -> None:
    tree = SourceTree({path: text.encode() for path, text in texts.items()}, texts)
    assert_inside(places(understand(tree)), texts)


@settings(deadline=None)
@given(st.sampled_from(["a.md", "a.yaml", "a.css"]), st.binary(max_size=60) | soup.map(str.encode))
def test_any_bytes_are_read_or_refused_at_a_place_inside_them(tmp_path_factory: object, name: str, data: bytes) -> None:
    root: Path = tmp_path_factory.mktemp("bytes")  # type: ignore[attr-defined]
    (root / "content").mkdir()
    (root / "templates").mkdir()
    (root / "content" / name).write_bytes(data)
    outcome = read_tree(root)
    assert outcome.value is not None
    path = RelPath(f"content/{name}")
    assert outcome.value.files[path] == data
    if path in outcome.value.texts:
        assert_inside(places(outcome), outcome.value.texts)
    else:
        assert [item.code for item in outcome.diagnostics] == ["PG104"]

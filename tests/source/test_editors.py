"""What editors are told fits every file that is shipped, and refuses what binding refuses of a single value."""

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from policygen.diagnostics import RelPath
from policygen.source.editors import schemas
from policygen.source.files import BLOCKS, FILES
from policygen.source.prose import read_page
from policygen.source.tree import read_tree
from policygen.source.yamltree import Data, read_yaml
from tests.conftest import MINIMAL

ROOT = Path(__file__).parents[2]
JUDGES = {name: Draft202012Validator(schema) for name, schema in schemas().items()}
KINDS = [(kind.name, re.compile(kind.pattern + r"\Z")) for kind in FILES]


def data(text: str) -> Data:
    read = read_yaml(text, RelPath("a"))
    assert read.value is not None
    return read.value.data


def test_there_is_a_schema_for_every_kind_of_file_and_block() -> None:
    assert [*JUDGES] == [*(kind.name for kind in FILES if kind.noun is not None), *BLOCKS]
    for schema in schemas().values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("root", [ROOT, MINIMAL], ids=["shipped", "minimal"])
def test_every_shipped_file_and_block_fits_its_schema(root: Path) -> None:
    tree = read_tree(root).value
    assert tree is not None
    judged = dict.fromkeys(JUDGES, 0)
    for path, text in tree.texts.items():
        kind = next((name for name, pattern in KINDS if pattern.match(path)), "")
        blocks = [(kind, text)]
        if path.endswith(".md"):
            page = read_page(text, path).value
            assert page is not None
            blocks = [(kind, page.front.text)] if page.front is not None else []
            blocks += [(fence.kind, fence.text) for item in page.items for fence in item.fences]
        for name, block in blocks:
            if name in JUDGES:
                judged[name] += 1
                assert [problem.message for problem in JUDGES[name].iter_errors(data(block))] == [], path
    del judged["project"]  # what names a base is none: the file of one that does is judged in tests/author
    assert root == MINIMAL or min(judged.values()) > 0, "no schema is held against nothing"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("clause", "{id: a}", "'force' is a required property"),
        ("clause", "{id: a, force: most}", "'most' is not one of ['must', 'agreed', 'should', 'may', 'info']"),
        ("clause", "{id: A, force: may}", "'A' does not match"),
        ("clause", "{id: a, force: may, lock: true}", "Additional properties are not allowed ('lock' was unexpected)"),
        ("clause", "{id: a, force: may, for: []}", "[] should be non-empty"),
        ("clause", "{id: a, force: may, locked: 'yes'}", "'yes' is not of type 'boolean'"),
        ("clause", "{id: a, force: may, params: {A: {value: 1}}}", "'A' does not match"),
        ("edit", "{omit: a, reason: ' '}", "' ' does not match"),
        ("provisions", "{id: P001}", "is not of type 'array'"),
        ("words", "{language: english, words: {}}", "'english' does not match"),
        ("sign-off", "{owners: [{owner: A, review: soon}]}", "'soon' does not match"),
    ],
)
def test_what_does_not_fit_is_refused(name: str, text: str, message: str) -> None:
    (problem,) = JUDGES[name].iter_errors(data(text))
    assert message in problem.message


def test_an_editor_explains_keys_and_forms() -> None:
    agency = schemas()["agency"]
    assert (
        agency["description"] == "An agency; in a library, what it inherits from its parent or the base is filled in."
    )
    properties = agency["properties"]
    assert isinstance(properties, dict)
    assert properties["bodies"]["description"] == "The kinds of body in law that it is, and why."
    assert properties["id"]["description"] == "an id: small letters and digits, joined by hyphens"

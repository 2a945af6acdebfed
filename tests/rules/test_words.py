"""The words around the text: every key is there, is used, and is filled in; nothing else writes words."""

import re
from pathlib import Path

import pytest

from policygen.rules.words import KEYS
from tests.conftest import Project

ROOT = Path(__file__).parents[2]
TEMPLATES = [path for path in (ROOT / "templates").rglob("*") if path.suffix in {".jinja", ".js", ".css"}]
SOURCES = [path for path in (ROOT / "src" / "policygen").rglob("*.py") if path.parts[-2] != "rules"]


def test_every_key_is_said_somewhere() -> None:
    said = "\n".join(path.read_text() for path in (*TEMPLATES, *SOURCES))
    quoted = set(re.findall(r"""["']-?([a-z][a-z-]*)["']""", said))
    ends = {"means", "about", "written", "format"}  # of keys that are put together
    lacking = {
        key
        for group in ("documents", "site")
        for key in KEYS[group]
        if key not in quoted and not any(set(key.split(first, 1)[1:]) <= quoted | ends for first in beginnings(key))
    }
    assert lacking == set()


def beginnings(key: str) -> list[str]:
    return [key[: at + 1] for at, sign in enumerate(key) if sign == "-"]


@pytest.mark.parametrize("group", ["documents", "site"])
def test_words_that_are_missing_are_named(project: Project, group: str) -> None:
    file = f"content/words/{group}/en.yaml"
    key = min(KEYS[group])
    text = (project.root / file).read_text()
    project.write(file, re.sub(rf"^  {key}: .*\n", "  unheard-of: Words\n", text, flags=re.MULTILINE))
    assert {item.message for item in project.diagnose()} == {
        f"the words in `en` lack `{key}`",
        "nothing uses the words `unheard-of`",
    }


def test_a_year_has_twelve_months(project: Project) -> None:
    project.edit("content/words/documents/en.yaml", "months: January, ", "months: ")
    assert [item.message for item in project.diagnose()] == ["`months` in `en` lists fewer than 12 words"]

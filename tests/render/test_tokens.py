"""Colours and faces are named once, in `templates/tokens.yaml`, and everything takes them from there."""

import re
from dataclasses import replace
from pathlib import Path

from policygen.build import Project
from policygen.render.html.pages import load_theme, render_html, render_print
from policygen.render.word.package import render_docx

ROOT = Path(__file__).parents[2]
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b|\"[0-9A-F]{6}\"")
EXAMPLE = 'a colour in quotes, such as "#1f3a6e"'
"""What a diagnostic says a colour looks like."""


def test_no_colour_stands_in_the_program_or_in_a_style_sheet() -> None:
    looks = [path for path in (ROOT / "templates").rglob("*") if path.suffix in {".css", ".jinja", ".js"}]
    for path in (*looks, *(ROOT / "src").rglob("*.py")):
        assert COLOUR.findall(path.read_text().replace(EXAMPLE, "")) == [], path


def test_another_ink_and_face_reach_pages_drawings_and_word_files(shipped: Project) -> None:
    theme = load_theme(shipped.tree.texts).value
    assert theme is not None
    for name in ("policy", "leaflet-parents", "quick-guide"):
        document = next(each for pack in shipped.sets for each in pack.documents if each.id == name)
        light = replace(document.tokens.light, ink="#0a0b0c", edge="#a1b2c3")
        changed = replace(document, tokens=replace(document.tokens, light=light, face="Face", office_face="Office"))
        page, sheet = render_html(changed, theme, formats=()).value, render_print(changed, theme).value
        assert page is not None
        assert sheet is not None
        made = [page, sheet.html, *(data.decode() for path, data in sheet.assets.items() if "picture" not in path)]
        assert "#0a0b0c" in page
        assert not any(old in text for text in made for old in (document.tokens.light.ink, document.tokens.light.edge))
        assert not any(f'"{document.tokens.face}"' in text.replace(theme.faces, "") for text in made)
        if name != "leaflet-parents":
            assert render_docx(changed) != render_docx(document)

"""What is read of a font is what the library says that knows fonts."""

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from policygen.source.fonts import without_glyph

FONTS = sorted((Path(__file__).parents[2] / "templates" / "fonts").glob("*.ttf"))


@pytest.mark.parametrize("file", FONTS, ids=lambda file: file.stem)
def test_a_font_has_the_signs_that_its_table_maps(file: Path) -> None:
    data = file.read_bytes()
    signs = {chr(code) for code in (*range(0x20, 0x3000), *range(0xFB00, 0x10000), *range(0x1F300, 0x1F400))}
    has = {chr(code) for code in TTFont(io.BytesIO(data)).getBestCmap()}
    assert signs - without_glyph(signs, [data]) == signs & has


def test_a_table_of_the_first_signs_alone_is_read_too() -> None:
    font = TTFont(io.BytesIO(FONTS[0].read_bytes()))
    font["cmap"].tables = [table for table in font["cmap"].tables if table.format == 4]
    made = io.BytesIO()
    font.save(made)
    signs = {chr(code) for code in range(0x20, 0x2300)}
    assert signs - without_glyph(signs, [made.getvalue()]) == signs & {chr(code) for code in font.getBestCmap()}


@pytest.mark.parametrize("data", [b"", b"not a font", b"\x00\x01\x00\x00\x00\xff" + b"cmap" * 9])
def test_what_is_no_font_has_no_signs(data: bytes) -> None:
    assert without_glyph("ab", [data]) == {"a", "b"}


def test_a_sign_of_any_font_is_there() -> None:
    assert without_glyph("aب☎", [file.read_bytes() for file in FONTS]) == {"☎"}

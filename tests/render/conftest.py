"""What the tests of rendering share: the project's fonts, a prepared PDF engine and a browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policygen.render.pdf import job as pdf

FONTS = Path(__file__).resolve().parents[2] / "templates" / "fonts"


@pytest.fixture(scope="session")
def fonts() -> dict[str, bytes]:
    """Return the project's fonts by file name."""
    return {path.name: path.read_bytes() for path in sorted(FONTS.glob("*.ttf"))}


@pytest.fixture(scope="session")
def engine(fonts: dict[str, bytes]) -> None:
    """Load the PDF engine, or skip where its libraries are missing."""
    if reason := pdf.missing_libraries():
        pytest.skip(reason)
    pdf.prepare(fonts)


@pytest.fixture
def browser_page(browser: Any) -> Iterator[Any]:
    """A fresh page of Chromium; what its console says of errors is in `errors`, and there must be none at the end."""
    context = browser.new_context(locale="en-GB", accept_downloads=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda problem: errors.append(str(problem)))
    page.on("console", lambda item: errors.append(item.text) if item.type == "error" else None)
    yield page
    context.close()
    assert errors == []

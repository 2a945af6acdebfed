"""What the tests of rendering share: the project's fonts, a prepared PDF engine and a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from policygen.render.pdf import job as pdf
from tests.conftest import cannot_run

FONTS = Path(__file__).resolve().parents[2] / "templates" / "fonts"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The system's Chromium, or a reason why it cannot be used."""
    if shutil.which(CHROMIUM) is None:
        cannot_run(f"{CHROMIUM} is not installed")
    with sync_playwright() as programs:
        browser = programs.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium: Any) -> Iterator[Any]:
    """A fresh page of Chromium; what its console says of errors is in `errors`, and there must be none at the end."""
    context = chromium.new_context(locale="en-GB", accept_downloads=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda problem: errors.append(str(problem)))
    page.on("console", lambda item: errors.append(item.text) if item.type == "error" else None)
    yield page
    context.close()
    assert errors == []

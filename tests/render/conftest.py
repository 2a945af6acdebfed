"""What the tests of rendering share: the project's fonts and a prepared PDF engine."""

from pathlib import Path

import pytest

from policygen.render import pdf

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

"""How tests begin a project: the command, its options, and what a folder holds."""

from pathlib import Path

from click.testing import CliRunner, Result

from policygen.cli import main

WHO = (
    *("--name", "North Moor Safeguarding Children Partnership", "--area", "North Moor"),
    *("--owner", "Business manager", "--site", "https://example.org/north-moor", "--date", "2026-11-22"),
)
"""All that a partnership must say of itself."""


def run(*arguments: str | Path, answers: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], input=answers)


def held(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

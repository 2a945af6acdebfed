"""What decides the bytes of a result besides its input: policygen's own code, and the PDF engine that is here."""

from functools import cache
from pathlib import Path

from policygen.keys import Digest, digest
from policygen.render.pdf.job import engine_fingerprint, missing_libraries

__all__ = ["code_identity", "engine_identity"]


@cache
def engine_identity() -> str | None:
    """Return the versions of the PDF engine and its libraries, or none when there is no engine here."""
    return None if missing_libraries() else engine_fingerprint()


@cache
def code_identity(*patterns: str) -> Digest:
    """Return the digest of policygen's own files that fit any pattern: another version may make other things."""
    package = Path(__file__).parents[1]
    paths = sorted({path for pattern in patterns for path in package.glob(pattern)})
    return digest({path.relative_to(package).as_posix(): path.read_bytes() for path in paths})

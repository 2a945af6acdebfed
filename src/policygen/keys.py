"""Digests of values and of our own code: identity is content.

A digest covers the type and every field of a value except those marked `compare=False` (spans):
where something was written is not part of what it says. A type that took another name in the code keeps the one it
was first published under as `digest_name`, so that what was signed or printed stays the same.
"""

import dataclasses
import hashlib
from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import NewType

__all__ = ["Digest", "code_digest", "digest", "digest_bytes", "short"]

Digest = NewType("Digest", str)
"""64 hexadecimal signs of SHA-256."""


def digest(*values: object) -> Digest:
    """Return the digest of values: text, bytes, numbers, tuples, mappings, enums and frozen dataclasses.

    Raises `TypeError` for any other type, so that nothing is left out of an identity by accident.
    """
    sink = hashlib.sha256()
    for value in values:
        _feed(sink, value)
    return Digest(sink.hexdigest())


def digest_bytes(data: bytes) -> Digest:
    """Return the plain SHA-256 of bytes, as `sha256sum` prints it."""
    return Digest(hashlib.sha256(data).hexdigest())


@cache
def code_digest(*patterns: str) -> Digest:
    """Return the digest of policygen's own files that fit any pattern: another version may make other things."""
    package = Path(__file__).parent
    paths = sorted({path for pattern in patterns for path in package.glob(pattern)})
    return digest({path.relative_to(package).as_posix(): path.read_bytes() for path in paths})


def short(value: Digest, signs: int = 12) -> str:
    """Return the first signs of a digest, for people to compare."""
    return value[:signs]


def _feed(sink: "hashlib._Hash", value: object) -> None:
    """Feed one value: a tag for its type, its length, then its content, so that no two values run together."""
    match value:
        case None:
            sink.update(b"n;")
        case bool():
            sink.update(b"t;" if value else b"f;")
        case Enum():
            _feed(sink, value.value)
        case str():
            data = value.encode()
            sink.update(b"s%d;" % len(data))
            sink.update(data)
        case bytes():
            sink.update(b"b%d;" % len(value))
            sink.update(value)
        case int():
            sink.update(b"i%d;" % value)
        case tuple() | list():
            sink.update(b"l%d;" % len(value))
            for item in value:
                _feed(sink, item)
        case frozenset():
            sink.update(b"S%d;" % len(value))
            for item in sorted(value):
                _feed(sink, item)
        case Mapping():
            sink.update(b"m%d;" % len(value))
            for key in sorted(value):
                _feed(sink, key)
                _feed(sink, value[key])
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            said = [(name, here) for name, default in _fields(type(value)) if (here := getattr(value, name)) != default]
            sink.update(b"d%d;" % len(said))
            _feed(sink, getattr(value, "digest_name", type(value).__name__))
            for name, here in said:
                _feed(sink, name)
                _feed(sink, here)
        case _:
            message = f"cannot digest a {type(value).__name__}"
            raise TypeError(message)


@cache
def _fields(kind: type) -> tuple[tuple[str, object], ...]:
    """Return the fields that count, each with its default.

    One that has its default says nothing, so that a new field leaves old digests as they were.
    """
    return tuple((field.name, field.default) for field in dataclasses.fields(kind) if field.compare)

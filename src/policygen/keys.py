"""Digests of values and of our own code: identity is content.

A digest covers the type and every field of a value except those marked `compare=False` (spans):
where something was written is not part of what it says. A type that took another name in the code keeps the one it
was first published under as `digest_name`, so that what was signed or printed stays the same.
"""

import dataclasses
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING
from enum import Enum
from functools import cache, partial
from pathlib import Path
from typing import Any, NewType

__all__ = ["Digest", "code_digest", "digest", "digest_bytes", "short"]

Digest = NewType("Digest", str)
"""64 hexadecimal signs of SHA-256."""


def digest(*values: object) -> Digest:
    """Return the digest of values: text, bytes, numbers, tuples, mappings, enums and frozen dataclasses.

    Raises `TypeError` for any other type, so that nothing is left out of an identity by accident.
    """
    pieces: list[bytes] = []
    for value in values:
        _feed(pieces.append, value)
    return Digest(hashlib.sha256(b"".join(pieces)).hexdigest())


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


Put = Callable[[bytes], None]


def _feed(put: Put, value: object) -> None:
    """Put one value: a tag for its type, its length, then its content, so that no two values run together.

    A full build feeds millions of values; how a type is fed is looked up once and kept.
    """
    (_FEEDS.get(type(value)) or _feed_of(type(value)))(put, value)


def _text(put: Put, value: str) -> None:
    data = value.encode()
    put(b"s%d;" % len(data))
    put(data)


def _bytes(put: Put, value: bytes) -> None:
    put(b"b%d;" % len(value))
    put(value)


def _items(put: Put, value: Sequence[object]) -> None:
    put(b"l%d;" % len(value))
    for item in value:
        _feed(put, item)


def _set(put: Put, value: frozenset[Any]) -> None:
    put(b"S%d;" % len(value))
    for item in sorted(value):
        _feed(put, item)


def _mapping(put: Put, value: Mapping[Any, object]) -> None:
    put(b"m%d;" % len(value))
    for key in sorted(value):
        _feed(put, key)
        _feed(put, value[key])


_FEEDS: dict[type, Callable[[Put, Any], None]] = {
    type(None): lambda put, _: put(b"n;"),
    bool: lambda put, value: put(b"t;" if value else b"f;"),
    int: lambda put, value: put(b"i%d;" % value),
    str: _text,
    bytes: _bytes,
    tuple: _items,
    list: _items,
    frozenset: _set,
}


def _feed_of(kind: type) -> Callable[[Put, Any], None]:
    """Return how values of a type are fed, which is kept: an enum by its value, a mapping, or a dataclass."""
    parent = next((known for known in (str, bytes, int, tuple, list, frozenset) if issubclass(kind, known)), None)
    if issubclass(kind, Enum):
        feed: Callable[[Put, Any], None] = lambda put, value: _feed(put, value.value)  # noqa: E731
    elif parent is not None:
        feed = _FEEDS[parent]
    elif issubclass(kind, Mapping):
        feed = _mapping
    elif dataclasses.is_dataclass(kind):
        feed = partial(_record, *_shape(kind))
    else:
        message = f"cannot digest a {kind.__name__}"
        raise TypeError(message)
    return _FEEDS.setdefault(kind, feed)


def _record(head: bytes, shape: tuple[tuple[str, bytes, object], ...], put: Put, value: object) -> None:
    """Put a dataclass. A field that has its default says nothing, so that a new field leaves old digests as they were.

    Most fields have no default, and the look at one costs more when it is a tree.
    """
    said = [
        (name, here)
        for field, name, default in shape
        if (here := getattr(value, field)) is not default and (default is MISSING or here != default)
    ]
    put(b"d%d;" % len(said))
    put(head)
    for name, here in said:
        put(name)
        _feed(put, here)


def _shape(kind: type) -> tuple[bytes, tuple[tuple[str, bytes, object], ...]]:
    """Return what is fed of a dataclass before any value: its name, and each field that counts with its default."""

    def fed(name: str) -> bytes:
        pieces: list[bytes] = []
        _text(pieces.append, name)
        return b"".join(pieces)

    counted = (field for field in dataclasses.fields(kind) if field.compare)
    return fed(getattr(kind, "digest_name", kind.__name__)), tuple(
        (field.name, fed(field.name), field.default) for field in counted
    )

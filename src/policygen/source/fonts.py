"""Fonts: the signs that each has, read from the table that maps signs to glyphs (ISO/IEC 14496-22, 5.2.1, `cmap`).

Takes bytes of TrueType fonts; gives which of some signs none of them has. The library that knows fonts is dear to
import, and a check must be quick; a test holds this to what that library says.
"""

from collections.abc import Iterable, Iterator
from struct import error as StructError  # noqa: N812
from struct import unpack_from

__all__ = ["without_glyph"]

_FULL, _BASIC = 12, 4
"""The formats of a table: all of Unicode, and its first 65,536 signs."""


def without_glyph(signs: Iterable[str], fonts: Iterable[bytes]) -> frozenset[str]:
    """Return the signs that no font has; a file that is no font has none."""
    lacking = {ord(sign) for sign in signs}
    for data in fonts:
        try:
            lacking -= set(_had(data, lacking))
        except (StructError, IndexError):
            continue
        if not lacking:
            break
    return frozenset(map(chr, lacking))


def _had(data: bytes, wanted: Iterable[int]) -> Iterator[int]:
    """Yield those of some signs that a font has."""
    (count,) = unpack_from(">H", data, 4)
    tables = {data[at : at + 4]: unpack_from(">I", data, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    if b"cmap" not in tables:
        return
    base = tables[b"cmap"]
    (count,) = unpack_from(">H", data, base + 2)
    subtables = {}
    for at in range(base + 4, base + 4 + 8 * count, 8):
        start = base + unpack_from(">I", data, at + 4)[0]
        subtables[unpack_from(">H", data, start)[0]] = start
    if _FULL in subtables:
        yield from _in_groups(data, subtables[_FULL], wanted)
    elif _BASIC in subtables:
        yield from _in_segments(data, subtables[_BASIC], wanted)


def _in_groups(data: bytes, start: int, wanted: Iterable[int]) -> Iterator[int]:
    (count,) = unpack_from(">I", data, start + 12)
    numbers = unpack_from(f">{3 * count}I", data, start + 16)
    groups = list(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True))
    for sign in wanted:
        for first, last, glyph in groups:
            if first <= sign <= last:
                if glyph + sign - first:
                    yield sign
                break


def _in_segments(data: bytes, start: int, wanted: Iterable[int]) -> Iterator[int]:
    count = unpack_from(">H", data, start + 6)[0] // 2
    ends = unpack_from(f">{count}H", data, start + 14)
    at = start + 16 + 2 * count
    firsts = unpack_from(f">{count}H", data, at)
    deltas = unpack_from(f">{count}H", data, at + 2 * count)
    offsets = unpack_from(f">{count}H", data, at + 4 * count)
    for sign in wanted:
        for number, (first, last) in enumerate(zip(firsts, ends, strict=True)):
            if first <= sign <= last:
                glyph = sign
                if offsets[number]:
                    place = at + 4 * count + 2 * number + offsets[number] + 2 * (sign - first)
                    (glyph,) = unpack_from(">H", data, place)
                    if not glyph:
                        break
                if (glyph + deltas[number]) % 65_536:
                    yield sign
                break

"""Hours: on which days and at what times somebody works or answers, what that covers, and what it leaves open.

Takes lines as authors write them: `always`, `Monday to Friday 09:00-17:00`, `Friday, Saturday 17:00-09:00 next day`,
`Sunday, bank holidays all day`. A bank holiday is a day of its own kind: `Monday to Friday` does not hold on one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from functools import cache
from itertools import pairwise
from typing import Annotated

from policygen.diagnostics import did_you_mean
from policygen.model.marks import ONE_OR_MORE
from policygen.model.scalars import TEXT, Named

__all__ = [
    "ALL_WEEK",
    "MIDNIGHT",
    "Day",
    "Hours",
    "Opening",
    "called",
    "clashes",
    "hours_problem",
    "openings",
    "runs_of",
    "signs",
    "uncovered",
    "written",
]

Hours = Annotated[tuple[Annotated[Named, TEXT], ...], ONE_OR_MORE]
"""Lines of days and times, as they are written."""

MIDNIGHT = 24 * 60


class Day(IntEnum):
    """A day of the week; the last is a bank holiday, on whatever day it falls."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6
    HOLIDAY = 7


WEEK = tuple(day for day in Day if day is not Day.HOLIDAY)
_NAMES = {**{day.name.capitalize(): (day,) for day in WEEK}, "bank holidays": (Day.HOLIDAY,), "every day": tuple(Day)}
_LINE = re.compile(
    r"(?P<days>.+?) (?:(?P<whole>all day)|(?P<start>[\d:.]+) ?[-\N{EN DASH}] ?(?P<end>[\d:.]+)(?P<next> next day)?)"
)
_ALWAYS = re.compile(r"\b24\b|\bany ?time\b|\balways\b|\bround the clock\b", re.IGNORECASE)
_OTHERWISE = {
    "weekday": "Monday to Friday",
    "weekdays": "Monday to Friday",
    "working days": "Monday to Friday",
    "weekend": "Saturday, Sunday",
    "weekends": "Saturday, Sunday",
    "daily": "every day",
    "all week": "every day",
    "public holidays": "bank holidays",
}
"""Other names of days."""

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")
_HINT = (
    "write `always`, or days and times: `Monday to Friday 09:00-17:00`, `Saturday, bank holidays 17:00-09:00 next day`"
)


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """Times on some days: minutes from midnight, where an end after the first midnight is on the next day."""

    days: tuple[Day, ...]
    start: int
    end: int


ALL_WEEK = Opening(tuple(Day), 0, MIDNIGHT)
"""At any time."""


def openings(lines: Iterable[Named]) -> tuple[Opening, ...]:
    """Return what lines mean; one that means nothing is left out, since a rule has told its author (PG243)."""
    return tuple(made for line in lines if isinstance(made := _read(line.text), Opening))


def hours_problem(line: str) -> tuple[str, str] | None:
    """Return what is wrong with a line and a hint, or none."""
    made = _read(line)
    return None if isinstance(made, Opening) else made


@cache
def _read(line: str) -> Opening | tuple[str, str]:
    if line == "always":
        return ALL_WEEK
    match = _LINE.fullmatch(line)
    if match is None:
        return "these are not days and times", "write `always`" if _ALWAYS.search(line) else _HINT
    days: list[Day] = []
    for words in match["days"].split(", "):
        first, to, last = words.partition(" to ")
        for name in (first, last) if to else (first,):
            if name not in _NAMES:
                return f"there is no day `{name}`", _meant(name)
        if to and (first == last or not {first, last} <= {day.name.capitalize() for day in WEEK}):
            return f"`{words}` does not go from one day of the week to another", _HINT
        days += _span(_NAMES[first][0], _NAMES[last][0]) if to else _NAMES[first]
    if len(set(days)) < len(days):
        twice = next(day for day in days if days.count(day) > 1)
        return f"{called(twice)} stands here twice", "name each day once in a line"
    if match["whole"]:
        return Opening(tuple(days), 0, MIDNIGHT)
    for time in (match["start"], match["end"]):
        if _TIME.fullmatch(time) is None:
            return f"`{time}` is not a time of day", "write hours and minutes with two digits each, from 00:00 to 24:00"
    start, end = _minutes(match["start"]), _minutes(match["end"])
    if start == MIDNIGHT:
        return "no day starts at 24:00", "what begins at midnight begins at 00:00, on the day that follows"
    if match["next"]:
        if end > start:
            return (
                "this is open for more than a day",
                "an end on the next day is not after the time at which the day starts",
            )
        return Opening(tuple(days), start, end + MIDNIGHT)
    if end <= start:
        return (
            "this ends before it starts",
            f"if it goes through the night, write `{match['start']}-{match['end']} next day`",
        )
    return Opening(tuple(days), start, end)


def _meant(name: str) -> str:
    """Return how days are written that have other names."""
    first, dash, last = name.replace("\N{EN DASH}", "-").partition("-")
    if dash:
        days = [get_close_matches(each.strip().capitalize(), _NAMES, 1, 0.6) for each in (first, last)]
        return f"write `{days[0][0]} to {days[1][0]}`" if all(days) else _HINT
    if name.casefold() in _OTHERWISE:
        return f"write `{_OTHERWISE[name.casefold()]}`"
    return did_you_mean(name, _NAMES) or _HINT


def _span(first: Day, last: Day) -> tuple[Day, ...]:
    """Return the days from one to another, over the end of the week if need be."""
    return tuple(WEEK[(first + step) % len(WEEK)] for step in range((last - first) % len(WEEK) + 1))


def _minutes(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def clashes(lines: Iterable[Named]) -> Iterator[tuple[Named, Named, Day]]:
    """Yield each line that overlaps an earlier one on the same day, with that one and the day."""
    read = [(line, made) for line in lines if isinstance(made := _read(line.text), Opening)]
    for at, (line, here) in enumerate(read):
        for before, there in read[:at]:
            shared = [day for day in here.days if day in there.days]
            if shared and here.start < there.end and there.start < here.end:
                yield line, before, shared[0]


# -- what hours cover ------------------------------------------------------------------------------

_ALL = 7 * MIDNIGHT


def uncovered(wanted: tuple[Opening, ...], given: Iterable[Opening]) -> tuple[Opening, ...]:
    """Return when somebody works and nobody answers, in an ordinary week and in those with a bank holiday or two.

    In England a bank holiday is a weekday: another takes the place of one that would fall on a weekend.
    """
    answered = tuple(given)
    found: dict[tuple[int, int], list[Day]] = {}
    alone = [(day,) for day in WEEK[:5]]
    for holidays in ((), *alone, *pairwise(WEEK[:5])):  # two in a row, as at Christmas
        gaps = _mask(wanted, holidays) & ~_mask(answered, holidays)
        for day in WEEK if gaps else ():
            kind = Day.HOLIDAY if day in holidays else day
            for run in _runs(gaps >> day * MIDNIGHT & (1 << MIDNIGHT) - 1):
                days = found.setdefault(run, [])
                if kind not in days:
                    days.append(kind)
    return tuple(sorted(Opening(tuple(sorted(days)), *run) for run, days in found.items()))


def _mask(hours: tuple[Opening, ...], holidays: tuple[Day, ...]) -> int:
    """Return the minutes of a week, in which these days are bank holidays, as bits; its end leads to its start."""
    mask = 0
    for day in WEEK:
        kind = Day.HOLIDAY if day in holidays else day
        for each in hours:
            if kind in each.days:
                mask |= ((1 << each.end - each.start) - 1) << day * MIDNIGHT + each.start
    return (mask | mask >> _ALL) & (1 << _ALL) - 1


def _runs(mask: int) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each run of bits."""
    edges = [at for at, (one, two) in enumerate(pairwise(f"0{mask:0{MIDNIGHT}b}0"[::-1])) if one != two]
    yield from zip(edges[::2], edges[1::2], strict=True)


# -- in the words of authors -----------------------------------------------------------------------


def called(day: Day) -> str:
    """Return what authors call a day."""
    return next(name for name, days in _NAMES.items() if days == (day,))


def runs_of(days: tuple[Day, ...]) -> Iterator[tuple[Day, Day]]:
    """Yield the first and the last of three or more days that follow each other; any other day stands alone."""
    runs: list[list[Day]] = []
    for day in sorted(days):
        if runs and day is not Day.HOLIDAY and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    for run in runs:
        yield from [(run[0], run[-1])] if len(run) > 2 else zip(run, run, strict=True)


def written(opening: Opening) -> str:
    """Return times on some days as authors write them."""
    if opening == ALL_WEEK:
        return "always"
    names = ", ".join(
        called(first) if first is last else f"{called(first)} to {called(last)}"
        for first, last in runs_of(opening.days)
    )
    start, end = (
        f"{at // 60:02}:{at % 60:02}"
        for at in (opening.start, opening.end if opening.end <= MIDNIGHT else opening.end - MIDNIGHT)
    )
    return f"{names} {start}-{end}{' next day' if opening.end > MIDNIGHT else ''}"


def signs(hours: Iterable[Opening]) -> str:
    """Return hours for a script: days from 0 to 7, which is a bank holiday, and minutes, as in `01234/540-1020`."""
    return " ".join(f"{''.join(str(int(day)) for day in sorted(each.days))}/{each.start}-{each.end}" for each in hours)

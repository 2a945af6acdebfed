"""Hours in the words of a language: "Monday to Friday, 9am to 5pm", and shorter where there is little room.

Takes words and hours; gives text.
"""

from collections.abc import Iterable

from policygen.model.hours import ALL_WEEK, MIDNIGHT, Day, Opening, runs_of
from policygen.model.words import Words

__all__ = ["hours_words"]


def hours_words(words: Words, hours: Iterable[Opening], *, short: bool = False) -> str:
    """Return hours in words; `short` cuts the names of days."""
    said = ""
    for each in hours:
        here = _opening(words, each, short=short)
        said = words.say("hours-and", first=said, last=here) if said else here
    return said


def _opening(words: Words, opening: Opening, *, short: bool) -> str:
    if opening == ALL_WEEK:
        return words.say("hours-always")
    key = "hours-short" if short else "hours-on"
    return words.say(key, days=_days(words, opening.days, short=short), times=_times(words, opening, short=short))


def _days(words: Words, days: tuple[Day, ...], *, short: bool) -> str:
    if set(days) == set(Day):
        return words.say("every-day")
    names = words.listed("days-short" if short else "days")
    *firsts, last = (
        names[first] if first is last else words.say("range", first=names[first], last=names[last])
        for first, last in runs_of(days)
    )
    if short:
        return ", ".join((*firsts, last))
    return words.say("and", first=", ".join(firsts), last=last) if firsts else last


def _times(words: Words, opening: Opening, *, short: bool) -> str:
    if opening.end - opening.start == MIDNIGHT:
        return words.say("all-day-short" if short else "all-day")
    last = _time(words, opening.end)
    key = "range" if short or opening.end <= MIDNIGHT else "next-day"
    return words.say(key, first=_time(words, opening.start), last=last)


def _time(words: Words, minutes: int) -> str:
    hour, minute = divmod(minutes % MIDNIGHT, 60)
    if not minute and hour in {0, 12}:
        return words.say("noon" if hour else "midnight")
    on = str(hour % 12 or 12)
    time = words.say("hour-minutes", hour=on, minutes=f"{minute:02}") if minute else on
    return words.say("am" if hour < 12 else "pm", time=time)

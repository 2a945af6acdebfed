"""Contacts: whoever is to be called can be called, since a number that is wrong by a slip costs time in an emergency.

Takes a library and the texts it came from; gives each value that is no number, no address, no hours or still to come,
when an agency works while nobody answers whom its staff can ask, and contacts shown that are not declared.
"""

import re
from collections.abc import Iterator, Mapping

from policygen.diagnostics import Diagnostic, Note, Pos, RelPath, Span, did_you_mean, error, warning
from policygen.model.hours import Hours, called, clashes, hours_problem, openings, uncovered, written
from policygen.model.library import Library
from policygen.model.partnerships import Contact, LocalAgency, Partnership
from policygen.model.phones import awaited, awaited_words, email_problem, phone_problem, reads_as_phone, typed_phones
from policygen.rules.rule import Authored, Rule
from policygen.source.tree import offset, span_of

__all__ = ["RULES"]

LOCAL = ("/partnership.yaml", "/values.yaml")
"""Files whose values are looked at one by one."""

NOT_LOOKED_AT = ("templates/", "content/words/", "content/wording.yaml")
"""What holds the words of gaps, and words that are looked for."""

_EXTENSION = re.compile(r"[0-9]{1,7}")


def numbers(given: Authored) -> Iterator[Diagnostic]:
    """PG240: a number to call is one number that can be dialled, with or without an extension."""
    for contact in _contacts(given.library):
        for name in ("phone", "text_relay"):
            phone = contact.fields.get(name)
            if phone is not None and (problem := phone_problem(phone)) is not None:
                span = _place(given.texts, contact.span, phone)
                yield error("PG240", f"`{phone}`: {problem[0]}", span, hint=problem[1])
        extension = contact.fields.get("extension")
        if extension is not None and not _EXTENSION.fullmatch(extension):
            span, hint = _place(given.texts, contact.span, extension), "write up to seven digits, and no words"
            yield error("PG240", f"`{extension}` is not an extension", span, hint=hint)
    for owner in _owners(given.library):
        for value in owner.values.values():
            if reads_as_phone(value.text) and (problem := phone_problem(value.text)) is not None:
                span = _place(given.texts, value.span, value.text)
                yield error("PG240", f"`{value.text}`: {problem[0]}", span, hint=problem[1])


def numbers_in_text(given: Authored) -> Iterator[Diagnostic]:
    """PG240: a number to call that stands among words can be dialled too."""
    for path, text in given.texts.items():
        if not path.endswith((".md", ".yaml")) or path.endswith(LOCAL):
            continue
        for match in typed_phones(text):
            if (problem := phone_problem(match.group().strip())) is not None:
                span = span_of(path, text, match.start(), match.end())
                yield error("PG240", f"`{match.group()}`: {problem[0]}", span, hint=problem[1])


def addresses(given: Authored) -> Iterator[Diagnostic]:
    """PG241: an e-mail address is one address."""
    for contact in _contacts(given.library):
        email = contact.fields.get("email")
        if email is not None and (problem := email_problem(email)) is not None:
            yield error("PG241", f"`{email}`: {problem[0]}", _place(given.texts, contact.span, email), hint=problem[1])


def still_to_come(given: Authored) -> Iterator[Diagnostic]:
    """PG242: what is still to come is a gap, whatever stands in its place."""
    hint = "write it when it is known: until then a draft prints a gap there, and a release refuses it"
    for home in given.library.partnerships.values():
        names = {"owner": home.stamp.owner, "name": home.name, "short_name": home.short_name, "area": home.area}
        names |= {f"name of `{local}`": each.name for local, each in home.agencies.items() if each.name}
        for what, text in names.items():
            if awaited(text):
                message = f"`{text}` stands in the place of the {what}, which is still to come"
                place = _place(given.texts, home.span, text)
                yield warning("PG242", message, place, hint="it is printed as it stands, and a release refuses it")
    for contact in _contacts(given.library):
        for name, text in contact.written.items():
            if awaited(text):
                message = f"`{text}` stands in the place of the {name}, which is still to come"
                yield warning("PG242", message, _place(given.texts, contact.span, text, name), hint=hint)
    for owner in _owners(given.library):
        for key, value in owner.values.items():
            if awaited(value.text):
                message = f"`{value.text}` stands in the place of `{key}`, which is still to come"
                yield warning("PG242", message, _place(given.texts, value.span, value.text), hint=hint)


def to_come_in_text(given: Authored) -> Iterator[Diagnostic]:
    """PG242: no sentence waits for something that nobody has written yet."""
    for path, text in given.texts.items():
        if not path.endswith((".md", ".yaml")) or path.startswith(NOT_LOOKED_AT) or path.endswith(LOCAL):
            continue
        for match in awaited_words(text):
            span = span_of(path, text, match.start(), match.end())
            hint = "write what is meant; what differs by place is a value or a contact of the partnership"
            yield warning("PG242", f"`{match.group()}` waits for words, and is printed as it stands", span, hint=hint)


def days_and_times(given: Authored) -> Iterator[Diagnostic]:
    """PG243: hours are `always`, or days and times of the calendar."""
    for hours in _hours(given.library):
        for line in hours:
            to_come = len(hours) == 1 and awaited(line.text)
            if not to_come and (problem := hours_problem(line.text)) is not None:
                yield error("PG243", f"`{line.text}`: {problem[0]}", line.span, hint=problem[1])


def contradictions(given: Authored) -> Iterator[Diagnostic]:
    """PG244: no time of a day is said twice."""
    for hours in _hours(given.library):
        for line, before, day in clashes(hours):
            notes = [Note("the other hours", before.span)]
            hint = "say each time once; what ends on the next day may run into what begins there"
            message = f"`{line.text}` overlaps `{before.text}` on {called(day)}"
            yield error("PG244", message, line.span, notes=notes, hint=hint)


def somebody_answers(given: Authored) -> Iterator[Diagnostic]:
    """PG245: whenever an agency works, somebody answers whom its staff can ask when they are not sure."""
    slots = [slot.id for slot in given.library.protocol.contacts.values() if slot.advises]
    for partnership in given.library.partnerships.values() if slots else ():
        for agency in given.library.members(partnership.id):
            local = partnership.agencies.get(agency)
            hours = (local.hours if local else ()) or given.library.agencies[agency].hours
            named = (partnership.contact(agency, slot) for slot in slots)
            advisers = [each for each in named if each is not None and "phone" in each.fields]
            span = advisers[0].span if advisers else partnership.span
            whose = f"`{agency}` in `{partnership.id}`"
            if any(not awaited(line.text) and hours_problem(line.text) for line in hours):
                continue  # PG243 says what is wrong
            if not openings(hours):
                hint = f"write `hours` in agencies/{agency}/agency.yaml, or in its values.yaml in the partnership"
                yield warning("PG245", f"{whose} does not say when its staff work", partnership.span, hint=hint)
                continue
            gaps = uncovered(openings(hours), (time for each in advisers for time in openings(each.hours)))
            if gaps:
                when = "; ".join(written(gap) for gap in gaps)
                hint = f"lengthen the hours of one of its advisers, or name one who answers then: {', '.join(slots)}"
                notes = [Note("its staff work", hours[0].span)]
                yield warning("PG245", f"{whose} has nobody to ask: {when}", span, notes=notes, hint=hint)


def declared(given: Authored) -> Iterator[Diagnostic]:
    """PG227: the contacts that a guide or a sheet shows are slots that `protocol.yaml` declares."""
    slots, library = given.library.protocol.contacts, given.library
    shown = [name for guide in library.guides.values() for panel in guide.panels for name in panel.contacts]
    shown += [name for sheet in library.sheets.values() for part in sheet.parts for name in part.contacts]
    for name in shown:
        if name.text not in slots:
            hint = did_you_mean(name.text, slots) or "declare it in content/protocol.yaml"
            yield error("PG227", f"no contact `{name.text}` is declared", name.span, hint=hint)


RULES = (
    Rule(declared, Authored, errors=("PG227",)),
    Rule(days_and_times, Authored, errors=("PG243",)),
    Rule(contradictions, Authored, errors=("PG244",)),
    Rule(somebody_answers, Authored, warnings=("PG245",)),
    Rule(numbers, Authored, errors=("PG240",)),
    Rule(to_come_in_text, Authored, warnings=("PG242",)),
    Rule(numbers_in_text, Authored, errors=("PG240",)),
    Rule(addresses, Authored, errors=("PG241",)),
    Rule(still_to_come, Authored, warnings=("PG242",)),
)


def _owners(library: Library) -> Iterator[Partnership | LocalAgency]:
    for partnership in library.partnerships.values():
        yield partnership
        yield from partnership.agencies.values()


def _contacts(library: Library) -> Iterator[Contact]:
    for owner in _owners(library):
        yield from owner.contacts.values()


def _hours(library: Library) -> Iterator[Hours]:
    """Yield all hours, those that several agencies inherit once."""
    local = (each for partnership in library.partnerships.values() for each in partnership.agencies.values())
    given = [each.hours for each in library.agencies.values()]
    given += [*(each.hours for each in local), *(each.hours for each in _contacts(library))]
    yield from {hours[0].span: hours for hours in given if hours}.values()


def _place(texts: Mapping[RelPath, str], span: Span, words: str, name: str = "") -> Span:
    """Return the place of a value below its key, or that of the key where it is written with escapes.

    `name` is the setting that has it, where others beside it may have the same value.
    """
    text = texts.get(span.path, "")
    start = offset(text, Pos(span.start.line, 1))
    key = re.compile(rf"(?<![\w-]){name}:").search(text, start) if name else None  # social-care-out-of-hours: is none
    at = text.find(words, key.end() if key is not None else start)
    return span if at < 0 else span_of(span.path, text, at, at + len(words))

"""Contacts: whoever is to be called can be called, since a number that is wrong by a slip costs time in an emergency.

Takes a library and the texts it came from; gives each value that is no number, no address, or still to come.
"""

from collections.abc import Iterator, Mapping

from policygen.diagnostics import Diagnostic, RelPath, Span, error, warning
from policygen.model.library import Library
from policygen.model.partnerships import Contact, LocalAgency, Partnership
from policygen.model.phones import awaited, email_problem, phone_problem, reads_as_phone
from policygen.rules.rule import Authored, Rule
from policygen.source.tree import position

__all__ = ["RULES"]


def numbers(given: Authored) -> Iterator[Diagnostic]:
    """PG240: a number to call is one number that can be dialled, with or without an extension."""
    for contact in _contacts(given.library):
        phone = contact.fields.get("phone")
        if phone is not None and (problem := phone_problem(phone)) is not None:
            yield error("PG240", f"`{phone}`: {problem[0]}", _place(given.texts, contact.span, phone), hint=problem[1])
    for owner in _owners(given.library):
        for value in owner.values.values():
            if reads_as_phone(value.text) and (problem := phone_problem(value.text)) is not None:
                span = _place(given.texts, value.span, value.text)
                yield error("PG240", f"`{value.text}`: {problem[0]}", span, hint=problem[1])


def addresses(given: Authored) -> Iterator[Diagnostic]:
    """PG241: an e-mail address is one address."""
    for contact in _contacts(given.library):
        email = contact.fields.get("email")
        if email is not None and (problem := email_problem(email)) is not None:
            yield error("PG241", f"`{email}`: {problem[0]}", _place(given.texts, contact.span, email), hint=problem[1])


def still_to_come(given: Authored) -> Iterator[Diagnostic]:
    """PG242: what is still to come is a gap, whatever stands in its place."""
    hint = "a draft prints a gap there, and a release refuses it; leave it out until it is known"
    for contact in _contacts(given.library):
        for name, text in contact.written.items():
            if awaited(text):
                message = f"`{text}` stands in the place of the {name}, which is still to come"
                yield warning("PG242", message, _place(given.texts, contact.span, text), hint=hint)
    for owner in _owners(given.library):
        for key, value in owner.values.items():
            if awaited(value.text):
                message = f"`{value.text}` stands in the place of `{key}`, which is still to come"
                yield warning("PG242", message, _place(given.texts, value.span, value.text), hint=hint)


RULES = (
    Rule(numbers, Authored, errors=("PG240",)),
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


def _place(texts: Mapping[RelPath, str], span: Span, words: str) -> Span:
    """Return the place of a value below its key, or that of the key where it is written with escapes."""
    text = texts.get(span.path, "")
    start = sum(len(line) for line in text.splitlines(keepends=True)[: span.start.line - 1])
    at = text.find(words, start)
    return span if at < 0 else Span(span.path, position(text, at), position(text, at + len(words)))

"""Contacts and values: what is filled in is declared, and what is declared is filled in.

Takes a library. A gap is visible in a draft, and an error in a release.
"""

from collections.abc import Iterable, Iterator

from policygen.diagnostics import Diagnostic, Span, did_you_mean, error, warning
from policygen.model.partnerships import Contact, LocalAgency, Partnership
from policygen.model.scalars import Named
from policygen.rules.rule import Authored, Rule

__all__ = ["RULES"]


def declared(given: Authored) -> Iterator[Diagnostic]:
    """PG215: contacts and values that are filled in are declared in `protocol.yaml`."""
    slots = {"contact": given.library.protocol.contacts, "value": given.library.protocol.values}
    for partnership in given.library.partnerships.values():
        owners: tuple[Partnership | LocalAgency, ...] = (partnership, *partnership.agencies.values())
        for owner in owners:
            filled: Iterable[tuple[str, str, Contact | Named]] = (
                *(("contact", key, contact) for key, contact in owner.contacts.items()),
                *(("value", key, value) for key, value in owner.values.items()),
            )
            for kind, key, item in filled:
                if key not in slots[kind]:
                    hint = did_you_mean(key, slots[kind]) or "declare it in content/protocol.yaml"
                    yield error("PG215", f"no {kind} `{key}` is declared", item.span, hint=hint)


def filled(given: Authored) -> Iterator[Diagnostic]:
    """PG402: every partnership, or each of its agencies, fills every declared contact and value.

    What is written there and still to come is told at its own place (PG242).
    """
    protocol = given.library.protocol
    for partnership in given.library.partnerships.values():
        home = f"content/partnerships/{partnership.id}"
        for agency in given.library.members(partnership.id):
            local = partnership.agencies.get(agency)
            for slot in protocol.contacts.values():
                contact = partnership.contact(agency, slot.id)
                missing = [name for name in slot.needs if contact is None or name not in contact.written]
                if missing:
                    what = f"the {' and '.join(missing)} of `{slot.id}` ({slot.label})"
                    yield _gap(home, partnership.id, agency, slot.of, what, partnership.span)
            for value in protocol.values.values():
                if not ((local is not None and value.id in local.values) or value.id in partnership.values):
                    what = f"`{value.id}` ({value.label})"
                    yield _gap(home, partnership.id, agency, value.of, what, partnership.span)


RULES = (
    Rule(declared, Authored, errors=("PG215",)),
    Rule(filled, Authored, warnings=("PG402",)),
)


def _gap(home: str, partnership: str, agency: str, owner: str, what: str, span: Span) -> Diagnostic:
    file = f"{home}/partnership.yaml" if owner == "partnership" else f"{home}/agencies/{agency}/values.yaml"
    whose = f"`{partnership}`" if owner == "partnership" else f"`{agency}` in `{partnership}`"
    return warning("PG402", f"{whose} lacks {what}", span, hint=f"fill it in in {file}; a release refuses a gap")

"""Contacts and values that are still missing: a visible gap in a draft, an error in a release."""

from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, Span, warning
from policygen.model.library import Library

__all__ = ["check_gaps"]


def check_gaps(library: Library) -> Iterator[Diagnostic]:
    """Warn of every declared contact and value that a partnership or one of its agencies has not filled (PG402)."""
    protocol = library.protocol
    for partnership in library.partnerships.values():
        home = f"content/partnerships/{partnership.id}"
        for agency in library.rendered():
            local = partnership.agencies.get(agency)
            for slot in protocol.contacts.values():
                contact = (local.contacts.get(slot.id) if local else None) or partnership.contacts.get(slot.id)
                missing = [name for name in slot.needs if contact is None or name not in contact.fields]
                if missing:
                    what = f"the {' and '.join(missing)} of `{slot.id}` ({slot.label})"
                    yield _gap(home, partnership.id, agency, slot.of, what, partnership.span)
            for value in protocol.values.values():
                filled = (local is not None and value.id in local.values) or value.id in partnership.values
                if not filled:
                    yield _gap(
                        home, partnership.id, agency, value.of, f"`{value.id}` ({value.label})", partnership.span
                    )


def _gap(home: str, partnership: str, agency: str, owner: str, what: str, span: Span) -> Diagnostic:
    file = f"{home}/partnership.yaml" if owner == "partnership" else f"{home}/agencies/{agency}/values.yaml"
    whose = f"`{partnership}`" if owner == "partnership" else f"`{agency}` in `{partnership}`"
    return warning("PG402", f"{whose} lacks {what}", span, hint=f"fill it in in {file}; a release refuses a gap")

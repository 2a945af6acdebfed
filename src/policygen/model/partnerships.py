"""Partnerships: names, contacts, the edition they publish, and who signs it off."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from policygen.diagnostics import Span
from policygen.model.scalars import NOWHERE, Named

__all__ = [
    "Contact",
    "LocalAgency",
    "Owner",
    "Partnership",
    "SignOff",
    "Stamp",
    "Status",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who to call: any of name, phone, email, hours, address."""

    fields: Mapping[str, str]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalAgency:
    """An agency in one partnership: its name there, contacts and values."""

    partnership: str
    agency: str
    name: str | None
    contacts: Mapping[str, Contact]
    values: Mapping[str, Named]


class Status(StrEnum):
    """How far an edition has come."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    APPROVED = "approved"

    @property
    def approved(self) -> bool:
        """Whether it is in use."""
        match self:
            case Status.APPROVED:
                return True
            case Status.DRAFT | Status.CONSULTATION:
                return False
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The edition: number, dates as ISO text, status and owner. Given by the partnership, never by a clock."""

    number: str
    date: str
    status: str
    next_review: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who keeps a section or a clause in one partnership, and the day by which they look at it again."""

    kind: str
    """`section` or `clause`."""
    id: str
    name: str
    review: Named
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """Who signs an agency's edition off in one partnership and, once they have, when and what it said then."""

    agency: str
    by: str
    role: str
    on: str | None
    of: Named | None
    """The digest of the text that was signed; `resolve.sign_off` makes it."""
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership:
    """A partnership: names, edition, contacts, values, and the register of owners and sign-offs."""

    id: str
    name: str
    short_name: str
    area: str
    fictional: bool
    site_url: str
    stamp: Stamp
    contacts: Mapping[str, Contact]
    values: Mapping[str, Named]
    agencies: Mapping[str, LocalAgency]
    owners: tuple[Owner, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    languages: tuple[Named, ...] = ()
    """The languages in which it wants every leaflet; others are printed too where there is a translation."""
    span: Span = field(compare=False, repr=False)

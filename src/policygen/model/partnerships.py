"""Partnerships: names, contacts, the edition they publish, and who signs it off."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Annotated, Literal, assert_never

from policygen.diagnostics import Span
from policygen.model.agencies import UNSET, Brand
from policygen.model.hours import Hours
from policygen.model.marks import AT_KEY, BESIDE, MAY_BE_EMPTY, Among, Key, Least
from policygen.model.phones import awaited
from policygen.model.registers import LawStatus
from policygen.model.scalars import (
    ANY_TEXT,
    NOWHERE,
    TEXT,
    Day,
    DayName,
    Kebab,
    KebabName,
    LawId,
    Named,
    PrefixName,
    Site,
    TagName,
    Text,
)

__all__ = [
    "Confirmed",
    "Contact",
    "LocalAgency",
    "Owner",
    "Partnership",
    "SignOff",
    "SignOffRegister",
    "Stamp",
    "Status",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who to call, and when."""

    name: Text | None = None
    phone: Text | None = None
    extension: Text | None = None
    """What is dialled once the number has answered."""
    text_relay: Text | None = None
    """The number for people who type: 18001 and the number, for Relay UK."""
    email: Text | None = None
    hours: Hours = ()
    address: Text | None = None
    span: Annotated[Span, AT_KEY] = field(default=NOWHERE, compare=False, repr=False)

    @property
    def fields(self) -> Mapping[str, str]:
        """Return what is given, by name; what is still to come, such as `TBC`, is not."""
        return _given(self)

    @property
    def written(self) -> Mapping[str, str]:
        """Return what an author wrote, by name."""
        names = ("name", "phone", "extension", "text_relay", "email", "address")
        given = {name: getattr(self, name) for name in names} | {"hours": "; ".join(line.text for line in self.hours)}
        return {name: value for name, value in given.items() if value}


@cache
def _given(contact: Contact) -> Mapping[str, str]:  # every document of every pack asks for it
    return {name: value for name, value in contact.written.items() if not awaited(value)}


Values = Mapping[Kebab, Annotated[Named, ANY_TEXT, AT_KEY, MAY_BE_EMPTY]]
"""Local values by the names of their slots; one that is left empty is a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalAgency:
    """An agency in one partnership: its name there, contacts and values."""

    agency: Kebab
    name: Text | None = None
    hours: Hours = ()
    """When its staff work here, if that is not what its `agency.yaml` says."""
    contacts: Mapping[Kebab, Contact] = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    span: Annotated[Span, Key("agency")] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """What the partnership's legal adviser has confirmed of a law: where it stands, who says so, and since when."""

    status: LawStatus
    by: Text
    on: Day
    since: Day | None = None
    span: Annotated[Span, AT_KEY] = field(default=NOWHERE, compare=False, repr=False)


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

    number: Text
    date: Day
    status: Annotated[str, Among(Status)]
    next_review: Day
    owner: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who keeps a section or a clause in one partnership, and the day by which they look at it again.

    It names one of the two; `load` sees to that.
    """

    section: KebabName | None = None
    clause: KebabName | None = None
    name: Annotated[Text, Key("owner")]
    review: DayName

    @property
    def kind(self) -> Literal["section", "clause"]:
        """Return what is kept."""
        return "clause" if self.section is None else "section"

    @property
    def id(self) -> str:
        """Return the id of what is kept."""
        return self._kept.text

    @property
    def span(self) -> Span:
        """Return where it is named."""
        return self._kept.span

    @property
    def _kept(self) -> Named:
        return self.section or self.clause or Named("")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """Who signs an agency's edition off in one partnership and, once they have, when and what it said then."""

    agency: Kebab
    by: Text
    role: Text
    on: Day | None = None
    of: Annotated[Named, TEXT] | None = None
    """The digest of the text that was signed; `resolve.sign_off` makes it."""
    span: Annotated[Span, Key("agency")] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffRegister:
    """Who keeps what and who signed what in one partnership."""

    owners: tuple[Owner, ...] = ()
    sign_offs: Annotated[tuple[SignOff, ...], Key("agencies")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership:
    """A partnership: names, edition, contacts, values, and the register of owners and sign-offs."""

    id: Kebab
    name: Text
    short_name: Text
    prefix: PrefixName | None = None
    """What the clauses are numbered by that it adds, for all or for one agency: NOR1, NOR2."""
    area: Text
    fictional: bool = False
    site_url: Site
    stamp: Annotated[Stamp, Key("edition")]
    chosen: Annotated[tuple[KebabName, ...], Key("agencies"), Least(1)] = ()
    """The agencies that get documents here; without any all do."""
    brand: Annotated[Brand, MAY_BE_EMPTY] = UNSET
    """The colours of its own pages of the site; without them, those of its office."""
    contacts: Mapping[Kebab, Contact] = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    confirmed: Annotated[Mapping[LawId, Confirmed], Key("law")] = field(default_factory=dict)
    """The laws that its legal adviser has looked at; what the register says of them does not count here."""
    agencies: Annotated[Mapping[str, LocalAgency], BESIDE] = field(default_factory=dict)
    owners: Annotated[tuple[Owner, ...], BESIDE] = ()
    sign_offs: Annotated[tuple[SignOff, ...], BESIDE] = ()
    languages: tuple[TagName, ...] = ()
    """The languages in which it wants every leaflet; others are printed too where there is a translation."""
    span: Span = field(compare=False, repr=False)

    def contact(self, agency: str, slot: str) -> Contact | None:
        """Return a contact of an agency: its own before the partnership's."""
        local = self.agencies.get(agency)
        return (local.contacts.get(slot) if local else None) or self.contacts.get(slot)

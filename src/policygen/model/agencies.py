"""Agencies: who they are, their words, and how the law binds them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from policygen.diagnostics import Span
from policygen.model.prose import AnswerKind
from policygen.model.protocol import Role, Term
from policygen.model.scalars import NOWHERE, Named

__all__ = [
    "Agency",
    "Applies",
    "Brand",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """The four colours of an agency, as `#rrggbb`: on white, on itself, its tint, and lifted for dark paper."""

    colour: str
    on: str
    tint: str
    lift: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """An agency's own answer to "does this law apply to us?"."""

    answer: AnswerKind
    why: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """An agency, with what it inherits already filled in."""

    id: str
    name: str
    short_name: str
    parent: str | None
    abstract: bool
    annotated: bool
    public_authority: str
    regulator: str
    about: str
    documents: tuple[Named, ...]
    terms: Mapping[str, Term]
    roles: Mapping[str, Role]
    bodies: Mapping[str, Named]
    law: Mapping[str, Applies]
    brand: Brand
    span: Span = field(compare=False, repr=False)

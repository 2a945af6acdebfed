"""Agencies: who they are, their words, and how the law binds them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from policygen.diagnostics import Span
from policygen.model.hours import Hours
from policygen.model.marks import AT_KEY, BESIDE, MAY_BE_EMPTY, Key
from policygen.model.prose import AnswerKind
from policygen.model.protocol import Role, Term
from policygen.model.registers import When
from policygen.model.scalars import NOWHERE, TEXT, AnyText, Colour, Kebab, LawId, Named, PrefixName, SwitchedText, Text

__all__ = [
    "UNSET",
    "Agency",
    "Applies",
    "Brand",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """The four colours of an agency, as `#rrggbb`: on white, on itself, its tint, and lifted for dark paper."""

    colour: Colour
    on: Colour
    tint: Colour
    lift: Colour


UNSET = Brand(colour="", on="", tint="", lift="")
"""Of an agency that sets none, until it has those of its parent or of the house."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """An agency's own answer to "does this law apply to us?"."""

    answer: Literal[AnswerKind.YES, AnswerKind.NO, AnswerKind.DEPENDS]
    why: SwitchedText
    when: When | None = None
    span: Annotated[Span, AT_KEY] = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """An agency; in a library, what it inherits from its parent or the base is filled in."""

    id: Kebab
    name: Text
    short_name: Text
    proper: bool = False
    """Whether the short name is a proper name and keeps its capital in running words, as one with more of them does."""
    prefix: PrefixName | None = None
    """What the clauses of its layer are numbered by: GMC1, GMC2."""
    parent: Kebab | None = None
    abstract: bool = False
    """Whether it only hands down to others and gets no documents."""
    annotated: bool = False
    """Whether its edition shows everything, with notes."""
    public_authority: Literal["yes", "no", "mixed"] | None = None
    regulator: AnyText = ""
    about: AnyText = ""
    only: AnyText = ""
    """What alone its pack is about, where its work calls for no more: then it need not have what is locked for all."""
    hours: Hours = ()
    """When its staff work, unless a partnership says otherwise."""
    terms: Mapping[Kebab, Term] = field(default_factory=dict)
    role_names: Annotated[Mapping[Kebab, Text], Key("roles")] = field(default_factory=dict)
    """What it calls roles, its own and those of the base."""
    roles: Annotated[Mapping[str, Role], BESIDE] = field(default_factory=dict)
    """All roles that it has, under those names."""
    bodies: Mapping[Kebab, Annotated[Named, TEXT, AT_KEY]] = field(default_factory=dict)
    """The kinds of body in law that it is, and why."""
    law: Mapping[LawId, Applies] = field(default_factory=dict)
    brand: Annotated[Brand, MAY_BE_EMPTY] = UNSET
    span: Span = field(compare=False, repr=False)

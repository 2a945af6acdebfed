"""Leaflets and languages: as they are authored, and ready to be rendered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from policygen.diagnostics import Span
from policygen.model.marks import BESIDE, Key, Least
from policygen.model.prose import Block, Inline, Prose
from policygen.model.registers import When
from policygen.model.scalars import (
    ANY_TEXT,
    NOWHERE,
    AnyText,
    Audience,
    Day,
    Kebab,
    KebabName,
    Named,
    Tag,
    Text,
    everyone,
)

__all__ = [
    "Language",
    "Leaflet",
    "LeafletPart",
    "LeafletPartView",
    "LeafletRow",
    "LeafletView",
    "OtherLanguage",
    "OtherLeaflet",
    "Point",
    "Translation",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language: its tag (BCP 47), its name in itself and in English, and its direction."""

    id: Tag
    name: Text
    english: Text
    direction: Literal["ltr", "rtl"] = "ltr"
    pdf: bool = True
    """Whether the text of a PDF can be read aloud as it was written; otherwise it is a web page only."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """Who made a translation, who checked it, when, and the digest of the English that it renders."""

    translator: Text
    checker: Text
    date: Day
    of: Annotated[Named, ANY_TEXT]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletPart:
    """A heading of a leaflet and what stands under it."""

    id: Kebab
    title: Annotated[str, BESIDE]
    body: Annotated[tuple[Block, ...], BESIDE]
    says: tuple[KebabName, ...] = ()
    """The points of `must-say.yaml` that it makes."""
    when: When | None = None
    audience: Audience = field(default_factory=everyone)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """A leaflet in one language. What its parts say and whom they are for is given in the source language only."""

    id: Annotated[str, BESIDE]
    language: Tag
    title: Text
    reader: Text
    """For whom: "For parents and carers"."""
    summary: Text
    """One sentence for lists of leaflets."""
    lead: Prose
    law: AnyText = field(default_factory=str)
    """The line of law at the end."""
    easy: bool = field(default_factory=bool)
    """Whether it is Easy Read: pictures on the left, shorter sentences, larger type."""
    parts: Annotated[tuple[LeafletPart, ...], BESIDE]
    audience: Audience = field(default_factory=everyone)
    translation: Translation | None = None
    span: Annotated[Span, Key("language")] = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What certain leaflets must say."""

    id: Kebab
    point: Text
    leaflets: Annotated[tuple[KebabName, ...], Least(1)]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletRow:
    """A picture, if there is one, and the words beside it."""

    picture: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletPartView:
    """A heading of a leaflet and its rows, ready to print."""

    digest_name: ClassVar = "LeafletSection"

    id: str
    title: str
    rows: tuple[LeafletRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLanguage:
    """A leaflet in another language: the language, and the name of its page."""

    tag: str
    name: str
    """In that language."""
    direction: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLeaflet:
    """Another leaflet of the pack, for other readers: for whom, the name of its page, and its language."""

    reader: str
    easy: bool
    page: str
    lang: str
    """The tag of its language, where that is not this leaflet's; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletView:
    """A leaflet, ready to print."""

    bars: tuple[bool, ...]
    """As on the cover of a policy: one for each rendered agency, the tall ones true."""
    lead: tuple[Inline, ...]
    danger: LeafletPartView | None
    """Whom to call when somebody is in danger: stands in a frame before everything else."""
    sections: tuple[LeafletPartView, ...]
    formats: LeafletPartView | None
    """How to get this in another way: stands in a frame at the end, beside the QR code."""
    law: str
    easy: bool
    address: str
    """The whole address of its web page, for the QR code."""
    short_address: str
    """The address to type."""
    words: Mapping[str, str]
    """The words of the page around it, in its language."""
    languages: tuple["OtherLanguage", ...]
    """The same leaflet in other languages."""
    others: tuple["OtherLeaflet", ...]
    """The same matter for other ages, and in Easy Read."""
    notice: str = ""
    """In a draft: what is wrong with the translation, in English; empty if nothing is."""
    pdf: bool = True
    """Whether it is made as a PDF too."""

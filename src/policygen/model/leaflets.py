"""Leaflets and languages: as they are authored, and ready to be rendered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from policygen.diagnostics import Span
from policygen.model.prose import Block, Inline
from policygen.model.scalars import NOWHERE, Named

__all__ = [
    "Language",
    "Leaflet",
    "LeafletPart",
    "LeafletPartView",
    "LeafletRow",
    "LeafletView",
    "OtherLanguage",
    "Point",
    "Translation",
    "Words",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language: its tag (BCP 47), its name in itself and in English, and its direction."""

    id: str
    name: str
    english: str
    direction: str = "ltr"
    """`ltr` or `rtl`."""
    pdf: bool = True
    """Whether the text of a PDF can be read aloud as it was written; otherwise it is a web page only."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """Who made a translation, who checked it, when, and the digest of the English that it renders."""

    translator: str
    checker: str
    date: str
    of: Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of the pages around leaflets in one language, by key."""

    language: str
    words: Mapping[str, str]
    translation: Translation | None
    """None for the source language."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletPart:
    """A heading of a leaflet and what stands under it."""

    id: str
    title: str
    body: tuple[Block, ...]
    says: tuple[Named, ...] = ()
    """The points of `must-say.yaml` that it makes."""
    audience: tuple[Named, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """A leaflet in one language. What its parts say and whom they are for is given in the source language only."""

    id: str
    language: str
    title: str
    reader: str
    """For whom: "For parents and carers"."""
    summary: str
    """One sentence for lists of leaflets."""
    lead: tuple[Inline, ...]
    law: str
    """The line of law at the end."""
    easy: bool
    """Whether it is Easy Read: pictures on the left, shorter sentences, larger type."""
    parts: tuple[LeafletPart, ...]
    audience: tuple[Named, ...] = ()
    translation: Translation | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What certain leaflets must say."""

    id: str
    point: str
    leaflets: tuple[Named, ...]
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
    notice: str = ""
    """In a draft: what is wrong with the translation, in English; empty if nothing is."""
    pdf: bool = True
    """Whether it is made as a PDF too."""

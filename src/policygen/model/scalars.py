"""What every noun is made of: names with their places, ids, days, colours, addresses and how strong a statement is.

Each form of a text is declared here once, with the words that describe it: `Kebab` is a `str` of that form, `KebabName`
a `Named` of that form, which keeps its place.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, assert_never

from policygen.diagnostics import Pos, RelPath, Span
from policygen.model.marks import Key, Least

__all__ = [
    "ANY_TEXT",
    "COLOUR",
    "DEVICE",
    "KEBAB",
    "NOWHERE",
    "RECORD",
    "SITE",
    "SOURCE_LANGUAGE",
    "SOURCE_TAG",
    "TEXT",
    "Address",
    "AgencyName",
    "AnySwitchedText",
    "AnyText",
    "Audience",
    "BoundName",
    "Colour",
    "CorrectionId",
    "CorrectionName",
    "Day",
    "DayName",
    "FieldId",
    "FieldName",
    "Force",
    "Form",
    "Kebab",
    "KebabName",
    "LawId",
    "LawName",
    "Named",
    "PrefixName",
    "ProvisionId",
    "ProvisionName",
    "RecordId",
    "RecordName",
    "Site",
    "SwitchedText",
    "Tag",
    "TagName",
    "Text",
    "everyone",
]


DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|\Z)", re.IGNORECASE)
"""Names that Windows keeps for devices ("Naming Files, Paths, and Namespaces", Microsoft Learn)."""


NOWHERE = Span(RelPath(""), Pos(1, 1), Pos(1, 1))
"""The place of a value that no author wrote."""


SOURCE_LANGUAGE = "en-GB"
"""The language of everything but translated leaflets."""


SOURCE_TAG = "en"
"""The name by which the files of leaflets and the register of languages call the source language."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name that an author wrote, and where."""

    text: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


class Force(StrEnum):
    """How strong a clause is.

    `must`: law or a regulator; `agreed`: what the partners require of each other; `should`: guidance; `may`: a power.
    """

    MUST = "must"
    AGREED = "agreed"
    SHOULD = "should"
    MAY = "may"
    INFO = "info"

    @property
    def marked(self) -> bool:
        """Whether a mark says how strong the clause is; one that only explains has none."""
        match self:
            case Force.MUST | Force.AGREED | Force.SHOULD | Force.MAY:
                return True
            case Force.INFO:
                return False
            case _:
                assert_never(self)

    @property
    def binding(self) -> bool:
        """Whether it is a duty of somebody."""
        match self:
            case Force.MUST | Force.AGREED:
                return True
            case Force.SHOULD | Force.MAY | Force.INFO:
                return False
            case _:
                assert_never(self)


def everyone() -> tuple[Named, ...]:
    """Return the audience of what does not say for whom it is."""
    return (Named("all"),)


@dataclass(frozen=True, slots=True)
class Form:
    """What a text must look like, and that in words; without a pattern it is free text, or a whole number."""

    pattern: str = ""
    words: str = ""
    longest: int = 0
    """The most characters; 0 is no bound."""
    day: bool = False
    """Whether it must be a day of the calendar too."""
    empty: bool = False
    """Whether free text may be empty."""
    switches: bool = False
    """Whether law switches may stand in free text, which has no other names."""


TEXT = Form()
ANY_TEXT = Form(empty=True)
_ID = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
KEBAB = Form(_ID, "an id: small letters and digits, joined by hyphens", 80)
RECORD = Form(r"F[0-9]{2}", "the id of a record, such as F01")
_FIELD = Form(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", "the id of a field: small letters and digits, joined by underscores", 40)
_TAG = Form(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", "the tag of a language, such as pl or zh-Hant")
_AGENCY = Form(f"-?{_ID}", "the id of an agency, or `-` and the id of one that is left out", 80)
_BOUND = Form(
    r"-?[a-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*",
    "an agency, a kind of body or a law; `everyone`; or `-` and the id of an agency that is left out",
    80,
)
_LAW = Form(r"[a-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*", "the id of a law, such as ca2004-s16LA", 80)
_PROVISION = Form(r"[A-Z][0-9]{2,4}", "the id of a provision, such as P027")
_CORRECTION = Form(r"E[0-9]{2,3}", "the id of an editor's note, such as E33")
_PREFIX = Form(r"[A-Z]{2,8}", "a prefix: two to eight capitals, such as GMC; one letter would be a record's, as in F01")
_DAY = Form(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", "a date such as 2026-11-22", day=True)
COLOUR = Form(r"#[0-9a-fA-F]{6}", 'a colour in quotes, such as "#1f3a6e"')
SITE = Form(r"https://[^\s]+[^/\s]", "an https:// address without a slash at its end", 100)
_ADDRESS = Form(r"https://\S+", "an https:// address")

Text = Annotated[str, TEXT]
AnyText = Annotated[str, ANY_TEXT]
SwitchedText = Annotated[str, Form(switches=True)]
AnySwitchedText = Annotated[str, Form(empty=True, switches=True)]
Kebab = Annotated[str, KEBAB]
KebabName = Annotated[Named, KEBAB]
RecordId = Annotated[str, RECORD]
RecordName = Annotated[Named, RECORD]
FieldId = Annotated[str, _FIELD]
FieldName = Annotated[Named, _FIELD]
Tag = Annotated[str, _TAG]
TagName = Annotated[Named, _TAG]
AgencyName = Annotated[Named, _AGENCY]
BoundName = Annotated[Named, _BOUND]
LawId = Annotated[str, _LAW]
LawName = Annotated[Named, _LAW]
PrefixName = Annotated[Named, _PREFIX]
ProvisionId = Annotated[str, _PROVISION]
ProvisionName = Annotated[Named, _PROVISION]
CorrectionId = Annotated[str, _CORRECTION]
CorrectionName = Annotated[Named, _CORRECTION]
Day = Annotated[str, _DAY]
DayName = Annotated[Named, _DAY]
Colour = Annotated[str, COLOUR]
Site = Annotated[str, SITE]
Address = Annotated[str, _ADDRESS]
Audience = Annotated[tuple[AgencyName, ...], Key("for"), Least(1)]
"""Ids of agencies, `-id` for those left out, `all`; empty means everyone."""

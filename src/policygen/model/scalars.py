"""What every noun is made of: names with their places, languages, and how strong a statement is."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from policygen.diagnostics import Pos, RelPath, Span

__all__ = [
    "NOWHERE",
    "SOURCE_LANGUAGE",
    "SOURCE_TAG",
    "Force",
    "Named",
]


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
    """How strong a clause is. `must`: law or a regulator; `should`: guidance; `may`: a power."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    INFO = "info"

    @property
    def marked(self) -> bool:
        """Whether a mark says how strong the clause is; one that only explains has none."""
        match self:
            case Force.MUST | Force.SHOULD | Force.MAY:
                return True
            case Force.INFO:
                return False
            case _:
                assert_never(self)

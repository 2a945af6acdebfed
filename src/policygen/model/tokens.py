"""The tokens of the look: every colour and face, named once for pages, PDFs, Word files, drawings and rules."""

from dataclasses import dataclass
from typing import Annotated

from policygen.model.agencies import Brand
from policygen.model.marks import Key
from policygen.model.scalars import Colour, Text

__all__ = ["Shades", "Tokens"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shades:
    """The colours on one ground."""

    ink: Colour
    ink_2: Annotated[Colour, Key("ink-2")]
    """A second voice."""
    edge: Colour
    """Lines that carry meaning."""
    hair: Colour
    """Lines that only help the eye."""
    tint: Colour
    """Quiet ground."""
    paper: Colour
    link: Colour
    focus: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The colours on light and on dark paper, and the faces."""

    face: Text
    """Of pages and PDFs."""
    office_face: Annotated[Text, Key("office-face")]
    """Of Word files."""
    light: Shades
    dark: Shades
    dark_tint: Annotated[Colour, Key("dark-tint")]
    """The tint of every agency on dark paper."""
    strip: Colour
    """The strokes at the edge of a draft."""
    house: Brand
    """The colours of an agency that sets none."""

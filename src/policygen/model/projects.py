"""What a project stands on: its own files alone, or a base that is installed."""

from dataclasses import dataclass
from typing import Annotated

from policygen.model.scalars import TEXT, KebabName, Named

__all__ = ["Base", "ProjectFile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The base on which a project stands."""

    package: KebabName
    """What it is called: protocol, the one that comes with policygen."""
    version: Annotated[Named, TEXT]
    """The version that was read when this project was written; `version` of the base's protocol.yaml says its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFile:
    """What a project says of itself."""

    base: Base | None = None
    """What its own files are laid over; without a base it consists of them alone."""

"""The formats that a build can be asked for; on their own, as the command line names them before it loads more."""

from enum import StrEnum

__all__ = ["FORMATS", "Format"]


class Format(StrEnum):
    """What a build can be asked for."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    SCHEMA = "schema"


FORMATS = tuple(each.value for each in Format)

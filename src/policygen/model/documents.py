"""Documents, ready to be rendered in any format."""

from dataclasses import dataclass, field
from enum import StrEnum

from policygen.diagnostics import Span
from policygen.model.agencies import Brand
from policygen.model.editions import Edition
from policygen.model.guides import GuideView
from policygen.model.leaflets import LeafletView
from policygen.model.partnerships import Status
from policygen.model.policies import Annex, Contents, Cover, Danger, Front, Musts, SectionView
from policygen.model.records import RecordView
from policygen.model.scalars import SOURCE_LANGUAGE
from policygen.model.sheets import SheetView
from policygen.model.tokens import Tokens
from policygen.model.words import Words

__all__ = [
    "Document",
    "DocumentKind",
    "DocumentPart",
    "DocumentSet",
    "PageLimit",
]


@dataclass(frozen=True, slots=True)
class PageLimit:
    """How many pages a document may have at most as a PDF, and where that is written."""

    most: int
    span: Span


DocumentPart = (
    Cover | Danger | Front | Contents | Musts | SectionView | Annex | RecordView | GuideView | LeafletView | SheetView
)


class DocumentKind(StrEnum):
    """What sort of document it is: which templates and formats it has."""

    POLICY = "policy"
    GUIDE = "guide"
    LEAFLET = "leaflet"
    RECORD = "record"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document, ready to be rendered in any format."""

    id: str
    title: str
    subtitle: str
    lang: str
    partnership: str
    agency: str
    owner: str
    agency_name: str
    fictional: bool
    brand: Brand
    status: Status
    edition: str
    """The words of the edition for running feet, without the fingerprint."""
    parts: tuple[DocumentPart, ...]
    fingerprint: str = field(compare=False)
    """Eight signs of the digest of everything but itself and the words around, in two groups."""
    words: Words = field(compare=False, repr=False)
    """What its pages and files say around it."""
    tokens: Tokens = field(compare=False, repr=False)
    """The colours and faces of its pages and files."""
    kind: DocumentKind = DocumentKind.POLICY
    pages: PageLimit | None = field(default=None, compare=False)
    """How many pages it may have at most, where its outline or its author says."""
    direction: str = "ltr"

    @property
    def stem(self) -> str:
        """The name of its files before the suffix: the id, and the language where that is not the source's."""
        return self.id if self.lang == SOURCE_LANGUAGE else f"{self.id}.{self.lang}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSet:
    """The documents of one edition, in the order of its pack."""

    edition: Edition
    documents: tuple[Document, ...]

"""What every document carries besides its words: whose it is, which edition, and its fingerprint, made for print."""

from dataclasses import replace

from policygen.compose.wording import Wording
from policygen.keys import digest, short
from policygen.model.documents import Document, DocumentKind, DocumentPart, PageLimit
from policygen.model.partnerships import Status
from policygen.model.scalars import SOURCE_LANGUAGE, SOURCE_TAG

__all__ = ["finish_document", "imprint"]


def finish_document(
    voice: Wording,
    kind: DocumentKind,
    *,
    id: str,  # noqa: A002  the field's own name
    title: str,
    subtitle: str,
    parts: tuple[DocumentPart, ...],
    edition: str = "",
    pages: PageLimit | None = None,
) -> Document:
    """Return a document of the edition that speaks, without its fingerprint.

    `edition` are the words of the edition where those of documents are not the document's own; `pages` is the most
    that it may have.
    """
    stamp = voice.partnership.stamp
    status, words = Status(stamp.status), voice.words
    given = {"number": stamp.number, "status": words.say(status), "date": words.day(stamp.date)}
    return Document(
        id=id,
        title=title,
        subtitle=subtitle,
        lang=SOURCE_LANGUAGE if voice.language == SOURCE_TAG else voice.language,
        partnership=voice.edition.partnership,
        agency=voice.edition.agency,
        owner=voice.partnership.name,
        agency_name=voice.agency_name,
        fictional=voice.partnership.fictional,
        brand=voice.agency.brand,
        status=status,
        edition=edition or words.say("edition", **given),
        parts=parts,
        fingerprint="",
        kind=kind,
        pages=pages,
        direction="ltr" if voice.language == SOURCE_TAG else voice.library.languages[voice.language].direction,
        words=words,
        tokens=voice.library.tokens,
    )


def imprint(document: Document) -> Document:
    """Return a document with the fingerprint of all it says."""
    signs = short(digest(document), 8)
    return replace(document, fingerprint=f"{signs[:4]} {signs[4:]}")

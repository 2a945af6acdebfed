"""Leaflets: an authored leaflet in its languages and an edition to documents."""

from collections.abc import Iterator, Mapping

from policygen.compose.finish import finish_document
from policygen.compose.wording import Wording
from policygen.diagnostics import Outcome
from policygen.model.documents import Document, DocumentKind
from policygen.model.leaflets import (
    Leaflet,
    LeafletPart,
    LeafletPartView,
    LeafletRow,
    LeafletView,
    OtherLanguage,
    OtherLeaflet,
)
from policygen.model.library import Library
from policygen.model.prose import Block, InsertPart
from policygen.model.scalars import SOURCE_TAG, Named
from policygen.model.words import DOCUMENTS, LEAFLETS
from policygen.resolve.editions import is_for
from policygen.resolve.packs import Pack

__all__ = ["DANGER", "FORMATS", "compose_leaflet", "leaflet_id", "tags"]

DANGER = frozenset({"danger", "worried"})
"""The ids of parts that say whom to call: the first of them that an agency prints stands in a frame at the front."""

FORMATS = "other-formats"
"""The id of the part that says how to get the leaflet in another way: it stands at the end, beside the QR code."""


def leaflet_id(leaflet: Leaflet) -> str:
    """Return the id of the document that a leaflet becomes."""
    return f"leaflet-{leaflet.id}"


def tags(library: Library, languages: Mapping[str, Leaflet]) -> tuple[str, ...]:
    """Return the languages of a leaflet: the source, then the others in the order of the register."""
    return (SOURCE_TAG, *(tag for tag in library.languages if tag in languages and tag != SOURCE_TAG))


def compose_leaflet(pack: Pack, leaflet: Leaflet, *, stale: bool = False) -> Outcome[Document]:
    """Compose a leaflet of one edition in one language; one that is `stale`, behind its English, says so for staff."""
    library = pack.library
    languages = library.leaflets[leaflet.id]
    others = [tag for tag in tags(library, languages) if tag != leaflet.language]
    made = _Leaflet(pack, languages[SOURCE_TAG], leaflet)
    return made.composed(others, notice=library.said(DOCUMENTS).say("leaflet-stale") if stale else "")


class _Leaflet:
    """The work of composing one leaflet in one language; `source` settles what a translation does not say."""

    def __init__(self, pack: Pack, source: Leaflet, leaflet: Leaflet) -> None:
        self.voice = Wording(pack, links_law=False, language=leaflet.language)
        self.library = pack.library
        self.source = source
        self.leaflet = leaflet
        self.lineage = pack.lineage

    def composed(self, others: list[str], *, notice: str) -> Outcome[Document]:
        voice, leaflet, language = self.voice, self.leaflet, self.library.languages[self.leaflet.language]
        name = leaflet_id(leaflet)
        address = f"{voice.partnership.site_url}/{voice.edition.agency}/{_page(name, leaflet.language)}"
        words = self.words(address)
        parts = {part.id: part for part in leaflet.parts}
        printed = [parts[part.id] for part in self.source.parts if is_for(part.audience, self.lineage)]
        danger = next((part for part in printed if part.id in DANGER), None)
        formats = next((part for part in printed if part.id == FORMATS), None)
        view = LeafletView(
            bars=self.library.bars(voice.edition.partnership, voice.edition.agency),
            lead=voice.inlines(leaflet.lead, {}),
            danger=self.section(danger) if danger else None,
            sections=tuple(self.section(part) for part in printed if part not in (danger, formats)),
            formats=self.section(formats) if formats else None,
            law=leaflet.law,
            easy=self.source.easy,
            address=address,
            short_address=address.removeprefix("https://"),
            words=words,
            languages=tuple(self.other(name, tag) for tag in others),
            others=tuple(self.leaflets()),
            notice=notice,
            pdf=language.pdf,
        )
        document = finish_document(
            voice,
            DocumentKind.LEAFLET,
            id=name,
            title=leaflet.title,
            subtitle=words["reader"],
            parts=(view,),
            edition=words["edition"],
        )
        return Outcome(document, tuple(voice.found))

    def words(self, address: str) -> dict[str, str]:
        """Return the words of the page around it, with what they leave open filled in."""
        said = self.library.words[LEAFLETS][self.leaflet.language]
        stamp = self.voice.partnership.stamp
        source = self.leaflet.language == SOURCE_TAG
        given = {
            "reader": self.leaflet.reader,
            "agency": _together(self.voice.agency_name),
            "address": address.removeprefix("https://"),
            "number": stamp.number,
            "status": said.say(stamp.status),
            "date": self.voice.words.day(stamp.date)
            if source
            else stamp.date,  # the ISO day is the same in every language
        }
        return {key: said.say(key, **given) for key in said.words}

    def other(self, name: str, tag: str) -> OtherLanguage:
        language = self.library.languages[tag]
        return OtherLanguage(tag=tag, name=language.name, direction=language.direction, page=_page(name, tag))

    def leaflets(self) -> Iterator[OtherLeaflet]:
        """Yield the other leaflets for the same agencies, in the language of this one where they are in it."""
        for languages in self.library.leaflets.values():
            source, tag = languages[SOURCE_TAG], self.leaflet.language
            if source.id == self.source.id or _names(source.audience) != _names(self.source.audience):
                continue
            other = languages.get(tag, source)
            lang = "" if other.language == tag else other.language
            page = _page(leaflet_id(other), other.language)
            yield OtherLeaflet(reader=other.reader, easy=source.easy, page=page, lang=lang)

    def section(self, part: LeafletPart) -> LeafletPartView:
        rows = tuple(_rows(self.voice.blocks(part.body, {})))
        return LeafletPartView(id=part.id, title=part.title, rows=rows)


def _names(audience: tuple[Named, ...]) -> frozenset[str]:
    return frozenset(name.text for name in audience)


def _together(name: str) -> str:
    """Return a name that is not broken at the end of a line, if it is short enough for the narrowest page."""
    return name.replace(" ", "\u00a0") if len(name) <= 22 else name


def _page(name: str, tag: str) -> str:
    """Return the name of a leaflet's page in a language."""
    return f"{name}.html" if tag == SOURCE_TAG else f"{name}.{tag}.html"


def _rows(blocks: tuple[Block, ...]) -> Iterator[LeafletRow]:
    """Cut blocks into rows: each picture begins one."""
    picture = ""
    held: list[Block] = []
    for block in blocks:
        if isinstance(block, InsertPart):
            if held:
                yield LeafletRow(picture=picture, blocks=tuple(held))
            picture, held = block.name.removeprefix("picture").strip(), []
        else:
            held.append(block)
    if held:
        yield LeafletRow(picture=picture, blocks=tuple(held))

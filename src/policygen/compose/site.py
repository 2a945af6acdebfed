"""The site around the documents: what each page of it lists. Takes the library, the documents and the sizes of files.

Pages: home, one for each partnership and agency, the families' area, A-Z, search, "is my copy current?",
accessibility statements and licences. Links are relative, so the site works under any address and from a folder.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from policygen.compose.files import files, path, traits
from policygen.compose.hours import hours_words
from policygen.compose.wording import Wording
from policygen.diagnostics import RelPath
from policygen.model.agencies import UNSET, Brand
from policygen.model.documents import Document, DocumentKind, DocumentSet
from policygen.model.formats import Format
from policygen.model.guides import GuideView
from policygen.model.hours import ALL_WEEK, openings, uncovered
from policygen.model.leaflets import LeafletView
from policygen.model.library import Library
from policygen.model.partnerships import Partnership, Status
from policygen.model.policies import Annex, ClauseView, Contents, Cover, Danger, Front, Musts, SectionView
from policygen.model.prose import Break, Inline
from policygen.model.protocol import PartKind
from policygen.model.records import RecordView
from policygen.model.scalars import SOURCE_LANGUAGE, SOURCE_TAG, Named
from policygen.model.sheets import SheetView
from policygen.model.tokens import Tokens
from policygen.model.words import DOCUMENTS, LEAFLETS, SITE, Words
from policygen.resolve.packs import Pack

__all__ = [
    "AgencyPage",
    "AreaPage",
    "Download",
    "FamilyPage",
    "Issued",
    "Item",
    "Letter",
    "Listed",
    "Site",
    "clauses_of",
    "compose_site",
    "pack_path",
    "with_packs",
]


@dataclass(frozen=True, slots=True)
class Download:
    """A file to open or to keep: what it is called, where it is from the page, its format and its size."""

    label: str
    href: str
    format: str
    size: int | None
    """In bytes; none for what is read in the browser."""


@dataclass(frozen=True, slots=True)
class Item:
    """A document on a page: its name, what it is for, its fingerprint, its files, and its versions in other tongues."""

    title: str
    about: str
    fingerprint: str
    files: tuple[Download, ...]
    languages: tuple["Item", ...] = ()
    lang: str = ""
    """The tag of its language, where that is not the site's."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Documents of one kind under one heading."""

    id: str
    title: str
    about: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Whom to call in one partnership, for the box that stands first: numbers may be missing in a draft."""

    day: str
    night: str
    office: Mapping[str, str]
    """The partnership’s office: name, phone, email, hours; empty where nobody has said."""


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call: what for, who, and how and when."""

    label: str
    name: str
    reach: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Calls:
    """Whom to call at one kind of time; `when` is the key of its words."""

    when: str
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Issued:
    """An edition that was released: number, day in words, which one took its place, and the names of its packs."""

    number: str
    date: str
    superseded_by: str | None
    packs: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyPage:
    """What is in one agency's pack."""

    id: str
    name: str
    kind: str
    """What kind of agency it is, where its own name does not say."""
    full: bool
    """Whether it has the partnership's own, full edition."""
    brand: Brand
    bars: tuple[bool, ...]
    groups: tuple[Listed, ...]
    calls: tuple[Calls, ...]
    """Everybody whom its staff can call, by when they answer."""
    changes: str
    """Where its pack says what has changed; empty if it does not."""
    fingerprints: tuple[tuple[str, str, str], ...]
    """Of every document: its fingerprint, the name of its files before the suffix, its title."""
    pack: Download | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyPage:
    """The leaflets of one partnership, for people who need to know nothing of agencies."""

    ours: tuple[Item, ...]
    schemes: tuple[Item, ...]
    """Leaflets that only one agency gives out: the police's disclosure schemes."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The clauses whose heading begins with one letter: heading, number, link, whose."""

    letter: str
    entries: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPage:
    """One partnership: its agencies, families' leaflets and A-Z."""

    id: str
    name: str
    short_name: str
    area: str
    fictional: bool
    status: Status
    edition: str
    date: str
    address: str
    """Where the partnership's pages stand on the web, without a slash at the end."""
    brand: Brand
    place: Place
    agencies: tuple[AgencyPage, ...]
    families: FamilyPage
    letters: tuple[Letter, ...]
    notices: tuple[tuple[str, str, str, str], ...]
    """Laws whose status nobody has confirmed: title, day of the check, state, words."""
    issued: tuple[Issued, ...] = ()
    """The editions that were released, the newest first; their packs are kept."""


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that the site says."""

    title: str
    areas: tuple[AreaPage, ...]
    words: Words
    """What its pages say: the words of the site and those of documents."""
    tokens: Tokens
    lang: str
    leave: Mapping[str, str]
    """The words of the quick exit, as leaflets have them; empty where there are no leaflets, and no families' area."""


def pack_path(partnership: str, agency: str) -> RelPath:
    """Return where an agency's pack stands in the output."""
    return RelPath(f"{partnership}/{agency}/{partnership}-{agency}-pack.zip")


def compose_site(library: Library, sets: tuple[DocumentSet, ...], sizes: Mapping[RelPath, int]) -> Site:
    """Compose the site of these documents; a file that has no size was not made and is not listed.

    Packs hold pages of the site, and so come later: see `with_packs`.
    """
    areas = []
    for partnership in library.partnerships.values():
        ours = [each for each in sets if each.edition.partnership == partnership.id]
        if ours:
            areas.append(_area(library, partnership, ours, sizes))
    around = library.said(SITE)
    words = replace(around, words={**library.said(DOCUMENTS).words, **around.words})
    lang = SOURCE_LANGUAGE if library.language == SOURCE_TAG else library.language
    given = any(area.families.ours for area in areas)
    leave = {key: library.said(LEAFLETS).say(key) for key in _LEAVE} if given else {}
    return Site(library.protocol.title, tuple(areas), words, library.tokens, lang, leave)


def with_packs(site: Site, sizes: Mapping[RelPath, int], issued: Mapping[str, tuple[Issued, ...]]) -> Site:
    """Return a site that leads to packs of these sizes, and to the editions of each partnership that were released."""

    def packed(area: AreaPage, agency: AgencyPage) -> AgencyPage:
        place = pack_path(area.id, agency.id)
        found = (
            Download(site.words.say("pack"), place.rpartition("/")[2], "zip", sizes[place]) if place in sizes else None
        )
        return replace(agency, pack=found)

    areas = (
        replace(
            area,
            agencies=tuple(packed(area, agency) for agency in area.agencies),
            issued=issued.get(area.id, ()),
        )
        for area in site.areas
    )
    return replace(site, areas=tuple(areas))


_LEAVE = ("leave-title", "leave-ask", "leave", "leave-site", "leave-keys")


def _area(
    library: Library, partnership: Partnership, sets: list[DocumentSet], sizes: Mapping[RelPath, int]
) -> AreaPage:
    def fields(key: str) -> Mapping[str, str]:
        contact = partnership.contacts.get(key)
        return contact.fields if contact else {}

    stamp, office = partnership.stamp, partnership.contacts.get("partnership-office")
    return AreaPage(
        id=partnership.id,
        name=partnership.name,
        short_name=partnership.short_name,
        area=partnership.area,
        fictional=partnership.fictional,
        status=Status(stamp.status),
        edition=stamp.number,
        date=library.said(DOCUMENTS).day(stamp.date),
        address=partnership.site_url,
        brand=_brand(library, partnership, sets),
        place=Place(
            day=fields("social-care").get("phone", ""),
            night=fields("social-care-out-of-hours").get("phone", ""),
            office={
                **{key: fields("partnership-office").get(key, "") for key in ("name", "phone", "email")},
                "hours": hours_words(library.said(DOCUMENTS), openings(office.hours)) if office else "",
            },
        ),
        agencies=tuple(sorted((_agency(library, each, sizes) for each in sets), key=lambda page: page.name.casefold())),
        families=_families(library, sets, sizes),
        letters=_letters(library, sets),
        notices=tuple(
            (library.law_title(law.id), library.said(DOCUMENTS).day(law.checked), law.switch.state, law.switch.notice)
            for law in library.law.values()
            if law.switch is not None and law.unconfirmed
        ),
    )


def _brand(library: Library, partnership: Partnership, sets: list[DocumentSet]) -> Brand:
    office = library.agencies[_own(library, sets).edition.agency]
    return partnership.brand if partnership.brand is not UNSET else office.brand


_GROUPS = ("staff", "sheets", "leaflets", "records")


def _agency(library: Library, each: DocumentSet, sizes: Mapping[RelPath, int]) -> AgencyPage:
    agency, say = library.agencies[each.edition.agency], library.said(SITE).say
    groups = []
    for name in _GROUPS:
        documents = [document for document in each.documents if traits(document.kind).group == name]
        if items := tuple(_items(library, documents, sizes, "")):
            groups.append(Listed(name, say(name), say(f"{name}-about") if name != "staff" else "", items))
    first = each.documents[0]
    changes = next((document for document in each.documents if _has_changes(document)), None)
    return AgencyPage(
        id=agency.id,
        name=first.agency_name,
        kind=agency.name,
        full=agency.annotated,
        brand=agency.brand,
        bars=library.bars(each.edition.partnership, agency.id),
        groups=tuple(groups),
        calls=_calls(Wording(Pack(library, each.edition), links_law=False)),
        changes=f"{changes.stem}.html#{PartKind.ANNEX_CHANGES}" if changes is not None else "",
        fingerprints=tuple((item.fingerprint, item.stem, _named(library, item)[0]) for item in each.documents),
    )


_OFFICE = openings((Named("Monday to Friday 10:00-16:00"),))
"""Times at which everybody answers who keeps the hours of an office."""


def _calls(voice: Wording) -> tuple[Calls, ...]:
    """Return the contacts that can be called: those that answer always, in the hours of an office, and at others."""
    groups: dict[str, list[Call]] = {"calls-always": [], "calls-office": [], "calls-other": []}
    for slot in voice.library.protocol.contacts.values():
        contact = voice.contact(slot.id)
        if contact is None or "phone" not in contact.fields:
            continue
        given = openings(contact.hours)
        when = "always" if ALL_WEEK in given else "other" if uncovered(_OFFICE, given) else "office"
        hours = voice.hours(contact, opens=True)
        reach = (voice.phone(contact), *((Break(), *hours) if hours else ()))
        groups[f"calls-{when}"].append(Call(slot.label, contact.fields.get("name", slot.label), reach))
    return tuple(Calls(when, tuple(calls)) for when, calls in groups.items() if calls)


def _has_changes(document: Document) -> bool:
    return any(isinstance(part, Annex) and part.id == PartKind.ANNEX_CHANGES for part in document.parts)


def _items(library: Library, documents: list[Document], sizes: Mapping[RelPath, int], up: str) -> Iterator[Item]:
    """Yield documents as items, versions in other languages under the one in the site's own; `up` leads to them."""
    for document in documents:
        if document.stem != document.id:
            continue
        others = [other for other in documents if other.id == document.id and other.stem != other.id]
        item = _item(library, document, sizes, up)
        if item.files:
            yield Item(
                item.title,
                item.about,
                item.fingerprint,
                item.files,
                tuple(_item(library, other, sizes, up) for other in others),
            )


def _item(library: Library, document: Document, sizes: Mapping[RelPath, int], up: str) -> Item:
    made = []
    for file in files(document):
        at = path(document, file)
        if at in sizes:
            size = None if file.format is Format.HTML else sizes[at]
            made.append(Download(document.words.say(file.label), up + at.rpartition("/")[2], file.format, size))
    lang = "" if document.stem == document.id else document.lang
    title, about = _named(library, document)
    return Item(title, about, document.fingerprint, tuple(made), lang=lang)


def _named(library: Library, document: Document) -> tuple[str, str]:
    """Return what a document is called in a list, and what it is for."""
    say = library.said(SITE).say
    if document.kind is DocumentKind.LEAFLET:
        leaflet = library.leaflets[document.id.removeprefix("leaflet-")][SOURCE_TAG]
        if document.stem == document.id:
            easy = say("easy-read", reader=f"{leaflet.reader[:1].lower()}{leaflet.reader[1:]}")
            return easy if leaflet.easy else leaflet.reader, leaflet.summary
        return library.languages[document.lang].name, ""
    for part in document.parts:
        match part:
            case RecordView():
                return f"{part.id} {document.title}", part.purpose
            case SheetView():
                return document.title, part.about
            case GuideView():
                return say("guide-name"), say("guide-about", count=str(len(part.steps)), title=document.title)
            case Cover() | Danger() | Front() | Contents() | Musts() | SectionView() | Annex() | LeafletView():
                continue
            case _:
                assert_never(part)
    return library.outlines[document.id].label, document.title


def _families(library: Library, sets: list[DocumentSet], sizes: Mapping[RelPath, int]) -> FamilyPage:
    """Return the leaflets of the partnership's own edition, and those that only another agency gives out."""
    own = _own(library, sets)

    def leaflets(each: DocumentSet) -> list[Document]:
        return [document for document in each.documents if document.kind is DocumentKind.LEAFLET]

    up = f"../../{own.edition.partnership}"
    known = {document.id for document in leaflets(own)}
    schemes: list[Item] = []
    for each in sets:
        others = [document for document in leaflets(each) if document.id not in known]
        known |= {document.id for document in others}
        schemes += _items(library, others, sizes, f"{up}/{each.edition.agency}/")
    ours = tuple(_items(library, leaflets(own), sizes, f"{up}/{own.edition.agency}/"))
    return FamilyPage(ours=ours, schemes=tuple(schemes))


def _own(library: Library, sets: list[DocumentSet]) -> DocumentSet:
    """Return the partnership's own edition: the full one, or the first where there is none."""
    return next((each for each in sets if library.agencies[each.edition.agency].annotated), sets[0])


def clauses_of(document: Document) -> Iterator[ClauseView]:
    """Yield the clauses that a policy prints, in order."""
    for part in document.parts:
        match part:
            case Danger(clause=clause):
                yield clause
            case Front(clauses=clauses):
                yield from clauses
            case SectionView(items=items):
                yield from (item for item in items if isinstance(item, ClauseView))
            case Cover() | Contents() | Musts() | Annex() | RecordView() | GuideView() | LeafletView() | SheetView():
                continue
            case _:
                assert_never(part)


def _letters(library: Library, sets: list[DocumentSet]) -> tuple[Letter, ...]:
    """Return every clause by the first letter of its heading: the full edition first, then what only others have."""
    full_first = sorted(sets, key=lambda each: not library.agencies[each.edition.agency].annotated)
    found: dict[str, tuple[str, str, str, str]] = {}
    for each in full_first:
        agency = library.agencies[each.edition.agency]
        for document in each.documents:
            for clause in clauses_of(document):
                href = f"{agency.id}/{document.stem}.html#{clause.id}"
                whose = "" if agency.annotated else document.agency_name
                found.setdefault(clause.id, (clause.title, clause.number, href, whose))
    entries = sorted(found.values(), key=lambda entry: (entry[0].casefold(), entry[1]))
    letters: dict[str, list[tuple[str, str, str, str]]] = {}
    for entry in entries:
        letters.setdefault(entry[0][:1].upper(), []).append(entry)
    return tuple(Letter(letter, tuple(items)) for letter, items in letters.items())

"""The policy: an outline and an edition to a document, part by part in the order of the outline."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from policygen.compose import annexes
from policygen.compose.finish import finish_document
from policygen.compose.law import law_list, law_notice, law_notices, law_states, law_table, sources
from policygen.compose.wording import NOTICES, RECORD, Wording, email_link, phone_link, plain
from policygen.diagnostics import Outcome, did_you_mean, error
from policygen.model import addresses
from policygen.model.documents import Document, DocumentKind, DocumentPart, PageLimit
from policygen.model.editions import EditionClause, EditionSection, Printing
from policygen.model.policies import (
    Annex,
    ClauseView,
    Contents,
    ContentsEntry,
    Cover,
    Danger,
    Front,
    MustEntry,
    MustGroup,
    Musts,
    NoteView,
    SectionItem,
    SectionView,
    Unused,
)
from policygen.model.prose import (
    AnswerKind,
    Block,
    Break,
    ForceKey,
    Inline,
    InsertPart,
    Link,
    Reference,
    Str,
    Strong,
    Table,
    every,
    runs,
)
from policygen.model.protocol import LayerKind, Outline, Set
from policygen.model.scalars import Force, Named
from policygen.resolve.coverage import Row
from policygen.resolve.duties import bond
from policygen.resolve.editions import is_for
from policygen.resolve.packs import Pack, prints

__all__ = ["compose_policy"]


def compose_policy(
    pack: Pack, outline: Outline, rows: tuple[Row, ...] = (), *, annexes: bool = True
) -> Outcome[Document]:
    """Compose one document of one edition; `rows` are the coverage of the whole project, for outlines that print it."""
    composer = _Policy(pack, outline, rows)
    document = composer.document(annexes=annexes)
    return Outcome(document, tuple(composer.voice.found))


class _Policy:
    """The work of composing one document; it lives for one call of `compose_policy`."""

    def __init__(self, pack: Pack, outline: Outline, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        self.library, self.edition = pack.library, pack.edition
        self.outline = outline
        self.parts = [part.text for part in outline.parts]
        self.voice = Wording(pack, links_law="annex-law" in self.parts, outline=outline.id)
        self.say = self.voice.words.say
        self.noticed: set[str] = set()
        self.danger_id = outline.danger.text if outline.danger else None
        self.moved = {name.text for name in outline.first_pages}

    def document(self, *, annexes: bool) -> Document:
        voice = self.voice
        self.check_front()
        chapters = tuple(self.chapters()) if "sections" in self.parts else ()
        tail = self.annexes() if annexes else ()
        made: list[DocumentPart] = []
        for name in self.parts:
            match name:
                case "cover":
                    made.append(self.cover())
                case "danger":
                    made += self.danger()
                case "front":
                    made.append(self.front())
                case "contents":
                    made.append(self.contents(chapters, tail))
                case "musts":
                    made.append(self.musts())
                case "sections":
                    made += chapters
                case _:
                    made += (annex for annex in tail if annex.id == name)
        return finish_document(
            voice,
            DocumentKind.POLICY,
            id=self.outline.id,
            title=self.outline.title,
            subtitle=self.subtitle(),
            parts=tuple(made),
            pages=self.most_pages(),
        )

    def subtitle(self) -> str:
        return self.say("title-policy", label=self.outline.label, agency=self.voice.agency_name)

    def most_pages(self) -> PageLimit | None:
        """Return how many pages this agency's document may have, if the outline says."""
        budget, lineage = self.outline.pages, self.voice.pack.lineage
        if budget is None:
            return None
        own = next((item for item in budget.exceptions if is_for(item.audience, lineage)), budget)
        return PageLimit(own.most, own.span)

    def check_front(self) -> None:
        """See that this edition prints the clauses that its outline moves to the front."""
        for name in self.outline.first_pages:
            if name.text not in self.voice.numbers:
                hint = did_you_mean(name.text, self.voice.numbers)
                message = f"the edition of `{self.edition.agency}` prints no clause `{name.text}` for its first pages"
                self.voice.found.append(error("PG407", message, name.span, hint=hint))
        for part, filled in (("danger", self.outline.danger), ("front", self.outline.front)):
            if part in self.parts and not filled:
                message = f"the part `{part}` needs a clause"
                self.voice.found.append(error("PG407", message, self.outline.span, hint=f"add `{part}: <clause id>`"))

    # -- the front ---------------------------------------------------------------------------------

    def cover(self) -> Cover:
        voice, stamp = self.voice, self.voice.partnership.stamp
        words, say, partnership = voice.words, self.say, voice.partnership
        count = words.number(len(self.library.members(partnership.id)))
        status = f"status-{stamp.status}"
        area = say(
            "area-fictional" if partnership.fictional else "area",
            nation=self.library.protocol.nation,
            area=partnership.area,
        )
        office = voice.contact("partnership-office")
        where = voice.phone(office) if office and "phone" in office.fields else voice.missing(say("gap-office"))
        facts: tuple[tuple[str, tuple[Inline, ...]], ...] = (
            *((("for", (Str(voice.agency.about),)),) if voice.agency.about else ()),
            *((("regulator", (Str(voice.agency.regulator),)),) if voice.agency.regulator else ()),
            ("status", (Strong((Str(say(status)),)), Str(f" {say(f'{status}-means')}"))),
            ("edition", voice.sentence("edition-dated", number=stamp.number, date=words.day(stamp.date))),
            ("next-review", voice.sentence("next-review", date=words.day(stamp.next_review))),
            ("owner", voice.sentence("owner", owner=stamp.owner, partnership=partnership.name)),
            ("area", (Str(area),)),
            *((("corrections", said),) if (said := self.corrections()) else ()),
            ("formats", voice.sentence("other-formats", phone=(where,))),
        )
        return Cover(
            owner=partnership.name,
            title=self.library.protocol.title,
            subtitle=self.subtitle(),
            lead=say("cover-full" if voice.agency.annotated else "cover", count=count),
            facts=tuple((say(f"fact-{name}"), said) for name, said in facts),
            bars=self.library.bars(partnership.id, voice.edition.agency),
        )

    def danger(self) -> Iterator[Danger]:
        for item in self.edition.clauses():
            if item.clause.id == self.danger_id and item.printing is Printing.PRINTED:
                yield Danger(clause=self.clause(item))

    def front(self) -> Front:
        items = {item.clause.id: item for item in self.edition.clauses() if item.printing is Printing.PRINTED}
        clauses = (items[name.text] for name in self.outline.front if name.text in items)
        return Front(id=addresses.FRONT, title=self.say("front"), clauses=tuple(self.clause(item) for item in clauses))

    def contents(self, chapters: tuple[SectionView, ...], tail: tuple[Annex, ...]) -> Contents:
        entries = [
            ContentsEntry(number=chapter.number, title=chapter.title, href=f"#{chapter.id}")
            for chapter in chapters
            if any(isinstance(item, ClauseView) for item in chapter.items)
        ]
        entries += [ContentsEntry(number=annex.letter, title=annex.running, href=f"#{annex.id}") for annex in tail]
        if "musts" in self.parts:
            entries.insert(0, ContentsEntry(number="", title=self.say("musts"), href=f"#{addresses.MUSTS}"))
        return Contents(title=self.say("contents"), entries=tuple(entries))

    def musts(self) -> Musts:
        """List the reader's duties: those of law, those that the partners agreed, and those that depend on the body."""
        law: list[MustEntry] = []
        agreed: list[MustEntry] = []
        depends: list[MustEntry] = []
        duties = [item for item in self.edition.clauses() if item.clause.force.binding]
        here, homes = self.voice.here, self.voice.homes
        duties.sort(key=lambda item: (item.clause.id not in here, item.layer == "base"))  # the own duties first
        for item in (item for item in duties if item.clause.id in homes):
            found = bond(self.library, self.edition.agency, item.clause)
            if found.kind is AnswerKind.DEPENDS:
                depends.append(self.duty(item, found.why))
            elif found.kind is AnswerKind.YES:
                (law if item.clause.force is Force.MUST else agreed).append(self.duty(item))
        groups = (("", law), (self.say("musts-agreed"), agreed), (self.say("musts-depend"), depends))
        return Musts(
            id=addresses.MUSTS,
            title=self.say("musts"),
            lead=self.say("musts-lead"),
            groups=tuple(MustGroup(title=title, entries=tuple(entries)) for title, entries in groups if entries),
        )

    def duty(self, item: EditionClause, depends: str = "") -> MustEntry:
        clause, voice = item.clause, self.voice
        links = [(voice.record_link(name, self.say("record", id=name)),) for name in self.records(item)]
        return MustEntry(
            number=item.number,
            duty=plain(voice.inlines(clause.duty, item.params)) or clause.title,
            href=voice.place(clause.id),
            elsewhere="" if clause.id in voice.here else self.say("musts-elsewhere", document=voice.home(clause.id)),
            records=voice.sentence("musts-record", record=voice.series(links)) if links else (),
            depends=depends,
        )

    def records(self, item: EditionClause) -> list[str]:
        """Return the records of this pack that a clause uses: those it lists, then those that its text names."""
        voice = self.voice
        for name in item.clause.records:
            if name.text not in self.library.records:
                hint = did_you_mean(name.text, self.library.records)
                voice.found.append(error("PG409", f"no record `{name.text}`", name.span, hint=hint))
            elif not voice.has_record(name.text):
                hint = "say it in a clause of those who have it, or give them the record"
                message = f"`{self.edition.agency}` does not have the record `{name.text}`, which this clause uses"
                voice.found.append(error("PG412", message, name.span, hint=hint))
        spoken = (run for run in runs(item.clause.body) if not (len(run) == 1 and isinstance(run[0], Str)))
        said = [inline for run in spoken for inline in every(run) if isinstance(inline, Reference)]
        named = [ref.target.removeprefix(RECORD) for ref in said if ref.target.startswith(RECORD)]
        listed = [name.text for name in item.clause.records]
        return [name for name in dict.fromkeys((*listed, *named)) if voice.has_record(name)]

    def rail(self, item: EditionClause) -> tuple[Inline, ...]:
        """Return the codes of a clause's records as links, for the rail beside it."""
        links = [(self.voice.record_link(name, name),) for name in self.records(item)]
        if not links:
            return ()
        return self.voice.sentence("use-record" if len(links) == 1 else "use-records", records=self.voice.series(links))

    # -- sections ----------------------------------------------------------------------------------

    def chapters(self) -> Iterator[SectionView]:
        """Yield the sections of which clauses stand in this document."""
        for section in self.edition.sections:
            ours = [item for item in section.clauses if prints(self.outline, item)]
            if clauses := [item for item in ours if item.clause.id not in self.moved]:
                yield self.chapter(section, clauses)

    def chapter(self, section: EditionSection, clauses: list[EditionClause]) -> SectionView:
        items: list[SectionItem] = []
        # what lies between two numbers of the base is told in one line; a layer's number stands for itself
        for (silent, _), run in groupby(
            clauses, key=lambda item: (item.printing.silent, item.layer != "base" and item)
        ):
            if silent:
                items.append(self.unused(tuple(run)))
                continue
            for item in run:
                if item.printing is Printing.WAITING and item.clause.when is not None:
                    items += self.waiting(item, item.clause.when.law)
                else:
                    items.append(self.clause(item, section))
        silent = all(item.printing.silent for item in clauses)
        if silent:
            entries = ((section.id, section.number), *((item.clause.id, item.number) for item in clauses))
            items = [Unused(label=section.number, entries=entries, words=self.not_used())]
        views = [item for item in items if isinstance(item, ClauseView)]
        opening = (ContentsEntry(number=view.number, title=view.title, href=f"#{view.id}") for view in views)
        return SectionView(
            id=section.id,
            number=section.number,
            title="" if silent else section.title,
            whose=self.whose(section.layer) if section.layer != "base" else "",
            opening=tuple(opening) if len(views) >= LOOKED_UP else (),
            items=tuple(items),
        )

    def waiting(self, item: EditionClause, when: Named) -> list[SectionItem]:
        """Return the notice in place of a clause whose law nobody has confirmed: one box, however many need it."""
        law = self.library.law[when.text]
        words = self.voice.sentence("waits", notice=(self.voice.notice(law.id, self.say("waits-notice")),))
        entries = ((item.clause.id, item.number),)
        made: list[SectionItem] = [Unused(label=item.number, entries=entries, words=words)]
        if law.id not in self.noticed:
            self.noticed.add(law.id)
            made += law_notice(self.voice, law)
        return made

    def clause(self, item: EditionClause, section: EditionSection | None = None) -> ClauseView:
        clause = item.clause
        added = item.layer != "base" and (section is None or item.layer != section.layer)
        marks, changed = self.changed(item)
        whose = ([self.whose(item.layer)] if added else []) + changed
        return ClauseView(
            id=clause.id,
            number=item.number,
            mark=" ".join(marks),
            title=clause.title,
            force=clause.force,
            layer=item.text_layer,
            provisions=tuple(name.text for name in clause.provisions),
            own=added,
            whose=". ".join(whose),
            body=self.body(clause.body, item.params),
            notes=tuple(
                NoteView(title=self.note_title(note.layer, note.title), body=self.body(note.body, item.params))
                for note in item.notes
            ),
            records=self.rail(item),
            corrected=self.corrected(item),
        )

    def changed(self, item: EditionClause) -> tuple[list[str], list[str]]:
        """Return the marks of the layers that changed what the number stands for, and in words what they did."""
        layers, words = [], []
        if item.text_layer != item.layer:
            layers.append(item.text_layer)
            words.append(self.say("wording-for", layer=self.layer_name(item.text_layer)))
        for step in item.trail:
            for param in step.did.params if isinstance(step.did, Set) else ():
                if param.name in step.was:
                    layers.append(step.layer)
                    values = {"was": str(step.was[param.name]), "now": str(param.value)}
                    words.append(self.say("value-for", layer=self.layer_name(step.layer), **values))
        prefixes = (self.library.layers[layer].prefix for layer in dict.fromkeys(layers))
        return [prefix.text for prefix in prefixes if prefix is not None], words

    def whose(self, layer: str) -> str:
        known = self.library.layers.get(layer)
        key = "added-for" if known is not None and known.kind is LayerKind.AGENCY else "added-by"
        return self.say(key, layer=self.layer_name(layer))

    def note_title(self, layer: str, title: str) -> str:
        known = self.library.layers.get(layer)
        key = "note-for" if known is not None and known.kind is LayerKind.AGENCY else "note-from"
        return self.say(key, layer=self.layer_name(layer), title=title)

    def layer_name(self, layer: str) -> str:
        """Return a layer's name in running words: an agency's kind is no proper name."""
        known = self.library.layers[layer]
        if known.kind is LayerKind.AGENCY:
            agency = self.library.agencies[layer]
            first, rest = agency.short_name[:1], agency.short_name[1:]
            return (first if agency.proper or rest != rest.lower() else first.lower()) + rest
        return known.name

    def body(self, blocks: Iterable[Block], params: Mapping[str, int | str]) -> tuple[Block, ...]:
        made: list[Block] = []
        for block in blocks:
            if isinstance(block, InsertPart):
                made += self.insert(block)
            else:
                made += self.voice.blocks((block,), params)
        return tuple(made)

    def insert(self, insert: InsertPart) -> tuple[Block, ...]:
        """Return a computed part."""
        match insert.name:
            case "force-key":
                return (self.force_key(),)
            case "law-table":
                return law_table(self.voice)
            case name if name == NOTICES:
                self.noticed |= {law.id for law in self.library.law.values() if law.unconfirmed}
                return law_notices(self.voice)
            case "contacts":
                return self.contacts()
            case name:
                hint = did_you_mean(name, INSERTS) or f"known: {', '.join(INSERTS)}"
                self.voice.found.append(error("PG408", f"no computed part `{name}`", insert.span, hint=hint))
                return ()

    def force_key(self) -> ForceKey:
        forces = [force for force in Force if force.marked]
        means = tuple((force, self.say(f"{force}-means")) for force in forces)
        return ForceKey(means, tuple(self.say(force) for force in forces))

    def contacts(self) -> tuple[Block, ...]:
        gap, say = self.voice.gap, self.say
        rows: list[tuple[tuple[Inline, ...], ...]] = []
        for slot in self.library.protocol.contacts.values():
            contact = self.voice.contact(slot.id)
            fields = contact.fields if contact else {}
            who: Inline = Str(fields["name"]) if "name" in fields else gap("name") if "name" in slot.needs else Str("")
            phone = self.voice.phone(contact)
            reach: list[Inline] = [Strong((phone,)) if "phone" in fields else phone]
            if hours := self.voice.hours(contact, opens=True):
                reach += [Break(), *hours]
            if relay := fields.get("text_relay"):
                reach += [Break(), *self.voice.sentence("text-relay", number=(phone_link(relay),))]
            if email := fields.get("email"):
                reach += [Break(), email_link(email)]
            rows.append(((Str(slot.label),), (who,), tuple(reach)))
        columns = self.voice.columns("contacts", {"for": 42, "who": 42, "reach": 78})
        return (Table(columns, tuple(rows), (Str(say("contacts")),), wide=True),)

    def corrected(self, item: EditionClause) -> tuple[Inline, ...]:
        """Return the numbers of the editor's notes that apply to a clause, if the pack lists them."""
        if not item.clause.corrections or not self.voice.notes:
            return ()
        numbers = [(self.voice.correction(name.text),) for name in item.clause.corrections]
        return self.voice.sentence("corrected", notes=self.voice.series(numbers))

    def corrections(self) -> tuple[Inline, ...]:
        """Say on the cover what the numbers mean, where they lead, and once that nobody has confirmed them yet."""
        ours = (item for item in self.edition.clauses() if item.clause.id in self.voice.here)
        used = [self.library.corrections[name.text] for item in ours for name in item.clause.corrections]
        if not used or not self.voice.notes:
            return ()
        home, part = next(iter(self.voice.notes.items()))
        away = home != self.outline.id
        words = self.library.outlines[home].title if away else self.say(part)
        link = Link(self.voice.at(home, part), (Str(words),))
        state = self.say("confirmed" if all(note.confirmed_by for note in used) else "unconfirmed")
        said = self.voice.sentence("corrections-on", list=(link,))
        return (*said, Str(f" {state}")) if away else said  # the list itself says it where it stands here

    # -- annexes -----------------------------------------------------------------------------------

    def annexes(self) -> tuple[Annex, ...]:
        makers: dict[str, Callable[[Wording], tuple[Block, ...]]] = {
            "annex-provisions": annexes.provisions,
            "annex-law": law_list,
            "annex-state": lambda voice: law_states(voice, self.rows),
            "annex-glossary": annexes.glossary,
            "annex-changes": annexes.changes,
            "annex-coverage": lambda voice: annexes.coverage(voice, self.rows, "provision"),
            "annex-law-coverage": lambda voice: annexes.coverage(voice, self.rows, "law"),
            "annex-notes": annexes.notes,
            "annex-corrections": annexes.corrections,
            "annex-sources": sources,
        }
        made = []
        for count, name in enumerate(part for part in self.parts if part in makers):
            title = self.say(name)
            running = self.say("annex-notes-running") if name == "annex-notes" else title
            letter = chr(ord("A") + count)
            made.append(Annex(id=name, letter=letter, title=title, running=running, blocks=makers[name](self.voice)))
        return tuple(made)

    def unused(self, run: tuple[EditionClause, ...]) -> Unused:
        entries = tuple((item.clause.id, item.number) for item in run)
        first, last = entries[0][1], entries[-1][1]
        label = first if first == last else self.say("range", first=first, last=last)
        return Unused(label=label, entries=entries, words=self.not_used())

    def not_used(self) -> tuple[Inline, ...]:
        return (Str(self.say("not-used")),)


LOOKED_UP = 4
"""From how many clauses on a section opens with a list of them."""

INSERTS = ("force-key", "law-table", NOTICES, "contacts")

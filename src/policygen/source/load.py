"""From files to one library: every file is parsed, validated and turned into values with places.

Takes a `SourceTree`; gives a `Library`, or everything that is wrong with the files, all at once.
What needs more than one file to judge is left to `check`; what needs an edition, to `resolve`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pydantic import BaseModel

from policygen.diagnostics import Diagnostic, Note, Outcome, Pos, RelPath, Span, did_you_mean, error, has_errors
from policygen.model.agencies import Agency, Applies, Brand
from policygen.model.guides import Branch, Guide, GuidePanel, GuideStep, StepNote
from policygen.model.leaflets import Language, Leaflet, LeafletPart, Point, Translation, Words
from policygen.model.library import Library
from policygen.model.partnerships import Contact, LocalAgency, Owner, Partnership, SignOff, Stamp
from policygen.model.prose import AnswerKind, Inline
from policygen.model.protocol import (
    AddSection,
    Anchor,
    AnchorKind,
    Annotate,
    Clause,
    Edit,
    Insert,
    Layer,
    LayerKind,
    Omit,
    Outline,
    Param,
    Protocol,
    Replace,
    Role,
    Section,
    Set,
    Slot,
    Term,
    When,
)
from policygen.model.records import Choice, FieldKind, Record, RecordField, RecordSection, ShowIf
from policygen.model.registers import (
    BannedWords,
    BodyType,
    Correction,
    GlossaryEntry,
    Law,
    LawRow,
    LawStatus,
    LawSwitch,
    Provision,
    ProvisionLock,
)
from policygen.model.scalars import SOURCE_TAG, Force, Named
from policygen.source import schemas
from policygen.source.prose import Fence, Item, read_page, read_words
from policygen.source.tree import SourceTree
from policygen.source.yamltree import Loc, Places, read_yaml

__all__ = ["BASE", "load_library"]

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")

BASE = "base"
RESERVED = ("search", "check", "assets", "families", "editions", "all", BASE)
"""Names of folders of the site, of everyone and of the base layer, which no partnership or agency may take."""

_FILES: tuple[tuple[str, str], ...] = (
    ("protocol-file", r"content/protocol\.yaml"),
    ("section", r"content/protocol/\d\d-[a-z0-9-]+\.md"),
    ("outline", r"content/documents/(?P<id>[a-z0-9-]+)\.yaml"),
    ("law", r"content/law\.yaml"),
    ("provisions", r"content/provisions\.yaml"),
    ("corrections", r"content/editors-notes\.yaml"),
    ("glossary", r"content/glossary\.yaml"),
    ("wording", r"content/wording\.yaml"),
    ("record", r"content/records/(?P<id>[A-Za-z0-9-]+)\.yaml"),
    ("guide", r"content/guides/(?P<id>[a-z0-9-]+)\.yaml"),
    ("languages", r"content/languages\.yaml"),
    ("words", r"content/words/(?P<id>[A-Za-z-]+)\.yaml"),
    ("points", r"content/leaflets/must-say\.yaml"),
    ("leaflet", r"content/leaflets/(?P<id>[a-z0-9-]+)/(?P<language>[A-Za-z-]+)\.md"),
    ("partnership", r"content/partnerships/(?P<id>[a-z0-9-]+)/partnership\.yaml"),
    ("sign-off", r"content/partnerships/(?P<id>[a-z0-9-]+)/sign-off\.yaml"),
    ("values", r"content/partnerships/(?P<partnership>[a-z0-9-]+)/agencies/(?P<id>[a-z0-9-]+)/values\.yaml"),
    ("local", r"content/partnerships/(?P<partnership>[a-z0-9-]+)/agencies/(?P<id>[a-z0-9-]+)/[a-z0-9-]+\.md"),
    ("partnership-edits", r"content/partnerships/(?P<id>[a-z0-9-]+)/[a-z0-9-]+\.md"),
    ("agency", r"agencies/(?P<id>[a-z0-9-]+)/agency\.yaml"),
    ("agency-edits", r"agencies/(?P<id>[a-z0-9-]+)/[a-z0-9-]+\.md"),
)
_NO_PROTOCOL = Protocol(title="", nation="", about="", terms={}, roles={}, contacts={}, values={})
"""Stands for a `protocol.yaml` with mistakes, so that the mistakes of the other files are found as well."""

_PATTERNS = tuple((kind, re.compile(pattern + r"\Z")) for kind, pattern in _FILES)


@dataclass(frozen=True, slots=True)
class _File:
    kind: str
    path: RelPath
    names: Mapping[str, str]


def load_library(tree: SourceTree) -> Outcome[Library]:
    """Turn the files of a project into a library; no library when any file has an error or could not be read."""
    loader = _Loader(tree)
    library = loader.library()
    found = tuple(loader.found)
    return Outcome(None if has_errors(found) or tree.unread else library, found)


def _files(tree: SourceTree, found: list[Diagnostic]) -> Mapping[str, tuple[_File, ...]]:
    """Sort the files by kind; a file that nothing reads is an error, for it was written to be read."""
    kinds: dict[str, list[_File]] = {kind: [] for kind, _ in _FILES}
    for path in sorted({*tree.files, *tree.unread}):
        if path.startswith("templates/"):
            continue
        for kind, pattern in _PATTERNS:
            if match := pattern.match(path):
                kinds[kind].append(_File(kind, path, match.groupdict()))
                break
        else:
            if path in tree.unread:
                continue
            span = Span(path, Pos(1, 1), Pos(1, 1))
            hint = "file names are small letters, digits and hyphens; docs/authoring.md lists the places"
            found.append(error("PG106", "nothing reads this file", span, hint=hint))
    return {kind: tuple(items) for kind, items in kinds.items()}


@dataclass(slots=True)
class _Loader:
    tree: SourceTree
    found: list[Diagnostic] = field(default_factory=list)

    def library(self) -> Library:
        files = _files(self.tree, self.found)
        protocol = self.protocol(files["protocol-file"])
        law, bodies = self.law(files["law"])
        agencies = self.agencies(files["agency"], protocol)
        partnerships = self.partnerships(files["partnership"], files["values"], files["sign-off"])
        for name in sorted(set(agencies) & set(partnerships)):
            notes = [Note("the agency of that name", agencies[name].span)]
            message = f"`{name}` names a partnership and an agency; a layer needs a name of its own"
            self.found.append(error("PG150", message, partnerships[name].span, notes=notes))
        return Library(
            protocol=protocol or _NO_PROTOCOL,
            sections=tuple(section for file in files["section"] if (section := self.section(file)) is not None),
            layers=self.layers(files, agencies, partnerships),
            agencies=agencies,
            partnerships=partnerships,
            law=law,
            bodies=bodies,
            provisions=self.provisions(files["provisions"]),
            corrections=self.corrections(files["corrections"]),
            glossary=tuple(
                GlossaryEntry(term=item.term, means=item.means)
                for data, _ in self.each(files["glossary"], schemas.GlossaryFile)
                for item in data.root
            ),
            wording=tuple(
                BannedWords(match=item.match, why=item.why, instead=item.instead)
                for data, _ in self.each(files["wording"], schemas.WordingFile)
                for item in data.root
            ),
            outlines=self.outlines(files["outline"]),
            records=self.records(files["record"]),
            guides=self.guides(files["guide"]),
            languages=self.languages(files["languages"]),
            words=self.words_of_pages(files["words"]),
            leaflets=self.leaflets(files["leaflet"]),
            points=self.points(files["points"]),
        )

    # -- YAML files --------------------------------------------------------------------------------

    def read(self, path: RelPath, model: type[M]) -> tuple[M, Places] | None:
        text = self.tree.texts.get(path)
        return None if text is None else self.block(text, path, model)

    def block(self, text: str, path: RelPath, model: type[M], line: int = 1) -> tuple[M, Places] | None:
        parsed = read_yaml(text, path, line=line)
        self.found += parsed.diagnostics
        if parsed.value is None or has_errors(parsed.diagnostics):
            return None
        checked = schemas.validated(parsed.value, model)
        self.found += checked.diagnostics
        return None if checked.value is None else (checked.value, parsed.value.places)

    def each(self, files: Iterable[_File], model: type[M]) -> Iterator[tuple[M, Places]]:
        for file in files:
            if (read := self.read(file.path, model)) is not None:
                yield read

    def protocol(self, files: Sequence[_File]) -> Protocol | None:
        if not files:
            hint = "it holds the title, the base words, and the contacts and values to be filled in locally"
            self.found.append(error("PG107", "`content/protocol.yaml` is missing", hint=hint))
            return None
        read = self.read(files[0].path, schemas.ProtocolFile)
        if read is None:
            return None
        data, _ = read
        return Protocol(
            title=data.title,
            nation=data.nation,
            about=data.about,
            terms={key: _term(term) for key, term in data.terms.items()},
            roles={key: Role(name=role.name, about=role.about) for key, role in data.roles.items()},
            contacts={
                key: Slot(id=key, label=slot.label, of=slot.from_, needs=tuple(slot.needs))
                for key, slot in data.contacts.items()
            },
            values={key: Slot(id=key, label=slot.label, of=slot.from_) for key, slot in data.values.items()},
        )

    def law(self, files: Sequence[_File]) -> tuple[dict[str, Law], dict[str, BodyType]]:
        law: dict[str, Law] = {}
        bodies: dict[str, BodyType] = {}
        for data, places in self.each(files, schemas.LawFile):
            for index, body in enumerate(data.bodies):
                made = BodyType(id=body.id, name=body.name)
                self.once(bodies, body.id, made, places.value("bodies", index, "id"), "kind of body")
            for index, item in enumerate(data.laws):
                loc: Loc = ("laws", index)
                whole = _law(item, item, None, places, loc)
                self.once(law, item.id, whole, whole.span, "law")
                for number, part in enumerate(item.parts):
                    entry = _law(part, item, item.id, places, (*loc, "parts", number))
                    self.once(law, part.id, entry, entry.span, "law")
        return law, bodies

    def provisions(self, files: Sequence[_File]) -> dict[str, Provision]:
        provisions: dict[str, Provision] = {}
        for data, places in self.each(files, schemas.ProvisionsFile):
            for index, item in enumerate(data.root):
                span = places.value(index, "id")
                agencies = tuple(
                    Named(agency, places.value(index, "agencies", at)) for at, agency in enumerate(item.agencies)
                )
                provision = Provision(
                    id=item.id,
                    lock=ProvisionLock(item.lock),
                    agencies=agencies,
                    status=item.status,
                    text=item.text,
                    treatment=item.treatment,
                    span=span,
                )
                self.once(provisions, item.id, provision, span, "provision")
        return provisions

    def corrections(self, files: Sequence[_File]) -> dict[str, Correction]:
        corrections: dict[str, Correction] = {}
        for data, places in self.each(files, schemas.CorrectionsFile):
            for index, item in enumerate(data.root):
                note = Correction(span=places.value(index, "id"), **item.model_dump())
                self.once(corrections, item.id, note, note.span, "editor's note")
        return corrections

    def outlines(self, files: Sequence[_File]) -> dict[str, Outline]:
        outlines: dict[str, Outline] = {}
        for file in files:
            if (read := self.read(file.path, schemas.OutlineFile)) is None:
                continue
            data, places = read
            self.same_name(data.id, file, places.value("id"))
            parts = tuple(Named(part, places.value("parts", index)) for index, part in enumerate(data.parts))
            span = places.value("id")
            danger = Named(data.danger, places.value("danger")) if data.danger else None
            outlines[data.id] = Outline(
                id=data.id,
                title=data.title,
                label=data.label,
                parts=parts,
                danger=danger,
                front=_names(data.front, places, "front"),
                span=span,
            )
        return outlines

    # -- records and guides ------------------------------------------------------------------------

    def said(self, text: str, span: Span) -> tuple[Inline, ...]:
        """Read words in a value of YAML."""
        outcome = read_words(text, span)
        self.found += outcome.diagnostics
        return outcome.value or ()

    def records(self, files: Sequence[_File]) -> dict[str, Record]:
        records: dict[str, Record] = {}
        for file in files:
            if (read := self.read(file.path, schemas.RecordFile)) is None:
                continue
            data, places = read
            self.same_name(data.id, file, places.value("id"))
            fields: dict[str, RecordField] = {}
            sections: dict[str, RecordSection] = {}
            for index, item in enumerate(data.sections):
                at: Loc = ("sections", index)
                made = []
                for number, block in enumerate(item.fields):
                    question = self.form_field(block, places, (*at, "fields", number))
                    self.once(fields, block.id, question, question.span, "field")
                    made.append(question)
                section = RecordSection(
                    id=item.id,
                    title=self.said(item.title, places.value(*at, "title")),
                    intro=self.said(item.intro, places.value(*at, "intro")) if item.intro else (),
                    fields=tuple(made),
                    audience=_names(item.for_, places, *at, "for"),
                    span=places.value(*at, "id"),
                )
                self.once(sections, item.id, section, section.span, "section of the record")
            records[data.id] = Record(
                id=data.id,
                title=data.title,
                purpose=self.said(data.purpose, places.value("purpose")),
                reminder=self.said(data.reminder, places.value("reminder")) if data.reminder else (),
                marking=data.marking,
                sections=tuple(sections.values()),
                audience=_names(data.for_, places, "for"),
                span=places.value("id"),
            )
        return records

    def form_field(self, data: schemas.FieldItem, places: Places, at: Loc) -> RecordField:
        choices: dict[str, Choice] = {}
        for index, option in enumerate(data.options):
            loc: Loc = (*at, "options", index)
            choice = Choice(
                id=option.id,
                label=self.said(option.label, places.value(*loc, "label")),
                audience=_names(option.for_, places, *loc, "for"),
                span=places.value(*loc, "id"),
            )
            self.once(choices, option.id, choice, choice.span, "option")
        kind = FieldKind(data.type)
        span = places.value(*at, "id")
        chosen = kind.traits.options
        if chosen and len(choices) < 2:
            said = "one option" if choices else "no options"
            hint = "give it two or more `options`, each with an id and a label"
            self.found.append(error("PG170", f"`{data.id}` is a question of choice with {said}", span, hint=hint))
        elif choices and not chosen:
            hint = "make it `radio` or `checkboxes`, or take the options out"
            where = places.key(*at, "options")
            self.found.append(error("PG170", f"a field of the type `{kind}` has no options", where, hint=hint))
        show_if = None
        if (block := data.show_if) is not None:
            if bool(block.is_) is bool(block.is_not):
                message = "`show_if` names answers once: in `is` or in `is_not`"
                self.found.append(error("PG171", message, places.key(*at, "show_if")))
            key = "is_not" if block.is_not else "is"
            show_if = ShowIf(
                field=Named(block.field, places.value(*at, "show_if", "field")),
                values=_names(block.is_not or block.is_, places, *at, "show_if", key),
                negated=bool(block.is_not),
            )
        return RecordField(
            id=data.id,
            label=self.said(data.label, places.value(*at, "label")),
            kind=kind,
            required=data.required,
            hint=self.said(data.hint, places.value(*at, "hint")) if data.hint else (),
            who=data.who,
            choices=tuple(choices.values()),
            show_if=show_if,
            half=data.half,
            audience=_names(data.for_, places, *at, "for"),
            span=span,
        )

    def guides(self, files: Sequence[_File]) -> dict[str, Guide]:
        guides: dict[str, Guide] = {}
        for file in files:
            if (read := self.read(file.path, schemas.GuideFile)) is None:
                continue
            data, places = read
            self.same_name(data.id, file, places.value("id"))
            steps: dict[str, GuideStep] = {}
            for index, item in enumerate(data.steps):
                step = self.step(item, places, ("steps", index))
                self.once(steps, item.id, step, step.span, "step")
            panels = tuple(
                GuidePanel(
                    title=panel.title,
                    words=self.said(panel.words, places.value("panels", index, "words")) if panel.words else (),
                    contacts=_names(panel.contacts, places, "panels", index, "contacts"),
                    audience=_names(panel.for_, places, "panels", index, "for"),
                )
                for index, panel in enumerate(data.panels)
            )
            guides[data.id] = Guide(
                id=data.id,
                title=data.title,
                lead=self.said(data.lead, places.value("lead")) if data.lead else (),
                steps=tuple(steps.values()),
                panels=panels,
                audience=_names(data.for_, places, "for"),
                span=places.value("id"),
            )
        return guides

    def step(self, data: schemas.StepItem, places: Places, at: Loc) -> GuideStep:
        branches = []
        for index, item in enumerate(data.branches):
            loc: Loc = (*at, "branches", index)
            branches.append(
                Branch(
                    answer=item.answer,
                    words=self.said(item.words, places.value(*loc, "words")) if item.words else (),
                    to=Named(item.to, places.value(*loc, "to")) if item.to else None,
                    span=places.value(*loc, "answer"),
                )
            )
        notes = tuple(
            StepNote(
                words=self.said(note.words, places.value(*at, "notes", index, "words")),
                audience=_names(note.for_, places, *at, "notes", index, "for"),
            )
            for index, note in enumerate(data.notes)
        )
        return GuideStep(
            id=data.id,
            label=data.label,
            title=data.title,
            question=self.said(data.question, places.value(*at, "question")),
            branches=tuple(branches),
            notes=notes,
            audience=_names(data.for_, places, *at, "for"),
            span=places.value(*at, "id"),
        )

    # -- leaflets ----------------------------------------------------------------------------------

    def languages(self, files: Sequence[_File]) -> dict[str, Language]:
        languages: dict[str, Language] = {}
        for data, places in self.each(files, schemas.LanguagesFile):
            for index, item in enumerate(data.root):
                language = Language(span=places.value(index, "id"), **item.model_dump())
                self.once(languages, item.id, language, language.span, "language")
        return languages

    def words_of_pages(self, files: Sequence[_File]) -> dict[str, Words]:
        words: dict[str, Words] = {}
        for file in files:
            if (read := self.read(file.path, schemas.WordsFile)) is None:
                continue
            data, places = read
            self.same_name(data.language, file, places.value("language"))
            words[data.language] = Words(
                language=data.language,
                words=dict(data.words),
                translation=_translation(data.translation, places),
                span=places.value("language"),
            )
        return words

    def points(self, files: Sequence[_File]) -> tuple[Point, ...]:
        points: dict[str, Point] = {}
        for data, places in self.each(files, schemas.PointsFile):
            for index, item in enumerate(data.root):
                span = places.value(index, "id")
                point = Point(
                    id=item.id, point=item.point, leaflets=_names(item.leaflets, places, index, "leaflets"), span=span
                )
                self.once(points, item.id, point, span, "point")
        return tuple(points.values())

    def leaflets(self, files: Sequence[_File]) -> dict[str, dict[str, Leaflet]]:
        """Return leaflets by id and language; what a translation leaves to the English is left so."""
        leaflets: dict[str, dict[str, Leaflet]] = {}
        for file in files:
            if (leaflet := self.leaflet(file)) is not None:
                leaflets.setdefault(leaflet.id, {})[leaflet.language] = leaflet
        return leaflets

    def leaflet(self, file: _File) -> Leaflet | None:
        read = self.page(file.path)
        if read is None:
            return None
        front, items = read
        if front is None:
            span = Span(file.path, Pos(1, 1), Pos(1, 1))
            hint = (
                "begin the file with a line ---, then language:, title:, reader:, summary: and lead:, then a line ---"
            )
            self.found.append(error("PG160", "a leaflet begins with its language and title", span, hint=hint))
            return None
        head = self.block(front.text, file.path, schemas.LeafletFront, front.line)
        translated = file.names["language"] != SOURCE_TAG
        parts: dict[str, LeafletPart] = {}
        for item in items:
            if (part := self.leaflet_part(item, translated=translated)) is not None:
                self.once(parts, part.id, part, part.span, "part of the leaflet")
        if head is None:
            return None
        data, places = head
        if data.language != file.names["language"]:
            message = f"the language `{data.language}` is not the name of its file, `{file.names['language']}.md`"
            self.found.append(error("PG151", message, places.value("language"), hint="make them the same"))
            return None
        self.settled(data, places, ("for", "easy") if translated else ("translation",), translated=translated)
        return Leaflet(
            id=file.names["id"],
            language=data.language,
            title=data.title,
            reader=data.reader,
            summary=data.summary,
            lead=self.said(data.lead, places.value("lead")),
            law=data.law,
            easy=data.easy,
            parts=tuple(parts.values()),
            audience=_names(data.for_, places, "for"),
            translation=_translation(data.translation, places),
            span=places.value("language"),
        )

    def settled(self, data: BaseModel, places: Places, keys: Sequence[str], *, translated: bool) -> None:
        """Refuse settings of a leaflet in a language that does not settle them."""
        for key in keys:
            if data.model_fields_set & {key, f"{key}_"}:
                original = "the English is no translation"
                message = f"a translation has no `{key}`: the English settles it" if translated else original
                self.found.append(error("PG229", message, places.key(key), hint="take it out"))

    def leaflet_part(self, item: Item, *, translated: bool) -> LeafletPart | None:
        for fence in item.fences[1:]:
            self.second(fence)
        if not item.fences or item.fences[0].kind != "part":
            hint = "put a fenced `part` block with an id right under the heading"
            self.found.append(error("PG162", f"`{item.title}` has no `part` block", item.span, hint=hint))
            return None
        fence = item.fences[0]
        read = self.block(fence.text, item.span.path, schemas.PartBlock, fence.line)
        if read is None:
            return None
        data, places = read
        if not item.body:
            self.found.append(error("PG164", f"`{item.title}` has no text", item.span))
        if translated:
            self.settled(data, places, ("for", "says"), translated=True)
        return LeafletPart(
            id=data.id,
            title=item.title,
            body=item.body,
            says=_names(data.says, places, "says"),
            audience=_names(data.for_, places, "for"),
            span=places.value("id"),
        )

    def once(self, register: dict[str, T], key: str, value: T, span: Span, noun: str) -> None:
        """Put a value into a register, or say that its id is taken."""
        if key in register:
            earlier = getattr(register[key], "span", None)
            notes = [Note("it is given here first", earlier)] if earlier else []
            self.found.append(error("PG150", f"the {noun} `{key}` is given twice", span, notes=notes))
        else:
            register[key] = value

    def same_name(self, given: str, file: _File, span: Span) -> None:
        if given != file.names["id"]:
            message = f"the id `{given}` is not the name of its place, `{file.names['id']}`"
            self.found.append(error("PG151", message, span, hint="make them the same"))

    def kept(self, name: str, span: Span) -> None:
        if name in RESERVED:
            message = f"`{name}` is a name that policygen keeps"
            self.found.append(error("PG152", message, span, hint="take another name"))

    # -- agencies and partnerships -----------------------------------------------------------------

    def agencies(self, files: Sequence[_File], protocol: Protocol | None) -> dict[str, Agency]:
        read: dict[str, tuple[schemas.AgencyFile, Places]] = {}
        known = {file.names["id"] for file in files}  # an agency whose file has mistakes is there all the same
        for file in files:
            if (result := self.read(file.path, schemas.AgencyFile)) is not None:
                self.same_name(result[0].id, file, result[1].value("id"))
                read[file.names["id"]] = result
        for name, (data, places) in read.items():
            self.kept(name, places.value("id"))
            if data.parent is not None and data.parent not in known:
                hint = did_you_mean(data.parent, known)
                self.found.append(error("PG153", f"no agency `{data.parent}`", places.value("parent"), hint=hint))
        self.cycles(read)
        made: dict[str, Agency] = {}
        for name in sorted(read, key=lambda name: (_depth(name, read), name)):
            data, places = read[name]
            parent = made.get(data.parent) if data.parent else None
            made[name] = _agency(data, places, parent, protocol or _NO_PROTOCOL)
            if protocol is not None:
                self.known_terms(data, places, protocol)
        return {name: made[name] for name in sorted(made)}

    def known_terms(self, data: schemas.AgencyFile, places: Places, protocol: Protocol) -> None:
        for term in data.terms:
            if term not in protocol.terms:
                hint = did_you_mean(term, protocol.terms)
                self.found.append(error("PG154", f"no term `{term}` in the base", places.key("terms", term), hint=hint))

    def cycles(self, read: Mapping[str, tuple[schemas.AgencyFile, Places]]) -> None:
        seen: set[str] = set()
        for start in sorted(read):
            line: list[str] = []
            at: str | None = start
            while at is not None and at in read and at not in line and at not in seen:
                line.append(at)
                at = read[at][0].parent
            if at is not None and at in line:
                ring = line[line.index(at) :]
                words = " > ".join([*ring, ring[0]])
                notes = [Note(f"the parent of `{name}`", read[name][1].value("parent")) for name in ring[1:]]
                span = read[ring[0]][1].value("parent")
                self.found.append(error("PG155", f"agencies are each other's parents: {words}", span, notes=notes))
            seen.update(line)

    def partnerships(
        self, files: Sequence[_File], values: Sequence[_File], sign_off: Sequence[_File]
    ) -> dict[str, Partnership]:
        local: dict[str, dict[str, LocalAgency]] = {}
        for file in values:
            if (result := self.read(file.path, schemas.ValuesFile)) is None:
                continue
            data, places = result
            if data.agency != file.names["id"]:
                message = f"the agency `{data.agency}` is not the name of its folder, `{file.names['id']}`"
                self.found.append(error("PG151", message, places.value("agency"), hint="make them the same"))
            local.setdefault(file.names["partnership"], {})[data.agency] = LocalAgency(
                partnership=file.names["partnership"],
                agency=data.agency,
                name=data.name,
                contacts=_contacts(data.contacts, places),
                values=_values(data.values, places),
            )
        signed = {file.names["id"]: self.sign_off(file) for file in sign_off}
        made: dict[str, Partnership] = {}
        for partnership in files:
            if (read := self.read(partnership.path, schemas.PartnershipFile)) is None:
                continue
            block, at = read
            self.same_name(block.id, partnership, at.value("id"))
            self.kept(block.id, at.value("id"))
            edition = block.edition
            owners, sign_offs = signed.get(partnership.names["id"], ((), ()))
            made[block.id] = Partnership(
                id=block.id,
                name=block.name,
                short_name=block.short_name,
                area=block.area,
                fictional=block.fictional,
                site_url=block.site_url,
                stamp=Stamp(
                    number=edition.number,
                    date=edition.date,
                    status=edition.status,
                    next_review=edition.next_review,
                    owner=edition.owner,
                ),
                contacts=_contacts(block.contacts, at),
                values=_values(block.values, at),
                agencies=local.get(partnership.names["id"], {}),
                owners=owners,
                sign_offs=sign_offs,
                languages=_names(block.languages, at, "languages"),
                span=at.value("id"),
            )
        return made

    def sign_off(self, file: _File) -> tuple[tuple[Owner, ...], tuple[SignOff, ...]]:
        """Return who keeps what and who signed what in one partnership."""
        read = self.read(file.path, schemas.SignOffFile)
        if read is None:
            return (), ()
        data, places = read
        owners: dict[str, Owner] = {}
        for index, item in enumerate(data.owners):
            at: Loc = ("owners", index)
            if (item.section is None) is (item.clause is None):
                said = "neither" if item.clause is None else "both"
                message = f"an owner keeps a section or a clause; this entry names {said}"
                hint = "give each section and each clause an entry of its own"
                self.found.append(error("PG168", message, places.value(*at), hint=hint))
                continue
            kind = "clause" if item.section is None else "section"
            name = str(item.section or item.clause)
            review, span = Named(item.review, places.value(*at, "review")), places.value(*at, kind)
            owner = Owner(kind=kind, id=name, name=item.owner, review=review, span=span)
            self.once(owners, name, owner, span, f"owner of the {kind}")
        sign_offs: dict[str, SignOff] = {}
        for index, entry in enumerate(data.agencies):
            at = ("agencies", index)
            if (entry.on is None) is not (entry.of is None):
                lacking, given = ("on", "of") if entry.on is None else ("of", "on")
                message = f"`{lacking}` is missing here: an edition is signed on a day, with the digest of what it says"
                self.found.append(error("PG142", message, places.key(*at, given)))
            of = Named(entry.of, places.value(*at, "of")) if entry.of is not None else None
            span = places.value(*at, "agency")
            made = SignOff(agency=entry.agency, by=entry.by, role=entry.role, on=entry.on, of=of, span=span)
            self.once(sign_offs, entry.agency, made, span, "sign-off of")
        return tuple(owners.values()), tuple(sign_offs.values())

    # -- prose -------------------------------------------------------------------------------------

    def page(self, path: RelPath) -> tuple[Fence | None, tuple[Item, ...]] | None:
        text = self.tree.texts.get(path)
        if text is None:
            return None
        page = read_page(text, path)
        self.found += page.diagnostics
        return None if page.value is None else (page.value.front, page.value.items)

    def section(self, file: _File) -> Section | None:
        read = self.page(file.path)
        if read is None:
            return None
        front, items = read
        head = None
        if front is None:
            span = Span(file.path, Pos(1, 1), Pos(1, 1))
            hint = "begin the file with a line ---, then id: and title:, then a line ---"
            self.found.append(error("PG160", "a section begins with its id and title", span, hint=hint))
        else:
            head = self.block(front.text, file.path, schemas.SectionFront, front.line)
        clauses = []
        for item in items:
            for fence in item.fences[1:] if item.fences else ():
                self.second(fence)
            if not item.fences or item.fences[0].kind != "clause":
                hint = "put a fenced `clause` block right under the heading"
                self.found.append(error("PG162", f"`{item.title}` has no `clause` block", item.span, hint=hint))
            elif (clause := self.clause(item, item.fences[0])) is not None:
                clauses.append(clause)
        if head is None:
            return None
        data, places = head
        return Section(id=data.id, title=data.title, clauses=tuple(clauses), span=places.value("id"))

    def second(self, fence: Fence) -> None:
        message, hint = f"a second block under one heading: `{fence.kind}`", "give it a heading of its own"
        self.found.append(error("PG161", message, fence.span, hint=hint))

    def clause(self, item: Item, fence: Fence) -> Clause | None:
        path = item.span.path
        read = self.block(fence.text, path, schemas.ClauseBlock, fence.line)
        if read is None:
            return None
        data, places = read
        params = []
        for name, param in data.params.items():
            span = places.key("params", name)
            params.append(Param(name, param.value, param.max, param.min, span))
            if not isinstance(param.value, int) and (param.max is not None or param.min is not None):
                self.found.append(error("PG163", f"only a whole number can have a bound: `{name}`", span))
            elif isinstance(param.value, int) and not _within(param.value, param.max, param.min):
                self.found.append(error("PG163", f"`{name}` is out of its own bound", span))
            elif data.locked and param.max is None and param.min is None:
                hint = "a parameter of a locked clause needs `max` or `min`, so that no layer can loosen it"
                self.found.append(error("PG163", f"`{name}` has no bound", span, hint=hint))
        if not item.body:
            self.found.append(error("PG164", f"`{item.title}` has no text", item.span))
        when = None
        if data.when is not None:
            when = When(Named(data.when.law, places.value("when", "law")), LawStatus(data.when.status))
        return Clause(
            id=data.id,
            title=item.title,
            force=Force(data.force),
            body=item.body,
            locked=data.locked,
            audience=_names(data.for_, places, "for"),
            params=tuple(params),
            provisions=_names(data.provisions, places, "provisions"),
            law=_names(data.law, places, "law"),
            corrections=_names(data.corrections, places, "corrections"),
            when=when,
            span=places.value("id"),
            locked_span=places.key("locked") if data.locked else places.value("id"),
        )

    # -- layers ------------------------------------------------------------------------------------

    def layers(
        self,
        files: Mapping[str, tuple[_File, ...]],
        agencies: Mapping[str, Agency],
        partnerships: Mapping[str, Partnership],
    ) -> dict[str, Layer]:
        """Gather the edits of each layer by path, then by place in the file."""
        edits: dict[tuple[LayerKind, str], list[Edit]] = {}
        kinds = {
            "partnership-edits": LayerKind.PARTNERSHIP,
            "agency-edits": LayerKind.AGENCY,
            "local": LayerKind.LOCAL,
        }
        known_agencies = {file.names["id"] for file in files["agency"]}
        known_partnerships = {file.names["id"] for file in files["partnership"]}
        for file in _owned(files):
            kind = kinds.get(file.kind)
            where = Span(file.path, Pos(1, 1), Pos(1, 1))
            owner = file.names["id"]
            ours = file.kind in {"partnership-edits", "sign-off"}
            noun, known = ("partnership", known_partnerships) if ours else ("agency", known_agencies)
            if owner not in known:
                hint = did_you_mean(owner, known)
                self.found.append(error("PG153", f"no {noun} `{owner}` for this file", where, hint=hint))
            if "partnership" in file.names and file.names["partnership"] not in known_partnerships:
                name = file.names["partnership"]
                hint = did_you_mean(name, known_partnerships)
                self.found.append(error("PG153", f"no partnership `{name}` for this file", where, hint=hint))
            if kind is not None:
                layer = f"{file.names['partnership']}/{owner}" if kind is LayerKind.LOCAL else owner
                edits.setdefault((kind, layer), []).extend(self.edits(file))
        made: dict[str, Layer] = {}
        for (kind, layer), items in edits.items():
            name = _layer_name(kind, layer, agencies, partnerships)
            made[layer] = Layer(id=layer, kind=kind, name=name, edits=tuple(items))
        return made

    def edits(self, file: _File) -> list[Edit]:
        read = self.page(file.path)
        if read is None:
            return []
        front, items = read
        if front is not None:
            self.found.append(error("PG165", "a file of edits has no front matter", front.span, hint="take it out"))
        return [edit for item in items if (edit := self.edit(item)) is not None]

    def edit(self, item: Item) -> Edit | None:
        fences = {fence.kind: fence for fence in item.fences}
        if (part := fences.get("part")) is not None:
            self.found.append(error("PG126", "a `part` block belongs to a leaflet", part.span))
        for fence in item.fences[1:]:
            if fence.kind == "edit" or item.fences[0].kind == fence.kind:
                self.second(fence)
        if "edit" not in fences:
            hint = "put a fenced `edit` block right under the heading: after: ID, annotate: ID, replace: ID ..."
            self.found.append(error("PG162", f"`{item.title}` has no `edit` block", item.span, hint=hint))
            return None
        fence = fences["edit"]
        clause = self.clause(item, fences["clause"]) if "clause" in fences else None
        read = self.block(fence.text, item.span.path, schemas.EditBlock, fence.line)
        if read is None:
            return None
        data, places = read
        named = [name for name in _VERBS if getattr(data, name) is not None]
        verbs = [name for name in named if not (name == "after" and "section" in named)]
        if len(verbs) != 1:
            said = " and ".join(f"`{verb}`" for verb in verbs) if verbs else "nothing"
            hint = f"one of: {', '.join(_VERBS)}"
            self.found.append(error("PG166", f"an edit does one thing; this one says {said}", fence.span, hint=hint))
            return None
        verb = verbs[0]
        self.shape(item, data, places, verb, has_clause="clause" in fences)
        law = _names(data.law, places, "law")
        target = Named(str(getattr(data, verb)), places.value(verb))
        reason, span = data.reason, target.span
        match verb:
            case "section":
                after = Named(str(data.after), places.value("after"))
                return AddSection(id=target.text, title=item.title, after=after, reason=reason, law=law, span=span)
            case "annotate":
                return Annotate(target=target, title=item.title, body=item.body, reason=reason, law=law, span=span)
            case "replace":
                of = Named(data.of, places.value("of")) if data.of is not None else None
                return Replace(
                    target=target, of=of, title=item.title, body=item.body, reason=reason, law=law, span=span
                )
            case "omit":
                return Omit(target=target, reason=reason, law=law, span=span)
            case "set":
                params = tuple(
                    Param(name, value, span=places.key("params", name)) for name, value in data.params.items()
                )
                return Set(target=target, params=params, reason=reason, law=law, span=span)
            case _:
                if clause is None:
                    return None
                anchor = Anchor(AnchorKind(verb), target)
                return Insert(anchor=anchor, clause=clause, reason=reason, law=law, span=span)

    def shape(self, item: Item, data: schemas.EditBlock, places: Places, verb: str, *, has_clause: bool) -> None:
        """Check that an edit has what its verb needs, and nothing that it would ignore."""
        inserts = verb in {"before", "after", "start", "end"}
        rules = (
            (inserts and not has_clause, f"`{verb}` inserts a clause, so a `clause` block must follow"),
            (not inserts and has_clause, f"`{verb}` takes no `clause` block"),
            (verb == "section" and data.after is None, "`section` needs `after:` with the id of a section"),
            (verb in {"annotate", "replace"} and not item.body, f"`{verb}` needs text"),
            (verb in {"omit", "set", "section"} and bool(item.body), f"`{verb}` takes no text"),
            (verb == "set" and not data.params, "`set` needs `params:`"),
            (verb != "set" and bool(data.params), f"`{verb}` takes no `params`"),
            (verb != "replace" and data.of is not None, f"`{verb}` takes no `of`"),
        )
        for broken, message in rules:
            if broken:
                self.found.append(error("PG167", message, places.key(verb)))


def _owned(files: Mapping[str, tuple[_File, ...]]) -> Iterator[_File]:
    """Yield the files that stand in a folder of a partnership or an agency and do not make it."""
    for kind in ("partnership-edits", "sign-off", "agency-edits", "local", "values"):
        yield from files[kind]


_VERBS = ("before", "after", "start", "end", "section", "annotate", "replace", "omit", "set")


def _names(names: Sequence[str], places: Places, *at: str | int) -> tuple[Named, ...]:
    return tuple(Named(name, places.value(*at, index)) for index, name in enumerate(names))


def _translation(block: schemas.TranslationBlock | None, places: Places) -> Translation | None:
    if block is None:
        return None
    of = Named(block.of, places.value("translation", "of"))
    return Translation(translator=block.translator, checker=block.checker, date=block.date, of=of)


def _within(value: int, high: int | None, low: int | None) -> bool:
    return (high is None or value <= high) and (low is None or value >= low)


def _term(block: schemas.TermBlock) -> Term:
    article = "an" if block.one[:1].lower() in "aeiou" else "a"
    return Term(one=block.one, many=block.many, a=block.a or f"{article} {block.one}")


def _law(data: schemas.LawPart, item: schemas.LawItem, whole: str | None, places: Places, loc: Loc) -> Law:
    """Make a law or a part of one; a part has what it does not say from the whole."""
    row = switch = None
    if (table := data.table) is not None:
        binds = tuple(Named(name, places.value(*loc, "table", "binds", at)) for at, name in enumerate(table.binds))
        row = LawRow(
            force=table.force,
            who=table.who,
            does=table.does,
            limits=table.limits,
            binds=binds,
            yes=table.yes,
            no=table.no,
        )
    if data.switch is not None:
        switch = LawSwitch(
            state=data.switch.state,
            notice=data.switch.notice,
            confirmed_by=data.switch.confirmed_by,
            confirmed_on=data.switch.confirmed_on,
        )
    return Law(
        id=data.id,
        title=data.title,
        of=whole,
        kind=item.kind,
        citation=data.citation,
        link=data.link or item.link or "",
        status=LawStatus(data.status or item.status),
        since=data.since or (item.since or "" if whole is None or data.status is None else ""),
        checked=data.checked or item.checked,
        confidence=data.confidence or item.confidence,
        note=data.note,
        row=row,
        switch=switch,
        span=places.value(*loc, "id"),
    )


def _depth(name: str, read: Mapping[str, tuple[schemas.AgencyFile, Places]]) -> int:
    line = [name]
    while (parent := read[line[-1]][0].parent) in read and parent not in line:
        line.append(str(parent))
    return len(line)


_NO_BRAND = Brand(colour="#1f3a6e", on="#ffffff", tint="#e8edf6", lift="#a9c1f5")
"""The partnership's own colours (look/tokens.css), for an agency that sets none."""


def _agency(data: schemas.AgencyFile, places: Places, parent: Agency | None, protocol: Protocol) -> Agency:
    """Fill an agency in with what it inherits from its parent or the base."""
    terms = dict(parent.terms if parent else protocol.terms)
    terms.update({key: _term(term) for key, term in data.terms.items()})
    roles = dict(parent.roles if parent else protocol.roles)
    for key, name in data.roles.items():
        roles[key] = replace(roles[key], name=name) if key in roles else Role(name=name)
    bodies = dict(parent.bodies if parent else {})
    bodies.update({key: Named(why, places.key("bodies", key)) for key, why in data.bodies.items()})
    law = dict(parent.law if parent else {})
    law.update(
        {
            key: Applies(answer=AnswerKind(item.answer), why=item.why, span=places.key("law", key))
            for key, item in data.law.items()
        }
    )
    brand = Brand(**data.brand.model_dump()) if data.brand else parent.brand if parent else _NO_BRAND
    return Agency(
        id=data.id,
        name=data.name,
        short_name=data.short_name,
        parent=data.parent,
        abstract=data.abstract,
        annotated=data.annotated,
        public_authority=data.public_authority or (parent.public_authority if parent else "mixed"),
        regulator=data.regulator,
        about=data.about,
        documents=_names(data.documents, places, "documents") or (parent.documents if parent else ()),
        terms=terms,
        roles=roles,
        bodies=bodies,
        law=law,
        brand=brand,
        span=places.value("id"),
    )


def _contacts(blocks: Mapping[str, schemas.ContactBlock], places: Places) -> dict[str, Contact]:
    return {
        key: Contact(
            fields={name: value for name, value in block.model_dump().items() if value is not None},
            span=places.key("contacts", key),
        )
        for key, block in blocks.items()
    }


def _values(values: Mapping[str, str | None], places: Places) -> dict[str, Named]:
    return {key: Named(value, places.key("values", key)) for key, value in values.items() if value}


def _layer_name(
    kind: LayerKind, layer: str, agencies: Mapping[str, Agency], partnerships: Mapping[str, Partnership]
) -> str:
    """Return the name under which a layer's own text is printed."""
    if kind is LayerKind.PARTNERSHIP:
        return partnerships[layer].name if layer in partnerships else layer
    if kind is LayerKind.AGENCY:
        return agencies[layer].name if layer in agencies else layer
    partnership, _, agency = layer.partition("/")
    local = partnerships[partnership].agencies.get(agency) if partnership in partnerships else None
    if local is not None and local.name:
        return local.name
    return agencies[agency].name if agency in agencies else layer

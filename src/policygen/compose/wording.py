"""What names and references mean in one edition: `{{ term.adult }}` and `[[clause-id]]` become words.

Takes prose as it was written; gives prose without placeholders and references, and what could not be resolved.
Substitution comes last of all and puts in plain text: a value can bring no markup with it.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import assert_never

from policygen.compose.hours import hours_words
from policygen.diagnostics import Diagnostic, Span, did_you_mean, error
from policygen.model import addresses
from policygen.model.agencies import Agency
from policygen.model.editions import Edition, EditionClause, Printing
from policygen.model.hours import openings, signs
from policygen.model.library import Library
from policygen.model.partnerships import Contact, LocalAgency, Partnership
from policygen.model.phones import awaited, phone_address, reads_as_phone
from policygen.model.prose import (
    Answer,
    AnswerKind,
    Block,
    Break,
    Code,
    Column,
    Footnote,
    Gap,
    Inline,
    InsertPart,
    Leaf,
    Link,
    Placeholder,
    Reference,
    Str,
    Switch,
    Times,
    chosen,
    has_switch,
    inside,
    plain_words,
    rebuilt,
    without_empty,
)
from policygen.model.protocol import POLICY, ContactSlot, ParamValue, PartKind, Term
from policygen.model.scalars import NOWHERE, Named
from policygen.model.words import DOCUMENTS, Words
from policygen.resolve.packs import Pack, prints
from policygen.resolve.switches import holds

__all__ = ["NOTICES", "RECORD", "Wording", "capital", "email_link", "joined", "phone_link", "plain"]

NOTICES = "law-notices"
"""The computed part that holds every notice about a law."""

RECORD = "record:"
"""What stands before the id of a record in a reference."""

_CONTACT_FIELDS = ("name", "phone", "email", "hours", "address")


def capital(words: str) -> str:
    """Return words with a capital at the front."""
    return words[:1].upper() + words[1:]


def phone_link(number: str, extension: str = "", said: str = "") -> Link:
    """Return a phone number that a phone can dial (RFC 3966), as it is or as it is said."""
    return Link(phone_address(number, extension), (Str(said or number),))


def email_link(address: str) -> Link:
    """Return an address to write to (RFC 6068)."""
    return Link(f"mailto:{address}", (Str(address),))


def plain(inlines: Iterable[Inline]) -> str:
    """Return resolved words as plain text, for labels and titles; a missing local value stands in brackets."""
    return plain_words(inlines, _plain)


def _plain(leaf: Leaf) -> str:
    match leaf:
        case Str(text) | Code(text) | Times(text):
            return text
        case Gap(label):
            return f"[{label}]"
        case Break():
            return " "
        case Answer() | Placeholder() | Switch() | Reference():
            message = f"{type(leaf).__name__} has no place in plain words"
            raise TypeError(message)
        case _:
            assert_never(leaf)


@dataclass
class Wording:
    """The words of one edition. What cannot be resolved is gathered in `found`."""

    pack: Pack
    links_law: bool
    """Whether the document has a list of law to link to."""
    outline: str = ""
    """The id of the outline in whose document it speaks, if there is one."""
    language: str = ""
    """The language of what it says, where that is not the library's."""
    found: list[Diagnostic] = field(default_factory=list)
    library: Library = field(init=False)
    edition: Edition = field(init=False)
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        self.library, self.edition = self.pack.library, self.pack.edition
        self.language = self.language or self.library.language
        self.words = self.library.said(DOCUMENTS, self.language)

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The number of each clause that the edition prints."""
        return self.pack.numbers

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """The document of the pack in which each clause stands."""
        return self.pack.homes

    @cached_property
    def here(self) -> frozenset[str]:
        """The ids of the clauses that the document prints itself."""
        outline = self.library.outlines.get(self.outline)
        if outline is None:
            return frozenset()
        return frozenset(
            item.clause.id for item in self.pack.clauses if item.printing is Printing.PRINTED and prints(outline, item)
        )

    # -- who is speaking ---------------------------------------------------------------------------

    @cached_property
    def agency(self) -> Agency:
        """The agency whose edition it is."""
        return self.library.agencies[self.edition.agency]

    @cached_property
    def partnership(self) -> Partnership:
        """The partnership whose edition it is."""
        return self.library.partnerships[self.edition.partnership]

    @cached_property
    def local(self) -> LocalAgency | None:
        """What the partnership says of this agency."""
        return self.partnership.agencies.get(self.edition.agency)

    @property
    def agency_name(self) -> str:
        """The agency's printed name: its local name where it has one."""
        return self.local.name if self.local is not None and self.local.name else self.agency.name

    def contact(self, key: str) -> Contact | None:
        """Return a contact: the agency's own before the partnership's."""
        return self.partnership.contact(self.edition.agency, key)

    def reach(self, slot: ContactSlot) -> tuple[Inline, ...]:
        """Return who a contact is and the number to call, with gaps for what is missing."""
        contact = self.contact(slot.id)
        fields = contact.fields if contact else {}
        who: list[Inline] = []
        if "name" in fields or "name" in slot.needs:
            who = [Str(fields["name"]) if "name" in fields else self.gap("name"), Str(" ")]
        return (*who, self.phone(contact))

    def phone(self, contact: Contact | None) -> Inline:
        """Return the number of a contact with its extension, as a link, or a gap."""
        fields = contact.fields if contact else {}
        if "phone" not in fields:
            return self.gap("phone")
        number, extension = fields["phone"], fields.get("extension", "")
        said = self.words.say("extension", phone=number, extension=extension) if extension else ""
        return phone_link(number, extension, said)

    def hours(self, contact: Contact | None, *, short: bool = False, opens: bool = False) -> tuple[Inline, ...]:
        """Return the hours of a contact in words, or nothing; `opens` gives them a capital."""
        hours = openings(contact.hours) if contact else ()
        said = hours_words(self.words, hours, short=short)
        return (Times(capital(said) if opens else said, signs(hours)),) if hours else ()

    # -- words around the text ---------------------------------------------------------------------

    def sentence(self, key: str, **given: str | tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Return the words of a key with inlines, or other words, where it leaves something open."""
        made: list[Inline] = []
        text = ""
        for at, part in enumerate(self.words.open(key)):  # words and names in turn
            value = given[part] if at % 2 else part
            if isinstance(value, str):
                text += value
            elif value:
                made += (Str(text), *value)
                text = ""
        return joined(*made, Str(text))

    def series(self, items: Sequence[tuple[Inline, ...]]) -> tuple[Inline, ...]:
        """Return items one after the other: "1, 2 and 3"."""
        if len(items) == 1:
            return items[0]
        *firsts, last = items
        before = joined(*(inline for at, item in enumerate(firsts) for inline in (*([Str(", ")] if at else []), *item)))
        return self.sentence("and", first=before, last=last) if before else last

    def columns(self, table: str, widths: Mapping[str, int]) -> tuple[Column, ...]:
        """Return the heads of a table's columns, by the ends of their keys, with their widths."""
        return tuple(Column((Str(self.words.say(f"{table}-{name}")),), width) for name, width in widths.items())

    def gap(self, key: str) -> Gap:
        """Return a gap for a field of a contact."""
        return self.missing(self.words.say(key))

    def missing(self, label: str) -> Gap:
        """Return a gap for what has this name."""
        return Gap(label, self.words.say("gap", label=label))

    def answer(self, kind: AnswerKind) -> Answer:
        """Return the word that begins an answer."""
        return Answer(kind, self.words.say(kind))

    def law_words(self, law: str) -> str:
        """Return how a law is named in running words: "section 47 of the Children Act 1989"."""
        entry = self.library.law[law]
        if entry.of is None:
            return entry.title
        whole = self.library.law[entry.of]
        article = f"{self.words.say('law-article')} "
        if whole.kind in {"act", "regulations", "rules", "convention"} and not whole.title.startswith(article):
            return self.words.say("law-part", part=entry.title, law=whole.title)
        return f"{whole.title}, {entry.title}"

    # -- blocks ------------------------------------------------------------------------------------

    def blocks(self, blocks: tuple[Block, ...], params: Mapping[str, ParamValue]) -> tuple[Block, ...]:
        """Resolve blocks; `insert` blocks are left for the composer."""
        switched = False

        def said(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
            nonlocal switched
            if not has_switch(run):
                return self.resolved(run, params)
            switched = True
            return self.inlines(run, params)

        made = rebuilt(blocks, said)
        return without_empty(made) if switched else made

    # -- inlines -----------------------------------------------------------------------------------

    def inlines(
        self, inlines: Iterable[Inline], params: Mapping[str, ParamValue], *, opens: bool = True
    ) -> tuple[Inline, ...]:
        """Resolve inlines as the law stands; `opens` says whether the first of them begins a sentence."""
        given = tuple(inlines)
        if has_switch(given):
            given = trimmed(chosen(given, self.holds))
        return self.resolved(given, params, opens=opens)

    def resolved(
        self, inlines: tuple[Inline, ...], params: Mapping[str, ParamValue], *, opens: bool = True
    ) -> tuple[Inline, ...]:
        """Resolve inlines among which is no law switch, and join words that meet; what stays as it is, is itself."""
        if not inlines or (len(inlines) == 1 and isinstance(inlines[0], Str)):
            return inlines  # as most words are
        made: list[Inline] = []
        changed = False
        for inline in inlines:
            said = inline
            if not isinstance(inline, Str):
                begins = _ends(made[-1]) if made else opens
                said = self.inline(inline, params, opens=begins)
                if isinstance(inline, Reference) and begins:
                    said = _capitalised(said)
            changed = changed or said is not inline
            if isinstance(said, Str) and made and isinstance(made[-1], Str):
                made[-1] = Str(made[-1].text + said.text)
                changed = True
            else:
                made.append(said)
        return tuple(made) if changed else inlines

    def holds(self, switch: Switch) -> bool:
        """Say whether the words of a law switch are printed."""
        if switch.law not in self.library.law:
            hint = did_you_mean(switch.law, self.library.law)
            self.found.append(error("PG405", f"no law `{switch.law}`", switch.span, hint=hint))
        return holds(self.library, switch)

    def inline(self, inline: Inline, params: Mapping[str, ParamValue], *, opens: bool) -> Inline:
        """Resolve one inline; `opens` says whether it begins a sentence, as every footnote does."""
        if isinstance(inline, Placeholder):
            return self.placeholder(inline, params)
        if isinstance(inline, Reference):
            return self.reference(inline)
        opens = opens or isinstance(inline, Footnote)
        return inside(inline, lambda children: self.resolved(children, params, opens=opens))

    def placeholder(self, placeholder: Placeholder, params: Mapping[str, ParamValue]) -> Inline:
        """Return what a name stands for: words, a gap where a local value is missing, or an error."""
        space, _, rest = placeholder.name.partition(".")
        known: Iterable[str]
        match space:
            case "term":
                key, _, form = rest.partition(".")
                if (term := self.agency.terms.get(_small(key))) and form in {"", "one", "many", "a"}:
                    return Str(_like(key, self.form(term, form)))
                known = self.agency.terms
            case "role":
                if (role := self.agency.roles.get(_small(rest))) is not None:
                    return Str(_like(rest, role.name))
                known = self.agency.roles
            case "contact":
                key, _, name = rest.partition(".")
                if (slot := self.library.protocol.contacts.get(key)) and name in _CONTACT_FIELDS:
                    contact = self.contact(key)
                    said = contact.fields.get(name) if contact else None
                    if said and name == "phone":
                        return self.phone(contact)
                    if said and name == "email":
                        return email_link(said)
                    if said and name == "hours":
                        return next(iter(self.hours(contact)), Str(said))
                    label = self.words.say("gap-field", label=slot.label, field=self.words.say(name))
                    return Str(said) if said else self.missing(label)
                known = [f"{slot}.{name}" for slot in self.library.protocol.contacts for name in _CONTACT_FIELDS]
            case "value":
                if (wanted := self.library.protocol.values.get(rest)) is not None:
                    value = self.value(rest)
                    if value and reads_as_phone(value.text):
                        return phone_link(value.text)
                    return Str(value.text) if value else self.missing(wanted.label)
                known = self.library.protocol.values
            case "partnership" | "agency":
                names = self.names(space)
                if rest in names:
                    return Str(names[rest])
                known = names
            case _:
                if placeholder.name in params:
                    return Str(str(params[placeholder.name]))
                known = ()
        everything = [f"{space}.{key}" for key in known] or [*params, "term.", "role.", "contact.", "value."]
        hint = did_you_mean(placeholder.name, everything)
        self.found.append(error("PG401", f"no name `{placeholder.name}`", placeholder.span, hint=hint))
        return Str(placeholder.name)

    def form(self, term: Term, form: str) -> str:
        """Return a term for one, for many, or for one with its article."""
        if form == "many":
            return term.many
        if form != "a":
            return term.one
        key = "an" if term.one[:1].lower() in self.words.say("an-letters") else "a"
        return term.article or self.words.say(key, term=term.one)

    def value(self, key: str) -> Named | None:
        """Return a local value: the agency's own before the partnership's."""
        own = self.local.values.get(key) if self.local else None
        value = own or self.partnership.values.get(key)
        return None if value is None or awaited(value.text) else value

    def names(self, space: str) -> Mapping[str, str]:
        """Return the fields of the partnership or the agency that text may name."""
        if space == "agency":
            return {"name": self.agency_name, "short_name": self.agency.short_name}
        partnership = self.partnership
        return {
            "name": partnership.name,
            "short_name": partnership.short_name,
            "area": partnership.area,
            "site_url": partnership.site_url,
        }

    def reference(self, reference: Reference) -> Inline:
        """Return a reference as a link, or as its own words where this edition does not print its target."""
        kind, colon, name = reference.target.partition(":")
        if colon and kind == "law":
            return self.law(reference, name)
        if colon and kind == "doc":
            return self.document(reference, name)
        if colon and kind == "record":
            return self.record(reference, name)
        target = reference.target
        if target in self.homes:
            return self.clause(target, reference.span)
        if target not in self.pack.known and target not in self.pack.inserted:
            hint = self.library.gone(target) or did_you_mean(target, self.pack.known)
            self.found.append(error("PG403", f"no clause `{target}`", reference.span, hint=hint))
        elif reference.words is None:
            message = f"the edition of `{self.edition.agency}` does not print `{target}`, and this reference needs it"
            if target in self.numbers:
                message = f"the pack of `{self.edition.agency}` has no document with `{target}`, and this needs it"
            words = f"give it words of its own: [[{target}|words]]"
            self.found.append(error("PG404", message, reference.span, hint=words))
        return Str(reference.words or target)

    def clause(self, target: str, span: Span = NOWHERE) -> Link:
        """Return the way to a clause that stands in the pack: its number, and its document where that is another."""
        number = self.numbers[target]
        if target in self.here:
            return Link(f"#{target}", (Str(self.words.say("paragraph", number=number)),), page=True, span=span)
        words = self.words.say("paragraph", number=number)
        if self.outline or self.homes[target] != POLICY:  # a guide and a record mean the policy where they say no more
            words = self.words.say("paragraph-in", number=number, document=self.home(target))
        return Link(self.place(target), (Str(words),), span=span)

    def way(self, target: str, words: str, anchor: str = "") -> Inline:
        """Return words that lead to a clause of the edition, or to an anchor of its document, where the pack has it."""
        if target not in self.homes:
            return Str(words)
        return Link(self.place(target, anchor), (Str(words),))

    def home(self, target: str) -> str:
        """Return the title of the document in which a clause of the pack stands."""
        return self.library.outlines[self.homes[target]].title

    def place(self, target: str, anchor: str = "") -> str:
        """Return the address of a clause that stands in the pack, or of an anchor of its document."""
        return self.at(self.outline if target in self.here else self.homes[target], anchor or target)

    def at(self, home: str, anchor: str) -> str:
        """Return the address of an anchor in the document of an outline of the pack, which may be this one."""
        return f"{'' if home == self.outline else f'{home}.html'}#{anchor}"

    @cached_property
    def notices(self) -> Mapping[str, str]:
        """The document in which the notice about each law stands that nobody has confirmed: this one, if it has it."""
        laws = [law.id for law in self.library.law.values() if law.unconfirmed]
        noticing = [(item, named) for item in self.pack.clauses if (named := _noticed(item, laws))]
        found: dict[str, str] = {}
        for outline in sorted(self.pack.outlines, key=lambda outline: outline.id != self.outline):
            for item, named in noticing:
                if prints(outline, item):
                    found |= {law: outline.id for law in named if law not in found}
        return found

    def notice(self, law: str, words: str) -> Inline:
        """Return words that lead to the notice about a law, where the pack has it."""
        home = self.notices.get(law)
        if home is None:
            return Str(words)
        return Link(self.at(home, addresses.law_notice(law)), (Str(words),), page=home == self.outline)

    @cached_property
    def notes(self) -> Mapping[str, str]:
        """The parts that list the editor's notes, by their documents: this one first, then the others of the pack."""
        listing = (PartKind.ANNEX_NOTES, PartKind.ANNEX_CORRECTIONS)
        outlines = sorted(self.pack.outlines, key=lambda outline: outline.id != self.outline)
        return {outline.id: part.text for outline in outlines for part in outline.parts if part.text in listing}

    def correction(self, name: str) -> Inline:
        """Return the number of an editor's note, as the way to it in the first document that lists them."""
        return Link(self.at(next(iter(self.notes)), addresses.note(name)), (Str(str(int(name[1:]))),))

    def law(self, reference: Reference, name: str) -> Inline:
        if name not in self.library.law:
            hint = did_you_mean(name, self.library.law)
            self.found.append(error("PG405", f"no law `{name}`", reference.span, hint=hint))
            return Str(reference.target)
        words = reference.words or self.law_words(name)
        whole = self.library.law[name].of or name
        return (
            Link(f"#{addresses.law_entry(whole)}", (Str(words),), span=reference.span) if self.links_law else Str(words)
        )

    def record(self, reference: Reference, name: str) -> Inline:
        """Return the name of a record template: "the record F05"."""
        if name not in self.library.records:
            hint = did_you_mean(name, self.library.records)
            self.found.append(error("PG409", f"no record `{name}`", reference.span, hint=hint))
            return Str(reference.target)
        ours = self.has_record(name)
        if reference.words is None and not ours:
            message = f"`{self.edition.agency}` does not have the record `{name}`, and this reference needs it"
            self.found.append(error("PG404", message, reference.span, hint=f"give it words: [[record:{name}|words]]"))
        words = reference.words or self.words.say("record", id=name)
        return self.record_link(name, words, reference.span) if ours else Str(words)

    def has_record(self, name: str) -> bool:
        """Say whether the agency's pack holds a record."""
        return name in self.pack.records

    def record_link(self, name: str, words: str, span: Span = NOWHERE) -> Link:
        """Return words that lead to a record of the pack."""
        return Link(f"record-{name}.html", (Str(words),), span=span)

    def document(self, reference: Reference, name: str) -> Inline:
        if name not in self.library.outlines:
            hint = did_you_mean(name, self.library.outlines)
            self.found.append(error("PG406", f"no document `{name}`", reference.span, hint=hint))
            return Str(reference.target)
        words = reference.words or self.library.outlines[name].title
        if all(outline.id != name for outline in self.pack.outlines):
            if reference.words is None:
                message = f"`{self.edition.agency}` does not have the document `{name}`, and this reference needs it"
                hint = f"give it words: [[doc:{name}|words]]"
                self.found.append(error("PG404", message, reference.span, hint=hint))
            return Str(words)
        return Str(words) if name == self.outline else Link(f"{name}.html", (Str(words),), span=reference.span)


def _noticed(item: EditionClause, laws: Collection[str]) -> Collection[str]:
    """Return the laws whose notices stand with a clause: all where it has them set in, else that for which it waits."""
    if item.printing is Printing.PRINTED:
        return (
            laws if any(isinstance(block, InsertPart) and block.name == NOTICES for block in item.clause.body) else ()
        )
    when = item.clause.when
    return (when.law.text,) if item.printing is Printing.WAITING and when is not None else ()


def joined(*inlines: Inline) -> tuple[Inline, ...]:
    """Return inlines in which words that meet are one, and none are empty."""
    made: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Str) and made and isinstance(made[-1], Str):
            made[-1] = Str(made[-1].text + inline.text)
        elif not _is_nothing(inline):
            made.append(inline)
    return tuple(made)


def _is_nothing(inline: Inline) -> bool:
    return isinstance(inline, Str) and not inline.text


def trimmed(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """Return inlines with the spaces taken out that words leave behind: at both ends, and two in a row."""
    made = [Str(re.sub(" {2,}", " ", each.text)) if isinstance(each, Str) else each for each in joined(*inlines)]
    if made and isinstance(made[0], Str):
        made[0] = Str(made[0].text.lstrip())
    if made and isinstance(made[-1], Str):
        made[-1] = Str(made[-1].text.rstrip())
    return tuple(inline for inline in made if not _is_nothing(inline))


def _ends(last: Inline) -> bool:
    """Say whether what comes after this begins a sentence."""
    return isinstance(last, Break) or (isinstance(last, Str) and last.text.endswith((". ", "? ", "! ")))


def _capitalised(said: Inline) -> Inline:
    match said:
        case Link(href, (Str(text),), page, span):
            return Link(href, (Str(capital(text)),), page, span)
        case Str(text):
            return Str(capital(text))
        case _:
            return said


def _small(key: str) -> str:
    return key[:1].lower() + key[1:]


def _like(key: str, words: str) -> str:
    """Give words a capital where their key was written with one."""
    return capital(words) if key[:1].isupper() else words

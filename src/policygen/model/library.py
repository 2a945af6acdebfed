"""Everything that was authored, in one value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policygen.model.agencies import Agency
from policygen.model.guides import Guide
from policygen.model.leaflets import Language, Leaflet, Point
from policygen.model.partnerships import Partnership
from policygen.model.protocol import Clause, Insert, Layer, Outline, Protocol, Section
from policygen.model.records import Record
from policygen.model.registers import BannedWords, BodyType, Correction, GlossaryEntry, Law, Provision
from policygen.model.scalars import SOURCE_TAG
from policygen.model.sheets import Sheet
from policygen.model.tokens import Tokens
from policygen.model.words import Words

__all__ = [
    "Library",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything that was loaded."""

    protocol: Protocol
    sections: tuple[Section, ...]
    layers: Mapping[str, Layer]
    agencies: Mapping[str, Agency]
    partnerships: Mapping[str, Partnership]
    law: Mapping[str, Law]
    bodies: Mapping[str, BodyType]
    provisions: Mapping[str, Provision]
    corrections: Mapping[str, Correction]
    glossary: tuple[GlossaryEntry, ...]
    wording: tuple[BannedWords, ...]
    outlines: Mapping[str, Outline]
    records: Mapping[str, Record]
    guides: Mapping[str, Guide]
    sheets: Mapping[str, Sheet]
    languages: Mapping[str, Language]
    words: Mapping[str, Mapping[str, Words]]
    """What pages say around the text, by group and language."""
    leaflets: Mapping[str, Mapping[str, Leaflet]]
    """Leaflets by id, then by language; every leaflet has one in the source language."""
    points: tuple[Point, ...]
    tokens: Tokens
    language: str = SOURCE_TAG
    """The language of the text."""

    def said(self, group: str, language: str = "") -> Words:
        """Return the words of a group in a language, that of the text unless another is given.

        What nobody has translated stays in the source language. Raises `KeyError` where that is missing too (PG233).
        """
        words = self.words[group]
        return words.get(language or self.language) or words[SOURCE_TAG]

    def lineage(self, agency: str) -> tuple[str, ...]:
        """Return an agency's ancestors from the top, itself last."""
        line: list[str] = []
        at: str | None = agency
        while at is not None and at in self.agencies and at not in line:
            line.append(at)
            at = self.agencies[at].parent
        return tuple(reversed(line))

    def clauses(self) -> Iterator[tuple[str, Clause]]:
        """Yield every clause that was written, with the layer that wrote it: the base first, then layer by layer."""
        for section in self.sections:
            yield from (("base", clause) for clause in section.clauses)
        for layer in self.layers.values():
            yield from ((layer.id, edit.clause) for edit in layer.edits if isinstance(edit, Insert))

    def gone(self, clause: str) -> str | None:
        """Return what to write in place of a clause that was withdrawn; none if no such clause was."""
        for old in (old for section in self.sections for old in section.withdrawn if old.id == clause):
            return f"it was withdrawn: `{old.now.text}` says it now" if old.now is not None else "it was withdrawn"
        return None

    def rendered(self) -> tuple[str, ...]:
        """Return the ids of the agencies that may get documents, in the order of the register."""
        return tuple(agency.id for agency in self.agencies.values() if not agency.abstract)

    def members(self, partnership: str) -> tuple[str, ...]:
        """Return those that get documents in a partnership, in the same order: all, unless it chooses some."""
        chosen = {name.text for name in self.partnerships[partnership].chosen}
        return tuple(agency for agency in self.rendered() if not chosen or agency in chosen)

    def bars(self, partnership: str, agency: str) -> tuple[bool, ...]:
        """Return a bar for each agency of a partnership: the tall ones are true, all of them in the full edition."""
        return tuple(self.agencies[agency].annotated or name == agency for name in self.members(partnership))

    def law_title(self, law: str) -> str:
        """Return the printed name of a law: "Children Act 1989, section 47"."""
        entry = self.law[law]
        return f"{self.law[entry.of].title}, {entry.title}" if entry.of else entry.title

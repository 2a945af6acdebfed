"""The kinds of files and blocks: where each stands, and the noun that it holds.

Takes the paths of a project; gives its files by kind. A new kind of file is one row of `FILES`, and a line in `load`
that says what becomes of it: from its noun follow validation and what editors are told.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from policygen.diagnostics import Outcome, Pos, RelPath, Span, error
from policygen.model.agencies import Agency
from policygen.model.guides import Guide
from policygen.model.leaflets import Language, Leaflet, LeafletPart, Point
from policygen.model.partnerships import LocalAgency, Partnership, SignOffRegister
from policygen.model.projects import ProjectFile
from policygen.model.protocol import Clause, EditBlock, Outline, Protocol, Section
from policygen.model.records import Record
from policygen.model.registers import BannedWords, Correction, GlossaryEntry, LawRegister, Provision
from policygen.model.sheets import Sheet
from policygen.model.tokens import Tokens
from policygen.model.words import Words
from policygen.source.tree import SourceTree

__all__ = ["BLOCKS", "FILES", "RESERVED", "File", "FileKind", "Files", "sort_files"]

RESERVED = ("search", "check", "assets", "families", "editions", "all", "base")
"""Names of folders of the site, of everyone and of the base layer, which no partnership or agency may take."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its name, where it stands, and the noun of its data or front matter; edits have none."""

    name: str
    pattern: str
    noun: object = None

    @property
    def glob(self) -> str:
        """Where it stands, as editors write it: an asterisk for each name."""
        names = re.sub(r"\(\?P<\w+>[^()]*\)|\[[^\]]*\]\+|(?:\\d)+", "*", self.pattern)
        return names.replace("\\.", ".")


FILES = (
    FileKind("project", r"content/project\.yaml", ProjectFile),
    FileKind("protocol", r"content/protocol\.yaml", Protocol),
    FileKind("section", r"content/protocol/\d\d-[a-z0-9-]+\.md", Section),
    FileKind("document", r"content/documents/(?P<id>[a-z0-9-]+)\.yaml", Outline),
    FileKind("law", r"content/law\.yaml", LawRegister),
    FileKind("provisions", r"content/provisions\.yaml", tuple[Provision, ...]),
    FileKind("editors-notes", r"content/editors-notes\.yaml", tuple[Correction, ...]),
    FileKind("glossary", r"content/glossary\.yaml", tuple[GlossaryEntry, ...]),
    FileKind("wording", r"content/wording\.yaml", tuple[BannedWords, ...]),
    FileKind("record", r"content/records/(?P<id>[A-Za-z0-9-]+)\.yaml", Record),
    FileKind("guide", r"content/guides/(?P<id>[a-z0-9-]+)\.yaml", Guide),
    FileKind("sheet", r"content/sheets/(?P<id>[a-z0-9-]+)\.yaml", Sheet),
    FileKind("languages", r"content/languages\.yaml", tuple[Language, ...]),
    FileKind("words", r"content/words/(?P<group>leaflets|documents|site)/(?P<id>[A-Za-z-]+)\.yaml", Words),
    FileKind("must-say", r"content/leaflets/must-say\.yaml", tuple[Point, ...]),
    FileKind("leaflet", r"content/leaflets/(?P<id>[a-z0-9-]+)/(?P<language>[A-Za-z-]+)\.md", Leaflet),
    FileKind("partnership", r"content/partnerships/(?P<id>[a-z0-9-]+)/partnership\.yaml", Partnership),
    FileKind("sign-off", r"content/partnerships/(?P<id>[a-z0-9-]+)/sign-off\.yaml", SignOffRegister),
    FileKind(
        "values",
        r"content/partnerships/(?P<partnership>[a-z0-9-]+)/agencies/(?P<id>[a-z0-9-]+)/values\.yaml",
        LocalAgency,
    ),
    FileKind(
        "local-edits",
        r"content/partnerships/(?P<partnership>[a-z0-9-]+)/agencies/(?P<id>[a-z0-9-]+)/[a-z0-9-]+\.md",
    ),
    FileKind("partnership-edits", r"content/partnerships/(?P<id>[a-z0-9-]+)/[a-z0-9-]+\.md"),
    FileKind("tokens", r"templates/tokens\.yaml", Tokens),
    FileKind("agency", r"agencies/(?P<id>[a-z0-9-]+)/agency\.yaml", Agency),
    FileKind("agency-edits", r"agencies/(?P<id>[a-z0-9-]+)/[a-z0-9-]+\.md"),
)
"""Every kind of file; the first whose pattern fits takes a file."""

BLOCKS: Mapping[str, type] = {"clause": Clause, "edit": EditBlock, "part": LeafletPart}
"""The fenced blocks that stand under a heading, and the noun of each."""

_COPY = re.compile(r"\bcopy\b|\(\d+\)|\.(?:bak|orig|old|tmp|rej|swp)$|^#", re.IGNORECASE)
"""How the names of copies look that Windows, macOS, git and editors make."""

_OFFICE = (".docx", ".doc", ".pdf", ".xlsx", ".xls", ".pptx", ".ppt", ".odt", ".ods", ".rtf", ".html", ".htm", ".msg")
"""Endings of files that hold words, and are not text."""

_HOMES = {
    "agency.yaml": "agencies/<id>/agency.yaml",
    "partnership.yaml": "content/partnerships/<id>/partnership.yaml",
    "sign-off.yaml": "content/partnerships/<id>/sign-off.yaml",
    "values.yaml": "content/partnerships/<id>/agencies/<agency>/values.yaml",
}
"""Where files stand whose names are the same everywhere."""

_PATTERNS = tuple((kind.name, re.compile(kind.pattern + r"\Z")) for kind in FILES)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a kind, and what its path names."""

    kind: str
    path: RelPath
    names: Mapping[str, str]

    @property
    def top(self) -> Span:
        """Return its first character, the place of what is wrong with the whole of it."""
        return Span(self.path, Pos(1, 1), Pos(1, 1))


Files = Mapping[str, tuple[File, ...]]
"""Files by the names of their kinds."""


def sort_files(tree: SourceTree) -> Outcome[Files]:
    """Sort the files by kind; one that nothing reads is an error (PG106), for it was written to be read."""
    kinds: dict[str, list[File]] = {kind.name: [] for kind in FILES}
    found = []
    for path in sorted({*tree.files, *tree.unread}):
        matches = ((name, match) for name, pattern in _PATTERNS if (match := pattern.match(path)))
        if (first := next(matches, None)) is not None:
            name, match = first
            kinds[name].append(File(name, path, match.groupdict()))
        elif path not in tree.unread and not path.startswith("templates/"):
            found.append(error("PG106", "nothing reads this file", File("", path, {}).top, hint=_meant(path)))
    return Outcome({name: tuple(files) for name, files in kinds.items()}, tuple(found))


def _meant(path: RelPath) -> str:
    """Return what to do with a file that nothing reads: rename it, move it, or take it away."""
    folder, _, name = path.rpartition("/")
    if _COPY.search(name):
        return "this looks like a copy: take it out of the project"
    if name.lower().endswith(_OFFICE):
        return "only texts are read (.md and .yaml): write what it says into one, and keep this file elsewhere"
    plain = unicodedata.normalize("NFKD", path).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[\s_]+", "-", re.sub(r"(\.(?:md|yaml))?\.(?:markdown|txt|yml|md|yaml)$", _ending, plain))
    for meant in (
        plain,
        re.sub(r"(?<=/)(\d)(?=-[^/]*$)", r"0\1", plain),
        re.sub(r"(?<=/)0+(?=\d\d-[^/]*$)", "", plain),
    ):
        if meant != path and any(pattern.match(meant) for _, pattern in _PATTERNS):
            return f"rename it: `{meant}`"
    if place := _HOMES.get(name):
        return f"a file of this name stands elsewhere: {place}"
    if folder == "content/protocol" and name.endswith(".md"):
        return "a section begins with two digits and a hyphen, which give its place: 03-families.md"
    if folder == "content/protocol" or folder.startswith("content/protocol/"):
        return "files of sections stand in content/protocol itself, as in content/protocol/03-families.md"
    return "file names are small letters, digits and hyphens; docs/authoring.md lists the places"


def _ending(match: re.Match[str]) -> str:
    """Return the ending by which a file is read, for one that another program gave it."""
    return match[1] or (".yaml" if match.group().endswith(("yml", "yaml")) else ".md")

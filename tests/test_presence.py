"""Nobody's text reaches somebody else: what a layer says is in its own documents and in no others, metadata included.

A sentence counts as a layer's own when the layer wrote it and nobody else did. Only sentences without a name or a
reference in them are looked for: the others read differently in each edition. What the registers say is everybody's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

import pytest

from policygen.compose.wording import Wording
from policygen.model.editions import Edition, Printing
from policygen.model.library import Library
from policygen.model.policies import Annex
from policygen.model.prose import Block, Definitions, Inline, List, Paragraph, Quote, Str, Subheading, Switch, Table
from policygen.model.protocol import Annotate, Insert, Replace
from policygen.project import Project
from policygen.render.html.markup import plain_text
from policygen.resolve.packs import Pack, standing
from tests.content.copies import Copy
from tests.content.reading import words_of

LEAST = 5
"""Shorter sentences are anybody's."""

NOTES = "Editor’s notes"
SHORT = "Corrections to the source, in short"
"""The heading of the list that says what is right, and not what the source said."""
MARKS = str.maketrans("‘’“”", "''\"\"")
REGISTERS = ("content/law.yaml", "content/glossary.yaml", "content/editors-notes.yaml", "content/protocol.yaml")


def test_every_layer_says_something_of_its_own(shipped: Project) -> None:
    assert shipped.library is not None
    own = own_sentences(shipped.library)
    assert own.keys() == {"base", *shipped.library.layers}
    assert all(own.values()), {layer for layer, said in own.items() if not said}


def test_what_an_edition_prints_is_in_both_files_of_the_document_in_which_it_stands(
    shipped: Project,
    haystacks: Mapping[str, Mapping[str, str]],
    copies: dict[str, Copy],
) -> None:
    assert shipped.library is not None
    for name, copy in copies.items():
        homes = standing(shipped.library, copy.edition)
        here = [item for item in copy.edition.clauses() if homes.get(item.clause.id) == copy.document.id]
        said = {
            sentence
            for item in here
            for text in (item.clause.body, *(note.body for note in item.notes))
            for sentence in sentences(text)
        }
        assert len(said) > 100 or copy.document.id != "policy", name
        for file, haystack in haystacks[name].items():
            assert [sentence for sentence in sorted(said) if sentence not in haystack] == [], (name, file)


def test_what_a_layer_says_is_in_no_edition_of_others(
    shipped: Project,
    haystacks: Mapping[str, Mapping[str, str]],
    copies: dict[str, Copy],
) -> None:
    assert shipped.library is not None
    own = own_sentences(shipped.library)
    for name, copy in copies.items():
        foreign = {line for layer, said in own.items() if layer not in copy.edition.layers for line in said}
        assert foreign, name
        rightful = everybodys(shipped) + ours(copy)
        for file, haystack in haystacks[name].items():
            assert leaks(haystack, foreign, rightful) == [], (name, file)


def test_what_an_edition_does_not_print_is_nowhere_in_it(
    shipped: Project,
    haystacks: Mapping[str, Mapping[str, str]],
    copies: dict[str, Copy],
) -> None:
    for name, copy in copies.items():
        hidden = {
            line
            for item in copy.edition.clauses()
            if item.printing is not Printing.PRINTED
            for text in (item.clause.body, *(note.body for note in item.notes))
            for line in sentences(text)
        }
        rightful = everybodys(shipped) + ours(copy)
        for file, haystack in haystacks[name].items():
            assert leaks(haystack, hidden, rightful) == [], (name, file)
        numbers = [tag for tag in re.findall(r"<[^>]* data-number=[^>]*>", copy.web_page) if "data-force" not in tag]
        assert all(set(re.findall(r"([a-z-]+)=", tag)) <= {"class", "id", "data-number"} for tag in numbers), name


def test_what_is_superseded_stands_after_the_heading_of_the_notes_only(
    shipped: Project,
    copies: dict[str, Copy],
) -> None:
    library = shipped.library
    assert library is not None
    for name, copy in copies.items():
        annexes = {part.id for part in copy.document.parts if isinstance(part, Annex)}
        has_notes = "annex-notes" in annexes
        heading = SHORT if "annex-corrections" in annexes and not has_notes else NOTES
        for file, text in shown(copy).items():
            assert text.count(NOTES) == has_notes, (name, file)
            before, _, after = text.rpartition(heading) if heading in text else (text, "", "")
            assert superseded(library, plain(before)) == [], (name, file)
            used = [note for note in library.corrections.values() if plain(note.source_said) in plain(after)]
            assert bool(used) == has_notes, (name, file)


def test_metadata_holds_nothing_superseded(shipped: Project, copies: dict[str, Copy]) -> None:
    assert shipped.library is not None
    for name, copy in copies.items():
        attributes = " ".join(unescape(value) for value in re.findall(r'[a-z-]+="([^"]*)"', copy.web_page))
        meta = " ".join(str(value) for value in (copy.pdf.reader.metadata or {}).values())
        titles = " ".join(title for _, title, _ in copy.pdf.bookmarks())
        assert superseded(shipped.library, plain(f"{attributes} {meta} {titles}")) == [], name


@pytest.mark.parametrize(
    "place", ["<p>{}</p>", "<!-- {} -->", '<p title="{}"></p>', "<p><b>{}</b></p>", '<meta name="x" content="{}">']
)
def test_a_planted_leak_is_found(shipped: Project, copies: dict[str, Copy], place: str) -> None:
    assert shipped.library is not None
    own = own_sentences(shipped.library)
    copy = next(copy for copy in copies.values() if "police" not in copy.edition.layers)
    line = max(own["police"], key=len)
    first, _, rest = line.partition(" ")
    words = f"{first}\n  {rest}" if "<b>" not in place else f"{first} </b><i>{rest}</i><b>"
    spoiled = copy.web_page.replace("</body>", place.format(words) + "</body>")
    assert leaks(everything(spoiled), own["police"]) == [line]


def test_a_planted_claim_is_found(shipped: Project) -> None:
    library = shipped.library
    assert library is not None
    for item in library.wording:
        assert item.match in superseded(library, plain(f"We say: {item.match.upper()}, and more."))
    for note in library.corrections.values():
        assert note.id in superseded(library, plain(f"Before. {note.source_said} After."))


@pytest.fixture(scope="session")
def haystacks(copies: dict[str, Copy]) -> dict[str, dict[str, str]]:
    """Everything that is written in the files of each document, attributes and metadata too."""
    return {
        name: {"html": everything(copy.web_page), "pdf": plain(copy.pdf.everything())} for name, copy in copies.items()
    }


def leaks(haystack: str, lines: Iterable[str], rightful: str = "") -> list[str]:
    """Return the sentences that stand in a text and have no right to; `rightful` is what may stand there."""
    return [line for line in sorted(lines) if line in haystack and line not in rightful]


def ours(copy: Copy) -> str:
    """Return what the clauses of an edition say as they were written."""
    return " ".join(plain(words) for text in printed(copy.edition) for words in runs(text))


def everybodys(shipped: Project) -> str:
    """Return what the registers say, and how they name laws: each edition may print it."""
    library = shipped.library
    assert library is not None
    texts = [text for path, text in shipped.tree.texts.items() if path.startswith(REGISTERS)]
    wording = Wording(Pack(library, shipped.editions[0]), links_law=False)
    names = [name for law in library.law for name in (library.law_title(law), wording.law_words(law))]
    return " ".join(plain(text) for text in (*texts, *names))


def superseded(library: Library, text: str) -> list[str]:
    """Return the banned words and the corrected claims that stand in a text."""
    folded = text.casefold()
    found = [
        item.match
        for item in library.wording
        if (words := plain(item.match).casefold()) in folded and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", folded)
    ]
    return found + [note.id for note in library.corrections.values() if plain(note.source_said) in text]


def everything(page: str) -> str:
    """Return the words of a page, and the page itself with all its attributes and comments."""
    return f"{plain(' '.join(words_of(page)))} {plain(unescape(page))}"


def shown(copy: Copy) -> dict[str, str]:
    """Return what a reader sees of both files, running feet included."""
    body = copy.web_page.partition("<body>")[2].partition("</body>")[0]
    return {
        "html": " ".join(words_of(body)).replace("'", "’"),
        "pdf": " ".join([*copy.pdf.artifacts, *copy.pdf.words()]).replace("'", "’"),
    }


def own_sentences(library: Library) -> dict[str, set[str]]:
    """Return the sentences that one layer wrote and no other did."""
    said: dict[str, set[str]] = {"base": {line for text in base(library) for line in sentences(text)}}
    for layer in library.layers.values():
        texts = [
            edit.clause.body if isinstance(edit, Insert) else edit.body
            for edit in layer.edits
            if isinstance(edit, Insert | Annotate | Replace)
        ]
        said[layer.id] = {line for text in texts for line in sentences(text)}
    return {
        layer: lines - {line for other, theirs in said.items() if other != layer for line in theirs}
        for layer, lines in said.items()
    }


def base(library: Library) -> Iterator[tuple[Block, ...]]:
    for section in library.sections:
        for clause in section.clauses:
            yield clause.body


def printed(edition: Edition) -> Iterator[tuple[Block, ...]]:
    for item in edition.clauses():
        if item.printing is Printing.PRINTED:
            yield item.clause.body
            yield from (note.body for note in item.notes)


def sentences(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the sentences of a text, cells and items too, that hold neither names nor references."""
    for words in runs(blocks):
        for line in re.split(r"(?<=[.?!:])\s+", plain(words)):
            if len(line.split()) >= LEAST and "{{" not in line and "[[" not in line:
                yield line


def runs(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(children) | Subheading(_, children):
                yield unswitched(children)
            case List(_, _, items):
                for item in items:
                    yield from runs(item)
            case Quote(inner):
                yield from runs(inner)
            case Definitions(items):
                for term, means in items:
                    yield unswitched(term)
                    yield from runs(means)
            case Table(columns, rows):
                yield from (plain_text(column.title) for column in columns)
                yield from (unswitched(cell) for row in rows for cell in row)
            case _:
                continue


def unswitched(inlines: Iterable[Inline]) -> str:
    """Return words with a mark for each law switch in place of what it switches: that is not printed everywhere."""
    kept: list[Inline] = []
    switched = False
    for inline in inlines:
        if isinstance(inline, Switch):
            kept += [] if switched else [Str("{{ }}")]
            switched = inline.word != "end"
        elif not switched:
            kept.append(inline)
    return plain_text(kept)


def plain(text: str) -> str:
    """Return a text with one kind of space and one kind of each quotation mark."""
    return " ".join(text.split()).translate(MARKS)

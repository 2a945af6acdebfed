"""How tests read what was built: the words of a page in order, and the words and tags of a PDF.

Neither side knows the other: pages are read with the HTML parser of the standard library, the tags of a PDF with pypdf,
and its letters with pdfium.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from pypdf.generic import DictionaryObject

FLOWING = frozenset({"a", "code", "em", "span", "strong"})
"""Elements inside a line: they break no word."""

APART = frozenset({"num", "f", "ans"})
"""Classes of elements inside a line that are set apart from it."""

HYPHENS = "\x02\ufffe"
"""What pdfium reads for a hyphen at the end of a line."""

VOID = frozenset({"input", "br", "col", "link", "meta"})


def main_of(page: str) -> str:
    """Return the `<main>` of a page as it stands there."""
    found = re.findall(r"<main .*?</main>", page, re.DOTALL)
    assert len(found) == 1
    return found[0]


def laid_over(pdf: Path | bytes) -> list[tuple[int, str, str]]:
    """Return words of a PDF that are printed over others: the page, from 1, and both runs of words.

    Two runs count when they share more than a point of width and four tenths of the lower one's height.
    """
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            text = document[number].get_textpage()
            boxes = sorted((text.get_rect(at) for at in range(text.count_rects())), key=lambda box: -box[3])
            for at, (left, bottom, right, top) in enumerate(boxes):
                for other in boxes[at + 1 :]:
                    if other[3] <= bottom:
                        break
                    width = min(right, other[2]) - max(left, other[0])
                    height = min(top, other[3]) - max(bottom, other[1])
                    if width > 1 and height > 0.4 * min(top - bottom, other[3] - other[1]):
                        said = text.get_text_bounded(left, bottom, right, top), text.get_text_bounded(*other)
                        found.append((number + 1, *said))
    return found


def off_page(pdf: Path | bytes) -> list[tuple[int, str]]:
    """Return words of a PDF that a printer would cut: those nearer than 3 points to an edge, each with its page."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            width, height = document[number].get_size()
            text = document[number].get_textpage()
            for at in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(at)
                if left < 3 or bottom < 3 or right > width - 3 or top > height - 3:
                    found.append((number + 1, text.get_text_bounded(left, bottom, right, top)))
    return found


class Words(HTMLParser):
    """Gathers the words of HTML in order; `shown` tells what print writes for a link that leads to a fragment."""

    def __init__(self, shown: Callable[[str, str], str], *, marks: bool) -> None:
        super().__init__()
        self.shown = shown
        self.marks = marks
        self.text: list[str] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.counts: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if not self.flows(tag, given):
            self.text.append(" ")
        if tag in VOID:
            return
        self.open.append((tag, given))
        if tag == "ol":
            self.counts.append(int(given.get("start", 1)))
        if tag == "li" and self.marks and not self.within("toc", "musts", "opening"):
            if self.holder("ol", "ul") == "ol":
                self.text.append(f"{self.counts[-1]}. ")
                self.counts[-1] += 1
            else:
                self.text.append("• ")

    def handle_endtag(self, tag: str) -> None:
        opened, given = self.open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"
        if tag == "ol":
            self.counts.pop()
        if tag == "a" and given["href"].startswith("#"):
            kind = given.get("class", "") or ("line" if self.within("toc", "musts") else "")
            self.text.append(self.shown(kind, given["href"][1:]))
        if not self.flows(tag, given):
            self.text.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.holder("style"):
            self.text.append(data)

    def flows(self, tag: str, given: dict[str, str]) -> bool:
        return tag in FLOWING and not APART & set(given.get("class", "").split())

    def within(self, *classes: str) -> bool:
        return any(set(classes) & set(given.get("class", "").split()) for _, given in self.open)

    def holder(self, *tags: str) -> str:
        return next((tag for tag, _ in reversed(self.open) if tag in tags), "")


def words_of(
    html: str, shown: Callable[[str, str], str] = lambda kind, target: "", *, marks: bool = False
) -> list[str]:
    """Return the words of HTML in order; with `marks`, the marks of lists among them."""
    reader = Words(shown, marks=marks)
    reader.feed(html)
    reader.close()
    assert not reader.open
    return "".join(reader.text).split()


@dataclass(frozen=True, slots=True)
class Tag:
    """A structure element: its type, its entries, and its elements and pieces of content in reading order."""

    kind: str
    entries: DictionaryObject
    kids: "tuple[Tag | tuple[int, int] | DictionaryObject, ...]"
    """An element, a piece of content as page and number (from 0), or an annotation."""

    def walk(self) -> "Iterator[Tag]":
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.walk()

    def content(self) -> Iterator[tuple[int, int]]:
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.content()
            elif isinstance(kid, tuple):
                yield kid


@dataclass(frozen=True, slots=True)
class Piece:
    """What pdfium reads of one piece of marked content, and the piece that goes on in the same word, if any does."""

    text: str
    follower: tuple[int, int] | None


class Pdf:
    """A PDF as other programs read it."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        self.reader = pypdf.PdfReader(io.BytesIO(data))
        self.root: Any = self.reader.trailer["/Root"]
        self.page_of = {page.indirect_reference.idnum: n for n, page in enumerate(self.reader.pages)}  # type: ignore[union-attr]
        self.tree = self._tag(self.root["/StructTreeRoot"]["/K"][0].get_object())
        self.artifacts: list[str] = []
        """The words of each page that are not content: running heads and feet, and the strip."""
        self.pieces: dict[tuple[int, int], Piece] = {}
        with pypdfium2.PdfDocument(data) as document:
            for number in range(len(document)):
                self._read(document[number], number)

    def text(self, tag: Tag | None = None) -> str:
        """Return the words of an element, or of the whole structure, in reading order."""
        keys = list((tag or self.tree).content())
        parts = []
        for key, following in zip(keys, [*keys[1:], None], strict=True):
            piece = self.pieces[key]
            parts.append(piece.text if piece.follower == following else piece.text + " ")
        return "".join(parts)

    def words(self, tag: Tag | None = None) -> list[str]:
        return self.text(tag).split()

    def everything(self) -> str:
        """Return all that is written in it: content, what is not content, names of links, bookmarks, metadata."""
        notes = [
            note.get_object().get("/Contents", "") for page in self.reader.pages for note in page.get("/Annots", [])
        ]
        meta = [str(value) for value in (self.reader.metadata or {}).values()]
        xmp = self.root["/Metadata"].get_data().decode()
        titles = [title for _, title, _ in self.bookmarks()]
        return "\n".join([self.text(), *self.artifacts, *notes, *meta, xmp, *titles])

    def bookmarks(self) -> list[tuple[int, str, int]]:
        """Return level, title and page (from 0) of each bookmark."""
        found: list[tuple[int, str, int]] = []

        def visit(items: list[Any], level: int) -> None:
            for item in items:
                if isinstance(item, list):
                    visit(item, level + 1)
                else:
                    found.append((level, item.title, self.reader.get_destination_page_number(item)))

        visit(self.reader.outline, 1)
        return found

    def targets(self) -> dict[str, int]:
        """Return the page (from 0) of each named place."""
        return {
            name: self.reader.get_destination_page_number(place)
            for name, place in self.reader.named_destinations.items()
        }

    def _tag(self, entries: DictionaryObject) -> Tag:
        home = entries.raw_get("/Pg").idnum if "/Pg" in entries else None
        kids: list[Tag | tuple[int, int] | DictionaryObject] = []
        for kid in entries["/K"]:
            if isinstance(kid, int):
                kids.append((self.page_of[home], int(kid)))
                continue
            found = kid.get_object()
            if "/S" in found:
                kids.append(self._tag(found))
            elif found["/Type"] == "/MCR":
                kids.append((self.page_of[found.raw_get("/Pg").idnum], int(found["/MCID"])))
            else:
                kids.append(found["/Obj"].get_object())
        return Tag(entries["/S"][1:], entries, tuple(kids))

    def _read(self, page: pypdfium2.PdfPage, number: int) -> None:
        text = page.get_textpage()
        letters: dict[int, list[str]] = {}
        followers: dict[int, tuple[int, int] | None] = {}
        last, joined = None, False
        for at in range(pdfium.FPDFText_CountChars(text)):
            drawn = pdfium.FPDFText_GetTextObject(text, at)
            if not drawn:  # a space or a line end that pdfium puts between two runs
                joined = False
                continue
            mark = pdfium.FPDFPageObj_GetMarkedContentID(drawn)
            if mark != last:
                if last is not None and joined:
                    followers[last] = (number, mark)
                last, joined = mark, True
            sign = chr(pdfium.FPDFText_GetUnicode(text, at))
            letters.setdefault(mark, []).append("-" if sign in HYPHENS else sign)
        self.artifacts.append("".join(letters.pop(-1, [])))
        for mark, signs in letters.items():
            self.pieces[number, mark] = Piece("".join(signs), followers.get(mark))

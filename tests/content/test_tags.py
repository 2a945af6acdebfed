"""The structure of every PDF: what a screen reader is given, read with another program than the one that wrote it."""

from itertools import pairwise

from tests.content.copies import Copy
from tests.content.reading import Tag


def test_headings_leave_out_no_level_and_begin_with_the_title(copies: dict[str, Copy]) -> None:
    for name, copy in copies.items():
        levels = [int(tag.kind[1]) for tag in headings(copy)]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name


def test_bookmarks_are_the_headings_in_order_and_lead_to_their_pages(copies: dict[str, Copy]) -> None:
    for name, copy in copies.items():
        expected = [(int(tag.kind[1]), copy.pdf.words(tag), next(tag.content())[0]) for tag in headings(copy)]
        found = [(level, title.split(), page) for level, title, page in copy.pdf.bookmarks()]
        assert found == expected, name


def test_every_heading_of_a_table_says_what_it_heads(copies: dict[str, Copy]) -> None:
    for name, copy in copies.items():
        tables = [tag for tag in copy.pdf.tree.walk() if tag.kind == "Table"]
        assert tables, name
        for table in tables:
            for row in (tag for tag in table.walk() if tag.kind == "TR"):
                cells = [cell for cell in row.kids if isinstance(cell, Tag)]
                scopes = [cell.entries["/A"]["/Scope"] if cell.kind == "TH" else None for cell in cells]
                assert scopes in ([*["/Column"] * len(cells)], ["/Row", *[None] * (len(cells) - 1)]), name


def test_a_link_is_named_by_its_words(copies: dict[str, Copy]) -> None:
    for name, copy in copies.items():
        links = [tag for tag in copy.pdf.tree.walk() if tag.kind == "Link"]
        assert links, name
        for link in links:
            notes = [kid for kid in link.kids if not isinstance(kid, (Tag, tuple))]
            names = {note["/Contents"] for note in notes}  # a link that goes on overleaf is two annotations
            assert len(names) == 1, name
            said = names.pop()
            assert "://" not in said, (name, said)
            assert said.split(), name
            assert " ".join(copy.pdf.words(link)).startswith(" ".join(said.split())), name


def test_no_picture_lacks_words_and_no_list_its_marks(copies: dict[str, Copy]) -> None:
    for name, copy in copies.items():
        for tag in copy.pdf.tree.walk():
            assert tag.kind != "Figure" or tag.entries.get("/Alt"), name
            if tag.kind == "LI":
                kinds = [kid.kind for kid in tag.kids if isinstance(kid, Tag)]
                assert kinds in (["Lbl", "LBody"], ["LBody"]), (name, kinds)


def test_title_language_and_pages_are_told(copies: dict[str, Copy]) -> None:
    for name, copy in copies.items():
        root = copy.pdf.root
        assert root["/Lang"] == copy.document.lang == "en-GB", name
        assert root["/MarkInfo"]["/Marked"], name
        assert root["/ViewerPreferences"]["/DisplayDocTitle"], name
        assert copy.pdf.reader.metadata is not None
        assert copy.pdf.reader.metadata.author == copy.document.owner
        count = len(copy.pdf.reader.pages)
        assert copy.pdf.reader.page_labels == [str(number) for number in range(1, count + 1)], name


def test_every_piece_of_text_is_in_the_structure_once(copies: dict[str, Copy]) -> None:
    for name, copy in copies.items():
        keys = list(copy.pdf.tree.content())
        assert len(keys) == len(set(keys)), name
        assert set(copy.pdf.pieces) <= set(keys), name


def headings(copy: Copy) -> list[Tag]:
    return [tag for tag in copy.pdf.tree.walk() if len(tag.kind) == 2 and tag.kind[0] == "H"]

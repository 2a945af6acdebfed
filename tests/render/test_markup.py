"""Prose becomes tags in one place, and every word of it is escaped there."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.model.prose import (
    Answer,
    AnswerKind,
    Block,
    Break,
    Code,
    Column,
    Definitions,
    Emph,
    Footnote,
    ForceKey,
    Gap,
    Inline,
    InsertPart,
    LawNotice,
    Link,
    List,
    Paragraph,
    Placeholder,
    Quote,
    Reference,
    Str,
    Strong,
    Subheading,
    Table,
)
from policygen.model.scalars import Force
from policygen.render.html.markup import blocks_html, inlines_html, plain_text, typeset

HOSTILE = "<script>&\"'</script>"
SAFE = "&lt;script&gt;&amp;”‘&lt;/script&gt;"


@pytest.mark.parametrize(
    ("inline", "html"),
    [
        (Str(HOSTILE), SAFE),
        (Str("article 6(1)(ea), or 6(1)"), 'article <span class="whole">6(1)(ea)</span>, or 6(1)'),
        (Break(), "<br>"),
        (Code('a < "b"'), '<code>a &lt; "b"</code>'),
        (Emph((Str("a & b"),)), "<em>a &amp; b</em>"),
        (Strong((Str("a"), Emph((Str("b"),)))), "<strong>a<em>b</em></strong>"),
        (Link("#a", (Str("b"),)), '<a href="#a">b</a>'),
        (Link("#a", (Str("b"),), page=True), '<a class="xref" href="#a">b</a>'),
        (Link('x"><script>', (Str(HOSTILE),)), f'<a href="x&quot;&gt;&lt;script&gt;">{SAFE}</a>'),
        (Link("tel:01", (Str("0 1"),)), '<a href="tel:01">0\u00a01</a>'),
        (Footnote((Str("n"),)), '<span class="footnote" role="note">n</span>'),
        (Gap("the <b>", "[to be added: the <b>]"), '<span class="gap">[to be added: the &lt;b&gt;]</span>'),
        (Answer(AnswerKind.DEPENDS, "It depends"), '<span class="ans depends">It depends</span>'),
    ],
)
def test_an_inline_is_written_so(inline: Inline, html: str) -> None:
    assert inlines_html((inline,)) == html


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (Paragraph((Str(HOSTILE),)), f"<p>{SAFE}</p>"),
        (Subheading(3, (Str("A"),)), "<h4>A</h4>"),
        (Subheading(4, (Str("A"),)), "<h5>A</h5>"),
        (Subheading(6, (Str("A"),)), "<h6>A</h6>"),
        (Quote((Paragraph((Str("A"),)),)), "<blockquote><p>A</p></blockquote>"),
        (List(False, 1, ((Paragraph((Str("A"),)),),)), "<ul><li>A</li></ul>"),
        (List(True, 3, ((Paragraph((Str("A"),)),),)), '<ol start="3"><li>A</li></ol>'),
        (
            List(False, 1, ((Paragraph((Str("A"),)), List(True, 1, ((Paragraph((Str("B"),)),),))),)),
            "<ul><li>A<ol><li>B</li></ol></li></ul>",
        ),
        (
            Definitions((((Str("A"),), (Paragraph((Str("B"),)),)),)),
            "<dl><dt>A</dt><dd><p>B</p></dd></dl>",
        ),
    ],
)
def test_a_block_is_written_so(block: Block, html: str) -> None:
    assert blocks_html((block,)) == html


def test_an_item_of_two_paragraphs_keeps_both() -> None:
    item = (Paragraph((Str("A"),)), Paragraph((Str("B"),)))
    assert "<p>A</p>\n<p>B</p>" in blocks_html((List(False, 1, (item,)),))


def test_a_table_has_headings_with_scope_a_name_and_anchors() -> None:
    table = Table(
        (Column((Str("H1"),), 40), Column((Str("H2"),))),
        (((Str("a"),), (Str("b"),)), ((Str("c"),), (Str("d"),))),
        caption=(Str('A "cap"'),),
        wide=True,
        anchors=("one", "two"),
    )
    html = blocks_html((table,), label="not used")
    assert html.count('<th scope="col">') == 2
    assert '<tr id="one"><th scope="row">a</th><td>b</td></tr>' in html
    assert '<tr id="two"><th scope="row">c</th><td>d</td></tr>' in html
    assert "<caption>A “cap”</caption>" in html
    assert '<col class="w40"><col>' in html
    assert 'role="region" tabindex="0"' in html
    assert "not used" not in html
    bare = blocks_html((Table(table.columns, table.rows),), label='The "label" & <b>')
    assert 'aria-label="The &quot;label&quot; &amp; &lt;b&gt;"' in bare
    assert "<caption>" not in bare


def test_force_and_notices_escape_their_words() -> None:
    key = blocks_html((ForceKey(((Force.MUST, "a < b"),), ("Must <",)),))
    assert '<span class="f f-must">Must &lt;</span></dt><dd>a &lt; b</dd>' in key
    notice = LawNotice(id='x"', title="<t>", checked="", state="<s>", body=(Str("<b>"),))
    html = blocks_html((notice,), level=3)
    assert '<div class="lawbox" id="x&quot;"><h3>&lt;t&gt;</h3>' in html
    assert '<p class="state">&lt;s&gt;</p><p>&lt;b&gt;</p>' in html


@pytest.mark.parametrize("left", [Placeholder("a"), Reference("a", None)])
def test_what_composition_left_over_is_a_bug_not_a_page(left: Inline) -> None:
    with pytest.raises(TypeError, match="must be gone after composition"):
        inlines_html((left,))
    with pytest.raises(TypeError, match="must be gone after composition"):
        blocks_html((InsertPart("law-table"),))


def test_plain_text_holds_every_word() -> None:
    inlines = (
        Str("a "),
        Emph((Str("b"),)),
        Break(),
        Code("c"),
        Link("#x", (Strong((Str("d"),)),)),
        Gap("e", "[to be added: e]"),
        Answer(AnswerKind.NO, "No"),
        Placeholder("term.f"),
        Reference("g", "words"),
    )
    assert plain_text(inlines) == "a b cd[to be added: e]No{{ term.f }}[[g]]"


# ---- a printer's marks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("the children's home", "the children’s home"),
        ('say "no" twice', "say “no” twice"),
        ("say 'no' twice", "say ‘no’ twice"),
        ('("no")', "(“no”)"),
        ('"£5", he said.', "“£5”, he said."),
        ("\"it's 'so'\", she said", "“it’s ‘so’”, she said"),
        ("\"'so' it is\"", "“‘so’ it is”"),
        ('he wrote "help".', "he wrote “help”."),
        ("the parents' views", "the parents’ views"),
        ('yes/"no"', "yes/“no”"),
        ('"Łukasz"', "“Łukasz”"),
        ('""', "“”"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_quotation_marks_are_a_printers(typed: str, printed: str) -> None:
    assert typeset(typed) == printed


@pytest.mark.parametrize(
    ("inlines", "html"),
    [
        ((Link("#a", (Str("Nurse"),)), Str("'s notes")), '<a href="#a">Nurse</a>’s notes'),
        ((Str('say "'), Strong((Str("no"),)), Str('" twice')), "say “<strong>no</strong>” twice"),
        ((Strong((Str('"no"'),)), Str(" twice")), "<strong>“no”</strong> twice"),
        ((Str("a"), Break(), Str('"b"')), "a<br>“b”"),
    ],
)
def test_marks_beside_other_words_look_at_them(inlines: tuple[Inline, ...], html: str) -> None:
    assert inlines_html(inlines) == html


@given(st.text(), st.text(max_size=1), st.text(max_size=1))
def test_setting_type_changes_marks_only(words: str, before: str, after: str) -> None:
    back = str.maketrans("“”‘’", "\"\"''")
    assert typeset(words, before=before, after=after).translate(back) == words.translate(back)


# ---- nothing an author says is markup --------------------------------------------------------------------------------


class Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""
        self.tags: set[str] = set()

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)


def nested() -> st.SearchStrategy[Inline]:
    leaf = st.builds(Str, st.text()) | st.builds(Code, st.text())
    return st.recursive(
        leaf,
        lambda inner: (
            st.builds(Strong, st.tuples(inner))
            | st.builds(Emph, st.tuples(inner, inner))
            | st.builds(Link, st.text(), st.tuples(inner))
        ),
        max_leaves=5,
    )


def strings(inline: Inline) -> Iterator[str]:
    match inline:
        case Str(text) | Code(text):
            yield text
        case Emph(children) | Strong(children) | Link(_, children):
            for child in children:
                yield from strings(child)
        case _:
            return


@given(nested())
def test_a_parser_reads_back_the_words_and_the_tags_that_were_meant(inline: Inline) -> None:
    html = inlines_html((inline,))
    reader = Text()
    reader.feed(html)
    reader.close()
    assert reader.tags <= {"a", "strong", "em", "code", "span"}
    marks = str.maketrans("“”‘’", "\"\"''")
    assert reader.words.translate(marks) == "".join(strings(inline)).translate(marks)

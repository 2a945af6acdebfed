"""The styles of a Word file, named in the terms of the field.

Takes colours and the sizes of a kind of document; gives the part of the package (ECMA-376, part 1, 17.7). Built-in
names (Title, heading 1, List Bullet, caption) are kept wherever Word has one, so that text which is pasted into an
agency's own template takes that template's look; what only a policy has gets a style of its own.
"""

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from policygen.render.word.look import (
    COLUMN,
    DANGER_SIZE,
    DANGER_SPACE,
    DEPTH,
    FAMILIES,
    HEADER,
    INSET,
    NAMESPACES,
    STEP,
    Look,
    Palette,
    border,
    frame,
    framed_spacing,
    indent,
    item_indent,
    letters,
    list_style,
    mm,
    paragraph_properties,
    shade,
    spacing,
    style_id,
    tabs,
)

__all__ = ["styles"]


def styles(hues: Palette, lang: str, look: Look) -> str:
    """Return the styles part, in the colours of a brand."""
    defaults = (
        f'<w:rFonts w:ascii="{hues.face}" w:eastAsia="{hues.face}" w:hAnsi="{hues.face}" w:cs="{hues.face}"/>'
        f'<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{lang}" w:eastAsia="{lang}" w:bidi="ar-SA"/>'
    )
    return "".join(
        (
            f"{HEADER}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault>",
            "<w:pPrDefault/></w:docDefaults>",
            *_text_styles(hues, look),
            *_frame_styles(hues, look.rail),
            *_list_styles(look.rail),
            *_form_styles(hues, look),
            *_character_styles(hues),
            *_table_styles(hues),
            "</w:styles>",
        )
    )


_BUILT_IN = {
    "Body Text",
    "Default Paragraph Font",
    "Emphasis",
    "Hyperlink",
    "Normal",
    "Normal Table",
    "Placeholder Text",
}
_BUILT_IN |= {"Quote", "Strong", "Subtitle", "TOC Heading", "Title", "caption", "footer", "footnote reference"}
_BUILT_IN |= {"footnote text", "header"} | {f"heading {level}" for level in range(1, 7)} | {"toc 1"}
_BUILT_IN |= {
    f"List {kind}{depth}"
    for kind in ("Bullet", "Number", "Continue")
    for depth in ("", *(f" {n}" for n in range(2, 6)))
}
"""Names that Word knows in every language."""


def _style(
    name: str, paragraph: Mapping[str, str] | None = None, run: str = "", *, based: str = "Normal", after: str = ""
) -> str:
    """Return a style of paragraphs; `after` is the style of what is typed below one."""
    return (
        f'<w:style w:type="paragraph"{_custom(name)} w:styleId="{style_id(name)}"><w:name w:val="{escape(name)}"/>'
        + (f'<w:basedOn w:val="{style_id(based)}"/>' if based else "")
        + (f'<w:next w:val="{style_id(after)}"/>' if after else "")
        + "<w:qFormat/>"
        + paragraph_properties("", paragraph or {})
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


def _custom(name: str) -> str:
    return "" if name in _BUILT_IN else ' w:customStyle="1"'


def _text_styles(hues: Palette, look: Look) -> Iterator[str]:
    """Yield the styles of running text, headings, cover and contents."""
    rail = look.rail
    hung = indent(rail, hanging=rail)
    keep = {"keepNext": "", "keepLines": ""}
    yield (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"{paragraph_properties('', {'spacing': spacing()})}<w:rPr>{letters(colour=hues.ink)}</w:rPr></w:style>"
    )
    yield _style("Body Text", {"spacing": spacing(after=look.gap), "ind": indent(rail)})
    yield _style("Lead", {"spacing": spacing(after=7.5)})
    yield _style(
        "Title", {**keep, "spacing": spacing(after=6, line=1.05)}, letters(look.title, bold=True), after="Body Text"
    )
    yield _style("Subtitle", {**keep, "spacing": spacing(after=6)}, letters(16, bold=True, colour=hues.own))
    yield _style(
        "heading 1",
        {
            **keep,
            "pBdr": border("top", look.rule, hues.own, 8),
            "tabs": tabs(("left", rail)),
            "spacing": spacing(look.above, look.below, 1.05),
            "ind": hung,
            "outlineLvl": 'w:val="0"',
        },
        letters(look.heading, bold=True),
        after="Body Text",
    )
    yield _style(
        "heading 2",
        {
            **keep,
            "tabs": tabs(("left", rail)),
            "spacing": spacing(10, 2),
            "ind": hung,
            "outlineLvl": 'w:val="1"',
        },
        letters(12, bold=True),
        after="Body Text",
    )
    for level in range(3, 7):
        size = {3: 11.0}.get(level, 10.5)
        yield _style(
            f"heading {level}",
            {**keep, "spacing": spacing(6, 2), "ind": indent(rail), "outlineLvl": f'w:val="{level - 1}"'},
            letters(size, bold=True),
            after="Body Text",
        )
    yield _style("Force", {**keep, "spacing": spacing(1, 4), "ind": indent(rail)}, letters(9.5), after="Body Text")
    yield _style(
        "Added by", {**keep, "spacing": spacing(after=2), "ind": indent(rail)}, letters(bold=True, colour=hues.own)
    )
    yield _style(
        "Not used", {"tabs": tabs(("left", rail)), "spacing": spacing(8, 8), "ind": hung}, letters(colour=hues.ink_2)
    )
    yield _style("Force key", {"tabs": tabs(("left", rail)), "spacing": spacing(2, 4), "ind": hung})
    yield _style("Definition term", {**keep, "spacing": spacing(), "ind": indent(rail)}, letters(bold=True))
    yield _style("Definition", {"spacing": spacing(after=5), "ind": indent(rail + STEP)})
    yield _style(
        "Quote",
        {
            "pBdr": border("left", 10, hues.edge, 8),
            "spacing": spacing(after=7.5),
            "ind": indent(rail + INSET, right=INSET),
        },
    )
    yield _style("caption", {**keep, "spacing": spacing(10, 5)}, letters(12, bold=True), after="Body Text")
    yield _style("footnote text", {"spacing": spacing()}, letters(9))
    yield _style("Owner", {"spacing": spacing(after=150)}, letters(12, bold=True))
    yield _style("Summary", {"spacing": spacing(after=90), "ind": indent(0, right=mm(42))}, letters(12))
    yield _style(
        "Fact",
        {
            "keepNext": "",
            "pBdr": hues.fact_rules,
            "tabs": tabs(("left", mm(40))),
            "spacing": spacing(),
            "ind": indent(mm(40), hanging=mm(40)),
        },
    )
    yield _style("TOC Heading", {"outlineLvl": 'w:val="0"'}, based="heading 1", after="Body Text")
    stops = tabs(("left", mm(15)), ("right", COLUMN))
    entry = indent(mm(15), hanging=mm(15), right=mm(8))
    yield _style("toc 1", {**keep, "tabs": stops, "spacing": spacing(6, 1, 1.1), "ind": entry}, letters(bold=True))
    yield _style("Contents hint", {"spacing": spacing(after=4)}, letters(9, colour=hues.ink_2))
    duty = indent(mm(20), hanging=mm(20), right=mm(8))
    yield _style("Duty", {"tabs": tabs(("left", mm(20))), "spacing": spacing(1.5, 1.5, 1.1), "ind": duty})
    yield _style("header", {"tabs": tabs(("right", look.width)), "spacing": spacing()}, letters(9, colour=hues.ink_2))
    yield _style("footer", {"tabs": tabs(("right", look.width)), "spacing": spacing()}, letters(9, colour=hues.ink_2))
    yield _style("Between", {"spacing": 'w:before="0" w:after="0" w:line="20" w:lineRule="exact"'}, letters(1))


def _frame_styles(hues: Palette, rail: int) -> Iterator[str]:
    """Yield the styles of asides: one frame for one meaning."""
    keep = {"keepNext": "", "keepLines": ""}
    left, right = (frame(DANGER_SIZE, hues.ink, DANGER_SPACE, side) for side in ("left", "right"))
    sides = left + border("bottom", 4, hues.paper, 4) + right  # the line that nobody sees keeps what is below apart
    yield _style(
        "Danger heading",
        {
            "pBdr": frame(DANGER_SIZE, hues.ink, DANGER_SPACE, "top left right"),
            "tabs": tabs(("left", INSET + mm(13))),
            "spacing": framed_spacing(after=0),
            "ind": indent(INSET + mm(13), hanging=mm(13), right=INSET),
        },
        letters(15, bold=True),
        based="heading 1",
        after="Danger",
    )
    yield _style(
        "Danger", {**keep, "pBdr": sides, "spacing": framed_spacing(after=6), "ind": indent(INSET, right=INSET)}
    )
    bar = border("top", 4, hues.own_tint, 4) + border("left", 24, hues.own, 10) + border("bottom", 4, hues.own_tint, 4)
    note = {
        "pBdr": bar + border("right", 4, hues.own_tint, 10),
        "shd": shade(hues.own_tint),
        "spacing": framed_spacing(after=4),
        "ind": indent(rail + INSET, right=INSET),
    }
    yield _style(
        "Note heading",
        {**keep, **note, "spacing": framed_spacing(8, 0)},
        letters(10.5, bold=True, colour=hues.own),
        based="heading 3",
        after="Note from a layer",
    )
    yield _style("Note from a layer", note)
    law = indent(rail + INSET, right=INSET)
    yield _style(
        "Law notice heading",
        {
            "pBdr": frame(12, hues.ink, 10, "top left right", 4),
            "shd": shade(hues.ink),
            "spacing": framed_spacing(10, 0),
            "ind": law,
        },
        letters(10.5, bold=True, colour=hues.paper),
        based="heading 3",
        after="Law notice",
    )
    yield _style(
        "Law notice",
        {
            "keepLines": "",
            "pBdr": frame(12, hues.ink, 10, "left bottom right", 6),
            "spacing": framed_spacing(after=0),
            "ind": law,
        },
    )
    for name in ("Annotation", "Uses"):
        yield _style(name, {"spacing": spacing(after=6), "ind": indent(rail)}, letters(9, colour=hues.ink_2))


def _list_styles(rail: int) -> Iterator[str]:
    frames = {"List": "Body Text", "Note": "Note from a layer", "Danger": "Danger"}
    for family, name in enumerate(FAMILIES):
        below = spacing(after=3) if name == "List" else framed_spacing(after=3)
        for depth in range(DEPTH):
            within = item_indent(name, rail, depth)
            for kind, number in (("Bullet", 2 * family + 1), ("Number", 2 * family + 2)):
                level = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/>'
                given = {"numPr": level, "spacing": below, "ind": within}
                yield _style(list_style(name, kind, depth), given, based=frames[name])
            under = item_indent(name, rail, depth, marker=False)
            yield _style(list_style(name, "Continue", depth), {"spacing": below, "ind": under}, based=frames[name])


def _form_styles(hues: Palette, look: Look) -> Iterator[str]:
    """Yield the styles of guides, sheets and records."""
    rail = look.rail
    keep = {"keepNext": "", "keepLines": ""}
    branch = rail + mm(22)
    yield _style(
        "Branch",
        {"tabs": tabs(("left", branch)), "spacing": spacing(after=2), "ind": indent(branch, hanging=branch - rail)},
    )
    reach = {"ind": indent(look.reach, hanging=look.reach - rail)}
    yield _style("Contact", {"tabs": tabs(("left", look.reach)), "spacing": spacing(after=2), **reach}, letters(10))
    yield _style(
        "Step",
        {**keep, "tabs": tabs(("left", rail)), "spacing": spacing(5, 1), "ind": indent(rail, hanging=rail)},
        letters(12, bold=True),
        after="Body Text",
    )
    yield _style("See", {"spacing": spacing(after=2), "ind": indent(rail)}, letters(9, colour=hues.ink_2))
    yield _style(
        "Reminder",
        {
            "pBdr": frame(4, hues.tint, 6),
            "shd": shade(hues.tint),
            "spacing": framed_spacing(after=3),
            "ind": indent(140, right=140),
        },
    )
    yield _style(
        "Condition",
        {**keep, "pBdr": border("left", 18, hues.edge, 6), "spacing": spacing(8), "ind": indent(rail + 160)},
        letters(9.5, colour=hues.ink_2),
    )
    yield _style("Question", {**keep, "spacing": spacing(7, 1), "ind": indent(rail)}, letters(bold=True))
    yield _style("Hint", {**keep, "spacing": spacing(after=1), "ind": indent(rail)}, letters(9.5, colour=hues.ink_2))
    answer = {"keepLines": "", "spacing": spacing(5, 7), "ind": indent(rail + 110, right=110)}
    yield _style("Answer", {**answer, "pBdr": frame(6, hues.edge, 4)})
    tall = frame(6, hues.edge, 4, "top left") + border("bottom", 6, hues.edge, 26) + border("right", 6, hues.edge, 4)
    yield _style("Long answer", {**answer, "pBdr": tall})
    choice = rail + mm(7)
    yield _style(
        "Choice",
        {
            "keepLines": "",
            "tabs": tabs(("left", choice)),
            "spacing": spacing(after=1),
            "ind": indent(choice, hanging=mm(7)),
        },
    )


def _character_styles(hues: Palette) -> Iterator[str]:
    """Yield the styles of words; must, should and may are told by word, weight and shape."""
    twice = f'<w:bdr w:val="double" w:sz="6" w:space="2" w:color="{hues.ink}"/>'
    ring = f'<w:bdr w:val="single" w:sz="12" w:space="2" w:color="{hues.ink}"/>'
    looks = {
        "Strong": letters(bold=True),
        "Emphasis": letters(bold=True),
        "Hyperlink": f'<w:color w:val="{hues.link}"/><w:u w:val="single"/>',
        "Phone": letters(bold=True),
        "Code": '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>',
        "footnote reference": '<w:vertAlign w:val="superscript"/>',
        "Placeholder Text": letters(colour=hues.ink_2),
        "Clause number": letters(bold=True, colour=hues.own),
        "Section title": "",
        "Must": f'<w:b/><w:bCs/><w:color w:val="{hues.paper}"/><w:shd {shade(hues.ink)}/>',
        "Should": f"<w:b/><w:bCs/>{ring}",
        "Agreed": f"<w:b/><w:bCs/>{twice}",
        "May": '<w:b/><w:bCs/><w:u w:val="thick"/>',
        "Answer word": letters(bold=True),
        "To be added": f'<w:b/><w:bCs/><w:u w:val="dash" w:color="{hues.ink}"/>',
        "Fact name": letters(colour=hues.ink_2),
        "Required": letters(colour=hues.ink_2),
    }
    yield (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
    )
    for name, look in looks.items():
        yield (
            f'<w:style w:type="character"{_custom(name)} w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>{f"<w:rPr>{look}</w:rPr>" if look else ""}</w:style>'
        )


def _table_styles(hues: Palette) -> Iterator[str]:
    """Yield the style of tables, with a heading row and row headings, and those of their cells."""
    yield (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="160" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    yield (
        '<w:style w:type="table" w:customStyle="1" w:styleId="PolicyTable"><w:name w:val="Policy table"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        f"{border('top', 10, hues.ink)}{border('bottom', 10, hues.ink)}{border('insideH', 4, hues.hair)}</w:tblBorders>"
        '<w:tblCellMar><w:top w:w="70" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="70" w:type="dxa"/><w:right w:w="160" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>{border("bottom", 10, hues.ink)}</w:tcBorders>'
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
    )
    yield _style("Table text", {"spacing": spacing(line=1.15)})
    yield _style("Table heading", {"keepNext": ""}, letters(bold=True), based="Table text")
    yield _style("Row heading", {}, letters(bold=True), based="Table text")

"""A quick guide is drawn from the steps that it lists, says the same on screen and on paper, and keeps to its page."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from policygen.compose.files import File
from policygen.diagnostics import Outcome
from policygen.model.documents import Document, DocumentKind
from policygen.model.guides import BranchView, GuideStepView, GuideView
from policygen.model.prose import Str
from policygen.model.words import Words
from policygen.project import Project as Understood
from policygen.render.documents import pdf_job
from policygen.render.html.chart import SHEET, Row, draw_chart, draw_spine, rows
from policygen.render.html.pages import Theme, render_html, render_print
from policygen.render.pdf.job import PdfJob, render_pdf
from tests.compose.composing import theme
from tests.conftest import said
from tests.content.reading import main_of, words_of


def step(name: str, label: str, *branches: BranchView, words: str = "Why?") -> GuideStepView:
    return GuideStepView(
        id=name, label=label, title=name.capitalize(), question=(Str(words),), branches=branches, notes=()
    )


def to(answer: str, step: str, label: str, words: str = "") -> BranchView:
    return BranchView(answer=answer, words=(Str(words),) if words else (), to=step, to_label=label)


def stop(answer: str, words: str) -> BranchView:
    return BranchView(answer=answer, words=(Str(words),), to="", to_label="")


WORDS = said("documents")
INK = "#123456"
Draw = Callable[[tuple[Row, ...], Words, str], str]
FLOW = GuideView(
    lead=(Str("Begin."),),
    steps=(
        step("danger", "0", stop("Yes", "Call."), to("No", "duty", "1")),
        step("duty", "1", to("Yes", "tell", "4", "Share."), to("No", "basis", "2")),
        step("basis", "2", to("No", "share", "5"), to("Yes", "trust", "3")),
        step("trust", "3", to("No", "tell", "4", "Note it."), to("Yes", "tell", "4")),
        step("tell", "4", to("Done", "share", "5")),
        step("share", "5", stop("Afterwards", "Look again.")),
    ),
    panels=(),
)


@pytest.fixture(scope="module")
def themed() -> Theme:
    return theme()


@pytest.fixture(scope="module")
def guide(shipped: Understood) -> Document:
    """The shipped guide with the most steps."""
    documents = (document for each in shipped.sets for document in each.documents)
    guides = [document for document in documents if document.kind is DocumentKind.GUIDE]
    return max(guides, key=lambda document: len(flow_of(document).steps))


def flow_of(document: Document) -> GuideView:
    (part,) = document.parts
    assert isinstance(part, GuideView)
    return part


# ---- the rows --------------------------------------------------------------------------------------------------------


def test_the_answer_that_only_leads_down_stands_on_the_line_and_all_others_beside() -> None:
    placed = rows(FLOW, WORDS)
    assert [row.onward.answer if row.onward else "" for row in placed] == ["No", "No", "Yes", "Yes", "Done", ""]
    beside = [[branch.answer for branch in row.exits] for row in placed]
    assert beside == [["Yes"], ["Yes"], ["No"], ["No"], [], ["Afterwards"]]


def test_an_answer_with_words_stands_beside_even_if_it_leads_down() -> None:
    row = rows(FLOW, WORDS)[3]
    assert [branch.to for branch in row.exits] == ["tell"]


def test_the_rows_fill_the_sheet() -> None:
    assert sum(row.height for row in rows(FLOW, WORDS)) == pytest.approx(SHEET, abs=0.1)


def test_more_words_get_more_room_and_the_others_give_it() -> None:
    long = replace(FLOW.steps[1], question=(Str("Many words are said here, one after another. " * 4),))
    before, after = rows(FLOW, WORDS), rows(replace(FLOW, steps=(FLOW.steps[0], long, *FLOW.steps[2:])), WORDS)
    assert after[1].height > before[1].height
    assert all(new.height < old.height for old, new in zip(before[2:-1], after[2:-1], strict=True))
    assert sum(row.height for row in after) == pytest.approx(SHEET, abs=0.1)


def test_too_many_words_make_the_rows_higher_than_the_sheet() -> None:
    long = tuple(replace(each, question=(Str("word " * 200),)) for each in FLOW.steps)
    assert sum(row.height for row in rows(replace(FLOW, steps=long), WORDS)) > SHEET


# ---- the drawings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("draw", [draw_spine, draw_chart])
def test_every_step_is_drawn_in_order(draw: Draw) -> None:
    drawn = draw(rows(FLOW, WORDS), WORDS, INK)
    assert re.findall(r'data-step="([^"]*)"', drawn) == [view.id for view in FLOW.steps]


@pytest.mark.parametrize("draw", [draw_spine, draw_chart])
def test_a_drawing_has_a_title_and_a_description_of_every_way(
    draw: Draw,
) -> None:
    drawn = draw(rows(FLOW, WORDS), WORDS, INK)
    kind = re.findall(r'class="(spine|chart)"', drawn)[0]
    assert f'role="img" aria-labelledby="{kind}-title {kind}-desc"' in drawn
    assert f'<title id="{kind}-title">The steps as a flowchart</title>' in drawn
    (told,) = re.findall(rf'<desc id="{kind}-desc">(.*?)</desc>', drawn)
    for words in ("Step 1, Yes: go to step 4.", "Step 2, No: go to step 5.", "Step 3, No: go to step 4."):
        assert words in told
    assert "These answers end there: step 0, Yes; step 5, Afterwards." in told


def test_the_drawing_on_paper_has_no_words_of_its_own() -> None:
    drawn = re.sub(r"<(title|desc).*?</\1>", "", draw_spine(rows(FLOW, WORDS), WORDS, INK))
    assert re.sub(r"<[^>]*>", "", drawn) == ""


def test_ways_that_meet_in_one_step_share_a_line_and_others_do_not() -> None:
    placed = rows(FLOW, WORDS)
    lanes = re.findall(r'd="M7\.9 ([\d.]+)H([\d.-]+)V([\d.]+)H6\.00"( [^>]*dasharray)?', draw_spine(placed, WORDS, INK))
    tops = middles(placed)
    ways = {(round(float(begin), 1), round(float(end), 1)): (x, bool(dash)) for begin, x, end, dash in lanes}
    one, other = ways[tops[1], tops[4]], ways[tops[2], tops[5]]
    assert len(ways) == 2
    assert one[0] != other[0]
    assert (one[1], other[1]) == (False, True)


def test_an_arrow_leads_from_each_step_to_the_next_and_none_from_the_last() -> None:
    placed = rows(FLOW, WORDS)
    down = re.findall(r'd="M12\.5 ', draw_spine(placed, WORDS, INK))
    assert len(down) == len(placed) - 1


def test_words_of_a_drawing_are_escaped() -> None:
    bad = "<script>&"
    first = replace(FLOW.steps[0], label=bad, title=bad, branches=(stop(bad, bad), to("No", "duty", "1")))
    placed = rows(replace(FLOW, steps=(first, *FLOW.steps[1:])), WORDS)
    for drawn in (draw_spine(placed, WORDS, INK), draw_chart(placed, WORDS, INK)):
        assert "<script" not in drawn
        assert "&lt;script&gt;&amp;" in drawn


def middles(placed: tuple[Row, ...]) -> list[float]:
    """Return where the middle of each mark stands."""
    tops = [0.0]
    for row in placed[:-1]:
        tops.append(tops[-1] + row.height)
    return [round(top + 4.6, 1) for top in tops]


# ---- the pages -------------------------------------------------------------------------------------------------------


def test_list_and_drawings_have_the_same_steps_in_the_same_order(guide: Document, themed: Theme) -> None:
    page, sheet = pages(guide, themed)
    wanted = [view.id for view in flow_of(guide).steps]
    for made in (page, sheet):
        assert re.findall(r'<li id="step-([^"]*)"', made) == wanted
        assert re.findall(r'data-step="([^"]*)"', made) == wanted


def test_screen_and_paper_say_the_same_words(guide: Document, themed: Theme) -> None:
    page, sheet = pages(guide, themed)
    foot = re.compile(r'<p class="foot">.*?</p>', re.DOTALL)
    made = [
        words_of(re.sub(r"<svg.*?</svg>", "", main_of(text) + foot.findall(text)[0] * ("foot" not in main_of(text))))
        for text in (page, sheet)
    ]
    status = guide.status.capitalize()  # on screen it stands in the masthead
    assert sorted([*made[0], status]) == sorted(made[1])


def test_every_answer_says_where_it_leads(guide: Document, themed: Theme) -> None:
    page, _ = pages(guide, themed)
    targets = re.findall(r'<a href="#step-([^"]*)">Go&nbsp;to&nbsp;(\w+)</a>', page)
    steps = {view.id: view.label for view in flow_of(guide).steps}
    assert targets
    assert all(steps[name] == label for name, label in targets)
    onward = re.findall(r'role="img" aria-label=": go to (\w+)"', page)
    labels = list(steps.values())
    assert onward == [after for before, after in pairwise(labels) if before != after]


def test_paper_has_no_link_into_another_document(guide: Document, themed: Theme) -> None:
    page, sheet = pages(guide, themed)
    assert 'href="policy.html#' in page
    assert 'href="record-F01.html"' in page
    assert ".html" not in sheet


def test_the_page_has_no_style_attribute(guide: Document, themed: Theme) -> None:
    page, _ = pages(guide, themed)
    assert " style=" not in page


def pages(document: Document, themed: Theme) -> tuple[str, str]:
    """Return the page for the web and the one for print."""
    page, sheet = render_html(document, themed, formats=("html", "pdf")).value, render_print(document, themed).value
    assert page is not None
    assert sheet is not None
    return page, sheet.html


# ---- one page --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("engine")
def test_a_guide_that_needs_a_second_page_is_told(guide: Document, themed: Theme) -> None:
    flow = flow_of(guide)
    first = replace(flow.steps[0], question=(Str("This goes on and on. " * 20),))
    outcome = printed(replace(guide, parts=(replace(flow, steps=(first, *flow.steps[1:])),)), themed)
    assert outcome.value is None
    (told,) = outcome.diagnostics
    assert told.code == "PG521"
    assert re.fullmatch(r"\S+/quick-guide\.pdf: the page has [2-9] pages and may have 1", told.message)
    assert told.hint == "shorten its words, or the names of contacts"


@pytest.mark.usefixtures("engine")
def test_a_box_that_is_too_long_is_told(guide: Document, themed: Theme) -> None:
    flow = flow_of(guide)
    panels = (*flow.panels[:-1], replace(flow.panels[-1], words=(Str("Keep this in mind. " * 40),)))
    outcome = printed(replace(guide, parts=(replace(flow, panels=panels),)), themed)
    assert [item.code for item in outcome.diagnostics] == ["PG521"]


@pytest.mark.usefixtures("engine")
def test_a_page_without_a_limit_may_be_as_long_as_it_likes() -> None:
    page = '<!doctype html><html lang="en"><title>Long</title><p style="break-after: page">One.</p><p>Two.</p>'
    style = '<style>html { font-family: "Atkinson Hyperlegible Next" }</style>'
    job = PdfJob(name="long.pdf", html=page.replace("<p ", f"{style}<p ", 1), assets={})
    assert render_pdf(job).value is not None
    assert [item.code for item in render_pdf(replace(job, most=1)).diagnostics] == ["PG521"]
    assert render_pdf(replace(job, most=2)).value is not None


def printed(document: Document, themed: Theme) -> Outcome[bytes]:
    """Return the PDF of a guide as a build makes it."""
    sheet = render_print(document, themed).value
    assert sheet is not None
    return render_pdf(pdf_job(document, File("pdf", "pdf", "PDF"), sheet))

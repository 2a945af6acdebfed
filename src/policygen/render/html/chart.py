"""Quick guides as drawings: where the steps of a flow stand, and the lines and arrows between them.

Takes the steps that the list is made of and gives SVG: `draw_spine` the lines behind the printed list, `draw_chart`
a whole flowchart for the screen. Both have a title and a description. Shapes and words tell, never a colour; no word
stands in a drawing alone. Lengths of the spine are millimetres, those of the chart pixels.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from html import escape

from policygen.model.guides import BranchView, GuideStepView, GuideView
from policygen.model.prose import Inline, Link, Str
from policygen.model.words import Words
from policygen.render.html.markup import plain_text, typeset

__all__ = ["SHEET", "Row", "draw_chart", "draw_spine", "rows", "unlinked"]

SHEET = 240.5
"""The millimetres between the head and the foot of the page."""

POINT = 25.4 / 72
"""A point in millimetres."""

MARK, MIDDLE, HALF = 7.9, 12.5, 4.6
"""Where the marks of steps begin and have their middle, and half their width."""

EXIT, BAR = 80.5, 87.6
"""Where the arrow to the other answers begins, and the bar before them."""

LANE, APART = 4.6, 3.2
"""Where the nearest way past steps runs, and how far the next is from it."""

LEADING = 13 * POINT
QUESTION = 58 / (10 * POINT)
EXITS = 42 / (10 * POINT)
"""The look's text of 10 on 13 points, and the widths of its two columns in ems of that size."""

LEAST = 17.4
"""The least height of a step: its mark, the answer under it and the point of the arrow."""

AIR = 2.6
"""What stays empty below the words of a step."""

WIDTHS = (
    (0.27, " .,:;'’!|ijl"),
    (0.37, 'frt()-/I"“”‘1'),
    (0.86, "mMW%@"),
    (0.70, "wABCDEFGHKLNOPQRSTUVXYZ0"),
)
"""Widths of letters in ems, as in the project's text face, rounded up."""

OTHERS = 0.57
"""The width of every other letter."""


@dataclass(frozen=True, slots=True)
class _Pen:
    """How lines are drawn: their width, the length and half the width of an arrow's point, the dashes, the colour."""

    width: float
    length: float
    half: float
    dashes: str
    ink: str


PRINT = partial(_Pen, 0.7, 2.2, 1.4, "1.6 1")
SCREEN = partial(_Pen, 2, 8, 5, "6 4")


@dataclass(frozen=True, slots=True)
class Row:
    """A step in its place: the answer that leads to the step below, the other answers, and its height."""

    step: GuideStepView
    onward: BranchView | None
    exits: tuple[BranchView, ...]
    height: float
    last: bool


def rows(flow: GuideView, words: Words, height: float = SHEET) -> tuple[Row, ...]:
    """Place the steps of a flow one below the other in so many millimetres: those that the page of a guide has.

    A step gets what its words need; what is left is shared out among all but the last. Words that need more than
    there is make the list longer than `height`, which the one page of a guide does not forgive (PG521).
    """
    ids = [step.id for step in flow.steps]
    parted = [(step, *_parted(step, below)) for step, below in zip(flow.steps, (*ids[1:], ""), strict=True)]
    needs = [max(LEAST, _lines(step, exits, words) * LEADING + AIR) for step, _, exits in parted]
    spare = max(0.0, height - sum(needs)) / max(1, len(needs) - 1)
    return tuple(
        Row(step, onward, exits, round(need if step.id == ids[-1] else need + spare, 2), step.id == ids[-1])
        for need, (step, onward, exits) in zip(needs, parted, strict=True)
    )


def draw_spine(placed: tuple[Row, ...], words: Words, ink: str) -> str:
    """Draw what stands behind the printed list: a mark for each step, arrows down, out and round."""
    pen = PRINT(ink)
    tops = _tops(placed)
    drawn: list[str] = []
    for row, top in zip(placed, tops, strict=True):
        at, bottom = top + HALF, top + row.height
        shape = (
            f'<rect x="{MARK}" y="{top:.2f}" width="{2 * HALF}" height="{2 * HALF}" fill="{pen.ink}"/>'
            if row is placed[0] or row.last
            else f'<circle cx="{MIDDLE}" cy="{at:.2f}" r="{HALF - 0.35:.2f}" fill="none" stroke="{pen.ink}"'
            f' stroke-width="{pen.width}"/>'
        )
        drawn.append(f'<g data-step="{row.step.id}">{shape}</g>')
        if _goes_on(placed, row):
            drawn += _arrow(pen, f"M{MIDDLE} {at + HALF:.2f}V{bottom - 1.8:.2f}", (MIDDLE, bottom), (0, 1))
        if row.exits:
            drawn += _arrow(pen, f"M{EXIT} {at - 1.5:.2f}H{BAR - 2.2:.2f}", (BAR - 0.4, at - 1.5), (1, 0))
            drawn.append(_line(pen, f"M{BAR} {top + 0.4:.2f}V{bottom - AIR:.2f}"))
    for lane, source, target in _jumps(placed):
        x, begin, end = LANE - APART * lane, tops[source] + HALF, tops[target] + HALF
        path = f"M{MARK} {begin:.2f}H{x:.2f}V{end:.2f}H{MARK - 1.9:.2f}"
        drawn += _arrow(pen, path, (MARK - 0.2, end), (1, 0), dashed=lane % 2 == 1)
    total = tops[-1] + placed[-1].height
    return _svg(
        "spine", f"0 0 132 {total:.2f}", f' width="132mm" height="{total:.2f}mm"', _told(placed, words), drawn, words
    )


def draw_chart(placed: tuple[Row, ...], words: Words, ink: str) -> str:
    """Draw the whole flow for the screen: marks with their numbers, titles, answers and arrows."""
    pen = SCREEN(ink)
    jumps = tuple(_jumps(placed))
    pitch, radius = 66, 15
    middle = radius + 6 + 14 * max((lane + 1 for lane, _, _ in jumps), default=0)
    spots = [10 + radius + pitch * at for at in range(len(placed))]
    drawn: list[str] = []
    for row, y in zip(placed, spots, strict=True):
        solid = row is placed[0] or row.last
        shape = (
            f'<rect class="mark" x="{middle - radius}" y="{y - radius}" width="{2 * radius}" height="{2 * radius}"/>'
            if solid
            else f'<circle class="ring" cx="{middle}" cy="{y}" r="{radius}"/>'
        )
        number = _text((row.step.label,), middle, y + 1, "number on" if solid else "number")
        title = _text(_wrapped(row.step.title, 9.2), middle + 25, y, "title")
        drawn.append(f'<g data-step="{row.step.id}">{shape}{number}{title}</g>')
        if _goes_on(placed, row):
            drawn += _arrow(
                pen, f"M{middle} {y + radius}V{y + pitch - radius - 6}", (middle, y + pitch - radius), (0, 1)
            )
        if row.onward is not None:
            drawn.append(_text((row.onward.answer,), middle + 9, y + radius + pitch / 2 - 14, "answer"))
        if row.exits:
            x = middle + 176
            drawn += _arrow(pen, f"M{x} {y}H{x + 14}", (x + 20, y), (1, 0))
            drawn.append(_text([branch.answer for branch in row.exits], x + 26, y, "answer"))
    for lane, source, target in jumps:
        x, end = middle - radius - 15 - 14 * lane, spots[target]
        drawn += _arrow(
            pen,
            f"M{middle - radius} {spots[source]}H{x}V{end}H{middle - radius - 6}",
            (middle - radius, end),
            (1, 0),
            dashed=lane % 2 == 1,
        )
    return _svg(
        "chart",
        f"0 0 {middle + 290} {spots[-1] + radius + 10}",
        ' preserveAspectRatio="xMinYMin"',
        _told(placed, words),
        drawn,
        words,
    )


def unlinked(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return words without their links into other documents of the pack: on paper those lead nowhere."""
    kept = ("https:", "mailto:", "tel:", "#")
    return tuple(
        Str(plain_text(inline.children)) if isinstance(inline, Link) and not inline.href.startswith(kept) else inline
        for inline in inlines
    )


# ---------------------------------------------------------------------------------------------------
# What leads where
# ---------------------------------------------------------------------------------------------------


def _parted(step: GuideStepView, below: str) -> tuple[BranchView | None, tuple[BranchView, ...]]:
    """Return the answer that only leads to the step below, if there is one, and all others."""
    onward = next((branch for branch in step.branches if branch.to and branch.to == below and not branch.words), None)
    return onward, tuple(branch for branch in step.branches if branch is not onward)


def _goes_on(placed: tuple[Row, ...], row: Row) -> bool:
    """Say whether any answer leads to the step below."""
    if row.last:
        return False
    below = placed[placed.index(row) + 1].step.id
    return any(branch.to == below for branch in row.step.branches)


def _jumps(placed: tuple[Row, ...]) -> Iterator[tuple[int, int, int]]:
    """Yield each way past the step below: its lane, where it begins and where it ends.

    Ways to one step share a lane; the shortest stand nearest to the steps, and no two in a lane meet.
    """
    at = {row.step.id: index for index, row in enumerate(placed)}
    ways: dict[int, set[int]] = {}
    for index, row in enumerate(placed):
        for branch in row.exits:
            if branch.to and at[branch.to] > index + 1:
                ways.setdefault(at[branch.to], set()).add(index)
    lanes: list[list[tuple[int, int]]] = []
    for target, sources in sorted(ways.items(), key=lambda way: (way[0] - min(way[1]), way[0])):
        first = min(sources)
        free = (lane for lane, held in enumerate(lanes) if all(first > end or target < begin for begin, end in held))
        lane = next(free, len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append((first, target))
        yield from ((lane, source, target) for source in sorted(sources))


def _told(placed: tuple[Row, ...], words: Words) -> str:
    """Describe a drawing in words: the rule, and every way that departs from it."""
    say, ways = words.say, [(row.step.label, branch) for row in placed for branch in row.exits]
    jumps = (
        say("chart-jump", step=label, answer=branch.answer, to=branch.to_label) for label, branch in ways if branch.to
    )
    ends = "; ".join(say("chart-end", step=label, answer=branch.answer) for label, branch in ways if not branch.to)
    rule = say("chart-steps", first=placed[0].step.label, last=placed[-1].step.label)
    return " ".join((rule, *jumps, *([say("chart-ends", ends=ends)] if ends else []), say("chart-words")))


# ---------------------------------------------------------------------------------------------------
# Words and lines
# ---------------------------------------------------------------------------------------------------


def _lines(step: GuideStepView, exits: tuple[BranchView, ...], words: Words) -> int:
    """Return how many lines the words of a step take in print: those of the longer of its two columns."""
    said = " ".join(plain_text(inlines) for inlines in (step.question, *step.notes))
    left = len(_wrapped(step.title, QUESTION / 1.12)) + len(_wrapped(said, QUESTION))
    return max(left, sum(len(_wrapped(_exit_words(branch, words), EXITS)) for branch in exits))


def _exit_words(branch: BranchView, words: Words) -> str:
    to = f"{words.say('go-to', step=branch.to_label)}.".replace(" ", "\N{NO-BREAK SPACE}") if branch.to else ""
    return " ".join(filter(None, (f"{branch.answer}.", _plain(branch.words), to)))


def _plain(words: Iterable[Inline]) -> str:
    return plain_text(words).strip()


def _wrapped(words: str, measure: float) -> list[str]:
    """Break words into lines of so many ems."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer) <= measure:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width(words: str) -> float:
    return sum(next((width for width, letters in WIDTHS if sign in letters), OTHERS) for sign in words)


def _tops(placed: tuple[Row, ...]) -> list[float]:
    tops = [0.0]
    for row in placed[:-1]:
        tops.append(tops[-1] + row.height)
    return tops


def _line(pen: _Pen, path: str, *, dashed: bool = False) -> str:
    dash = f' stroke-dasharray="{pen.dashes}"' if dashed else ""
    return f'<path d="{path}" fill="none" stroke="{pen.ink}" stroke-width="{pen.width:g}"{dash}/>'


def _arrow(
    pen: _Pen, path: str, tip: tuple[float, float], way: tuple[int, int], *, dashed: bool = False
) -> tuple[str, str]:
    """Draw a line and its point, which looks along `way`."""
    (x, y), (dx, dy) = tip, way
    back = (x - dx * pen.length, y - dy * pen.length)
    sides = ((back[0] + sign * dy * pen.half, back[1] + sign * dx * pen.half) for sign in (1, -1))
    points = " ".join(f"{a:.2f},{b:.2f}" for a, b in (tip, *sides))
    return _line(pen, path, dashed=dashed), f'<polygon points="{points}" fill="{pen.ink}"/>'


def _text(lines: Iterable[str], x: float, y: float, kind: str) -> str:
    """Write lines of words, the middle of them at `y`."""
    items = list(lines)
    first = y + 5 - 9 * (len(items) - 1)
    return "".join(
        f'<text class="{kind}" x="{x:g}" y="{first + 18 * at:g}">{_escaped(words)}</text>'
        for at, words in enumerate(items)
    )


def _escaped(words: str) -> str:
    return escape(typeset(words), quote=False)


def _svg(kind: str, box: str, size: str, told: str, drawn: Iterable[str], words: Words) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="{box}"{size} role="img"'
        f' aria-labelledby="{kind}-title {kind}-desc"><title id="{kind}-title">{_escaped(words.say("chart"))}</title>'
        f'<desc id="{kind}-desc">{_escaped(told)}</desc>{"".join(drawn)}</svg>'
    )

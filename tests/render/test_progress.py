"""Progress: a bar on a terminal, a line now and then in a log, nothing for those who asked for quiet."""

import io

from policygen.diagnostics import RelPath
from policygen.render.terminal.progress import Progress


class Terminal(io.StringIO):
    """A stream with somebody in front of it."""

    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO | None, seconds: float) -> None:
    """Tell a stream of forty files, each of which takes so many seconds."""
    now = [0.0]
    progress = Progress(stream, lambda: now[0])
    progress.begin(40)
    for number in range(40):
        now[0] += seconds
        progress.done(RelPath(f"{number}.html"))
    progress.end()


def test_a_log_has_a_line_every_few_seconds() -> None:
    log = io.StringIO()
    told(log, 1.0)
    assert log.getvalue().splitlines() == [f"{count}/40 {count - 1}.html" for count in range(5, 41, 5)]


def test_what_is_done_soon_is_not_told_in_a_log() -> None:
    log = io.StringIO()
    told(log, 0.1)
    assert log.getvalue() == ""


def test_a_terminal_has_a_bar_that_goes_away() -> None:
    terminal = Terminal()
    told(terminal, 0.1)
    drawn = terminal.getvalue().split("\r\033[K")
    assert drawn[1].startswith("[" + "." * 30 + "] 0 of 40")
    assert drawn[-2] == "[" + "#" * 30 + "] 40 of 40 39.html"
    assert drawn[-1] == ""


def test_those_who_want_quiet_have_it() -> None:
    told(None, 9.0)

"""Where the words of Markdown stand: the parser gives lines for blocks and nothing for what is in them.

Takes the text of a file and the content of an inline; gives where each line of that content begins in the file.
"""

from dataclasses import dataclass

__all__ = ["Locator", "Start"]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a line of an inline begins: line from 0, column from 0, signs cut off, whether pipes are escaped there."""

    line: int
    column: int
    cut: int = 0
    escaped: bool = False


class Locator:
    """Finds where the lines of an inline begin; to be asked in document order.

    markdown-it gives lines for blocks and nothing for inlines, so the content is looked for in its line,
    from where the one before it ended (two cells of a table row may say the same).
    """

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.cursor: dict[int, int] = {}

    def starts(self, content: str, first_line: int) -> tuple[Start, ...]:
        """Return where each line of the content begins in the file."""
        found = []
        for offset, part in enumerate(content.split("\n")):
            number = min(first_line + offset, len(self.lines) - 1)
            start = self.start(part, number)
            self.cursor[number] = start.column + len(part) - start.cut
            found.append(start)
        return tuple(found)

    def start(self, part: str, number: int) -> Start:
        """Return where a line of an inline begins in the line of the file with this number."""
        line, after = self.lines[number], self.cursor.get(number, 0)
        if "|" in part and (at := line.find(part.replace("|", "\\|"), after)) >= 0:
            return Start(number, at, escaped=True)
        if (at := line.find(part, after)) >= 0:
            return Start(number, at)
        stripped = part.lstrip()  # the parser gives spaces for a tab that it cut in two
        return Start(number, max(line.find(stripped, after), 0), cut=len(part) - len(stripped))

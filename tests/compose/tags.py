"""The tags of a page as a browser would see them."""

from html.parser import HTMLParser


class Tags(HTMLParser):
    """Gathers each tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def tags(page: str) -> list[tuple[str, dict[str, str]]]:
    """Return each tag of a page with its attributes, in order."""
    reader = Tags()
    reader.feed(page)
    reader.close()
    return reader.found

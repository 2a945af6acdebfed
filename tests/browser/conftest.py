"""What is built, on a server of its own, and people who read it in a browser: by mouse, by touch or by keyboard."""

import functools
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

BASE = "/some/base/"
"""The site stands below an address, not at its top."""
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
MOST_TABS = 60
"""A reader who has pressed Tab that often gives up."""

FOCUS = """element => {
  if (element !== document.activeElement) return 'it is not focused';
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) return 'its focus does not show';
  const box = element.getClientRects()[0];
  if (!box || box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return 'it is out of sight';
  const on = document.elementFromPoint(Math.max(box.left + box.width / 2, 0), Math.max(box.top + box.height / 2, 0));
  return on && (element.contains(on) || on.contains(element)) ? '' : 'something lies over it';
}"""  # noqa: E501
"""Whether the focus can be seen (WCAG 2.2: 2.4.7 Focus Visible, 2.4.11 Focus Not Obscured)."""


class _Handler(SimpleHTTPRequestHandler):
    """Answers for the site below its base, and for nothing else."""

    def translate_path(self, path: str) -> str:
        inside = path.startswith(BASE)
        return super().translate_path("/" + path.removeprefix(BASE)) if inside else os.devnull + "/outside"

    def log_message(self, *said: object) -> None:  # type: ignore[override]
        """Say nothing."""


@pytest.fixture(scope="session")
def site(built: Path) -> Iterator[str]:
    """Return the address under which what is built is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(built)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{BASE}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Tab:
    """A page of the browser and everything that went wrong in it."""

    page: "Page"
    site: str
    problems: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Keep what the console and the network say; a request to any other place is refused and told."""
        self.page.on("console", lambda message: self._note(message.type in {"error", "warning"}, message.text))
        self.page.on("pageerror", lambda error: self._note(True, str(error)))
        self.page.on("requestfailed", lambda request: self._note(True, f"failed: {request.url}"))
        self.page.on("response", lambda answer: self._note(answer.status >= 400, f"{answer.status}: {answer.url}"))
        self.page.on("request", lambda request: self._note(not self._ours(request.url), f"asks for {request.url}"))

    def _ours(self, address: str) -> bool:
        return address.startswith((self.site, "data:", f"blob:{self.site.partition(BASE)[0]}"))

    def _note(self, wrong: bool, words: str) -> None:
        if wrong:
            self.problems.append(words)


@pytest.fixture
def open_context(browser: "Browser") -> "Iterator[Any]":
    """Return a maker of browser windows without a past: `open_context(size, scripts=True)`."""
    made: list[BrowserContext] = []

    def make(size: str, *, scripts: bool = True) -> "BrowserContext":
        made.append(
            browser.new_context(
                viewport=SIZES[size],  # type: ignore[arg-type]
                java_script_enabled=scripts,
                has_touch=size == "phone",
                accept_downloads=True,
            )
        )
        return made[-1]

    yield make
    for context in made:
        context.close()


@dataclass
class Reader:
    """A person in front of a page, who knows things by their names."""

    page: "Page"

    def follow(self, name: str, *, within: str = "body") -> None:
        """Find the link of this name, below an element if need be, and wait until it has led to another page."""
        with self.page.expect_navigation(wait_until="commit"):
            self.take(name, within=within)
        self.page.wait_for_load_state("domcontentloaded")

    def take(self, name: str, *, within: str = "body") -> None:
        """Find the link of this name and use it."""
        target = self.page.locator(within).get_by_role("link", name=name, exact=True).first
        target.wait_for(state="visible", timeout=5000)
        self.use(target)

    def use(self, target: "Locator") -> None:
        """Click."""
        target.click()

    def write(self, label: str, words: str) -> None:
        """Write into the field with this label."""
        self.page.get_by_label(label, exact=True).fill(words)

    def send(self, button: str) -> None:
        """Send a form."""
        self.use(self.page.get_by_role("button", name=button, exact=True))


class Keyboard(Reader):
    """A person who has only keys, and must see at each moment where they are."""

    def use(self, target: "Locator") -> None:
        """Go there by Tab and press Enter."""
        self._reach(target)
        self.page.keyboard.press("Enter")

    def write(self, label: str, words: str) -> None:
        """Go there by Tab and type."""
        self._reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(words)

    def send(self, button: str) -> None:
        """Press Enter inside the form."""
        assert self.page.get_by_role("button", name=button, exact=True).is_visible()
        self.page.keyboard.press("Enter")

    def _reach(self, target: "Locator") -> None:
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            focused = self.page.locator(":focus")
            assert focused.count() == 1, f"Tab leads to nothing on {self.page.url}"
            words = focused.first.evaluate("element => element.textContent || element.id")
            assert focused.first.evaluate(FOCUS) == "", (self.page.url, words)
            if target.evaluate("element => element === document.activeElement"):
                return
        pytest.fail(f"{MOST_TABS} times Tab on {self.page.url} do not lead there")


class Touch(Reader):
    """A person with a phone."""

    def use(self, target: "Locator") -> None:
        """Tap."""
        target.tap()

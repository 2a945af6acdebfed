"""Fragments and names of pages: those that pages use themselves, which nothing that is authored may be called.

Ids are permanent, so the names of the parts of a document are kept too where no page has a fragment of that name.
Templates write some of these out, and `step-` before the ids of the steps of a guide, which keeps them apart from all
others; `tests/test_addresses.py` holds every page to this list.
"""

from collections.abc import Iterable

from policygen.model.protocol import PartKind

__all__ = [
    "FRONT",
    "LEAFLET",
    "MAIN",
    "MUSTS",
    "PACK_PAGES",
    "RECORD",
    "RECORD_SECTIONS",
    "kept_in_policies",
    "law_entry",
    "law_notice",
    "note",
]

MAIN = "main"
"""What a page is about, where its reader skips to."""

FRONT, MUSTS = "start-here", "what-you-must-do"
"""The first clauses of a policy, and its list of duties."""

LEAFLET = frozenset({MAIN, "leave", "online"})
"""What the page of a leaflet has besides its parts: the way out, and where it is read online."""

RECORD = frozenset({MAIN, "dataset", "isindex"})
"""What no question of a record is called: its page, and the names that a form keeps in HTML and for its script."""

RECORD_SECTIONS = 24
"""How many sections a record has at most: they are lettered from A, and `Y` and `Z` stand at the end of its page."""

PACK_PAGES = ("index", "accessibility", "licences")
"""The pages that stand beside the documents of an agency."""


def law_entry(law: str) -> str:
    """Return the fragment of a law in the annex of law."""
    return f"law-{law}"


def law_notice(law: str) -> str:
    """Return the fragment of the notice about a law that nobody has confirmed."""
    return f"notice-{law}"


def note(correction: str) -> str:
    """Return the fragment of an editor's note in its annex."""
    return f"note-{correction}"


def kept_in_policies(laws: Iterable[str], corrections: Iterable[str]) -> frozenset[str]:
    """Return every fragment that no clause or section may have, in small letters: Word's bookmarks know no capitals."""
    laws = tuple(laws)
    return frozenset(
        name.lower()
        for name in (
            *(MAIN, FRONT, MUSTS, *PartKind),
            *map(law_entry, laws),
            *map(law_notice, laws),
            *map(note, corrections),
        )
    )

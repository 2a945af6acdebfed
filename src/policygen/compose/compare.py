"""Two editions of one document, clause by clause.

Takes two documents; gives what stands in one only, what differs, and what is the same, in reading order.
"""

from dataclasses import dataclass

from policygen.model.documents import Document
from policygen.model.policies import ClauseView, Danger, SectionView

__all__ = ["Pair", "compare_documents"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause in two editions; none where an edition does not print it."""

    left: ClauseView | None
    right: ClauseView | None

    @property
    def same(self) -> bool:
        """Whether both editions print it in the same words, with the same notes."""
        left, right = self.left, self.right
        if left is None or right is None:
            return False
        return (left.title, left.force, left.body, left.notes) == (right.title, right.force, right.body, right.notes)

    @property
    def number(self) -> str:
        """The number of the clause, in the first edition that prints it."""
        view = self.left or self.right
        return view.number if view else ""


def compare_documents(left: Document, right: Document) -> tuple[Pair, ...]:
    """Return every clause of two editions in reading order; a clause of one only stands where that edition has it."""
    ours, theirs = _views(left), _views(right)
    order: list[str] = list(ours)
    at = 0
    for name in theirs:
        if name in ours:
            at = order.index(name) + 1
        else:
            order.insert(at, name)
            at += 1
    return tuple(Pair(ours.get(name), theirs.get(name)) for name in order)


def _views(document: Document) -> dict[str, ClauseView]:
    found: dict[str, ClauseView] = {}
    for part in document.parts:
        if isinstance(part, Danger):
            found[part.clause.id] = part.clause
        elif isinstance(part, SectionView):
            found.update((item.id, item) for item in part.items if isinstance(item, ClauseView))
    return found

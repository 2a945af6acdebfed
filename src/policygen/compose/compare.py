"""Two editions, clause by clause.

Takes the documents of two packs; gives what stands in one only, what differs, and what is the same, in reading order.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from policygen.compose.site import clauses_of
from policygen.model.documents import Document
from policygen.model.policies import ClauseView

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


def compare_documents(left: Iterable[Document], right: Iterable[Document]) -> tuple[Pair, ...]:
    """Return every clause of two packs in reading order; a clause of one only stands where that pack has it."""
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


def _views(documents: Iterable[Document]) -> dict[str, ClauseView]:
    return {clause.id: clause for document in documents for clause in clauses_of(document)}

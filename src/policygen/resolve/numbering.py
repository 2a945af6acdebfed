"""Numbers that never move: labels for what is inserted between labels that are already given.

The forms are those of the United Kingdom's Acts (Office of the Parliamentary Counsel, Drafting guidance, part 6):
3.4A after 3.4, 3.4AA between 3.4A and 3.4B, 3.4ZA before 3.4A, 3.A1 before 3.1, and Z1 after Z.

A label is a tuple of steps, each two whole numbers, so that labels sort as they are read:
the first step is (-series, count), where series 0 is 1, 2, 3, series 1 is A1, A2 and series 2 is ZA1, ZA2;
every further step is (-depth, letter), where depth counts leading Zs and letters run A to Z, Z1, Z2.
"""

from collections.abc import Mapping, Sequence

from policygen.model.editions import Label

__all__ = ["between", "numbered", "plain", "written"]


def plain(count: int) -> Label:
    """Return the label of the base text's nth clause or section, counted from 1."""
    return ((0, count),)


def numbered(order: Sequence[str], given: Mapping[str, Label]) -> dict[str, Label]:
    """Return the labels of all names in `order`: those given, and new ones between them in reading order.

    Where nothing has a label yet they count 1, 2, 3.
    """
    if not any(name in given for name in order):
        return {name: plain(count) for count, name in enumerate(order, start=1)}
    rights: list[Label | None] = []
    right: Label | None = None
    for name in reversed(order):
        rights.append(right)
        right = given.get(name, right)
    labels: dict[str, Label] = {}
    left: Label | None = None
    for name, right in zip(order, reversed(rights), strict=True):
        left = given[name] if name in given else between(left, right)
        labels[name] = left
    return labels


def between(left: Label | None, right: Label | None) -> Label:
    """Return a new label that sorts after `left` and before `right`, its neighbours in reading order.

    None stands for the beginning or the end. Labels given before are never changed, so what follows
    from a label already printed stays true.
    """
    if left is None:
        return plain(1) if right is None else ((right[0][0] - 1, 1),)
    if right is not None and right[: len(left)] == left:
        return (*left, (right[len(left)][0] - 1, 1))
    last = left[-1]
    if len(left) > 1 or last[0] < 0:
        following = (*left[:-1], (last[0], last[1] + 1))
        if right is None or following < right[: len(following)]:
            return following
    return (*left, (0, 1))


def written(label: Label) -> str:
    """Return a label as it is printed: 4, 4A, 4ZA, A1, 4Z1."""
    series, count = label[0]
    text = "Z" * (-series - 1) + ("A" if series < 0 else "") + str(count)
    for depth, letter in label[1:]:
        if text.endswith("Z"):
            text += "0"  # keeps what follows 4Z apart from 4ZA, which stands before 4A
        text += "Z" * -depth + (chr(64 + letter) if letter <= 26 else f"Z{letter - 26}")
    return text

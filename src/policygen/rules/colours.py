"""Colours: those of an agency or a partnership can be read on each other.

Takes a library; gives colours that are too near to each other.
"""

from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, Span, error
from policygen.model.agencies import UNSET, Brand
from policygen.model.tokens import Tokens
from policygen.rules.rule import Authored, Rule

__all__ = ["RULES", "contrasts"]


def colours(given: Authored) -> Iterator[Diagnostic]:
    """PG217: colours of agencies and partnerships keep the contrast that the look promises (WCAG 2.2, 1.4.3, 1.4.6)."""
    for agency in given.library.agencies.values():
        parent = given.library.agencies.get(agency.parent or "")
        if parent is not None and parent.brand == agency.brand:
            continue  # said of the parent
        yield from _pale(agency.brand, given.library.tokens, agency.span)
    for partnership in given.library.partnerships.values():
        if partnership.brand is not UNSET:
            yield from _pale(partnership.brand, given.library.tokens, partnership.span)


RULES = (Rule(colours, Authored, errors=("PG217",)),)


def _pale(brand: Brand, tokens: Tokens, span: Span) -> Iterator[Diagnostic]:
    for what, ratio, wanted in contrasts(brand, tokens):
        if ratio < wanted:
            message = f"{what} has a contrast of {ratio:.1f} to 1; {wanted} is the least"
            yield error("PG217", message, span, hint="make the darker of the two darker")


def contrasts(brand: Brand, tokens: Tokens) -> tuple[tuple[str, float, int], ...]:
    """Return each pair of colours that must be told apart: what, ratio, least ratio."""
    return (
        (f"colour {brand.colour} on white", _contrast(brand.colour, tokens.light.paper), 7),
        (f"{brand.on} on colour {brand.colour}", _contrast(brand.on, brand.colour), 7),
        (f"colour {brand.colour} on tint {brand.tint}", _contrast(brand.colour, brand.tint), 7),
        (f"ink on tint {brand.tint}", _contrast(tokens.light.ink, brand.tint), 12),
        (f"lift {brand.lift} on dark paper", _contrast(brand.lift, tokens.dark.paper), 7),
    )


def _contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, definition of contrast ratio)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

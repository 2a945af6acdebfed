"""Every rule in one list, and the one function that runs them.

A new rule is a function and a row in the module of its subject; a module that is new is named here.
"""

from typing import Any

from policygen.diagnostics import Diagnostic
from policygen.rules import (
    abbreviations,
    audiences,
    colours,
    contacts,
    documents,
    duties,
    gaps,
    guides,
    ids,
    law,
    leaflets,
    numbers,
    provisions,
    readability,
    readiness,
    records,
    sheets,
    sign_off,
    signs,
    translations,
    wording,
    words,
)
from policygen.rules.rule import Given, Rule

__all__ = ["RULES", "check"]

RULES: tuple[Rule[Any], ...] = (
    *ids.RULES,
    *numbers.RULES,
    *audiences.RULES,
    *documents.RULES,
    *colours.RULES,
    *law.RULES,
    *duties.RULES,
    *provisions.RULES,
    *wording.RULES,
    *signs.RULES,
    *abbreviations.RULES,
    *records.RULES,
    *guides.RULES,
    *sheets.RULES,
    *leaflets.RULES,
    *translations.RULES,
    *words.RULES,
    *gaps.RULES,
    *contacts.RULES,
    *sign_off.RULES,
    *readability.RULES,
    *readiness.RULES,
)


def check(given: Given) -> tuple[Diagnostic, ...]:
    """Return all that the rules which need just this find wrong with it, rule by rule."""
    return tuple(item for rule in RULES if rule.needs is type(given) for item in rule.find(given))

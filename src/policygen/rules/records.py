"""Rules on the definitions of record templates: what conditions name, and the fields that a signature makes.

Takes a library; gives what is wrong.
"""

from collections.abc import Iterator, Mapping

from policygen.diagnostics import Diagnostic, Note, did_you_mean, error
from policygen.model import addresses
from policygen.model.records import FieldKind, Record, RecordField, ShowIf
from policygen.rules.rule import Authored, Rule

__all__ = ["RULES"]


def conditions(given: Authored) -> Iterator[Diagnostic]:
    """PG220 to PG222: a condition names an earlier question, one with answers to choose from, and answers of it."""
    for record in given.library.records.values():
        asked = _fields(record)
        earlier: set[str] = set()
        for field in asked.values():
            if field.show_if is not None:
                yield from _condition(field, field.show_if, asked, earlier)
            earlier.add(field.id)


def signatures(given: Authored) -> Iterator[Diagnostic]:
    """PG150: the date of a signature has a name of its own, made of that of the signature."""
    for record in given.library.records.values():
        asked = _fields(record)
        for field in asked.values():
            other = asked.get(f"{field.id}_date")
            if field.kind is FieldKind.SIGNATURE and other is not None:
                notes = [Note(f"`{field.id}` is a signature", field.span)]
                message = f"`{other.id}` is the name of the date of a signature"
                yield error("PG150", message, other.span, notes=notes, hint="leave it out, or give it another id")


def lettered(given: Authored) -> Iterator[Diagnostic]:
    """PG238: the sections of a record are lettered from A, and its page has Y and Z itself."""
    for record in given.library.records.values():
        for section in record.sections[addresses.RECORD_SECTIONS :]:
            message = (
                f"a record has at most {addresses.RECORD_SECTIONS} sections: its page uses the letters after X itself"
            )
            yield error(
                "PG238", message, section.span, hint="put its questions into another section, or another record"
            )


RULES = (
    Rule(lettered, Authored, errors=("PG238",)),
    Rule(conditions, Authored, errors=("PG220", "PG221", "PG222")),
    Rule(signatures, Authored, errors=("PG150",)),
)


def _fields(record: Record) -> dict[str, RecordField]:
    """Return every question of a record in the order in which they are asked."""
    return {field.id: field for section in record.sections for field in section.fields}


def _condition(
    field: RecordField, show_if: ShowIf, asked: Mapping[str, RecordField], earlier: set[str]
) -> Iterator[Diagnostic]:
    name = show_if.field
    other = asked.get(name.text)
    if other is None:
        hint = did_you_mean(name.text, earlier)
        yield error("PG220", f"no question `{name.text}` in this record", name.span, hint=hint)
        return
    notes = [Note(f"`{other.id}` is asked here", other.span)]
    if other.id not in earlier:
        what = "itself" if other is field else f"`{other.id}`, which comes after it"
        hint = "a condition names an earlier question"
        yield error("PG221", f"`{field.id}` hangs on {what}", name.span, notes=notes, hint=hint)
        return
    if not other.kind.traits.foreseen:
        message = f"`{other.id}` is a field of the type `{other.kind}`, whose answers nobody can foresee"
        hint = "name a question with answers to choose from"
        yield error("PG221", message, name.span, notes=notes, hint=hint)
        return
    if other.kind is FieldKind.CHECKBOX and show_if.negated:
        message = f"`{other.id}` is one box, and the only answer to it is `yes`"
        yield error("PG222", message, show_if.values[0].span, notes=notes, hint="write `is: [yes]`")
        return
    answers = _answers(other)
    for value in show_if.values:
        if value.text not in answers:
            hint = did_you_mean(value.text, answers) or f"there is {', '.join(f'`{answer}`' for answer in answers)}"
            yield error("PG222", f"no answer `{value.text}` to `{other.id}`", value.span, notes=notes, hint=hint)


def _answers(field: RecordField) -> tuple[str, ...]:
    """Return the answers that a condition can name."""
    return field.kind.traits.answers or tuple(choice.id for choice in field.choices)

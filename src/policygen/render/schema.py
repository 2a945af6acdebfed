"""A record template to a JSON Schema (draft 2020-12), so that a case system can take its answers.

Takes a composed record; gives the bytes of the schema. A filled record is an object: field ids to answers.
"""

import json
from typing import assert_never

from policygen.model.documents import Document
from policygen.model.records import FieldKind, RecordFieldView, RecordView, ShowIfView
from policygen.model.words import Words

__all__ = ["render_schema"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def render_schema(document: Document) -> bytes:
    """Return the schema of a record: titles, descriptions, answers to choose from, what is required and when.

    A date is `2026-11-22` and a time `2026-11-22T14:05` (ISO 8601), as browsers give them. A question with a
    condition is required only when the condition holds (`if` and `then`); when it does not hold, the question
    may not be answered, so that no answer is kept that nobody was asked for.
    """
    form = next(part for part in document.parts if isinstance(part, RecordView))
    entries = tuple(form.entries())
    schema = {
        "$schema": DRAFT,
        "$id": f"urn:policygen:{document.partnership}:{document.agency}:{document.id}",
        "title": document.title,
        "description": f"{form.purpose} {document.subtitle}, {document.owner}. {document.edition}.",
        "$comment": document.words.say("fingerprint", signs=document.fingerprint),
        "type": "object",
        "properties": {entry.id: _property(document.words, entry) for entry in entries},
        "required": [entry.id for entry in entries if entry.required and entry.condition is None],
        "allOf": [_conditional(entry) for entry in entries if entry.condition is not None],
        "additionalProperties": False,
    }
    kept = {key: value for key, value in schema.items() if value != []}
    return (json.dumps(kept, indent=2, ensure_ascii=False) + "\n").encode()


def _property(words: Words, entry: RecordFieldView) -> dict[str, object]:
    said = {"title": entry.label}
    when = words.say("only-if", condition=entry.condition.words) if entry.condition is not None else ""
    who = f"{words.say('filled-by', who=entry.who)}." if entry.who else ""
    if about := " ".join(part for part in (when, entry.hint, who) if part):
        said["description"] = about
    return {**said, **_type(entry)}


def _type(entry: RecordFieldView) -> dict[str, object]:
    options = [{"const": choice.id, "title": choice.label} for choice in entry.choices]
    match entry.kind:
        case FieldKind.RADIO:
            return {"type": "string", "oneOf": options}
        case FieldKind.CHECKBOXES:
            least = {"minItems": 1} if entry.required else {}
            return {"type": "array", "items": {"type": "string", "oneOf": options}, "uniqueItems": True, **least}
        case FieldKind.CHECKBOX:
            return {"type": "boolean"} | ({"const": True} if entry.required else {})
        case FieldKind.DATE:
            return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
        case FieldKind.DATETIME:
            return {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$"}
        case FieldKind.TEXT | FieldKind.TEXTAREA:
            return {"type": "string", "minLength": 1} if entry.required else {"type": "string"}
        case FieldKind.YESNO | FieldKind.SIGNATURE | FieldKind.STATIC:
            message = f"a field of the kind `{entry.kind}` is no question once it is composed"
            raise TypeError(message)
        case _:
            assert_never(entry.kind)


def _conditional(entry: RecordFieldView) -> dict[str, object]:
    assert entry.condition is not None  # noqa: S101  the caller chose those that have one
    then = {"required": [entry.id]} if entry.required else {}
    return {"if": _holds(entry.condition), "then": then, "else": {"properties": {entry.id: False}}}


def _holds(condition: ShowIfView) -> dict[str, object]:
    """Return the schema that an object fits when the condition holds: see `Condition`."""
    asked = [*condition.values, True] if condition.values == ("yes",) else [*condition.values]
    chosen: dict[str, object] = {"not": {"enum": asked}} if condition.negated else {"enum": asked}
    many = {"type": "array", "contains": chosen}
    one = {"allOf": [{"not": {"type": "array"}}, chosen]}
    return {"properties": {condition.field: {"anyOf": [many, one]}}, "required": [condition.field]}

"""What editors are told: JSON Schema of every kind of file and block, from the same nouns that loading binds.

Takes no input but the kinds; gives a schema for each name: an editor that has it completes keys and explains them.
A schema judges one value at a time; what two of them must agree in is left to `policygen check`.
"""

import ast
import inspect
import textwrap
from functools import cache
from itertools import pairwise
from typing import assert_never

from policygen.model.scalars import Form
from policygen.source.files import BLOCKS, FILES
from policygen.source.shapes import (
    Choice,
    Entries,
    Items,
    Noun,
    Plain,
    Shape,
    Text,
    shape_of,
)

__all__ = ["Schema", "schemas"]

Schema = dict[str, object]

_TYPES = {Plain.TRUTH: "boolean", Plain.NUMBER: "integer", Plain.NUMBER_OR_TEXT: ["integer", "string"]}


def schemas() -> dict[str, Schema]:
    """Return the schemas by name: kinds of YAML files, the front matter of Markdown files, and fenced blocks."""
    files = {kind.name: kind.noun for kind in FILES if kind.noun is not None}
    return {
        name: {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name, **_schema(shape_of(noun))}
        for name, noun in {**files, **BLOCKS}.items()
    }


def _schema(shape: Shape) -> Schema:
    match shape:
        case Text(form):
            return _text(form)
        case Choice(words):
            return {"enum": list(words)}
        case Plain():
            return {"type": _TYPES[shape]}
        case Items(item, least, or_one):
            items: Schema = {"type": "array", "items": _schema(item)}
            if least:
                items["minItems"] = least
            return {"anyOf": [_schema(item), items]} if or_one else items
        case Entries(key, value, _, gaps):
            entry = _schema(value)
            return {
                "type": "object",
                "propertyNames": _text(key),
                "additionalProperties": _or_null(entry) if gaps else entry,
            }
        case Noun():
            return _noun(shape)
        case _:
            assert_never(shape)


def _text(form: Form) -> Schema:
    """Return the schema of a text; free text may be written as a whole number."""
    if not form.pattern:
        return {"type": ["string", "integer"]} | ({} if form.empty else {"pattern": r"\S"})
    length = {"maxLength": form.longest} if form.longest else {}
    return {"type": "string", "pattern": f"^({form.pattern})$", **length, "description": form.words}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _noun(shape: Noun) -> Schema:
    properties: Schema = {}
    said = _field_docs(shape.noun)
    for key, field in shape.fields.items():
        inner = _schema(field.shape)
        if field.may_be_empty:
            inner = _or_null(inner)
        properties[key] = inner | ({"description": said[field.name]} if field.name in said else {})
    return {
        "type": "object",
        "description": inspect.cleandoc(shape.noun.__doc__ or ""),
        "properties": properties,
        "additionalProperties": False,
        "required": list(shape.required),
    }


@cache
def _field_docs(noun: type) -> dict[str, str]:
    """Return the docstrings under the fields of a noun and of what it extends, by field; they live in source alone."""
    said: dict[str, str] = {}
    for base in reversed(noun.__mro__[:-1]):
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(base))).body
        lines = tree.body if isinstance(tree, ast.ClassDef) else []
        for line, below in pairwise(lines):
            match line, below:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                    said[name] = inspect.cleandoc(words)
                case _:
                    continue
    return said

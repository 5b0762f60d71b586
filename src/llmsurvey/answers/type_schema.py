"""Types as JSON Schema: of texts, numbers, lists, named tuples and records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from llmsurvey.messages import Word
from llmsurvey.records import Verdict
from llmsurvey.records.record import Record, names_of_fields
from llmsurvey.tables.detailed import Detailed
from llmsurvey.tables.meanings import MEANINGS

Schema = dict[str, Any]

FOR_TYPE_CHECKERS = {"Verdict": Verdict, "Word": Word}
"""Types that some modules of answers import for type checkers alone."""

_BASIC: dict[Any, str] = {bool: "boolean", int: "integer", float: "number", NoneType: "null"}


def schema_of_type(hint: Any) -> Schema:
    """Return the schema of a type: of a text, a number, a list, a named tuple, or a choice between these."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _schema_of_choice([schema_of_type(kind) for kind in get_args(hint)])
    if origin is Annotated:
        return schema_of_type(get_args(hint)[0])
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if origin is Detailed:
        return _schema_of_details(get_args(hint)[0])
    if origin is tuple:
        return {"type": "array", "items": schema_of_type(get_args(hint)[0])}
    if hint in _BASIC:
        return {"type": _BASIC[hint]}
    if isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields"):
        return _schema_of_details(hint)
    if isinstance(hint, type) and issubclass(hint, Record):
        return schema_of_object(fields_of_record(hint))
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object"}
    return {"type": "string"}


def _schema_of_choice(schemas: list[Schema]) -> Schema:
    """Return a schema of any of some: of plain types one, with null among the values of an enumeration."""
    types = [schema for schema in schemas if set(schema) == {"type"}]
    others = [schema for schema in schemas if schema not in types]
    names = list(dict.fromkeys(schema["type"] for schema in types))
    if not others:
        return {"type": names if len(names) > 1 else names[0]}
    if names == ["null"] and len(others) == 1 and "enum" in others[0]:
        return {"enum": [*others[0]["enum"], None]}
    return {"anyOf": [*others, *types]}


def _schema_of_details(details: Any) -> Schema:
    """Return the schema of a named tuple, whose fields have the meanings of columns."""
    hints = get_type_hints(details, localns=FOR_TYPE_CHECKERS)
    return schema_of_object({name: schema_of_type(hints[name]) for name in details._fields})


def schema_of_object(properties: Mapping[str, Schema], optional: Iterable[str] = ()) -> Schema:
    """Return the schema of an object with these properties, each described by its meaning, and no other."""
    return {
        "type": "object",
        "properties": {name: {**schema, "description": MEANINGS[name].sentence} for name, schema in properties.items()},
        "required": [name for name in properties if name not in set(optional)],
        "additionalProperties": False,
    }


def fields_of_record(record: type[Record]) -> dict[str, Schema]:
    """Return the schema of each field of a record."""
    hints = get_type_hints(record)
    return {name: schema_of_type(hints[name]) for name in names_of_fields(record)}

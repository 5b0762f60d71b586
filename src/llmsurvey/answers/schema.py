"""The JSON of each command's answer as JSON Schema: its columns, the types of its entries, and what these hold."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

from llmsurvey.answers.added_columns import FACTS, PLACES
from llmsurvey.answers.answer import Answer
from llmsurvey.answers.document_schema import BRANCH, schema_of_branch, schemas_of_records
from llmsurvey.answers.dossier_entries import DossierDocument
from llmsurvey.answers.forms import FORMS, Form
from llmsurvey.answers.type_schema import FOR_TYPE_CHECKERS, Schema, schema_of_type
from llmsurvey.errors import UnknownNameError
from llmsurvey.registry.nearest_names import nearest_names
from llmsurvey.registry.schema import registry_schema
from llmsurvey.tables import Column
from llmsurvey.tables.meanings import meaning_of

_SPELLINGS = {"license": "licence", "licenses": "licences"}

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_NAMED_BY_DATA: dict[str | None, Any] = {
    None: False,
    "benchmarks": {"type": ["number", "null"], "description": "Score on the benchmark that it is named after."},
    "headings": {"type": ["string", "number", "null"], "description": "A cell of the table as printed or corrected."},
}
"""What the properties of a row hold that aren't columns of the program's own."""

_ENVELOPE_NOTES: Schema = {
    "type": "array",
    "description": "What must be known of the answer.",
    "items": {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "description": "What the note is about: limited, left-out, method ..."},
            "text": {"type": "string", "description": "The sentence, in English."},
            "facts": {"type": "object", "description": "What the sentence says, by the names of its parts."},
        },
        "required": ["kind", "text", "facts"],
        "additionalProperties": False,
    },
}


def find_schema(command: str | None = None) -> Schema:
    """Return the JSON Schema of a command's answer; of a registry file where no command is named.

    Raises UnknownNameError for a command that has no rows.
    """
    if command is None:
        return registry_schema()
    name = _SPELLINGS.get(command, command)
    if name not in FORMS:
        raise UnknownNameError("command", command, nearest_names(command, FORMS) or list(FORMS))
    return schema_of_command(name)


def schema_of_command(command: str) -> Schema:
    """Return the JSON Schema (2020-12) of a command's answer, with or without its envelope.

    With `--columns` an object has only the properties that are asked for, so that none is required. Raises KeyError for
    a command that has no rows.
    """
    rows = [schema for form in FORMS[command] for schema in _schemas_of_form(form)]
    definitions: Schema = {"answer": {"anyOf": rows} if len(rows) > 1 else rows[0]}
    definitions["envelope"] = _schema_of_envelope(command)
    if any(form.name == "LineageAnswer" for form in FORMS[command]):
        definitions[BRANCH] = schema_of_branch()
    return {
        "$schema": _DIALECT,
        "title": f"llmsurvey {command}",
        "description": f"The answer of {command} as JSON, alone or in its envelope.",
        "anyOf": [{"$ref": "#/$defs/answer"}, {"$ref": "#/$defs/envelope"}],
        "$defs": definitions,
    }


def _schemas_of_form(form: Form) -> list[Schema]:
    """Return how an answer may look: a list of rows, and one object where the answer is about one thing."""
    rows = {"type": "array", "items": _schema_of_row(form.answer)}
    if form.name == "ShowAnswer":
        return [*schemas_of_records(), rows]
    if form.name == "DossierAnswer":
        return [schema_of_type(DossierDocument), rows]
    return [{"$ref": f"#/$defs/{BRANCH}"}, rows] if form.name == "LineageAnswer" else [rows]


def _schema_of_row(answer: type[Answer[Any]]) -> Schema:
    columns = (*answer.columns, *answer.added_columns)
    hints = {added.column.name: added.type for added in (*FACTS, *PLACES)} | hints_of_entries(answer)
    return {
        "type": "object",
        "properties": {column.name: _schema_of_column(column, hints.get(column.name)) for column in columns},
        "additionalProperties": _NAMED_BY_DATA[answer.named_by],
    }


def hints_of_entries(answer: type[Answer[Any]]) -> dict[str, Any]:
    """Return the types of the fields and properties of an answer's entries, by their names."""
    hints: dict[str, Any] = {}
    for base in getattr(answer, "__orig_bases__", ()):
        for kind in get_args(base):
            for entry in get_args(kind) or (kind,):
                hints |= get_type_hints(entry, localns=FOR_TYPE_CHECKERS)
                getters = {name: part.fget for name, part in vars(entry).items() if isinstance(part, property)}
                hints |= {
                    name: get_type_hints(get, localns=FOR_TYPE_CHECKERS)["return"] for name, get in getters.items()
                }
    return hints


def _schema_of_column(column: Column, hint: Any) -> Schema:
    """Return the schema of a column: by the type of its field (`hint`), else by whether it is numeric."""
    schema = schema_of_type(hint or (float | None if column.numeric else str | None))
    meaning = meaning_of(column)
    if column.order == "date":
        schema = {**schema, "pattern": _DATE}
    unit = f" Unit: {meaning.unit}." if meaning.unit else ""
    return {**schema, "description": f"{meaning.sentence}{unit}"}


def _schema_of_envelope(command: str) -> Schema:
    return {
        "type": "object",
        "properties": {
            "llmsurvey": {"type": "string", "description": "Version of the program."},
            "command": {"const": command},
            "question": {"type": "object", "description": "What was asked, by the names of options."},
            "notes": _ENVELOPE_NOTES,
            "answer": {"$ref": "#/$defs/answer"},
        },
        "required": ["llmsurvey", "command", "question", "notes", "answer"],
        "additionalProperties": False,
    }

"""The arguments of a tool: their JSON Schema, and the question that they ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, get_type_hints

from llmsurvey.agents.arguments import KINDS_OF_VALUES, LONGEST_TEXT, MEANINGS, MOST_ITEMS
from llmsurvey.agents.tools import AgentTool
from llmsurvey.answers.type_schema import Schema, schema_of_type
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.messages import Message, say, shorten_text
from llmsurvey.registry.configuration import configured
from llmsurvey.registry.nearest_names import nearest_names

if TYPE_CHECKING:
    from jsonschema import ValidationError

OF_ROWS = ("limit", "columns")
"""What every tool takes beside its question: how much of the answer is given."""


class Argument(NamedTuple):
    """An argument of a tool: its schema, and whether it must be given."""

    schema: Schema
    is_required: bool = False


def schema_of_arguments(tool: AgentTool) -> Schema:
    """Return what a tool takes as JSON Schema: the fields of its question, and how much of the answer is given."""
    arguments = _arguments_of(tool)
    return {
        "type": "object",
        "properties": {name: argument.schema for name, argument in arguments.items()},
        "required": [name for name, argument in arguments.items() if argument.is_required],
        "additionalProperties": False,
    }


def check_arguments(tool: AgentTool, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that say anything. Raises RequestError for one that the tool hasn't, lacks or can't read."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    schema = schema_of_arguments(tool)
    arguments = {name: value for name, value in given.items() if value is not None}
    for name in arguments:
        if name not in schema["properties"]:
            known = list(schema["properties"])
            raise UnknownNameError(say("argument"), name, nearest_names(name, known) or known)
    problem = best_match(Draft202012Validator(schema).iter_errors(arguments))
    if problem is not None:
        raise RequestError(_problem_with(problem, schema, arguments))
    return arguments


def _problem_with(problem: ValidationError, schema: Schema, arguments: Mapping[str, Any]) -> Message:
    """Return what is wrong with arguments, in a line whatever they hold."""
    place = problem.json_path.removeprefix("$.")
    if problem.validator == "required":
        return say("{name} is missing.", name=next(name for name in schema["required"] if name not in arguments))
    if problem.validator == "maxLength":
        return say("{name} is longer than {number} characters.", name=place, number=problem.validator_value)
    if problem.validator == "maxItems":
        return say("{name} has more than {number} items.", name=place, number=problem.validator_value)
    return say("{option}: {problem}.", option=place, problem=shorten_text(problem.message))


def make_question(tool: AgentTool, arguments: Mapping[str, Any]) -> Any:
    """Return the question that arguments ask, with the user's own defaults where these count."""
    own: dict[str, Any] = {name: value for name in tool.configured if (value := configured(name)) is not None}
    return _make_record(tool.question_type, {**own, **arguments})


def _make_record(kind: Any, arguments: Mapping[str, Any], taken: frozenset[str] = frozenset()) -> Any:
    """Return a question, or one within it, of the arguments that are its fields; a list is a tuple there.

    Those that are `taken` belong to the question around it.
    """
    hints, own = get_type_hints(kind), {field.name for field in fields(kind)}
    values: dict[str, Any] = {}
    for name in own - taken:
        if is_dataclass(hints[name]):
            values[name] = _make_record(hints[name], arguments, taken | own)
        elif name in arguments:
            value = arguments[name]
            values[name] = tuple(value) if isinstance(value, list) else value
    return kind(**values)


def _arguments_of(tool: AgentTool) -> dict[str, Argument]:
    """Return the arguments of a tool by their names."""
    arguments = dict(_list_fields(tool, tool.question_type, tool.skipped))
    limit = "" if tool.limit is None else f" {tool.limit} where none is asked for."
    for name in (*OF_ROWS, *(("as_of",) if tool.is_dated else ())):
        schema = _describe(tool, name, KINDS_OF_VALUES[name])
        arguments[name] = Argument(
            {**schema, "description": schema["description"] + (limit if name == "limit" else "")}
        )
    return arguments


def _list_fields(tool: AgentTool, kind: Any, skipped: tuple[str, ...]) -> Iterator[tuple[str, Argument]]:
    """Yield the fields of a question, and of the questions within it where the outer has none of that name."""
    hints, own = get_type_hints(kind), {field.name for field in fields(kind)}
    for field in fields(kind):
        hint = hints[field.name]
        if field.name in skipped:
            continue
        if is_dataclass(hint):
            yield from _list_fields(tool, hint, (*skipped, *own))
            continue
        schema = _without_null(KINDS_OF_VALUES.get(field.name) or schema_of_type(hint))
        is_required = field.default is MISSING and field.default_factory is MISSING
        yield field.name, Argument(_describe(tool, field.name, schema), is_required)


def _describe(tool: AgentTool, name: str, schema: Schema) -> Schema:
    """Return the schema of an argument with its meaning, and bounds for its texts and lists."""
    return {**_bounded(schema), "description": tool.own_words.get(name) or MEANINGS[name]}


def _bounded(schema: Schema) -> Schema:
    if schema.get("type") == "array":
        return {**schema, "items": _bounded(schema["items"]), "maxItems": MOST_ITEMS}
    return {**schema, "maxLength": LONGEST_TEXT} if "string" in schema.get("type", ()) else schema


def _without_null(schema: Schema) -> Schema:
    """Return the schema of an argument that is left out rather than null: of the choice what is left."""
    kinds = schema.get("type")
    if not isinstance(kinds, list):
        return (
            {**schema, "enum": [value for value in schema["enum"] if value is not None]} if "enum" in schema else schema
        )
    left = [kind for kind in kinds if kind != "null"]
    return {**schema, "type": left[0] if len(left) == 1 else left}

"""What a tool gives: the answer to its question in the envelope that `--format json --envelope` has it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from llmsurvey.agents.questions import check_arguments, make_question
from llmsurvey.agents.tools import TOOLS, AgentTool
from llmsurvey.answers.as_of import note_day
from llmsurvey.answers.forms import FORMS
from llmsurvey.answers.models_at_path import is_path
from llmsurvey.errors import RequestError
from llmsurvey.formats.envelope import head_of_envelope
from llmsurvey.formats.json import content_of
from llmsurvey.library import Library
from llmsurvey.messages import say
from llmsurvey.tables.choose import choose_columns
from llmsurvey.tables.first_rows import take_first

_NAMING = ("name", "to")
"""The fields of questions that may hold the path of a model as well as a name."""


def ask_tool(library: Library, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer of a tool, in its envelope, to the arguments that are given.

    Raises RequestError for arguments that it can't read, KeyError for a tool that there isn't, and whatever the
    question raises.
    """
    tool = TOOLS[name]
    arguments = check_arguments(tool, given)
    limit, columns = arguments.pop("limit", tool.limit), tuple(arguments.pop("columns", ()))
    if (as_of := arguments.pop("as_of", None)) is not None:
        library = library.on(as_of)
    if "board" in arguments:
        library.check_is_board(arguments["board"])
    for name_or_path in (arguments[field] for field in _NAMING if field in arguments):
        if is_path(library, name_or_path):
            raise RequestError(say('"{name}" is a path: files aren\'t read here.', name=name_or_path))
    question = make_question(tool, {**arguments, **_asked_of_rows(name, tool, limit, columns)})
    return envelop(library, name, question, tool.answer_function(library, question), limit, columns)


def _asked_of_rows(name: str, tool: AgentTool, limit: int | None, columns: tuple[str, ...]) -> dict[str, Any]:
    """Return what the question has to know of the rows itself, where it has fields for that."""
    wished = {wish.lstrip("+-") for wish in columns}
    added = tuple(column.name for column in FORMS[name][0].answer.added_columns if column.name in wished)
    known = {"limit": limit, "added": added}
    return {field.name: known[field.name] for field in fields(tool.question_type) if field.name in known}


def envelop(
    library: Library,
    command: str,
    question: object,
    answer: Any,
    limit: int | None = None,
    columns: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return an answer of at most `limit` rows, and of these `columns` alone, in its envelope.

    Raises RequestError for a column that it hasn't.
    """
    table = answer.table()
    if library.as_of is not None:
        table = replace(table, notes=(note_day(library.as_of), *table.notes))
    if limit is not None:
        table = take_first(table, limit)
    if columns:
        table = choose_columns(table, columns)
    settings: dict[str, Any] = {
        "columns": columns,
        "where": (),
        "sort": (),
        "limit": limit,
        "registry": library.registries,
    }
    settings["as_of"] = library.as_of
    head = head_of_envelope(command, question, settings, table.notes)
    return {**head, "answer": content_of(table.without("flat"))}

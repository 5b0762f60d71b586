"""The columns of each command's table: for completion, for the reference, and explained one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_SPELLINGS = {"license": "licence", "licenses": "licences"}

_HELP = "help"
"""What is asked of --columns by whoever wants to know them."""


def columns_of(command: str) -> list[str]:
    """Return the names of a command's columns in all forms of its answer, or none where it has none."""
    from llmsurvey.answers.forms import FORMS

    forms = FORMS.get(_SPELLINGS.get(command, command), ())
    columns = [column for form in forms for column in (*form.answer.columns, *form.answer.added_columns)]
    return list(dict.fromkeys(column.name for column in columns))


def asks_for_help(columns: Sequence[str] | str | None) -> bool:
    """Whether the words behind --columns ask what there is."""
    words = [columns] if isinstance(columns, str) else columns or ()
    return any(name.strip() == _HELP for word in words for name in word.split(","))


def show_columns(command: str, settings: Mapping[str, Any]) -> None:
    """Write what each column of a command holds; `settings` are those of the output, by option.

    Raises RequestError for a format that has no rows, and what writing an answer raises.
    """
    from llmsurvey.answers.columns import ColumnsQuestion, explain_columns
    from llmsurvey.cli.output import NO_DRAWINGS
    from llmsurvey.cli.rows import make_rows
    from llmsurvey.errors import RequestError
    from llmsurvey.formats import FORMATS
    from llmsurvey.messages import say

    rows = make_rows(command, {**settings, "columns": None}, NO_DRAWINGS, for_rows=True)
    if not rows.is_table and rows.format not in FORMATS:
        raise RequestError(say("--columns goes with a format of rows, not with {format}.", format=rows.format))
    question = ColumnsQuestion(command=_SPELLINGS.get(command, command))
    rows.give(explain_columns(question), question)

"""The table of an answer about a first model and others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.messages import say
from llmsurvey.tables import Table


def table_of_pairs(answer: Answer[Any], first: str, others: Sequence[str]) -> Table:
    """Return the entries of an answer under the models that they are of, without columns that hold nothing.

    Where there is one other model, its name (`name`) stands above all.
    """
    is_of_two = len(others) == 1
    columns = tuple(
        column._replace(
            brief=column.brief
            and not (is_of_two and column.name == "name")
            and any(getattr(entry, column.name) is not None for entry in answer.entries)
        )
        for column in answer.columns
    )
    title = (
        say("{first} against {second}", first=first, second=others[0])
        if is_of_two
        else say("{first} against each of {count} others", first=first, count=len(others))
    )
    grouped_by = None if is_of_two else "name"
    return Table(columns, rows_of(answer.entries, columns), title, answer.notes, group_by=grouped_by)

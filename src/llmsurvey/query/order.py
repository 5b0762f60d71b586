"""Sorting rows and choosing columns."""

from __future__ import annotations

from collections.abc import Sequence

from llmsurvey.errors import RequestError
from llmsurvey.records import VERDICTS, Cell, Table
from llmsurvey.registry.registry import strict
from llmsurvey.registry.suggest import did_you_mean


def choose_columns(table: Table, names: Sequence[str]) -> Table:
    """The table with these columns only. Raises RequestError for one that it hasn't."""
    return table.select([_column(table, name, "--columns") for name in names])


def arrange(table: Table, by: Sequence[str]) -> Table:
    """The rows in order of one or more columns; `-released` is the latest first. What is unknown comes last.

    Lists sort by their first item, verdicts from the best. Equal rows keep their order. Raises RequestError for a
    column that the table hasn't.
    """
    places = list(range(len(table.rows)))
    for name in reversed(by):
        column = table.names().index(_column(table, name.lstrip("-"), "--sort"))
        verdict = table.columns[column].name == "verdict"
        known = [place for place in places if _first(table.rows[place][column]) is not None]
        unknown = [place for place in places if _first(table.rows[place][column]) is None]
        known.sort(key=lambda place: _key(table.rows[place][column], verdict=verdict), reverse=name.startswith("-"))
        places = known + unknown
    return table.take(places)


def _first(cell: Cell) -> str | float | None:
    if isinstance(cell, tuple):
        return cell[0] if cell else None
    return cell


def _key(cell: Cell, *, verdict: bool) -> tuple[int, float | str]:
    value = _first(cell)
    if verdict and value in VERDICTS:
        return (0, -VERDICTS.index(value))
    return (1, strict(value)) if isinstance(value, str) else (0, value or 0)


def _column(table: Table, name: str, option: str) -> str:
    names = table.names()
    if name not in names:
        hint = did_you_mean(name, names)
        raise RequestError(f'{option}: no column is called "{name}".{hint} There are: {", ".join(names)}.')
    return name

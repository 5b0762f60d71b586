"""Rows of a wide table that were measured in different ways, by what a column says of each: measures of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from llmsurvey.boards.board import Matrix, Measure
from llmsurvey.errors import BoardError
from llmsurvey.importers.contents import read_shots
from llmsurvey.importers.fact_columns import MEASURE_FIELDS
from llmsurvey.importers.grid import Grid
from llmsurvey.importers.markup import one_line
from llmsurvey.messages import list_names, option, say

_MOST = 100
"""In more ways than this no table is measured: what tells so many apart says something else."""

Measured = tuple[tuple[Measure, ...], Matrix, Matrix | None]
"""Measures, and for each row and measure its figure and its error."""


def split_by_rows(path: Path, grid: Grid, facts: Mapping[str, str], measured: Measured) -> Measured:
    """Return a measure for each way in which rows were measured, by the columns of `facts` that say it.

    What a heading says of its own scores counts more. Raises BoardError where there would be too many.
    """
    headings = {field: facts[field] for field in MEASURE_FIELDS if field in facts}
    if not headings:
        return measured
    columns = [_setups_in(field, grid.columns[heading]) for field, heading in headings.items()]
    setups = list(zip(*columns, strict=True))
    different = list(dict.fromkeys(setups))
    if len(different) > _MOST:
        raise BoardError(
            say(
                "{file}: {columns} tell {count} ways of measuring apart, more than {most}. Leave it out: {hint}.",
                file=path,
                hint=option("map", {next(iter(headings.values())): ""}),
                columns=list_names(list(headings.values())),
                count=len(different),
                most=_MOST,
            )
        )
    numbers = {set_up: number for number, set_up in enumerate(different)}
    return _split_measures(measured, list(headings), different, np.array([numbers[set_up] for set_up in setups]))


def _setups_in(field: str, cells: Any) -> list[Any]:
    if field == "shots":
        return [read_shots(cell) for cell in cells]
    return [_setting_in(cell) for cell in cells]


def _setting_in(cell: Any) -> str | None:
    if cell is None or cell != cell:
        return None
    return one_line(cell) if isinstance(cell, str) else f"{cell:.15g}"


def _split_measures(
    measured: Measured, fields: Sequence[str], setups: Sequence[tuple[Any, ...]], of_row: Any
) -> Measured:
    """Return each measure once for each set-up new to it, with the figures of the rows that were measured so."""
    measures, values, errors = measured
    columns: dict[Measure, tuple[int, Any]] = {}
    for column, measure in enumerate(measures):
        for number, set_up in enumerate(setups):
            said = {
                field: value for field, value in zip(fields, set_up, strict=True) if getattr(measure, field) is None
            }
            key = measure._replace(**said)
            rows = (
                columns[key][1] if key in columns and columns[key][0] == column else np.zeros(len(of_row), dtype=bool)
            )
            columns[key] = (column, rows | (of_row == number))
    split_values = np.full((len(of_row), len(columns)), np.nan, order="F")
    split_errors = None if errors is None else np.full((len(of_row), len(columns)), np.nan)
    for position, (column, rows) in enumerate(columns.values()):
        split_values[rows, position] = values[rows, column]
        if split_errors is not None and errors is not None:
            split_errors[rows, position] = errors[rows, column]
    return tuple(columns), split_values, split_errors

"""Columns of text as numbers: what their decimals stand behind, and what in them is no number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from llmsurvey.boards.board import LARGEST, Places
from llmsurvey.boards.coded import Coded
from llmsurvey.boards.methods import Vector
from llmsurvey.errors import BoardError, Fault
from llmsurvey.importers.column_roles import is_score
from llmsurvey.importers.grid import Grid, has_number, holds_numbers
from llmsurvey.importers.numbers import DecimalMark, Number, commas_in, first_number, is_unknown, read_number
from llmsurvey.importers.read_file import warning_at
from llmsurvey.messages import Message, counted, say
from llmsurvey.registry.registry import Registry

TOLD = 5
"""So many cells of one column are told one by one; of more the first ones, and how many there are."""


class Parsed(NamedTuple):
    """A column as numbers, NaN for none; the errors behind ±; whether a % stands in it; the places of no numbers.

    `highest_unread` is the largest number that a cell begins with which isn't read: it tells fractions from percent all
    the same.
    """

    values: Vector
    errors: Vector | None
    is_percent: bool
    unreadable: tuple[int, ...]
    highest_unread: float = 0


def decimal_mark(
    path: Path, columns: Sequence[tuple[str, Iterable[str | None]]], shares: Iterable[str], faults: list[Fault]
) -> DecimalMark:
    """Return what the decimals of a file stand behind, and tell where that is a comma.

    `columns` are those of numbers with their headings, of which `shares` are at most 100, so that a comma in one never
    parts thousands. Raises BoardError where some numbers have decimal commas and others decimal points.
    """
    comma = point = ambiguous = None
    at_most_100 = set(shares)
    for heading, cells in columns:
        seen = commas_in(cell for cell in cells if cell is not None)
        comma, point = comma or seen.decimal_comma, point or seen.decimal_point
        if heading in at_most_100:
            ambiguous = ambiguous or seen.ambiguous
    if comma is not None and point is not None:
        raise BoardError(
            say(
                '{file}: numbers have decimal commas ("{comma}") and points ("{point}"). Write them in one way.',
                file=path,
                comma=comma,
                point=point,
            )
        )
    example = comma or (ambiguous if point is None else None)
    if example is None:
        return "."
    number = read_number(example, ",")
    value = f"{number.value:.15g}" if number else ""
    faults.append(warning_at(path, 0, say("numbers have decimal commas: {cell} is {value}", cell=example, value=value)))
    return ","


def parse_column(cells: Iterable[str | None] | Vector | Coded, mark: DecimalMark) -> Parsed:
    """Return a column of text as numbers, or one of numbers as it is.

    A cell without a sign of percent where others have one is unreadable if it could be a fraction.
    """
    if isinstance(cells, Coded):
        return _parse_coded(cells.compact(), mark)
    if isinstance(cells, np.ndarray) and cells.dtype == float:
        is_too_large = np.abs(cells) > LARGEST
        too_large = tuple(np.flatnonzero(is_too_large).tolist())
        return Parsed(np.where(is_too_large, np.nan, cells), None, False, too_large)
    numbers = [None if cell is None or is_unknown(cell) else read_number(cell, mark) or cell for cell in cells]
    is_percent = any(number.is_percent for number in numbers if number is not None and not isinstance(number, str))
    values, errors = np.full(len(numbers), np.nan), np.full(len(numbers), np.nan)
    unreadable = []
    highest = 0.0
    for row, number in enumerate(numbers):
        if number is None:
            continue
        if isinstance(number, str) or not abs(number.value) <= LARGEST or _may_be_fraction(number, is_percent):
            unreadable.append(row)
            highest = max(highest, (isinstance(number, str) and first_number(number, mark)) or 0)
            continue
        values[row] = number.value
        if number.error is not None and number.error <= LARGEST:
            errors[row] = number.error
    return Parsed(values, None if np.isnan(errors).all() else errors, is_percent, tuple(unreadable), highest)


def _parse_coded(cells: Coded, mark: DecimalMark) -> Parsed:
    """Return what `parse_column` does, looking at each text once."""
    parsed = parse_column(cells.values.tolist(), mark)
    unreadable = np.zeros(len(cells.values), dtype=bool)
    unreadable[list(parsed.unreadable)] = True
    return parsed._replace(
        values=parsed.values[cells.codes],
        errors=None if parsed.errors is None else parsed.errors[cells.codes],
        unreadable=tuple(np.flatnonzero(unreadable[cells.codes]).tolist()),
    )


def _may_be_fraction(number: Number, is_percent: bool) -> bool:
    """Whether a number without a sign of percent, where others have one, could be a fraction."""
    return is_percent and not number.is_percent and 0 < number.value <= 1


_SEVERAL = re.compile(r"[+-]?\d+(?:[.,]\d+)?%?(?: ?[/(\[|±→]| +\d).*")
"""A number with something behind it that is more than a unit: another number, a remark in brackets."""


def unreadable_columns(path: Path, grid: Grid, registry: Registry) -> Iterator[Fault]:
    """Tell of the columns whose cells mostly hold more than one number: nothing is read of these."""
    for heading, cells in grid.columns.items():
        if holds_numbers(cells):
            continue
        sample = [cell for cell in cells[np.arange(min(len(cells), 200))] if cell is not None and not is_unknown(cell)]
        several = [cell for cell in sample if not has_number(cell) and _SEVERAL.fullmatch(cell[:200])]
        if sample and 2 * len(several) > len(sample) and is_score(heading, registry, has_numbers=True):
            problem = say(
                '{heading} holds more than a number in a cell ("{cell}"): left out',
                heading=heading,
                cell=_shorten_cell(several[0]),
            )
            yield warning_at(path, grid.line_of(heading, 0), problem)


def tell_cells(
    path: Path, grid: Grid, heading: str, rows: Sequence[int] | Places, problem: str, faults: list[Fault]
) -> None:
    """Tell what is wrong with some cells of a column: each with its line, of many the first ones and their number.

    `problem` ends the sentence that begins with heading and cell.
    """
    shown = rows if len(rows) <= TOLD else rows[: TOLD - 2]
    cells = grid.columns[heading]
    for row in shown:
        message = say(
            '{heading} is "{cell}", {problem}', heading=heading, cell=_shorten_cell(cells[row]), problem=problem
        )
        faults.append(warning_at(path, grid.line_of(heading, row), message))
    if len(shown) < len(rows):
        message = counted(
            "{heading}: so is {number} more cell",
            "{heading}: so are {number} more cells",
            len(rows) - len(shown),
            heading=heading,
        )
        faults.append(warning_at(path, grid.line_of(heading, rows[len(shown)]), message))


def tell_rows(path: Path, grid: Grid, rows: Sequence[int] | Places, problem: Message, faults: list[Fault]) -> None:
    """Tell what is wrong with some rows: each with its line, of many the first ones and their number."""
    shown = rows if len(rows) <= TOLD else rows[: TOLD - 2]
    faults += [warning_at(path, int(grid.lines[row]), problem) for row in shown]
    if len(shown) < len(rows):
        message = say("{problem} ({number} more)", problem=problem, number=len(rows) - len(shown))
        faults.append(warning_at(path, int(grid.lines[rows[len(shown)]]), message))


def _shorten_cell(cell: object) -> str:
    text = str(cell)
    return text if len(text) <= 60 else f"{text[:57]}..."

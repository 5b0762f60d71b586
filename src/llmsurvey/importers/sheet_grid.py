"""One of the tables of a file as a grid: which one is meant, where its heading is, and which rows fit below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

import numpy as np

from llmsurvey.errors import BoardError, Fault, RequestError
from llmsurvey.importers.changes import take_changes_away
from llmsurvey.importers.grid import Cells, Grid, odd_heading
from llmsurvey.importers.markup import one_line
from llmsurvey.importers.numbers import read_number
from llmsurvey.importers.read_file import warning_at
from llmsurvey.importers.sheets import Row, Sheet
from llmsurvey.messages import list_names, option, say

_TITLES = 20
"""So many rows may stand above the heading."""

_SHOTS = re.compile(r"\(?\d+[- ]?shots?\)?", re.IGNORECASE)


def choose_sheet(path: Path, sheets: Sequence[Sheet], table: str | None) -> Sheet:
    """Return the table that is asked for, by its number or its title; else the only one of the file that has numbers.

    Raises RequestError for a table that there is none of, or where several have numbers.
    """
    if table is not None:
        by_number = [sheet for number, sheet in enumerate(sheets, 1) if str(number) == table]
        asked = by_number or [sheet for sheet in sheets if one_line(table).casefold() == sheet.title.casefold()]
        if len(asked) != 1:
            raise RequestError(
                say(
                    '{option}: {file} has no one table called "{name}". There are: {tables}.',
                    option=option("table"),
                    file=path,
                    name=table,
                    tables=_describe_tables(list(enumerate(sheets, 1))),
                )
            )
        return asked[0]
    numbered = [(number, sheet) for number, sheet in enumerate(sheets, 1) if sheet.has_numbers()]
    if len(numbered) > 1:
        raise RequestError(
            say(
                "{file} has {count} tables of numbers. Say which with {option}: {tables}.",
                option=option("table"),
                file=path,
                count=len(numbered),
                tables=_describe_tables(numbered),
            )
        )
    if numbered:
        return numbered[0][1]
    return sheets[0] if sheets else Sheet("", None, [])


def _describe_tables(numbered: Sequence[tuple[int, Sheet]]) -> str:
    """Return tables by number, each with its line and its first headings."""
    descriptions = []
    for number, sheet in numbered:
        top = sheet.heading or (sheet.rows[0] if sheet.rows else Row(0, []))
        headings = ", ".join([cell for cell in top.cells if cell][:3])[:60]
        descriptions.append(
            say("{number} (line {line}, {headings})", number=number, line=top.line, headings=sheet.title or headings)
        )
    return list_names(descriptions)


def grid_of(path: Path, sheet: Sheet) -> Grid:
    """Return the columns of a sheet; a row that hasn't as many cells as the heading is left out, and told.

    Raises BoardError for one without a heading.
    """
    heading, rows = _with_second_line(*_heading_of(path, sheet))
    names, unnamed = _name_columns(heading.cells, rows)
    names = _tell_apart(names)
    if problem := odd_heading(names, unnamed):
        raise BoardError(say("{file}:{line}: {problem}.", file=path, line=heading.line, problem=problem))
    faults: list[Fault] = []
    fitted = (_fit_row(path, row, len(names), sheet.may_be_short, faults) for row in rows)
    complete = [row for row in fitted if row is not None and not _repeats_heading(path, heading, row, faults)]
    texts = np.empty((len(complete), len(names)), dtype=object)
    for index, row in enumerate(complete):
        texts[index] = [cell or None for cell in row.cells]
    take_changes_away(path, names, texts, faults)
    nameless = set(unnamed)
    columns: dict[str, Cells] = {
        name: texts[:, index] for index, name in enumerate(names) if name not in nameless or any(texts[:, index])
    }
    lines = np.array([row.line for row in complete], dtype=np.int64)
    return Grid(columns, lines, tuple(faults), tuple(name for name in unnamed if name in columns))


def _heading_of(path: Path, sheet: Sheet) -> tuple[Row, list[Row]]:
    """Return the heading and the rows below it: of what stands above the first number, the first row that names enough.

    That is as many columns as any other, or one less: an index has no name.
    """
    filled = [row for row in sheet.rows if any(row.cells)]
    if sheet.heading is not None:
        return sheet.heading, filled
    if not filled:
        raise BoardError(say("{file} is empty.", file=path))
    above = list(takewhile(lambda row: not any(map(_is_number, row.cells)), filled[:_TITLES]))
    names = [sum(map(bool, row.cells)) for row in above]
    most = max(names, default=0)
    index = next((index for index, count in enumerate(names) if count >= most - (most > 2)), 0)
    return filled[index], filled[index + 1 :]


def _with_second_line(heading: Row, rows: list[Row]) -> tuple[Row, list[Row]]:
    """Return the heading with the row below it, where that goes on with it.

    It does where it has nothing below the first name, and no number; below no name, where it is all of shots.
    """
    below = _without_repeats(heading.cells, rows[0].cells) if rows else []
    if len(rows) < 2 or not any(below) or below[0] or any(map(_is_number, below)):
        return heading, rows
    if not heading.cells[0] and not all(_SHOTS.fullmatch(cell) for cell in below if cell):
        return heading, rows
    width = max(len(heading.cells), len(below))
    above, below = _pad_cells(heading.cells, width), _pad_cells(below, width)
    columns = zip(_spread_merged(above, below), below, strict=True)
    return Row(rows[0].line, [" ".join(filter(None, cells)) for cells in columns]), rows[1:]


def _without_repeats(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return the cells of a second line without those that a merged cell has in both."""
    return [cell if index >= len(above) or cell != above[index] else "" for index, cell in enumerate(below)]


def _spread_merged(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return the first line of a heading with merged cells written out, as far as both lines say so.

    It goes on over empty cells that have something below them, where there is something below it, too.
    """
    spread = list(above)
    for index in range(1, len(spread)):
        if not spread[index] and below[index] and below[index - 1]:
            spread[index] = spread[index - 1]
    return spread


def _tell_apart(names: Sequence[str]) -> list[str]:
    """Return the headings, with the number of the column behind a second one of the same name."""
    seen: set[str] = set()
    apart = []
    for number, name in enumerate(names, 1):
        apart.append(f"{name} (column {number})" if name in seen else name)
        seen.add(name)
    return apart


def _pad_cells(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _name_columns(cells: Sequence[str], rows: Sequence[Row]) -> tuple[list[str], tuple[str, ...]]:
    """Return the headings, and which of them are made up for columns without one; empty columns are cut off."""
    names = list(cells)
    while (
        names and not names[-1] and not any(len(row.cells) >= len(names) and row.cells[len(names) - 1] for row in rows)
    ):
        names.pop()
    unnamed = {index: f"column {index + 1}" for index, name in enumerate(names) if not name}
    return [unnamed.get(index, name) for index, name in enumerate(names)], tuple(unnamed.values())


def _fit_row(path: Path, row: Row, width: int, may_be_short: bool, faults: list[Fault]) -> Row | None:
    """Return the row with as many cells as the heading: empty ones at its end don't count. Any other is told."""
    cells = row.cells
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    if may_be_short and len(cells) < width:
        cells = _pad_cells(cells, width)
    if len(cells) == width:
        return Row(row.line, cells)
    problem = say("has {found} cells where {wanted} are named: left out", found=len(cells), wanted=width)
    faults.append(warning_at(path, row.line, problem))
    return None


def _repeats_heading(path: Path, heading: Row, row: Row, faults: list[Fault]) -> bool:
    """Whether a row is the heading once more, which is told."""
    repeats = sum(map(bool, row.cells)) > 1 and row.cells[: len(heading.cells)] == heading.cells[: len(row.cells)]
    if repeats:
        faults.append(warning_at(path, row.line, say("repeats the heading: left out")))
    return repeats


def _is_number(text: str) -> bool:
    return read_number(text) is not None

"""Any table of scores: a row a model with its benchmarks beside each other, or a row a score."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from llmsurvey.boards import tidy
from llmsurvey.boards.arrow_text import ArrowText
from llmsurvey.boards.board import FACTS, Board, Matrix, Measure
from llmsurvey.boards.methods import Vector
from llmsurvey.errors import BoardError, Fault
from llmsurvey.importers import Reading, Request
from llmsurvey.importers.entries import facts_of
from llmsurvey.importers.files import day_in, noticed, number_of
from llmsurvey.importers.grid import Grid, careful_grid, give_back, read_grid
from llmsurvey.importers.roles import Roles, is_text, roles_of
from llmsurvey.messages import say

SUFFIXES = (".csv", ".tsv", ".txt", ".md", ".markdown", ".parquet")

_UNKNOWN = {"", "-", "\N{EN DASH}", "\N{EM DASH}", "n/a", "na", "none", "null", "?", "tbd"}


def recognises(path: Path, head: bytes) -> bool:
    """Whether it is a file of a kind that holds tables."""
    return bool(head.strip()) and path.suffix.lower() in SUFFIXES


def read(paths: Sequence[Path], request: Request) -> list[Reading]:
    """A board for each file. Raises BoardError for one without a table, models or scores."""
    return [_read(path, request) for path in paths]


def _read(path: Path, request: Request) -> Reading:
    grid = read_grid(path, lambda heading: is_text(heading, request.mapping))
    if not len(grid.lines):
        raise BoardError(say("{file} has a heading and no rows.", file=path))
    roles = roles_of(list(grid.columns), _numeric(grid), request.mapping, request.registry)
    if "name" not in roles.facts:
        raise BoardError(
            say(
                "{file} names no column of models. Say which it is: --map '{first}=name'.",
                file=path,
                first=next(iter(grid.columns)),
            )
        )
    if _strange(grid, roles):
        grid = careful_grid(path)
    faults = list(grid.faults)
    name = request.board or re.sub(r"[^a-z0-9.-]+", "-", path.stem.casefold()).strip("-.") or "table"
    snapshot = request.date or day_in(path.name)
    if roles.scores:
        board = _wide(path, grid, roles, request, faults, name, snapshot)
    elif {"benchmark", "value"} <= roles.facts.keys():
        board = tidy.to_board(_long(path, grid, roles, request, faults), name, snapshot)
    else:
        raise BoardError(say("{file} has no column of scores. Say which it is: --map 'COLUMN=hellaswag'.", file=path))
    return Reading(board, tuple(faults), roles.shown())


def _numeric(grid: Grid) -> list[str]:
    """The columns that hold numbers in at least half of the cells that aren't empty; a sample of them tells."""
    found = []
    for heading, cells in grid.columns.items():
        sample = [cell for cell in cells[np.arange(min(len(cells), 200))] if cell is not None]
        known = [cell for cell in sample if not isinstance(cell, str) or cell.casefold() not in _UNKNOWN]
        numbers = sum(isinstance(cell, float) or number_of(str(cell)) is not None for cell in known)
        if known and numbers * 2 >= len(known):
            found.append(heading)
    return found


def _strange(grid: Grid, roles: Roles) -> bool:
    """Whether a column of scores, as read quickly, has anything but numbers from 0 to 100."""
    for heading in roles.scores or [roles.facts[fact] for fact in ("value",) if fact in roles.facts]:
        cells = grid.columns[heading]
        if isinstance(cells, ArrowText) or cells.dtype == object or not _sound(cells):
            return True
    return False


def _sound(numbers: Vector) -> bool:
    """Whether all of them lie from 0 to 100, or are missing."""
    return bool(np.fmin.reduce(numbers, initial=0) >= 0 and np.fmax.reduce(numbers, initial=0) <= 100)


def _wide(
    path: Path, grid: Grid, roles: Roles, request: Request, faults: list[Fault], name: str, snapshot: str | None
) -> Board:
    """A row a model: a measure for each column of scores."""
    values = np.empty((len(grid.lines), len(roles.scores)), order="F")  # each column in one piece, as they are used
    for place, heading in enumerate(roles.scores):
        values[:, place] = _scores(path, heading, grid, faults)
        del grid.columns[heading]  # so that no score is held twice
    give_back()
    values = _in_percent(path, values, grid, roles, request)
    facts = facts_of(path, grid, roles, faults)
    measures = tuple(
        Measure(
            each.benchmark, each.metric or request.metric, _first(each.shots, request.shots), reporter=request.reporter
        )
        for each in roles.scores.values()
    )
    board = Board(name, snapshot, facts, measures, values)
    names = facts["name"]
    if isinstance(names, ArrowText) and not names.missing:
        return board
    return board.take([place for place, each in enumerate(names) if each is not None])


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


def _scores(path: Path, heading: str, grid: Grid, faults: list[Fault], free: frozenset[int] = frozenset()) -> Vector:
    """A column of scores as numbers, NaN where there is none; what is no score is told, and left empty.

    At the places that are `free` any number will do: these are figures of another unit.
    """
    cells = grid.columns[heading]
    if not (isinstance(cells, ArrowText) or cells.dtype == object):
        if _sound(cells):
            return cells
        cells = np.array([None if cell != cell else _shown(cell) for cell in cells], dtype=object)
    found = np.full(len(cells), np.nan)
    for place, cell in enumerate(cells):
        if cell is None or str(cell).casefold() in _UNKNOWN:
            continue
        value = number_of(str(cell))
        if value is None or not (0 <= value <= 100 or (place in free and isfinite(value))):
            problem = say(
                '{heading} is "{cell}", which is no score from 0 to 100: left empty', heading=heading, cell=cell
            )
            faults.append(noticed(path, int(grid.lines[place]), problem))
        else:
            found[place] = value
    if np.isnan(found).all():
        raise BoardError(
            say("{file}: {heading} holds no score. Leave it out: --map '{heading}='.", file=path, heading=heading)
        )
    return found


def _shown(number: float) -> str:
    return f"{number:.15g}" if isfinite(number) else "no finite number"


def _in_percent(path: Path, values: Matrix, grid: Grid, roles: Roles, request: Request) -> Matrix:
    """The scores in percent: a metric whose scores are all at most 1 is a fraction, unless the unit is said.

    Raises BoardError where columns of one metric, or rows, are of different units.
    """
    if request.unit is not None:
        _check_unit(path, float(np.fmax.reduce(values, axis=None, initial=0)), request.unit)
        return values * (100 if request.unit == "fraction" else 1)
    headings, found = list(roles.scores), list(roles.scores.values())
    for metric in dict.fromkeys(each.metric for each in found):
        places = [place for place, each in enumerate(found) if each.metric == metric]
        highest = [float(np.fmax.reduce(values[:, place], initial=0)) for place in places]
        if max(highest) <= 1:
            values[:, places] *= 100
            continue
        small = [headings[place] for place, most in zip(places, highest, strict=True) if 0 < most <= 1]
        if small:
            raise BoardError(
                say(
                    "{file}: {small} holds fractions and the others percent. Say --unit, or leave it out: "
                    "--map '{small}='.",
                    file=path,
                    small=small[0],
                )
            )
        row = _row_of_fractions(values, places)
        if row is not None:
            raise BoardError(
                say(
                    "{file}:{line}: holds fractions where other rows hold percent. Make them one unit, or say --unit.",
                    file=path,
                    line=int(grid.lines[row]),
                )
            )
    return values


def _check_unit(path: Path, highest: float, unit: str) -> None:
    """Raise BoardError where the scores can't be of the unit that they are said to be."""
    if unit == "fraction" and highest > 1:
        raise BoardError(say("{file}: {value} is no fraction. Leave out --unit fraction.", file=path, value=highest))


def _row_of_fractions(values: Matrix, places: Sequence[int]) -> int | None:
    """The first row whose scores at these places, two or more, are all at most 1 and not all 0."""
    highest = np.zeros(len(values))
    for place in places:
        np.fmax(highest, values[:, place], out=highest)
    low = np.flatnonzero((highest > 0) & (highest <= 1))
    known = (~np.isnan(values[low][:, list(places)])).sum(axis=1)
    rows = low[known > 1]
    return int(rows[0]) if len(rows) else None


def _long(path: Path, grid: Grid, roles: Roles, request: Request, faults: list[Fault]) -> tidy.Tidy:
    """A row a score: the columns of a tidy table, as far as they are there. Rows without a score are left out, told."""
    units = list(grid.columns[roles.facts["unit"]]) if "unit" in roles.facts else [None] * len(grid.lines)
    free = frozenset(place for place, unit in enumerate(units) if unit == "number")
    values = _scores(path, roles.facts["value"], grid, faults, free)
    _check_unit(path, float(np.fmax.reduce(values, initial=0)), request.unit or "percent")
    facts = facts_of(path, grid, roles, faults)
    benchmarks = grid.columns[roles.facts["benchmark"]]
    kept = [
        place
        for place, value in enumerate(values)
        if value == value and facts["name"][place] is not None and benchmarks[place] is not None
    ]
    columns: dict[str, list[Any]] = {
        name: [column[place] for place in kept] for name, column in facts.items() if name != "line"
    }
    ids = {text: _benchmark_id(text, request) for text in {benchmarks[place] for place in kept}}
    columns["benchmark"] = [ids[benchmarks[place]] for place in kept]
    for column, kind in tidy.COLUMNS.items():
        if column in roles.facts and (column == "line" or column not in (*FACTS, "benchmark", "value")):
            columns[column] = [_cell(grid.columns[roles.facts[column]][place], kind) for place in kept]
    stated = {"metric": request.metric, "shots": request.shots, "reporter": request.reporter}
    for column, value in stated.items():
        if value is not None and column not in columns:
            columns[column] = [value] * len(kept)
    _one_unit(columns, [float(values[place]) for place in kept], request.unit)
    return columns


def _benchmark_id(text: Any, request: Request) -> str:
    found = request.registry.find_benchmark(str(text))
    return found.id if found else str(text)


def _cell(cell: Any, kind: type) -> Any:
    if cell is None or cell != cell:
        return None
    try:
        return kind(float(cell)) if kind is int else kind(cell)
    except ValueError:
        return None


def _one_unit(columns: dict[str, list[Any]], values: list[float], asked: str | None) -> None:
    """Put the values in percent: by the unit that is stated, else a metric with no score above 1 is a fraction."""
    count = len(values)
    metrics = columns.get("metric", [None] * count)
    highest: dict[str | None, float] = {}
    for metric, value in zip(metrics, values, strict=True):
        highest[metric] = max(highest.get(metric, 0.0), value)
    units = columns.get("unit", [None] * count)
    columns["unit"] = ["number" if unit == "number" else "percent" for unit in units]
    columns["value"] = [
        value * 100 if (unit or asked or ("fraction" if highest[metric] <= 1 else "percent")) == "fraction" else value
        for metric, unit, value in zip(metrics, units, values, strict=True)
    ]

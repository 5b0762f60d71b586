"""Long tables, with a row a score: among them the table that the LM Evaluation Harness prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from llmsurvey.boards import tidy
from llmsurvey.boards.board import FACTS
from llmsurvey.boards.methods import Vector
from llmsurvey.errors import Fault, RequestError
from llmsurvey.importers import Request
from llmsurvey.importers.cells import decimal_mark, parse, tell_cells
from llmsurvey.importers.entries import facts_of
from llmsurvey.importers.files import noticed
from llmsurvey.importers.grid import Grid
from llmsurvey.importers.headings import heading_called
from llmsurvey.importers.numbers import DecimalMark, is_unknown, read_number
from llmsurvey.importers.roles import Roles, benchmark_of, meant
from llmsurvey.importers.scales import UNITS, Scale, scale_of_metric
from llmsurvey.importers.units import Series, in_one_unit, out_of_range
from llmsurvey.messages import say

_ARROWS = {"↑": "higher", "↓": "lower", "⬆": "higher", "⬇": "lower"}


class _Key(NamedTuple):
    """What rows share whose figures are of one unit: benchmark, metric, and what is said of unit and direction."""

    benchmark: str
    metric: str | None
    unit: str | None
    better: str | None


def read_long(path: Path, grid: Grid, roles: Roles, request: Request, faults: list[Fault]) -> tidy.Tidy:
    """Return a tidy table of the rows that have a model, a benchmark and a score; those that haven't are told.

    Shares are put in percent by benchmark and metric, their standard errors with them.
    """
    texts = _texts(grid, roles.facts["value"])
    mark = decimal_mark(path, [(roles.facts["value"], texts)], (), faults)
    facts = facts_of(path, grid, roles, request.model, mark, faults)
    parsed = parse(texts, mark)
    tell_cells(path, grid, roles.facts["value"], parsed.unreadable, say("which is no number: left empty"), faults)
    benchmarks = _benchmarks(path, grid, roles, faults)
    keys = [_key(grid, roles, benchmark, row, request) for row, benchmark in enumerate(benchmarks)]
    errors = _standard_errors(grid, roles, parsed.errors, mark)
    rows = [
        row
        for row, key in enumerate(keys)
        if key is not None and facts["name"][row] is not None and parsed.values[row] == parsed.values[row]
    ]
    scaled = _scaled(path, grid, roles, request, [(row, keys[row]) for row in rows], parsed.values, errors, faults)
    return _tidy(grid, roles, request, facts, keys, scaled)


def _texts(grid: Grid, heading: str) -> list[str | None]:
    cells = list(grid.columns[heading])
    return [
        cell if isinstance(cell, str) else None if cell is None or cell != cell else repr(float(cell)) for cell in cells
    ]


def _benchmarks(path: Path, grid: Grid, roles: Roles, faults: list[Fault]) -> list[str | None]:
    """Return the benchmark of each row; a name behind a dash is a part of the last one without.

    Where no column names models, an empty cell repeats the one above it, as the harness prints it.
    """
    cells = _texts(grid, roles.facts["benchmark"])
    is_printed = "name" not in roles.facts
    benchmarks: list[str | None] = []
    whole: str | None = None
    for row, cell in enumerate(cells):
        benchmark = cell or (benchmarks[-1] if is_printed and benchmarks else None)
        if benchmark is not None and benchmark.startswith("- ") and whole:
            benchmark = f"{whole}/{benchmark.lstrip('- ')}"
        elif cell:
            whole = cell
        if not benchmark:
            faults.append(noticed(path, grid.line_of("", row), say("names no benchmark: left out")))
        benchmarks.append(benchmark or None)
    return benchmarks


def _key(grid: Grid, roles: Roles, benchmark: str | None, row: int, request: Request) -> _Key | None:
    if benchmark is None:
        return None
    metric, filtered, unit, better = (_fact(grid, roles, fact, row) for fact in ("metric", "filter", "unit", "better"))
    if metric and filtered and filtered.casefold() != "none":
        metric = f"{metric},{filtered}"
    arrows = (_ARROWS.get(cell or "") for name in grid.unnamed for cell in [_cell_text(grid, name, row)])
    better = better if better in _ARROWS.values() else next(filter(None, arrows), None)
    whole, slash, part = benchmark.partition("/")
    known = benchmark_of(benchmark, request.registry) or (
        f"{benchmark_of(whole, request.registry) or whole}/{part}" if slash else benchmark
    )
    return _Key(known, metric or request.metric, unit, better)


def _fact(grid: Grid, roles: Roles, fact: str, row: int) -> str | None:
    return _cell_text(grid, roles.facts[fact], row) if fact in roles.facts else None


def _cell_text(grid: Grid, heading: str, row: int) -> str | None:
    cell = grid.columns[heading][row]
    return cell if cell is None or isinstance(cell, str) else None if cell != cell else f"{cell:.15g}"


def _standard_errors(grid: Grid, roles: Roles, beside: Vector | None, mark: DecimalMark) -> Vector:
    """The standard errors of all rows: of their own column, else what stands behind the figures."""
    if "stderr" not in roles.facts:
        return np.full(len(grid.lines), np.nan) if beside is None else beside
    texts = _texts(grid, roles.facts["stderr"])
    numbers = [None if text is None or is_unknown(text) else read_number(text, mark) for text in texts]
    return np.array([np.nan if number is None or number.value < 0 else number.value for number in numbers])


def _scaled(
    path: Path,
    grid: Grid,
    roles: Roles,
    request: Request,
    rows: Sequence[tuple[int, _Key | None]],
    values: Vector,
    errors: Vector,
    faults: list[Fault],
) -> dict[int, tuple[float, float, Scale]]:
    """For each row its value, its standard error and its scale, in one unit by benchmark and metric."""
    groups: dict[_Key, list[int]] = {}
    for row, key in rows:
        if key is not None:
            groups.setdefault(key, []).append(row)
    stated = _stated(request, groups)
    series = [
        Series(key.benchmark, key.metric, _scale(key, request, stated), values[places], errors[places])
        for key, places in groups.items()
    ]
    scaled: dict[int, tuple[float, float, Scale]] = {}
    for one, places in zip(in_one_unit(path, series), groups.values(), strict=True):
        impossible = set(out_of_range(one))
        problem = say("which {benchmark} can't have: left empty", benchmark=one.label)
        tell_cells(path, grid, roles.facts["value"], [places[place] for place in sorted(impossible)], problem, faults)
        for place, row in enumerate(places):
            if place not in impossible:
                error = float("nan") if one.errors is None else float(one.errors[place])
                scaled[row] = float(one.values[place]), error, one.scale
    return scaled


def _stated(request: Request, groups: dict[_Key, list[int]]) -> dict[str, str]:
    """The units that are said of benchmarks. Raises RequestError for a benchmark that there is none of."""
    names = list(dict.fromkeys(key.benchmark for key in groups))
    for option, asked in (("--unit", request.units), ("--lower", request.lower)):
        for name in asked:
            if heading_called(name, names) is None:
                raise RequestError(say('{option}: no benchmark is called "{name}".', option=option, name=name))
    return {str(heading_called(name, names)): unit for name, unit in request.units.items()}


def _scale(key: _Key, request: Request, stated: dict[str, str]) -> Scale:
    """The scale of some rows: as it is said, as the table says, as the harness has the metric, or by the words."""
    said = stated.get(key.benchmark) or key.unit or request.unit
    if said is not None:
        scale = UNITS.get(said, Scale(said))
    elif key.metric is not None:
        scale = scale_of_metric(key.metric)
    else:
        scale = meant(key.benchmark, request.registry).scale
    if key.better is not None:
        scale = scale._replace(better="lower" if key.better == "lower" else "higher")
    return scale._replace(better="lower") if key.benchmark in request.lower else scale


def _tidy(
    grid: Grid,
    roles: Roles,
    request: Request,
    facts: Any,
    keys: Sequence[_Key | None],
    scaled: dict[int, tuple[float, float, Scale]],
) -> tidy.Tidy:
    """The columns of a tidy table for the rows that have a score."""
    rows = sorted(scaled)
    columns: dict[str, list[Any]] = {
        name: [column[row] for row in rows] for name, column in facts.items() if name != "line" or "line" in roles.facts
    }
    known = [key for row in rows if (key := keys[row]) is not None]
    columns["benchmark"] = [key.benchmark for key in known]
    columns["metric"] = [key.metric for key in known]
    columns["unit"] = [scaled[row][2].unit for row in rows]
    columns["better"] = [scaled[row][2].better for row in rows]
    columns["value"] = [scaled[row][0] for row in rows]
    columns["stderr"] = [None if scaled[row][1] != scaled[row][1] else scaled[row][1] for row in rows]
    for column, kind in tidy.COLUMNS.items():
        if column in roles.facts and column not in columns and column not in FACTS:
            columns[column] = [_typed(_fact(grid, roles, column, row), kind) for row in rows]
    if "line" in roles.facts:
        columns["line"] = [_typed(_fact(grid, roles, "line", row), int) for row in rows]
    if "source" in roles.facts:
        columns["source"] = [_fact(grid, roles, "source", row) for row in rows]
    for column, value in (("shots", request.shots), ("reporter", request.reporter)):
        if value is not None and column not in columns:
            columns[column] = [value] * len(rows)
    return tidy.trimmed(columns)


def _typed(cell: str | None, kind: type) -> Any:
    """A cell as a value of a kind, None for what isn't one."""
    if cell is None or kind is str:
        return cell
    number = read_number(cell)
    return None if number is None else kind(number.value)

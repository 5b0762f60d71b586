"""Long tables, with a row a score: among them the table that the LM Evaluation Harness prints."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from llmsurvey.boards import tidy
from llmsurvey.boards.board import FACTS, LARGEST, Facts
from llmsurvey.boards.methods import Vector
from llmsurvey.errors import BoardError, Fault, RequestError
from llmsurvey.importers import Request
from llmsurvey.importers.cells import decimal_mark, parse_column, tell_cells, tell_rows
from llmsurvey.importers.column_roles import SLASH, Roles, benchmark_of, scores_meant
from llmsurvey.importers.contents import read_shots
from llmsurvey.importers.entries import facts_of
from llmsurvey.importers.grid import Grid
from llmsurvey.importers.heading_words import heading_called
from llmsurvey.importers.numbers import DecimalMark, is_unknown, read_number
from llmsurvey.importers.remarks import note_presumed
from llmsurvey.importers.scales import UNITS, Scale, says_share, scale_of_metric
from llmsurvey.importers.shots import take_shots
from llmsurvey.importers.units import Series, in_one_unit, out_of_range
from llmsurvey.messages import Message, option, say
from llmsurvey.registry.registry import Registry

_ARROWS = {"↑": "higher", "↓": "lower", "⬆": "higher", "⬇": "lower"}


class _Key(NamedTuple):
    """What rows share whose figures are of one unit: benchmark, metric, and what is said of unit and direction."""

    benchmark: str
    metric: str | None
    unit: str | None
    better: str | None


def read_long(
    path: Path, grid: Grid, roles: Roles, request: Request, faults: list[Fault], remarks: list[Message]
) -> tidy.Tidy:
    """Return a tidy table of the rows that have a model, a benchmark and a score; those that haven't are told.

    What was presumed is said in `remarks`. Shares are put in percent by benchmark and metric, their errors with them.
    Raises BoardError where no row has all three.
    """
    texts = {fact: _texts_in(grid, heading) for fact, heading in roles.facts.items()}
    mark = decimal_mark(path, [(roles.facts["value"], texts["value"])], (), faults)
    facts = facts_of(path, grid, roles, request.model, mark, faults)
    parsed = parse_column(texts["value"], mark)
    tell_cells(path, grid, roles.facts["value"], parsed.unreadable, say("which is no number: left empty"), faults)
    benchmarks = _benchmarks_of_rows(path, grid, texts, faults)
    keys = _keys_of_rows(grid, texts, benchmarks, request)
    errors = _standard_errors(texts, parsed.errors, mark, len(keys))
    rows = [
        (row, key)
        for row, (key, name, value) in enumerate(zip(keys, facts["name"], parsed.values.tolist(), strict=True))
        if key is not None and name is not None and value == value
    ]
    if not rows:
        raise BoardError(say("{file} has no row with a model, a benchmark and a score.", file=path))
    scaled = _scale_rows(path, grid, roles, request, rows, parsed.values, errors, faults)
    if not set(grid.columns) <= set(tidy.COLUMNS):
        remarks += note_presumed(_presumed_benchmarks(dict(rows), scaled, request))
    return _build_tidy(texts, request, facts, dict(rows), scaled)


def _presumed_benchmarks(
    keys: Mapping[int, _Key], scaled: Mapping[int, tuple[float, float, Scale]], request: Request
) -> list[str]:
    """Return the benchmarks whose figures nothing says to be shares of which more is better."""
    names = {
        keys[row].benchmark: None
        for row, (_, _, scale) in scaled.items()
        if scale.is_averaged and keys[row].metric is None and keys[row].unit is None
    }
    stated = {request.unit and name for name in names} | {heading_called(name, names) for name in request.units}
    return [
        name
        for name in names
        if "/" not in name and name not in stated and request.registry.find_benchmark(name) is None
        if not says_share(name)
    ]


def _texts_in(grid: Grid, heading: str) -> list[str | None]:
    """Return a column as text, None for an empty cell."""
    cells = list(grid.columns[heading])
    return [
        cell if isinstance(cell, str) else None if cell is None or cell != cell else f"{float(cell):.15g}"
        for cell in cells
    ]


def _benchmarks_of_rows(
    path: Path, grid: Grid, texts: Mapping[str, Sequence[str | None]], faults: list[Fault]
) -> list[str | None]:
    """Return the benchmark of each row; a name behind a dash is a part of the last one without.

    Where no column names models, an empty cell repeats the one above it, as the harness prints it.
    """
    is_printed = "name" not in texts
    benchmarks: list[str | None] = []
    whole: str | None = None
    unnamed = []
    for row, cell in enumerate(texts["benchmark"]):
        benchmark = cell or (benchmarks[-1] if is_printed and benchmarks else None)
        if benchmark is not None and benchmark.startswith("- ") and whole:
            benchmark = f"{whole}/{benchmark.lstrip('- ')}"
        elif cell:
            whole = cell
        if not benchmark:
            unnamed.append(row)
        benchmarks.append(benchmark or None)
    tell_rows(path, grid, unnamed, say("names no benchmark: left out"), faults)
    return benchmarks


def _keys_of_rows(
    grid: Grid, texts: Mapping[str, Sequence[str | None]], benchmarks: Sequence[str | None], request: Request
) -> list[_Key | None]:
    """Return what each row is of, None for one that names no benchmark."""
    empty: Sequence[str | None] = [None] * len(benchmarks)
    columns = [texts.get(fact, empty) for fact in ("metric", "filter", "unit", "better")]
    arrows = [_texts_in(grid, heading) for heading in grid.unnamed]
    names = {text for text in benchmarks if text is not None}
    is_own = set(grid.columns) <= set(tidy.COLUMNS)
    ids = {text: _benchmark_id(text, names, request.registry, is_own=is_own) for text in names}
    keys: list[_Key | None] = []
    for row, (benchmark, metric, filtered, unit, better) in enumerate(zip(benchmarks, *columns, strict=True)):
        if benchmark is None:
            keys.append(None)
            continue
        is_filtered = metric and filtered and filtered.casefold() != "none"
        drawn = next((_ARROWS[cell] for column in arrows if (cell := column[row]) in _ARROWS), None)
        keys.append(
            _Key(
                ids[benchmark],
                f"{metric},{filtered}" if is_filtered else metric or request.metric,
                unit,
                better if better in _ARROWS.values() else drawn,
            )
        )
    return keys


def _benchmark_id(text: str, names: Collection[str], registry: Registry, *, is_own: bool) -> str:
    """Return the registry's id of a benchmark, or of the whole that it is a part of; else the name as it stands.

    A slash makes a part where the whole is known, or is among the `names`, alone or in several parts; and in a table
    that `is_own`, for the program wrote it.
    """
    registered = benchmark_of(text, registry)
    whole, slash, part = text.partition("/")
    if registered is not None or not slash:
        said = take_shots(text)
        return registered or (said.rest if said.has_shots and said.rest else text)
    whole_known = benchmark_of(whole, registry)
    parts = sum(name.startswith(f"{whole}/") for name in names)
    if whole_known or is_own or whole in names or parts > 1:
        return f"{whole_known or whole}/{part}"
    return text.replace("/", SLASH)


def _standard_errors(
    texts: Mapping[str, Sequence[str | None]], beside: Vector | None, mark: DecimalMark, count: int
) -> Vector:
    """Return the standard errors of all rows: of their own column, else what stands behind the figures."""
    if "stderr" not in texts:
        return np.full(count, np.nan) if beside is None else beside
    numbers = [None if text is None or is_unknown(text) else read_number(text, mark) for text in texts["stderr"]]
    return np.array(
        [np.nan if number is None or not 0 <= number.value <= LARGEST else number.value for number in numbers]
    )


def _scale_rows(
    path: Path,
    grid: Grid,
    roles: Roles,
    request: Request,
    rows: Sequence[tuple[int, _Key]],
    values: Vector,
    errors: Vector,
    faults: list[Fault],
) -> dict[int, tuple[float, float, Scale]]:
    """For each row its value, its standard error and its scale, in one unit by benchmark and metric."""
    groups: dict[_Key, list[int]] = {}
    for row, key in rows:
        groups.setdefault(key, []).append(row)
    stated = _stated_units(request, groups)
    series = [
        Series(key.benchmark, key.metric, _scale_of_key(key, request, stated), values[group_rows], errors[group_rows])
        for key, group_rows in groups.items()
    ]
    scaled: dict[int, tuple[float, float, Scale]] = {}
    for figures, group_rows in zip(in_one_unit(path, series), groups.values(), strict=True):
        impossible = set(out_of_range(figures))
        problem = say("which {benchmark} can't have: left empty", benchmark=figures.label)
        tell_cells(
            path, grid, roles.facts["value"], [group_rows[index] for index in sorted(impossible)], problem, faults
        )
        for index, row in enumerate(group_rows):
            if index not in impossible:
                error = float("nan") if figures.errors is None else float(figures.errors[index])
                scaled[row] = float(figures.values[index]), error, figures.scale
    return scaled


def _stated_units(request: Request, groups: dict[_Key, list[int]]) -> dict[str, str]:
    """Return the units that are said of benchmarks. Raises RequestError for a benchmark that there is none of."""
    names = list(dict.fromkeys(key.benchmark for key in groups))
    for setting, asked in (("unit", request.units), ("lower", request.lower)):
        for name in asked:
            if heading_called(name, names) is None:
                raise RequestError(say('{option}: no benchmark is called "{name}".', option=option(setting), name=name))
    return {str(heading_called(name, names)): unit for name, unit in request.units.items()}


def _scale_of_key(key: _Key, request: Request, stated: dict[str, str]) -> Scale:
    """Return the scale of some rows: as it is stated, as the table has it, or by metric or benchmark."""
    said = stated.get(key.benchmark) or key.unit or request.unit
    if said is not None:
        scale = UNITS.get(said, Scale(said))
    elif key.metric is not None:
        scale = scale_of_metric(key.metric)
    else:
        scale = scores_meant(key.benchmark, request.registry).scale
    if key.better is not None:
        scale = scale._replace(better="lower" if key.better == "lower" else "higher")
    return scale._replace(better="lower") if key.benchmark in request.lower else scale


def _build_tidy(
    texts: Mapping[str, Sequence[str | None]],
    request: Request,
    facts: Facts,
    keys: Mapping[int, _Key],
    scaled: Mapping[int, tuple[float, float, Scale]],
) -> tidy.Tidy:
    """Return the columns of a tidy table for the rows that have a score."""
    rows = sorted(scaled)
    columns: dict[str, list[Any]] = {}
    for name, column in facts.items():
        if name != "line" or "line" in texts:
            cells = list(column)
            columns[name] = [cells[row] for row in rows]
    columns["benchmark"] = [keys[row].benchmark for row in rows]
    columns["metric"] = [keys[row].metric for row in rows]
    columns["unit"] = [scaled[row][2].unit for row in rows]
    columns["better"] = [scaled[row][2].better for row in rows]
    columns["value"] = [scaled[row][0] for row in rows]
    columns["stderr"] = [None if scaled[row][1] != scaled[row][1] else scaled[row][1] for row in rows]
    for column, kind in tidy.COLUMNS.items():
        if column in texts and (column not in columns or column == "line") and (column not in FACTS or column in _KEPT):
            read = read_shots if column == "shots" else partial(_as_typed, kind=kind)
            columns[column] = [read(texts[column][row]) for row in rows]
    if "shots" not in columns:
        columns["shots"] = _shots_in_names([texts["benchmark"][row] for row in rows], request.registry)
        if all(shots is None for shots in columns["shots"]):
            del columns["shots"]
    for column, value in (("shots", request.shots), ("reporter", request.reporter)):
        if value is not None and column not in columns:
            columns[column] = [value] * len(rows)
    return tidy.trim_columns(columns)


def _shots_in_names(benchmarks: Sequence[str | None], registry: Registry) -> list[int | None]:
    """Return the shots that the names of benchmarks say, where no column does: `MMLU (5-shot)`."""
    shots = {text: scores_meant(text, registry).shots for text in set(benchmarks) if text is not None}
    return [None if text is None else shots[text] for text in benchmarks]


_KEPT = ("line", "source")
"""Facts that a tidy table has of itself, and that no other table has of its entries."""


def _as_typed(cell: str | None, kind: type) -> Any:
    """Return a cell as a value of a kind, None for what isn't one."""
    if cell is None or kind is str:
        return cell
    number = read_number(cell)
    return None if number is None or not abs(number.value) <= LARGEST else kind(number.value)

"""Long tables, with a row a score: among them the table that the LM Evaluation Harness prints."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from llmsurvey.boards import tidy
from llmsurvey.boards.board import FACTS, LARGEST, Facts, Places
from llmsurvey.boards.coded import Coded, as_objects, code_cells
from llmsurvey.boards.methods import Vector
from llmsurvey.errors import BoardError, Fault, RequestError
from llmsurvey.importers import Request
from llmsurvey.importers.cells import decimal_mark, parse_column, tell_cells
from llmsurvey.importers.column_roles import Roles, scores_meant
from llmsurvey.importers.contents import read_shots
from llmsurvey.importers.entries import facts_of
from llmsurvey.importers.grid import Grid, holds_numbers
from llmsurvey.importers.heading_words import heading_called
from llmsurvey.importers.long_keys import Key, keys_of_rows, texts_in
from llmsurvey.importers.numbers import DecimalMark, is_unknown, read_number
from llmsurvey.importers.remarks import note_presumed
from llmsurvey.importers.scales import UNITS, Scale, says_share, scale_of_metric
from llmsurvey.importers.units import Series, in_one_unit, out_of_range
from llmsurvey.messages import Message, option, say
from llmsurvey.registry.registry import Registry


class _Scaled(NamedTuple):
    """The rows that have a possible score: what each is of, its value and its error, and the scale of each key."""

    rows: Places
    keys: Coded
    values: Vector
    errors: Vector | None
    scales: Sequence[Scale]


def read_long(
    path: Path, grid: Grid, roles: Roles, request: Request, faults: list[Fault], remarks: list[Message]
) -> tidy.Tidy:
    """Return a tidy table of the rows that have a model, a benchmark and a score; those that haven't are told.

    What was presumed is said in `remarks`. Shares are put in percent by benchmark and metric, their errors with them.
    Raises BoardError where no row has all three.
    """
    figures = {fact: _figures_in(grid, roles.facts[fact]) for fact in ("value", "stderr") if fact in roles.facts}
    kept = {*_KEPT, *(fact for fact in roles.facts if fact not in FACTS)} - figures.keys()
    texts = {fact: texts_in(grid, heading) for fact, heading in roles.facts.items() if fact in kept}
    mark = decimal_mark(path, [(roles.facts["value"], _texts_among(figures["value"]))], (), faults)
    facts = facts_of(path, grid, roles, request.model, mark, faults)
    parsed = parse_column(figures["value"], mark)
    tell_cells(path, grid, roles.facts["value"], parsed.unreadable, say("which is no number: left empty"), faults)
    keys = keys_of_rows(path, grid, texts, request, faults, is_printed="name" not in roles.facts)
    errors = parsed.errors if "stderr" not in figures else _standard_errors(figures["stderr"], mark)
    facts["name"] = names = code_cells(facts["name"])
    is_usable = ~np.isnan(parsed.values) & names.is_known() & keys.is_known()
    if not is_usable.any():
        raise BoardError(say("{file} has no row with a model, a benchmark and a score.", file=path))
    scaled = _scale_rows(path, grid, roles, request, np.flatnonzero(is_usable), keys, parsed.values, errors, faults)
    if not set(grid.columns) <= set(tidy.COLUMNS):
        remarks += note_presumed(_presumed_benchmarks(scaled, request))
    return _build_tidy(texts, request, facts, scaled)


def _figures_in(grid: Grid, heading: str) -> Vector | Coded:
    """Return a column of figures: numbers as they are, or text."""
    cells = grid.columns[heading]
    return texts_in(grid, heading) if not holds_numbers(cells) else np.asarray(cells, dtype=float)


def _texts_among(figures: Vector | Coded) -> Sequence[str | None]:
    """Return the different texts of figures, none of numbers."""
    return figures.values.tolist() if isinstance(figures, Coded) else ()


def _presumed_benchmarks(scaled: _Scaled, request: Request) -> list[str]:
    """Return the benchmarks whose figures nothing says to be shares of which more is better."""
    names = {
        key.benchmark: None
        for key, scale in zip(scaled.keys.values, scaled.scales, strict=True)
        if scale.is_averaged and key.metric is None and key.unit is None
    }
    stated = {request.unit and name for name in names} | {heading_called(name, names) for name in request.units}
    return [
        name
        for name in names
        if "/" not in name and name not in stated and request.registry.find_benchmark(name) is None
        if not says_share(name)
    ]


def _standard_errors(stated: Vector | Coded, mark: DecimalMark) -> Vector:
    """Return the standard errors of all rows, of their own column."""
    errors = np.asarray(stated.map(partial(_error_in, mark=mark)) if isinstance(stated, Coded) else stated, dtype=float)
    return np.where((errors >= 0) & (errors <= LARGEST), errors, np.nan)


def _error_in(text: str | None, mark: DecimalMark) -> float | None:
    number = None if text is None or is_unknown(text) else read_number(text, mark)
    return None if number is None else number.value


def _scale_rows(
    path: Path,
    grid: Grid,
    roles: Roles,
    request: Request,
    rows: Places,
    keys: Coded,
    values: Vector,
    errors: Vector | None,
    faults: list[Fault],
) -> _Scaled:
    """Return the `rows` whose figures can be, in one unit by benchmark and metric; those that can't be are told.

    They are written into `values` and `errors`.
    """
    keys = tidy.take_rows(keys, rows).compact()
    rows_by_key = _split_rows(rows, keys)
    stated = _stated_units(request, list(keys.values))
    series = [
        Series(
            key.benchmark,
            key.metric,
            _scale_of_key(key, request, stated),
            values[group],
            None if errors is None else errors[group],
        )
        for key, group in zip(keys.values, rows_by_key, strict=True)
    ]
    settled = in_one_unit(path, series)
    del series
    for figures, group in zip(settled, rows_by_key, strict=True):
        impossible = group[list(out_of_range(figures))]
        problem = say("which {benchmark} can't have: left empty", benchmark=figures.label)
        tell_cells(path, grid, roles.facts["value"], impossible, problem, faults)
        values[group] = figures.values
        values[impossible] = np.nan
        if errors is not None:
            errors[group] = figures.errors
    scales = {key: figures.scale for key, figures in zip(keys.values, settled, strict=True)}
    del settled, rows_by_key
    is_possible = np.flatnonzero(~np.isnan(tidy.take_rows(values, rows)))
    rows, keys = rows[is_possible], tidy.take_rows(keys, is_possible).compact()
    errors = None if errors is None else tidy.take_rows(errors, rows)
    return _Scaled(rows, keys, tidy.take_rows(values, rows), errors, [scales[key] for key in keys.values])


def _split_rows(rows: Places, keys: Coded) -> list[Places]:
    """Return the rows of each key."""
    short = keys.codes.astype(np.min_scalar_type(len(keys.values)))  # which sorts several times as fast
    in_order = rows[np.argsort(short, kind="stable")]
    return np.split(in_order, np.cumsum(np.bincount(keys.codes))[:-1])


def _stated_units(request: Request, keys: Sequence[Key]) -> dict[str, str]:
    """Return the units that are said of benchmarks. Raises RequestError for a benchmark that there is none of."""
    names = list(dict.fromkeys(key.benchmark for key in keys))
    for setting, asked in (("unit", request.units), ("lower", request.lower)):
        for name in asked:
            if heading_called(name, names) is None:
                raise RequestError(say('{option}: no benchmark is called "{name}".', option=option(setting), name=name))
    return {str(heading_called(name, names)): unit for name, unit in request.units.items()}


def _scale_of_key(key: Key, request: Request, stated: dict[str, str]) -> Scale:
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


def _build_tidy(texts: dict[str, Coded], request: Request, facts: Facts, scaled: _Scaled) -> tidy.Tidy:
    """Return the columns of a tidy table for the rows that have a score."""
    rows = scaled.rows
    columns: dict[str, Any] = {}
    for name, column in facts.items():
        if name != "line" or "line" in texts:
            columns[name] = tidy.take_rows(column, rows)
    for field in ("benchmark", "metric"):
        columns[field] = scaled.keys.map(attrgetter(field))
    for field in ("unit", "better"):
        columns[field] = Coded(scaled.keys.codes, as_objects([getattr(scale, field) for scale in scaled.scales]))
    columns["value"] = scaled.values
    if scaled.errors is not None:
        columns["stderr"] = scaled.errors
    for column, kind in tidy.COLUMNS.items():
        if column in texts and (column not in columns or column == "line") and (column not in FACTS or column in _KEPT):
            read = read_shots if column == "shots" else partial(_as_typed, kind=kind)
            columns[column] = texts[column][rows].map(read)
    if "shots" not in columns:
        shots = texts["benchmark"][rows].compact().map(partial(_shots_in_name, registry=request.registry))
        if not tidy.is_empty(shots):
            columns["shots"] = shots
    for column, value in (("shots", request.shots), ("reporter", request.reporter)):
        if value is not None and column not in columns:
            columns[column] = [value] * len(rows)
    return tidy.trim_columns(columns)


def _shots_in_name(benchmark: str | None, registry: Registry) -> int | None:
    """Return the shots that the name of a benchmark says, where no column does: `MMLU (5-shot)`."""
    return None if benchmark is None else scores_meant(benchmark, registry).shots


_KEPT = ("line", "source")
"""Facts that a tidy table has of itself, and that no other table has of its entries."""


def _as_typed(cell: str | None, kind: type) -> Any:
    """Return a cell as a value of a kind, None for what isn't one."""
    if cell is None or kind is str:
        return cell
    number = read_number(cell)
    return None if number is None or not abs(number.value) <= LARGEST else kind(number.value)

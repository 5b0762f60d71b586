"""Wide tables, with a row a model and a column for each benchmark."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from pathlib import Path

import numpy as np

from llmsurvey.boards.arrow_text import ArrowText
from llmsurvey.boards.board import LARGEST, Board, Matrix, Measure
from llmsurvey.boards.coded import different_in, spread
from llmsurvey.boards.methods import Vector
from llmsurvey.errors import BoardError, Fault
from llmsurvey.importers import Request
from llmsurvey.importers.arrow_grid import give_back
from llmsurvey.importers.averages import tell_wrong_averages
from llmsurvey.importers.cells import decimal_mark, parse_column, tell_cells
from llmsurvey.importers.column_roles import Roles, ScoreColumns, map_headings
from llmsurvey.importers.entries import facts_of
from llmsurvey.importers.error_values import read_errors
from llmsurvey.importers.grid import Cells, Grid, holds_numbers
from llmsurvey.importers.numbers import DecimalMark, is_unknown
from llmsurvey.importers.read_file import warning_at
from llmsurvey.importers.remarks import note_columns
from llmsurvey.importers.row_setups import split_by_rows
from llmsurvey.importers.scales import NUMBER, UNITS, Scale, in_percent
from llmsurvey.importers.units import Series, in_one_unit, out_of_range
from llmsurvey.messages import Message, list_names, option, say


def read_wide(
    path: Path,
    grid: Grid,
    roles: Roles,
    request: Request,
    faults: list[Fault],
    remarks: list[Message],
    name: str,
    snapshot: str | None,
) -> Board:
    """Return the board of a table: an entry a row that names a model, a measure for each column of scores.

    What isn't read is told in `faults`, what was presumed in `remarks`. Raises BoardError where no model or no score is
    left, where two columns are of one measure, and for figures in two units; RequestError for a column that is named
    and isn't there.
    """
    stated = _stated_scales(list(roles.scores), request)
    scores = {
        heading: score._replace(scale=stated.get(heading, score.scale)) for heading, score in roles.scores.items()
    }
    scores = _without_empty(grid, scores, {*stated, *request.mapping}, remarks)
    mark = _mark_of(path, grid, scores, faults)
    facts = {fact: spread(column) for fact, column in facts_of(path, grid, roles, request.model, mark, faults).items()}
    known_headings = {heading for heading, score in scores.items() if heading in stated or score.is_known}
    series = _usable_series(path, grid, roles, scores, known_headings, mark, faults)
    measures = tuple(_measure_of(scores[column.label], column.scale, request) for column in series)
    _check_different(path, series, measures)
    remarks += note_columns(series, measures, scores, {*stated, *request.mapping}, request.registry)
    values, errors = _build_matrices(series, len(grid.lines))
    del series
    give_back()
    tell_wrong_averages(path, measures, values, facts, faults)
    board = Board(name, snapshot, facts, *split_by_rows(path, grid, roles.facts, (measures, values, errors)))
    return _without_unscored(_with_names(path, board), remarks)


def _without_empty(
    grid: Grid, scores: Mapping[str, ScoreColumns], named: Container[str], remarks: list[Message]
) -> dict[str, ScoreColumns]:
    """Return the columns of scores that hold any, or that are `named`; the others are told in `remarks`.

    Where none holds any, all are returned, to be told of as such.
    """
    empty = [heading for heading in scores if heading not in named and _holds_nothing(grid.columns[heading])]
    if not empty or len(empty) == len(scores):
        return dict(scores)
    remarks.append(say("Left out, for they hold nothing: {columns}.", columns=list_names(empty)))
    return {heading: score for heading, score in scores.items() if heading not in set(empty)}


def _holds_nothing(cells: Cells) -> bool:
    """Whether each cell of a column is empty, or says that there is no number."""
    if not holds_numbers(cells):
        return all(is_unknown(cell) for cell in cells)
    return bool(np.isnan(cells).all())


def _without_unscored(board: Board, remarks: list[Message]) -> Board:
    """Return a board without the measures on which no entry has a score, where others are left; they are told."""
    has_scores = ~np.isnan(board.values).all(axis=0)
    if has_scores.all() or not has_scores.any():
        return board
    unscored = [board.measures[column].benchmark for column in np.flatnonzero(~has_scores)]
    remarks.append(say("Left out, for no model has a score: {columns}.", columns=list_names(unscored)))
    return board.select(np.flatnonzero(has_scores).tolist())


def _usable_series(
    path: Path,
    grid: Grid,
    roles: Roles,
    scores: Mapping[str, ScoreColumns],
    known: Container[str],
    mark: DecimalMark,
    faults: list[Fault],
) -> list[Series]:
    """Return the columns of scores in one unit, taken out of the grid so that no score is held twice.

    Those `known` are of benchmarks of the registry, or of units that are said.
    """
    series = [
        _read_series(path, grid, roles, heading, score, mark, faults, is_known=heading in known)
        for heading, score in scores.items()
    ]
    settled = in_one_unit(path, series, None if grid.lines_of else grid.lines) if series else []
    usable = [
        column
        for column in settled
        if _has_possible_figures(path, grid, column, faults, is_known=column.label in known)
    ]
    if not usable:
        raise _explain_no_shares(path, settled) if settled else explain_no_scores(path)
    for heading in scores:
        del grid.columns[heading]
    return usable


def _build_matrices(series: Sequence[Series], rows: int) -> tuple[Matrix, Matrix | None]:
    """Return the figures of some series, and their errors if any has some: N rows by K series."""
    values = np.empty((rows, len(series)), order="F")  # each column in one piece, as they are used
    for index, column in enumerate(series):
        values[:, index] = column.values
    if all(column.errors is None for column in series):
        return values, None
    return values, np.column_stack(
        [np.full(rows, np.nan) if column.errors is None else column.errors for column in series]
    )


def _with_names(path: Path, board: Board) -> Board:
    """Return the entries that have a name. Raises BoardError where none has."""
    names = board.facts["name"]
    if isinstance(names, ArrowText) and not names.missing:
        return board
    named = [row for row, model in enumerate(names) if model is not None]
    if not named:
        raise BoardError(say("{file} has no row that names a model.", file=path))
    return board.take(named)


def explain_no_scores(path: Path, unreadable: Sequence[Fault] = (), left_out: Sequence[str] = ()) -> BoardError:
    """Return the error for a file without scores; `unreadable` is what was noticed of columns `left_out`."""
    if unreadable:
        return BoardError(say("{file}: {problem}. Nothing else is a score.", file=path, problem=unreadable[0].message))
    hint = option("map", {next(iter(left_out), "COLUMN"): "hellaswag"})
    return BoardError(say("{file} has no column of scores. Say which it is: {hint}.", file=path, hint=hint))


def _explain_no_shares(path: Path, series: Sequence[Series]) -> BoardError:
    """Return what is said of a file whose columns of numbers all have figures that no share can be."""
    return BoardError(
        say(
            "{file}: {columns} can't be percent: most figures aren't from 0 to 100. Say what they are: {hint}, "
            "or another unit: {units}.",
            hint=option("unit", "rating"),
            file=path,
            columns=list_names([column.label for column in series]),
            units=list_names([unit for unit in UNITS if unit != "rating" and not UNITS[unit].is_share], 20),
        )
    )


def _stated_scales(headings: Sequence[str], request: Request) -> dict[str, Scale]:
    """Return the scales that were asked for. Raises RequestError for a column that isn't there."""
    scales: dict[str, Scale] = {}
    if request.unit is not None:
        scales = dict.fromkeys(headings, UNITS[request.unit])
    for heading, unit in map_headings(request.units, headings, "unit").items():
        scales[heading] = UNITS[unit]
    for heading in map_headings(dict.fromkeys(request.lower, ""), headings, "lower"):
        scales[heading] = scales.get(heading, Scale("percent", least=0, most=100))._replace(better="lower")
    return scales


def _mark_of(path: Path, grid: Grid, scores: Mapping[str, ScoreColumns], faults: list[Fault]) -> DecimalMark:
    """Return what decimals of scores stand behind; in columns that were read as numbers it is a point."""
    columns = [
        (heading, different_in(cells)) for heading in scores if not holds_numbers(cells := grid.columns[heading])
    ]
    shares = [heading for heading, score in scores.items() if score.scale.is_share]
    return decimal_mark(path, columns, shares, faults) if columns else "."


def _read_series(
    path: Path,
    grid: Grid,
    roles: Roles,
    heading: str,
    score: ScoreColumns,
    mark: DecimalMark,
    faults: list[Fault],
    *,
    is_known: bool,
) -> Series:
    """Return the figures of one column, and their errors; what is no number is told.

    Figures of a benchmark that the registry doesn't know are no shares where many are negative. Raises BoardError for a
    column that holds no number at all.
    """
    cells = grid.columns[heading]
    if holds_numbers(cells):
        errors = read_errors(path, grid, roles, heading, cells, mark, faults)
        return Series(heading, score.metric, score.scale, cells, errors)
    parsed = parse_column(cells, mark)
    if np.isnan(parsed.values).all():
        hint = option("map", {heading: ""})
        raise BoardError(
            say("{file}: {heading} holds no score. Leave it out: {hint}.", file=path, heading=heading, hint=hint)
        )
    problem = say("which is no {thing}: left empty", thing=_describe_possible(score.scale))
    tell_cells(path, grid, heading, parsed.unreadable, problem, faults)
    scale = in_percent(score.scale) if parsed.is_percent else score.scale
    if scale.is_share and not is_known and _has_many_negative(parsed.values):
        faults.append(
            warning_at(path, 0, say("{heading} has negative figures: no percent, but numbers", heading=heading))
        )
        scale = NUMBER
    errors = parsed.errors
    if errors is None:
        errors = read_errors(path, grid, roles, heading, parsed.values, mark, faults)
    if parsed.errors is not None:
        problem = say("{heading}: what stands behind ± is taken for a standard error", heading=heading)
        faults.append(warning_at(path, 0, problem))
    return Series(heading, score.metric, scale, parsed.values, errors, parsed.highest_unread, parsed.is_percent)


def _has_many_negative(values: Vector) -> bool:
    """Whether more than a tenth of the figures lie below 0."""
    return bool(10 * np.count_nonzero(values < 0) > np.count_nonzero(~np.isnan(values)))


def _has_possible_figures(path: Path, grid: Grid, column: Series, faults: list[Fault], *, is_known: bool) -> bool:
    """Whether a column has figures that its scale can have; others are told and left empty.

    Where most can't be, an unknown column is no column of scores.
    """
    rows = list(out_of_range(column))
    if not rows:
        return True
    filled = int((~np.isnan(column.values)).sum())
    if 2 * len(rows) > filled and not (is_known and len(rows) < filled):
        faults.append(
            warning_at(path, grid.line_of(column.label, rows[0]), _explain_no_column(column, len(rows), filled))
        )
        return False
    problem = say("which is no {thing}: left empty", thing=_describe_possible(column.scale))
    tell_cells(path, grid, column.label, rows, problem, faults)
    column.values[rows] = np.nan
    if column.errors is not None:
        column.errors[rows] = np.nan
    return True


def _describe_possible(scale: Scale) -> str:
    if scale.is_share:
        return say("score from 0 to 100")
    if scale.most < LARGEST:
        return say("figure from {least:g} to {most:g}", least=scale.least, most=scale.most)
    return say("figure of the unit {unit}", unit=scale.unit)


def _explain_no_column(column: Series, outside: int, known: int) -> str:
    return say(
        "{heading} is no column of scores ({outside} of {known} aren't from {least:g} to {most:g}): left out. If it is "
        "one, say its unit: {hint}",
        heading=column.label,
        hint=option("unit", {column.label: "number"}),
        outside=outside,
        known=known,
        least=column.scale.least,
        most=column.scale.most,
    )


def _measure_of(score: ScoreColumns, scale: Scale, request: Request) -> Measure:
    return Measure(
        score.benchmark,
        score.metric or request.metric,
        score.shots if score.shots is not None else request.shots,
        version=score.version,
        reporter=request.reporter,
        unit=scale.unit,
        better=scale.better,
    )


def _check_different(path: Path, series: Sequence[Series], measures: Sequence[Measure]) -> None:
    """Raise BoardError where two columns are of one measure."""
    labels: dict[Measure, str] = {}
    for column, measure in zip(series, measures, strict=True):
        if measure in labels:
            raise BoardError(
                say(
                    "{file}: {first} and {second} are both {benchmark}. Leave one out: {hint}; or say what it is.",
                    file=path,
                    first=labels[measure],
                    second=column.label,
                    hint=option("map", {column.label: ""}),
                    benchmark=measure.benchmark,
                )
            )
        labels[measure] = column.label

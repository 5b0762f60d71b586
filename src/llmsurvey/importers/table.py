"""Any table of scores: a row a model with its benchmarks beside each other, a row a benchmark, or a row a score."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite
from pathlib import Path

import numpy as np

from llmsurvey.boards import tidy
from llmsurvey.boards.arrow_text import as_tidy_text
from llmsurvey.boards.board import LARGEST, Board
from llmsurvey.errors import BoardError, Fault, RequestError
from llmsurvey.importers import Reading, Request
from llmsurvey.importers.cells import unreadable_columns
from llmsurvey.importers.column_roles import Roles, is_text, roles_of
from llmsurvey.importers.grid import Grid, holds_numbers, numeric_columns
from llmsurvey.importers.heading_words import fact_called, heading_called
from llmsurvey.importers.long_table import read_long
from llmsurvey.importers.models_across import find_models_across, is_metric, names_benchmarks, turn_grid
from llmsurvey.importers.own_tables import command_that_wrote
from llmsurvey.importers.parts import set_parts_apart
from llmsurvey.importers.read_file import day_in, warning_at, without_mark
from llmsurvey.importers.read_grid import SUFFIXES, read_as_text, read_grid
from llmsurvey.importers.row_differences import differences_between_rows
from llmsurvey.importers.same_benchmark import gather_ways
from llmsurvey.importers.scales import SHARE, Scale
from llmsurvey.importers.sheets.json import holds_table
from llmsurvey.importers.summary_rows import leave_out_summaries
from llmsurvey.importers.thousands import check_thousands, may_part_thousands
from llmsurvey.importers.wide_table import explain_no_scores, read_wide
from llmsurvey.messages import Message, list_names, option, say

_MANY = 100_000


def recognises(path: Path, head: bytes) -> bool:
    """Whether it is a file of a kind that holds tables; JSON may hold results of the harness instead."""
    suffix, start = path.suffix.lower(), without_mark(head)[:1]
    return bool(start) and suffix in SUFFIXES and (suffix != ".json" or start == b"[" or holds_table(path))


def read(paths: Sequence[Path], request: Request) -> list[Reading]:
    """Return a board for each file. Raises BoardError for one without a table, models or scores."""
    return request.each(paths, _read_file)


def _read_file(path: Path, request: Request) -> Reading:
    grid = read_grid(path, lambda heading: is_text(heading, request.mapping), request.table, request.encoding)
    if not len(grid.lines):
        raise BoardError(say("{file} has a heading and no rows.", file=path))
    if (command := command_that_wrote(grid.columns)) and not request.mapping:
        raise BoardError(
            say(
                "{file} is no board: it is what `{command}` writes. Give the file of the scores themselves, "
                "or what `rank` makes of it; if it is another table, say what a column is: {option}.",
                file=path,
                command=command,
                option=option("map"),
            )
        )
    unreadable = tuple(unreadable_columns(path, grid, request.registry))
    if unreadable:  # as text, with changes in brackets taken away
        grid = read_as_text(path, request.table, request.encoding)
        unreadable = tuple(unreadable_columns(path, grid, request.registry))
    faults: list[Fault] = []
    grid, roles = _understand(path, grid, request, faults)
    if not grid.lines_of and _is_strange(grid, roles):
        faults.clear()
        grid, roles = _understand(path, read_as_text(path, request.table, request.encoding), request, faults)
    _check_names(path, grid, roles, request)
    check_thousands(path, grid, roles, faults)
    grid = leave_out_summaries(path, grid, roles, faults)
    faults += [*grid.faults, *unreadable, *differences_between_rows(path, grid, roles)]
    remarks: list[Message] = []
    name = request.board or re.sub(r"[^a-z0-9.-]+", "-", path.stem.casefold()).strip("-.") or "table"
    snapshot = request.date or day_in(path.name)
    if roles.scores:
        board = read_wide(path, grid, roles, request, faults, remarks, name, snapshot)
    elif {"benchmark", "value"} <= roles.facts.keys():
        board = _with_quick_names(tidy.to_board(read_long(path, grid, roles, request, faults, remarks), name, snapshot))
    else:
        raise explain_no_scores(path, unreadable, roles.left_out)
    faults.sort(key=lambda fault: fault.line)
    return Reading(board, tuple(faults), roles.shown(), left_out=roles.left_out, remarks=tuple(remarks))


def _with_quick_names(board: Board) -> Board:
    """Return a board of many entries with their names as Arrow keeps them, if all are plain: as wide ones have."""
    names = as_tidy_text(board.facts["name"]) if len(board) > _MANY else None
    return board if names is None else replace(board, facts={**board.facts, "name": names})


def _understand(path: Path, grid: Grid, request: Request, faults: list[Fault]) -> tuple[Grid, Roles]:
    """Return the table with a row a model, or a row a score, and what its columns are."""
    headings, registry = list(grid.columns), request.registry
    of_columns = {name: meaning for name, meaning in request.mapping.items() if heading_called(name, headings)}
    across = None if request.model else find_models_across(grid, of_columns, registry)
    if across is None:
        mapping = _with_benchmarks(path, grid, request)
        roles = roles_of(headings, numeric_columns(grid), mapping, registry, grid.unnamed, grid.columns)
    elif all(map(is_metric, across.models)):
        raise BoardError(
            say(
                "{file} has a row a benchmark, a column a metric, and no model. Write a row a score: Model, Benchmark, "
                "Metric, Score.",
                file=path,
            )
        )
    else:
        of_rows = {name: meaning for name, meaning in request.mapping.items() if name not in of_columns}
        grid, roles = turn_grid(grid, across, registry, of_rows)
        if across.summaries:
            message = say("{columns}: sums up others: no model, left out", columns=list_names(across.summaries))
            faults.append(warning_at(path, 0, message))
    free = {heading: score for heading, score in roles.scores.items() if heading not in request.mapping}
    apart = set_parts_apart(path, grid, gather_ways(free, registry), faults)
    return grid, roles._replace(scores={heading: apart.get(heading, score) for heading, score in roles.scores.items()})


def _with_benchmarks(path: Path, grid: Grid, request: Request) -> Mapping[str, str]:
    """Return what columns are said to be; where rows are scores of models, a column of metrics may name the benchmarks.

    Raises BoardError where it names none of the registry: then it isn't known of what the scores are.
    """
    facts = {fact_called(heading): heading for heading in reversed(grid.columns) if heading not in request.mapping}
    if request.mapping or not {"metric", "value"} <= facts.keys() or "benchmark" in facts:
        return request.mapping
    metric = facts["metric"]
    if names_benchmarks(grid.columns[metric], request.registry):
        return {metric: "benchmark"}
    if "name" not in facts and request.model is None:
        return request.mapping
    raise BoardError(
        say(
            "{file} has a row a score and doesn't say on which benchmark. If {heading} says it: {hint}.",
            file=path,
            heading=metric,
            hint=option("map", {metric: "benchmark"}),
        )
    )


def _check_names(path: Path, grid: Grid, roles: Roles, request: Request) -> None:
    """Raise an error where no column names models and nobody says whose scores they are, or both do."""
    if "name" in roles.facts:
        if request.model is not None:
            heading = roles.facts["name"]
            raise RequestError(
                say(
                    "{option}: {file} names its models itself, in {heading}.",
                    option=option("model"),
                    file=path,
                    heading=heading,
                )
            )
        return
    name_it = option("model", "NAME")
    if request.model is None and {"benchmark", "value"} <= roles.facts.keys():
        raise BoardError(say("{file} doesn't say whose scores these are. Say it: {hint}.", file=path, hint=name_it))
    if request.model is None:
        raise BoardError(
            say(
                "{file} names no column of models. Say which it is: {hint}; or, if all are of one model, "
                "which: {model}.",
                file=path,
                hint=option("map", {next(iter(grid.columns)): "name"}),
                model=name_it,
            )
        )


def _is_strange(grid: Grid, roles: Roles) -> bool:
    """Whether a column of scores, as read quickly, has anything but numbers that it can have."""
    columns = [(heading, score.scale) for heading, score in roles.scores.items()]
    if not columns and "value" in roles.facts:  # what it measures differs by row
        columns = [(roles.facts["value"], SHARE._replace(most=LARGEST))]
    return any(_has_odd_cells(grid, heading, scale) for heading, scale in columns)


def _has_odd_cells(grid: Grid, heading: str, scale: Scale) -> bool:
    cells = grid.columns[heading]
    if not holds_numbers(cells):
        return True
    if not scale.is_share and may_part_thousands(cells):
        return True
    least, most = np.fmin.reduce(cells, initial=np.inf), np.fmax.reduce(cells, initial=-np.inf)
    return bool(most >= least) and (least < scale.least or most > scale.most or not isfinite(most))

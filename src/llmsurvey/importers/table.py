"""Any table of scores: a row a model with its benchmarks beside each other, a row a benchmark, or a row a score."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite
from pathlib import Path

import numpy as np

from llmsurvey.boards import tidy
from llmsurvey.boards.arrow_text import ArrowText
from llmsurvey.errors import BoardError, RequestError
from llmsurvey.importers import Reading, Request
from llmsurvey.importers.cells import unreadable_columns
from llmsurvey.importers.files import day_in
from llmsurvey.importers.grid import Grid, numeric_columns
from llmsurvey.importers.grids import SUFFIXES, read_as_text, read_grid
from llmsurvey.importers.long_table import read_long
from llmsurvey.importers.roles import Roles, is_text, roles_of
from llmsurvey.importers.row_differences import differences_between_rows
from llmsurvey.importers.scales import Scale
from llmsurvey.importers.turned import find_models_across, turn
from llmsurvey.importers.wide_table import no_scores, read_wide
from llmsurvey.messages import Message, quoted, say


def recognises(path: Path, head: bytes) -> bool:
    """Whether it is a file of a kind that holds tables; of JSON only a list is one."""
    suffix, start = path.suffix.lower(), head.strip()[:1]
    return bool(start) and suffix in SUFFIXES and (suffix != ".json" or start == b"[")


def read(paths: Sequence[Path], request: Request) -> list[Reading]:
    """Return a board for each file. Raises BoardError for one without a table, models or scores."""
    return [_read(path, request) for path in paths]


def _read(path: Path, request: Request) -> Reading:
    grid = read_grid(path, lambda heading: is_text(heading, request.mapping), request.table, request.encoding)
    if not len(grid.lines):
        raise BoardError(say("{file} has a heading and no rows.", file=path))
    unreadable = tuple(unreadable_columns(path, grid, request.registry))
    grid, roles = _understood(path, grid, request)
    if not grid.lines_of and _is_strange(grid, roles):
        grid, roles = _understood(path, read_as_text(path, request.table, request.encoding), request)
    _check_names(path, grid, roles, request)
    faults = [*grid.faults, *unreadable, *differences_between_rows(path, grid, roles)]
    remarks: list[Message] = []
    name = request.board or re.sub(r"[^a-z0-9.-]+", "-", path.stem.casefold()).strip("-.") or "table"
    snapshot = request.date or day_in(path.name)
    if roles.scores:
        board = read_wide(path, grid, roles, request, faults, remarks, name, snapshot)
    elif {"benchmark", "value"} <= roles.facts.keys():
        board = tidy.to_board(read_long(path, grid, roles, request, faults, remarks), name, snapshot)
    else:
        raise no_scores(path, unreadable, roles.left_out)
    faults.sort(key=lambda fault: fault.line)
    return Reading(board, tuple(faults), roles.shown(), left_out=roles.left_out, remarks=tuple(remarks))


def _understood(path: Path, grid: Grid, request: Request) -> tuple[Grid, Roles]:
    """The table with a row a model, or a row a score, and what its columns are."""
    across = None if request.model else find_models_across(grid, request.mapping, request.registry)
    if across is not None:
        return turn(grid, across, request.registry)
    headings, numeric = list(grid.columns), numeric_columns(grid)
    return grid, roles_of(headings, numeric, request.mapping, request.registry, grid.unnamed, grid.columns)


def _check_names(path: Path, grid: Grid, roles: Roles, request: Request) -> None:
    """Raise an error where no column names models and nobody says whose scores they are, or both do."""
    if "name" in roles.facts:
        if request.model is not None:
            heading = roles.facts["name"]
            raise RequestError(
                say("--model: {file} names its models itself, in {heading}.", file=path, heading=heading)
            )
        return
    if request.model is None and {"benchmark", "value"} <= roles.facts.keys():
        raise BoardError(say("{file} doesn't say whose scores these are. Say it: --model NAME.", file=path))
    if request.model is None:
        raise BoardError(
            say(
                "{file} names no column of models. Say which it is: --map {option}; or, if all are of one model, "
                "which: --model NAME.",
                file=path,
                option=quoted(f"{next(iter(grid.columns))}=name"),
            )
        )


def _is_strange(grid: Grid, roles: Roles) -> bool:
    """Whether a column of scores, as read quickly, has anything but numbers that it can have."""
    columns = [(heading, score.scale) for heading, score in roles.scores.items()]
    if not columns:
        columns = [(roles.facts[fact], Scale("number", least=0)) for fact in ("value",) if fact in roles.facts]
    return any(_has_odd_cells(grid, heading, scale) for heading, scale in columns)


def _has_odd_cells(grid: Grid, heading: str, scale: Scale) -> bool:
    cells = grid.columns[heading]
    if isinstance(cells, ArrowText) or cells.dtype == object:
        return True
    least, most = np.fmin.reduce(cells, initial=np.inf), np.fmax.reduce(cells, initial=-np.inf)
    return bool(most >= least) and (least < scale.least or most > scale.most or not isfinite(most))

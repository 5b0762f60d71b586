"""What the rows of a long table are of: the benchmark, the metric, and what is said of unit and direction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from llmsurvey.boards import tidy
from llmsurvey.boards.coded import Coded, as_objects, code_cells, number_rows, rows_where
from llmsurvey.errors import Fault
from llmsurvey.importers import Request
from llmsurvey.importers.cells import tell_rows
from llmsurvey.importers.column_roles import SLASH, benchmark_of
from llmsurvey.importers.grid import Grid, as_text
from llmsurvey.importers.shots import take_shots
from llmsurvey.messages import say
from llmsurvey.registry.registry import Registry

_ARROWS = {"↑": "higher", "↓": "lower", "⬆": "higher", "⬇": "lower"}


class Key(NamedTuple):
    """What rows share whose figures are of one unit: benchmark, metric, and what is said of unit and direction."""

    benchmark: str
    metric: str | None
    unit: str | None
    better: str | None


def texts_in(grid: Grid, heading: str) -> Coded:
    """Return a column as text, None for an empty cell."""
    return code_cells(grid.columns[heading]).map(as_text)


def keys_of_rows(
    path: Path, grid: Grid, texts: Mapping[str, Coded], request: Request, faults: list[Fault], *, is_printed: bool
) -> Coded:
    """Return what each row is of, None for one that names no benchmark, which is told.

    `is_printed` a table without models, in which an empty cell repeats the one above it, as the harness prints it.
    """
    benchmarks = _benchmarks_of_rows(texts["benchmark"], is_printed=is_printed)
    unnamed = rows_where(benchmarks, lambda benchmark: benchmark is None)
    tell_rows(path, grid, unnamed, say("names no benchmark: left out"), faults)
    names = {benchmark for benchmark in benchmarks.values if benchmark is not None}
    wholes = names | _wholes_of_parts(names, is_own=set(grid.columns) <= set(tidy.COLUMNS))
    ids = {name: _benchmark_id(name, wholes, request.registry) for name in names}
    columns = {fact: texts[fact] for fact in ("metric", "filter", "unit", "better") if fact in texts}
    arrows = [texts_in(grid, heading) for heading in grid.unnamed]
    codes, first_rows = number_rows([benchmarks, *columns.values(), *arrows])
    keys: list[Key | None] = []
    for row in first_rows:
        benchmark = benchmarks[row]
        cells = {fact: column[row] for fact, column in columns.items()}
        drawn = next((_ARROWS[cell] for column in arrows if (cell := column[row]) in _ARROWS), None)
        keys.append(None if benchmark is None else _key_of(ids[benchmark], cells, drawn, request))
    return Coded(codes, as_objects(keys)).compact()


def _key_of(benchmark: str, cells: Mapping[str, str | None], drawn: str | None, request: Request) -> Key:
    """Return what a row is of whose `cells` say metric, filter, unit and direction, or whose arrow is `drawn`."""
    metric, filtered, better = cells.get("metric"), cells.get("filter"), cells.get("better")
    is_filtered = metric and filtered and filtered.casefold() != "none"
    return Key(
        benchmark,
        f"{metric},{filtered}" if is_filtered else metric or request.metric,
        cells.get("unit"),
        better if better in _ARROWS.values() else drawn,
    )


def _benchmarks_of_rows(named: Coded, *, is_printed: bool) -> Coded:
    """Return the benchmark of each row; a name behind a dash is a part of the last one without.

    In a table that `is_printed` an empty cell repeats the one above it.
    """
    if not is_printed and not any(text is not None and text.startswith("- ") for text in named.values):
        return named.map(lambda text: text or None)
    benchmarks: list[str | None] = []
    whole: str | None = None
    for cell in named:
        benchmark = cell or (benchmarks[-1] if is_printed and benchmarks else None)
        if benchmark is not None and benchmark.startswith("- ") and whole:
            benchmark = f"{whole}/{benchmark.lstrip('- ')}"
        elif cell:
            whole = cell
        benchmarks.append(benchmark or None)
    return code_cells(benchmarks)


def _wholes_of_parts(names: Collection[str], *, is_own: bool) -> set[str]:
    """Return what stands before a slash in several names; in a table that `is_own`, which the program wrote, in one."""
    parts = Counter(name.partition("/")[0] for name in names if "/" in name)
    return {whole for whole, count in parts.items() if is_own or count > 1}


def _benchmark_id(text: str, wholes: Collection[str], registry: Registry) -> str:
    """Return the registry's id of a benchmark, or of the whole that it is a part of; else the name as it stands.

    A slash makes a part of what the registry knows, or is among `wholes`.
    """
    registered = benchmark_of(text, registry)
    whole, slash, part = text.partition("/")
    if registered is not None or not slash:
        said = take_shots(text)
        return registered or (said.rest if said.has_shots and said.rest else text)
    whole_known = benchmark_of(whole, registry)
    return f"{whole_known or whole}/{part}" if whole_known or whole in wholes else text.replace("/", SLASH)

"""Tables with a row a benchmark and a column a model, as most model cards have them: turned the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from llmsurvey.boards.measures import AVERAGE
from llmsurvey.importers.grid import Cells, Grid, has_number, numeric_columns
from llmsurvey.importers.headings import fact_called, is_average_metric
from llmsurvey.importers.markup import model_named
from llmsurvey.importers.roles import Roles, Scores, benchmark_of, is_score, mapped, meant, with_averages
from llmsurvey.importers.scales import scale_of_metric
from llmsurvey.registry.registry import Registry

MODEL = "model"
"""The heading of the column of models in a turned table."""


_FRONT = 3
"""Among so many columns in front is the one that names what a row measures: before it may stand a category."""


class Across(NamedTuple):
    """Which columns of a table are models, and which say what each row measures."""

    benchmark: str
    models: list[str]
    metric: str | None = None
    shots: str | None = None
    version: str | None = None


def find_models_across(grid: Grid, mapping: Mapping[str, str], registry: Registry) -> Across | None:
    """Return where a table has its models if they stand beside each other, else None.

    They do where the column that names rows is headed as one of benchmarks, or holds benchmarks of the registry, and
    other columns are neither scores by their heading nor facts.
    """
    headings = list(grid.columns)
    stated = {meaning: heading for heading, meaning in mapped(mapping, headings).items()}
    facts = {fact: heading for heading in headings if (fact := fact_called(heading)) is not None} | stated
    if "name" in stated or {"benchmark", "value"} <= facts.keys():
        return None
    by_word = facts.get("benchmark") if "name" not in facts else None
    rows = by_word or next(
        (each for each in headings[:_FRONT] if _names_benchmarks(grid.columns[each], registry)), None
    )
    if rows is None or any(benchmark_of(heading, registry) for heading in headings if heading != rows):
        return None
    used = {rows, *(facts[fact] for fact in ("metric", "shots", "version", "harness") if fact in facts)}
    models = [
        heading
        for heading in numeric_columns(grid)
        if heading not in used and heading not in grid.unnamed and is_score(heading, registry, has_numbers=True)
    ]
    if not models:
        return None
    return Across(rows, models, facts.get("metric"), facts.get("shots"), facts.get("version"))


def _names_benchmarks(cells: Cells, registry: Registry) -> bool:
    """Whether at least half of the cells of a column name benchmarks of the registry."""
    texts = [cell for cell in cells[np.arange(min(len(cells), 200))] if isinstance(cell, str)]
    return bool(texts) and 2 * sum(benchmark_of(text, registry) is not None for text in texts) >= len(texts)


def turn(grid: Grid, across: Across, registry: Registry) -> tuple[Grid, Roles]:
    """Return the table with a row for each model, and what its columns are; rows of no scores are left out."""
    columns: dict[str, Cells] = {MODEL: np.array([model_named(model) for model in across.models], dtype=object)}
    scores: dict[str, Scores] = {}
    lines: dict[str, int] = {}
    for row, label, score in _measured(grid, across, registry):
        cells = [grid.columns[model][row] for model in across.models]
        texts = [None if cell is None or cell != cell else str(cell) for cell in cells]
        if any(text is not None and has_number(text) for text in texts):
            heading = _unused(label, columns)
            columns[heading] = np.array(texts, dtype=object)
            scores[heading] = score
            lines[heading] = int(grid.lines[row])
    turned = Grid(columns, np.zeros(len(across.models), dtype=np.int64), grid.faults, (), lines)
    return turned, Roles({"name": MODEL}, with_averages(scores))


def _measured(grid: Grid, across: Across, registry: Registry) -> Iterator[tuple[int, str, Scores]]:
    """Each row that names a benchmark: its place, what it is called, and what its scores are of."""
    for row in range(len(grid.lines)):
        label, metric, shots, version = (
            _text(grid, heading, row) for heading in (across.benchmark, across.metric, across.shots, across.version)
        )
        if label is None or not is_score(label, registry, has_numbers=True):
            continue
        score = meant(label, registry)
        if metric is not None:
            scale = scale_of_metric(metric) if score.scale.is_share else score.scale
            score = score._replace(metric=AVERAGE if is_average_metric(metric) else metric, scale=scale)
        if shots is not None and score.shots is None:
            digits = shots.casefold().removesuffix("shot").rstrip(" -")
            score = score._replace(shots=int(digits) if digits.isdecimal() and len(digits) < 5 else None)
        yield row, label, score._replace(version=None if version in (None, "-") else version)


def _text(grid: Grid, heading: str | None, row: int) -> str | None:
    if heading is None:
        return None
    cell = grid.columns[heading][row]
    return cell if cell is None or isinstance(cell, str) else f"{cell:.15g}" if cell == cell else None


def _unused(label: str, used: Mapping[str, object]) -> str:
    heading, number = label, 1
    while heading in used:
        number += 1
        heading = f"{label} ({number})"
    return heading

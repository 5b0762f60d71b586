"""Tables with a row a benchmark and a column a model, as most model cards have them: turned the other way round."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from llmsurvey.importers.column_roles import (
    Roles,
    ScoreColumns,
    benchmark_of,
    is_score,
    map_headings,
    scores_meant,
    with_averages,
)
from llmsurvey.importers.grid import Cells, Grid, has_number, numeric_columns
from llmsurvey.importers.group_rows import settle_group_rows
from llmsurvey.importers.heading_words import fact_called, is_error, is_no_score
from llmsurvey.importers.markup import model_named
from llmsurvey.importers.scales import scale_of, scale_of_metric
from llmsurvey.importers.shots import take_shots
from llmsurvey.importers.summary_rows import is_summary
from llmsurvey.registry.registry import Registry

MODEL = "model"
"""The heading of the column of models in a turned table."""


_FRONT = 3
"""Among so many columns in front is the one that names what a row measures: before it may stand a category."""

_METRIC = re.compile(
    r"\b(acc(uracy)?|f1|precision|recall|em|exact match|auc|auroc|bleu|rouge|meteor|(win|success|pass) ?rates?|scores?|"
    r"pass ?[@^] ?\d+)\b|정확도|정답률|점수|성공률|准确率|得分|正解率|スコア"
)
"""Words of what is measured, by which rows are known that no benchmark names."""


_METRICS_ALONE = re.compile(
    r"acc(uracy)?( norm)?|(macro |micro |weighted )?f1( score)?|precision|recall|em|exact match|mc[12]|bleu|"
    r"rouge ?[12l]|pass ?@ ?\d+|perplexity|ppl|stderr|acc( norm)? stderr|score|n|count|samples"
)


class Across(NamedTuple):
    """Which columns of a table are models, and which say what each row measures."""

    benchmark: str
    models: list[str]
    metric: str | None = None
    shots: str | None = None
    version: str | None = None
    summaries: tuple[str, ...] = ()
    """Columns beside the models that sum these up."""


def find_models_across(grid: Grid, mapping: Mapping[str, str], registry: Registry) -> Across | None:
    """Return where a table has its models if they stand beside each other, else None.

    They do where one column names benchmarks or metrics, by its heading or by its cells, and no other heading names a
    benchmark: the other columns of numbers, but for facts and summaries, are the models.
    """
    headings = list(grid.columns)
    stated = {meaning: heading for heading, meaning in map_headings(mapping, headings).items()}
    facts = {fact: heading for heading in headings if (fact := fact_called(heading)) is not None} | stated
    if "name" in stated or ("value" in facts and facts.keys() & {"benchmark", "metric"}):
        return None
    rows = _column_of_benchmarks(grid, facts, registry)
    others = [heading for heading in headings if heading != rows and not is_summary(heading)]
    if rows is None or any(benchmark_of(heading, registry) for heading in others):
        return None
    used = {rows, *(facts[fact] for fact in ("metric", "shots", "version", "harness") if fact in facts)}
    beside = [
        heading
        for heading in numeric_columns(grid)
        if heading not in used and heading not in grid.unnamed and is_score(heading, registry, has_numbers=True)
    ]
    summaries = tuple(heading for heading in beside if is_summary(heading))
    left_out = {heading for heading, meaning in map_headings(mapping, headings).items() if not meaning}
    models = [heading for heading in beside if heading not in summaries and heading not in left_out]
    if not models:
        return None
    metric = facts.get("metric")
    return Across(rows, models, metric if metric != rows else None, facts.get("shots"), facts.get("version"), summaries)


def _column_of_benchmarks(grid: Grid, facts: Mapping[str, str], registry: Registry) -> str | None:
    """Return the column that names what each row measures, by its heading, else by its cells; None for none."""
    headings = list(grid.columns)
    if "name" not in facts and "benchmark" in facts:
        return facts["benchmark"]
    by_cells = next(
        (heading for heading in headings[:_FRONT] if names_benchmarks(grid.columns[heading], registry)), None
    )
    if by_cells is not None:
        return by_cells
    if "name" not in facts and "metric" in facts:
        return facts["metric"]
    if any(_is_measured(heading, registry) for heading in headings[1:]):
        return None
    return next((heading for heading in headings[:1] if _names_measured(grid.columns[heading], registry)), None)


def _is_measured(text: str, registry: Registry) -> bool:
    """Whether a text says what is measured: a benchmark, a metric, or something with a unit of its own.

    A sign alone, such as that of a currency, says nothing.
    """
    if not any(map(str.isalnum, text)):
        return False
    scale = scale_of(text)
    is_share = scale.is_share and scale.better == "higher"
    has_word = _METRIC.search(text.casefold()) is not None or is_no_score(text) or is_error(text)
    return has_word or not is_share or benchmark_of(text, registry) is not None


def is_metric(text: str) -> bool:
    """Whether a text is the name of a metric and nothing else."""
    return _METRICS_ALONE.fullmatch(text.replace("_", " ").casefold()) is not None


def _texts_of(cells: Cells) -> list[str]:
    return [cell for cell in cells[np.arange(min(len(cells), 200))] if isinstance(cell, str)]


def names_benchmarks(cells: Cells, registry: Registry) -> bool:
    """Whether at least half of the cells of a column name benchmarks of the registry."""
    texts = _texts_of(cells)
    return bool(texts) and 2 * sum(benchmark_of(text, registry) is not None for text in texts) >= len(texts)


def _names_measured(cells: Cells, registry: Registry) -> bool:
    """Whether more than half of the cells of a column say what is measured."""
    texts = _texts_of(cells)
    return bool(texts) and 2 * sum(_is_measured(text, registry) for text in texts) > len(texts)


def turn_grid(grid: Grid, across: Across, registry: Registry, mapping: Mapping[str, str]) -> tuple[Grid, Roles]:
    """Return the table with a row for each model, and what its columns are; rows of no scores are left out.

    `mapping` says of rows what they are. Raises RequestError for one that there is none of.
    """
    columns: dict[str, Cells] = {MODEL: np.array([model_named(model) for model in across.models], dtype=object)}
    rows: dict[str, int] = {}
    for row in range(len(grid.lines)):
        label = _cell_text(grid, across.benchmark, row)
        cells = [grid.columns[model][row] for model in across.models]
        texts = [None if cell is None or cell != cell else str(cell) for cell in cells]
        if label is not None and any(text is not None and has_number(text) for text in texts):
            heading = _free_heading(label, columns)
            columns[heading] = np.array(texts, dtype=object)
            rows[heading] = row
    said = map_headings(mapping, list(rows))
    scores = {
        heading: _scores_of(grid, across, row, heading, said, registry)
        for heading, row in rows.items()
        if said.get(heading) or (heading not in said and _is_row_of_scores(grid, across, row, registry))
    }
    left_out = tuple(heading for heading in rows if heading not in scores and heading not in said)
    columns = {heading: cells for heading, cells in columns.items() if heading == MODEL or heading in scores}
    lines = {heading: int(grid.lines[row]) for heading, row in rows.items()}
    turned = Grid(columns, np.zeros(len(across.models), dtype=np.int64), grid.faults, (), lines)
    scores = settle_group_rows(turned, scores)
    return turned, Roles({"name": MODEL}, with_averages(scores, said), left_out=left_out)


def _is_row_of_scores(grid: Grid, across: Across, row: int, registry: Registry) -> bool:
    label = _cell_text(grid, across.benchmark, row)
    return label is not None and is_score(label, registry, has_numbers=True)


def _scores_of(
    grid: Grid, across: Across, row: int, heading: str, said: Mapping[str, str], registry: Registry
) -> ScoreColumns:
    """Return what the scores of a row measure: by its label, or by what `said` states of it, and the cells beside."""
    label, metric, shots, version = (
        _cell_text(grid, column, row) for column in (across.benchmark, across.metric, across.shots, across.version)
    )
    label = label or heading
    score = scores_meant(said[heading], registry, scale_of(label)) if heading in said else scores_meant(label, registry)
    if metric is not None:
        scale = scale_of_metric(metric) if score.scale.is_share else score.scale
        score = score._replace(metric=metric, scale=scale)
    if shots is not None and score.shots is None:
        score = score._replace(shots=_number_of_shots(shots))
    return score._replace(version=None if version in (None, "-") else version)


def _cell_text(grid: Grid, heading: str | None, row: int) -> str | None:
    if heading is None:
        return None
    cell = grid.columns[heading][row]
    if cell is None or isinstance(cell, str):
        return cell
    return f"{cell:.15g}" if cell == cell else None


def _number_of_shots(text: str) -> int | None:
    """Return the number that a cell of shots holds; None for a number that is too long to be one."""
    if not text.isdecimal():
        return take_shots(text).shots
    return int(text) if len(text) < 5 else None


def _free_heading(label: str, used: Mapping[str, object]) -> str:
    heading, number = label, 1
    while heading in used:
        number += 1
        heading = f"{label} ({number})"
    return heading

"""Rows and columns that sum up the models of a table, or stand for guessing: no models themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from llmsurvey.errors import Fault
from llmsurvey.importers.cells import tell_rows
from llmsurvey.importers.column_roles import Roles
from llmsurvey.importers.grid import Cells, Grid, holds_numbers
from llmsurvey.importers.heading_words import plain_heading
from llmsurvey.importers.numbers import read_number
from llmsurvey.messages import say

_LOOKED_AT = 100_000
"""In tables of more rows no summary is looked for: they are written by programs."""

_SUMMARY = re.compile(
    r"((macro|micro|weighted|simple|overall|grand|group|column|model|unweighted) )*"
    r"(averages?|avg\.?|means?|medians?|total|sum|min(imum)?|max(imum)?|std\.?( ?dev\.?)?|stdev|standard deviation|"
    r"variance|range|spread|overall)( (scores?|of (all )?(models|rows)|all|\([^()]*\)))?|"
    r"(absolute |relative |abs\.? |rel\.? )?(Δ|δ|∆|delta|diff(erence)?s?|gain|improvement|gap)( \(?[%\w. -]*\)?)?|"
    r"(random|chance|majority( class)?)( (guess(ing)?|baseline|choice|chance|level|class))*|"
    r"(전체 ?|모델 ?)?(평균|중앙값|합계|총합|총점|표준 ?편차|최댓값|최솟값|최대|최소|차이|격차|증감)|"
    r"(무작위|랜덤)( ?(추측|기준선|베이스라인))?|"
    r"(总|總)?(平均(值|分|値|点)?|中位数|总计|合计|总和|标准差|差值|差异|提升|随机(猜测|基线)?)|"
    r"(全体|全体の)?(平均|中央値|合計|標準偏差|最大値?|最小値?|差分?|ランダム|チャンスレベル)"
)
_AVERAGE_IN_NAME = re.compile(r"\b(average|avg|mean)\b|평균|平均")
_ROUNDING = 0.1 + 1e-9


def is_summary(name: str) -> bool:
    """Whether what stands for a model is a word of a summary."""
    return _SUMMARY.fullmatch(plain_heading(name)) is not None


def leave_out_summaries(path: Path, grid: Grid, roles: Roles, faults: list[Fault]) -> Grid:
    """Return the table without rows that sum up others or stand for guessing, which are told.

    They are known by their names; one that only has such a word in it, by being the mean of the rows above.
    """
    if "name" not in roles.facts or grid.lines_of or len(grid.lines) > _LOOKED_AT:
        return grid
    names = grid.columns[roles.facts["name"]]
    if holds_numbers(names):
        return grid
    texts = list(names)
    summaries = [
        row
        for row, name in enumerate(texts)
        if name is not None and (is_summary(name) or (row > 1 and _is_mean_of_above(grid, roles, row, name)))
    ]
    if not summaries or len(summaries) == len(texts):
        return grid
    for row in summaries:
        tell_rows(path, grid, [row], say('"{name}" sums up others: no model, left out', name=texts[row]), faults)
    return grid.take([row for row in range(len(texts)) if row not in set(summaries)])


def _is_mean_of_above(grid: Grid, roles: Roles, row: int, name: str) -> bool:
    """Whether a row with a word of averages in its name has the means of all rows above, wherever it has a figure."""
    if not _AVERAGE_IN_NAME.search(plain_heading(name)) or not roles.scores:
        return False
    columns = [_figures_in(grid.columns[heading], row + 1) for heading in roles.scores]
    compared = [(np.mean(figures[:-1]), figures[-1]) for figures in columns if not any(np.isnan(figures))]
    return bool(compared) and all(abs(mean - figure) <= _ROUNDING for mean, figure in compared)


def _figures_in(cells: Cells, count: int) -> Sequence[float]:
    first = list(cells[np.arange(count)])
    return [_figure_in(cell) for cell in first]


def _figure_in(cell: str | float | None) -> float:
    if not isinstance(cell, str):
        return float("nan") if cell is None else float(cell)
    number = read_number(cell)
    return float("nan") if number is None else number.value

"""Rows that average others, as OpenCompass has them for each of its groups."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from llmsurvey.boards.board import LARGEST
from llmsurvey.boards.choose_measures import AVERAGE
from llmsurvey.boards.methods import Vector
from llmsurvey.importers.column_roles import ScoreColumns
from llmsurvey.importers.grid import Grid
from llmsurvey.importers.heading_words import is_average, is_average_metric
from llmsurvey.importers.numbers import read_number

_FARTHEST = 100
"""Means of more rows than these aren't looked for: MMLU has 57 subjects."""

_ROUNDING = 0.1 + 1e-9


def settle_group_rows(grid: Grid, scores: Mapping[str, ScoreColumns]) -> dict[str, ScoreColumns]:
    """Return scores of which those that average others in the table are marked as averages.

    A metric such as `naive_average` says only that parts were averaged. Of a benchmark of the registry these are its
    own parts. Others are an average of the table where they are called so, or where their figures are the means of
    rows that stand right above or below.
    """
    settled = dict(scores)
    stated = [heading for heading, score in scores.items() if score.metric and is_average_metric(score.metric)]
    figures = {heading: _figures_in(grid, heading) for heading in scores} if stated else {}
    headings = list(scores)
    index_of = {heading: index for index, heading in enumerate(headings)}
    for heading in stated:
        is_own = scores[heading].is_known and scores[heading].benchmark != "average"
        if not is_own and (is_average(heading) or _averages_neighbours(index_of[heading], headings, figures)):
            settled[heading] = scores[heading]._replace(metric=AVERAGE)
    return settled


def _averages_neighbours(index: int, headings: list[str], figures: Mapping[str, Vector]) -> bool:
    """Whether a row has the means of two or more rows right above it, or right below."""
    for neighbours in (headings[max(0, index - _FARTHEST) : index][::-1], headings[index + 1 :][:_FARTHEST]):
        if len(neighbours) < 2:
            continue
        sums = np.cumsum([figures[neighbour] for neighbour in neighbours], axis=0)
        means = sums / np.arange(1, len(neighbours) + 1)[:, np.newaxis]
        distances = np.abs(means[1:] - figures[headings[index]])
        is_known = ~np.isnan(distances)
        if (is_known.any(axis=1) & (np.where(is_known, distances, 0).max(axis=1) <= _ROUNDING)).any():
            return True
    return False


def _figures_in(grid: Grid, heading: str) -> Vector:
    numbers = [None if cell is None else read_number(str(cell)) for cell in grid.columns[heading]]
    values = (np.nan if number is None else number.value for number in numbers)
    return np.array([value if abs(value) <= LARGEST else np.nan for value in values])

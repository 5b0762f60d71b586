"""Rows that average others, as OpenCompass has them for each of its groups."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from llmsurvey.boards.measures import AVERAGE
from llmsurvey.boards.methods import Vector
from llmsurvey.importers.grid import Grid
from llmsurvey.importers.headings import is_average, is_average_metric
from llmsurvey.importers.numbers import read_number
from llmsurvey.importers.roles import Scores

_ROUNDING = 0.1 + 1e-9


def settle_group_rows(grid: Grid, scores: Mapping[str, Scores]) -> dict[str, Scores]:
    """Return scores of which those that average others in the table are marked as averages.

    A metric such as `naive_average` says only that parts were averaged. Of a benchmark of the registry these are its
    own parts. Others are an average of the table where they are called so, or where their figures are the means of
    rows that stand right above or below.
    """
    settled = dict(scores)
    stated = [heading for heading, score in scores.items() if score.metric and is_average_metric(score.metric)]
    figures = {heading: _figures_in(grid, heading) for heading in scores} if stated else {}
    for heading in stated:
        is_own = scores[heading].is_known and scores[heading].benchmark != "average"
        if not is_own and (is_average(heading) or _averages_neighbours(heading, list(scores), figures)):
            settled[heading] = scores[heading]._replace(metric=AVERAGE)
    return settled


def _averages_neighbours(heading: str, headings: list[str], figures: Mapping[str, Vector]) -> bool:
    """Whether a row has the means of two or more rows right above it, or right below."""
    index = headings.index(heading)
    for neighbours in (headings[:index][::-1], headings[index + 1 :]):
        for count in range(2, len(neighbours) + 1):
            means = np.mean([figures[neighbour] for neighbour in neighbours[:count]], axis=0)
            distance = np.abs(means - figures[heading])
            if not np.isnan(distance).all() and np.nanmax(distance) <= _ROUNDING:
                return True
    return False


def _figures_in(grid: Grid, heading: str) -> Vector:
    numbers = [None if cell is None else read_number(str(cell)) for cell in grid.columns[heading]]
    return np.array([np.nan if number is None else number.value for number in numbers])

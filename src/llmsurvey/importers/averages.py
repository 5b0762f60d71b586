"""Averages that a table states, held against the scores beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from llmsurvey.boards.board import Facts, Matrix, Measure
from llmsurvey.boards.choose_measures import AVERAGE
from llmsurvey.boards.methods import Vector
from llmsurvey.errors import Fault
from llmsurvey.importers.heading_words import is_of_all, is_plain_mean
from llmsurvey.importers.read_file import warning_at
from llmsurvey.messages import say

_ROUNDING = 0.1
"""How far an average may be off because it and its parts are rounded to one digit, in points."""

_LARGE = 100_000
"""Tables of more rows than this aren't looked through: nobody would read what is wrong in them."""


def tell_wrong_averages(
    path: Path, measures: Sequence[Measure], values: Matrix, facts: Facts, faults: list[Fault]
) -> None:
    """Tell of each row whose stated average isn't the mean of its scores; of most rows, that it seems to be another.

    `values` has a column for each of the `measures`. A row that lacks a score is passed over, as its average may be
    over others; so is what names no average of all, or is a sum.
    """
    stated = [column for column, measure in enumerate(measures) if _is_mean_of_all(measure)]
    parts = [column for column, measure in enumerate(measures) if _is_averaged_whole(measure)]
    if len(stated) != 1 or not parts or len(values) > _LARGE:
        return
    averages, scores = values[:, stated[0]], values[:, parts]
    means = scores.mean(axis=1)
    comparable = ~np.isnan(averages) & ~np.isnan(means)
    wrong = np.flatnonzero(comparable & (np.abs(averages - means) > _rounding_of(averages, scores)))
    if 2 * len(wrong) > comparable.sum() > 1:
        message = say(
            "the stated average isn't the mean of the columns beside it in {wrong} of {rows} rows: it may be weighted, "
            "or over others",
            wrong=len(wrong),
            rows=int(comparable.sum()),
        )
        faults.append(warning_at(path, int(list(facts["line"])[wrong[0]]) if "line" in facts else 0, message))
        return
    lines, names = list(facts.get("line", [0] * len(values))), list(facts["name"])
    for row in wrong.tolist():
        message = say(
            '"{name}": the stated average is {average:.15g}, and the mean of its scores {mean:.2f}',
            name=names[row],
            average=float(averages[row]),
            mean=float(means[row]),
        )
        faults.append(warning_at(path, int(lines[row]), message))


def _is_mean_of_all(measure: Measure) -> bool:
    """Whether a measure is an average of all others, and no sum or weighted mean of them."""
    return measure.metric == AVERAGE and is_of_all(measure.benchmark) and is_plain_mean(measure.benchmark)


def _is_averaged_whole(measure: Measure) -> bool:
    """Whether a measure goes into the mean: it is neither an average, nor a raw figure, nor a part of another one."""
    return measure.is_averaged and measure.metric not in (AVERAGE, "raw") and not measure.is_part


def _rounding_of(averages: Vector, parts: Matrix) -> float:
    """Return how far rounding alone can put an average off: a whole point where all is in whole numbers."""
    figures = np.concatenate([averages, parts.ravel()])
    figures = figures[~np.isnan(figures)]
    return (1.0 if (figures == np.round(figures)).all() else _ROUNDING) + 1e-9

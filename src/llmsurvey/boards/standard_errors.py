"""How sure a score is: its standard error, as reported, or as the number of questions gives it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from llmsurvey.boards.board import PERCENT, Board, Matrix
from llmsurvey.records import Benchmark

SHARES = frozenset({"acc", "acc_norm", "accuracy", "exact_match", "em", "mc1", "pass@1", "win_rate"})
"""Metrics that are the share of questions answered right: of n of them the error is sqrt(p(1-p)/n)."""

BOUNDED = frozenset({"mc2"})
"""Means over questions that each score between 0 and 1: their variance is at most p(1-p) (Bhatia and Davis, 2000)."""


class StandardErrors(NamedTuple):
    """The errors of a board's scores, in their unit (N by K, NaN for none), and where each measure's are from.

    `origins` has for each measure `reported`, `items` (from the number of questions), `bound` (no more than that), or
    None where no error can be given.
    """

    errors: Matrix
    origins: tuple[str | None, ...]


def standard_errors(board: Board, benchmarks: Mapping[str, Benchmark]) -> StandardErrors:
    """Return the error of each score: what is reported with it, else what follows from its questions.

    A figure that is a mean over parts of unequal size, as MMLU's is, counts the questions that would give the same
    error if each weighed the same (`effective_items`).
    """
    shape = board.values.shape
    errors = np.full(shape, np.nan) if board.errors is None else board.errors.copy()
    origins: list[str | None] = []
    for column, measure in enumerate(board.measures):
        reported = ~np.isnan(errors[:, column])
        items = np.full(shape[0], np.nan) if board.items is None else board.items[:, column].copy()
        benchmark = benchmarks.get(measure.benchmark)
        if benchmark is not None:
            items[np.isnan(items)] = benchmark.effective_items or benchmark.items or np.nan
        items[items < 1] = np.nan
        share = np.clip(board.values[:, column] / 100, 0, 1)
        computed = 100 * np.sqrt(share * (1 - share) / items)
        if measure.unit == PERCENT and (measure.metric or "").partition(",")[0] in SHARES | BOUNDED:
            errors[~reported, column] = computed[~reported]
        has_error = ~np.isnan(errors[:, column])
        origin = "bound" if measure.metric in BOUNDED else "items"
        if reported.any():
            origin = "reported"
        origins.append(origin if has_error.any() else None)
    return StandardErrors(errors, tuple(origins))

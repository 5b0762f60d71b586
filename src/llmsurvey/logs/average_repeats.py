"""Repeats of a question count as one answer: their mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import narwhals as nw


def average_repeats(answers: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the mean score of each model on each question by each metric, from a frame of ANSWERS."""
    import narwhals as nw

    by = ["benchmark", "model", "metric", "question"]
    return answers.group_by(by).agg(nw.col("score").mean().alias("score"), nw.len().alias("repeats"))

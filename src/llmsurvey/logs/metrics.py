"""Metrics as logs call them: the metric, and behind a comma the filter that answers went through."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def fitting_metrics(metrics: Sequence[str], asked: str | None) -> list[str]:
    """Return the metric that is asked for, or those that are it with any filter: `exact_match,strict-match`."""
    if asked is not None and asked in metrics:
        return [asked]
    return [metric for metric in metrics if plain_metric(metric) == asked]


def plain_metric(metric: str) -> str:
    """Return a metric without its filter."""
    return metric.partition(",")[0]


def is_lower_better(metric: str, lower: Collection[str]) -> bool:
    """Whether less is better of a metric: whether it is among `lower`, with its filter or without."""
    return metric in lower or plain_metric(metric) in lower

"""Days along the bottom of a picture, written as they are everywhere: 2023-07."""

from __future__ import annotations

import datetime

from matplotlib.axes import Axes

from llmsurvey.records.dates import first_day

EPOCH = datetime.date(1970, 1, 1)

_STEPS = (1, 2, 3, 6, *range(12, 12_000, 12))
"""So many months may lie between two dates that are written."""


def day_of(date: str) -> float:
    """Return the first day that a date may mean, in days since 1970."""
    return float((datetime.date.fromisoformat(first_day(date)) - EPOCH).days)


def show_days(axes: Axes, most: int) -> None:
    """Write dates below an axes whose numbers are days since 1970, at the beginnings of at most so many months."""
    low, high = (EPOCH + datetime.timedelta(days=round(day)) for day in axes.get_xlim())
    months = range(low.year * 12 + low.month, high.year * 12 + high.month)
    step = next(step for step in _STEPS if len(months) <= step * most)
    starts = [datetime.date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
    shown = starts if len(starts) > 1 else [low, high]
    form = "%Y-%m" if len(starts) > 1 else "%Y-%m-%d"
    if step % 12 == 0:
        form = "%Y"
    axes.set_xticks([(day - EPOCH).days for day in shown], [day.strftime(form) for day in shown])

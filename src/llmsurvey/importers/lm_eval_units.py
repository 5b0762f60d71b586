"""The units of the harness's figures: what is a share, and whether shares are written as fractions or in percent.

What a metric is follows from its name, from what a file says of it (`higher_is_better`, the aggregation), and from the
task. Where that leaves open how shares are written, all runs that are read together decide, for each metric of each
task: they are fractions unless a figure, or a standard error, is above 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.board import PERCENT, Places
from llmsurvey.boards.methods import Vector
from llmsurvey.importers.scales import FRACTION, NUMBER, UNITS, Scale, plain_words, scale_of_metric
from llmsurvey.messages import list_names, mark, say

_TASKS_IN_PERCENT = tuple(
    (re.compile(task), re.compile(metric))
    for task, metric in (
        (r"squad_?v?2", r".*(exact|f1)"),  # evaluate's squad_v2
        (r"scrolls_.*", r"em|f1|exact_match|rouge.*"),  # tau/scrolls
        (r"(jsquad|jaqket|xlsum_ja).*", r"exact_match|f1|rouge.*"),  # the fork for Japanese of Stability AI
    )
)
"""Tasks that state metrics in percent which others state as fractions."""

_SACREBLEU = frozenset({"bleu", "chrf", "ter"})
"""Aggregations that come out in percent."""

_IN_BOTH = _SACREBLEU | {"exact"}
"""Metrics in percent that some tasks aggregate in another way, to fractions."""

_SURE = re.compile(
    r"\b(acc|accuracy|em|qem|exact|match|f1|mc1|mc2|grade|recall|precision|mrr|rouge\w*)\b|\b(pass|maj|r) ?(@|at )"
)
"""Metrics that are shares for certain; of others figures above 100 or below 0 show that they are none."""

Tell = Callable[[int, str], None]
"""Tells something of the run of a number."""


class Metric(NamedTuple):
    """A metric of a task, with what a file says of it; None for what it doesn't say."""

    task: str
    name: str
    higher_is_better: bool | None = None
    aggregation: str | None = None

    @property
    def plain_name(self) -> str:
        """The name without the filter of the answers: `exact_match` of `exact_match,strict-match`."""
        return self.name.partition(",")[0]


@lru_cache(maxsize=65536)
def scale_in(metric: Metric) -> Scale:
    """Return what is known of a metric's figures before any is looked at."""
    scale = scale_of_metric(metric.name, metric.higher_is_better)
    name = metric.plain_name
    if not scale.is_share:
        return scale
    if metric.aggregation in _SACREBLEU or any(
        task.fullmatch(metric.task) and names.fullmatch(name) for task, names in _TASKS_IN_PERCENT
    ):
        return scale._replace(written=PERCENT)
    if name in _IN_BOTH and metric.aggregation is not None:
        return scale._replace(written=None)
    return scale


@dataclass(frozen=True)
class Figures:
    """Scores as they are written: the run, the metric (its number in `metrics`), the value and the standard error."""

    metrics: Sequence[Metric]
    runs: Places
    metric_of: Places
    values: Vector
    errors: Vector


class Settled(NamedTuple):
    """The scale of each metric, what its figures are multiplied with, and which figures can't be."""

    scales: list[Scale]
    factors: list[int]
    impossible: npt.NDArray[np.bool_]


def settle_units(figures: Figures, tell: Tell) -> Settled:
    """Return the unit of each metric, decided over all of its figures; what was decided by figures is told."""
    numbers: dict[tuple[str, str], int] = {}
    keys = [(metric.task, metric.plain_name) for metric in figures.metrics]
    groups = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)
    scales = _in_one_direction([scale_in(metric) for metric in figures.metrics], figures.metrics, groups)
    group_of = groups[figures.metric_of]
    impossible = _find_impossible(figures, scales)
    sound = ~impossible
    lowest, highest = np.zeros(len(numbers)), np.zeros(len(numbers))
    np.minimum.at(lowest, group_of[sound], figures.values[sound])
    errors = np.where(figures.errors <= 100, figures.errors, np.nan)  # a larger one tells nothing of a share
    np.maximum.at(highest, group_of[sound], np.fmax(figures.values, errors)[sound])
    settled = [
        _with_written(scale, float(lowest[group]), float(highest[group]))
        for scale, group in zip(scales, groups.tolist(), strict=True)
    ]
    _tell_decisions(figures, scales, settled, tell)
    return Settled(settled, [100 if scale.written == FRACTION else 1 for scale in settled], impossible)


def _in_one_direction(scales: list[Scale], metrics: Sequence[Metric], groups: Places) -> list[Scale]:
    """Return the scales, in which what some files say of the direction goes for those that don't say it."""
    stated: dict[int, set[bool]] = {}
    for metric, group in zip(metrics, groups.tolist(), strict=True):
        if metric.higher_is_better is not None:
            stated.setdefault(group, set()).add(metric.higher_is_better)
    return [
        scale_in(metric._replace(higher_is_better=next(iter(stated[group]))))
        if metric.higher_is_better is None and len(stated.get(group, ())) == 1
        else scale
        for scale, metric, group in zip(scales, metrics, groups.tolist(), strict=True)
    ]


def _find_impossible(figures: Figures, scales: Sequence[Scale]) -> npt.NDArray[np.bool_]:
    """Return which figures lie below the least or above the most that there can be."""
    are_bounded = [_is_bounded(metric, scale) for metric, scale in zip(figures.metrics, scales, strict=True)]
    least = np.array([scale.least for scale in scales])[figures.metric_of]
    most = np.array([scale.most for scale in scales])[figures.metric_of]
    is_bounded = np.array(are_bounded, dtype=bool)[figures.metric_of]
    return is_bounded & ((figures.values < least) | (figures.values > most))


def _is_bounded(metric: Metric, scale: Scale) -> bool:
    """Whether figures outside of a scale are wrong; else they show that it is another one, or, of errors, many."""
    if scale.is_share:
        return scale.better == "higher" and _SURE.search(plain_words(metric.name)) is not None
    return scale.unit != "coefficient"


def _with_written(scale: Scale, lowest: float, highest: float) -> Scale:
    """Return the scale with how its shares are written; that of numbers for what turns out to be no share."""
    if scale.unit == "coefficient" and max(-lowest, highest) > 1:
        return UNITS["coefficient x 100"] if max(-lowest, highest) <= 100 else NUMBER
    if not scale.is_share or scale.written is not None:
        return scale
    if lowest < 0 or (highest > 100 and scale.better == "higher"):
        return NUMBER._replace(better=scale.better)
    return scale._replace(written=PERCENT if highest > 1 else FRACTION)


def _tell_decisions(figures: Figures, before: Sequence[Scale], after: Sequence[Scale], tell: Tell) -> None:
    """Tell which metrics figures, and no words, show to be in percent, or no shares: each kind in one line."""
    was_open = np.array([scale.is_share and scale.written is None for scale in before], dtype=bool)
    in_percent = (was_open & np.array([scale.written == PERCENT for scale in after], dtype=bool))[figures.metric_of]
    is_number = (was_open & np.array([not scale.is_share for scale in after], dtype=bool))[figures.metric_of]
    is_above = np.fmax(figures.values, figures.errors) > 1
    for template, which in (
        (mark("in percent, as figures above 1 show: {metrics}"), in_percent & is_above),
        (mark("at most 1, but in percent as in other runs: {metrics}"), in_percent & ~is_above & (figures.values > 0)),
        (
            mark("no shares, as figures below 0 or above 100 show: {metrics}"),
            is_number & ((figures.values < 0) | (figures.values > 100)),
        ),
    ):
        rows = np.flatnonzero(which)
        if len(rows):
            metrics = [figures.metrics[number] for number in dict.fromkeys(figures.metric_of[rows].tolist())]
            names = list(dict.fromkeys(f"{metric.task} {metric.plain_name}" for metric in metrics))
            tell(int(figures.runs[rows[0]]), say(template, metrics=list_names(names)))

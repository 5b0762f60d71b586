"""The scores of many runs in columns of numbers, of which one tidy table is made when all are read."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from llmsurvey.boards import tidy
from llmsurvey.boards.board import Places
from llmsurvey.boards.coded import Coded, Codes, as_objects
from llmsurvey.boards.methods import Vector
from llmsurvey.importers.lm_eval_scores import Score
from llmsurvey.importers.lm_eval_units import Figures, Metric, Settled, settle_units
from llmsurvey.messages import say


class _Measured(NamedTuple):
    """How a score was measured: the number of its metric, and what a tidy table says beside it."""

    metric: int
    benchmark: str
    shots: int | None
    version: str | None


class ScoreColumns:
    """Scores as they are written, each with the number of its run and of how it was measured.

    A score takes 40 bytes; whatever many have in common is held once.
    """

    def __init__(self, reporter: str | None) -> None:
        self._reporter = reporter
        self._paths: list[Path] = []
        self._facts: list[Mapping[str, str | None]] = []
        self._metrics: dict[Metric, int] = {}
        self._measured: dict[_Measured, int] = {}
        self._run_of, self._measured_of = array("q"), array("q")
        self._values, self._errors, self._items = array("d"), array("d"), array("d")

    def __len__(self) -> int:
        """The number of scores."""
        return len(self._values)

    def add(self, path: Path, facts: Mapping[str, str | None], scores: Iterable[Score]) -> None:
        """Add the scores of a run."""
        run = len(self._paths)
        self._paths.append(path)
        self._facts.append(facts)
        for score in scores:
            metric = self._metrics.setdefault(score.metric, len(self._metrics))
            measured = _Measured(metric, score.benchmark, score.shots, score.version)
            self._run_of.append(run)
            self._measured_of.append(self._measured.setdefault(measured, len(self._measured)))
            self._values.append(score.value)
            self._errors.append(score.error)
            self._items.append(score.items)

    def to_tidy(self, tell: Callable[[Path, str], None]) -> tidy.Tidy:
        """Return all scores in their units; what can't be one is told and left out."""
        measured = list(self._measured)
        measured_of = np.asarray(self._measured_of, dtype=np.int64)  # which copies nothing
        figures = Figures(
            list(self._metrics),
            np.asarray(self._run_of, dtype=np.int64),
            np.array([measure.metric for measure in measured], dtype=np.int64)[measured_of],
            np.asarray(self._values),
            np.asarray(self._errors),
        )
        settled = settle_units(figures, lambda run, message: tell(self._paths[run], message))
        self._tell_impossible(figures, settled, tell)
        rows = np.flatnonzero(~settled.impossible)
        columns: dict[str, Any] = {
            **self._facts_of(figures.runs[rows].astype(np.int32)),
            **_list_measures(measured_of[rows].astype(np.int32), measured, figures.metrics, settled),
            **_in_units(figures, settled, rows),
            "items": np.asarray(self._items)[rows],
        }
        return tidy.trim_columns(columns)

    def _facts_of(self, run_of: Codes) -> dict[str, Coded]:
        """Return the facts of the run of each score."""
        names = self._facts[0] if self._facts else {"name": None}
        columns = {name: Coded(run_of, as_objects([facts[name] for facts in self._facts])) for name in names}
        return {**columns, "reporter": Coded(np.zeros(len(run_of), np.int8), as_objects([self._reporter]))}

    def _tell_impossible(self, figures: Figures, settled: Settled, tell: Callable[[Path, str], None]) -> None:
        for row in np.flatnonzero(settled.impossible).tolist():
            metric = figures.metrics[figures.metric_of[row]]
            shown = f"{figures.values[row]:.15g}"
            message = say("{task}: {metric} is {value}: left out", task=metric.task, metric=metric.name, value=shown)
            tell(self._paths[figures.runs[row]], message)


def _list_measures(
    measured_of: Codes, measured: list[_Measured], metrics: Sequence[Metric], settled: Settled
) -> dict[str, Coded]:
    """Return how each score was measured."""
    scales = [settled.scales[measure.metric] for measure in measured]
    fields: dict[str, list[Any]] = {
        "benchmark": [measure.benchmark for measure in measured],
        "metric": [metrics[measure.metric].name for measure in measured],
        "shots": [measure.shots for measure in measured],
        "version": [measure.version for measure in measured],
        "unit": [scale.unit for scale in scales],
        "better": [scale.better for scale in scales],
    }
    return {field: Coded(measured_of, as_objects(values)) for field, values in fields.items()}


def _in_units(figures: Figures, settled: Settled, rows: Places) -> dict[str, Vector]:
    """Return the figures and their standard errors in their units, without the digits that multiplying adds."""
    factors = np.array(settled.factors)[figures.metric_of[rows]]
    return {name: _multiply_each(column[rows], factors)
            for name, column in (("value", figures.values), ("stderr", figures.errors))}  # fmt: skip


def _multiply_each(figures: Vector, factors: Places) -> Vector:
    """Return figures times factors; not as NumPy rounds, which isn't to the nearest."""
    products = (round(float(figure) * int(factor), 10) if factor != 1 else figure
                for figure, factor in zip(figures, factors, strict=True))  # fmt: skip
    return np.fromiter(products, dtype=float, count=len(figures))

"""What must be said of a table beside what is wrong in it: what was presumed, and what doesn't count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from llmsurvey.boards.board import Measure
from llmsurvey.boards.choose_measures import AVERAGE
from llmsurvey.importers.column_roles import ScoreColumns
from llmsurvey.importers.heading_words import is_of_all, is_plain_mean
from llmsurvey.importers.scales import says_share
from llmsurvey.importers.units import Series
from llmsurvey.messages import Message, list_names, option, say
from llmsurvey.registry.registry import Registry


def note_columns(
    series: Sequence[Series], measures: Sequence[Measure], scores: Mapping[str, ScoreColumns], stated: Collection[str],
    registry: Registry,
) -> Iterator[Message]:  # fmt: skip
    """Yield what must be said of columns of scores; of those `stated` somebody said what they are."""
    presumed = [
        column.label
        for column, measure in zip(series, measures, strict=True)
        if measure.is_averaged
        and not measure.is_part
        and not column.has_signs
        and measure.metric is None
        and not (scores[column.label].is_known or column.label in stated or says_share(column.label))
    ]
    yield from note_presumed(presumed)
    averages = [column.label for column in series if _is_other_average(scores[column.label], column.label)]
    if averages:
        yield say(
            "Taken for averages of other columns, and not averaged again: {columns}. If one is a benchmark: {hint}.",
            columns=list_names(averages),
            hint=option("map", {averages[0]: averages[0]}),
        )
    yield from _note_metrics(series, measures, registry)


def _is_other_average(score: ScoreColumns, heading: str) -> bool:
    """Whether a column is taken for an average, but not for the mean of all others."""
    return score.metric == AVERAGE and not score.is_known and not (is_of_all(heading) and is_plain_mean(heading))


def note_presumed(names: Sequence[str]) -> Iterator[Message]:
    """Yield what is said of figures that are averaged though nothing says that they may be."""
    if names:
        yield say(
            "Taken for percent of which more is better, though nothing says so: {columns}. If it isn't so: "
            "{number}, or {lower}.",
            columns=list_names(names),
            number=option("unit", {names[0]: "number"}),
            lower=option("lower", (names[0],)),
        )


def _note_metrics(series: Sequence[Series], measures: Sequence[Measure], registry: Registry) -> Iterator[Message]:
    """Of which benchmarks only the usual metric counts, though others stand beside it."""
    headings: dict[str, dict[str, str | None]] = defaultdict(dict)
    for column, measure in zip(series, measures, strict=True):
        if measure.metric != AVERAGE:
            headings[measure.benchmark][column.label] = measure.metric
    for benchmark, metrics in headings.items():
        benchmark_entry = registry.benchmark_by_id.get(benchmark)
        others = [label for label, metric in metrics.items() if benchmark_entry and metric != benchmark_entry.metric]
        if benchmark_entry and 0 < len(others) < len(metrics):
            yield say(
                "{benchmark} counts in its usual metric, {metric}, unless {option} says otherwise: not {columns}.",
                benchmark=benchmark,
                metric=benchmark_entry.metric,
                option=option("metric"),
                columns=list_names(others),
            )

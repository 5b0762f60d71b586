"""Which runs of the logs a question of one benchmark is asked of, and by which metric."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.logged_models import find_logged_model
from llmsurvey.errors import AmbiguousNameError, RequestError, UnknownNameError
from llmsurvey.logs.asked_logs import OpenedLogs
from llmsurvey.logs.comparable import ComparableRuns, choose_runs
from llmsurvey.logs.metrics import fitting_metrics, is_lower_better
from llmsurvey.logs.question_units import count_other_texts
from llmsurvey.logs.run import KeptRun
from llmsurvey.logs.same_questions import SameQuestions
from llmsurvey.messages import Message, counted, list_names, option, question, say
from llmsurvey.registry.names import strict_form
from llmsurvey.registry.nearest_names import nearest_names
from llmsurvey.tables.note import as_note, note

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from llmsurvey.library import Library

_FEW = 8
"""So many names are offered where none is near."""


class LoggedBenchmark(NamedTuple):
    """The `runs` of some models on one benchmark that are compared, by one `metric`.

    `metrics` are all that these runs have. `short` are runs that answered less than half as many questions as the one
    that answered most: they are left out.
    """

    chosen: ComparableRuns
    runs: Sequence[KeptRun]
    metric: str
    metrics: Sequence[str]
    short: Sequence[KeptRun]

    @property
    def name(self) -> str:
        """The benchmark as the logs call it."""
        return self.chosen.benchmark

    @property
    def is_lower_better(self) -> bool:
        """Whether less is better, as any of the logs says it."""
        return any(is_lower_better(self.metric, kept.run.lower_is_better) for kept in self.runs)


def choose_benchmark(
    library: Library, opened: OpenedLogs, name: str | None, models: Sequence[str], metric: str | None
) -> LoggedBenchmark:
    """Return what the logs have of a benchmark, the only one that there is where none is named.

    `models` are those that count, all without any; `metric` is that of the registry, or which most runs have, without
    one. Raises UnknownNameError for what the logs haven't, RequestError for nothing to look at.
    """
    benchmark = find_logged_benchmark(library, opened.runs, name)
    runs = [kept for kept in opened.runs if kept.run.benchmark == benchmark]
    if models:
        logged = list(dict.fromkeys(kept.run.model for kept in runs))
        wanted = {find_logged_model(library, logged, model) for model in models}
        runs = [kept for kept in runs if kept.run.model in wanted]
    (chosen,) = choose_runs(runs)
    counts = Counter(logged_metric for kept in chosen.runs.values() for logged_metric in kept.metrics)
    metrics = [logged_metric for logged_metric, _ in counts.most_common()]
    chosen_metric = _choose_metric(library, benchmark, metrics, metric)
    scored = [kept for kept in chosen.runs.values() if chosen_metric in kept.metrics]
    most = max(kept.questions for kept in scored)
    return LoggedBenchmark(
        chosen,
        runs=[kept for kept in scored if 2 * kept.questions >= most],
        metric=chosen_metric,
        metrics=metrics,
        short=[kept for kept in scored if 2 * kept.questions < most],
    )


def find_logged_benchmark(library: Library, runs: Sequence[KeptRun], name: str | None) -> str:
    """Return the benchmark of the logs that is called so there, or in the registry; without a name the only one."""
    logged = list(dict.fromkeys(kept.run.benchmark for kept in runs))
    if name is None:
        if len(logged) == 1:
            return logged[0]
        hint = question("questions", logged[0])
        raise RequestError(
            say("the logs have several benchmarks: {names}. Name one: `{hint}`.", names=list_names(logged), hint=hint)
        )
    record = library.registry.find_benchmark(name)
    for wanted in (name, record.id if record else name):
        if wanted in logged:
            return wanted
        called = [benchmark for benchmark in logged if strict_form(benchmark) == strict_form(wanted)]
        if len(called) > 1:
            raise AmbiguousNameError(name, called)
        if called:
            return called[0]
    raise UnknownNameError(say("benchmark of these logs"), name, nearest_names(name, logged) or logged[:_FEW])


def _choose_metric(library: Library, benchmark: str, metrics: Sequence[str], asked: str | None) -> str:
    """Return the metric that is asked for, else the registry's, else that of most runs; `metrics` are by how many."""
    if asked is None:
        record = library.registry.find_benchmark(benchmark)
        return (fitting_metrics(metrics, record.metric if record else None) or metrics)[0]
    if fitting := fitting_metrics(metrics, asked):
        return fitting[0]
    raise UnknownNameError(say("metric of these logs"), asked, nearest_names(asked, metrics) or metrics[:_FEW])


def explain_texts(benchmark: str, questions: pa.Table) -> Iterator[Message]:
    """Yield how many questions of a benchmark there are of which logs know another text, if any."""
    if others := count_other_texts(questions):
        yield counted(
            "{number:,} question of {benchmark} has the number of another one, in another text (hash): each counts by "
            "itself.",
            "{number:,} questions of {benchmark} have the number of another one, in another text (hash): each counts "
            "by itself.",
            others,
            benchmark=benchmark,
        )


def explain_unchecked(questions: int) -> Iterator[Message]:
    """Yield that so many questions are the same by their ids alone, unless there are none."""
    if questions:
        yield counted(
            "{number:,} question is paired by its number alone: not all logs have its text.",
            "{number:,} questions are paired by their numbers alone: not all logs have their texts.",
            questions,
        )


def note_unchecked(same: SameQuestions, answered: npt.NDArray[np.integer]) -> Iterator[Message]:
    """Yield how many of some questions, which several models answered, are the same by their ids alone, if any."""
    yield from (as_note("comparability", sentence) for sentence in explain_unchecked(same.count_unchecked(answered)))


def explain_lacking(chosen: Iterable[ComparableRuns]) -> Iterator[Message]:
    """Yield which newer runs give way to an older one of their model, if any, and how much of the plan they have."""
    lacking = {kept.run.digest: kept for runs in chosen for kept in runs.lacking}
    if lacking:
        yield say(
            "Newer runs lack questions, and give way to older ones: {runs}.",
            runs=list_names([_what_it_has(kept) for kept in lacking.values()]),
        )


def _what_it_has(kept: KeptRun) -> Message:
    """Return a run by its model and benchmark, with how many questions it has of those that it was to be asked."""
    run, planned = kept.run, kept.run.planned
    if planned is None or planned < kept.questions:
        return counted(
            "{model} on {benchmark} ({number:,} question)",
            "{model} on {benchmark} ({number:,} questions)",
            kept.questions,
            model=run.model,
            benchmark=run.benchmark,
        )
    return say(
        "{model} on {benchmark} ({answered:,} of {planned:,} questions)",
        model=run.model,
        benchmark=run.benchmark,
        answered=kept.questions,
        planned=planned,
    )


def note_runs(logged: LoggedBenchmark) -> Iterator[Message]:
    """Yield which metric counts, which runs don't, and what of set-ups the logs leave open."""
    chosen = logged.chosen
    if len(logged.metrics) > 1:
        others = [metric for metric in logged.metrics if metric != logged.metric]
        yield note(
            "comparability",
            "By {metric}; there are also {others} ({option}).",
            metric=logged.metric,
            others=list_names(others),
            option=option("metric"),
        )
    if chosen.otherwise:
        models = list(dict.fromkeys(kept.run.model for kept in chosen.otherwise))
        yield note(
            "left-out", "Left out, because they were asked in another set-up: {models}.", models=list_names(models)
        )
    if logged.short:
        models = [kept.run.model for kept in logged.short]
        yield note(
            "left-out",
            "Left out, because they answered less than half of what others did: {models}.",
            models=list_names(models),
        )
    if chosen.older:
        models = list(dict.fromkeys(kept.run.model for kept in chosen.older))
        yield note("repeats", "Of several runs the newest counts: {models}.", models=list_names(models))
    yield from (as_note("left-out", sentence) for sentence in explain_lacking([chosen]))
    if chosen.unknown:
        yield note(
            "comparability",
            "Some logs don't tell their {settings}, which are taken to be those of the others.",
            settings=list_names(list(chosen.unknown)),
        )

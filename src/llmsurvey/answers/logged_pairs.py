"""What two models of the logs scored on the questions that both answered, benchmark by benchmark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.logged_benchmark import find_logged_benchmark
from llmsurvey.answers.logged_models import find_logged_models
from llmsurvey.boards.board import PERCENT, Measure
from llmsurvey.errors import RequestError
from llmsurvey.logs.arrays import Numbers
from llmsurvey.logs.comparable import ComparableRuns, choose_runs, differing_settings
from llmsurvey.logs.metrics import fitting_metrics, is_lower_better
from llmsurvey.logs.paired_questions import PairedQuestions, cluster_numbers, pair_questions
from llmsurvey.logs.run import KeptRun
from llmsurvey.logs.scores_by_run import scores_by_run
from llmsurvey.messages import Message, join_texts, list_names, option, say

if TYPE_CHECKING:
    from llmsurvey.library import Library
    from llmsurvey.logs.asked_logs import OpenedLogs


class ChosenPair(NamedTuple):
    """The runs of two models on a benchmark that are compared, by the first of the `metrics` that fit."""

    chosen: ComparableRuns
    first: KeptRun
    second: KeptRun
    metrics: list[str]

    @property
    def metric(self) -> str:
        """What is compared."""
        return self.metrics[0]


class LoggedPair(NamedTuple):
    """What two models scored on a benchmark, question by question; `clusters` numbers what questions share."""

    runs: ChosenPair
    questions: PairedQuestions
    clusters: Numbers | None

    @property
    def models(self) -> tuple[str, str]:
        """What the two are called in the logs."""
        return self.runs.first.run.model, self.runs.second.run.model

    @property
    def measure(self) -> Measure:
        """How it was measured: in percent where every score is a share of which more is better."""
        runs = (self.runs.first.run, self.runs.second.run)
        is_lower = is_lower_better(self.runs.metric, {metric for run in runs for metric in run.lower_is_better})
        return Measure(
            self.runs.chosen.benchmark,
            self.runs.metric,
            shots=next((run.setup.shots for run in runs if run.setup.shots is not None), None),
            unit=PERCENT if self.questions.is_share and not is_lower else "number",
            better="lower" if is_lower else "higher",
        )

    @property
    def scale(self) -> int:
        """What scores are multiplied by where they are shown."""
        return 100 if self.measure.unit == PERCENT else 1


class LoggedPairs(NamedTuple):
    """The models as they are called in the logs, what the first and each other scored, and what can't be compared."""

    models: list[str]
    pairs: list[LoggedPair]
    left_out: list[Message]


def pair_logged(
    library: Library, opened: OpenedLogs, names: Sequence[str], benchmark: str | None, metric: str | None
) -> LoggedPairs:
    """Return what the first model and each other one scored on the same questions.

    `benchmark` is the only one that is compared. `metric` is the one to compare by; without it the usual one of the
    registry is taken, or the first by which both were scored. Raises RequestError where nothing can be compared,
    UnknownNameError with the nearest for a model or a benchmark that the logs haven't, BoardError or EngineError for
    logs that can't be read.
    """
    models = find_logged_models(library, list(dict.fromkeys(kept.run.model for kept in opened.runs)), names)
    runs = [kept for kept in opened.runs if kept.run.model in models]
    if benchmark is not None:
        wanted = find_logged_benchmark(library, runs, benchmark)
        runs = [kept for kept in runs if kept.run.benchmark == wanted]
    left_out: list[Message] = []
    comparable = [
        pair for other in models[1:] for pair in _choose_pairs(library, runs, (models[0], other), metric, left_out)
    ]
    pairs = list(_read_pairs(opened, comparable, left_out)) if comparable else []
    if not pairs:
        raise RequestError(join_texts(left_out))
    return LoggedPairs(models, pairs, left_out)


def _choose_pairs(
    library: Library, runs: Sequence[KeptRun], models: tuple[str, str], metric: str | None, left_out: list[Message]
) -> Iterator[ChosenPair]:
    """Yield the runs of two models that are compared; what can't be is added to `left_out`, with why."""
    first, second = models
    asked = {model: dict.fromkeys(kept.run.benchmark for kept in runs if kept.run.model == model) for model in models}
    for model, other in ((first, second), (second, first)):
        if alone := [benchmark for benchmark in asked[model] if benchmark not in asked[other]]:
            left_out.append(
                say(
                    "{first} was asked {benchmarks}, {second} wasn't.",
                    first=model,
                    second=other,
                    benchmarks=list_names(alone),
                )
            )
    unmeasured = []
    for chosen in choose_runs([kept for kept in runs if kept.run.model in models], first):
        if chosen.benchmark not in asked[second]:
            continue
        if second not in chosen.runs:
            left_out.append(_explain_setups(chosen, models))
            continue
        runs_of_both = chosen.runs[first], chosen.runs[second]
        if metrics := _shared_metrics(library, *runs_of_both, metric):
            yield ChosenPair(chosen, *runs_of_both, metrics)
        else:
            unmeasured.append(chosen.benchmark)
    if unmeasured:
        left_out.append(_explain_no_metric(unmeasured, models, metric, runs))


def _shared_metrics(library: Library, first: KeptRun, second: KeptRun, asked: str | None) -> list[str]:
    """Return the metrics that fit by which both were scored, the one first by which they are compared."""
    shared = [metric for metric in first.metrics if metric in second.metrics]
    if asked is not None:
        return fitting_metrics(shared, asked)
    benchmark = library.registry.find_benchmark(first.run.benchmark)
    return fitting_metrics(shared, benchmark.metric if benchmark else None) or shared


def _explain_setups(chosen: ComparableRuns, models: tuple[str, str]) -> Message:
    """Say in what the set-ups differ in which two models were asked a benchmark."""
    first, second = models
    setup = chosen.runs[first].run.setup
    others = [kept.run.setup for kept in chosen.otherwise if kept.run.model == second]
    settings = dict.fromkeys(name for other in others for name in differing_settings(setup, other))
    return say(
        "{second} was asked {benchmark} in another set-up than {first} ({settings}): left out.",
        second=second,
        first=first,
        benchmark=chosen.benchmark,
        settings=list_names(list(settings)),
    )


def _explain_no_metric(
    benchmarks: Sequence[str], models: tuple[str, str], asked: str | None, runs: Sequence[KeptRun]
) -> Message:
    """Say by what two models could be compared, or that there is nothing by which they could."""
    names = list_names(list(benchmarks))
    if asked is None:
        return say("Left out, because the logs share no metric: {benchmarks}.", benchmarks=names)
    metrics = dict.fromkeys(
        metric
        for kept in runs
        if kept.run.model in models and kept.run.benchmark in benchmarks
        for metric in kept.metrics
    )
    return say(
        "Not both have {metric} on {benchmarks} ({option}). There are: {known}.",
        metric=asked,
        benchmarks=names,
        option=option("metric"),
        known=list_names(list(metrics)),
    )


def _read_pairs(opened: OpenedLogs, chosen: Sequence[ChosenPair], left_out: list[Message]) -> Iterator[LoggedPair]:
    """Yield what both scored; pairs that share no question are told in `left_out`."""
    scores = scores_by_run(
        opened.logs, opened.engine, {(kept, pair.metric) for pair in chosen for kept in (pair.first, pair.second)}
    )
    asked = {name: opened.logs.questions(name) for name in dict.fromkeys(pair.chosen.benchmark for pair in chosen)}
    for pair in chosen:
        questions = asked[pair.chosen.benchmark]
        paired = pair_questions(scores[pair.first, pair.metric], scores[pair.second, pair.metric], questions)
        if len(paired.first):
            yield LoggedPair(pair, paired, cluster_numbers(paired, questions))
        else:
            left_out.append(_explain_nothing_shared(pair, paired))


def _explain_nothing_shared(pair: ChosenPair, paired: PairedQuestions) -> Message:
    first, second = pair.first.run.model, pair.second.run.model
    if not paired.reworded:
        return say(
            "{first} and {second} have no question of {benchmark} in common: left out.",
            first=first,
            second=second,
            benchmark=pair.chosen.benchmark,
        )
    return say(
        "{first} and {second} have no question of {benchmark} in common, for those of one number differ (hash): left "
        "out.",
        first=first,
        second=second,
        benchmark=pair.chosen.benchmark,
    )

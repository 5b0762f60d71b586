"""The scores in one file of the harness, as they are written there."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from llmsurvey.boards.board import LARGEST
from llmsurvey.importers.json_nodes import count_in, mapping_in, number_in, text_in
from llmsurvey.importers.lm_eval_run import config_of
from llmsurvey.importers.lm_eval_tasks import BenchmarkNames, FindBenchmark, Groups, groups_by_depth, lighteval_task
from llmsurvey.importers.lm_eval_units import Metric
from llmsurvey.messages import say

Tell = Callable[[str], None]
"""Tells something that a reader of the file should know of."""

_SUBJECTS = 57
"""The subjects of MMLU, whose mean is the score; the older schema leaves it to the reader."""

_RENAMED = {
    ("truthfulqa_mc1", "acc"): "mc1",
    ("truthfulqa_mc2", "acc"): "mc2",
    ("truthfulqa:mc", "truthfulqa_mc1"): "mc1",
    ("truthfulqa:mc", "truthfulqa_mc2"): "mc2",
}
"""What newer versions and lighteval call otherwise although it is the same metric, by task."""

_NO_METRICS = frozenset({"", "alias", "name", "sample_len", "sample_count"})
"""What stands beside the metrics of a task."""

_NOTHING = frozenset({"", "N/A", "nan", "None"})
"""Texts in the place of a figure that there isn't."""


_FUNCTION = re.compile(r"def (\w+)\(")
_ENOUGH = 40


class Score(NamedTuple):
    """A figure and its standard error as they are written, NaN where none is known; `items` are the questions asked."""

    metric: Metric
    benchmark: str
    shots: int | None
    version: str | None
    value: float
    error: float
    items: float


class _Figure(NamedTuple):
    metric: str
    value: float
    error: float


def scores_of(data: Mapping[str, Any], find: FindBenchmark, tell: Tell) -> list[Score]:
    """Return every score of a file; what is left out of it is told."""
    results = _results_in(data, tell)
    figures = {task: list(_figures_of(task, results[task], tell)) for task in results}
    groups = Groups(data["group_subtasks"] if "group_subtasks" in data else groups_by_depth(results), tell)
    scored = {task for task in figures if figures[task]}
    aliases = {task: text_in(results[task].get("alias")) for task in results if task not in groups.parents}
    names = BenchmarkNames(groups, scored, aliases, find)
    set_up = _SetUp(data, groups)
    scores: list[Score] = []
    for task in results:
        if task in scored:
            scores += _scores_of_task(task, figures[task], names, set_up, tell)
    scores += _whole_mmlu(scores)
    if scores and (limit := limit_of(data)) is not None:
        tell(say("only the first {limit} questions of each task (limit)", limit=limit))
    _tell_unscored(names, scores, tell)
    return scores


def _results_in(data: Mapping[str, Any], tell: Tell) -> dict[str, dict[str, Any]]:
    """Return what is said of each task and group; one whose name can't be kept is told and left out."""
    results: dict[str, dict[str, Any]] = {}
    for section in ("results", "groups"):  # most files have their groups in both
        for task, figures in mapping_in(data.get(section)).items():
            name = text_in(task)
            if name is None:
                tell(say("a task whose name has {count:,} characters: left out", count=len(task)))
            elif name == "all" and "config_general" in data:
                tell(say('"all" is an average of the others: left out'))  # lighteval
            elif isinstance(figures, dict):
                results.setdefault(name, figures)
    return results


def _figures_of(task: str, node: Mapping[str, Any], tell: Tell) -> Iterator[_Figure]:
    """Yield each metric with its value and standard error: `acc` and `acc_stderr`, or `acc,none` and `acc_stderr,none`.

    Where metrics are named with filters, what stands beside them (`sample_len`) is no metric.
    """
    has_filters = any("," in key for key in node)
    for key, stated in node.items():
        metric, _, filtered = key.partition(",")
        if (has_filters and not filtered) or key.strip() in _NO_METRICS or metric.endswith("_stderr"):
            continue
        name = text_in(metric if filtered in ("", "none") else key)
        if name is None:
            tell(say("{task}: a metric whose name has {count:,} characters: left out", task=task, count=len(key)))
            continue
        value = number_in(stated)
        if metric == "bypass":
            tell(say("{task}: answers alone, without a score (bypass)", task=task))
        elif value == -1 and metric.isdigit():
            pass  # RULER at a length that wasn't asked
        elif value is None or not abs(value) <= LARGEST:
            if not _is_nothing(stated):
                shown = say("no number") if value is None else str(value)
                tell(say("{task}: {metric} is {value}: left out", task=task, metric=name, value=shown))
        else:
            error = _error_in(node.get(f"{metric}_stderr,{filtered}" if filtered else f"{metric}_stderr"))
            if error < 0:
                tell(say("{task}: the standard error of {metric} is below 0: left out", task=task, metric=name))
            yield _Figure(name, value, error if error >= 0 else math.nan)


def _is_nothing(node: Any) -> bool:
    """Whether a node says that there is no figure."""
    return node is None or (isinstance(node, str) and node.strip() in _NOTHING)


def _error_in(node: Any) -> float:
    error = number_in(node)
    return error if error is not None and abs(error) <= LARGEST else math.nan


class _SetUp:
    """How a file says that its tasks were measured."""

    def __init__(self, data: Mapping[str, Any], groups: Groups) -> None:
        config = config_of(data)
        self._data = data
        self._versions, self._samples = mapping_in(data.get("versions")), mapping_in(data.get("n-samples"))
        self._directions, self._configs = mapping_in(data.get("higher_is_better")), mapping_in(data.get("configs"))
        self._usual_shots = count_in(config.get("num_fewshot"))
        self._shots = groups.shots({task: count_in(shots) for task, shots in mapping_in(data.get("n-shot")).items()})
        chat = "chat template" if data.get("chat_template") else None
        limit = limit_of(data)
        self._suffix = [part for part in (chat, limit and f"limit {limit}") if part]

    def metrics(self, task: str, names: Iterable[str]) -> list[Metric]:
        """Return metrics of a task with what the file says of each."""
        plain_task = _plain_task(task)
        stated = mapping_in(self._directions.get(task))
        configured = _configured_metrics(self._configs.get(task))
        metrics = []
        for name in names:
            plain = name.partition(",")[0]
            better, aggregation = configured.get(plain, (None, None))
            better = stated.get(plain, better)
            usual_name = _RENAMED.get((plain_task, name), name)
            metrics.append(Metric(task, usual_name, better if isinstance(better, bool) else None, aggregation))
        return metrics

    def shots(self, task: str) -> int | None:
        """Return the shots of a task: as its name says it, or the task, or the run.

        A list, as the older schema has it for several tasks, doesn't say which has which.
        """
        lighteval = lighteval_task(task)
        if lighteval is not None:
            return lighteval.shots
        stated = self._shots.get(task)
        return self._usual_shots if stated is None else stated

    def version(self, task: str) -> str | None:
        """Return the version of a task, with what else was done otherwise than it usually is."""
        stated = self._versions.get(task)
        number = number_in(stated)
        is_number = number is not None and math.isfinite(number)
        version = text_in(str(stated) if is_number else stated)
        parts = [None if version in ("N/A", "Yaml") else version, *self._suffix]
        return " ".join(part for part in parts if part) or None

    def items(self, task: str, tell: Tell) -> float:
        """Return how many questions of a task were asked, NaN where that isn't known; what is no number is told."""
        stated = mapping_in(self._samples.get(task)).get("effective")
        if stated is None:
            return math.nan
        count = count_in(stated)
        if not count:
            tell(say("{task}: n-samples has no number of questions: left out", task=task))
        return count or math.nan

    def has_wrong_error(self, task: str) -> bool:
        """Whether a task is a group whose standard error the harness computed wrongly.

        That is before version 0.4.2, which was the first to name `group_subtasks` (its pull requests 1390 and 1427).
        """
        groups = self._data.get("groups")
        return "group_subtasks" not in self._data and isinstance(groups, (dict, list)) and task in groups


def limit_of(data: Mapping[str, Any]) -> float | None:
    """Return how many questions of each task were asked at most, or which share of them; None for all."""
    stated = config_of(data).get("limit")
    limit = number_in(stated)
    return stated if limit is not None and 0 < limit < math.inf else None


def _plain_task(task: str) -> str:
    lighteval = lighteval_task(task)
    return lighteval.name if lighteval else task


def _configured_metrics(config: Any) -> dict[str, tuple[Any, str | None]]:
    """Return what the configuration of a task says of its metrics: whether more is better, and how each is aggregated.

    A function of the task's own stands there as its source, of which the beginning is enough.
    """
    metrics = mapping_in(config).get("metric_list")
    configured = {}
    for stated in metrics if isinstance(metrics, list) else ():
        name = mapping_in(stated).get("metric")
        if isinstance(name, str):
            function = _FUNCTION.match(name)
            aggregation = stated.get("aggregation")
            configured[function[1] if function else name] = (
                stated.get("higher_is_better"),
                aggregation[:_ENOUGH] if isinstance(aggregation, str) else None,
            )
    return configured


def _scores_of_task(
    task: str, figures: list[_Figure], names: BenchmarkNames, set_up: _SetUp, tell: Tell
) -> Iterator[Score]:
    benchmark, shots, version = names.benchmark_of(task), set_up.shots(task), set_up.version(task)
    items, has_wrong_error = set_up.items(task, tell), set_up.has_wrong_error(task)
    metrics = set_up.metrics(task, [figure.metric for figure in figures])
    for metric, (_, value, error) in zip(metrics, figures, strict=True):
        yield Score(metric, benchmark, shots, version, value, math.nan if has_wrong_error else error, items)


def _whole_mmlu(scores: list[Score]) -> list[Score]:
    """Return MMLU as the unweighted mean of its subjects, where all are there and the file has no figure of its own.

    Its standard error follows from theirs, which are independent.
    """
    if any(score.benchmark == "mmlu" for score in scores):
        return []
    parts = [score for score in scores if score.benchmark.startswith("mmlu/") and score.metric.name == "acc"]
    if len(parts) != _SUBJECTS:
        return []
    mean = sum(score.value for score in parts) / _SUBJECTS
    error = math.sqrt(sum(score.error**2 for score in parts)) / _SUBJECTS  # NaN where one isn't known
    metric = parts[0].metric._replace(task="mmlu")
    return [parts[0]._replace(metric=metric, benchmark="mmlu", value=mean, error=error, items=math.nan)]


def _tell_unscored(names: BenchmarkNames, scores: list[Score], tell: Tell) -> None:
    """Tell of benchmarks of which only parts have a score."""
    benchmarks = {score.benchmark for score in scores}
    wholes = dict.fromkeys(score.benchmark.partition("/")[0] for score in scores if "/" in score.benchmark)
    called = {benchmark: group for group, benchmark in names.unscored_wholes()}
    for benchmark in wholes:
        if benchmark not in benchmarks and f"{benchmark}/all" not in benchmarks:
            tell(say("{group} has no score of its own, only its parts have", group=called.get(benchmark, benchmark)))

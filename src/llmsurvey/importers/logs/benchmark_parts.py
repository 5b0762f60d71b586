"""Which tasks of a log are parts of one benchmark: the subjects of MMLU are logged as tasks of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from llmsurvey.errors import RequestError
from llmsurvey.importers.lm_eval_tasks import BenchmarkNames, Groups
from llmsurvey.importers.logs import LogRequest
from llmsurvey.messages import list_names, mark, option, say


def group_by_benchmark(tasks: Iterable[str], request: LogRequest, groups: Any = None) -> dict[str, dict[str, str]]:
    """Return the tasks of each benchmark with the part that each is, "" for a task that is all of it.

    `groups` are the groups that a log states. Raises RequestError where one benchmark is asked for and there are
    several.
    """
    tasks = list(tasks)
    names = BenchmarkNames(Groups(groups, lambda told: None), set(tasks), {}, request.find)
    by_benchmark: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for task in tasks:
        benchmark, _, part = names.benchmark_of(task).partition("/")
        by_benchmark[benchmark][task] = part
    if request.benchmark is None:
        return by_benchmark
    check_one("benchmark", by_benchmark, request)
    return dict(zip([request.benchmark], by_benchmark.values(), strict=True))


def check_one(name: str, names: Collection[str], request: LogRequest) -> None:
    """Raise RequestError where one "model" or "benchmark" is asked for, and a log is of several."""
    asked = getattr(request, name)
    if asked is not None and len(names) > 1:
        raise RequestError(say(_SEVERAL[name], option=option(name, asked), names=list_names(list(names))))


_SEVERAL = {
    "model": mark("{option}: the log is of several models ({names}). Import them without it."),
    "benchmark": mark("{option}: the log is of several benchmarks ({names}). Import them without it."),
}

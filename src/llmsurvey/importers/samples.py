"""What the LM Evaluation Harness logs of each question: JSON Lines, a file a task."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from llmsurvey.boards.differences import Pair
from llmsurvey.errors import BoardError, Fault, RequestError, reason_of
from llmsurvey.importers.files import noticed
from llmsurvey.importers.folders import files_below
from llmsurvey.inputs import remember_input
from llmsurvey.messages import say
from llmsurvey.registry.registry import Registry

_NAME = re.compile(r"^(?:samples_)?(?P<task>.+?)(?:_20\d\d-\d\d-\d\d(?:T[\d.:-]+)?)?$")
_PLACE = frozenset({"doc_id", "idx"})


class Question(NamedTuple):
    """One question as it was put: its number, the filter of the answer, and a digest of it where one is logged."""

    number: int
    filter: str
    digest: str | None


Answers = dict[str, dict[str, dict[Question, float]]]
"""What each answer scored, by task, metric and question."""


def read_samples(path: Path, faults: list[Fault], task: str | None = None) -> Answers:
    """The answers of a file, or of all files of a folder, read line by line; of `task`, or what the name tells.

    A line that can't be read is told and left out. Raises BoardError where there is no answer at all.
    """
    found: Answers = {}
    files = files_below(path, ".jsonl", faults) if path.is_dir() else [path]
    for file in files:
        remember_input(file)
        for metric, scores in _of_file(file, faults).items():
            found.setdefault(task or task_of(file), {}).setdefault(metric, {}).update(scores)
    if not found:
        raise BoardError(say("{path} has no answers that the harness logged (samples_TASK.jsonl).", path=path))
    return found


def task_of(path: Path) -> str:
    """The task that the name of a file tells: `samples_hellaswag_2024-08-21T03-44-09.494230.jsonl` is of hellaswag."""
    name = _NAME.match(path.stem)
    return name["task"] if name else path.stem


def _of_file(path: Path, faults: list[Fault]) -> dict[str, dict[Question, float]]:
    """By metric, what each question of one task scored; a later line about a question counts."""
    found: dict[str, dict[Question, float]] = defaultdict(dict)
    for line, sample in _samples(path, faults):
        number = sample.get("doc_id")
        if not isinstance(number, int) or isinstance(number, bool):
            faults.append(noticed(path, line, say("names no question (doc_id): left out")))
            continue
        digest = sample.get("doc_hash")
        question = Question(number, str(sample.get("filter", "")), digest if isinstance(digest, str) else None)
        for metric, value in sample.items():
            if metric not in _PLACE and isinstance(value, (bool, int, float)) and 0 <= value <= 1:
                found[metric][question] = float(value)
    return found


def _samples(path: Path, faults: list[Fault]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each logged answer with its line; versions 0.4.0 to 0.4.2 of the harness wrote them all as one list."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            first = file.read(1)
            file.seek(0)
            if first == "[":
                yield from ((1, sample) for sample in json.load(file) if isinstance(sample, dict))
                return
            for line, text in enumerate(file, 1):
                if not text.strip():
                    continue
                try:
                    sample = json.loads(text)
                except ValueError:
                    sample = None
                if isinstance(sample, dict):
                    yield line, sample
                else:
                    faults.append(noticed(path, line, say("isn't a whole JSON object: left out")))
    except (OSError, ValueError, RecursionError) as error:
        reason = say("too deep") if isinstance(error, RecursionError) else reason_of(error)
        raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=reason)) from None


def pairs_of(
    first: Answers, second: Answers, metric: str | None, registry: Registry
) -> tuple[dict[str, tuple[str, Pair]], int]:
    """By benchmark the metric, and what both scored on each question that both were asked; and how many weren't.

    The metric is the one that is asked for, else the one that the registry calls usual, else the first one.
    """
    found: dict[str, tuple[str, Pair]] = {}
    left = 0
    if metric is not None:
        _check_metric(metric, first, second)
    for task in [each for each in first if each in second]:
        benchmark = registry.find_benchmark(task)
        known = [each for each in first[task] if each in second[task]]
        wanted = metric or (benchmark.metric if benchmark else None)
        chosen = wanted if wanted in known else None if metric else next(iter(known), None)
        if chosen is None:
            continue
        one, other = first[task][chosen], second[task][chosen]
        both = sorted(one.keys() & other.keys(), key=lambda each: (each.filter, each.number, each.digest or ""))
        left += len(one) + len(other) - 2 * len(both)
        if both:
            name = benchmark.id if benchmark else task
            found[name] = chosen, Pair([one[each] for each in both], [other[each] for each in both])
    return found, left


def _check_metric(metric: str, first: Answers, second: Answers) -> None:
    """Raise RequestError for a metric that the two have in no task both."""
    both = {name for task in first if task in second for name in first[task] if name in second[task]}
    if metric not in both:
        raise RequestError(
            say("--metric: both have no {metric}. There are: {known}.", metric=metric, known=", ".join(sorted(both)))
        )

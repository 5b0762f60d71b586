"""Results of the LM Evaluation Harness: one file a run, in the schema of 2023 or the one since version 0.4."""

from __future__ import annotations

import datetime
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from llmsurvey.boards import tidy
from llmsurvey.errors import BoardError, Fault
from llmsurvey.importers import Reading, Request
from llmsurvey.importers.files import day_in, noticed, text_of
from llmsurvey.messages import say

BOARD = "lm-eval"
HARNESS = "lm-evaluation-harness"

_PARTS = (("hendrycksTest-", "mmlu"), ("blimp_", "blimp"), ("crows_pairs_", "crows-pairs"))
"""Tasks of the older schema that are parts of a benchmark, by what their names begin with."""

_SUBJECTS = 57
"""The subjects of MMLU, whose mean is the score; the older schema leaves it to the reader."""

_SHARE = re.compile(r"(^|_)(acc|em|f1|mc1|mc2|match|mcc)($|_)|^pass@|^pct_")
"""Metrics that are shares of 1."""

_RENAMED = {("truthfulqa_mc1", "acc"): "mc1", ("truthfulqa_mc2", "acc"): "mc2"}
"""What newer versions call accuracy although it is another metric, by task."""

_LIGHTEVAL = re.compile(r"^\w+\|(?P<task>[^|]+)\|(?P<shots>\d+)$")


class _Score(NamedTuple):
    benchmark: str
    metric: str
    shots: int | None
    version: str | None
    unit: str
    value: float
    stderr: float | None
    items: float | None


@dataclass(frozen=True)
class _Run:
    """One file: what it says of the model and of the harness, and its scores."""

    facts: dict[str, str | None]
    scores: list[_Score]


def recognises(path: Path, head: bytes) -> bool:
    """Whether it is a folder, or a JSON file that isn't a list: no other format has either."""
    return path.is_dir() or (path.suffix.lower() == ".json" and not head.lstrip().startswith(b"["))


def read(paths: Sequence[Path], request: Request) -> list[Reading]:
    """One board of all runs. Files that hold none are told and left out; raises BoardError where none is left."""
    files = list(_files(paths))
    faults: list[Fault] = []
    columns: dict[str, list[Any]] = defaultdict(list)
    for place, file in enumerate(files, 1):
        request.progress(place, len(files))
        run = _told(file, request, faults)
        if run is None:
            continue
        for score in run.scores:
            for name, value in (*run.facts.items(), *score._asdict().items()):
                columns[name].append(value)
    if not columns:
        raise BoardError(
            say("{fault}.", fault=faults[0]._replace(warning=False).text)
            if faults
            else say("{file} holds no JSON file.", file=paths[0])
        )
    scores = tidy.trimmed(columns)
    return [Reading(tidy.to_board(scores, request.board or BOARD, request.date), tuple(faults), (), scores)]


def _told(path: Path, request: Request, faults: list[Fault]) -> _Run | None:
    """The run of a file; why it can't be read is added to the faults, so that the others can be."""
    try:
        return _run(path, request, faults)
    except BoardError as error:
        faults.append(noticed(path, 0, say("{problem} Left out", problem=error.message)))
    except (AttributeError, OverflowError, TypeError, ValueError):
        faults.append(noticed(path, 0, say("isn't as the harness writes its results: left out")))
    return None


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files, and those of all folders below; per-question samples, which lie beside them, aren't results."""
    for path in paths:
        if path.is_dir():
            found = (each for each in sorted(path.rglob("*.json")) if not each.name.startswith("samples_"))
            yield from (each for each in found if not any(part[0] == "." for part in each.relative_to(path).parts))
        else:
            yield path


def _run(path: Path, request: Request, faults: list[Fault]) -> _Run | None:
    """The run of a file, or None where it holds none: why is added to the faults."""
    text = text_of(path)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line, reason = getattr(error, "lineno", 1), getattr(error, "msg", str(error))
        faults.append(noticed(path, line, say("isn't whole JSON ({reason}): left out", reason=reason)))
        return None
    if not isinstance(data, dict) or not isinstance(data.get("results"), dict):
        faults.append(noticed(path, 0, say("has no results of the harness: left out")))
        return None
    config: Mapping[str, Any] = next(
        (data[key] for key in ("config", "config_general") if isinstance(data.get(key), dict)), {}
    )
    arguments = _arguments(config.get("model_args"))
    name = _first(
        arguments.get("peft"),
        arguments.get("pretrained"),
        data.get("model_name"),
        config.get("model_name"),
        arguments.get("model"),
    )
    facts = {
        "name": name or path.stem,
        "hub": name if name and re.fullmatch(r"[\w.-]+/[\w.-]+", name) else None,
        "revision": _revision(arguments, config),
        "precision": _precision(_first(arguments.get("dtype"), config.get("model_dtype"))),
        "date": _day(data, path),
        "source": path.name,
        "harness": " ".join(part for part in (HARNESS, _version(data)) if part),
        "reporter": request.reporter,
    }
    scores = list(_scores(path, data, config, request, faults))
    if not scores:
        faults.append(noticed(path, 0, say("has no score: left out")))
        return None
    limit = config.get("limit")
    if data.get("chat_template"):
        scores = [score._replace(version=f"{score.version or ''} chat template".strip()) for score in scores]
    if limit:
        faults.append(noticed(path, 0, say("only the first {limit} questions of each task (limit)", limit=limit)))
        scores = [score._replace(version=f"{score.version or ''} limit {limit}".strip()) for score in scores]
    return _Run(facts, [*scores, *_whole_mmlu(scores)])


def _first(*values: Any) -> str | None:
    return next((str(value) for value in values if value not in (None, "", "None", "N/A")), None)


def _revision(arguments: Mapping[str, str], config: Mapping[str, Any]) -> str | None:
    """The revision that was asked for; where that is none in particular, the commit that it was at."""
    asked = _first(arguments.get("revision"), config.get("model_revision"))
    commit = _first(config.get("model_sha"))
    return commit or asked if asked in (None, "main") else asked


def _arguments(text: Any) -> dict[str, str]:
    """`model_args`: a mapping, or `pretrained=...,revision=...`; a comma within a value belongs to it."""
    if isinstance(text, Mapping):
        return {str(key): str(value) for key, value in text.items() if value is not None}
    parts = re.split(r",(?=\w+=)", text) if isinstance(text, str) else []
    return dict(part.partition("=")[::2] for part in parts)


def _precision(text: str | None) -> str | None:
    return None if text in (None, "auto") else str(text).removeprefix("torch.")


def _version(data: Mapping[str, Any]) -> str | None:
    """The version of the harness, or else the commit it was at."""
    commit = data.get("git_hash")
    return _first(data.get("lm_eval_version"), commit[:7] if isinstance(commit, str) else None)


def _day(data: Mapping[str, Any], path: Path) -> str | None:
    """The day of the run: as the file says it in seconds since 1970 (UTC), or its name."""
    seconds = data.get("date")
    if isinstance(seconds, (int, float)) and 0 < seconds < 2**33:
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date().isoformat()
    return day_in(path.name)


def _scores(
    path: Path, data: Mapping[str, Any], config: Mapping[str, Any], request: Request, faults: list[Fault]
) -> Iterator[_Score]:
    """Every score of a file; a group's standard error is left out where the harness computed it wrongly.

    That is before version 0.4.2, which was the first to name `group_subtasks` (its pull requests 1390 and 1427).
    """
    groups = _mapping(data, "group_subtasks")
    parents = {task: group for group, tasks in _mapping(data, "group_subtasks").items() for task in tasks}
    versions, shots, samples = (_mapping(data, key) for key in ("versions", "n-shot", "n-samples"))
    for task, figures in data["results"].items():
        if not isinstance(figures, dict):
            continue
        name, stated = _task(task)
        items = _mapping(samples, task).get("effective")
        version = versions.get(task)
        wrong = task in (data.get("groups") or ()) and "group_subtasks" not in data
        for key, value, stderr in _figures(figures):
            metric = _RENAMED.get((task, key), key)
            if not math.isfinite(value):
                faults.append(
                    noticed(
                        path, 0, say("{task}: {metric} is {value}: left out", task=task, metric=metric, value=value)
                    )
                )
                continue
            unit = "percent" if _SHARE.search(metric.partition(",")[0]) and 0 <= value <= 1 else "number"
            scale = 100 if unit == "percent" else 1
            yield _Score(
                _benchmark(name, parents, groups, request),
                metric,
                _shots(stated, shots.get(task), config.get("num_fewshot")),
                None if version in (None, "N/A", "Yaml") else str(version),
                unit,
                round(value * scale, 10),
                None if stderr is None or wrong else round(stderr * scale, 10),
                items,
            )


def _shots(*stated: Any) -> int | None:
    """The first number of shots that is stated; a list of them doesn't say which task has which."""
    return next((int(each) for each in stated if isinstance(each, (int, float))), None)


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def _task(task: str) -> tuple[str, int | None]:
    """The name of a task, and its shots where the name holds them (`harness|arc:challenge|25`)."""
    found = _LIGHTEVAL.match(task)
    return (found["task"], int(found["shots"])) if found else (task, None)


def _figures(figures: Mapping[str, Any]) -> Iterator[tuple[str, float, float | None]]:
    """Each metric with its value and standard error: `acc` and `acc_stderr`, or `acc,none` and `acc_stderr,none`.

    Where metrics are named with filters, other numbers (`sample_len`) are none.
    """
    filters = any("," in key for key in figures)
    for key, value in figures.items():
        metric, _, filtered = key.partition(",")
        if filters and not filtered:
            continue
        if metric.endswith("_stderr") or isinstance(value, bool) or not isinstance(value, (int, float)):
            continue
        stderr = figures.get(f"{metric}_stderr,{filtered}" if filtered else f"{metric}_stderr")
        error = float(stderr) if isinstance(stderr, (int, float)) and math.isfinite(stderr) else None
        yield metric if filtered in ("", "none") else key, float(value), error


def _benchmark(task: str, parents: Mapping[str, str], groups: Mapping[str, Any], request: Request) -> str:
    """The benchmark of a task: the registry's, or a part of a group (`mmlu/anatomy`), or the task itself.

    A group of benchmarks of the registry (`ai2_arc/all`) is no benchmark beside these, nor is a group within one
    (`mmlu/humanities`).
    """
    found = request.registry.find_benchmark(task)
    if found is not None:
        return found.id
    for prefix, whole in _PARTS:
        if task.startswith(prefix):
            return f"{whole}/{task.removeprefix(prefix)}"
    group = task
    while group in parents and parents[group] != group:
        group = parents[group]
    if group == task:
        if any(request.registry.find_benchmark(each) for each in groups.get(task, ())):
            return f"{task}/all"
        found = request.registry.find_benchmark(task.partition("_")[0])
        return f"{found.id}/{task.partition('_')[2]}" if found and groups.get(task) else task
    found = request.registry.find_benchmark(group)
    return f"{found.id if found else group}/{task.removeprefix(f'{group}_')}"


def _whole_mmlu(scores: Sequence[_Score]) -> Iterator[_Score]:
    """MMLU as the unweighted mean of its subjects, where all are there and the file has no figure of its own.

    Its standard error follows from theirs, which are independent.
    """
    if any(score.benchmark == "mmlu" for score in scores):
        return
    parts = [score for score in scores if score.benchmark.startswith("mmlu/") and score.metric == "acc"]
    if len(parts) != _SUBJECTS:
        return
    errors = [score.stderr for score in parts]
    known = [error for error in errors if error is not None]
    stderr = math.sqrt(sum(error**2 for error in known)) / _SUBJECTS if len(known) == _SUBJECTS else None
    mean = sum(score.value for score in parts) / _SUBJECTS
    yield parts[0]._replace(benchmark="mmlu", value=round(mean, 10), stderr=stderr, items=None)

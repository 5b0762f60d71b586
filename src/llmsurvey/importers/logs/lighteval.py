"""What lighteval logs of each question: `details_TASK|SHOTS_TIME.parquet`, a file a task."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from llmsurvey.errors import BoardError, Fault, reason_of
from llmsurvey.importers.json_nodes import mapping_in
from llmsurvey.importers.lm_eval_tasks import lighteval_task
from llmsurvey.importers.logs import LogRequest, LogSource, ReadRun
from llmsurvey.importers.logs.answer_columns import AnswerColumns, tell_without_scores
from llmsurvey.importers.logs.benchmark_parts import group_by_benchmark
from llmsurvey.importers.logs.clusters import cluster_of
from llmsurvey.importers.logs.texts import hash_of, text_of
from llmsurvey.importers.read_file import check_size, day_in
from llmsurvey.importers.read_samples import Notices
from llmsurvey.logs.run import Run, Setup
from llmsurvey.messages import option, say

_NAME = re.compile(r"details_(?P<task>.+)_(?P<time>20\d\d-\d\d-\d\dT[\d.:-]+)\.parquet")
_SAFE_NAME = re.compile(r"(?P<task>.+)__(?P<shots>\d{1,6})")
"""A task where `:` and `|` can't stand in names of files: `arc__challenge__25`."""

_ROWS = 256
"""So many rows are read at once: some have thousands of numbers of tokens."""

_METRICS = ("metrics", "metric")
"""The column of the scores, in 2024 and since 2025."""


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file is called as lighteval calls its details."""
    return bool(_NAME.fullmatch(path.name)) and head.startswith(b"PAR1")


def list_sources(files: Sequence[Path]) -> list[LogSource]:
    """Return the files of one folder and one time together, so that parts of one benchmark are found among them."""
    by_run: defaultdict[tuple[Path, str], list[Path]] = defaultdict(list)
    for file in files:
        match = _NAME.fullmatch(file.name)
        by_run[file.parent, match["time"] if match else file.name].append(file)
    return [LogSource(tuple(sorted(files))) for files in by_run.values()]


def read_runs(source: LogSource, request: LogRequest) -> Iterator[ReadRun]:
    """Yield a run for each benchmark of a source. Raises BoardError where no model is named."""
    tasks = {_task_of(file): file for file in source.files}
    model = request.model or _model_of_folder(source.files[0])
    for benchmark, parts in group_by_benchmark(tasks, request).items():
        shots = {of_task.shots if (of_task := lighteval_task(task)) else None for task in parts}
        first = tasks[next(iter(parts))]
        run = Run(
            digest=LogSource(tuple(tasks[task] for task in parts)).digest(f"{model}\n{benchmark}"),
            model=model,
            benchmark=benchmark,
            setup=Setup(shots=shots.pop() if len(shots) == 1 else None),
            harness="lighteval",
            date=day_in(match["time"][:10]) if (match := _NAME.fullmatch(first.name)) else None,
            source=first.name,
        )
        files = [(tasks[task], part or None) for task, part in parts.items()]
        yield ReadRun(run, _read_answers(files, texts=request.texts, faults=request.faults))


def _task_of(file: Path) -> str:
    """Return the task as lighteval calls it: `leaderboard|arc:challenge|25`."""
    match = _NAME.fullmatch(file.name)
    task = match["task"] if match else file.stem
    if "|" not in task and (safe := _SAFE_NAME.fullmatch(task)):
        return f"{safe['task'].replace('__', ':')}|{safe['shots']}"
    return task


def _model_of_folder(file: Path) -> str:
    """Return the model after which folders are called: `details/ORG/MODEL/TIME/`, or `details_ORG__MODEL/TIME/`.

    On the hub `_private` stands behind the latter, unless it was asked for in public. Raises BoardError for any other.
    """
    folders = file.absolute().parts[:-1]
    for depth, name in enumerate(reversed(folders), 1):
        if name == "details" and depth > 2:
            return "/".join(folders[len(folders) - depth + 1 :][:-1])
        organisation, sign, model = name.removeprefix("details_").partition("__")
        if sign and name.startswith("details_"):
            return f"{organisation}/{model.removesuffix('_private')}"
    raise BoardError(
        say(
            "{file}: no folder says which model answered. Name it: {option}.",
            file=file,
            option=option("model", "ORG/NAME"),
        )
    )


def _read_answers(
    files: Sequence[tuple[Path, str | None]], *, texts: bool, faults: list[Fault]
) -> Iterator[pa.RecordBatch]:
    answers = AnswerColumns()
    for path, subject in files:
        notices, before = Notices(path, faults), answers.added
        for number, row in enumerate(_read_rows(path, texts=texts)):
            first = len(answers)
            question = _question_of(row)
            name = str(mapping_in(row.get("doc")).get("id") or number)
            id, cluster = (name, cluster_of(_specifics_of(row))) if subject is None else (f"{subject}/{name}", subject)
            for metric, score in _scores_of(row):
                if (wrong := answers.add(id, hash_of(question), cluster, metric, score)) is not None:
                    notices.tell(0, say("row {number:,}: {problem}", number=number + 1, problem=wrong))
            if texts:
                answers.add_texts(first, question, _answer_of(row))
            if answers.is_full:
                yield answers.take()
        tell_without_scores(notices, before, answers)
        notices.finish()
    if len(answers):
        yield answers.take()


def _read_rows(path: Path, *, texts: bool) -> Iterator[dict[str, Any]]:
    """Yield what is kept of each row. Raises BoardError for a file that can't be read, or has no scores."""
    check_size(path, most=None)
    try:
        with pq.ParquetFile(path) as file:
            present = set(file.schema_arrow.names)
            if not present.intersection(_METRICS):
                raise BoardError(say("{file} has no column of scores (metrics or metric).", file=path))
            wanted = [*_METRICS, "example", "specifics", "doc.query", "doc.id", "doc.specific"]
            wanted += ["predictions", "model_response.text"] if texts else []
            columns = [name for name in wanted if name.partition(".")[0] in present]
            for batch in file.iter_batches(batch_size=_ROWS, columns=columns):
                yield from batch.to_pylist()
    except (OSError, pa.ArrowException, UnicodeDecodeError) as error:
        reason = reason_of(error) if isinstance(error, (OSError, ValueError)) else str(error)
        raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=reason)) from None


def _question_of(row: dict[str, Any]) -> str | None:
    question = mapping_in(row.get("doc")).get("query", row.get("example"))
    return question if isinstance(question, str) else None


def _specifics_of(row: dict[str, Any]) -> dict[str, Any]:
    return mapping_in(mapping_in(row.get("doc")).get("specific") or row.get("specifics"))


def _scores_of(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the scores of a row; a metric that other questions of the file are scored by is null."""
    scores: dict[str, Any] = next((row[name] for name in _METRICS if isinstance(row.get(name), dict)), {})
    return ((name, score) for name, score in scores.items() if score is not None)


def _answer_of(row: dict[str, Any]) -> str:
    answer = mapping_in(row.get("model_response")).get("text", row.get("predictions"))
    return text_of(answer)

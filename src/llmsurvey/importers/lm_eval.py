"""Results of the LM Evaluation Harness: one file a run, in the schema of 2023 or the one since version 0.4."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from llmsurvey.boards import tidy
from llmsurvey.errors import BoardError, Fault
from llmsurvey.importers import Reading, Request, table
from llmsurvey.importers.folders import files_below
from llmsurvey.importers.json_nodes import mapping_in, text_in
from llmsurvey.importers.lm_eval_columns import ScoreColumns
from llmsurvey.importers.lm_eval_run import facts_of
from llmsurvey.importers.lm_eval_scores import scores_of
from llmsurvey.importers.lm_eval_tasks import FindBenchmark
from llmsurvey.importers.read_file import text_of, warning_at, without_mark
from llmsurvey.importers.sheets.json import holds_table
from llmsurvey.messages import Message, counted, say
from llmsurvey.registry.registry import Registry

BOARD = "lm-eval"

_MOST_TOLD = 50
"""So many different things are told of the contents of files; others are counted."""

_MOST_WITHOUT_RUNS = 1_000
"""Where not one of so many files is a run, none is looked for any longer."""

_MOST_KEYS, _LONGEST_KEY = 3, 40
"""So many keys of an object, and so many characters of each, are shown."""

_RESULTS = re.compile(rb'"results"\s*:\s*\{')

_TIME = re.compile(r"20\d\d(-\d\d){5}")


def recognises(path: Path, head: bytes) -> bool:
    """Whether it is a folder, or a JSON file that holds no table; `results` may be the harness's or of models."""
    is_list = without_mark(head).startswith(b"[")
    if path.is_dir() or path.suffix.lower() != ".json" or is_list:
        return path.is_dir()
    return _RESULTS.search(head.replace(b"\0", b"")) is not None or not holds_table(path)  # without UTF-16's zeros


def read(paths: Sequence[Path], request: Request) -> list[Reading]:
    """One board of all runs. Files that hold none are told and left out; raises BoardError where none is left."""
    if len(paths) == 1 and paths[0].is_file() and _holds_models(paths[0], request):
        return table.read(paths, request)
    notices = _Notices()
    files = list(_list_files(paths, notices.left_out))
    scores = _all_scores(files, request, notices)
    faults = notices.faults()
    if not len(scores["value"]):
        raise (notices.error if len(files) == 1 else None) or BoardError(_explain_refusal(paths, faults))
    return [Reading(tidy.to_board(scores, request.board or BOARD, request.date), faults, (), scores)]


def _all_scores(files: Sequence[Path], request: Request, notices: _Notices) -> tidy.Tidy:
    """Return the scores of all files in one table; how far the reading is is told."""
    columns = ScoreColumns(request.reporter)
    find = _find_in(request.registry)
    for number, file in enumerate(files, 1):
        request.progress(number, len(files))
        if number > _MOST_WITHOUT_RUNS and not len(columns):
            raise BoardError(
                say(
                    "none of the first {most:,} JSON files below {folder} has results of the harness. Name the folder "
                    "that holds them.",
                    most=_MOST_WITHOUT_RUNS,
                    folder=file.parent,
                )
            )
        _read_run(file, request.encoding, columns, find, notices)
    return columns.to_tidy(notices.add)


def _find_in(registry: Registry) -> FindBenchmark:
    """Return a function that tells the benchmark of the registry that has a name."""

    @lru_cache(maxsize=65536)
    def find(name: str) -> str | None:
        benchmark = registry.find_benchmark(name)
        return benchmark.id if benchmark else None

    return find


def _holds_models(path: Path, request: Request) -> bool:
    """Whether a file's `results` are scores by model, which is a table."""
    try:
        return _are_of_models(_results_in(path, request.encoding), _find_in(request.registry)) and holds_table(path)
    except (BoardError, _NoResultsError):
        return False


def _are_of_models(data: Mapping[str, Any], find: FindBenchmark) -> bool:
    """Whether the keys in `results` are no benchmarks, and those below them are: the harness has them above metrics."""
    results = data["results"]
    below = {key for scores in results.values() for key in mapping_in(scores)}
    return any(find(key) for key in below) and not any(find(key) for key in results)


class _Notices:
    """What is noticed: of each file that is left out why, and what is the same in several files once.

    `error` is the first one that kept a file from being read.
    """

    def __init__(self) -> None:
        self.error: BoardError | None = None
        self.left_out: list[Fault] = []
        self._told: dict[str, tuple[Path, int]] = {}
        self._untold = 0

    def leave_out(self, path: Path, line: int, reason: str) -> None:
        """Notice why a file is left out."""
        self.left_out.append(warning_at(path, line, reason))

    def add(self, path: Path, message: str) -> None:
        """Notice something about what a file holds."""
        if message not in self._told and len(self._told) == _MOST_TOLD:
            self._untold += 1
            return
        first, count = self._told.get(message, (path, 0))
        self._told[message] = first, count + 1

    def faults(self) -> tuple[Fault, ...]:
        """Return all that was noticed, the files that are left out first."""
        faults = list(self.left_out)
        for message, (path, count) in self._told.items():
            repeated = say("{message} (and so in {count:,} more)", message=message, count=count - 1)
            faults.append(warning_at(path, 0, repeated if count > 1 else message))
        if self._untold:
            message = counted(
                "{number} more thing like this isn't told", "{number} more things like this aren't told", self._untold
            )
            faults.append(warning_at(Path(faults[-1].file), 0, message))
        return tuple(faults)


def _list_files(paths: Sequence[Path], faults: list[Fault]) -> Iterator[Path]:
    """Yield the files, and those of all folders below; per-question samples, which lie beside them, aren't results."""
    for path in paths:
        if path.is_dir():
            below = files_below(path, ".json", faults)
            yield from (file for file in below if not file.name.startswith("samples_"))
        else:
            yield path


class _NoResultsError(Exception):
    """Why a file has no results of the harness, and in which line (0: in none)."""

    def __init__(self, reason: Message, line: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


def _read_run(path: Path, encoding: str | None, columns: ScoreColumns, find: FindBenchmark, notices: _Notices) -> None:
    """Add the scores of a file; why one has none is noticed, so that the others are read."""
    told: list[str] = []
    try:
        data = _results_in(path, encoding)
        if _are_of_models(data, find):
            raise _NoResultsError(
                say(
                    "has scores by model, no results of the harness: left out. Write them as a list of objects, one "
                    "for each model"
                )
            )
        facts = facts_of(path, data)
        scores = scores_of(data, find, told.append)
        if not scores:
            raise _NoResultsError(_without_score(data, told))
    except _NoResultsError as error:
        notices.leave_out(path, error.line, error.reason)
    except BoardError as error:
        notices.error = notices.error or error
        notices.leave_out(path, 0, say("{problem} Left out", problem=error.message))
    else:
        columns.add(path, facts, scores)
        for message in told:
            notices.add(path, message)


def _results_in(path: Path, encoding: str | None) -> dict[str, Any]:
    """Return what a file of the harness holds.

    Raises BoardError for a file that can't be read, _NoResultsError for one of something else.
    """
    text = text_of(path, encoding)
    try:
        data = json.loads(text)
    except RecursionError:
        raise _NoResultsError(say("isn't whole JSON ({reason}): left out", reason=say("too deep")), 1) from None
    except ValueError as error:
        line, reason = getattr(error, "lineno", 1), getattr(error, "msg", str(error))
        raise _NoResultsError(say("isn't whole JSON ({reason}): left out", reason=reason), line) from None
    if not isinstance(data, dict):
        raise _NoResultsError(say("has no results of the harness, but a list or a single value: left out"))
    if not isinstance(data.get("results"), dict):
        if any("pass@1" in mapping_in(model) for model in data.values()):
            raise _NoResultsError(say("is a board of EvalPlus, no results of the harness: left out"))
        keys = say("results that are no object") if "results" in data else _show_keys(data)
        raise _NoResultsError(say("has no results of the harness, but {keys}: left out", keys=keys))
    return data


def _show_keys(data: dict[str, Any]) -> str:
    """Return the keys of an object, as far as they can be shown."""
    keys = [text_in(key[:_LONGEST_KEY]) or "?" for key in list(data)[: _MOST_KEYS + 1]]
    return say("nothing") if not keys else ", ".join(keys[:_MOST_KEYS]) + (", ..." if len(keys) > _MOST_KEYS else "")


def _without_score(data: dict[str, Any], told: list[str]) -> Message:
    """Say why a file has no score."""
    figures = next((task for task in data["results"].values() if isinstance(task, dict) and task), {})
    if all(_TIME.fullmatch(key) for key in figures) and figures:
        return say("is of BigScience's harness, with a time between task and metrics: left out")
    return say("has no score ({reason})", reason=told[0]) if told else say("has no score: left out")


def _explain_refusal(paths: Sequence[Path], faults: Sequence[Fault]) -> Message:
    """Say why there is no score in any file."""
    if not faults:
        return say("{file} holds no JSON file.", file=paths[0])
    fault = faults[0]._replace(warning=False).text
    others = len({fault.file for fault in faults}) - 1
    if not others:
        return say("{fault}.", fault=fault)
    return counted(
        "{fault}. {number} more file has no score either.",
        "{fault}. {number} more files have no score either.",
        others,
        fault=fault,
    )

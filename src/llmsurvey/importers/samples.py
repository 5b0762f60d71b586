"""What the LM Evaluation Harness logs of each question, in columns: a file a task."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from llmsurvey.errors import BoardError, Fault
from llmsurvey.importers.folders import files_below
from llmsurvey.importers.read_file import announce_reading, warning_at
from llmsurvey.importers.read_samples import Notices, read_answers
from llmsurvey.inputs import remember_input
from llmsurvey.messages import say

_NAME = re.compile(r"^samples_(?P<task>.+?)(?:_20\d\d-\d\d-\d\d(?:T[\d.:-]+)?)?$")

DIGESTS = ("doc_hash", "doc", "target_hash", "prompt_hash")
"""The fields that tell one question from another with the same number; `doc` where no `doc_hash` is logged."""

_NO_METRICS = frozenset(
    {"doc_id", "idx", "target", "arguments", "resps", "filtered_resps", "filter", "metrics", *DIGESTS}
)
_NUMBERS = frozenset({float, int, bool})
_MOST = 1e15
"""No score is as far from 0 as this."""


class SampleScores(NamedTuple):
    """What answers scored by one measure: the rows of these answers, and their scores."""

    rows: array[int]
    values: array[float]


class Answers:
    """Answers to the questions of one task, in columns.

    `numbers` are those of the questions, a row an answer. `digests` has, by field of DIGESTS, a number that stands for
    the text of each, 0 where none is logged. `scores` has the scores by measure: that is a metric, with the filter of
    the answer behind a comma where it has one (`exact_match,strict-match`).
    """

    def __init__(self) -> None:
        """Begin without answers."""
        self.numbers = array("q")
        self.digests = {field: array("q") for field in DIGESTS}
        self.scores: defaultdict[str, SampleScores] = defaultdict(lambda: SampleScores(array("q"), array("d")))

    def add(self, sample: Mapping[str, Any]) -> list[str]:
        """Add an answer as it is logged, and return its measures in which it has something that is no number."""
        row = len(self.numbers)
        self.numbers.append(sample["doc_id"])
        for field, digests in self.digests.items():
            text = sample.get(field)
            if type(text) is str:
                digests.append(hash(text))
            else:
                digests.append(0 if text is None else _digest_of(text))
        name = sample.get("filter")
        suffix = "" if name is None or name in ("", "none") else f",{name}"
        others = []
        for metric in metrics_of(sample):
            value: Any = sample.get(metric)
            if type(value) in _NUMBERS and -_MOST < value < _MOST:
                scores = self.scores[metric + suffix]
                scores.rows.append(row)
                scores.values.append(value)
            else:
                others.append(metric + suffix)
        return others


class Log(NamedTuple):
    """The answers of one model by task; `name` is the file or folder, `is_told` says if file names tell the tasks."""

    name: str
    tasks: dict[str, Answers]
    is_told: bool


def read_log(path: Path, faults: list[Fault]) -> Log:
    """Return the answers of the file at `path`, or of all files below that folder.

    What can't be read of them is told and left out. Raises BoardError where there is no answer at all.
    """
    tasks: dict[str, Answers] = {}
    files = files_below(path, ".jsonl", faults) if path.is_dir() else [path]
    announce_reading(files)
    for file in files:
        remember_input(file)
        task = task_of(file) or file.stem
        if task in tasks:
            faults.append(warning_at(file, 0, say("is another file of {task}", task=task)))
        try:
            _add_file(file, tasks.setdefault(task, Answers()), faults)
        except BoardError as error:
            if file == path:
                raise
            faults.append(warning_at(file, 0, say("{problem} Left out", problem=error.message)))
    tasks = {task: answers for task, answers in tasks.items() if answers.scores}
    if not tasks:
        raise BoardError(say("{path} has no answers that the harness logged (samples_TASK.jsonl).", path=path))
    return Log(str(path), tasks, all(task_of(file) for file in files))


def task_of(path: Path) -> str | None:
    """Return the task that the name of a file tells: `samples_hellaswag_2024-08-21T03-44-09.494230.jsonl`."""
    name = _NAME.match(path.stem)
    return name["task"] if name else None


def _add_file(path: Path, answers: Answers, faults: list[Fault]) -> None:
    """Add the answers of one file."""
    notices = Notices(path, faults)
    odd: dict[str, array[int]] = defaultdict(lambda: array("q"))
    for line, sample in read_answers(path, notices):
        number = sample.get("doc_id")
        if type(number) is not int or not -(2**63) <= number < 2**63:
            notices.tell(line, say("names no question (doc_id): left out"))
            continue
        if sample.get("doc_hash") is not None:
            sample.pop("doc", None)
        for measure in answers.add(sample):
            odd[measure].append(line)
    for measure in answers.scores:  # what has no number anywhere is no measure
        for line in odd.get(measure, ()):
            notices.tell(line, say("{metric} isn't a score: left out", metric=measure))
    notices.finish()


def metrics_of(sample: Mapping[str, Any]) -> Iterable[str]:
    """Return the metrics that an answer says it has; where it doesn't, all fields that could be one."""
    stated = sample.get("metrics")
    if isinstance(stated, list):
        return [name for name in stated if name and isinstance(name, str)]
    return [name for name in sample if name and name not in _NO_METRICS]


def _digest_of(text: Any) -> int:
    """Return 64 bits that stand for a text: it is only compared with others of the same number, so they are enough."""
    try:
        return _hash_of(text)
    except RecursionError:  # too deep to be compared
        return 0


def _hash_of(value: Any) -> int:
    """Return a hash of a JSON value, in which the order of an object's fields makes no difference."""
    if isinstance(value, dict):
        return hash(frozenset([(key, _hash_of(item)) for key, item in value.items()]))
    if isinstance(value, list):
        return hash(tuple([_hash_of(item) for item in value]))
    return hash(value if isinstance(value, str) else repr(value))

"""Reads the samples of Inspect: an answer of each epoch, with the scores of each scorer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from llmsurvey.errors import Fault
from llmsurvey.importers.json_nodes import mapping_in
from llmsurvey.importers.logs.answer_columns import AnswerColumns
from llmsurvey.importers.logs.clusters import cluster_of
from llmsurvey.importers.logs.texts import hash_of, text_of
from llmsurvey.importers.read_samples import Notices
from llmsurvey.messages import Message, say

_LETTERS = {"C": 1.0, "P": 0.5, "I": 0.0, "N": 0.0}
"""Correct, partly correct, incorrect, no answer: as Inspect itself makes numbers of them (`value_to_float`)."""

_WORDS = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}
"""The words of which it makes numbers, in large letters or small."""


class Sample(msgspec.Struct):
    """What is kept of a sample."""

    id: int | str
    epoch: int = 1
    input: Any = None
    scores: dict[str, Any] | None = None
    metadata: dict[str, Any] | None = None
    output: Any = None


def read_answers(
    path: Path, samples: Iterable[tuple[str, Sample | None]], *, texts: bool, faults: list[Fault]
) -> Iterator[pa.RecordBatch]:
    """Yield the answers of some samples, each with its name; what is no answer is told in `faults` and left out."""
    answers = AnswerColumns()
    notices = Notices(path, faults)
    for name, sample in samples:
        wrong = say("can't be read: left out") if sample is None else _add_answer(answers, sample, texts=texts)
        if wrong is not None:
            notices.tell(0, say("{name} {problem}", name=name, problem=wrong))
        if answers.is_full:
            yield answers.take()
    notices.finish()
    if len(answers):
        yield answers.take()


def _add_answer(answers: AnswerColumns, sample: Sample, *, texts: bool) -> Message | None:
    """Add an answer by each of its scores, and return what is wrong with it, None if nothing."""
    row = len(answers)
    question = _question_of(sample.input)
    number, cluster = hash_of(question), cluster_of(sample.metadata or {})
    wrong: Message | None = None
    for metric, value in _scores_of(sample.scores or {}):
        wrong = answers.add(str(sample.id), number, cluster, metric, value, max(sample.epoch - 1, 0)) or wrong
    if texts:
        answers.add_texts(row, text_of(question), text_of(mapping_in(sample.output).get("completion") or ""))
    return wrong or (None if len(answers) > row else say("has no score: left out"))


def _scores_of(scores: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the scores of a sample by scorer; where a scorer gives several, by `scorer/name`."""
    for scorer, score in scores.items():
        value = mapping_in(score).get("value")
        if isinstance(value, dict):
            yield from ((f"{scorer}/{name}", _number_of(part)) for name, part in value.items())
        else:
            yield scorer, _number_of(value)


def _number_of(value: Any) -> Any:
    """Return the number that Inspect makes of a value; a text of which it makes none stays one."""
    if not isinstance(value, str):
        return value
    number = _LETTERS.get(value, _WORDS.get(value.lower()))
    if number is not None:
        return number
    try:
        return float(value)
    except ValueError:
        return value


def _question_of(asked: Any) -> Any:
    """Return what was asked without what differs from run to run: messages have ids of their own."""
    if not isinstance(asked, list):
        return asked
    return [[mapping_in(message).get("role"), _content_of(mapping_in(message).get("content"))] for message in asked]


def _content_of(content: Any) -> Any:
    if not isinstance(content, list):
        return content
    return [{key: value for key, value in mapping_in(part).items() if key != "id"} for part in content]

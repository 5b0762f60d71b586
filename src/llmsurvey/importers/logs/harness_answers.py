"""Reads the answers of the harness line by line, with a decoder that makes nothing but what is kept of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypedDict

import msgspec
import pyarrow as pa

from llmsurvey.errors import BoardError, Fault, reason_of
from llmsurvey.importers.logs.answer_columns import AnswerColumns, tell_without_scores
from llmsurvey.importers.logs.clusters import cluster_of, fields_in
from llmsurvey.importers.logs.texts import hash_of, text_of
from llmsurvey.importers.read_file import check_size
from llmsurvey.importers.read_samples import Notices, is_json_lines, value_of
from llmsurvey.importers.read_samples import read_answers as read_objects
from llmsurvey.importers.samples import metrics_of
from llmsurvey.inputs import remember_input
from llmsurvey.messages import Message, say

_LEADING = 64
"""The first lines of a file say which fields it has; a line that has other metrics is decoded whole."""

_KEPT = ("doc_id", "doc_hash", "filter", "metrics")
_TEXTS = ("filtered_resps",)

Sample = Mapping[str, Any]


def read_answers(
    files: Iterable[tuple[Path, str | None]], *, texts: bool, faults: list[Fault]
) -> Iterator[pa.RecordBatch]:
    """Yield the answers of some files, each with the subject that all of its questions are of, None for no subject.

    What is no answer is told in `faults` with its line, and left out. Raises BoardError for a file that can't be read.
    """
    answers = AnswerColumns()
    for path, subject in files:
        check_size(path, most=None)
        remember_input(path)
        notices, before = Notices(path, faults), answers.added
        for line, sample in _read_samples(path, notices, texts=texts):
            if (problem := _add_answer(answers, sample, subject, texts=texts)) is not None:
                notices.tell(line, problem)
            if answers.is_full:
                yield answers.take()
        tell_without_scores(notices, before, answers)
        notices.finish()
    if len(answers):
        yield answers.take()


def _read_samples(path: Path, notices: Notices, *, texts: bool) -> Iterator[tuple[int, Sample]]:
    """Yield each answer with its line: what is kept of it, or all of it where that can't be told before."""
    if not is_json_lines(path):
        yield from read_objects(path, notices)
        return
    decode = _Decoder(path, texts=texts).decode
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                sample = decode(line)
                if sample is not None:
                    yield number, sample
                elif line.strip():
                    notices.tell(number, say("isn't a whole JSON object: left out"))
    except OSError as error:
        raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=reason_of(error))) from None


class _Decoder:
    """Reads the answers of one file, with the fields that its first answers have."""

    def __init__(self, path: Path, *, texts: bool) -> None:
        """Look at the first answers of a file. Raises BoardError where it can't be read."""
        leading = [sample for _, sample in itertools.islice(read_objects(path, Notices(path, [])), _LEADING)]
        self._metrics = frozenset(metric for sample in leading for metric in metrics_of(sample))
        self._has_hash = any(sample.get("doc_hash") for sample in leading)
        fields: dict[str, Any] = dict.fromkeys((*_KEPT, *(_TEXTS if texts else ()), *sorted(self._metrics)), Any)
        if texts or not self._has_hash:
            fields["doc"] = Any
        elif cluster_fields := fields_in(sample.get("doc") for sample in leading):
            fields["doc"] = _typed(dict.fromkeys(cluster_fields, Any))
        self._decode = msgspec.json.Decoder(_typed(fields)).decode

    def decode(self, line: bytes) -> Sample | None:
        """Return an answer from its line, None where that has none."""
        try:
            sample: Sample = self._decode(line)
            is_whole = self._metrics.issuperset(sample.get("metrics") or ())
            if is_whole and not (self._has_hash and not sample.get("doc_hash")):
                return sample
        except (msgspec.MsgspecError, TypeError, RecursionError, UnicodeDecodeError):
            pass
        whole = value_of(line)
        return whole if isinstance(whole, dict) else None


def _typed(fields: dict[str, Any]) -> Any:
    """Return a type of objects of which no more is made than these fields."""
    return TypedDict("Fields", fields, total=False)  # type: ignore[operator]


def _add_answer(answers: AnswerColumns, sample: Sample, subject: str | None, *, texts: bool) -> Message | None:
    """Add an answer by each of its metrics, and return what is wrong with it, None if nothing."""
    number = sample.get("doc_id")
    if type(number) is not int and not (type(number) is str and number):
        return say("names no question (doc_id): left out")
    name = sample.get("filter")
    suffix = "" if name is None or name in ("", "none") else f",{name}"
    question = str(number) if subject is None else f"{subject}/{number}"
    document = sample.get("doc")
    hash = stated if type(stated := sample.get("doc_hash")) is str else hash_of(document)
    cluster = subject or (cluster_of(document) if isinstance(document, dict) else None)
    wrong, row = None, len(answers)
    for metric in metrics_of(sample):
        if type(score := sample.get(metric)) is not list:  # of which a score of all questions together is made
            wrong = answers.add(question, hash, cluster, f"{metric}{suffix}", score) or wrong
    if texts:
        answers.add_texts(row, text_of(document), text_of(sample.get("filtered_resps")))
    return wrong

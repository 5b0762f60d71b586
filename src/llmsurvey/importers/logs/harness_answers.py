"""Reads the answers of the harness line by line, with a decoder that makes nothing but what is kept of them."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypedDict

import msgspec
import pyarrow as pa

from llmsurvey.errors import BoardError, Fault, reason_of
from llmsurvey.importers.logs.answer_columns import AnswerColumns
from llmsurvey.importers.read_file import check_size
from llmsurvey.importers.read_samples import Notices, is_json_lines, value_of
from llmsurvey.importers.read_samples import read_answers as read_objects
from llmsurvey.importers.samples import metrics_of
from llmsurvey.inputs import remember_input
from llmsurvey.messages import Message, say

_LEADING = 64
"""The first lines of a file say which fields it has; a line that has other metrics is decoded whole."""

_KEPT = ("doc_id", "doc_hash", "filter", "metrics")
_TEXTS = ("doc", "target", "filtered_resps")

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
        notices = Notices(path, faults)
        for line, sample in _read_samples(path, notices, texts=texts):
            if (problem := _add_answer(answers, sample, subject, texts=texts)) is not None:
                notices.tell(line, problem)
            if answers.is_full:
                yield answers.take()
        notices.finish()
    if len(answers):
        yield answers.take()


def _read_samples(path: Path, notices: Notices, *, texts: bool) -> Iterator[tuple[int, Sample]]:
    """Yield each answer with its line: what is kept of it, or all of it where that can't be told before."""
    if not is_json_lines(path):
        yield from read_objects(path, notices)
        return
    metrics, decode = _decoder_for(path, texts=texts)
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                sample = _decoded(line, metrics, decode)
                if sample is not None:
                    yield number, sample
                elif line.strip():
                    notices.tell(number, say("isn't a whole JSON object: left out"))
    except OSError as error:
        raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=reason_of(error))) from None


def _decoder_for(path: Path, *, texts: bool) -> tuple[frozenset[str], Callable[[bytes], Sample]]:
    """Return the metrics that the first answers of a file have, and a decoder of these and what else is kept."""
    leading = [sample for _, sample in itertools.islice(read_objects(path, Notices(path, [])), _LEADING)]
    metrics = frozenset(metric for sample in leading for metric in metrics_of(sample))
    others = _TEXTS if texts else () if any(sample.get("doc_hash") for sample in leading) else ("doc",)
    fields = dict.fromkeys((*_KEPT, *others, *sorted(metrics)), Any)
    return metrics, msgspec.json.Decoder(TypedDict("Sample", fields, total=False)).decode  # type: ignore[operator]


def _decoded(line: bytes, metrics: frozenset[str], decode: Callable[[bytes], Sample]) -> Sample | None:
    """Return an answer from its line, None where that has none."""
    try:
        sample = decode(line)
        if metrics.issuperset(sample.get("metrics") or ()):
            return sample
    except (msgspec.MsgspecError, TypeError, RecursionError, UnicodeDecodeError):
        pass
    whole = value_of(line)
    return whole if isinstance(whole, dict) else None


def _add_answer(answers: AnswerColumns, sample: Sample, subject: str | None, *, texts: bool) -> Message | None:
    """Add an answer by each of its metrics, and return what is wrong with it, None if nothing."""
    number = sample.get("doc_id")
    if type(number) is not int and not (type(number) is str and number):
        return say("names no question (doc_id): left out")
    name = sample.get("filter")
    suffix = "" if name is None or name in ("", "none") else f",{name}"
    question = str(number) if subject is None else f"{subject}/{number}"
    wrong, row = None, len(answers)
    for metric in metrics_of(sample):
        wrong = answers.add(question, _hash_of(sample), subject, f"{metric}{suffix}", sample.get(metric)) or wrong
    if texts:
        answers.add_texts(row, _text_of(sample.get("doc")), _text_of(sample.get("filtered_resps")))
    return wrong


def _hash_of(sample: Sample) -> str | None:
    """Return what stands for the text of a question: the harness's own digest, else one of the document."""
    stated = sample.get("doc_hash")
    if type(stated) is str:
        return stated
    document = sample.get("doc")
    return None if document is None else hashlib.sha256(_text_of(document).encode()).hexdigest()


def _text_of(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)

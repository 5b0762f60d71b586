"""Tables in JSON: an object a line, or a list of objects; their fields are the columns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from llmsurvey.importers.read_samples import Notices, read_answers
from llmsurvey.logs.run import as_json

_ROWS = 2**14

_LIST = re.compile(r"\s*\[\s*(?=\{)")
_BETWEEN = re.compile(r"[\s,]*")

_decode = json.JSONDecoder().raw_decode


def names_in(path: Path, head: bytes) -> tuple[str, ...]:
    """Return the fields of the objects that a file begins with, none for a file of something else.

    A single object of several lines, or by itself in a file that isn't called JSON Lines, holds answers somewhere, and
    is none.
    """
    text = head.decode("utf-8-sig", "ignore")
    start = _LIST.match(text)
    position = start.end() if start else 0
    names: dict[str, None] = {}
    objects = 0
    while position < len(text):
        try:
            value, end = _decode(text, position)
        except (ValueError, RecursionError):  # which may be cut off here
            break
        if not isinstance(value, dict) or (start is None and "\n" in text[position:end]):
            break
        names.update(dict.fromkeys(value))
        objects += 1
        between = _BETWEEN.match(text, end)
        position = between.end() if between else end
    is_alone = objects == 1 and start is None and path.suffix != ".jsonl"
    return () if is_alone else tuple(names)


def read_batches(path: Path, names: Sequence[str], notices: Notices) -> Iterator[pa.RecordBatch]:
    """Yield some columns of the rows of a file, each cell as text; what is no object is told and left out.

    Raises BoardError for a file that can't be read.
    """
    answers = read_answers(path, notices)
    while rows := list(islice(answers, _ROWS)):
        columns = [pa.array([_text_of(row.get(name)) for _, row in rows], pa.string()) for name in names]
        yield pa.RecordBatch.from_arrays(columns, names=list(names))


def _text_of(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else as_json(value)

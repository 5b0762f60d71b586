"""Collects answers in columns, a row for each metric that an answer was scored by."""

from __future__ import annotations

from array import array
from typing import Any

import pyarrow as pa

from llmsurvey.importers.read_samples import Notices
from llmsurvey.logs.columns import READ
from llmsurvey.messages import Message, say

_ROWS = 2**16
"""So many rows are given at once."""

_CHARACTERS = 2**24
"""And no more than so many characters of text, but for those of one answer."""

MOST = 1e15
"""No score is as far from 0 as this."""

_NUMBERS = frozenset({float, int, bool})


class AnswerColumns:
    """Answers that were read and not yet taken."""

    def __init__(self) -> None:
        self.added = 0
        """How many scores were added, those that were taken, too."""
        self._begin()

    def _begin(self) -> None:
        self._ids: list[str] = []
        self._hashes: list[str | None] = []
        self._clusters: list[str | None] = []
        self._repeats: list[int | None] = []
        self._metrics: list[str] = []
        self._scores = array("d")
        self._texts: dict[int, tuple[str | None, str | None]] = {}
        self._characters = 0

    def __len__(self) -> int:
        return len(self._scores)

    @property
    def is_full(self) -> bool:
        """Whether there are enough to be taken."""
        return len(self._scores) >= _ROWS or self._characters >= _CHARACTERS

    def add(
        self, id: str, hash: str | None, cluster: str | None, metric: str, score: Any, repeat: int | None = None
    ) -> Message | None:
        """Add the score of an answer by one metric, unless it is none: then say so.

        The other parameters are the columns of READ.
        """
        if type(score) not in _NUMBERS or not -MOST < score < MOST:
            return say("{metric} isn't a score: left out", metric=metric)
        self.added += 1
        self._ids.append(id)
        self._hashes.append(hash)
        self._clusters.append(cluster)
        self._repeats.append(repeat)
        self._metrics.append(metric)
        self._scores.append(score)
        return None

    def add_texts(self, row: int, question: str | None, answer: str | None) -> None:
        """Add the texts of an answer whose first row is `row`, unless it has none."""
        if row < len(self):
            self._texts[row] = question, answer
            self._characters += len(question or "") + len(answer or "")

    def take(self) -> pa.RecordBatch:
        """Return what was added as columns of READ, and begin anew."""
        texts = [self._texts.get(row, (None, None)) for row in range(len(self))] if self._texts else []
        columns = [
            self._ids,
            self._hashes,
            self._clusters,
            self._repeats,
            self._metrics,
            self._scores,
            [question for question, _ in texts] or pa.nulls(len(self), pa.string()),
            [answer for _, answer in texts] or pa.nulls(len(self), pa.string()),
        ]
        arrays = [_as_array(column, field.type) for column, field in zip(columns, READ, strict=True)]
        self._begin()
        return pa.RecordBatch.from_arrays(arrays, schema=READ)


def tell_without_scores(notices: Notices, before: int, answers: AnswerColumns) -> None:
    """Tell of a file that added nothing to what was `added` before, unless it was told why: its task isn't there.

    Perplexity and the like are computed of all questions together, and no question has a score of its own.
    """
    if answers.added == before and not notices.has_any:
        notices.tell(0, say("has no score of each question, but of all together at most: left out"))


def _as_array(column: Any, kind: pa.DataType) -> pa.Array:
    """Return a column of this kind; half a character, which JSON can say, is written as JSON writes it."""
    try:
        return pa.array(column, kind)
    except UnicodeEncodeError:
        texts = [None if text is None else text.encode("utf-8", "backslashreplace").decode() for text in column]
        return pa.array(texts, kind)

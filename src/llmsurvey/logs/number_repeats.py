"""Numbers the answers of a run to one question, where the log doesn't."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_MOST = 2**15 - 1
"""No repeat has a higher number."""

Numbers = npt.NDArray[np.int32]


class RepeatNumbers:
    """Counts the answers by metric and question, from one batch to the next.

    `most` is the largest number of answers to one question by one metric: a log may number them from 1, or all alike.
    """

    def __init__(self) -> None:
        self._given: dict[int, Numbers] = {}
        self.most = 0

    def number(self, metric: Numbers, question: Numbers, repeat: Numbers) -> Numbers:
        """Return which repeat each answer is: as the log numbers it, else (-1) counted from earlier ones."""
        before = np.empty_like(repeat)
        for place in np.unique(metric).tolist():
            rows = np.flatnonzero(metric == place)
            before[rows] = self._count(place, question[rows])
        self.most = max(self.most, int(before.max(initial=-1)) + 1)
        return np.minimum(np.where(repeat < 0, before, repeat), _MOST)

    def _count(self, metric: int, question: Numbers) -> Numbers:
        """Return how many answers to the same question stand before each, in this batch and former ones."""
        given = self._given_for(metric, int(question.max()) + 1)
        order = np.argsort(question, kind="stable")
        ordered = question[order]
        starts = np.flatnonzero(np.diff(ordered, prepend=-1))
        lengths = np.diff(starts, append=len(ordered))
        before = given[ordered[starts]]
        counts = np.empty_like(question)
        counts[order] = np.arange(len(ordered)) + np.repeat(before - starts, lengths)
        given[ordered[starts]] += lengths.astype(np.int32)
        return counts

    def _given_for(self, metric: int, questions: int) -> Numbers:
        """Return how many answers there were so far to each question by its number, with room for so many."""
        given = self._given.get(metric, np.empty(0, dtype=np.int32))
        if len(given) < questions:
            given = np.concatenate([given, np.zeros(max(questions, 2 * len(given)) - len(given), dtype=np.int32)])
            self._given[metric] = given
        return given

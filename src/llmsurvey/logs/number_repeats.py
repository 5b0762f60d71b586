"""Numbers the answers of a run to one question, where the log doesn't."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_MOST = 2**15 - 1
"""No repeat has a higher number."""

Numbers = npt.NDArray[np.int32]


class RepeatNumbers:
    """Counts the answers by metric and question, from one batch to the next."""

    def __init__(self) -> None:
        self._given: dict[int, Numbers] = {}

    def number(self, metric: Numbers, question: Numbers, repeat: Numbers) -> Numbers:
        """Return the repeat of each answer, from 0; those that are -1 are counted in the order in which they stand."""
        unnumbered = np.flatnonzero(repeat < 0)
        if len(unnumbered):
            repeat = repeat.copy()
            for place in np.unique(metric[unnumbered]).tolist():
                rows = unnumbered[metric[unnumbered] == place]
                repeat[rows] = self._count(place, question[rows])
        return np.minimum(repeat, _MOST)

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

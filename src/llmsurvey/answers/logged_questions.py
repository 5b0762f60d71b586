"""The questions of a benchmark with what is known of each, built when they are asked for: there may be a million."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, overload

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from llmsurvey.answers.differences import without_noise
from llmsurvey.boards.methods import Ranks, Vector
from llmsurvey.logs.question_statistics import QuestionStatistics
from llmsurvey.messages import Word

Remark = Literal["all miss", "all right", "key looks wrong"]

_DIGITS = 9
"""What differs behind so many digits is rounding."""


class QuestionEntry(NamedTuple):
    """A question, how many models answered it, and what their answers tell; None where they tell nothing.

    `mean_score` is as logged: of right and wrong answers the share that is right. `discrimination` is how scores on the
    question go with the models' means on all others, from -1 to 1. `remark` says what stands out. `key_p_value` is of
    worse models getting it right rather than better ones by chance, adjusted for all questions.
    """

    question: str
    cluster: str | None
    model_count: int
    mean_score: float
    discrimination: float | None
    remark: Remark | None
    deviation: float
    key_p_value: float | None
    question_hash: str | None
    question_text: str | None


class QuestionPoints(NamedTuple):
    """Where questions lie that tell models apart, or tell them apart the wrong way round."""

    mean_scores: Vector
    discriminations: Vector
    is_suspect: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class QuestionEntries(Sequence[QuestionEntry]):
    """The entries of questions in an `order` (places in `statistics`); `questions` is a table of QUESTIONS.

    Where scores are `turned`, less was better: the statistics are of scores with their sign turned. `read_texts` gives
    the texts of questions by their numbers, as far as they were kept.
    """

    statistics: QuestionStatistics
    order: Ranks
    questions: pa.Table
    turned: bool
    read_texts: Callable[[list[int]], Mapping[int, str]]

    def __len__(self) -> int:
        return len(self.order)

    @overload
    def __getitem__(self, row: int) -> QuestionEntry: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[QuestionEntry]: ...

    def __getitem__(self, row: int | slice) -> QuestionEntry | Sequence[QuestionEntry]:
        if isinstance(row, slice):
            return tuple(self._build_entries(self.order[row]))
        return next(self._build_entries(self.order[[row]]))

    def __iter__(self) -> Iterator[QuestionEntry]:
        return self._build_entries(self.order)

    def points(self) -> QuestionPoints:
        """Return where the questions lie whose discrimination is known."""
        of = self.statistics
        known = ~np.isnan(of.discrimination)
        return QuestionPoints(self._as_logged(of.mean)[known], of.discrimination[known], of.is_suspect[known])

    def _as_logged(self, means: Vector) -> Vector:
        return -means if self.turned else means

    def _build_entries(self, places: Ranks) -> Iterator[QuestionEntry]:
        """Yield the entries at some places of the statistics."""
        of = QuestionStatistics._make(column[places] for column in self.statistics)
        questions, numbers = self.questions.take(pa.array(of.question)), of.question.tolist()
        texts = self.read_texts(numbers)
        columns: list[Any] = [
            questions.column("id").to_pylist(),
            questions.column("cluster").to_pylist(),
            of.models.tolist(),
            _known_numbers(self._as_logged(of.mean)),
            _known_numbers(of.discrimination),
            self._remarks(of),
            of.deviation.round(_DIGITS).tolist(),
            [without_noise(number) for number in of.against.tolist()],
            questions.column("hash").to_pylist(),
            [texts.get(number) for number in numbers],
        ]
        return map(QuestionEntry._make, zip(*columns, strict=True))

    def _remarks(self, of: QuestionStatistics) -> list[Word | None]:
        """Return what stands out of each question."""
        remarks: list[Word | None] = [None] * len(of.question)
        for word, stands_out in (
            ("all miss", self.is_missed(of)),
            ("all right", self.is_right(of)),
            ("key looks wrong", of.is_suspect),
        ):
            for row in np.flatnonzero(stands_out).tolist():
                remarks[row] = Word("remark", word)
        return remarks

    def is_missed(self, of: QuestionStatistics) -> npt.NDArray[np.bool_]:
        """Whether no model got anything of a question right."""
        return np.asarray((of.highest == 0) & (not self.turned))

    def is_right(self, of: QuestionStatistics) -> npt.NDArray[np.bool_]:
        """Whether every model got a question wholly right."""
        return np.asarray((of.lowest == 1) & (not self.turned))


def _known_numbers(numbers: Vector) -> list[float | None]:
    """Return numbers without what is rounding, None for those that aren't known."""
    return [without_noise(number) for number in numbers.round(_DIGITS).tolist()]

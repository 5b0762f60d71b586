"""What many models scored on each question of a benchmark, as a matrix of which only a part is held in memory."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from llmsurvey.boards.methods import Ranks
from llmsurvey.errors import OutputError, reason_of
from llmsurvey.logs.engine import Engine
from llmsurvey.logs.open_logs import Logs
from llmsurvey.logs.run import KeptRun
from llmsurvey.logs.same_questions import SameQuestions, scan_scores
from llmsurvey.messages import say

IN_MEMORY = 2**28
"""Scores of more bytes than this are kept in a file without a name."""

_ANSWERS_AT_ONCE = 2**22
"""So many answers are asked of the engine at once, which are some 100 MiB."""

_BLOCK = 2**24
"""So many scores are read back at once, which are 128 MiB as they are computed with."""


_SCORE = np.dtype(np.float64)
"""With half as many digits models that score the same in all would differ by rounding, and not share a rank."""


class QuestionBlock(NamedTuple):
    """What some models scored (N by K) on K questions that all of them answered; `unit` is the unit of each, in order.

    Questions of one unit, such as a passage, stand beside each other, and may go on in the next block.
    """

    units: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]


class ScoreMatrix:
    """The scores of `models` on the questions of one benchmark that any of them answered.

    `answered` has how many questions each of them answered, `questions` how many any of them did. `lowest` and
    `highest` are the ends of all scores.
    """

    def __init__(self, models: Sequence[str], units: npt.NDArray[np.int64], in_memory: int = IN_MEMORY) -> None:
        """Begin without scores, of which more bytes than `in_memory` are kept in a file.

        `units` says for each question of the benchmark which unit it is of; -1 is for one that isn't looked at.
        """
        self.models = tuple(models)
        self.answered: Ranks = np.zeros(len(models), dtype=np.int64)
        self.lowest, self.highest = np.inf, -np.inf
        self._order = order = np.argsort(units, kind="stable")[np.count_nonzero(units < 0) :]
        self._units = units[order]
        self._column = np.full(len(units), -1, dtype=np.int64)
        self._column[order] = np.arange(len(order))
        self._times_answered = np.zeros(len(order), dtype=np.int64)
        self._width = max(1, _BLOCK // max(1, len(models)))
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=in_memory)  # noqa: SIM115  closed with the matrix
        weakref.finalize(self, self._file.close)

    @property
    def questions(self) -> int:
        """How many questions any model answered."""
        return len(self.numbers_answered())

    def numbers_answered(self, least: int = 1) -> Ranks:
        """Return the numbers of the questions that at least so many models answered."""
        return self._order[self._times_answered >= least]

    def put(
        self, models: range, places: Ranks, questions: npt.NDArray[np.int32], scores: npt.NDArray[np.float64]
    ) -> None:
        """Put all scores of some `models`, by their rows in the matrix: each model is put once.

        `places` are the models of the scores, counted from the first of these, and `questions` the numbers of the
        questions. Raises OSError where they can't be written.
        """
        columns = self._column[questions]
        is_wanted = columns >= 0
        places, columns, scores = places[is_wanted], columns[is_wanted], scores[is_wanted]
        held = np.full((len(models), len(self._units)), np.nan, dtype=_SCORE)
        held[places, columns] = scores
        is_there = ~np.isnan(held)
        self.answered[models.start : models.stop] = is_there.sum(axis=1)
        self._times_answered += is_there.sum(axis=0)
        self.lowest = min(self.lowest, float(scores.min(initial=np.inf)))
        self.highest = max(self.highest, float(scores.max(initial=-np.inf)))
        for start in range(0, len(self._units), self._width):
            block = held[:, start : start + self._width]
            self._file.seek((start * len(self.models) + models.start * block.shape[1]) * held.itemsize)
            self._file.write(block.tobytes())

    def answered_most(self) -> npt.NDArray[np.bool_]:
        """Return which models answered at least half of the questions that more than half of the models answered.

        So models that were asked in other words are left out, and the others keep their questions.
        """
        is_usual = 2 * self._times_answered > len(self.models)
        if not is_usual.any() or self.answered.min(initial=self.questions) == self.questions:
            return np.ones(len(self.models), dtype=bool)
        usual = np.zeros(len(self.models), dtype=np.int64)
        for columns, scores in self._read():
            usual += np.count_nonzero(~np.isnan(scores[:, is_usual[columns]]), axis=1)
        return 2 * usual >= np.count_nonzero(is_usual)

    def blocks(self, rows: Ranks) -> Iterator[QuestionBlock]:
        """Yield what the models in some rows scored on the questions that all of them answered."""
        for columns, of_all in self._read():
            scores = of_all[rows]
            is_common = ~np.isnan(scores).any(axis=0)
            yield QuestionBlock(self._units[columns][is_common], scores[:, is_common])

    def _read(self) -> Iterator[tuple[slice, npt.NDArray[np.float64]]]:
        """Yield some columns, and the scores of all models in them."""
        for start in range(0, len(self._units), self._width):
            columns = slice(start, min(start + self._width, len(self._units)))
            number = columns.stop - columns.start
            self._file.seek(start * len(self.models) * _SCORE.itemsize)
            read = np.frombuffer(self._file.read(len(self.models) * number * _SCORE.itemsize), dtype=_SCORE)
            yield columns, read.reshape(len(self.models), number)


def fill_matrix(
    logs: Logs, engine: Engine, runs: Mapping[str, KeptRun], metric: str, same: SameQuestions, matrix: ScoreMatrix
) -> ScoreMatrix:
    """Return the matrix with what each of its models scored by a metric, by its run: the mean of the repeats.

    `same` says which questions count as one.

    Raises OutputError where there is no room for the scores, EngineError where the answers can't be read.
    """
    row = 0
    try:
        for some in _in_chunks(runs.values()):
            places, table = _ask_scores(logs, engine, some, metric, same)
            columns = (table.column(name).to_numpy() for name in ("question", "score"))
            matrix.put(range(row, row + len(some)), places, *columns)
            row += len(some)
    except OSError as error:
        raise OutputError(
            say("{folder} has no room for scores: {reason}.", folder=tempfile.gettempdir(), reason=reason_of(error))
        ) from None
    return matrix


def _ask_scores(
    logs: Logs, engine: Engine, runs: Sequence[KeptRun], metric: str, same: SameQuestions
) -> tuple[Ranks, pa.Table]:
    """Return the place of the model of each row among the runs, and the rows: question and score."""
    table = engine.collect(scan_scores(logs, engine, runs, metric, same).select("model", "question", "score"))
    models = table.column("model").combine_chunks().dictionary_encode()
    place_of = {kept.run.model: place for place, kept in enumerate(runs)}
    places = np.array([place_of[model] for model in models.dictionary.to_pylist()], dtype=np.int64)
    return places[models.indices.to_numpy()], table


def _in_chunks(runs: Iterable[KeptRun]) -> Iterator[list[KeptRun]]:
    """Yield runs in groups, in their order, of so many answers as are asked for at once."""
    some: list[KeptRun] = []
    answers = 0
    for kept in runs:
        if some and answers + kept.answers > _ANSWERS_AT_ONCE:
            yield some
            some, answers = [], 0
        some.append(kept)
        answers += kept.answers
    if some:
        yield some

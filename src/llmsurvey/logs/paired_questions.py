"""Which questions two models both answered, and what they scored on them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from llmsurvey.boards.methods import Vector
from llmsurvey.logs.arrays import Numbers, codes_of
from llmsurvey.logs.question_scores import QuestionScores


class PairedQuestions(NamedTuple):
    """Questions that two models answered, with the score of each, and how many more there are.

    `first_questions` and `second_questions` are the numbers of the same questions: they differ where a log lacks the
    hash of a question's text, which are `unchecked`. `reworded` have one id and another text; `alone` are answers of
    either to what the other wasn't asked, without these.
    """

    first_questions: Numbers
    second_questions: Numbers
    first: Vector
    second: Vector
    reworded: int
    unchecked: int
    alone: int

    @property
    def is_share(self) -> bool:
        """Whether all scores are shares, which are shown in percent."""
        return all(((scores >= 0) & (scores <= 1)).all() for scores in (self.first, self.second))


def pair_questions(first: QuestionScores, second: QuestionScores, questions: pa.Table) -> PairedQuestions:
    """Return what two models scored on the questions of a benchmark that both answered; `questions` has all of them.

    A question is the same where its id and the hash of its text are, or where not both logs have the hash.
    """
    _, in_first, in_second = np.intersect1d(first.questions, second.questions, assume_unique=True, return_indices=True)
    rest = np.delete(np.arange(len(first.questions)), in_first)
    others = np.delete(np.arange(len(second.questions)), in_second)
    unchecked = _count_without_hash(first.questions[in_first], questions)
    same_id = _pair_by_id(first.questions[rest], second.questions[others], questions)
    in_first, in_second = np.append(in_first, rest[same_id.first]), np.append(in_second, others[same_id.second])
    return PairedQuestions(
        first.questions[in_first].astype(np.int64),
        second.questions[in_second].astype(np.int64),
        first.scores[in_first],
        second.scores[in_second],
        reworded=same_id.reworded,
        unchecked=unchecked + len(same_id.first),
        alone=len(rest) + len(others) - 2 * (len(same_id.first) + same_id.reworded),
    )


def _count_without_hash(numbers: npt.NDArray[np.int32], questions: pa.Table) -> int:
    hashes = questions.column("hash")
    if not hashes.null_count:
        return 0
    return sum(hash is None for hash in np.array(hashes.to_pylist(), dtype=object)[numbers])


class _SameId(NamedTuple):
    first: Numbers
    second: Numbers
    reworded: int


def _pair_by_id(first: npt.NDArray[np.int32], second: npt.NDArray[np.int32], questions: pa.Table) -> _SameId:
    """Return the places of questions that share an id and aren't both hashed, and how many share one and are."""
    pairs: list[tuple[int, int]] = []
    reworded = 0
    if len(first) and len(second):
        ids, hashes = (questions.column(name).to_pylist() for name in ("id", "hash"))
        place_by_id = {ids[question]: place for place, question in enumerate(second.tolist())}
        for place, question in enumerate(first.tolist()):
            place_in_second = place_by_id.pop(ids[question], None)
            if place_in_second is None:
                continue
            if None in (hashes[question], hashes[second[place_in_second]]):
                pairs.append((place, place_in_second))
            else:
                reworded += 1
    places = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return _SameId(places[:, 0], places[:, 1], reworded)


def cluster_numbers(paired: PairedQuestions, questions: pa.Table) -> Numbers | None:
    """Return the clusters of paired questions, numbered from 0; None where no log tells any.

    It is that of the first one's question, or of the second one's. A question of which no cluster is told is a cluster
    of its own.
    """
    codes, names = codes_of(questions.column("cluster"))
    codes, others = codes[paired.first_questions], codes[paired.second_questions]
    if None in names:
        unknown = names.index(None)
        codes = np.where(codes == unknown, others, codes)
        is_alone = codes == unknown
        if is_alone.all():
            return None
        codes[is_alone] = len(names) + np.arange(is_alone.sum())
    return np.unique(codes, return_inverse=True)[1].astype(np.int64)

"""Which questions are paired: those of one id and one text, and of one id where not both logs have the text."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.logs.columns import QUESTIONS
from llmsurvey.logs.paired_questions import PairedQuestions, cluster_numbers, pair_questions
from llmsurvey.logs.question_scores import QuestionScores

Key = tuple[str, str | None]


def paired(first: dict[Key, float], second: dict[Key, float]) -> PairedQuestions:
    """What is paired of two models by the ids and hashes of the questions that they answered."""
    keys = list(dict.fromkeys([*first, *second]))
    rows = [{"question": n, "id": id, "hash": hash, "cluster": None} for n, (id, hash) in enumerate(keys)]
    numbers = {key: number for number, key in enumerate(keys)}

    def scores_of(scored: dict[Key, float]) -> QuestionScores:
        by_number = sorted((numbers[key], score) for key, score in scored.items())
        questions, scores = zip(*by_number, strict=True) if by_number else ((), ())
        return QuestionScores(np.array(questions, dtype=np.int32), np.array(scores, dtype=float))

    return pair_questions(scores_of(first), scores_of(second), pa.Table.from_pylist(rows, schema=QUESTIONS))


answers = st.dictionaries(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["x", "y"])), st.floats(0, 1))


@given(answers, answers)
def test_every_answer_is_paired_or_counted(first: dict[Key, float], second: dict[Key, float]) -> None:
    found = paired(first, second)
    shared = sorted(key for key in first if key in second)
    assert Counter(zip(found.first.tolist(), found.second.tolist(), strict=True)) == Counter(
        (first[key], second[key]) for key in shared
    )
    assert found.unchecked == 0
    assert len(first) + len(second) == 2 * len(found.first) + 2 * found.reworded + found.alone


def test_a_question_in_other_words_is_no_pair_and_is_told() -> None:
    found = paired({("1", "x"): 1, ("2", "x"): 1, ("3", "x"): 0}, {("1", "x"): 0, ("2", "y"): 1, ("4", "x"): 1})
    assert (found.first.tolist(), found.second.tolist()) == ([1], [0])
    assert (found.reworded, found.alone, found.unchecked) == (1, 2, 0)


def test_a_question_whose_text_one_log_lacks_is_paired_by_its_id_and_told() -> None:
    found = paired({("1", None): 1, ("2", None): 0, ("9", None): 0}, {("1", "x"): 0, ("2", None): 1})
    assert sorted(zip(found.first.tolist(), found.second.tolist(), strict=True)) == [(0, 1), (1, 0)]
    assert (found.unchecked, found.alone) == (2, 1)


@pytest.mark.parametrize(("scores", "is_share"), [((1.0, 0.5), True), ((1.0, 70.0), False), ((-0.1, 0.5), False)])
def test_scores_from_0_to_1_are_shares(scores: tuple[float, float], is_share: bool) -> None:
    assert paired({("1", "x"): scores[0]}, {("1", "x"): scores[1]}).is_share is is_share


def test_a_question_without_a_cluster_has_one_of_its_own() -> None:
    told = ["anatomy", None, "law", "anatomy", None]
    questions = pa.table({"cluster": pa.array(told, pa.string())})

    def clusters(first: list[int], second: list[int]) -> list[int] | None:
        pairs = paired({}, {})._replace(first_questions=np.array(first), second_questions=np.array(second))
        numbers = cluster_numbers(pairs, questions)
        return None if numbers is None else numbers.tolist()

    numbers = clusters([3, 1, 0, 4, 2], [3, 1, 0, 4, 2])
    assert numbers is not None
    assert numbers[0] == numbers[2]
    assert sorted(set(numbers)) == [0, 1, 2, 3]
    assert clusters([1, 4], [1, 4]) is None
    assert clusters([1, 0, 4], [0, 1, 4]) == [0, 0, 1]  # which one log alone tells

"""How many questions are enough: against rankings that are made one by one, and where the answer is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from llmsurvey.logs import enough_questions
from llmsurvey.logs.enough_questions import LEAST_SPLIT, find_enough_questions

Table = npt.NDArray[np.float64]

shares = st.tuples(st.integers(2, 9), st.integers(2, 12)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(0, 4).map(lambda quarters: quarters / 4))
)


def in_blocks(scores: Table, width: int = 1000) -> Callable[[], Iterable[Table]]:
    return lambda: (scores[:, start : start + width] for start in range(0, scores.shape[1], width))


def answers_of(models: int, questions: int, seed: int = 0) -> Table:
    """Right and wrong answers of models that are ever abler to questions of all hardness."""
    chance = np.random.default_rng(seed)
    ability, hardness = np.linspace(-2, 2, models), chance.normal(size=questions)
    return (chance.random((models, questions)) < 1 / (1 + np.exp(hardness - ability[:, np.newaxis]))).astype(float)


def test_sizes_are_no_more_than_half_of_the_questions() -> None:
    assert [found.questions for found in find_enough_questions(in_blocks(answers_of(5, 1000)))] == [
        *(10, 20, 50, 100, 200, 500)
    ]
    assert find_enough_questions(in_blocks(answers_of(5, 19))) == []


def test_how_questions_are_cut_into_blocks_matters_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = answers_of(24, 130)
    whole = find_enough_questions(in_blocks(scores))
    monkeypatch.setattr(enough_questions, "_BLOCK", 7)
    assert find_enough_questions(in_blocks(scores, 11)) == whole


def test_more_questions_agree_better() -> None:
    found = find_enough_questions(in_blocks(answers_of(40, 2000)))
    taus = [one.drawn.tau for one in found]
    assert taus == sorted(taus)
    assert [one.most_swapped for one in found] == sorted((one.most_swapped for one in found), reverse=True)
    assert all(one.most_swapped >= one.drawn.swapped for one in found)


def test_telling_questions_do_better_than_chance_on_models_that_did_not_choose_them() -> None:
    chance = np.random.default_rng(0)
    scores = answers_of(60, 2000)
    scores[:, :1600] = chance.random((60, 1600)) < 0.5  # four in five questions tell nothing
    found = find_enough_questions(in_blocks(scores))
    for one in found[:4]:
        assert one.telling is not None
        assert one.telling.tau > one.drawn.tau + 0.1


def test_where_no_question_tells_anything_choosing_gains_nothing() -> None:
    """Judged by the models that they were chosen by, such questions would look good."""
    scores = (np.random.default_rng(1).random((60, 2000)) < 0.5).astype(float)
    for one in find_enough_questions(in_blocks(scores)):
        assert one.telling is not None
        assert one.telling.tau < one.drawn.tau + 0.1


def test_of_few_models_no_half_is_left_out() -> None:
    assert {one.telling for one in find_enough_questions(in_blocks(answers_of(LEAST_SPLIT - 1, 100)))} == {None}
    assert None not in {one.telling for one in find_enough_questions(in_blocks(answers_of(LEAST_SPLIT, 100)))}


def test_agreement_is_that_of_rankings_made_one_by_one() -> None:
    scores = answers_of(12, 60)
    places = enough_questions._draw_orders(np.random.default_rng(17), 60)
    found = find_enough_questions(in_blocks(scores))
    for one in found:
        taus = [
            scipy.stats.kendalltau(scores[:, order < one.questions].sum(axis=1), scores.sum(axis=1)).statistic
            for order in places
        ]
        assert one.drawn.tau == pytest.approx(np.mean(np.nan_to_num(taus)))


def test_models_that_are_all_alike_have_no_order_to_agree_with() -> None:
    (one, *_) = find_enough_questions(in_blocks(np.ones((4, 40))))
    assert one.drawn == (0, 0)


@given(scores=shares, data=st.data())
def test_discrimination_of_a_half_is_the_correlation_with_the_others_of_it(scores: Table, data: st.DataObject) -> None:
    models = len(scores)
    half = np.array(data.draw(st.lists(st.booleans(), min_size=models, max_size=models)), dtype=np.bool_)
    half[:2] = True
    found = enough_questions._discriminate(in_blocks(scores), scores.sum(axis=1), half[np.newaxis])[0]
    for question, correlation in enumerate(found):
        own, rest = scores[half, question], np.delete(scores[half], question, axis=1).sum(axis=1)
        if np.ptp(own) > 0 and np.ptp(rest) > 0:
            assert correlation == pytest.approx(scipy.stats.pearsonr(own, rest).statistic, abs=1e-6)
        else:
            assert np.isnan(correlation)

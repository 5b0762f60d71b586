"""What answers tell of questions, against scipy and statsmodels on the whole table of models and questions."""

from __future__ import annotations

import warnings

import narwhals as nw
import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from statsmodels.stats.multitest import multipletests

from llmsurvey.boards.holm import adjust_p_values
from llmsurvey.logs import question_statistics
from llmsurvey.logs.engine import Engine, open_engine
from llmsurvey.logs.question_statistics import QuestionStatistics, judge_questions, models_to_suspect

Table = npt.NDArray[np.float64]

POLARS = open_engine("polars")
right_or_wrong = st.tuples(st.integers(3, 12), st.integers(2, 12)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.sampled_from((0.0, 1.0)))
)
shares = st.tuples(st.integers(3, 8), st.integers(2, 8)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(0, 8).map(lambda eighths: eighths / 8))
)


def frame_of(scores: Table) -> nw.LazyFrame[pl.LazyFrame]:
    """Answers of models (rows) to questions (columns); one that is NaN wasn't given."""
    models, questions = np.nonzero(~np.isnan(scores))
    return nw.from_native(
        pl.LazyFrame(
            {
                "benchmark": ["made"] * len(models),
                "model": [f"lab/{model}" for model in models],
                "question": questions.astype(np.int32),
                "score": scores[models, questions],
            }
        )
    )


def judge(scores: Table, engine: Engine = POLARS) -> QuestionStatistics:
    return judge_questions(engine, frame_of(scores), scores.shape[1])


def correlation(first: Table, second: Table) -> float:
    """Pearson's, NaN where one doesn't vary."""
    if np.ptp(first) == 0 or np.ptp(second) < 1e-9:
        return float("nan")
    return float(scipy.stats.pearsonr(first, second).statistic)


@given(scores=shares)
def test_discrimination_is_the_correlation_with_the_mean_of_the_others(scores: Table) -> None:
    rest = [np.delete(scores, question, axis=1).mean(axis=1) for question in range(scores.shape[1])]
    expected = [correlation(scores[:, question], others) for question, others in enumerate(rest)]
    assert judge(scores).discrimination == pytest.approx(expected, abs=1e-6, nan_ok=True)


@given(scores=right_or_wrong)
def test_discrimination_of_right_and_wrong_is_point_biserial(scores: Table) -> None:
    judged = judge(scores)
    for question in range(scores.shape[1]):
        right, rest = scores[:, question], np.delete(scores, question, axis=1).mean(axis=1)
        if 0 < right.mean() < 1 and np.ptp(rest) > 1e-9:
            expected = scipy.stats.pointbiserialr(right.astype(bool), rest).statistic
            assert judged.discrimination[question] == pytest.approx(expected, abs=1e-6)


@settings(max_examples=40)
@given(scores=right_or_wrong)
def test_suspicion_is_mann_and_whitney_s_test_by_holm_s_procedure(scores: Table) -> None:
    judged, means = judge(scores), scores.mean(axis=1)
    tested = [q for q, right in enumerate(scores.T) if 0 < right.mean() < 1 and np.ptp(means) > 0]
    p_values = [
        scipy.stats.mannwhitneyu(
            means[scores[:, question] == 1].round(12),
            means[scores[:, question] == 0].round(12),
            alternative="less",
            use_continuity=False,
            method="asymptotic",
        ).pvalue
        for question in tested
    ]
    assert judged.against[tested] == pytest.approx(adjust_p_values(p_values), abs=1e-9)
    assert np.isnan(np.delete(judged.against, tested)).all()


@given(scores=right_or_wrong, data=st.data())
def test_the_order_of_models_matters_to_nothing(scores: Table, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(scores))))
    for first, second in zip(judge(scores), judge(scores[order]), strict=True):
        assert second == pytest.approx(first, abs=1e-9, nan_ok=True)


@given(scores=shares, data=st.data())
def test_a_question_that_all_answer_alike_tells_nothing(scores: Table, data: st.DataObject) -> None:
    question = data.draw(st.integers(0, scores.shape[1] - 1))
    scores[:, question] = data.draw(st.sampled_from((0.0, 0.125, 1.0)))
    judged = judge(scores)
    assert np.isnan(judged.discrimination[question])
    assert np.isnan(judged.against[question])
    assert judged.deviation[question] == pytest.approx(0, abs=1e-12)


@given(scores=shares)
def test_means_and_ends_are_of_the_scores(scores: Table) -> None:
    judged = judge(scores)
    assert judged.mean == pytest.approx(scores.mean(axis=0))
    assert judged.deviation == pytest.approx(scores.std(axis=0), abs=1e-9)
    assert (judged.lowest == scores.min(axis=0)).all()
    assert (judged.highest == scores.max(axis=0)).all()


@given(scores=shares, shift=st.sampled_from((-1e6, 1e3, 1e6)))
def test_where_scores_begin_matters_to_no_correlation(scores: Table, shift: float) -> None:
    assert judge(scores + shift).discrimination == pytest.approx(judge(scores).discrimination, abs=1e-4, nan_ok=True)


def test_of_a_missing_answer_its_model_doesn_t_count() -> None:
    chance = np.random.default_rng(1)
    scores = (chance.random((9, 12)) < 0.6).astype(float)
    scores[2, 5] = np.nan
    judged = judge(scores)
    assert judged.models.tolist() == [9] * 5 + [8] + [9] * 6
    answered = np.delete(scores, 2, axis=0)
    expected = correlation(answered[:, 5], np.delete(answered, 5, axis=1).mean(axis=1))
    assert judged.discrimination[5] == pytest.approx(expected)


def test_of_two_models_no_question_discriminates() -> None:
    judged = judge(np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0]]))
    assert np.isnan(judged.discrimination).all()
    assert np.isnan(judged.against).all()


def test_the_procedure_is_that_of_statsmodels() -> None:
    scores = (np.random.default_rng(5).random((40, 30)) < 0.5).astype(float)
    means = scores.mean(axis=1)
    p_values = [
        scipy.stats.norm.cdf(np.sqrt(39) * scipy.stats.spearmanr(right, means.round(12)).statistic)
        for right in scores.T
    ]
    assert judge(scores).against == pytest.approx(multipletests(p_values, method="holm")[1])


def test_a_wrong_key_among_many_questions_is_found_and_no_other() -> None:
    chance = np.random.default_rng(0)
    ability, hardness = chance.normal(size=200), chance.normal(size=400)
    scores = (chance.random((200, 400)) < 1 / (1 + np.exp(hardness - ability[:, np.newaxis]))).astype(float)
    scores[:, 7] = 1 - scores[:, 7]
    assert np.flatnonzero(judge(scores).is_suspect).tolist() == [7]


def test_what_is_dealt_out_by_chance_is_rarely_suspect() -> None:
    """Some models far below all others would make chance look sure, were the means themselves compared."""
    chance = np.random.default_rng(3)
    ability = np.concatenate([np.full(3, -9.0), chance.normal(size=60)])
    suspect = 0.0
    for _ in range(40):
        scores = (chance.random((63, 200)) < 1 / (1 + np.exp(-ability[:, np.newaxis]))).astype(float)
        scores[:, :40] = chance.random((63, 40)) < 0.03
        suspect += float(judge(scores).is_suspect.any())
    assert suspect <= 6  # of 40 lists, with 5 % each: more has a chance of 1 in 400


@pytest.mark.parametrize("questions", [1, 100, 10_000, 1_000_000])
def test_from_so_many_models_on_a_key_can_be_suspect(questions: int) -> None:
    models = models_to_suspect(questions)
    places = np.arange(models)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        p_value = scipy.stats.mannwhitneyu(
            places[: models // 2],
            places[models // 2 :],
            alternative="less",
            use_continuity=False,
            method="asymptotic",
        ).pvalue
    assert p_value * questions == pytest.approx(0.05, rel=0.7)


def test_duckdb_gives_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    chance = np.random.default_rng(2)
    scores = (chance.random((30, 50)) < 0.6).astype(float)
    path = tmp_path_factory.mktemp("answers") / "answers.parquet"
    frame_of(scores).collect().to_native().write_parquet(path)
    engine = open_engine("duckdb")
    for first, second in zip(judge_questions(engine, engine.scan([str(path)]), 50), judge(scores), strict=True):
        assert first == pytest.approx(second, abs=1e-12, nan_ok=True)
        assert isinstance(first, np.ndarray)


def test_how_many_questions_are_summed_at_once_matters_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = (np.random.default_rng(4).random((12, 25)) < 0.6).astype(float)
    whole = judge(scores)
    monkeypatch.setattr(question_statistics, "AT_ONCE", 7)
    for first, second in zip(judge(scores), whole, strict=True):
        assert first == pytest.approx(second, abs=1e-12, nan_ok=True)


def test_figures_are_arrays_of_their_kind() -> None:
    judged = judge(np.eye(4))
    assert pa.array(judged.question).type == pa.int32()
    assert judged.question.tolist() == [0, 1, 2, 3]

"""How far apart two models are: paired and unpaired, against scipy and by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from tests.boards.made import ONE_BY_ONE, made, records

from llmsurvey.boards.board import Board, Measure
from llmsurvey.boards.differences import Pair, mcnemar, paired, unpaired
from llmsurvey.boards.ranking import ranked
from llmsurvey.boards.shelf import Shelf
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.records import Benchmark, Table
from llmsurvey.registry.registry import Registry

QUIZZES = Registry(
    benchmarks=(
        Benchmark(id="arc", name="ARC", items=400),
        Benchmark(id="mmlu", name="MMLU", items=400),
        Benchmark(id="truthfulqa", name="TruthfulQA", items=400),
    )
)

REACH = float(scipy.stats.norm.ppf(0.975))

rights = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=2, max_size=60)
parts = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=60)


def pair(found: Sequence[tuple[float, float]]) -> Pair:
    return Pair([float(one) for one, _ in found], [float(other) for _, other in found])


def of(board: Board, *names: str, registry: Registry = QUIZZES) -> Table:
    return unpaired(ranked(board, ONE_BY_ONE, registry), names, registry)


def row_of(found: Pair, metric: str = "acc") -> dict[str, Any]:
    (row,) = records(paired({"arc": (metric, found)}, ("one", "other"), QUIZZES.benchmark_by_id, 0))
    return row


@given(st.one_of(rights, parts))
def test_the_error_of_a_paired_difference_is_that_of_the_mean_of_differences(found: list[tuple[float, float]]) -> None:
    first, second = np.array(found, dtype=float).T
    assert pair(found).difference == pytest.approx(100 * float(np.mean(first - second)), abs=1e-9)
    assert pair(found).error == pytest.approx(100 * float(scipy.stats.sem(first - second)), abs=1e-9)


def test_the_error_is_the_one_of_scipy_s_paired_t_test() -> None:
    random = np.random.default_rng(1)
    first, second = random.random((2, 50))
    found = Pair(first.tolist(), second.tolist())
    expected = scipy.stats.ttest_rel(first, second)
    assert found.difference / found.error == pytest.approx(float(expected.statistic))


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_s_p_value_is_that_of_an_exact_binomial_test(first: int, second: int) -> None:
    expected = scipy.stats.binomtest(first, first + second).pvalue if first + second else 1.0
    assert mcnemar(first, second) == pytest.approx(float(expected), rel=1e-9)


@pytest.mark.parametrize(
    ("first", "second"), [(520, 479), (520, 480), (540, 470), (2000, 2100), (700, 700), (1500, 900)]
)
def test_so_it_is_for_many_questions(first: int, second: int) -> None:
    assert mcnemar(first, second) == pytest.approx(float(scipy.stats.binomtest(first, first + second).pvalue), rel=1e-6)


def test_a_p_value_below_what_a_float_holds_is_nought() -> None:
    assert mcnemar(0, 5000) == 0
    assert mcnemar(0, 999) == pytest.approx(2.0**-998)


@given(rights)
def test_a_paired_row_counts_what_only_one_got_right(found: list[tuple[float, float]]) -> None:
    row = row_of(pair(found))
    only = found.count((1, 0)), found.count((0, 1))
    assert (row["first_only"], row["second_only"]) == only
    assert row["p_value"] == mcnemar(*only)
    assert row["items"] == len(found)
    assert row["difference"] == pytest.approx(row["first"] - row["second"])
    assert str(row["pairing"]) == "paired"


def test_where_answers_are_not_right_or_wrong_there_is_no_such_test() -> None:
    row = row_of(Pair([0.5, 0.2, 1], [0, 1, 1]), "f1")
    assert (row["p_value"], row["first_only"], row["second_only"]) == (None, None, None)
    assert row["metric"] == "f1"


def test_the_interval_reaches_so_many_errors_to_both_sides() -> None:
    found = pair([(1, 0)] * 30 + [(0, 1)] * 10 + [(1, 1)] * 60)
    row = row_of(found)
    assert row["difference"] == 20
    assert row["low"] == pytest.approx(20 - REACH * found.error)
    assert row["high"] == pytest.approx(20 + REACH * found.error)
    assert row["interval"] == f"{row['low']:+.1f} to {row['high']:+.1f}"
    assert str(row["apart"]) == "yes"


def test_one_question_gives_no_interval() -> None:
    row = row_of(Pair([1], [0]))
    assert (row["difference"], row["interval"], row["low"], row["apart"]) == (100, None, None, None)


def test_the_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    random = np.random.default_rng(2023)
    covered = 0
    for _ in range(400):
        hard = random.random(300)
        first, second = (
            random.random((2, 300)) < np.clip(np.array([0.2 + 0.7 * hard, 0.1 + 0.7 * hard]), 0, 1)
        ).astype(float)
        row = row_of(Pair(first.tolist(), second.tolist()))
        covered += row["low"] <= 10 <= row["high"]
    assert 0.92 <= covered / 400 <= 0.98


def test_pairing_gives_smaller_errors_where_both_fail_on_the_same_questions() -> None:
    found = pair([(1, 1)] * 50 + [(0, 0)] * 46 + [(1, 0)] * 4)
    assert found.error < 100 * math.sqrt(0.54 * 0.46 / 100 + 0.5 * 0.5 / 100) / 3


def test_what_was_left_out_is_told() -> None:
    pairs = {"arc": ("acc", Pair([1, 0], [0, 0])), "mine": ("f1", Pair([0.5], [0.5]))}
    table = paired(pairs, ("one", "other"), QUIZZES.benchmark_by_id, 1234)
    assert [row["benchmark"] for row in records(table)] == ["arc", "mine"]
    assert table.title == "one against other"
    assert table.notes == (
        "0 of 2 differences are more than chance, each with 95 % confidence by itself.",
        "Paired, question by question. Where answers are right or wrong, McNemar's exact test decides.",
        "1,234 answers are left out: the other wasn't asked the same question.",
    )


def test_an_unpaired_difference_has_the_errors_of_both() -> None:
    (row,) = records(of(made({"a": (60,), "b": (50,)}, "arc"), "a", "b"))
    error = 100 * math.sqrt(0.6 * 0.4 / 400 + 0.5 * 0.5 / 400)
    assert (row["first"], row["second"], row["difference"]) == (60, 50, 10)
    assert (row["low"], row["high"]) == pytest.approx((10 - REACH * error, 10 + REACH * error))
    assert (str(row["apart"]), str(row["pairing"]), row["items"], row["p_value"]) == ("yes", "unpaired", 400, None)


def test_the_difference_of_the_means_has_the_errors_of_all() -> None:
    *parts, mean = records(of(made({"a": (60, 20), "b": (50, 40)}, "arc", "mmlu"), "a", "b"))
    reach = math.sqrt(sum(((row["high"] - row["low"]) / 2) ** 2 for row in parts)) / 2
    assert (mean["benchmark"], mean["metric"], mean["items"]) == ("average", "mean", None)
    assert (mean["first"], mean["second"], mean["difference"]) == (40, 45, -5)
    assert (mean["low"], mean["high"]) == (pytest.approx(-5 - reach), pytest.approx(-5 + reach))


def test_of_one_benchmark_there_is_no_mean() -> None:
    assert [row["benchmark"] for row in records(of(made({"a": (60,), "b": (50,)}, "arc"), "a", "b"))] == ["arc"]


@given(rights)
def test_where_answers_are_right_or_wrong_mcnemar_s_test_decides(found: list[tuple[float, float]]) -> None:
    row = row_of(pair(found))
    assert str(row["apart"]) == ("yes" if row["p_value"] < 0.05 else "no")


def test_where_they_are_not_the_interval_decides() -> None:
    assert str(row_of(Pair([0.9, 0.8, 0.9], [0.1, 0.1, 0.2]), "f1")["apart"]) == "yes"
    assert str(row_of(Pair([0.9, 0.1, 0.9], [0.1, 0.9, 0.2]), "f1")["apart"]) == "no"


def test_the_other_way_round_it_has_the_other_sign() -> None:
    board = made({"a": (60, 20), "b": (50, 40)}, "arc", "mmlu")
    one, other = records(of(board, "a", "b")), records(of(board, "b", "a"))
    assert [(row["low"], row["high"]) for row in one] == [(-row["high"], -row["low"]) for row in other]


def test_a_difference_within_its_interval_is_not_apart() -> None:
    (row,) = records(of(made({"a": (52,), "b": (50,)}, "arc"), "a", "b"))
    assert str(row["apart"]) == "no"
    assert row["interval"] == "-4.9 to +8.9"


def test_without_errors_or_scores_there_is_no_interval() -> None:
    table = of(made({"a": (60, 20), "b": (50, None)}, "unknown", "arc"), "a", "b")
    assert [(row["difference"], row["interval"], row["apart"]) for row in records(table)] == [
        (10, None, None),
        (None, None, None),
        (None, None, None),
    ]
    assert table.notes[0].startswith("0 of 3 differences")


def test_that_the_pairing_is_not_known_and_what_is_a_bound_is_said() -> None:
    board = made({"a": (90, 20), "b": (50, 30)}, "arc", Measure("truthfulqa", "mc2"))
    assert of(board, "a", "b").notes == (
        "3 of 3 differences are more than chance, each with 95 % confidence by itself.",
        "Unpaired (made): both answered the same questions, which makes differences surer than these intervals. "
        "With the harness's logs: --samples ONE --samples OTHER.",
        "Of truthfulqa no more than a bound on the error is known.",
    )


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r'no entry of made is called "vicunna"\. Did you mean vicuna'):
        of(made({"vicuna": (1,), "b": (2,)}, "arc"), "b", "vicunna")


def test_a_name_that_several_entries_answer_to_is_refused_with_them(registry: Registry) -> None:
    board = made({"meta-llama/Llama-2-7b-hf": (1,), "meta-llama/Llama-2-70b-hf": (2,)}, "arc")
    with pytest.raises(RequestError, match=r'"Llama 2" has several entries: meta-llama/Llama-2-7b-hf, meta-llama/Ll'):
        of(board, "Llama 2", "Llama 2@7B", registry=registry)


def test_models_are_named_as_the_registry_or_the_board_does(registry: Registry) -> None:
    board = Shelf.standard().load("open-llm-leaderboard@2023-07-28")
    table = of(board, "FreeWilly2", "meta-llama/llama-2-70b-hf", registry=registry)
    assert table.title == "stabilityai/FreeWilly2 against meta-llama/Llama-2-70b-hf"
    assert [row["difference"] for row in records(table)] == [3.8, -0.9, -1.0, 14.5, 4.1]


def test_the_number_of_questions_is_the_one_that_the_error_is_of() -> None:
    board = made({"a": (60,), "b": (50,)}, "arc", items=[(10_000,), (10_000,)])
    (row,) = records(of(board, "a", "b"))
    assert row["items"] == 10_000

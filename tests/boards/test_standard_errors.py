"""Where a score's standard error is from."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.boards.made import made

from llmsurvey.boards.board import Measure
from llmsurvey.boards.standard_errors import BOUNDED, SHARES, standard_errors
from llmsurvey.records import Benchmark
from llmsurvey.registry.registry import Registry

KNOWN = {
    "quiz": Benchmark(id="quiz", name="Quiz", items=400),
    "parts": Benchmark(id="parts", name="Parts", items=400, effective_items=100),
    "unknown": Benchmark(id="unknown", name="Unknown"),
}


def error_of(measure: Measure, value: float = 50) -> tuple[float, str | None]:
    found = standard_errors(made({"a": (value,)}, measure), KNOWN)
    return float(found.errors[0, 0]), found.origins[0]


@given(st.integers(0, 400))
def test_of_n_questions_a_share_has_the_error_of_a_binomial(right: int) -> None:
    share = right / 400
    error, origin = error_of(Measure("quiz", "acc"), 100 * share)
    assert error == pytest.approx(100 * math.sqrt(share * (1 - share) / 400))
    assert origin == "items"


@pytest.mark.parametrize("metric", sorted(SHARES))
def test_every_metric_that_is_a_share_has_an_error(metric: str) -> None:
    assert error_of(Measure("quiz", metric)) == (2.5, "items")


@pytest.mark.parametrize("metric", sorted(BOUNDED))
def test_of_a_mean_of_probabilities_only_a_bound_is_known(metric: str) -> None:
    assert error_of(Measure("quiz", metric)) == (2.5, "bound")


@pytest.mark.parametrize("metric", ["f1", "bleu", "perplexity", None])
def test_of_any_other_metric_no_error_is_known(metric: str | None) -> None:
    error, origin = error_of(Measure("quiz", metric))
    assert math.isnan(error)
    assert origin is None


@pytest.mark.parametrize("benchmark", ["unknown", "nowhere"])
def test_without_a_number_of_questions_no_error_is_known(benchmark: str) -> None:
    error, origin = error_of(Measure(benchmark, "acc"))
    assert math.isnan(error)
    assert origin is None


def test_a_mean_over_unequal_parts_counts_fewer_questions() -> None:
    assert error_of(Measure("parts", "acc")) == (5, "items")


def test_what_is_reported_comes_first() -> None:
    board = made({"a": (50,), "b": (50,)}, "quiz", errors=[(0.7,), (None,)])
    found = standard_errors(board, KNOWN)
    assert found.errors[:, 0].tolist() == [0.7, 2.5]
    assert found.origins == ("reported",)


def test_what_is_reported_of_any_metric_counts() -> None:
    found = standard_errors(made({"a": (50,), "b": (50,)}, Measure("quiz", "f1"), errors=[(0.7,), (None,)]), KNOWN)
    assert found.errors[0, 0] == 0.7
    assert np.isnan(found.errors[1, 0])
    assert found.origins == ("reported",)


def test_the_board_s_own_number_of_questions_comes_before_the_registry_s() -> None:
    board = made({"a": (50,), "b": (50,)}, "parts", items=[(10_000,), (None,)])
    assert standard_errors(board, KNOWN).errors[:, 0].tolist() == [0.5, 5]


def test_a_missing_score_has_no_error() -> None:
    found = standard_errors(made({"a": (None,), "b": (50,)}, "quiz"), KNOWN)
    assert np.isnan(found.errors[0, 0])
    assert found.origins == ("items",)


def test_the_board_is_left_as_it_was() -> None:
    board = made({"a": (50,), "b": (50,)}, "quiz", errors=[(0.7,), (None,)], items=[(None,), (None,)])
    standard_errors(board, KNOWN)
    assert board.errors is not None
    assert board.items is not None
    assert np.isnan(board.errors[1, 0])
    assert np.isnan(board.items).all()


def test_mmlu_counts_fewer_questions_than_it_has(registry: Registry) -> None:
    found = standard_errors(made({"a": (50,)}, "mmlu"), registry.benchmark_by_id)
    assert found.errors[0, 0] == pytest.approx(50 / math.sqrt(9528))
    assert registry.benchmark_by_id["mmlu"].items == 14_042


@pytest.mark.parametrize("items", [0, -5])
def test_no_questions_give_no_error(items: int) -> None:
    found = standard_errors(made({"a": (50,)}, Measure("nowhere", "acc"), items=[(items,)]), KNOWN)
    assert np.isnan(found.errors[0, 0])

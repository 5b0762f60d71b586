"""Agreement of two orders, against scipy and by looking at every pair."""

from __future__ import annotations

import math
import warnings
from itertools import combinations

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.boards.agreement import Agreement, agreement_of_ranks
from llmsurvey.boards.methods import Vector, ranks_of

numbers = st.one_of(st.none(), st.integers(0, 6), st.floats(-2, 2, allow_nan=False))
pairs = st.lists(st.tuples(numbers, numbers), max_size=40)


def vectors(found: list[tuple[float | None, float | None]]) -> tuple[Vector, Vector]:
    array = np.array([[np.nan if each is None else each for each in pair] for pair in found], dtype=float)
    both = array.reshape(len(found), 2)
    return both[:, 0], both[:, 1]


def measure_agreement(first: Vector, second: Vector) -> Agreement:
    return agreement_of_ranks(ranks_of(first), ranks_of(second))


@given(pairs)
def test_tau_is_scipy_s_tau_b(found: list[tuple[float | None, float | None]]) -> None:
    first, second = vectors(found)
    known = ~(np.isnan(first) | np.isnan(second))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of too few or only equal numbers
        expected = float(scipy.stats.kendalltau(first[known], second[known]).statistic)
    assert measure_agreement(first, second).tau == pytest.approx(expected, abs=1e-12, nan_ok=True)


@given(pairs)
def test_the_share_of_pairs_that_swap_is_that_of_all_pairs(found: list[tuple[float | None, float | None]]) -> None:
    known = [(one, other) for one, other in found if one is not None and other is not None]
    every = list(combinations(known, 2))
    swapped = sum(
        one[0] != other[0] and one[1] != other[1] and (one[0] < other[0]) != (one[1] < other[1]) for one, other in every
    )
    assert measure_agreement(*vectors(found)).swapped == pytest.approx(swapped / len(every) if every else 0)


@given(pairs)
def test_both_orders_are_treated_alike(found: list[tuple[float | None, float | None]]) -> None:
    first, second = vectors(found)
    assert measure_agreement(first, second) == pytest.approx(measure_agreement(second, first), nan_ok=True)


def test_the_same_order_agrees_wholly_and_the_reverse_not_at_all() -> None:
    numbers = np.arange(1000.0)
    assert measure_agreement(numbers, numbers) == (1, 0)
    assert measure_agreement(numbers, -numbers) == (-1, 1)


def test_of_only_equal_figures_no_tau_is_known() -> None:
    found = measure_agreement(np.ones(4), np.arange(4.0))
    assert math.isnan(found.tau)
    assert found.swapped == 0


def test_many_entries_agree_with_scipy() -> None:
    random = np.random.default_rng(5)
    first, second = random.integers(0, 300, 2000).astype(float), random.integers(0, 300, 2000).astype(float)
    assert measure_agreement(first, second).tau == pytest.approx(float(scipy.stats.kendalltau(first, second).statistic))

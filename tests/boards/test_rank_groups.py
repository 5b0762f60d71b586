"""Groups of those that can't be told apart."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.boards.rank_groups import groups_of_rows
from llmsurvey.boards.rank_sets import RankSets, rank_sets, sets_between

totals = st.lists(st.integers(0, 60), min_size=1, max_size=9)


def share_groups(totals: list[float], errors: list[float] | None, sets: RankSets) -> dict[tuple[int, int], bool]:
    """Whether each two rows share a group."""
    rows = np.arange(len(totals))
    values, sure = np.array(totals, dtype=float), None if errors is None else np.array(errors, dtype=float)
    first, last = groups_of_rows(values, sure, sets, rows)
    return {(a, b): bool(first[a] <= last[b] and first[b] <= last[a]) for a, b in combinations(rows.tolist(), 2)}


def are_apart(totals: list[float], errors: list[float], sets: RankSets, a: int, b: int) -> bool:
    return abs(totals[a] - totals[b]) > sets.mark * math.hypot(errors[a], errors[b]) + 1e-9


@given(totals)
def test_two_share_a_group_exactly_where_they_cannot_be_told_apart(totals: list[float]) -> None:
    errors = [2.0] * len(totals)
    sets = rank_sets(np.array(totals, dtype=float), np.array(errors))
    for (a, b), is_shared in share_groups(totals, errors, sets).items():
        assert is_shared is not are_apart(totals, errors, sets, a, b)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), min_size=1, max_size=9))
def test_two_that_share_no_group_can_always_be_told_apart(entries: list[tuple[float, float]]) -> None:
    totals, errors = [total for total, _ in entries], [error / 2 for _, error in entries]
    sets = rank_sets(np.array(totals, dtype=float), np.array(errors))
    for (a, b), is_shared in share_groups(totals, errors, sets).items():
        assert is_shared or are_apart(totals, errors, sets, a, b)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)), min_size=1, max_size=9))
def test_intervals_share_a_group_exactly_where_they_meet(spans: list[tuple[int, int]]) -> None:
    least = np.array([start for start, _ in spans], dtype=float)
    most = np.array([start + length for start, length in spans], dtype=float)
    for (a, b), is_shared in share_groups([0.0] * len(spans), None, sets_between(least, most)).items():
        assert is_shared is bool(least[a] <= most[b] and least[b] <= most[a])


@given(totals)
def test_no_group_lies_within_another(totals: list[float]) -> None:
    values, errors = np.array(totals, dtype=float), np.full(len(totals), 2.0)
    first, last = groups_of_rows(values, errors, rank_sets(values, errors), np.arange(len(totals)))
    members = [frozenset(np.flatnonzero((first <= group) & (group <= last))) for group in range(1, max(last) + 1)]
    assert not any(a < b or b < a for a, b in combinations(members, 2))
    assert len(set(members)) == len(members)


@pytest.mark.parametrize("count", [100, 2_500])
def test_groups_of_some_rows_are_those_of_the_whole_board(count: int) -> None:
    draws = np.random.default_rng(1)
    values, errors = draws.normal(50, 10, count), draws.uniform(0.4, 0.6, count)
    values[3], errors[5] = np.nan, np.nan
    sets = rank_sets(values, errors)
    every = groups_of_rows(values, errors, sets, np.arange(count))
    some = groups_of_rows(values, errors, sets, np.array([3, 5, 7]))
    assert (some.first.tolist(), some.last.tolist()) == (
        every.first[[3, 5, 7]].tolist(),
        every.last[[3, 5, 7]].tolist(),
    )
    assert (every.first[3], every.last[3]) == (0, 0)
    assert (every.first[5], every.last[5]) == (1, every.first.max())

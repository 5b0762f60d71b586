"""Student's t distribution, against scipy."""

from __future__ import annotations

import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.boards.student import p_value, reach_of_interval

freedoms = st.integers(1, 1_000_000)


@given(st.floats(0.1, 30), freedoms)
def test_p_values_are_those_of_scipy(distance: float, freedom: int) -> None:
    expected = float(2 * scipy.stats.t.sf(distance, freedom))
    assert p_value(distance, freedom) == pytest.approx(expected, rel=1e-7, abs=1e-300)
    assert p_value(-distance, freedom) == p_value(distance, freedom)


@given(freedoms)
def test_the_reach_holds_95_percent(freedom: int) -> None:
    assert reach_of_interval(freedom) == pytest.approx(float(scipy.stats.t.ppf(0.975, freedom)), rel=1e-9)


@given(freedoms, st.sampled_from([0.5, 0.4, 0.05, 0.001, 0.0001]))
def test_the_reach_leaves_out_any_risk(freedom: int, risk: float) -> None:
    assert reach_of_interval(freedom, risk) == pytest.approx(float(scipy.stats.t.isf(risk / 2, freedom)), rel=1e-7)

"""Several tests at once, against statsmodels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from llmsurvey.boards.correction import CORRECTIONS, Correction, correct

p_values = st.lists(st.floats(1e-12, 1), min_size=1, max_size=15)


@pytest.mark.parametrize(("by", "called"), [("holm", "holm"), ("bh", "fdr_bh")])
@given(values=p_values)
def test_p_values_are_those_of_statsmodels(by: Correction, called: str, values: list[float]) -> None:
    assert correct(values, 0.05, by).p_values == pytest.approx(multipletests(values, method=called)[1], rel=1e-12)


@pytest.mark.parametrize("by", CORRECTIONS)
@given(values=p_values)
def test_the_risk_of_one_parts_what_is_rejected_from_what_is_not(by: Correction, values: list[float]) -> None:
    corrected = correct(values, 0.05, by)
    assert [value <= corrected.risk for value in values] == [value <= 0.05 for value in corrected.p_values]


@pytest.mark.parametrize("by", CORRECTIONS)
def test_one_test_needs_no_correction(by: Correction) -> None:
    assert correct([0.03], 0.05, by) == ([0.03], 0.05)
    assert correct([], 0.05, by) == ([], 0.05)

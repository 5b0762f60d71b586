"""Several tests at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.boards.holm import adjust_p_values, risk_of_one


def test_p_values_are_adjusted_as_r_does() -> None:
    # p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    assert adjust_p_values([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert adjust_p_values([]) == []
    assert adjust_p_values([0.04]) == [0.04]
    assert adjust_p_values([0.6, 0.7]) == [1.0, 1.0]


@given(st.lists(st.floats(0, 1), max_size=12))
def test_the_risk_of_one_parts_what_is_rejected_from_what_is_not(p_values: list[float]) -> None:
    level = risk_of_one(p_values, 0.05)
    for p_value, adjusted in zip(p_values, adjust_p_values(p_values), strict=True):
        assert (adjusted <= 0.05) is (p_value <= level)

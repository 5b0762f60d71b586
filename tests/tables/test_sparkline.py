"""Numbers as bars."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.tables.sparkline import draw_sparkline


@pytest.mark.parametrize(
    ("numbers", "drawn"),
    [
        ([], ""),
        ([None], "·"),
        ([3.0], "▅"),
        ([5, 5, 5], "▅▅▅"),
        ([0, 7], "▁█"),
        ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"),
        ([None, -1, None, 1], "·▁·█"),
        ([58.3, 58.3, 62.1, 64.2, None], "▁▁▆█·"),
        ([1e-300, 1e300], "▁█"),
    ],
)
def test_a_row_of_numbers(numbers: Sequence[float | None], drawn: str) -> None:
    assert draw_sparkline(numbers) == drawn


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=20))
def test_there_is_one_bar_a_number_and_a_higher_one_is_never_lower(numbers: list[float | None]) -> None:
    drawn = draw_sparkline(numbers)
    assert len(drawn) == len(numbers)
    known = sorted((number, bar) for number, bar in zip(numbers, drawn, strict=True) if number is not None)
    assert [bar for _, bar in known] == sorted(bar for _, bar in known)
    assert [bar == "·" for bar in drawn] == [number is None for number in numbers]

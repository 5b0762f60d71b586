"""Figures in one unit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.errors import BoardError
from llmsurvey.importers.scales import SHARE, UNITS, Scale
from llmsurvey.importers.units import Series, in_one_unit, out_of_range

FILE = Path("scores.csv")


def series(
    *values: float, metric: str | None = None, scale: Scale = SHARE, errors: list[float] | None = None
) -> Series:
    return Series("quiz", metric, scale, np.array(values, dtype=float), None if errors is None else np.array(errors))


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_fractions_and_percent_come_to_the_same(hundredths: list[int]) -> None:
    percent = series(*(number / 100 for number in hundredths), 50.0)
    fractions = series(*(number / 10_000 for number in hundredths), 0.5)
    (first,), (second,) = in_one_unit(FILE, [percent]), in_one_unit(FILE, [fractions])
    assert first.values.tolist() == second.values.tolist()


def test_errors_are_scaled_with_their_scores() -> None:
    (one,) = in_one_unit(FILE, [series(0.551, 0.55, errors=[0.005, float("nan")])])
    assert one.errors is not None
    assert (one.values.tolist(), one.errors[0]) == ([55.1, 55.0], 0.5)


def test_each_metric_has_its_unit() -> None:
    first, second = in_one_unit(FILE, [series(0.5, metric="acc"), series(50, metric="f1")])
    assert (first.values[0], second.values[0]) == (50, 50)


def test_one_metric_in_two_units_is_refused() -> None:
    with pytest.raises(BoardError, match=r"quiz holds fractions .* unit=\{'quiz': 'fraction'\}"):
        in_one_unit(FILE, [series(0.5), series(50)])


@pytest.mark.parametrize(("unit", "value"), [("fraction", 50), ("percent", 0.5), ("number", 0.5), ("seconds", 0.5)])
def test_a_unit_that_is_said_decides(unit: str, value: float) -> None:
    first, _ = in_one_unit(FILE, [series(0.5, scale=UNITS[unit]), series(50)])
    assert first.values.tolist() == [value]


def test_a_row_of_fractions_is_refused_with_its_line() -> None:
    columns = [series(50, 0.5, 60), series(60, 0.6, 70)]
    with pytest.raises(BoardError, match=r"scores\.csv:3: holds fractions"):
        in_one_unit(FILE, columns, np.array([2, 3, 4]))


@pytest.mark.parametrize(("values", "unit"), [([0.5, -0.2], "coefficient"), ([50, -20], "coefficient x 100")])
def test_a_coefficient_keeps_its_sign_and_size(values: list[float], unit: str) -> None:
    (one,) = in_one_unit(FILE, [series(*values, scale=UNITS["coefficient"])])
    assert (one.values.tolist(), one.scale.unit) == (values, unit)


@pytest.mark.parametrize(
    ("unit", "values", "places"),
    [
        ("percent", [-1, 0, 100, 100.5, np.nan, np.inf], [0, 3, 5]),
        ("seconds", [-1, 0, 1e9, np.inf], [0, 3]),
        ("number", [-1e9, 1e9, -np.inf], [2]),
        ("rating", [-5, 1500], []),
    ],
)
def test_what_a_scale_cannot_have_is_out_of_range(unit: str, values: list[float], places: list[int]) -> None:
    assert list(out_of_range(series(*values, scale=UNITS[unit]))) == places

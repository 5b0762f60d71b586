from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.records.parse import parse_record
from llmsurvey.records.quantities import parse_count, parse_dimension, round_half_even, short_count
from llmsurvey.records.shape import Shape

COUNTS = st.integers(min_value=1, max_value=10**18 - 1)
BELOW_A_POWER_OF_TEN = st.builds(lambda power, less: 10**power - less, st.integers(3, 15), st.integers(1, 999))
PUBLISHED = st.integers(min_value=1, max_value=10**15 - 1) | BELOW_A_POWER_OF_TEN
"""Counts below a thousand T, with those that round up to the next power of ten."""


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("7B", 7_000_000_000),
        ("7 b", 7_000_000_000),
        ("1.4T", 1_400_000_000_000),
        ("560M", 560_000_000),
        ("52K", 52_000),
        ("12,898,631,680", 12_898_631_680),
        ("12_898_631_680", 12_898_631_680),
        ("7e9", 7_000_000_000),
        (7e9, 7_000_000_000),
        (1e17, 10**17),
        ("0.5K", 500),
        (1, 1),
    ],
)
def test_counts_are_read_as_people_write_them(written: object, count: int) -> None:
    assert parse_count(written) == count


@pytest.mark.parametrize(
    "value",
    [0, -7, "-7B", 7.5, "1.5", "1.0001K", "7 billion", "7\u212a", "B", "", "7X", "7BB", True, None, [7], float("nan")],
)
def test_what_is_no_positive_whole_number_is_refused_and_told_how_to_write(value: object) -> None:
    with pytest.raises(ValueError, match="Write it as 7B, 7e9 or 6738415616"):
        parse_count(value)


@pytest.mark.parametrize("value", [10**18, "1e18", "1000000T", float("inf"), "9" * 5000])
def test_a_count_beyond_all_models_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is no size"):
        parse_count(value)


@pytest.mark.parametrize("digits", ["9" * 3_000_000, "0." + "9" * 3_000_000, "1" + "0" * 3_000_000, "1e99", "7" * 100])
@pytest.mark.parametrize("unit", ["", "B", "T"])
def test_digits_without_end_are_refused(digits: str, unit: str) -> None:
    with pytest.raises(ValueError, match="is no size"):
        parse_count(digits + unit)


@pytest.mark.parametrize("written", ["7.0000000000000000000000000001B", "0.9999999999999999999999999999999K"])
def test_a_fraction_isn_t_rounded_away_however_small(written: str) -> None:
    with pytest.raises(ValueError, match="is no size"):
        parse_count(written)


@pytest.mark.parametrize("value", [0, -1, 1.5, 2.0, True, 10**6 + 1, 10**400, "10000000", "1e3", "", None, [1]])
def test_a_dimension_that_no_model_has_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is no whole number from 1 to 1,000,000"):
        parse_dimension(value)


@pytest.mark.parametrize(("value", "number"), [(1, 1), ("32", 32), (10**6, 10**6)])
def test_a_dimension_is_a_whole_number(value: object, number: int) -> None:
    assert parse_dimension(value) == number


@pytest.mark.parametrize("size", [0, 1, 1_085_440, 10**9])
def test_a_state_may_have_more_numbers_than_a_row_of_weights(size: int) -> None:
    assert Shape(layers=2, heads=1, kv_heads=1, head_size=1, state_layers=1, state_size=size).state_size == size


@pytest.mark.parametrize("size", [-1, 10**9 + 1, True, 1.5, "1e9"])
def test_a_state_that_no_model_has_is_refused(size: object) -> None:
    with pytest.raises(ValueError, match="is no whole number from 1 to 1,000,000,000"):
        parse_record(
            Shape, {"layers": 2, "heads": 1, "kv_heads": 1, "head_size": 1, "state_layers": 1, "state_size": size}
        )


@pytest.mark.parametrize(
    ("number", "text"),
    [(float("inf"), "inf"), (float("-inf"), "-inf"), (float("nan"), "nan"), (1e300, "1" + "0" * 300 + ".00")],
)
def test_a_number_without_end_is_written_and_no_crash(number: float, text: str) -> None:
    assert round_half_even(number, 2) == text


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 6))
def test_a_rounded_number_is_the_nearest_of_so_many_digits(number: float, digits: int) -> None:
    written = Fraction(repr(number))
    assert abs(Fraction(round_half_even(number, digits)) - written) <= Fraction(1, 2 * 10**digits)


@pytest.mark.parametrize("written", ["1,5B", "12,8B", "1,,5"])
def test_a_comma_that_separates_no_thousands_is_not_dropped_silently(written: str) -> None:
    with pytest.raises(ValueError, match="is no size"):
        parse_count(written)


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_a_number_that_rounds_to_0_has_no_sign(number: float, digits: int) -> None:
    text = round_half_even(number, digits)
    assert float(text) == pytest.approx(number, abs=0.5000001 * 10**-digits)
    assert text.startswith("-") == (float(text) < 0)


@given(COUNTS)
def test_a_whole_number_is_the_same_as_a_number_as_text_and_with_commas(count: int) -> None:
    assert (
        parse_count(count) == parse_count(str(count)) == parse_count(f"{count:,}") == parse_count(f"{count:_}") == count
    )


@given(st.integers(min_value=1, max_value=999_999), st.sampled_from(["K", "M", "B"]))
def test_a_unit_multiplies_exactly(thousandths: int, unit: str) -> None:
    factor = {"K": 10**3, "M": 10**6, "B": 10**9}[unit]
    written = f"{thousandths // 1000}.{thousandths % 1000:03}{unit}"
    assert parse_count(written) == Fraction(thousandths, 1000) * factor


@given(PUBLISHED)
def test_a_short_count_reads_back_to_within_three_digits(count: int) -> None:
    assert abs(parse_count(short_count(count)) - count) <= count * 0.005


@given(PUBLISHED)
def test_a_short_count_never_shows_an_exponent(count: int) -> None:
    assert "e" not in short_count(count)


@pytest.mark.parametrize(
    ("count", "short"),
    [
        (12_898_631_680, "12.9B"),
        (6_738_415_616, "6.74B"),
        (117_000_000, "117M"),
        (1_400_000_000_000, "1.4T"),
        (52_000, "52K"),
        (999, "999"),
        (1_000, "1K"),
    ],
)
def test_a_short_count_has_three_digits_and_a_unit(count: int, short: str) -> None:
    assert short_count(count) == short


@pytest.mark.parametrize(("count", "short"), [(999_999, "1M"), (999_600_000, "1B"), (999_999_999_999, "1T")])
def test_a_count_that_rounds_to_a_thousand_takes_the_next_unit(count: int, short: str) -> None:
    assert short_count(count) == short

"""Numbers as people write them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.importers.numbers import Commas, DecimalMark, commas_in, is_unknown, read_interval, read_number


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("71.2", ".", 71.2),
        ("7,5", ",", 7.5),
        ("0,75", ",", 0.75),
        (",5", ",", 0.5),
        ("1.234,5", ",", 1234.5),
        ("1\u00a0234,5", ",", 1234.5),
        ("1 234,5", ",", 1234.5),
        ("1,234.5", ".", 1234.5),
        ("1'234.5", ".", 1234.5),
        ("1’234", ".", 1234),
        ("+3", ".", 3),
        ("−5", ".", -5),
        ("1e3", ".", 1000),
        ("7.2E-2", ".", 0.072),
        ("７１．２", ".", 71.2),
        ("57.0*", ".", 57),
        ("57.0†", ".", 57),
        ("57¹", ".", 57),
        ("**57", ".", 57),
        ("57 ↑", ".", 57),
    ],
)
def test_numbers_are_read(text: str, mark: DecimalMark, value: float) -> None:
    number = read_number(text, mark)
    assert number is not None
    assert number.value == value


@pytest.mark.parametrize(
    "text",
    ["7,5", "12,34", "1,2345", "1.2.3", "1_0", "nan", "inf", "0x10", "5O", "high", "> 5", "~50", "45/46", "53.1 (1.4)",
     "50 (5-shot)", "", " ", "1" * 65, "a1", "1a", "٣٫٥"],
)  # fmt: skip
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "value", "error"),
    [
        ("53.1 ± 1.4", 53.1, 1.4),
        ("53.1±1.4", 53.1, 1.4),
        ("53.1 +/- 1.4", 53.1, 1.4),
        ("53.1 (±1.4)", 53.1, 1.4),
        ("1470 +5/-5", 1470, 5 / 1.959963985),
        ("1470 (+6/-4)", 1470, 5 / 1.959963985),
        ("74.2 [73.1, 75.3]", 74.2, 1.1 / 1.959963985),
        ("74.2 (73.1–75.3)", 74.2, 1.1 / 1.959963985),
    ],
)
def test_what_stands_behind_a_number_is_its_error(text: str, value: float, error: float) -> None:
    number = read_number(text)
    assert number is not None
    assert number.value == value
    assert number.error == pytest.approx(error)


@pytest.mark.parametrize(("text", "is_percent"), [("71%", True), ("71 %", True), ("71 ± 1 %", True), ("71", False)])
def test_a_sign_of_percent_is_seen(text: str, is_percent: bool) -> None:
    number = read_number(text)
    assert number is not None
    assert number.is_percent is is_percent


@given(st.floats(-1e12, 1e12).map(lambda number: round(number, 6)))
def test_what_python_writes_is_read_to_the_bit(number: float) -> None:
    written: list[tuple[str, DecimalMark]] = [
        (f"{number:.6f}", "."),
        (f"{number:.6f}".replace(".", ","), ","),
        (f"{number:,.6f}", "."),
    ]
    for text, mark in written:
        parsed = read_number(text, mark)
        assert parsed is not None
        assert parsed.value == float(f"{number:.6f}")


@given(st.text("0123456789.,%+-± eE()[]/'", max_size=30))
def test_whatever_is_read_is_a_finite_number(text: str) -> None:
    marks: tuple[DecimalMark, ...] = (".", ",")
    for mark in marks:
        number = read_number(text, mark)
        assert number is None or math.isfinite(number.value) or "e" in text.lower()


@pytest.mark.parametrize(
    ("text", "error"), [("+5/-6", 5.5), ("±5", 5), ("5", 5), ("5/6", 5.5), ("", None), ("high", None)]
)
def test_an_interval_of_its_own_is_one_of_95_percent(text: str, error: float | None) -> None:
    expected = None if error is None else pytest.approx(error / 1.959963984540054)
    assert read_interval(text) == expected


@pytest.mark.parametrize(
    ("cells", "seen"),
    [
        (["0,75", "0,5"], Commas("0,75", None, None)),
        (["0,751"], Commas("0,751", None, None)),
        (["1,234"], Commas(None, None, "1,234")),
        (["7.5", "1,234"], Commas(None, "7.5", "1,234")),
        (["7.5", "7,5"], Commas("7,5", "7.5", None)),
        (["1.234.567,8"], Commas("1.234.567,8", None, None)),
        (["1,234,567"], Commas(None, "1,234,567", None)),
        (["53.125", "a,b", "12"], Commas(None, None, None)),
    ],
)
def test_commas_and_points_tell_what_they_are(cells: list[str], seen: Commas) -> None:
    assert commas_in(cells) == seen


@pytest.mark.parametrize("cell", ["", "-", "--", "\N{EN DASH}", "N/A", "None", "null", "?", "TBD", "x", " - "])
def test_what_stands_for_no_number_is_unknown(cell: str) -> None:
    assert is_unknown(cell)


def test_a_number_is_not_unknown() -> None:
    assert not is_unknown("0")

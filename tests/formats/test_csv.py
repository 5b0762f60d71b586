"""CSV for spreadsheets."""

from __future__ import annotations

import pytest

from llmsurvey.formats.csv import render
from llmsurvey.tables import Cell, Column, Table


def lines(*cells: Cell, numeric: bool = False) -> list[str]:
    return render(Table((Column("x", numeric=numeric),), tuple((cell,) for cell in cells))).decode().split("\n")[1:-1]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_text_that_looks_like_a_formula_is_marked_as_text(text: str) -> None:
    assert lines(text) == [f"'{text}"]


def test_a_list_that_begins_like_a_formula_is_marked_as_text() -> None:
    assert lines(("=1", "2")) == ["'=1; 2"]


def test_a_negative_number_stays_a_number() -> None:
    assert lines(-1, -0.5, numeric=True) == ["-1", "-0.5"]


def test_commas_and_quotes_are_quoted() -> None:
    assert lines("a,b", 'a "b"') == ['"a,b"', '"a ""b"""']


def test_lines_end_in_a_line_feed_and_nothing_else() -> None:
    content = render(Table((Column("x"),), (("a\r\nb",),)))
    assert content == b"x\na\\r\\nb\n"


def test_a_column_s_name_is_text_too() -> None:
    assert render(Table((Column("=x"),), ())) == b"'=x\n"


def test_a_hyphen_alone_is_no_formula() -> None:
    assert lines("-", ("-",), "- a") == ["-", "-", "'- a"]

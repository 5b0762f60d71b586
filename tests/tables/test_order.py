"""Sorting rows and choosing columns."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.messages import say, use_language
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Column, Table
from llmsurvey.tables.choose import choose_columns
from llmsurvey.tables.order import sort_rows


def column(*cells: Cell, name: str = "x", numeric: bool = False) -> Table:
    return Table((Column(name, numeric=numeric),), tuple((cell,) for cell in cells))


def order(table: Table, *by: str) -> list[Cell]:
    return [row[0] for row in sort_rows(table, by).rows]


@given(st.lists(st.integers() | st.floats(allow_nan=False)))
def test_numbers_sort_as_numbers(cells: list[float]) -> None:
    assert order(column(*cells, numeric=True), "x") == sorted(cells)
    assert order(column(*cells, numeric=True), "-x") == sorted(cells, reverse=True)


def test_text_sorts_without_regard_to_case() -> None:
    assert order(column("banana", "Apple", "cherry"), "x") == ["Apple", "banana", "cherry"]


def test_a_column_is_found_as_it_stands_on_the_screen() -> None:
    table = Table((Column("name"), Column("gb", heading=say("weights GB"))), (("b", 2), ("a", 1)))
    assert choose_columns(table, ["Weights GB", "gb", "NAME"]).names() == ["gb", "name"]
    use_language("ko")
    try:
        assert choose_columns(table, ["가중치 GB", "이름"]).names() == ["gb", "name"]
        assert [row[0] for row in sort_rows(table, ["이름"]).rows] == ["a", "b"]
    finally:
        use_language("en")


def test_numbers_within_text_sort_as_numbers() -> None:
    assert order(column("E10", "E9", "7B", "13B", "E", ""), "x") == ["", "7B", "13B", "E", "E9", "E10"]
    assert order(column("9" * 5000, "1" * 5000), "x") == ["1" * 5000, "9" * 5000]


@given(st.lists(st.text("aB1290.-", max_size=6)))
def test_any_texts_can_be_sorted(cells: list[str]) -> None:
    assert sorted(map(str, order(column(*cells), "x"))) == sorted(cells)


def test_hangul_sorts_the_same_however_it_is_composed() -> None:
    apart = unicodedata.normalize("NFD", "구름")
    assert order(column("나무", apart, "가"), "x") == ["가", apart, "나무"]


@pytest.mark.parametrize("by", ["x", "-x"])
def test_what_is_unknown_comes_last(by: str) -> None:
    assert order(column(None, "a", ()), by) == ["a", None, ()]


def test_verdicts_sort_from_the_best() -> None:
    cells = (("no",), ("yes",), ("no weights",), ("unknown",), ("conditional",))
    table = Table((Column("x", order="verdict"),), cells)
    assert order(table, "x") == ["yes", "conditional", "unknown", "no", "no weights"]
    assert order(table, "-x") == ["no", "unknown", "conditional", "yes", "no weights"]


def test_dates_sort_from_the_earliest_and_the_less_precise_first() -> None:
    assert order(column("2023-05-30", "2023", "2022-11", "2023-05"), "x") == [
        "2022-11",
        "2023",
        "2023-05",
        "2023-05-30",
    ]


def test_lists_sort_by_the_item_that_comes_first_in_that_order() -> None:
    table = column((9, 1), (2,), (5, 0), (), numeric=True)
    assert order(table, "x") == [(5, 0), (9, 1), (2,), ()]
    assert order(table, "-x") == [(9, 1), (5, 0), (2,), ()]


def test_equal_rows_keep_their_order_in_both_directions() -> None:
    table = Table((Column("name"), Column("x")), (("first", 1), ("second", 1), ("third", 0)))
    assert order(table, "x") == ["third", "first", "second"]
    assert order(table, "-x") == ["first", "second", "third"]


def test_the_second_column_decides_between_equal_rows() -> None:
    table = Table((Column("a"), Column("b")), (("x", 1), ("y", 2), ("x", 3)))
    assert list(sort_rows(table, ("a", "-b")).rows) == [("x", 3), ("x", 1), ("y", 2)]


def test_texts_follow_their_rows() -> None:
    table = Table((Column("x"),), ((2,), (1,)), texts={(0, "x"): "two"})
    assert sort_rows(table, ("x",)).texts == {(1, "x"): "two"}


@pytest.mark.parametrize("by", ["nmae", "-nmae"])
def test_an_unknown_column_is_refused_with_the_nearest(by: str) -> None:
    with pytest.raises(RequestError, match=r'sort: no column is called "nmae"\. Did you mean "name"'):
        sort_rows(column("a", name="name"), (by,))


def test_columns_come_in_the_order_in_which_they_were_named() -> None:
    table = Table((Column("a"), Column("b", brief=False), Column("c")), ((1, 2, 3),))
    chosen = choose_columns(table, ("c", "b"))
    assert (chosen.names(), chosen.rows) == (["c", "b"], ((3, 2),))
    assert chosen.select_brief() == chosen


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(RequestError, match=r"^columns: no column"):
        choose_columns(column("a"), ("y",))


def test_the_catalogue_sorts_by_date(registry: Registry) -> None:
    table = sort_rows(list_models(Library(registry=registry), ListQuestion()).table(), ("-released",))
    dates = [row[table.names().index("released")] for row in table.rows]
    known = [date for date in dates if date is not None]
    assert known == sorted(known, key=str, reverse=True)
    assert dates == known + [None] * (len(dates) - len(known))


def test_groups_keep_their_order_and_rows_are_sorted_within_them() -> None:
    rows = (("first", 2), ("first", 1), ("second", 9), ("second", 0))
    table = Table((Column("group"), Column("n", numeric=True)), rows, group_by="group")
    assert [row[1] for row in sort_rows(table, ["n"]).rows] == [1, 2, 0, 9]
    assert [row[1] for row in sort_rows(table, ["-n"]).rows] == [2, 1, 9, 0]


def test_a_heading_in_the_language_of_the_run_is_suggested() -> None:
    use_language("ko")
    with pytest.raises(RequestError, match='Did you mean "평균"'):
        sort_rows(column(1, name="average"), ["평균값"])

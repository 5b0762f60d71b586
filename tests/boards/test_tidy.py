"""Boards as tidy tables, and back."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.boards.board import FACTS, LARGEST, Board, Measure
from llmsurvey.boards.tidy import (
    COLUMNS,
    NEEDED,
    Tidy,
    from_board,
    gives_back,
    list_cells,
    read_table,
    settle_table,
    to_board,
    trim_columns,
    write_table,
)
from llmsurvey.errors import BoardError

TABLE: dict[str, list[Any]] = {
    "name": ["a", "b", "a"],
    "hub": ["lab/a", None, "lab/a"],
    "benchmark": ["arc", "arc", "mmlu"],
    "metric": ["acc_norm", "acc_norm", "acc"],
    "shots": [25, 25, 5],
    "value": [50.0, 60.5, 70.0],
}


def cells(matrix: Any) -> Any:
    """A matrix as lists, None where it holds nothing."""
    return None if matrix is None else [[None if math.isnan(x) else x for x in row] for row in matrix.tolist()]


def comparable(board: Board) -> dict[str, Any]:
    """A board as something to compare, whatever the order of its measures."""
    order = sorted(range(len(board.measures)), key=lambda place: repr(board.measures[place]))
    facts = {fact: board.fact(fact) for fact in FACTS}
    sorted_board = Board(
        board.name,
        board.snapshot,
        board.facts,
        tuple(board.measures[place] for place in order),
        board.values[:, order],
        None if board.errors is None else board.errors[:, order],
        None if board.items is None else board.items[:, order],
    )
    matrices = [cells(matrix) for matrix in (sorted_board.values, sorted_board.errors, sorted_board.items)]
    return {"facts": facts, "address": board.address, "measures": sorted_board.measures, "matrices": matrices}


def as_lists(table: Tidy) -> dict[str, list[object]]:
    """A table with its columns as lists."""
    return {name: list_cells(column) for name, column in table.items()}


def test_a_table_becomes_entries_and_measures_in_the_order_of_their_first_rows() -> None:
    board = to_board(TABLE, "mine", "2024-01-01")
    assert board.address == "mine@2024-01-01"
    assert board.fact("name") == ["a", "b"]
    assert board.fact("hub") == ["lab/a", None]
    assert board.measures == (Measure("arc", "acc_norm", 25), Measure("mmlu", "acc", 5))
    assert cells(board.values) == [[50, 70], [60.5, None]]
    assert (board.errors, board.items) == (None, None)


def test_the_table_of_a_board_goes_entry_by_entry() -> None:
    assert from_board(to_board(TABLE, "mine", None)) == {
        "name": ["a", "a", "b"],
        "hub": ["lab/a", "lab/a", None],
        "benchmark": ["arc", "mmlu", "arc"],
        "metric": ["acc_norm", "acc", "acc_norm"],
        "shots": [25, 5, 25],
        "value": [50, 70, 60.5],
    }


@pytest.mark.parametrize("fact", ["hub", "revision", "precision", "line"])
def test_entries_are_told_apart_by_what_identifies_them(fact: str) -> None:
    table: dict[str, list[Any]] = {"name": ["a", "a"], fact: [1, 2], "benchmark": ["arc", "mmlu"], "value": [50, 60]}
    assert len(to_board(table, "mine", None)) == 2
    assert len(to_board(table | {fact: [1, 1]}, "mine", None)) == 1


@pytest.mark.parametrize("fact", ["date", "note", "source", "parameters"])
def test_other_facts_do_not_make_another_entry(fact: str) -> None:
    table: dict[str, list[Any]] = {"name": ["a", "a"], fact: [1, 2], "benchmark": ["arc", "mmlu"], "value": [50, 60]}
    board = to_board(table, "mine", None)
    assert board.fact(fact) == [1]


def test_repeated_scores_become_entries_of_their_own() -> None:
    table: dict[str, list[Any]] = {
        "name": ["a", "a", "b", "a", "a"],
        "benchmark": ["arc", "arc", "arc", "arc", "mmlu"],
        "value": [50.0, 60.0, 70.0, 50.0, 80.0],
    }
    board = to_board(table, "mine", None)
    assert board.fact("name") == ["a", "a", "b", "a"]
    assert cells(board.values) == [[50, 80], [60, None], [70, None], [50, None]]


@pytest.mark.parametrize("field", ["metric", "shots", "harness", "version", "reporter", "unit"])
def test_scores_that_were_measured_in_other_ways_are_of_other_measures(field: str) -> None:
    table: dict[str, list[Any]] = {
        "name": ["a", "a"],
        "benchmark": ["arc", "arc"],
        field: ["one", "other"],
        "value": [50, 60],
    }
    board = to_board(table, "mine", None)
    assert [getattr(measure, field) for measure in board.measures] == ["one", "other"]
    assert cells(board.values) == [[50, 60]]


def test_a_unit_that_is_not_said_is_percent() -> None:
    table: dict[str, list[Any]] = {
        "name": ["a", "a"],
        "benchmark": ["arc", "arc"],
        "unit": [None, "percent"],
        "value": [50, 60],
    }
    board = to_board(table, "mine", None)
    assert board.measures == (Measure("arc"),)


def test_standard_errors_and_items_stay_with_their_scores() -> None:
    table = TABLE | {"stderr": [1.5, None, 2.5], "items": [None, 100, None]}
    board = to_board(table, "mine", None)
    assert cells(board.errors) == [[1.5, 2.5], [None, None]]
    assert cells(board.items) == [[None, None], [100, None]]
    assert from_board(board)["stderr"] == [1.5, 2.5, None]


def test_standard_errors_of_zero_are_kept() -> None:
    board = to_board(TABLE | {"stderr": [0.0, 0.0, None]}, "mine", None)
    assert cells(board.errors) == [[0, None], [0, None]]


def test_columns_that_say_nothing_are_left_out() -> None:
    table = dict(
        trim_columns({"value": [1.0], "unit": ["percent"], "note": [None], "name": ["a"], "benchmark": ["arc"]})
    )
    assert list(table) == ["name", "benchmark", "value"]
    assert list(trim_columns(table | {"unit": ["number"]})) == ["name", "benchmark", "unit", "value"]


# As CSV


def test_a_table_is_written_in_the_fewest_digits() -> None:
    table: dict[str, list[Any]] = TABLE | {"parameters": [7e9, None, 12.9], "value": [50.0, 0.1, 33.333333333333336]}
    assert write_table(table).decode().splitlines() == [
        "name,hub,benchmark,metric,shots,value,parameters",
        "a,lab/a,arc,acc_norm,25,50,7000000000",
        "b,,arc,acc_norm,25,0.1,",
        "a,lab/a,mmlu,acc,5,33.333333333333336,12.9",
    ]


def test_an_unknown_column_is_passed_over() -> None:
    assert as_lists(read_table(b"name,colour,benchmark,value\na,red,arc,50\n")) == {
        "name": ["a"],
        "benchmark": ["arc"],
        "value": [50],
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: no column is called name"),
        ("name,value\na,50\n", "1: no column is called benchmark"),
        ("name,benchmark,value\na,arc\n", "2: 2 cells, not 3"),
        ("name,benchmark,value\na,arc,50\nb,arc,50,60\n", "3: 4 cells, not 3"),
        ("name,benchmark,value\na,arc,high\n", '2: value is "high", which is no number'),
        ("name,benchmark,shots,value\na,arc,1.5,50\n", '2: shots is "1.5", which is no whole number'),
        ('name,benchmark,value\na,arc,50\n"b\nc",arc,1e999\n', '4: value is "1e999", which is no number'),
        ("name,benchmark,value\na,,50\n", "2: there is no benchmark"),
    ],
)
def test_what_is_no_tidy_table_is_refused_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{problem}"):
        read_table(text.encode())


# Any board, and any table

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8) | st.sampled_from(
    ["\r", "\0", "\n", "\r\n", '"', ",", "\ufeff", "\u2028", "\x1c", " ", "a\rb", "0", "nan", "None"]
)
amounts = st.floats(-LARGEST, LARGEST)
kinds: dict[type, st.SearchStrategy[Any]] = {str: texts, int: st.integers(0, 10**9), float: amounts}
needed = kinds | {str: texts.filter(lambda text: bool(text.strip()))}


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """A board in which every entry and every measure has a score, and entries differ in their line."""
    setups = st.builds(
        Measure,
        st.sampled_from(["arc", "mmlu", "mmlu/anatomy"]),
        st.none() | st.sampled_from(["acc", "f1"]),
        st.none() | st.integers(0, 25),
        harness=st.none() | texts,
        version=st.none() | texts,
        reporter=st.sampled_from([None, "board", "developer"]),
        unit=st.sampled_from(["percent", "number"]),
    )
    measures = draw(st.lists(setups, min_size=1, max_size=4, unique=True))
    count = draw(st.integers(1, 5))
    shape = (count, len(measures))

    def matrix(cells: st.SearchStrategy[float | None]) -> Any:
        return np.array([[draw(cells) for _ in measures] for _ in range(count)], dtype=float).reshape(shape)

    values = matrix(st.none() | amounts)
    values[0, :] = np.nan_to_num(values[0, :])
    values[:, 0] = np.nan_to_num(values[:, 0])
    errors, items = (np.where(np.isnan(values), np.nan, matrix(st.none() | st.floats(0.5, 9))) for _ in range(2))
    facts: dict[str, Any] = {
        fact: np.array([draw(st.none() | kinds[kind]) for _ in range(count)], dtype=object)
        for fact, kind in FACTS.items()
    }
    facts["name"] = np.array([draw(needed[str]) for _ in range(count)], dtype=object)
    facts["line"] = np.array(draw(st.permutations(range(2, count + 2))), dtype=object)
    some_errors, some_items = (None if np.isnan(found).all() else found for found in (errors, items))
    return Board(
        "mine", draw(st.sampled_from([None, "2024-01-01"])), facts, tuple(measures), values, some_errors, some_items
    )


@given(boards())
def test_a_board_is_the_same_after_it_was_a_table(board: Board) -> None:
    again = to_board(from_board(board), board.name, board.snapshot)
    assert comparable(again) == comparable(board)


@given(boards())
def test_a_board_is_the_same_after_it_was_a_file(board: Board) -> None:
    again = to_board(read_table(write_table(from_board(board))), board.name, board.snapshot)
    assert comparable(again) == comparable(board)


@st.composite
def tables(draw: st.DrawFn) -> Tidy:
    """A tidy table with some of the columns."""
    count = draw(st.integers(0, 5))
    chosen = draw(st.sets(st.sampled_from(list(COLUMNS)))) | set(NEEDED)
    return {
        name: draw(
            st.lists(needed[kind] if name in NEEDED else st.none() | kinds[kind], min_size=count, max_size=count)
        )
        for name, kind in COLUMNS.items()
        if name in chosen
    }


@given(tables())
def test_a_table_is_the_same_after_it_was_a_file(table: Tidy) -> None:
    content = write_table(table)
    assert as_lists(read_table(content)) == table
    assert gives_back(content, table)


@given(tables())
def test_a_table_that_a_file_gives_back_is_settled(table: Tidy) -> None:
    assert settle_table(table) == table


@given(tables(), st.data())
def test_what_is_empty_or_another_type_of_number_is_settled(table: Tidy, data: st.DataObject) -> None:
    empties = st.sampled_from([None, "", math.nan])
    loose = {
        name: [data.draw(empties) if cell is None else float(cell) if COLUMNS[name] is int else cell for cell in column]
        for name, column in table.items()
    }
    assert settle_table(loose) == table


@given(tables())
def test_no_score_of_a_table_is_lost_in_a_board(table: Tidy) -> None:
    columns = [*FACTS, *Measure._fields, "value"]
    unit = [each or "percent" for each in table.get("unit", [None] * len(table["value"]))]
    board_table = from_board(to_board({**table, "unit": unit}, "mine", None))
    kept = [column for column in columns if column in ("name", "benchmark", "metric", "shots", "value")]
    empty = [None] * len(table["value"])

    def rows(found: Tidy) -> list[str]:
        return sorted(map(repr, zip(*(found.get(name, empty) for name in kept), strict=True)))

    assert rows(board_table) == rows(table)


def test_a_board_that_would_be_empty_and_huge_is_refused() -> None:
    names = [str(number) for number in range(6000)]
    with pytest.raises(BoardError, match=r"mine: 6,000 entries were measured in 6,000 different ways"):
        to_board({"name": names, "benchmark": names, "value": [1.0] * 6000}, "mine", None)


@pytest.mark.parametrize(
    "other",
    [
        {"value": [1.5]},
        {"value": [1.5, 2.5], "name": ["a", "c"]},
        {"value": [1.5, 2.25]},
        {"metric": [None, "acc"]},
        {"value": [1.5, 2.5, 3.5], "name": ["a", "b", "c"], "benchmark": ["arc"] * 3},
    ],
)
def test_another_table_is_not_given_back(other: dict[str, Any]) -> None:
    table: dict[str, Any] = {"name": ["a", "b"], "benchmark": ["arc", "arc"], "value": [1.5, 2.5]}
    content = write_table(table)
    assert gives_back(content, table)
    different = table | other
    count = len(different["value"])
    assert not gives_back(content, {name: column[:count] for name, column in different.items()})

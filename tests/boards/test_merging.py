"""The scores that a snapshot has already, and others that are added or take the place of some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.boards.merging import join_tables, not_measured_in, unknown_to
from llmsurvey.boards.tidy import Tidy

OLD: Tidy = {"name": ["a", "b"], "benchmark": ["arc", "arc"], "metric": ["acc", None], "value": [50.0, 60.0]}


def test_only_rows_that_are_not_there_are_unknown() -> None:
    new: Tidy = {
        "name": ["b", "a", "a"],
        "benchmark": ["arc"] * 3,
        "metric": [None, "acc", "f1"],
        "value": [60, 50, 50],
    }
    assert unknown_to(OLD, new) == {"name": ["a"], "benchmark": ["arc"], "metric": ["f1"], "value": [50]}


def test_a_column_that_is_missing_is_one_that_says_nothing() -> None:
    new: Tidy = {"name": ["b"], "benchmark": ["arc"], "unit": ["percent"], "hub": [None], "value": [60.0]}
    assert unknown_to(OLD, new)["value"] == []


def test_where_a_score_was_read_from_makes_no_other_of_it() -> None:
    assert unknown_to(OLD, {**OLD, "source": ["x", "y"]})["value"] == []


def test_rows_with_the_same_hash_are_told_apart() -> None:
    assert hash(-1.0) == hash(-2.0)
    columns = {"name": ["a", "a"], "benchmark": ["arc", "arc"]}
    old: Tidy = {**columns, "value": [-1.0, -2.0]}
    assert unknown_to(old, {**columns, "value": [-2.0, -1.0]})["value"] == []
    assert unknown_to({name: column[:1] for name, column in old.items()}, old)["value"] == [-2.0]


def test_rows_of_two_tables_stand_one_after_the_other() -> None:
    joined = join_tables(OLD, {"name": ["c"], "hub": ["lab/c"], "benchmark": ["arc"], "value": [70.0]})
    assert {name: list(column) for name, column in joined.items()} == {
        "name": ["a", "b", "c"],
        "hub": [None, None, "lab/c"],
        "benchmark": ["arc", "arc", "arc"],
        "metric": ["acc", None, None],
        "value": [50.0, 60.0, 70.0],
    }


def test_what_is_measured_anew_goes_and_the_rest_stays() -> None:
    new: Tidy = {"name": ["a"], "benchmark": ["arc"], "metric": ["acc"], "value": [55.0]}
    assert not_measured_in(new, OLD)["name"] == ["b"]
    assert not_measured_in({**new, "metric": ["f1"]}, OLD)["name"] == ["a", "b"]


class Counted(list[Any]):
    """A column that counts how often one of its cells is looked at."""

    looks = 0

    def __iter__(self) -> Iterator[Any]:
        for cell in super().__iter__():
            Counted.looks += 1
            yield cell

    def __getitem__(self, place: Any) -> Any:
        Counted.looks += 1
        return super().__getitem__(place)


def looks_for(count: int) -> int:
    """How many cells are looked at in merging tables of so many rows."""

    def table(start: int) -> Tidy:
        return {
            "name": Counted(f"m{place}" for place in range(start, start + count)),
            "benchmark": Counted(["arc"] * count),
            "value": Counted([float(place) for place in range(start, start + count)]),
        }

    Counted.looks = 0
    old, new = table(0), table(count // 2)
    join_tables(not_measured_in(new, old), unknown_to(old, new))
    return Counted.looks


@pytest.mark.parametrize("count", [100, 1000])
def test_merging_looks_at_each_cell_a_few_times(count: int) -> None:
    assert looks_for(count) <= 10 * 2 * 3 * count


CELLS: dict[str, list[Any]] = {
    "name": ["a", "b"],
    "hub": [None, "lab/a"],
    "benchmark": ["arc", "mmlu"],
    "unit": [None, "percent", "number"],
    "value": [1.0, 2.0],
    "stderr": [None, 0.5],
    "source": ["x", "y"],
}
TABLES = st.lists(st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()}), max_size=8)


def table_of(rows: list[dict[str, Any]]) -> Tidy:
    """Rows as the columns of a table."""
    return {name: [row[name] for row in rows] for name in CELLS}


@given(TABLES, TABLES)
def test_only_rows_that_are_new_in_a_figure_or_in_what_it_is_of_are_unknown(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> None:
    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        return (*(row[name] for name in CELLS if name not in ("source", "unit")), row["unit"] or "percent")

    known = {key(row) for row in old}
    unknown = unknown_to(table_of(old), table_of(new))
    assert unknown == table_of([row for row in new if key(row) not in known])

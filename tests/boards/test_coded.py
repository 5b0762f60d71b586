"""Columns of few different values, and keys that are numbered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.boards.arrow_text import ArrowText, as_tidy_text
from llmsurvey.boards.coded import Coded, as_objects, code_cells, number_keys, number_rows

CELLS = st.none() | st.sampled_from(["a", "b", "c d", ""]) | st.integers(0, 3)


def numbers_by_first_rows(keys: list[Any]) -> list[int]:
    """What `number_keys` does, key by key."""
    seen: dict[Any, int] = {}
    return [seen.setdefault(key, len(seen)) for key in keys]


@given(st.lists(st.integers(0, 9)) | st.lists(st.integers(0, 2**40)))
def test_keys_are_numbered_by_their_first_rows(keys: list[int]) -> None:
    codes, first_rows = number_keys(np.array(keys, dtype=np.int64))
    assert codes.tolist() == numbers_by_first_rows(keys)
    assert first_rows.tolist() == [keys.index(key) for key in dict.fromkeys(keys)]


@given(st.integers(1, 3).flatmap(lambda width: st.lists(st.tuples(*[CELLS] * width), min_size=1)))
def test_rows_that_agree_in_all_columns_have_one_number(rows: list[tuple[Any, ...]]) -> None:
    codes, _ = number_rows([list(column) for column in zip(*rows, strict=True)])
    assert codes.tolist() == numbers_by_first_rows(rows)


@given(st.lists(CELLS))
def test_a_coded_column_is_the_column(cells: list[Any]) -> None:
    coded = code_cells(cells)
    assert list(coded) == cells
    assert [coded[row] for row in range(len(cells))] == cells
    assert list(coded.values) == list(dict.fromkeys(cells))
    assert coded.is_known().tolist() == [cell is not None for cell in cells]
    assert list(coded[np.arange(len(cells))[::2]]) == cells[::2]


def test_compacting_leaves_out_what_no_row_has_and_joins_what_is_equal() -> None:
    compact = Coded(np.array([3, 1, 3, 2]), as_objects(["none", "a", "b", "b"])).compact()
    assert (list(compact), list(compact.values)) == (["b", "a", "b", "b"], ["b", "a"])


def test_a_function_is_asked_once_for_each_value() -> None:
    asked: list[str] = []

    def ask(cell: str) -> str:
        asked.append(cell)
        return cell.upper()

    assert list(code_cells(["a", "b", "a", "a"]).map(ask)) == ["A", "B", "A", "A"]
    assert asked == ["a", "b"]


def test_text_of_arrow_is_coded_without_spaces_around_it() -> None:
    coded = code_cells(ArrowText(pyarrow.chunked_array([["a", " a", None], ["b"]])))
    assert (list(coded), list(coded.values)) == (["a", "a", None, "b"], ["a", None, "b"])


def test_numbers_that_are_not_known_are_nan_among_numbers() -> None:
    figures = np.asarray(code_cells([1.5, None, 1.5]), dtype=float)
    assert np.array_equal(figures, [1.5, np.nan, 1.5], equal_nan=True)


@pytest.mark.parametrize("names", [["a", None], ["a", ""], ["a", "모델"], ["a", " b"]])
def test_only_plain_names_are_kept_by_arrow(names: list[str | None]) -> None:
    assert as_tidy_text(names) is None
    kept = as_tidy_text(["a", "b c"])
    assert kept is not None
    assert list(kept) == ["a", "b c"]

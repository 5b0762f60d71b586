"""Parquet with types."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from llmsurvey.formats.parquet import render
from llmsurvey.tables import Cell, Column, Table


def read(table: Table) -> pa.Table:
    return pq.read_table(io.BytesIO(render(table)))


@pytest.mark.parametrize(
    ("numeric", "cells", "expected"),
    [
        (False, ("a", None), pa.string()),
        (True, (7, None), pa.int64()),
        (True, (7, 2.5), pa.float64()),
        (False, (("a",), ()), pa.list_(pa.string())),
        (True, ((1, 2), ()), pa.list_(pa.int64())),
        (True, (None,), pa.int64()),
        (False, (None,), pa.string()),
        (False, ((), None), pa.list_(pa.string())),
    ],
)
def test_a_column_has_the_type_of_what_stands_in_it(
    numeric: bool, cells: tuple[Cell, ...], expected: pa.DataType
) -> None:
    table = Table((Column("x", numeric=numeric),), tuple((cell,) for cell in cells))
    assert read(table).schema.field("x").type == expected


def test_notes_are_in_the_metadata() -> None:
    table = Table((Column("x"),), (("a",),), notes=("구름", "two"))
    assert read(table).schema.metadata[b"notes"].decode() == "구름\ntwo"


def test_a_column_of_text_lists_and_numbers_is_kept_as_text() -> None:
    table = Table((Column("field"), Column("value")), (("a", "x"), ("b", ("y", "z")), ("c", 1)))
    assert read(table).num_rows == 3

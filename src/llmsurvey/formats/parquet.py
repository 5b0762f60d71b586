"""Apache Parquet with the types of the columns kept: lists are lists, numbers numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from llmsurvey.tables import Cell, Table
from llmsurvey.tables.text import plain_text


def render(table: Table) -> bytes:
    """Return one row group; notes are in the file's metadata under `notes`."""
    columns = [_unify_types([row[index] for row in table.rows]) for index in range(len(table.columns))]
    arrays = [
        pa.array(cells, type=_type_of(cells, column.numeric))
        for cells, column in zip(columns, table.columns, strict=True)
    ]
    content = pa.Table.from_arrays(arrays, names=table.names())
    if table.notes:
        content = content.replace_schema_metadata({"notes": "\n".join(plain_text(note) for note in table.notes)})
    buffer = io.BytesIO()
    pq.write_table(content, buffer)
    return buffer.getvalue()


def _unify_types(cells: list[Cell]) -> list[Cell]:
    """Return the cells of a column, as text where they are of several kinds (as in a table that was turned)."""
    kinds = {_kind_of(cell) for cell in cells if cell not in (None, ())}
    return cells if len(kinds) < 2 else [None if cell is None else plain_text(cell) for cell in cells]


def _kind_of(cell: Cell) -> str:
    """Return what a cell holds: text, numbers, yes or no, or a list of these."""
    if isinstance(cell, tuple):
        return f"list of {' and '.join(sorted({_kind_of(item) for item in cell}))}"
    if isinstance(cell, str):
        return "text"
    return "yes or no" if isinstance(cell, bool) else "numbers"


def _type_of(cells: Sequence[Cell], numeric: bool) -> pa.DataType:
    """Return the type of a column, by what stands in it."""
    if any(isinstance(cell, tuple) for cell in cells):
        return pa.list_(_type_of([item for cell in cells if isinstance(cell, tuple) for item in cell], numeric))
    if any(isinstance(cell, bool) for cell in cells):
        return pa.bool_()
    if any(isinstance(cell, float) for cell in cells):
        return pa.float64()
    return pa.int64() if numeric or any(isinstance(cell, int) for cell in cells) else pa.string()

"""A table as a pandas frame, with real types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llmsurvey.records import EVERY_VERDICT
from llmsurvey.tables.table import Cell, Column, Table

if TYPE_CHECKING:
    import pandas as pd


def frame_of(table: Table) -> pd.DataFrame:
    """Return every row and column of a table, each column in the type of what it holds.

    Numbers are numbers (`Int64` where all are whole, so that unknown ones stay unknown), yes and no booleans, verdicts
    an ordered category from worst to best, dates periods that are as precise as they are known (a year, a month or a
    day), lists lists. Dates that are all of one precision are a column of periods, others one of objects.
    """
    import pandas as pd

    return pd.DataFrame(
        {
            column.name: _series_of(column, [row[index] for row in table.rows])
            for index, column in enumerate(table.columns)
        }
    )


def _series_of(column: Column, cells: list[Cell]) -> pd.Series[Any]:
    import pandas as pd

    if any(isinstance(cell, tuple) for cell in cells):
        return pd.Series([_list_of(cell) if isinstance(cell, tuple) else cell for cell in cells], dtype=object)
    if any(isinstance(cell, bool) for cell in cells):
        return pd.Series(cells, dtype="boolean")
    if column.order == "verdict" and all(cell is None or cell in EVERY_VERDICT for cell in cells):
        verdicts = [None if cell is None else str(cell) for cell in cells]
        return pd.Series(pd.Categorical(verdicts, categories=EVERY_VERDICT, ordered=True))
    if column.order == "date":
        periods = [_period_of(cell) for cell in cells]
        precisions = {period.freqstr for period in periods if period is not None}
        return pd.Series(periods, dtype=f"period[{precisions.pop()}]" if len(precisions) == 1 else object)
    if column.numeric:
        is_whole = all(cell is None or isinstance(cell, int) for cell in cells)
        return pd.Series(cells, dtype="Int64" if is_whole else "float64")
    return pd.Series([str(cell) if isinstance(cell, str) else cell for cell in cells], dtype=object)


def _list_of(cell: tuple[Any, ...]) -> list[Any]:
    """Return the items of a list, texts as plain ones."""
    return [str(item) if isinstance(item, str) else item for item in cell]


def _period_of(cell: Cell) -> Any:
    """Return a year, month or day as a period of that length; None where it isn't known."""
    import pandas as pd

    return None if cell is None else pd.Period(str(cell), freq=("Y", "M", "D")[str(cell).count("-")])

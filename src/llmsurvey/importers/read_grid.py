"""The grid of any file that holds a table, by the reader that fits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from llmsurvey.errors import RequestError
from llmsurvey.importers.arrow_grid import read_parquet, read_plain_csv
from llmsurvey.importers.grid import Grid
from llmsurvey.importers.large_csv import is_large, read_large_csv, read_large_csv_as_text
from llmsurvey.importers.sheet_grid import choose_sheet, grid_of
from llmsurvey.importers.sheets import KINDS, read_sheets
from llmsurvey.messages import option, say

SUFFIXES = (*KINDS, ".parquet")
"""The kinds of files that hold tables."""


def read_grid(
    path: Path,
    is_text: Callable[[str], bool] = lambda heading: False,
    table: str | None = None,
    encoding: str | None = None,
) -> Grid:
    """Return the table in a file; columns that `is_text` stay text where they look like numbers.

    `table` chooses one of several, by its number or its title. Raises BoardError for a file that holds none or has no
    heading, RequestError where there are several and none is chosen.
    """
    if path.suffix.lower() == ".parquet":
        if table is not None or encoding is not None:
            raise RequestError(
                say(
                    "{table} and {encoding} aren't for Parquet: {file} is one table.",
                    table=option("table"),
                    encoding=option("encoding"),
                    file=path,
                )
            )
        return read_parquet(path)
    grid = None
    if encoding is None and table is None and KINDS.get(path.suffix.lower()) == "csv":
        grid = (read_large_csv if is_large(path) else read_plain_csv)(path, is_text)
    return grid or read_as_text(path, table, encoding)


def read_as_text(path: Path, table: str | None = None, encoding: str | None = None) -> Grid:
    """Return the same with every cell as text, so that whatever is wrong with one can be told with its line."""
    if path.suffix.lower() == ".parquet":
        return read_parquet(path).as_text()
    if encoding is None and table is None and KINDS.get(path.suffix.lower()) == "csv" and is_large(path):
        grid = read_large_csv_as_text(path)
        if grid is not None:
            return grid
    return grid_of(path, choose_sheet(path, read_sheets(path, encoding), table))

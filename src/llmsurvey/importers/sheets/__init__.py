"""One file a kind of file: the tables in it as rows of text, each with its line.

To add one, write `read(path, encoding) -> list[Sheet]` in a file of its own, and name it in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, cast

KINDS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".json": "json",
    ".jsonl": "json",
}
"""The module of each kind by the suffix of a file."""


class Row(NamedTuple):
    """The cells of a row as plain text, without marks and outer blanks, and the line where it ends."""

    line: int
    cells: list[str]


class Sheet(NamedTuple):
    """One table of a file under the title that stands above it; `heading` is None where it must be looked for.

    A row `may_be_short` where the kind of file leaves out empty cells at its end.
    """

    title: str
    heading: Row | None
    rows: list[Row]
    may_be_short: bool = False

    def has_numbers(self) -> bool:
        """Whether any cell beside the first column holds a number, so that there could be scores."""
        return any(any(character.isdigit() for character in cell) for cell in self._beside())

    def _beside(self) -> Iterator[str]:
        return (cell for row in self.rows for cell in row.cells[1:])


def read_sheets(path: Path, encoding: str | None = None) -> list[Sheet]:
    """Return the tables of a file, by its suffix; one of another kind is taken for text like CSV.

    Raises BoardError for a file that can't be read or isn't of the kind that its suffix says, MissingExtraError where a
    library is missing, RequestError for an unknown encoding.
    """
    module = import_module(f"llmsurvey.importers.sheets.{KINDS.get(path.suffix.lower(), 'csv')}")
    return cast("list[Sheet]", module.read(path, encoding))

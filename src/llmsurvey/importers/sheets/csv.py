"""CSV and its like: one table, whose heading may stand below a title."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from llmsurvey.errors import BoardError
from llmsurvey.importers.markup import from_text
from llmsurvey.importers.read_file import text_of
from llmsurvey.importers.sheets import Row, Sheet
from llmsurvey.messages import say

DELIMITERS = ",\t;|"
_LOOKED_AT = 50
"""So many rows tell what separates the cells."""


def read(path: Path, encoding: str | None) -> list[Sheet]:
    """Return the table of a file. Raises BoardError with the line of what can't be read."""
    return [Sheet("", None, list(_read_rows(path, text_of(path, encoding))))]


def _read_rows(path: Path, text: str) -> Iterator[Row]:
    delimiter, start = stated_delimiter(text)
    reader = csv.reader(io.StringIO(text[start:], newline=""), delimiter=delimiter or delimiter_of(text))
    skipped = text.count("\n", 0, start) or (1 if start else 0)
    try:
        for cells in reader:
            yield Row(reader.line_num + skipped, [from_text(cell) for cell in cells])
    except csv.Error as error:
        line = reader.line_num + skipped
        raise BoardError(say("{file}:{line}: {problem}.", file=path, line=line, problem=str(error))) from None


def stated_delimiter(text: str) -> tuple[str | None, int]:
    """Return what a first line `sep=;`, as spreadsheets write it, says of the cells, and where the next one begins."""
    first, end, _ = text.partition("\n")
    stated = first.strip('\r"')
    if stated[:4].lower() == "sep=" and len(stated) == 5:
        return stated[4], len(first) + len(end)
    return None, 0


def delimiter_of(text: str) -> str:
    """Return what separates the cells: whichever of the usual characters makes most of the first rows equally long."""
    return max(DELIMITERS, key=lambda delimiter: _measure_evenness(text, delimiter))


def _measure_evenness(text: str, delimiter: str) -> tuple[float, int]:
    """Return the share of the first rows with the usual number of cells, and that number; 0 for single cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        counts = Counter(len(cells) for cells in islice(reader, _LOOKED_AT) if any(cells))
    except csv.Error:
        return 0.0, 0
    several = [(rows, cells) for cells, rows in counts.items() if cells > 1]
    if not several:
        return 0.0, 0
    rows, cells = max(several)
    return rows / counts.total(), cells

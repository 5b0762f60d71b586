"""How wide the columns of a table are on a screen, and the lines that its cells take there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import set_cell_size

from llmsurvey.formats.wrap import cell_len, wrap_text
from llmsurvey.tables import Table
from llmsurvey.tables.text import heading_of, text_of_cell

GAP = 2
"""Cells between two columns."""

_LOOKED_AT = 300
"""So many rows decide how wide a column is: of 20,000 the others are cut where they are longer."""

DRAWN = ("drawn", "ranks")
"""Columns that are drawings: cut they would mean something else, and nobody can hear them."""

_WIDEST, _NARROWEST, _NARROWEST_NAME = 60, 12, 24
CUT = "\u2026"


@dataclass(frozen=True)
class ScreenColumn:
    """A column on the screen: its place in the table, its heading, where it begins, and how wide it is."""

    index: int
    name: str
    heading: str
    start: int
    width: int
    numeric: bool


def lay_out(table: Table, numbers: Sequence[int], width: int, *, every_column: bool, wraps: bool) -> list[ScreenColumn]:
    """Return the columns of a table that are shown in `width` cells, of text as wide as there is room for.

    Figures are never cut. What has no room even so goes on to the right of the screen.
    """
    grouped = table.group_by
    shown = [
        (index, column)
        for index, column in enumerate(table.columns)
        if (every_column or column.brief) and column.only != "nested" and column.name != grouped
    ]
    looked_at = numbers[:_LOOKED_AT]
    known = [item for item in shown if every_column or _has_text(table, looked_at, item[0])]
    shown = known or shown[:1]
    widest = max(_WIDEST, width) if wraps else _WIDEST
    natural = [
        min(
            widest,
            max([cell_len(heading_of(column)), *(cell_len(text_of_cell(table, row, index)) for row in looked_at)]),
        )
        for index, column in shown
    ]
    rigid = [
        column.numeric or column.words != "" or column.name in DRAWN or size <= _NARROWEST
        for (_, column), size in zip(shown, natural, strict=True)
    ]
    widths = _fit(natural, rigid, width - GAP * (len(shown) - 1))
    naming = next((place for place, (_, column) in enumerate(shown) if column.name == "name"), 0)
    if shown and not rigid[naming] and not wraps:  # by it one knows what a row is about
        widths[naming] = max(widths[naming], min(natural[naming], _NARROWEST_NAME, width // 2))
    columns: list[ScreenColumn] = []
    start = 0
    for (index, column), size in zip(shown, widths, strict=True):
        columns.append(ScreenColumn(index, column.name, heading_of(column), start, size, column.numeric))
        start += size + GAP
    return columns


def _has_text(table: Table, rows: Sequence[int], index: int) -> bool:
    return not rows or any(text_of_cell(table, row, index) for row in rows)


def _fit(natural: Sequence[int], rigid: Sequence[bool], room: int) -> list[int]:
    """Return widths that fit into `room` by making the widest that aren't rigid as wide as one another."""
    widths = list(natural)
    soft = [place for place, is_rigid in enumerate(rigid) if not is_rigid]
    while soft and sum(widths) > room:
        widest = max(widths[place] for place in soft)
        if widest <= _NARROWEST:
            break
        equal = [place for place in soft if widths[place] == widest]
        below = max([_NARROWEST, *(widths[place] for place in soft if widths[place] < widest)])
        less = min(widest - below, max(1, (sum(widths) - room) // len(equal)))
        for place in equal:
            widths[place] -= less
    return widths


def cut_text(text: str, width: int, *, numeric: bool = False) -> str:
    """Return a text in exactly so many cells; what is cut ends in a mark that says so."""
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, max(0, width - 1)) + CUT if width else ""
    return " " * (width - length) + text if numeric else text + " " * (width - length)


def lines_of_row(table: Table, row: int, columns: Sequence[ScreenColumn]) -> list[list[str]]:
    """Return the lines that a row takes where no cell is cut, each as the texts of its columns."""
    cells = [wrap_text(text_of_cell(table, row, column.index), column.width) for column in columns]
    height = max((len(lines) for lines in cells), default=1)
    return [[lines[number] if number < len(lines) else "" for lines in cells] for number in range(height)]

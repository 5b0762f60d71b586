"""HTML: every table of a page, with cells that span several columns or rows written out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from llmsurvey.errors import BoardError
from llmsurvey.importers.markup import from_html
from llmsurvey.importers.read_file import text_of
from llmsurvey.importers.sheets import Row, Sheet
from llmsurvey.messages import say

_TAG = re.compile(r"<(/?)(table|tr|td|th|caption|h[1-6])\b([^<>]*)>", re.IGNORECASE)
_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?0*(\d{1,9})", re.IGNORECASE)
_WIDEST = {"colspan": 1000, "rowspan": 65534}
"""No cell spans more, as the standard of HTML has it."""

_MARKED = re.compile(r"<(span|div|p|small|b|i|em|a|abbr|sup|sub)\b([^<>]*)>[^<]*</\1>", re.IGNORECASE)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![\w-])hidden(?![\w-])", re.IGNORECASE)
"""What is said of a part of a cell that a reader doesn't see."""

_COMMENT = re.compile(r"<!--|-->")
_MOST_CELLS = 1_000_000
"""A table that spans write out to more cells than this isn't one."""


class _Cell(NamedTuple):
    text: str
    columns: int
    rows: int
    is_heading: bool


def read(path: Path, encoding: str | None) -> list[Sheet]:
    """Return all tables of a page. Raises BoardError where there is none."""
    sheets = tables_in(text_of(path, encoding))
    if not sheets:
        raise BoardError(say("{file} has no table.", file=path))
    return sheets


def tables_in(text: str) -> list[Sheet]:
    """Return the tables of HTML in a text, in order."""
    return list(_read_tables(_without_comments(text)))


def _without_comments(text: str) -> str:
    """Return the text with comments blanked, so that all else keeps its line."""
    parts, end, depth = [], 0, False
    for mark in _COMMENT.finditer(text):
        if (mark[0] == "<!--") != depth:
            inside = text[end : mark.start()]
            parts.append("\n" * inside.count("\n") if depth else inside)
            end, depth = mark.end(), not depth
    parts.append(text[end:])
    return "".join(parts)


def _read_tables(text: str) -> Iterator[Sheet]:
    """Go through the tags once: a cell ends where the next cell, row or table begins or ends."""
    title, line, counted_to = "", 1, 0
    rows: list[tuple[int, list[_Cell]]] | None = None
    opened: re.Match[str] | None = None
    for tag in _TAG.finditer(text):
        name, closes = tag[2].lower(), bool(tag[1])
        content = text[opened.end() : tag.start()] if opened else ""
        line += text.count("\n", counted_to, tag.start())
        counted_to = tag.start()
        if opened is not None:
            if opened[2].lower() in ("td", "th") and rows:
                cells = rows[-1][1]
                cells.append(_read_cell(opened, content))
                rows[-1] = (line, cells)
            elif opened[2].lower() not in ("td", "th"):
                title = from_html(content)
            opened = None
        if name == "table":
            if rows:
                yield from _build_sheets(title, rows)
            rows = None if closes else []
        elif name == "tr" and rows is not None and not closes:
            rows.append((line, []))
        elif name != "tr" and not closes and (rows is not None or name not in ("td", "th")):
            opened = tag
    if rows:
        yield from _build_sheets(title, rows)


def _read_cell(tag: re.Match[str], content: str) -> _Cell:
    stated = ((name.lower(), int(count)) for name, count in _SPAN.findall(tag[3]))
    spans = {name: min(max(1, count), _WIDEST[name]) for name, count in stated}
    text = from_html(_MARKED.sub(lambda part: " " if _UNSEEN.search(part[2]) else part[0], content))
    return _Cell(text, spans.get("colspan", 1), spans.get("rowspan", 1), tag[2].lower() == "th")


def _build_sheets(title: str, rows: list[tuple[int, list[_Cell]]]) -> Iterator[Sheet]:
    """Yield a table with its spans written out; rows of headings at its top are one heading.

    A row of one cell across the whole table is the title of what is below it: no heading, and no model.
    """
    width = max((sum(cell.columns for cell in cells) for _, cells in rows), default=0)
    rows = [(line, cells) for line, cells in rows if cells and not _is_title(cells, width)]
    written = _written_out(rows)
    if len(written) < 2:
        return
    headings_on_top = sum(1 for _ in takewhile(lambda row: all(cell.is_heading for cell in row[1]), rows))
    above = max(1, min(headings_on_top, len(rows) - 1))
    headings = [" ".join(dict.fromkeys(filter(None, column))) for column in _columns_of(written[:above])]
    yield Sheet(title, Row(written[above - 1].line, headings), written[above:], may_be_short=True)


def _is_title(cells: list[_Cell], width: int) -> bool:
    """Whether a row has one cell that spans a table of several columns."""
    return len(cells) == 1 and cells[0].columns >= width > 1


def _columns_of(rows: list[Row]) -> Iterator[list[str]]:
    width = max(len(row.cells) for row in rows)
    return ([row.cells[column] for row in rows if column < len(row.cells)] for column in range(width))


def _written_out(rows: list[tuple[int, list[_Cell]]]) -> list[Row]:
    """Return the rows with a cell of its own wherever one spans; none where that is beyond all bounds."""
    written: list[Row] = []
    hanging: dict[int, tuple[str, int]] = {}
    total = 0
    for line, cells in rows:
        texts: list[str] = []
        waiting = iter(cells)
        following: dict[int, tuple[str, int]] = {}
        cell = next(waiting, None)
        while cell is not None or len(texts) in hanging:
            if len(texts) in hanging:
                text, rows_left = hanging[len(texts)]
                if rows_left > 1:
                    following[len(texts)] = (text, rows_left - 1)
                texts.append(text)
            elif cell is not None:
                for _ in range(cell.columns):
                    if cell.rows > 1:
                        following[len(texts)] = (cell.text, cell.rows - 1)
                    texts.append(cell.text)
                cell = next(waiting, None)
            if total + len(texts) > _MOST_CELLS:
                return []
        total += len(texts)
        hanging = following
        written.append(Row(line, texts))
    return written

"""Odd pages and texts take time that grows with their size, not with its square."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.growth import LINEAR, growth

from llmsurvey.errors import BoardError
from llmsurvey.importers.sheets import Sheet, html, markdown

TABLES: dict[str, Callable[[int], str]] = {
    "cells in one row": lambda size: "<table><tr>" + "<td>" * size,
    "rows of headings": lambda size: "<table>" + "<tr><th>a<th>b" * size,
    "tables in tables": lambda size: "<table><tr><td>1" * size + "</table>" * size,
    "columns that span": lambda size: "<table>" + "<tr>" + "<td colspan=65534>1" * size,
    "rows that span": lambda size: "<table>" + "<tr><td rowspan=65534>1<td>2" * size,
    "comments that open": lambda size: "<table><tr><td>" + "<!--" * size,
}


@pytest.mark.parametrize("make", TABLES.values(), ids=TABLES)
def test_html_in_time_that_grows_with_its_size(make: Callable[[int], str]) -> None:
    assert growth(html.tables_in, make, 4000) < LINEAR


CELLS = ["[x](", "![x](", "[x](y(", "[", "*a", "`` a ", "<a href=x>"]


@pytest.mark.parametrize("part", CELLS)
def test_markdown_in_time_that_grows_with_its_size(tmp_path: Path, part: str) -> None:
    def read(text: str) -> list[Sheet]:
        path = tmp_path / "x.md"
        path.write_text(text)
        return markdown.read(path, None)

    assert growth(read, lambda size: "|a|b|\n|---|---|\n|" + part * size + "|1|", 2000) < LINEAR


@pytest.mark.parametrize(
    ("span", "columns"),
    [("2", 2), ("9999", 1000), ("9" * 5000, 1000), ("0", 1)],
    ids=["2", "9999", "many digits", "0"],
)
def test_no_cell_spans_more_than_pages_allow(span: str, columns: int) -> None:
    """A browser takes a thousand columns at most; 65534 is not read as 6553."""
    text = f"<table><tr><th colspan={span}>a<th>b<tr><td>1<td>2</table>"
    (sheet,) = html.tables_in(text)
    assert sheet.heading is not None
    assert len(sheet.heading.cells) == columns + 1


def test_cells_that_span_beyond_all_bounds_are_no_table(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_text("<table><tr>" + "<td colspan=1000 rowspan=65534>1" * 100_000 + "<tr><td>1</table>")
    with pytest.raises(BoardError, match="has no table"):
        html.read(path, None)

"""Where a cell leads to: an address of the web that is safe to put into a terminal, a page or a document."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import quote

from llmsurvey.messages import without_advice
from llmsurvey.tables.table import Cell, Table, items_of
from llmsurvey.tables.text import text_of_cell, text_of_item

_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_KEPT = "%/:?#[]@!&*+,="
"""The signs with a meaning in an address, but those that Markdown, LaTeX, HTML or a terminal takes for its own."""

_HUB, _HUB_ADDRESS = re.compile(r"[\w.-]+/[\w.-]+"), "https://huggingface.co/"
"""A name on the hub, and what stands before it in its address."""


class Part(NamedTuple):
    """A piece of what is read in a cell, with the address that it leads to, if any."""

    text: str
    address: str | None = None


def link_cells(table: Table) -> Table:
    """Return the table, and its sections, with links in the cells of columns that lead to the address of another."""
    index_of = {name: index for index, name in enumerate(table.names())}
    links = dict(table.links)
    for column in table.columns:
        if column.leads_to in index_of:
            cells = (row[index_of[column.leads_to]] for row in table.rows)
            addresses = enumerate(_first_address(cell, column.leads_to) for cell in cells)
            links |= {(row, column.name): address for row, address in addresses if address}
    sections = tuple((heading, link_cells(section)) for heading, section in table.sections)
    return replace(table, links=links, sections=sections)


def _first_address(cell: Cell, column: str) -> str:
    """Return the first address in a cell of a column; a name of the hub is made one."""
    item = next(iter(cell), "") if isinstance(cell, tuple) else cell
    if not isinstance(item, str):
        return ""
    return f"{_HUB_ADDRESS}{item}" if column == "hub" and _HUB.fullmatch(item) else item


def link_of(table: Table, row: int, index: int) -> str | None:
    """Return the address that a whole cell leads to, its own if it is one; None where it leads nowhere."""
    column = table.columns[index]
    address = table.links.get((row, column.name)) or _first_address(table.rows[row][index], column.name)
    return safe_address(address)


def parts_of_cell(table: Table, row: int, index: int) -> list[Part]:
    """Return what is read in a cell of a document, piece by piece: of a list of addresses each leads to its own."""
    column, cell = table.columns[index], table.rows[row][index]
    place = (row, column.name)
    if not isinstance(cell, tuple) or any(place in told for told in (table.links, table.texts, table.marks)):
        return [Part(text_of_cell(table, row, index, without_advice), link_of(table, row, index))]
    parts: list[Part] = []
    separator = Part("; " if column.numeric and not column.short else ", ")
    for item in items_of(cell):
        parts += [separator] if parts else []
        parts.append(
            Part(text_of_item(item, column, without_advice), safe_address(_first_address((str(item),), column.name)))
        )
    return parts


def safe_address(text: str) -> str | None:
    """Return an address of the web as it may be followed anywhere, None for anything else.

    Addresses come from data: nothing but http is followed (no `javascript:`), and every sign that isn't one of an
    address is written in percent, so that no quote, bracket or control character ends it.
    """
    return quote(text, safe=_KEPT, errors="replace") if _ADDRESS.fullmatch(text) else None

"""CSV as spreadsheets and pandas read it."""

from __future__ import annotations

import csv
import io

from llmsurvey.tables import Cell, Table
from llmsurvey.tables.text import plain_text

_FORMULA = frozenset("=+-@")


def render(table: Table) -> bytes:
    """Return a header and a line a row (RFC 4180 but for plain line feeds); lists are joined by `; `.

    Text that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises; a hyphen alone is
    none, and means that there is nothing.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_text_of_cell(name) for name in table.names()])
    writer.writerows([_text_of_cell(cell) for cell in row] for row in table.rows)
    return buffer.getvalue().encode()


def _text_of_cell(cell: Cell) -> str:
    text = plain_text(cell, separator="; ")
    is_formula = text[:1] in _FORMULA and text != "-" and isinstance(cell, (str, tuple))
    return f"'{text}" if is_formula else text

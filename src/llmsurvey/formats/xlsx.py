"""An Excel workbook, the same to the byte for the same table."""

from __future__ import annotations

import datetime
import io

import xlsxwriter

from llmsurvey.errors import OutputError
from llmsurvey.messages import option, say
from llmsurvey.tables import Table
from llmsurvey.tables.text import plain_text

_MAX_TEXT = 32_767
"""The longest text that a cell of Excel holds."""


def render(table: Table) -> bytes:
    """Return a sheet with a header that stays, and one of notes; text is never a formula or a link."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties(
            {"title": plain_text(table.title), "created": datetime.datetime(2023, 7, 27, tzinfo=datetime.UTC)}
        )
        sheet = book.add_worksheet("llmsurvey")
        bold = book.add_format({"bold": True})
        for index, column in enumerate(table.columns):
            sheet.write_string(0, index, plain_text(column.name), bold)
        for line, row in enumerate(table.rows, start=1):
            for index, cell in enumerate(row):
                if isinstance(cell, bool):
                    sheet.write_boolean(line, index, cell)
                elif isinstance(cell, (int, float)):
                    sheet.write_number(line, index, cell)
                elif cell is not None:
                    sheet.write_string(line, index, _check_length(plain_text(cell, separator="; ")))
        sheet.freeze_panes(1, 0)
        sheet.autofit()
        if table.notes:
            notes = book.add_worksheet("notes")
            for line, note in enumerate(table.notes):
                notes.write_string(line, 0, plain_text(note))
    return buffer.getvalue()


def _check_length(text: str) -> str:
    """Return the text, if a cell can hold all of it. Raises OutputError if it can't: nothing is cut silently."""
    if len(text) > _MAX_TEXT:
        raise OutputError(
            say(
                "a cell of Excel holds {most:,} characters, and one here has {count:,}. Use {hint}.",
                most=_MAX_TEXT,
                count=len(text),
                hint=option("format", "csv"),
            )
        )
    return text

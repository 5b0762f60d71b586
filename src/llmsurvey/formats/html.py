"""One self-contained page with a table."""

from __future__ import annotations

from html import escape

from llmsurvey.messages import language, translated
from llmsurvey.tables import Column, Table
from llmsurvey.tables.text import heading_of, plain_text, text_of_cell

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #1b1b1b; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.note { color: #555; }
""".strip()


def render(table: Table) -> bytes:
    """Return a page without scripts or outside resources; each group of rows is a table with a caption."""
    title = escape(plain_text(translated(table.title)) or "llmsurvey")
    parts = [
        "<!doctype html>",
        f'<html lang="{language()}">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{title}</title>",
    ]
    parts += [
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>\n{_STYLE}\n</style>",
        "</head>",
        "<body>",
    ]
    if table.title:
        parts.append(f"<h1>{title}</h1>")
    for above, group in table.groups():
        parts += ["<table>", *([f"<caption>{escape(plain_text(translated(above)))}</caption>"] if above else [])]
        parts.append(f"<thead><tr>{''.join(_heading_cell(column) for column in group.columns)}</tr></thead>")
        parts.append("<tbody>")
        indexes = range(len(group.columns))
        parts += [
            f"<tr>{''.join(_body_cell(group, row, index) for index in indexes)}</tr>" for row in range(len(group.rows))
        ]
        parts += ["</tbody>", "</table>"]
    parts += [f'<p class="note">{escape(plain_text(translated(note)))}</p>' for note in table.notes]
    return "\n".join([*parts, "</body>", "</html>", ""]).encode()


def _heading_cell(column: Column) -> str:
    return f"<th{_class_attribute(column)}>{escape(heading_of(column))}</th>"


def _body_cell(table: Table, row: int, index: int) -> str:
    return f"<td{_class_attribute(table.columns[index])}>{escape(text_of_cell(table, row, index))}</td>"


def _class_attribute(column: Column) -> str:
    return ' class="number"' if column.numeric else ""

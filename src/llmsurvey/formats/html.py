"""One self-contained page with a table."""

from __future__ import annotations

from html import escape

from llmsurvey.formats.text import plain
from llmsurvey.records import Cell, Column, Table

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #1b1b1b; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.note { color: #555; }
""".strip()


def render(table: Table) -> bytes:
    """A page without scripts or outside resources; each group of rows is a table with a caption."""
    title = escape(plain(table.title) or "llmsurvey")
    parts = ["<!doctype html>", '<html lang="en">', "<head>", '<meta charset="utf-8">', f"<title>{title}</title>"]
    parts += [
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>\n{_STYLE}\n</style>",
        "</head>",
        "<body>",
    ]
    if table.title:
        parts.append(f"<h1>{title}</h1>")
    for heading, group in table.groups():
        parts += ["<table>", *([f"<caption>{escape(plain(heading))}</caption>"] if heading else [])]
        parts.append(f"<thead><tr>{''.join(_heading(column) for column in group.columns)}</tr></thead>")
        parts.append("<tbody>")
        parts += [
            f"<tr>{''.join(_cell(*pair) for pair in zip(row, group.columns, strict=True))}</tr>" for row in group.rows
        ]
        parts += ["</tbody>", "</table>"]
    parts += [f'<p class="note">{escape(plain(note))}</p>' for note in table.notes]
    return "\n".join([*parts, "</body>", "</html>", ""]).encode()


def _heading(column: Column) -> str:
    return f"<th{_class(column)}>{escape(plain(column.name))}</th>"


def _cell(cell: Cell, column: Column) -> str:
    return f"<td{_class(column)}>{escape(plain(cell, digits=column.digits))}</td>"


def _class(column: Column) -> str:
    return ' class="number"' if column.numeric else ""

"""One self-contained page with a table."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from llmsurvey.messages import language, translated
from llmsurvey.tables import Column, Table
from llmsurvey.tables.document import surroundings_of
from llmsurvey.tables.link import Part, parts_of_cell
from llmsurvey.tables.text import heading_of, plain_text

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #1b1b1b; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
a { color: #0b57a4; }
.address { display: inline-block; min-width: 12em; overflow-wrap: anywhere; }
:lang(ko) { word-break: keep-all; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.note { color: #555; }
""".strip()
"""How every page looks."""


def render(table: Table) -> bytes:
    """Return a page without scripts or outside resources; each group of rows is a table with a caption."""
    around = surroundings_of(table)
    parts = [
        "<!doctype html>",
        f'<html lang="{language()}">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{escape_html(around.heading or around.caption or 'llmsurvey')}</title>",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>\n{STYLE}\n</style>",
        "</head>",
        "<body>",
    ]
    heading = around.heading or (around.caption if table.group_by else "")
    if heading:
        parts.append(f"<h1>{escape_html(heading)}</h1>")
    if around.label:
        parts.append(f'<a id="{around.label}"></a>')
    for above, group in table.groups():
        parts += table_lines(group, translated(above) if table.group_by else around.caption)
    parts += [f'<p class="note">{escape_html(note)}</p>' for note in (*around.legend, *around.notes)]
    return "\n".join([*parts, "</body>", "</html>", ""]).encode()


def table_lines(table: Table, caption: str) -> Iterator[str]:
    """Yield a table as HTML, line by line, under its caption, if it has one."""
    yield "<table>"
    if caption:
        yield f"<caption>{escape_html(caption)}</caption>"
    yield f"<thead><tr>{''.join(_heading_cell(column) for column in table.columns)}</tr></thead>"
    yield "<tbody>"
    for row in range(len(table.rows)):
        yield f"<tr>{''.join(_body_cell(table, row, index) for index in range(len(table.columns)))}</tr>"
    yield from ("</tbody>", "</table>")


def _heading_cell(column: Column) -> str:
    return f'<th scope="col"{_class_attribute(column)}>{escape(heading_of(column))}</th>'


def _body_cell(table: Table, row: int, index: int) -> str:
    content = "".join(map(_linked_text, parts_of_cell(table, row, index)))
    return f"<td{_class_attribute(table.columns[index])}>{content}</td>"


def _linked_text(part: Part) -> str:
    text = escape(part.text)
    if not part.address or not text:
        return text
    kind = ' class="address"' if part.text == part.address else ""
    return f'<a{kind} href="{escape(part.address)}" rel="noreferrer">{text}</a>'


def escape_html(text: str) -> str:
    """Return text that a page shows as it is."""
    return escape(plain_text(text))


def _class_attribute(column: Column) -> str:
    return ' class="number"' if column.numeric else ""

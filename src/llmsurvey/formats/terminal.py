"""The table that people read: aligned columns, no boxes, and a quiet line for what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from llmsurvey.formats.wrap import cell_len, wrap_text
from llmsurvey.messages import Message, counted, join_texts, list_names, option, say, translated
from llmsurvey.tables import Cell, Column, Table
from llmsurvey.tables.link import link_of
from llmsurvey.tables.note import most_important_first
from llmsurvey.tables.text import escape_steering, heading_of, is_starred, text_of_cell, yes_or_no

_GAP = "  "
_NARROWEST = 12
"""A column of text is wrapped, but not to fewer cells than this."""

_WIDEST = 300
"""Where nothing limits the width, a cell of more cells than this stands out, and doesn't make its column as wide.

Else a long cell would be repeated as spaces in every row.
"""

_COLOURS = {
    "yes": "32",
    "conditional": "33",
    "no": "31",
    "unknown": "2",
    "no weights": "2",
    "holds": "32",
    "holds only as printed": "33",
    "doesn't hold": "31",
    "can't be checked": "2",
}
"""Colours of what is judged: a licence, whether something fits, a claim."""
_DIM, _BOLD = "2", "1"


_NOTES = 2
"""So many notes stand below an answer, unless all are asked for: it should be seen at one look."""


@dataclass(frozen=True)
class Terminal:
    """Where a table is shown: the width in cells, None where nothing limits it (a pipe, a file), and if in colour.

    `links` says that it shows where a text leads to (OSC 8).
    """

    width: int | None = None
    colour: bool = False
    links: bool = False


_SPARSE = 4
"""A column in which fewer than one of so many rows has anything is nearly empty."""

_TALLEST = 15
"""A cell isn't wrapped into notably more lines, unless half of the screen is too narrow for that."""

_MARK = 5
"""A column that is no wider only marks rows, and is meant to be empty in most."""


def render(table: Table, terminal: Terminal, *, every_column: bool = False, every_note: bool = False) -> str:
    """Return the table as lines of text.

    Columns that aren't brief are left out unless all are asked for; what is too wide is wrapped, and where that isn't
    enough the last columns are left out too. Of the notes the most important are shown, unless all are asked for. What
    is left out of either is said in the last line.
    """
    more_columns = 0
    if not every_column:
        more_columns = sum(not column.brief for column in table.columns)
        table = table.select_brief()
    lines: list[str] = (
        [*_wrap_paragraph(escape_steering(translated(table.title)), terminal, _BOLD), ""] if table.title else []
    )
    hidden: dict[str, None] = {}
    for title, group in table.groups():
        if title:
            lines += ([""] if lines and lines[-1] else []) + _wrap_paragraph(
                escape_steering(translated(title)), terminal, _BOLD
            )
        cells = _texts_of_cells(group)
        widths = _fit_widths(group.columns, cells, terminal.width)
        hidden |= {column.name: None for index, column in enumerate(group.columns) if index not in widths}
        lines += _body_lines(group, cells, widths, terminal)
    notes = _notes_below(table, hidden, terminal, more_columns, every_note=every_note)
    lines += [line for note in notes for line in _wrap_paragraph(escape_steering(translated(note)), terminal)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _notes_below(
    table: Table, hidden: Mapping[str, None], terminal: Terminal, more_columns: int, *, every_note: bool
) -> Iterator[str]:
    """Yield what stands below a table: notes, what marks mean, and last what was left out and how to see it.

    `hidden` names the columns that the terminal is too narrow for.
    """
    limits = [note for note in table.notes if getattr(note, "kind", "") == "limited"]
    notes = most_important_first(note for note in table.notes if note not in limits)
    yield from notes if every_note else notes[:_NOTES]
    shown = table.select([name for name in table.names() if name not in hidden])
    if table.legend and is_starred(shown):
        yield table.legend
    if hidden:
        names = [heading_of(column) for column in table.columns if column.name in hidden]
        yield say(
            "Too wide for {width} columns, left out: {names}. `{transpose}` or `{format}` shows all.",
            width=terminal.width,
            names=list_names(names, most=20),
            transpose=option("transpose"),
            format=option("format", "csv"),
        )
    more_notes = 0 if every_note else max(0, len(notes) - _NOTES)
    last_line = [*limits, *_count_more(more_columns if table.rows else 0, more_notes)]
    if last_line:
        yield join_texts(last_line)


def _count_more(columns: int, notes: int) -> Iterator[Message]:
    """Yield how many columns and notes aren't shown, and what shows them."""
    if notes:
        yield counted(
            "{number} more note: `{hint}`.", "{number} more notes: `{hint}`.", notes, hint=option("notes", True)
        )
    if columns:
        hint = option("columns", "all")
        yield counted("{number} more column: `{hint}`.", "{number} more columns: `{hint}`.", columns, hint=hint)


def _texts_of_cells(table: Table) -> list[list[str]]:
    """Return what stands in each cell, by row."""
    indexes = range(len(table.columns))
    return [[text_of_cell(table, row, index) for index in indexes] for row in range(len(table.rows))]


def _fit_widths(columns: Sequence[Column], cells: list[list[str]], limit: int | None) -> dict[int, int]:
    """Return the columns that are shown, by their place, each with its width."""
    widths = [
        max([cell_len(heading_of(column)), *(cell_len(row[index]) for row in cells)])
        for index, column in enumerate(columns)
    ]
    if limit is None:
        return {index: min(width, _WIDEST) for index, width in enumerate(widths)}
    least = [
        width
        if column.numeric
        else min(width, max(_NARROWEST, cell_len(heading_of(column)), min(width // _TALLEST, limit // 2)))
        for width, column in zip(widths, columns, strict=True)
    ]
    is_sparse = [
        width > _MARK and sum(bool(row[index]) for row in cells) * _SPARSE < len(cells)
        for index, width in enumerate(least)
    ]
    fitting = _columns_that_fit(columns, least, is_sparse, limit)
    fitted = {index: max(least[index], min(widths[index], limit)) for index in fitting}
    excess = sum(fitted.values()) + len(_GAP) * (len(fitting) - 1) - limit
    while excess > 0:
        widest = max(fitting, key=lambda index: fitted[index] - least[index])
        if fitted[widest] <= least[widest]:
            return {fitting[0]: max(1, fitted[fitting[0]] - excess)} if len(fitting) == 1 else fitted
        fitted[widest] -= 1
        excess -= 1
    return fitted


def _columns_that_fit(
    columns: Sequence[Column], least: Sequence[int], is_sparse: Sequence[bool], limit: int
) -> list[int]:
    """Return the indexes of the columns that fit at their `least` widths.

    Those that are nearly empty go first, verdicts last, and of others the last ones before the first ones.
    """
    needed = sum(least) + len(_GAP) * (len(least) - 1)
    dropped = set()
    for index in sorted(
        range(1, len(columns)),
        key=lambda position: (columns[position].order == "verdict", not is_sparse[position], -position),
    ):
        if needed > limit:
            dropped.add(index)
            needed -= least[index] + len(_GAP)
    return [index for index in range(len(columns)) if index not in dropped]


def _body_lines(table: Table, cells: list[list[str]], widths: dict[int, int], terminal: Terminal) -> list[str]:
    """Return the header and the rows, in as many lines as their longest cell needs."""
    columns = table.columns
    header = _GAP.join(
        _align_text(heading_of(columns[index]), width, columns[index].numeric) for index, width in widths.items()
    )
    lines = [paint_text(header.rstrip(), _DIM, terminal)]
    for row, texts in enumerate(cells):
        wrapped = {
            index: wrap_text(texts[index], width) if terminal.width else [texts[index]]
            for index, width in widths.items()
        }
        for depth in range(max((len(parts) for parts in wrapped.values()), default=0)):
            line = []
            for index, parts in wrapped.items():
                text = _align_text(parts[depth] if depth < len(parts) else "", widths[index], columns[index].numeric)
                colour = _colour_of(table.rows[row][index], columns[index])
                text = paint_text(text, colour, terminal) if colour else text
                line.append(_lead_to(link_of(table, row, index), text) if terminal.links else text)
            lines.append(_GAP.join(line))
    return lines


def _colour_of(cell: Cell, column: Column) -> str | None:
    """Return the colour of a verdict; nothing else has one."""
    judged = column.words in ("verdict", "fits", "claim")
    if not judged or not isinstance(cell, (str, bool)):
        return None
    return _COLOURS.get(yes_or_no(cell) if isinstance(cell, bool) else cell)


def _lead_to(address: str | None, text: str) -> str:
    """Return a text that leads to an address where one clicks on it; blanks around it don't."""
    inner = text.strip(" ")
    if address is None or not inner:
        return text
    before, _, after = text.partition(inner)
    return f"{before}\x1b]8;;{address}\x1b\\{inner}\x1b]8;;\x1b\\{after}"


def _align_text(text: str, width: int, right: bool) -> str:
    space = " " * max(0, width - cell_len(text))
    return space + text if right else text + space


def _wrap_paragraph(text: str, terminal: Terminal, style: str = _DIM) -> list[str]:
    lines = wrap_text(text, terminal.width) if terminal.width else [text]
    return [paint_text(line, style, terminal) for line in lines]


def paint_text(text: str, code: str, terminal: Terminal) -> str:
    """Return text in a colour or style, by its ANSI code, where the terminal has colours."""
    return f"\x1b[{code}m{text}\x1b[0m" if terminal.colour and text.strip() else text

"""What comes from data is shown as text: nothing in it steers a terminal, a page or a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from llmsurvey.messages import Word, translated, word
from llmsurvey.records.quantities import round_half_even, short_count
from llmsurvey.tables import Cell, Column, Table

STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u2060\ufeff\u200e\u200f\u2028-\u202e\u2066-\u2069]|[\ud800-\udfff\ufffe\uffff]"
)
"""Control characters, marks that turn the direction of text, halves of characters, and what XML takes for none."""


def escape_steering(text: str) -> str:
    r"""Return the text with every steering character written out: an escape is the four characters `\x1b`."""
    if text.isascii() and text.isprintable():  # as nearly all is, which is seen much sooner than by the expression
        return text
    return STEERING.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    return {"\n": r"\n", "\t": r"\t", "\r": r"\r"}.get(character) or (
        rf"\x{code:02x}" if code < 256 else rf"\u{code:04x}"
    )


def heading_of(column: Column) -> str:
    """Return what people read above a column, in the language of the run."""
    return escape_steering(translated(column.heading) if column.heading else word("column", column.name))


def turn_table(table: Table) -> Table:
    """Return the table with its columns as rows, which people read in the language of the run all the same."""
    transposed = table.transposed()
    first, *names = transposed.names()
    rows, texts = [], dict(transposed.texts)
    for row, (column, (_, *cells)) in enumerate(zip(table.columns[1:], transposed.rows, strict=True)):
        rows.append((Word("column", column.name), *(_as_words(cell, column.words) for cell in cells)))
        if column.heading:
            texts[row, first] = column.heading
        if column.digits is not None or column.short:
            texts |= {
                (row, name): texts.get((row, name), _in_words(cell, column))
                for name, cell in zip(names, cells, strict=True)
            }
    return replace(transposed, rows=tuple(rows), texts=texts)


def _as_words(cell: Cell, vocabulary: str) -> Cell:
    """Return a cell whose values keep their vocabulary without its column."""
    if isinstance(cell, tuple):  # of one type before and after, which mypy doesn't see
        return tuple(_as_words(item, vocabulary) for item in cell)  # type: ignore[return-value]
    return Word(vocabulary, cell) if vocabulary and type(cell) is str else cell


def text_of_cell(table: Table, row: int, index: int, say: Callable[[str], str] = translated) -> str:
    """Return a cell as people read it: short, rounded, with its mark; `say` puts a text in the language of the run."""
    column = table.columns[index]
    text = table.texts.get((row, column.name))
    text = _in_words(table.rows[row][index], column, say) if text is None else escape_steering(say(text))
    mark = table.marks.get((row, column.name))
    return f"{text} [{escape_steering(translated(mark))}]".strip() if mark else text


def text_of_item(item: str | float, column: Column, say: Callable[[str], str]) -> str:
    """Return one item of a list as people read it."""
    return _in_words(item, column, say)


def is_starred(table: Table) -> bool:
    """Whether a cell that is shown ends in the star that the legend explains."""
    names = set(table.names())
    return any(text.endswith("*") and name in names for (_, name), text in table.texts.items())


def _in_words(cell: Cell, column: Column, say: Callable[[str], str] = translated) -> str:
    if isinstance(cell, tuple):
        separator = "; " if column.numeric and not column.short else ", "  # beside the comma of thousands
        return separator.join(_in_words(item, column, say) for item in cell)
    if isinstance(cell, bool):
        return say(Word(column.words or "answer", yes_or_no(cell)))
    if isinstance(cell, str):
        return escape_steering(word(column.words, cell) if column.words and type(cell) is str else say(cell))
    return _in_digits(cell, column)


def _in_digits(cell: Cell, column: Column) -> str:
    """Return a number as people read it, in the digits of its column."""
    if isinstance(cell, int):
        return short_count(cell) if column.short else f"{cell:,}"
    text = plain_text(cell, digits=column.digits)
    if column.never_zero and column.digits and cell and not float(text):
        return f"<{text[:-1]}1"
    return text


def plain_text(cell: Cell, *, separator: str = ", ", digits: int | None = None) -> str:
    """Return a cell as one line of safe text, in English; an unknown value is empty."""
    if isinstance(cell, str):
        return escape_steering(str(cell))
    if isinstance(cell, tuple):
        return _join_items(cell, separator)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return yes_or_no(cell)
    if isinstance(cell, float):
        return repr(cell) if digits is None else round_half_even(cell, digits)
    return str(cell)


def _join_items(items: tuple[str, ...] | tuple[float | None, ...], separator: str) -> str:
    """Return the items of a list as one line of safe text."""
    try:
        return escape_steering(separator.join(items))  # type: ignore[arg-type]
    except TypeError:
        return separator.join([plain_text(item) for item in items])


def yes_or_no(value: bool) -> str:
    """Return the word for true or false, in English."""
    return "yes" if value else "no"

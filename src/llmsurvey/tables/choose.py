"""Which columns a table shows, under which headings: `name,average=Mean`, or `+licence,-hub` beside the usual ones."""

from __future__ import annotations

from collections.abc import Sequence

from llmsurvey.errors import RequestError
from llmsurvey.messages import option, say
from llmsurvey.tables.order import find_column
from llmsurvey.tables.table import Table

_ALL = "all"


def choose_columns(table: Table, wishes: Sequence[str]) -> Table:
    """Return the table with the columns that are wished for, each once, in the order in which they come.

    `all` stands for every column, `+name` adds one and `-name` takes one away. Where the first has a sign they change
    the brief columns (`+licence,hub` adds both), else what is named is all. `name=Heading` has it under another name.
    Raises RequestError for a column that the table hasn't, for a name that two columns would have, and where none is
    left.
    """
    names = table.select_brief().names() if wishes and _sign_of(table, wishes[0]) else []
    headings: dict[str, str] = {}
    for wish in wishes:
        sign = _sign_of(table, wish)
        wanted, heading = _split_heading(table, wish.removeprefix(sign))
        columns = table.names() if wanted == _ALL else [find_column(table, wanted, "columns")]
        if sign == "-":
            names = [name for name in names if name not in columns]
        else:
            names += [name for name in columns if name not in names]
        if heading:
            headings[columns[0]] = heading
    if not names:
        raise RequestError(say("{option}: no column is left.", option=option("columns")))
    return _under_headings(table.select(names), headings)


def _sign_of(table: Table, wish: str) -> str:
    """Return the sign before a column, if any; one that a column's own name begins with is none."""
    return wish[0] if wish[:1] in ("+", "-") and wish not in table.names() else ""


def _split_heading(table: Table, wish: str) -> tuple[str, str]:
    """Return a column and the heading that it is to have, if any. Raises RequestError for a heading of no sign."""
    name, equals, heading = wish.partition("=")
    if not equals or wish in table.names():
        return wish, ""
    if not heading.strip() or name == _ALL:
        raise RequestError(
            say(
                '{option}: "{wish}" names no column or no heading. Write average=Mean.',
                option=option("columns"),
                wish=wish,
            )
        )
    return name.strip(), heading.strip()


def _under_headings(table: Table, headings: dict[str, str]) -> Table:
    """Return the table with other headings. Raises RequestError for one that two columns would have."""
    names = [headings.get(name, name) for name in table.names()]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise RequestError(say('{option}: two columns would be called "{name}".', option=option("columns"), name=twice))
    return table.rename(headings) if headings else table

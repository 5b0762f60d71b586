"""Sorting rows, and finding the columns that are named for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from llmsurvey.errors import RequestError
from llmsurvey.messages import option, say, translated, word
from llmsurvey.records import NO_WEIGHTS, VERDICTS
from llmsurvey.registry.names import strict_form
from llmsurvey.registry.nearest_names import did_you_mean
from llmsurvey.tables import Cell, Column, Table, items_of

_DIGITS = re.compile(r"([0-9]{1,18})")


def sort_rows(table: Table, by: Sequence[str]) -> Table:
    """Return the rows in order of one or more columns; `-released` is the latest first. What is unknown comes last.

    Lists sort by the item that comes first in that order, verdicts from the best; `no weights` has no place among these
    and comes last. Equal rows keep their order, groups of rows theirs: what isn't comparable isn't sorted together.
    Raises RequestError for a column that the table hasn't.
    """
    order = list(range(len(table.rows)))
    for name in reversed(by):
        down = name.startswith("-")
        column = table.names().index(find_column(table, name.removeprefix("-"), "sort"))
        keys = [_key_of_cell(row[column], table.columns[column], down=down) for row in table.rows]
        keyed = [(key, number) for number in order if (key := keys[number]) is not None]
        keyed.sort(key=lambda pair: pair[0], reverse=down)
        order = [number for _, number in keyed] + [number for number in order if keys[number] is None]
    if table.group_by is not None:
        column_of_groups = table.names().index(table.group_by)
        groups = [row[column_of_groups] for row in table.rows]
        first_of = {group: number for number, group in enumerate(dict.fromkeys(groups))}
        order.sort(key=lambda number: first_of[groups[number]])
    return table.take(order)


_Key = tuple[float, tuple[str | int, ...]]


def _key_of_cell(cell: Cell, column: Column, *, down: bool) -> _Key | None:
    """Return what a cell sorts by, or None where nothing is known, or it has no place in the order."""
    keys = [_item_key(item, column) for item in items_of(cell) if column.order != "verdict" or item != NO_WEIGHTS]
    if not keys:
        return None
    return max(keys) if down else min(keys)


def _item_key(item: str | float, column: Column) -> _Key:
    if column.order == "verdict" and item in VERDICTS:
        return -VERDICTS.index(item), ()
    return (0, _natural_key(item)) if isinstance(item, str) else (item, ())


def _natural_key(text: str) -> tuple[str | int, ...]:
    """Return text with the numbers in it as numbers, so that E9 comes before E10 and 7B before 13B."""
    parts = _DIGITS.split(strict_form(text))  # of them every second one is a number, so equal places hold the same type
    return tuple(int(part) if index % 2 else part for index, part in enumerate(parts))


def find_column(table: Table, name: str, setting: str) -> str:
    """Return the name of a column, which may be given as it stands on the screen too, in any case.

    `setting` is the option that names it. Raises RequestError for a column that the table hasn't, with the nearest and
    all that it has.
    """
    names = table.names()
    if name in names:
        return name
    headings = [
        translated(column.heading) if column.heading else word("column", column.name) for column in table.columns
    ]
    for column, heading in zip(table.columns, headings, strict=True):
        if strict_form(name) in (strict_form(column.name), strict_form(heading)):
            return column.name
    known = [*names, *(column for column in table.addable if column not in names)]
    raise RequestError(
        say(
            '{option}: no column is called "{name}".{hint} There are: {known}.',
            option=option(setting),
            name=name,
            hint=did_you_mean(name, list(dict.fromkeys([*known, *headings]))),
            known=", ".join(known),
        )
    )

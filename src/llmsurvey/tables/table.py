"""Rows and columns: the one thing that passes from answers to formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Literal, NamedTuple

Cell = str | int | float | bool | None | tuple[str, ...] | tuple[float | None, ...]
"""One value: text, a number, yes or no, a list of texts or numbers, or None where nothing is known."""

_TextOfCell = dict[tuple[int, str], str]
"""A text by the row and the name of the column of its cell."""


class Column(NamedTuple):
    """A column of a table.

    `name` is the key in JSON and the word for `--columns`, `--sort` and `--where`. `order` says how values that are no
    numbers are compared. `digits` rounds numbers in text formats, never in machine ones. `brief` columns are those that
    the terminal shows unless asked; other formats show all. `heading` is what people read above the column where that
    isn't its name; `words` names the vocabulary of the program that its values are of (`verdict`), so that people read
    them in their language. `never_zero` is for p values: what would be rounded to 0 is shown as `<0.0001`. `short` is
    for counts that are read in three digits with a unit: 65285660672 parameters are `65.3B`. `leads_to` names the
    column whose address the cells lead to where people read them.

    What the column holds is said in `meanings.py` by its name; `meaning` and `unit` say it of one whose name comes from
    data. `only` marks a column that nested formats (JSON, YAML) leave out unless asked, because another column holds
    the same in objects (`flat`), or one that they alone have unless asked (`nested`).
    """

    name: str
    numeric: bool = False
    order: Literal["text", "date", "verdict"] = "text"
    digits: int | None = None
    brief: bool = True
    heading: str = ""
    words: str = ""
    never_zero: bool = False
    short: bool = False
    leads_to: str = ""
    meaning: str = ""
    unit: str = ""
    only: Literal["", "flat", "nested"] = ""


class Caption(NamedTuple):
    """What a table has that a text refers to: the caption without its number, the label, a line that explains marks."""

    text: str
    label: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """An answer: typed columns, rows of cells, a title, and notes that belong below it.

    `legend` explains marks that only people see, so it goes with `texts`: it is shown where one of them ends in a star.

    `group_by` names a column whose equal neighbours form a section where the format has sections. `texts` gives, for
    a cell (row, column name), what people read in place of its value: `0.56-176B (6)` for a list of sizes. `marks`
    gives what stands in brackets behind a cell in every format that people read: the erratum that changed it.

    `links` gives the address that a cell leads to in formats that people read: where a fact was read, a model's page.
    `link_cells` takes them from the columns; they are as they stand in data, and `link_of` says which may be followed.

    `caption` is what a text calls the table, which then has no other title; without one documents make it of the title
    or the notes.

    Of an answer about one thing, `document` returns what nested formats write in place of the rows, and `sections` are
    what people read in their place, each with its heading. Both are of the rows as they are: whatever chooses, orders
    or turns these leaves them behind. `addable` names the columns that it would have if they were asked for.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    group_by: str | None = None
    texts: dict[tuple[int, str], str] = field(default_factory=dict)
    legend: str = ""
    marks: dict[tuple[int, str], str] = field(default_factory=dict)
    caption: Caption | None = None
    links: dict[tuple[int, str], str] = field(default_factory=dict)
    document: Callable[[], Mapping[str, Any]] | None = None
    sections: tuple[tuple[str, Table], ...] = ()
    addable: tuple[str, ...] = ()

    def names(self) -> list[str]:
        """Return the names of the columns, in order."""
        return [column.name for column in self.columns]

    def select(self, names: Sequence[str]) -> Table:
        """Return the same rows with these columns only, in this order. Raises KeyError for a name it hasn't."""
        index_by_name = {name: index for index, name in enumerate(self.names())}
        indexes = [index_by_name[name] for name in names]
        return replace(
            self,
            columns=tuple(self.columns[index]._replace(brief=True, only="") for index in indexes),
            rows=tuple(tuple(row[index] for index in indexes) for row in self.rows),
            group_by=self.group_by if self.group_by in names else None,
            document=None,
            sections=(),
        )

    def select_brief(self) -> Table:
        """Return the same rows with the brief columns only; the sections likewise."""
        sections = tuple((heading, section.select_brief()) for heading, section in self.sections)
        return replace(self.select([column.name for column in self.columns if column.brief]), sections=sections)

    def without(self, only: Literal["flat", "nested"]) -> Table:
        """Return the table without the columns that are `only` for the other kind of format."""
        if not any(column.only == only for column in self.columns):
            return self
        kept = [index for index, column in enumerate(self.columns) if column.only != only]
        rows = tuple(tuple(row[index] for index in kept) for row in self.rows)
        return replace(self, columns=tuple(self.columns[index] for index in kept), rows=rows)

    def without_empty(self) -> Table:
        """Return the table without the columns in which nothing is known of any row."""
        columns = enumerate(self.columns)
        return self.select([column.name for index, column in columns if any(items_of(row[index]) for row in self.rows)])

    def groups(self) -> Iterator[tuple[str, Table]]:
        """Yield each section, or each run of rows with one value of `group_by`, under that value, without its column.

        A table that has neither is yielded whole.
        """
        if self.sections:
            yield from self.sections
            return
        if self.group_by is None:
            yield "", self
            return
        column = self.names().index(self.group_by)
        others = [name for name in self.names() if name != self.group_by]
        for heading, members in groupby(range(len(self.rows)), key=lambda row: self.rows[row][column]):
            rows = list(members)
            text = self.texts.get((rows[0], self.group_by))
            if text is None and heading is not None:
                text = heading if isinstance(heading, str) else str(heading)  # a message stays one
            yield text or "", replace(self.take(rows).select(others), group_by=None)

    def transposed(self) -> Table:
        """Return columns as rows, under the first column's values; each cell as text or number as it was."""
        names = _make_distinct([self.columns[0].name, *(str(row[0]) for row in self.rows)])[1:]
        columns = (Column(self.columns[0].name), *(Column(name) for name in names))
        rows = tuple(
            (column.name, *(row[column_index] for row in self.rows))
            for column_index, column in enumerate(self.columns)
            if column_index
        )
        row_of = {name: row for row, name in enumerate(self.names()[1:])}
        turned = Table(columns, rows, self.title, self.notes, legend=self.legend, caption=self.caption)
        return turned._with_texts_of(
            self,
            lambda texts: {(row_of[name], names[row]): text for (row, name), text in texts.items() if name in row_of},
        )

    def take(self, indexes: Sequence[int]) -> Table:
        """Return the table with the rows of these `indexes`, in this order."""
        taken = replace(self, rows=tuple(self.rows[index] for index in indexes), document=None, sections=())
        return taken._with_texts_of(self, lambda texts: self._move_texts(texts, indexes))

    def rename(self, headings: Mapping[str, str]) -> Table:
        """Return the table with some columns under other names, which are their headings too."""
        columns = tuple(
            column._replace(name=headings[column.name], heading=headings[column.name])
            if column.name in headings
            else column
            for column in self.columns
        )
        group_by = None if self.group_by is None else headings.get(self.group_by, self.group_by)
        renamed = replace(self, columns=columns, group_by=group_by)
        return renamed._with_texts_of(
            self, lambda texts: {(row, headings.get(name, name)): text for (row, name), text in texts.items()}
        )

    def round_to(self, digits: int) -> Table:
        """Return the table with numbers that aren't whole in so many digits where people read them."""
        columns = tuple(
            column._replace(digits=digits)
            if column.digits is not None or any(isinstance(row[index], float) for row in self.rows)
            else column
            for index, column in enumerate(self.columns)
        )
        return replace(self, columns=columns)

    def _with_texts_of(self, table: Table, move: Callable[[_TextOfCell], _TextOfCell]) -> Table:
        """Return this table with what belongs to single cells of another, at the cells where `move` puts it."""
        return replace(self, texts=move(table.texts), marks=move(table.marks), links=move(table.links))

    def _move_texts(self, texts: _TextOfCell, indexes: Sequence[int]) -> _TextOfCell:
        """Return what belongs to cells, by the places that these have once the rows are taken in this order."""
        if not texts:
            return {}
        moved = {(new, name): texts.get((old, name)) for new, old in enumerate(indexes) for name in self.names()}
        return {cell: text for cell, text in moved.items() if text is not None}


def _make_distinct(names: Sequence[str]) -> list[str]:
    """Return names of which no two are one: a name that was there before has a number behind it."""
    used: set[str] = set()
    last: dict[str, int] = {}
    """The last number that stands behind each name."""
    distinct = []
    for name in names:
        candidate = name
        while candidate in used:
            last[name] = last.get(name, 1) + 1
            candidate = f"{name} ({last[name]})"
        used.add(candidate)
        distinct.append(candidate)
    return distinct


def items_of(cell: Cell) -> list[str | float]:
    """Return what is known in a cell: its value, or the items of its list."""
    if isinstance(cell, tuple):
        return [item for item in cell if item is not None and item != ""]
    return [] if cell is None else [cell]

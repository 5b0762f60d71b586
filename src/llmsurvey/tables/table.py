"""Rows and columns: the one thing that passes from answers to formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Literal, NamedTuple

Cell = str | int | float | bool | None | tuple[str, ...] | tuple[float | None, ...]
"""One value: text, a number, yes or no, a list of texts or numbers, or None where nothing is known."""


class Column(NamedTuple):
    """A column of a table.

    `name` is the key in JSON and the word for `--columns`, `--sort` and `--where`. `order` says how values that are no
    numbers are compared. `digits` rounds numbers in text formats, never in machine ones. `brief` columns are those that
    the terminal shows unless asked; other formats show all. `heading` is what people read above the column where that
    isn't its name; `words` names the vocabulary of the program that its values are of (`verdict`), so that people read
    them in their language. `never_zero` is for p values: what would be rounded to 0 is shown as `<0.0001`.

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
    meaning: str = ""
    unit: str = ""
    only: Literal["", "flat", "nested"] = ""


class Caption(NamedTuple):
    """What LaTeX needs of a table that is referred to: the caption without its number, the label, a line below it."""

    text: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class Table:
    """An answer: typed columns, rows of cells, a title, and notes that belong below it.

    `legend` explains marks that only people see, so it goes with `texts`: it is shown where one of them ends in a star.

    `group_by` names a column whose equal neighbours form a section where the format has sections. `texts` gives, for
    a cell (row, column name), what people read in place of its value: `0.56-176B (6)` for a list of sizes. `marks`
    gives what stands in brackets behind a cell in every format that people read: the erratum that changed it.

    `caption` makes it a table that a document can refer to: a float in LaTeX, a caption line in Markdown.

    Of an answer about one thing, `document` returns what nested formats write in place of the rows, and `sections` are
    what people read in their place, each with its heading. Both are of the rows as they are: whatever chooses, orders
    or turns these leaves them behind.
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
    document: Callable[[], Mapping[str, Any]] | None = None
    sections: tuple[tuple[str, Table], ...] = ()

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
            text = self.texts.get((rows[0], self.group_by), "" if heading is None else str(heading))
            yield text, replace(self.take(rows).select(others), group_by=None)

    def transposed(self) -> Table:
        """Return columns as rows, under the first column's values; each cell as text or number as it was."""
        names = _make_distinct([self.columns[0].name, *(str(row[0]) for row in self.rows)])[1:]
        columns = (Column(self.columns[0].name), *(Column(name) for name in names))
        rows = tuple(
            (column.name, *(row[column_index] for row in self.rows))
            for column_index, column in enumerate(self.columns)
            if column_index
        )
        texts = {
            (column_index - 1, names[row]): text
            for (row, name), text in self.texts.items()
            if (column_index := self.names().index(name) if name in self.names() else 0) > 0
        }
        marks = {
            (self.names().index(name) - 1, names[row]): mark
            for (row, name), mark in self.marks.items()
            if name in self.names()[1:]
        }
        return Table(columns, rows, self.title, self.notes, texts=texts, legend=self.legend, marks=marks)

    def take(self, indexes: Sequence[int]) -> Table:
        """Return the table with the rows of these `indexes`, in this order."""
        rows = tuple(self.rows[index] for index in indexes)
        return replace(
            self,
            rows=rows,
            texts=self._move_texts(self.texts, indexes),
            marks=self._move_texts(self.marks, indexes),
            document=None,
            sections=(),
        )

    def _move_texts(self, texts: dict[tuple[int, str], str], indexes: Sequence[int]) -> dict[tuple[int, str], str]:
        """Return what belongs to cells, by the places that these have once the rows are taken in this order."""
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

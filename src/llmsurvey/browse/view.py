"""What a view is: a question, how its rows are arranged, what it shows, and where each of its rows leads."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from llmsurvey.answers.model_filter import EVERY_MODEL, ModelFilter
from llmsurvey.answers.nearby import options_of_filter
from llmsurvey.messages import Hint, question
from llmsurvey.records import Verdict
from llmsurvey.tables import Column, Table

if TYPE_CHECKING:
    from llmsurvey.library import Library
    from llmsurvey.lineage.branches import Branch


@dataclass(frozen=True)
class Shown:
    """What a view shows: a table, and the question of the command line that gives the same.

    Of a lineage there is the `tree` too. `beside` are tables that stand next to it, each under its heading. `wraps`
    says that cells are read whole, over several lines.
    """

    title: str
    table: Table
    hint: Hint
    wraps: bool = False
    tree: Branch | None = None
    beside: tuple[tuple[str, Table], ...] = ()


@dataclass(frozen=True, kw_only=True)
class View(ABC):
    """A view; `sort` are columns to sort by, as `sort_rows` takes them, and `every_column` shows them all."""

    sort: tuple[str, ...] = ()
    every_column: bool = False

    @abstractmethod
    def show(self, library: Library) -> Shown:
        """Answer the question of the view. Raises what answering it does."""

    def leads_to(self, table: Table, row: int) -> View | None:
        """Return the view of what stands in a row, None where it leads nowhere."""
        return None

    def name_in(self, table: Table, row: int) -> str | None:
        """Return the model or the size in a row by which it is compared, None where there is none."""
        return None

    def hint_of(self, command: str, *arguments: str, **options: Any) -> Hint:
        """Return the question of the command line, with what arranges its rows; what isn't set is left out."""
        arranged = {"sort": ",".join(self.sort), "columns": "all" if self.every_column else options.get("columns", "")}
        return question(command, *arguments, **{name: value for name, value in (options | arranged).items() if value})


@dataclass(frozen=True, kw_only=True)
class FilteredView(View):
    """A view of models, or sizes of them, that pass a filter and have one of some `verdicts`, if any are named."""

    models: ModelFilter = EVERY_MODEL
    verdicts: tuple[Verdict, ...] = ()

    @property
    def where(self) -> tuple[str, ...]:
        """The condition on verdicts, as the command line takes it."""
        return (f"verdict={'|'.join(self.verdicts)}",) if self.verdicts else ()

    def keep_verdicts(self, table: Table) -> Table:
        """Return the rows with one of the verdicts, with what the command line notes of such a condition."""
        from llmsurvey.answers.list import notes_on_rows
        from llmsurvey.tables.note import note_fitting
        from llmsurvey.tables.where import parse_where

        for condition in self.where:
            total, table = len(table.rows), parse_where(condition).keep(table)
            table = replace(table, notes=(*notes_on_rows(table), note_fitting(len(table.rows), total)))
        return table

    def options(self) -> dict[str, Any]:
        """Return what the filter asks for, as options of the command line."""
        asked = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in options_of_filter(self.models).items()
        }
        return asked | ({"where": self.where[0]} if self.where else {})

    def searching(self, text: str) -> Self:
        """Return the view of what a text is found in: of all for none."""
        return replace(self, models=replace(self.models, search=text.strip() or None))


def places_in(table: Table) -> frozenset[tuple[str, str]]:
    """Return the sizes that stand in the rows of a table, each by the id of its model and its own name."""
    model, size = table.names().index("id"), table.names().index("size")
    return frozenset((str(row[model]), str(row[size] or "")) for row in table.rows if row[model])


def cell_of(table: Table, row: int, column: str) -> Any:
    """Return a cell by its column; None where the table has no such column."""
    names = table.names()
    return table.rows[row][names.index(column)] if column in names else None


def add_column(table: Table, column: Column, cells: Sequence[str], behind: str) -> Table:
    """Return a table with one more column behind another."""
    place = table.names().index(behind) + 1
    columns = (*table.columns[:place], column, *table.columns[place:])
    rows = tuple((*row[:place], cell, *row[place:]) for row, cell in zip(table.rows, cells, strict=True))
    return replace(table, columns=columns, rows=rows)

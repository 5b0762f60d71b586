"""What every question is answered with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, Literal, TypeVar

from llmsurvey.errors import Fault, LlmsurveyError
from llmsurvey.tables import Cell, Column, Table

if TYPE_CHECKING:
    import pandas as pd

Entry = TypeVar("Entry", covariant=True)


@dataclass(frozen=True, kw_only=True)
class Answer(Generic[Entry]):
    """Entries of one type, and what must be known of them.

    `columns` are those of the table, called as the fields of an entry are; `added_columns` those that it has where they
    are asked for. `notes` are sentences that belong below the
    entries, `faults` what looked wrong in files that were read for them, `refused` why others couldn't be read or used
    at all. Beside the columns stand others that are `named_by` data: one for each benchmark,
    or one for each heading of a table of the survey.
    """

    columns: ClassVar[tuple[Column, ...]] = ()
    added_columns: ClassVar[tuple[Column, ...]] = ()
    named_by: ClassVar[Literal["benchmarks", "headings"] | None] = None
    row_of_each: ClassVar[bool] = False
    """Whether the table has one row for each entry, in their order, so that of a few entries it is the first rows."""

    entries: Sequence[Entry]
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    refused: tuple[LlmsurveyError, ...] = ()

    def table(self) -> Table:
        """The entries as a table: what surfaces filter, order and show."""
        return Table(self.columns, rows_of(self.entries, self.columns), notes=self.notes)

    def to_pandas(self) -> pd.DataFrame:
        """Return the entries as a frame with real types: numbers, periods of dates, lists, ordered verdicts."""
        from llmsurvey.tables.frame import frame_of

        return frame_of(self.table().without("nested"))


def rows_of(entries: Iterable[object], columns: Sequence[Column]) -> tuple[tuple[Cell, ...], ...]:
    """Return the cells of entries: of each column the attribute of its name."""
    names = [column.name for column in columns]
    return tuple(tuple(getattr(entry, name) for name in names) for entry in entries)

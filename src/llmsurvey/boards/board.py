"""A board: the scores of one snapshot, a row for each entry and a column for each way of measuring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.measure import PERCENT as PERCENT
from llmsurvey.boards.measure import REPORTERS as REPORTERS
from llmsurvey.boards.measure import Better as Better
from llmsurvey.boards.measure import Measure as Measure
from llmsurvey.boards.measure import Reporter as Reporter

Matrix = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

LARGEST = 1e18
"""No number of a board is larger: what is computed of one that is would be infinite."""

FACTS: dict[str, type] = {
    "name": str,
    "hub": str,
    "revision": str,
    "precision": str,
    "parameters": float,
    "date": str,
    "line": int,
    "source": str,
    "note": str,
}
"""What is known of an entry beside its scores; `line` is its place in the file that it comes from."""


OWN = "own"
"""A fact of the entries that were put beside a board's for one answer: the address of their run. No file has it."""


class Column(Protocol):
    """N values, one for each entry: a NumPy array, or what behaves like one."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def __iter__(self) -> Iterator[Any]:
        """Each value; None where it isn't known."""
        ...

    def __getitem__(self, index: Any, /) -> Any:
        """The value at a place, or the column of several places."""
        ...


Facts = dict[str, Column]
"""Columns of FACTS, of which `name` is always there."""


@dataclass(frozen=True)
class Board:
    """A snapshot of a board.

    `facts` has columns of N values for the N entries; `values` is N by K for the K `measures`, in percent where that is
    the measure's unit, NaN where nothing was measured. `errors` (standard errors, as reported, in the unit of the
    values) and `items` (questions that were scored) have the same shape, or are None where no entry has any. `whole` is
    the board that these entries were selected from, as the survey's ten were: their ranks are not those on it.
    """

    name: str
    snapshot: str | None
    facts: Facts
    measures: tuple[Measure, ...]
    values: Matrix
    errors: Matrix | None = None
    items: Matrix | None = None
    whole: Board | None = None

    @property
    def address(self) -> str:
        """How the board is asked for: `open-llm-leaderboard@2023-07-28`."""
        return f"{self.name}@{self.snapshot}" if self.snapshot else self.name

    def __len__(self) -> int:
        """The number of entries."""
        return len(self.values)

    def fact(self, name: str) -> list[Any]:
        """Return one fact of every entry, None where it isn't known."""
        return list(self.facts[name]) if name in self.facts else [None] * len(self)

    def take(self, places: Sequence[int] | Places) -> Board:
        """Return the entries at these places, in this order."""
        places = np.asarray(places, dtype=np.int64)
        return replace(
            self,
            facts={name: column[places] for name, column in self.facts.items()},
            values=self.values[places],
            errors=None if self.errors is None else self.errors[places],
            items=None if self.items is None else self.items[places],
        )

    def select(self, places: Iterable[int]) -> Board:
        """Return the measures at these places, in this order."""
        columns = list(places)
        if columns == list(range(len(self.measures))):
            return self
        return replace(
            self,
            measures=tuple(self.measures[column] for column in columns),
            values=self.values[:, columns],
            errors=None if self.errors is None else self.errors[:, columns],
            items=None if self.items is None else self.items[:, columns],
            whole=None if self.whole is None else self.whole.select(columns),
        )


def free_heading(benchmark: str, others: Iterable[Any]) -> str:
    """Return the name of a benchmark's column, which must not be that of another one of the table."""
    return f"{benchmark} (score)" if benchmark in {column.name for column in others} else benchmark

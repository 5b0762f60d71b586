"""How far apart models are on the questions that both answered, by what was logged of each, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.differences import DifferenceEntry, without_noise
from llmsurvey.answers.logged_pairs import pair_logged
from llmsurvey.answers.logged_pairs_notes import list_notes
from llmsurvey.answers.table_of_pairs import table_of_pairs
from llmsurvey.answers.tested_pairs import TestedPair, check_pairs
from llmsurvey.boards.board import PERCENT
from llmsurvey.messages import Word
from llmsurvey.tables import Column, Table

if TYPE_CHECKING:
    from llmsurvey.answers.compare import CompareQuestion
    from llmsurvey.library import Library

COLUMNS = (
    Column("name"),
    Column("benchmark"),
    Column("first", numeric=True, digits=1),
    Column("second", numeric=True, digits=1),
    Column("difference", numeric=True, digits=1),
    Column("interval"),
    Column("apart", words="apart"),
    Column("detectable", numeric=True, digits=1),
    Column("equivalence", words="equivalence"),
    Column("items", numeric=True),
    Column("first_only", numeric=True),
    Column("second_only", numeric=True),
    Column("p_value", numeric=True, digits=4, never_zero=True),
    Column("equivalence_p_value", numeric=True, digits=4, brief=False, never_zero=True),
    Column("low", numeric=True, digits=2, brief=False),
    Column("high", numeric=True, digits=2, brief=False),
    Column("test", words="test", brief=False),
    Column("clusters", numeric=True, brief=False),
    Column("unpaired", numeric=True, brief=False),
    Column("metric", brief=False),
    Column("shots", numeric=True, brief=False),
    Column("unit", words="unit", brief=False),
)


_FINER = 3
"""The digits of scores that aren't percent, of which one may be from 0 to 1."""


class LogDifferenceEntry(NamedTuple):
    """What the first model and another one (`name`, the second) scored on the same questions, and how sure that is.

    Of all differences together it is sure with 95 % which are more than chance; the p values are adjusted for that, and
    the interval with them. Where that can't be said, `detectable` is the difference that would have shown. `clusters`
    is how many there are where questions share a subject, passage or document, `unpaired` how many answers have none of
    the other model beside them.
    """

    name: str
    benchmark: str
    first: float
    second: float
    difference: float
    interval: str | None
    apart: bool | None
    detectable: float | None
    equivalence: str | None
    items: int
    first_only: int | None
    second_only: int | None
    p_value: float | None
    equivalence_p_value: float | None
    low: float | None
    high: float | None
    test: str | None
    clusters: int | None
    unpaired: int
    metric: str
    shots: int | None
    unit: str


@dataclass(frozen=True, kw_only=True)
class LogDifferencesAnswer(Answer[LogDifferenceEntry]):
    """The differences of the first model, which is called `first`, and each of `others`, question by question."""

    columns = COLUMNS

    first: str
    others: tuple[str, ...]

    def table(self) -> Table:
        """A row for each other model and benchmark; where there is one other, its name stands above."""
        table = table_of_pairs(self, self.first, self.others)
        if all(entry.unit == PERCENT for entry in self.entries):
            return table
        finer = (column._replace(digits=_FINER) if column.digits == 1 else column for column in table.columns)
        return replace(table, columns=tuple(finer))


def compare_logged(library: Library, asked: CompareQuestion) -> LogDifferencesAnswer:
    """Return the differences of the first model that is named and each other one, by the logs of both.

    Raises what `pair_logged` does.
    """
    logged = pair_logged(library, asked.asked_logs.open(), asked.names, asked.benchmark, asked.metric)
    tested = check_pairs(logged.pairs, asked.tests)
    return LogDifferencesAnswer(
        entries=[_entry_of(one) for one in tested],
        notes=tuple(list_notes(logged, tested, asked.tests)),
        first=logged.models[0],
        others=tuple(dict.fromkeys(pair.models[1] for pair in logged.pairs)),
    )


def _entry_of(tested: TestedPair) -> LogDifferenceEntry:
    pair, shown = tested.pair, tested.difference.entry("paired")
    cells = {name: getattr(shown, name) for name in _SHARED}
    judgement = tested.judgement
    return LogDifferenceEntry(
        **cells,
        name=pair.models[1],
        detectable=tested.detectable,
        equivalence=None if judgement is None else Word("equivalence", judgement),
        equivalence_p_value=None if tested.equivalence is None else without_noise(tested.equivalence.within),
        test=None if tested.estimate is None else Word("test", tested.estimate.way),
        clusters=None
        if tested.estimate is None or tested.estimate.way != "clustered t" or pair.clusters is None
        else int(pair.clusters.max()) + 1,
        unpaired=pair.questions.alone + 2 * pair.questions.reworded,
    )


_SHARED = [name for name in DifferenceEntry._fields if name in LogDifferenceEntry._fields]

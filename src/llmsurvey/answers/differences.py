"""How far apart two models are, benchmark by benchmark, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.boards.board import PERCENT, Measure
from llmsurvey.boards.paired_differences import Pair
from llmsurvey.messages import Message, Word, list_names, say
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import Note, as_note, note

COLUMNS = (
    Column("benchmark"),
    Column("first", numeric=True, digits=1),
    Column("second", numeric=True, digits=1),
    Column("difference", numeric=True, digits=1),
    Column("interval"),
    Column("apart", words="apart"),
    Column("pairing", words="pairing"),
    Column("items", numeric=True),
    Column("low", numeric=True, digits=2, brief=False),
    Column("high", numeric=True, digits=2, brief=False),
    Column("p_value", numeric=True, digits=4, brief=False, never_zero=True),
    Column("metric", brief=False),
    Column("first_only", numeric=True, brief=False),
    Column("second_only", numeric=True, brief=False),
    Column("shots", numeric=True, brief=False),
    Column("unit", words="unit", brief=False),
)

_LARGE = 1e6
"""From here on numbers are shown in six digits."""


class DifferenceEntry(NamedTuple):
    """What two models scored by one measure, in its unit, how far they are apart, and how sure that is."""

    benchmark: str
    first: float | None
    second: float | None
    difference: float | None
    interval: str | None
    apart: bool | None
    pairing: str
    items: int | None
    low: float | None
    high: float | None
    p_value: float | None
    metric: str | None
    first_only: int | None
    second_only: int | None
    shots: int | None
    unit: str


@dataclass(frozen=True, kw_only=True)
class DifferencesAnswer(Answer[DifferenceEntry]):
    """The differences of two models, which are called `first` and `second`."""

    columns = COLUMNS

    first: str
    second: str

    def table(self) -> Table:
        """A row for each way of measuring."""
        title = say("{first} against {second}", first=self.first, second=self.second)
        return Table(COLUMNS, rows_of(self.entries, COLUMNS), title, self.notes)


class Difference(NamedTuple):
    """What both scored by a measure, in its unit, and what is known of the difference."""

    measure: Measure
    first: float | None
    second: float | None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    items: int | None = None
    only: tuple[int, int] | None = None
    error: float | None = None
    """The standard error of the difference, where the interval follows from it."""

    @property
    def amount(self) -> float | None:
        """The first less the second."""
        return exact_difference(self.first, self.second)

    @property
    def chance_of_none(self) -> float:
        """How likely a difference as large as this is where there is none (p), by its standard error."""
        if self.amount is None or not self.error:
            return 1.0
        return math.erfc(abs(self.amount) / self.error / math.sqrt(2))

    def with_reach(self, reach: float) -> Difference:
        """Return it with an interval of `reach` standard errors to both sides, where there is one."""
        if self.amount is None or not self.error:
            return self
        low, high = (without_noise(self.amount + sign * reach * self.error) for sign in (-1, 1))
        return self._replace(low=low, high=high)

    @property
    def is_apart(self) -> bool | None:
        """Whether the interval leaves out 0; None where there is none."""
        return None if self.low is None or self.high is None else self.low > 0 or self.high < 0

    def entry(self, pairing: Literal["paired", "unpaired"]) -> DifferenceEntry:
        """Return what is shown of it."""
        interval = None
        if self.low is not None and self.high is not None:
            interval = say("{low} to {high}", low=_with_sign(self.low), high=_with_sign(self.high))
        first_only, second_only = self.only or (None, None)
        return DifferenceEntry(
            benchmark=self.measure.benchmark,
            first=self.first,
            second=self.second,
            difference=self.amount,
            interval=interval,
            apart=self.is_apart,
            pairing=Word("pairing", pairing),
            items=self.items,
            low=self.low,
            high=self.high,
            p_value=self.p_value,
            metric=self.measure.metric,
            first_only=first_only,
            second_only=second_only,
            shots=self.measure.shots,
            unit=Word("unit", self.measure.unit),
        )


def compare_paired(
    pairs: Mapping[str, tuple[str, Pair]], called: tuple[str, str], notes: Sequence[Message] = ()
) -> DifferencesAnswer:
    """Return the differences on the same questions; `pairs` has the metric and the scores by benchmark.

    `called` are the names of the two, and `notes` is what else must be said.
    """
    differences = [_of_pair(benchmark, metric, pair) for benchmark, (metric, pair) in pairs.items()]
    method = say(
        "Paired, question by question: right or wrong answers by McNemar's exact test, others by Student's t test."
    )
    return DifferencesAnswer(
        entries=[difference.entry("paired") for difference in differences],
        notes=(*note_chance(differences), as_note("method", method), *notes),
        first=called[0],
        second=called[1],
    )


def _of_pair(benchmark: str, metric: str, pair: Pair) -> Difference:
    first, second = (pair.scale * float(scores.mean()) for scores in (pair.first, pair.second))
    low, high, p_value = (without_noise(number) for number in pair.estimate())
    measure = Measure(benchmark, metric, unit=PERCENT if pair.is_share else "number")
    items = len(pair.first)
    return Difference(measure, without_noise(first), without_noise(second), low, high, p_value, items, pair.only)


def exact_difference(first: float | None, second: float | None) -> float | None:
    """Return the first less the second, in the decimals that they are written in."""
    return None if first is None or second is None else float(Decimal(repr(first)) - Decimal(repr(second)))


def without_noise(number: float | None) -> float | None:
    """Return a number without the noise of computing with binary fractions; None for NaN, and no 0 below 0."""
    return None if number is None or math.isnan(number) else float(f"{number:.12g}") + 0.0


def _with_sign(number: float) -> str:
    """Return a number with its sign: to one digit, or to its first one where it would read as 0."""
    if abs(number) >= _LARGE:
        return f"{number:+.6g}"
    text = f"{number:+.1f}"
    return f"{number:+.1g}" if number and not float(text) else text


def note_chance(differences: Sequence[Difference]) -> Iterator[Note]:
    """Say how many differences are more than chance, and of which that can't be said."""
    judged = [difference for difference in differences if difference.is_apart is not None]
    if judged:
        yield note(
            "certainty",
            "{apart} of {count} differences are more than chance, each with 95 % confidence by itself.",
            apart=sum(difference.is_apart is True for difference in judged),
            count=len(judged),
        )
    yield from note_unsure(differences)


def note_unsure(differences: Sequence[Difference]) -> Iterator[Note]:
    """Say of which differences it can't be said whether they are more than chance."""
    unknown = [difference for difference in differences if difference.is_apart is None]
    unsure = dict.fromkeys(
        difference.measure.benchmark for difference in unknown if None not in (difference.first, difference.second)
    )
    if unsure:
        yield note(
            "certainty", "No interval, because no error is known: {benchmarks}.", benchmarks=list_names(list(unsure))
        )
    missing = dict.fromkeys(
        difference.measure.benchmark for difference in unknown if None in (difference.first, difference.second)
    )
    if missing:
        yield note("left-out", "Only one of the two has a score: {benchmarks}.", benchmarks=list_names(list(missing)))

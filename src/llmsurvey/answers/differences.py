"""How far apart two models are, benchmark by benchmark, and how sure that is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.rank_notes import note_bounds
from llmsurvey.boards.board import PERCENT, Board, Measure
from llmsurvey.boards.choose_measures import AVERAGE
from llmsurvey.boards.deltas import bare_deltas, check_is_model
from llmsurvey.boards.identify import entries_called, models_of
from llmsurvey.boards.methods import Vector
from llmsurvey.boards.pairs import Pair
from llmsurvey.boards.rank_sets import COVERAGE
from llmsurvey.boards.standard_errors import StandardErrors, standard_errors
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.messages import Message, Word, list_names, option, say
from llmsurvey.registry.names import strict_form
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.suggest import nearest_names
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library, OpenedBoard

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

_REACH = NormalDist().inv_cdf((1 + COVERAGE) / 2)


class DifferenceEntry(NamedTuple):
    """What two models scored by one measure, in its unit, how far they are apart, and how sure that is."""

    benchmark: str
    first: float | None
    second: float | None
    difference: float | None
    interval: str | None
    apart: str | None
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

    first: str
    second: str

    def table(self) -> Table:
        """A row for each way of measuring."""
        title = say("{first} against {second}", first=self.first, second=self.second)
        return Table(COLUMNS, rows_of(self.entries, COLUMNS), title, self.notes)


class _Difference(NamedTuple):
    """What both scored by a measure, in its unit, and what is known of the difference."""

    measure: Measure
    first: float | None
    second: float | None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    items: int | None = None
    only: tuple[int, int] | None = None

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
            difference=_exact_difference(self.first, self.second),
            interval=interval,
            apart=None if self.is_apart is None else Word("apart", "yes" if self.is_apart else "no"),
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
        notes=(*_note_chance(differences), as_note("method", method), *notes),
        first=called[0],
        second=called[1],
    )


def _of_pair(benchmark: str, metric: str, pair: Pair) -> _Difference:
    first, second = (pair.scale * float(scores.mean()) for scores in (pair.first, pair.second))
    low, high, p_value = (_without_noise(number) for number in pair.estimate())
    measure = Measure(benchmark, metric, unit=PERCENT if pair.is_share else "number")
    items = len(pair.first)
    return _Difference(measure, _without_noise(first), _without_noise(second), low, high, p_value, items, pair.only)


def compare_on_board(library: Library, opened: OpenedBoard, names: tuple[str, str]) -> DifferencesAnswer:
    """Return the differences of two entries of a board; see `compare_unpaired`."""
    answer = compare_unpaired(opened.board, names, library.registry)
    return replace(answer, notes=(*answer.notes, *opened.remarks), faults=opened.faults)


def compare_unpaired(board: Board, names: tuple[str, str], registry: Registry) -> DifferencesAnswer:
    """Return the differences of two entries of a board, whose questions aren't known one by one.

    The errors of both are taken as independent, which models that answer the same questions aren't: the intervals are
    too wide rather than too narrow. Raises UnknownNameError or RequestError for a name that no model or several answer
    to, and where both names are of one.
    """
    groups = [_rows_called(board, name, registry) for name in names]
    first, second = (_best_row(board, rows) for rows in groups)
    if first == second:
        entry = board.facts["name"][first]
        raise RequestError(
            say("{board} compares two models: both names are of {entry}.", board=option("board"), entry=entry)
        )
    pair = board.take([first, second])
    columns = _choose_measures(pair, registry)
    sure = standard_errors(pair, registry.benchmark_by_id)
    differences = [_of_scores(pair, column, sure, registry) for column in columns]
    averaged = _choose_averaged(pair, columns)
    if len(averaged) > 1:
        differences.append(_of_means(pair, averaged, sure))
    called = [str(name) for name in pair.facts["name"]]
    pairing = note(
        "method",
        "Unpaired ({board}): both answered the same questions, which makes differences surer than these intervals. "
        "With the harness's logs: {samples}.",
        board=board.address,
        samples=option("samples", ("ONE", "OTHER")),
    )
    notes = (
        *_note_chance(differences),
        pairing,
        *_note_rows(called, [len(rows) for rows in groups]),
        *_note_measures([pair.measures[column] for column in columns], [sure.origins[column] for column in columns]),
    )
    return DifferencesAnswer(
        entries=[difference.entry("unpaired") for difference in differences],
        notes=notes,
        first=called[0],
        second=called[1],
    )


def _rows_called(board: Board, name: str, registry: Registry) -> list[int]:
    """Return the rows of the one model that a name means, without those that are of no model."""
    deltas = bare_deltas(board, registry)
    rows = [row for row in entries_called(board, name, registry) if row not in set(deltas)]
    if not rows:
        check_is_model(name, [str(board.facts["name"][row]) for row in deltas])
        kind = say("entry of {board}", board=board.address)
        raise UnknownNameError(kind, name, nearest_names(name, list(board.facts["name"])))
    models = models_of(board, registry)
    to_the_letter = {models[row] for row in rows if strict_form(str(board.facts["name"][row])) == strict_form(name)}
    if len(to_the_letter) == 1:
        rows = [row for row in rows if models[row] in to_the_letter]
    names = {models[row]: str(board.facts["name"][row]) for row in rows}
    if len(names) > 1:
        raise RequestError(
            say(
                '"{name}" has several entries: {names}. Name one of them.',
                name=name,
                names=list_names(list(names.values())),
            )
        )
    return rows


def _best_row(board: Board, rows: Sequence[int]) -> int:
    """Return the row with most scores that can be averaged, and of these the one with the best mean."""
    averaged = [column for column, measure in enumerate(board.measures) if measure.is_averaged and not measure.is_part]
    values = board.values[np.ix_(rows, averaged)]
    score_counts = (~np.isnan(values)).sum(axis=1)
    means = np.nansum(values, axis=1) / np.maximum(score_counts, 1)
    return rows[int(np.lexsort((-means, -score_counts))[0])]


def _choose_measures(pair: Board, registry: Registry) -> list[int]:
    """Return the columns that are compared: at least one of the two has a score there.

    Averages are left out, and parts where there are wholes. Of several measures of a benchmark those are taken that
    both have, and of these the metric that the registry calls usual. Raises RequestError where there is none.
    """
    is_known = ~np.isnan(pair.values)
    scored = [column for column, measure in enumerate(pair.measures) if measure.metric != AVERAGE]
    scored = [column for column in scored if is_known[:, column].any()]
    if not scored:
        raise RequestError(say("{board} has no score of the two.", board=pair.address))
    groups: dict[str, list[int]] = {}
    for column in [column for column in scored if not pair.measures[column].is_part] or scored:
        groups.setdefault(pair.measures[column].benchmark, []).append(column)
    columns: list[int] = []
    for name, group in groups.items():
        shared = [column for column in group if is_known[:, column].all()]
        benchmark = registry.benchmark_by_id.get(name)
        usual = [column for column in shared if benchmark and pair.measures[column].metric == benchmark.metric]
        columns += usual or shared or group
    return columns


def _choose_averaged(pair: Board, columns: Sequence[int]) -> list[int]:
    """Return the columns whose means are compared: none where one has a gap or a benchmark is there twice."""
    averaged = [column for column in columns if pair.measures[column].is_averaged and not pair.measures[column].is_part]
    is_once = len(averaged) == len({pair.measures[column].benchmark for column in averaged})
    return averaged if is_once and not np.isnan(pair.values[:, averaged]).any() else []


def _of_scores(pair: Board, column: int, sure: StandardErrors, registry: Registry) -> _Difference:
    """Return the difference of two scores, in the unit of their measure."""
    first, second = (float(value) for value in pair.values[:, column])
    items = _count_questions(pair, column, registry) if sure.origins[column] else None
    return _from_errors(pair.measures[column], first, second, sure.errors[:, column], items)


def _of_means(pair: Board, columns: Sequence[int], sure: StandardErrors) -> _Difference:
    """Return the difference of the means over several benchmarks, whose errors are independent."""
    first, second = (float(mean) for mean in pair.values[:, columns].mean(axis=1))
    errors = sure.errors[:, columns]
    errors = np.where((errors > 0).all(axis=1), np.sqrt((errors**2).sum(axis=1)) / len(columns), np.nan)
    return _from_errors(Measure("average", AVERAGE), first, second, errors, None)


def _from_errors(measure: Measure, first: float, second: float, errors: Vector, items: int | None) -> _Difference:
    """Return a difference with an interval from both standard errors; an error of 0 counts as none."""
    difference = _Difference(measure, _without_noise(first), _without_noise(second))
    amount = _exact_difference(difference.first, difference.second)
    if amount is None:
        return difference
    if not (errors > 0).all():
        return difference._replace(items=items)
    reach = _REACH * math.hypot(*errors)
    return difference._replace(items=items, low=_without_noise(amount - reach), high=_without_noise(amount + reach))


def _count_questions(pair: Board, column: int, registry: Registry) -> int | None:
    """Return how many questions both answered: by the board, or by the registry where the error follows from it."""
    stated = set() if pair.items is None else set(pair.items[:, column].tolist())
    counts = {int(number) for number in stated if number == number}
    if counts:
        return counts.pop() if len(counts) == 1 and len(stated) == 1 else None
    if pair.errors is not None and not np.isnan(pair.errors[:, column]).all():
        return None
    benchmark = registry.benchmark_by_id.get(pair.measures[column].benchmark)
    return benchmark.items if benchmark else None


def _exact_difference(first: float | None, second: float | None) -> float | None:
    """Return the first less the second, in the decimals that they are written in."""
    return None if first is None or second is None else float(Decimal(repr(first)) - Decimal(repr(second)))


def _without_noise(number: float | None) -> float | None:
    """Return a number without the noise of computing with binary fractions; None for NaN, and no 0 below 0."""
    return None if number is None or math.isnan(number) else float(f"{number:.12g}") + 0.0


def _with_sign(number: float) -> str:
    """Return a number with its sign: to one digit, or to its first one where it would read as 0."""
    if abs(number) >= _LARGE:
        return f"{number:+.6g}"
    text = f"{number:+.1f}"
    return f"{number:+.1g}" if number and not float(text) else text


def _note_chance(differences: Sequence[_Difference]) -> Iterator[Note]:
    """Say how many differences are more than chance, and of which that can't be said."""
    judged = [difference for difference in differences if difference.is_apart is not None]
    if judged:
        yield note(
            "certainty",
            "{apart} of {count} differences are more than chance, each with 95 % confidence by itself.",
            apart=sum(difference.is_apart is True for difference in judged),
            count=len(judged),
        )
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


def _note_rows(called: Sequence[str], counts: Sequence[int]) -> Iterator[Note]:
    """Say which of the two has several rows."""
    for name, count in zip(called, counts, strict=True):
        if count > 1:
            yield note(
                "selection", "{name} has {count} rows: the one with the best mean counts.", name=name, count=count
            )


def _note_measures(measures: Sequence[Measure], origins: Sequence[str | None]) -> Iterator[Note]:
    """Say what must be known of the measures that are compared."""
    bounds = [measure.benchmark for measure, origin in zip(measures, origins, strict=True) if origin == "bound"]
    if bounds:
        yield note_bounds(bounds)
    lower = [measure.benchmark for measure in measures if measure.better == "lower"]
    if lower:
        yield note("comparability", "Less is better: {benchmarks}.", benchmarks=list_names(lower))
    several = [name for name, times in Counter(measure.benchmark for measure in measures).items() if times > 1]
    if several:
        yield note(
            "comparability",
            "Measured in several ways (`{columns}` tells them apart), so not averaged: {benchmarks}.",
            columns=option("columns", "all"),
            benchmarks=list_names(several),
        )

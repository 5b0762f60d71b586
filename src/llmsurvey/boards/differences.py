"""How far apart two models are, benchmark by benchmark, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from llmsurvey.boards.board import Board
from llmsurvey.boards.confidence import COVERAGE
from llmsurvey.boards.deltas import check_is_model
from llmsurvey.boards.identify import entries_called
from llmsurvey.boards.ranking import Ranked
from llmsurvey.boards.standard_errors import StandardErrors, standard_errors
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.messages import Message, Word, say
from llmsurvey.records import Benchmark, Cell, Column, Table
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.suggest import nearest

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
    Column("p_value", numeric=True, digits=4, brief=False),
    Column("metric", brief=False),
    Column("first_only", numeric=True, brief=False),
    Column("second_only", numeric=True, brief=False),
)

_REACH = NormalDist().inv_cdf((1 + COVERAGE) / 2)


class Pair(NamedTuple):
    """The scores of two models on the same questions, each from 0 to 1, question by question."""

    first: Sequence[float]
    second: Sequence[float]

    @property
    def difference(self) -> float:
        """The mean of the first less the second, in points."""
        return 100 * sum(a - b for a, b in zip(self.first, self.second, strict=True)) / len(self.first)

    @property
    def error(self) -> float:
        """The standard error of the difference, from the spread of the differences by question, in points."""
        count = len(self.first)
        if count < 2:
            return math.nan
        each = [a - b for a, b in zip(self.first, self.second, strict=True)]
        mean = sum(each) / count
        return 100 * math.sqrt(sum((one - mean) ** 2 for one in each) / (count - 1) / count)

    @property
    def only(self) -> tuple[int, int] | None:
        """How many questions the first alone got right, and the second alone; None where scores aren't 0 or 1."""
        if not {*self.first, *self.second} <= {0.0, 1.0}:
            return None
        both = list(zip(self.first, self.second, strict=True))
        return both.count((1.0, 0.0)), both.count((0.0, 1.0))


def mcnemar(first_only: int, second_only: int) -> float:
    """The exact two-sided p value of McNemar's test: as likely each way were the questions that only one got right."""
    count, least = first_only + second_only, min(first_only, second_only)
    tail = term = 1
    for place in range(least):
        term = term * (count - place) // (place + 1)
        tail += term
    return (
        min(1.0, float(2 * tail / 2**count))
        if count < 1000
        else min(1.0, math.exp(math.log(2 * tail) - count * math.log(2)))
    )


def unpaired(ranked: Ranked, names: Sequence[str], registry: Registry) -> Table:
    """The differences of two entries of a board, whose questions aren't known one by one.

    The errors of both are taken as independent, which models that answer the same questions aren't: the intervals are
    too wide rather than too narrow. Raises UnknownNameError or RequestError for a name that none or several answer to.
    """
    first, second = (_place(ranked, name, registry) for name in names)
    board, rows = ranked.board, []
    sure = standard_errors(board, registry.benchmark_by_id)
    for place, measure in enumerate(board.measures):
        one, other = (float(board.values[each, place]) for each in (first, second))
        error = math.hypot(*(float(sure.errors[each, place]) for each in (first, second)))
        items = _items(board, place, (first, second), registry) if sure.origins[place] else None
        rows.append(_row(measure.benchmark, measure.metric, (one, other), one - other, error, "unpaired", items))
    if len(board.measures) > 1:
        rows.append(_mean(ranked, (first, second), sure))
    called = [board.facts["name"][each] for each in (first, second)]
    bounds = [
        measure.benchmark for measure, origin in zip(board.measures, sure.origins, strict=True) if origin == "bound"
    ]
    return Table(COLUMNS, tuple(rows), _title(*called), tuple(_notes(board.address, rows, bounds)))


def _items(board: Board, measure: int, places: tuple[int, int], registry: Registry) -> int | None:
    """How many questions both answered: as the board says, else as the registry does where the error is from there."""
    stated = set() if board.items is None else set(board.items[list(places), measure].tolist())
    known = {int(each) for each in stated if each == each}
    if known:
        return known.pop() if len(known) == 1 and len(stated) == 1 else None
    if board.errors is not None and not np.isnan(board.errors[list(places), measure]).all():
        return None
    benchmark = registry.benchmark_by_id.get(board.measures[measure].benchmark)
    return benchmark.items if benchmark else None


def _mean(ranked: Ranked, places: tuple[int, int], sure: StandardErrors) -> tuple[Cell, ...]:
    """The difference of the means over all benchmarks, whose errors are independent."""
    one, other = (float(ranked.board.values[each].mean()) for each in places)
    error = float(np.sqrt((sure.errors[list(places)] ** 2).sum())) / len(ranked.board.measures)
    return _row("average", "mean", (one, other), one - other, error, "unpaired", None)


def _place(ranked: Ranked, name: str, registry: Registry) -> int:
    found = entries_called(ranked.board, name, registry)
    names = [str(ranked.board.facts["name"][each]) for each in found]
    if not found:
        check_is_model(name, ranked.deltas)
        raise UnknownNameError(
            say("entry of {board}", board=ranked.board.address), name, nearest(name, list(ranked.board.facts["name"]))
        )
    if len(found) > 1:
        raise RequestError(
            say('"{name}" has several entries: {names}. Name one of them.', name=name, names=", ".join(names))
        )
    return found[0]


def paired(
    pairs: Mapping[str, tuple[str, Pair]], called: tuple[str, str], benchmarks: Mapping[str, Benchmark], left: int
) -> Table:
    """The differences on the same questions; `pairs` has the metric and the scores by benchmark.

    `left` is how many questions only one of the two was asked, or another text. After E. Miller, "Adding Error Bars to
    Evals" (arXiv 2411.00640, 2024): the interval is that of the mean difference by question.
    """
    rows = []
    for name, (metric, pair) in pairs.items():
        scores = tuple(100 * sum(each) / len(each) for each in (pair.first, pair.second))
        row = _row(
            benchmarks[name].id if name in benchmarks else name,
            metric,
            (scores[0], scores[1]),
            pair.difference,
            pair.error,
            "paired",
            len(pair.first),
            pair.only,
        )
        rows.append(row)
    notes = list(_notes(None, rows, ()))
    if left:
        notes.append(say("{left:,} answers are left out: the other wasn't asked the same question.", left=left))
    return Table(COLUMNS, tuple(rows), _title(*called), tuple(notes))


def _row(
    benchmark: str,
    metric: str | None,
    scores: tuple[float, float],
    difference: float,
    error: float,
    pairing: str,
    items: int | None,
    only: tuple[int, int] | None = None,
) -> tuple[Cell, ...]:
    low, high = difference - _REACH * error, difference + _REACH * error
    known = not (math.isnan(low) or math.isnan(difference))
    p_value = mcnemar(*only) if only else None
    apart = None
    if known:
        apart = "yes" if (low > 0 or high < 0 if p_value is None else p_value < 1 - COVERAGE) else "no"
    return (
        benchmark,
        *(_known(score) for score in scores),
        _known(difference),
        say("{low:+.1f} to {high:+.1f}", low=low, high=high) if known else None,
        None if apart is None else Word("apart", apart),
        Word("pairing", pairing),
        items,
        _known(low),
        _known(high),
        p_value,
        metric,
        *(only or (None, None)),
    )


def _known(number: float) -> float | None:
    return None if math.isnan(number) else round(number, 9)


def _title(first: str, second: str) -> Message:
    return say("{first} against {second}", first=first, second=second)


def _notes(board: str | None, rows: Sequence[tuple[Cell, ...]], bounds: Sequence[str]) -> Iterator[Message]:
    apart = [str(row[0]) for row in rows if str(row[5]) == "yes"]
    yield say(
        "{apart} of {count} differences are more than chance, each with 95 % confidence by itself.",
        apart=len(apart),
        count=len(rows),
    )
    if board is not None:
        yield say(
            "Unpaired ({board}): both answered the same questions, which makes differences surer than these intervals. "
            "With the harness's logs: --samples ONE --samples OTHER.",
            board=board,
        )
        if bounds:
            yield say("Of {benchmarks} no more than a bound on the error is known.", benchmarks=", ".join(bounds))
    else:
        yield say("Paired, question by question. Where answers are right or wrong, McNemar's exact test decides.")

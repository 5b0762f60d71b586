"""Scores as they were measured, wherever they are from: a board, the registry, a table of the survey."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.boards.comparable import SetUp, set_up_of_source, set_up_on_board
from llmsurvey.boards.measure import Measure
from llmsurvey.records import Model, Score, Size
from llmsurvey.registry.names import loose_form

if TYPE_CHECKING:
    from llmsurvey.boards.board import Board
    from llmsurvey.registry.built_in_boards import Boards
    from llmsurvey.registry.registry import Identity, Registry


class MeasuredScore(NamedTuple):
    """A score, whose it is, how it was measured, and where it is from.

    `name` is what its board or its source calls the model; `model` and `size` are what the registry knows it as.
    `value` is in the unit of its measure: percent are from 0 to 100. `table` is the survey's table that shows it.
    """

    name: str
    model: Model | None
    size: str | None
    value: float
    set_up: SetUp
    board: str
    date: str | None
    source: str | None
    hub: str | None = None
    standard_error: float | None = None
    table: str | None = None

    @property
    def measure(self) -> Measure:
        """How it was measured."""
        return self.set_up.measure

    @property
    def called(self) -> str:
        """Whose it is, as people call it: `LLaMA@65B`, or its own name where the registry doesn't know it."""
        if self.model is None:
            return self.name
        return f"{self.model.name}@{self.size}" if self.size and self.model.sizes else self.model.name

    @property
    def exact(self) -> Decimal:
        """The value to the digit in which it is written."""
        return Decimal(repr(self.value))

    def is_better_than(self, other: MeasuredScore) -> bool:
        """Whether it is better than another score in the same set-up."""
        is_lower = self.measure.better == "lower"
        return self.exact < other.exact if is_lower else self.exact > other.exact


ScorePair = tuple[MeasuredScore, MeasuredScore]
"""Scores of two models."""


class NamedModel(NamedTuple):
    """A model, or a size of it, that is asked for: by any name of the registry, or as a board calls it."""

    name: str
    model: Model | None = None
    size: Size | None = None

    @property
    def called(self) -> str:
        """How people call it."""
        if self.model is None:
            return self.name
        return f"{self.model.name}@{self.size.name}" if self.size else self.model.name

    def is_meant_by(self, name: str, model: Model | None, size: str | None) -> bool:
        """Whether what is called so, and is this model and size of the registry, is what is asked for."""
        if self.model is None or model is None:
            return loose_form(name) == loose_form(self.name)
        return model.id == self.model.id and (self.size is None or self.size.name == size)

    def is_of(self, score: MeasuredScore) -> bool:
        """Whether a score is of what is asked for."""
        return self.is_meant_by(score.name, score.model, score.size) or loose_form(score.hub or "") == loose_form(
            self.name
        )


def measured_by_source(registry: Registry, score: Score, about: Boards) -> MeasuredScore:
    """Return a score that the registry or the survey states; `about` says which harness a board uses."""
    record = about.by_id.get(score.board)
    harness, reporter = (record.harness, "board") if record else (None, None)
    measure = Measure(score.benchmark, score.metric, score.shots, harness, None, reporter)
    return MeasuredScore(
        score.name_as_printed,
        registry.model_by_id.get(score.model or ""),
        score.size,
        float(score.percent),
        set_up_of_source(measure, score.board, score.date, score.source),
        score.board,
        score.date,
        score.source,
        score.hub,
        table=score.table,
    )


def measured_on_board(
    board: Board,
    identities: Sequence[Identity | None],
    source: str | None,
    benchmarks: Collection[str] | None,
) -> Iterator[MeasuredScore]:
    """Yield the scores of a board, entry by entry, as they stand in it.

    `identities` are what the entries are, `source` is where the board was read where an entry doesn't say so. Only
    scores on `benchmarks` are given, where these are named.
    """
    date = (board.whole or board).snapshot
    columns = [
        (column, set_up_on_board(measure, board.name, date))
        for column, measure in enumerate(board.measures)
        if benchmarks is None or measure.benchmark in benchmarks
    ]
    facts = zip(board.fact("name"), board.fact("hub"), board.fact("source"), identities, strict=True)
    for row, (name, hub, own_source, identity) in enumerate(facts):
        for column, set_up in columns:
            value = float(board.values[row, column])
            if value == value:
                yield MeasuredScore(
                    name,
                    identity.model if identity else None,
                    identity.size.name if identity and identity.size else None,
                    value,
                    set_up,
                    board.name,
                    date,
                    own_source or source,
                    hub,
                    _number_or_none(board.errors[row, column]) if board.errors is not None else None,
                )


def _number_or_none(error: float) -> float | None:
    return float(error) if error == error else None


def family_of(registry: Registry, benchmark: str) -> frozenset[str]:
    """Return the ids of a benchmark and its variants, which share a name and are shown side by side."""
    record = registry.benchmark_by_id.get(benchmark)
    family = (record.variant_of if record else None) or benchmark
    return frozenset(
        [benchmark, *(variant.id for variant in registry.benchmarks if family in (variant.id, variant.variant_of))]
    )


def without_repeats(scores: Iterable[MeasuredScore]) -> list[MeasuredScore]:
    """Return scores without those that say again what one before says of the same model in the same set-up."""
    seen: set[tuple[object, ...]] = set()
    distinct: list[MeasuredScore] = []
    for score in scores:
        key = score.called, score.set_up, score.value
        if key not in seen:
            seen.add(key)
            distinct.append(score)
    return distinct

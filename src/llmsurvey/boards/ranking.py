"""A board in order: by a method, with what is known of how sure the order is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple, get_args

import numpy as np

from llmsurvey.boards.arrow_text import ArrowText
from llmsurvey.boards.board import OWN, Board, Places
from llmsurvey.boards.choose_measures import describe_measure, select_comparable, select_entries
from llmsurvey.boards.deltas import bare_deltas
from llmsurvey.boards.identify import models_of, spelled_models
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.boards.methods import Figures, Method, Missing, Ranks, Vector, figures_of, ranks_of
from llmsurvey.boards.rank_sets import RankSets, rank_sets, sets_between, surely_beaten
from llmsurvey.boards.standard_errors import StandardErrors, standard_errors
from llmsurvey.boards.tidy import IDENTITY
from llmsurvey.errors import RequestError
from llmsurvey.messages import Message, announce, option, say
from llmsurvey.registry.registry import Registry

Repeats = Literal["best", "first", "all"]
"""Which rows of a model count that stands several times: the one with the best mean, the first one, or each."""

LARGE = 20_000
"""In boards of more entries than this, what decides nothing is left out: who repeats whom where each row counts."""

REPEATS: tuple[Repeats, ...] = get_args(Repeats)

Sets = Literal["simultaneous", "marginal", "none"]
"""Confidence sets that hold for all ranks at once, or for each rank by itself."""

SETS: tuple[Sets, ...] = get_args(Sets)

_IN_UNITS: tuple[Method, ...] = ("mean", "weighted", "above-chance")
"""The methods whose figures are in the unit of the scores, so that they are read with the scores' own sign."""

_MANY = 300_000
"""The sets of so many ranks take about a second."""


@dataclass(frozen=True)
class RankSettings:
    """How a board is to be ranked; `weights` are by benchmark, 1 where none is named."""

    method: Method = "mean"
    missing: Missing = "complete"
    weights: Mapping[str, float] = field(default_factory=dict)
    repeats: Repeats = "best"
    sets: Sets = "simultaneous"
    measures: MeasureFilter = field(default_factory=MeasureFilter)


class OnWholeBoard(NamedTuple):
    """Where the entries of a selection stand on the whole board, 0 for no rank or set; `entries` have a rank there."""

    address: str
    entries: int
    ranks: Ranks
    best: Ranks
    worst: Ranks


class RankedBoard(NamedTuple):
    """The entries of a board that count, in the order in which the board has them, with the rank of each.

    `figures` are of scores turned so that more is better: `figure_of` has what people read. `errors` are the standard
    errors of the figures, `sure` those of the scores; they and `sets` are None where they can't be given or weren't
    asked for. `turns` has for each entry which of its model's rows it is and how many there are. `messages` are what
    had to be said on the way. `direction` is -1 where the figures are those of a measure of which less is better, with
    the sign turned; else 1. `deltas` are the names of rows that are of no model, and `unscored` counts the entries
    without a score that counts: neither are on the board. `models` are what the entries are of, as `models_of` says;
    of a large board nobody asks. `on_whole` is None where the entries aren't a selection.
    """

    board: Board
    figures: Figures
    ranks: Ranks
    errors: Vector | None
    sure: StandardErrors | None
    sets: RankSets | None
    turns: Places
    messages: tuple[Message, ...] = ()
    direction: int = 1
    deltas: tuple[str, ...] = ()
    unscored: int = 0
    models: tuple[str, ...] = ()
    on_whole: OnWholeBoard | None = None

    def figure_of(self, row: int) -> float:
        """Return the figure of an entry as the measure has it, NaN where it has none."""
        return self.direction * float(self.figures.totals[row])


def rank_entries(
    board: Board, settings: RankSettings, registry: Registry, chance: Mapping[str, float] | None = None
) -> RankedBoard:
    """Return a board's entries with their ranks; `chance` is what the board itself says that guessing scores.

    Raises RequestError where its scores can't be compared, or a chance level that the method needs isn't known.
    """
    among_themselves = _rank_among_themselves(board, settings, registry, chance or {})
    measures = settings.measures
    if board.whole is None and measures.revision is None and measures.run_precision is None:
        return among_themselves
    for_all_entries = replace(settings, measures=replace(measures, revision=None, run_precision=None))
    whole = _rank_among_themselves(board.whole or board, for_all_entries, registry, chance or {})
    return among_themselves._replace(on_whole=_stand_on_whole_board(among_themselves.board, whole))


def _stand_on_whole_board(selected: Board, whole: RankedBoard) -> OnWholeBoard:
    """Return where the entries of a selection stand on the whole board; those that don't count there have no rank."""

    def list_keys(board: Board) -> list[tuple[Any, ...]]:
        return list(zip(*(board.fact(name) for name in (*IDENTITY, OWN)), strict=True))

    row_of = {key: row for row, key in enumerate(list_keys(whole.board))}
    rows = np.array([row_of.get(key, len(whole.board)) for key in list_keys(selected)], dtype=np.int64)
    none = np.zeros(len(whole.board), dtype=np.int64)
    best, worst = (none, none) if whole.sets is None else (whole.sets.best, whole.sets.worst)
    standing = (np.append(column, 0)[rows] for column in (whole.ranks, best, worst))
    return OnWholeBoard(whole.board.address, int(np.count_nonzero(whole.ranks)), *standing)


def _rank_among_themselves(
    board: Board, settings: RankSettings, registry: Registry, chance: Mapping[str, float]
) -> RankedBoard:
    """Rank the entries of a board among themselves, without rows that are of no model."""
    board, deltas = _without_deltas(board, registry)
    asked_for = len(select_entries(board, settings.measures))
    board, messages = select_comparable(board, settings.measures, registry)
    unscored = asked_for - len(board)
    models = _models_of(board, settings.repeats, registry)
    turns = _number_rows(board, models)
    if models is not None and settings.repeats != "all" and (turns[:, 1] > 1).any():
        rows = _rows_that_count(_orient_scores(board), turns, settings.repeats, models)
        board, turns, models = board.take(rows), turns[rows], [models[row] for row in rows]
    oriented = _orient_scores(board)
    weights = _weights_of_measures(board, settings.weights, registry)
    levels = _chance_levels(board, registry, chance) if settings.method == "above-chance" else None
    figures = figures_of(oriented.values, settings.method, settings.missing, weights, levels)
    ranks = ranks_of(figures.totals)
    direction = -1 if oriented is not board and settings.method in _IN_UNITS else 1
    errors, sure, sets = None, None, None
    if settings.sets != "none":
        sure = standard_errors(board, registry.benchmark_by_id)
        errors, sets = _confidence_sets(oriented, settings, figures, sure)
    return RankedBoard(
        board=board,
        figures=figures,
        ranks=ranks,
        errors=errors,
        sure=sure,
        sets=sets,
        turns=turns,
        messages=messages,
        direction=direction,
        deltas=deltas,
        unscored=unscored,
        models=tuple(models or ()),
    )


def _without_deltas(board: Board, registry: Registry) -> tuple[Board, tuple[str, ...]]:
    """Return the board without rows that are of no model, and the names of these."""
    rows = bare_deltas(board, registry)
    if not rows:
        return board, ()
    names = tuple(board.facts["name"][row] for row in rows)
    return board.take(np.delete(np.arange(len(board)), rows)), names


def _orient_scores(board: Board) -> Board:
    """Return the board with the sign of its scores turned where less is better: then there is but one measure."""
    return replace(board, values=-board.values) if board.measures[0].better == "lower" else board


def _number_rows(board: Board, models: list[str] | None) -> Places:
    """Return for each entry which of its model's rows it is, from 1 on, and how many rows the model has (N by 2)."""
    if models is None:
        return np.broadcast_to(np.int64(1), (len(board), 2))
    counts: Counter[str] = Counter()
    turns = []
    for model in models:
        counts[model] += 1
        turns.append(counts[model])
    return np.array([(turn, counts[model]) for turn, model in zip(turns, models, strict=True)]).reshape(-1, 2)


def _are_distinct(names: Any) -> bool:
    """Whether no two names are one in other letters, as far as that can be seen quickly."""
    return isinstance(names, ArrowText) and names.differ_folded


def _models_of(board: Board, repeats: Repeats, registry: Registry) -> list[str] | None:
    """Return each entry's model in one spelling, None where it decides nothing whose rows are whose.

    For a large board that is without asking the registry, which takes long.
    """
    if len(board) <= LARGE:
        return models_of(board, registry)
    if repeats == "all" or _are_distinct(board.facts["name"]):
        return None
    return spelled_models(board)


def _rows_that_count(board: Board, turns: Places, repeats: Repeats, models: list[str]) -> Places:
    """Return one row for each model: the first one, or the one with most scores and of these the best mean.

    Of equal ones the shortest name counts, so that it is the same on every day, in whatever order the board has them.
    """
    if repeats == "first":
        return np.flatnonzero(turns[:, 0] == 1)
    is_known = ~np.isnan(board.values)
    mean = np.where(is_known, board.values, 0).sum(axis=1) / np.maximum(is_known.sum(axis=1), 1)
    lengths = np.fromiter(map(len, board.facts["name"]), dtype=np.int64, count=len(board))
    order = np.lexsort((turns[:, 0], lengths, -mean, -is_known.sum(axis=1)))
    first = {models[row]: row for row in order[::-1].tolist()}
    return np.array(sorted(first.values()), dtype=np.int64)


def _weights_of_measures(board: Board, weights: Mapping[str, float], registry: Registry) -> Vector:
    """Return the weight of each measure. Raises RequestError for a benchmark that isn't among them."""
    names = [measure.benchmark for measure in board.measures]
    vector = np.ones(len(names))
    for name, weight in weights.items():
        benchmark = registry.find_benchmark(name)
        named = benchmark.id if benchmark and name not in names else name
        if named not in names:
            raise RequestError(
                say(
                    '{option}: "{name}" isn\'t averaged here. There are: {known}.',
                    option=option("weight"),
                    name=name,
                    known=", ".join(names),
                )
            )
        vector[names.index(named)] = weight
    scaled: Vector = vector / vector.max()  # so that the largest weights don't add up to infinity
    return scaled


def _chance_levels(board: Board, registry: Registry, stated: Mapping[str, float]) -> Vector:
    """Return what guessing scores on each benchmark, in percent. Raises RequestError where nobody says so."""
    levels = []
    for measure in board.measures:
        if not measure.is_averaged:
            raise RequestError(
                say(
                    "above-chance is for percent of which more is better: {measure} isn't.",
                    measure=describe_measure(measure),
                )
            )
        benchmark = registry.benchmark_by_id.get(measure.benchmark)
        level = stated.get(measure.benchmark)
        if benchmark is not None and benchmark.chance is not None:
            level = benchmark.chance * (100 if benchmark.unit == "fraction" else 1)
        if level is None:
            raise RequestError(
                say(
                    "above-chance: no chance level of {benchmark} is known. Choose others with {option}, or state "
                    "it in a registry file (`chance`).",
                    benchmark=measure.benchmark,
                    option=option("benchmark"),
                )
            )
        levels.append(level)
    return np.array(levels)


def _confidence_sets(
    board: Board, settings: RankSettings, figures: Figures, sure: StandardErrors
) -> tuple[Vector | None, RankSets | None]:
    """Return the standard error of each figure, where it is a sum of scores, and the confidence sets of the ranks."""
    if None in sure.origins:
        return None, None
    gaps = np.isnan(board.values)
    if figures.slopes is not None:
        used = figures.shares > 0
        parts = np.where(used, (figures.shares * figures.slopes * sure.errors) ** 2, 0.0)
        errors = np.where(np.isnan(figures.totals), np.nan, np.sqrt(parts.sum(axis=1)))
        if settings.missing == "leave-out":  # means over other benchmarks aren't compared
            errors[gaps.any(axis=1)] = np.nan
        if len(board) > _MANY:
            announce(say("confidence sets of {count:,} ranks ...", count=len(board)))
        return errors, rank_sets(figures.totals, errors, simultaneous=settings.sets == "simultaneous")
    # a score that was filled in has its place among the others, but no error
    values = np.where(np.isnan(figures.points), np.nan, np.where(gaps, 0.0, board.values))
    beaten = surely_beaten(values, np.where(gaps, np.nan, sure.errors))
    scale = 100 / np.maximum((~np.isnan(values)).sum(axis=0) - 1, 1) if settings.method == "win-rate" else 1.0
    least, most = ((count * scale * figures.shares).sum(axis=1) for count in (beaten.least, beaten.most))
    if settings.missing == "leave-out":
        least[gaps.any(axis=1)], most[gaps.any(axis=1)] = -np.inf, np.inf
    without = np.isnan(figures.totals)
    least[without], most[without] = np.nan, np.nan
    sets = sets_between(least, most)
    return None, sets._replace(pairs=sets.pairs * len(board.measures))

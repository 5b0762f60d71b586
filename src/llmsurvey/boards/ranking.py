"""A board in order: by a method, with what is known of how sure the order is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple, get_args

import numpy as np

from llmsurvey.boards.arrow_text import ArrowText
from llmsurvey.boards.board import Board, Places
from llmsurvey.boards.confidence import RankSets, rank_sets, sets_between, sure_places
from llmsurvey.boards.deltas import bare_deltas
from llmsurvey.boards.identify import models_of, spelled_models
from llmsurvey.boards.measures import comparable, described, entries_asked_for
from llmsurvey.boards.methods import Figures, Method, Missing, Ranks, Vector, figures, ranks
from llmsurvey.boards.setup import Setup
from llmsurvey.boards.standard_errors import StandardErrors, standard_errors
from llmsurvey.boards.tidy import IDENTITY
from llmsurvey.errors import RequestError
from llmsurvey.messages import Message, say
from llmsurvey.registry.registry import Registry

Repeats = Literal["best", "first", "all"]
"""Which rows of a model count that stands several times: the one with the best mean, the first one, or each."""

LARGE = 20_000
"""In boards of more entries than this, what decides nothing is left out: who repeats whom where each row counts."""

REPEATS: tuple[Repeats, ...] = get_args(Repeats)

_IN_UNITS: tuple[Method, ...] = ("mean", "weighted", "above-chance")
"""The methods whose figures are in the unit of the scores, so that they are read with the scores' own sign."""


@dataclass(frozen=True)
class Ranking:
    """How a board is to be ranked; `weights` are by benchmark, 1 where none is named."""

    method: Method = "mean"
    missing: Missing = "complete"
    weights: Mapping[str, float] = field(default_factory=dict)
    repeats: Repeats = "best"
    sets: Literal["simultaneous", "marginal", "none"] = "simultaneous"
    setup: Setup = field(default_factory=Setup)


class OnWhole(NamedTuple):
    """Where the entries of a selection stand on the whole board, 0 for no rank or set; `entries` are ranked there."""

    address: str
    entries: int
    ranks: Ranks
    best: Ranks
    worst: Ranks


class Ranked(NamedTuple):
    """A board's entries that count, in the order in which the board has them, with what came out for each.

    `figures` are of scores turned so that more is better: `figure_of` has what people read. `errors` are the standard
    errors of the figures, `sure` those of the scores; they and `sets` are None where they can't be given or weren't
    asked for. `turns` has for each entry which of its model's rows it is and how many there are. `messages` are what
    had to be said on the way. `direction` is -1 where the figures are those of a measure of which less is better, with
    the sign turned; else 1. `deltas` are the names of rows that are of no model, and `unscored` counts the entries
    without a score that counts: neither are on the board. `on_whole` is None where the entries aren't a selection.
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
    on_whole: OnWhole | None = None

    def figure_of(self, place: int) -> float:
        """The figure of an entry as the measure has it, NaN where it has none."""
        return self.direction * float(self.figures.totals[place])


def ranked(board: Board, ranking: Ranking, registry: Registry, chance: Mapping[str, float] | None = None) -> Ranked:
    """Rank a board; `chance` is what the board itself says that guessing scores.

    Raises RequestError where its scores can't be compared, or a chance level that the method needs isn't known.
    """
    among_themselves = _ranked(board, ranking, registry, chance or {})
    setup = ranking.setup
    if board.whole is None and setup.revision is None and setup.precision is None:
        return among_themselves
    all_entries = replace(ranking, setup=replace(setup, revision=None, precision=None))
    whole = _ranked(board.whole or board, all_entries, registry, chance or {})
    return among_themselves._replace(on_whole=_on_whole(among_themselves.board, whole))


def _on_whole(selected: Board, whole: Ranked) -> OnWhole:
    """Where the entries of a selection stand on the whole board; those that don't count there have no rank."""

    def keys(board: Board) -> list[tuple[Any, ...]]:
        return list(zip(*(board.fact(name) for name in IDENTITY), strict=True))

    place_of = {key: place for place, key in enumerate(keys(whole.board))}
    places = np.array([place_of.get(key, len(whole.board)) for key in keys(selected)], dtype=np.int64)
    none = np.zeros(len(whole.board), dtype=np.int64)
    best, worst = (none, none) if whole.sets is None else (whole.sets.best, whole.sets.worst)
    standing = (np.append(column, 0)[places] for column in (whole.ranks, best, worst))
    return OnWhole(whole.board.address, int(np.count_nonzero(whole.ranks)), *standing)


def _ranked(board: Board, ranking: Ranking, registry: Registry, chance: Mapping[str, float]) -> Ranked:
    """The entries of a board ranked among themselves, without rows that are of no model."""
    board, deltas = _without_deltas(board, registry)
    asked_for = len(entries_asked_for(board, ranking.setup))
    board, messages = comparable(board, ranking.setup, registry)
    unscored = asked_for - len(board)
    turns = _turns(board, ranking.repeats, registry)
    if ranking.repeats != "all" and (turns[:, 1] > 1).any():
        chosen = _chosen(_oriented(board), turns, ranking.repeats, registry)
        board, turns = board.take(chosen), turns[chosen]
    oriented = _oriented(board)
    weights = _weights(board, ranking.weights, registry)
    levels = _chance(board, registry, chance) if ranking.method == "above-chance" else None
    found = figures(oriented.values, ranking.method, ranking.missing, weights, levels)
    order = ranks(found.totals)
    direction = -1 if oriented is not board and ranking.method in _IN_UNITS else 1
    if ranking.sets == "none":
        return Ranked(board, found, order, None, None, None, turns, messages, direction, deltas, unscored)
    sure = standard_errors(board, registry.benchmark_by_id)
    errors, sets = _sets(oriented, ranking, found, sure)
    return Ranked(board, found, order, errors, sure, sets, turns, messages, direction, deltas, unscored)


def _without_deltas(board: Board, registry: Registry) -> tuple[Board, tuple[str, ...]]:
    """The board without rows that are of no model, and the names of these."""
    places = bare_deltas(board, registry)
    if not places:
        return board, ()
    names = tuple(board.facts["name"][place] for place in places)
    return board.take(np.setdiff1d(np.arange(len(board)), places)), names


def _oriented(board: Board) -> Board:
    """The board with the sign of its scores turned where less is better: then there is but one measure."""
    return replace(board, values=-board.values) if board.measures[0].better == "lower" else board


def _turns(board: Board, repeats: Repeats, registry: Registry) -> Places:
    """For each entry the number of its row among those of its model, from 1 on, and how many these are (N by 2)."""
    column = board.facts["name"]
    decided = repeats == "all" and len(board) > LARGE
    are_distinct = isinstance(column, ArrowText) and column.folded().distinct == len(column)
    if decided or (are_distinct and len(board) > LARGE):
        return np.broadcast_to(np.int64(1), (len(board), 2))
    models = _models(board, registry)
    counts: Counter[str] = Counter()
    turns = []
    for model in models:
        counts[model] += 1
        turns.append(counts[model])
    return np.array([(turn, counts[model]) for turn, model in zip(turns, models, strict=True)]).reshape(-1, 2)


def _models(board: Board, registry: Registry) -> list[str]:
    """Each entry's model in one spelling; in a large board what the registry knows as one model isn't looked for."""
    return spelled_models(board) if len(board) > LARGE else models_of(board, registry)


def _chosen(board: Board, turns: Places, repeats: Repeats, registry: Registry) -> Places:
    """The places of one row for each model: the first one, or the one with most scores and the best mean of them."""
    if repeats == "first":
        return np.flatnonzero(turns[:, 0] == 1)
    known = ~np.isnan(board.values)
    mean = np.where(known, board.values, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    order = np.lexsort((turns[:, 0], -mean, -known.sum(axis=1)))
    models = _models(board, registry)
    first = {models[place]: place for place in order[::-1].tolist()}
    return np.array(sorted(first.values()), dtype=np.int64)


def _weights(board: Board, weights: Mapping[str, float], registry: Registry) -> Vector:
    """The weight of each measure. Raises RequestError for a benchmark that isn't among them."""
    names = [measure.benchmark for measure in board.measures]
    found = np.ones(len(names))
    for name, weight in weights.items():
        benchmark = registry.find_benchmark(name)
        known = name if name in names else benchmark.id if benchmark else name
        if known not in names:
            raise RequestError(
                say('--weight: "{name}" isn\'t averaged here. There are: {known}.', name=name, known=", ".join(names))
            )
        found[names.index(known)] = weight
    scaled: Vector = found / found.max()
    return scaled


def _chance(board: Board, registry: Registry, stated: Mapping[str, float]) -> Vector:
    """What guessing scores on each benchmark, in percent. Raises RequestError where nobody says so."""
    levels = []
    for measure in board.measures:
        if not measure.is_averaged:
            raise RequestError(
                say("above-chance is for percent of which more is better: {measure} isn't.", measure=described(measure))
            )
        benchmark = registry.benchmark_by_id.get(measure.benchmark)
        level = stated.get(measure.benchmark)
        if benchmark is not None and benchmark.chance is not None:
            level = benchmark.chance * (100 if benchmark.unit == "fraction" else 1)
        if level is None:
            raise RequestError(
                say(
                    "above-chance: no chance level of {benchmark} is known. Choose others with --benchmark, or state "
                    "it in a registry file (`chance`).",
                    benchmark=measure.benchmark,
                )
            )
        levels.append(level)
    return np.array(levels)


def _sets(
    board: Board, ranking: Ranking, found: Figures, sure: StandardErrors
) -> tuple[Vector | None, RankSets | None]:
    """The standard error of each figure, where it is a sum of scores, and the confidence sets of the ranks."""
    if None in sure.origins:
        return None, None
    gaps = np.isnan(board.values)
    if found.slopes is not None:
        used = found.shares > 0
        parts = np.where(used, (found.shares * found.slopes * sure.errors) ** 2, 0.0)
        errors = np.where(np.isnan(found.totals), np.nan, np.sqrt(parts.sum(axis=1)))
        if ranking.missing == "leave-out":  # means over other benchmarks aren't compared
            errors[gaps.any(axis=1)] = np.nan
        return errors, rank_sets(found.totals, errors, simultaneous=ranking.sets == "simultaneous")
    # a score that was filled in has its place among the others, but no error
    values = np.where(np.isnan(found.points), np.nan, np.where(gaps, 0.0, board.values))
    places = sure_places(values, np.where(gaps, np.nan, sure.errors))
    scale = 100 / np.maximum((~np.isnan(values)).sum(axis=0) - 1, 1) if ranking.method == "win-rate" else 1.0
    least, most = ((count * scale * found.shares).sum(axis=1) for count in (places.least, places.most))
    if ranking.missing == "leave-out":
        least[gaps.any(axis=1)], most[gaps.any(axis=1)] = -np.inf, np.inf
    without = np.isnan(found.totals)
    least[without], most[without] = np.nan, np.nan
    sets = sets_between(least, most)
    return None, sets._replace(pairs=sets.pairs * len(board.measures))

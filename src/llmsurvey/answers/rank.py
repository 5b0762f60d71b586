"""A ranked board as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from llmsurvey.answers.list import legend, on_bases, starred
from llmsurvey.answers.model_filter import Selection
from llmsurvey.answers.rank_notes import notes
from llmsurvey.boards.board import PERCENT, Board, Measure, heading_of
from llmsurvey.boards.frontier import parameters_of, unbeaten
from llmsurvey.boards.identify import Identity, identify
from llmsurvey.boards.methods import Ranks
from llmsurvey.boards.ranking import LARGE, Ranked, Ranking
from llmsurvey.lineage.verdict import Assessment, address
from llmsurvey.messages import Message, counted, say
from llmsurvey.tables import Cell, Column, Table

FIGURES = {
    "mean": Column("average", numeric=True, digits=1),
    "weighted": Column("average", numeric=True, digits=1),
    "above-chance": Column("average", numeric=True, digits=1),
    "z-score": Column("z_score", numeric=True, digits=2),
    "borda": Column("borda", numeric=True, digits=2),
    "win-rate": Column("win_rate", numeric=True, digits=1),
}
"""The column of what each method makes of the scores."""

_FRONT = (
    Column("rank", numeric=True),
    Column("rank_set"),
    Column("board_rank", numeric=True),
    Column("board_rank_set"),
    Column("bar"),
    Column("name"),
)
"""Ranks among the entries, and on the whole board, which differ where the entries are a selection."""

_BACK = (
    Column("benchmarks"),
    Column("verdict", order="verdict", words="verdict"),
    Column("caveats", brief=False),
    Column("best_rank", numeric=True, brief=False),
    Column("worst_rank", numeric=True, brief=False),
    Column("standard_error", numeric=True, digits=2, brief=False),
    Column("row", brief=False),
    Column("frontier", brief=False, words="answer"),
    Column("parameters", numeric=True, brief=False),
    Column("id", brief=False),
    Column("size", brief=False),
    Column("hub", brief=False),
    Column("revision", brief=False),
    Column("precision", brief=False),
    Column("metrics", brief=False),
    Column("shots", brief=False),
    Column("harness", brief=False),
    Column("reporter", brief=False),
    Column("line", numeric=True, brief=False),
    Column("source", brief=False),
    Column("note", brief=False),
)

COLUMNS = (*_FRONT, FIGURES["mean"], *_BACK)
"""The columns beside those of the benchmarks, which are called by these."""


class _Entry(NamedTuple):
    place: int
    identity: Identity | None
    assessment: Assessment | None


@dataclass(frozen=True)
class Shown:
    """What of a ranked board is shown: what passes the selection, only the frontier, at most so many rows.

    Without `bars` neighbours aren't joined: the rows don't stay in this order.
    """

    selection: Selection
    frontier: bool = False
    limit: int | None = None
    bars: bool = True


def rank_table(ranked: Ranked, ranking: Ranking, shown: Shown, source: str | None = None) -> Table:
    """The entries that pass, by rank; those without one come last, by what they have.

    Filters keep the ranks of the whole board, and leave out what the registry doesn't know. `source` is where a board
    was read that doesn't say so of each entry.
    """
    registry = shown.selection.licensing.registry
    front = None
    if shown.frontier or len(ranked.board) <= LARGE:
        front = unbeaten(ranked.figures.totals, parameters_of(ranked.board, identify(ranked.board, registry)))
    chosen = shown.selection.wanted.asks or shown.frontier
    order = _order(ranked, None if chosen else shown.limit)
    if shown.frontier and front is not None:
        order = order[front[order]]
    entries, unknown = _entries(ranked.board, order, shown.selection)
    passed = len(entries) if chosen else len(ranked.board)
    entries = entries[: shown.limit]
    bars = _bars(ranked, [entry.place for entry in entries]) if shown.bars else [0] * len(entries)
    return Table(
        _columns(ranked, ranking),
        tuple(
            _row(entry, ranked, bar or None, None if front is None else bool(front[entry.place]), source)
            for entry, bar in zip(entries, bars, strict=True)
        ),
        notes=(
            *notes(ranked, ranking, passed, len(entries)),
            *_on_selection(shown, unknown),
            *on_bases([entry.assessment] for entry in entries if entry.assessment),
        ),
        legend=legend(shown.selection),
        texts=dict(_texts(entries, bars)),
    )


def _on_selection(shown: Shown, unknown: int) -> Iterator[Message]:
    """Among whom the ranks are, what the selection couldn't judge, and what they measure memory by."""
    selection = shown.selection
    if selection.wanted.asks or shown.frontier:
        yield say("Ranks and sets are among all of these entries, not among those that are shown.")
    if selection.wanted.asks and unknown:
        yield counted(
            "{number} left out: the registry doesn't know which model it is.",
            "{number} left out: the registry doesn't know which models they are.",
            unknown,
        )
    if selection.budget is not None:
        yield selection.budget.words


def _order(ranked: Ranked, limit: int | None) -> Ranks:
    """The places of the entries by rank, equal ones as the board has them; those without a rank by their mean, last.

    With a limit no more than these are put in order, where so many have a rank.
    """
    if limit is not None:
        first = np.flatnonzero((ranked.ranks > 0) & (ranked.ranks <= limit))
        if len(first) >= limit:
            return first[np.argsort(ranked.ranks[first], kind="stable")][:limit]
    last = ranked.ranks == 0
    known = ~np.isnan(ranked.board.values)
    mean = np.where(known, ranked.board.values, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.lexsort((-mean * last, -known.sum(axis=1) * last, ranked.ranks, last))


def _entries(board: Board, order: Ranks, selection: Selection) -> tuple[list[_Entry], int]:
    """The entries that pass the selection, in this order, and how many aren't known to the registry: they pass none."""
    identities = identify(board.take(order), selection.licensing.registry)
    found: list[_Entry] = []
    unknown = 0
    for place, identity in zip(order.tolist(), identities, strict=True):
        if identity is None or identity.size is None:
            unknown += 1
            if not selection.wanted.asks:
                found.append(_Entry(place, identity, None))
            continue
        assessed = selection.licensing.of(identity.model, identity.size)
        if selection.passes(identity.model, identity.size, assessed) and selection.allows(assessed):
            found.append(_Entry(place, identity, assessed))
    return found, unknown


def _bars(ranked: Ranked, places: Sequence[int]) -> list[int]:
    """For each entry shown the number of its bar: neighbours that can't be told apart share one; 0 for none.

    One without a standard error can't be told apart from any.
    """
    bars = [0] * len(places)
    if ranked.sets is None or ranked.errors is None or np.isnan(ranked.sets.mark):
        return bars
    number = 0
    for row, (place, following) in enumerate(pairwise(places)):
        distance = ranked.figures.totals[place] - ranked.figures.totals[following]
        limit = ranked.sets.mark * np.hypot(ranked.errors[place], ranked.errors[following])
        if not (abs(distance) > limit or np.isnan(distance)):
            number += bars[row] == 0
            bars[row] = bars[row + 1] = bars[row] or number
    return bars


def _columns(ranked: Ranked, ranking: Ranking) -> tuple[Column, ...]:
    brief = {
        "rank_set": ranked.sets is not None,
        "board_rank": ranked.on_whole is not None,
        "board_rank_set": ranked.on_whole is not None and ranked.sets is not None,
        "bar": ranked.sets is not None and not np.isnan(ranked.sets.mark),
    }
    front = (column._replace(brief=brief.get(column.name, True)) for column in _FRONT)
    taken = (*COLUMNS, *FIGURES.values())
    scores = [
        Column(heading_of(measure.benchmark, taken), numeric=True, digits=_digits(measure))
        for measure in ranked.board.measures
    ]
    figure = FIGURES[ranking.method]
    if len(scores) == 1 and ranking.method == "mean":
        figure = figure._replace(digits=scores[0].digits)
    return (*front, figure, *scores, *_BACK)


def _digits(measure: Measure) -> int | None:
    """How many digits people read of a score: one of percent, all of another unit, which may be of any size."""
    return 1 if measure.unit == PERCENT else None


def _row(entry: _Entry, ranked: Ranked, bar: int | None, front: bool | None, source: str | None) -> tuple[Cell, ...]:
    board, place, found = ranked.board, entry.place, entry.assessment
    facts = {name: column[place] for name, column in board.facts.items()}
    model, size = entry.identity or (None, None)
    measures = [each for each, value in zip(board.measures, board.values[place], strict=True) if not np.isnan(value)]
    rank, best, worst = _standing(ranked, place)
    board_rank, *board_set = _standing_on_whole(ranked, place)
    parameters = size.parameters if size and size.parameters else facts.get("parameters")
    turn, turns = (int(each) for each in ranked.turns[place])
    return (
        rank,
        _as_text(best, worst),
        board_rank,
        _as_text(*board_set),
        bar,
        address(model, size) if model and size else facts["name"],
        _number(ranked.figure_of(place)),
        *(_number(value) for value in board.values[place]),
        say("{count} of {all}", count=len(measures), all=len(board.measures)),
        found.verdict if found else None,
        found.caveat_words if found else (),
        best,
        worst,
        None if ranked.errors is None else _number(ranked.errors[place]),
        say("{count} of {all}", count=turn, all=turns) if turns > 1 else None,
        None if front is None else ("yes" if front else "no"),
        int(parameters) if parameters else None,
        model.id if model else None,
        size.name if model and size and model.sizes else None,
        *(facts.get(name) for name in ("hub", "revision", "precision")),
        _distinct(measure.metric for measure in measures),
        _distinct(measure.shots for measure in measures),
        _distinct(" ".join(part for part in (each.harness, each.version) if part) for each in measures),
        _distinct(measure.reporter for measure in measures),
        None if facts.get("line") is None else int(facts["line"]),
        facts.get("source") or source,
        facts.get("note"),
    )


class _Standing(NamedTuple):
    """A rank, and the best and the worst one that it may be; None where there is none."""

    rank: int | None
    best: int | None
    worst: int | None


def _standing(ranked: Ranked, place: int) -> _Standing:
    """The rank of an entry among those that are ranked with it, and its set."""
    sets = (None, None) if ranked.sets is None else (ranked.sets.best[place], ranked.sets.worst[place])
    return _Standing(*(int(each or 0) or None for each in (ranked.ranks[place], *sets)))


def _standing_on_whole(ranked: Ranked, place: int) -> _Standing:
    """The rank of an entry on the whole board, and its set there."""
    whole = ranked.on_whole
    if whole is None:
        return _standing(ranked, place)
    return _Standing(*(int(column[place]) or None for column in (whole.ranks, whole.best, whole.worst)))


def _as_text(best: int | None, worst: int | None) -> str | None:
    """A set of ranks as people write it."""
    return None if best is None else f"{best}-{worst}" if best != worst else str(best)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 9)


def _distinct(values: Iterable[str | int | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(value) for value in values if value not in (None, "")))


def _texts(entries: Sequence[_Entry], bars: Sequence[int]) -> Iterator[tuple[tuple[int, str], str]]:
    """The bars as they are drawn, and the stars behind verdicts."""
    for row, (entry, bar) in enumerate(zip(entries, bars, strict=True)):
        before, after = bars[row - 1] if row else 0, bars[row + 1] if row + 1 < len(bars) else 0
        if bar:
            yield (row, "bar"), "│" if before == bar == after else "╷" if after == bar else "╵"
        if entry.assessment and entry.assessment.has_caveats:
            yield (row, "verdict"), starred(entry.assessment.verdict)

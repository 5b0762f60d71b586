"""A ranked board as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from llmsurvey.boards.board import Board
from llmsurvey.boards.frontier import parameters_of, unbeaten
from llmsurvey.boards.identify import Identity, identify
from llmsurvey.boards.methods import Ranks, Vector, doubled, moments
from llmsurvey.boards.ranking import LARGE, Ranked, Ranking
from llmsurvey.errors import either
from llmsurvey.lineage.verdict import Assessment, address
from llmsurvey.messages import Message, Word, counted, joined, say
from llmsurvey.query.filters import Filters
from llmsurvey.query.listing import legend, starred
from llmsurvey.records import Cell, Column, Table

FIGURES = {
    "mean": Column("average", numeric=True, digits=1),
    "weighted": Column("average", numeric=True, digits=1),
    "above-chance": Column("average", numeric=True, digits=1),
    "z-score": Column("z_score", numeric=True, digits=2),
    "borda": Column("borda", numeric=True, digits=1),
    "win-rate": Column("win_rate", numeric=True, digits=1),
}
"""The column of what each method makes of the scores."""

_FRONT = (Column("rank", numeric=True), Column("rank_set"), Column("bar"), Column("name"))
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
    """What of a ranked board is shown: what passes the filters, only the frontier, at most so many rows."""

    filters: Filters
    frontier: bool = False
    limit: int | None = None


def rank_table(ranked: Ranked, ranking: Ranking, shown: Shown, source: str | None = None) -> Table:
    """The entries that pass, by rank; those without one come last, by what they have.

    Filters keep the ranks of the whole board, and leave out what the registry doesn't know. `source` is where a board
    was read that doesn't say so of each entry.
    """
    registry = shown.filters.licensing.registry
    front = None
    if shown.frontier or len(ranked.board) <= LARGE:
        front = unbeaten(ranked.figures.totals, parameters_of(ranked.board, identify(ranked.board, registry)))
    chosen = shown.filters.asks or shown.frontier
    order = _order(ranked, None if chosen else shown.limit)
    if shown.frontier and front is not None:
        order = order[front[order]]
    entries = list(_entries(ranked.board, order, shown.filters))
    passed = len(entries) if chosen else len(ranked.board)
    entries = entries[: shown.limit]
    bars = _bars(ranked, [entry.place for entry in entries])
    return Table(
        _columns(ranked, ranking),
        tuple(
            _row(entry, ranked, bar or None, None if front is None else bool(front[entry.place]), source)
            for entry, bar in zip(entries, bars, strict=True)
        ),
        notes=tuple(_notes(ranked, ranking, shown, passed, len(entries))),
        legend=legend(shown.filters),
        texts=dict(_texts(entries, bars)),
    )


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


def _entries(board: Board, order: Ranks, filters: Filters) -> Iterator[_Entry]:
    """The entries that pass the filters, in this order; where one is asked for, unknown ones don't."""
    identities = identify(board.take(order), filters.licensing.registry)
    for place, identity in zip(order.tolist(), identities, strict=True):
        if identity is None or identity.size is None:
            if not filters.asks:
                yield _Entry(place, identity, None)
            continue
        found = filters.licensing.of(identity.model, identity.size)
        if filters.passes(identity.model, identity.size, found) and filters.allows(found):
            yield _Entry(place, identity, found)


def _bars(ranked: Ranked, places: Sequence[int]) -> list[int]:
    """For each entry shown the number of its bar: neighbours that can't be told apart share one; 0 for none."""
    bars = [0] * len(places)
    if ranked.sets is None or ranked.errors is None or np.isnan(ranked.sets.mark):
        return bars
    number = 0
    for row, (place, following) in enumerate(pairwise(places)):
        distance = ranked.figures.totals[place] - ranked.figures.totals[following]
        limit = ranked.sets.mark * np.hypot(ranked.errors[place], ranked.errors[following])
        if abs(distance) <= limit:
            number += bars[row] == 0
            bars[row] = bars[row + 1] = bars[row] or number
    return bars


def _columns(ranked: Ranked, ranking: Ranking) -> tuple[Column, ...]:
    brief = {"rank_set": ranked.sets is not None, "bar": ranked.sets is not None and not np.isnan(ranked.sets.mark)}
    front = (column._replace(brief=brief.get(column.name, True)) for column in _FRONT)
    scores = (Column(_heading(measure.benchmark), numeric=True, digits=1) for measure in ranked.board.measures)
    return (*front, FIGURES[ranking.method], *scores, *_BACK)


def _heading(benchmark: str) -> str:
    """The name of a benchmark's column, which must not be that of another one."""
    names = {column.name for column in (*COLUMNS, *FIGURES.values())}
    return f"{benchmark} (score)" if benchmark in names else benchmark


def _row(entry: _Entry, ranked: Ranked, bar: int | None, front: bool | None, source: str | None) -> tuple[Cell, ...]:
    board, place, found = ranked.board, entry.place, entry.assessment
    facts = {name: column[place] for name, column in board.facts.items()}
    model, size = entry.identity or (None, None)
    measures = [each for each, value in zip(board.measures, board.values[place], strict=True) if not np.isnan(value)]
    best, worst = _set(ranked, place)
    parameters = size.parameters if size and size.parameters else facts.get("parameters")
    turn, turns = (int(each) for each in ranked.turns[place])
    return (
        int(ranked.ranks[place]) or None,
        None if best is None else f"{best}-{worst}" if best != worst else str(best),
        bar,
        address(model, size) if model and size else facts["name"],
        _number(ranked.figures.totals[place]),
        *(_number(value) for value in board.values[place]),
        say("{count} of {all}", count=len(measures), all=len(board.measures)),
        found.verdict if found else None,
        tuple(each.words for each in found.caveats) if found else (),
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
        facts.get("line"),
        facts.get("source") or source,
        facts.get("note"),
    )


def _set(ranked: Ranked, place: int) -> tuple[int, int] | tuple[None, None]:
    if ranked.sets is None or not ranked.sets.best[place]:
        return None, None
    return int(ranked.sets.best[place]), int(ranked.sets.worst[place])


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
        if entry.assessment and entry.assessment.caveats:
            yield (row, "verdict"), starred(entry.assessment.verdict)


def _notes(ranked: Ranked, ranking: Ranking, shown: Shown, passed: int, rows: int) -> Iterator[Message]:
    """What a reader must know of the order, most important first."""
    yield from ranked.messages
    board = ranked.board
    names = ", ".join(measure.benchmark for measure in board.measures)
    yield say(
        "{passed} of {total} entries of {board}, by {method} of {benchmarks}.",
        passed=passed,
        total=len(board),
        board=board.address,
        method=Word("method", ranking.method),
        benchmarks=names,
    )
    if rows < passed:
        yield say("The first {rows} of them: `--limit {passed}` shows all.", rows=rows, passed=passed)
    yield from _on_sets(ranked, ranking)
    yield from _on_gaps(ranked, ranking)
    if ranking.method == "z-score":
        yield _moments(ranked)
    if ranking.method not in ("borda", "win-rate") or len(board.measures) > 1:
        yield from _on_weights(ranked)
    if shown.filters.budget is not None:
        yield shown.filters.budget.words


def _on_sets(ranked: Ranked, ranking: Ranking) -> Iterator[Message]:
    """How sure the ranks are, and from what that follows."""
    sets, board = ranked.sets, ranked.board
    if ranking.sets == "none":
        return
    origins = list(zip(board.measures, ranked.sure.origins if ranked.sure else (), strict=True))
    if sets is None:
        unsure = [each.benchmark for each, origin in origins if not origin]
        yield say("No confidence sets: {benchmarks} have no standard errors.", benchmarks=", ".join(unsure))
        return
    count = int((sets.best > 0).sum())
    if count < 2:
        return
    certain = int(((sets.best == sets.worst) & (sets.best > 0)).sum())
    if ranking.sets == "marginal":
        yield say(
            "95 % confidence sets, each by itself. {certain} of {count} ranks are certain.",
            certain=certain,
            count=count,
        )
    else:
        yield say(
            "95 % confidence sets, corrected for {pairs:,} pairs; neighbours that can't be told apart share a bar. "
            "{certain} of {count} ranks are certain.",
            pairs=sets.pairs,
            certain=certain,
            count=count,
        )
    bounds = [each.benchmark for each, origin in origins if origin == "bound"]
    if bounds:
        yield say("Of {benchmarks} no more than a bound on the error is known.", benchmarks=", ".join(bounds))


def _on_gaps(ranked: Ranked, ranking: Ranking) -> Iterator[Message]:
    """What is said of entries that lack scores, or stand several times."""
    gaps = int(np.isnan(ranked.board.values).any(axis=1).sum())
    if gaps:
        said = {
            "complete": counted(
                "{number} without all benchmarks has no rank.", "{number} without all benchmarks have no rank.", gaps
            ),
            "leave-out": counted(
                "{number} is averaged over fewer benchmarks than the others: not comparable with them.",
                "{number} are averaged over fewer benchmarks than the others: not comparable with them.",
                gaps,
            ),
            "worst": counted(
                "{number} has the board's worst score where one is missing.",
                "{number} have the board's worst score where one is missing.",
                gaps,
            ),
        }
        yield said[ranking.missing]
    several = (
        int(((ranked.turns[:, 1] > 1) & (ranked.turns[:, 0] == 1)).sum())
        if ranking.repeats == "all"
        else int((ranked.turns[:, 1] > 1).sum())
    )
    if several:
        policy = {
            "best": say("the row with the best mean counts"),
            "first": say("the first row counts"),
            "all": say("every row counts"),
        }
        yield counted(
            "{number} model has several rows: {policy} (--repeats).",
            "{number} models have several rows: {policy} (--repeats).",
            several,
            policy=policy[ranking.repeats],
        )


def _moments(ranked: Ranked) -> Message:
    mean, deviation = moments(ranked.board.values)
    parts = [
        say(
            "{benchmark} {mean:.1f} ± {deviation:.1f}",
            benchmark=measure.benchmark,
            mean=mean[place],
            deviation=deviation[place],
        )
        for place, measure in enumerate(ranked.board.measures)
    ]
    return say("Mean and standard deviation over the entries: {parts}.", parts=joined(parts, ", "))


def _on_weights(ranked: Ranked) -> Iterator[Message]:
    """Who would lead if each benchmark counted double."""
    leaders = leaders_of(ranked.figures.totals)
    if not len(leaders) or len(ranked.board.measures) < 2:
        return
    changed: dict[tuple[int, ...], list[str]] = {}
    for place, measure in enumerate(ranked.board.measures):
        now = leaders_of(doubled(ranked.figures, place))
        if set(now) != set(leaders):
            changed.setdefault(tuple(now), []).append(measure.benchmark)
    if not changed:
        yield say("Whichever benchmark counted double, the lead would be the same.")
        return
    names = ranked.board.facts["name"]
    parts = [
        say(
            "{benchmarks}: {leaders}",
            benchmarks=", ".join(benchmarks),
            leaders=either([names[each] for each in now[:3]]),
        )
        for now, benchmarks in changed.items()
    ]
    yield say("The lead would change if one benchmark counted double: {parts}.", parts=joined(parts, "; "))


def leaders_of(totals: Vector) -> Ranks:
    """The places of the highest figure."""
    return np.flatnonzero(totals == np.nanmax(totals, initial=-np.inf))

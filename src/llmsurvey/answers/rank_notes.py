"""What a reader must know of a ranked board: said below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from llmsurvey.boards.methods import Ranks, Vector, doubled, moments
from llmsurvey.boards.ranking import Ranked, Ranking
from llmsurvey.errors import either
from llmsurvey.messages import Message, Word, counted, joined, listed, say


def notes(ranked: Ranked, ranking: Ranking, passed: int, rows: int) -> Iterator[Message]:
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
    yield from on_selection(ranked)
    yield from on_left_out(ranked.deltas, ranked.unscored)
    yield from _on_sets(ranked, ranking)
    yield from _on_gaps(ranked, ranking)
    if ranking.method == "z-score":
        yield _moments(ranked)
    partly = ranking.missing == "leave-out" and bool(np.isnan(board.values).any())
    if len(board.measures) > 1 and not partly:
        yield from _on_weights(ranked)


def on_selection(ranked: Ranked) -> Iterator[Message]:
    """That ranks are among a selection, and which the whole board is."""
    whole = ranked.on_whole
    if whole is not None:
        yield say(
            "Ranks are among these {count}, which were selected. Those among all {all} that {board} ranks stand beside "
            "them: board_rank.",
            count=len(ranked.board),
            all=whole.entries,
            board=whole.address,
        )


def on_left_out(deltas: Sequence[str], unscored: int) -> Iterator[Message]:
    """Which rows are of no model, and how many entries have nothing that counts."""
    if deltas:
        yield counted(
            "{number} row left out: a delta or an adapter measured alone is no model ({names}).",
            "{number} rows left out: deltas and adapters measured alone are no models ({names}).",
            len(deltas),
            names=listed(list(dict.fromkeys(deltas))),
        )
    if unscored:
        yield counted(
            "{number} entry left out: it has no score that counts here (another metric, or only an average).",
            "{number} entries left out: they have no score that counts here (another metric, or only an average).",
            unscored,
        )


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
    parts: list[Message] = [say("{certain} of {count} ranks are certain.", certain=certain, count=count)]
    if ranking.sets == "marginal":
        parts.append(say("95 % confidence sets, each by itself."))
    else:
        parts.append(say("95 % confidence sets, corrected for {pairs:,} pairs.", pairs=sets.pairs))
    if not np.isnan(sets.mark):
        parts.append(say("Neighbours that can't be told apart share a bar."))
    yield joined(parts)
    unknown = 0 if ranked.errors is None else int((np.isnan(ranked.errors) & (sets.best > 0)).sum())
    if unknown:
        yield counted(
            "{number} has no standard error: it can have any rank, and widens the sets of the others.",
            "{number} have no standard error: they can have any rank, and widen the sets of the others.",
            unknown,
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
    if not len(leaders):
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

"""What a reader must know of a ranked board: said below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from llmsurvey.answers.training_on_benchmarks import Trained
from llmsurvey.boards.methods import Ranks, Vector, figures_with_double_weight, moments_of
from llmsurvey.boards.ranking import RankedBoard, RankSettings
from llmsurvey.messages import Message, Word, counted, either_of, join_texts, list_names, option, say
from llmsurvey.tables.note import Note, as_note, note, note_limit


def note_ranks(ranked: RankedBoard, settings: RankSettings, passed: int, rows: int) -> Iterator[Message]:
    """Say what a reader must know of the order, most important first; of `passed` entries `rows` are given."""
    yield from (as_note("comparability", message) for message in ranked.messages)
    board = ranked.board
    names = ", ".join(measure.benchmark for measure in board.measures)
    yield note(
        "selection",
        "{passed} of {total} entries of {board}, by {method} of {benchmarks}.",
        passed=passed,
        total=len(board),
        board=board.address,
        method=Word("method", settings.method),
        benchmarks=names,
    )
    if rows < passed:
        yield note_limit(rows, passed)
    yield from note_selection(ranked)
    yield from note_left_out(ranked.deltas, ranked.unscored)
    yield from _note_sets(ranked, settings)
    yield from _note_gaps(ranked, settings)
    if settings.method == "z-score":
        yield _note_moments(ranked)
    partly = settings.missing == "leave-out" and bool(np.isnan(board.values).any())
    if len(board.measures) > 1 and not partly:
        yield from _note_weights(ranked)


def note_selection(ranked: RankedBoard) -> Iterator[Message]:
    """Say that ranks are among a selection, and which the whole board is."""
    whole = ranked.on_whole
    if whole is not None:
        yield note(
            "ranks",
            "Ranks are among these {count}, which were selected. Those among all {all} that {board} ranks stand beside "
            "them: board_rank.",
            count=len(ranked.board),
            all=whole.entries,
            board=whole.address,
        )


def note_left_out(deltas: Sequence[str], unscored: int) -> Iterator[Message]:
    """Say which rows are of no model, and how many entries have nothing that counts."""
    if deltas:
        of_no_model = counted(
            "{number} row left out: a delta or an adapter measured alone is no model ({names}).",
            "{number} rows left out: deltas and adapters measured alone are no models ({names}).",
            len(deltas),
            names=list_names(list(dict.fromkeys(deltas))),
        )
        yield as_note("deltas", of_no_model)
    if unscored:
        without_score = counted(
            "{number} entry left out: it has no score that counts here (another metric, or only an average).",
            "{number} entries left out: they have no score that counts here (another metric, or only an average).",
            unscored,
        )
        yield as_note("left-out", without_score)


def _note_sets(ranked: RankedBoard, settings: RankSettings) -> Iterator[Message]:
    """Say how sure the ranks are, and from what that follows."""
    sets, board = ranked.sets, ranked.board
    if settings.sets == "none":
        return
    origins = list(zip(board.measures, ranked.sure.origins if ranked.sure else (), strict=True))
    if sets is None:
        unsure = ", ".join(measure.benchmark for measure, origin in origins if not origin)
        yield note("confidence", "No confidence sets: {benchmarks} have no standard errors.", benchmarks=unsure)
        return
    count = int((sets.best > 0).sum())
    if count < 2:
        return
    certain = int(((sets.best == sets.worst) & (sets.best > 0)).sum())
    parts: list[Message] = [say("{certain} of {count} ranks are certain.", certain=certain, count=count)]
    if settings.sets == "marginal":
        parts.append(say("95 % confidence sets, each by itself."))
    else:
        parts.append(say("95 % confidence sets, corrected for {pairs:,} pairs.", pairs=sets.pairs))
    if settings.sets == "simultaneous":
        parts.append(say("Two that share a group can't be told apart."))
    yield as_note("confidence", join_texts(parts))
    unknown = 0 if ranked.errors is None else int((np.isnan(ranked.errors) & (sets.best > 0)).sum())
    if unknown:
        without_error = counted(
            "{number} has no standard error: it can have any rank, and widens the sets of the others.",
            "{number} have no standard error: they can have any rank, and widen the sets of the others.",
            unknown,
        )
        yield as_note("confidence", without_error)
    bounds = [measure.benchmark for measure, origin in origins if origin == "bound"]
    if bounds:
        yield note_bounds(bounds)


def note_trained(left_out: Counter[Trained]) -> Note:
    """Say how many entries were left out because they were trained on a benchmark that they are ranked by."""
    return note(
        "trained",
        "{number:,} left out ({option}): {train:,} trained on training splits of these benchmarks, {measured:,} on "
        "what is measured, or on questions that no source tells apart. Of most entries nobody knows.",
        number=left_out.total(),
        option=option("clean"),
        train=left_out["train"],
        measured=left_out["measured"],
    )


def note_bounds(benchmarks: Sequence[str]) -> Note:
    """Say of which benchmarks the standard error isn't known, only how large it can be."""
    return note(
        "confidence",
        "For {benchmarks} only an upper bound of the error is known.",
        benchmarks=", ".join(benchmarks),
    )


def _note_gaps(ranked: RankedBoard, settings: RankSettings) -> Iterator[Message]:
    """Say what became of entries that lack scores, or stand several times."""
    gaps = int(np.isnan(ranked.board.values).any(axis=1).sum())
    if gaps:
        sentences = {
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
        yield as_note("missing", sentences[settings.missing])
    has_turns = ranked.turns[:, 1] > 1
    if settings.repeats == "all":  # every row of a model is there, and the model is counted once
        has_turns &= ranked.turns[:, 0] == 1
    several = int(has_turns.sum())
    if several:
        policy = {
            "best": say("the row with the best mean counts"),
            "first": say("the first row counts"),
            "all": say("every row counts"),
        }
        repeated = counted(
            "{number} model has several rows: {policy}. `{option}` chooses.",
            "{number} models have several rows: {policy}. `{option}` chooses.",
            several,
            policy=policy[settings.repeats],
            option=option("repeats"),
        )
        yield as_note("repeats", repeated)


def _note_moments(ranked: RankedBoard) -> Message:
    mean, deviation = moments_of(ranked.board.values)
    parts = [
        say(
            "{benchmark} {mean:.1f} ± {deviation:.1f}",
            benchmark=measure.benchmark,
            mean=mean[column],
            deviation=deviation[column],
        )
        for column, measure in enumerate(ranked.board.measures)
    ]
    return note("method", "Mean and standard deviation over the entries: {parts}.", parts=join_texts(parts, ", "))


def _note_weights(ranked: RankedBoard) -> Iterator[Message]:
    """Say who would lead if each benchmark counted double."""
    leaders = leaders_of(ranked.figures.totals)
    if not len(leaders):
        return
    benchmarks_of: dict[tuple[int, ...], list[str]] = {}
    for column, measure in enumerate(ranked.board.measures):
        new_leaders = leaders_of(figures_with_double_weight(ranked.figures, column))
        if set(new_leaders) != set(leaders):
            benchmarks_of.setdefault(tuple(new_leaders), []).append(measure.benchmark)
    if not benchmarks_of:
        yield note("weights", "Whichever benchmark counted double, the lead would be the same.")
        return
    names = ranked.board.facts["name"]
    parts = [
        say(
            "{benchmarks}: {leaders}",
            benchmarks=", ".join(benchmarks),
            leaders=either_of([names[leader] for leader in new_leaders[:3]]),
        )
        for new_leaders, benchmarks in benchmarks_of.items()
    ]
    yield note(
        "weights", "The lead would change if one benchmark counted double: {parts}.", parts=join_texts(parts, "; ")
    )


def leaders_of(totals: Vector) -> Ranks:
    """Return the places of the highest figure."""
    return np.flatnonzero(totals == np.nanmax(totals, initial=-np.inf))

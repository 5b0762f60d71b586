"""One's own runs beside the entries of a board, for one answer: nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.board import OWN, Board, Matrix, Measure
from llmsurvey.boards.choose_measures import AVERAGE
from llmsurvey.boards.comparable import are_measured_alike, unsaid_fields
from llmsurvey.boards.shared_measures import describe_ways
from llmsurvey.errors import RequestError
from llmsurvey.messages import Message, Word, join_texts, list_names, say


def put_beside(board: Board, runs: Sequence[Board]) -> tuple[Board, tuple[Message, ...]]:
    """Return a board with the entries of some runs behind its own, and what had to be said on the way.

    It has those measures of the board that all runs have, too, measured in the same way as far as both say how. The
    entries of a run have its address as their fact OWN. Raises RequestError where no measure is left.
    """
    pairs_of_runs = [_pair_measures(board, run) for run in runs]
    columns = [column for column in range(len(board.measures)) if all(column in pairs for pairs in pairs_of_runs)]
    if not columns:
        raise RequestError(_explain_refusal(board, runs, pairs_of_runs))
    notes = [
        sentence
        for run, pairs in zip(runs, pairs_of_runs, strict=True)
        for sentence in _note_run(board, run, {column: pairs[column] for column in columns})
    ]
    narrowed = [run.select(pairs[column] for column in columns) for run, pairs in zip(runs, pairs_of_runs, strict=True)]
    shared = board.select(columns)
    whole = None if shared.whole is None else _append_entries(shared.whole, narrowed)
    return replace(_append_entries(shared, narrowed), whole=whole), tuple(notes)


def are_own(board: Board) -> npt.NDArray[np.bool_]:
    """Return which entries of a board are of one's own runs."""
    if OWN not in board.facts:
        return np.zeros(len(board), dtype=bool)
    return np.array([run is not None for run in board.facts[OWN]], dtype=bool)


def _pair_measures(board: Board, run: Board) -> dict[int, int]:
    """Return the columns of a board for which a run has the one that is measured alike, by the board's."""
    pairs = {}
    for column, measure in enumerate(board.measures):
        alike = [other for other, own in enumerate(run.measures) if are_measured_alike(measure, own)]
        if measure.metric != AVERAGE and len(alike) == 1:
            pairs[column] = alike[0]
    return pairs


def _explain_refusal(board: Board, runs: Sequence[Board], pairs_of_runs: Sequence[dict[int, int]]) -> Message:
    """Say why no measure is left: what the run that has the fewest of them was measured in."""
    run, pairs = min(zip(runs, pairs_of_runs, strict=True), key=lambda item: len(item[1]))
    return say(
        "{run} can't be put beside {board}: {differences}.",
        run=run.address,
        board=board.address,
        differences=join_texts(list(_list_differences(board, run, pairs)) or [say("only averages")], "; "),
    )


def _note_run(board: Board, run: Board, pairs: dict[int, int]) -> Iterator[Message]:
    """Say on which benchmarks a run stands beside a board, on which not, and what was taken to be the same."""
    names = [board.measures[column].benchmark for column in pairs]
    yield say(
        "{run} beside {board}, over {benchmarks}.", run=run.address, board=board.address, benchmarks=", ".join(names)
    )
    differences = list(_list_differences(board, run, pairs))
    if differences:
        yield say("Not compared: {differences}.", differences=join_texts(differences, "; "))
    unsaid = dict.fromkeys(
        field for column, own in pairs.items() for field in unsaid_fields(board.measures[column], run.measures[own])
    )
    if unsaid:
        yield say(
            "Only one of {run} and {board} says {fields}: taken as the same.",
            run=run.address,
            board=board.address,
            fields=join_texts([_name_of_field(field) for field in unsaid], ", "),
        )


def _name_of_field(field: str) -> str:
    return say("version of the harness") if field == "harness_version" else Word("column", field)


def _list_differences(board: Board, run: Board, pairs: dict[int, int]) -> Iterator[Message]:
    """Yield why each benchmark of a board that isn't in `pairs` isn't compared."""
    paired = {board.measures[column].benchmark for column in pairs}
    first_measures: dict[str, Measure] = {}
    for measure in board.measures:
        if measure.benchmark not in paired and measure.metric != AVERAGE and not measure.is_part:
            first_measures.setdefault(measure.benchmark, measure)
    absent = []
    for benchmark, measure in first_measures.items():
        own = [candidate for candidate in run.measures if candidate.benchmark == benchmark]
        ways = [described for candidate in own if (described := describe_ways(measure, candidate))]
        if ways:
            yield ways[0]
        elif own:
            yield say("{benchmark} in several ways", benchmark=benchmark)
        else:
            absent.append(benchmark)
    if absent:
        yield say("{benchmarks} not in {run}", benchmarks=list_names(absent), run=run.address)


def _append_entries(board: Board, runs: Sequence[Board]) -> Board:
    """Return a board with the entries of runs, which have as many measures, behind its own."""
    boards = [board, *runs]
    names = dict.fromkeys(name for part in boards for name in part.facts)
    facts: dict[str, Any] = {
        name: np.array([value for part in boards for value in part.fact(name)], dtype=object) for name in names
    }
    own = [None] * len(board) + [run.address for run in runs for _ in range(len(run))]
    return replace(
        board,
        facts={**facts, OWN: np.array(own, dtype=object)},
        values=np.vstack([part.values for part in boards]),
        errors=_stack([part.errors for part in boards], boards),
        items=_stack([part.items for part in boards], boards),
    )


def _stack(matrices: Sequence[Matrix | None], boards: Sequence[Board]) -> Matrix | None:
    """Return matrices one below the other, NaN where a board has none; None where none has."""
    if all(matrix is None for matrix in matrices):
        return None
    return np.vstack(
        [
            np.full(part.values.shape, np.nan) if matrix is None else matrix
            for matrix, part in zip(matrices, boards, strict=True)
        ]
    )

"""How far apart two entries of a board are, benchmark by benchmark, and how sure that is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from llmsurvey.answers.differences import Difference, DifferencesAnswer, note_chance, without_noise
from llmsurvey.answers.rank_notes import note_bounds
from llmsurvey.boards.board import Board, Measure
from llmsurvey.boards.choose_measures import AVERAGE
from llmsurvey.boards.deltas import bare_deltas, check_is_model
from llmsurvey.boards.identify import entries_called, models_of
from llmsurvey.boards.methods import Vector
from llmsurvey.boards.own_runs import are_own
from llmsurvey.boards.rank_sets import COVERAGE
from llmsurvey.boards.standard_errors import StandardErrors, standard_errors
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.messages import Message, either_of, join_texts, list_names, option, say
from llmsurvey.registry.names import strict_form
from llmsurvey.registry.nearest_names import nearest_names
from llmsurvey.registry.registry import Registry
from llmsurvey.tables.note import Note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library, OpenedBoard

_REACH = NormalDist().inv_cdf((1 + COVERAGE) / 2)


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
    first, second = find_rows_of_all(board, names, registry)
    comparison = compare_rows(board, first, second, registry)
    return DifferencesAnswer(
        entries=[difference.entry("unpaired") for difference in comparison.differences],
        notes=(*note_chance(comparison.differences), *note_comparisons(board, [comparison])),
        first=comparison.called[0],
        second=comparison.called[1],
    )


class Comparison(NamedTuple):
    """Two entries of a board: what they are called there, how many rows each has, and their differences.

    `origins` says where the errors of each of the `measures` are from.
    """

    called: tuple[str, str]
    row_counts: tuple[int, int]
    differences: Sequence[Difference]
    measures: Sequence[Measure]
    origins: Sequence[str | None]


def compare_rows(board: Board, first: Sequence[int], second: Sequence[int], registry: Registry) -> Comparison:
    """Return the differences of two models by their rows, of which the best counts.

    Raises RequestError where both are one model, and where nothing can be compared.
    """
    rows = [_best_row(board, first), _best_row(board, second)]
    if rows[0] == rows[1]:
        entry = board.facts["name"][rows[0]]
        raise RequestError(
            say("{board} compares different models: two names are of {entry}.", board=option("board"), entry=entry)
        )
    pair = board.take(rows)
    columns = _choose_measures(pair, registry)
    sure = standard_errors(pair, registry.benchmark_by_id)
    differences = [_of_scores(pair, column, sure, registry) for column in columns]
    averaged = _choose_averaged(pair, columns)
    if len(averaged) > 1:
        differences.append(_of_means(pair, averaged, sure))
    return Comparison(
        called=(str(pair.facts["name"][0]), str(pair.facts["name"][1])),
        row_counts=(len(first), len(second)),
        differences=differences,
        measures=[pair.measures[column] for column in columns],
        origins=[sure.origins[column] for column in columns],
    )


def note_comparisons(board: Board, comparisons: Sequence[Comparison]) -> Iterator[Note]:
    """Say how pairs of entries were compared, and what must be known of their rows and measures."""
    yield note(
        "method",
        "Unpaired ({board}): both answered the same questions, which makes differences surer than these intervals. "
        "With the harness's logs: {samples}.",
        board=board.address,
        samples=option("samples", ("ONE", "OTHER")),
    )
    yield from _note_own(board, comparisons)
    notes = [
        sentence
        for comparison in comparisons
        for sentence in (
            *_note_rows(comparison.called, comparison.row_counts),
            *_note_measures(comparison.measures, comparison.origins),
        )
    ]
    yield from {str(sentence): sentence for sentence in notes}.values()


def _nearest_entries(board: Board, name: str) -> list[str]:
    """Return the entries whose names are nearest, with or without the account before the repository."""
    entries = [str(entry) for entry in board.facts["name"]]
    whole = {entry.rpartition("/")[2]: entry for entry in entries} | {entry: entry for entry in entries}
    return list(dict.fromkeys(whole[spelling] for spelling in nearest_names(name, list(whole))))


def find_rows_of_all(board: Board, names: Sequence[str], registry: Registry) -> list[list[int]]:
    """Return the rows of each model that is named.

    Raises what `find_rows` does: for unknown names first, of which all are told.
    """
    rows_of_models: list[list[int]] = []
    refused: list[RequestError] = []
    for name in names:
        try:
            rows_of_models.append(find_rows(board, name, registry))
        except RequestError as error:
            refused.append(error)
    unknown = [error for error in refused if isinstance(error, UnknownNameError)]
    if refused and not unknown:
        raise refused[0]
    if unknown:
        unknown[0].args = (join_texts([unknown[0].message, *map(_mention_unknown, unknown[1:])]),)
        raise unknown[0]
    return rows_of_models


def _mention_unknown(error: UnknownNameError) -> Message:
    if error.nearest:
        return say('Nor is there "{name}": did you mean {names}?', name=error.name, names=either_of(error.nearest))
    return say('Nor is there "{name}".', name=error.name)


def find_rows(board: Board, name: str, registry: Registry) -> list[int]:
    """Return the rows of the one model that a name means, without those that are of no model.

    Of a model that is on the board and among one's own runs, too, the runs are meant.
    """
    deltas = bare_deltas(board, registry)
    check_is_model(name, [str(board.facts["name"][row]) for row in deltas])
    rows = [row for row in entries_called(board, name, registry) if row not in set(deltas)]
    if not rows:
        raise UnknownNameError(say("entry of {board}", board=board.address), name, _nearest_entries(board, name))
    models = models_of(board, registry)
    to_the_letter = {models[row] for row in rows if strict_form(str(board.facts["name"][row])) == strict_form(name)}
    if len(to_the_letter) == 1:
        rows = [row for row in rows if models[row] in to_the_letter]
    is_own = are_own(board)
    rows = [row for row in rows if is_own[row]] or rows
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


def _of_scores(pair: Board, column: int, sure: StandardErrors, registry: Registry) -> Difference:
    """Return the difference of two scores, in the unit of their measure."""
    first, second = (float(value) for value in pair.values[:, column])
    items = _count_questions(pair, column, registry) if sure.origins[column] else None
    return _from_errors(pair.measures[column], first, second, sure.errors[:, column], items)


def _of_means(pair: Board, columns: Sequence[int], sure: StandardErrors) -> Difference:
    """Return the difference of the means over several benchmarks, whose errors are independent."""
    first, second = (float(mean) for mean in pair.values[:, columns].mean(axis=1))
    errors = sure.errors[:, columns]
    errors = np.where((errors > 0).all(axis=1), np.sqrt((errors**2).sum(axis=1)) / len(columns), np.nan)
    return _from_errors(Measure("average", AVERAGE), first, second, errors, None)


def _from_errors(measure: Measure, first: float, second: float, errors: Vector, items: int | None) -> Difference:
    """Return a difference with an interval from both standard errors; an error of 0 counts as none."""
    difference = Difference(measure, without_noise(first), without_noise(second))
    if difference.amount is None:
        return difference
    if not (errors > 0).all():
        return difference._replace(items=items)
    return difference._replace(items=items, error=math.hypot(*errors)).with_reach(_REACH)


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


def _note_own(board: Board, comparisons: Sequence[Comparison]) -> Iterator[Note]:
    """Say which of the compared entries are one's own runs."""
    names = board.facts["name"]
    called = {name for comparison in comparisons for name in comparison.called}
    if own := list(dict.fromkeys(str(names[row]) for row in np.flatnonzero(are_own(board)) if names[row] in called)):
        yield note("own", "Your own runs, not the board's: {names}.", names=list_names(own))


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

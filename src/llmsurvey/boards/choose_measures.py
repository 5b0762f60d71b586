"""Which of a board's measures an answer is about: one for each benchmark, or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from llmsurvey.boards.board import Board, Measure
from llmsurvey.boards.comparable import WAYS
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.boards.mixtures import note_mixture, refuse_mixture
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.messages import Hint, Message, Word, join_texts, list_names, option, say
from llmsurvey.registry.names import loose_form
from llmsurvey.registry.nearest_names import nearest_names
from llmsurvey.registry.registry import Registry

_OPTIONS = {field: "task_version" if field == "version" else field for field in WAYS}
"""The option that asks for each of these fields of a measure."""

AVERAGE = "mean"
"""The metric of a figure that is an average already."""

_AVERAGE = re.compile(r"average|avg\.?|mean|평균|平均|平均分", re.IGNORECASE)

_SHOWN = 8
"""So many names are listed in one message."""


def select_comparable(board: Board, measures: MeasureFilter, registry: Registry) -> tuple[Board, tuple[Message, ...]]:
    """Return the board with one measure for each benchmark that can be averaged, and what had to be said on the way.

    Parts of a benchmark, averages, and figures that can't be averaged (another unit than percent, or less is better)
    are left out unless one of them is named, or is all that there is. Of several metrics the one that the registry
    calls usual is taken. Raises RequestError where several measures of a benchmark are left, unless `mix` takes the
    first one that an entry has; and where what is named can't be averaged.
    """
    metrics = {_find_benchmark(board, name, registry): metric for name, metric in _metrics_of_one(measures)}
    shots = {_find_benchmark(board, name, registry): number for name, number in measures.shots_of.items()}
    for name, metric in metrics.items():
        _check_stated(board, name, "metric", metric)
    for name, number in shots.items():
        _check_stated(board, name, "shots", number)
    columns = [
        column for column, measure in enumerate(board.measures) if _is_as_asked(measure, measures, metrics, shots)
    ]
    messages: list[Message] = list(_note_other_shots(board, columns, measures, metrics, shots))
    if measures.benchmark:
        columns = _select_named(board, columns, measures.benchmark, registry)
    else:
        columns, alone = _split_averaged(board, columns)
        if alone:
            messages.append(_note_not_averaged(board, alone))
        messages += _note_averages(board)
    if not columns:
        raise RequestError(say("{board} has no score that fits.", board=board.address))
    entries = select_entries(board, measures)
    groups = {
        benchmark: _prefer_usual_metric(board, group, registry)
        for benchmark, group in _by_benchmark(board, columns).items()
    }
    _check_units(board, groups)
    mixed = {benchmark: group for benchmark, group in groups.items() if len(group) > 1}
    if not mixed:
        return _drop_unscored(entries.select(group[0] for group in groups.values())), tuple(messages)
    if not measures.mix:
        raise RequestError(refuse_mixture(board, mixed))
    return _drop_unscored(_merge_groups(entries, list(groups.values()))), (note_mixture(board, mixed), *messages)


def _by_benchmark(board: Board, columns: Iterable[int]) -> dict[str, list[int]]:
    """Return the columns of each benchmark, in their order."""
    groups: dict[str, list[int]] = {}
    for column in columns:
        groups.setdefault(board.measures[column].benchmark, []).append(column)
    return groups


def _metrics_of_one(measures: MeasureFilter) -> list[tuple[str, str]]:
    """Return the metrics that are asked for of one benchmark alone: its name, and the metric."""
    return [(name, metric) for name, equals, metric in (text.partition("=") for text in measures.metric) if equals]


def _check_stated(board: Board, benchmark: str, field: str, stated: str | int) -> None:
    """Raise RequestError where a benchmark hasn't the metric or the shots that are asked for, with those it has."""
    values = [getattr(measure, field) for measure in board.measures if measure.benchmark == benchmark]
    available = [str(value) for value in dict.fromkeys(values) if value is not None]
    if stated in values:
        return
    if field == "metric":
        raise RequestError(
            say(
                "{option}: {benchmark} isn't measured in {metric}. There are: {known}.",
                option=option("metric"),
                benchmark=benchmark,
                metric=stated,
                known=", ".join(available),
            )
        )
    raise RequestError(
        say(
            "{option}: {benchmark} isn't measured with {shots}. There are: {known}.",
            option=option("shots"),
            benchmark=benchmark,
            shots=stated,
            known=", ".join(available) or say("unknown"),
        )
    )


def _is_as_asked(
    measure: Measure, measures: MeasureFilter, metrics: Mapping[str, str], shots: Mapping[str, int]
) -> bool:
    """Whether a measure is as asked; a harness may be asked for without its version."""
    plain = [metric for metric in measures.metric if "=" not in metric]
    wanted = [metrics[measure.benchmark]] if measure.benchmark in metrics else plain
    if wanted and measure.metric not in wanted:
        return False
    for field in WAYS[1:]:
        asked, value = getattr(measures, _OPTIONS[field]), str(getattr(measure, field))
        if field == "shots":
            asked = shots.get(measure.benchmark, asked)
        if asked is not None and value != str(asked) and not (field == "harness" and value.startswith(f"{asked} ")):
            return False
    return True


def _note_other_shots(
    board: Board,
    columns: Sequence[int],
    measures: MeasureFilter,
    metrics: Mapping[str, str],
    shots: Mapping[str, int],
) -> Iterator[Message]:
    """Say which benchmarks count for nothing because all of their scores are with other shots than those asked for."""
    if measures.shots is None or measures.benchmark or not columns:
        return
    averaged = [
        measure
        for measure in board.measures
        if measure.is_averaged and not measure.is_part and measure.metric != AVERAGE
    ]
    counted = {board.measures[column].benchmark for column in columns}
    others = [
        measure.benchmark
        for measure in averaged
        if measure.benchmark not in counted and _is_as_asked(measure, replace(measures, shots=None), metrics, shots)
    ]
    if others:
        ways = [
            (measure.benchmark, measure.shots) for measure in dict.fromkeys(averaged) if measure.benchmark in counted
        ]
        several = [name for name, times in Counter(name for name, _ in dict.fromkeys(ways)).items() if times > 1]
        yield say(
            "Left out, as they have no score with {shots} shots: {benchmarks}. To keep them: {options}.",
            shots=measures.shots,
            benchmarks=list_names(list(dict.fromkeys(others))),
            options=option("shots", dict.fromkeys(several[:_SHOWN], measures.shots))
            if several
            else say("leave out {option}", option=option("shots")),
        )


def _note_averages(board: Board) -> Iterator[Message]:
    """Say which columns or rows aren't averaged because they are averages, where their names don't say so plainly."""
    names = [measure.benchmark for measure in board.measures if measure.metric == AVERAGE]
    names = [name for name in names if not _AVERAGE.fullmatch(name)]
    if names:
        yield say(
            "Not averaged, as averages of others: {benchmarks}.", benchmarks=list_names(list(dict.fromkeys(names)))
        )


def _split_averaged(board: Board, columns: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the columns that are averaged, and those that aren't because of their unit or direction.

    Where none can be averaged but there is only one figure, that is taken alone.
    """
    whole = [column for column in columns if not board.measures[column].is_part]
    scores = [column for column in whole if board.measures[column].metric != AVERAGE]
    averaged = [column for column in scores if board.measures[column].is_averaged]
    if averaged:
        return averaged, [column for column in scores if not board.measures[column].is_averaged]
    for candidates in (scores, whole, columns):
        if len(candidates) == 1:
            return list(candidates), []
    if columns:
        raise RequestError(_explain_choice(board, scores or whole or columns))
    return [], []


def _explain_choice(board: Board, columns: Sequence[int]) -> Message:
    """Return why none of several figures is taken by itself, and how to choose one."""
    metrics: dict[str, list[str | None]] = {}
    for column in columns:
        metrics.setdefault(board.measures[column].benchmark, []).append(board.measures[column].metric)
    choices = [
        Hint(None, (), {"benchmark": name} | ({"metric": f"{name}={metric}"} if len(group) > 1 and metric else {}))
        for name, group in metrics.items()
        for metric in dict.fromkeys(group)
    ]
    return say(
        "{board} has nothing that can be averaged. Rank by one figure alone: {choices}.",
        board=board.address,
        choices=_list_hints(choices),
    )


def _list_hints(choices: Sequence[Hint]) -> Message:
    """Return hints as a list, of which no more than _SHOWN are written out: the others are counted."""
    written_out = join_texts(choices[:_SHOWN], ", ")
    if len(choices) <= _SHOWN:
        return written_out
    return say("{names} and {number} more", names=written_out, number=len(choices) - _SHOWN)


def _note_not_averaged(board: Board, columns: Sequence[int]) -> Message:
    return say(
        "Not averaged: {benchmarks}. To rank by one of them alone: {hint}.",
        benchmarks=join_texts([describe_measure(board.measures[column]) for column in columns[:_SHOWN]], ", "),
        hint=option("benchmark", board.measures[columns[0]].benchmark),
    )


def describe_measure(measure: Measure) -> Message:
    """Return a measure with its unit, and with its direction where less is better."""
    unit = Word("unit", measure.unit)
    if measure.better == "lower":
        return say("{benchmark} ({unit}, less is better)", benchmark=measure.benchmark, unit=unit)
    return say("{benchmark} ({unit})", benchmark=measure.benchmark, unit=unit)


def _check_units(board: Board, groups: Mapping[str, Sequence[int]]) -> None:
    """Raise RequestError where several benchmarks are asked for of which one can't be averaged, or one in two units."""
    alone = next(
        (column for group in groups.values() for column in group if not board.measures[column].is_averaged), None
    )
    if alone is None:
        return
    if len(groups) > 1:
        raise RequestError(
            say(
                "{measure} can't be averaged: only percent is, and only where more is better. Name one {option}.",
                measure=describe_measure(board.measures[alone]),
                option=option("benchmark"),
            )
        )
    (group,) = groups.values()
    units = {(board.measures[column].unit, board.measures[column].better): column for column in group}
    if len(units) > 1:
        raise RequestError(
            say(
                "{board} has one benchmark in several units, which can't be compared: {measures}.",
                board=board.address,
                measures=join_texts([describe_measure(board.measures[column]) for column in units.values()], ", "),
            )
        )


def _select_named(board: Board, columns: Iterable[int], names: Iterable[str], registry: Registry) -> list[int]:
    """Return the columns of the benchmarks in `names`, in their order; of each those that can be averaged, if any."""
    named: list[int] = []
    for benchmark in dict.fromkeys(_find_benchmark(board, name, registry) for name in names):
        group = [column for column in columns if board.measures[column].benchmark == benchmark]
        named += [column for column in group if board.measures[column].is_averaged] or group
    return named


def _find_benchmark(board: Board, name: str, registry: Registry) -> str:
    """Return the benchmark that a name means, by what the board calls it or by any name of the registry.

    Raises UnknownNameError, with the nearest, for one that the board hasn't.
    """
    by_name = {loose_form(measure.benchmark): measure.benchmark for measure in board.measures}
    benchmark = registry.find_benchmark(name)
    called = by_name.get(loose_form(name)) or (by_name.get(loose_form(benchmark.id)) if benchmark else None)
    if called is None:
        kind = say("benchmark of {board}", board=board.address)
        raise UnknownNameError(kind, name, nearest_names(name, sorted(set(by_name.values()))))
    return called


def _prefer_usual_metric(board: Board, columns: list[int], registry: Registry) -> list[int]:
    """Return those `columns` whose metric the registry calls usual, or all of them where none is."""
    benchmark = registry.benchmark_by_id.get(board.measures[columns[0]].benchmark)
    usual = [column for column in columns if benchmark and board.measures[column].metric == benchmark.metric]
    return usual or columns


def select_entries(board: Board, measures: MeasureFilter) -> Board:
    """Return the entries of the revision and the precision that are asked for."""
    for fact, wanted in (("revision", measures.revision), ("precision", measures.run_precision)):
        if wanted is not None:
            board = board.take([row for row, value in enumerate(board.fact(fact)) if value == wanted])
            if not len(board):
                raise RequestError(
                    say("{board} has no entry of the {fact} {wanted}.", board=board.address, fact=fact, wanted=wanted)
                )
    return board


def _drop_unscored(board: Board) -> Board:
    """Return the entries that have any score."""
    has_score = np.zeros(len(board), dtype=bool)
    for scores in board.values.T:
        has_score |= ~np.isnan(scores)
    return board if has_score.all() else board.take(np.flatnonzero(has_score))


def _merge_groups(board: Board, groups: Sequence[Sequence[int]]) -> Board:
    """Return one measure for each group: of every entry its first score in the group."""
    merged = board.select(group[0] for group in groups)
    for column, group in enumerate(groups):
        for fallback in group[1:]:
            missing = np.isnan(merged.values[:, column])
            for field in ("values", "errors", "items"):
                matrix = getattr(merged, field)
                if matrix is not None:
                    matrix[missing, column] = getattr(board, field)[missing, fallback]
    return replace(merged, measures=tuple(measure._replace(shots=None, metric=None) for measure in merged.measures))

"""Which measures of two boards are the same: only over these are their scores and averages compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from llmsurvey.boards.board import Board, Measure
from llmsurvey.boards.choose_measures import AVERAGE
from llmsurvey.boards.comparable import differing_fields, measures_agree
from llmsurvey.errors import RequestError
from llmsurvey.messages import Message, Word, join_texts, list_names, say


def select_shared(before: Board, after: Board) -> tuple[Board, Board, tuple[Message, ...]]:
    """Return two boards with the measures that both have, and what had to be said on the way.

    Averages are no measure of their own: what they are over isn't known. Raises RequestError where nothing is shared.
    """
    pairs = _pair_measures(before.measures, after.measures)
    if not pairs:
        raise RequestError(
            say(
                "{before} and {after} can't be compared: {difference}.",
                before=before.address,
                after=after.address,
                difference=describe_difference(before.measures, after.measures),
            )
        )
    notes = tuple(_note_pairing(before, after, pairs))
    return before.select(first for first, _ in pairs), after.select(second for _, second in pairs), notes


def _pair_measures(before: Sequence[Measure], after: Sequence[Measure]) -> list[tuple[int, int]]:
    """Return pairs of columns: of equal measures, and of the only others of a benchmark where these agree."""
    column_of = {measure: column for column, measure in enumerate(after)}
    equal = [(column, column_of[measure]) for column, measure in enumerate(before) if measure in column_of]
    first, second = {old for old, _ in equal}, {new for _, new in equal}
    left_before = _only_measures(before, [column for column in range(len(before)) if column not in first])
    left_after = _only_measures(after, [column for column in range(len(after)) if column not in second])
    agreeing = [
        (column, left_after[name])
        for name, column in left_before.items()
        if name in left_after and measures_agree(before[column], after[left_after[name]])
    ]
    return sorted((old, new) for old, new in (*equal, *agreeing) if before[old].metric != AVERAGE)


def _only_measures(measures: Sequence[Measure], columns: Sequence[int]) -> dict[str, int]:
    """Return the places of those measures that are the only one of their benchmark."""
    counts = Counter(measures[column].benchmark for column in columns)
    return {measures[column].benchmark: column for column in columns if counts[measures[column].benchmark] == 1}


def _note_pairing(before: Board, after: Board, pairs: Sequence[tuple[int, int]]) -> Iterator[Message]:
    """Say over what two boards are compared, where that isn't all they have, and what was taken to be the same."""
    shared = dict.fromkeys(before.measures[first].benchmark for first, _ in pairs)
    if any(name not in shared for name in (*_first_measures(before.measures), *_first_measures(after.measures))):
        yield say(
            "Averages and ranks are over {shared}, which both have measured in the same way. Not compared: {others}.",
            shared=list_names(list(shared)),
            others=describe_difference(
                [measure for measure in before.measures if measure.benchmark not in shared],
                [measure for measure in after.measures if measure.benchmark not in shared],
            ),
        )
    unsaid = [
        (field, before.measures[first].benchmark)
        for first, second in pairs
        for field, *_ in differing_fields(before.measures[first], after.measures[second])
    ]
    if unsaid:
        yield say(
            "Only one of the two says {fields} ({benchmarks}): taken as the same.",
            fields=join_texts([Word("column", field) for field in dict.fromkeys(field for field, _ in unsaid)], ", "),
            benchmarks=list_names(list(dict.fromkeys(benchmark for _, benchmark in unsaid))),
        )


def describe_difference(before: Sequence[Measure], after: Sequence[Measure]) -> Message:
    """Return in what the measures of two boards differ: `arc (shots: 25, 0)`, or benchmarks that only one has."""
    first, second = _first_measures(before), _first_measures(after)
    parts: list[Message | str] = [
        said for name in first if name in second and (said := describe_ways(first[name], second[name]))
    ]
    only = [[name for name in own if name not in excluded] for own, excluded in ((first, second), (second, first))]
    if only[0]:
        parts.append(say("only before: {benchmarks}", benchmarks=list_names(only[0])))
    if only[1]:
        parts.append(say("only after: {benchmarks}", benchmarks=list_names(only[1])))
    if not parts and first and second:
        return say("{benchmarks} in several ways", benchmarks=list_names(list(first)))
    return join_texts(parts, "; ") if parts else say("only averages")


def _first_measures(measures: Iterable[Measure]) -> dict[str, Measure]:
    """Return the benchmarks that are averaged, each with its first measure."""
    first_measures: dict[str, Measure] = {}
    for measure in measures:
        if not measure.is_part and measure.metric != AVERAGE:
            first_measures.setdefault(measure.benchmark, measure)
    return first_measures


def describe_ways(first: Measure, second: Measure) -> Message | None:
    """Return in what two measures of a benchmark differ; None where they agree."""
    differing = [
        say("{field}: {one}, {other}", field=Word("column", field), one=a, other=b)
        for field, a, b in differing_fields(first, second)
        if a is not None and b is not None
    ]
    return (
        say("{benchmark} ({ways})", benchmark=first.benchmark, ways=join_texts(differing, "; ")) if differing else None
    )

"""What may be compared: the one rule, which every answer asks (docs/explanation/comparable.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from llmsurvey.boards.measure import Measure

WAYS = ("metric", "shots", "harness", "version", "reporter")
"""In what measures of one benchmark may differ."""

SETUP = ("benchmark", *WAYS, "unit", "board", "date")
"""In what the set-ups of scores may differ."""


_OFTEN_UNSAID = ("harness", "version", "reporter")


class SetUp(NamedTuple):
    """How and where scores were measured: those of one set-up are comparable, and no others.

    `board` and `date` are None where it doesn't matter who ran the harness and when; `source` is named only where
    less is known of a score than must agree.
    """

    measure: Measure
    board: str | None = None
    date: str | None = None
    source: str | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """What is known of it, by the names of SETUP."""
        return {**self.measure._asdict(), "board": self.board, "date": self.date}


def set_up_on_board(measure: Measure, board: str, date: str | None) -> SetUp:
    """Return the set-up of a score on a snapshot of a board.

    Scores are comparable if nothing that is known of their measures differs, and they are either on the same snapshot
    or by the same version of a harness in the same version of the task with as many examples.
    """
    has_version = measure.harness is not None and " " in measure.harness
    if has_version and None not in (measure.version, measure.shots, measure.metric):
        return SetUp(measure._replace(reporter=None))
    return SetUp(measure, board, date)


def set_up_of_source(measure: Measure, board: str, date: str | None, source: str) -> SetUp:
    """Return the set-up of a score that a source states by itself.

    Where shots or date aren't known, only scores of one source are taken to share them.
    """
    set_up = set_up_on_board(measure, board, date)
    is_whole = set_up.board is None or None not in (measure.shots, date)
    return set_up if is_whole else set_up._replace(source=source)


def differing_facts(set_ups: Sequence[SetUp]) -> list[str]:
    """Return in what some set-ups differ, by the names of SETUP.

    That some say who ran what and others don't is named only where nothing else tells them apart.
    """
    values = {name: {set_up.facts[name] for set_up in set_ups} for name in SETUP}
    said = [name for name in SETUP if len(values[name] - ({None} if name in _OFTEN_UNSAID else set())) > 1]
    return said or [name for name in SETUP if len(values[name]) > 1]


def differing_ways(groups: Iterable[Sequence[Measure]]) -> list[str]:
    """Return in what the measures of at least one group differ, by the names of WAYS."""
    measures = [set(group) for group in groups]
    return [name for name in WAYS if any(len({getattr(measure, name) for measure in group}) > 1 for group in measures)]


def measures_agree(first: Measure, second: Measure) -> bool:
    """Whether nothing that is said of both measures differs, so that what changed between two boards may be asked.

    What only one of them says doesn't part them: whoever compares the boards says what was taken to be the same.
    """
    return all(a == b or a is None or b is None for a, b in zip(first, second, strict=True))


def are_measured_alike(measure: Measure, own: Measure) -> bool:
    """Whether scores of an own run may stand beside a board's: nothing that is said of how both were measured differs.

    Who reports them is no way of measuring, and a harness whose version isn't said may be of any.
    """
    shared, own_shared = measure._replace(reporter=None), own._replace(reporter=None)
    if _is_same_harness(measure.harness, own.harness):
        shared, own_shared = shared._replace(harness=None), own_shared._replace(harness=None)
    return measures_agree(shared, own_shared)


def unsaid_fields(measure: Measure, own: Measure) -> Iterator[str]:
    """Yield what only one of two measures that are alike says, by the names of their fields."""
    for name, a, b in differing_fields(measure._replace(reporter=None), own._replace(reporter=None)):
        yield "harness_version" if name == "harness" and a is not None and b is not None else name


def _is_same_harness(first: str | None, second: str | None) -> bool:
    """Whether two harnesses have one name, and at most one of them a version."""
    if first is None or second is None:
        return False
    shorter, longer = sorted((first, second), key=len)
    return longer == shorter or longer.startswith(f"{shorter} ")


def is_over_the_same(some: Sequence[Measure], others: Sequence[Measure]) -> bool:
    """Whether two boards, each with one measure a benchmark, are over the same: then their averages are comparable."""
    by_benchmark = {measure.benchmark: measure for measure in others}
    return len(some) == len(others) and all(
        measure.benchmark in by_benchmark and measures_agree(measure, by_benchmark[measure.benchmark])
        for measure in some
    )


def differing_fields(first: Measure, second: Measure) -> Iterator[tuple[str, Any, Any]]:
    """Yield the fields in which two measures aren't equal, with both values."""
    for name, a, b in zip(Measure._fields, first, second, strict=True):
        if a != b:
            yield name, a, b

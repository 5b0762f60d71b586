"""Which runs may be compared: those in which a benchmark's questions were put in the same way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from llmsurvey.logs.run import KeptRun, Setup

SETTINGS = Setup.__struct_fields__


class ComparableRuns(NamedTuple):
    """The run of each model on a benchmark that are compared, all in one set-up.

    `unknown` are settings that some of the logs don't tell; `older` are further runs of the same models in that set-up,
    which don't count, `otherwise` those in another set-up.
    """

    benchmark: str
    runs: Mapping[str, KeptRun]
    unknown: tuple[str, ...] = ()
    older: tuple[KeptRun, ...] = ()
    otherwise: tuple[KeptRun, ...] = ()


def _may_agree(first: Setup, second: Setup) -> bool:
    """Whether no setting that both logs tell differs."""
    return not differing_settings(first, second)


def differing_settings(first: Setup, second: Setup) -> tuple[str, ...]:
    """Return the settings that both logs tell and that differ."""
    return tuple(
        name
        for name in SETTINGS
        if None not in (told := (getattr(first, name), getattr(second, name))) and told[0] != told[1]
    )


def choose_runs(runs: Iterable[KeptRun], first: str | None = None) -> list[ComparableRuns]:
    """Return, for each benchmark, the runs that are compared: of the set-up that most models share, the newest of each.

    With `first`, a model, it is the newest set-up of its own that most others share. A benchmark that `first` wasn't
    asked is left out.
    """
    by_benchmark: defaultdict[str, list[KeptRun]] = defaultdict(list)
    for kept in runs:
        by_benchmark[kept.run.benchmark].append(kept)
    chosen = (_choose_of_benchmark(benchmark, same, first) for benchmark, same in sorted(by_benchmark.items()))
    return [comparable for comparable in chosen if comparable is not None]


def _choose_of_benchmark(benchmark: str, runs: Sequence[KeptRun], first: str | None) -> ComparableRuns | None:
    """Return the runs of one benchmark that are compared; None where `first` has none."""
    newest_first = sorted(runs, key=lambda kept: kept.age, reverse=True)
    leaders = [kept for kept in newest_first if first in (None, kept.run.model)]
    if not leaders:
        return None
    setups = dict.fromkeys(kept.run.setup for kept in leaders)
    # The set-up that most models share; of several such that of the newest run, for max takes the first.
    setup = max(setups, key=lambda setup: len({kept.run.model for kept in runs if _may_agree(kept.run.setup, setup)}))
    # Logs that tell less agree with more, so a run must agree with each that was taken before it.
    members: dict[str, KeptRun] = {}
    setups_so_far = {setup}
    older = []
    for kept in newest_first:
        if all(_may_agree(kept.run.setup, earlier) for earlier in setups_so_far):
            if kept.run.model in members:
                older.append(kept)
            else:
                members[kept.run.model] = kept
                setups_so_far.add(kept.run.setup)
    compared = {id(kept) for kept in (*members.values(), *older)}
    return ComparableRuns(
        benchmark,
        members,
        unknown=tuple(
            name for name in SETTINGS if _is_told_by_some([getattr(kept.run.setup, name) for kept in members.values()])
        ),
        older=tuple(older),
        otherwise=tuple(kept for kept in newest_first if id(kept) not in compared),
    )


def _is_told_by_some(values: Sequence[object]) -> bool:
    """Whether some logs tell a setting and others don't."""
    return None in values and any(value is not None for value in values)

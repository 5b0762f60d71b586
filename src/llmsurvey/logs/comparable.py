"""Which runs may be compared: those in which a benchmark's questions were put in the same way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from llmsurvey.logs.run import KeptRun, Setup

SETTINGS = Setup.__struct_fields__


class ComparableRuns(NamedTuple):
    """The run of each model on a benchmark that are compared, all in one set-up.

    `unknown` are settings that some of the logs don't tell. Further runs of the same models in that set-up don't count:
    `older` ones, and `lacking` ones, which are newer and lack questions. `otherwise` are those in another set-up.
    """

    benchmark: str
    runs: Mapping[str, KeptRun]
    unknown: tuple[str, ...] = ()
    older: tuple[KeptRun, ...] = ()
    lacking: tuple[KeptRun, ...] = ()
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
    """Return, for each benchmark, the runs that are compared: of the set-up that most models share, the best of each.

    That is the newest one of which no log says that it lacks answers, else that with the most questions. One with less
    than half of the questions of others gives way to one with more: it was no more than a trial.

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
    best_first = sorted(runs, key=_preference, reverse=True)
    leaders = [kept for kept in best_first if first in (None, kept.run.model)]
    if not leaders:
        return None
    setups = dict.fromkeys(kept.run.setup for kept in leaders)
    # The set-up that most models share; of several such that of the best run, for max takes the first.
    setup = max(setups, key=lambda setup: len({kept.run.model for kept in runs if _may_agree(kept.run.setup, setup)}))
    # Logs that tell less agree with more, so a run must agree with each that was taken before it.
    members: dict[str, KeptRun] = {}
    setups_so_far = {setup}
    further = []
    for kept in best_first:
        if all(_may_agree(kept.run.setup, earlier) for earlier in setups_so_far):
            if kept.run.model in members:
                further.append(kept)
            else:
                members[kept.run.model] = kept
                setups_so_far.add(kept.run.setup)
    in_setup = {id(kept) for kept in (*members.values(), *further)}
    members |= _longer_than_trials(members, further)
    unused = [kept for kept in best_first if id(kept) in in_setup and kept is not members[kept.run.model]]
    return ComparableRuns(
        benchmark,
        members,
        unknown=tuple(
            name for name in SETTINGS if _is_told_by_some([getattr(kept.run.setup, name) for kept in members.values()])
        ),
        older=tuple(kept for kept in unused if kept.age < members[kept.run.model].age),
        lacking=tuple(kept for kept in unused if kept.age > members[kept.run.model].age),
        otherwise=tuple(kept for kept in best_first if id(kept) not in in_setup),
    )


def _preference(kept: KeptRun) -> tuple[bool, int, tuple[str, int, str]]:
    """A key that is larger for a run that is taken before others: whole ones by age, others by their questions."""
    return not kept.is_partial, kept.questions if kept.is_partial else 0, kept.age


def _longer_than_trials(members: Mapping[str, KeptRun], further: Sequence[KeptRun]) -> dict[str, KeptRun]:
    """Return further runs to take for those that have less than half of the questions of another model's run."""
    most = max(kept.questions for kept in members.values())
    longer: dict[str, KeptRun] = {}
    for kept in further:
        model = kept.run.model
        others = (other.run.setup for name, other in members.items() if name != model)
        if (
            2 * members[model].questions < most <= 2 * kept.questions
            and model not in longer
            and all(_may_agree(kept.run.setup, other) for other in others)
        ):
            longer[model] = kept
    return longer


def _is_told_by_some(values: Sequence[object]) -> bool:
    """Whether some logs tell a setting and others don't."""
    return None in values and any(value is not None for value in values)

"""How scores were measured, as far as one asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class MeasureFilter:
    """What is asked of measures and entries; an empty field lets all pass.

    One of `metric` may be for one benchmark alone: `gsm8k=exact_match,strict-match`. `shots_of` are those of some
    benchmarks alone, by their names; `shots` go for all others. `task_version` is that of the task in the harness,
    `run_precision` that of the weights when they were measured. With `mix` scores that can't be compared are taken too.
    """

    benchmark: tuple[str, ...] = ()
    metric: tuple[str, ...] = ()
    shots: int | None = None
    shots_of: Mapping[str, int] = field(default_factory=dict)
    harness: str | None = None
    task_version: str | None = None
    reporter: str | None = None
    revision: str | None = None
    run_precision: str | None = None
    mix: bool = False

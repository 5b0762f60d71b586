"""How scores were measured, as far as one asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Setup:
    """What is asked of the measures and of the entries; an empty field lets all pass.

    One of `metrics` may be for one benchmark alone: `gsm8k=exact_match,strict-match`. `shots_of` are those of some
    benchmarks alone, by their names; `shots` go for all others.
    """

    benchmarks: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    shots: int | None = None
    shots_of: Mapping[str, int] = field(default_factory=dict)
    harness: str | None = None
    version: str | None = None
    reporter: str | None = None
    revision: str | None = None
    precision: str | None = None
    mix: bool = False

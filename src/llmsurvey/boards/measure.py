"""How a score was measured: what must be known of it before it is compared with another one."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

Reporter = Literal["board", "developer", "third-party"]
"""Who reports a score."""

REPORTERS: tuple[str, ...] = get_args(Reporter)

Better = Literal["higher", "lower"]
"""Which figures of a measure are the better ones."""

PERCENT = "percent"
"""The one unit whose figures are averaged."""

IDENTITY = ("name", "hub", "revision", "precision", "line")
"""What tells one entry from another."""


class Measure(NamedTuple):
    """What must agree before scores of one board are comparable: the benchmark and how it was measured.

    `benchmark` is an id of the registry where it is known there, else the name as found; a slash in it separates a
    part from its whole (`mmlu/anatomy`). `version` is that of the task in the harness. Values of a measure whose
    `unit` is `percent` lie from 0 to 100; those of another unit (`points`, `rating`, `cost`, `seconds`, `perplexity`,
    `coefficient`, `number`) are kept as they are. `better` says in which direction they get better.
    """

    benchmark: str
    metric: str | None = None
    shots: int | None = None
    harness: str | None = None
    version: str | None = None
    reporter: str | None = None
    unit: str = PERCENT
    better: Better = "higher"

    @property
    def is_averaged(self) -> bool:
        """Whether it may be averaged with others: only shares of 100 of which more is better."""
        return self.unit == PERCENT and self.better == "higher"

    @property
    def is_part(self) -> bool:
        """Whether it is of a part of a benchmark, such as one subject of MMLU."""
        return "/" in self.benchmark

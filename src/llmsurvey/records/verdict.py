"""May it be used commercially? Four values, from the worst to the best."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Verdict = Literal["no", "unknown", "conditional", "yes"]

VERDICTS: tuple[Verdict, ...] = ("no", "unknown", "conditional", "yes")
"""All verdicts, worst first."""


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The strictest of some verdicts: `no` before `unknown` before `conditional` before `yes`.

    Raises ValueError where there is none to choose from.
    """
    return min(verdicts, key=VERDICTS.index)

"""May it be used commercially? What the terms of a work say of that, and what comes out for a model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

CommercialUse = Literal["no", "unknown", "conditional", "yes"]
"""What terms say of commercial use."""

Verdict = Literal["no weights", "no", "unknown", "conditional", "yes"]
"""The same of a model, of which there may be no weights that anyone could use."""

NO_WEIGHTS: Final = "no weights"
"""A service, or weights that are kept closed: there is nothing to license. It is no better or worse than the others."""

VERDICTS: tuple[CommercialUse, ...] = ("no", "unknown", "conditional", "yes")
"""The verdicts that have an order, worst first."""

EVERY_VERDICT: tuple[Verdict, ...] = (NO_WEIGHTS, *VERDICTS)
"""All verdicts, as they are listed where each has a row: from the last on."""


def strictest_verdict(verdicts: Iterable[CommercialUse]) -> CommercialUse:
    """Return the strictest of some verdicts: `no` before `unknown` before `conditional` before `yes`.

    Raises ValueError where there is none to choose from.
    """
    return min(verdicts, key=VERDICTS.index)

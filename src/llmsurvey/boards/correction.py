"""Several tests at once, by one of the procedures that have a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from llmsurvey.boards import benjamini_hochberg, holm

Correction = Literal["holm", "bh", "none"]
"""Holm's procedure, that of Benjamini and Hochberg, or each test by itself."""

CORRECTIONS: tuple[Correction, ...] = get_args(Correction)

_PROCEDURES = {"holm": holm, "bh": benjamini_hochberg}


class Corrected(NamedTuple):
    """P values that count for all tests together, in their order, and the risk of one test that this comes to.

    An interval with that risk leaves out 0 exactly where the corrected p value is no more than the whole risk.
    """

    p_values: list[float]
    risk: float


def correct(p_values: Sequence[float], risk: float, by: Correction) -> Corrected:
    """Return p values corrected for their number, by a procedure that keeps to a `risk` of them all."""
    if by == "none" or len(p_values) < 2:
        return Corrected(list(p_values), risk)
    procedure = _PROCEDURES[by]
    return Corrected(procedure.adjust_p_values(p_values), procedure.risk_of_one(p_values, risk))

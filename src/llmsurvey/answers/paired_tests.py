"""How differences of models on the same questions are tested, as it is asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from llmsurvey.boards.correction import CORRECTIONS, Correction
from llmsurvey.errors import RequestError
from llmsurvey.messages import option, say


@dataclass(frozen=True, kw_only=True)
class PairedTests:
    """How the differences of pairs are tested.

    `correction` is for their number. With `clusters` questions that share a subject, passage or document count as drawn
    together, else each by itself. `mid_p` takes McNemar's mid-p value for the exact one. Scores that are surely no
    further apart than `equivalent_within` (percentage points, or what the score is in) are equivalent.
    """

    correction: Correction = "holm"
    mid_p: bool = False
    clusters: bool = True
    equivalent_within: float | None = None

    def check(self) -> None:
        """Raise RequestError for a correction or a margin that is none."""
        if self.correction not in CORRECTIONS:
            raise RequestError(
                say("{option} takes one of {known}.", option=option("correction"), known=", ".join(CORRECTIONS))
            )
        if self.equivalent_within is not None and not 0 < self.equivalent_within < math.inf:
            raise RequestError(say("{option} takes a number above 0.", option=option("equivalent_within")))

    @property
    def stated(self) -> list[str]:
        """The names of what is said."""
        return [setting.name for setting in fields(self) if getattr(self, setting.name) != setting.default]

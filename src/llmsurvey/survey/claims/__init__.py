"""What the survey claims, and what comes out when it is recomputed from the registry and the boards.

One file a part of the survey. A claim is a function with its text above it; to add one, copy a short one and give it
the next number. A new file is named in `_PARTS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmsurvey.survey.claims.claim import Claim

_PARTS = ("history", "models", "makers", "board", "korean", "korean_training", "hellaswag", "resources")


def all_claims() -> list[Claim]:
    """Return every claim, in the order of the survey."""
    for part in _PARTS:
        import_module(f"{__name__}.{part}")
    from llmsurvey.survey.claims.claim import CLAIMS

    return [CLAIMS[number] for number in sorted(CLAIMS)]

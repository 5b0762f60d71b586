"""What stands at a place of somebody else's JSON, where it is of the kind that is wanted."""

from __future__ import annotations

import math
from typing import Any

from llmsurvey.importers.markup import one_line

LONGEST = 1000
"""No name is longer, in characters: what is longer is a text, or damage."""


def mapping_in(node: Any) -> dict[str, Any]:
    """Return an object; an empty one for anything else."""
    return node if isinstance(node, dict) else {}


def text_in(node: Any) -> str | None:
    """Return a text on one line; None for anything else, for blanks alone, and beyond LONGEST characters."""
    return one_line(node) or None if isinstance(node, str) and len(node) <= LONGEST else None


def number_in(node: Any) -> float | None:
    """Return a number, which may be infinite or NaN; None for anything else, and for true and false."""
    if isinstance(node, bool) or not isinstance(node, (int, float)):
        return None
    try:
        return float(node)
    except OverflowError:  # a whole number of more than 308 digits
        return math.inf if node > 0 else -math.inf


def count_in(node: Any) -> int | None:
    """Return a whole number from 0 on that counts something; None for anything else."""
    number = number_in(node)
    return int(number) if number is not None and 0 <= number < 2**53 and number == int(number) else None

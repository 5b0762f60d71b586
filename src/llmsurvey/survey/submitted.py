"""What was out when the survey was written: what came out later it can't have meant."""

from __future__ import annotations

from llmsurvey.records import Model, Size
from llmsurvey.records.dates import first_day

SUBMITTED = "2023-07-31"
"""The day on which the survey was received, as it prints."""


def out_by_then(model: Model) -> list[Size]:
    """Return the sizes of a model that were out by then, perhaps, each with its model's facts."""
    return [size for size in model.each_size() if not size.released or first_day(size.released) <= SUBMITTED]

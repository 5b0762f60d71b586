"""Dates as precise as their source: a year, a month or a day, kept as ISO text."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Annotated

from llmsurvey.messages import say
from llmsurvey.records.rules import ReadBy

_FORM = re.compile(r"^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$")


def parse_date(value: object) -> str:
    """Check a date and give it as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

    Raises ValueError for anything else, and for a day that no calendar has.
    """
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    match = _FORM.match(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise ValueError(say("{value} is no date. Write 2023, 2023-07 or 2023-07-18", value=repr(value)))
    year, month, day = match.groups()
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(say("{value} is no day of the calendar", value=repr(value))) from None
    return match.group(0)


def first_day(date: str) -> str:
    """Return the earliest day that a date may mean, as `YYYY-MM-DD`."""
    return date + "-01" * (3 - len(date.split("-")))


def last_day(date: str) -> str:
    """Return the latest day that a date may mean, as `YYYY-MM-DD`."""
    parts = [int(part) for part in date.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{day:02}"


PartialDate = Annotated[
    str,
    ReadBy(
        parse_date,
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
                {"type": "integer", "minimum": 1000, "maximum": 9999},
            ]
        },
    ),
]

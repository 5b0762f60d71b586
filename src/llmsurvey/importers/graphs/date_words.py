"""Dates as people and hubs write them: `2023-07-18`, `2023-07-18T12:00:00.000Z`, `July 2023`, `Jul 18, 2023`."""

from __future__ import annotations

import re

from llmsurvey.records.dates import parse_date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*")
_SLASHES = re.compile(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?")
_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([A-Za-z]{3,9})\.?\s*(?:(\d{1,2})(?:st|nd|rd|th)?)?,?\s+(\d{4})")


def read_date(text: str) -> str | None:
    """Return a date as ISO text, as precise as it is given; None for what is none."""
    text = text.strip()
    if match := _TIME.fullmatch(text):
        text = match[1]
    elif match := _SLASHES.fullmatch(text):
        text = "-".join(part.zfill(2) for part in match.groups() if part)
    elif match := _WORDS.fullmatch(text):
        month = match[2].casefold()[:3]
        if month not in _MONTHS:
            return None
        day = match[1] or match[3]
        text = f"{match[4]}-{_MONTHS.index(month) + 1:02}" + (f"-{day.zfill(2)}" if day else "")
    try:
        return parse_date(text)
    except ValueError:
        return None

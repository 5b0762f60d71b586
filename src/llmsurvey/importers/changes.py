"""Scores with a change behind them in brackets, `62.1 (+3.2)`: the score is read, the change isn't."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy.typing as npt

from llmsurvey.errors import Fault
from llmsurvey.importers.read_file import warning_at
from llmsurvey.messages import say

_CHANGED = re.compile(
    r"(?P<score>[+-]?\d+(?:[.,]\d+)*%?) ?(?P<change>[(\[]\s*[+\-−–↑↓▲▼△▽]\s*\d+(?:[.,]\d+)?\s*(?:%|p|pp|%p)?\s*[)\]])"
)
"""A number with another one in brackets whose sign says that it is a change: no error, interval or second score."""

_LONGEST = 64


def take_changes_away(path: Path, names: Sequence[str], texts: npt.NDArray[Any], faults: list[Fault]) -> None:
    """Leave of cells that state a score and its change the score alone, and tell of each column what isn't read."""
    for column, name in enumerate(names):
        take_changes_of_column(path, name, texts[:, column], faults)


def take_changes_of_column(path: Path, heading: str, texts: npt.NDArray[Any], faults: list[Fault]) -> None:
    """Do so in the cells of one column, or in the different ones of it, in their order."""
    first = None
    for row, cell in enumerate(texts):
        match = _CHANGED.fullmatch(cell) if cell is not None and len(cell) <= _LONGEST else None
        if match is not None:
            first = first or match["change"]
            texts[row] = match["score"]
    if first is not None:
        problem = say(
            '{heading}: "{change}" behind a score is taken for a change: not read', heading=heading, change=first
        )
        faults.append(warning_at(path, 0, problem))

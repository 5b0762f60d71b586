"""The survey's leaderboard tables, from tidy CSV."""

from __future__ import annotations

import csv
from functools import cache

from llmsurvey.records import Score
from llmsurvey.registry.layers import data_folder

FILE = "leaderboard_2023-07-27.csv"
"""One row a score, in the folder of the built-in data."""


@cache
def load_scores() -> tuple[Score, ...]:
    """Every score that comes with the program, in the order of the file."""
    with (data_folder() / FILE).open(encoding="utf-8", newline="") as file:
        return tuple(
            Score.model_validate({name: value for name, value in row.items() if value != ""}) for row in csv.DictReader(file)
        )

"""Scores: the survey's leaderboard tables from tidy CSV, and those of a registry."""

from __future__ import annotations

import csv

from llmsurvey.inputs import remember_input
from llmsurvey.records import Score
from llmsurvey.registry.layers import data_folder
from llmsurvey.registry.registry import Registry

SNAPSHOT = ("open-llm-leaderboard", "2023-07-28")
"""The board and the day of which the survey's Table 2 shows the ten best."""

BOARD_BENCHMARKS = ("arc", "hellaswag", "mmlu", "truthfulqa")
"""What the Open LLM Leaderboard averaged then."""

FILE = "leaderboard_2023-07-27.csv"
"""One row a score, in the folder of the built-in data."""


def load_scores(registry: Registry) -> list[Score]:
    """Return every score that comes with the program, in the order of its file, then the registry's, each once."""
    path = data_folder() / FILE
    remember_input(path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{name: value for name, value in row.items() if value != ""} for row in csv.DictReader(file)]
    built_in = [Score.model_validate(row) for row in rows]
    return list(dict.fromkeys([*built_in, *registry.scores]))

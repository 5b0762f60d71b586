"""Scores: the survey's leaderboard tables from tidy CSV, and those of a registry."""

from __future__ import annotations

import csv
from io import StringIO

from llmsurvey.inputs import remember_input
from llmsurvey.records import Score
from llmsurvey.records.record import Record
from llmsurvey.registry import cache
from llmsurvey.registry.layers import BUILT_IN, Layer, data_folder
from llmsurvey.registry.registry import Registry

SNAPSHOT = ("open-llm-leaderboard", "2023-07-28")
"""The board and the day of which the survey's Table 2 shows the ten best."""

BOARD_BENCHMARKS = ("arc", "hellaswag", "mmlu", "truthfulqa")
"""What the Open LLM Leaderboard averaged then."""

FILE = "leaderboard_2023-07-27.csv"
"""One row a score, in the folder of the built-in data."""


class StatedScores(Record):
    """The scores that come with the program."""

    scores: tuple[Score, ...] = ()


def load_scores(registry: Registry) -> list[Score]:
    """Return every score that comes with the program, in the order of its file, then the registry's, each once."""
    return list(dict.fromkeys([*built_in_scores(), *registry.scores]))


def built_in_scores() -> tuple[Score, ...]:
    """Return every score that comes with the program, in the order of its file; compiled once, like the registry."""
    path = data_folder() / FILE
    remember_input(path)
    content = path.read_bytes()
    key = cache.key_of([Layer(f"{BUILT_IN} scores", ((FILE, content),))])
    compiled = cache.read_record(key, StatedScores)
    if compiled is None:
        from llmsurvey.records.parse import parse_record

        lines = csv.DictReader(StringIO(content.decode(), newline=""))
        rows = [{name: value for name, value in row.items() if value != ""} for row in lines]
        compiled = StatedScores(scores=tuple(parse_record(Score, row) for row in rows))
        cache.write_record(key, compiled)
    return compiled.scores

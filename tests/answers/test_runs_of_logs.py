"""Which runs of logs count, and which of their questions are the same: alike for every question of logs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.logs.made_runs import keep_run

import llmsurvey
from llmsurvey.logs.engine import EngineName

Ask = Callable[..., Any]

ENGINES: list[EngineName] = ["duckdb", "polars"]
QUESTIONS_OF_LOGS: dict[str, Ask] = {
    "logs scores": lambda **which: llmsurvey.open().log_scores(**which),
    "compare": lambda **which: llmsurvey.open().compare("lab/a", "lab/b", logs=True, **which),
    "show_flips": lambda **which: llmsurvey.open().compare("lab/a", "lab/b", logs=True, show_flips=True, **which),
    "rank": lambda **which: llmsurvey.open().rank_logs(**which),
    "questions": lambda **which: llmsurvey.open().questions("quiz", **which),
    "enough": lambda **which: llmsurvey.open().questions_enough("quiz", **which),
}


def every_other(count: int, of: int = 40) -> list[float]:
    return [float(number % 2 == 0) for number in range(of)][:count]


def mean_of(answer: Any, model: str) -> float:
    """The mean of a model, in percent, by the answer of `rank`."""
    return float(next(entry.average for entry in answer.entries if entry.logged_as == model))


@pytest.mark.parametrize("name", QUESTIONS_OF_LOGS)
def test_a_newer_run_that_lacks_questions_gives_way_and_is_told(tmp_path: Path, name: str) -> None:
    keep_run(tmp_path, "lab/a", every_other(40), date="2026-01-01", planned=40, ended=True)
    keep_run(tmp_path, "lab/a", [0.0] * 30, date="2026-02-01", planned=40, ended=False)
    keep_run(tmp_path, "lab/b", [1.0] * 40, date="2026-01-01")
    answer = QUESTIONS_OF_LOGS[name](logs_in=tmp_path)
    told = "Newer runs lack questions, and give way to older ones: lab/a on quiz (30 of 40 questions)."
    assert [str(sentence) for sentence in answer.notes if "give way" in sentence] == [told]
    assert not any("the newest counts" in sentence for sentence in answer.notes)
    if name == "rank":
        assert mean_of(answer, "lab/a") == 50

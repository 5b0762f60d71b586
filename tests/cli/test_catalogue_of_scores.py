"""What Python gets is what the command line prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.cli.conftest import Run

import llmsurvey
from llmsurvey.answers.answer import Answer
from llmsurvey.formats import render

ANSWERS: dict[tuple[str, ...], Callable[[llmsurvey.Catalogue], Answer[Any]]] = {
    ("compare", "LLaMA", "Falcon", "--no-transpose"): lambda catalogue: catalogue.compare("LLaMA", "Falcon"),
    ("compare", "MPT@30B", "Falcon@40B", "-b", "hellaswag"): lambda catalogue: catalogue.compare(
        "MPT@30B", "Falcon@40B", benchmark="hellaswag"
    ),
    ("compare", "FreeWilly2", "Guanaco", "--board", "open-llm-leaderboard@survey"): lambda catalogue: catalogue.compare(
        "FreeWilly2", "Guanaco", board="open-llm-leaderboard@survey"
    ),
    ("compare", "--as-printed"): lambda catalogue: catalogue.compare(as_printed=True),
    ("claims",): lambda catalogue: catalogue.claims(),
    ("claims", "C61", "C3"): lambda catalogue: catalogue.claims("C61", "C3"),
    ("table", "4"): lambda catalogue: catalogue.table(4),
    ("table", "2", "--as-printed"): lambda catalogue: catalogue.table(2, as_printed=True),
    ("errata", "--kind", "metric", "--table", "4"): lambda catalogue: catalogue.errata(kind="metric", table=4),
    ("errata", "E3", "E5"): lambda catalogue: catalogue.errata("E3", "E5"),
    ("timeline", "--by", "developer"): lambda catalogue: catalogue.timeline(by="developer"),
    ("cite", "16", "hellaswag"): lambda catalogue: catalogue.cite("16", "hellaswag"),
    ("cite", "--references"): lambda catalogue: catalogue.cite(references=True),
}


@pytest.mark.parametrize("arguments", ANSWERS)
def test_a_method_gives_what_its_command_prints(run: Run, arguments: tuple[str, ...]) -> None:
    answer = ANSWERS[arguments](llmsurvey.open())
    printed = run(*arguments, "--format", "json").stdout
    assert json.loads(render(answer.table(), "json")) == json.loads(printed)
    assert len(answer.to_pandas()) == len(answer.entries) > 0

"""The command line below each view gives the same rows as the view."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.browse.board_views import BestView, BoardsView, RankView
from llmsurvey.browse.compare_view import CompareView
from llmsurvey.browse.model_views import ChooseView, ModelsView
from llmsurvey.browse.record_view import PARTS, RecordView
from llmsurvey.browse.session import Session
from llmsurvey.browse.survey_views import ClaimView, ErratumView, SurveyView
from llmsurvey.browse.view import View
from llmsurvey.cli.app import carry_out
from llmsurvey.formats.json import content_of
from llmsurvey.library import Library
from llmsurvey.messages import translated

KOREAN = ModelFilter(language=("ko",), commercial=True, max_size="13B")
VIEWS: list[View] = [
    ModelsView(),
    ModelsView(models=KOREAN, sort=("-released",)),
    ModelsView(models=ModelFilter(search="구름", fits="24GB", context=2048), verdicts=("yes", "no weights")),
    ModelsView(models=ModelFilter(developer=("Korea University",), kind=("finetuned", "pretrained"), since="2023")),
    ChooseView(models=ModelFilter(fits="RTX-3090", context=8192, language=("ko",)), verdicts=("conditional",)),
    RankView(models=KOREAN),
    RankView(board="open-llm-leaderboard@2023-06-29", verdicts=("yes",)),
    BoardsView(),
    BestView(),
    CompareView(names=("mpt@30B", "falcon@40B"), board="open-llm-leaderboard@2023-07-28"),
    SurveyView(part="1"),
    SurveyView(part="3", as_printed=True),
    SurveyView(part="errata"),
    SurveyView(part="claims"),
    ClaimView(name="C3"),
    RecordView(name="gpt-2@1.5B", part="history"),
    RecordView(name="kullm", part="licence"),
]


def answer_of(command: str, folder: Path) -> object:
    """What a command line writes as JSON."""
    file = folder / "answer.json"
    carry_out([*shlex.split(command)[1:], "--output", str(file)])
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_command_line_gives_the_rows_of_the_view(view: View, tmp_path: Path) -> None:
    session = Session(Library(), view)
    table = session.rows().shown.table
    written = answer_of(translated(session.hint), tmp_path)
    expected = json.loads(json.dumps(content_of(table.without("flat"))))
    for row in expected:
        row.pop("drawn", None)
    assert written == expected


@pytest.mark.parametrize("part", PARTS)
def test_command_line_of_each_part_of_a_model_is_about_it(part: str, tmp_path: Path) -> None:
    session = Session(Library(), RecordView(name="vicuna", part=part))  # type: ignore[arg-type]
    assert "vicuna" in json.dumps(answer_of(translated(session.hint), tmp_path)).casefold()


def test_command_line_of_an_erratum_is_of_that_one(tmp_path: Path) -> None:
    session = Session(Library(), ErratumView(name="E12"))
    assert translated(session.hint) == "llmsurvey errata E12 --transpose --columns all"
    assert "E12" in json.dumps(answer_of(translated(session.hint), tmp_path))


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_command_line_gives_the_rows_of_a_day(view: View, tmp_path: Path) -> None:
    session = Session(Library(as_of="2023-12-31"), view)
    command = translated(session.hint)
    written = answer_of(command, tmp_path)
    shown = session.rows().shown.table
    expected = json.loads(json.dumps(content_of(shown.without("flat"))))
    for row in expected:
        row.pop("drawn", None)
    assert written == expected
    assert any("As of 2023-12-31" in translated(sentence) for sentence in shown.notes) == ("--as-of" in command)


def test_registry_of_the_run_is_in_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "my models.yaml"
    file.write_text("models: [{id: mine, name: Mine}]", encoding="utf-8")
    session = Session(Library([str(file)]), ModelsView())
    assert translated(session.hint) == f"llmsurvey list --registry '{file}'"

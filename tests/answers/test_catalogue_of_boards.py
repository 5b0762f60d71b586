"""The questions about boards, as they are asked in Python."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import llmsurvey
from llmsurvey.catalogue import Catalogue
from llmsurvey.cli.app import run
from llmsurvey.errors import BoardError, RequestError
from llmsurvey.formats import render

JULY = "open-llm-leaderboard@2023-07-28"
JUNE = "open-llm-leaderboard@2023-06-29"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The built-in catalogue."""
    return llmsurvey.open()


def typed(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> Any:
    """What the command line answers in JSON."""
    assert run([*arguments, "--format", "json"]) == 0
    return json.loads(capfdbinary.readouterr().out)


def asked(answer: Any) -> Any:
    """The same of an answer in Python."""
    return json.loads(render(answer.table(), "json"))


def test_rank_is_what_the_command_says(catalogue: Catalogue, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    answer = catalogue.rank(
        JULY, method="borda", sets="none", commercial=True, language="ko", benchmark=["arc", "mmlu"]
    )
    options = ["--method", "borda", "--sets", "none", "--commercial", "--language", "ko", "-b", "arc", "-b", "mmlu"]
    assert asked(answer) == typed(capfdbinary, "rank", JULY, *options) != []


def test_shots_may_be_of_one_benchmark(catalogue: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "scores.csv"
    file.write_text("model,benchmark,shots,score\na,ARC,0,50\na,MMLU,5,60\nb,ARC,25,60\nb,MMLU,5,40\na,ARC,25,70\n")
    with pytest.raises(RequestError, match=r"Choose with shots=\{'arc': 0\}, or mix them with mix=True\."):
        catalogue.rank(str(file))
    answer = catalogue.rank(str(file), shots={"arc": 25})
    assert [(entry.name, entry.scores) for entry in answer.entries] == [
        ("a", {"arc": 70, "mmlu": 60}),
        ("b", {"arc": 60, "mmlu": 40}),
    ]


def test_methods_are_what_the_command_says(catalogue: Catalogue, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    answer = catalogue.rank_methods(weight={"mmlu": 3})
    assert asked(answer) == typed(capfdbinary, "rank", "--methods", "--weight", "mmlu=3")


def test_frontier_is_what_the_command_says(catalogue: Catalogue, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    answer = catalogue.frontier(by="memory", precision="int8", commercial=True)
    assert asked(answer) == typed(capfdbinary, "frontier", "--by", "memory", "--precision", "int8", "--commercial")
    assert {point.mark for point in answer.points} >= {entry.mark for entry in answer.entries}


def test_diff_is_what_the_command_says(catalogue: Catalogue, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert asked(catalogue.diff(JUNE, JULY)) == typed(capfdbinary, "diff", JUNE, JULY)


def test_history_is_what_the_command_says(catalogue: Catalogue, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert asked(catalogue.history("LLaMA@65B")) == typed(capfdbinary, "history", "LLaMA@65B")
    assert asked(catalogue.history(top=3)) == typed(capfdbinary, "history", "--top", "3")


def test_boards_are_what_the_command_says(catalogue: Catalogue, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert asked(catalogue.boards()) == typed(capfdbinary, "boards")


def test_import_scores_is_what_the_command_says(
    catalogue: Catalogue, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    file = tmp_path / "scores.csv"
    file.write_text("Model,ARC,MMLU\nmine,50,60\nyours,70,30\n")
    options = ["--board", "own", "--date", "2024-01-01", "--dry-run"]
    answer = catalogue.import_scores("table", file, board="own", date="2024-01-01", dry_run=True)
    assert asked(answer) == typed(capfdbinary, "import", "table", str(file), *options)
    assert answer.mapping[0] == ("Model", "name")
    catalogue.import_scores("table", [file], board="own", date="2024-01-01", into=tmp_path / "boards")
    assert (tmp_path / "boards" / "own" / "2024-01-01.csv").is_file()


def test_a_strict_import_has_the_faults_for_which_it_was_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "scores.csv"
    file.write_text("Model,ARC,MMLU\nmine,50,60\nyours,70,n\nhis,80,60\n")
    faults = catalogue.import_scores("table", file, board="own", dry_run=True, date="2024-01-01").faults
    assert faults
    with pytest.raises(BoardError, match="nothing was imported: strict=True counts") as caught:
        catalogue.import_scores("table", file, board="own", date="2024-01-01", strict=True)
    assert caught.value.faults == faults


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"method": "best"}, "method: best is not one of mean, above-chance"),
        ({"missing": "never"}, "missing: never is not one of complete"),
        ({"repeats": "none"}, "repeats: none is not one of best"),
        ({"sets": "all"}, "sets: all is not one of simultaneous"),
        ({"weight": {"arc": 0}}, 'weight: "arc=0" can\'t be read'),
        ({"method": "weighted"}, "method='weighted' needs weights: weight={'hellaswag': 2}."),
    ],
)
def test_a_wrong_option_of_rank_is_refused(catalogue: Catalogue, options: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestError) as caught:
        catalogue.rank(**options)
    assert said in str(caught.value)


def test_other_wrong_options_are_refused(catalogue: Catalogue) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'comercial'"):
        catalogue.rank(comercial=True)  # type: ignore[call-arg]
    with pytest.raises(RequestError, match="by: price is not one of size, memory, date"):
        catalogue.frontier(by="price")  # type: ignore[arg-type]
    with pytest.raises(RequestError, match="format: pdf is not one of open-llm-leaderboard, every-eval-ever, lm-eval"):
        catalogue.import_scores("pdf", "x.pdf")
    with pytest.raises(RequestError, match="reporter: me is not one of board, developer, third-party"):
        catalogue.import_scores("table", "x.csv", reporter="me")
    with pytest.raises(RequestError, match="history takes a model or top"):
        catalogue.history("llama-65b", top=3)  # type: ignore[call-overload]  # refused as it runs, too
    with pytest.raises(RequestError, match="top takes a number from 1 on"):
        catalogue.history(top=0)


def test_frames_of_a_ranking_have_numbers_lists_and_ordered_verdicts(catalogue: Catalogue) -> None:
    frame = catalogue.rank("@survey", sets="none").to_pandas()
    assert list(frame["rank"]) == list(range(1, 11))
    assert str(frame["rank"].dtype) == "Int64"
    assert str(frame["average"].dtype) == "float64"
    assert frame["verdict"].cat.ordered
    assert all(isinstance(metrics, list) for metrics in frame["metrics"])


def test_frames_of_a_history_have_days_as_periods(catalogue: Catalogue) -> None:
    frame = catalogue.history("llama-65b").to_pandas()
    assert str(frame["snapshot"][0].freqstr) == "D"
    assert frame.loc[frame["snapshot"].astype(str) == "2023-07-14", "mmlu"].item() == 63.4

"""Every score that is known: stated ones, those of boards that come along, and those of one's own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from llmsurvey.boards.measured_scores import MeasuredScore, NamedModel, family_of
from llmsurvey.boards.scores import Scores
from llmsurvey.errors import UnknownNameError
from llmsurvey.library import Library
from llmsurvey.registry.registry import Registry


def keep(board: str, day: str, *rows: str, header: str = "name,benchmark,metric,shots,value") -> None:
    """A board of the user's own."""
    folder = Path(os.environ["XDG_DATA_HOME"]) / "llmsurvey" / "boards" / board
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{day}.csv").write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")


def scores_of(registry: Registry) -> Scores:
    return Library(registry=registry).measured_scores


def named(registry: Registry, name: str) -> NamedModel:
    return NamedModel(name, *registry.resolve_model(name))


def places(scores: list[MeasuredScore]) -> list[tuple[Any, ...]]:
    return [(score.board, score.date, score.value) for score in scores]


def test_a_model_s_scores_are_those_stated_and_those_of_boards(registry: Registry) -> None:
    keep("mine", "2024-01-01", "LLaMA-65B,hellaswag,acc_norm,10,85")
    found = scores_of(registry).of_models([named(registry, "LLaMA@65B")], {"hellaswag"})
    assert places(found) == [
        ("open-llm-leaderboard", "2023-06-29", 84.2),
        ("mine", "2024-01-01", 85.0),
        ("open-llm-leaderboard", "2023-09-15", 86.1),
    ]
    assert {score.called for score in found} == {"LLaMA@65B"}
    assert all(score.source for score in found if score.board == "open-llm-leaderboard")


def test_a_score_that_is_stated_and_stands_on_its_board_is_one(registry: Registry) -> None:
    scores = scores_of(registry)
    stated = next(score for score in scores.stated if (score.called, score.table) == ("LLaMA@65B", "4"))
    on_board = scores.on_board("open-llm-leaderboard@2023-06-29", {"hellaswag"}, [named(registry, "LLaMA@65B")])
    assert {score.set_up for score in on_board} == {stated.set_up}
    assert {score.value for score in on_board} == {stated.value}


def test_until_a_day_boards_count_as_they_were_then(registry: Registry) -> None:
    found = scores_of(registry).of_models([named(registry, "Falcon@40B")], {"hellaswag"}, "2023-07-31")
    assert places(found) == [("open-llm-leaderboard", "2023-07-28", 85.3)]


def test_a_delta_that_was_measured_alone_has_no_score(registry: Registry) -> None:
    scores = scores_of(registry)
    assert scores.on_board("open-llm-leaderboard@2023-07-28", None, [NamedModel("lmsys/vicuna-7b-delta-v1.1")]) == []


def test_a_model_that_the_registry_does_not_know_is_found_by_its_name(registry: Registry) -> None:
    keep("mine", "2024-01-01", "my-model,hellaswag,acc_norm,10,50")
    (score,) = scores_of(registry).of_models([NamedModel("My Model")])
    assert (score.called, score.model, score.value) == ("my-model", None, 50.0)


def test_what_can_not_be_read_is_told_and_the_rest_is_there(registry: Registry) -> None:
    keep("broken", "2024-01-01", "x", header="name")
    scores = scores_of(registry)
    assert [bool(scores.on_board(address)) for address in scores.newest()] == [False, True]
    (error,) = scores.unreadable
    assert "broken" in error.message


def test_errors_units_and_directions_are_kept(registry: Registry) -> None:
    header = "name,benchmark,metric,unit,better,value,stderr"
    keep("mine", "2024-01-01", "a,lambada,perplexity,perplexity,lower,5.5,0.1", header=header)
    keep("mine", "2024-01-02", "a,lambada,perplexity,perplexity,lower,4.5,", header=header)
    scores = scores_of(registry)
    (first,), (second,) = scores.on_board("mine@2024-01-01"), scores.on_board("mine@2024-01-02")
    assert (first.standard_error, second.standard_error) == (0.1, None)
    assert (first.measure.unit, second.is_better_than(first)) == ("perplexity", True)


def test_comparable_scores_are_found_wherever_they_stand(registry: Registry) -> None:
    header = "name,benchmark,metric,shots,harness,version,value"
    for board in ("one", "two"):
        keep(board, "2024-01-01", f"{board}-model,boolq,acc,0,lm-evaluation-harness 0.4.2,2.0,70", header=header)
    scores = scores_of(registry)
    (score,) = scores.on_board("one@2024-01-01")
    assert {each.name for each in scores.comparable_with({score.set_up})} == {"one-model", "two-model"}


@pytest.mark.parametrize("name", ["hellaswag", "kobest-hellaswag"])
def test_a_benchmark_has_its_variants_beside_it(registry: Registry, name: str) -> None:
    assert {"hellaswag", "kobest-hellaswag"} <= family_of(registry, name)


@pytest.mark.parametrize("address", ["polyglot-ko-card", "polyglot-ko-card@latest", "polyglot-ko-card@2023-04"])
def test_a_board_that_is_only_stated_is_opened_like_any_other(registry: Registry, address: str) -> None:
    opened = Library(registry=registry).open_board(address)
    assert opened.board.address == "polyglot-ko-card@2023-04"
    assert [measure[:3] for measure in opened.board.measures] == [("kobest-hellaswag", "f1", 10)]
    assert dict(zip(opened.board.fact("name"), opened.board.values[:, 0].tolist(), strict=True)) == {
        "Polyglot-Ko@1.3B": 52.78,
        "Polyglot-Ko@3.8B": 56.7,
        "Polyglot-Ko@5.8B": 59.79,
        "Polyglot-Ko@12.8B": 60.98,
    }
    assert all(str(source).startswith("https://") for source in opened.board.fact("source"))


@pytest.mark.parametrize("address", ["polyglot-ko-card@2022", "polyglot-ko-cards", "open-llm-leaderboard@2022-01-01"])
def test_of_what_is_neither_kept_nor_stated_there_is_no_board(registry: Registry, address: str) -> None:
    with pytest.raises(UnknownNameError):
        Library(registry=registry).open_board(address)


def test_the_nearest_of_boards_kept_and_stated_are_told(registry: Registry) -> None:
    with pytest.raises(UnknownNameError) as error:
        Library(registry=registry).open_board("polyglot-ko-crd")
    assert error.value.nearest[0] == "polyglot-ko-card"
    with pytest.raises(UnknownNameError) as error:
        Library(registry=registry).open_board("open-llm-leaderbord@2023-07-28")
    assert error.value.nearest == ("open-llm-leaderboard",)

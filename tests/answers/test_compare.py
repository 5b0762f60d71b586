"""Models side by side: what a question asks, and scores of the registry and of boards in one answer."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from tests.boards.test_scores import keep

from llmsurvey.answers.compare import CompareQuestion, compare_models
from llmsurvey.answers.compare_scores import ScoresAnswer
from llmsurvey.answers.known_scores import list_known_scores
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.library import Library
from llmsurvey.registry.registry import Registry

JULY = "open-llm-leaderboard@2023-07-28"


def compared(registry: Registry, *names: str, benchmark: str = "hellaswag", **asked: Any) -> ScoresAnswer:
    question = CompareQuestion(names=names, benchmark=benchmark, **asked)
    answer = compare_models(Library(registry=registry), question)
    assert isinstance(answer, ScoresAnswer)
    return answer


def groups(answer: ScoresAnswer) -> list[list[str]]:
    return [[str(row[0]) for row in group.rows] for _, group in answer.table().groups()]


def noted(answer: ScoresAnswer, kind: str) -> list[str]:
    return [str(note) for note in answer.notes if getattr(note, "kind", None) == kind]


@pytest.mark.parametrize(
    ("asked", "way"),
    [
        ({"names": ("LLaMA",)}, "facts"),
        ({"benchmark": "arc"}, "scores"),
        ({"names": ("a", "b", "c"), "benchmark": "arc", "board": "x"}, "scores"),
        ({"names": ("a", "b"), "board": "x"}, "differences"),
        ({"names": ("a", "b"), "runs": ("mine.csv",)}, "differences"),
        ({"samples": ("a", "b"), "metric": "acc", "mix": True}, "samples"),
        ({"as_printed": True, "benchmark": "hellaswag"}, "printed"),
    ],
)
def test_what_is_asked_says_what_is_compared(asked: dict[str, Any], way: str) -> None:
    assert CompareQuestion(**asked).way == way


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({}, "needs models or a benchmark"),
        ({"names": ("a",), "mix": True}, "mix goes with"),
        ({"names": ("a",), "metric": "acc"}, "metric goes with samples"),
        ({"names": ("a",), "reading": FileReading(model="x")}, "model: only with board"),
        ({"names": ("a", "b"), "board": "x", "mix": True}, "no other way"),
        ({"names": ("a",), "board": "x"}, "compares two models"),
        ({"names": ("a",), "runs": ("x",)}, "compares two models"),
        ({"names": ("a", "b"), "runs": ("x",), "benchmark": "arc"}, "runs goes with board alone"),
        ({"as_printed": True, "runs": ("x",)}, "runs goes with board alone"),
        ({"samples": ("x", "y"), "benchmark": "arc"}, "no other way"),
        ({"samples": ("x",)}, "name it twice"),
        ({"samples": ("x", "y"), "names": ("a",)}, "leave out the names"),
        ({"as_printed": True, "names": ("a",)}, "neither models"),
    ],
)
def test_a_question_that_contradicts_itself_is_refused(asked: dict[str, Any], problem: str) -> None:
    with pytest.raises(RequestError, match=problem):
        compare_models(Library(registry=Registry()), CompareQuestion(**asked))


def test_models_of_a_board_are_compared_as_its_ranking_has_them(registry: Registry) -> None:
    answer = compared(registry, "MPT@30B", "Falcon@40B")
    assert [(entry.name, entry.value, entry.date) for entry in answer.entries] == [
        ("Falcon@40B", 85.3, "2023-09-15"),
        ("MPT@30B", 82.4, "2023-09-15"),
    ]
    assert answer.notes == ()


def test_a_score_of_table_4_stands_beside_others_of_its_snapshot(registry: Registry) -> None:
    answer = compared(registry, "LLaMA@65B", "Falcon@40B")
    assert groups(answer) == [["LLaMA@65B", "Falcon@40B"], ["Falcon@40B", "LLaMA@65B"]]
    assert {entry.date for entry in answer.entries} == {"2023-09-15", "2023-06-29"}


def test_a_model_without_a_score_is_named(registry: Registry) -> None:
    assert noted(compared(registry, "Falcon@40B", "word2vec"), "left-out") == ["No score of word2vec is known."]
    (note,) = noted(compared(registry, "Falcon@40B", "BERT"), "left-out")
    assert note.startswith("BERT has no score on HellaSwag in the newest whole snapshot, but one in")


def test_models_that_share_no_set_up_are_said_not_to_be_comparable(registry: Registry) -> None:
    notes = noted(compared(registry, "LLaMA@65B", "GPT-4"), "comparability")
    assert notes[-1].startswith("No two of these models were measured in one way")


def test_a_score_in_an_older_snapshot_alone_is_pointed_at(registry: Registry) -> None:
    keep("mine", "2024-01-01", "old,hellaswag,acc,0,60", "new,hellaswag,acc,0,50")
    keep("mine", "2024-01-02", "new,hellaswag,acc,0,50")
    keep("mine", "2024-01-01", "KULLM 12.8B v2,hellaswag,acc,0,60", "new,hellaswag,acc,0,50")
    (note,) = noted(compared(registry, "new", "KULLM@12.8B-v2"), "left-out")
    assert "mine@2024-01-01: `compare('new', 'KULLM@12.8B-v2', benchmark='hellaswag', board='mine@2024-01-01')`" in note
    answer = compared(registry, "new", "KULLM@12.8B-v2", board="mine@2024-01-01")
    assert groups(answer) == [["KULLM@12.8B-v2", "new"]]


def test_where_no_model_has_a_score_the_error_names_each(registry: Registry) -> None:
    with pytest.raises(RequestError, match=r"No score of word2vec is known\. GPT has no score on HellaSwag"):
        compared(registry, "word2vec", "GPT")


def test_who_is_measured_alone_is_told_what_it_would_need(registry: Registry) -> None:
    notes = noted(compared(registry, "LLaMA@65B", "Falcon@40B", "GPT-4"), "comparability")
    assert any(note.startswith("GPT-4 has no score that can be compared with the others'.") for note in notes)


def test_boards_of_one_s_own_are_compared_like_any(registry: Registry) -> None:
    keep("mine", "2024-01-01", "my-model,hellaswag,acc_norm,10,70", "llama-65b,hellaswag,acc_norm,10,86")
    assert groups(compared(registry, "my-model", "LLaMA@65B"))[0] == ["LLaMA@65B", "my-model"]
    assert ["LLaMA@65B", "my-model"] in groups(compared(registry))


def test_runs_of_one_harness_are_comparable_across_boards(registry: Registry) -> None:
    header = "name,benchmark,metric,shots,harness,version,value"
    for board, value in (("one", 70), ("two", 60)):
        keep(board, "2024-01-01", f"{board},boolq,acc,0,lm-evaluation-harness 0.4.2,2.0,{value}", header=header)
    answer = compared(registry, "one", "two", benchmark="boolq")
    assert groups(answer) == [["one", "two"]]
    assert {entry.board for entry in answer.entries} == {"one", "two"}
    assert "lm-evaluation-harness 0.4.2, version 2.0 of the task" in answer.entries[0].set_up


def test_a_benchmark_that_a_board_alone_has_is_compared(registry: Registry) -> None:
    keep("mine", "2024-01-01", "a,my-own-quiz,acc,0,70", "b,my-own-quiz,acc,0,60")
    assert groups(compared(registry, benchmark="My own quiz")) == [["a", "b"]]
    with pytest.raises(UnknownNameError, match="no benchmark"):
        compared(registry, benchmark="nobody's quiz")


def test_where_less_is_better_the_least_comes_first(registry: Registry) -> None:
    header = "name,benchmark,metric,unit,better,value"
    keep("mine", "2024-01-01", *(f"m{value},lm,ppl,perplexity,lower,{value}" for value in (7, 5, 6)), header=header)
    answer = compared(registry, benchmark="lm")
    assert [entry.value for entry in answer.entries] == [5, 6, 7]
    assert "less is better" in answer.entries[0].set_up


def test_larger_boards_are_named_and_not_listed(registry: Registry) -> None:
    (note,) = noted(compared(registry), "left-out")
    assert "rank('open-llm-leaderboard@2023-09-15', benchmark='hellaswag')" in note


def test_a_board_that_is_named_is_compared_whole(registry: Registry) -> None:
    answer = compared(registry, board=JULY, mix=True)
    assert len(answer.entries) > 400
    assert {entry.board for entry in answer.entries} == {"open-llm-leaderboard"}


def test_a_model_that_nothing_knows_is_an_error(registry: Registry) -> None:
    with pytest.raises(UnknownNameError, match="LLaMA"):
        compared(registry, "LLaMMA")


def test_entries_are_typed_and_make_a_frame(registry: Registry) -> None:
    answer = compared(registry, "MPT@30B", "Falcon@40B")
    frame = answer.to_pandas()
    assert list(frame["value"]) == [85.3, 82.4]
    assert frame["shots"].dtype == "Int64"
    assert pd.api.types.is_float_dtype(frame["value"])


def test_what_is_known_of_a_model_is_listed_with_its_sources(registry: Registry) -> None:
    known = list_known_scores(Library(registry=registry), *registry.resolve_model("LLaMA@65B"))
    assert {score.size for score in known} == {"65B"}
    assert all(score.source for score in known)
    assert [score.words for score in known if score.benchmark == "hellaswag"] == [
        "86.1 (10 shots, acc_norm, open-llm-leaderboard@2023-09-15)",
        "84.2 (10 shots, acc_norm, open-llm-leaderboard@2023-06-29)",
    ]

"""What the harness logs of each question."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.importers.conftest import WriteFile, told

from llmsurvey.errors import BoardError, Fault, RequestError
from llmsurvey.importers.samples import Answers, Question, pairs_of, read_samples, task_of
from llmsurvey.registry.registry import Registry

WriteLog = Callable[..., Path]


@pytest.fixture
def write_log(write_file: WriteFile) -> WriteLog:
    """Writes answers as JSON Lines, and gives the path of the file."""

    def call(*answers: dict[str, Any] | str, name: str = "samples_hellaswag_2024-08-21T03-44-09.494230.jsonl") -> Path:
        lines = [each if isinstance(each, str) else json.dumps(each) for each in answers]
        return write_file("\n".join(lines) + "\n", name)

    return call


def answer(number: int, **more: Any) -> dict[str, Any]:
    """An answer as the harness logs it."""
    return {"doc_id": number, "doc": {"question": "?"}, "target": "A", "resps": [["-1.5", "False"]], **more}


def digit(number: int) -> Question:
    """A question of which only the number is known."""
    return Question(number, "", None)


def test_each_answer_is_read_by_task_metric_and_question(write_log: WriteLog) -> None:
    faults: list[Fault] = []
    path = write_log(answer(0, acc=1.0, acc_norm=0.0), answer(1, acc=0.0, acc_norm=1), answer(2, acc=True))
    assert read_samples(path, faults) == {
        "hellaswag": {
            "acc": {digit(0): 1.0, digit(1): 0.0, digit(2): 1.0},
            "acc_norm": {digit(0): 0.0, digit(1): 1.0},
        }
    }
    assert faults == []


def test_a_question_is_told_apart_by_filter_and_digest(write_log: WriteLog) -> None:
    path = write_log(
        answer(0, filter="strict-match", doc_hash="4efe", acc=0.0),
        answer(0, filter="flexible-extract", doc_hash="4efe", acc=1.0),
    )
    assert read_samples(path, [])["hellaswag"]["acc"] == {
        Question(0, "strict-match", "4efe"): 0.0,
        Question(0, "flexible-extract", "4efe"): 1.0,
    }


def test_a_later_answer_to_a_question_counts(write_log: WriteLog) -> None:
    assert read_samples(write_log(answer(0, acc=0.0), answer(0, acc=1.0)), []) == {"hellaswag": {"acc": {digit(0): 1}}}


def test_what_is_no_share_is_no_score(write_log: WriteLog) -> None:
    path = write_log(answer(0, acc=1.0, f1=["a", ["b"]], length=17, loss=-0.5), '{"doc_id": 1, "acc": NaN}')
    assert read_samples(path, []) == {"hellaswag": {"acc": {digit(0): 1.0}}}


def test_lines_that_can_not_be_read_are_told_and_left_out(write_log: WriteLog) -> None:
    faults: list[Fault] = []
    path = write_log(
        answer(0, acc=1.0), '{"doc_id": 1, "acc"', "", '{"acc": 1.0}', "[1]", '{"doc_id": "x", "acc": 1.0}'
    )
    assert read_samples(path, faults) == {"hellaswag": {"acc": {digit(0): 1.0}}}
    assert told(faults) == [
        (2, "isn't a whole JSON object: left out"),
        (4, "names no question (doc_id): left out"),
        (5, "isn't a whole JSON object: left out"),
        (6, "names no question (doc_id): left out"),
    ]


def test_a_list_of_answers_is_read_too(write_file: WriteFile) -> None:
    path = write_file(json.dumps([answer(0, acc=1.0), "x", answer(1, acc=0.0)], indent=1), "samples_quiz.jsonl")
    assert read_samples(path, []) == {"quiz": {"acc": {digit(0): 1.0, digit(1): 0.0}}}


def test_a_byte_order_mark_changes_nothing(write_file: WriteFile) -> None:
    path = write_file('\ufeff{"doc_id": 0, "acc": 1.0}\n', "samples_quiz.jsonl")
    assert read_samples(path, []) == {"quiz": {"acc": {digit(0): 1.0}}}


def test_of_a_folder_every_file_is_read_as_its_task(write_log: WriteLog, tmp_path: Path) -> None:
    write_log(answer(0, acc=1.0), name="runs/samples_arc_challenge_2024-08-21T03-44-09.494230.jsonl")
    write_log(answer(0, acc=0.0), name="runs/deep/samples_quiz.jsonl")
    assert read_samples(tmp_path / "runs", []) == {
        "arc_challenge": {"acc": {digit(0): 1.0}},
        "quiz": {"acc": {digit(0): 0.0}},
    }


def test_the_task_can_be_said(write_log: WriteLog) -> None:
    assert list(read_samples(write_log(answer(0, acc=1.0), name="log.jsonl"), [], "arc_challenge")) == ["arc_challenge"]


@pytest.mark.parametrize("text", ["", "not JSON\n", '{"doc_id": 0}\n'])
def test_a_file_without_answers_is_refused(write_file: WriteFile, text: str) -> None:
    with pytest.raises(BoardError, match=r"samples_quiz\.jsonl has no answers that the harness logged"):
        read_samples(write_file(text, "samples_quiz.jsonl"), [])


@pytest.mark.parametrize("content", [b"[{", b"[" * 100_000, b'{"doc_id": 0, "acc": 1.0}\n\xff\n'])
def test_a_file_that_can_not_be_read_is_refused(write_file: WriteFile, content: bytes) -> None:
    with pytest.raises(BoardError, match=r"samples_quiz\.jsonl can't be read: "):
        read_samples(write_file(content, "samples_quiz.jsonl"), [])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BoardError, match=r"none\.jsonl can't be read: no such file or directory\."):
        read_samples(tmp_path / "none.jsonl", [])


@pytest.mark.parametrize(
    ("name", "task"),
    [
        ("samples_hellaswag_2024-08-21T03-44-09.494230.jsonl", "hellaswag"),
        ("samples_mmlu_high_school_physics_2024-08-21T03:44:09.jsonl", "mmlu_high_school_physics"),
        ("samples_quiz.jsonl", "quiz"),
        ("hellaswag.jsonl", "hellaswag"),
    ],
)
def test_the_name_of_a_file_tells_its_task(name: str, task: str) -> None:
    assert task_of(Path(name)) == task


# Pairs


def log(task: str, metric: str, *scores: float, first: int = 0) -> Answers:
    """Answers to questions with numbers from `first` on."""
    return {task: {metric: {digit(number): score for number, score in enumerate(scores, first)}}}


def test_answers_are_paired_by_question(registry: Registry) -> None:
    found, left = pairs_of(log("quiz", "acc", 1, 0, 1), log("quiz", "acc", 0, 1, 1, first=1), None, registry)
    assert {name: (metric, [list(side) for side in pair]) for name, (metric, pair) in found.items()} == {
        "quiz": ("acc", [[0, 1], [0, 1]])
    }
    assert left == 2


def test_a_benchmark_of_the_registry_is_compared_by_its_usual_metric(registry: Registry) -> None:
    both = {"hellaswag": {**log("x", "acc", 1)["x"], **log("x", "acc_norm", 0)["x"]}}
    assert {name: metric for name, (metric, _) in pairs_of(both, both, None, registry)[0].items()} == {
        "hellaswag": "acc_norm"
    }
    assert pairs_of(both, both, "acc", registry)[0]["hellaswag"][0] == "acc"
    with pytest.raises(RequestError, match=r"both have no f1\. There are: acc, acc_norm\."):
        pairs_of(both, both, "f1", registry)


def test_another_text_of_a_question_makes_it_another(registry: Registry) -> None:
    one = {"quiz": {"acc": {Question(0, "none", "4efe"): 1.0}}}
    other = {"quiz": {"acc": {Question(0, "none", "19ab"): 1.0}}}
    assert pairs_of(one, other, None, registry) == ({}, 2)


def test_tasks_that_only_one_has_are_left_out(registry: Registry) -> None:
    assert pairs_of(log("quiz", "acc", 1), log("other", "acc", 1), None, registry) == ({}, 0)

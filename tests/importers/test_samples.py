"""What the harness logs of each question, in columns."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.importers.conftest import WriteFile, told

from llmsurvey.errors import BoardError, Fault
from llmsurvey.importers.samples import Answers, read_log, task_of

WriteLog = Callable[..., Path]

Rows = dict[str, list[tuple[int, float]]]
"""By measure the numbers of the questions and what was scored on each."""


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


def rows(answers: Answers) -> Rows:
    return {
        measure: [(answers.numbers[row], value) for row, value in zip(scores.rows, scores.values, strict=True)]
        for measure, scores in answers.scores.items()
    }


def rows_of(path: Path, faults: list[Fault] | None = None) -> Rows:
    (answers,) = read_log(path, [] if faults is None else faults).tasks.values()
    return rows(answers)


def digests(path: Path, field: str) -> list[int]:
    (answers,) = read_log(path, []).tasks.values()
    return list(answers.digests[field])


def test_answers_are_read_by_measure_and_question(write_log: WriteLog) -> None:
    faults: list[Fault] = []
    path = write_log(answer(0, acc=1.0, acc_norm=0.0), answer(1, acc=0.0, acc_norm=1), answer(2, acc=True))
    assert rows_of(path, faults) == {"acc": [(0, 1), (1, 0), (2, 1)], "acc_norm": [(0, 0), (1, 1)]}
    assert faults == []


def test_each_filter_makes_a_measure(write_log: WriteLog) -> None:
    path = write_log(
        answer(0, filter="strict-match", exact_match=0.0),
        answer(0, filter="flexible-extract", exact_match=1.0),
        answer(1, filter="none", acc=1.0),
        answer(2, filter="", acc=0.0),
        answer(3, filter=["odd"], acc=0.0),
    )
    assert rows_of(path) == {
        "exact_match,strict-match": [(0, 0)],
        "exact_match,flexible-extract": [(0, 1)],
        "acc": [(1, 1), (2, 0)],
        "acc,['odd']": [(3, 0)],
    }


def test_stated_metrics_are_the_only_ones(write_log: WriteLog) -> None:
    path = write_log(
        answer(0, metrics=["acc", "bleu", 5], acc=1.0, bleu=["a", "b"], length=17), answer(1, metrics="acc", acc=0.0)
    )
    assert rows_of(path) == {"acc": [(0, 1), (1, 0)]}


def test_scores_of_any_size_are_read(write_log: WriteLog) -> None:
    path = write_log(answer(0, rouge=27.5, loss=-0.5))
    assert rows_of(path) == {"rouge": [(0, 27.5)], "loss": [(0, -0.5)]}


def test_values_that_are_no_numbers_are_told(write_log: WriteLog) -> None:
    faults: list[Fault] = []
    odd = ["1", None, [1.0], {"acc": 1.0}, 10**400]
    path = write_log(
        answer(0, acc=1.0, note="x"),
        *(answer(number, acc=value) for number, value in enumerate(odd, 1)),
        '{"doc_id": 6, "acc": NaN}',
        '{"doc_id": 7, "acc": -Infinity}',
        '{"doc_id": 8, "acc": 1e999}',
    )
    assert rows_of(path, faults) == {"acc": [(0, 1)]}
    assert told(faults) == [(line, "acc isn't a score: left out") for line in range(2, 10)]


def test_answers_without_a_number_of_the_question_are_told(write_log: WriteLog) -> None:
    faults: list[Fault] = []
    numbers = ["x", 1.5, True, None, 2**63, -(2**63) - 1]
    path = write_log(
        '{"acc": 1.0}', *(answer(0) | {"doc_id": number, "acc": 1} for number in numbers), answer(-1, acc=0)
    )
    assert rows_of(path, faults) == {"acc": [(-1, 0)]}
    assert told(faults) == [(line, "names no question (doc_id): left out") for line in range(1, 8)]


def test_questions_have_digests_of_what_is_logged(write_log: WriteLog) -> None:
    path = write_log(
        {"doc_id": 0, "acc": 1},
        {"doc_id": 1, "acc": 1, "doc": {"a": 1, "b": ["x"]}},
        {"doc_id": 2, "acc": 1, "doc": {"b": ["x"], "a": 1}},
        {"doc_id": 3, "acc": 1, "doc": {"a": 2}},
        {"doc_id": 4, "acc": 1, "doc": {"a": 2}, "doc_hash": "4efe", "target_hash": "19", "prompt_hash": 7},
        '{"doc_id": 5, "acc": 1, "doc": ' + "[" * 900 + "]" * 900 + "}",
    )
    docs = digests(path, "doc")
    assert docs[0] == docs[4] == 0
    assert docs[1] == docs[2] != docs[3]
    assert 0 not in docs[1:4]
    for field in ("doc_hash", "target_hash", "prompt_hash"):
        assert [digest != 0 for digest in digests(path, field)] == [False] * 4 + [True, False]


def test_of_a_folder_every_file_is_read_as_its_task(write_log: WriteLog, tmp_path: Path) -> None:
    write_log(answer(0, acc=1.0), name="runs/samples_arc_challenge_2024-08-21T03-44-09.494230.jsonl")
    write_log(answer(0, acc=0.0), name="runs/deep/samples_quiz.jsonl")
    write_log(answer(0, acc=0.5), name="runs/.ipynb_checkpoints/samples_quiz.jsonl")
    write_log(answer(0, acc=0.5), name="runs/.samples_quiz.jsonl")
    log = read_log(tmp_path / "runs", [])
    assert {task: rows(answers) for task, answers in log.tasks.items()} == {
        "arc_challenge": {"acc": [(0, 1)]},
        "quiz": {"acc": [(0, 0)]},
    }
    assert log.is_told


def test_several_files_of_one_task_are_told(write_log: WriteLog, tmp_path: Path) -> None:
    write_log(answer(0, acc=1.0), name="runs/a/samples_quiz.jsonl")
    write_log(answer(0, acc=0.0), answer(1, f1=0.5), name="runs/b/samples_quiz.jsonl")
    faults: list[Fault] = []
    assert rows_of(tmp_path / "runs", faults) == {"acc": [(0, 1), (0, 0)], "f1": [(1, 0.5)]}
    assert told(faults) == [(0, "is another file of quiz")]


def test_what_can_not_be_read_of_a_folder_is_told(write_log: WriteLog, tmp_path: Path) -> None:
    write_log(answer(0, acc=1.0), name="runs/samples_quiz.jsonl")
    (tmp_path / "runs" / "samples_zip.jsonl").write_bytes(b"PK\0\0")
    (tmp_path / "runs" / "samples_gone.jsonl").symlink_to(tmp_path / "nowhere")
    faults: list[Fault] = []
    assert rows_of(tmp_path / "runs", faults) == {"acc": [(0, 1)]}
    assert [fault.message for fault in faults] == [
        f"{tmp_path}/runs/samples_gone.jsonl can't be read: no such file or directory. Left out",
        f"{tmp_path}/runs/samples_zip.jsonl isn't text in UTF-8. Unpack it, or save it in UTF-8. Left out",
    ]


def test_pipes_in_a_folder_are_not_waited_for(write_log: WriteLog, tmp_path: Path) -> None:
    write_log(answer(0, acc=1.0), name="runs/samples_quiz.jsonl")
    os.mkfifo(tmp_path / "runs" / "samples_pipe.jsonl")
    assert rows_of(tmp_path / "runs") == {"acc": [(0, 1)]}


@pytest.mark.parametrize("text", ["", "not JSON\n", '{"doc_id": 0}\n', '{"doc_id": 0, "acc": "1"}\n', "[]", "[{}]"])
def test_a_file_without_answers_is_refused(write_file: WriteFile, text: str) -> None:
    with pytest.raises(BoardError, match=r"samples_quiz\.jsonl has no answers that the harness logged"):
        read_log(write_file(text, "samples_quiz.jsonl"), [])


def test_a_folder_without_logs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BoardError, match="has no answers that the harness logged"):
        read_log(tmp_path, [])


@pytest.mark.parametrize(
    ("name", "task"),
    [
        ("samples_hellaswag_2024-08-21T03-44-09.494230.jsonl", "hellaswag"),
        ("samples_mmlu_high_school_physics_2024-08-21T03:44:09.jsonl", "mmlu_high_school_physics"),
        ("samples_quiz.jsonl", "quiz"),
        ("hellaswag.jsonl", None),
        ("pretrained__EleutherAI__pythia-160m_lambada_openai.jsonl", None),
    ],
)
def test_the_name_of_a_file_tells_its_task(name: str, task: str | None) -> None:
    assert task_of(Path(name)) == task

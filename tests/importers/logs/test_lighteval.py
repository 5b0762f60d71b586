"""Details of lighteval, in the columns of 2024 and in those since 2025."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.importers.logs.conftest import Reader

from llmsurvey.errors import BoardError

TIME = "2025-11-05T14-43-47.148527"


def row_of_2024(number: int, score: float) -> dict[str, Any]:
    return {
        "example": f"{number}?",
        "full_prompt": f"few shots {number}?",
        "num_effective_few_shots": 25,
        "metrics": {"acc": score, "acc_norm": 1.0},
        "predictions": ["A"],
        "input_tokens": [[1, 2, 3]],
    }


def row_of_2025(number: int, score: float) -> dict[str, Any]:
    return {
        "doc": {"query": f"{number}?", "id": str(number), "task_name": "arc", "choices": ["A", "B"]},
        "model_response": {"text": ["A"], "input_tokens": [1, 2]},
        "metric": {"acc": score, "acc_norm": 1.0},
    }


def write(folder: Path, task: str, rows: list[dict[str, Any]]) -> Path:
    path = folder / f"details_{task}_{TIME}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


@pytest.mark.parametrize("row", [row_of_2024, row_of_2025])
@pytest.mark.parametrize("task", ["leaderboard|arc:challenge|25", "arc:challenge|25", "arc__challenge__25"])
def test_every_layout_says_the_same(tmp_path: Path, reader: Reader, row: Any, task: str) -> None:
    write(tmp_path / "details" / "org" / "model" / TIME, task, [row(0, 1.0), row(1, 0.0)])
    (log,) = reader.read(tmp_path, texts=True)
    assert log.scores("acc") == {"0": 1.0, "1": 0.0}
    assert log.scores("acc_norm") == {"0": 1.0, "1": 1.0}
    assert (log.run.model, log.run.benchmark, log.run.setup.shots) == ("org/model", "arc", 25)
    assert log.run.date == "2025-11-05"
    assert (log.rows[0]["question_text"], log.rows[0]["answer_text"]) == ("0?", '["A"]')


def test_both_layouts_have_the_same_questions(tmp_path: Path, reader: Reader) -> None:
    for name, row in (("old", row_of_2024), ("new", row_of_2025)):
        write(tmp_path / name / f"details_org__{name}" / TIME, "arc:challenge|25", [row(0, 1.0)])
    first, second = reader.read(tmp_path)
    assert [row["hash"] for row in first.rows] == [row["hash"] for row in second.rows]
    assert {first.run.model, second.run.model} == {"org/old", "org/new"}


def test_subjects_are_clusters_of_one_benchmark(tmp_path: Path, reader: Reader) -> None:
    for subject in ("anatomy", "law"):
        write(tmp_path / "details_org__model", f"mmlu:{subject}|5", [row_of_2025(0, 1.0)])
    (log,) = reader.read(tmp_path)
    assert {(row["id"], row["cluster"]) for row in log.rows} == {("anatomy/0", "anatomy"), ("law/0", "law")}


def test_half_a_parquet_file_is_refused_in_one_line(tmp_path: Path, reader: Reader) -> None:
    path = write(tmp_path / "details_org__model", "arc:challenge|25", [row_of_2025(0, 1.0)] * 100)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(BoardError, match="can't be read") as caught:
        reader.read(path)
    assert "\n" not in str(caught.value)


def test_a_file_without_scores_is_refused(tmp_path: Path, reader: Reader) -> None:
    path = write(tmp_path / "details_org__model", "arc:challenge|25", [{"example": "?"}])
    with pytest.raises(BoardError, match="no column of scores"):
        reader.read(path)


def test_a_folder_that_names_no_model_is_refused(tmp_path: Path, reader: Reader) -> None:
    path = write(tmp_path / "mine", "arc:challenge|25", [row_of_2025(0, 1.0)])
    with pytest.raises(BoardError, match="which model answered"):
        reader.read(path)
    assert reader.read(path, model="org/mine")[0].run.model == "org/mine"


def test_details_that_the_hub_keeps_in_private_are_of_the_same_model(tmp_path: Path, reader: Reader) -> None:
    """lighteval puts it behind the name of the data set, and by default."""
    for folder in ("details_org__model", "details_org__model_private"):
        write(tmp_path / folder / TIME, "arc:challenge|25", [row_of_2025(0, 1.0)])
    assert {log.run.model for log in reader.read(tmp_path)} == {"org/model"}

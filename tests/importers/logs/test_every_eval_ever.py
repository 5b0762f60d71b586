"""Items of Every Eval Ever, with the record of their run beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.logs.conftest import Reader

from llmsurvey.errors import BoardError, RequestError

RECORD = {
    "evaluation_timestamp": "1750000000",
    "source_metadata": {"evaluator_relationship": "first_party"},
    "eval_library": {"name": "lm_eval", "version": "0.4.9"},
    "evaluation_results": [
        {
            "evaluation_name": "hellaswag",
            "evaluation_result_id": "one",
            "metric_config": {"metric_id": "error_rate", "lower_is_better": True},
            "generation_config": {"generation_args": {"temperature": 0.0}},
        }
    ],
}


def item(id: str, score: float, **more: Any) -> dict[str, Any]:
    return {
        "evaluation_id": "run",
        "model_id": "org/model",
        "evaluation_name": "hellaswag",
        "sample_id": id,
        "input": {"raw": f"{id}?"},
        "output": {"raw": ["A"]},
        "answer_attribution": [],
        "evaluation": {"score": score, "is_correct": score == 1},
        **more,
    }


def write(folder: Path, *items: dict[str, Any] | str) -> Path:
    path = folder / "5917cc37_samples.jsonl"
    path.write_text("".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in items))
    return path


@pytest.mark.parametrize(("second", "metric"), [("f1", "score"), ("error_rate", "error_rate")])
def test_a_name_of_several_metrics_tells_none(tmp_path: Path, reader: Reader, second: str, metric: str) -> None:
    (first,) = RECORD["evaluation_results"]
    other = {**first, "evaluation_result_id": "two", "metric_config": {"metric_id": second}}  # type: ignore[dict-item]
    (tmp_path / "5917cc37.json").write_text(json.dumps({**RECORD, "evaluation_results": [first, other]}))
    (log,) = reader.read(write(tmp_path, item("a", 1.0)))
    assert log.scores(metric) == {"a": 1.0}
    assert log.run.lower_is_better == ("error_rate",)


def test_what_is_no_score_is_told_of_every_model(tmp_path: Path, reader: Reader) -> None:
    nan = float("nan")
    items = [item("a", 1.0), item("b", nan), item("a", nan, model_id="org/other"), item("b", 1.0, model_id="org/other")]
    logs = reader.read(write(tmp_path, "{", *items))
    assert {log.run.model: log.scores("score") for log in logs} == {"org/model": {"a": 1.0}, "org/other": {"b": 1.0}}
    (broken, *others) = sorted(reader.told())
    assert broken[0] == 1
    assert others == [(3, "score isn't a score: left out"), (4, "score isn't a score: left out")]


def test_names_are_on_one_line_and_those_of_nobody_are_told(tmp_path: Path, reader: Reader) -> None:
    names = ["org/\ud800model", "org/\nmodel", "", "\ud800"]
    logs = reader.read(write(tmp_path, *(item(str(row), 1.0, model_id=name) for row, name in enumerate(names))))
    assert {log.run.model: set(log.scores("score")) for log in logs} == {"org/model": {"0"}, "org/ model": {"1"}}
    assert reader.told() == [(line, "names no model or no evaluation: left out") for line in (3, 4)]


def test_items_of_several_models_are_not_made_those_of_one(tmp_path: Path, reader: Reader) -> None:
    path = write(tmp_path, item("a", 1.0), item("a", 0.0, model_id="org/other"))
    with pytest.raises(RequestError, match=r"the log is of several models \(org/model, org/other\)"):
        reader.read(path, model="mine")


def test_a_field_of_half_a_character_is_told(tmp_path: Path, reader: Reader) -> None:
    (log,) = reader.read(write(tmp_path, item("a", 1.0), item("b", 1.0, **{"half \ud800": 1})))
    assert log.scores("score") == {"a": 1.0}
    assert [line for line, _ in reader.told()] == [2]


def test_items_are_read_with_what_the_record_says(tmp_path: Path, reader: Reader) -> None:
    (tmp_path / "5917cc37.json").write_text(json.dumps(RECORD))
    path = write(tmp_path, item("a", 1.0, sample_hash="h"), item("b", 0.25, metadata={"subject": "law"}))
    (log,) = reader.read(path)
    assert log.scores("error_rate") == {"a": 1.0, "b": 0.25}
    assert [row["cluster"] for row in log.rows] == [None, "law"]
    assert log.rows[0]["hash"] == "h"
    run = log.run
    assert (run.model, run.benchmark, run.evaluator) == ("org/model", "hellaswag", "first_party")
    assert (run.date, run.harness, run.lower_is_better) == ("2025-06-15", "lm_eval 0.4.9", ("error_rate",))
    assert run.setup.generation == '{"temperature":0.0}'


def test_models_and_benchmarks_of_one_file_are_runs_of_their_own(tmp_path: Path, reader: Reader) -> None:
    items = [
        item("a", 1.0),
        item("a", 0.0, model_id="org/other"),
        item("a", 0.5, evaluation_name="mmlu_law"),
        item("a", 1.0, evaluation_name="mmlu_art"),
    ]
    logs = {(log.run.model, log.run.benchmark): log for log in reader.read(write(tmp_path, *items))}
    assert {key: log.scores("score") for key, log in logs.items()} == {
        ("org/model", "hellaswag"): {"a": 1.0},
        ("org/other", "hellaswag"): {"a": 0.0},
        ("org/model", "mmlu"): {"law/a": 0.5, "art/a": 1.0},
    }


def test_broken_items_are_told_with_their_line_once(tmp_path: Path, reader: Reader) -> None:
    lacking = {key: value for key, value in item("b", 1.0).items() if key != "evaluation"}
    path = write(tmp_path, item("a", 1.0), "{", lacking, item("c", 1.0, model_id="org/other"))
    assert len(reader.read(path)) == 2
    assert [line for line, _ in reader.told()] == [2, 3]


def test_a_file_without_an_item_is_refused(tmp_path: Path, reader: Reader) -> None:
    path = write(tmp_path, '{"evaluation_id": 1, "sample_id": 2, "answer_attribution": 3}')
    with pytest.raises(BoardError, match="no items"):
        reader.read(path)

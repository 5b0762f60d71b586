"""Records of Every Eval Ever, read as a board."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from tests.importers.conftest import WriteFile, scores, told

from llmsurvey.errors import BoardError
from llmsurvey.importers import Reading, Request, read_any
from llmsurvey.registry.registry import Registry


def result(score: Any, *, name: str = "hellaswag", details: Any = None, **config: Any) -> dict[str, Any]:
    return {
        "evaluation_name": name,
        "metric_config": {"metric_name": "accuracy", "lower_is_better": False, **config},
        "score_details": {"score": score, **(details or {})},
    }


def record(*results: dict[str, Any], **more: Any) -> str:
    return json.dumps(
        {
            "schema_version": "0.3.0",
            "evaluation_id": "one",
            "evaluation_timestamp": "1750000000",
            "source_metadata": {"evaluator_relationship": "first_party"},
            "eval_library": {"name": "lm_eval", "version": "0.4.9"},
            "model_info": {"id": "org/model", "additional_details": {"model_availability": "open_weights"}},
            "evaluation_results": results,
            **more,
        }
    )


@pytest.fixture
def read(write_file: WriteFile, registry: Registry) -> Any:
    def call(text: str) -> Reading:
        return read_any(write_file(text, "5917cc37.json"), Request(registry))

    return call


def test_a_score_is_read_with_how_it_was_measured(read: Any) -> None:
    uncertainty = {"uncertainty": {"standard_error": {"value": 0.01}, "num_samples": 100}}
    stated = result(0.75, details=uncertainty, metric_unit="proportion")
    stated["generation_config"] = {"generation_args": {"temperature": 0.5, "max_tokens": 8, "sandbox": {}}}
    (score,) = scores(read(record(stated)).board)
    assert {name: score[name] for name in ("name", "hub", "date", "harness", "reporter", "note")} == {
        "name": "org/model",
        "hub": "org/model",
        "date": "2025-06-15",
        "harness": "lm_eval 0.4.9",
        "reporter": "developer",
        "note": "temperature 0.5, max_tokens 8",
    }
    assert (score["benchmark"], score["metric"]) == ("hellaswag", "accuracy")
    assert not {"unit", "better"} & set(score)  # percent, and more is better
    assert (score["value"], score["stderr"], score["items"]) == (75.0, 1.0, 100)


@pytest.mark.parametrize(
    ("score", "config", "value", "unit"),
    [
        (0.5, {"min_score": 0, "max_score": 1}, 50.0, "percent"),
        (1.0, {"score_type": "binary"}, 100.0, "percent"),
        (50, {"metric_unit": "percent"}, 50.0, "percent"),
        (50, {"min_score": 0.0, "max_score": 100.0}, 50.0, "percent"),
        (8.5, {"metric_unit": "points"}, 8.5, "points"),
        (1350, {}, 1350.0, "number"),
        (0.5, {}, 0.5, "number"),
        (2.5, {"metric_unit": "proportion"}, 2.5, "number"),
    ],
)
def test_units_are_those_that_bounds_say(
    read: Any, score: float, config: dict[str, Any], value: float, unit: str
) -> None:
    (row,) = scores(read(record(result(score, **config))).board)
    assert (row["value"], row.get("unit", "percent")) == (value, unit)


def test_lower_is_better_where_a_record_says_so(read: Any) -> None:
    (score,) = scores(read(record(result(3.5, lower_is_better=True))).board)
    assert score["better"] == "lower"


def test_an_error_follows_from_deviation_and_samples(read: Any) -> None:
    details = {"uncertainty": {"standard_deviation": 0.4, "num_samples": 16}}
    (score,) = scores(read(record(result(0.5, details=details, metric_unit="proportion"))).board)
    assert math.isclose(score["stderr"], 10.0)


def test_what_is_no_score_is_told(read: Any) -> None:
    reading = read(record(result(0.5), result(None, name="quiz"), result("0.5", name="other")))
    assert len(scores(reading.board)) == 1
    assert told(reading.faults) == [(0, "quiz has no score: left out"), (0, "other has no score: left out")]


@pytest.mark.parametrize("more", [{"model_info": {}}, {"evaluation_results": {}}])
def test_a_record_of_nothing_is_refused(read: Any, more: dict[str, Any]) -> None:
    with pytest.raises(BoardError, match="is no record of Every Eval Ever"):
        read(record(result(0.5), **more))


def test_half_a_record_is_refused_in_one_line(read: Any) -> None:
    with pytest.raises(BoardError, match="is no whole JSON") as caught:
        read(record(result(0.5))[:-2])
    assert "\n" not in str(caught.value)

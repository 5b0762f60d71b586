"""Scores of one file of the harness, whatever else stands in it."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.growth import LINEAR, growth
from tests.importers.conftest import scores, told
from tests.importers.test_lm_eval import OLD_RUN, RUN, SMALL

from llmsurvey.boards import tidy
from llmsurvey.importers import Reading, Request
from llmsurvey.importers.json_nodes import LONGEST
from llmsurvey.importers.lm_eval import read
from llmsurvey.importers.lm_eval_scores import Score, scores_of
from llmsurvey.registry.registry import Registry


def found_in(data: dict[str, Any], messages: list[str] | None = None) -> list[Score]:
    told_here: list[str] = [] if messages is None else messages
    return scores_of(data, {"arc_challenge": "arc"}.get, told_here.append)


QUIZ = {"results": {"quiz": {"acc": 0.5}}}


@pytest.mark.parametrize(
    ("effective", "items"),
    [
        (512, 512),
        (512.0, 512),
        ("abc", None),
        ([1], None),
        ({}, None),
        (10**400, None),
        (math.nan, None),
        (True, None),
        (-1, None),
        (0, None),
    ],
)
def test_questions_that_are_no_number_are_told(effective: Any, items: int | None) -> None:
    messages: list[str] = []
    (score,) = found_in(QUIZ | {"n-samples": {"quiz": {"effective": effective}}}, messages)
    assert (None if math.isnan(score.items) else score.items) == items
    assert messages == ([] if items else ["quiz: n-samples has no number of questions: left out"])


@pytest.mark.parametrize(
    ("results", "message"),
    [
        ({"": {"acc": 0.5}}, "a task whose name has 0 characters: left out"),
        ({" \n": {"acc": 0.5}}, "a task whose name has 2 characters: left out"),
        ({"x" * 131_073: {"acc": 0.5}}, "a task whose name has 131,073 characters: left out"),
        ({"quiz": {"x" * 131_073: 0.5}}, "quiz: a metric whose name has 131,073 characters: left out"),
        ({"quiz": {",none": 0.5}}, "quiz: a metric whose name has 5 characters: left out"),
        ({"quiz": {"acc": "0.5"}}, "quiz: acc is no number: left out"),
        ({"quiz": {"acc": [0.5]}}, "quiz: acc is no number: left out"),
        ({"quiz": {"acc": 10**400}}, "quiz: acc is inf: left out"),
        ({"quiz": {"acc": 1e308}}, "quiz: acc is 1e+308: left out"),
        ({"quiz": {"bypass,none": 999, "bypass_stderr,none": "N/A"}}, "quiz: answers alone, without a score (bypass)"),
    ],
)
def test_what_can_not_be_kept_is_told(results: dict[str, Any], message: str) -> None:
    messages: list[str] = []
    assert [
        score.benchmark for score in found_in({"results": {**results, "arc_challenge": {"acc": 0.5}}}, messages)
    ] == ["arc"]
    assert messages == [message]


def test_names_are_on_one_line() -> None:
    (score,) = found_in({"results": {"my\n quiz": {"acc\r": 0.5}}})
    assert (score.benchmark, score.metric.task, score.metric.name) == ("my quiz", "my quiz", "acc")


@pytest.mark.parametrize("nothing", [None, "", " ", "N/A"])
def test_a_figure_that_is_not_there_is_not_told(nothing: Any) -> None:
    messages: list[str] = []
    assert found_in({"results": {"quiz": {" ": " ", "alias": "quiz", "acc,none": nothing}}}, messages) == []
    assert messages == []


@pytest.mark.parametrize(
    ("error", "known", "messages"),
    [
        (0.25, 0.25, []),
        (0, 0, []),
        ("N/A", None, []),
        (math.nan, None, []),
        (-0.25, None, ["quiz: the standard error of acc is below 0: left out"]),
    ],
)
def test_standard_errors_that_can_not_be_are_left_out(error: Any, known: float | None, messages: list[str]) -> None:
    told_here: list[str] = []
    (score,) = found_in({"results": {"quiz": {"acc": 0.5, "acc_stderr": error}}}, told_here)
    assert (None if math.isnan(score.error) else score.error, told_here) == (known, messages)


def test_groups_that_stand_apart_are_read_too() -> None:
    data = {"results": {"quiz_a": {"acc,none": 0.5}}, "groups": {"quiz": {"acc,none": 0.25}}}
    found = found_in(data | {"group_subtasks": {"quiz": ["quiz_a"]}})
    assert [(score.benchmark, score.value) for score in found] == [("quiz/a", 0.5), ("quiz", 0.25)]


def test_the_average_of_lighteval_is_left_out() -> None:
    messages: list[str] = []
    data = {"config_general": {}, "results": {"arc_challenge|25": {"acc": 0.5}, "all": {"acc": 0.5}}}
    assert [score.shots for score in found_in(data, messages)] == [25]
    assert messages == ['"all" is an average of the others: left out']


def test_a_group_without_a_group_s_list_is_told_by_its_aliases() -> None:
    results = {"quiz": {"alias": "quiz", "acc,none": 0.5}, "quiz_a": {"alias": " - a", "acc,none": 0.5}}
    assert [score.benchmark for score in found_in({"results": results})] == ["quiz", "quiz/a"]


def full_run() -> dict[str, Any]:
    """A run with whatever is looked at."""
    return {
        **RUN,
        "groups": {"quizzes": {"acc,none": 0.5}},
        "group_subtasks": {"quizzes": ["arc_challenge", "quiz"], "quiz": []},
        "configs": {"arc_challenge": {"metric_list": [{"metric": "acc", "aggregation": "mean"}]}},
        "lm_eval_version": "0.4.9",
        "config": {**RUN["config"], "limit": 10, "peft_sha": "abc", "num_fewshot": 5},
    }


GENERAL = {"model_name": "lab/a", "lighteval_sha": "abc", "model_config": {"model_name": "lab/a", "dtype": "float16"}}
SEEDS = [
    full_run(),
    OLD_RUN,
    {"config_general": GENERAL, "results": {"lighteval|arc:challenge|25": {"acc": 0.5}, "all": {"acc": 0.5}}},
    *(json.loads(path.read_text(encoding="utf-8")) for path in sorted(SMALL.glob("*.json"))),
]
ODD: list[Any] = [
    None, True, "", "x", "a\nb", "\ud800", "y" * (LONGEST + 1), -1, 0.5, math.inf, math.nan, 10**400, 1e300,
    [], [[]], [{}], ["x"], [1], {}, {"a": {}}, {"": 1}, {"x": {"x": 1}},
]  # fmt: skip


def places(node: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every node below another one."""
    for key in node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield (*place, key)
        yield from places(node[key], (*place, key))


def with_node(data: dict[str, Any], place: tuple[Any, ...], node: Any) -> dict[str, Any]:
    """A copy of some data with something else at a place."""
    changed = above = copy.deepcopy(data)
    for key in place[:-1]:
        above = above[key]
    above[place[-1]] = node
    return changed


def read_beside_a_good_file(registry: Registry, folder: Path, *texts: str) -> Reading:
    """The reading of a folder with files of these texts and a good one."""
    for number, text in enumerate(texts):
        (folder / f"bad{number}.json").write_text(text, encoding="utf-8")
    (folder / "good.json").write_text('{"results": {"quiz": {"acc": 0.5}}}', encoding="utf-8")
    (reading,) = read([folder], Request(registry))
    return reading


def check(reading: Reading) -> None:
    """A good file's score is there, and all of them can be kept and read back."""
    assert reading.scores is not None
    assert "good" in reading.board.fact("name")
    kept = tidy.read_table(tidy.write_table(reading.scores))
    assert len(kept["value"]) == len(reading.scores["value"])
    assert all(math.isfinite(value) for value in kept["value"])
    assert all(kept["name"])
    assert all(kept["benchmark"])


@pytest.mark.parametrize("seed", SEEDS, ids=range(len(SEEDS)))
def test_a_node_of_another_kind_keeps_no_other_file_from_being_read(
    registry: Registry, tmp_path: Path, seed: dict[str, Any]
) -> None:
    for place in places(seed):
        texts = [json.dumps(with_node(seed, place, node)) for node in ODD]
        check(read_beside_a_good_file(registry, tmp_path, *texts))


@pytest.mark.parametrize(
    "deep", ["[" * 100_000, '{"results":' * 100_000, '{"results": {"a": ' + "[" * 5000 + "]" * 5000 + "}}"]
)
def test_a_nest_that_is_too_deep_is_told(registry: Registry, tmp_path: Path, deep: str) -> None:
    reading = read_beside_a_good_file(registry, tmp_path, deep)
    check(reading)
    assert len(told(reading.faults)) == 1


NAMES = st.sampled_from(
    ["results", "groups", "group_subtasks", "configs", "versions", "n-shot", "n-samples", "higher_is_better", "config",
     "model_args", "acc", "acc_stderr", "acc,none", "quiz", "mmlu", "mmlu_stem", "", "effective", "metric_list"]
)  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=3), inner, max_size=4),
    max_leaves=25,
)


@settings(max_examples=100)
@given(data=st.dictionaries(NAMES, ANYTHING, max_size=8))
def test_any_json_at_all_is_read_or_told(
    registry: Registry, tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]
) -> None:
    check(read_beside_a_good_file(registry, tmp_path_factory.mktemp("runs"), json.dumps(data)))


def test_work_is_linear_in_the_number_of_tasks() -> None:
    def run_of(size: int) -> dict[str, Any]:
        tasks = [f"quiz_{number}" for number in range(size)]
        return {
            "results": {task: {"acc,none": 0.5, "acc_stderr,none": 0.1} for task in tasks},
            "group_subtasks": {"quiz": tasks},
            "n-shot": dict.fromkeys(tasks, 5),
        }

    assert growth(found_in, run_of, 500) < LINEAR


def test_scores_of_several_runs_stand_in_one_table(registry: Registry, tmp_path: Path) -> None:
    for number in range(3):
        run = RUN | {"model_name": f"lab/{number}", "config": {}, "results": {"quiz": {"acc": number / 4}}}
        (tmp_path / f"{number}.json").write_text(json.dumps(run))
    (reading,) = read([tmp_path], Request(registry, reporter="developer"))
    assert reading.scores is not None
    assert [*reading.scores["name"]] == ["lab/0", "lab/1", "lab/2"]
    assert [*reading.scores["source"]] == ["0.json", "1.json", "2.json"]
    assert [*reading.scores["reporter"]] == ["developer"] * 3
    assert [score["value"] for score in scores(reading.board)] == [0, 25, 50]

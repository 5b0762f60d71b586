"""Files of HELM: a folder for each subject of a benchmark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.logs.conftest import Reader

from llmsurvey.errors import BoardError


def instance(id: str, score: float, split: str = "test", **more: Any) -> dict[str, Any]:
    def stat(name: str, mean: float, **named: Any) -> dict[str, Any]:
        return {"name": {"name": name, "split": split, **named}, "count": 1, "mean": mean}

    stats = [stat("num_prompt_tokens", 333), stat("exact_match", score), stat("exact_match", 9, perturbation={})]
    return {"instance_id": id, "train_trial_index": 0, "stats": stats, **more}


def write(
    folder: Path, subject: str, *instances: dict[str, Any], model: str = "org/model", method: str = "joint"
) -> Path:
    run = folder / f"mmlu:subject={subject},method={method},model={model.replace('/', '_')}"
    run.mkdir()
    spec = {
        "name": run.name,
        "scenario_spec": {"args": {"subject": subject}},
        "adapter_spec": {"model": model, "max_train_instances": 5, "temperature": 0.0, "method": method},
        "groups": ["mmlu"],
    }
    states = [
        {
            "instance": {"id": each["instance_id"], "input": {"text": f"{subject} {each['instance_id']}?"}},
            "result": {"completions": [{"text": " A"}]},
        }
        for each in instances
    ]
    (run / "run_spec.json").write_text(json.dumps(spec))
    (run / "scenario_state.json").write_text(json.dumps({"request_states": states}))
    (run / "per_instance_stats.json").write_text(json.dumps(instances))
    return run


def test_folders_of_subjects_are_one_run(tmp_path: Path, reader: Reader) -> None:
    write(tmp_path, "law", instance("id1", 1.0), instance("id2", 0.0))
    write(tmp_path, "art", instance("id1", 1.0))
    write(tmp_path, "art", instance("id1", 0.0), model="org/other")
    mine, other = sorted(reader.read(tmp_path), key=lambda log: log.run.model)
    assert mine.scores("exact_match") == {"law/id1": 1.0, "law/id2": 0.0, "art/id1": 1.0}
    assert {row["cluster"] for row in mine.rows} == {"law", "art"}
    assert len({row["hash"] for row in mine.rows}) == 3
    assert (mine.run.model, mine.run.benchmark, mine.run.harness) == ("org/model", "mmlu", "HELM")
    assert (mine.run.setup.shots, mine.run.setup.prompts) == (5, "joint")
    assert other.scores("exact_match") == {"art/id1": 0.0}


def test_a_subject_that_was_asked_in_two_ways_is_in_two_runs(tmp_path: Path, reader: Reader) -> None:
    for method, score in (("joint", 1.0), ("separate", 0.0)):
        for subject in ("law", "art"):
            write(tmp_path, subject, instance("id1", score), method=method)
    write(tmp_path, "law", instance("id1", 0.5), model="org/other")
    logs = {(log.run.model, log.run.setup.prompts): log.scores("exact_match") for log in reader.read(tmp_path)}
    assert logs == {
        ("org/model", "joint"): {"law/id1": 1.0, "art/id1": 1.0},
        ("org/model", "separate"): {"law/id1": 0.0, "art/id1": 0.0},
        ("org/other", "joint"): {"law/id1": 0.5},
    }


def test_only_what_helms_own_figure_is_of_is_read(tmp_path: Path, reader: Reader) -> None:
    write(tmp_path, "law", instance("id1", 1.0), instance("id1", 0.0, perturbation={}), instance("id2", 0.0, "valid"))
    (log,) = reader.read(tmp_path)
    assert [(row["id"], row["metric"], row["score"]) for row in log.rows] == [("law/id1", "exact_match", 1.0)]
    assert reader.told() == [(0, "2 answers to questions of another split, or perturbed: left out")]


def test_texts_are_those_of_the_instance(tmp_path: Path, reader: Reader) -> None:
    write(tmp_path, "law", instance("id1", 1.0))
    (row,) = reader.read(tmp_path, texts=True)[0].rows
    assert (row["question_text"], row["answer_text"]) == ("law id1?", " A")


def test_without_its_states_a_run_has_no_hashes(tmp_path: Path, reader: Reader) -> None:
    (write(tmp_path, "law", instance("id1", 1.0)) / "scenario_state.json").unlink()
    assert [row["hash"] for row in reader.read(tmp_path)[0].rows] == [None]


@pytest.mark.parametrize("name", ["run_spec.json", "per_instance_stats.json"])
def test_half_a_file_is_refused_in_one_line(tmp_path: Path, reader: Reader, name: str) -> None:
    path = write(tmp_path, "law", instance("id1", 1.0)) / name
    path.write_text(path.read_text()[:-5])
    with pytest.raises(BoardError, match=f"{name} can't be read") as caught:
        reader.read(tmp_path)
    assert "\n" not in str(caught.value)

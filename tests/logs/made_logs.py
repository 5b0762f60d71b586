"""Logs as the harness writes them, made up from a seed: four models, four tasks, of which two are subjects of MMLU."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import Any

from llmsurvey.importers.logs import LogRequest, harness
from llmsurvey.logs.store import LogStore

TASKS = {"hellaswag": 400, "mmlu_anatomy": 120, "mmlu_astronomy": 150, "gsm8k": 200}
MODELS = {"org/alpha-7b": 0.6, "org/beta-7b": 0.5, "org/alpha-7b-q4": 0.55, "lab/gamma-13b": 1.1}
"""How able each model is; a question is as hard as a normal number."""


def write_harness_logs(folder: Path, models: dict[str, float] = MODELS, tasks: dict[str, int] = TASKS) -> Path:
    """Write a folder for each model as `lm_eval --log_samples` does, and return the folder of all."""
    chance = random.Random(0)
    hardness = {task: [chance.gauss(0, 1.2) for _ in range(count)] for task, count in tasks.items()}
    for number, (model, ability) in enumerate(models.items()):
        own = folder / model.replace("/", "__")
        own.mkdir(parents=True)
        time = f"2026-05-{number % 28 + 1:02}T10-00-00.000001"
        luck = random.Random(number)
        for task in tasks:
            lines = [
                json.dumps(sample)
                for question, hard in enumerate(hardness[task])
                for sample in _samples(task, question, right=float(luck.gauss(0, 0.7) + ability > hard))
            ]
            (own / f"samples_{task}_{time}.jsonl").write_text("\n".join(lines) + "\n")
        (own / f"results_{time}.json").write_text(json.dumps(_results(model, tasks)))
    return folder


def keep_logs(source: Path, kept: Path) -> LogStore:
    """Import all logs of the harness below a folder into another one."""
    store = LogStore(kept)
    request = LogRequest(find=lambda name: "mmlu" if name == "mmlu" else None)
    with store.adding() as additions:
        for files in harness.list_sources(sorted(source.rglob("*.jsonl"))):
            for read in harness.read_runs(files, request):
                additions.add(read.run, read.batches)
    assert not request.faults
    return store


def _samples(task: str, question: int, *, right: float) -> list[dict[str, Any]]:
    """Return what is logged of a question: of GSM8K once for each filter."""
    metric = "exact_match" if task == "gsm8k" else "acc"
    sample = {
        "doc_id": question,
        "doc": {"question": f"{task} {question}?"},
        "target": "1",
        "arguments": {"gen_args_0": {"arg_0": f"{task} {question}?"}},
        "resps": [["1"]],
        "filtered_resps": ["1"],
        "metrics": [metric],
        "doc_hash": hashlib.sha256(f"{task} {question}".encode()).hexdigest(),
        metric: right,
    }
    filters = ("strict-match", "flexible-extract") if task == "gsm8k" else ("none",)
    return [sample | {"filter": name} for name in filters]


def _results(model: str, tasks: dict[str, int]) -> dict[str, Any]:
    return {
        "results": {task: {"acc,none": 0.5} for task in tasks},
        "model_name": model,
        "config": {"model": "hf", "model_args": f"pretrained={model}"},
        "n-shot": dict.fromkeys(tasks, 5),
        "versions": dict.fromkeys(tasks, 1.0),
        "lm_eval_version": "0.4.8",
        "group_subtasks": {"mmlu": [task for task in tasks if task.startswith("mmlu_")]},
        "higher_is_better": {task: {"acc": True} for task in tasks},
    }

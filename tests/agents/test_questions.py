"""A scripted client asks a hundred questions: each answer is the command line's, and as the published schema says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.agents.client import Client
from tests.logs.made_runs import keep_run
from tests.program import run_program

from llmsurvey.agents.server import schema_of_result
from llmsurvey.agents.tools import TOOLS
from llmsurvey.logs.folders import VARIABLE

pytestmark = pytest.mark.usefixtures("warm_cache")

JULY = "open-llm-leaderboard@2023-07-28"
NAMES = ("LLaMA", "Llama 2", "KULLM", "구름", "Vicuna", "Vicuna@13B-v1.1", "Falcon@40B", "MPT@7B-Instruct", "ChatGPT")

QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    *(
        ("search", {"text": text})
        for text in ("vicunna", "구름", "llama", "HellaSwag", "non-commercial", "고려대", "zzz qq")
    ),
    ("search", {"text": "llama", "limit": 3}),
    ("search", {"text": "korean", "limit": 0}),
    ("search", {"text": "mit", "columns": ["id", "name"]}),
    *(("show", {"name": name}) for name in NAMES),
    *(("show", {"name": name}) for name in ("sharegpt", "hellaswag", "apache-2.0", "Google", "GPT-4", "dataset/c4")),
    ("show", {"name": "KULLM", "sources": True}),
    ("show", {"name": "LLaMA@65B", "columns": ["field", "value"]}),
    ("show", {"name": "Llama 2", "limit": 5}),
    *(("licence", {"name": name}) for name in NAMES),
    *(("licence", {"name": name}) for name in ("mit", "Apache-2.0", "Alpaca", "Guanaco", "Dolly 2.0")),
    ("licence", {"name": "Llama 2@70B", "conditions": True}),
    ("licence", {"name": "KULLM", "data": "strict"}),
    ("licence", {"name": "Vicuna", "own_licence": True}),
    ("licence", {"name": "Vicuna", "columns": ["step", "licence", "source"], "limit": 2}),
    *(("lineage", {"name": name}) for name in (*NAMES[:6], "alpaca-52k", "OpenOrca")),
    ("lineage", {"name": "LLaMA", "down": True}),
    ("lineage", {"name": "LLaMA", "down": True, "depth": 1, "limit": 5}),
    ("lineage", {"name": "KULLM@12.8B-v2", "depth": 0}),
    ("lineage", {"name": "Falcon", "columns": ["name", "relation", "licence"]}),
    ("choose", {}),
    ("choose", {"commercial": True, "fits": "RTX-4090", "language": ["ko"]}),
    ("choose", {"fits": "2xA100-80GB", "context": 32768, "use": ["train-on-output"]}),
    ("choose", {"fits": "24GiB", "precision": ["int4", "bf16"], "kind": ["pretrained"], "limit": 4}),
    ("choose", {"fits": "1MB"}),
    ("choose", {"permissive": True, "developer": ["EleutherAI"], "cache_type": "q8_0"}),
    ("choose", {"min_size": "7B", "max_size": "13B", "since": "2023-05", "until": "2023-07-31"}),
    ("choose", {"board": JULY, "foundation": ["Llama 2"], "columns": ["name", "verdict", "rank_set"]}),
    ("choose", {"family": ["LLaMA"], "data": "strict", "survey": True}),
    ("choose", {"dataset": ["sharegpt"], "own_licence": True, "fits": "80GB"}),
    ("choose", {"without_condition": ["user-threshold", "share-alike"], "commercial": True}),
    ("choose", {"condition": ["outputs"], "licence": ["llama-2-community"], "use": ["sell", "serve"]}),
    ("logs", {}),
    ("questions", {}),
    ("questions", {"order": "hardest", "model": ["one", "other"], "limit": 2}),
    ("compare", {"names": ["LLaMA", "Falcon"]}),
    ("compare", {"names": ["KULLM@12.8B-v2", "Polyglot-Ko@12.8B", "KoAlpaca"]}),
    ("compare", {"names": ["LLaMA", "Falcon"], "columns": ["name", "licence"]}),
    ("compare", {"benchmark": "hellaswag"}),
    ("compare", {"benchmark": "hellaswag", "mix": True, "limit": 5}),
    ("compare", {"benchmark": "kobest-hellaswag"}),
    ("compare", {"names": ["MPT@30B", "Falcon@40B"], "benchmark": "hellaswag"}),
    ("compare", {"names": ["LLaMA@65B"], "benchmark": "mmlu", "board": JULY}),
    ("compare", {"names": ["FreeWilly2", "Guanaco"], "board": "open-llm-leaderboard@survey"}),
    ("compare", {"names": ["FreeWilly2", "Guanaco@65B-HF", "LLaMA@65B"], "board": JULY}),
    ("compare", {"as_printed": True}),
    ("rank", {}),
    ("rank", {"limit": 3, "commercial": True}),
    ("rank", {"board": JULY, "method": "z-score", "sets": "none"}),
    ("rank", {"board": JULY, "method": "borda", "limit": 40}),
    ("rank", {"board": JULY, "method": "win-rate", "repeats": "first"}),
    ("rank", {"board": JULY, "method": "above-chance", "sets": "marginal"}),
    ("rank", {"board": JULY, "method": "weighted", "weight": {"hellaswag": 2, "mmlu": 1}}),
    ("rank", {"board": "open-llm-leaderboard@survey", "frontier": True}),
    ("rank", {"board": "@latest", "missing": "worst"}),
    ("rank", {"board": "open-llm-leaderboard@2023-09-15", "missing": "leave-out"}),
    ("rank", {"board": JULY, "benchmark": ["arc", "mmlu"], "metric": ["arc=acc_norm"]}),
    ("rank", {"board": JULY, "shots_of": {"mmlu": 5}, "limit": 2}),
    ("rank", {"board": JULY, "benchmark": ["mmlu"], "shots": 5, "limit": 2}),
    ("rank", {"language": ["ko"], "fits": "24GB", "precision": "int4"}),
    ("rank", {"columns": ["rank_set", "name", "licence", "released"], "limit": 5}),
    ("rank", {"developer": ["Stability AI"], "kind": ["finetuned"], "limit": 0}),
    ("conflicts", {}),
    ("conflicts", {"limit": 3, "columns": ["id", "field", "in_force", "otherwise"]}),
    ("conflicts", {"fields": ["licence", "released"]}),
    ("conflicts", {"name": "bloom"}),
    ("claims", {}),
    ("claims", {"limit": 88, "columns": ["claim", "outcome"]}),
    *(("claims", {"names": [name]}) for name in ("C1", "C3", "C11", "C61", "66")),
    ("claims", {"names": ["C61", "C3"], "limit": 2}),
]

POSITIONAL = ("text", "name", "names")
OTHERWISE = {"shots_of": "shots", "fields": "field"}


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Logs of three models."""
    folder = tmp_path_factory.mktemp("logs")
    for number, model in enumerate(("one", "other", "third")):
        keep_run(folder, model, [1, number % 2, 0, 1, int(number > 1)])
    return folder


@pytest.fixture(scope="module")
def client(one_cache: Path, logs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server for all questions, with folders of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(one_cache))
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        patch.setenv(VARIABLE, str(logs))
        with Client() as started:
            yield started


def typed(tool: str, arguments: Mapping[str, Any]) -> list[str]:
    """The command line of a question."""
    words = [tool]
    for name, value in {"limit": TOOLS[tool].limit, **arguments}.items():
        option = f"--{OTHERWISE.get(name, name).replace('_', '-')}"
        values = value if isinstance(value, list) else [value]
        if name in POSITIONAL:
            words += values
        elif isinstance(value, dict):
            words += [word for key, item in value.items() for word in (option, f"{key}={item}")]
        elif value is True:
            words.append(option)
        elif value is not None:
            words += [word for item in values for word in (option, str(item))]
    return [*words, "--format", "json", "--envelope"]


def test_there_are_a_hundred_questions_of_every_tool() -> None:
    assert len(QUESTIONS) >= 100
    assert {tool for tool, _ in QUESTIONS} == set(TOOLS)


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_an_answer_is_the_command_line_s_and_as_the_schema_says(
    client: Client, number: int, tmp_path: Path, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(logs))
    tool, arguments = QUESTIONS[number]
    result = client.call(tool, **arguments)
    assert not result.get("isError"), result["content"]
    envelope = result["structuredContent"]
    assert json.loads(result["content"][0]["text"]) == envelope
    printed = run_program(typed(tool, arguments), tmp_path)
    assert printed.returncode == 0, printed.stderr
    assert _with_numbers(envelope) == _with_numbers(json.loads(printed.stdout))
    assert [error.message for error in Draft202012Validator(schema_of_result(tool)).iter_errors(envelope)] == []


def _with_numbers(envelope: dict[str, Any]) -> dict[str, Any]:
    """An envelope with weights as numbers: on the command line they are typed, and stay what was typed."""
    question = envelope["question"]
    weights = {name: float(weight) for name, weight in question.get("weight", {}).items()}
    return {**envelope, "question": {**question, "weight": weights}}

"""`llmsurvey licence`, `list`, `show` and `validate` on what a user's own files say of licences."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.conftest import Run

TABLES = Path(__file__).parents[1] / "data" / "tables"
LOOSER = "models: [{id: llama, licence: apache-2.0}]"
LOOSEST = "licences: [{id: llama-licence, commercial: 'yes'}]"


@pytest.mark.parametrize("text", [LOOSER, LOOSEST])
@pytest.mark.parametrize("way", ["option", "variable", "configuration"])
def test_a_loosened_licence_names_its_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, way: str
) -> None:
    path = tmp_path / "looser.yaml"
    path.write_text(text)
    layer, options = str(path), ["--registry", str(path)]
    if way == "variable":
        monkeypatch.setenv("LLMSURVEY_REGISTRY", layer)
        options = []
    elif way == "configuration":
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        layer, options = str(tmp_path / "config" / "llmsurvey" / "registry"), []
        Path(layer).mkdir(parents=True)
        shutil.move(path, Path(layer) / "looser.yaml")
        layer = f"{layer}/looser.yaml"
    said = f"{layer}, no source"
    assert said in run("licence", "LLaMA@7B", *options).stdout
    assert said in run("show", "LLaMA", *options).stdout
    assert said in run("list", "--commercial", *options).stdout
    (llama,) = (row for row in json.loads(run("list", "-f", "json", *options).stdout) if row["id"] == "llama")
    assert (llama["verdict"], llama["rests_on"]) == ("yes", [said])
    step, of_data = json.loads(run("licence", "LLaMA@7B", "-f", "json", *options).stdout)
    assert (len(step["rests_on"]), of_data["commercial"]) == (1, "caveat")
    assert step["rests_on"][0].endswith(said)


def test_the_hub_s_word_means_its_licence(run: Run) -> None:
    path = str(TABLES / "32_licence_llama2.yaml")
    assert (run("validate", path).returncode, run("validate", path, "--no-warnings").stderr) == (0, "")
    (found,) = json.loads(run("list", "--registry", path, "--where", "id=t", "-f", "json").stdout)
    assert (found["licence"], found["verdict"]) == (["llama-2-community"], "conditional")


@pytest.mark.parametrize("word", ["apple-amlr", "h-research", "other", "unknown"])
@pytest.mark.parametrize("command", [("list", "--licence"), ("licence",), ("show",)])
def test_a_word_of_the_hub_is_never_taken_for_another_licence(run: Run, command: tuple[str, ...], word: str) -> None:
    result = run(*command, word)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f'llmsurvey: "{word}" is ')
    assert result.stderr.count("\n") == 1
    assert "Did you mean" not in result.stderr


def test_models_without_weights_are_told_apart(run: Run) -> None:
    rows = json.loads(run("list", "-f", "json").stdout)
    verdicts = {row["id"]: row["verdict"] for row in rows}
    assert verdicts["chatgpt"] == verdicts["palm"] == verdicts["bard"] == "no weights"
    assert run("licence", "ChatGPT").stdout.startswith("ChatGPT: weights not released, nothing to license\n")
    assert json.loads(run("show", "ChatGPT", "-f", "json").stdout)["verdict"] == "no weights"
    assert "no weights" in run("stats", "--by", "verdict").stdout
    assert "commercial: no weights" in run("lineage", "ChatGPT").stdout
    left = run("list", "--commercial", "--developer", "OpenAI").stdout
    assert "5 left out because their weights are not released." in left
    weights = json.loads(run("list", "--where", "verdict=no weights", "-f", "json").stdout)
    assert {row["id"] for row in weights} == {name for name, verdict in verdicts.items() if verdict == "no weights"}

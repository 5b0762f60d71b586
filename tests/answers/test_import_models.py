"""Models become a layer of the registry, and `memory` and `licence` answer of a path as they would after that."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file
from tests.importers.models.test_read_models import LLAMA, write_cache, write_card

import llmsurvey
from llmsurvey.answers.licence import LicenceAnswer
from llmsurvey.catalogue import Catalogue
from llmsurvey.errors import RegistryError, RequestError
from llmsurvey.registry.layers import place_of_import, user_registry_folder

pytestmark = pytest.mark.usefixtures("warm_cache")

INDEX = """\
model-index:
- name: Mine
  results:
  - task: {type: text-generation}
    dataset: {name: HellaSwag (10-Shot), type: hellaswag, split: validation, args: {num_few_shot: 10}}
    metrics:
    - {type: acc_norm, value: 82.4}
    - {type: acc_norm, value: to do}
    source: {name: Open LLM Leaderboard, url: "https://example.org"}
  - dataset: {name: MMLU, type: cais/mmlu, config: all}
    metrics: [{type: acc, value: 0.61}]
"""


def write_model(folder: Path, front: str = "license: apache-2.0\nbase_model: meta-llama/Llama-2-7b-hf\n") -> Path:
    write_card(folder, front)
    (folder / "config.json").write_text(json.dumps(LLAMA))
    save_file({"w": np.zeros((1000, 8), np.float16)}, folder / "model.safetensors")
    return folder


def imported() -> dict[str, Any]:
    """What the user's registry holds after an import."""
    import yaml

    file = place_of_import("models")
    return dict(yaml.safe_load(file.read_text())) if file.exists() else {}


def verdicts(name: str) -> tuple[str, ...]:
    """The verdicts of a model, as a catalogue that is opened now has them."""
    answer = llmsurvey.open().licence(name)
    assert isinstance(answer, LicenceAnswer)
    return answer.verdicts


def steps_of(catalogue: Catalogue, name: str) -> list[tuple[object, ...]]:
    answer = catalogue.licence(name)
    assert isinstance(answer, LicenceAnswer)
    return [(step.commercial, step.licence, step.holder, step.because) for step in answer.entries]


def test_import_is_found_at_once(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "Mine-7B")
    (entry,) = llmsurvey.open().import_models(folder).entries
    assert (entry.name, entry.verdict, entry.foundations) == ("Mine-7B@7B", "conditional", ("llama-2@7B",))
    after = llmsurvey.open()
    assert verdicts("Mine-7B") == ("conditional",)
    assert after.memory("Mine-7B").parameters == 8000
    assert after.validate(warnings=False).is_valid


def test_a_layer_out_of_a_pipe_is_read_once_and_files_are_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = b"models:\n- {id: house, name: House, licence: mit, sizes: [{name: 7B, hub: lab/house}]}\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(layer)))
    catalogue = llmsurvey.open("-")
    for name in ("One-7B", "Two-7B"):
        folder = write_model(tmp_path / name, "license: apache-2.0\nbase_model: lab/house\n")
        (entry,) = catalogue.import_models(folder, into=tmp_path).entries
        assert (entry.verdict, entry.foundations) == ("yes", ("house@7B",))


def test_path_is_answered_as_after_an_import(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "Mine-7B", "license: mit\nbase_model: nobody/Unheard\ndatasets: tatsu-lab/alpaca\n")
    direct = llmsurvey.open()
    steps = steps_of(direct, str(folder))
    stored, *needs = direct.memory(str(folder)).entries
    assert imported() == {}
    direct.import_models(folder)
    after = llmsurvey.open()
    assert steps == steps_of(after, "Mine-7B")
    assert needs == list(after.memory("Mine-7B").entries)
    assert (stored.precision, stored.bytes, stored.bits) == ("as stored", 16000, 16)


def test_known_model_at_a_path_is_answered_as_after_an_import(tmp_path: Path) -> None:
    card = b"---\nlicense: mit\n---\n"
    config = json.dumps({**LLAMA, "num_key_value_heads": 8}).encode()
    snapshot = write_cache(tmp_path, "meta-llama/Llama-2-7b-hf", {"README.md": card, "config.json": config})
    direct = llmsurvey.open()
    needs = direct.memory(str(snapshot), precision="bf16").entries
    assert verdicts(str(snapshot)) == ("conditional",)  # not what the card claims
    direct.import_models(snapshot)
    after = llmsurvey.open()
    assert needs == after.memory("Llama-2@7B", precision="bf16").entries
    assert needs != direct.memory("Llama-2@7B", precision="bf16").entries
    assert verdicts("Llama-2@7B") == ("conditional",)
    (said,) = set(after.registry.model_by_id["llama-2"].otherwise) - set(
        direct.registry.model_by_id["llama-2"].otherwise
    )
    assert (said.field, said.value) == ("licence", "mit")


def test_importing_again_adds_nothing(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "Mine-7B")
    catalogue = llmsurvey.open()
    catalogue.import_models(folder)
    before = imported()
    assert "Nothing new" in llmsurvey.open().import_models(folder).notes[0]
    assert imported() == before
    write_card(folder, "license: mit\n")
    with pytest.raises(RequestError, match="has other facts of mine-7b"):
        llmsurvey.open().import_models(folder)
    assert imported() == before
    llmsurvey.open().import_models(folder, replace=True)
    (model,) = imported()["models"]
    assert model["licence"] == "mit"


def test_two_imports_share_what_neither_knows(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_model(tmp_path / name, "license: other\nlicense_name: ours\nbase_model: nobody/Unheard\n")
        llmsurvey.open().import_models(tmp_path / name)
    assert [model["id"] for model in imported()["models"]] == ["one", "two"]
    assert [licence["id"] for licence in imported()["licences"]] == ["ours"]
    assert verdicts("two") == ("unknown",)


def test_base_that_is_imported_later(tmp_path: Path) -> None:
    write_model(tmp_path / "tuned", "license: mit\nbase_model: me/Base\n")
    told = llmsurvey.open().import_models(tmp_path / "tuned").faults
    assert "its base me/Base is not in the registry" in str(told[0])
    assert verdicts("tuned") == ("unknown",)
    base = write_cache(tmp_path, "me/Base", {"README.md": b"---\nlicense: cc-by-nc-4.0\n---\n"})
    assert llmsurvey.open().import_models(base).faults == ()
    assert verdicts("tuned") == ("no",)
    assert llmsurvey.open().import_models(tmp_path / "tuned").faults == ()
    assert llmsurvey.open().validate().is_valid


def test_bases_within_one_import(tmp_path: Path) -> None:
    write_cache(tmp_path, "me/A-tuned", {"README.md": b"---\nlicense: mit\nbase_model: Me/Base\n---\n"})
    write_cache(tmp_path, "me/Base", {"README.md": b"---\nlicense: cc-by-nc-4.0\n---\n"})
    answer = llmsurvey.open().import_models(tmp_path)
    assert [(entry.id, entry.verdict) for entry in answer.entries] == [("me--a-tuned", "no"), ("me--base", "no")]
    assert answer.faults == ()


@pytest.mark.parametrize("place", ["../basis", "{root}/basis", "../tuned/../basis/"])
def test_a_base_may_be_named_by_its_folder(tmp_path: Path, place: str) -> None:
    write_card(tmp_path / "basis", "license: cc-by-nc-4.0\n")
    tuned = write_card(tmp_path / "tuned", "license: mit\n")
    named = json.dumps({"base_model_name_or_path": place.format(root=tmp_path)})
    (tuned / "adapter_config.json").write_text(named)
    answer = llmsurvey.open().import_models(tmp_path)
    assert [(entry.foundations, entry.verdict) for entry in answer.entries] == [((), "no"), (("basis",), "no")]
    assert answer.faults == ()


def test_a_base_in_another_folder_than_was_imported_is_not_known(tmp_path: Path) -> None:
    tuned = write_card(tmp_path / "tuned", "license: mit\n")
    (tuned / "adapter_config.json").write_text('{"base_model_name_or_path": "../basis"}')
    write_card(tmp_path / "elsewhere" / "basis", "license: mit\n")
    answer = llmsurvey.open().import_models(tuned, tmp_path / "elsewhere")
    assert {entry.id: entry.verdict for entry in answer.entries}["tuned"] == "unknown"
    assert ["its base ../basis is not in the registry" in str(fault) for fault in answer.faults].count(True) == 1


def test_own_files_come_before_imports(tmp_path: Path) -> None:
    """What a user writes of an imported model goes over it; so may another import know it too."""
    llmsurvey.open().import_models(write_model(tmp_path / "Mine-7B"))
    user_registry_folder().mkdir(parents=True, exist_ok=True)
    own = user_registry_folder() / "own.yaml"
    own.write_text("models:\n- {id: mine-7b, licence: cc-by-nc-4.0}\n")
    assert verdicts("Mine-7B") == ("no",)
    assert llmsurvey.open().import_models(tmp_path / "Mine-7B").entries[0].verdict == "no"


def test_circles_are_told_at_the_card_and_opened(tmp_path: Path) -> None:
    for one, other in (("A", "B"), ("B", "C"), ("C", "A"), ("D", "A")):
        card = f"---\nlicense: mit\nbase_model: me/{other}\n---\n"
        write_cache(tmp_path, f"me/{one}", {"README.md": card.encode()})
    answer = llmsurvey.open().import_models(tmp_path)
    (told,) = map(str, answer.faults)
    place, _, problem = told.partition(": warning: ")
    assert place.endswith("README.md:3")
    assert problem == '"C" is made from itself by way of "me/A", which is kept as a name'
    bases = {entry.id: (entry.foundations, entry.unresolved) for entry in answer.entries}
    assert bases == {
        "me--a": (("me--b",), ()),
        "me--b": (("me--c",), ()),
        "me--c": ((), ("me/A",)),
        "me--d": (("me--a",), ()),
    }
    assert {entry.verdict for entry in answer.entries} == {"unknown"}
    again = llmsurvey.open().import_models(tmp_path)
    assert (again.layer, [str(fault) for fault in again.faults]) == (answer.layer, [told])
    assert llmsurvey.open().import_models(tmp_path / "models--me--C").layer == answer.layer


def test_results_are_a_board_of_their_own(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "Mine-7B", f"license: mit\n{INDEX}")
    (folder / ".eval_results").mkdir()
    (folder / ".eval_results" / "gpqa.yaml").write_text("- dataset: {id: Idavidrein/gpqa}\n  value: 41.5\n")
    catalogue = llmsurvey.open()
    answer = catalogue.import_models(folder)
    assert any('"to do" is no number' in str(fault) for fault in answer.faults)
    board = llmsurvey.open().open_board("model-cards").board
    measured = {
        (measure.benchmark, measure.metric, measure.shots, measure.harness, measure.reporter): float(value)
        for measure, value in zip(board.measures, board.values[0], strict=True)
    }
    assert measured == {
        ("hellaswag", "acc_norm", 10, "Open LLM Leaderboard", "third-party"): 82.4,
        ("mmlu", "acc", None, None, "developer"): 61.0,
        ("gpqa", None, None, None, "developer"): 41.5,
    }


def test_results_of_the_leaderboards_bot(tmp_path: Path) -> None:
    """As the Open LLM Leaderboard's bot wrote them into cards in 2024: six benchmarks, in percent."""
    rows = [
        ("AI2 Reasoning Challenge (25-Shot)", "ai2_arc", "ARC-Challenge", "test", 25, "acc_norm", 62.12),
        ("HellaSwag (10-Shot)", "hellaswag", None, "validation", 10, "acc_norm", 83.45),
        ("MMLU (5-Shot)", "cais/mmlu", "all", "test", 5, "acc", 58.24),
        ("TruthfulQA (0-shot)", "truthful_qa", "multiple_choice", "validation", 0, "mc2", 50.81),
        ("Winogrande (5-shot)", "winogrande", "winogrande_xl", "validation", 5, "acc", 78.45),
        ("GSM8k (5-shot)", "gsm8k", "main", "test", 5, "acc", 14.25),
    ]
    results = "".join(
        f"  - task: {{type: text-generation}}\n"
        f"    dataset: {{name: {name}, type: {kind}, config: {config}, split: {split}, "
        f"args: {{num_few_shot: {shots}}}}}\n"
        f"    metrics: [{{type: {metric}, value: {value}}}]\n"
        f"    source: {{name: Open LLM Leaderboard}}\n"
        for name, kind, config, split, shots, metric, value in rows
    )
    folder = write_card(tmp_path / "mine", f"license: other\nmodel-index:\n- name: Mine\n  results:\n{results}")
    llmsurvey.open().import_models(folder)
    board = llmsurvey.open().open_board("model-cards").board
    measured = [(one.benchmark, one.metric, one.shots, one.version) for one in board.measures]
    assert measured == [
        ("arc", "acc_norm", 25, None),
        ("hellaswag", "acc_norm", 10, None),
        ("mmlu", "acc", 5, None),
        ("truthfulqa", "mc2", 0, None),
        ("winogrande", "acc", 5, None),
        ("gsm8k", "acc", 5, None),
    ]
    assert board.values[0].tolist() == [row[-1] for row in rows]


@pytest.mark.parametrize("strict", [True, False])
def test_nothing_is_half_imported(tmp_path: Path, strict: bool) -> None:
    folder = write_model(tmp_path / "Mine-7B", f"license: unheard-of\n{INDEX}")
    if not strict:
        (folder / "model.safetensors").write_bytes(b"x" * 100)
    with pytest.raises(RegistryError):
        llmsurvey.open().import_models(folder, strict=strict)
    assert imported() == {}
    assert "model-cards" not in llmsurvey.open().board_store.boards()


def test_dry_run_keeps_nothing(tmp_path: Path) -> None:
    answer = llmsurvey.open().import_models(write_model(tmp_path / "Mine-7B", f"license: mit\n{INDEX}"), dry_run=True)
    assert [entry.verdict for entry in answer.entries] == ["yes"]
    assert imported() == {}
    assert "model-cards" not in llmsurvey.open().board_store.boards()

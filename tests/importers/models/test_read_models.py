"""Models as they lie on a disk: cards, caches, links, and what is wrong with them, each with file and line."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file
from tests.importers.models.test_headers import write_gguf

import llmsurvey
from llmsurvey.answers.import_models import ImportModelsQuestion, import_models
from llmsurvey.answers.licence import LicenceAnswer
from llmsurvey.catalogue import Catalogue
from llmsurvey.errors import InputError, RegistryError, RequestError
from llmsurvey.importers.models.entries import ModelEntry, open_bases
from llmsurvey.importers.models.read_models import ReadModels, read_models
from llmsurvey.records import Model, Size
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry

LLAMA = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "num_hidden_layers": 32,
    "hidden_size": 4096,
    "num_attention_heads": 32,
    "max_position_embeddings": 4096,
}
M2 = "https://github.com/MiniMax-AI/MiniMax-M2.1/blob/main/LICENSE"
REVISION = "0123456789abcdef0123456789abcdef01234567"


def write_card(folder: Path, front: str, text: str = "# Mine\n") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.md").write_text(f"---\n{front}---\n{text}", encoding="utf-8")
    return folder


def write_cache(hub: Path, repository: str, files: dict[str, bytes], revision: str = REVISION) -> Path:
    """A repository in a cache, with links to blobs as the hub's own library makes them."""
    place = hub / f"models--{repository.replace('/', '--')}"
    snapshot = place / "snapshots" / revision
    for folder in (place / "blobs", place / "refs", snapshot):
        folder.mkdir(parents=True, exist_ok=True)
    (place / "refs" / "main").write_text(revision)
    for number, (name, content) in enumerate(files.items()):
        (place / "blobs" / str(number)).write_bytes(content)
        link = snapshot / name
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(os.path.relpath(place / "blobs" / str(number), link.parent))
    return snapshot


def read_one(path: Path, registry: Registry) -> tuple[ModelEntry, list[str]]:
    read = read_models([path], registry)
    (entry,) = read.entries
    if entry.known is None:
        parse_record(Model, entry.entry)
    else:
        for size in entry.entry.get("sizes", ()):
            parse_record(Size, size)
    return entry, told(read)


def told(read: ReadModels) -> list[str]:
    return [str(fault) for fault in read.faults]


def test_card_becomes_a_model(tmp_path: Path, registry: Registry) -> None:
    folder = write_card(
        tmp_path / "Mine-7B",
        "license: llama2\nbase_model: meta-llama/Llama-2-7b-hf\nlanguage: [en, ko]\n"
        "datasets:\n- tatsu-lab/alpaca\n- me/unheard-of\n",
    )
    entry, faults = read_one(folder, registry)
    model = parse_record(Model, entry.entry)
    assert (model.id, model.name, model.licence) == ("mine-7b", "Mine-7B", "llama-2-community")
    assert [(base.model, base.size, base.relation) for base in model.foundations] == [("llama-2", "7B", "finetuned")]
    assert model.languages == ("en", "ko")
    assert ("me/unheard-of", "data", None) in [(one.name, one.relation, one.taken_for) for one in model.unresolved]
    assert faults == []
    card = folder / "README.md"
    assert [(source.url, source.supports) for source in model.sources[:2]] == [
        (f"{card}:2", ("licence",)),
        (f"{card}:3", ("foundations",)),
    ]
    assert model.sources[1].infers == ("foundations",)  # the card doesn't say how


@pytest.mark.parametrize(
    ("front", "files", "relation"),
    [
        ("base_model_relation: quantized\n", {}, "quantised"),
        ("base_model_relation: merge\n", {}, "merge"),
        ("library_name: peft\ntags: [lora]\n", {}, "adapter"),
        ("library_name: peft\n", {}, "adapter"),
        ("tags: ['base_model:adapter:meta-llama/Llama-2-7b-hf', base_model:meta-llama/llama-2-7b-hf]\n", {}, "adapter"),
        ("tags: ['base_model:quantized:meta-llama/Llama-2-7b-hf']\n", {}, "quantised"),
        ("base_model_relation: merge\ntags: ['base_model:quantized:meta-llama/Llama-2-7b-hf']\n", {}, "merge"),
        ("", {"adapter_config.json": {"base_model_name_or_path": "meta-llama/Llama-2-7b-hf"}}, "adapter"),
        ("tags: [gptq]\n", {}, "quantised"),
        ("", {"config.json": {**LLAMA, "quantization_config": {"bits": 4}}}, "quantised"),
        ("", {}, "finetuned"),
        ("base_model_relation: unheard-of\n", {}, "unstated"),
    ],
)
def test_how_it_was_made(tmp_path: Path, registry: Registry, front: str, files: dict[str, Any], relation: str) -> None:
    folder = write_card(tmp_path / "mine", f"base_model: meta-llama/Llama-2-7b-hf\n{front}")
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content))
    entry, _ = read_one(folder, registry)
    assert [base["relation"] for base in entry.entry["foundations"]] == [relation]


MERGES = {
    "mergekit_config.yml": """\
base_model: mistralai/Mistral-7B-v0.1
slices:
- sources:
  - {model: meta-llama/Llama-2-7b-hf@0123abc, layer_range: [0, 16]}
  - model: {model: {path: nobody/Unheard-7B, revision: main}, lora: {path: me/lora}}
  - {model: meta-llama/llama-2-7b-hf+me/other-lora, layer_range: [16, 32]}
parameters: {t: [{filter: self_attn, value: 0.5}]}
merge_method: ties
tokenizer_source: base
""",
    "mergekit_moe_config.yml": """\
base_model: mistralai/Mistral-7B-v0.1
experts:
- {source_model: meta-llama/Llama-2-7b-hf, positive_prompts: [model]}
- {source_model: nobody/Unheard-7B, positive_prompts: [code]}
- {source_model: me/lora, positive_prompts: [code]}
- {source_model: me/other-lora, positive_prompts: [code]}
gate_mode: hidden
""",
}


@pytest.mark.parametrize("name", MERGES)
def test_what_mergekit_writes_names_what_a_model_was_merged_from(tmp_path: Path, registry: Registry, name: str) -> None:
    folder = write_card(tmp_path / "mine", "license: mit\nbase_model: []\n")
    (folder / name).write_text(MERGES[name])
    entry, faults = read_one(folder, registry)
    assert entry.entry["foundations"] == [
        {"model": "mistral-7b", "size": "7B-v0.1", "relation": "merge"},
        {"model": "llama-2", "size": "7B", "relation": "merge"},
    ]
    unresolved = ["nobody/Unheard-7B", "me/lora", "me/other-lora"]
    assert entry.entry["unresolved"] == [{"name": each, "relation": "merge"} for each in unresolved]
    assert f"{folder}/{name}:1" in [source["url"] for source in entry.entry["sources"]]
    assert faults == []


def test_a_merge_of_more_than_its_card_names_is_of_all_of_these(tmp_path: Path, registry: Registry) -> None:
    folder = write_card(tmp_path / "mine", "base_model: Mistralai/Mistral-7B-v0.1\n")
    (folder / "mergekit_config.yml").write_text(MERGES["mergekit_moe_config.yml"])
    entry, faults = read_one(folder, registry)
    assert [base["model"] for base in entry.entry["foundations"]] == ["mistral-7b", "llama-2"]
    assert [fault for fault in faults if "and the card names Mistralai/Mistral-7B-v0.1: all stand" in fault]


def test_two_bases_are_a_merge(tmp_path: Path, registry: Registry) -> None:
    folder = write_card(tmp_path / "mine", "base_model:\n- meta-llama/Llama-2-7b-hf\n- nobody/Unheard-7B\n")
    entry, faults = read_one(folder, registry)
    assert entry.entry["foundations"] == [{"model": "llama-2", "size": "7B", "relation": "merge"}]
    assert entry.entry["unresolved"] == [{"name": "nobody/Unheard-7B", "relation": "merge"}]
    assert faults == []
    assert [str(fault) for fault in entry.warn_of_unresolved(open_bases(entry.entry))] == [
        f"{folder}/README.md:4: warning: its base nobody/Unheard-7B is not in the registry: what it allows isn't known"
    ]


@pytest.mark.parametrize(
    ("front", "licence", "fault"),
    [
        ("license: apache-2.0\n", "apache-2.0", None),
        ("license: [mit]\n", "mit", None),
        ("license: llama3.1\n", "llama-3.1-community", None),
        ("license: other\nlicense_name: qwen-research\n", "qwen-research-2024", None),
        ("license: other\nlicense_name: falcon-llm-license\n", "falcon-llm-licence", None),
        ("license: other\nlicense_name: modified-mit\n", "modified-mit-unread", None),
        ("license: other\nlicense_name: stabilityai-ai-community\n", "stability-community-2024", None),
        ("license: other\nlicense_name: mine\nlicense_link: https://example.org/l\n", "mine", "is not in the registry"),
        ("license: zlib\n", "zlib", "is not in the registry"),
        ("license: CC-BY-NC\n", "cc-by-nc-unversioned", None),
        ("license: Apache-2.0+\n", "apache-2.0-as-named", "is not in the registry"),
        ("license: other\nlicense_name: 'MIT*'\n", "mit-as-named", "is not in the registry"),
        ("license: cc\n", "cc", "is not in the registry"),
        ("license: other\n", None, "names no licence"),
        ("license: [mit, apache-2.0]\n", None, "several licences"),
        ("license: mit\nlicence: cc-by-nc-4.0\n", None, "several licences"),
        ("license: mit\nlicence: MIT\n", "mit", None),
        ("license: mit\nlicense_name: apache-2.0\n", "mit", "the latter is taken"),
        ("tags: [x]\n", None, None),
        (
            f"license: other\nlicense_name: modified-mit\nlicense_link: {M2}\n",
            "modified-mit-minimax-m2.1",
            "the latter",
        ),
    ],
)
def test_front_matter_names_a_licence_in_many_words(
    tmp_path: Path, registry: Registry, front: str, licence: str | None, fault: str | None
) -> None:
    entry, faults = read_one(write_card(tmp_path / "mine", front), registry)
    assert entry.entry.get("licence") == licence
    assert (entry.licence is not None) == (licence not in registry.licence_by_id and licence is not None)
    assert len(faults) == (fault is not None)
    assert fault is None or fault in faults[0]


def test_text_that_says_otherwise_is_kept(tmp_path: Path, registry: Registry) -> None:
    text = "This is a fine-tuned version of [mistralai/Mistral-7B-v0.1](https://huggingface.co).\n\n**License:** MIT\n"
    folder = write_card(tmp_path / "mine", "license: apache-2.0\nbase_model: meta-llama/Llama-2-7b-hf\n", text)
    entry, faults = read_one(folder, registry)
    assert entry.entry["licence"] == "apache-2.0"
    assert [(said["field"], said["value"], said["url"]) for said in entry.entry["otherwise"]] == [
        ("licence", "MIT", f"{folder}/README.md:7"),
        ("foundations", "mistralai/Mistral-7B-v0.1", f"{folder}/README.md:5"),
    ]
    assert len(faults) == 2


def test_licence_that_only_the_text_names_is_not_taken(tmp_path: Path, registry: Registry) -> None:
    folder = write_card(tmp_path / "mine", "library_name: peft\n", "- **License:** MIT\n")
    entry, faults = read_one(folder, registry)
    assert "licence" not in entry.entry
    assert [said["value"] for said in entry.entry["otherwise"]] == ["MIT"]
    assert "none is taken" in faults[0]


def test_base_that_only_tags_name_is_taken(tmp_path: Path, registry: Registry) -> None:
    front = "license: mit\ntags:\n- lora\n- base_model:adapter:meta-llama/Llama-2-7b-hf\n"
    entry, faults = read_one(write_card(tmp_path / "mine", front), registry)
    assert entry.entry["foundations"] == [{"model": "llama-2", "size": "7B", "relation": "adapter"}]
    assert entry.bases == {"meta-llama/Llama-2-7b-hf": f"{tmp_path}/mine/README.md:5"}
    assert faults == []


def test_base_that_only_the_text_names_is_told_and_kept(tmp_path: Path, registry: Registry) -> None:
    text = (
        "# Mine\nA fine-tuned version of [meta-llama/Llama-2-7b-hf](https://huggingface.co/meta-llama/Llama-2-7b-hf).\n"
    )
    folder = write_card(tmp_path / "mine", "license: mit\n", text)
    entry, faults = read_one(folder, registry)
    assert "foundations" not in entry.entry
    assert [(said["field"], said["value"]) for said in entry.entry["otherwise"]] == [
        ("foundations", "meta-llama/Llama-2-7b-hf")
    ]
    assert faults == [
        f'{folder}/README.md:5: warning: the text names the base "meta-llama/Llama-2-7b-hf", the front matter none: '
        "none is taken"
    ]


@pytest.mark.parametrize("before", ["\n", "\n \n\t\r\n", "\ufeff\n", ""])
def test_front_matter_may_stand_behind_blank_lines(tmp_path: Path, registry: Registry, before: str) -> None:
    folder = write_card(tmp_path / "mine", "")
    (folder / "README.md").write_text(f"{before}---\nlicense: mit\n---\n", encoding="utf-8", newline="")
    entry, faults = read_one(folder, registry)
    assert (entry.entry["licence"], faults) == ("mit", [])
    assert entry.entry["sources"][0]["url"].endswith(f"README.md:{before.count(chr(10)) + 2}")


def test_models_below_a_readme_that_is_no_card(tmp_path: Path, registry: Registry) -> None:
    """It tells of all of them; where none lies below it, it is the card of what it lies beside."""
    (tmp_path / "README.md").write_text("# All of ours\n")
    write_card(tmp_path / "one", "license: mit\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "README.md").write_text("# Documents\n")
    read = read_models([tmp_path], registry)
    assert sorted(entry.files.name for entry in read.entries) == ["docs", "one"]
    (tmp_path / "one" / "README.md").unlink()
    read = read_models([tmp_path], registry)
    assert [entry.files.path.folder for entry in read.entries] == [tmp_path]


def test_links_to_models_elsewhere_are_told(tmp_path: Path, registry: Registry) -> None:
    elsewhere = write_card(tmp_path / "store" / "two", "license: mit\n")
    write_card(tmp_path / "here" / "one", "license: mit\n")
    (tmp_path / "here" / "two").symlink_to(elsewhere)
    read = read_models([tmp_path / "here"], registry)
    assert [entry.files.name for entry in read.entries] == ["one"]
    assert told(read) == [
        f"{tmp_path}/here/two: warning: is a link to a folder, which isn't followed. Name the folder itself"
    ]


def test_a_second_copy_of_a_repository_is_left_out(tmp_path: Path, registry: Registry) -> None:
    first = write_cache(tmp_path / "a", "me/Mine", {"README.md": b"---\nlicense: mit\n---\n"})
    second = write_cache(tmp_path / "b", "Me/mine", {"README.md": b"---\nlicense: gpl-3.0\n---\n"})
    read = read_models([tmp_path / "a", tmp_path / "b"], registry)
    assert [entry.entry["licence"] for entry in read.entries] == ["mit"]
    assert told(read) == [f"{second}: warning: is Me/mine as well, which is taken from {first}: left out"]


def test_a_folder_of_an_owner_is_the_repository_that_others_were_made_from(tmp_path: Path, registry: Registry) -> None:
    """LM Studio and `hf download --local-dir ORG/NAME` lay models out like this."""
    write_card(tmp_path / "me" / "Base-7B", "license: cc-by-nc-4.0\n")
    write_card(tmp_path / "Me" / "Alone-7B", "license: mit\n")
    write_card(tmp_path / "you" / "Tuned-7B", "license: mit\nbase_model: me/Base-7B\n")
    read = read_models([tmp_path / "me", tmp_path / "Me", tmp_path / "you"], registry)
    assert {entry.files.name: entry.files.hub for entry in read.entries} == {
        "Alone-7B": None,
        "Base-7B": "me/Base-7B",
        "Tuned-7B": None,
    }
    paths = tuple(str(tmp_path / name) for name in ("me", "you"))
    imported = import_models(llmsurvey.open(), ImportModelsQuestion(paths=paths, keep=False))
    (tmp_path / "layer.yaml").write_bytes(imported.layer)
    assert verdicts_of(llmsurvey.open(registry=tmp_path / "layer.yaml"), "Tuned-7B") == ("no",)


def test_what_trl_writes_into_every_card_is_no_licence(tmp_path: Path, registry: Registry) -> None:
    entry, faults = read_one(write_card(tmp_path / "A-1B", "licence: license\nlicense: mit\n"), registry)
    assert (entry.entry["licence"], faults) == ("mit", [])
    entry, faults = read_one(write_card(tmp_path / "B-1B", "licence: license\n"), registry)
    assert "licence" not in entry.entry


def test_text_that_says_the_same_is_not_told(tmp_path: Path, registry: Registry) -> None:
    text = "Fine-tuned from [meta-llama/Llama-2-7b-hf](x), licensed under the Apache 2.0 license and/or so.\n"
    folder = write_card(tmp_path / "mine", "license: apache-2.0\nbase_model: meta-llama/Llama-2-7b-hf\n", text)
    entry, faults = read_one(folder, registry)
    assert "otherwise" not in entry.entry
    assert faults == []


def test_cache_of_the_hub(tmp_path: Path, registry: Registry) -> None:
    hub = tmp_path / "hub"
    save_file({"w": np.zeros((8, 4), np.float16)}, tmp_path / "model.safetensors")
    weights = (tmp_path / "model.safetensors").read_bytes()
    card = b"---\nlicense: mit\n---\n"
    config = json.dumps(LLAMA).encode()
    write_cache(hub, "me/Mine-1B", {"README.md": card, "config.json": config, "model.safetensors": weights})
    write_cache(hub, "me/Empty", {})
    (hub / "models--me--Gone" / "snapshots").mkdir(parents=True)
    (hub / "datasets--me--data").mkdir()
    read = read_models([hub], registry)
    (entry,) = read.entries
    assert entry.files.hub == "me/Mine-1B"
    assert entry.files.path.revision == REVISION
    (size,) = entry.entry["sizes"]
    assert (size["name"], size["hub"], size["parameters"], size["context"]) == ("1B", "me/Mine-1B", 32, 4096)
    assert [fault.partition(": ")[0].rpartition("--")[2] for fault in told(read)] == ["Empty", "Gone"]


def test_of_several_revisions_the_main_one_is_read(tmp_path: Path, registry: Registry) -> None:
    old = write_cache(tmp_path, "me/Mine", {"README.md": b"---\nlicense: mit\n---\n"}, "a" * 40)
    write_cache(tmp_path, "me/Mine", {"README.md": b"---\nlicense: apache-2.0\n---\n"}, "b" * 40)
    entry, _ = read_one(tmp_path, registry)
    assert entry.files.path.revision == "b" * 40  # refs/main
    entry, _ = read_one(old, registry)
    assert (entry.files.hub, entry.files.path.revision) == ("me/Mine", "a" * 40)
    (tmp_path / "models--me--Mine" / "refs" / "main").unlink()
    with pytest.raises(RequestError, match="holds no model"):
        read_models([tmp_path], registry)


def test_model_that_the_registry_has(tmp_path: Path, registry: Registry) -> None:
    """What the registry states stays in force; what the card says otherwise is kept, and told."""
    card = b"---\nlicense: apache-2.0\nlanguage: en\n---\n"
    write_cache(tmp_path, "meta-llama/Llama-2-7b-hf", {"README.md": card, "config.json": json.dumps(LLAMA).encode()})
    entry, faults = read_one(tmp_path, registry)
    assert entry.known is not None
    assert entry.entry["id"] == "llama-2"
    assert "licence" not in entry.entry.get("sizes", [{}])[0]
    (said,) = entry.entry["otherwise"]
    assert (said["field"], said["value"], said["size"]) == ("licence", "apache-2.0", "7B")
    assert len(faults) == 1
    assert "stays in force" in faults[0]


def test_a_licence_without_its_version_is_not_said_otherwise(tmp_path: Path, registry: Registry) -> None:
    card = b"---\nlicense: cc-by-nc\n---\n"
    write_cache(tmp_path, "upstage/SOLAR-10.7B-Instruct-v1.0", {"README.md": card})
    entry, faults = read_one(tmp_path, registry)
    assert entry.known is not None
    assert entry.known.size is not None
    assert entry.known.size.licence == "cc-by-nc-4.0"
    assert ("otherwise" in entry.entry, faults) == (False, [])


def test_shards_are_summed_and_a_missing_one_is_told(tmp_path: Path, registry: Registry) -> None:
    folder = write_card(tmp_path / "mine", "license: mit\n")
    for number in (1, 2):
        save_file({f"w{number}": np.zeros((8,), np.float32)}, folder / f"model-0000{number}-of-00002.safetensors")
    parts = {f"w{number}": f"model-0000{number}-of-00002.safetensors" for number in (1, 2)}
    index = folder / "model.safetensors.index.json"
    index.write_text(json.dumps({"metadata": {"total_size": 64}, "weight_map": parts}))
    entry, faults = read_one(folder, registry)
    assert (entry.entry["sizes"][0]["parameters"], faults) == (16, [])
    (folder / "model-00002-of-00002.safetensors").unlink()
    entry, faults = read_one(folder, registry)
    assert "parameters" not in entry.entry["sizes"][0]
    assert "model-00002-of-00002.safetensors isn't there" in faults[0]
    index.write_text(json.dumps({"weight_map": {"w": "../../secret.safetensors"}}))
    with pytest.raises(RegistryError, match=r"leads out of its folder"):
        read_models([folder], registry)


def test_the_same_weights_in_two_forms_count_once(tmp_path: Path, registry: Registry) -> None:
    folder = write_card(tmp_path / "mine", "license: mit\n")
    for name in ("model.safetensors", "consolidated.safetensors"):
        save_file({"w": np.zeros((8,), np.float32)}, folder / name)
    entry, _ = read_one(folder, registry)
    assert entry.entry["sizes"][0]["parameters"] == 8


def test_pointers_of_git_lfs_are_no_weights(tmp_path: Path, registry: Registry) -> None:
    folder = write_card(tmp_path / "mine", "license: mit\n")
    (folder / "model.safetensors").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n")
    entry, faults = read_one(folder, registry)
    assert "parameters" not in entry.entry["sizes"][0]
    assert "Git LFS" in faults[0]


def test_gguf_says_licence_base_and_shape(tmp_path: Path, registry: Registry) -> None:
    path = write_gguf(
        tmp_path / "Mine-7B-Q4.gguf",
        {"w": np.zeros((32, 4), np.float16)},
        general__license="apache-2.0",
        general__base_model__count=1,
        general__base_model__0__repo_url="https://huggingface.co/meta-llama/Llama-2-7b-hf",
        llama__block_count=32,
        llama__embedding_length=4096,
        llama__context_length=4096,
        llama__attention__head_count=32,
        llama__attention__head_count_kv=8,
    )
    entry, faults = read_one(path, registry)
    assert faults == []
    assert entry.entry["licence"] == "apache-2.0"
    assert entry.entry["foundations"] == [{"model": "llama-2", "size": "7B", "relation": "quantised"}]
    (size,) = entry.entry["sizes"]
    assert size["shape"] == {"layers": 32, "heads": 32, "kv_heads": 8, "head_size": 128}
    assert (size["parameters"], size["context"]) == (128, 4096)
    assert f"{path}:general.license" in [source["url"] for source in entry.entry["sources"]]


def test_what_a_gguf_says_otherwise_than_its_card_is_kept_and_told(tmp_path: Path, registry: Registry) -> None:
    folder = write_card(tmp_path / "mine", "license: mit\nbase_model: tiiuae/falcon-7b\n")
    path = write_gguf(
        folder / "mine.gguf",
        {"w": np.zeros((32, 4), np.float16)},
        general__license="cc-by-nc-4.0",
        general__base_model__count=1,
        general__base_model__0__repo_url="https://huggingface.co/meta-llama/Llama-2-7b-hf",
    )
    entry, faults = read_one(folder, registry)
    assert entry.entry["licence"] == "mit"
    assert [(said["field"], said["value"]) for said in entry.entry["otherwise"]] == [
        ("licence", "cc-by-nc-4.0"),
        ("foundations", "meta-llama/Llama-2-7b-hf"),
    ]
    assert [fault for fault in faults if ":general." in fault] == [
        f'{path}:general.base_model.0.repo_url: warning: names the base "meta-llama/Llama-2-7b-hf", and '
        "tiiuae/falcon-7b is taken: both are kept",
        f'{path}:general.license: warning: names the licence "cc-by-nc-4.0", and "mit" is taken: both are kept',
    ]


def test_a_gguf_that_names_the_base_of_its_base_says_nothing_else(tmp_path: Path, registry: Registry) -> None:
    folder = write_card(tmp_path / "mine", "license: llama2\nbase_model: lmsys/vicuna-7b-v1.5\n")
    write_gguf(
        folder / "mine.gguf",
        {"w": np.zeros((32, 4), np.float16)},
        general__license="llama2",
        general__base_model__count=1,
        general__base_model__0__repo_url="https://huggingface.co/meta-llama/Llama-2-7b-hf",
    )
    entry, faults = read_one(folder, registry)
    assert "otherwise" not in entry.entry
    assert [fault for fault in faults if ":general." in fault] == []


def test_an_adapter_as_gguf(tmp_path: Path, registry: Registry) -> None:
    path = write_gguf(
        tmp_path / "lora.gguf",
        {"w": np.zeros((32, 4), np.float16)},
        general__type="adapter",
        general__base_model__count=1,
        general__base_model__0__repo_url="https://huggingface.co/meta-llama/Llama-2-7b-hf",
    )
    entry, faults = read_one(path, registry)
    assert entry.entry["foundations"] == [{"model": "llama-2", "size": "7B", "relation": "adapter"}]
    assert "parameters" not in entry.entry["sizes"][0]
    assert faults == []


def test_adapter_names_its_base(tmp_path: Path, registry: Registry) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "adapter_config.json").write_text('{\n"base_model_name_or_path": "meta-llama/Llama-2-7b-hf"}')
    save_file({"lora": np.zeros((8,), np.float32)}, folder / "adapter_model.safetensors")
    entry, _ = read_one(folder, registry)
    assert entry.entry["foundations"] == [{"model": "llama-2", "size": "7B", "relation": "adapter"}]
    assert "parameters" not in entry.entry["sizes"][0]
    assert f"{folder}/adapter_config.json:2" in [source["url"] for source in entry.entry["sources"]]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"---\nlicense: [mit\nx: y\n---\n", 3, "is no YAML"),
        (b"---\nlicense: mit\n", 1, "never ends"),
        (b"---\n- a\n---\n", 2, "should have fields"),
        (b"---\nlicense: mit\nlicense: mit\n---\n", 3, "given twice"),
        (b"---\nlicense: !!python/object/apply:os.system [id]\n---\n", 2, "tag"),
        (b"---\na: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" + b"".join(
            b"c%d: &c%d [%s]\n" % (n, n, b",".join([b"*c%d" % (n - 1) if n else b"*b"] * 10)) for n in range(8)
        ) + b"---\n", None, "aliases"),
        (b"---\nlicense: \xff\n---\n", 2, "UTF-8"),
        (b"---\nlicense: \x1b[31mmit\n---\n", 2, "control character"),
        (b"---\n" + b"x" * (9 * 2**20), 0, "MiB"),
        (b"---\nbase_model: mine/Mine\n---\n", 2, "based on itself"),
        (b"---\nlicense: mit\nbase_model: {name: meta-llama/Llama-2-7b-hf}\n---\n", 3, "list of texts"),
        (b"---\nlicense: mit\nbase_model:\n- a/b\n- model: meta-llama/Llama-2-7b-hf\n---\n", 5, "list of texts"),
        (b"---\nlicense: {name: mit}\n---\n", 2, "list of texts"),
        (b"---\nx: &x {base_model: meta-llama/Llama-2-7b-hf}\nlicense: mit\n<<: *x\n---\n", 4, "<<"),
        ("---\nlicense: mit\n---\n".encode("utf-16"), 1, "UTF-8"),
        (b"---\nlicense:\n" + b"".join(b" " * n + b"- \n" for n in range(1, 60)) + b"---\n", None, "nested deeper"),
    ],
)  # fmt: skip
def test_bad_cards_are_told_in_one_line(
    tmp_path: Path, registry: Registry, content: bytes, line: int | None, words: str
) -> None:
    snapshot = write_cache(tmp_path, "mine/Mine", {"README.md": content})
    with pytest.raises(RegistryError, match=words) as caught:
        read_models([tmp_path], registry)
    (fault,) = caught.value.faults
    assert "\n" not in str(fault)
    assert fault.file == str(snapshot / "README.md")
    assert line is None or fault.line == line


@pytest.mark.parametrize("content", ["[]", "{", '{"a": 1} x', "", "[" * 100])
def test_bad_configs_are_told_in_one_line(tmp_path: Path, registry: Registry, content: str) -> None:
    (tmp_path / "config.json").write_text(content)
    with pytest.raises(RegistryError) as caught:
        read_models([tmp_path], registry)
    assert str(tmp_path / "config.json") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_one_at_fault_is_left_out_whole(tmp_path: Path, registry: Registry) -> None:
    write_cache(tmp_path, "me/Good", {"README.md": b"---\nlicense: mit\n---\n"})
    write_cache(tmp_path, "me/Bad", {"README.md": b"---\nlicense: mit\n---\n", "config.json": b"{"})
    read = read_models([tmp_path], registry)
    assert [entry.files.hub for entry in read.entries] == ["me/Good"]
    assert len(read.faults) == 1
    assert "this model is left out" in str(read.faults[0])


def test_links_out_of_a_folder(tmp_path: Path, registry: Registry) -> None:
    (tmp_path / "secret.md").write_text("---\nlicense: mit\n---\n")
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "README.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(RegistryError, match="leads out of"):
        read_models([folder], registry)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_are_not_waited_for(tmp_path: Path, registry: Registry) -> None:
    os.mkfifo(tmp_path / "README.md")
    with pytest.raises(RegistryError, match="is a pipe"):
        read_models([tmp_path], registry)


def test_nothing_of_a_model_is_run(tmp_path: Path, registry: Registry) -> None:
    folder = write_card(tmp_path / "mine", "license: mit\n")
    (folder / "config.json").write_text(json.dumps({**LLAMA, "auto_map": {"AutoConfig": "evil.Config"}}))
    trap = tmp_path / "trap"
    (folder / "evil.py").write_text(f"open({str(trap)!r}, 'w')")
    (folder / "pytorch_model.bin").write_bytes(b"cos\nsystem\n(S'touch trap'\ntR.")
    read_one(folder, registry)
    assert not trap.exists()


@pytest.mark.parametrize("name", ["nowhere", "empty", "notes.txt"])
def test_paths_without_a_model(tmp_path: Path, registry: Registry, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(InputError if name == "nowhere" else RequestError, match=name):
        read_models([tmp_path / name], registry)


def test_names_that_the_registry_has_otherwise(tmp_path: Path, registry: Registry) -> None:
    """A folder that is called like a model needn't be it: it gets another name, so that both are found."""
    folder = write_card(tmp_path / "Vicuna", "license: mit\n")
    entry, faults = read_one(folder, registry)
    assert entry.entry["name"] == str(folder)
    assert entry.entry["id"] not in registry.model_by_id
    assert 'another "Vicuna"' in faults[0]


@pytest.mark.parametrize("name", ["구름", unicodedata.normalize("NFD", "구름"), "a b", "-", "#", "_..x"])
def test_any_name_gives_an_id(tmp_path: Path, registry: Registry, name: str) -> None:
    entry, _ = read_one(write_card(tmp_path / name, "license: mit\n"), registry)
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]*", entry.entry["id"])


def test_two_folders_of_one_name(tmp_path: Path, registry: Registry) -> None:
    for parent in ("a", "b"):
        write_card(tmp_path / parent / "mine", "license: mit\n")
    read = read_models([tmp_path], registry)
    assert [entry.entry["id"] for entry in read.entries] == ["mine", "mine-2"]


def test_two_thousand_bases_are_all_kept(tmp_path: Path, registry: Registry) -> None:
    bases = "".join(f"- nobody/Model-{number}\n" for number in range(2000))
    entry, _ = read_one(write_card(tmp_path / "mine", f"base_model:\n{bases}"), registry)
    assert len(entry.entry["unresolved"]) == len(open_bases(entry.entry)) == 2000


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        ("Apache-2.0 WITH LLVM-exception", "yes"),
        ("MIT OR CC-BY-NC-4.0", "yes"),
        ("MIT AND CC-BY-NC-4.0", "no"),
        ("MIT WITH Frob-exception", "unknown"),
        ("MIT AND Frob-1.0", "unknown"),
    ],
)
def test_an_expression_of_licences_is_read_at_a_path_as_in_a_layer(tmp_path: Path, stated: str, verdict: str) -> None:
    folder = write_card(tmp_path / "mine", f"license: {stated}\n")
    catalogue = llmsurvey.open()
    assert verdicts_of(catalogue, str(folder)) == (verdict,)
    imported = import_models(catalogue, ImportModelsQuestion(paths=(str(folder),), keep=False))
    assert [entry.verdict for entry in imported.entries] == [verdict]
    (tmp_path / "layer.yaml").write_bytes(imported.layer)
    assert verdicts_of(llmsurvey.open(registry=tmp_path / "layer.yaml"), "mine") == (verdict,)


def verdicts_of(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    answer = catalogue.licence(name)
    assert isinstance(answer, LicenceAnswer)
    return answer.verdicts

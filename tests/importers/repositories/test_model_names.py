"""What looks like a repository of the hub and is none isn't taken for a model."""

from __future__ import annotations

import pytest

from llmsurvey.importers.repositories.model_names import ModelNames, Place, is_repository
from llmsurvey.importers.repositories.model_words import names_models


@pytest.mark.parametrize(
    "text",
    [
        "application/json", "text/html", "Europe/London", "2023/07", "1/2", "and/or", "n/a", "data/models",
        "checkpoints/step-100",
        "src/app.py", "foo/bar.safetensors", "your-org/your-model", "org/name", "username/repo", "a/b/c", "../x/y",
        "./models", "x--y/z", "x/y.git", "owner/{name}", "/etc/passwd", "output/run1", "path/to", "I/O", "q/k-",
        "v1/models", "api/tags", "v1beta1/models", "kubeai.org/v1", "vllm.ai/finalizer", "your_hf_account/any-name",
        "your-team/m", "fake/model",
    ],
)  # fmt: skip
def test_what_is_no_repository(text: str, names: ModelNames) -> None:
    assert text == "I/O" or not is_repository(text)
    assert names.read(text, Place.ANY) is None


@pytest.mark.parametrize("text", ["meta-llama/Llama-2-7b-hf", "01-ai/Yi-6B", "google/flan-t5-xl", "x/y_z.1"])
def test_what_has_the_form_of_a_repository(text: str) -> None:
    assert is_repository(text)


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ("facebook/opt-125m", Place.ANY, "facebook/opt-125m"),
        ("THUDM/glm-4-9b-chat", Place.ANY, "THUDM/glm-4-9b-chat"),  # zai-org/ since
        ("CohereForAI/aya-23-8B", Place.ANY, "CohereForAI/aya-23-8B"),  # CohereLabs/ since
        ("meta-llama/Llama-2-7b", Place.ANY, "meta-llama/Llama-2-7b"),  # in Meta's format
        ("nobody/knows-it", Place.ANY, None),
        ("nobody/knows-it", Place.WORD, "nobody/knows-it"),
        ("nobody/knows-it@main", Place.WORD, "nobody/knows-it"),
        ("TheBloke/X-GGUF:Q4_K_M", Place.CALL, "TheBloke/X-GGUF"),
        ("gpt2", Place.CALL, "gpt2"),
        ("bert-base-uncased", Place.CALL, "bert-base-uncased"),
        ("my-checkpoint", Place.CALL, None),
        ("gpt-4", Place.WORD, "gpt-4"),
        ("gpt-4", Place.ANY, None),
        ("large", Place.WORD, None),
        ("https://huggingface.co/bigcode/starcoder/resolve/main/x.bin", Place.ANY, "bigcode/starcoder"),
        ("https://huggingface.co/datasets/a/b", Place.ANY, None),
        ("https://huggingface.co/docs/transformers", Place.ANY, None),
        ("https://huggingface.co/hardware/rtx-4070", Place.ANY, None),
        ("llama", Place.WORD, None),
        ("https://github.com/facebook/opt-125m", Place.ANY, None),
        ("hf://facebook/opt-125m", Place.ANY, "facebook/opt-125m"),
        ("hf.co/facebook/opt-125m:Q4_K_M", Place.ANY, "facebook/opt-125m"),
        ("git@hf.co:facebook/opt-125m", Place.ANY, "facebook/opt-125m"),
        ("git@github.com:facebook/opt-125m", Place.ANY, None),
        ("together_ai/nobody/knows-it", Place.WORD, "nobody/knows-it"),
        ("huggingface/facebook/opt-125m", Place.ANY, "facebook/opt-125m"),
        ("somewhere/facebook/opt-125m", Place.WORD, None),
        ("openai/gpt-4", Place.WORD, "openai/gpt-4"),
        ("Pro/nobody/knows-it", Place.WORD, "nobody/knows-it"),
        ("hf-hub:nobody/knows-it", Place.CALL, "nobody/knows-it"),
        ("llama2:13b", Place.WORD, "llama2:13b"),
        ("llama2:13b", Place.ANY, None),
        ("nobody-knows:13b", Place.WORD, None),
        ("ollama/llama2", Place.WORD, "llama2"),
        ("ollama_chat/llama2:13b", Place.WORD, "llama2:13b"),
        ("ollama/nobody-knows", Place.WORD, "ollama/nobody-knows"),
        ("gpt-3.5-turbo", Place.WORD, "gpt-3.5-turbo"),
        ("gpt-3.5-turbo", Place.ANY, None),
    ],
)
def test_names_by_the_place_that_they_stand_at(text: str, place: Place, name: str | None, names: ModelNames) -> None:
    assert names.read(text, place) == name


@pytest.mark.parametrize(
    ("name", "known_as"),
    [
        ("llama2:13b", "llama2 13b"),
        ("gpt-4-0613", "gpt-4"),
        ("gpt-4", ""),
        ("facebook/opt-125m", ""),
        ("nobody-knows:1b", ""),
    ],
)
def test_how_the_registry_has_a_name(name: str, known_as: str, names: ModelNames) -> None:
    assert names.known_as(name) == known_as


def test_tags_of_ollama_only_where_the_registry_maps_them(names: ModelNames) -> None:
    assert names.read_ollama("llama2:7b") == "llama2 7b"
    assert names.read_ollama("nobody-knows:7b") is None
    assert names.read_ollama("llama2:9000b") is None
    assert names.read_ollama("llama3.3:70b") == "llama3.3 70B-Instruct"
    assert names.read_ollama("deepseek-r1:1.5b") is None  # which of those that were distilled isn't said
    assert names.read_ollama("hf.co/facebook/opt-125m") == "facebook/opt-125m"


@pytest.mark.parametrize("word", ["MODEL_ID", "baseModel", "--model-name-or-path", "llm", "repo_id", "_name_or_path"])
def test_words_that_speak_of_models(word: str) -> None:
    assert names_models(word)


@pytest.mark.parametrize(
    "word", ["model_type", "save_model_dir", "dataset", "repo", "hub_model_id", "image", "remodel"]
)
def test_words_that_speak_of_something_else(word: str) -> None:
    assert not names_models(word)

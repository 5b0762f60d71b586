"""Which words say that what stands behind them is a model: `model_name_or_path`, `--base-model`, `LLM_MODEL_ID`."""

from __future__ import annotations

import re
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATOR = re.compile(r"[^a-z0-9]+")

_MODEL = {
    "model", "models", "llm", "llms", "checkpoint", "checkpoints", "ckpt", "pretrained", "tokenizer", "tokenizers",
    "embedder", "reranker", "teacher", "adapter", "adapters", "lora",
}  # fmt: skip
"""What a word has in it that speaks of a model."""

_OF_SOMETHING_ELSE = {
    "addr", "address", "api", "arch", "architecture", "args", "author", "backend", "board", "branch", "bucket", "cache",
    "card", "class", "cls", "collection", "config", "configs", "container", "data", "dataset", "datasets", "device",
    "dir", "directory", "docker", "dtype", "engine", "extension", "factory", "family", "file", "filename", "files",
    "folder", "format", "formats", "framework", "func", "function", "github", "group", "host", "image", "images", "key",
    "kwargs", "length", "license", "licence", "loader", "log", "logs", "mime", "module", "org", "out", "output",
    "outputs", "owner", "package", "prefix", "project", "prompt", "provider", "push", "region", "route", "run",
    "runner", "save", "saved", "schema", "service", "size", "space", "status", "suffix", "task", "template", "test",
    "tests", "topic", "type", "types", "user", "username", "version", "wandb", "keyword", "keywords",
}  # fmt: skip
"""What a word has in it that speaks of what a model has or makes: `model_type`, `save_model_dir`."""

_EXACTLY = {
    "repo_id", "hf_repo", "hf_repo_id", "hf_hub", "hf_hub_id", "hf_id", "hf_name", "hf_path", "hub_repo", "hf",
    "huggingface_repo", "huggingface_id", "huggingface_repo_id", "huggingface_hub_id", "hf_model_repo", "name_or_path",
}  # fmt: skip
"""Words that speak of the hub and name no model by themselves."""

_NEVER = {"hub_model_id", "push_to_hub_model_id", "hub_model"}
"""Where a training puts what it made."""

_TAKES_REPOSITORY = {
    "-hf",
    "-hfr",
    "--hf-repo",
    "-hfv",
    "--hf-repo-v",
    "--hf-repo-draft",
    "pretrained",
    "peft",
    "delta",
}
"""Options of llama.cpp, and the model arguments of the evaluation harness."""

_DATA = {"data", "dataset", "datasets", "task", "tasks"}
"""What the name of a function has in it that reads data: `LoadDataFromHub`, `LightevalTaskConfig`."""

GENERIC = {"name", "id", "path", "repo", "repo_id", "uri", "url", "source", "hub", "default", "value", "slug", "hf"}
"""What stands below a word that speaks of models: `model: {name: ORG/NAME}`."""


@lru_cache(maxsize=4096)
def names_models(word: str) -> bool:
    """Whether a key, a variable or an option speaks of models: `MODEL_ID`, `baseModel`, `--model-name-or-path`."""
    parts = parts_of(word)
    whole = "_".join(parts)
    if whole in _NEVER:
        return False
    if whole in _EXACTLY:
        return True
    return not _MODEL.isdisjoint(parts) and _OF_SOMETHING_ELSE.isdisjoint(parts)


def names_repository(word: str) -> bool:
    """Whether a word speaks of the hub and not of models: what a `repo_id` holds is said by what takes it."""
    return "_".join(parts_of(word)) in _EXACTLY


def reads_data(function: str) -> bool:
    """Whether a function reads data, by its name."""
    return not _DATA.isdisjoint(parts_of(function))


def says_otherwise(word: str) -> bool:
    """Whether a key says that what stands behind it is of another kind: `apiVersion`, `license`."""
    return not _OF_SOMETHING_ELSE.isdisjoint(parts_of(word))


def takes_repository(word: str) -> bool:
    """Whether an option or a variable takes a repository of the hub, too: `-hf` of llama.cpp, `pretrained=`."""
    return word in _TAKES_REPOSITORY or names_models(word)


def parts_of(word: str) -> tuple[str, ...]:
    """Return the words that an identifier is made of, in lower case."""
    return tuple(filter(None, _SEPARATOR.split(_CAMEL.sub("_", word).lower())))


def is_generic(word: str) -> bool:
    """Whether a key says nothing but that something has a name."""
    return "_".join(parts_of(word)) in GENERIC

"""Which functions of Python's libraries take a model of the hub, and in which of their arguments."""

from __future__ import annotations

from typing import NamedTuple


class ModelCall(NamedTuple):
    """The `positions` and the `keywords` at which a function takes models."""

    positions: tuple[int, ...]
    keywords: tuple[str, ...]


_REPO = ModelCall((0,), ("repo_id",))
_MODEL = ModelCall((0,), ("model", "tokenizer", "draft_model", "speculative_model"))
_MODEL_ID = ModelCall((0,), ("model_id", "model_name", "model", "model_name_or_path"))

CALLS = {
    "from_pretrained": ModelCall(
        (0, 1),
        ("pretrained_model_name_or_path", "pretrained_model_name", "model_id", "model_name", "repo_id", "adapter_name"),
    ),
    "pipeline": ModelCall((1,), ("model", "tokenizer", "feature_extractor")),
    "snapshot_download": _REPO,
    "hf_hub_download": _REPO,
    "try_to_load_from_cache": _REPO,
    "cached_file": ModelCall((0,), ("path_or_repo_id",)),
    "model_info": _REPO,
    "LLM": _MODEL,
    "AsyncLLM": _MODEL,
    "EngineArgs": _MODEL,
    "AsyncEngineArgs": _MODEL,
    "InferenceClient": ModelCall((0,), ("model",)),
    "AsyncInferenceClient": ModelCall((0,), ("model",)),
    "SentenceTransformer": ModelCall((0,), ("model_name_or_path", "model_name", "model")),
    "CrossEncoder": ModelCall((0,), ("model_name_or_path", "model_name", "model")),
    "SparseEncoder": ModelCall((0,), ("model_name_or_path", "model_name", "model")),
    "SentenceTransformerEmbeddings": ModelCall((), ("model_name",)),
    "HuggingFaceEmbeddings": ModelCall((), ("model_name",)),
    "HuggingFaceEmbedding": ModelCall((0,), ("model_name",)),
    "HuggingFaceEndpoint": ModelCall((), ("repo_id",)),
    "HuggingFaceHub": ModelCall((), ("repo_id",)),
    "from_model_id": _MODEL_ID,
    "HuggingFaceLLM": ModelCall((), ("model_name", "tokenizer_name")),
    "TransformersModel": _MODEL_ID,
    "InferenceClientModel": _MODEL_ID,
    "get_peft_model_from_hub": _REPO,
    "load_lora_weights": ModelCall((0,), ("pretrained_model_name_or_path_or_dict",)),
    "load_adapter": ModelCall((0,), ("peft_model_id",)),
    "WhisperModel": ModelCall((0,), ("model_size_or_path",)),
    "from_hf_hub": _REPO,
    "from_hub": _REPO,
}
"""The functions by their last name, whatever they are a method of."""

SENTENCE_TRANSFORMERS = {"SentenceTransformer", "SentenceTransformerEmbeddings", "HuggingFaceEmbeddings"}
"""Functions to which a name without an owner is one of that library's own."""

NO_MODELS = {
    "load_dataset", "load_from_disk", "push_to_hub", "save_pretrained", "save_pretrained_merged", "push_to_hub_merged",
    "create_repo", "delete_repo", "upload_file", "upload_folder", "upload_large_folder", "create_commit", "Repository",
    "dataset_info", "get_token", "import_module", "getLogger",
}  # fmt: skip
"""Functions whose texts name data, or what the program makes itself."""

OTHER_KINDS = {"dataset", "space"}
"""What `repo_type` says of a repository that holds no model."""

FIRST_SAYS = {"add_argument", "option", "getenv", "get", "setdefault", "pop", "parametrize", "Option", "env", "getattr"}
"""Functions whose first text says what the other ones are: `os.getenv("MODEL_ID", "ORG/NAME")`."""

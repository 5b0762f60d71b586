"""What a model was merged from, as mergekit writes it beside the weights.

https://github.com/arcee-ai/mergekit: a model is named by its repository or folder, with a revision behind `@` and an
adapter behind `+`, or by an object with the same parts.
"""

from __future__ import annotations

from collections.abc import Iterator

from llmsurvey.importers.models.files import Stated, stated_text
from llmsurvey.registry.nodes import Node

FILES = ("mergekit_config.yml", "mergekit_config.yaml", "mergekit_moe_config.yml", "mergekit_moe_config.yaml")
"""What the file is called: of a merge, and of experts put together."""

_MODELS = ("model", "base_model", "source_model")
"""The fields that name a model, wherever they stand."""


def models_merged(tree: Node) -> list[Stated[str]]:
    """Return the models that a merge names, adapters on them included, each once with its first place."""
    found: dict[str, Stated[str]] = {}
    for stated in _models_in(tree):
        found.setdefault(stated.value.casefold(), stated)
    return list(found.values())


def _models_in(tree: Node) -> Iterator[Stated[str]]:
    """Yield what each field of a tree that names a model says, from top to bottom."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node.value, list):
            waiting += reversed(node.value)
        elif isinstance(node.value, dict):
            for name in _MODELS:
                yield from _named_by(node.value.get(name))
            waiting += reversed([child for name, child in node.value.items() if name not in _MODELS])


def _named_by(node: Node | None) -> Iterator[Stated[str]]:
    """Yield the model that a reference names, and the adapter on it."""
    if node is not None and isinstance(node.value, dict):
        inner = node.value.get("model", node)
        for part in (inner, node.value.get("lora")):
            yield from _named_by(part.value.get("path") if part is not None and isinstance(part.value, dict) else part)
    elif (stated := stated_text(node)) is not None:
        for part in stated.value.split("+"):
            if name := part.partition("@")[0].strip():
                yield Stated(name, stated.place)

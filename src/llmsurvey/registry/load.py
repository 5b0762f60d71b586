"""From layers to a registry: out of the cache if it was compiled before, else by compiling it."""

from __future__ import annotations

from collections.abc import Iterable

from llmsurvey.messages import announce, mark, say
from llmsurvey.registry import cache
from llmsurvey.registry.layers import Layer, layers_for
from llmsurvey.registry.registry import Registry

_SLOW = 2**20
"""Registries of more bytes than this take a second or more to compile, which is announced."""


def announce_large(layers: Iterable[Layer], sentence: str) -> None:
    """Say what is done with layers, in a `sentence` with their size in MiB, where they are large."""
    size = sum(len(content) for layer in layers for _, content in layer.files)
    if size > _SLOW:
        announce(say(sentence, size=round(size / 2**20)))


def load_registry(paths: Iterable[str] = ()) -> Registry:
    """Return the built-in catalogue with the user's layers and `paths` over it.

    Raises RegistryError with all faults, each with its place.
    """
    return load_with_key(layers_for(paths))[0]


def load_layers(layers: list[Layer]) -> Registry:
    """Return the registry of some layers, lowest first. Raises RegistryError with all faults, each with its place."""
    return load_with_key(layers)[0]


def load_with_key(layers: list[Layer]) -> tuple[Registry, str]:
    """Return what `load_layers` does, and what it is kept under, for what is kept beside it. Raises what that does."""
    key = cache.key_of(layers)
    registry = cache.read_record(key, Registry)
    if registry is None:
        from llmsurvey.registry.compile import compile_layers

        announce_large(layers, mark("compiling {size} MiB of registry, once ..."))
        registry = compile_layers(layers).registry
        cache.write_record(key, registry)
    return registry, key

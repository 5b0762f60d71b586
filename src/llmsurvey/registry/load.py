"""From layers to a registry: out of the cache if it was compiled before, else by compiling it."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from llmsurvey.messages import say, translated
from llmsurvey.registry import cache
from llmsurvey.registry.layers import layers_for
from llmsurvey.registry.registry import Registry

_SLOW = 2**20
"""Registries of more bytes than this take a second or more to compile, so the program says that it does."""


def load_registry(paths: Iterable[str] = ()) -> Registry:
    """The built-in catalogue with the user's layers and `paths` over it.

    Raises RegistryError with all faults, each with its place.
    """
    layers = layers_for(paths)
    key = cache.key_of(layers)
    registry = cache.read(key, Registry)
    if registry is None:
        from llmsurvey.registry.compile import compile_layers

        size = sum(len(content) for layer in layers for _, content in layer.files)
        if size > _SLOW and sys.stderr.isatty():
            message = say("compiling {size} MiB of registry, once ...", size=round(size / 2**20))
            sys.stderr.write(f"{translated(message)}\n")
        registry = compile_layers(layers).registry
        cache.write(key, registry)
    return registry

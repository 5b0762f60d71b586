"""From layers to a registry: out of the cache if it was compiled before, else by compiling it."""

from __future__ import annotations

from collections.abc import Iterable

from llmsurvey.messages import announce, mark, say
from llmsurvey.registry import cache
from llmsurvey.registry.kept.parts import DamagedError
from llmsurvey.registry.kept.registry import read_registry, write_registry
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
    registry = read_registry(key, lambda: _compile_again(layers, key))
    if registry is None:
        registry = _compile(layers)
        key = cache.key_of(layers)  # of what was compiled: a file may have changed since it was looked at
        write_registry(key, registry)
    return registry, key


def _compile_again(layers: list[Layer], key: str) -> bytes:
    """Return what is kept of the registry of layers. Raises DamagedError where it isn't what `key` stands for now."""
    registry = _compile(layers)
    if cache.key_of(layers) != key:
        raise DamagedError
    return write_registry(key, registry)


def _compile(layers: list[Layer]) -> Registry:
    from llmsurvey.registry.compile import compile_layers

    announce_large(layers, mark("compiling {size} MiB of registry, once ..."))
    return compile_layers(layers).registry

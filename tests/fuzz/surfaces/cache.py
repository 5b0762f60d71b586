"""The file in which a compiled registry is kept: whatever it holds, it is ignored or right."""

from __future__ import annotations

import contextlib
import functools
from pathlib import Path

from tests.fuzz.structure import mutate_json
from tests.fuzz.surface import Surface, seeds

from llmsurvey.errors import RegistryError
from llmsurvey.records.plain import stated_fields
from llmsurvey.registry import cache
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.kept.parts import pack_parts
from llmsurvey.registry.kept.registry import pack_registry, read_registry, write_registry
from llmsurvey.registry.layers import Layer
from llmsurvey.registry.registry import Registry

_LAYERS = [Layer("mine", (("mine.yaml", seeds("registry_yaml")[1]),))]
_KEY = cache.key_of(_LAYERS)
_REGISTRY = compile_layers(_LAYERS).registry
_REST = cache.encode_record(_REGISTRY.replace(models=(), origins={}, unsourced=None))
_MODELS = cache.encode_records(_REGISTRY.models)


@functools.cache
def _file() -> Path:
    """The only file that the program keeps for this key."""
    write_registry(_KEY, _REGISTRY)
    return cache.path_of(_KEY, "registry")


def _check_damaged(content: bytes) -> None:
    """What isn't as it was written is ignored, or made anew when it is read."""
    _file().write_bytes(content)
    registry = read_registry(_KEY, lambda: write_registry(_KEY, _REGISTRY))
    assert registry is None or registry == _REGISTRY, "a damaged cache is believed"


def _check_sealed_rest(rest: bytes) -> None:
    _check_sealed({"rest": [rest], "extent": [b"[0, null, []]"], "models": []})


def _check_sealed_models(models: bytes) -> None:
    _check_sealed({"rest": [b"[{}, {}]"], "extent": [b"[1, null, []]"], "models": [models]})


def _check_sealed(sections: dict[str, list[bytes]]) -> None:
    """Parts of whatever content under a seal that fits are read or ignored, or told when they are asked for."""
    _file().write_bytes(pack_parts(_KEY, sections))
    registry = read_registry(_KEY) or Registry()
    with contextlib.suppress(RegistryError):
        stated_fields(registry)
    with contextlib.suppress(RegistryError):
        stated_fields(Registry(models=tuple(registry.models)))


SURFACES = (
    Surface("cache-damaged", _check_damaged, 100, (pack_registry(_KEY, _REGISTRY),)),
    Surface("cache-sealed", _check_sealed_rest, 100, (_REST,), mutate_json),
    Surface("cache-models", _check_sealed_models, 100, (_MODELS,), mutate_json),
)

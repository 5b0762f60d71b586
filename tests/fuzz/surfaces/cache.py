"""The file in which a compiled registry is kept: whatever it holds, it is ignored or right."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
from pathlib import Path

from tests.fuzz.structure import mutate_json
from tests.fuzz.surface import Surface, seeds

from llmsurvey.errors import RegistryError
from llmsurvey.records.plain import stated_fields
from llmsurvey.registry import cache
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.layers import Layer
from llmsurvey.registry.registry import Registry

_LAYERS = [Layer("mine", (("mine.yaml", seeds("registry_yaml")[1]),))]
_KEY = cache.key_of(_LAYERS)
_REGISTRY = compile_layers(_LAYERS).registry
_BODY = cache.encode_record(_REGISTRY)


def _seal(body: bytes) -> bytes:
    return hashlib.sha256(_KEY.encode() + body).hexdigest().encode()


@functools.cache
def _file() -> Path:
    """The only file that the program keeps for this key."""
    cache.write_record(_KEY, _REGISTRY)
    [path] = Path(os.environ["XDG_CACHE_HOME"]).rglob(f"*{_KEY[:32]}*")
    return path


def _check_damaged(content: bytes) -> None:
    _file().write_bytes(content)
    registry = cache.read_record(_KEY, Registry)
    assert registry is None or registry == _REGISTRY, "a damaged cache is believed"


def _check_sealed(body: bytes) -> None:
    """A body of whatever content under a seal that fits is read or ignored, or told when its sources are asked for."""
    _file().write_bytes(_seal(body) + b"\n" + body)
    registry = cache.read_record(_KEY, Registry)
    with contextlib.suppress(RegistryError):
        stated_fields(registry or Registry())


SURFACES = (
    Surface("cache-damaged", _check_damaged, 100, (_seal(_BODY) + b"\n" + _BODY,)),
    Surface("cache-sealed", _check_sealed, 100, (_BODY,), mutate_json),
)

"""Built-in data that isn't part of the registry: a folder of it is one record, compiled once like the registry.

Users don't lay files over these.
"""

from __future__ import annotations

from llmsurvey.registry import cache
from llmsurvey.registry.cache import Kept
from llmsurvey.registry.layers import built_in_layer


def load_folder(folder: str, record: type[Kept]) -> Kept:
    """Return the record of a folder of the built-in data. Raises RegistryError with all faults, each with its place."""
    layer = built_in_layer(folder)
    key = cache.key_of([layer])
    compiled = cache.read_record(key, record)
    if compiled is None:
        from llmsurvey.registry.compile_folder import compile_folder

        compiled = compile_folder(layer, record)
        cache.write_record(key, compiled)
    return compiled

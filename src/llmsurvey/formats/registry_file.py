"""The catalogue's records as registry files, which can be read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from llmsurvey.records import Score
from llmsurvey.records.plain import stated_fields
from llmsurvey.registry.registry import Registry

FORMATS = ("yaml", "json")
"""The formats of a registry file; all others write tables."""


LISTS = ("models", "datasets", "licences", "benchmarks", "organisations", "scores")
"""The lists of a registry file."""


def lists_of_records(registry: Registry, scores: Iterable[Score]) -> dict[str, list[Any]]:
    """Return every record by the list of a registry file that it belongs to, with all that is known of it."""
    return {
        name: [stated_fields(record) for record in (scores if name == "scores" else getattr(registry, name))]
        for name in LISTS
    }


def render(content: Mapping[str, list[Any]], name: str) -> bytes:
    """Return lists of records as one file in YAML or JSON."""
    if name == "json":
        from llmsurvey.formats import json

        return f"{json.dump_json(content, indent=2)}\n".encode()
    from llmsurvey.formats import yaml

    return yaml.dump_yaml(dict(content)).encode()

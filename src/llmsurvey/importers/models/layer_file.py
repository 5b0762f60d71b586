"""A layer of the registry as a YAML file, and what an earlier import left in one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from llmsurvey.registry.layer_text import layer_text
from llmsurvey.registry.nodes import read_document

Entry = dict[str, Any]

_HEAD = "Written by `llmsurvey import model`. Each fact names the file and the line that it was read from."


def read_entries(file: str, content: bytes) -> dict[str, list[Entry]]:
    """Return the lists of a layer as they are written. Raises RegistryError for a file that is none."""
    node = read_document(file, content)
    plain = node.plain() if node is not None else {}
    lists = plain if isinstance(plain, dict) else {}
    return {name: entries for name, entries in lists.items() if isinstance(entries, list)}


def put_entries(lists: dict[str, list[Entry]], kind: str, entries: Iterable[Entry]) -> None:
    """Put entries into a list of a layer, each in the place of one of the same id that is there."""
    by_id = {entry["id"]: entry for entry in lists.get(kind, [])}
    by_id |= {entry["id"]: entry for entry in entries}
    if by_id:
        lists[kind] = list(by_id.values())


def write_layer(lists: dict[str, list[Entry]]) -> bytes:
    """Return a layer as YAML, one fact a line."""
    return layer_text(lists, _HEAD).encode()

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


def settle_bases(lists: dict[str, list[Entry]]) -> None:
    """Let what models of a layer name as their bases be those models of the layer that are it, by their repository.

    So it doesn't matter which of them is imported first.
    """
    ids = {
        size["hub"].casefold(): model["id"]
        for model in lists.get("models", ())
        for size in model.get("sizes", ())
        if isinstance(size.get("hub"), str)
    }
    for model in lists.get("models", ()):
        for owner in (model, *model.get("sizes", ())):
            _settle_bases_of(owner, model["id"], ids)


def _settle_bases_of(owner: Entry, own: str, ids: dict[str, str]) -> None:
    """Move what is in the layer from the unresolved names of a model, or of a size of it, to its foundations."""
    items = owner.get("unresolved", [])
    found = [item for item in items if _base_of(item, ids) not in (None, own)]
    if not found:
        return
    owner["foundations"] = [
        *owner.get("foundations", ()),
        *({"model": _base_of(item, ids), "relation": item["relation"]} for item in found),
    ]
    owner["unresolved"] = [item for item in items if item not in found]
    if not owner["unresolved"]:
        del owner["unresolved"]
    for source in owner.get("sources", ()):
        for name in ("supports", "infers"):
            fields = source.get(name, [])
            if "unresolved" in fields and "foundations" not in fields:
                source[name] = [*fields, "foundations"]
            if "unresolved" not in owner and "unresolved" in source.get(name, []):
                source[name] = [field for field in source[name] if field != "unresolved"]


def _base_of(item: Entry, ids: dict[str, str]) -> str | None:
    """Return the id of the model of the layer that an unresolved name is; None for none, and for data."""
    if item.get("relation") == "data" or "taken_for" in item:
        return None
    return ids.get(str(item.get("name")).casefold())

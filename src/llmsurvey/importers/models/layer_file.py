"""A layer of the registry as a YAML file, and what an earlier import left in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from llmsurvey.registry.circles import disjoint_circles
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


def settle_bases(lists: dict[str, list[Entry]], folders: Mapping[str, str]) -> set[tuple[str, str]]:
    """Turn names of bases into references, where a model of the layer has that repository; return which stay names.

    `folders` are where models of the layer lie, with their ids: a base may be named by its folder, too. So it doesn't
    matter which of them is imported first. What stays a name would make a model from itself by way of others; it is
    returned with the id of the model that has it before it.
    """
    models = lists.get("models", [])
    ids = {
        size["hub"].casefold(): model["id"]
        for model in models
        for size in model.get("sizes", ())
        if isinstance(size.get("hub"), str)
    } | {folder.casefold(): identity for folder, identity in folders.items()}
    closing = _close_circles(models, ids)
    for model in models:
        for owner in (model, *model.get("sizes", ())):
            _settle_bases_of(owner, model["id"], ids, closing)
    return {
        (model["id"], item["name"])
        for model in models
        for owner in (model, *model.get("sizes", ()))
        for item in owner.get("unresolved", ())
        if (model["id"], _base_of(item, ids)) in closing
    }


def _close_circles(models: list[Entry], ids: dict[str, str]) -> set[tuple[str, str]]:
    """Return which bases would make models from themselves, were names the models that they mean; one of each circle.

    Each is the id of a model with that of the base.
    """
    settled: dict[str, list[str]] = {}
    named: dict[str, list[str]] = {}
    for model in models:
        owners = (model, *model.get("sizes", ()))
        links = [link["model"] for owner in owners for link in owner.get("foundations", ())]
        names = [_base_of(item, ids) for owner in owners for item in owner.get("unresolved", ())]
        settled[model["id"]] = [link for link in links if link != model["id"]]
        named[model["id"]] = [name for name in names if name is not None and name != model["id"]]
    closing: set[tuple[str, str]] = set()
    while True:
        edges = {
            name: [*settled[name], *(base for base in named[name] if (name, base) not in closing)] for name in settled
        }
        circles = [list(zip(circle, [*circle[1:], circle[0]], strict=True)) for circle in disjoint_circles(edges)]
        open_edges = ([edge for edge in circle if edge[1] in named[edge[0]]] for circle in circles)
        newly_closing = {each[-1] for each in open_edges if each} - closing
        if not newly_closing:
            return closing
        closing |= newly_closing


def _settle_bases_of(owner: Entry, own: str, ids: dict[str, str], closing: set[tuple[str, str]]) -> None:
    """Move what is in the layer from the unresolved names of a model, or of a size of it, to its foundations."""
    items = owner.get("unresolved", [])
    settled = [
        item for item in items if (base := _base_of(item, ids)) not in (None, own) and (own, base) not in closing
    ]
    if not settled:
        return
    owner["foundations"] = [
        *owner.get("foundations", ()),
        *({"model": _base_of(item, ids), "relation": item["relation"]} for item in settled),
    ]
    owner["unresolved"] = [item for item in items if item not in settled]
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

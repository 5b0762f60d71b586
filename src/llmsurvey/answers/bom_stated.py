"""What the readers of both standards share: how a component is put together from what a file states of it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import Any, Literal, TypeVar

from llmsurvey.answers.bom_entries import HUB_ADDRESS, BomEntry, BomLink
from llmsurvey.records import EVERY_VERDICT

DERIVED = "derived"
"""The relation where a file says only that one came from another."""

PREFIX = "llmsurvey:"
"""What stands before the names of properties that this program writes."""

_Sortable = TypeVar("_Sortable", str, BomLink)

_MOST_DIGITS = 20
"""No number of parameters has as many digits."""

_PURL = re.compile(r"pkg:huggingface/([^@?#]+)")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_OF_DATA = "datasets/"
"""What stands before the name of a repository that holds a dataset."""


def record_at(address: object) -> Literal["model", "dataset"] | None:
    """Return what a package URL of the hub leads to; None for all others."""
    match = _PURL.match(address) if isinstance(address, str) else None
    if match is None:
        return None
    return "dataset" if match[1].startswith(_OF_DATA) else "model"


def hub_of(*addresses: object) -> str | None:
    """Return the hub repository that the first of some addresses or package URLs names; None where none does.

    It is called as its owner calls it, whether it holds a model or a dataset.
    """
    from urllib.parse import unquote

    for address in addresses:
        if not isinstance(address, str):
            continue
        if match := _PURL.match(address):
            return unquote(match[1]).removeprefix(_OF_DATA)
        if address.startswith(HUB_ADDRESS):
            path = unquote(address.removeprefix(HUB_ADDRESS)).partition("?")[0].strip("/").removeprefix(_OF_DATA)
            parts = path.split("/")
            if parts[0] not in ("", "spaces"):
                return "/".join(parts[:2])
    return None


def hub_called(group: object, name: object) -> str | None:
    """Return the hub repository that a component is called after, with its owner in the name or as the group."""
    for called in (name, f"{group}/{name}"):
        if isinstance(called, str) and _REPOSITORY.fullmatch(called):
            return called
    return None


def first_free(name: str, taken: Container[str]) -> str:
    """Return a name, with a number behind it where it is taken already."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def text_or_none(value: object) -> str | None:
    """Return a text that says something, else None."""
    return value if isinstance(value, str) and value.strip() else None


def list_of(value: object) -> list[Any]:
    """Return the items of a list; none where there is no list."""
    return value if isinstance(value, list) else []


def lines_of(text: str | None) -> tuple[str, ...]:
    """Return the lines of a text, if there is one."""
    return tuple(text.split("\n")) if text else ()


def sorted_once(items: Iterable[_Sortable]) -> tuple[_Sortable, ...]:
    """Return items in their order, each once: in which order a file has them says nothing."""
    return tuple(sorted(set(items)))


def put_properties(entry: BomEntry, properties: Mapping[str, str]) -> BomEntry:
    """Return a component with what this program wrote of it as properties, in the place of what the standard has."""
    parameters, verdict = properties.get("parameters", ""), properties.get("verdict")
    is_number = parameters.isascii() and parameters.isdecimal() and len(parameters) < _MOST_DIGITS
    return entry._replace(
        size=properties.get("size") if "component" in properties else entry.size,
        released=properties.get("released", entry.released),
        hub=properties.get("hub", entry.hub),
        architecture=properties.get("architecture", entry.architecture),
        parameters=int(parameters) if is_number else None,
        verdict=verdict if verdict in EVERY_VERDICT else None,
    )

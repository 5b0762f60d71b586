"""The weights of a model, as far as their headers tell: parameters, bytes and types."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from llmsurvey.errors import reason_of
from llmsurvey.importers.models.experts import Routing
from llmsurvey.importers.models.files import Stated, check_inside, fault_at
from llmsurvey.importers.models.gguf import Header, read_header
from llmsurvey.importers.models.safetensors import Tensor, count_parameters, read_tensors
from llmsurvey.inputs import read_input
from llmsurvey.messages import counted, list_names, say
from llmsurvey.paths import is_pointer

Tell = Callable[[str, str], None]
"""Tells at a place what looks wrong."""

_MOST_OF_INDEX = 64 * 2**20
_INDEX = ("model.safetensors.index.json", "consolidated.safetensors.index.json")
_SHARD = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.(?P<kind>safetensors|gguf)")
_ADAPTER = "adapter_model.safetensors"


@dataclass(frozen=True)
class Weights:
    """What the headers of weights amount to.

    `parameters` is None where they can't be counted, `bytes` where they aren't all there. `by_type` counts numbers of
    each type, `packed` parameters that share a number with others. `header` is that of a GGUF file. `active` is how
    many parameters one token is computed with, where that is known of a mixture of experts.
    """

    place: str
    parameters: Stated[int] | None = None
    bytes: int | None = None
    by_type: Mapping[str, int] = field(default_factory=dict)
    packed: int = 0
    header: Header | None = None
    active: int | None = None


class Settings(NamedTuple):
    """What a config says of weights: how they are packed, and how a token goes through experts, if there are any."""

    quantisation: Mapping[str, Any]
    routing: Routing | None = None


def weights_of(files: Mapping[str, Path], root: Path, settings: Settings, tell: Tell) -> Weights | None:
    """Return what the weights among some files amount to; None where there are none.

    Raises RegistryError for a header that can't be, and for an index that names files outside of the folder.
    """
    index = next((files[name] for name in _INDEX if name in files), None)
    if index is not None:
        return _of_index(index, root, settings, tell)
    tensors = sorted(name for name in files if name.endswith(".safetensors") and name != _ADAPTER)
    if tensors:
        return _of_safetensors([files[name] for name in _one_set(tensors, files, tell)], root, settings, tell)
    ggufs = sorted(name for name in files if name.endswith(".gguf") and not name.startswith("mmproj"))
    return _of_gguf([files[name] for name in ggufs], root, tell) if ggufs else None


def _one_set(names: list[str], files: Mapping[str, Path], tell: Tell) -> list[str]:
    """Return the names of one set of weights: some repositories hold the same weights in two forms."""
    whole = next((name for name in ("model.safetensors", "consolidated.safetensors") if name in names), None)
    if whole is not None:
        return [whole]
    shards = [match for name in names if (match := _SHARD.fullmatch(name))]
    if shards:
        stem = shards[0]["stem"]
        own = [match for match in shards if match["stem"] == stem]
        missing = int(own[0]["count"]) - len(own)
        if missing:
            message = counted("{number} of its parts isn't there", "{number} of its parts aren't there", missing)
            tell(str(files[own[0][0]]), say("{problem}: parameters aren't counted", problem=message))
            return []
        return [match[0] for match in own]
    if len(names) > 1:
        message = say("beside it lie other weights ({names}): it alone is counted", names=list_names(names[1:], most=3))
        tell(str(files[names[0]]), message)
    return names[:1]


def _of_index(path: Path, root: Path, settings: Settings, tell: Tell) -> Weights | None:
    """Return what the parts that an index names amount to, or what it says itself where they aren't all there."""
    index = _read_index(path, root)
    named = index.get("weight_map")
    if not isinstance(named, dict) or not all(isinstance(name, str) for name in named.values()):
        raise fault_at(path, 0, say('has no "{field}" of names', field="weight_map"))
    parts = sorted(set(named.values()))
    for name in parts:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name:
            raise fault_at(path, 0, say('names "{name}", which leads out of its folder', name=name[:80]))
    missing = [name for name in parts if not (path.parent / name).is_file() or is_pointer(path.parent / name)]
    if not missing:
        return _of_safetensors([path.parent / name for name in parts], root, settings, tell)
    tell(str(path), say("{names} isn't there: no bytes are counted", names=list_names(missing, most=3)))
    metadata = index.get("metadata")
    total = metadata.get("total_parameters") if isinstance(metadata, dict) else None
    is_count = type(total) is int and 0 < total < 10**18
    return Weights(str(path), Stated(total, f"{path}:1") if is_count and isinstance(total, int) else None)


def _read_index(path: Path, root: Path) -> dict[str, Any]:
    check_inside(path, root)
    try:
        content = read_input(path, _MOST_OF_INDEX)
        index = json.loads(content) if len(content) <= _MOST_OF_INDEX else None
    except OSError as error:
        raise fault_at(path, 0, say("can't be read: {reason}", reason=reason_of(error))) from None
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise fault_at(path, line, say("isn't JSON: {reason}", reason=str(error)[:100])) from None
    if not isinstance(index, dict):
        raise fault_at(path, 0, say("should hold one object with fields"))
    return index


def _of_safetensors(paths: list[Path], root: Path, settings: Settings, tell: Tell) -> Weights | None:
    if not paths:
        return None
    tensors: list[Tensor] = []
    for path in paths:
        check_inside(path, root)
        if is_pointer(path):
            tell(str(path), say("only names weights that Git LFS keeps: nothing is counted"))
            return None
        tensors += read_tensors(path, root)
    count, place = count_parameters(tensors, settings.quantisation, settings.routing), str(paths[0])
    if count.unknown is not None:
        tell(place, say("{problem}: parameters aren't counted", problem=count.unknown))
    parameters = Stated(count.parameters, place) if count.parameters else None
    return Weights(place, parameters, count.bytes, count.by_type, count.packed, active=count.active)


def _of_gguf(paths: list[Path], root: Path, tell: Tell) -> Weights | None:
    """Return the weights in a file of GGUF with all its parts; of several quantisations the first counts."""
    check_inside(paths[0], root)
    if is_pointer(paths[0]):
        tell(str(paths[0]), say("only names weights that Git LFS keeps: nothing is counted"))
        return None
    shard = _SHARD.fullmatch(paths[0].name)
    stem = shard["stem"] if shard else None
    own = [path for path in paths if stem and (part := _SHARD.fullmatch(path.name)) and part["stem"] == stem]
    own = own or paths[:1]
    if len(own) < len(paths):
        others = list_names([path.name for path in paths if path not in own], most=3)
        tell(str(own[0]), say("beside it lie other weights ({names}): it alone is counted", names=others))
    if shard and len(own) != int(shard["count"]):
        tell(str(own[0]), say("not all of its parts are there: nothing is counted"))
        return Weights(str(own[0]), header=read_header(own[0], root))
    headers = [read_header(path, root) for path in own]
    if headers[0].is_adapter:
        return Weights(str(own[0]), header=headers[0])
    by_type: dict[str, int] = {}
    for header in headers:
        for kind, number in header.by_type.items():
            by_type[kind] = by_type.get(kind, 0) + number
    total = sum(header.parameters for header in headers)
    place = str(own[0])
    size = sum(header.bytes for header in headers)
    return Weights(place, Stated(total, place) if total else None, size, by_type, header=headers[0])

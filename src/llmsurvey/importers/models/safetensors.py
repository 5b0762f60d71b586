"""Safetensors: tensors and their types, by the header alone.

The format: 8 bytes with the length of the header, the header in JSON, then the tensors one behind the other
(https://github.com/huggingface/safetensors#format). What the header says of lengths is checked against the file.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from llmsurvey.errors import RegistryError, reason_of
from llmsurvey.importers.models.experts import Portion, Routing, count_active
from llmsurvey.importers.models.files import check_inside, fault_at
from llmsurvey.inputs import remember_input
from llmsurvey.messages import Message, say

_MOST_OF_HEADER = 100_000_000
"""So many bytes a header may have, by the library's own limit."""

BITS = {
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E5M2FNUZ": 8, "F8_E4M3FNUZ": 8,
    "U16": 16, "I16": 16, "F16": 16, "BF16": 16, "U32": 32, "I32": 32, "F32": 32, "U64": 64, "I64": 64, "F64": 64,
    "C64": 64, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6,
}  # fmt: skip
"""The types of tensors, and how many bits a number of each takes."""

_FLOATS = frozenset(name for name in BITS if name.startswith(("F", "BF"))) - {"F8_E8M0"}
_SIDE = re.compile(
    r"(?:^|[._])(?:scales?|scale_inv|weight_scale(?:_inv|_2)?|input_scale|qzeros|g_idx|zeros|absmax|quant_map|"
    r"nested_absmax|nested_quant_map|SCB|weight_format|weight_global_scale|input_global_scale|weight_zero_point|"
    r"weight_shape|weight_g_idx|[kvq]_scale|output_scale)$|\.quant_state\.[\w.]+$"
)
"""What stands beside quantised weights to read them with, and is no parameter."""


class Tensor(NamedTuple):
    """A tensor as a header has it."""

    name: str
    type: str
    shape: tuple[int, ...]
    bytes: int

    @property
    def numbers(self) -> int:
        """How many numbers it has, of its type."""
        return math.prod(self.shape)


def read_tensors(path: Path, root: Path) -> list[Tensor]:
    """Return the tensors of a file, reading its header alone. Raises RegistryError for a header that can't be."""
    check_inside(path, root)
    remember_input(path)
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            length = int.from_bytes(file.read(8), "little")
            if size < 8 or length > min(size - 8, _MOST_OF_HEADER):
                raise fault_at(
                    path,
                    0,
                    say(
                        "is no safetensors file: its header should have {length:,} bytes, and the file has {size:,}",
                        length=length,
                        size=size,
                    ),
                )
            content = file.read(length)
    except OSError as error:
        raise fault_at(path, 0, say("can't be read: {reason}", reason=reason_of(error))) from None
    return _tensors_of(path, content, size - 8 - length)


def _tensors_of(path: Path, content: bytes, room: int) -> list[Tensor]:
    """Return the tensors that a header names. Raises RegistryError where they don't fill the `room` behind it."""
    try:
        header = json.loads(content, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as error:
        raise fault_at(path, 0, say("has a header that isn't JSON: {reason}", reason=str(error)[:100])) from None
    if not isinstance(header, dict):
        raise fault_at(path, 0, say("has a header that is no object"))
    tensors, end = [], 0
    described = [(name, about) for name, about in header.items() if name != "__metadata__"]
    for name, about in sorted(described, key=_offset_of):
        tensor, begin = _tensor_of(path, name, about)
        if begin != end:
            raise _wrong_tensor(path, name)
        end = begin + tensor.bytes
        tensors.append(tensor)
    if end != room:
        problem = say("its tensors should have {end:,} bytes, and {room:,} are there", end=end, room=room)
        message = say("is cut off, or its header lies: {problem}", problem=problem)
        raise fault_at(path, 0, message)
    return tensors


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError(str(say("a name is given twice")))
    return fields


def _offset_of(described: tuple[str, Any]) -> tuple[int, int]:
    offsets = described[1].get("data_offsets") if isinstance(described[1], dict) else None
    if isinstance(offsets, list) and len(offsets) == 2 and all(type(offset) is int for offset in offsets):
        return offsets[0], offsets[1]
    return -1, -1


def _tensor_of(path: Path, name: str, about: Any) -> tuple[Tensor, int]:
    """Return a tensor and where it begins. Raises RegistryError where type, shape and offsets don't agree."""
    begin, end = _offset_of((name, about))
    if begin < 0:
        raise _wrong_tensor(path, name)
    kind, shape = about.get("dtype"), about.get("shape")
    are_lengths = isinstance(shape, list) and all(type(length) is int and 0 <= length < 2**63 for length in shape)
    if not isinstance(kind, str) or kind not in BITS or not are_lengths:
        raise _wrong_tensor(path, name)
    tensor = Tensor(name, kind, tuple(shape), end - begin)
    if tensor.numbers * BITS[kind] != tensor.bytes * 8:
        raise _wrong_tensor(path, name)
    return tensor, begin


def _wrong_tensor(path: Path, name: str) -> RegistryError:
    message = say('has a header that lies: type, shape and place of "{name}" don\'t agree', name=name[:80])
    return fault_at(path, 0, message)


@dataclass
class Count:
    """What tensors amount to: `parameters` (None where some are packed in a way that isn't known), bytes, by type.

    `packed` is how many parameters are stored several in one number; `unknown` says of what none could be counted.
    `active` is how many one token is computed with, where that is known of a mixture of experts.
    """

    parameters: int | None = 0
    bytes: int = 0
    by_type: dict[str, int] = field(default_factory=dict)
    packed: int = 0
    unknown: Message | None = None
    active: int | None = None


def count_parameters(
    tensors: Iterable[Tensor], quantisation: Mapping[str, Any], routing: Routing | None = None
) -> Count:
    """Return what tensors amount to.

    `quantisation` is what a config says of how weights are packed, `routing` how a token goes through experts.
    """
    tensors = list(tensors)
    names = {tensor.name for tensor in tensors}
    bits = _bits_of(quantisation)
    count = Count()
    portions: list[Portion] = []
    for tensor in tensors:
        count.bytes += tensor.bytes
        count.by_type[tensor.type] = count.by_type.get(tensor.type, 0) + tensor.numbers
        numbers = _parameters_of(tensor, names, bits, quantisation)
        if numbers is None:
            count.parameters = None
            count.unknown = say(
                '"{name}" ({type}) is packed in a way that isn\'t known', name=tensor.name[:80], type=tensor.type
            )
        elif count.parameters is not None:
            count.parameters += numbers
            count.packed += numbers if numbers > tensor.numbers else 0
            portions.append(Portion(tensor.name, tensor.shape, numbers))
    if routing is not None and count.parameters is not None:
        count.active = count_active(portions, routing)
    return count


def _bits_of(quantisation: Mapping[str, Any]) -> int | None:
    """Return how many bits a packed weight has; None where that isn't said, or differs."""
    groups = quantisation.get("config_groups")
    widths = {
        value
        for holder in (quantisation, *_weights_of(groups))
        for name in ("bits", "w_bit", "num_bits")
        if isinstance(value := holder.get(name), int) and 1 <= value <= 8
    }
    return widths.pop() if len(widths) == 1 else None


def _weights_of(groups: object) -> list[Mapping[str, Any]]:
    """Return what the groups of a compressed model say of weights."""
    members = groups.values() if isinstance(groups, dict) else ()
    weights = (member.get("weights") for member in members if isinstance(member, dict))
    return [about for about in weights if isinstance(about, dict)]


def _parameters_of(
    tensor: Tensor, names: Collection[str], bits: int | None, quantisation: Mapping[str, Any]
) -> int | None:
    """Return how many parameters a tensor holds, 0 for what only helps to read others; None where that isn't known."""
    head, _, last = tensor.name.rpartition(".")
    if _is_beside_weights(tensor, names):
        return 0
    if tensor.type in _FLOATS:
        return tensor.numbers
    if last in ("qweight", "weight_packed") or f"{head}.scales" in names:  # GPTQ and AWQ, compressed-tensors, MLX
        if bits is None:
            return tensor.numbers * 2 if last == "weight_packed" and tensor.type == "U8" else None
        return tensor.numbers * BITS[tensor.type] // bits
    if tensor.type == "U8" and last.endswith("_blocks"):  # MXFP4
        return tensor.numbers * 2
    if tensor.type in ("U8", "I8"):
        if any(name in names for name in (f"{tensor.name}.absmax", f"{head}.weight_scale_2")):
            return tensor.numbers * 2  # 4 bits of bitsandbytes, or of ModelOpt
        if tensor.type == "I8" or quantisation.get("quant_method") == "quanto":
            return tensor.numbers
        return None
    return 0 if tensor.type in ("I64", "BOOL") else None  # buffers: positions, masks


def _is_beside_weights(tensor: Tensor, names: Collection[str]) -> bool:
    """Whether a tensor is there to read quantised weights with."""
    if tensor.name.endswith("_scales"):
        return f"{tensor.name.removesuffix('_scales')}_blocks" in names
    if tensor.name.endswith(".biases"):  # MLX
        return f"{tensor.name.removesuffix('.biases')}.scales" in names
    return _SIDE.search(tensor.name) is not None

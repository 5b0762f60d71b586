"""Headers of weights: what the libraries of both formats say of files that they wrote, and headers that lie."""

from __future__ import annotations

import contextlib
import json
import struct
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
from gguf.constants import GGML_QUANT_SIZES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.numpy import save_file

from llmsurvey.errors import RegistryError
from llmsurvey.importers.models import gguf as own_gguf
from llmsurvey.importers.models.gguf import read_header
from llmsurvey.importers.models.safetensors import Tensor, count_parameters, read_tensors


def write_safetensors(path: Path, header: object, data: bytes = b"") -> Path:
    content = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(len(content).to_bytes(8, "little") + content + data)
    return path


def write_gguf(path: Path, tensors: dict[str, np.ndarray[Any, Any]], **fields: object) -> Path:
    writer = gguf.GGUFWriter(path, "llama")
    for name, value in fields.items():
        key = name.replace("__", ".")
        if isinstance(value, str):
            writer.add_string(key, value)
        elif isinstance(value, list):
            writer.add_array(key, value)
        else:
            assert isinstance(value, int)
            writer.add_uint32(key, value)
    for name, array in tensors.items():
        writer.add_tensor(name, array)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_tensors_are_those_that_the_library_wrote(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    arrays: dict[str, np.ndarray[Any, Any]] = {
        "a.weight": np.zeros((64, 32), np.float16),
        "b.weight": np.zeros((7,), np.float32),
        "empty": np.zeros((0, 4), np.float32),
        "one": np.array(1.0, np.float32),
        "positions": np.zeros((5,), np.int64),
    }
    save_file(arrays, path, {"format": "pt"})
    tensors = {tensor.name: tensor for tensor in read_tensors(path, tmp_path)}
    with safe_open(path, "np") as library:
        assert set(tensors) == set(library.keys())
        for name, tensor in tensors.items():
            assert list(tensor.shape) == library.get_slice(name).get_shape()
            assert tensor.type == library.get_slice(name).get_dtype()
    count = count_parameters(tensors.values(), {})
    assert (count.parameters, count.bytes) == (64 * 32 + 7 + 1, 64 * 32 * 2 + 8 * 4 + 5 * 8)
    assert count.by_type == {"F16": 2048, "F32": 8, "I64": 5}


@pytest.mark.parametrize(
    ("header", "data"),
    [
        ({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}, b"1234567"),  # cut off
        ({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}, b"123456789"),  # more than it says
        ({"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}}, b"12345678"),  # another shape
        ({"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]}}, b"12345678"),
        ({"a": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}}, b"12345678"),
        ({"a": {"dtype": "F32", "shape": [2.0], "data_offsets": [0, 8]}}, b"12345678"),
        ({"a": {"dtype": "pickle", "shape": [2], "data_offsets": [0, 8]}}, b"12345678"),
        ({"a": {"dtype": {"F32": 1}, "shape": [2], "data_offsets": [0, 8]}}, b"12345678"),
        ({"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 16]}}, b"1234567812345678"),  # a hole before it
        ({"a": {"dtype": "F32", "shape": [2]}}, b"12345678"),
        ({"a": 5}, b""),
        ([], b""),
        (b"{", b""),
        (b"[" * 100_000, b""),
        (b'{"a": {"dtype": "U8", "shape": [0], "data_offsets": [0, 0]}, "a": 1}', b""),  # given twice
        (b"\xff\xfe", b""),
    ],
)
def test_lying_safetensors_are_refused(tmp_path: Path, header: object, data: bytes) -> None:
    path = write_safetensors(tmp_path / "model.safetensors", header, data)
    with pytest.raises(RegistryError) as caught:
        read_tensors(path, tmp_path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"", b"1234", (2**63).to_bytes(8, "little"), (10**9).to_bytes(8, "little") + b"{}"]
)
def test_lengths_are_not_believed(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    with pytest.raises(RegistryError, match="its header should have"):
        read_tensors(path, tmp_path)


@pytest.mark.parametrize(
    ("tensors", "quantisation", "parameters"),
    [
        (  # GPTQ: eight weights of four bits in a number, and what reads them
            [("l.qweight", "I32", (512, 4096)), ("l.scales", "F16", (32, 4096)), ("l.qzeros", "I32", (32, 512))],
            {"bits": 4},
            4096 * 4096,
        ),
        ([("l.qweight", "I32", (384, 4096))], {"bits": 3}, 4096 * 4096),
        ([("l.qweight", "I32", (512, 4096))], {}, None),  # how many bits isn't said
        (  # bitsandbytes
            [
                ("l.weight", "U8", (8388608, 1)),
                ("l.weight.absmax", "U8", (262144,)),
                ("l.weight.quant_map", "F32", (16,)),
                ("l.weight.quant_state.bitsandbytes__nf4", "U8", (80,)),
            ],
            {"load_in_4bit": True},
            4096 * 4096,
        ),
        (  # compressed-tensors
            [
                ("l.weight_packed", "I32", (4096, 512)),
                ("l.weight_scale", "BF16", (4096, 32)),
                ("l.weight_shape", "I64", (2,)),
            ],
            {"config_groups": {"group_0": {"weights": {"num_bits": 4}}}},
            4096 * 4096,
        ),
        ([("l.weight", "F8_E4M3", (8, 8)), ("l.weight_scale_inv", "F32", (1, 1))], {"quant_method": "fp8"}, 64),
        (
            [("e.gate_blocks", "U8", (32, 90, 16)), ("e.gate_scales", "U8", (32, 90))],
            {"quant_method": "mxfp4"},
            32 * 90 * 32,
        ),
        (  # MLX
            [("l.weight", "U32", (4096, 512)), ("l.scales", "F16", (4096, 64)), ("l.biases", "F16", (4096, 64))],
            {"bits": 4, "group_size": 64},
            4096 * 4096,
        ),
        ([("l.weight", "I8", (8, 8)), ("l.SCB", "F32", (8,))], {"load_in_8bit": True}, 64),
        ([("l.weight", "U8", (8, 8))], {}, None),
        ([("l.weight", "I32", (8, 8))], {}, None),
    ],
)
def test_packed_weights_are_all_counted(
    tensors: list[tuple[str, str, tuple[int, ...]]], quantisation: dict[str, Any], parameters: int | None
) -> None:
    count = count_parameters([Tensor(*tensor, 0) for tensor in tensors], quantisation)
    assert count.parameters == parameters
    assert (count.unknown is None) == (parameters is not None)


def test_types_are_those_of_the_library() -> None:
    library = {int(kind): (kind.name, block, size) for kind, (block, size) in GGML_QUANT_SIZES.items()}
    assert library == own_gguf.TYPES


def test_gguf_header_is_what_the_library_reads(tmp_path: Path) -> None:
    tokens = [f"token {number}" for number in range(5000)]
    path = write_gguf(
        tmp_path / "m.gguf",
        {"a.weight": np.zeros((64, 32), np.float16), "b.weight": np.zeros((7,), np.float32)},
        llama__block_count=22,
        general__license="apache-2.0",
        llama__attention__head_count_kv=[4] * 22,
        tokenizer__ggml__tokens=tokens,
        tokenizer__ggml__scores=[0.5] * 5000,
    )
    header = read_header(path, tmp_path)
    library = gguf.GGUFReader(path)
    assert header.parameters == sum(int(tensor.n_elements) for tensor in library.tensors) == 64 * 32 + 7
    assert header.bytes == sum(int(tensor.n_bytes) for tensor in library.tensors)
    assert header.by_type == {"F16": 2048, "F32": 7}
    assert header.fields["llama.block_count"] == 22
    assert header.fields["general.license"] == "apache-2.0"
    assert header.fields["llama.attention.head_count_kv"] == [4] * 22
    assert set(header.fields) == {name for name in library.fields if not name.startswith("GGUF.")}


def test_every_cut_of_a_gguf_file_is_refused(tmp_path: Path) -> None:
    whole = write_gguf(tmp_path / "whole.gguf", {"a": np.zeros((32, 4), np.float32)}, llama__block_count=2).read_bytes()
    path = tmp_path / "m.gguf"
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(RegistryError, match="no GGUF file, or cut off"):
            read_header(path, tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"GGUF" + struct.pack("<IQQ", 3, 2**62, 0),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 2**62),
        b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 2**62) + b"x" * 20,
        b"GGUF" + struct.pack("<IQQ", 99, 0, 0),
        b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<IIQ", 9, 4, 2**61) + b"x" * 20,
        b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<IIQ", 9, 9, 1) * 50,
        b"GGUF" + struct.pack("<IQQQ", 3, 1, 0, 1) + b"t" + struct.pack("<IQIQ", 1, 2**60, 0, 0) + b"x" * 40,
        b"GGUF" + struct.pack("<IQQQ", 3, 1, 0, 1) + b"t" + struct.pack("<IQIQ", 1, 32, 999, 0) + b"x" * 40,
        b"PK\x03\x04" + b"x" * 100,
    ],
)
def test_lying_gguf_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(content)
    with pytest.raises(RegistryError) as caught:
        read_header(path, tmp_path)
    assert "\n" not in str(caught.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(content=st.binary(max_size=200))
def test_bytes_by_chance_end_in_no_other_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m"
    for read, start in ((read_header, b"GGUF\x03\0\0\0"), (read_tensors, b"")):
        path.write_bytes(start + content)
        with contextlib.suppress(RegistryError):  # and nothing else
            read(path, tmp_path)


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    outside = write_safetensors(tmp_path / "secret.safetensors", {})
    (folder / "model.safetensors").symlink_to(outside)
    with pytest.raises(RegistryError, match="leads out of"):
        read_tensors(folder / "model.safetensors", folder)

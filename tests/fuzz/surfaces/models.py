"""Models as they lie on a disk: cards, settings, and the headers of weights."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from tests.fuzz.mutation import mutate_bytes
from tests.fuzz.program import clear_folder
from tests.fuzz.small_registry import check_layer, small_registry
from tests.fuzz.structure import mutate_json, mutate_yaml
from tests.fuzz.surface import Surface, check_messages, check_refusal, seeds

from llmsurvey.errors import LlmsurveyError
from llmsurvey.importers.models.layer_file import put_entries, settle_bases
from llmsurvey.importers.models.read_models import read_models

_TENSORS = {
    "__metadata__": {"format": "pt"},
    "model.embed_tokens.weight": {"dtype": "BF16", "shape": [8, 4], "data_offsets": [0, 64]},
    "model.layers.0.mlp.experts.0.up_proj.weight": {"dtype": "F8_E4M3", "shape": [4, 4], "data_offsets": [64, 80]},
}


def _checking(name: str) -> Callable[[bytes], None]:
    def check(content: bytes) -> None:
        """A model is refused with places, or becomes a layer that loads."""
        clear_folder()
        Path("mine").mkdir()
        (Path("mine") / name).write_bytes(content)
        try:
            read = read_models([Path("mine")], small_registry())
        except LlmsurveyError as error:
            check_refusal(error)
            return
        check_messages(fault.text for fault in read.faults)
        lists: dict[str, list[dict[str, object]]] = {}
        put_entries(lists, "licences", [entry.licence for entry in read.entries if entry.licence is not None])
        put_entries(lists, "models", [entry.entry for entry in read.entries if len(entry.entry) > 1])
        settle_bases(lists, {})
        check_layer(lists)

    return check


def _mutate_card(random: Random, cards: Sequence[bytes]) -> bytes:
    """A card with its front matter changed as YAML, or broken bytes."""
    if random.random() < 0.4:
        return mutate_bytes(random, cards)
    fronts = [card.split(b"---\n")[1] for card in cards]
    return b"---\n" + mutate_yaml(random, fronts) + b"---\n" + random.choice(cards).split(b"---\n", 2)[2]


def _mutate_header(random: Random, headers: Sequence[bytes]) -> bytes:
    """The header of a safetensors file with its length before it and some data behind, now and then other ones."""
    header = mutate_json(random, headers)
    length = len(header) if random.random() < 0.9 else random.choice((0, 7, len(header) + 1, 2**40, 2**64 - 1))
    return length.to_bytes(8, "little") + header + bytes(random.choice((80, 80, 80, 0, 64, 81)))


def _gguf() -> bytes:
    """A small GGUF file: a few fields, one of them an array, and one tensor."""

    def text(value: bytes) -> bytes:
        return struct.pack("<Q", len(value)) + value

    fields = (
        text(b"general.architecture") + struct.pack("<I", 8) + text(b"llama"),
        text(b"general.license") + struct.pack("<I", 8) + text(b"apache-2.0"),
        text(b"llama.block_count") + struct.pack("<II", 4, 2),
        text(b"llama.context_length") + struct.pack("<II", 4, 4096),
        text(b"tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 2) + text(b"a") + text("구".encode()),
    )
    tensor = text(b"blk.0.attn_q.weight") + struct.pack("<I", 2) + struct.pack("<QQIQ", 4, 4, 0, 0)
    head = b"GGUF" + struct.pack("<IQQ", 3, 1, len(fields)) + b"".join(fields) + tensor
    return head + bytes(-len(head) % 32) + bytes(64)


SURFACES = (
    Surface("model-card", _checking("README.md"), 150, seeds("cards"), _mutate_card),
    Surface("model-config", _checking("config.json"), 150, seeds("configs"), mutate_json),
    Surface("model-safetensors", _checking("a.safetensors"), 100, (json.dumps(_TENSORS).encode(),), _mutate_header),
    Surface("model-gguf", _checking("a.gguf"), 150, (_gguf(),), mutate_bytes),
)

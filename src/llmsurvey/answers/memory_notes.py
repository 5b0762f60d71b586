"""What must be known of the figures of `memory`: what they stand for, what they leave out, and why some are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from llmsurvey.answers.room_notes import note_room
from llmsurvey.memory.bytes import GB, GIB
from llmsurvey.memory.cache_use import CacheUse
from llmsurvey.memory.engines import BLOCK, CELLS, IN_FLIGHT, LATENT_BLOCK, MICRO_BATCH, cache_bytes, uses_windows
from llmsurvey.memory.fit import Need
from llmsurvey.memory.known_facts import Known
from llmsurvey.memory.room import Room
from llmsurvey.messages import counted, join_texts, option, say
from llmsurvey.records import Shape
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.importers.models.weights import Weights

_NOTABLY_MORE = 1.01


def note_needs(
    facts: Known, needs: Sequence[Need], use: CacheUse, room: Room | None, *, is_context_named: bool
) -> Iterator[Note]:
    """Yield what must be known of what a size needs, in the order of weights, cache and room."""
    yield from _note_weights(facts, needs)
    yield from _note_cache(facts, needs, use, is_context_named=is_context_named)
    if room is not None and room.gpu is not None:
        gb, gib = room.bytes / GB, room.bytes / GIB
        yield note("selection", "{name} has {gb:.2f} GB ({gib:.2f} GiB).", name=room.name, gb=gb, gib=gib)
    if room is not None:
        yield from note_room(room)
    yield note(
        "left-out", "Left out: activations, the framework's own memory, fragmentation. GB is 10^9 bytes, GiB 2^30."
    )


def note_stored(weights: Weights) -> Iterator[Note]:
    """Say how many bytes weights have as they lie there, and of which types they are."""
    types = ", ".join(f"{name} {number:,}" for name, number in sorted(weights.by_type.items(), key=_by_number))
    yield note("basis", "As stored: {bytes:,} bytes of weights ({types}).", bytes=weights.bytes or 0, types=types)
    if weights.packed:
        yield note(
            "basis",
            "{packed:,} of the parameters are quantised, several of them in one number; all are counted.",
            packed=weights.packed,
        )


def _by_number(counted_type: tuple[str, int]) -> tuple[int, str]:
    """Return what orders types: those of most numbers first."""
    return -counted_type[1], counted_type[0]


def _note_weights(facts: Known, needs: Sequence[Need]) -> Iterator[Note]:
    if facts.counted:
        yield note(
            "basis", "Number of parameters: that of {name}, which its weights were made from.", name=facts.counted
        )
    if facts.active is not None:
        yield note("basis", "All experts are counted: a token is computed with some of them, the next one with others.")
    if facts.doubt:
        yield note(
            "precision",
            "The number of parameters is a published rounding: weights may be {percent:.0f} % more or less.",
            percent=facts.doubt * 100,
        )
    if any(requirement.precision.family == "gguf" for requirement in needs):
        yield note(
            "precision",
            "GGUF types: bits as measured on Llama 2 (Q5_1: of its blocks). "
            "Files of other architectures differ by up to 10 %.",
        )
    if any(requirement.weights is None for requirement in needs):
        yield note(
            "unknown",
            "Types without a figure: their blocks don't fit its rows, so llama.cpp stores some in larger types.",
        )


def _note_cache(facts: Known, needs: Sequence[Need], use: CacheUse, *, is_context_named: bool) -> Iterator[Note]:
    """Say what the figures of the cache stand for, or why there are none."""
    if any(requirement.cache is None for requirement in needs):
        yield _note_missing_cache(facts.shape, use)
        return
    if facts.shape is None or not any(requirement.cache for requirement in needs):
        yield note("cache", "It keeps no key-value cache, for it generates no text.")
        return
    yield from _note_numbers(facts.shape, use)
    if not facts.shape.is_described:
        yield note(
            "cache",
            "The cache is for full attention in every layer: the registry names no window and no latent attention.",
        )
    yield from _note_engine(facts.shape, use)
    if facts.shaped:
        yield note("basis", "Shape: that of {name}, which its weights were made from.", name=facts.shaped)
    if facts.context is None and not is_context_named:
        hint = option("context")
        yield note("unknown", "No source in the registry states its context. `{hint}` names another.", hint=hint)
    elif facts.context is not None and use.context > facts.context:
        yield note("context", "It was trained on texts of {context:,} tokens, which is less.", context=facts.context)


def _note_missing_cache(shape: Shape | None, use: CacheUse) -> Note:
    """Say which fact is missing without which there is no figure for the cache."""
    if shape is None:
        return note(
            "unknown",
            "No cache, no total: no source in the registry states its layers and heads, and none is guessed.",
        )
    if not use.type.divides(shape):
        return note(
            "unknown",
            "No cache, no total: llama.cpp refuses {type} here, whose blocks of {block} don't divide a head of {size}.",
            type=use.type.name,
            block=use.type.block,
            size=shape.numbers_per_head,
        )
    return note(
        "unknown",
        "No cache, no total: {engine} pads a state by its parts and their types, of which only the size is known.",
        engine=use.engine or "",
    )


def _note_numbers(shape: Shape, use: CacheUse) -> Iterator[Note]:
    """Say how many numbers of how many bits the cache is."""
    cache = counted(
        "Cache: {bits:g}-bit keys and values of {context:,} tokens, {number} text at once ({shape}).",
        "Cache: {bits:g}-bit keys and values of {context:,} tokens, {number} texts at once ({shape}).",
        use.batch,
        bits=float(use.type.bits),
        context=use.context,
        shape=shape.words,
    )
    yield as_note("cache", cache)
    if use.type.block > 1:
        yield note(
            "cache",
            "{type}: {bits:g} bits a number, with the scale that each {block} share.",
            type=use.type.name,
            bits=float(use.type.bits),
            block=use.type.block,
        )


def _note_engine(shape: Shape, use: CacheUse) -> Iterable[Note]:
    """Say how an engine keeps the cache, or, where none is named, whose cache differs from what the model needs."""
    if use.engine is None:
        return _note_engines_that_differ(shape, use)
    if use.engine == "vLLM":
        block = LATENT_BLOCK if shape.kv_lora_rank else BLOCK
        return [
            note(
                "cache",
                "vLLM 0.33: blocks of {block} tokens; a layer with a window keeps up to {tokens:,} tokens more.",
                block=block,
                tokens=IN_FLIGHT,
            )
            if shape.windowed_layers
            else note("cache", "vLLM 0.33: blocks of {block} tokens.", block=block)
        ]
    return _note_llama_cpp(shape)


def _note_llama_cpp(shape: Shape) -> Iterator[Note]:
    if uses_windows(shape):
        yield note(
            "cache",
            "llama.cpp: a layer with a window keeps {tokens} tokens more, in steps of {cells}.",
            tokens=MICRO_BATCH,
            cells=CELLS,
        )
    elif shape.windowed_layers:
        yield note("cache", "llama.cpp makes no use of a window that all layers have: they keep every token.")
    else:
        yield note("cache", "llama.cpp: it keeps tokens in steps of {cells}.", cells=CELLS)
    if shape.state_size:
        yield note("cache", "llama.cpp keeps states in 32 bits, whatever the type of the cache.")


def _note_engines_that_differ(shape: Shape, use: CacheUse) -> Iterator[Note]:
    """Name what engines set aside, where that is notably more than what the model needs."""
    needed = cache_bytes(shape, use) or 0
    caches = {engine: cache_bytes(shape, use._replace(engine=engine)) for engine in use.type.engines}
    figures = [
        say("{engine} {gb:.2f} GB", engine=engine, gb=amount / GB)
        for engine, amount in caches.items()
        if amount is not None and shape.keeps_less
    ]
    if figures and max(amount or 0 for amount in caches.values()) > needed * _NOTABLY_MORE:
        yield note(
            "cache",
            "The cache is what the model needs; engines set aside: {figures}. `{hint}` counts with that.",
            figures=join_texts(figures, ", "),
            hint=option("engine", use.type.engines[0]),
        )

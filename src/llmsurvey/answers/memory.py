"""What a size needs in every precision, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from llmsurvey.errors import RequestError
from llmsurvey.lineage.verdict import address
from llmsurvey.memory.bytes import GB, GIB, MOST
from llmsurvey.memory.fit import CONTEXT, Need, Room, need
from llmsurvey.memory.shape import Known, known_of
from llmsurvey.messages import counted, say
from llmsurvey.records import Model, Size
from llmsurvey.records.hardware import Precision
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Column, Table

COLUMNS = (
    Column("type"),
    Column("bits", numeric=True, digits=2),
    Column("gb", numeric=True, digits=2, heading=say("weights GB")),
    Column("cache_gb", numeric=True, digits=2, heading=say("cache GB")),
    Column("total_gb", numeric=True, digits=2, heading=say("total GB")),
    Column("total_gib", numeric=True, digits=2, heading=say("total GiB")),
    Column("bytes", numeric=True, brief=False),
    Column("cache_bytes", numeric=True, brief=False),
    Column("total_bytes", numeric=True, brief=False),
    Column("context", numeric=True, brief=False),
    Column("batch", numeric=True, brief=False),
)
_FITS = Column("fits", words="fits")


class Use(NamedTuple):
    """How a model is used: tokens of context (None: as many as it was trained on), and texts at once."""

    context: int | None = None
    batch: int = 1


def memory_table(
    registry: Registry, model: Model, size: Size, precisions: Sequence[Precision], use: Use, room: Room | None
) -> Table:
    """A row for each precision: `bytes` (and `gb`, 10^9) of the weights, of the cache, and of both.

    Raises RequestError for a size whose parameters no source states.
    """
    known = known_of(registry, model, size)
    name = address(model, size)
    if known.parameters is None:
        raise no_parameters(name)
    context = use.context or known.context or CONTEXT
    needs = [need(known, precision, model.architecture, context, use.batch) for precision in precisions]
    if any((each.cache or 0) + (each.weights or 0) > MOST for each in needs):
        raise RequestError(
            counted(
                "{context:,} tokens of {number:,} text are more than any memory holds. Ask for fewer.",
                "{context:,} tokens of {number:,} texts are more than any memory holds. Ask for fewer.",
                use.batch,
                context=context,
            )
        )
    rows = tuple(_row(each, context, use.batch, room) for each in needs)
    title = say("{name}: {count:,} parameters", name=name, count=known.parameters)
    columns = (*COLUMNS[:6], _FITS, *COLUMNS[6:]) if room else COLUMNS
    notes = tuple(_notes(known, needs, Use(context, use.batch), use, room))
    return Table(columns, rows, title, notes)


def no_parameters(name: str) -> RequestError:
    """The error for a model or a size whose parameters no source states."""
    return RequestError(
        say("no source in the registry states the parameters of {name}: its memory can't be computed.", name=name)
    )


def _row(each: Need, context: int, batch: int, room: Room | None) -> tuple[Cell, ...]:
    fits = ({True: "yes", False: "no", None: "unknown"}[each.fits(room)],) if room else ()
    return (
        each.precision.name,
        float(each.precision.bits),
        _in(GB, each.weights),
        _in(GB, each.cache),
        _in(GB, each.total),
        _in(GIB, each.total),
        *fits,
        each.weights,
        each.cache,
        each.total,
        context,
        batch,
    )


def _in(unit: int, amount: int | None) -> float | None:
    return None if amount is None else amount / unit


def _notes(known: Known, needs: Sequence[Need], use: Use, asked: Use, room: Room | None) -> Iterable[str]:
    if known.counted:
        yield say("Number of parameters: that of {name}, which its weights were made from.", name=known.counted)
    if known.rounded:
        yield say("The number of parameters is a published rounding: weights may be 5 % more or less.")
    yield from _about_cache(known, needs, use, asked)
    if any(each.precision.family == "gguf" for each in needs):
        yield say(
            "GGUF types: bits as measured on Llama 2 (Q5_1: of its blocks). "
            "Files of other architectures differ by up to 10 %."
        )
    if any(each.weights is None for each in needs):
        yield say("Types without a figure: their blocks don't fit its rows, so llama.cpp stores some in larger types.")
    if room is not None and room.gpu is not None:
        yield say("{name} has {gb:.2f} GB ({gib:.2f} GiB).", name=room.name, gb=room.bytes / GB, gib=room.bytes / GIB)
    yield say("Left out: activations, the framework's own memory, fragmentation. GB is 10^9 bytes, GiB 2^30.")


def _about_cache(known: Known, needs: Sequence[Need], use: Use, asked: Use) -> Iterable[str]:
    """What the figures of the cache stand for, or why there are none."""
    if any(each.cache is None for each in needs):
        yield say("No cache, no total: no source in the registry states its layers and heads, and none is guessed.")
        return
    if known.shape is None or not any(each.cache for each in needs):
        yield say("It keeps no key-value cache, for it generates no text.")
        return
    yield counted(
        "Cache: 16-bit keys and values of {context:,} tokens, {number} text at once ({shape}).",
        "Cache: 16-bit keys and values of {context:,} tokens, {number} texts at once ({shape}).",
        use.batch,
        context=use.context,
        shape=known.shape.words,
    )
    if not known.shape.is_described:
        yield say(
            "The cache is for full attention in every layer: the registry names no window and no latent attention."
        )
    elif known.shape.keeps_less:
        yield say("The cache is what the model needs: engines that don't make use of its shape keep more.")
    if known.shaped:
        yield say("Shape: that of {name}, which its weights were made from.", name=known.shaped)
    if known.context is None and asked.context is None:
        yield say("No source in the registry states its context; --context names another.")
    elif known.context is not None and use.context is not None and use.context > known.context:
        yield say("It was trained on texts of {context:,} tokens, which is less.", context=known.context)

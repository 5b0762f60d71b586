"""What a size needs in every precision, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.room_notes import note_room
from llmsurvey.errors import RequestError, check_number
from llmsurvey.lineage.verdict import address
from llmsurvey.memory.bytes import GB, GIB, MOST, MOST_TEXTS, MOST_TOKENS
from llmsurvey.memory.fit import Need, context_of, need_of
from llmsurvey.memory.known_facts import Known, KnownFacts, known_of
from llmsurvey.memory.precision import precision_of
from llmsurvey.memory.room import Room, room_of
from llmsurvey.messages import Word, counted, list_names, option, say
from llmsurvey.records import Model, Size
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("precision"),
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


@dataclass(frozen=True, kw_only=True)
class MemoryQuestion:
    """One size of a model, by `name` (a model that has but one needs none named), and how it is used.

    `context` is the tokens in the cache, None for as many as it was trained on, `batch` how many texts there are at
    once, `precision` the types of weights (none for all), and `fits` an amount of memory or a card to fit into.
    """

    name: str
    context: int | None = None
    batch: int = 1
    precision: tuple[str, ...] = ()
    fits: str | None = None


class MemoryEntry(NamedTuple):
    """What weights in one precision need, and the cache; GB is 10^9 bytes. What can't be computed is None."""

    precision: str
    bits: float
    gb: float | None
    cache_gb: float | None
    total_gb: float | None
    total_gib: float | None
    bytes: int | None
    cache_bytes: int | None
    total_bytes: int | None
    context: int
    batch: int
    fits: bool | None = None


@dataclass(frozen=True, kw_only=True)
class MemoryAnswer(Answer[MemoryEntry]):
    """What a size (`name`) with so many `parameters` needs, in each precision; `room` is what it is to fit on."""

    columns = (*COLUMNS[:6], _FITS, *COLUMNS[6:])

    name: str
    parameters: int
    room: Room | None = None

    def table(self) -> Table:
        """A row for each precision."""
        columns = (*COLUMNS[:6], _FITS, *COLUMNS[6:]) if self.room else COLUMNS
        title = say("{name}: {count:,} parameters", name=self.name, count=self.parameters)
        texts: dict[tuple[int, str], str] = {
            (row, "fits"): Word("fits", "unknown") for row, entry in enumerate(self.entries) if entry.fits is None
        }
        return Table(columns, rows_of(self.entries, columns), title, self.notes, texts=texts if self.room else {})


def compute_memory(library: Library, question: MemoryQuestion) -> MemoryAnswer:
    """Return the bytes of a model's weights in each precision, of its key-value cache, and of both.

    Raises UnknownNameError or AmbiguousNameError for a name that nothing has, or several, and RequestError for a model
    of several sizes, a size whose parameters no source states, and a precision or an amount that can't be read.
    """
    check_number("context", question.context, 1, MOST_TOKENS)
    check_number("batch", question.batch, 1, MOST_TEXTS)
    model, size = _one_size(library.registry, *library.registry.resolve_model(question.name))
    asked = tuple(dict.fromkeys(precision_of(library.hardware, name) for name in question.precision))
    room = room_of(library.hardware, question.fits) if question.fits is not None else None
    name, facts = address(model, size), known_of(library.registry, model, size)
    if facts.parameters is None:
        raise no_parameters(name)
    context = context_of(facts) if question.context is None else question.context
    needs = [
        need_of(facts, precision, model.architecture, context, question.batch)
        for precision in asked or library.hardware.precisions
    ]
    _check_is_possible(needs, context, question.batch)
    return MemoryAnswer(
        entries=[_entry_of_need(requirement, context, question.batch, room) for requirement in needs],
        notes=tuple(_note_needs(facts, needs, question, context, room)),
        name=name,
        parameters=facts.parameters,
        room=room,
    )


def _one_size(registry: Registry, model: Model, size: Size | None) -> tuple[Model, Size]:
    """Return the size that is meant, with its model's facts. Raises RequestError where none of several is named."""
    if size is not None:
        return model, model.complete(size)
    if len(model.sizes) <= 1:
        return model, next(model.each_size())
    facts = KnownFacts(registry)
    names = [candidate.name for candidate in model.sizes if facts.of(model, candidate).parameters]
    if not names:
        raise no_parameters(model.name)
    raise RequestError(
        say(
            "{model} has several sizes: {names}. Name one: {model}@{first}.",
            model=model.name,
            names=list_names(names, most=20),
            first=names[0],
        )
    )


def _check_is_possible(needs: Sequence[Need], context: int, batch: int) -> None:
    """Raise RequestError where what is asked for needs more than any memory holds."""
    if any((requirement.cache or 0) + (requirement.weights or 0) > MOST for requirement in needs):
        raise RequestError(
            counted(
                "{context:,} tokens of {number:,} text are more than any memory holds. Ask for fewer.",
                "{context:,} tokens of {number:,} texts are more than any memory holds. Ask for fewer.",
                batch,
                context=context,
            )
        )


def no_parameters(name: str) -> RequestError:
    """Return the error for a model or a size whose parameters no source states."""
    return RequestError(
        say("no source in the registry states the parameters of {name}: its memory can't be computed.", name=name)
    )


def _entry_of_need(requirement: Need, context: int, batch: int, room: Room | None) -> MemoryEntry:
    return MemoryEntry(
        precision=requirement.precision.name,
        bits=float(requirement.precision.bits),
        gb=_in_unit(GB, requirement.weights),
        cache_gb=_in_unit(GB, requirement.cache),
        total_gb=_in_unit(GB, requirement.total),
        total_gib=_in_unit(GIB, requirement.total),
        bytes=requirement.weights,
        cache_bytes=requirement.cache,
        total_bytes=requirement.total,
        context=context,
        batch=batch,
        fits=requirement.fits(room) if room else None,
    )


def _in_unit(unit: int, amount: int | None) -> float | None:
    return None if amount is None else amount / unit


def _note_needs(
    facts: Known, needs: Sequence[Need], question: MemoryQuestion, context: int, room: Room | None
) -> Iterable[Note]:
    if facts.counted:
        yield note(
            "basis", "Number of parameters: that of {name}, which its weights were made from.", name=facts.counted
        )
    if facts.rounded:
        yield note("precision", "The number of parameters is a published rounding: weights may be 5 % more or less.")
    yield from _note_cache(facts, needs, question, context)
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
    if room is not None and room.gpu is not None:
        gb, gib = room.bytes / GB, room.bytes / GIB
        yield note("selection", "{name} has {gb:.2f} GB ({gib:.2f} GiB).", name=room.name, gb=gb, gib=gib)
    if room is not None:
        yield from note_room(room)
    yield note(
        "left-out", "Left out: activations, the framework's own memory, fragmentation. GB is 10^9 bytes, GiB 2^30."
    )


def _note_cache(facts: Known, needs: Sequence[Need], question: MemoryQuestion, context: int) -> Iterable[Note]:
    """Say what the figures of the cache stand for, or why there are none."""
    if any(requirement.cache is None for requirement in needs):
        yield note(
            "unknown",
            "No cache, no total: no source in the registry states its layers and heads, and none is guessed.",
        )
        return
    if facts.shape is None or not any(requirement.cache for requirement in needs):
        yield note("cache", "It keeps no key-value cache, for it generates no text.")
        return
    cache = counted(
        "Cache: 16-bit keys and values of {context:,} tokens, {number} text at once ({shape}).",
        "Cache: 16-bit keys and values of {context:,} tokens, {number} texts at once ({shape}).",
        question.batch,
        context=context,
        shape=facts.shape.words,
    )
    yield as_note("cache", cache)
    if not facts.shape.is_described:
        yield note(
            "cache",
            "The cache is for full attention in every layer: the registry names no window and no latent attention.",
        )
    elif facts.shape.keeps_less:
        yield note("cache", "The cache is what the model needs: engines that don't make use of its shape keep more.")
    if facts.shaped:
        yield note("basis", "Shape: that of {name}, which its weights were made from.", name=facts.shaped)
    if facts.context is None and question.context is None:
        hint = option("context")
        yield note("unknown", "No source in the registry states its context. `{hint}` names another.", hint=hint)
    elif facts.context is not None and context > facts.context:
        yield note("context", "It was trained on texts of {context:,} tokens, which is less.", context=facts.context)

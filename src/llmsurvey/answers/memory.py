"""What a size needs in every precision, as rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.memory_notes import note_needs, note_stored
from llmsurvey.answers.models_at_path import locate
from llmsurvey.errors import RequestError, check_number, telling_faults
from llmsurvey.lineage.verdict import address
from llmsurvey.memory.bytes import GB, GIB, MOST, MOST_TEXTS, MOST_TOKENS
from llmsurvey.memory.cache_use import CacheUse, cache_type_of, engine_of
from llmsurvey.memory.fit import Need, context_of, need_of
from llmsurvey.memory.known_facts import Known, KnownFacts, known_of
from llmsurvey.memory.precision import precision_of
from llmsurvey.memory.room import Room, room_of
from llmsurvey.messages import Message, Word, counted, list_names, say
from llmsurvey.records import Model, Size
from llmsurvey.records.hardware import Precision
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Column, Table

if TYPE_CHECKING:
    from llmsurvey.importers.models.weights import Weights
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
    Column("cache_type", brief=False),
    Column("engine", brief=False),
)
_FITS = Column("fits", words="fits")


@dataclass(frozen=True, kw_only=True)
class MemoryQuestion:
    """One size of a model, by `name` (a model that has but one needs none named) or path, and how it is used.

    `context` is the tokens in the cache, None for as many as it was trained on, `batch` how many texts there are at
    once, `precision` the types of weights (none for all), and `fits` an amount of memory or a card to fit into.
    `cache_type` is the type of the cache's numbers (None for f16), and `engine` whose cache it is, None for what the
    model needs.
    """

    name: str
    context: int | None = None
    batch: int = 1
    precision: tuple[str, ...] = ()
    fits: str | None = None
    cache_type: str | None = None
    engine: str | None = None


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
    cache_type: str
    engine: str | None
    fits: bool | None = None


@dataclass(frozen=True, kw_only=True)
class MemoryAnswer(Answer[MemoryEntry]):
    """What a size (`name`) with so many `parameters` needs, in each precision; `room` is what it is to fit on.

    `active_parameters` are those that a token is computed with, of a mixture of experts. `stated_parameters` is what
    the registry has for the size itself, where `parameters` are counted more exactly in what it was made from.
    """

    columns = (*COLUMNS[:6], _FITS, *COLUMNS[6:])

    name: str
    parameters: int
    active_parameters: int | None = None
    stated_parameters: int | None = None
    room: Room | None = None

    def table(self) -> Table:
        """A row for each precision."""
        columns = (*COLUMNS[:6], _FITS, *COLUMNS[6:]) if self.room else COLUMNS
        texts: dict[tuple[int, str], str] = {
            (row, "fits"): Word("fits", "unknown") for row, entry in enumerate(self.entries) if entry.fits is None
        }
        return Table(columns, rows_of(self.entries, columns), self._title, self.notes, texts=texts if self.room else {})

    @property
    def _title(self) -> Message:
        if self.stated_parameters is not None:
            return say(
                "{name}: {count:,} parameters (its own figure, {stated:,}, is less exact)",
                name=self.name,
                count=self.parameters,
                stated=self.stated_parameters,
            )
        if self.active_parameters is None:
            return say("{name}: {count:,} parameters", name=self.name, count=self.parameters)
        return say(
            "{name}: {count:,} parameters, {active:,} of them active",
            name=self.name,
            count=self.parameters,
            active=self.active_parameters,
        )


def compute_memory(library: Library, question: MemoryQuestion) -> MemoryAnswer:
    """Return the bytes of a model's weights in each precision, of its key-value cache, and of both.

    Raises UnknownNameError or AmbiguousNameError for a name that nothing has, or several, and RequestError for a model
    of several sizes, a size whose parameters no source states, and a precision, an amount, an engine or a type of cache
    that can't be read.
    """
    check_number("context", question.context, 1, MOST_TOKENS)
    check_number("batch", question.batch, 1, MOST_TEXTS)
    located = locate(library, [question.name])
    registry = located.library.registry
    model, size = one_size(registry, located.names[0])
    asked = tuple(dict.fromkeys(precision_of(library.hardware, name) for name in question.precision))
    room = room_of(library.hardware, question.fits) if question.fits is not None else None
    name, facts = address(model, size), known_of(registry, model, size)
    with telling_faults(located.faults):
        if facts.parameters is None:
            raise no_parameters(name)
    use = _use_of_cache(question, context_of(facts))
    needs = [need_of(facts, precision, model.architecture, use) for precision in asked or library.hardware.precisions]
    stored = _need_of_stored(located.weights, facts, needs[0]) if not asked else []
    _check_is_possible(needs, use)
    notes = note_needs(facts, needs, use, room, is_context_named=question.context is not None)
    return MemoryAnswer(
        entries=[_entry_of_need(requirement, use, room) for requirement in (*stored, *needs)],
        notes=(*(note_stored(located.weights) if located.weights and stored else ()), *notes),
        faults=located.faults,
        name=name,
        parameters=facts.parameters,
        active_parameters=facts.active,
        stated_parameters=size.parameters if facts.counted and size.parameters != facts.parameters else None,
        room=room,
    )


def _need_of_stored(weights: Weights | None, facts: Known, computed: Need) -> list[Need]:
    """Return what the weights that lie at a path need as they are, with the cache that any others have beside them."""
    if weights is None or not weights.bytes or not facts.parameters:
        return []
    stored = weights.bytes
    precision = Precision(
        id="as-stored", name=say("as stored"), family="plain", bits=Decimal(stored * 8) / facts.parameters
    )
    return [Need(precision, stored, computed.cache)]


def _use_of_cache(question: MemoryQuestion, context: int) -> CacheUse:
    """Return how the cache is used, with as many tokens as `context` says where the question names none."""
    engine = engine_of(question.engine)
    cache_type = cache_type_of(question.cache_type, engine)
    return CacheUse(context if question.context is None else question.context, question.batch, cache_type, engine)


def one_size(registry: Registry, called: str, *, counted_only: bool = True) -> tuple[Model, Size]:
    """Return the size that is meant, with its model's facts. Raises RequestError where none of several is named.

    Of several those are offered whose parameters are known, or all if not `counted_only`.
    """
    model, size = registry.resolve_model(called)
    if size is not None:
        return model, model.complete(size)
    if len(model.sizes) <= 1:
        return model, next(model.each_size())
    facts = KnownFacts(registry)
    names = [size.name for size in model.sizes if not counted_only or facts.of(model, size).parameters]
    if not names:
        raise no_parameters(model.name)
    raise RequestError(
        say(
            "{model} has several sizes: {names}. Name one: {model}@{first}.",
            model=model.name,
            names=list_names(names, most=20),
            first=_meant_among(names, called),
        )
    )


def _meant_among(sizes: Sequence[str], called: str) -> str:
    """Return the size that a name may mean, `13B-v0` of `vicuna-13b`, else the first."""
    words = [word for word in re.split(r"[^0-9a-z.]+", called.casefold()) if word[:1].isdigit()]
    return next((size for word in words for size in sizes if size.casefold().startswith(word)), sizes[0])


def _check_is_possible(needs: Sequence[Need], use: CacheUse) -> None:
    """Raise RequestError where what is asked for needs more than any memory holds."""
    if any((requirement.cache or 0) + (requirement.weights or 0) > MOST for requirement in needs):
        raise RequestError(
            counted(
                "{context:,} tokens of {number:,} text are more than any memory holds. Ask for fewer.",
                "{context:,} tokens of {number:,} texts are more than any memory holds. Ask for fewer.",
                use.batch,
                context=use.context,
            )
        )


def no_parameters(name: str) -> RequestError:
    """Return the error for a model or a size whose parameters no source states."""
    return RequestError(
        say("no source in the registry states the parameters of {name}: its memory can't be computed.", name=name)
    )


def _entry_of_need(requirement: Need, use: CacheUse, room: Room | None) -> MemoryEntry:
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
        context=use.context,
        batch=use.batch,
        cache_type=use.type.name,
        engine=use.engine,
        fits=requirement.fits(room) if room else None,
    )


def _in_unit(unit: int, amount: int | None) -> float | None:
    return None if amount is None else amount / unit

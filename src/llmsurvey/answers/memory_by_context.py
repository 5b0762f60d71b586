"""What sizes need for more and more tokens in the cache: weights and cache together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.memory import MemoryAnswer, MemoryQuestion, compute_memory, one_size
from llmsurvey.memory.bytes import MOST_TOKENS
from llmsurvey.memory.known_facts import known_of
from llmsurvey.memory.room import Room, room_of
from llmsurvey.tables import Column

if TYPE_CHECKING:
    from llmsurvey.library import Library

_FIRST = 512
"""The fewest tokens that are looked at."""

_LEAST_SPAN = 32_768
"""At least so many tokens are looked at where no other number is asked for."""

_PRECISIONS = ("bf16", "int8", "Q4_K_M")
"""The types of weights of one size where none is named; of several sizes the first of these."""

COLUMNS = (
    Column("name"),
    Column("precision"),
    Column("context", numeric=True),
    Column("total_gb", numeric=True, digits=2),
    Column("cache_gb", numeric=True, digits=2),
    Column("trained_context", numeric=True),
    Column("fits", words="fits"),
)


@dataclass(frozen=True, kw_only=True)
class MemoryByContextQuestion:
    """Some sizes by `names`, and in which `precision`; `context` is the most tokens that are looked at.

    `fits` is an amount of memory or a card to fit into, `cache_type` the type of the cache's numbers.
    """

    names: tuple[str, ...]
    precision: tuple[str, ...] = ()
    context: int | None = None
    fits: str | None = None
    cache_type: str | None = None


class ContextEntry(NamedTuple):
    """What weights in one precision need with a cache of `context` tokens, in GB (10^9 bytes).

    `trained_context` are the tokens that the size was trained on, None where no source states them.
    """

    name: str
    precision: str
    context: int
    total_gb: float | None
    cache_gb: float | None
    trained_context: int | None
    fits: bool | None


@dataclass(frozen=True, kw_only=True)
class MemoryByContextAnswer(Answer[ContextEntry]):
    """What each size needs in each precision, for more and more tokens; `room` is what it is to fit on."""

    columns = COLUMNS

    room: Room | None = None


def compute_memory_by_context(library: Library, asked: MemoryByContextQuestion) -> MemoryByContextAnswer:
    """Return what some sizes need for 512, 1,024, 2,048 ... tokens. Raises what `compute_memory` does."""
    names = dict.fromkeys(asked.names)
    precision = asked.precision or (_PRECISIONS if len(names) == 1 else _PRECISIONS[:1])
    entries: list[ContextEntry] = []
    notes: dict[str, None] = {}
    trained = {name: _trained_on(library, name) for name in names}
    most = asked.context or max(_LEAST_SPAN, *(tokens or 0 for tokens in trained.values()))
    for name in names:
        question = MemoryQuestion(name=name, precision=precision, fits=asked.fits, cache_type=asked.cache_type)
        answers = [compute_memory(library, replace(question, context=tokens)) for tokens in list_contexts(most)]
        entries += _list_entries(answers, trained[name])
        notes |= dict.fromkeys(note for note in answers[-1].notes)
    room = room_of(library.hardware, asked.fits) if asked.fits is not None else None
    return MemoryByContextAnswer(entries=entries, notes=tuple(notes), room=room)


def list_contexts(most: int) -> list[int]:
    """Return the numbers of tokens that are looked at: each twice the one before, and `most` at the end."""
    contexts = []
    tokens = _FIRST
    while tokens < min(most, MOST_TOKENS):
        contexts.append(tokens)
        tokens *= 2
    return [*contexts, most]


def _trained_on(library: Library, name: str) -> int | None:
    """Return the tokens that a size was trained on; None where no source states them."""
    model, size = one_size(library.registry, name)
    return known_of(library.registry, model, size).context


def _list_entries(answers: Sequence[MemoryAnswer], trained: int | None) -> Iterator[ContextEntry]:
    """Yield the entries of one size, those of each precision one after the other."""
    for needs in zip(*(answer.entries for answer in answers), strict=True):
        for need in needs:
            yield ContextEntry(
                name=answers[0].name,
                precision=need.precision,
                context=need.context,
                total_gb=need.total_gb,
                cache_gb=need.cache_gb,
                trained_context=trained,
                fits=need.fits,
            )

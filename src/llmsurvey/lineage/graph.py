"""What was made from what, and three ways through it: each meets everything once, without recursion."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator
from typing import TypeVar

from llmsurvey.records import Model, Reference, Size
from llmsurvey.registry.registry import Registry

Place = tuple[str, str | None]
"""A size, by the id of its model and its name; without a name it is all sizes of the model."""

Key = TypeVar("Key", bound=str | Place)


def address(model: Model, size: Size | str | None) -> str:
    """Return how a size is named: `KULLM@12.8B-v2`, or the model's name alone where it has no sizes."""
    name = size.name if isinstance(size, Size) else size
    return f"{model.name}@{name}" if model.sizes and name else model.name


def called(model: Model, size: Size) -> str:
    """Return how a size is called in a sentence: `KULLM 12.8B-v2`, or the model's name alone where it has no sizes."""
    return f"{model.name} {size.name}" if model.sizes and size.name else model.name


def place_of(registry: Registry, reference: Reference) -> Place:
    """Return what a reference means: the size that it names, else all sizes of its model."""
    size = registry.model_by_id[reference.model].size(reference.size) if reference.size else None
    return reference.model, size.name if size else None


def sizes_at(registry: Registry, place: Place) -> list[tuple[Model, Size]]:
    """Return the size of a place, or all that it stands for, each with its model and all its facts."""
    model = registry.model_by_id[place[0]]
    if place[1] is not None:
        return [(model, model.size_named(place[1]))]
    return [(model, size) for size in model.each_size()]


def made_from(registry: Registry, place: Place) -> list[Place]:
    """Return whose weights a size took over; all sizes of a model are taken for made from each of them.

    So a foundation that names no size is one step and not one for each size.
    """
    if place[1] is None:
        return [(place[0], size.name) for size in registry.model_by_id[place[0]].each_size()]
    ((_, size),) = sizes_at(registry, place)
    return [place_of(registry, link) for link in size.foundations or () if link.by_weights]


def made_into(registry: Registry) -> dict[Place, list[Place]]:
    """Return the sizes that took over the weights of each size, or of all sizes of a model."""
    made: dict[Place, list[Place]] = {}
    for model in registry.models:
        for size in model.each_size():
            place = (model.id, size.name)
            for base in dict.fromkeys(made_from(registry, place)):
                made.setdefault(base, []).append(place)
    return made


def nearest_first(start: Iterable[Key], below: Callable[[Key], Iterable[Key]]) -> Iterator[Key]:
    """Yield `start` and all below once, what is fewer steps away before what is more.

    `below` gives what something was made from at first hand.
    """
    seen: set[Key] = set()
    waiting = deque(start)
    while waiting:
        key = waiting.popleft()
        if key not in seen:
            seen.add(key)
            yield key
            waiting.extend(below(key))


def depth_first(
    start: Iterable[Key], below: Callable[[Key], Iterable[Key]], seen: set[Key] | None = None
) -> Iterator[Key]:
    """Yield `start` and all below, one way down before the next, but nothing that is in `seen`, and put it there.

    `below` gives what something was made from at first hand.
    """
    seen = set() if seen is None else seen
    waiting = list(start)[::-1]
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            yield key
            waiting.extend(list(below(key))[::-1])


def bottom_first(start: Key, below: Callable[[Key], Iterable[Key]], done: Container[Key]) -> Iterator[Key]:
    """Yield all below `start` and then itself, each behind what it was made from, but nothing that is `done`.

    Whoever gets one puts it into `done` before asking for the next. There must be no circle.
    """
    waiting = [start]
    while waiting:
        key = waiting[-1]
        missing = [] if key in done else [origin for origin in below(key) if origin not in done]
        if missing:
            waiting.extend(missing)
        elif waiting.pop() not in done:
            yield key

"""The shape of a size: its own, or that of what it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from llmsurvey.lineage.verdict import address
from llmsurvey.records import Model, Shape, Size
from llmsurvey.registry.registry import Registry

_ALIKE = 0.1
"""A base has another's parameters where the two differ by no more than this; a merge or a pruned model has others."""


class Known(NamedTuple):
    """What is known of a size: exact parameters where any are, shape, context, and who states what it doesn't itself.

    `counted` and `shaped` are the addresses of the sizes that parameters and shape are taken from, None for its own.
    """

    parameters: int | None
    shape: Shape | None
    context: int | None
    counted: str | None = None
    shaped: str | None = None


def known_of(registry: Registry, model: Model, size: Size) -> Known:
    """What is known of a size, and, where it states nothing itself, of what its weights were made from.

    Weights that were finetuned, quantised or trained further keep shape and number of those below. So shape and context
    come from the nearest that states them, and a rounded number of parameters (7B) gives way to a precise one of a base
    that agrees with it (6,738,415,616).
    """
    parameters, shape, context = size.parameters, None, None
    counted, shaped = None, None
    for each, each_size in _by_weights(registry, model, size):
        name = address(each, each_size) if (each.id, each_size.name) != (model.id, size.name) else None
        if name and parameters and _rounded(parameters) and _refines(each_size.parameters, parameters):
            parameters, counted = each_size.parameters, name
        if shape is None and each_size.shape is not None:
            shape, shaped = each_size.shape, name
        context = context or each_size.context
    return Known(parameters, shape, context, counted, shaped)


def _by_weights(registry: Registry, model: Model, size: Size) -> Iterator[tuple[Model, Size]]:
    """A size and everything that its weights were made from, the nearest first."""
    waiting, seen = [(model, model.complete(size))], set()
    while waiting:
        each, each_size = waiting.pop(0)
        if (each.id, each_size.name) not in seen:
            seen.add((each.id, each_size.name))
            yield each, each_size
            bases = [registry.meant_by(link) for link in each_size.foundations or () if link.by_weights]
            waiting += [(base, one) for base, sizes in bases for one in sizes]


def _rounded(parameters: int) -> bool:
    """Whether a count is a published rounding: no more than four digits that aren't 0."""
    return len(str(parameters).rstrip("0")) <= 4


def _refines(precise: int | None, rounded: int) -> bool:
    """Whether a count is precise, and near enough to a rounded one to be meant by it."""
    return precise is not None and not _rounded(precise) and abs(precise / rounded - 1) <= _ALIKE

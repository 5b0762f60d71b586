"""What is known of a size, and, where it states nothing itself, of what its weights were made from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from llmsurvey.lineage.verdict import address
from llmsurvey.records import Model, Shape, Size
from llmsurvey.registry.registry import Registry

_PRECISE = 4
"""A count with so many digits, zeros behind them aside, is no published rounding."""


class Known(NamedTuple):
    """What is known of a size: parameters, shape and context, and which size states what it doesn't itself.

    `counted` and `shaped` are the addresses of the sizes that parameters and shape are taken from, None for its own.
    """

    parameters: int | None
    shape: Shape | None
    context: int | None
    counted: str | None = None
    shaped: str | None = None

    @property
    def rounded(self) -> bool:
        """Whether the parameters are a published rounding, so that the weights may be some percent more or less."""
        return self.parameters is not None and _digits(self.parameters) < _PRECISE


def known_of(registry: Registry, model: Model, size: Size) -> Known:
    """What is known of a size.

    Weights that were finetuned, quantised or trained further keep shape and number of those below. So shape and context
    come from the nearest that states them, and a number of parameters that isn't stated, or is a rounding (7B), gives
    way to the precise one of a base that it is a rounding of (6,738,415,616). What was made of several is none of them.
    """
    parameters, shape, context = size.parameters, None, None
    counted, shaped = None, None
    for each, each_size in _line(registry, model, size):
        name = address(each, each_size) if (each.id, each_size.name) != (model.id, size.name) else None
        if name and each_size.parameters and (parameters is None or _rounds(each_size.parameters, parameters)):
            parameters, counted = each_size.parameters, name
        if shape is None and each_size.shape is not None:
            shape, shaped = each_size.shape, name
        context = context or each_size.context
    return Known(parameters, shape, context, counted, shaped)


def _line(registry: Registry, model: Model, size: Size) -> Iterator[tuple[Model, Size]]:
    """A size, what its weights were made from, what those were, and so on, as long as that is a single size.

    An adapter that was merged with what it was trained on counts for nothing: the weights are those of the latter.
    """
    each, each_size, seen = model, model.complete(size), set()
    while (each.id, each_size.name) not in seen:
        seen.add((each.id, each_size.name))
        yield each, each_size
        bases = _bases(registry, each_size)
        if len(bases) > 1:
            whole = {key for key, (_, base) in bases.items() if _bases(registry, base).keys().isdisjoint(bases)}
            bases = {key: bases[key] for key in whole}
        if len(bases) != 1:
            return
        ((each, each_size),) = bases.values()


def _bases(registry: Registry, size: Size) -> dict[tuple[str, str], tuple[Model, Size]]:
    """The sizes that the weights of a size were made from, by model and name."""
    links = [registry.meant_by(link) for link in size.foundations or () if link.by_weights]
    return {(base.id, one.name): (base, one) for base, sizes in links for one in sizes}


def _digits(count: int) -> int:
    return len(str(count).rstrip("0"))


def _rounds(precise: int, stated: int) -> bool:
    """Whether a stated count is what a precise one is called: rounded, or cut, to the digits that are stated."""
    if _digits(stated) >= _PRECISE or _digits(precise) <= _digits(stated):
        return False
    unit = Decimal(10) ** (len(str(stated)) - _digits(stated))
    names = {(precise / unit).to_integral_value(rounding) * unit for rounding in (ROUND_HALF_UP, ROUND_FLOOR)}
    return stated in names

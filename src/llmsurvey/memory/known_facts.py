"""What is known of a size, and, where it states nothing itself, of what its weights were made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from llmsurvey.lineage.graph import Place, address, bottom_first, made_from, sizes_at
from llmsurvey.records import Model, Shape, Size
from llmsurvey.registry.registry import Registry

_PRECISE = 4
"""A count with so many digits, zeros behind them aside, is no published rounding."""

_LEAST_DOUBT = 0.05
"""How much more or less weights may be at least whose number is a rounding: files of Falcon 40B are 5 % larger."""


class Known(NamedTuple):
    """What is known of a size: parameters, shape and context, and which size states what it doesn't itself.

    `active` are the parameters that a token is computed with, of a mixture of experts.
    `counted` and `shaped` are the addresses of the sizes that parameters and shape are taken from, None for its own.
    """

    parameters: int | None
    shape: Shape | None
    context: int | None
    counted: str | None = None
    shaped: str | None = None
    active: int | None = None

    @property
    def doubt(self) -> float:
        """By which share of them the parameters may be more or less: 0 where they are no published rounding.

        That is half a unit of the last digit that is written (7B: 0.5B, 7.1 %), and 5 % at least.
        """
        if self.parameters is None or _count_digits(self.parameters) >= _PRECISE:
            return 0
        return max(_LEAST_DOUBT, _last_unit(self.parameters) / 2 / self.parameters)


@dataclass(frozen=True)
class KnownFacts:
    """What is known of the sizes of a registry, each looked at once.

    Weights that were finetuned, quantised or trained further keep shape and number of those below. So shape and context
    come from the nearest that states them, and a number of parameters that isn't stated, or is a rounding (7B), gives
    way to the precise one of a base that it is a rounding of (6,738,415,616). What was merged of several has only what
    they have in common, and nothing of them where it states another number than theirs.
    """

    registry: Registry
    _known: dict[Place, Known] = field(default_factory=dict, repr=False, compare=False)
    _bases: dict[Place, list[Place]] = field(default_factory=dict, repr=False, compare=False)
    _bases_among: dict[tuple[Place, ...], list[Place]] = field(default_factory=dict, repr=False, compare=False)

    def of(self, model: Model, size: Size) -> Known:
        """Return what is known of a size."""
        for ancestor in bottom_first((model.id, size.name), self._bases_of, self._known):
            stated = sizes_at(self.registry, ancestor)[0][1]
            own = Known(stated.parameters, stated.shape, stated.context, active=stated.active_parameters)
            base = self._common_base(own, self._bases_of(ancestor))
            self._known[ancestor] = self._filled_in(own, base) if base else own
        return self._known[model.id, size.name]

    def _common_base(self, own: Known, places: list[Place]) -> Place | None:
        """Return what weights were made from, or one of several that have one number and one shape, which is theirs."""
        if len(places) < 2:
            return places[0] if places else None
        first, *others = (self._known[place] for place in places)
        are_alike = all(
            (first.parameters, first.shape, first.context) == (other.parameters, other.shape, other.context)
            for other in others
        )
        if not are_alike or first.parameters is None or first.shape is None:
            return None
        is_theirs = own.parameters in (None, first.parameters) or _is_rounding_of(first.parameters, own.parameters or 0)
        return places[0] if is_theirs else None

    def _filled_in(self, own: Known, base_place: Place) -> Known:
        """Return what a size states, with what is known of its base where it states nothing, or a rounding."""
        base, name = self._known[base_place], address(*sizes_at(self.registry, base_place)[0])
        if base.parameters and (own.parameters is None or _is_rounding_of(base.parameters, own.parameters)):
            own = own._replace(parameters=base.parameters, counted=base.counted or name)
        if own.shape is None and base.shape is not None:
            own = own._replace(shape=base.shape, shaped=base.shaped or name)
        return own._replace(context=own.context or base.context, active=own.active or base.active)

    def _bases_of(self, place: Place) -> list[Place]:
        """Return the sizes that the weights of a size were made from, but for those that others of them were."""
        if place not in self._bases:
            places = tuple(dict.fromkeys(made_from(self.registry, place)))
            if places not in self._bases_among:
                self._bases_among[places] = self._find_bases_among(places)
            self._bases[place] = self._bases_among[places]
        return self._bases[place]

    def _find_bases_among(self, places: Iterable[Place]) -> list[Place]:
        """Return the sizes among some that aren't made from another of them.

        An adapter that was merged with what it was trained on counts for nothing: the weights are those of the latter.
        """
        bases = {(model.id, size.name) for candidate in places for model, size in sizes_at(self.registry, candidate)}
        if len(bases) > 1:
            models = {name for name, _ in bases}
            bases = {
                base
                for base in bases
                if not any(
                    below in bases or (below[1] is None and below[0] in models)
                    for below in made_from(self.registry, base)
                )
            }
        return sorted(bases)


def known_of(registry: Registry, model: Model, size: Size) -> Known:
    """Return what is known of one size."""
    return KnownFacts(registry).of(model, size)


def _count_digits(count: int) -> int:
    return len(str(count).rstrip("0"))


def _last_unit(count: int) -> int:
    """Return what one of the last digit stands for in a count as it is written: 0.1B in 2.7B, 1B in 40B."""
    zeros = len(str(count)) - _count_digits(count)
    return int(10 ** min(zeros, (len(str(count)) - 1) // 3 * 3))


def _is_rounding_of(precise: int, stated: int) -> bool:
    """Whether a stated count is what a precise one is called: rounded, or cut, to the digits that are stated."""
    if _count_digits(stated) >= _PRECISE or _count_digits(precise) <= _count_digits(stated):
        return False
    unit = Decimal(10) ** (len(str(stated)) - _count_digits(stated))
    names = {(precise / unit).to_integral_value(rounding) * unit for rounding in (ROUND_HALF_UP, ROUND_FLOOR)}
    return stated in names

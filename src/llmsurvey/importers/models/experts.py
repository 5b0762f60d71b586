"""The parameters that one token is computed with, of a mixture of experts, where its tensors tell that exactly.

They are all but those of the experts that it doesn't go through; embeddings count (Mixtral 8x7B: 12.9 of 46.7 billion).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

_COUNTS = ("num_local_experts", "n_routed_experts", "num_experts")
_USED = ("num_experts_per_tok", "num_experts_per_token", "experts_per_token")
_OTHERWISE = ("num_nextn_predict_layers", "zero_expert_num", "moe_topk", "num_experts_per_layer")
"""Fields of models that have layers which aren't always computed, or not as many experts in each layer."""

_OF_EXPERTS = re.compile(r"(?P<layer>(?:.*\.)?)experts\.(?:(?P<number>\d{1,6})\.)?")
"""The name of a tensor of one expert, or of all experts of a layer in one."""


class Routing(NamedTuple):
    """How many experts each layer has, and how many of them a token goes through."""

    experts: int
    used: int


class Portion(NamedTuple):
    """A tensor by its name and shape, and how many parameters it holds."""

    name: str
    shape: tuple[int, ...]
    parameters: int


def routing_of(config: Mapping[str, Any]) -> Routing | None:
    """Return how a token goes through the experts; None where there are none, or the config leaves it open."""
    if any(config.get(name) for name in _OTHERWISE):
        return None
    experts = {value for name in _COUNTS if type(value := config.get(name)) is int}
    used = {value for name in _USED if type(value := config.get(name)) is int}
    if len(experts) != 1 or len(used) != 1:
        return None
    routing = Routing(experts.pop(), used.pop())
    return routing if 1 <= routing.used < routing.experts else None


def count_active(portions: Iterable[Portion], routing: Routing) -> int | None:
    """Return the parameters that one token is computed with; None where tensors don't tell which are whose.

    In each layer that has experts there must be as many as the config says, all of one size.
    """
    total, shared = 0, 0
    layers: dict[str, dict[int, int]] = {}
    for portion in portions:
        total += portion.parameters
        match = _OF_EXPERTS.match(portion.name)
        if match is None:
            shared += portion.parameters
        elif match["number"] is not None:
            of_layer = layers.setdefault(match["layer"], {})
            number = int(match["number"])
            of_layer[number] = of_layer.get(number, 0) + portion.parameters
        elif portion.parameters == 0 or portion.shape[:1] == (routing.experts,):
            of_layer = layers.setdefault(match["layer"], {})
            for number in range(routing.experts):
                of_layer[number] = of_layer.get(number, 0) + portion.parameters // routing.experts
        else:
            return None
    whole = set(range(routing.experts))
    if not layers or any(set(layer) != whole or len({*layer.values()}) != 1 for layer in layers.values()):
        return None
    return shared + sum(layer[0] * routing.used for layer in layers.values())

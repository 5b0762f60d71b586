"""Rows of a board that are of no model: deltas and adapters that were measured without their base."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.board import Board, Measure
from llmsurvey.boards.identify import identify_entries
from llmsurvey.boards.standard_errors import SHARES
from llmsurvey.errors import RequestError
from llmsurvey.messages import say
from llmsurvey.registry.built_in_boards import load_boards
from llmsurvey.registry.names import loose_form, strict_form
from llmsurvey.registry.registry import Identity, Registry

MARGIN = 5.0
"""How far above guessing scores may be, in points, that show no model: bare deltas reach 4.5 on ARC."""

_NAMED_DELTA = re.compile(r"[-_.]delta(?=[-_.]|$)", re.IGNORECASE)


def bare_deltas(board: Board, registry: Registry) -> list[int]:
    """Return the rows of deltas and adapters that were measured alone, without the base that makes a model of them.

    An entry is a delta by its name (`vicuna-7b-delta-v1.1`), by the registry, or by what is known of the board. It was
    measured alone where its scores are those of guessing, on all benchmarks for which these are known: whoever scores
    more was merged first.
    """
    guessing = np.flatnonzero(_find_guessing(board, registry))
    if not len(guessing):
        return []
    candidates = board.take(guessing)
    stated = _stated_deltas().get(board.name, frozenset())
    repositories = [hub or name for hub, name in zip(candidates.fact("hub"), candidates.fact("name"), strict=True)]
    return [
        row
        for row, hub, identity in zip(
            guessing.tolist(), repositories, identify_entries(candidates, registry), strict=True
        )
        if strict_form(hub) in stated or _NAMED_DELTA.search(hub) or _is_delta_of_registry(hub, identity)
    ]


@cache
def _stated_deltas() -> dict[str, frozenset[str]]:
    """Return for each board its repositories that are known to hold a delta alone, whatever their name."""
    return {record.id: frozenset(map(strict_form, record.deltas)) for record in load_boards().boards}


def _find_guessing(board: Board, registry: Registry) -> npt.NDArray[np.bool_]:
    """Whether each entry scores no more than guessing does on whatever it has of which that is known."""
    above = np.zeros(len(board), dtype=bool)
    is_known = np.zeros(len(board), dtype=bool)
    for column, measure in enumerate(board.measures):
        chance = _chance_of(measure, registry)
        if chance is not None:
            scores = board.values[:, column]
            above |= scores > chance + MARGIN
            is_known |= ~np.isnan(scores)
    return is_known & ~above


def _chance_of(measure: Measure, registry: Registry) -> float | None:
    """Return what guessing scores, in percent; None where that isn't known or the metric is no share."""
    benchmark = registry.benchmark_by_id.get(measure.benchmark)
    is_share = measure.unit == "percent" and (measure.metric is None or measure.metric.partition(",")[0] in SHARES)
    if benchmark is None or benchmark.chance is None or not is_share:
        return None
    return benchmark.chance * (100 if benchmark.unit == "fraction" else 1)


def _is_delta_of_registry(hub: str, identity: Identity | None) -> bool:
    """Whether the registry knows a repository as one that holds a delta or an adapter, and nothing else."""
    if identity is None or identity.size is None or strict_form(identity.size.hub or "") != strict_form(hub):
        return False
    relations = {link.relation for link in identity.size.foundations or ()}
    return bool(relations) and relations <= {"delta", "adapter"}


def check_is_model(wanted: str, deltas: Iterable[str]) -> None:
    """Raise RequestError where what is asked for stands on a board only as one of these `deltas`, measured alone."""
    for name in deltas:
        if loose_form(name) == loose_form(wanted):
            raise RequestError(
                say(
                    '"{name}" is of no model: a delta or an adapter was measured alone. Its base is missing.', name=name
                )
            )

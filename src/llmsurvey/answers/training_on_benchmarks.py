"""Which of the benchmarks that entries are ranked by they were trained on, as far as the registry knows."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from llmsurvey.lineage.contamination import Exposed
    from llmsurvey.lineage.verdict import Licensing
    from llmsurvey.registry.registry import Identity

Trained = Literal["train", "measured"]
"""On training splits alone, or on questions that are measured or that no source tells apart."""


def exposed_on(benchmarks: Collection[str], licensing: Licensing, identity: Identity | None) -> list[Exposed]:
    """Return which of some benchmarks an entry was trained on, as far as the registry knows."""
    if identity is None or identity.size is None:
        return []
    exposed = licensing.contamination.of(identity.model, identity.size)
    return [each for each in exposed if each.benchmark in benchmarks]


def trained_on(benchmarks: Collection[str], licensing: Licensing, identity: Identity | None) -> Trained | None:
    """Return on which questions of some benchmarks an entry was trained; None for none that the registry knows of.

    What was learnt from a teacher doesn't count.
    """
    splits = {each.split for each in exposed_on(benchmarks, licensing, identity) if not each.indirect}
    if not splits:
        return None
    return "train" if splits <= {"train"} else "measured"

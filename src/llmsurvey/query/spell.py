"""Sizes and foundations as people write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from llmsurvey.records import Foundation, Size
from llmsurvey.records.quantities import short_count

_FEW = 3


def extent(sizes: Sequence[Size]) -> str:
    """A few sizes by name, many as a span: `7B, 40B`, or `560M-176B (6)`."""
    if len(sizes) <= _FEW:
        return ", ".join(size.name for size in sizes)
    counts = [size.parameters for size in sizes if size.parameters]
    if not counts:
        return f"{len(sizes)} sizes"
    low, high = short_count(min(counts)), short_count(max(counts))
    return f"{low}-{high} ({len(sizes)})" if low != high else f"{low} ({len(sizes)})"


def names_of_sizes(links: Iterable[Foundation]) -> str:
    """Foundations by model, each once, sizes left out: `llama, pythia`."""
    return ", ".join(dict.fromkeys(link.model for link in links))

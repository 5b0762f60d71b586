"""Lists as people read them where there is little room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from llmsurvey.messages import Message, counted, join_texts, say
from llmsurvey.records import Foundation, Model, Size
from llmsurvey.records.quantities import short_count

_FEW = 2
_FEW_NAMES = 3
_LEAST = 0.1
"""A number smaller than this reads better in a unit of its own: 70.4M-11.8B."""


def extent_of_sizes(sizes: Sequence[Size]) -> str:
    """Return one or two sizes by name, more as a span with their number: `7B, 40B`, or `0.56-176B (6)`."""
    if len(sizes) <= _FEW:
        return ", ".join(size.name for size in sizes)
    counts = [size.parameters for size in sizes if size.parameters]
    if not counts:
        return counted("{number} size", "{number} sizes", len(sizes))
    return f"{span_of_counts(counts)} ({len(sizes)})"


def span_of_counts(counts: Sequence[int]) -> str:
    """Return the least and the most of some counts, in the unit of the most: `0.56-176B`; empty for none."""
    if not counts:
        return ""
    low, high = min(counts), max(counts)
    most = short_count(high)
    if low == high:
        return most
    if not most[-1].isalpha():
        return f"{low}-{most}"
    unit = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}[most[-1]]
    if low / unit < _LEAST:
        return f"{short_count(low)}-{most}"
    return f"{low / unit:.{3 if low >= unit else 2}g}-{most}"


def first_and_more(names: Iterable[str]) -> str:
    """Return the first of some names, and how many there are beside it: `EleutherAI +2`."""
    every = list(dict.fromkeys(names))
    return f"{every[0]} +{len(every) - 1}" if len(every) > 1 else "".join(every)


def names_of_bases(model: Model, links: Iterable[Foundation]) -> list[str]:
    """Return the models that another was made from, sizes left out, the model itself (as of a chat variant) too."""
    return list(dict.fromkeys(link.model for link in links if link.model != model.id))


def first_names(names: Sequence[str], separator: str = ", ") -> Message:
    """Return the first three of some names, and how many more there are."""
    first = join_texts(names[:_FEW_NAMES], separator)
    if len(names) <= _FEW_NAMES:
        return first
    return say("{names} and {number} more", names=first, number=len(names) - _FEW_NAMES)

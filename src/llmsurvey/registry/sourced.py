"""Which fields are facts that a source must state, and which records have one that no source states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from llmsurvey.records import Dataset, Licence, Model

SOURCED = {
    "model": (
        "developers",
        "released",
        "kind",
        "access",
        "architecture",
        "languages",
        "licence",
        "licence_history",
        "foundations",
        "datasets",
        "trained_on_benchmarks",
        "unresolved",
    ),
    "dataset": (
        "creators",
        "released",
        "access",
        "licence",
        "licence_history",
        "rights",
        "languages",
        "items",
        "tokens",
        "size",
        "derived_from",
        "generated_by",
        "benchmarks",
        "unresolved",
    ),
    "licence": ("commercial", "conditions", "derivatives"),
    "benchmark": ("languages", "metric", "shots", "items", "chance", "human"),
    "organisation": (),
}
"""The fields of each record that are facts, so that a source must state them."""

SIZE_SOURCED = (
    "parameters",
    "active_parameters",
    "hub",
    "tokens",
    "shape",
    "context",
    "released",
    "kind",
    "access",
    "languages",
    "licence",
    "licence_history",
    "foundations",
    "datasets",
    "trained_on_benchmarks",
    "unresolved",
)
"""The same for a size."""


def has_source(record: Any, field: str) -> bool:
    """Whether a source of a record states a field of it."""
    return any(source.supports_field(field) for source in record.sources)


def is_sourced(kind: str, record: Any) -> bool:
    """Whether a source states each fact of a record, and of each of its sizes; what one infers isn't stated."""
    if any(source.infers for source in record.sources):
        return False
    return all(
        has_source(record, field) for field in SOURCED[kind] if getattr(record, field) not in (None, (), "unknown")
    ) and (not isinstance(record, Model) or _has_sourced_sizes(record))


def _has_sourced_sizes(model: Model) -> bool:
    return all(
        model.sources_for(field, size)
        for size in model.each_size()
        for field in SIZE_SOURCED
        if getattr(size, field) not in (None, ())
    )


def unsourced_records(
    models: Iterable[Model], datasets: Iterable[Dataset], licences: Iterable[Licence]
) -> Iterator[str]:
    """Yield the address (`model/llama`) of each record with a fact that no source states."""
    for kind, records in (("model", models), ("dataset", datasets), ("licence", licences)):
        yield from (f"{kind}/{record.id}" for record in records if not is_sourced(kind, record))

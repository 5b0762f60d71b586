"""What records say beside their facts, each with the record or the size that it is said of.

That is what they were made from and no record answers to, what other sources say than the facts in force, benchmarks
that something was trained on, and licences of other times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from llmsurvey.records import Dataset, LicencePeriod, Model, Size, Statement, Unresolved
from llmsurvey.records.exposure import Exposure
from llmsurvey.records.record import Record
from llmsurvey.registry.registry import Registry

Item = TypeVar("Item")


class Said(NamedTuple):
    """What is said of a dataset, or of a model: of a size of it where one is named."""

    record: Model | Dataset
    size: str | None
    item: Any

    @property
    def kind(self) -> str:
        """Which kind of record it is."""
        return type(self.record).__name__.lower()


def list_unresolved(registry: Registry) -> Iterator[Said]:
    """Yield what models and data were made from that no record surely answers to."""
    yield from _of_sizes(registry, lambda size: size.unresolved)
    yield from (Said(data, None, item) for data in registry.datasets for item in data.unresolved)


def list_statements(registry: Registry) -> Iterator[Said]:
    """Yield what sources say otherwise than the facts that are in force."""
    for model in registry.models:
        for item in model.otherwise:
            size = model.size(item.size) if item.size else None
            yield Said(model, size.name if size else None, item)
    yield from (Said(data, None, item) for data in registry.datasets for item in data.otherwise)


def list_exposures(registry: Registry) -> Iterator[Said]:
    """Yield the benchmarks that sizes were trained on, and whose questions data hold, as sources tell."""
    yield from _of_sizes(registry, lambda size: size.trained_on_benchmarks)
    yield from (Said(data, None, item) for data in registry.datasets for item in data.benchmarks)


def list_periods(registry: Registry) -> Iterator[Said]:
    """Yield the times for which weights and data were under a licence, where it changed."""
    yield from _of_sizes(registry, lambda size: size.licence_history)
    yield from (Said(data, None, item) for data in registry.datasets for item in data.licence_history)


def _of_sizes(registry: Registry, items_of: Callable[[Size], tuple[Item, ...] | None]) -> Iterator[Said]:
    """Yield the items of each size, whether it states them itself or its model does."""
    for model in registry.models:
        for size in model.each_size():
            yield from (Said(model, size.name, item) for item in items_of(size) or ())


STATEMENTS: Mapping[str, tuple[Callable[[Registry], Iterator[Said]], type[Record]]] = {
    "unresolved": (list_unresolved, Unresolved),
    "statements": (list_statements, Statement),
    "exposures": (list_exposures, Exposure),
    "licence_periods": (list_periods, LicencePeriod),
}
"""Every such list by the name of its table, and of which kind its items are."""

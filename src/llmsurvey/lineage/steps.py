"""One step of a lineage: what hangs from a model or a dataset, towards what came before or after."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from llmsurvey.lineage.graph import Place, place_of
from llmsurvey.lineage.words import relation_words
from llmsurvey.records import Dataset, Derivation, Foundation, Model, Size, Unresolved
from llmsurvey.records.model import items_once
from llmsurvey.registry.registry import Registry

Key = tuple[str, ...]


@dataclass(frozen=True)
class Stop:
    """A dataset, or some sizes of a model, and how it belongs to the stop before.

    Where a reference doesn't say which sizes (not `stated`), none is named. What isn't `followed` ends the way.
    """

    record: Model | Dataset
    sizes: tuple[Size, ...] = ()
    relation: str = ""
    by: str | None = None
    stated: bool = True
    followed: bool = True
    resolved: bool = True
    """Whether the registry has it; else `record` is one that has its name and nothing else."""

    @property
    def is_whole(self) -> bool:
        """Whether it is a dataset, or a model with all its sizes."""
        return isinstance(self.record, Dataset) or len(self.sizes) == max(1, len(self.record.sizes))

    @cached_property
    def key(self) -> Key:
        """A key that stops share if the same hangs from them."""
        if not self.resolved:
            return ("unresolved", self.record.name)
        kind = "model" if isinstance(self.record, Model) else "dataset"
        names = () if self.is_whole else (size.name for size in self.sizes)
        return (kind if self.followed else "teacher", self.record.id, *names)


class Steps(ABC):
    """What hangs from a stop, in one of the two directions."""

    def __init__(self, registry: Registry, *, datasets: bool = True) -> None:
        self.registry = registry
        self._datasets = datasets
        self._leads_on: dict[Key, bool] = {}
        self._sizes: dict[str, tuple[tuple[Size, ...], dict[str, int]]] = {}
        """All sizes of each model that was met, and the position of each name among them."""

    @abstractmethod
    def _every_stop_after(self, stop: Stop) -> Iterator[Stop]:
        """Return the stops that hang from a stop, datasets among them."""

    def after(self, stop: Stop) -> Iterator[Stop]:
        """Return the stops that hang from a stop; no datasets where these aren't asked for."""
        stops = self._every_stop_after(stop)
        return stops if self._datasets else (each for each in stops if not isinstance(each.record, Dataset))

    def leads_on(self, stop: Stop) -> bool:
        """Whether anything hangs from a stop."""
        if stop.key not in self._leads_on:
            self._leads_on[stop.key] = any(True for _ in self.after(stop))
        return self._leads_on[stop.key]

    def at(self, model: Model, names: Iterable[str] | None, relation: str = "", *, stated: bool = True) -> Stop:
        """Return a stop at the sizes of these names, in the order of the model, or (None) at all of them."""
        if model.id not in self._sizes:
            sizes = tuple(model.each_size())
            self._sizes[model.id] = sizes, {size.name: number for number, size in enumerate(sizes)}
        sizes, numbers = self._sizes[model.id]
        if names is not None:
            sizes = tuple(sizes[number] for number in sorted({numbers[name] for name in names}))
        return Stop(model, sizes, relation, stated=stated)


class Up(Steps):
    """Towards what came before: foundations, datasets, and what these were made of."""

    def _every_stop_after(self, stop: Stop) -> Iterator[Stop]:
        """Yield the stops that hang from a stop."""
        if isinstance(stop.record, Dataset):
            for derivation in stop.record.derived_from:
                data = self.registry.dataset_by_id[derivation.dataset]
                yield Stop(data, relation=relation_words(derivation.relation), by=derivation.by)
            for teacher in stop.record.generated_by:
                model, sizes = self.registry.meant_by(teacher)
                yield Stop(model, sizes, relation_words("generated"), stated=bool(teacher.size), followed=False)
            yield from _stops_of_unresolved(stop.record.unresolved)
            return
        bases: dict[tuple[str, str, bool], set[str]] = {}
        for link in items_once(size.foundations for size in stop.sizes):
            names = bases.setdefault((link.model, link.relation, bool(link.size)), set())
            if (size := place_of(self.registry, link)[1]) is not None:
                names.add(size)
        for (name, relation, stated), names in bases.items():
            base = self.registry.model_by_id[name]
            yield self.at(base, names if stated else None, relation_words(relation), stated=stated)
        for name in dict.fromkeys(items_once(size.datasets for size in stop.sizes)):
            yield Stop(self.registry.dataset_by_id[name], relation=relation_words("trained"))
        yield from _stops_of_unresolved(items_once(size.unresolved for size in stop.sizes))


def _stops_of_unresolved(items: Iterable[Unresolved]) -> Iterator[Stop]:
    """Yield a stop with nothing behind it for each thing that the registry doesn't have."""
    for item in dict.fromkeys(items):
        if item.is_open:
            kind, relation = (Dataset, "trained") if item.relation == "data" else (Model, item.relation)
            record = kind(id=item.name, name=item.name)
            yield Stop(record, relation=relation_words(relation), followed=False, resolved=False)


class Down(Steps):
    """Towards what came after: models that were made of it or trained on it, and data that it became or generated."""

    def __init__(self, registry: Registry, *, datasets: bool = True) -> None:
        super().__init__(registry, datasets=datasets)
        self._children: dict[str, dict[Place, list[tuple[int, Model, list[str], str]]]] = {}
        """For each model that was met what was made from each place of it."""
        self._derived: dict[str, list[tuple[Dataset, Derivation]]] = {}
        """What was made of each dataset."""
        self._generated: dict[Place, list[tuple[int, Dataset]]] = {}
        """What a size generated, with the number of the dataset."""
        for number, dataset in enumerate(registry.datasets):
            for derivation in dataset.derived_from:
                self._derived.setdefault(derivation.dataset, []).append((dataset, derivation))
            for teacher in dataset.generated_by:
                self._generated.setdefault(place_of(registry, teacher), []).append((number, dataset))

    def _made_from(self, base: str) -> dict[Place, list[tuple[int, Model, list[str], str]]]:
        """Return what was made from each size of a model, and from all of them.

        It is the number of the reference, the child, its sizes by their names (once for those that share the reference
        with their model), and the relation.
        """
        if base not in self._children:
            made: dict[Place, list[tuple[int, Model, list[str], str]]] = {}
            references = 0
            for child in self._users(f"model/{base}"):
                sharing: dict[int, tuple[tuple[Foundation, ...], list[str]]] = {}
                for size in child.each_size():
                    sharing.setdefault(id(size.foundations), (size.foundations or (), []))[1].append(size.name)
                for links, names in sharing.values():
                    for link in links:
                        if link.model == base:
                            references += 1
                            place = place_of(self.registry, link)
                            made.setdefault(place, []).append((references, child, names, link.relation))
            self._children[base] = made
        return self._children[base]

    def _trained_on(self, dataset: str) -> Iterator[tuple[Model, list[str]]]:
        """Yield each model that was trained on a dataset, with the names of the sizes that were."""
        for model in self._users(f"dataset/{dataset}"):
            yield model, [size.name for size in model.each_size() if dataset in (size.datasets or ())]

    def _users(self, record: str) -> Iterator[Model]:
        """Yield the models that name a record, in the order of the registry."""
        return (self.registry.models[number] for number in self.registry.used_by.get(record, ()))

    def _every_stop_after(self, stop: Stop) -> Iterator[Stop]:
        """Yield the stops that hang from a stop."""
        if isinstance(stop.record, Dataset):
            for dataset, derivation in self._derived.get(stop.record.id, ()):
                yield Stop(dataset, relation=relation_words(derivation.relation, down=True), by=derivation.by)
            for model, names in self._trained_on(stop.record.id):
                yield self.at(model, names, relation_words("trained", down=True))
            return
        origins: list[Place] = [(stop.record.id, None), *((stop.record.id, size.name) for size in stop.sizes)]
        children: dict[tuple[str, str], list[str]] = {}
        made_from = self._made_from(stop.record.id)
        made = [child for origin in origins for child in made_from.get(origin, ())]
        for _, child, names, relation in sorted(made, key=itemgetter(0)):
            children.setdefault((child.id, relation), []).extend(names)
        for (name, relation), names in children.items():
            yield self.at(self.registry.model_by_id[name], names, relation_words(relation, down=True))
        generated = {number: data for origin in origins for number, data in self._generated.get(origin, ())}
        for _, data in sorted(generated.items()):
            yield Stop(data, relation=relation_words("generated", down=True))

"""The components of a file as records: those of the registry where it knows them, and others laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from llmsurvey.answers.bom_entries import NOASSERTION, NONE, BomEntry, BomLink
from llmsurvey.answers.bom_expressions import parts_of_licence, split_licence
from llmsurvey.answers.bom_licences import licences_by_name, name_of_licence
from llmsurvey.errors import InputError, RequestError
from llmsurvey.messages import say
from llmsurvey.records import (
    NONE_STATED,
    Dataset,
    Derivation,
    Foundation,
    Licence,
    Model,
    Reference,
    Unresolved,
)
from llmsurvey.registry.circles import disjoint_circles
from llmsurvey.registry.licence_expressions import (
    UnreadExpressionError,
    combine,
    is_expression,
    parse_expression,
)
from llmsurvey.registry.licence_names import LicenceNames
from llmsurvey.registry.registry import Registry

_RELATIONS = {
    "model": ("finetuned", "adapter", "delta", "merge", "distilled", "quantised", "continued-pretraining"),
    "dataset": ("translated", "filtered", "subset", "mixture", "extended"),
}
"""The relations that the registry has; whatever a file says otherwise is taken for the first."""


class MatchedBom(NamedTuple):
    """A registry that knows every component of a file.

    `addresses` are the records of components (`model/kullm@12.8B-v2`), and `matched` the components that the registry
    knew before. `written` gives, for each licence that came from the file, the licences that it stands for. `called`
    gives the name that a bill has for a licence which the file calls otherwise (`llama2`).
    """

    registry: Registry
    addresses: Mapping[str, str]
    matched: frozenset[str]
    written: Mapping[str, tuple[str, ...]]
    called: Mapping[str, str]


def match_bom(registry: Registry, entries: Iterable[BomEntry], source: str) -> MatchedBom:
    """Return a registry with all components of a file, `source`, laid over it where it hasn't them.

    Raises InputError where the file says of a component that it was made from itself.
    """
    stated = {entry.component: entry for entry in entries}
    addresses = {name: address for name, entry in stated.items() if (address := _find_record(registry, entry))}
    unknown = {name: entry for name, entry in stated.items() if name not in addresses}
    _check_circles(unknown, source)
    layer = _Layer(registry, addresses, unknown)
    models = tuple(layer.model(entry) for entry in unknown.values() if entry.record == "model")
    datasets = tuple(layer.dataset(entry) for entry in unknown.values() if entry.record == "dataset")
    origins = {address: source for name, address in layer.addresses.items() if name in unknown}
    together = Registry(
        models=(*registry.models, *models),
        datasets=(*registry.datasets, *datasets),
        licences=(*registry.licences, *layer.licences.values()),
        origins={**registry.origins, **origins},
        overruled=registry.overruled,
    )
    licences = {part for entry in stated.values() for part in (*split_licence(entry.declared), *entry.concluded)}
    return MatchedBom(together, layer.addresses, frozenset(addresses), layer.written, layer.names_of(licences))


def _find_record(registry: Registry, entry: BomEntry) -> str | None:
    """Return the address of the record that a component is: by our own address, or by its hub repository.

    A bare name is not enough: others use the same.
    """
    kind, _, name = entry.component.partition("/")
    if kind == "dataset" == entry.record and name in registry.dataset_by_id:
        return entry.component
    if entry.record == "dataset":
        found_data = _find_dataset(registry, entry.hub) if entry.hub and "/" in entry.hub else None
        return f"dataset/{found_data}" if found_data else None
    model_id, _, size_name = name.partition("@")
    model = registry.model_by_id.get(model_id) if kind == "model" else None
    if model and (not size_name or any(size.name == size_name for size in model.sizes)):
        return entry.component
    model_and_size = registry.find_model(entry.hub) if entry.hub else None
    if model_and_size is None:
        return None
    found_model, found_size = model_and_size
    return f"model/{found_model.id}@{found_size.name}" if found_size else f"model/{found_model.id}"


def _find_dataset(registry: Registry, repository: str) -> str | None:
    try:
        return registry.resolve_dataset(repository).id
    except RequestError:
        return None


def _check_circles(entries: Mapping[str, BomEntry], source: str) -> None:
    edges = {
        name: [link.component for link in entry.links if link.component in entries] for name, entry in entries.items()
    }
    for circle in disjoint_circles(edges):
        way = " -> ".join([*circle[:8], circle[0]])
        raise InputError(say("{file} says that a component was made from itself: {way}.", file=source, way=way))


@dataclass
class _Layer:
    """Makes records of the components of a file that the registry hasn't."""

    registry: Registry
    known: Mapping[str, str]
    others: Mapping[str, BomEntry]
    licences: dict[str, Licence] = field(default_factory=dict)
    written: dict[str, tuple[str, ...]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name = licences_by_name(self.registry)
        self._known_ids = set(self.registry.licence_by_id)
        self.addresses.update(self.known)
        for number, (name, entry) in enumerate(self.others.items(), start=1):
            self.addresses[name] = f"{entry.record}/{self._free_id(entry, number)}"

    def _free_id(self, entry: BomEntry, number: int) -> str:
        taken: Mapping[str, Any] = self.registry.model_by_id if entry.record == "model" else self.registry.dataset_by_id
        name = f"component-{number}"
        while name in taken:
            name += "-of-file"
        return name

    def model(self, entry: BomEntry) -> Model:
        """Return a model of the file as a record."""
        return Model(
            id=self.addresses[entry.component].partition("/")[2],
            name=entry.title,
            developers=entry.developers,
            licence=self._licence_of(entry.declared),
            foundations=tuple(
                Foundation(**self._reference(link), relation=_relation_of(link, "model"))
                for link in entry.links
                if self._is_model(link.component)
            ),
            datasets=tuple(self.addresses[name].partition("/")[2] for name in entry.datasets if name in self.addresses),
            unresolved=(Unresolved(name=entry.title),) if _is_partly_unknown(entry) else (),
        )

    def dataset(self, entry: BomEntry) -> Dataset:
        """Return a dataset of the file as a record."""
        return Dataset(
            id=self.addresses[entry.component].partition("/")[2],
            name=entry.title,
            creators=entry.developers,
            licence=self._licence_of(entry.declared),
            derived_from=tuple(
                Derivation(
                    dataset=self.addresses[link.component].partition("/")[2], relation=_relation_of(link, "dataset")
                )
                for link in entry.links
                if link.component in self.addresses and not self._is_model(link.component)
            ),
            generated_by=tuple(
                Reference(**self._reference(link)) for link in entry.links if self._is_model(link.component)
            ),
        )

    def _is_model(self, component: str) -> bool:
        return self.addresses.get(component, "").startswith("model/")

    def _reference(self, link: BomLink) -> dict[str, Any]:
        model, _, size = self.addresses[link.component].partition("/")[2].partition("@")
        return {"model": model, "size": size or None}

    def _licence_of(self, declared: str) -> str | None:
        """Return the id of what a file declares: of a licence, of an expression, or of one that nobody knows."""
        if declared == NOASSERTION:
            return None
        if found := self._find_licence(declared):
            return found.id
        if not is_expression(declared):
            return self._unknown_licence(declared).id
        if declared not in self.licences:
            parts = {
                name: self._find_licence(name) or self._unknown_licence(name) for name in parts_of_licence(declared)
            }
            together = self._combine(declared, parts)
            if together.id in self._known_ids:
                return together.id
            self.licences[declared] = together
            self.written[name_of_licence(self.registry, together)] = split_licence(declared)
        return self.licences[declared].id

    def _combine(self, declared: str, parts: Mapping[str, Licence]) -> Licence:
        """Return the licence that an expression comes to; what can't be read may say anything."""
        by_id = {licence.id: licence for licence in parts.values()}
        names = LicenceNames((name, licence.id) for name, licence in parts.items())
        unread = Licence(id=f"licence-of-file-{len(self.licences) + 1}", name=declared, kind="model")
        if len(parts) < 2 and " WITH " not in declared:
            return next(iter(parts.values()), unread)
        try:
            combined = combine(parse_expression(declared, names), by_id.__getitem__)
        except UnreadExpressionError:
            return unread
        return combined.replace(id=unread.id, expression=None)

    def _unknown_licence(self, name: str) -> Licence:
        """Return a licence that the registry hasn't, of which nothing is known."""
        if name not in self.licences:
            licence = Licence(id=f"licence-of-file-{len(self.licences) + 1}", name=name, kind="model")
            self.licences[name] = licence
            self.written[name_of_licence(self.registry, licence)] = (name,)
        return self.licences[name]

    def names_of(self, licences: Iterable[str]) -> dict[str, str]:
        """Return how a bill calls some licences of a file, as far as the registry has them."""
        found = {licence: self._find_licence(licence) for licence in licences}
        return {licence: name_of_licence(self.registry, each) for licence, each in found.items() if each is not None}

    def _find_licence(self, name: str) -> Licence | None:
        if name == NONE:
            return self.registry.licence_by_id.get(NONE_STATED)
        if found := self._by_name.get(name):
            return found
        try:
            return self.registry.resolve_licence(name)
        except RequestError:
            return None


def _is_partly_unknown(entry: BomEntry) -> bool:
    """Whether a file concludes that more binds a component than it declares, and that nobody knows what."""
    return len(entry.concluded) > 1 and NOASSERTION in entry.concluded and NOASSERTION not in entry.declared


def _relation_of(link: BomLink, record: str) -> Any:
    """Return what the registry calls a relation of a file."""
    return link.relation if link.relation in _RELATIONS[record] else _RELATIONS[record][0]

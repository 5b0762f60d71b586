"""The components of a bill of materials: some sizes, all that they were made from, and all data, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from llmsurvey.answers.bom_entries import NOASSERTION, NONE, TEACHING, BomEntry, BomLink
from llmsurvey.answers.bom_expressions import split_licence
from llmsurvey.answers.bom_licences import name_of_licence
from llmsurvey.answers.licence import ANSWERS
from llmsurvey.answers.licence_steps import group_sizes, holder_of
from llmsurvey.lineage.graph import Place, bottom_first, nearest_first, place_of, sizes_at
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import join_texts, say
from llmsurvey.records import NO_WEIGHTS, Dataset, Model, Reference, Size, Verdict, strictest_verdict
from llmsurvey.registry.registry import Registry


class Item:
    """A model of which some `sizes` are meant, or a dataset, and how it is called in a bill."""

    def __init__(self, component: str, record: Model | Dataset, sizes: tuple[Size, ...] = (), *, whole: bool) -> None:
        self.component = component
        self.record = record
        self.sizes = sizes
        self.size = None if whole else sizes[0].name

    @property
    def title(self) -> str:
        """How people call it."""
        return f"{self.record.name} {self.size}" if self.size else self.record.name


@dataclass(frozen=True)
class Components:
    """Finds the components below some sizes, and what binds each: one walk, and every licence is looked at once."""

    licensing: Licensing
    _items: dict[str, Item] = field(default_factory=dict)
    _bound: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """For each component the licences that bind it, each with the component that brings it."""

    @cached_property
    def registry(self) -> Registry:
        """Where the facts are from."""
        return self.licensing.registry

    def of_sizes(self, subjects: Iterable[tuple[Model, Size]]) -> list[BomEntry]:
        """Return the components of some sizes, the nearest first."""
        asked = [self.name_of_size(model, size) for model, size in subjects]
        return [
            self._describe(self._items[name], is_subject=name in asked) for name in nearest_first(asked, self._below)
        ]

    def name_of_size(self, model: Model, size: Size) -> str:
        """Return the address in the bill of a size."""
        return self._item_of_place((model.id, size.name)).component

    def at(self, component: str) -> BomEntry:
        """Return the component of an address. Raises KeyError for one that there isn't."""
        kind, _, name = component.partition("/")
        if kind == "dataset":
            return self._describe(self._item_of_dataset(name), is_subject=False)
        model, _, size = name.partition("@")
        record = self.registry.model_by_id[model]
        return self._describe(
            self._item_of_place((model, record.size_named(size).name if size else None)), is_subject=False
        )

    def _below(self, component: str) -> list[str]:
        item = self._items[component]
        return [*(link.component for link in self._links(item)), *self._datasets(item)]

    def _links(self, item: Item) -> tuple[BomLink, ...]:
        """Return what an item was made from, each way once."""
        links = (BomLink(made_from.component, relation) for made_from, relation in self._origins(item))
        return tuple(sorted(set(links)))

    def _origins(self, item: Item) -> Iterator[tuple[Item, str]]:
        if isinstance(item.record, Dataset):
            for derivation in item.record.derived_from:
                yield self._item_of_dataset(derivation.dataset), derivation.relation
            for teacher in item.record.generated_by:
                yield self._item_of_reference(teacher), "generated"
        for size in item.sizes:
            for link in size.foundations or ():
                yield self._item_of_reference(link), link.relation

    def _datasets(self, item: Item) -> tuple[str, ...]:
        names = {name for size in item.sizes for name in size.datasets or ()}
        return tuple(sorted(self._item_of_dataset(name).component for name in names))

    def _item_of_reference(self, reference: Reference) -> Item:
        return self._item_of_place(place_of(self.registry, reference))

    def _item_of_place(self, place: Place) -> Item:
        """Return the item of a size, or of all sizes of a model where none is named and it has several."""
        model = self.registry.model_by_id[place[0]]
        sizes = tuple(size for _, size in sizes_at(self.registry, place))
        is_whole = not model.sizes or (place[1] is None and len(sizes) > 1)
        component = f"model/{model.id}" if is_whole else f"model/{model.id}@{sizes[0].name}"
        return self._items.setdefault(component, Item(component, model, sizes, whole=is_whole))

    def _item_of_dataset(self, name: str) -> Item:
        component = f"dataset/{name}"
        if component not in self._items:
            self._items[component] = Item(component, self.registry.dataset_by_id[name], whole=True)
        return self._items[component]

    def _declared(self, item: Item) -> tuple[str, ...]:
        """Return what the makers of an item state: one licence, or those of its sizes where these differ."""
        if isinstance(item.record, Dataset):
            licence = self.registry.licence_by_id.get(item.record.licence or "")
            nobody_granted = licence is None and item.record.rights == "unlicensed"
            return (NONE if nobody_granted else name_of_licence(self.registry, licence),)
        licences = (self.registry.licence_by_id.get(size.licence or "") for size in item.sizes)
        return tuple(dict.fromkeys(name_of_licence(self.registry, licence) for licence in licences))

    def _bind(self, asked: str) -> Mapping[str, str]:
        """Return the licences that bind a component, its own before those of what it holds."""

        def held_by(component: str) -> list[str]:
            return [link.component for link in self._links(self._items[component]) if link.relation not in TEACHING]

        for component in bottom_first(asked, held_by, self._bound):
            item = self._items[component]
            own = (part for licence in self._declared(item) for part in split_licence(licence))
            bound = dict.fromkeys(own, component)
            if self._has_withheld(item) or self._has_unresolved(item):
                bound.setdefault(NOASSERTION, component)
            for base in held_by(component):
                for licence, holder in self._bound[base].items():
                    bound.setdefault(licence, holder)
            self._bound[component] = bound
        return self._bound[asked]

    def _has_withheld(self, item: Item) -> bool:
        """Whether it isn't known on which terms others were given it: weights nobody can have, or withdrawn data."""
        if isinstance(item.record, Dataset):
            return item.record.rights == "withdrawn"
        return any(self.licensing.own(size)[0] == NO_WEIGHTS for size in item.sizes)

    def _has_unresolved(self, item: Item) -> bool:
        """Whether something that the registry doesn't have is in it."""
        if isinstance(item.record, Dataset):
            return any(source.binds for source in item.record.unresolved)
        return any(self.licensing.unresolved_bases(size) for size in item.sizes)

    def _describe(self, item: Item, *, is_subject: bool) -> BomEntry:
        record, sizes = item.record, item.sizes
        declared = self._declared(item)
        bound = self._bind(item.component)
        only_size = sizes[0] if len(sizes) == 1 else None
        return BomEntry(
            component=item.component,
            record="model" if isinstance(record, Model) else "dataset",
            name=record.name,
            size=item.size,
            developers=tuple(sorted(record.developers if isinstance(record, Model) else record.creators)),
            released=record.released_as(sizes) if isinstance(record, Model) else record.released,
            hub=only_size.hub if only_size else None,
            architecture=record.architecture if isinstance(record, Model) else None,
            parameters=only_size.parameters if only_size else None,
            declared=declared[0] if len(declared) == 1 else NOASSERTION,
            concluded=tuple(sorted(bound)),
            verdict=self._judge(item),
            links=self._links(item),
            datasets=self._datasets(item),
            because=tuple(_on_one_line(reason) for reason in self._explain(item, bound, is_subject)),
            is_subject=is_subject,
        )

    def _judge(self, item: Item) -> Verdict | None:
        """Return the verdict over the whole lineage of a model: the strictest of its sizes."""
        if isinstance(item.record, Dataset):
            return None
        if all(self.licensing.own(size)[0] == NO_WEIGHTS for size in item.sizes):
            return NO_WEIGHTS
        place = (item.record.id, item.sizes[0].name if len(item.sizes) == 1 else None)
        return strictest_verdict(self.licensing.passed_on(place).verdicts)

    def _explain(self, item: Item, bound: Mapping[str, str], is_subject: bool) -> Iterator[str]:
        """Yield where each licence comes from; of what the bill is about, the whole chain of reasons."""
        model = item.record
        if not isinstance(model, Model) or not is_subject:
            for licence, holder in bound.items():
                yield _say_whose(licence, self._items[holder].title)
            return
        for group in group_sizes(self.licensing, model, item.sizes[0] if model.sizes else None):
            yield join_texts([item.title, ANSWERS[group.verdict]], ": ")
            for number, (step, details) in enumerate(group.steps, start=1):
                holder = holder_of(step, details)
                licence_name = step.licence_name or say("no licence known")
                yield say(
                    "{number}. {holder}: {licence}: {commercial}: {because}",
                    number=number,
                    holder=holder,
                    licence=licence_name,
                    commercial=step.commercial,
                    because=step.because,
                )


def _on_one_line(text: str) -> str:
    """Return a sentence, as it can be translated, on one line: names of a user's may have others."""
    line = " ".join(text.split())
    return text if text == line else line


def _say_whose(licence: str, holder: str) -> str:
    if licence == NOASSERTION:
        return say("{holder}: on which terms it may be used isn't known", holder=holder)
    if licence == NONE:
        return say("{holder}: no licence is stated for it", holder=holder)
    return say("{holder}: {licence}", holder=holder, licence=licence)

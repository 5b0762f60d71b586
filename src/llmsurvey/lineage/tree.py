"""Where a model comes from, and what came from it, as a tree of branches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import inf

from llmsurvey.lineage.verdict import Licensing
from llmsurvey.lineage.words import relation_words
from llmsurvey.messages import counted, say
from llmsurvey.records import EVERY_VERDICT, Dataset, Derivation, Foundation, Model, Reference, Size, Verdict
from llmsurvey.registry.registry import Registry


@dataclass(frozen=True)
class Branch:
    """A model or dataset in a tree, with how it belongs to what stands above it.

    `relation` is empty at the root. `verdict` is the strictest over the sizes, `no weights` where one has none, and
    `verdicts` are all where they differ. `caveat` marks data under a provider's terms or a non-commercial licence. A
    branch that stands elsewhere in the tree already is `repeated`, and not followed again.
    """

    kind: str
    id: str
    name: str
    sizes: tuple[str, ...] = ()
    relation: str = ""
    by: str | None = None
    released: str | None = None
    developers: tuple[str, ...] = ()
    licence: str | None = None
    verdict: Verdict | None = None
    verdicts: tuple[Verdict, ...] = ()
    extent: str | None = None
    access: str | None = None
    caveat: bool = False
    repeated: bool = False
    branches: tuple[Branch, ...] = ()


def ancestors(licensing: Licensing, model: Model, size: Size | None = None, depth: int | None = None) -> Branch:
    """What a model, or one size of it, was made from and trained on: foundations, datasets, and what those come from.

    `depth` is how many steps are followed; None follows all.
    """
    return _Up(licensing).model(model, _sizes(model, size), "", depth)


def dataset_origins(licensing: Licensing, dataset: Dataset, depth: int | None = None) -> Branch:
    """What a dataset was translated, filtered or generated from."""
    return _Up(licensing).dataset(dataset, "", None, depth)


def descendants(
    licensing: Licensing, start: Model | Dataset, size: Size | None = None, depth: int | None = None
) -> Branch:
    """What was made from a model (or one size of it) or a dataset: models, and data that it generated or became."""
    down = _Down(licensing)
    if isinstance(start, Dataset):
        return down.dataset(start, "", None, depth)
    return down.model(start, _sizes(start, size), "", depth)


def _sizes(model: Model, size: Size | None) -> tuple[Size, ...]:
    return (model.complete(size),) if size else tuple(model.each_size())


@dataclass
class _Walk:
    """What both directions share: the labels of a branch, and what was met before."""

    licensing: Licensing
    seen: dict[str, float] = field(default_factory=dict)
    """How far each thing that was met was followed."""

    @property
    def registry(self) -> Registry:
        return self.licensing.registry

    def meet(self, key: str, depth: int | None) -> bool:
        """Note that something is to be followed so far; whether it was followed as far already."""
        reach = inf if depth is None else depth
        met = 0 < self.seen.get(key, 0) >= reach
        self.seen[key] = max(self.seen.get(key, 0), reach)
        return met

    def of_model(
        self,
        model: Model,
        sizes: Iterable[Size],
        relation: str,
        *,
        repeated: bool = False,
        branches: Iterable[Branch] = (),
        stated: bool = True,
    ) -> Branch:
        """A branch for some sizes of a model; where which sizes isn't `stated`, none is named."""
        chosen = tuple(sizes)
        licences = dict.fromkeys(size.licence for size in chosen if size.licence)
        judged = relation != relation_words("generated")
        found = {self.licensing.of(model, size).verdict for size in chosen} if judged else set()
        verdicts = tuple(verdict for verdict in EVERY_VERDICT if verdict in found)
        return Branch(
            kind="model",
            id=model.id,
            name=model.name,
            sizes=tuple(size.name for size in chosen) if model.sizes and stated else (),
            relation=relation,
            released=model.released_as(chosen),
            developers=model.developers,
            licence=", ".join(self._short(name) for name in licences) or None,
            verdict=verdicts[0] if verdicts else None,
            verdicts=verdicts if len(verdicts) > 1 else (),
            access=chosen[0].access,
            repeated=repeated,
            branches=tuple(branches),
        )

    def _short(self, licence: str) -> str:
        """A licence in as few signs as name it."""
        record = self.registry.licence_by_id[licence]
        return record.spdx or record.name

    def of_dataset(
        self, dataset: Dataset, relation: str, by: str | None, repeated: bool, branches: Iterable[Branch]
    ) -> Branch:
        return Branch(
            kind="dataset",
            id=dataset.id,
            name=dataset.name,
            relation=relation,
            by=by,
            released=dataset.released,
            developers=dataset.creators,
            licence=self._short(dataset.licence) if dataset.licence else None,
            extent=_extent(dataset),
            access=dataset.access,
            caveat=self.licensing.restricts(dataset),
            repeated=repeated,
            branches=tuple(branches),
        )


class _Up(_Walk):
    """Towards what came before."""

    def model(
        self, model: Model, sizes: tuple[Size, ...], relation: str, depth: int | None, *, stated: bool = True
    ) -> Branch:
        """A model, and below it what these sizes of it were made from and trained on."""
        repeated = self.meet(f"{model.id}@{','.join(size.name for size in sizes)}", depth)
        branches = () if repeated or depth == 0 else tuple(self._below(sizes, _less(depth)))
        marked = repeated and any(size.foundations or size.datasets for size in sizes)
        return self.of_model(model, sizes, relation, repeated=marked, branches=branches, stated=stated)

    def _below(self, sizes: tuple[Size, ...], depth: int | None) -> Iterator[Branch]:
        bases: dict[tuple[str, str, bool], set[str]] = {}
        for size in sizes:
            for link in size.foundations or ():
                _, meant = self.registry.meant_by(link)
                bases.setdefault((link.model, link.relation, bool(link.size)), set()).update(
                    each.name for each in meant
                )
        for (name, relation, stated), chosen in bases.items():
            base = self.registry.model_by_id[name]
            ordered = tuple(size for size in base.each_size() if size.name in chosen)
            yield self.model(base, ordered, relation_words(relation), depth, stated=stated)
        for name in dict.fromkeys(name for size in sizes for name in size.datasets or ()):
            yield self.dataset(self.registry.dataset_by_id[name], relation_words("trained"), None, depth)

    def dataset(self, dataset: Dataset, relation: str, by: str | None, depth: int | None) -> Branch:
        """A dataset, and below it what it was derived from and which models generated it."""
        repeated = self.meet(dataset.id, depth)
        follows = bool(dataset.derived_from or dataset.generated_by)
        branches = () if repeated or depth == 0 else tuple(self._behind(dataset, _less(depth)))
        return self.of_dataset(dataset, relation, by, repeated and follows, branches)

    def _behind(self, dataset: Dataset, depth: int | None) -> Iterator[Branch]:
        for link in dataset.derived_from:
            yield self.dataset(self.registry.dataset_by_id[link.dataset], relation_words(link.relation), link.by, depth)
        for teacher in dataset.generated_by:
            model, sizes = self.registry.meant_by(teacher)
            yield self.of_model(model, sizes, relation_words("generated"), stated=bool(teacher.size))


class _Down(_Walk):
    """Towards what came after."""

    def __init__(self, licensing: Licensing) -> None:
        super().__init__(licensing)
        self.made: dict[str, list[tuple[Model, Size, Foundation]]] = {}
        """What was made from each model."""
        self.trained: dict[str, dict[str, list[Size]]] = {}
        """Which sizes of which models were trained on each dataset."""
        self.derived: dict[str, list[tuple[Dataset, Derivation]]] = {}
        """What was made of each dataset."""
        self.generated: dict[str, list[tuple[Dataset, Reference]]] = {}
        """What each model generated."""
        for child in self.registry.models:
            for size in child.each_size():
                for link in size.foundations or ():
                    self.made.setdefault(link.model, []).append((child, size, link))
                for name in size.datasets or ():
                    self.trained.setdefault(name, {}).setdefault(child.id, []).append(size)
        for dataset in self.registry.datasets:
            for derivation in dataset.derived_from:
                self.derived.setdefault(derivation.dataset, []).append((dataset, derivation))
            for teacher in dataset.generated_by:
                self.generated.setdefault(teacher.model, []).append((dataset, teacher))

    def model(self, model: Model, sizes: tuple[Size, ...], relation: str, depth: int | None) -> Branch:
        """A model, and below it what was made from these sizes of it and what they generated."""
        repeated = self.meet(f"{model.id}@{','.join(size.name for size in sizes)}", depth)
        branches = () if repeated or depth == 0 else tuple(self._after(model, sizes, _less(depth)))
        marked = repeated and (model.id in self.made or model.id in self.generated)
        return self.of_model(model, sizes, relation, repeated=marked, branches=branches)

    def _after(self, model: Model, sizes: tuple[Size, ...], depth: int | None) -> Iterator[Branch]:
        names = {size.name for size in sizes}
        children: dict[tuple[str, str], list[Size]] = {}
        for child, size, link in self.made.get(model.id, ()):
            if self._concerns(model, link, names):
                children.setdefault((child.id, link.relation), []).append(size)
        for (name, relation), chosen in children.items():
            child = self.registry.model_by_id[name]
            yield self.model(child, tuple(chosen), relation_words(relation, down=True), depth)
        for dataset, teacher in self.generated.get(model.id, ()):
            if self._concerns(model, teacher, names):
                yield self.dataset(dataset, relation_words("generated", down=True), None, depth)

    @staticmethod
    def _concerns(model: Model, link: Reference, names: set[str]) -> bool:
        """Whether a reference to a model means one of the sizes of that name; one without a size means them all."""
        size = model.size(link.size) if link.size else None
        return size is None or size.name in names

    def dataset(self, dataset: Dataset, relation: str, by: str | None, depth: int | None) -> Branch:
        """A dataset, and below it what was made of it and trained on it."""
        repeated = self.meet(dataset.id, depth)
        branches = () if repeated or depth == 0 else tuple(self._from_data(dataset, _less(depth)))
        follows = dataset.id in self.derived or dataset.id in self.trained
        return self.of_dataset(dataset, relation, by, repeated and follows, branches)

    def _from_data(self, dataset: Dataset, depth: int | None) -> Iterator[Branch]:
        for other, derivation in self.derived.get(dataset.id, ()):
            yield self.dataset(other, relation_words(derivation.relation, down=True), derivation.by, depth)
        for name, sizes in self.trained.get(dataset.id, {}).items():
            model = self.registry.model_by_id[name]
            yield self.model(model, tuple(sizes), relation_words("trained", down=True), depth)


def _less(depth: int | None) -> int | None:
    return None if depth is None else depth - 1


def _extent(dataset: Dataset) -> str | None:
    """How much a dataset holds, in the first unit that is published."""
    from llmsurvey.records.quantities import short_count

    if dataset.size:
        return dataset.size
    if dataset.items:
        return counted("{number:,} item", "{number:,} items", dataset.items)
    return say("{count} tokens", count=short_count(dataset.tokens)) if dataset.tokens else None

"""The effective licence: what the licences of a size and of everything below it allow together.

The verdict of a size is the strictest over its own weights' licence and the verdicts of every foundation whose weights
it took over. Data is a caveat: whether the terms of training data reach someone who only uses the weights is
disputed, so it is told and not decided, unless data is asked to count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from llmsurvey.records import Condition, Dataset, Foundation, Licence, Model, Reference, Size, Source, Verdict, worst
from llmsurvey.registry.registry import Registry


class CollectedCondition(NamedTuple):
    """A condition to keep, with the licence that sets it and the model that brings it."""

    condition: Condition
    licence: Licence
    holder: str


class Caveat(NamedTuple):
    """Data whose terms may matter: its own licence, or those of the provider whose model generated it."""

    dataset: Dataset
    licence: Licence
    because: str
    model: Model
    size: Size
    sources: tuple[Source, ...]


class Assessment(NamedTuple):
    """What the licences say of one size. `own` is the verdict of its own licence, `verdict` that of the whole lineage.

    `known` says whether every licence on the way is known, so that `conditions` are all that there are.
    """

    verdict: Verdict
    own: Verdict
    known: bool
    conditions: tuple[CollectedCondition, ...]
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True)
class Licensing:
    """Assesses the sizes of a registry, each once: one pass over sizes and foundations for all of them.

    `data="strict"` lets the caveats count: data under a non-commercial licence makes `no`, data generated under a
    provider's terms `conditional`. `lineage=False` looks at a size's own licence only.
    """

    registry: Registry
    data: Literal["caveat", "strict"] = "caveat"
    lineage: bool = True
    _known: dict[tuple[str, str], Assessment] = field(default_factory=dict, repr=False, compare=False)

    def of(self, model: Model, size: Size) -> Assessment:
        """The assessment of one size.

        Foundations are assessed before what is made from them, without recursion, so that no chain is too long.
        """
        waiting = [(model, model.complete(size))]
        while waiting:
            model, size = waiting[-1]
            bases = [(base, each) for _, base, each in self.foundations(size)] if self.lineage else []
            unknown = [(base, base.complete(each)) for base, each in bases if (base.id, each.name) not in self._known]
            if unknown:
                waiting.extend(unknown)
                continue
            waiting.pop()
            below = [self._known[base.id, each.name] for base, each in bases]
            result = self._known[model.id, size.name] = self._assess(model, size, below)
        return result

    def foundations(self, size: Size) -> Iterator[tuple[Foundation, Model, Size]]:
        """Every size whose weights a size took over; a foundation that names no size stands for all of its sizes."""
        for link in size.foundations or ():
            if link.by_weights:
                base, sizes = self.registry.meant_by(link)
                for each in sizes:
                    yield link, base, each

    def own(self, size: Size) -> tuple[Verdict, Licence | None, str]:
        """What the size's own licence says, that licence, and in words why."""
        licence = self.registry.licence_by_id.get(size.licence) if size.licence else None
        if size.kind == "service":
            return "unknown", licence, "a service: there are no weights to license"
        if size.access == "closed":
            return "unknown", licence, "its weights are not released: there is nothing to license"
        if licence is None:
            return "unknown", None, "no licence of its own is known"
        return licence.commercial, licence, "the licence of its weights"

    def _assess(self, model: Model, size: Size, below: list[Assessment]) -> Assessment:
        own, licence, _ = self.own(size)
        holder = address(model, size)
        conditions = [CollectedCondition(each, licence, holder) for each in licence.conditions] if licence else []
        caveats = _first_caveats((*self._caveats(model, size), *(each for base in below for each in base.caveats)))
        verdicts = [own, *(base.verdict for base in below)]
        if self.data == "strict":
            verdicts += ["no" if caveat.licence.commercial == "no" else "conditional" for caveat in caveats]
        collected = (*conditions, *(each for base in below for each in base.conditions))
        known = own != "unknown" and all(base.known for base in below)
        return Assessment(worst(verdicts), own, known, _first_conditions(collected), caveats)

    def _caveats(self, model: Model, size: Size) -> Iterator[Caveat]:
        """What the size's own data, and whatever that was made from, bring with them."""
        seen: set[str] = set()
        waiting = list(reversed(size.datasets or ()))
        while waiting:
            dataset = self.registry.dataset_by_id[waiting.pop()]
            if dataset.id not in seen:
                seen.add(dataset.id)
                yield from (
                    Caveat(dataset, licence, because, model, size, sources)
                    for licence, because, sources in self._terms(dataset)
                )
                waiting.extend(link.dataset for link in reversed(dataset.derived_from))

    def restricts(self, dataset: Dataset) -> bool:
        """Whether the dataset's own terms, or those under which it was generated, are a caveat."""
        return any(True for _ in self._terms(dataset))

    def _terms(self, dataset: Dataset) -> Iterator[tuple[Licence, str, tuple[Source, ...]]]:
        """Restrictive terms of a dataset: the licence, why it applies, and where that was read."""
        licence = self.registry.licence_by_id.get(dataset.licence) if dataset.licence else None
        if licence is not None and licence.commercial == "no":
            sources = tuple(source for source in dataset.sources if source.supports_field("licence"))
            yield licence, f"published under {licence.name}", sources
        for teacher in dataset.generated_by:
            name = self.registry.model_by_id[teacher.model].name
            sources = tuple(source for source in dataset.sources if source.supports_field("generated_by"))
            for terms in self._terms_of(teacher):
                if terms.condition("outputs"):
                    yield terms, f"generated by {teacher.size or name}", sources

    def _terms_of(self, teacher: Reference) -> list[Licence]:
        """The licences or terms under which a model's output was made: several where its sizes differ."""
        _, sizes = self.registry.meant_by(teacher)
        names = dict.fromkeys(size.licence for size in sizes if size.licence)
        return [self.registry.licence_by_id[name] for name in names]


def address(model: Model, size: Size) -> str:
    """How a size is named: `KULLM@12.8B-v2`, or the model's name alone where it has no sizes."""
    return f"{model.name}@{size.name}" if model.sizes else model.name


def _first_caveats(caveats: Iterable[Caveat]) -> tuple[Caveat, ...]:
    """Each dataset's caveat for each licence once, with the nearest model that brings it."""
    first: dict[tuple[str, str], Caveat] = {}
    for each in caveats:
        first.setdefault((each.dataset.id, each.licence.id), each)
    return tuple(first.values())


def _first_conditions(conditions: Iterable[CollectedCondition]) -> tuple[CollectedCondition, ...]:
    """Each condition of each licence once, with the nearest model that brings it."""
    first: dict[tuple[str, str, str], CollectedCondition] = {}
    for each in conditions:
        first.setdefault((each.licence.id, each.condition.kind, each.condition.text), each)
    return tuple(first.values())

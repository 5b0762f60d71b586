"""The effective licence: what the licences of a size and of everything below it allow together, by `rules.py`.

The verdict of a size is the strictest over its own weights' licence and the verdicts of every foundation whose weights
it took over; of a service, and of weights that are kept closed, it is that there are no weights. Data is a caveat:
whether the terms of training data reach someone who only uses the weights is disputed, so it is told and not decided,
unless data is asked to count.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from llmsurvey.lineage.basis import Basis, bases_of_size
from llmsurvey.lineage.data_terms import NO_TERMS, DataTerms, Few, Term
from llmsurvey.lineage.graph import (
    Place,
    address,
    bottom_first,
    depth_first,
    made_from,
    nearest_first,
    place_of,
    sizes_at,
)
from llmsurvey.lineage.rules import effective_verdict, own_verdict
from llmsurvey.messages import Message, question, say
from llmsurvey.records import (
    NO_WEIGHTS,
    NONE_STATED,
    CommercialUse,
    Condition,
    ConditionKind,
    Dataset,
    Foundation,
    Licence,
    Model,
    Size,
    Source,
    Unresolved,
    Verdict,
)
from llmsurvey.registry.registry import Registry

if TYPE_CHECKING:
    from llmsurvey.lineage.contamination import Contamination

__all__ = ["Assessment", "Caveat", "CollectedCondition", "Inheritance", "Licensing", "address"]


class CollectedCondition(NamedTuple):
    """A condition to keep, with the licence that sets it and the size that brings it."""

    condition: Condition
    licence: Licence
    model: Model
    size: Size

    @property
    def holder(self) -> str:
        """The size that brings it: `KULLM@12.8B-v2`."""
        return address(self.model, self.size)


class Caveat(NamedTuple):
    """Terms of data that may matter, with the first model that brings them."""

    term: Term
    model: Model
    size: Size

    @property
    def dataset(self) -> Dataset | None:
        """The data, or None where a model was distilled from another."""
        return self.term.dataset

    @property
    def licence(self) -> Licence | None:
        """The licence of the data, or over its teacher; None where no licence is known, or the data were withdrawn."""
        return self.term.licence

    @property
    def because(self) -> str:
        """Why the licence applies."""
        return self.term.because

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where that was read."""
        return self.term.sources


class Inheritance(NamedTuple):
    """What a size, or all sizes of a model, pass on to what is made from them.

    `verdicts` are those of the sizes, each once. `known` says whether every licence on the way is known, so that
    `kinds` has the kinds of all conditions that there are. `caveats` are the nearest terms of data. `rests_on` says who
    states the facts that aren't sourced facts of the catalogue.
    """

    verdicts: tuple[CommercialUse, ...]
    known: bool
    kinds: tuple[ConditionKind, ...]
    caveats: Few
    rests_on: tuple[Basis, ...]


@dataclass(frozen=True)
class Assessment:
    """What the licences say of one size. `own` is the verdict of its own licence, `verdict` that of the whole lineage.

    Of a long lineage each size has all conditions and caveats below it, so these are collected when they are asked for.
    """

    own: Verdict
    inheritance: Inheritance
    place: Place
    licensing: Licensing = field(repr=False, compare=False)

    @property
    def verdict(self) -> Verdict:
        """The verdict over the whole lineage."""
        return NO_WEIGHTS if self.own == NO_WEIGHTS else self.inheritance.verdicts[0]

    @property
    def known(self) -> bool:
        """Whether every licence on the way is known, so that `conditions` are all that there are."""
        return self.inheritance.known

    @property
    def kinds(self) -> tuple[ConditionKind, ...]:
        """The kinds of all conditions."""
        return self.inheritance.kinds

    @property
    def has_caveats(self) -> bool:
        """Whether there is any caveat."""
        return bool(self.inheritance.caveats.terms)

    @property
    def caveat_words(self) -> tuple[str, ...]:
        """The nearest caveats in a few words each, and a last one where there are more than can be named in a list."""
        few = self.inheritance.caveats
        words = tuple(term.words for term in few.terms)
        if not few.has_more:
            return words
        return (*words, say("and more. `{hint}` names all.", hint=question("licence", self.place[0])))

    @property
    def rests_on(self) -> tuple[Basis, ...]:
        """Who states the facts that verdict and caveats follow from, but for sourced facts of the catalogue."""
        return self.inheritance.rests_on

    @property
    def conditions(self) -> tuple[CollectedCondition, ...]:
        """Each condition of each licence once, with the nearest model that brings it."""
        return tuple(self.licensing.collect_conditions(self.licensing.sizes_below([self.place])))

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        """Each dataset's caveat for each licence once, with the nearest model that brings it."""
        return tuple(self.licensing.collect_caveats(self.licensing.sizes_on_each_way([self.place])))


@dataclass(frozen=True)
class Licensing:
    """Assesses the sizes of a registry, each once: one pass over sizes and foundations for all of them.

    `data="strict"` lets the caveats count: data under a non-commercial licence makes `no`, data without a licence or
    withdrawn `unknown`, and data generated under a provider's terms `conditional`. `lineage=False` looks at a size's
    own licence only. `recall` returns what was found out of a size before, if anything: the verdict of its own licence,
    and what it passes on.
    """

    registry: Registry
    data: Literal["caveat", "strict"] = "caveat"
    lineage: bool = True
    recall: Callable[[Place], tuple[Verdict, Inheritance] | None] = field(
        default=lambda _: None, repr=False, compare=False
    )
    _assessed: dict[Place, Assessment] = field(default_factory=dict, repr=False, compare=False)
    _own: dict[Place, Verdict] = field(default_factory=dict, repr=False, compare=False)
    _passed_on: dict[Place, Inheritance] = field(default_factory=dict, repr=False, compare=False)
    _bases: dict[Place, list[Place]] = field(default_factory=dict, repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what is asked alone: what was found out before may be read out of a file."""
        return Licensing, (self.registry, self.data, self.lineage)

    @cached_property
    def data_terms(self) -> DataTerms:
        """The terms of the registry's data."""
        return DataTerms(self.registry)

    @cached_property
    def contamination(self) -> Contamination:
        """The benchmarks that the registry's models were trained on, whatever counts for verdicts."""
        from llmsurvey.lineage.contamination import Contamination

        return Contamination(self.registry)

    def assess(self, model: Model, size: Size) -> Assessment:
        """Return the assessment of one size."""
        key = model.id, size.name
        if key not in self._assessed:
            inheritance = self.passed_on(key)
            self._assessed[key] = Assessment(self._own[key], inheritance, key, self)
        return self._assessed[key]

    def passed_on(self, asked: Place) -> Inheritance:
        """Return what a size, or all sizes of a model, pass on.

        Foundations come before what is made from them, without recursion, so that no chain is too long.
        """
        if self._is_known(asked):
            return self._passed_on[asked]
        for ancestor in bottom_first(asked, self._made_from, _Known(self._is_known)):
            below = [self._passed_on[base] for base in self._made_from(ancestor)]
            if ancestor[1] is None:
                self._passed_on[ancestor] = _combine_inheritances(below)
                continue
            ((model, size),) = sizes_at(self.registry, ancestor)
            self._own[ancestor], self._passed_on[ancestor] = self._assess_size(model, size, below)
        return self._passed_on[asked]

    def _is_known(self, place: Place) -> bool:
        """Whether it is known what a place passes on, if need be by recalling it."""
        if place not in self._passed_on and (known := self.recall(place)) is not None:
            self._own[place], self._passed_on[place] = known
        return place in self._passed_on

    def links(self, size: Size) -> Iterator[tuple[Foundation, Place]]:
        """Yield every foundation whose weights a size took over, and its place; none where lineage doesn't count."""
        for link in size.foundations or () if self.lineage else ():
            if link.by_weights:
                yield link, place_of(self.registry, link)

    def unresolved_bases(self, size: Size) -> list[Unresolved]:
        """Return what a size was made from that the registry doesn't have; none where lineage doesn't count."""
        return [base for base in size.unresolved or () if base.binds] if self.lineage else []

    def own(self, size: Size) -> tuple[Verdict, Licence | None, str]:
        """Return what the size's own licence says, that licence, and in words why."""
        licence = self.registry.licence_by_id.get(size.licence) if size.licence else None
        return own_verdict(size, licence), licence, _explain_own(size, licence)

    def restricts(self, dataset: Dataset) -> bool:
        """Whether the dataset's own terms, or those under which it was generated, are a caveat."""
        return self.data_terms.restricts(dataset)

    def bases_of_dataset(self, dataset: Dataset) -> tuple[Basis, ...]:
        """Return who states what a dataset's caveat follows from, but for sourced facts of the catalogue."""
        return self.data_terms.bases(dataset)

    def collect_conditions(self, sizes: Iterable[tuple[Model, Size]]) -> Iterator[CollectedCondition]:
        """Yield each condition of each licence once, with the first of the sizes that brings it."""
        seen: set[tuple[str, str, str]] = set()
        for model, size in sizes:
            licence = self.registry.licence_by_id.get(size.licence or "")
            for condition in licence.conditions if licence else ():
                key = (size.licence or "", condition.kind, condition.text)
                if licence and key not in seen:
                    seen.add(key)
                    yield CollectedCondition(condition, licence, model, size)

    def collect_caveats(self, sizes: Iterable[tuple[Model, Size]]) -> Iterator[Caveat]:
        """Yield each caveat of a dataset or teacher once for each licence, with the first size that brings it."""
        seen: set[str] = set()
        told: set[tuple[str, str]] = set()
        for model, size in sizes:
            for term in self.data_terms.terms(model, size, seen):
                if (key := term.mention.key) not in told:
                    told.add(key)
                    yield Caveat(term, model, size)

    def sizes_below(self, places: Iterable[Place]) -> Iterator[tuple[Model, Size]]:
        """Return some sizes and every one that their weights come from, each with its model, the nearest first."""
        return self._sizes_at(nearest_first(places, self._made_from))

    def sizes_on_each_way(self, places: Iterable[Place]) -> Iterator[tuple[Model, Size]]:
        """Return the sizes of `sizes_below`, one way down before the next, in which order few caveats are named."""
        return self._sizes_at(depth_first(places, self._made_from))

    def _sizes_at(self, places: Iterable[Place]) -> Iterator[tuple[Model, Size]]:
        return (sizes_at(self.registry, size)[0] for size in places if size[1] is not None)

    def _made_from(self, place: Place) -> list[Place]:
        if place not in self._bases:
            self._bases[place] = made_from(self.registry, place) if self.lineage or place[1] is None else []
        return self._bases[place]

    def _assess_size(self, model: Model, size: Size, below: list[Inheritance]) -> tuple[Verdict, Inheritance]:
        """Return the verdict of a size's own licence, and what it passes on."""
        own, licence, _ = self.own(size)
        data = self.data_terms.weigh(model, size)
        missing: list[CommercialUse] = ["unknown" for _ in self.unresolved_bases(size)]
        inherited = _combine_inheritances(below)
        kinds = dict.fromkeys(condition.kind for condition in licence.conditions) if licence else {}
        grounds = bases_of_size(self.registry, model, size)
        return own, Inheritance(
            (effective_verdict(own, [*inherited.verdicts, *missing], data.counted if self.data == "strict" else None),),
            own not in (NO_WEIGHTS, "unknown") and not missing and inherited.known,
            tuple(kinds | dict.fromkeys(inherited.kinds)),
            Few.of((), [data.few, inherited.caveats]),
            tuple(dict.fromkeys((*grounds, *data.rests_on, *inherited.rests_on))),
        )


class _Known(Container[Place]):
    """The places of which something is known, as a function says."""

    def __init__(self, is_known: Callable[[Place], bool]) -> None:
        self._is_known = is_known

    def __contains__(self, place: Any) -> bool:
        return self._is_known(place)


def _explain_own(size: Size, licence: Licence | None) -> Message:
    """Return in words why the own licence of a size says what it does."""
    if size.kind == "service":
        return say("a service: there are no weights to license")
    if size.access == "closed":
        return say("its weights are not released: there is nothing to license")
    if licence is None:
        return say("no licence of its own is known")
    if licence.id == NONE_STATED:
        return say("no licence is stated for its weights")
    if licence.expression is not None and " OR " in licence.expression:
        return say(
            "the licence of its weights; the taker has the choice, and {taken} allows most",
            taken=", ".join(licence.taken),
        )
    if licence.expression is not None and " WITH " in licence.expression:
        return say("the licence of its weights; its exception allows more, which isn't counted")
    return say("the licence of its weights")


_NOTHING = Inheritance((), True, (), NO_TERMS, ())
"""What is passed on to weights that were made from no others."""


def _combine_inheritances(every: list[Inheritance]) -> Inheritance:
    """Return what several pass on."""
    if len(every) < 2:
        return every[0] if every else _NOTHING
    return Inheritance(
        tuple(dict.fromkeys(verdict for part in every for verdict in part.verdicts)),
        all(part.known for part in every),
        tuple(dict.fromkeys(kind for part in every for kind in part.kinds)),
        Few.of((), [part.caveats for part in every]),
        tuple(dict.fromkeys(basis for part in every for basis in part.rests_on)),
    )

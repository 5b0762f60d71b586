"""A section of a dossier: what the licences say of sizes that have the same reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from llmsurvey.answers.dossier_entries import (
    DossierData,
    DossierEntry,
    DossierLicence,
    DossierSource,
    DossierStep,
    DossierTerm,
    DossierUse,
)
from llmsurvey.answers.dossier_facts import datasets_of
from llmsurvey.answers.dossier_gaps import list_gaps
from llmsurvey.answers.licence_steps import Detail, Group, Step, holder_of
from llmsurvey.answers.overruled import list_overruled_below
from llmsurvey.lineage.graph import called
from llmsurvey.lineage.uses import USES, Use, judge_use
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import say
from llmsurvey.records import Dataset, Licence, Model, Reference, Size, Source
from llmsurvey.registry.registry import Registry

_CHAIN_FIELDS = ("foundations", "datasets", "kind", "access")
"""What else a section rests on of each size on the way, beside its licence."""

_WORDS_OF_FACTS = {
    "licence": say("its licence"),
    "licence_history": say("its earlier licences"),
    "foundations": say("what it was made from"),
    "datasets": say("what it was trained on"),
    "kind": say("whether it was trained from scratch"),
    "access": say("how its weights are had"),
    "caveats": say("caveats"),
    "rights": say("rights in it"),
    "generated_by": say("what generated it"),
    "derived_from": say("what it was made of"),
    "commercial": say("what it says of commercial use"),
    "conditions": say("its conditions"),
    "derivatives": say("what it passes on"),
}
"""The facts that sources are for, as someone reads them who doesn't know the registry."""

_FACT_OF_STEP = {"caveat": "caveats", "earlier": "licence_history"}
"""Which fact the sources of a step state, where that isn't the licence."""


@dataclass
class _Sources:
    """Numbers sources in the order in which they are met, and collects the facts that each states."""

    _numbers: dict[tuple[str, str | None, str | None, str | None], int] = field(default_factory=dict)
    _supports: dict[int, dict[str, None]] = field(default_factory=dict)

    def number(self, sources: Iterable[Source], record: str, fact: str) -> tuple[int, ...]:
        """Return the numbers of the sources that state a fact of a record."""
        numbers = self.look_up(sources)
        for number in numbers:
            words = say("{record}: {field}", record=record, field=_WORDS_OF_FACTS[fact])
            self._supports[number].setdefault(words)
        return numbers

    def look_up(self, sources: Iterable[Source]) -> tuple[int, ...]:
        """Return the numbers of sources; what they state is told where that is met."""
        numbers: dict[int, None] = {}
        for source in sources:
            key = (source.url, source.title, source.says, source.checked)
            number = self._numbers.setdefault(key, len(self._numbers) + 1)
            self._supports.setdefault(number, {})
            numbers[number] = None
        return tuple(numbers)

    def each(self) -> tuple[DossierSource, ...]:
        """Return all sources in order."""
        return tuple(
            DossierSource(number, url, title, tuple(self._supports[number]), says, checked)
            for (url, title, says, checked), number in self._numbers.items()
        )


def describe_group(licensing: Licensing, model: Model, group: Group) -> DossierEntry:
    """Return the section on sizes of a model that have the same reasons."""
    registry, sources = licensing.registry, _Sources()
    places = [(model.id, size.name) for size in group.sizes]
    on_the_way = list(licensing.sizes_below(places))
    steps = tuple(
        _describe_step(registry, sources, number, step, details)
        for number, (step, details) in enumerate(group.steps, start=1)
    )
    terms = tuple(_describe_terms(licensing, sources, on_the_way))
    data = tuple(_describe_data(registry, sources, on_the_way))
    named = (*(step.licence for step in steps), *(dataset.licence for dataset in data))
    names = dict.fromkeys(filter(None, named))
    licences = tuple(_describe_licence(sources, registry.licence_by_id[name]) for name in names)
    for owner, size in on_the_way:
        for fact in _CHAIN_FIELDS:
            sources.number(owner.sources_for(fact, size), called(owner, size), fact)
    return DossierEntry(
        id=model.id,
        name=model.name,
        sizes=tuple(size.name for size in group.sizes) if model.sizes else (),
        developers=model.developers,
        released=model.released_as(group.sizes),
        hub=tuple(dict.fromkeys(size.hub for size in group.sizes if size.hub)),
        verdict=group.verdict,
        uses=tuple(DossierUse(use, judge_use(licensing.assess(model, group.sizes[0]), Use(use))) for use in USES),
        steps=steps,
        terms=terms,
        licences=licences,
        data=data,
        unknown=(*list_gaps(licensing, on_the_way, steps, terms, licences), *_list_overruled(licensing, model, group)),
        sources=sources.each(),
    )


def _list_overruled(licensing: Licensing, model: Model, group: Group) -> Iterator[str]:
    """Yield in a sentence each what files of the user's say otherwise than the catalogue."""
    for fact in dict.fromkeys(list_overruled_below(licensing, model, group.sizes)):
        yield say("A file of one's own says otherwise than the catalogue: {fact}.", fact=fact)


def _describe_step(
    registry: Registry, sources: _Sources, number: int, step: Step, details: tuple[Detail, ...]
) -> DossierStep:
    read = tuple(dict.fromkeys(source for detail in details for source in detail.sources))
    holder = holder_of(step, details)
    if not read and step.licence:
        read = _sources_of_text(registry.licence_by_id[step.licence])
    numbers = sources.number(read, step.holder, _FACT_OF_STEP.get(step.commercial, "licence"))
    numbers += sources.look_up(source for detail in details for source in detail.read_of_link)
    return DossierStep(
        step=number,
        commercial=step.commercial,
        licence=step.licence,
        licence_name=step.licence_name,
        holder=holder,
        developers=next((detail.developers for detail in details if detail.developers), ()),
        because=step.because,
        read_in=tuple(dict.fromkeys(numbers)),
        rests_on=tuple(dict.fromkeys(fact for detail in details for fact in detail.rests_on)),
    )


def _sources_of_text(licence: Licence) -> tuple[Source, ...]:
    """Return where the text of a licence was read: its own address, dated where that is a source."""
    if licence.url is None:
        return ()
    return tuple(source for source in licence.sources if source.url == licence.url) or (Source(url=licence.url),)


def _describe_terms(
    licensing: Licensing, sources: _Sources, on_the_way: Iterable[tuple[Model, Size]]
) -> Iterator[DossierTerm]:
    for condition, licence, owner, size in licensing.collect_conditions(on_the_way):
        read = tuple(source for source in licence.sources if source.supports_field("conditions"))
        yield DossierTerm(
            condition=condition.kind,
            text=condition.text,
            quote=condition.quote,
            threshold=condition.threshold,
            licence=licence.id,
            licence_name=licence.name,
            url=licence.url,
            holder=called(owner, size),
            read_in=sources.number(read or _sources_of_text(licence), licence.name, "conditions"),
        )


def _describe_licence(sources: _Sources, licence: Licence) -> DossierLicence:
    numbers: list[int] = []
    for fact in ("commercial", "conditions", "derivatives"):
        read = (source for source in licence.sources if source.supports_field(fact))
        numbers += sources.number(read, licence.name, fact)
    return DossierLicence(
        licence=licence.id,
        licence_name=licence.name,
        spdx=licence.spdx,
        licence_kind=licence.kind,
        released=licence.released,
        commercial=licence.commercial,
        derivatives=licence.derivatives,
        notes=licence.notes,
        url=licence.url,
        read_in=tuple(dict.fromkeys(numbers)),
    )


def _describe_data(
    registry: Registry, sources: _Sources, on_the_way: Iterable[tuple[Model, Size]]
) -> Iterator[DossierData]:
    """Yield the data that sizes on the way were trained on, with the first that was, and all that they were made of."""
    on_the_way, trained = list(on_the_way), dict[str, str]()
    for model, size in on_the_way:
        for name in size.datasets or ():
            trained.setdefault(name, called(model, size))
    for dataset in datasets_of(registry, [size for _, size in on_the_way]):
        yield _describe_dataset(registry, sources, dataset, trained.get(dataset.id))


def _describe_dataset(registry: Registry, sources: _Sources, dataset: Dataset, holder: str | None) -> DossierData:
    licence = registry.licence_by_id.get(dataset.licence or "")
    numbers = [
        number
        for fact in ("licence", "rights", "generated_by", "derived_from")
        for number in sources.number(dataset.sources_for(fact), dataset.name, fact)
    ]
    return DossierData(
        dataset=dataset.id,
        name=dataset.name,
        creators=dataset.creators,
        licence=dataset.licence,
        licence_name=licence.name if licence else None,
        rights=dataset.rights,
        generated_by=tuple(_name_teacher(registry, teacher) for teacher in dataset.generated_by),
        made_of=tuple(registry.dataset_by_id[link.dataset].name for link in dataset.derived_from),
        holder=holder,
        read_in=tuple(dict.fromkeys(numbers)),
    )


def _name_teacher(registry: Registry, teacher: Reference) -> str:
    """Return what generated data, as it is called in a sentence."""
    model = registry.model_by_id[teacher.model]
    size = model.size(teacher.size) if teacher.size else None
    return called(model, size) if size else model.name

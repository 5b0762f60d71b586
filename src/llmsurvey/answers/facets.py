"""What the models of a question are, property by property, with counts: what one may narrow it to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from llmsurvey.answers.model_filter import EVERY_MODEL, ModelFilter
from llmsurvey.answers.selection import Selection
from llmsurvey.lineage.graph import Place
from llmsurvey.lineage.verdict import Assessment
from llmsurvey.messages import Word
from llmsurvey.records import EVERY_VERDICT, Model, Size, Verdict
from llmsurvey.records.dates import first_day
from llmsurvey.records.quantities import parse_count
from llmsurvey.registry.language_names import name_of_language
from llmsurvey.registry.names import loose_form

if TYPE_CHECKING:
    from llmsurvey.library import Library

FacetName = Literal["verdict", "fits", "kind", "size", "year", "licence", "developer", "language"]

FACETS: Mapping[FacetName, tuple[str, ...]] = {
    "verdict": (),
    "fits": ("fits", "precision", "context", "cache_type"),
    "kind": ("kind",),
    "size": ("min_size", "max_size"),
    "year": ("since", "until"),
    "licence": ("licence",),
    "developer": ("developer",),
    "language": ("language",),
}
"""The fields of a filter that each facet sets; a verdict is asked for by a condition on its column."""

_BOUNDS = ("1B", "3B", "7B", "13B", "30B", "70B")
"""Where one range of sizes ends and the next begins."""

_COUNTS = {bound: parse_count(bound) for bound in _BOUNDS}


@dataclass(frozen=True, kw_only=True)
class FacetsQuestion:
    """Which models are counted: those that pass a filter and, if any are named, have one of some `verdicts`.

    `fits` is the card that is counted for where the filter names none. `among` are sizes, by the ids of their models,
    of which alone models are counted: those on a board; None for all.
    """

    models: ModelFilter = EVERY_MODEL
    verdicts: tuple[Verdict, ...] = ()
    fits: str | None = None
    among: frozenset[Place] | None = None


class FacetEntry(NamedTuple):
    """A value of a facet, as people read it, with how many models the question would have with it.

    Other values of its own facet that are chosen don't count, for one of several must fit. `options` is what the filter
    has of it: of a facet with several values the one that is added.
    """

    facet: FacetName
    value: str
    model_count: int
    chosen: bool
    options: Mapping[str, Any]


class _Value(NamedTuple):
    """A value of a facet: what orders it, how people read it, and what a filter has of it."""

    key: Any
    text: str
    options: tuple[tuple[str, Any], ...]


def count_facets(library: Library, question: FacetsQuestion) -> list[FacetEntry]:
    """Return how many models each value of each facet would leave; of words those that most models have come first.

    Raises what `ModelFilter.select` does.
    """
    models: dict[FacetName, dict[_Value, set[str]]] = {name: {} for name in FACETS}
    readers = _Readers(library, question)
    for model, size, assessment, failing in _judge_sizes(library, question):
        for facet in FACETS if failing is None else (failing,):
            for value in readers.values_of(facet, model, size, assessment):
                models[facet].setdefault(value, set()).add(model.id)
    entries: list[FacetEntry] = []
    for facet, models_by_value in models.items():
        chosen_options = _chosen_values(question, facet)
        for value in _in_order(facet, models_by_value):
            options = dict(value.options)
            entries.append(
                FacetEntry(facet, value.text, len(models_by_value[value]), options in chosen_options, options)
            )
    return entries


def _judge_sizes(
    library: Library, question: FacetsQuestion
) -> Iterator[tuple[Model, Size, Assessment, FacetName | None]]:
    """Yield every size that passes all, and those that fail by one facet alone, with that facet."""
    asked = [name for name in FACETS if _chosen_values(question, name)]
    by_facet: dict[FacetName, Selection] = {
        facet: _only(question.models, FACETS[facet]).select(library) for facet in asked if facet != "verdict"
    }
    selection = _without(question.models, [field for facet in asked for field in FACETS[facet]]).select(library)
    for model in library.registry.models:
        for size in model.each_size():
            if question.among is not None and (model.id, size.name) not in question.among:
                continue
            assessment = selection.licensing.assess(model, size)
            if not selection.passes(model, size, assessment):
                continue
            failing: list[FacetName] = [
                facet for facet in asked if not _passes(question, by_facet, facet, model, size, assessment)
            ]
            if len(failing) < 2:
                yield model, size, assessment, failing[0] if failing else None


def _passes(
    question: FacetsQuestion,
    by_facet: Mapping[FacetName, Selection],
    facet: FacetName,
    model: Model,
    size: Size,
    assessment: Assessment,
) -> bool:
    if facet == "verdict":
        return assessment.verdict in question.verdicts
    return by_facet[facet].passes_but_verdict(model, size, assessment)


def _only(models: ModelFilter, fields: Iterable[str]) -> ModelFilter:
    """Return a filter that asks for some fields of another alone, and judges licences in the same way."""
    judged = ("own_licence", "data")
    return replace(EVERY_MODEL, **{field: getattr(models, field) for field in (*fields, *judged)})


def _without(models: ModelFilter, fields: Iterable[str]) -> ModelFilter:
    return replace(models, **{field: getattr(EVERY_MODEL, field) for field in fields})


def _chosen_values(question: FacetsQuestion, facet: FacetName) -> list[dict[str, Any]]:
    """Return what the question has chosen of a facet, each value as the options of an entry have it."""
    if facet == "verdict":
        return [{"verdict": verdict} for verdict in question.verdicts]
    asked = {field: value for field in FACETS[facet] if (value := getattr(question.models, field))}
    if facet in ("kind", "licence", "developer", "language"):
        return [{facet: value} for value in asked.get(facet, ())]
    return [asked] if asked else []


def _in_order(facet: FacetName, values: Mapping[_Value, set[str]]) -> Sequence[_Value]:
    """Return the values of a facet in their own order, or those that most models have first where they have none."""
    if facet in ("licence", "developer", "language", "kind"):
        return sorted(values, key=lambda value: (-len(values[value]), value.text))
    return sorted(values, key=lambda value: value.key, reverse=facet in ("year", "verdict"))


class _Readers:
    """What gives the values that a size has of each facet, a method a facet."""

    def __init__(self, library: Library, question: FacetsQuestion) -> None:
        self._registry = library.registry
        self._developers: dict[str, tuple[_Value, ...]] = {}
        self._spellings: dict[str, str] = {}
        asked = {field: value for field in FACETS["fits"] if (value := getattr(question.models, field))}
        if not asked and question.fits:
            asked = {"fits": question.fits}
        self._budget = replace(EVERY_MODEL, **asked).select(library).budget
        self._fits = _Value(0, asked.get("fits", ""), tuple(asked.items()))

    def values_of(self, facet: FacetName, model: Model, size: Size, assessment: Assessment) -> Iterable[_Value]:
        """Return the values that a size has of a facet."""
        if facet == "verdict":
            verdict = assessment.verdict
            return [_Value(EVERY_VERDICT.index(verdict), Word("verdict", verdict), (("verdict", verdict),))]
        if facet == "fits":
            fits = self._budget is not None and self._budget.admits(model, size) is True
            return [self._fits] if fits else []
        if facet == "developer":
            return {value for name in model.developers for value in self._values_of_developer(name)}
        if facet == "licence":
            return [_named("licence", size.licence, self._name_of_licence(size.licence))] if size.licence else []
        if facet == "language":
            return [_named("language", code, name_of_language(code)) for code in size.languages or ()]
        if facet == "kind":
            return [_named("kind", size.kind, Word("kind", size.kind))] if size.kind else []
        return _ranges_of(size) if facet == "size" else _years_of(size)

    def _values_of_developer(self, name: str) -> tuple[_Value, ...]:
        """Return the values of a developer: the organisations that go by the name, else the name in its first spelling.

        That is what a filter takes them for.
        """
        if name not in self._developers:
            makers = [maker.name for maker in self._registry.makers_called(name)]
            names = makers or [self._spellings.setdefault(loose_form(name), name)]
            self._developers[name] = tuple(_named("developer", maker, maker) for maker in names)
        return self._developers[name]

    def _name_of_licence(self, id: str) -> str:
        licence = self._registry.licence_by_id.get(id)
        return licence.spdx or licence.name if licence else id


def _named(field: str, value: str, text: str) -> _Value:
    return _Value(0, text, ((field, value),))


def _ranges_of(size: Size) -> Iterator[_Value]:
    """Yield the ranges that a size is in: two where it is just as large as what they share."""
    if size.parameters is None:
        return
    for key, (least, most) in enumerate(pairwise((None, *_BOUNDS, None))):
        above = least is None or _COUNTS[least] <= size.parameters
        if above and (most is None or size.parameters <= _COUNTS[most]):
            text = f"≥ {least}" if most is None else f"{least}-{most}"
            if least is None:
                text = f"≤ {most}"
            options = [(name, bound) for name, bound in (("min_size", least), ("max_size", most)) if bound]
            yield _Value(key, text, tuple(options))


def _years_of(size: Size) -> Iterator[_Value]:
    """Yield the year of a release."""
    if size.released is not None:
        year = first_day(size.released)[:4]
        yield _Value(year, year, (("since", year), ("until", year)))

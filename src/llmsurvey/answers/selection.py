"""Which sizes of a registry pass a filter of models, and for want of which fact others don't."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.errors import UnknownNameError
from llmsurvey.lineage.graph import Place, nearest_first, place_of
from llmsurvey.lineage.rules import Use
from llmsurvey.lineage.verdict import Assessment, Licensing
from llmsurvey.messages import Word, join_texts
from llmsurvey.records import Model, Size
from llmsurvey.records.dates import first_day, last_day
from llmsurvey.registry.names import loose_form
from llmsurvey.registry.nearest_names import nearest_names

if TYPE_CHECKING:
    from llmsurvey.answers.model_filter import ModelFilter
    from llmsurvey.memory.fit import Budget
    from llmsurvey.registry.registry import Identity


MissingFact = Literal["kind", "languages", "released", "parameters", "licence", "memory"]
"""What isn't known of a size that a filter asks for; `memory` is what its need follows from."""


class Judgement(NamedTuple):
    """Whether a size passes a filter, and where it doesn't for want of which fact, if it is that."""

    passes: bool
    missing: MissingFact | None = None


@dataclass(frozen=True)
class Selection:
    """A filter with what its names mean in a registry: it tells which sizes pass."""

    wanted: ModelFilter
    licensing: Licensing
    since: str | None = None
    until: str | None = None
    min_size: int | None = None
    max_size: int | None = None
    budget: Budget | None = None
    found: frozenset[str] | None = None
    """The models in which the words of a search are found; None where nothing is searched for."""
    uses: tuple[Use, ...] = ()
    """What no licence may forbid."""

    def passes(self, model: Model, size: Size, assessment: Assessment) -> bool:
        """Whether a size (with its model's facts filled in) fits everything that is asked for."""
        fits = self.passes_but_verdict(model, size, assessment) and self.allows(assessment)
        return fits and self.permits_uses(assessment)

    def passes_but_verdict(self, model: Model, size: Size, assessment: Assessment) -> bool:
        """Whether a size fits everything but the verdict, so that one can say what only the verdict leaves out."""
        fits = self.budget is None or self.budget.admits(model, size) is True
        return fits and self._passes_otherwise(model, size, assessment)

    def judge(self, identity: Identity) -> Judgement:
        """Return whether what an entry of a board is passes: asked once for each size; no model as a whole does."""
        if identity.size is None:
            return Judgement(passes=False)
        model, size = identity.model, identity.size
        if (model.id, size.name) not in self._judged:
            assessment = self.licensing.assess(model, size)
            passes = self.passes(model, size, assessment)
            missing = None if passes else self.missing_fact(model, size, assessment)
            self._judged[model.id, size.name] = Judgement(passes, missing)
        return self._judged[model.id, size.name]

    @cached_property
    def _judged(self) -> dict[tuple[str, str], Judgement]:
        """What `judge` returned before."""
        return {}

    def missing_fact(self, model: Model, size: Size, assessment: Assessment) -> MissingFact | None:
        """Return the fact for want of which a size is left out; None where it passes, or fails by what is known.

        Of several facts that are missing it is the first of `MissingFact`.
        """
        if not self.asks_facts:
            return None
        missing = tuple(self._list_missing(model, size, assessment))
        if not missing or not self._without(missing).passes(model, size, assessment):
            return None
        return missing[0]

    @cached_property
    def asks_facts(self) -> bool:
        """Whether a size may be left out for want of a fact."""
        asked = (self.wanted.kind, self.wanted.language, self.since, self.until, self.wanted.asks_verdict)
        return any(asked) or (self.min_size, self.max_size, self.budget) != (None, None, None)

    def _list_missing(self, model: Model, size: Size, assessment: Assessment) -> Iterator[MissingFact]:
        """Yield what is asked for and isn't known of a size."""
        if self.wanted.kind and size.kind is None:
            yield "kind"
        if self.wanted.language and not size.languages:
            yield "languages"
        if (self.since or self.until) and size.released is None:
            yield "released"
        if (self.min_size, self.max_size) != (None, None) and size.parameters is None:
            yield "parameters"
        if self.wanted.asks_verdict and assessment.verdict == "unknown":
            yield "licence"
        if self.budget is not None and self.budget.admits(model, size) is None:
            yield "memory"

    def _without(self, facts: tuple[MissingFact, ...]) -> Selection:
        """Return the selection without what asks for some facts."""
        if facts not in self._relaxed:
            wanted = replace(
                self.wanted,
                kind=() if "kind" in facts else self.wanted.kind,
                language=() if "languages" in facts else self.wanted.language,
                commercial=self.wanted.commercial and "licence" not in facts,
                permissive=self.wanted.permissive and "licence" not in facts,
            )
            self._relaxed[facts] = Selection(
                wanted,
                self.licensing,
                since=None if "released" in facts else self.since,
                until=None if "released" in facts else self.until,
                min_size=None if "parameters" in facts else self.min_size,
                max_size=None if "parameters" in facts else self.max_size,
                budget=None if "memory" in facts else self.budget,
                found=self.found,
                uses=self.uses,
            )
        return self._relaxed[facts]

    @cached_property
    def _relaxed(self) -> dict[tuple[MissingFact, ...], Selection]:
        """What `_without` returned before."""
        return {}

    def _passes_otherwise(self, model: Model, size: Size, assessment: Assessment) -> bool:
        return all(is_met(model, size, assessment) for is_met in self._demands)

    @cached_property
    def _demands(self) -> tuple[Callable[[Model, Size, Assessment], bool], ...]:
        """What a size must meet beside the verdict and the budget: only what is asked for costs time."""
        wanted = self.wanted
        spans, sizes = (self.since, self.until), (self.min_size, self.max_size)
        every: tuple[tuple[object, Callable[[Model, Size, Assessment], bool]], ...] = (
            (wanted.survey, lambda model, size, assessment: model.id in self._surveyed),
            (self.found is not None, lambda model, size, assessment: model.id in (self.found or ())),
            (wanted.developer, lambda model, size, assessment: not self._developers.isdisjoint(model.developers)),
            (self._licences, lambda model, size, assessment: _has_one_of(self._licences, (size.licence,))),
            (wanted.kind, lambda model, size, assessment: _has_one_of(wanted.kind, (size.kind,))),
            (self._languages, lambda model, size, assessment: _has_one_of(self._languages, size.languages or ())),
            (self._foundations, lambda model, size, assessment: self._made_from(size)),
            (self._families, lambda model, size, assessment: (model.id, size.name) in self._in_families),
            (
                self._datasets,
                lambda model, size, assessment: not self._derived_datasets.isdisjoint(size.datasets or ()),
            ),
            (
                wanted.condition or wanted.without_condition,
                lambda model, size, assessment: self._keeps_conditions(assessment),
            ),
            (any(spans), lambda model, size, assessment: self._is_in_span(size)),
            (sizes != (None, None), lambda model, size, assessment: self._has_asked_size(size)),
        )
        return tuple(is_met for is_asked, is_met in every if is_asked)

    def allows(self, assessment: Assessment) -> bool:
        """Whether the verdict is one that is asked for."""
        allowed = ("yes",) if self.wanted.permissive else ("yes", "conditional")
        return not self.wanted.asks_verdict or assessment.verdict in allowed

    def permits_uses(self, assessment: Assessment) -> bool:
        """Whether no licence forbids a use that is asked for, or leaves it unknown because nobody knows its terms."""
        if not self.uses:
            return True
        from llmsurvey.lineage.uses import PASSING, judge_use

        return all(judge_use(assessment, use) in PASSING for use in self.uses)

    def words_of_uses(self, assessment: Assessment) -> tuple[str, ...]:
        """Return what the licences say of each use that is asked for: `sell: conditional`."""
        if not self.uses:
            return ()
        from llmsurvey.lineage.uses import judge_use, name_use

        return tuple(
            join_texts([name_use(use), Word("permission", judge_use(assessment, use))], ": ") for use in self.uses
        )

    @cached_property
    def _surveyed(self) -> frozenset[str]:
        return frozenset(self.licensing.registry.surveyed)

    @cached_property
    def _licences(self) -> tuple[str, ...]:
        named = map(self.licensing.registry.licences_named, self.wanted.licence)
        return tuple(licence.id for licences in named for licence in licences)

    @cached_property
    def _foundations(self) -> tuple[tuple[str, str | None], ...]:
        resolved = [self.licensing.registry.resolve_model(name) for name in self.wanted.foundation]
        return tuple((model.id, size.name if size else None) for model, size in resolved)

    @cached_property
    def _families(self) -> tuple[str, ...]:
        return tuple(self.licensing.registry.resolve_model(name)[0].id for name in self.wanted.family)

    @cached_property
    def _datasets(self) -> tuple[str, ...]:
        return tuple(self.licensing.registry.resolve_dataset(name).id for name in self.wanted.dataset)

    @cached_property
    def _developers(self) -> set[str]:
        """The developers that are meant: by any name of their organisation, their own, or a part of it (`Stanford`).

        Raises UnknownNameError for one that nobody is.
        """
        if not self.wanted.developer:
            return set()
        all_names = {name for model in self.licensing.registry.models for name in model.developers}
        meant: set[str] = set()
        for wanted in self.wanted.developer:
            if organisation := self.licensing.registry.find_organisation(wanted):
                meant |= set(filter(organisation.goes_by, all_names))
                continue
            whole = {name for name in all_names if loose_form(name) == loose_form(wanted)}
            part = {name for name in all_names if loose_form(wanted) and loose_form(wanted) in loose_form(name)}
            if not whole | part:
                raise UnknownNameError("developer", wanted, self._suggest_developers(wanted, all_names))
            meant |= whole or part
        return meant

    @cached_property
    def _languages(self) -> tuple[str, ...]:
        """The codes of the languages that are meant, by code or name. Raises UnknownNameError for what is neither."""
        if not self.wanted.language:
            return ()
        from llmsurvey.registry.language_names import codes_of_language, names_of_languages

        models = self.licensing.registry.models
        stated = {code for model in models for size in model.each_size() for code in size.languages or ()}
        codes: list[str] = []
        for name in self.wanted.language:
            meant = [code for code in stated if loose_form(code) == loose_form(name)] or codes_of_language(name)
            if not meant:
                raise UnknownNameError("language", name, nearest_names(name, names_of_languages()))
            codes += meant
        return tuple(codes)

    def _suggest_developers(self, name: str, developers: set[str]) -> list[str]:
        """Return the nearest of all names that developers answer to."""
        makers = self.licensing.registry.organisations
        return nearest_names(name, {*developers, *(alias for maker in makers for alias in maker.aliases)})

    def _made_from(self, size: Size) -> bool:
        """Whether a size was made from one that is meant; what was made from a model as a whole is from each size."""
        wanted, models = set(self._foundations), {name for name, _ in self._foundations}
        bases = [place_of(self.licensing.registry, link) for link in size.foundations or ()]
        return any(
            base in wanted or (base[0], None) in wanted or (base[1] is None and base[0] in models) for base in bases
        )

    @cached_property
    def _in_families(self) -> set[Place]:
        """Every size of the models that head the families, and whatever was made from these, step by step."""
        registry = self.licensing.registry
        made: dict[Place, list[Place]] = {}
        for model in registry.models:
            for size in model.each_size():
                made.setdefault((model.id, size.name), []).append((model.id, None))
                for link in size.foundations or ():
                    made.setdefault(place_of(registry, link), []).append((model.id, size.name))
        models = [registry.model_by_id[name] for name in self._families]
        heads: list[Place] = [(model.id, size.name) for model in models for size in model.each_size()]
        return set(nearest_first(heads, lambda place: made.get(place, [])))

    @cached_property
    def _derived_datasets(self) -> set[str]:
        """The datasets that are meant, and those that were made from them, step by step."""
        derived: dict[str, list[str]] = {}
        for dataset in self.licensing.registry.datasets:
            for link in dataset.derived_from:
                derived.setdefault(link.dataset, []).append(dataset.id)
        return set(nearest_first(self._datasets, lambda name: derived.get(name, [])))

    def _keeps_conditions(self, assessment: Assessment) -> bool:
        """Whether the conditions of all licences on the way are as asked; an unknown licence may have any."""
        kinds = set(assessment.kinds)
        without = not self.wanted.without_condition or (
            assessment.known and kinds.isdisjoint(self.wanted.without_condition)
        )
        return kinds.issuperset(self.wanted.condition) and without

    def _is_in_span(self, size: Size) -> bool:
        if size.released is None:
            return False
        starts, ends = first_day(size.released), last_day(size.released)
        return (not self.since or ends >= first_day(self.since)) and (not self.until or starts <= last_day(self.until))

    def _has_asked_size(self, size: Size) -> bool:
        if size.parameters is None:
            return False
        return (self.min_size or 0) <= size.parameters and (self.max_size is None or size.parameters <= self.max_size)

    def check_names(self) -> None:
        """Raise UnknownNameError or AmbiguousNameError for whatever is asked for by a name that nothing has."""
        _ = self._developers, self._licences, self._foundations, self._families, self._datasets
        _ = self._languages


def _has_one_of(wanted: tuple[str, ...], values: tuple[str | None, ...]) -> bool:
    names = {loose_form(name) for name in values if name}
    return any(loose_form(name) in names for name in wanted)

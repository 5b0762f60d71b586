"""Which sizes of which models an answer is about."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING

from llmsurvey.errors import UnknownNameError
from llmsurvey.lineage.verdict import Assessment, Licensing
from llmsurvey.records import Model, Size
from llmsurvey.records.dates import first_day, last_day
from llmsurvey.registry.names import loose
from llmsurvey.registry.suggest import nearest

if TYPE_CHECKING:
    from llmsurvey.memory.fit import Budget


@dataclass(frozen=True)
class Filters:
    """What a size must be to be listed; every field that is left empty lets all pass.

    `developers`, `languages` and the like hold alternatives: one of them must fit. An unknown fact never passes a
    filter on it. `since` and `until` let an imprecise date pass if it may fall in the span.
    """

    commercial: bool = False
    strict: bool = False
    developers: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    foundations: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    without_conditions: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    min_size: int | None = None
    max_size: int | None = None
    budget: Budget | None = None
    licensing: Licensing = field(kw_only=True)

    def passes(self, model: Model, size: Size, assessment: Assessment) -> bool:
        """Whether a size (with its model's facts filled in) fits everything but the verdict."""
        fits = self.budget is None or self.budget.admits(model, size) is True
        return fits and self._passes_otherwise(model, size, assessment)

    def undecided(self, model: Model, size: Size, assessment: Assessment) -> bool:
        """Whether a size is left out only because a fact is missing that says how much memory it needs."""
        if self.budget is None or not self._passes_otherwise(model, size, assessment) or not self.allows(assessment):
            return False
        return self.budget.admits(model, size) is None

    def _passes_otherwise(self, model: Model, size: Size, assessment: Assessment) -> bool:
        return (
            (not self.developers or not self._developers.isdisjoint(model.developers))
            and _one_of(self._licences, (size.licence,))
            and _one_of(self.kinds, (size.kind,))
            and _one_of(self.languages, size.languages or ())
            and self._made_from(size)
            and self._in_family(model, size)
            and self._trained_on(size)
            and self._keeps(assessment)
            and self._dated(size)
            and self._sized(size)
        )

    @property
    def asks(self) -> bool:
        """Whether anything is asked for at all."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "licensing")

    def allows(self, assessment: Assessment) -> bool:
        """Whether the verdict is one that is asked for."""
        allowed = ("yes",) if self.strict else ("yes", "conditional")
        return not (self.commercial or self.strict) or assessment.verdict in allowed

    @cached_property
    def _licences(self) -> tuple[str, ...]:
        return tuple(self.licensing.registry.resolve_licence(name).id for name in self.licences)

    @cached_property
    def _foundations(self) -> tuple[tuple[str, str | None], ...]:
        found = [self.licensing.registry.resolve_model(name) for name in self.foundations]
        return tuple((model.id, size.name if size else None) for model, size in found)

    @cached_property
    def _families(self) -> tuple[str, ...]:
        return tuple(self.licensing.registry.resolve_model(name)[0].id for name in self.families)

    @cached_property
    def _datasets(self) -> tuple[str, ...]:
        return tuple(self.licensing.registry.resolve_dataset(name).id for name in self.datasets)

    @cached_property
    def _developers(self) -> set[str]:
        """The developers that are meant: by their whole name, else by a part of it (`Stanford`).

        Raises UnknownNameError for one that nobody is.
        """
        known = {name for model in self.licensing.registry.models for name in model.developers}
        found: set[str] = set()
        for wanted in self.developers:
            whole = {name for name in known if loose(name) == loose(wanted)}
            part = {name for name in known if loose(wanted) and loose(wanted) in loose(name)}
            if not whole | part:
                raise UnknownNameError("developer", wanted, nearest(wanted, known))
            found |= whole or part
        return found

    def _made_from(self, size: Size) -> bool:
        if not self._foundations:
            return True
        meant = [self.licensing.registry.meant_by(link) for link in size.foundations or ()]
        bases = {(base.id, each.name) for base, sizes in meant for each in sizes} | {
            (base.id, None) for base, _ in meant
        }
        return not bases.isdisjoint(self._foundations)

    def _in_family(self, model: Model, size: Size) -> bool:
        """Whether the model itself, or anything it was made from, is the head of the family."""
        if not self._families:
            return True
        waiting, seen = [(model, size)], set()
        while waiting:
            each, its_size = waiting.pop()
            if each.id in self._families:
                return True
            if (each.id, its_size.name) not in seen:
                seen.add((each.id, its_size.name))
                for link in its_size.foundations or ():
                    base, sizes = self.licensing.registry.meant_by(link)
                    waiting += [(base, one) for one in sizes]
        return False

    def _trained_on(self, size: Size) -> bool:
        """Whether a dataset, or one made from it, was used for the size itself."""
        if not self._datasets:
            return True
        waiting, seen = list(size.datasets or ()), set(size.datasets or ())
        while waiting:
            name = waiting.pop()
            if name in self._datasets:
                return True
            for link in self.licensing.registry.dataset_by_id[name].derived_from:
                if link.dataset not in seen:
                    seen.add(link.dataset)
                    waiting.append(link.dataset)
        return False

    def _keeps(self, assessment: Assessment) -> bool:
        """Whether the conditions of all licences on the way are as asked; an unknown licence may have any."""
        kinds = {each.condition.kind for each in assessment.conditions}
        without = not self.without_conditions or (assessment.known and kinds.isdisjoint(self.without_conditions))
        return kinds.issuperset(self.conditions) and without

    def _dated(self, size: Size) -> bool:
        if not (self.since or self.until):
            return True
        if size.released is None:
            return False
        starts, ends = first_day(size.released), last_day(size.released)
        return (not self.since or ends >= first_day(self.since)) and (not self.until or starts <= last_day(self.until))

    def _sized(self, size: Size) -> bool:
        if self.min_size is None and self.max_size is None:
            return True
        if size.parameters is None:
            return False
        return (self.min_size or 0) <= size.parameters and (self.max_size is None or size.parameters <= self.max_size)

    def check(self) -> None:
        """Raise UnknownNameError or AmbiguousNameError for whatever is asked for by a name that nothing has."""
        _ = self._developers, self._licences, self._foundations, self._families, self._datasets
        models = self.licensing.registry.models
        languages = {code for model in models for size in model.each_size() for code in size.languages or ()}
        for code in self.languages:
            if loose(code) not in {loose(each) for each in languages}:
                raise UnknownNameError("language", code, nearest(code, languages))


def _one_of(wanted: tuple[str, ...], found: tuple[str | None, ...]) -> bool:
    if not wanted:
        return True
    names = {loose(name) for name in found if name}
    return any(loose(name) in names for name in wanted)

"""A language model, its sizes, and what it was made from."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Annotated, Literal, TypeVar

from llmsurvey.messages import say
from llmsurvey.records.bilingual import Prose
from llmsurvey.records.dates import PartialDate, last_day
from llmsurvey.records.exposure import Exposure
from llmsurvey.records.licence_period import LicencePeriod
from llmsurvey.records.quantities import Count
from llmsurvey.records.record import Id, Record, Text, names_of_fields
from llmsurvey.records.rules import CheckedBy
from llmsurvey.records.shape import Shape
from llmsurvey.records.source import Source
from llmsurvey.records.statement import Statement
from llmsurvey.records.unresolved import Relation, Unresolved

Access = Literal["open", "limited", "closed"]
"""Whether the work itself can be had: by anyone, on request, or not at all."""

Kind = Literal["pretrained", "finetuned", "service"]


class Reference(Record):
    """A model, or one size of it."""

    model: Id
    size: Text | None = None

    def __str__(self) -> str:
        return f"{self.model}@{self.size}" if self.size else self.model


class Foundation(Reference):
    """A model whose weights another was made from, and how.

    `distilled` passes on no weights. Of `unstated` it isn't known, so that what was made binds as if it did.
    """

    relation: Relation

    @property
    def by_weights(self) -> bool:
        """Whether the weights themselves were taken over, so that their licence binds what was made from them."""
        return self.relation != "distilled"


Item = TypeVar("Item")


def items_once(lists: Iterable[tuple[Item, ...] | None]) -> Iterator[Item]:
    """Yield the items of some lists; a list that is there several times, as sizes share their model's, counts once."""
    for items in {id(items): items for items in lists if items}.values():
        yield from items


class Size(Record):
    """One published size or variant of a model, and whatever differs from the model's own facts.

    `parameters` is the exact count where one is published, else the published rounding; of a mixture of experts it
    counts all experts, and `active_parameters` what one token is computed with. `tokens` counts training tokens,
    `context` the tokens of the longest text that it was trained on. A field that is None is as the model says; an empty
    list says that there is none. `trained_on_benchmarks` are those that a source says it was trained or tuned on, where
    no dataset says so. `shape` and `context` are given where they differ from those of what the size was made
    from.
    """

    name: Text
    aliases: tuple[Text, ...] = ()
    parameters: Count | None = None
    active_parameters: Count | None = None
    hub: Text | None = None
    tokens: Count | None = None
    shape: Shape | None = None
    context: Count | None = None
    released: PartialDate | None = None
    kind: Kind | None = None
    access: Access | None = None
    languages: tuple[Text, ...] | None = None
    licence: Id | None = None
    licence_history: tuple[LicencePeriod, ...] | None = None
    foundations: tuple[Foundation, ...] | None = None
    datasets: tuple[Id, ...] | None = None
    trained_on_benchmarks: tuple[Exposure, ...] | None = None
    unresolved: tuple[Unresolved, ...] | None = None
    notes: Prose | None = None
    sources: tuple[Source, ...] = ()

    def check(self) -> None:
        """Raise ValueError where a part is larger than the whole."""
        active, total = self.active_parameters, self.parameters
        if active is not None and total is not None and active > total:
            raise ValueError(
                say("active_parameters are {active:,} of {total:,}: they can't be more", active=active, total=total)
            )
        window = self.shape.sliding_window if self.shape else None
        if window is not None and self.context is not None and window > self.context:
            raise ValueError(
                say(
                    "the sliding_window of {window:,} tokens is longer than the context of {context:,}: correct one",
                    window=window,
                    context=self.context,
                )
            )


def _check_names(sizes: tuple[Size, ...]) -> None:
    """Raise ValueError for sizes of one name."""
    counts = Counter(size.name.casefold() for size in sizes)
    for name, count in counts.items():
        if count > 1:
            raise ValueError(say("two sizes are called {name}. Give each a name of its own", name=repr(name)))


class Model(Record):
    """A family of weights, or a service, under one name; `licence` is what its developers state for the weights.

    `otherwise` is what other sources say than the facts that are in force; it decides nothing.
    """

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    developers: tuple[Text, ...] = ()
    released: PartialDate | None = None
    kind: Kind | None = None
    access: Access | None = None
    architecture: Literal["encoder-only", "decoder-only", "encoder-decoder", "word-embedding"] | None = None
    languages: tuple[Text, ...] = ()
    licence: Id | None = None
    licence_history: tuple[LicencePeriod, ...] = ()
    foundations: tuple[Foundation, ...] = ()
    datasets: tuple[Id, ...] = ()
    trained_on_benchmarks: tuple[Exposure, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    sizes: Annotated[tuple[Size, ...], CheckedBy(_check_names)] = ()
    otherwise: tuple[Statement, ...] = ()
    notes: Prose | None = None
    sources: tuple[Source, ...] = ()

    def size(self, name: str) -> Size | None:
        """Return the size of that name or hub repository, in any case, or None."""
        return self._size_by_any_name.get(name.casefold())

    @cached_property
    def _size_by_any_name(self) -> dict[str, Size]:
        """Each size by its name, aliases and hub repository; the first where several answer to one."""
        sizes: dict[str, Size] = {}
        for size in self.sizes:
            for name in (size.name, *size.aliases, *([size.hub] if size.hub else [])):
                sizes.setdefault(name.casefold(), size)
        return sizes

    def each_size(self) -> Iterator[Size]:
        """Yield the sizes with the model's own facts filled in; for a model without sizes, one that has these alone."""
        yield from self._complete_sizes.values()

    def sources_for(self, field: str, size: Size | None = None) -> tuple[Source, ...]:
        """Return the sources that state a field of the model, or of one size of it.

        Of a size these are its own, those that name it or speak of all sizes; where there is none, those that state the
        field of the model, if the size has no other value, or, for parameters and hub repositories, which sizes there
        are.
        """
        whole = tuple(self._sources_by_field.get(field, {}).values())
        if size is None:
            return whole
        own = [
            source for source in size.sources if source.supports_field(field) or source.supports_field(field, size.name)
        ]
        named = {
            **self._sources_by_field.get(f"@{size.name}.{field}", {}),
            **self._sources_by_field.get(f"sizes.{field}", {}),
        }
        if own or named:
            return (*own, *(named[number] for number in sorted(named)))
        if self._has_other_value(size, field):
            return ()
        listed = self._sources_by_field.get("sizes", {}) if field in ("parameters", "hub") else {}
        return whole or tuple(listed.values())

    @cached_property
    def _sources_by_field(self) -> dict[str, dict[int, Source]]:
        """The model's own sources by what they support, each by its place."""
        sources: dict[str, dict[int, Source]] = {}
        for number, source in enumerate(self.sources):
            for field in source.supports:
                sources.setdefault(field, {})[number] = source
        return sources

    def released_as(self, sizes: Iterable[Size]) -> str | None:
        """Return the first date of some `sizes`; where that is the first of all, no later than the model's."""
        earliest = _first(sizes)
        if earliest is not None and earliest == self._first_release and self.released:
            return min(earliest, self.released)
        return earliest

    @cached_property
    def _first_release(self) -> str | None:
        return _first(self.each_size())

    def _has_other_value(self, size: Size, field: str) -> bool:
        """Whether a size has a fact of its own that isn't its model's, so that sources for that don't state it."""
        if field not in _FIELDS or not self.states(size, field):
            return False
        return bool(getattr(self._stated_sizes[size.name], field) != getattr(self, field))

    def states(self, size: Size, field: str) -> bool:
        """Whether a size has a fact of its own, rather than its model's."""
        stated = self._stated_sizes.get(size.name)
        return stated is not None and getattr(stated, field) is not None

    @cached_property
    def _stated_sizes(self) -> dict[str, Size]:
        return {size.name: size for size in self.sizes}

    def complete(self, size: Size) -> Size:
        """That size with every fact it leaves out taken from the model."""
        return self._complete_sizes[size.name]

    def size_named(self, name: str) -> Size:
        """Return the size of exactly that name, complete. Raises KeyError where there is none."""
        return self._complete_sizes[name]

    @cached_property
    def _complete_sizes(self) -> dict[str, Size]:
        facts = {field: getattr(self, field) for field in _INHERITED}
        return {size.name: _fill_in(size, facts) for size in self.sizes or (Size(name=self.name),)}


_FIELDS = frozenset(names_of_fields(Model))

_INHERITED = (
    *("released", "kind", "access", "languages", "licence", "licence_history"),
    *("foundations", "datasets", "trained_on_benchmarks", "unresolved"),
)
"""The facts that a size takes from its model where it has none of its own."""


def _fill_in(size: Size, facts: dict[str, object]) -> Size:
    """Return a size with its model's facts under its own; a licence of its own has no part in the model's history."""
    own = {name: value for name, value in vars(size).items() if value is not None}
    if "licence" in own:
        own.setdefault("licence_history", ())
    return Size.of_fields(facts | own)


def _first(sizes: Iterable[Size]) -> str | None:
    """Return the first date of some sizes; a year alone, which says little, counts as its last day."""
    dates = (size.released for size in sizes if size.released)
    return min(dates, key=lambda date: last_day(date) if len(date) == len("2023") else date, default=None)

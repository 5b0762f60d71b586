"""The families of models: the trees by their root, how large they are, and how they grew year by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.dumps import note_dumps
from llmsurvey.lineage.graph import Place, bottom_first, made_into, nearest_first
from llmsurvey.messages import Message, counted, join_texts, question, say
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note

if TYPE_CHECKING:
    from llmsurvey.library import Library
    from llmsurvey.registry.registry import Registry

COLUMNS = (
    Column("id", brief=False),
    Column("name"),
    Column("developers", brief=False),
    Column("released", order="date"),
    Column("model_count", numeric=True, heading=say("models")),
    Column("size_count", numeric=True, heading=say("sizes")),
    Column("longest_chain", numeric=True, heading=say("steps")),
    Column("growth"),
    Column("resolved", brief=False),
)


@dataclass(frozen=True, kw_only=True)
class FamiliesQuestion:
    """All families: there is nothing to ask for."""


class FamiliesEntry(NamedTuple):
    """A root and what was made from its weights: models and sizes, the root among them.

    `longest_chain` is how many steps the furthest is away from the root, `growth` how many models came out in each
    year. A root that isn't `resolved` is a name that the registry doesn't have, which counts as no model.
    """

    id: str | None
    name: str
    developers: tuple[str, ...]
    released: str | None
    model_count: int
    size_count: int
    longest_chain: int
    growth: tuple[str, ...]
    resolved: bool


@dataclass(frozen=True, kw_only=True)
class FamiliesAnswer(Answer[FamiliesEntry]):
    """The families of more than one model, the largest first."""

    columns = COLUMNS


def list_families(library: Library, asked: FamiliesQuestion) -> FamiliesAnswer:
    """Return each model that others were made from and that was made from no other, with its descendants.

    A merge belongs to the family of each model that went into it.
    """
    registry = library.registry
    descent = _Descent(registry)
    families = [*_of_models(registry, descent), *_of_names(registry, descent)]
    large = [(entry, members) for entry, members in families if len(members) > 1 or not entry.resolved]
    large.sort(key=lambda family: (-family[0].model_count, family[0].name))
    memberships = Counter(member for _, members in large for member in members)
    alone = len(registry.models) - len(memberships)
    notes = (*_notes(len(large), memberships, alone), *note_dumps(library))
    return FamiliesAnswer(entries=[entry for entry, _ in large], notes=notes)


class _Descent:
    """What was made from what, towards what came after."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._made = made_into(registry)
        self._steps: dict[Place, int] = {}
        """How many steps the furthest descendant of a size is away."""

    def after(self, place: Place) -> list[Place]:
        """Return the sizes that were made from a size at first hand."""
        return [*self._made.get(place, ()), *self._made.get((place[0], None), ())]

    def steps(self, place: Place) -> int:
        """Return how many steps the furthest descendant of a size is away."""
        for below in bottom_first(place, self.after, self._steps):
            self._steps[below] = max((self._steps[child] + 1 for child in self.after(below)), default=0)
        return self._steps[place]

    def members(self, roots: Iterable[Place]) -> dict[str, list[Place]]:
        """Return some sizes and all that came from them, by the ids of their models."""
        members: dict[str, list[Place]] = {}
        for place in nearest_first(roots, self.after):
            members.setdefault(place[0], []).append(place)
        return members


def _of_models(registry: Registry, descent: _Descent) -> Iterator[tuple[FamiliesEntry, Mapping[str, list[Place]]]]:
    """Yield the family of each model of which a size was made from no other weights, and its members."""
    for model in registry.models:
        roots = [
            (model.id, size.name)
            for size in model.each_size()
            if not any(link.by_weights for link in size.foundations or ())
            and not any(base.binds for base in size.unresolved or ())
        ]
        if roots:
            members = descent.members(roots)
            steps = max(map(descent.steps, roots))
            released = model.released_as([model.size_named(name) for _, name in roots])
            yield _entry(registry, members, model.id, model.name, model.developers, released, steps), members


def _of_names(registry: Registry, descent: _Descent) -> Iterator[tuple[FamiliesEntry, Mapping[str, list[Place]]]]:
    """Yield what was made from each name that the registry doesn't have, and its members."""
    roots: dict[str, list[Place]] = {}
    for model in registry.models:
        for size in model.each_size():
            for base in size.unresolved or ():
                if base.binds:
                    roots.setdefault(base.name, []).append((model.id, size.name))
    for name, places in roots.items():
        members = descent.members(places)
        steps = 1 + max(map(descent.steps, places))
        yield _entry(registry, members, None, name, (), None, steps), members


def _entry(
    registry: Registry,
    members: Mapping[str, list[Place]],
    identity: str | None,
    name: str,
    developers: tuple[str, ...],
    released: str | None,
    steps: int,
) -> FamiliesEntry:
    return FamiliesEntry(
        id=identity,
        name=name,
        developers=developers,
        released=released,
        model_count=len(members),
        size_count=sum(len(places) for places in members.values()),
        longest_chain=steps,
        growth=tuple(_growth(registry, members)),
        resolved=identity is not None,
    )


def _growth(registry: Registry, members: Mapping[str, list[Place]]) -> Iterator[Message]:
    """Yield how many of the members came out in each year; what no source dates comes last."""
    years: Counter[str] = Counter()
    for identity, places in members.items():
        model = registry.model_by_id[identity]
        released = model.released_as([model.size_named(name or "") for _, name in places])
        years[(released or "")[:4]] += 1
    for year in sorted(years, key=lambda year: (not year, year)):
        yield say("{year}: {number}", year=year or say("undated"), number=years[year])


def _notes(families: int, memberships: Counter[str], alone: int) -> Iterator[str]:
    """Yield how many families there are, how many models stand in several, and how many in none."""
    several = sum(number > 1 for number in memberships.values())
    sentences = [
        counted("{number} family.", "{number} families.", families),
        counted("{number} model stands in several.", "{number} models stand in several.", several),
        counted("{number} has no relatives.", "{number} have no relatives.", alone),
        say("`{hint}` draws one.", hint=question("lineage", "NAME", down=True)),
    ]
    yield as_note("selection", join_texts(sentences))

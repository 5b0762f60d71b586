"""Where the terms of the licences over a size contradict each other, by the walk down its lineage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from llmsurvey.lineage.graph import Place, called, sizes_at
from llmsurvey.lineage.rules import Clause, Conflict, ConflictKind, Held, Merged, conflicts_of
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.records import Condition, ConditionKind, Licence, Model, Size


class Side(NamedTuple):
    """One of two clauses that contradict each other, with the size that brings it; or a licence as a whole."""

    licence: Licence
    condition: Condition | None
    model: Model
    size: Size


class Contradicting(NamedTuple):
    """Two sides of a conflict; no second one where no licence is stated there. `made` was made from the first."""

    kind: ConflictKind
    first: Side
    second: Side | None
    made: str | None


_CAN_CONFLICT: frozenset[ConditionKind] = frozenset(
    ("share-alike", "no-derivatives", "no-redistribution", "outputs")  # the last may bar improving other models
)


def find_conflicts(licensing: Licensing, model: Model, size: Size) -> list[Contradicting]:
    """Return where the terms that bind a size contradict each other, each pair of licences once."""
    if _CAN_CONFLICT.isdisjoint(licensing.assess(model, size).kinds):
        return []  # so that a long lineage isn't walked for each size of it
    sizes = list(licensing.sizes_below([(model.id, size.name)]))
    held, merges = _licences_on_the_way(licensing, sizes)
    by_name = {called(owner, part): (owner, part) for owner, part in sizes}

    def side_of(clause: Clause) -> Side:
        owner, part = by_name[clause.held.holder]
        return Side(clause.held.licence, clause.condition, owner, part)

    def name_made(conflict: Conflict) -> str | None:
        made = conflict.first.held.made
        return by_name[made][0].name if made else None

    return [
        Contradicting(
            conflict.kind,
            side_of(conflict.first),
            side_of(conflict.second) if conflict.second else None,
            name_made(conflict),
        )
        for conflict in conflicts_of(held, merges)
    ]


def _licences_on_the_way(
    licensing: Licensing, sizes: Iterable[tuple[Model, Size]]
) -> tuple[list[Held], list[list[Merged]]]:
    """Return the licences of sizes, each with what was made from it, and what was merged on the way."""
    made: dict[Place, str] = {}
    held: list[Held] = []
    merges: list[list[Merged]] = []
    for model, size in sizes:
        held += _held(licensing, model, size, made.get((model.id, size.name)))
        merged: list[Place] = []
        for link, base in licensing.links(size):
            for base_model, base_size in sizes_at(licensing.registry, base):
                made.setdefault((base_model.id, base_size.name), called(model, size))
            if link.relation == "merge":
                merged.append(base)
        if len(merged) > 1:
            merges.append([_describe_merged(licensing, base) for base in merged])
    return held, merges


def _held(licensing: Licensing, model: Model, size: Size, made: str | None) -> Iterator[Held]:
    """Yield the licence of a size; of several that bind together (`MIT AND CC-BY-SA-4.0`) each by itself."""
    licences = licensing.registry.licence_by_id
    licence = licences.get(size.licence or "")
    for name in (licence.taken or (licence.id,)) if licence else ():
        yield Held(licences[name], called(model, size), made)


def _describe_merged(licensing: Licensing, base: Place) -> Merged:
    """Return what was merged, with all licences over it."""
    sizes = list(licensing.sizes_below([base]))
    held = tuple(each for model, size in sizes for each in _held(licensing, model, size, None))
    return Merged(held, any(size.kind == "pretrained" and not size.foundations for _, size in sizes))

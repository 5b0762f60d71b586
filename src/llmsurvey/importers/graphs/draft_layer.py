"""Drafts into a layer of the registry: what the registry has is compared with it, all else becomes records.

The registry's own facts stay in force, and what a source says otherwise is kept beside them. A guess at what a name
means is marked as a guess, and a name that no record has is kept as a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

from llmsurvey.errors import Fault
from llmsurvey.importers.graphs import Draft, Named
from llmsurvey.importers.graphs.developers import may_be_same_developers
from llmsurvey.importers.graphs.differences import (
    Said,
    added_facts,
    differences_of_repeat,
    differing_facts,
    names_beyond,
)
from llmsurvey.importers.graphs.draft_ids import make_id
from llmsurvey.importers.graphs.draft_records import Otherwise, Parts, record_of_draft
from llmsurvey.importers.graphs.find_names import Match, NameFinder, RecordKind, is_named_as_data
from llmsurvey.importers.graphs.licence_words import LicenceWords
from llmsurvey.importers.graphs.word_table import read_word_table
from llmsurvey.messages import Message, say
from llmsurvey.records import Dataset, Model, Size
from llmsurvey.records.model import items_once
from llmsurvey.registry.circles import disjoint_circles
from llmsurvey.registry.names import Index, strict_form
from llmsurvey.registry.registry import Registry


class Counts(NamedTuple):
    """What came of the drafts of a kind, and of what these name."""

    read: int = 0
    new: int = 0
    known: int = 0
    named: int = 0
    found: int = 0
    guessed: int = 0
    unresolved: int = 0
    otherwise: int = 0


@dataclass
class DraftLayer:
    """The records of a layer, by the list that they belong to, and what came of each kind of draft."""

    lists: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {"models": [], "datasets": []})
    counts: dict[RecordKind, Counts] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


class _Placed(NamedTuple):
    """A draft with the record that it is, `known` where the registry has it; `repeats` are other drafts of the same."""

    draft: Draft
    match: Match
    known: Model | Dataset | None
    repeats: list[Draft]


def make_layer(drafts: Iterable[Draft], registry: Registry, faults: list[Fault]) -> DraftLayer:
    """Return the layer that some drafts make over a registry.

    Drafts may come one by one; what looks wrong in reading them is added to `faults`, and so is what does here.
    """
    layer = DraftLayer(faults=faults)
    placed_drafts = list(_place_drafts(drafts, registry, layer.faults))
    own = [
        (spelling, placed.match)
        for placed in placed_drafts
        for draft in (placed.draft, *placed.repeats)
        for spelling in (draft.name, *draft.aliases)
    ]
    maker = _RecordMaker(registry, NameFinder(registry, own), placed_drafts)
    parts = [maker.parts_of(placed, layer.faults) for placed in placed_drafts]
    _open_circles(registry, placed_drafts, parts, layer.faults)
    records: dict[tuple[str, str], dict[str, Any]] = {}
    for placed, part in zip(placed_drafts, parts, strict=True):
        if (record := maker.record_of(placed, part)) is not None:
            key = (placed.match.kind, placed.match.id)
            records[key] = _add_to_record(records[key], record) if key in records else record
    for (record_kind, _), record in records.items():
        layer.lists["models" if record_kind == "model" else "datasets"].append(record)
    for kind in ("model", "dataset"):
        of_kind = [
            (placed, part) for placed, part in zip(placed_drafts, parts, strict=True) if placed.match.kind == kind
        ]
        layer.counts[kind] = _count_parts(of_kind)
    return layer


def _add_to_record(entry: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with what another of the same record adds: what is said of two sizes of a model is one entry."""
    both = {**other, **entry}
    for name in ("otherwise", "sources"):
        items = [*entry.get(name, ()), *other.get(name, ())]
        both |= {name: [item for number, item in enumerate(items) if item not in items[:number]]} if items else {}
    return {name: both[name] for name in (*(name for name in both if name not in _LAST), *_LAST) if name in both}


_LAST = ("otherwise", "sources")
"""The fields that stand last in an entry."""


def _count_parts(parts_of_drafts: Sequence[tuple[_Placed, Parts]]) -> Counts:
    named = sum(len(part.found) + len(part.guessed) + len(part.unresolved) for _, part in parts_of_drafts)
    known = sum(placed.known is not None for placed, _ in parts_of_drafts)
    return Counts(
        read=sum(1 + len(placed.repeats) for placed, _ in parts_of_drafts),
        new=len(parts_of_drafts) - known,
        known=known,
        named=named,
        found=sum(len(part.found) for _, part in parts_of_drafts),
        guessed=sum(len(part.guessed) for _, part in parts_of_drafts),
        unresolved=sum(len(part.unresolved) for _, part in parts_of_drafts),
        otherwise=sum(len(part.otherwise) for _, part in parts_of_drafts),
    )


def _place_drafts(drafts: Iterable[Draft], registry: Registry, faults: list[Fault]) -> Iterator[_Placed]:
    """Yield a draft of each thing, with the record that it is; other drafts of the same are told, and kept with it."""
    datasets = Index.of(
        (name, data.id, data) for data in registry.datasets for name in (data.id, data.name, *data.aliases)
    )
    taken = {"model": set(registry.model_by_id), "dataset": set(registry.dataset_by_id)}
    by_name: dict[tuple[str, str], list[_Placed]] = {}
    by_match: dict[Match, _Placed] = {}
    for draft in (stated.without_blanks() for stated in drafts):
        alike = by_name.setdefault((draft.kind, strict_form(draft.name)), [])
        same = next((placed for placed in alike if _may_be_same(registry, draft, placed.draft)), None)
        if same is not None:
            same.repeats.append(draft)
            message = say('"{name}" is in {place} too: read as one', name=draft.name, place=same.draft.url)
            faults.append(draft.fault(message))
            continue
        match, record = _find_known(draft, registry, datasets)
        taken_for = by_match.get(match) if match is not None else None
        if taken_for is not None:
            taken_for.repeats.append(draft)
            faults.append(draft.fault(_taken_for_one(draft, taken_for)))
            continue
        if match is None:
            identity = make_id(draft.name, draft.developers, taken[draft.kind])
            taken[draft.kind].add(identity)
            match = Match(draft.kind, identity)
        placed = _Placed(_without_names_of_others(draft, registry) if record is None else draft, match, record, [])
        alike.append(placed)
        by_match[match] = placed
    yield from by_match.values()


def _taken_for_one(draft: Draft, other: _Placed) -> Message:
    """Return what is told of two names that mean the same record of the registry, which may be a family of models."""
    return say(
        '"{name}" and "{other}" of {place} are both "{record}" of the registry',
        name=draft.name,
        other=other.draft.name,
        place=other.draft.url,
        record=other.match.id + (f"@{other.match.size}" if other.match.size else ""),
    )


def _without_names_of_others(draft: Draft, registry: Registry) -> Draft:
    """Return a draft without the other names to which something else answers already, for then nothing would."""
    if draft.kind == "dataset":
        return draft
    return replace(draft, aliases=tuple(name for name in draft.aliases if registry.find_model(name) is None))


def _find_known(
    draft: Draft, registry: Registry, datasets: Index[Dataset]
) -> tuple[Match | None, Model | Dataset | None]:
    """Return the registry's record that a draft is of: one of its name, with developers that may be the same."""
    if draft.kind == "dataset":
        found = list(datasets.get(draft.name).values())
        if len(found) == 1 and may_be_same_developers(registry, draft.developers, found[0].creators):
            return Match("dataset", found[0].id), found[0]
        return None, None
    answer, is_named = registry.find_model(draft.name), draft.is_repository
    if answer is None:
        others = {
            (model.id, size and size.name): (model, size) for model, size in _models_called(registry, draft.aliases)
        }
        answer, is_named = (next(iter(others.values())) if len(others) == 1 else None), False
    if answer is None:
        return None, None
    model, size = answer
    if not is_named and not may_be_same_developers(registry, draft.developers, model.developers):
        return None, None
    return Match("model", model.id, size.name if size else None), model


def _models_called(registry: Registry, names: Iterable[str]) -> list[tuple[Model, Size | None]]:
    """Return what each of some names means, where one model does."""
    return [found for name in names if (found := registry.find_model(name)) is not None]


def _may_be_same(registry: Registry, draft: Draft, other: Draft) -> bool:
    return may_be_same_developers(registry, draft.developers, other.developers)


class _RecordMaker:
    """Makes records of drafts: knows the names that these may mean, and whose weights nobody can have."""

    def __init__(self, registry: Registry, finder: NameFinder, placed_drafts: Sequence[_Placed]) -> None:
        self._registry = registry
        self._finder = finder
        self._table = read_word_table()
        self._words = LicenceWords(registry.licences, self._table)
        self._new = {placed.match: placed.draft for placed in placed_drafts if placed.known is None}

    def parts_of(self, placed: _Placed, faults: list[Fault]) -> Parts:
        """Return what a draft says, with what its names mean; what can't be read of it is added to `faults`."""
        part = Parts(licence=self._licence_of(placed.draft, faults))
        for named in dict.fromkeys(named for draft in (placed.draft, *placed.repeats) for named in draft.bases):
            self._sort_name(placed, named, part)
        if placed.known is not None:
            self._compare(placed, placed.known, part)
        for draft in placed.repeats:
            said = draft.licence and self._words.read(draft.licence).licence
            read_alike = replace(placed.draft, licence=part.licence), replace(draft, licence=said)
            part.otherwise += differences_of_repeat(*read_alike)
        return part

    def _sort_name(self, placed: _Placed, named: Named, part: Parts) -> None:
        """Put a name among what was found, guessed or not resolved of a draft."""
        match = self._finder.find(named)
        if match is None:
            is_data = named.may_be_data and is_named_as_data(named.name, self._table)
            part.unresolved.append(named._replace(relation="data") if is_data else named)
            return
        is_taught = match.kind == "model" and self._is_only_taught(placed, match, named)
        if is_taught:
            part.taught.append(named.name)
        elif placed.match.kind == "dataset" and match.kind == "model" and named.relation == "unstated":
            part.unresolved.append(named)  # it may have generated the data, or merely sorted them
            return
        if named.relation == "unstated" and any(match == other for _, other in part.found):
            return  # another name of what was found already, of which it is said how
        if match.is_guess:
            part.guessed.append((named, match))
        else:
            part.found.append((named._replace(relation="distilled") if is_taught else named, match))

    def _licence_of(self, draft: Draft, faults: list[Fault]) -> str | None:
        if draft.licence is None:
            return None
        meaning = self._words.read(draft.licence)
        if meaning.problem is not None:
            faults.append(draft.fault(say("{problem}: unknown for {name}", problem=meaning.problem, name=draft.name)))
        return meaning.licence

    def _is_only_taught(self, placed: _Placed, base: Match, named: Named) -> bool:
        """Whether only the output of a base can have been used, because nobody else can have its weights."""
        if named.relation != "unstated" or placed.draft.is_service:
            return False
        closed, developers = self._is_closed(base)
        if placed.match.kind == "dataset":
            return closed
        return (
            closed
            and placed.draft.access != "closed"
            and not may_be_same_developers(self._registry, placed.draft.developers, developers or ["?"])
        )

    def _is_closed(self, base: Match) -> tuple[bool, tuple[str, ...]]:
        plain = base._replace(is_guess=False)
        if (draft := self._new.get(plain)) is not None:
            return draft.is_service or draft.access == "closed", draft.developers
        model = self._registry.model_by_id.get(base.id)
        if model is None:
            return False, ()
        sizes = list(model.each_size())
        return all(size.kind == "service" or size.access == "closed" for size in sizes), model.developers

    def _compare(self, placed: _Placed, known: Model | Dataset, part: Parts) -> None:
        """Note what a draft says otherwise than what the registry has as `known`, and what it adds to it."""
        part.tells_making = isinstance(known, Model) and not placed.match.size and _leaves_making_open(known)
        bases = tuple(match for _, match in part.found if match.kind == "model" and not placed.draft.is_service)
        said = Said(part.licence, bases if not part.tells_making else ())
        part.otherwise += [
            Otherwise(name, value, placed.draft.url)
            for name, value in (
                *differing_facts(placed.draft, said, known, placed.match.size),
                *names_beyond(self._registry, known, part),
            )
        ]
        part.added.update(added_facts(placed.draft, said, known))

    def record_of(self, placed: _Placed, part: Parts) -> dict[str, Any] | None:
        """Return a record of a layer; None where the registry says all of it already."""
        return record_of_draft(placed.draft, placed.match, part, is_known=placed.known is not None)


def _leaves_making_open(model: Model) -> bool:
    """Whether nothing says what any size of a model was made from or trained on, or that it was made from nothing."""
    return all(
        size.kind not in ("pretrained", "service")
        and not (size.foundations or size.datasets or size.unresolved)
        and size.access != "closed"
        for size in model.each_size()
    )


_Key = tuple[Literal["model", "dataset"], str]


def _open_circles(
    registry: Registry, placed_drafts: Sequence[_Placed], parts: Sequence[Parts], faults: list[Fault]
) -> None:
    """Open circles: a base by which something would be made from itself is kept as a name that nothing answers to.

    What the registry says of the making of others is followed, too, and stays.
    """
    made = [pair for pair in zip(placed_drafts, parts, strict=True) if pair[0].known is None or pair[1].tells_making]
    by_key = {(placed.match.kind, placed.match.id): (placed, part) for placed, part in made}
    below = {key: bases for key, bases in _edges_in(registry) if key not in by_key}
    while True:
        edges: dict[_Key, list[_Key]] = {
            key: [(base.kind, base.id) for _, base in part.found + part.guessed] for key, (_, part) in by_key.items()
        }
        circles = [circle for circle in disjoint_circles(edges | below) if not by_key.keys().isdisjoint(circle)]
        if not circles:
            return
        for circle in circles:
            last = max(place for place, key in enumerate(circle) if key in by_key)
            placed, part = by_key[circle[last]]
            _keep_as_names(placed, part, circle[(last + 1) % len(circle)], faults)


def _edges_in(registry: Registry) -> Iterator[tuple[_Key, list[_Key]]]:
    """Yield what each model and dataset of a registry was made from, but for sizes made from others of their model."""
    for model in registry.models:
        links = items_once(size.foundations for size in model.each_size())
        yield ("model", model.id), [("model", link.model) for link in links if link.model != model.id]
    for data in registry.datasets:
        yield ("dataset", data.id), [("dataset", link.dataset) for link in data.derived_from]


def _keep_as_names(placed: _Placed, part: Parts, base: _Key, faults: list[Fault]) -> None:
    """Keep what a draft names, and what leads back to it, as names that nothing answers to."""
    closing = [pair for pair in part.found + part.guessed if (pair[1].kind, pair[1].id) == base]
    part.found = [pair for pair in part.found if pair not in closing]
    part.guessed = [pair for pair in part.guessed if pair not in closing]
    part.unresolved += [named for named, _ in closing]
    message = say(
        '"{name}" is made from itself by way of "{base}", which is kept as a name',
        name=placed.draft.name,
        base=closing[0][0].name,
    )
    faults.append(placed.draft.fault(message))

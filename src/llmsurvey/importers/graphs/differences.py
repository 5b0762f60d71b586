"""What a source says otherwise than the registry of the same model or data, and what it adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from llmsurvey.importers.graphs import Draft
from llmsurvey.importers.graphs.draft_records import Otherwise, Parts
from llmsurvey.importers.graphs.find_names import Match
from llmsurvey.records import Dataset, Model, Size
from llmsurvey.records.quantities import short_count
from llmsurvey.registry.licence_names import versions_of
from llmsurvey.registry.registry import Registry

_ROUNDING = 0.1
"""Published counts are rounded: 6.7B and 7B are the same."""


class Said(NamedTuple):
    """What a draft comes to: its licence by its id, and the models that it was made from."""

    licence: str | None
    bases: tuple[Match, ...]


def differing_facts(draft: Draft, said: Said, record: Model | Dataset, size: str | None) -> Iterator[tuple[str, str]]:
    """Yield each field in which a draft differs from its record, and what the draft says."""
    sizes = _sizes_of(record, size)
    licences = {item.licence for item in sizes if item.licence} | _earlier_licences(sizes)
    if said.licence and licences and licences.isdisjoint((said.licence, *versions_of(said.licence, licences))):
        yield "licence", said.licence
    dates = {item.released for item in sizes if item.released} | ({record.released} if record.released else set())
    if draft.dates_release and draft.released and dates and not any(_agree(draft.released, date) for date in dates):
        yield "released", draft.released
    accesses = {item.access for item in sizes if item.access}
    if draft.access and accesses and draft.access not in accesses:
        yield "access", draft.access
    if isinstance(record, Model):
        yield from _differing_parameters(draft, sizes)
        yield from _differing_bases(said, record, sizes)


def _differing_parameters(draft: Draft, sizes: Iterable[Size]) -> Iterator[tuple[str, str]]:
    known = [item.parameters for item in sizes if isinstance(item, Size) and item.parameters]
    for stated in draft.sizes:
        if stated.parameters and known and not any(_is_about(stated.parameters, count) for count in known):
            yield "parameters", short_count(stated.parameters)


def _differing_bases(said: Said, record: Model, sizes: Iterable[Size]) -> Iterator[tuple[str, str]]:
    base_ids = {link.model for item in sizes for link in item.foundations or ()}
    is_known = bool(base_ids) or any(item.kind for item in sizes)
    for base in said.bases:
        if is_known and base.id not in base_ids and base.id != record.id:
            yield "foundations", f"{base.id}@{base.size}" if base.size else base.id


def added_facts(draft: Draft, said: Said, record: Model | Dataset) -> dict[str, Any]:
    """Return the facts of a draft that the record as a whole leaves empty; what it was made from isn't among them."""
    sizes = _sizes_of(record, None)
    added: dict[str, Any] = {}
    if said.licence and not any(item.licence for item in sizes) and not _is_unlicensed(record):
        added["licence"] = said.licence
    if draft.dates_release and draft.released and not record.released and not any(item.released for item in sizes):
        added["released"] = draft.released
    if draft.access and not record.access and not any(item.access for item in sizes):
        added["access"] = draft.access
    return added


def names_beyond(registry: Registry, known: Model | Dataset, part: Parts) -> Iterator[tuple[str, str]]:
    """Yield what a draft names that a record of the registry wasn't made from, as far as that says.

    A part of a mixture that the record was made from is no other data, and a guess at what it was made from is right.
    """
    if part.tells_making:
        return
    sizes = known.sizes if isinstance(known, Model) else ()
    names_kept = {
        item.name for items in (known.unresolved, *(size.unresolved for size in sizes)) for item in items or ()
    }
    made_from = _made_from(registry, known)
    wrong = [named for named, match in part.guessed if (match.kind, match.id) not in made_from]
    for named in (*part.unresolved, *wrong):
        if named.name not in names_kept:
            yield "unresolved", named.name
    for _, match in part.found:
        if match.kind == "dataset" and (match.kind, match.id) not in made_from:
            yield "derived_from" if isinstance(known, Dataset) else "datasets", match.id


def _made_from(registry: Registry, known: Model | Dataset) -> set[tuple[str, str]]:
    """Return the models that a record was made from, and all data that went into it, each by kind and id."""
    if isinstance(known, Dataset):
        models = {link.model for link in known.generated_by}
        data = [known.id]
    else:
        models = {link.model for size in known.each_size() for link in size.foundations or ()}
        data = [name for size in known.each_size() for name in size.datasets or ()]
    reached: set[str] = set()
    while data:
        name = data.pop()
        dataset = registry.dataset_by_id.get(name)
        if name not in reached and dataset is not None:
            data += [link.dataset for link in dataset.derived_from]
        reached.add(name)
    return {("model", name) for name in models} | {("dataset", name) for name in reached}


def differences_of_repeat(first: Draft, second: Draft) -> Iterator[Otherwise]:
    """Yield what a second draft of one thing says otherwise than the first, which is in force.

    The first is right by a rule where it gives the earlier day of release, or the less open access.
    """
    for name in ("licence", "released", "access"):
        value = getattr(second, name)
        in_force = getattr(first, name)
        if value is None or in_force is None or value == in_force or (name == "released" and _agree(value, in_force)):
            continue
        yield Otherwise(name, value, second.url, _RULES[name] if _is_first_right(name, in_force, value) else None)


_RULES = {
    "released": {"en": "the same source gives an earlier day too", "ko": "같은 출처가 더 이른 날짜도 적는다"},
    "access": {"en": "the same source says less open too", "ko": "같은 출처가 덜 공개된 것으로도 적는다"},
}
_ACCESS = ("closed", "limited", "open")


def _is_first_right(field: str, in_force: str, value: str) -> bool:
    if field == "released":
        return in_force < value
    return field == "access" and _ACCESS.index(in_force) < _ACCESS.index(value)


def _is_unlicensed(record: Model | Dataset) -> bool:
    return isinstance(record, Dataset) and record.rights is not None


def _sizes_of(record: Model | Dataset, size: str | None) -> list[Any]:
    """Return the sizes of a model that are meant, or a dataset itself: what has the facts that are compared."""
    if isinstance(record, Dataset):
        return [record]
    return [record.size_named(size)] if size else list(record.each_size())


def _earlier_licences(sizes: Iterable[Any]) -> set[str]:
    return {period.licence for item in sizes for period in getattr(item, "licence_history", None) or ()}


def _agree(one: str, other: str) -> bool:
    """Whether two dates may be the same day, one of them less precise."""
    return one.startswith(other) or other.startswith(one)


def _is_about(one: int, other: int) -> bool:
    return abs(one - other) <= _ROUNDING * max(one, other)

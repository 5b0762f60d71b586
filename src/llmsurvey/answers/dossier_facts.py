"""The facts that a dossier rests on, each record as a digest, which changes when one of them does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from llmsurvey.lineage.basis import FIELDS
from llmsurvey.lineage.graph import Place, depth_first, made_from, place_of, sizes_at
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.records import Dataset, Licence, Model, Size, Source
from llmsurvey.records.plain import stated_fields
from llmsurvey.registry.registry import Registry

_OF_SIZE = ("released", "hub", *FIELDS["model"], "licence_history")
_OF_LICENCE = ("name", "spdx", "kind", "released", "commercial", "conditions", "derivatives", "notes", "url")
_OF_DATASET = ("name", "creators", *FIELDS["dataset"])
_OF_SOURCE = ("url", "title", "says", "checked")
"""The fields that a dossier rests on or shows."""


def records_behind(licensing: Licensing, model: Model, sizes: Iterable[Size]) -> dict[str, str]:
    """Return a digest of the facts of each record that the verdict of some sizes rests on, by its address.

    These are all sizes on the way down, their data and what that was made of, what generated it, and all licences.
    """
    registry = licensing.registry
    on_the_way = list(licensing.sizes_below((model.id, size.name) for size in sizes))
    datasets = list(datasets_of(registry, [size for _, size in on_the_way]))
    teachers = _teachers_of(registry, [size for _, size in on_the_way], datasets)
    facts: dict[str, Any] = {}
    licences: set[str] = set()
    for owner, size in (*on_the_way, *teachers):
        facts[f"model/{owner.id}@{size.name}"] = _facts_of_size(owner, size)
        history = (period.licence for period in size.licence_history or ())
        licences.update(filter(None, (size.licence, *history)))
    for dataset in datasets:
        facts[f"dataset/{dataset.id}"] = _facts_of_record(dataset, _OF_DATASET, dataset.sources)
        licences.update(filter(None, (dataset.licence,)))
    for name in licences:
        licence = registry.licence_by_id[name]
        facts[f"licence/{name}"] = _facts_of_record(licence, _OF_LICENCE, licence.sources)
    return {record: _hash(stated) for record, stated in facts.items()}


def datasets_of(registry: Registry, sizes: Iterable[Size]) -> Iterator[Dataset]:
    """Yield the data that some sizes were trained on, and all that these were made of, each once."""
    names = [name for size in sizes for name in size.datasets or ()]

    def origins(name: str) -> list[str]:
        return [link.dataset for link in registry.dataset_by_id[name].derived_from]

    return (registry.dataset_by_id[name] for name in depth_first(names, origins))


def digest_of(records: Mapping[str, str]) -> str:
    """Return one digest of the digests of records, whatever their order."""
    return f"sha256:{_hash(dict(records))}"


def digest_of_content(answer: Mapping[str, Any]) -> str:
    """Return a digest of a dossier as it is kept, but for the digest itself."""
    return f"sha256:{_hash({name: value for name, value in answer.items() if name != 'content_digest'})}"


def digest_of_text(text: str) -> str:
    """Return a digest of what a document shows, however its lines end."""
    return f"sha256:{hashlib.sha256(text.replace(chr(13), '').encode('utf-8', 'surrogatepass')).hexdigest()}"


def _teachers_of(
    registry: Registry, sizes: Iterable[Size], datasets: Iterable[Dataset]
) -> Iterator[tuple[Model, Size]]:
    """Yield every size that generated data or was distilled, and whose weights it took over."""
    links = [link for size in sizes for link in size.foundations or () if not link.by_weights]
    places = [place_of(registry, reference) for reference in links]
    places += [place_of(registry, reference) for dataset in datasets for reference in dataset.generated_by]

    def bases_of(place: Place) -> list[Place]:
        return made_from(registry, place)

    return (sizes_at(registry, place)[0] for place in depth_first(places, bases_of) if place[1] is not None)


def _facts_of_size(model: Model, size: Size) -> dict[str, Any]:
    stated = stated_fields(size)
    return {
        "name": model.name,
        "developers": list(model.developers),
        **{name: stated[name] for name in _OF_SIZE if stated.get(name)},
        "sources": {
            name: [_facts_of_source(source, name) for source in sources]
            for name in _OF_SIZE
            if (sources := model.sources_for(name, size))
        },
    }


def _facts_of_record(record: Licence | Dataset, fields: Iterable[str], sources: Iterable[Source]) -> dict[str, Any]:
    stated = stated_fields(record)
    return {
        **{name: stated[name] for name in fields if stated.get(name)},
        "sources": [stated_fields(source) for source in sources],
    }


def _facts_of_source(source: Source, field: str) -> dict[str, Any]:
    stated = {name: value for name, value in stated_fields(source).items() if name in _OF_SOURCE}
    return {**stated, "states": source.states_field(field)}


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

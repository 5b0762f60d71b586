"""Merged documents into records, with every fault at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.records import Benchmark, Dataset, Licence, Model, Score
from llmsurvey.records.record import Record
from llmsurvey.registry.layers import Layer
from llmsurvey.registry.merge import Merged, merge_layers
from llmsurvey.registry.nodes import Node
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.suggest import did_you_mean

_RECORDS: dict[str, type[Record]] = {
    "model": Model,
    "dataset": Dataset,
    "licence": Licence,
    "benchmark": Benchmark,
    "score": Score,
}


@dataclass(frozen=True)
class Compiled:
    """A registry and the places of what it was made from."""

    registry: Registry
    nodes: dict[tuple[str, str], Node]

    def fault(self, kind: str, name: str, path: tuple[str | int, ...], message: str, *, warning: bool = False) -> Fault:
        """A fault at a field of a record."""
        return self.nodes[kind, name].find(path).fault(message, warning=warning)


def compile_layers(layers: list[Layer]) -> Compiled:
    """Check all layers and make one registry of them. Raises RegistryError with every fault at once."""
    merged = merge_layers(layers)
    faults = list(merged.faults)
    records: dict[str, list[Any]] = {kind: [] for kind in _RECORDS}
    every = [
        *merged.records.items(),
        *((("score", f"number {place}"), node) for place, node in enumerate(merged.scores, 1)),
    ]
    for (kind, name), node in every:
        try:
            records[kind].append(_RECORDS[kind].model_validate(node.plain()))
        except ValidationError as error:
            faults.extend(_explain(kind, name, node, details) for details in error.errors())
    faults.extend(_unknown_references(merged, records))
    if not faults:
        faults.extend(_cycles(merged, records))
    if faults:
        raise RegistryError(faults)
    registry = Registry(
        models=tuple(records["model"]),
        datasets=tuple(records["dataset"]),
        licences=tuple(records["licence"]),
        benchmarks=tuple(records["benchmark"]),
        scores=tuple(dict.fromkeys(records["score"])),
        origins=merged.origins,
    )
    return Compiled(registry, merged.records)


def _explain(kind: str, name: str, node: Node, details: ErrorDetails) -> Fault:
    """One of pydantic's errors in the words of someone who edits a registry."""
    path, error = details["loc"], details["type"]
    where = f'{kind} "{name}"'
    last = str(path[-1]) if path else ""
    label = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    if error == "extra_forbidden":
        siblings = _field_names(_RECORDS[kind], path[:-1])
        return node.find(path, key=True).fault(f'unknown field "{last}" in {where}.{did_you_mean(last, siblings)}')
    if error == "missing":
        return node.find(path[:-1]).fault(f'{where} lacks "{last}". Add it')
    found = node.find(path)
    if error == "literal_error":
        message = f'"{label}" of {where} is "{details["input"]}", not one of {details["ctx"]["expected"]}'
    elif error == "value_error":
        message = f'"{label}" of {where}: {details["ctx"]["error"]}'
    elif error == "string_type":
        message = f'"{label}" of {where} should be text. Put it in quotes'
    elif error == "tuple_type":
        message = f'"{label}" of {where} should be a list. Write [one, two]'
    elif error == "string_pattern_mismatch":
        message = f'"{label}" of {where} is "{details["input"]}". Use lower case letters, digits, dots and hyphens'
    elif error == "string_too_short":
        message = f'"{label}" of {where} is empty. Fill it or leave it out'
    elif error in ("model_type", "model_attributes_type", "dict_type"):
        message = f'"{label}" of {where} should have fields. Write `field: value` below it'
    else:
        message = f'"{label}" of {where}: {details["msg"][0].lower()}{details["msg"][1:]}'
    return found.fault(message)


def _field_names(record: type[Record], path: tuple[str | int, ...]) -> list[str]:
    """The fields that are allowed at a path of a record: those of the record, or of the one nested there."""
    for step in path:
        if isinstance(step, str) and step in record.model_fields:
            annotation = repr(record.model_fields[step].annotation)
            inner = [kind for kind in _all_records(Record) if f".{kind.__name__}" in annotation]
            record = inner[0] if inner else record
    return list(record.model_fields)


def _all_records(base: type[Record]) -> Iterator[type[Record]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _all_records(kind)


Link = tuple[str, str, tuple[str | int, ...], str, str, str | None]
"""A reference: kind and id of the record that makes it, its path there, kind, id and size of what it names."""


def _links(kind: str, record: Any) -> Iterator[Link]:
    """Every reference that a record makes to another."""

    def to(path: tuple[str | int, ...], target: str, name: str | None, size: str | None = None) -> Iterator[Link]:
        if name is not None:
            yield kind, record.id, path, target, name, size

    if kind == "model":
        owners: list[tuple[tuple[str | int, ...], Any]] = [((), record)]
        owners += [(("sizes", place), size) for place, size in enumerate(record.sizes)]
        for path, owner in owners:
            yield from to((*path, "licence"), "licence", owner.licence)
            for place, period in enumerate(owner.licence_history or ()):
                yield from to((*path, "licence_history", place, "licence"), "licence", period.licence)
            for place, base in enumerate(owner.foundations or ()):
                yield from to((*path, "foundations", place, "model"), "model", base.model, base.size)
            for place, dataset in enumerate(owner.datasets or ()):
                yield from to((*path, "datasets", place), "dataset", dataset)
    elif kind == "dataset":
        yield from to(("licence",), "licence", record.licence)
        for place, derivation in enumerate(record.derived_from):
            yield from to(("derived_from", place, "dataset"), "dataset", derivation.dataset)
        for place, model in enumerate(record.generated_by):
            yield from to(("generated_by", place, "model"), "model", model.model, model.size)
    elif kind == "benchmark":
        yield from to(("variant_of",), "benchmark", record.variant_of)


def _unknown_references(merged: Merged, records: dict[str, list[Any]]) -> Iterator[Fault]:
    """A fault for every reference to something that isn't in any layer."""
    known = {kind: [name for other, name in merged.records if other == kind] for kind in _RECORDS}
    sets = {kind: set(names) for kind, names in known.items()}
    models = {model.id: model for model in records["model"]}
    for kind, entries in records.items():
        for record in entries if kind != "score" else ():
            for _, owner, path, target, name, size in _links(kind, record):
                label = "foundation" if "foundations" in path else target
                node = merged.records[kind, owner]
                if name not in sets[target]:
                    hint = did_you_mean(name, known[target])
                    message = f'{label} "{name}" is not in the registry.{hint} Add it, or write its id'
                    yield node.find(path).fault(message)
                elif size is not None and name in models and models[name].size(size) is None:
                    names = [each.name for each in models[name].sizes]
                    message = f'{label} "{name}" has no size "{size}".{did_you_mean(size, names)} It has {", ".join(names) or "none"}'
                    yield node.find((*path[:-1], "size")).fault(message)


def _cycles(merged: Merged, records: dict[str, list[Any]]) -> Iterator[Fault]:
    """A fault for what is, by its foundations or derivations, made from itself."""
    yield from _cycle(merged, "model", _model_edges(records["model"]), "foundations")
    derivations = {data.id: [link.dataset for link in data.derived_from] for data in records["dataset"]}
    yield from _cycle(merged, "dataset", derivations, "derived_from")


def _model_edges(models: Iterable[Model]) -> dict[str, list[str]]:
    """What each size (`mpt@7B`) is made from; a model stands for all of its sizes."""
    edges: dict[str, list[str]] = {}
    for model in models:
        edges[model.id] = [f"{model.id}@{size.name}" for size in model.sizes]
        if not model.sizes:
            edges[model.id] = [str(base) for base in model.foundations]
        for size in model.sizes:
            complete = model.complete(size)
            edges[f"{model.id}@{size.name}"] = [str(base) for base in complete.foundations or ()]
    return edges


def _cycle(merged: Merged, kind: str, edges: dict[str, list[str]], path: str) -> Iterator[Fault]:
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        circle: list[str] = list(reversed(error.args[1]))
        owner, _, size = circle[0].partition("@")
        node = merged.records[kind, owner]
        names = [str(each.value["name"].value) for each in node.find(("sizes",)).value] if size else []
        deep = ("sizes", names.index(size), path) if size in names else (path,)
        place = node.find(deep) if path in node.find(deep[:-1]).value else node.find((path,))
        yield place.fault(f"{kind} is made from itself: {' from '.join(circle)}. Remove one of these {path}")

"""Merged documents into records, with every fault at its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.records import Benchmark, Dataset, Licence, Model, Score
from llmsurvey.records.record import Record
from llmsurvey.registry.layers import Layer
from llmsurvey.registry.merge import merge_layers
from llmsurvey.registry.nodes import Node
from llmsurvey.registry.references import cycles, unknown_references
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
    faults += [*unknown_references(merged.records, merged.scores), *cycles(merged.records)]
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
    label = next((str(step) for step in reversed(path) if isinstance(step, str)), kind)
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
    elif error == "string_pattern_mismatch" and label == "value":
        message = f'"value" of {where} is "{details["input"]}", which is no number. Write it as 75.6, in quotes'
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

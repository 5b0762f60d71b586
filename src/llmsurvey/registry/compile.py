"""Merged documents into records, with every fault at its place."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, get_type_hints

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.messages import Message, Word, either_of, mark, say
from llmsurvey.records import Benchmark, Dataset, Licence, Model, Organisation, Score
from llmsurvey.records.parse import parse_record
from llmsurvey.records.record import Record, names_of_fields
from llmsurvey.registry.faults import MOST_FAULTS
from llmsurvey.registry.guesses import follow_guesses
from llmsurvey.registry.layers import Layer
from llmsurvey.registry.licence_expressions import with_terms
from llmsurvey.registry.licence_ids import write_ids
from llmsurvey.registry.merge import Merged, merge_layers
from llmsurvey.registry.nearest_names import did_you_mean
from llmsurvey.registry.nodes import Node
from llmsurvey.registry.references import (
    explain_shared_repository,
    find_circles,
    shared_repositories,
    unknown_references,
)
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.sourced import unsourced_records

_RECORDS: dict[str, type[Record]] = {
    "model": Model,
    "dataset": Dataset,
    "licence": Licence,
    "benchmark": Benchmark,
    "organisation": Organisation,
    "score": Score,
}

_SENTENCES = {
    "literal_error": mark('"{field}" of {record} is "{value}", not one of {known}'),
    "string_type": mark('"{field}" of {record} should be text. Put it in quotes'),
    "tuple_type": mark('"{field}" of {record} should be a list. Write [one, two]'),
    "number": mark('"{field}" of {record} is "{value}", which is no number. Write it as 75.6, in quotes'),
    "string_pattern_mismatch": mark(
        '"{field}" of {record} is "{value}". Use lower case letters, digits, dots and hyphens'
    ),
    "string_too_short": mark('"{field}" of {record} is empty. Fill it or leave it out'),
    "dict_type": mark('"{field}" of {record} should have fields. Write `field: value` below it'),
}
"""What is said of pydantic's errors, by their types."""

_HEAVIEST = 1_500_000
"""An entry of more values than this would fill the memory with what is wrong with each."""

_OTHER = mark('"{field}" of {record}: {problem}')


@dataclass(frozen=True)
class Compiled:
    """A registry and the places of what it was made from."""

    registry: Registry
    nodes: dict[tuple[str, str], Node]

    def fault(self, kind: str, name: str, path: tuple[str | int, ...], message: str, *, warning: bool = False) -> Fault:
        """Return a fault at a field of a record."""
        return self.nodes[kind, name].find(path).fault(message, warning=warning)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector from looking again and again at a million nodes that all stay: half of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_without_collector()
def compile_layers(layers: list[Layer]) -> Compiled:
    """Check all layers and make one registry of them. Raises RegistryError with every fault at once."""
    merged = merge_layers(layers)
    expressions = write_ids(merged.records)
    follow_guesses(merged.records)
    records = _records_of(merged)
    merged.faults.extend(unknown_references(merged.records, merged.scores))
    merged.faults.extend(find_circles(merged.records))
    merged.faults.extend(_repositories_named_twice(merged, layers))
    if merged.faults:
        raise RegistryError(merged.faults)
    models, datasets = (tuple(records[kind]) for kind in ("model", "dataset"))
    licences = with_terms(records["licence"], expressions)
    registry = Registry(
        models=models,
        datasets=datasets,
        licences=licences,
        benchmarks=tuple(records["benchmark"]),
        organisations=tuple(records["organisation"]),
        scores=tuple(dict.fromkeys(records["score"])),
        origins=merged.origins,
        overruled=merged.overruled,
        surveyed=tuple(merged.surveyed),
        unsourced=tuple(unsourced_records(models, datasets, licences)),
    )
    return Compiled(registry, merged.records)


def _repositories_named_twice(merged: Merged, layers: list[Layer]) -> Iterator[Fault]:
    """Yield a fault for each repository that two models of one layer name.

    Where layers disagree that is a warning: what a user calls their own may join the catalogue later.
    """
    shared = list(shared_repositories(merged.records))
    layer_of = {file: number for number, layer in enumerate(layers) for file, _ in layer.files} if shared else {}
    for _, node, owner, place in shared:
        if layer_of.get(node.file) == layer_of.get(place.file):
            yield node.fault(explain_shared_repository(node, owner, place))


def _is_no_id(details: ErrorDetails) -> bool:
    """Whether a licence is named by what can't be an id, which is told as a licence that isn't in the registry."""
    return details["type"] == "string_pattern_mismatch" and details["loc"][-1] == "licence"


def _records_of(merged: Merged) -> dict[str, list[Any]]:
    """Return the records of each kind; what is wrong with the others is added to the faults."""
    records: dict[str, list[Any]] = {kind: [] for kind in _RECORDS}
    scores = ((("score", say("number {place}", place=number)), node) for number, node in enumerate(merged.scores, 1))
    for (kind, name), node in (*merged.records.items(), *scores):
        where = say('{kind} "{name}"', kind=Word("record", kind), name=name)
        if node.weight > _HEAVIEST:
            message = say(
                "{record} holds more than {most:,} values. Check that it is one", record=where, most=_HEAVIEST
            )
            merged.faults.append(node.fault(message))
            continue
        try:
            records[kind].append(parse_record(_RECORDS[kind], node.plain()))
        except ValidationError as error:
            merged.faults.extend(_explain_all(kind, where, node, error))
    return records


def _explain_all(kind: str, where: Message, node: Node, error: ValidationError) -> Iterator[Fault]:
    """Yield what pydantic found wrong with a record, in the words of someone who edits a registry."""
    if (number := error.error_count()) > MOST_FAULTS:
        yield node.fault(say("{record} has {number:,} faults. Check what its lists hold", record=where, number=number))
        return
    for details in error.errors(include_url=False):
        if not _is_no_id(details):
            yield _explain_error(kind, where, node, details)


def _explain_error(kind: str, where: Message, node: Node, details: ErrorDetails) -> Fault:
    """Return one of pydantic's errors; `where` is the record as it is called."""
    path, error = details["loc"], details["type"]
    last = str(path[-1]) if path else ""
    label = next((str(step) for step in reversed(path) if isinstance(step, str)), kind)
    if error == "extra_forbidden":
        siblings = _field_names(_RECORDS[kind], path[:-1])
        hint = did_you_mean(last, siblings)
        message = say('unknown field "{field}" in {record}.{hint}', field=last, record=where, hint=hint)
        return node.find(path, key=True).fault(message)
    if error == "missing":
        return node.find(path[:-1]).fault(say('{record} lacks "{field}". Add it', record=where, field=last))
    return node.find(path).fault(_describe_value(details, label, where))


def _describe_value(details: ErrorDetails, field: str, record: Message) -> Message:
    """Return what is wrong with the value of a field."""
    error, context = details["type"], details.get("ctx", {})
    if error == "string_pattern_mismatch" and field == "value":
        error = "number"
    allowed = either_of(context.get("expected", "").replace(" or ", ", ").split(", "))
    problem = context["error"].args[0] if error == "value_error" else Word("problem", _without_capital(details["msg"]))
    parts = {"field": field, "record": record, "value": str(details["input"]), "known": allowed, "problem": problem}
    return say(_SENTENCES.get(error, _OTHER), **parts)


def _without_capital(text: str) -> str:
    return f"{text[0].lower()}{text[1:]}"


def _field_names(record: type[Record], path: tuple[str | int, ...]) -> list[str]:
    """Return the fields that are allowed at a path of a record: those of the record, or of the one nested there."""
    for step in path:
        if isinstance(step, str) and step in names_of_fields(record):
            annotation = repr(get_type_hints(record)[step])
            inner = [kind for kind in _all_records(Record) if f".{kind.__name__}" in annotation]
            record = inner[0] if inner else record
    return list(names_of_fields(record))


def _all_records(base: type[Record]) -> Iterator[type[Record]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _all_records(kind)

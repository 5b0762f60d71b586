"""The form of a registry file as JSON Schema."""

from __future__ import annotations

from typing import Any

from llmsurvey.records import Benchmark, Dataset, Licence, Model, Organisation, Score
from llmsurvey.records.parse import schema_of_kind
from llmsurvey.records.record import Record


class RegistryFile(Record):
    """Models, datasets, licences, benchmarks and organisations to add to the catalogue, or to amend in it by id."""

    models: tuple[Model, ...] = ()
    datasets: tuple[Dataset, ...] = ()
    licences: tuple[Licence, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    scores: tuple[Score, ...] = ()


def registry_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one file. An entry that amends another may leave out all but its id."""
    schema = schema_of_kind(RegistryFile)
    for name in ("Model", "Dataset", "Licence", "Benchmark", "Organisation"):
        schema["$defs"][name]["required"] = ["id"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}

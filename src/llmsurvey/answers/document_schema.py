"""Answers about one thing as JSON Schema: the record that `show` gives, and the tree of a lineage."""

from __future__ import annotations

from dataclasses import fields
from typing import get_type_hints

from llmsurvey.answers.show_document import FactOrigin, ScoreFacts
from llmsurvey.answers.show_scores import Standing
from llmsurvey.answers.size_facts import SizeFacts
from llmsurvey.answers.type_schema import FOR_TYPE_CHECKERS, Schema, fields_of_record, schema_of_object, schema_of_type
from llmsurvey.lineage.branches import Branch
from llmsurvey.records import Benchmark, Dataset, Licence, Model, Organisation, Size, Source, Verdict
from llmsurvey.records.record import Record, names_of_fields

BRANCH = "branch"
"""The name of the schema of a branch, which holds others."""


def schemas_of_records() -> list[Schema]:
    """Return what `show` gives of each kind of record."""
    names = schema_of_type(tuple[str, ...])
    others = [_schema_of_record(kind) for kind in (Dataset, Benchmark, Licence)]
    return [_schema_of_model(), *others, _schema_of_record(Organisation, models=names, datasets=names)]


def _schema_of_record(kind: type[Record], **others: Schema) -> Schema:
    """Return what is given of any record, with `others` that are given of this kind alone."""
    own = {name: schema for name, schema in fields_of_record(kind).items() if name not in ("sizes", "sources")}
    return schema_of_object(
        {
            "record": {"const": kind.__name__.lower()},
            **own,
            "licence_name": schema_of_type(str | None),
            **others,
            "rests_on": schema_of_type(tuple[str, ...]),
            "origins": schema_of_type(tuple[FactOrigin, ...]),
            "sources": schema_of_type(tuple[Source, ...]),
        },
        optional=("size", "models", *names_of_fields(Size)),
    )


def _schema_of_model() -> Schema:
    of_size = {name: schema for name, schema in fields_of_record(Size).items() if name != "sources"}
    size = {**of_size, **_fields_of_size_facts(), "bytes": schema_of_type(int | None)}
    own = {name: schema for name, schema in of_size.items() if name not in (*names_of_fields(Model), "name", "aliases")}
    return _schema_of_record(
        Model,
        **own,
        size=schema_of_type(str),
        verdict=schema_of_type(Verdict | None),
        verdicts=schema_of_type(tuple[Verdict, ...]),
        sizes={"type": "array", "items": schema_of_object(size)},
        scores=schema_of_type(tuple[ScoreFacts, ...]),
        standings=schema_of_type(tuple[Standing, ...]),
    )


def _fields_of_size_facts() -> dict[str, Schema]:
    hints = get_type_hints(SizeFacts, localns=FOR_TYPE_CHECKERS)
    return {name: schema_of_type(hints[name]) for name in SizeFacts._fields}


def schema_of_branch() -> Schema:
    """Return what a lineage gives of each branch; what is unknown or empty is left out."""
    hints = get_type_hints(Branch)
    names = [field.name for field in fields(Branch) if field.name != "branches"]
    properties = {name: schema_of_type(hints[name]) for name in names}
    branches = {"type": "array", "items": {"$ref": f"#/$defs/{BRANCH}"}}
    return schema_of_object({**properties, "branches": branches}, optional=set(names) - {"id", "name"})

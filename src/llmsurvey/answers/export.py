"""The whole catalogue as tables, one for each kind of record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from llmsurvey.answers.licences import LicencesQuestion, list_licences
from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.records import Benchmark, Dataset, Score, Shape
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Column, Table

if TYPE_CHECKING:
    import pandas as pd

    from llmsurvey.library import Library

_SHAPE = tuple(Shape.model_fields)
_NUMBERS = {"parameters", "tokens", "context", "items", "shots", "chance", "human", *_SHAPE}


@dataclass(frozen=True, kw_only=True)
class ExportAnswer:
    """The whole catalogue as `tables` by what they hold: models, sizes, datasets, licences, benchmarks and so on."""

    tables: Mapping[str, Table]

    def to_pandas(self) -> dict[str, pd.DataFrame]:
        """Return each table as a frame with real types."""
        from llmsurvey.tables.frame import frame_of

        return {name: frame_of(table) for name, table in self.tables.items()}


def export_catalogue(library: Library) -> ExportAnswer:
    """Return models, sizes, datasets, licences, benchmarks, scores and sources, each as a table without notes."""
    registry = library.registry
    models = list_models(library, ListQuestion()).table()
    licences = list_licences(library, LicencesQuestion()).table()
    return ExportAnswer(
        tables={
            "models": Table(models.columns, models.rows),
            "sizes": _table_of_sizes(library.licensing()),
            "datasets": _table_of_records(Dataset, registry.datasets),
            "licences": Table(licences.columns, licences.rows),
            "benchmarks": _table_of_records(Benchmark, registry.benchmarks),
            "scores": _table_of_records(Score, library.scores),
            "sources": _table_of_sources(registry),
        }
    )


def _table_of_sizes(licensing: Licensing) -> Table:
    """Return one row a size, with the verdict over its whole lineage."""
    fields = (
        "released",
        "kind",
        "access",
        "languages",
        "parameters",
        "tokens",
        "context",
        "hub",
        "licence",
        "foundations",
        "datasets",
    )
    rows = [
        (
            model.id,
            size.name if model.sizes else None,
            *(_cell_of_value(getattr(size, field)) for field in fields),
            *(getattr(size.shape, name, None) for name in _SHAPE),
            licensing.assess(model, size).verdict,
        )
        for model in licensing.registry.models
        for size in model.each_size()
    ]
    return Table(tuple(_column_of_field(name) for name in ("model", "size", *fields, *_SHAPE, "verdict")), tuple(rows))


def _table_of_records(record_type: type[Dataset] | type[Benchmark] | type[Score], records: Sequence[Any]) -> Table:
    """Return every field of some records but their sources, which have a table of their own."""
    fields = [field for field in record_type.model_fields if field != "sources"]
    rows = tuple(tuple(_cell_of_value(getattr(record, field)) for field in fields) for record in records)
    return Table(tuple(_column_of_field(field) for field in fields), rows)


def _table_of_sources(registry: Registry) -> Table:
    """Return one row for each source of each record."""
    rows: list[tuple[Cell, ...]] = []
    for kind in ("models", "datasets", "licences", "benchmarks"):
        for record in getattr(registry, kind):
            owners = [record, *getattr(record, "sizes", ())]
            rows += [
                (
                    kind.removesuffix("s"),
                    record.id,
                    source.url,
                    source.title,
                    source.supports,
                    source.says,
                    source.checked,
                )
                for owner in owners
                for source in owner.sources
            ]
    columns = tuple(_column_of_field(name) for name in ("record", "id", "url", "title", "supports", "says", "checked"))
    return Table(columns, tuple(rows))


def _column_of_field(name: str) -> Column:
    return Column(name, numeric=name in _NUMBERS)


def _cell_of_value(value: Any) -> Cell:
    """Return a field as a cell: nested records by what names them."""
    if isinstance(value, tuple):
        return tuple(item if isinstance(item, str) else _name_reference(item) for item in value)
    scalar: str | int | float | None = value
    return scalar


def _name_reference(item: Any) -> str:
    """Return a reference as text: the relation, what it is to, and by which tool."""
    target = str(item) if hasattr(item, "model") else item.dataset
    relation = f"{item.relation}: " if hasattr(item, "relation") else ""
    by = f" by {item.by}" if getattr(item, "by", None) else ""
    return f"{relation}{target}{by}"

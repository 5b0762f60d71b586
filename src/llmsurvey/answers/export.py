"""The whole catalogue as tables, one for each kind of record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from llmsurvey.answers.export_statements import STATEMENTS
from llmsurvey.answers.licences import LicencesQuestion, list_licences
from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.errors import LlmsurveyError
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.records import Benchmark, Dataset, LicencePeriod, Score, Shape, Size, Source, Unresolved
from llmsurvey.records.dates import PartialDate
from llmsurvey.records.exposure import Exposure
from llmsurvey.records.record import Record, names_of_fields
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Column, Table

if TYPE_CHECKING:
    import pandas as pd

    from llmsurvey.library import Library

TABLES = ("models", "sizes", "datasets", "licences", "benchmarks", "scores", "sources", *STATEMENTS)
"""What there is a table of."""

_SHAPE = names_of_fields(Shape)


@dataclass(frozen=True, kw_only=True)
class ExportAnswer:
    """The whole catalogue as `tables` by what they hold: models, sizes, datasets, licences, benchmarks and so on.

    `boards` are the snapshots of all boards by address, `refused` says why others can't be read.
    """

    tables: Mapping[str, Table]
    boards: Mapping[str, Table]
    refused: tuple[LlmsurveyError, ...] = ()

    def to_pandas(self) -> dict[str, pd.DataFrame]:
        """Return each table as a frame with real types, those of boards by their addresses."""
        from llmsurvey.tables.frame import frame_of

        return {name: frame_of(table) for name, table in (*self.tables.items(), *self.boards.items())}


def export_catalogue(library: Library) -> ExportAnswer:
    """Return models, sizes, datasets, licences, benchmarks, scores and sources, each as a table without notes.

    So is what is said beside the facts: names that no record answers to, what sources say otherwise, benchmarks that
    something was trained on, and licences of other times.
    Every snapshot of every board is one more, tidy: a row a score.
    """
    from llmsurvey.answers.export_boards import export_boards

    registry = library.registry
    boards = export_boards(library)
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
            "sources": table_of_sources(registry),
            **{name: _table_of_statements(registry, name) for name in STATEMENTS},
        },
        boards=boards.tables,
        refused=boards.refused,
    )


def _table_of_sizes(licensing: Licensing) -> Table:
    """Return one row a size, with the verdict over its whole lineage."""
    fields = (
        "released",
        "kind",
        "access",
        "languages",
        "parameters",
        "active_parameters",
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
    columns = (
        Column("model"),
        Column("size"),
        *(_column_of_field(Size, field) for field in fields),
        *(_column_of_field(Shape, name) for name in _SHAPE),
        Column("verdict", order="verdict", words="verdict"),
    )
    return Table(columns, tuple(rows))


def _table_of_records(record_type: type[Dataset] | type[Benchmark] | type[Score], records: Sequence[Any]) -> Table:
    """Return every field of some records but those that have a table of their own."""
    fields = [field for field in names_of_fields(record_type) if field not in ("sources", "unresolved", "otherwise")]
    rows = tuple(tuple(_cell_of_value(getattr(record, field)) for field in fields) for record in records)
    return Table(tuple(_column_of_field(record_type, field) for field in fields), rows)


def table_of_sources(registry: Registry) -> Table:
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
                    source.infers,
                    source.says,
                    source.checked,
                )
                for owner in owners
                for source in owner.sources
            ]
    fields = ("url", "title", "supports", "infers", "says", "checked")
    columns = (Column("record", words="record"), Column("id"), *(_column_of_field(Source, field) for field in fields))
    return Table(columns, tuple(rows))


def _table_of_statements(registry: Registry, name: str) -> Table:
    """Return one row for each thing that is said beside the facts: of which record and size, and what.

    A model without sizes has no size here; which size of another record a guess means is `taken_size`.
    """
    list_items, kind = STATEMENTS[name]
    fields = [field for field in names_of_fields(kind) if field != "size" or kind is Unresolved]
    rows = [
        (
            *(said.kind, said.record.id, said.size if getattr(said.record, "sizes", ()) else None),
            *(getattr(said.item, field) for field in fields),
        )
        for said in list_items(registry)
    ]
    columns = (Column("record", words="record"), Column("id"), Column("size"))
    of_item = (Column("taken_size") if field == "size" else _column_of_field(kind, field) for field in fields)
    return Table((*columns, *of_item), tuple(rows))


def _column_of_field(record_type: type[Record], name: str) -> Column:
    """Return the column of a field of a record, by the type of what it holds: a number, a date, or anything else."""
    hint = get_type_hints(record_type, include_extras=True)[name]
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    is_number = any(getattr(kind, "__origin__", kind) in (int, float) for kind in kinds)
    return Column(name, numeric=is_number, order="date" if PartialDate in kinds else "text")


def _cell_of_value(value: Any) -> Cell:
    """Return a field as a cell: nested records by what names them."""
    if isinstance(value, tuple):
        return tuple(item if isinstance(item, str) else _name_reference(item) for item in value)
    scalar: str | int | float | None = value
    return scalar


def _name_reference(item: Any) -> str:
    """Return a reference as text: the relation, what it is to, and by which tool; of a benchmark the split."""
    if isinstance(item, Exposure):
        return f"{item.split}: {item.benchmark}" if item.split else item.benchmark
    if isinstance(item, LicencePeriod):
        return " ".join([item.licence, f"{item.since or ''}/{item.until or ''}"])
    target = str(item) if hasattr(item, "model") else item.dataset
    relation = f"{item.relation}: " if hasattr(item, "relation") else ""
    by = f" by {item.by}" if getattr(item, "by", None) else ""
    return f"{relation}{target}{by}"

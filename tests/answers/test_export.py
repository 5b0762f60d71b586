"""The whole catalogue as tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from llmsurvey.answers.database import export_database
from llmsurvey.answers.export import export_catalogue
from llmsurvey.library import Library
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Table


@pytest.fixture(scope="module")
def every(registry: Registry) -> Mapping[str, Table]:
    return export_catalogue(Library(registry=registry)).tables


def cells(table: Table, name: str) -> list[Cell]:
    return [row[table.names().index(name)] for row in table.rows]


def row(table: Table, *keys: Cell) -> dict[str, Cell]:
    found = [each for each in table.rows if each[: len(keys)] == keys]
    assert len(found) == 1
    return dict(zip(table.names(), found[0], strict=True))


def test_there_is_a_table_for_each_kind_of_record(every: Mapping[str, Table]) -> None:
    records = ["models", "sizes", "datasets", "licences", "benchmarks", "scores", "sources"]
    assert list(every) == [*records, "unresolved", "statements", "exposures", "licence_periods"]


@pytest.mark.parametrize("kind", ["datasets", "licences", "benchmarks"])
def test_every_record_has_a_row(registry: Registry, every: Mapping[str, Table], kind: str) -> None:
    assert cells(every[kind], "id") == [record.id for record in getattr(registry, kind)]


def test_every_size_has_a_row_with_its_verdict(registry: Registry, every: Mapping[str, Table]) -> None:
    licensing = Licensing(registry)
    expected = [licensing.assess(model, size).verdict for model in registry.models for size in model.each_size()]
    assert cells(every["sizes"], "verdict") == expected


def test_a_size_has_the_facts_of_its_model(every: Mapping[str, Table]) -> None:
    found = row(every["sizes"], "kullm", "5.8B-v2")
    assert (found["licence"], found["released"]) == ("apache-2.0", "2023-06-08")
    assert found["foundations"] == ("finetuned: polyglot-ko@5.8B",)


def test_a_size_has_its_shape_in_columns_of_their_own(every: Mapping[str, Table]) -> None:
    found = row(every["sizes"], "llama-2", "70B")
    shape = tuple(found[name] for name in ("layers", "heads", "kv_heads", "head_size", "context"))
    assert shape == (80, 64, 8, 128, 4096)


def test_a_model_without_sizes_has_a_row_without_a_size(every: Mapping[str, Table]) -> None:
    assert row(every["sizes"], "chatgpt")["size"] is None


def test_a_derivation_says_how_and_by_what(every: Mapping[str, Table]) -> None:
    assert row(every["datasets"], "dolly-15k-ko")["derived_from"] == ("translated: databricks-dolly-15k by DeepL",)


def test_every_score_has_a_row_with_its_value_to_the_digit(registry: Registry, every: Mapping[str, Table]) -> None:
    scores = Library(registry=registry).scores
    assert cells(every["scores"], "value") == [score.value for score in scores]
    assert "0.5670" in cells(every["scores"], "value")


def test_every_source_of_every_record_has_a_row(registry: Registry, every: Mapping[str, Table]) -> None:
    kinds = ("models", "datasets", "licences", "benchmarks")
    records = [record for kind in kinds for record in getattr(registry, kind)]
    records += [size for model in registry.models for size in model.sizes]
    expected = [source.url for record in records for source in record.sources]
    assert sorted(map(str, cells(every["sources"], "url"))) == sorted(expected)


def test_tables_of_the_export_have_no_notes(every: Mapping[str, Table]) -> None:
    assert all(table.notes == () for table in every.values())


def test_every_table_is_a_frame_too(registry: Registry, every: Mapping[str, Table]) -> None:
    exported = export_catalogue(Library(registry=registry))
    frames = exported.to_pandas()
    assert {name: len(frame) for name, frame in frames.items()} == {
        name: len(table.rows) for name, table in {**every, **exported.boards}.items()
    }
    assert frames["sizes"]["parameters"].dtype == "Int64"


def test_frames_have_dates_verdicts_and_numbers(registry: Registry) -> None:
    frames = export_catalogue(Library(registry=registry)).to_pandas()
    assert frames["sizes"]["verdict"].cat.ordered
    for kind, name in (("sizes", "released"), ("datasets", "released"), ("scores", "date"), ("sources", "checked")):
        known = [date for date in frames[kind][name] if date is not None]
        assert known, name
        assert all(isinstance(date, pd.Period) for date in known), name
    for kind, name in (("sizes", "parameters"), ("sizes", "layers"), ("benchmarks", "effective_items")):
        assert str(frames[kind][name].dtype) == "Int64"
    assert str(frames["benchmarks"]["chance"].dtype) == "float64"


BESIDE = """
models:
- id: mine
  name: Mine
  otherwise: [{field: licence, value: apache-2.0, url: "https://x.org", size: 7b, because: older}]
  unresolved: [{name: lab/base, relation: merge, taken_for: llama, size: 7B, taken_as: finetuned}]
  trained_on_benchmarks: [{benchmark: hellaswag, split: train}]
  sizes: [{name: 7B}, {name: 13B, unresolved: []}]
datasets:
- id: mine-data
  name: Mine data
  licence: mit
  licence_history: [{licence: cc-by-nc-4.0, since: 2023-03, until: 2023-04}]
  otherwise: [{field: licence, value: other, url: "https://x.org"}]
  unresolved: [{name: lab/corpus, relation: data}]
  benchmarks: [{benchmark: mmlu}]
"""


@pytest.fixture
def beside(tmp_path: Path) -> Library:
    """The catalogue with a layer that says something beside its facts."""
    (tmp_path / "mine.yaml").write_text(BESIDE, encoding="utf-8")
    return Library([tmp_path / "mine.yaml"])


def test_what_is_said_beside_the_facts_has_tables(beside: Library) -> None:
    tables = export_catalogue(beside).tables

    def rows_of(name: str) -> list[tuple[Cell, ...]]:
        return [each for each in tables[name].rows if each[1] in ("mine", "mine-data")]

    assert rows_of("unresolved") == [
        ("model", "mine", "7B", "lab/base", "merge", "llama", "7B", "finetuned"),
        ("dataset", "mine-data", None, "lab/corpus", "data", None, None, None),
    ]
    assert rows_of("statements") == [
        ("model", "mine", "7B", "licence", "apache-2.0", "https://x.org", "older"),
        ("dataset", "mine-data", None, "licence", "other", "https://x.org", None),
    ]
    assert rows_of("exposures") == [
        *(("model", "mine", size, "hellaswag", "train") for size in ("7B", "13B")),
        ("dataset", "mine-data", None, "mmlu", None),
    ]
    assert rows_of("licence_periods") == [("dataset", "mine-data", None, "cc-by-nc-4.0", "2023-03", "2023-04")]
    assert row(tables["datasets"], "mine-data")["licence_history"] == ("cc-by-nc-4.0 2023-03/2023-04",)


def test_a_database_has_the_same_beside_the_facts(beside: Library) -> None:
    tables = export_catalogue(beside).tables
    database = {table.name: rows for table, rows in export_database(beside).tables}
    for name in ("unresolved", "statements", "exposures"):
        fields = [(*values[:2], *values[3:]) for values in tables[name].rows]
        owners = [("model", each[1]) if each[1] else ("dataset", each[3]) for each in database[name]]
        items = [each[4:9] if name == "unresolved" else each[4:8] for each in database[name]]  # without the Korean
        assert [(*owner, *item) for owner, item in zip(owners, items, strict=True)] == fields
        assert [each[0] for each in database[name]] == list(range(1, len(fields) + 1))
    assert ("mine-data", 1, "cc-by-nc-4.0", "2023-03", "2023-04") in database["dataset_licence_periods"]

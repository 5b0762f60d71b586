"""The catalogue in numbers, against a count made here from the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, get_args

import pytest

from llmsurvey.answers.stats import FieldsAnswer, Grouping, StatsQuestion, count_catalogue, count_fields, count_models
from llmsurvey.errors import UnknownNameError
from llmsurvey.library import Library
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.records import Model, Size
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table

GROUPINGS = list(get_args(Grouping))


def rows(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.names(), row, strict=True)) for row in table.rows]


def stats(registry: Registry, *by: Any, most: int | None = None) -> Table:
    return count_models(Licensing(registry), by, most).table()


VALUES: dict[str, Callable[[Registry, Model, Size], Iterable[str]]] = {
    "year": lambda registry, model, size: [(size.released or model.released or "unknown")[:7].split("-")[0]],
    "developer": lambda registry, model, size: model.developers or ["unknown"],
    "licence": lambda registry, model, size: [size.licence or "unknown"],
    "verdict": lambda registry, model, size: [Licensing(registry).assess(model, size).verdict],
    "foundation": lambda registry, model, size: {link.model for link in size.foundations or ()} - {model.id} or {"-"},
    "language": lambda registry, model, size: size.languages or ["unknown"],
}
"""What a size has of each property, said once more."""


@pytest.mark.parametrize("by", GROUPINGS)
def test_models_and_sizes_are_counted_under_each_value_that_they_have(registry: Registry, by: str) -> None:
    models: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for model in registry.models:
        found = [set(VALUES[by](registry, model, size)) for size in model.each_size()]
        models.update(set().union(*found))
        sizes.update(
            {
                value: len(model.sizes) and sum(value in values for values in found)
                for values in found
                for value in values
            }
        )
    table = rows(stats(registry, by))
    assert {row["value"]: row["model_count"] for row in table} == models
    assert {row["value"]: row["size_count"] for row in table} == sizes
    assert {row["value"]: row["percent"] for row in table} == {
        value: 100 * count / len(registry.models) for value, count in models.items()
    }
    assert {row["property"] for row in table} == {by}


@pytest.mark.parametrize("by", GROUPINGS)
def test_the_commonest_stand_first_and_of_years_the_latest(registry: Registry, by: str) -> None:
    table = rows(stats(registry, by))
    if by == "year":
        years = [row["value"] for row in table]
        assert years == [*sorted(set(years) - {"unknown"}, reverse=True), *(["unknown"] if "unknown" in years else [])]
    else:
        order = [(-row["model_count"], row["value"]) for row in table]
        assert order == sorted(order)


def test_an_unknown_year_stands_last() -> None:
    models = [{"id": "a", "name": "A"}, {"id": "b", "name": "B", "released": "2023"}]
    models += [{"id": "c", "name": "C", "released": "2021-05"}]
    table = stats(parse_record(Registry, {"models": models}), "year")
    assert [row["value"] for row in rows(table)] == ["2023", "2021", "unknown"]


def test_all_properties_are_counted_where_none_is_named(registry: Registry) -> None:
    assert list(dict.fromkeys(row["property"] for row in rows(stats(registry)))) == GROUPINGS
    assert stats(registry, *GROUPINGS) == stats(registry)


def test_models_and_sizes_are_counted_in_all(registry: Registry) -> None:
    sizes = sum(len(model.sizes) for model in registry.models)
    assert stats(registry).notes[0] == f"{len(registry.models)} models, {sizes} sizes."


def test_what_is_not_shown_is_counted(registry: Registry) -> None:
    whole, cut = rows(stats(registry)), rows(stats(registry, most=5))
    assert max(Counter(row["property"] for row in cut).values()) == 5
    more = f"{len(whole) - len(cut)} more values"
    assert any(sentence.startswith(more) for sentence in stats(registry, most=5).notes)
    assert not any("more values" in sentence for sentence in stats(registry).notes)


def test_a_catalogue_of_nothing_is_counted_too() -> None:
    assert stats(Registry()).rows == ()
    assert stats(Registry()).notes[0] == "0 models, 0 sizes."
    assert {row["percent_known"] for row in rows(count_fields(Registry()).table())} == {None}


# Facts with a source


def field(registry: Registry, record: str, name: str) -> dict[str, Any]:
    return next(row for row in rows(count_fields(registry).table()) if (row["record"], row["field"]) == (record, name))


FIELDS = [("model", "architecture"), ("model", "licence"), ("model", "access"), ("dataset", "tokens")]
FIELDS += [("licence", "commercial"), ("benchmark", "human")]


@pytest.mark.parametrize(("record", "name"), FIELDS)
def test_the_share_of_a_field_is_counted_over_all_records(registry: Registry, record: str, name: str) -> None:
    records = getattr(registry, f"{record}s")
    known = [each for each in records if getattr(each, name) not in (None, (), "unknown")]
    sourced = [each for each in known if name in {part for source in each.sources for part in source.supports}]
    row = field(registry, record, name)
    assert (row["records"], row["known"], row["sourced"]) == (len(records), len(known), len(sourced))
    assert row["percent_known"] == 100 * len(known) / len(records)
    assert row["percent_sourced"] == 100 * len(sourced) / len(known)


@pytest.mark.parametrize("name", ["parameters", "shape", "context", "hub", "licence"])
def test_the_share_of_a_field_of_sizes_is_counted_over_all_sizes(registry: Registry, name: str) -> None:
    sizes = [size for model in registry.models for size in model.sizes]
    row = field(registry, "size", name)
    assert (row["records"], row["known"]) == (len(sizes), sum(getattr(size, name) is not None for size in sizes))


def build(**facts: Any) -> Registry:
    source = {"url": "https://example.org", "supports": ["developers", "@7B.parameters"]}
    sizes = [{"name": "7B", "parameters": "7B"}, {"name": "13B", "parameters": "13B"}]
    known = {"id": "a", "name": "A", "developers": ["Me"], "access": "open", "sizes": sizes, "sources": [source]}
    return parse_record(Registry, {"models": [known | facts, {"id": "b", "name": "B"}]})


def test_a_fact_is_sourced_where_a_source_supports_it() -> None:
    assert [field(build(), "model", "developers")[name] for name in ("records", "known", "sourced")] == [2, 1, 1]
    assert [field(build(), "model", "access")[name] for name in ("records", "known", "sourced")] == [2, 1, 0]
    assert field(build(), "model", "access")["percent_sourced"] == 0
    assert [field(build(), "size", "parameters")[name] for name in ("records", "known", "sourced")] == [2, 2, 1]
    assert field(build(), "size", "shape")["percent_sourced"] is None


def test_of_what_can_be_had_it_is_told_how_much_is_known_with_the_facts_of_models() -> None:
    shares = {name: field(build(licence="mit"), "open size", name) for name in ("developers", "licence", "parameters")}
    counts = {name: (row["records"], row["known"], row["sourced"]) for name, row in shares.items()}
    assert counts == {"developers": (2, 2, 2), "licence": (2, 2, 0), "parameters": (2, 2, 1)}


def test_the_sum_of_all_fields_is_told() -> None:
    """Developers, access and two parameters are known, the first and one of the last are sourced."""
    assert count_fields(build()).notes == ("2 of 4 known facts have a source (50.0 %).",)
    assert stats(build()).notes[-1].startswith("50.0 % of 4 known facts have a source")


def test_the_sum_is_that_of_the_rows(registry: Registry) -> None:
    table = [row for row in rows(count_fields(registry).table()) if row["record"] != "open size"]
    known, sourced = (sum(row[name] for row in table) for name in ("known", "sourced"))
    assert count_fields(registry).notes[0].startswith(f"{sourced:,} of {known:,} known facts")
    assert stats(registry).notes[-1].startswith(f"{100 * sourced / known:.1f} % of {known:,} known facts")


def test_a_question_asks_for_one_property_or_for_facts(registry: Registry) -> None:
    library = Library(registry=registry)
    years = count_catalogue(library, StatsQuestion(by="year", most=2))
    assert [entry.property for entry in years.entries] == ["year", "year"]  # type: ignore[union-attr]  # of models
    assert isinstance(count_catalogue(library, StatsQuestion(by="field")), FieldsAnswer)
    with pytest.raises(UnknownNameError, match=r'no property is called "yaer". Did you mean year'):
        count_catalogue(library, StatsQuestion(by="yaer"))  # type: ignore[arg-type]  # as from a notebook


def test_counts_as_a_frame(registry: Registry) -> None:
    frame = count_catalogue(Library(registry=registry), StatsQuestion(by="year")).to_pandas()
    assert frame["model_count"].dtype == "Int64"
    assert frame["percent"].dtype == "float64"

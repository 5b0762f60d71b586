"""Every fact of a record, with its source."""

from __future__ import annotations

from typing import Any

import pytest

from llmsurvey.answers.show import ShowEntry, ShowQuestion, list_facts, list_sources, show_record
from llmsurvey.errors import UnknownNameError, UnregisteredLicenceError
from llmsurvey.library import Library
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import say
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Table
from llmsurvey.tables.text import text_of_cell

PAGE = "https://example.org/card"


def shown(registry: Registry, name: str) -> Table:
    model, size = registry.resolve_model(name)
    return list_facts(Licensing(registry), model, size).table()


def facts(table: Table, size: str | None = None) -> dict[str, Cell]:
    return {str(row[1]): row[2] for row in table.rows if row[0] == size}


def source(table: Table, field: str, size: str | None = None) -> Cell:
    return next(row[4] for row in table.rows if row[:2] == (size, field))


def unsourced(table: Table) -> list[tuple[Cell, Cell]]:
    return [(row[0], row[1]) for row in table.rows if row[3] is False]


def build(**model: Any) -> Registry:
    licences = [{"id": "free", "name": "Free", "kind": "software", "commercial": "yes"}]
    datasets = [{"id": "data", "name": "Data"}]
    models = [{"id": "base", "name": "Base"}, {"id": "m", "name": "M", **model}]
    return parse_record(Registry, {"models": models, "licences": licences, "datasets": datasets})


def test_a_fact_is_shown_with_the_source_that_states_it(registry: Registry) -> None:
    table = shown(registry, "Falcon")
    assert facts(table)["developers"] == ("Technology Innovation Institute",)
    assert str(source(table, "developers")).startswith("https://")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("developers", ["Me"]),
        ("released", "2023-05"),
        ("kind", "pretrained"),
        ("access", "open"),
        ("architecture", "decoder-only"),
        ("languages", ["ko"]),
        ("licence", "free"),
        ("licence_history", [{"licence": "free"}]),
        ("foundations", [{"model": "base", "relation": "merge"}]),
        ("datasets", ["data"]),
    ],
)
def test_a_fact_without_a_source_is_shown_and_marked(field: str, value: Any) -> None:
    table = shown(build(**{field: value}), "m")
    assert field in facts(table)
    assert unsourced(table) == [(None, field)]
    place = [row[1] for row in table.rows].index(field)
    assert text_of_cell(table, place, 2).endswith("[no source]")
    assert table.notes[0] == "1 fact has no source."
    sourced = shown(build(**{field: value}, sources=[{"url": PAGE, "supports": [field]}]), "m")
    assert source(sourced, field) == PAGE
    assert (unsourced(sourced), sourced.marks) == ([], {})


def test_the_fact_of_a_size_without_a_source_is_marked_too() -> None:
    sizes = [{"name": "7B", "parameters": "7B"}]
    bare = shown(build(sizes=sizes), "m")
    assert unsourced(bare) == [("7B", "parameters")]
    assert [table.marks for heading, table in bare.groups() if heading == "Sizes"] == [{(0, "parameters"): "no source"}]
    sourced = shown(build(sizes=sizes, sources=[{"url": PAGE, "supports": ["@7B.parameters"]}]), "m")
    assert (facts(sourced, "7B")["parameters"], unsourced(sourced)) == (7 * 10**9, [])


def test_a_source_for_another_size_supports_nothing() -> None:
    sizes = [{"name": "7B", "tokens": "1T"}, {"name": "13B"}]
    table = shown(build(sizes=sizes, sources=[{"url": PAGE, "supports": ["@13B.tokens"]}]), "m")
    assert unsourced(table) == [("7B", "tokens")]


def test_a_source_of_every_size_supports_each() -> None:
    sizes = [{"name": "7B", "tokens": "1T"}]
    table = shown(build(sizes=sizes, sources=[{"url": PAGE, "supports": ["sizes.tokens"]}]), "m")
    assert source(table, "tokens", "7B") == PAGE


def test_one_size_shows_the_facts_of_its_model_too(registry: Registry) -> None:
    table = shown(registry, "KULLM@5.8B-v2")
    found = facts(table)
    assert (found["size"], found["released"], found["licence"]) == ("5.8B-v2", "2023-06-08", "apache-2.0")
    assert {row[0] for row in table.rows} == {None}


def test_a_large_number_is_read_with_commas(registry: Registry) -> None:
    table = shown(registry, "Polyglot-Ko@12.8B")
    place = [row[1] for row in table.rows].index("parameters")
    assert table.rows[place][2] == 12_898_631_680
    assert text_of_cell(table, place, 2) == "12,898,631,680"


def test_the_verdict_is_shown_by_size_where_sizes_differ(registry: Registry) -> None:
    verdicts = [row[2] for row in shown(registry, "MPT").rows if row[1] == "verdict"]
    assert [str(each).split(":")[0] for each in verdicts] == ["yes", "no"]
    assert [row[2] for row in shown(registry, "LLaMA").rows if row[1] == "verdict"] == ["no"]


def test_what_the_survey_prints_is_shown_beside_what_is(registry: Registry) -> None:
    printed = [(say("table {table}", table=1), {"Model": "Falcon", "Developer": "MosaicML"})]
    table = list_facts(Licensing(registry), registry.model_by_id["falcon"], None, printed).table()
    assert facts(table)["as_printed"] == "table 1: Model: Falcon, Developer: MosaicML"


def test_the_layer_of_a_fact_is_told_where_it_is_not_the_built_in_one() -> None:
    registry = build(released="2023", sources=[{"url": PAGE, "supports": ["released"]}])
    layered = registry.replace(origins={"model/m/released": "mine.yaml"})
    table = shown(layered, "m")
    assert next(row[5] for row in table.rows if row[1] == "released") == "mine.yaml"
    assert "layer" in table.select_brief().names()
    assert "layer" not in shown(registry, "m").select_brief().names()


def test_every_kind_of_record_has_facts(registry: Registry) -> None:
    licensing = Licensing(registry)
    assert facts(list_facts(licensing, registry.resolve_dataset("sharegpt")).table())["id"] == "sharegpt"
    assert facts(list_facts(licensing, registry.resolve_licence("mit")).table())["commercial"] == "yes"
    assert facts(list_facts(licensing, registry.resolve_benchmark("hellaswag")).table())["items"] == 10_042


def test_every_source_is_listed(registry: Registry) -> None:
    model = registry.model_by_id["kullm"]
    table = list_sources(model).table()
    assert [row[0] for row in table.rows] == [each.url for each in model.sources]
    assert len(table.rows) > 2


def ask(registry: Registry, name: str, **question: Any) -> Any:
    return show_record(Library(registry=registry), ShowQuestion(name=name, **question))


def test_facts_are_there_as_entries(registry: Registry) -> None:
    answer = ask(registry, "KULLM@5.8B-v2")
    assert (answer.record.id, answer.size.name) == ("kullm", "5.8B-v2")
    assert answer.entries[0] == ShowEntry("verdict", "yes")
    assert {ShowEntry("id", "kullm"), ShowEntry("size", "5.8B-v2")} < set(answer.entries)
    assert {type(entry.value) for entry in answer.entries if entry.field == "parameters"} == {int}


def test_sources_are_there_as_entries(registry: Registry) -> None:
    answer = ask(registry, "KULLM", sources=True)
    assert [entry.url for entry in answer.entries] == [str(row[0]) for row in answer.table().rows]
    assert str(answer.table().title) == "Sources of KULLM"
    assert f"{len(answer.entries)} sources. `sources` lists them." in ask(registry, "KULLM").notes


@pytest.mark.parametrize(("name", "kind"), [("sharegpt", "dataset"), ("hellaswag", "benchmark"), ("mit", "licence")])
def test_a_name_is_looked_for_in_every_kind_of_record(registry: Registry, name: str, kind: str) -> None:
    assert ask(registry, name).record is getattr(registry, f"{kind}_by_id")[name]


def test_a_name_that_nothing_has_gets_the_nearest_of_every_kind(registry: Registry) -> None:
    with pytest.raises(UnknownNameError) as error:
        ask(registry, "KULM")
    assert error.value.nearest[0] == "KULLM"
    with pytest.raises(
        UnknownNameError, match="no model, dataset, benchmark, licence or organisation is called"
    ) as error:
        ask(registry, "hellaswg")
    assert error.value.nearest[0] == "hellaswag"
    with pytest.raises(UnregisteredLicenceError):
        ask(registry, "apple-amlr")


def test_scores_of_the_registry_and_of_boards_are_among_the_facts(registry: Registry) -> None:
    of_size = [entry for entry in ask(registry, "LLaMA@7B").entries if entry.field == "score.arc"]
    assert [entry.value for entry in of_size] == [
        "51 (25 shots, acc_norm, open-llm-leaderboard@2023-09-15)",
        "46.6 (25 shots, acc_norm, open-llm-leaderboard@2023-06-29)",
    ]
    assert [str(entry.source).rpartition("/")[2] for entry in of_size] == ["20230915.csv", "20230629.csv"]
    of_model = [
        entry.value for entry in ask(registry, "LLaMA").entries if (entry.size, entry.field) == ("7B", "score.arc")
    ]
    assert of_model == [entry.value for entry in of_size]
    assert not any("score" in entry.field for entry in ask(registry, "KULLM").entries)


def test_what_the_survey_prints_is_asked_for_with_the_whole_model(registry: Registry) -> None:
    assert "as_printed" in {entry.field for entry in ask(registry, "Falcon").entries}
    assert "as_printed" not in {entry.field for entry in ask(registry, "Falcon@40B").entries}


def sections(registry: Registry, name: str) -> dict[str, Table]:
    return {str(heading): table for heading, table in ask(registry, name).table().groups()}


def test_the_verdict_stands_first_and_what_has_no_verdict_begins_with_its_facts(registry: Registry) -> None:
    assert [row[1] for row in ask(registry, "KULLM").table().rows][:2] == ["verdict", "developers"]
    assert ask(registry, "hellaswag").table().rows[0][1] == "task"


def test_sizes_and_scores_are_tables_of_their_own(registry: Registry) -> None:
    found = sections(registry, "LLaMA")
    assert list(found) == ["", "Sizes", "Scores"]
    assert [row[0] for row in found["Sizes"].rows] == ["7B", "13B", "30B", "65B"]
    assert found["Sizes"].texts[0, "bytes"] == "13.5"
    of_7b = dict(zip(found["Scores"].names(), found["Scores"].rows[0], strict=True))
    assert (of_7b["size"], of_7b["arc"], of_7b["board"]) == ("7B", 51.0, "open-llm-leaderboard@2023-09-15")
    assert str(of_7b["rank_set"]).split("-")[0] < str(of_7b["rank"])
    assert list(sections(registry, "KULLM@12.8B-v2")) == [""]


def test_what_sizes_differ_in_is_among_the_facts_with_the_sizes(registry: Registry) -> None:
    foundations = [str(row[2]) for row in sections(registry, "KULLM")[""].rows if row[1] == "foundations"]
    assert foundations == [
        "finetuned: polyglot-ko@12.8B (12.8B-v1, 12.8B-v2)",
        "finetuned: polyglot-ko@5.8B (5.8B-v2)",
    ]


def test_a_record_is_one_object_for_programs(registry: Registry) -> None:
    model = ask(registry, "LLaMA").document
    assert (model["record"], model["licence"], model["verdict"]) == ("model", "llama-licence", "no")
    assert model["sizes"][0]["parameters"] == 6_738_415_616
    assert {score.benchmark for score in model["scores"]} >= {"arc", "mmlu"}
    assert {standing.size for standing in model["standings"]} == {"7B", "13B", "30B", "65B"}
    of_size = ask(registry, "MPT@7B-Chat").document
    assert (of_size["size"], of_size["licence"], of_size["verdict"]) == ("7B-Chat", "cc-by-nc-sa-4.0", "no")


def test_the_object_says_which_facts_have_no_source() -> None:
    answer = ask(build(released="2023", sizes=[{"name": "7B", "tokens": "1T"}]), "m")
    assert [(origin.size, origin.field, origin.sourced) for origin in answer.document["origins"]] == [
        (None, "released", False),
        ("7B", "tokens", False),
    ]


def test_a_record_of_another_kind_with_the_same_name_is_told_and_found_by_its_kind(registry: Registry) -> None:
    answer = ask(registry, "tinystories")
    assert answer.document["record"] == "model"
    assert "A record of another kind is called so, too: `show('dataset/tinystories')`." in map(str, answer.notes)
    assert ask(registry, "dataset/tinystories").document["record"] == "dataset"
    assert ask(registry, "benchmark/gsm8k").document["record"] == "benchmark"
    assert not any("another kind" in note for note in ask(registry, "LLaMA@65B").notes)

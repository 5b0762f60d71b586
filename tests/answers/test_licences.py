"""All licences, and who uses them."""

from __future__ import annotations

from typing import Any

from llmsurvey.answers.licences import LicencesAnswer, LicencesQuestion, list_licences
from llmsurvey.library import Library
from llmsurvey.registry.registry import Registry


def rows(registry: Registry) -> dict[str, dict[str, Any]]:
    table = ask(registry).table()
    return {str(row[0]): dict(zip(table.names(), row, strict=True)) for row in table.rows}


def ask(registry: Registry) -> LicencesAnswer:
    return list_licences(Library(registry=registry), LicencesQuestion())


def test_every_licence_is_listed_once(registry: Registry) -> None:
    assert [entry.id for entry in ask(registry).entries] == [licence.id for licence in registry.licences]


def test_what_a_licence_says(registry: Registry) -> None:
    llama_2 = rows(registry)["llama-2-community"]
    assert llama_2["commercial"] == "conditional"
    assert {"user-threshold", "outputs", "forbidden-uses"} <= set(llama_2["conditions"])


def test_models_are_those_with_a_size_under_it_today(registry: Registry) -> None:
    found = rows(registry)
    assert "falcon" in found["apache-2.0"]["licensed_models"]
    assert found["tii-falcon-llm-1.0"]["licensed_models"] == ()
    assert "vicuna" in found["llama-2-community"]["licensed_models"]
    assert "vicuna" in found["llama-licence"]["licensed_models"]


def test_a_model_is_named_once_however_many_sizes_it_has(registry: Registry) -> None:
    assert all(len(set(row["licensed_models"])) == len(row["licensed_models"]) for row in rows(registry).values())


def test_datasets_are_named_apart(registry: Registry) -> None:
    assert "databricks-dolly-15k" in rows(registry)["cc-by-sa-3.0"]["licensed_datasets"]


def test_the_terminal_reads_the_first_three_and_how_many_more(registry: Registry) -> None:
    table = ask(registry).table()
    place = [row[0] for row in table.rows].index("apache-2.0")
    using = rows(registry)["apache-2.0"]["licensed_models"]
    assert table.texts[place, "licensed_models"] == f"{', '.join(using[:3])} and {len(using) - 3} more"


def test_the_note_counts_them(registry: Registry) -> None:
    note = ask(registry).notes[0]
    assert note == (
        f"{len(registry.licences)} licences. `licence('NAME')` shows one model's, "
        "`list(licence='ID')` the models under one."
    )

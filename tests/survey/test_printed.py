"""What the survey prints."""

from __future__ import annotations

from llmsurvey.registry.registry import Registry
from llmsurvey.survey.printed import printed_table_1

TABLE_1 = [
    ("2022.05", "OPT", "Meta", "X"),
    ("2022.07", "BLOOM", "HuggingFace collaboration", "O"),
    ("2022.11", "Galactica", "Meta", "X"),
    ("2023.02", "LLaMA", "Meta", "X"),
    ("2023.03", "Alpaca", "Stanford", "X"),
    ("2023.03", "Vicuna", "LMSYS", "X"),
    ("2023.03", "GPT4all", "NomicAI", "X"),
    ("2023.04", "Dolly", "Databricks", "O"),
    ("2023.05", "MPT", "MosaicML", "O"),
    ("2023.06", "Falcon", "MosaicML", "O"),
    ("2023.07", "LLaMA2", "Meta", "O"),
]
"""Copied from the survey's page, mistakes included."""


def test_table_1_is_the_survey_s_to_the_letter_and_in_its_order(registry: Registry) -> None:
    assert [row[:4] for row in printed_table_1(registry).rows] == TABLE_1


def test_commercial_gives_the_five_that_the_survey_marks(registry: Registry) -> None:
    found = [row[1] for row in printed_table_1(registry, commercial=True).rows]
    assert found == ["BLOOM", "Dolly", "MPT", "Falcon", "LLaMA2"]


def test_every_row_leads_to_the_model_it_means(registry: Registry) -> None:
    table = printed_table_1(registry)
    meant = {row[1]: row[4] for row in table.rows}
    assert meant["Dolly"] == "dolly-2"
    assert meant["LLaMA2"] == "llama-2"
    assert set(meant.values()) <= set(registry.model_by_id)

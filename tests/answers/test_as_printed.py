"""What the survey prints."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from llmsurvey.answers.as_printed import printed_about, printed_table_1
from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.records.parse import parse_record
from llmsurvey.records.plain import stated_fields
from llmsurvey.records.printed_table import PrintedTable
from llmsurvey.registry.built_in import Survey
from llmsurvey.registry.registry import Registry

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


def test_table_1_is_the_survey_s_to_the_letter_and_in_its_order(survey: Survey) -> None:
    assert [row[:4] for row in printed_table_1(survey).table().rows] == TABLE_1


def test_commercial_gives_the_five_that_the_survey_marks(survey: Survey) -> None:
    found = [row[1] for row in printed_table_1(survey, ModelFilter(commercial=True)).table().rows]
    assert found == ["BLOOM", "Dolly", "MPT", "Falcon", "LLaMA2"]


def test_every_row_leads_to_a_model_of_the_registry(registry: Registry, survey: Survey) -> None:
    meant = {row.cells[0]: row.model for table in survey.tables for row in table.rows}
    assert (meant["polyglot-ko-12.8b"], meant["GPT3.5"]) == ("polyglot-ko", "gpt-3.5")
    assert set(meant.values()) | {event.model for event in survey.history} <= set(registry.model_by_id)


def test_what_is_printed_of_a_model_has_its_place(survey: Survey) -> None:
    found = {str(place): cells for place, cells in printed_about(survey, "falcon")}
    assert list(found) == ["section 2.2.1", "table 1"]
    assert found["table 1"]["Developer"] == "MosaicML"


def test_a_row_with_too_few_cells_is_refused(survey: Survey) -> None:
    content = stated_fields(survey.table(1))
    content["rows"][0]["cells"] = ["2022.05"]
    with pytest.raises(ValidationError, match="a row has 1 cells"):
        parse_record(PrintedTable, content)

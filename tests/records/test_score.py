from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from llmsurvey.records import Score
from llmsurvey.records.parse import parse_record

FIELDS: dict[str, Any] = {
    "board": "a-board",
    "reading": "actual",
    "name_as_printed": "LLaMA-7B",
    "benchmark": "hellaswag",
    "metric": "acc_norm",
    "value": "75.6",
    "unit": "percent",
    "source": "https://example.org",
}


def test_a_score_keeps_its_digits_as_they_were_published() -> None:
    assert parse_record(Score, {**FIELDS, "value": "67.0"}).value == "67.0"


def test_the_number_of_a_fraction_is_in_percent() -> None:
    score = parse_record(Score, {**FIELDS, "value": "0.6098", "unit": "fraction"})
    assert float(score.percent) == pytest.approx(60.98)


def test_the_number_of_a_percentage_is_itself() -> None:
    assert float(parse_record(Score, FIELDS).percent) == 75.6


@pytest.mark.parametrize("value", ["n/a", "-", "seventy", "nan", "9" * 3_000_000, "0." + "0" * 3_000_000 + "1"])
def test_a_value_that_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="value"):
        parse_record(Score, {**FIELDS, "value": value})


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValidationError, match="unit"):
        parse_record(Score, {**FIELDS, "unit": "per mille"})


@pytest.mark.parametrize("shots", [-1, 2.5, 10**6 + 1, 10**400, 1e300, "many"])
def test_a_number_of_shots_that_nobody_gives_is_refused(shots: object) -> None:
    with pytest.raises(ValidationError, match="shots"):
        parse_record(Score, {**FIELDS, "shots": shots})

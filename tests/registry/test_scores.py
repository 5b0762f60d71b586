from __future__ import annotations

import csv

import pytest

from llmsurvey.records.parse import parse_record
from llmsurvey.registry.layers import data_folder
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.scores import FILE, load_scores

MINE = {
    "board": "mine",
    "reading": "actual",
    "name_as_printed": "My model",
    "benchmark": "hellaswag",
    "metric": "acc_norm",
    "value": "75.60",
    "unit": "percent",
    "source": "https://example.org",
}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (data_folder() / FILE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_of_the_file_is_a_score_in_its_order(registry: Registry, rows: list[dict[str, str]]) -> None:
    scores = load_scores(registry)
    assert [(score.board, score.name_as_printed, score.benchmark, score.value) for score in scores] == [
        (row["board"], row["name_as_printed"], row["benchmark"], row["value"]) for row in rows
    ]


def test_an_empty_cell_is_unknown_and_no_empty_text(registry: Registry, rows: list[dict[str, str]]) -> None:
    empty = [row["hub"] == "" for row in rows]
    assert [score.hub is None for score in load_scores(registry)] == empty
    assert any(empty)


def test_the_scores_of_a_registry_follow_the_built_in_ones() -> None:
    mine = parse_record(Registry, {"scores": [MINE]})
    assert load_scores(mine)[-1].value == "75.60"
    assert len(load_scores(mine)) == len(load_scores(Registry())) + 1


def test_a_score_that_is_there_already_is_not_there_twice() -> None:
    built_in = load_scores(Registry())
    again = Registry(scores=tuple(built_in[:3]))
    assert load_scores(again) == built_in

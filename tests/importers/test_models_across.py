"""Tables with their models side by side."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.importers.conftest import WriteFile, told, values

from llmsurvey.errors import BoardError
from llmsurvey.importers import Reading, Request
from llmsurvey.importers.table import read
from llmsurvey.registry.registry import Registry

ReadMarkdown = Callable[[str], Reading]


@pytest.fixture
def read_markdown(write_file: WriteFile, registry: Registry) -> ReadMarkdown:
    """Reads a Markdown table that is written without its line of dashes."""

    def call(rows: str) -> Reading:
        heading, *lines = rows.strip().splitlines()
        dashes = "|".join("---" for _ in heading.strip("|").split("|"))
        text = "\n".join([heading, f"|{dashes}|", *lines])
        return read([write_file(text, "card.md")], Request(registry))[0]

    return call


@pytest.mark.parametrize("heading", ["Benchmark", "Task", "Dataset", "", "벤치마크", "Model", "Metric"])
def test_rows_of_known_benchmarks_are_turned(read_markdown: ReadMarkdown, heading: str) -> None:
    board = read_markdown(f"| {heading} | our/a | our/b |\n| MMLU (5-shot) | 60 | 50 |\n| ARC-C | 70.5 | |\n").board
    assert values(board) == {("our/a", "mmlu"): 60, ("our/a", "arc"): 70.5, ("our/b", "mmlu"): 50}
    assert [measure.shots for measure in board.measures] == [5, None]


def test_rows_below_a_heading_of_benchmarks_may_be_unknown(read_markdown: ReadMarkdown) -> None:
    board = read_markdown("| Benchmark | our/a | our/b |\n| My quiz | 60 | 50 |\n| Other quiz | 70 | 80 |\n").board
    assert values(board)["our/b", "Other quiz"] == 80


def test_metric_shots_and_category_stand_beside(read_markdown: ReadMarkdown) -> None:
    board = read_markdown(
        "| Category | Benchmark | # Shots | Metric | our/a |\n| General | MMLU | 5 | macro_avg/acc | 60 |\n"
        "| Code | HumanEval | 0 | pass@1 | 70 |\n| Text | LAMBADA | 0 | perplexity | 3.5 |\n"
    ).board
    assert [(m.benchmark, m.metric, m.shots, m.unit, m.better) for m in board.measures] == [
        ("mmlu", "macro_avg/acc", 5, "percent", "higher"),
        ("humaneval", "pass@1", 0, "percent", "higher"),
        ("lambada-openai", "perplexity", 0, "perplexity", "lower"),
    ]


def test_a_category_may_stand_before_the_benchmarks(read_markdown: ReadMarkdown) -> None:
    board = read_markdown(
        "| | Benchmark (Metric) | # Shots | our/a | our/b |\n| | Architecture | - | MoE | Dense |\n"
        "| | # Total Params | - | 236B | 72B |\n| English | Pile-test (BPB) | - | 0.606 | 0.638 |\n"
        "| | MMLU (Acc.) | 5-shot | 78.4 | **85.0** |\n| Code | HumanEval (Pass@1) | 0-shot | 43.3 | 53.0 |\n"
    ).board
    assert board.fact("name") == ["our/a", "our/b"]
    assert [(m.benchmark, m.metric, m.shots, m.unit) for m in board.measures] == [
        ("Pile-test (BPB)", None, None, "perplexity"),
        ("mmlu", "acc", 5, "percent"),
        ("humaneval", "pass@1", 0, "percent"),
    ]
    assert board.values.tolist() == [[0.606, 78.4, 43.3], [0.638, 85.0, 53.0]]


def test_a_row_in_fractions_among_percent_is_refused(read_markdown: ReadMarkdown) -> None:
    with pytest.raises(BoardError, match="ARC-C holds fractions"):
        read_markdown("| Benchmark | our/a | our/b |\n| MMLU | 60 | 50 |\n| ARC-C | 0.7 | 0.6 |\n")


def test_what_is_wrong_with_a_cell_is_told_with_its_line(read_markdown: ReadMarkdown) -> None:
    reading = read_markdown("| Benchmark | our/a | our/b |\n| MMLU | 60 | 50 |\n| ARC-C | high | 60 |\n")
    assert told(reading.faults) == [(4, 'ARC-C is "high", which is no score from 0 to 100: left empty')]


def test_rows_that_are_titles_are_passed_over(read_markdown: ReadMarkdown) -> None:
    board = read_markdown("| Benchmark | our/a |\n| **General** | |\n| MMLU | 60 |\n| Size | 7B |\n").board
    assert values(board) == {("our/a", "mmlu"): 60}


def test_models_below_each_other_stay(read_markdown: ReadMarkdown) -> None:
    board = read_markdown("| Model | MMLU | ARC |\n| our/a | 60 | 50 |\n| our/b | 70 | 40 |\n").board
    assert board.fact("name") == ["our/a", "our/b"]


def test_an_average_row_is_an_average(read_markdown: ReadMarkdown) -> None:
    board = read_markdown("| Benchmark | our/a |\n| MMLU | 60 |\n| ARC-C | 70 |\n| Average | 65 |\n").board
    assert [measure.metric for measure in board.measures] == [None, None, "mean"]


@pytest.mark.parametrize("name", ["£", "$", "%", "€ £"])
def test_a_name_without_a_letter_says_nothing_of_what_is_measured(read_markdown: ReadMarkdown, name: str) -> None:
    board = read_markdown(f"| Model | own quiz |\n| {name} | 60 |\n").board
    assert values(board) == {(name, "own quiz"): 60}


def test_two_rows_of_one_measure_are_refused(read_markdown: ReadMarkdown) -> None:
    with pytest.raises(BoardError, match=r"MMLU and MMLU \(2\) are both mmlu"):
        read_markdown("| Benchmark | our/a |\n| MMLU | 60 |\n| MMLU | 61 |\n")

"""Scores side by side, only where they were measured in one way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.answers.as_printed import printed_table_4
from llmsurvey.answers.compare import CompareQuestion, compare_models
from llmsurvey.answers.compare_scores import ScoresAnswer, describe_set_up, group_scores
from llmsurvey.boards.measured_scores import measured_by_source
from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.records import Benchmark, Score
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.built_in import load_survey
from llmsurvey.registry.built_in_boards import Boards
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.scores import load_scores
from llmsurvey.tables import Table

TABLE_4 = [
    ("GPT-4", 95.3),
    ("GPT3.5", 85.5),
    ("LLaMA-65B", 84.2),
    ("LLaMA-30B", 82.6),
    ("LLaMA-13B", 78.9),
    ("Alpaca-13B", 77.6),
    ("LLaMA-7B", 75.6),
    ("polyglot-ko-12.8b", 60.98),
    ("polyglot-ko-5.8b", 59.79),
    ("polyglot-ko-3.8b", 56.7),
    ("polyglot-ko-1.3b", 52.78),
    ("KoAlpaca-Polyglot-5.8B", 35.6),
]
"""Copied from the survey's page."""

QUIZ = Benchmark(id="quiz", name="Quiz", languages=("en",), items=1000)
VARIANT = Benchmark(id="quiz-ko", name="Quiz in Korean", languages=("ko",), variant_of="quiz")
REGISTRY = Registry(benchmarks=(QUIZ, VARIANT))


def score(**changes: Any) -> Score:
    facts = {
        "board": "board",
        "reading": "actual",
        "name_as_printed": "x",
        "benchmark": "quiz",
        "metric": "acc",
        "shots": 10,
        "value": "50",
        "unit": "percent",
        "date": "2023-07-28",
        "source": "https://example.org",
    }
    return parse_record(Score, facts | changes)


SETUP = ("benchmark", "metric", "shots", "board", "date")
"""What of these records must agree before two are comparable."""


def compared(
    scores: Iterable[Score], asked: Benchmark = QUIZ, registry: Registry = REGISTRY, *, mix: bool = False
) -> Table:
    measured = [measured_by_source(registry, each, Boards()) for each in scores]
    return group_scores(registry, measured, asked.id, mix=mix).table()


def heading(each: Score) -> str:
    return describe_set_up(REGISTRY, measured_by_source(REGISTRY, each, Boards()).set_up)


def values(table: Table) -> list[float]:
    return [float(str(row[table.names().index("value")])) for row in table.rows]


def groups(*scores: Score) -> int:
    """How many orders these scores make."""
    return len(list(compared(scores).groups()))


def test_scores_of_unknown_shots_or_date_are_comparable_within_one_source_only() -> None:
    assert groups(score(shots=None, source="one"), score(shots=None, source="two")) == 2
    assert groups(score(date=None, source="one"), score(date=None, source="two")) == 2
    assert groups(score(date=None, source="one"), score(date=None, source="one")) == 1


def sections(table: Table) -> list[str]:
    return [heading for heading, _ in table.groups()]


@pytest.mark.parametrize(
    "other",
    [
        {"benchmark": "quiz-ko"},
        {"metric": "acc_norm"},
        {"shots": 5},
        {"shots": None},
        {"board": "another"},
        {"date": "2023-06-29"},
        {"date": None},
    ],
)
def test_scores_of_another_set_up_are_not_comparable(other: dict[str, Any]) -> None:
    assert groups(score(), score(**other)) == 2
    assert groups(score(**other), score()) == 2


@pytest.mark.parametrize(
    "other", [{"value": "99"}, {"name_as_printed": "y"}, {"unit": "fraction", "value": "0.5"}, {"source": "elsewhere"}]
)
def test_scores_of_one_set_up_are_comparable_whatever_their_value(other: dict[str, Any]) -> None:
    assert groups(score(), score(**other)) == 1


setups = st.builds(
    score,
    benchmark=st.sampled_from(["quiz", "quiz-ko"]),
    metric=st.sampled_from(["acc", "f1"]),
    shots=st.sampled_from([None, 0, 10]),
    board=st.sampled_from(["one", "two"]),
    date=st.sampled_from([None, "2023-06", "2023-07"]),
    value=st.integers(0, 4).map(str),
    name_as_printed=st.sampled_from(["a", "b", "c"]),
)


@given(st.lists(setups, min_size=1, max_size=12))
def test_every_group_is_one_section_of_comparable_scores_the_best_first(scores: list[Score]) -> None:
    table = compared(scores)
    found = [values(group) for _, group in table.groups()]
    assert len(sections(table)) == len(set(sections(table)))
    assert len(found) == len({tuple(getattr(each, field) for field in SETUP) for each in scores})
    assert found == [sorted(group, reverse=True) for group in found]
    assert sum(map(len, found)) == len(scores)


@given(st.lists(setups, min_size=1, max_size=12))
def test_the_benchmark_that_was_asked_for_comes_first(scores: list[Score]) -> None:
    table = compared(scores, VARIANT)
    found = [str(row[table.names().index("benchmark")]) for row in table.rows]
    assert found == sorted(found, key=lambda name: name != "quiz-ko")


@given(st.lists(setups, min_size=1, max_size=12))
def test_mixed_scores_are_one_list_and_marked(scores: list[Score]) -> None:
    table = compared(scores, mix=True)
    groups = {tuple(getattr(each, field) for field in SETUP) for each in scores}
    assert values(table) == sorted((float(each.percent) for each in scores), reverse=True)
    assert len(sections(table)) == 1
    assert table.names()[0] == "set_up"
    assert any(note.startswith("MIXED on request") for note in table.notes) == (len(groups) > 1)


def test_two_groups_with_the_same_best_score_do_not_run_into_each_other() -> None:
    scores = [score(board=board, value=value) for value in ("60", "50") for board in ("one", "two")]
    table = compared(scores)
    assert [values(group) for _, group in table.groups()] == [[60, 50], [60, 50]]


def test_one_group_needs_no_warning() -> None:
    assert compared([score(), score(value="60")]).notes == ()


def test_the_warning_names_what_differs() -> None:
    (note,) = compared([score(), score(shots=0, metric="f1")]).notes
    assert note.startswith("2 groups that differ in metric, shots: no order over all")


def test_a_fraction_is_shown_in_percent() -> None:
    assert values(compared([score(value="0.5979", unit="fraction")])) == [59.79]


def test_a_benchmark_without_scores_is_an_error() -> None:
    with pytest.raises(RequestError, match="no score on Quiz"):
        compare_models(Library(registry=REGISTRY), CompareQuestion(benchmark="quiz"))


def test_a_set_up_reads_as_a_heading() -> None:
    assert heading(score()) == "Quiz, English, 10 shots, acc, 1,000 items, board, 2023-07-28"
    assert heading(score(benchmark="quiz-ko", shots=None, date=None)) == (
        "Quiz in Korean, Korean, shots unknown, acc, board, date unknown, from https://example.org"
    )


def test_what_the_survey_prints_is_no_score() -> None:
    records = (score(reading="printed"), score(benchmark="quiz-ko"), score())
    library = Library(registry=Registry(benchmarks=(QUIZ, VARIANT), scores=records))
    answer = compare_models(library, CompareQuestion(benchmark="quiz"))
    assert isinstance(answer, ScoresAnswer)
    assert [entry.benchmark for entry in answer.entries] == ["quiz", "quiz-ko"]


def test_hellaswag_is_never_in_one_order_with_kobest(registry: Registry) -> None:
    scores = [each for each in load_scores(registry) if each.table == "4" and each.reading == "actual"]
    table = compared(scores, registry.resolve_benchmark("hellaswag"), registry)
    found = {heading: {str(row[0]) for row in group.rows} for heading, group in table.groups()}
    korean = next(
        names for heading, names in found.items() if heading.startswith("KoBEST HellaSwag, Korean, 10 shots, f1")
    )
    assert korean == {f"Polyglot-Ko@{size}" for size in ("1.3B", "3.8B", "5.8B", "12.8B")}
    assert len(found) == 3
    assert "as_printed" in table.notes[1]


def test_the_printed_table_4_is_the_survey_s_to_the_digit(registry: Registry) -> None:
    table = printed_table_4(load_survey()).table()
    assert [row[:2] for row in table.rows] == TABLE_4
    assert {row[2] for row in table.rows} == {"F1-score"}


def test_what_is_printed_is_what_was_measured_but_for_the_name_of_the_metric(registry: Registry) -> None:
    actual = {
        each.name_as_printed: round(float(each.percent), 6)
        for each in load_scores(registry)
        if each.table == "4" and each.reading == "actual"
    }
    assert actual == dict(TABLE_4)

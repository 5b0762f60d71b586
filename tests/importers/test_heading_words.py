"""What headings are and aren't."""

from __future__ import annotations

import pytest

from llmsurvey.importers.heading_words import (
    fact_called,
    first_called,
    heading_called,
    is_average,
    is_error,
    is_interval,
    is_no_score,
    plain_heading,
    without_error,
)


@pytest.mark.parametrize(
    "heading",
    ["rank", "rank_style", "Rank* (UB)", "rank_stylectrl", "overall_rank", "final_ranking", "순위", "排名", "#", "No.",
     "Unnamed: 0", "index", "level_0", "model_id", "votes", "num_battles", "n_total", "n_wins", "n_draws", "likes",
     "avg_length", "Average Summary Length (Words)", "output tokens", "Training tokens (T)", "year", "Release Date",
     "Knowledge cutoff", "#Params (B)", "Active parameters", "layers",
     "Context window", "max_seq_len", "GPU Memory (GB)",
     "std", "Standard Deviation", "p-value", "p", "variance", "rating_q975", "rating_q025", "lower bound", "upper",
     "License", "Generation", "CO₂ cost (kg)", "bpw", "number of questions"],
)  # fmt: skip
def test_ranks_counts_sizes_and_spreads_are_no_scores(heading: str) -> None:
    assert is_no_score(heading)


@pytest.mark.parametrize(
    "heading",
    ["ARC", "Reranking", "win_rate", "length_controlled_winrate", "Multi Turn Long Context", "Memory Acc", "BFCL games",
     "integrals_with_game", "Overall Acc", "hallucination_rate", "CountBench", "LongBench", "Tokens/s", "Score", "QA",
     "Context Recall", "IFEval", "loogle_SD_mixup", "2024 SAT", "SizeBench", "RankEval"],
)  # fmt: skip
def test_scores_are_not_taken_for_others(heading: str) -> None:
    assert not is_no_score(heading)


@pytest.mark.parametrize("heading", ["stderr", "ARC std err", "acc_stderr", "95_pct_ci", "95% CI", "±", "± ARC", "SE"])
def test_errors_are_known(heading: str) -> None:
    assert is_error(heading)


@pytest.mark.parametrize("heading", ["Rating ± RD", "Science", "Error rate", "Sense", "CIRCLE"])
def test_other_headings_are_no_errors(heading: str) -> None:
    assert not is_error(heading)


@pytest.mark.parametrize(("heading", "rest"), [("ARC std err", "arc"), ("95% CI of MMLU", "of mmlu"), ("stderr", "")])
def test_errors_name_their_column(heading: str, rest: str) -> None:
    assert without_error(heading) == rest


def test_intervals_are_told_from_standard_errors() -> None:
    assert [is_interval(heading) for heading in ("95_pct_ci", "margin of error", "stderr")] == [True, True, False]


@pytest.mark.parametrize(
    "heading", ["Average", "avg.", "Mean", "평균", "Overall", "Global Average", "总分", "naive_average"]
)
def test_averages_are_known(heading: str) -> None:
    assert is_average(heading)


@pytest.mark.parametrize(
    ("heading", "fact"),
    [("Model", "name"), ("Model Name (LiveBench)", "name"), ("モデル名", "name"),
     ("Tasks", "benchmark"), ("Filter", "filter"),
     ("n-shot", "shots"), ("Params (B)", "parameters"), ("ARC", None)],
)  # fmt: skip
def test_facts_are_named_by_usual_words(heading: str, fact: str | None) -> None:
    assert fact_called(heading) == fact


def test_the_surest_word_names_a_fact() -> None:
    assert first_called("name", ["Name", "Model (base)", "Full Name"]) == "Full Name"
    assert first_called("name", ["Model (base)", "ARC"]) == "Model (base)"
    assert first_called("name", ["ARC"]) is None


@pytest.mark.parametrize(
    ("heading", "text"), [("Average ⬆️", "average"), ("#Params (B)", "#params"), ("acc_norm", "acc norm")]
)
def test_a_heading_is_plain_without_signs(heading: str, text: str) -> None:
    assert plain_heading(heading) == text


@pytest.mark.parametrize("name", ["A B", "A\nB", r"A\nB", " A  B "])
def test_a_heading_is_called_as_it_is_shown(name: str) -> None:
    assert heading_called(name, ["C", "A B"]) == "A B"

"""Models compared by their logs: every figure by hand from the lines of the harness, and what must be told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from errorbars.compare import paired_compare
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from tests.logs.made_logs import MODELS, keep_logs, write_harness_logs
from tests.logs.made_runs import keep_run

import llmsurvey
from llmsurvey.answers.differences_of_logs import LogDifferenceEntry, LogDifferencesAnswer
from llmsurvey.catalogue import Catalogue
from llmsurvey.errors import AmbiguousNameError, RequestError, UnknownNameError
from llmsurvey.logs.run import Setup

pytestmark = pytest.mark.usefixtures("warm_cache")

FIRST, *OTHERS = MODELS
TASKS = {"hellaswag": ["hellaswag"], "mmlu": ["mmlu_anatomy", "mmlu_astronomy"], "gsm8k": ["gsm8k"]}


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_harness_logs(tmp_path_factory.mktemp("harness"))


@pytest.fixture(scope="module")
def kept(harness: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep_logs(harness, tmp_path_factory.mktemp("logs")).folder


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return llmsurvey.open()


def by_hand(harness: Path, model: str, benchmark: str) -> tuple[list[float], list[str]]:
    """What a model scored on each question, and its task, from the lines of its logs."""
    scores, tasks = [], []
    for task in TASKS[benchmark]:
        (file,) = (harness / model.replace("/", "__")).glob(f"samples_{task}_*.jsonl")
        for sample in map(json.loads, file.read_text().splitlines()):
            if sample["filter"] in ("none", "strict-match"):
                scores.append(sample["exact_match" if task == "gsm8k" else "acc"])
                tasks.append(task)
    return scores, tasks


def compare(catalogue: Catalogue, folder: Path, *names: str, **asked: Any) -> LogDifferencesAnswer:
    answer: LogDifferencesAnswer = catalogue.compare(*names, logs=True, logs_in=folder, **asked)
    return answer


def notes_of(answer: LogDifferencesAnswer) -> str:
    return "\n".join(answer.notes)


# Figures


def p_value_by_hand(first: Sequence[float], second: Sequence[float], tasks: Sequence[str]) -> float:
    if len(set(tasks)) > 1:
        clustered = paired_compare(first, second, tasks).p_value_clustered
        assert clustered is not None
        return clustered
    both = list(zip(first, second, strict=True))
    table = [[both.count((1, 1)), both.count((1, 0))], [both.count((0, 1)), both.count((0, 0))]]
    return float(mcnemar(table, exact=True).pvalue)


@pytest.mark.parametrize(("correction", "called"), [("holm", "holm"), ("bh", "fdr_bh"), ("none", None)])
def test_every_figure_is_that_of_the_lines(
    catalogue: Catalogue, harness: Path, kept: Path, correction: str, called: str | None
) -> None:
    answer = compare(catalogue, kept, FIRST, *OTHERS, correction=correction)
    assert (answer.first, answer.others) == (FIRST, tuple(OTHERS))
    assert [(entry.name, entry.benchmark) for entry in answer.entries] == [
        (other, benchmark) for other in OTHERS for benchmark in sorted(TASKS)
    ]
    expected = []
    for entry in answer.entries:
        first, tasks = by_hand(harness, FIRST, entry.benchmark)
        second, _ = by_hand(harness, entry.name, entry.benchmark)
        expected.append(p_value_by_hand(first, second, tasks))
        assert (entry.first, entry.second) == pytest.approx((100 * np.mean(first), 100 * np.mean(second)), rel=1e-9)
        assert entry.difference == pytest.approx(entry.first - entry.second, abs=1e-9)
        both = list(zip(first, second, strict=True))
        assert (entry.first_only, entry.second_only) == (both.count((1, 0)), both.count((0, 1)))
        assert (entry.items, entry.unpaired) == (len(first), 0)
        assert entry.clusters == (2 if entry.benchmark == "mmlu" else None)
    adjusted = expected if called is None else multipletests(expected, method=called)[1].tolist()
    assert [entry.p_value for entry in answer.entries] == pytest.approx(adjusted, rel=1e-9)


@pytest.mark.parametrize("correction", ["holm", "bh", "none"])
@pytest.mark.parametrize("mid_p", [True, False])
def test_apart_is_what_is_rejected_and_what_the_interval_leaves_out(
    catalogue: Catalogue, kept: Path, correction: str, mid_p: bool
) -> None:
    for entry in compare(catalogue, kept, *OTHERS, correction=correction, mid_p=mid_p).entries:
        assert None not in (entry.p_value, entry.low, entry.high)
        assert entry.apart == ((entry.p_value or 0) <= 0.05) == ((entry.low or 0) > 0 or (entry.high or 0) < 0)
        assert (entry.detectable is None) == entry.apart


def test_every_engine_says_the_same(catalogue: Catalogue, kept: Path) -> None:
    duckdb, polars = (compare(catalogue, kept, FIRST, *OTHERS, engine=name) for name in ("duckdb", "polars"))
    assert duckdb == polars


def test_the_order_of_names_turns_signs_alone(catalogue: Catalogue, kept: Path) -> None:
    there = compare(catalogue, kept, FIRST, OTHERS[0]).entries
    back = compare(catalogue, kept, OTHERS[0], FIRST).entries
    for entry, other in zip(there, back, strict=True):
        assert other.difference == -entry.difference
        assert (other.low, other.high) == pytest.approx((-(entry.high or 0), -(entry.low or 0)), rel=1e-9)
        assert other.p_value == entry.p_value
        assert (other.first_only, other.second_only) == (entry.second_only, entry.first_only)


# As good as the other?


def test_a_quantised_model_can_be_shown_to_be_as_good(catalogue: Catalogue, tmp_path: Path) -> None:
    right = [1.0] * 3_000
    keep_run(tmp_path, "org/whole", right + [0.0, 1.0] * 4)
    keep_run(tmp_path, "org/quantised", right + [1.0, 0.0] * 4)
    (entry,) = compare(catalogue, tmp_path, "org/whole", "org/quantised", equivalent_within=1).entries
    assert (entry.equivalence, entry.apart) == ("equivalent", False)
    assert entry.equivalence_p_value is not None
    assert entry.equivalence_p_value < 0.05
    (entry,) = compare(catalogue, tmp_path, "org/whole", "org/quantised", equivalent_within=0.01).entries
    assert entry.equivalence == "not shown"


def test_worse_is_what_is_surely_beyond_the_margin(catalogue: Catalogue, tmp_path: Path) -> None:
    keep_run(tmp_path, "good", [1.0] * 400 + [0.0] * 100)
    keep_run(tmp_path, "bad", [1.0] * 300 + [0.0] * 200)
    answer = compare(catalogue, tmp_path, "good", "bad", equivalent_within=5)
    (entry,) = answer.entries
    assert entry.equivalence == "worse"
    assert "no percentages" not in str(notes_of(answer))
    (entry,) = compare(catalogue, tmp_path, "bad", "good", equivalent_within=5).entries
    assert entry.equivalence == "better"


def test_where_less_is_better_worse_is_more(catalogue: Catalogue, tmp_path: Path) -> None:
    chance = np.random.default_rng(5)
    losses = chance.normal(3, 0.1, size=200)
    for model, more in (("low", 0.0), ("high", 0.5)):
        scores = (losses + more + chance.normal(0, 0.01, size=200)).tolist()
        keep_run(tmp_path, model, scores, metric="loss", lower_is_better=("loss",))
    answer = compare(catalogue, tmp_path, "low", "high", equivalent_within=0.1)
    (entry,) = answer.entries
    assert (entry.equivalence, entry.unit, entry.test) == ("worse", "number", "t")
    assert "Less is better: quiz." in notes_of(answer)
    assert "Scores of quiz are no percentages: 0.1 is in their own unit there." in notes_of(answer)


@pytest.mark.parametrize("margin", [0, -1, float("nan"), float("inf")])
def test_a_margin_is_a_number_above_0(catalogue: Catalogue, kept: Path, margin: float) -> None:
    with pytest.raises(RequestError, match="equivalent_within takes a number above 0"):
        compare(catalogue, kept, FIRST, OTHERS[0], equivalent_within=margin)


# What is told


def test_repeats_are_averaged_inside_a_question_and_told(catalogue: Catalogue, tmp_path: Path) -> None:
    keep_run(tmp_path, "one", {"a": [1, 0, 1, 1], "b": [0, 0, 1, 0], "c": [1, 1, 1, 1]})
    keep_run(tmp_path, "other", {"a": [0], "b": [1], "c": [1]})
    answer = compare(catalogue, tmp_path, "one", "other")
    (entry,) = answer.entries
    expected = paired_compare([0.75, 0.25, 1], [0, 1, 1])
    assert (entry.items, entry.first_only, entry.test) == (3, None, "t")
    assert entry.p_value == pytest.approx(expected.p_value, rel=1e-9)
    assert "Answered several times (one 4, other 1), each question counts once" in notes_of(answer)


def test_questions_that_one_was_not_asked_or_in_other_words_are_told(catalogue: Catalogue, tmp_path: Path) -> None:
    keep_run(tmp_path, "one", {"a": 1, "b": 0, "c": 1, "d": 1}, hashes={"a": "x", "b": "x", "c": "x", "d": None})
    keep_run(tmp_path, "other", {"a": 0, "b": 0, "e": 1, "d": 1}, hashes={"a": "x", "b": "other", "e": "x", "d": "x"})
    answer = compare(catalogue, tmp_path, "one", "other")
    (entry,) = answer.entries
    assert (entry.items, entry.unpaired) == (2, 4)
    assert "1 question isn't the same in both (hash): left out." in answer.notes
    assert "1 question is paired by its number alone: not all logs have its text." in answer.notes
    assert "2 answers are left out: the other wasn't asked the same question." in answer.notes


def test_the_newest_run_of_a_set_up_counts_and_others_are_told(catalogue: Catalogue, tmp_path: Path) -> None:
    five, none = Setup(shots=5, task_version="1"), Setup(shots=0, task_version="1")
    keep_run(tmp_path, "one", [1, 1, 1, 1], setup=five, date="2026-01-01")
    keep_run(tmp_path, "one", [0, 0, 1, 1], setup=five, date="2026-02-01")
    keep_run(tmp_path, "one", [0, 0, 0, 0], setup=none, date="2026-03-01")
    keep_run(tmp_path, "other", [0, 1, 1, 1], setup=Setup(shots=5))
    answer = compare(catalogue, tmp_path, "one", "other")
    (entry,) = answer.entries
    assert (entry.first, entry.second, entry.shots) == (50, 75, 5)
    assert "Of several runs of one the newest counts: quiz." in answer.notes
    assert "Runs of one in another set-up are left out: quiz." in answer.notes
    assert "Not both logs tell task_version, which is taken to be the same: quiz." in answer.notes


def test_each_pair_has_the_set_up_that_both_share(catalogue: Catalogue, tmp_path: Path) -> None:
    for shots in (0, 5):
        keep_run(tmp_path, "one", [1, 1, 0, shots > 0], setup=Setup(shots=shots))
    keep_run(tmp_path, "few", [1, 0, 0, 1], setup=Setup(shots=5))
    keep_run(tmp_path, "zero", [1, 0, 0, 1], setup=Setup(shots=0))
    entries = compare(catalogue, tmp_path, "one", "few", "zero").entries
    assert [(entry.name, entry.shots, entry.first) for entry in entries] == [("few", 5, 75), ("zero", 0, 50)]


def test_what_only_one_was_asked_is_told(catalogue: Catalogue, tmp_path: Path) -> None:
    keep_run(tmp_path, "one", [1, 0])
    keep_run(tmp_path, "one", [1, 0], benchmark="riddle")
    keep_run(tmp_path, "other", [1, 1])
    answer = compare(catalogue, tmp_path, "one", "other")
    assert [entry.benchmark for entry in answer.entries] == ["quiz"]
    assert "one was asked riddle, other wasn't." in answer.notes


def test_few_clusters_are_told_to_be_unsure(catalogue: Catalogue, kept: Path) -> None:
    assert "mmlu (2)" in notes_of(compare(catalogue, kept, FIRST, OTHERS[0]))


@pytest.mark.parametrize(
    ("correction", "said"),
    [("holm", "all of them together (Holm)"), ("bh", "(Benjamini-Hochberg)"), ("none", "each with 95 % confidence by")],
)
def test_the_correction_is_named(catalogue: Catalogue, kept: Path, correction: str, said: str) -> None:
    assert said in notes_of(compare(catalogue, kept, FIRST, *OTHERS, correction=correction))


# What can't be compared


def test_another_set_up_is_no_comparison(catalogue: Catalogue, tmp_path: Path) -> None:
    keep_run(tmp_path, "one", [1, 0], setup=Setup(shots=5, task_version="1"))
    keep_run(tmp_path, "other", [1, 0], setup=Setup(shots=0, task_version="2"))
    with pytest.raises(RequestError, match=r"other was asked quiz in another set-up than one .shots, task_version."):
        compare(catalogue, tmp_path, "one", "other")


def test_no_benchmark_metric_or_question_in_common_is_told(catalogue: Catalogue, tmp_path: Path) -> None:
    keep_run(tmp_path, "one", {"a": 1, "b": 0})
    keep_run(tmp_path, "elsewhere", {"a": 1}, benchmark="riddle")
    keep_run(tmp_path, "otherwise", {"a": 1}, metric="f1")
    keep_run(tmp_path, "others", {"c": 1})
    keep_run(tmp_path, "reworded", {"a": 1}, hashes={"a": "in other words"})
    for name, said in {
        "elsewhere": "one was asked quiz, elsewhere wasn't. elsewhere was asked riddle, one wasn't.",
        "otherwise": "Left out, because the logs share no metric: quiz.",
        "others": "one and others have no question of quiz in common: left out.",
        "reworded": "one and reworded have no question of quiz in common, for those of one number differ",
    }.items():
        with pytest.raises(RequestError, match=said):
            compare(catalogue, tmp_path, "one", name)
    with pytest.raises(RequestError, match=r"Not both have f1 on quiz .metric.. There are: acc"):
        compare(catalogue, tmp_path, "one", "others", metric="f1")


def test_a_benchmark_is_called_as_logged_or_in_the_catalogue(catalogue: Catalogue, kept: Path) -> None:
    for name in ("hellaswag", "HellaSwag", "헬라스웨그"):
        (entry,) = compare(catalogue, kept, FIRST, OTHERS[0], benchmark=name).entries
        assert entry.benchmark == "hellaswag"
    with pytest.raises(UnknownNameError, match="Did you mean hellaswag"):
        compare(catalogue, kept, FIRST, OTHERS[0], benchmark="helaswagg")


def test_a_metric_is_asked_for_with_its_filter_or_without(catalogue: Catalogue, kept: Path) -> None:
    (entry,) = compare(catalogue, kept, FIRST, OTHERS[0], metric="exact_match,flexible-extract").entries
    assert (entry.benchmark, entry.metric) == ("gsm8k", "exact_match,flexible-extract")
    (entry,) = compare(catalogue, kept, FIRST, OTHERS[0], metric="exact_match").entries
    assert entry.metric == "exact_match,strict-match"


# Names


def test_models_are_called_as_logged_without_organisation_or_as_in_the_catalogue(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    for model in ("meta-llama/Llama-2-7b-hf", "tiiuae/falcon-7b", "mine/falcon-7b", "mine/other"):
        keep_run(tmp_path, model, [1, 0, 1])
    named = {
        "META-LLAMA/llama-2-7b-hf": "meta-llama/Llama-2-7b-hf",
        "llama-2-7b-hf": "meta-llama/Llama-2-7b-hf",
        "Llama 2@7B": "meta-llama/Llama-2-7b-hf",
        "Llama 2": "meta-llama/Llama-2-7b-hf",
        "Falcon@7B": "tiiuae/falcon-7b",
    }
    for name, model in named.items():
        assert compare(catalogue, tmp_path, name, "mine/other").first == model
    with pytest.raises(AmbiguousNameError, match="mine/falcon-7b or tiiuae/falcon-7b"):
        compare(catalogue, tmp_path, "falcon-7b", "other")
    with pytest.raises(
        UnknownNameError, match=r"no model of the logs is called .lama-2-7b-hf.. Did you mean meta-llama"
    ):
        compare(catalogue, tmp_path, "lama-2-7b-hf", "other")
    with pytest.raises(RequestError, match="two names are of mine/other"):
        compare(catalogue, tmp_path, "mine/other", "other")


def test_no_logs_are_told(catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="there are no logs in"):
        compare(catalogue, tmp_path / "nothing", "one", "other")


@pytest.mark.parametrize(
    ("names", "asked", "said"),
    [
        (["one"], {"logs": True}, "logs compares two models or more"),
        (["one", "other"], {"logs": True, "board": "x"}, "logs goes with no other way"),
        (["one", "other"], {"logs": True, "mix": True}, "logs goes with no other way"),
        (["one", "other"], {"logs": True, "unit": "fraction"}, "logs goes with no other way"),
        (["one", "other"], {"logs": True, "master": "yarn"}, "master goes with engine='spark'"),
        (["one", "other"], {"logs": True, "engine": "sqlite"}, "engine takes one of duckdb, polars, spark"),
        (["one", "other"], {"logs": True, "correction": "tukey"}, "correction takes one of holm, bh, none"),
        (["one", "other"], {"engine": "polars"}, "engine: only with logs"),
        (["one", "other"], {"mid_p": True, "show_flips": True}, "mid_p, show_flips: only with logs"),
        (["one", "other"], {"logs_in": " "}, "logs_in needs a value"),
    ],
)
def test_a_question_that_contradicts_itself_is_refused(
    catalogue: Catalogue, names: list[str], asked: dict[str, Any], said: str
) -> None:
    ask: Any = catalogue.compare
    with pytest.raises(RequestError, match=said):
        ask(*names, **asked)


def test_an_entry_is_told_by_its_fields() -> None:
    assert set(LogDifferenceEntry._fields) == {column.name for column in LogDifferencesAnswer.columns}


def test_without_clusters_and_correction_it_is_what_the_harness_s_own_logs_say(
    catalogue: Catalogue, harness: Path, kept: Path
) -> None:
    folders = [harness / model.replace("/", "__") for model in (FIRST, OTHERS[0])]
    by_samples = {entry.benchmark: entry for entry in catalogue.compare(samples=folders).entries}
    entries = compare(catalogue, kept, FIRST, OTHERS[0], correction="none").entries
    unclustered = [entry for entry in entries if entry.clusters is None]
    assert len(unclustered) == 2
    for entry in unclustered:
        other = by_samples[entry.benchmark]
        for name in ("first", "second", "difference", "interval", "low", "high", "p_value", "items", "metric"):
            assert getattr(entry, name) == getattr(other, name)

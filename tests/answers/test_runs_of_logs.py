"""Which runs of logs count, and which of their questions are the same: alike for every question of logs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.logs.made_runs import keep_run

import llmsurvey
from llmsurvey.logs.engine import EngineName

Ask = Callable[..., Any]

ENGINES: list[EngineName] = ["duckdb", "polars"]
QUESTIONS_OF_LOGS: dict[str, Ask] = {
    "logs scores": lambda **which: llmsurvey.open().log_scores(**which),
    "compare": lambda **which: llmsurvey.open().compare("lab/a", "lab/b", logs=True, **which),
    "show_flips": lambda **which: llmsurvey.open().compare("lab/a", "lab/b", logs=True, show_flips=True, **which),
    "rank": lambda **which: llmsurvey.open().rank_logs(**which),
    "questions": lambda **which: llmsurvey.open().questions("quiz", **which),
    "enough": lambda **which: llmsurvey.open().questions_enough("quiz", **which),
}


def every_other(count: int, of: int = 40) -> list[float]:
    return [float(number % 2 == 0) for number in range(of)][:count]


def mean_of(answer: Any, model: str) -> float:
    """The mean of a model, in percent, by the answer of `rank`."""
    return float(next(entry.average for entry in answer.entries if entry.logged_as == model))


@pytest.mark.parametrize("name", QUESTIONS_OF_LOGS)
def test_a_newer_run_that_lacks_questions_gives_way_and_is_told(tmp_path: Path, name: str) -> None:
    keep_run(tmp_path, "lab/a", every_other(40), date="2026-01-01", planned=40, ended=True)
    keep_run(tmp_path, "lab/a", [0.0] * 30, date="2026-02-01", planned=40, ended=False)
    keep_run(tmp_path, "lab/b", [1.0] * 40, date="2026-01-01")
    answer = QUESTIONS_OF_LOGS[name](logs_in=tmp_path)
    told = "Newer runs lack questions, and give way to older ones: lab/a on quiz (30 of 40 questions)."
    assert [str(sentence) for sentence in answer.notes if "give way" in sentence] == [told]
    assert not any("the newest counts" in sentence for sentence in answer.notes)
    if name == "rank":
        assert mean_of(answer, "lab/a") == 50


@pytest.mark.parametrize("name", [name for name in QUESTIONS_OF_LOGS if name != "logs scores"])
def test_a_question_is_the_same_by_its_id_where_a_log_lacks_its_text_and_that_is_told(
    tmp_path: Path, name: str
) -> None:
    keep_run(tmp_path, "lab/a", every_other(40), hashes={})
    keep_run(tmp_path, "lab/b", [1.0] * 40)
    answer = QUESTIONS_OF_LOGS[name](logs_in=tmp_path)
    (told,) = (str(sentence) for sentence in answer.notes if "paired by their numbers alone" in sentence)
    assert told.startswith("40 questions")
    if name == "questions":
        assert {entry.model_count for entry in answer.entries} == {2}
        assert {entry.question_hash for entry in answer.entries} == {f"hash of {number}" for number in range(40)}


@pytest.mark.parametrize("name", [name for name in QUESTIONS_OF_LOGS if name != "logs scores"])
def test_questions_of_which_no_log_tells_the_text_are_told_too(tmp_path: Path, name: str) -> None:
    for model in ("lab/a", "lab/b"):
        keep_run(tmp_path, model, every_other(40) if model == "lab/a" else [1.0] * 40, hashes={})
    assert any("40 questions are paired by their" in line for line in QUESTIONS_OF_LOGS[name](logs_in=tmp_path).notes)


@pytest.mark.parametrize("engine", ENGINES)
def test_all_questions_of_logs_agree_on_what_is_the_same(tmp_path: Path, engine: EngineName) -> None:
    """Three texts of each question: one is told by two logs, one by a single one, and one by none, which is the first.

    What two models scored on the questions that both have is the same for `compare` as for `rank` and `questions`.
    """
    pattern = {"lab/a": [1.0, 0.0], "lab/b": [0.0, 1.0, 1.0], "lab/c": [1.0, 1.0, 0.0], "lab/d": [0.0]}
    scores = {model: [each[n % len(each)] for n in range(60)] for model, each in pattern.items()}
    keep_run(tmp_path, "lab/d", scores["lab/d"], hashes={str(number): "other words" for number in range(60)})
    keep_run(tmp_path, "lab/a", {str(n): [score, score] for n, score in enumerate(scores["lab/a"])}, hashes={})
    for model in ("lab/b", "lab/c"):
        keep_run(tmp_path, model, scores[model])
    catalogue = llmsurvey.open()
    ranked = catalogue.rank_logs(logs_in=tmp_path, engine=engine)
    assert {model: mean_of(ranked, model) for model in ("lab/a", "lab/b", "lab/c")} == pytest.approx(
        {"lab/a": 50, "lab/b": 200 / 3, "lab/c": 200 / 3}
    )
    assert len(ranked.entries) == 3  # the fourth was asked other questions
    for other in ("lab/b", "lab/c"):
        (pair,) = catalogue.compare("lab/a", other, logs=True, logs_in=tmp_path, engine=engine).entries
        assert (pair.first, pair.second) == pytest.approx((mean_of(ranked, "lab/a"), mean_of(ranked, other)))
        assert pair.items == 60
    judged = catalogue.questions("quiz", logs_in=tmp_path, engine=engine)
    by_text = {entry.question_hash: entry for entry in judged.entries if entry.question == "3"}
    assert {hash: entry.model_count for hash, entry in by_text.items()} == {"other words": 1, "hash of 3": 3}
    assert by_text["hash of 3"].mean_score == pytest.approx(sum(scores[m][3] for m in ("lab/a", "lab/b", "lab/c")) / 3)
    assert any("60 questions of quiz have the number of another one, in another text" in note for note in judged.notes)


def test_clusters_and_texts_of_a_log_without_hashes_are_those_of_its_questions(tmp_path: Path) -> None:
    clusters = {str(number): f"passage {number // 4}" for number in range(40)}
    keep_run(tmp_path, "lab/a", [float(n % 3 > 0) for n in range(40)], hashes={}, clusters=clusters, texts=True)
    keep_run(tmp_path, "lab/b", [1.0] * 40)
    catalogue = llmsurvey.open()
    judged = catalogue.questions("quiz", logs_in=tmp_path).entries
    assert {entry.question: (entry.cluster, entry.question_text) for entry in judged} == {
        number: (cluster, f"What is {number}?") for number, cluster in clusters.items()
    }
    for pair in (("lab/a", "lab/b"), ("lab/b", "lab/a")):
        (entry,) = catalogue.compare(*pair, logs=True, logs_in=tmp_path).entries
        assert entry.clusters == 10
    assert {entry.cluster for entry in catalogue.leaders_by_subject(logs_in=tmp_path).entries} == set(clusters.values())
    flips = catalogue.compare("lab/b", "lab/a", logs=True, logs_in=tmp_path, show_flips=True).entries
    assert {(entry.question, entry.cluster) for entry in flips} == {
        (number, cluster) for number, cluster in clusters.items() if int(number) % 3 == 0
    }


def test_which_text_counts_does_not_depend_on_the_order_of_imports(tmp_path: Path) -> None:
    words = {"lab/a": {}, "lab/b": {"0": "x", "1": "y"}, "lab/c": {"0": "y", "1": "x"}}
    found = []
    for order in (list(words), list(words)[::-1]):
        folder = tmp_path / order[0]
        for model in order:
            keep_run(folder, model, [1, 0], hashes=words[model])
        judged = llmsurvey.open().questions("quiz", logs_in=folder).entries
        found.append({(entry.question, entry.question_hash, entry.model_count) for entry in judged})
    assert found[0] == found[1]
    assert {models for _, _, models in found[0]} == {1, 2}

"""Which questions are hard, telling or wrongly keyed, and how many would be enough, by logs that are made up."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.logs.made_runs import keep_run as keep_scores

import llmsurvey
from llmsurvey.answers.questions import ORDERS
from llmsurvey.catalogue import Catalogue
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.importers.logs.answer_columns import AnswerColumns
from llmsurvey.logs.run import Run
from llmsurvey.logs.store import LogStore

pytestmark = pytest.mark.usefixtures("warm_cache")

MODELS, QUESTIONS = 40, 60
ALL_MISS, ALL_RIGHT, WRONG_KEY = 3, 4, 5


def is_right(model: int, question: int) -> bool:
    """Whether a model, the later the abler, gets a question right, the later the harder."""
    if question in (ALL_MISS, ALL_RIGHT):
        return question == ALL_RIGHT
    luck = random.Random(1000 * model + question).gauss(0, 6)
    return (model + luck > question * MODELS / QUESTIONS) != (question == WRONG_KEY)


def keep_run(store: LogStore, model: str, scores: dict[str, list[float]], **facts: Any) -> None:
    """Keep what a model scored, by question: one score for each answer."""
    answers = AnswerColumns()
    metric = facts.pop("metric", "acc")
    for question, given in scores.items():
        cluster, _, _ = question.rpartition("/")
        for score in given:
            answers.add(question, None, cluster or None, metric, score)
    digest = f"{len(store.runs()):064x}"[::-1]
    with store.adding() as additions:
        additions.add(Run(digest=digest, model=model, **{"benchmark": "quiz", **facts}), iter([answers.take()]))


def keep_models(folder: Path, models: Iterable[int]) -> Path:
    """Keep logs of some models in a folder, whose answers say what there is to find."""
    for model in models:
        scores = {
            f"{'art' if question % 3 else 'law'}/{question}": [float(is_right(model, question))]
            for question in range(QUESTIONS)
        }
        keep_run(LogStore(folder), f"lab/m-{model}", scores)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Logs of all models."""
    return keep_models(tmp_path_factory.mktemp("logs"), range(MODELS))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return llmsurvey.open()


@pytest.fixture
def store(tmp_path: Path) -> LogStore:
    return LogStore(tmp_path)


def test_what_stands_out_is_remarked(catalogue: Catalogue, folder: Path) -> None:
    remarks = {entry.question: entry.remark for entry in catalogue.questions("quiz", logs_in=folder).entries}
    assert {question: remark for question, remark in remarks.items() if remark} == {
        "law/3": "all miss",
        "art/4": "all right",
        "art/5": "key looks wrong",
    }


def test_what_all_answer_alike_has_no_discrimination_rather_than_none_of_it(catalogue: Catalogue, folder: Path) -> None:
    entries = {entry.question: entry for entry in catalogue.questions(logs_in=folder).entries}
    assert entries["law/3"].discrimination is None
    assert entries["art/4"].key_p_value is None
    assert sum(entry.discrimination is None for entry in entries.values()) == 2


@pytest.mark.parametrize(
    ("order", "key"),
    [
        ("hardest", lambda entry: entry.mean_score),
        ("easiest", lambda entry: -entry.mean_score),
        ("disputed", lambda entry: -entry.deviation),
        ("telling", lambda entry: (entry.discrimination is None, -(entry.discrimination or 0))),
        ("suspect", lambda entry: (entry.key_p_value is None, entry.key_p_value)),
    ],
)
def test_questions_come_in_the_order_that_is_asked_for(
    catalogue: Catalogue, folder: Path, order: Any, key: Callable[[Any], Any]
) -> None:
    entries = list(catalogue.questions("quiz", order=order, logs_in=folder).entries)
    assert len(entries) == QUESTIONS
    keys = [key(entry) for entry in entries]
    assert keys == sorted(keys)


def test_entries_are_the_same_in_slices_and_one_by_one(catalogue: Catalogue, folder: Path) -> None:
    entries = catalogue.questions("quiz", logs_in=folder).entries
    assert list(entries[2:7]) == list(entries)[2:7] == [entries[row] for row in range(2, 7)]
    assert entries[-1] == list(entries)[-1]


def test_figures_are_among_the_questions_of_a_subject(catalogue: Catalogue, folder: Path) -> None:
    law = catalogue.questions("quiz", subject="Law", logs_in=folder)
    scores = np.array([[is_right(model, question) for question in range(0, QUESTIONS, 3)] for model in range(MODELS)])
    for entry in law.entries:
        place = int(entry.question.removeprefix("law/")) // 3
        rest = np.delete(scores, place, axis=1).mean(axis=1)
        if entry.discrimination is not None:
            assert entry.discrimination == pytest.approx(np.corrcoef(scores[:, place], rest)[0, 1])
    assert {entry.cluster for entry in law.entries} == {"law"}


def test_of_some_models_only_their_answers_count(catalogue: Catalogue, folder: Path) -> None:
    answer = catalogue.questions("quiz", model=["m-0", "lab/m-1"], logs_in=folder)
    assert {entry.model_count for entry in answer.entries} == {2}
    assert any("fewer than 3" in note for note in answer.notes)


def test_too_few_models_to_suspect_anything_are_told(catalogue: Catalogue, folder: Path) -> None:
    answer = catalogue.questions("quiz", model=[f"m-{number}" for number in range(5)], logs_in=folder)
    assert any(note.startswith("5 models are too few to tell a wrong answer key") for note in answer.notes)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"benchmark": "quis"}, 'no benchmark of these logs is called "quis". Did you mean quiz?'),
        ({"subject": "lav"}, 'no subject of these logs is called "lav". Did you mean law?'),
        ({"metric": "ac"}, 'no metric of these logs is called "ac". Did you mean acc?'),
        ({"model": "nobody"}, 'no model of the logs is called "nobody".'),
        ({"order": "harder"}, 'no order is called "harder". Did you mean hardest?'),
    ],
)
def test_what_the_logs_have_not_is_told_with_the_nearest(
    catalogue: Catalogue, folder: Path, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(UnknownNameError, match=message.replace("?", "[?]")):
        catalogue.questions(**asked, logs_in=folder)


def test_one_of_several_benchmarks_must_be_named(catalogue: Catalogue, store: LogStore) -> None:
    for benchmark in ("quiz", "riddle"):
        keep_run(store, "lab/a", {"0": [1.0]}, benchmark=benchmark)
    with pytest.raises(RequestError, match="several benchmarks: quiz, riddle"):
        catalogue.questions(logs_in=store.folder)


def test_repeats_are_averaged_inside_a_question(catalogue: Catalogue, store: LogStore) -> None:
    for number in range(4):
        keep_run(store, f"lab/{number}", {"0": [1.0, 0.0], "1": [1.0, float(number > 1)], "2": [float(number > 2)] * 2})
    entries = {entry.question: entry for entry in catalogue.questions(logs_in=store.folder).entries}
    assert [entries[question].mean_score for question in "012"] == [0.5, 0.75, 0.25]
    assert [entries[question].model_count for question in "012"] == [4, 4, 4]


def test_where_less_is_better_the_hardest_has_the_most(catalogue: Catalogue, store: LogStore) -> None:
    chance = random.Random(0)
    for number in range(6):
        scores = {str(question): [question + number + chance.random()] for question in range(30)}
        keep_run(store, f"lab/{number}", scores, metric="perplexity", lower_is_better=("perplexity",))
    answer = catalogue.questions(order="hardest", logs_in=store.folder)
    means = [entry.mean_score for entry in answer.entries]
    assert means == sorted(means, reverse=True)
    assert means[0] > 30
    assert all((entry.discrimination or 0) > 0 for entry in answer.entries)
    assert catalogue.questions_enough(logs_in=store.folder).entries[0].tau > 0.8


def test_a_model_that_answered_few_questions_is_left_out_and_told(catalogue: Catalogue, store: LogStore) -> None:
    for number, asked in enumerate((10, 10, 10, 4)):
        keep_run(store, f"lab/{number}", {str(question): [float(question < 5)] for question in range(asked)})
    answer = catalogue.questions(logs_in=store.folder)
    assert {entry.model_count for entry in answer.entries} == {3}
    assert any("answered less than half" in note and "lab/3" in note for note in answer.notes)


def test_texts_are_shown_where_they_were_kept(catalogue: Catalogue, tmp_path: Path) -> None:
    for model in ("a", "b"):
        log = tmp_path / f"lab__{model}" / "samples_arc_easy_2024-08-21T03-44-09.494230.jsonl"
        log.parent.mkdir()
        samples = ({"doc_id": number, "doc": {"question": f"Why {number}?"}, "acc": 1.0} for number in range(3))
        log.write_text("".join(f"{json.dumps(sample)}\n" for sample in samples))
    catalogue.import_logs(tmp_path, logs_in=tmp_path / "without")
    catalogue.import_logs(tmp_path, logs_in=tmp_path / "with", texts=True)
    without, with_texts = (catalogue.questions(logs_in=tmp_path / name).entries for name in ("without", "with"))
    assert {entry.question_text for entry in without} == {None}
    assert "Why 2?" in (with_texts[2].question_text or "")
    assert [entry.question_text for entry in with_texts[1:]] == [entry.question_text for entry in with_texts][1:]


def test_enough_is_told_of_the_questions_that_all_answered(catalogue: Catalogue, folder: Path) -> None:
    answer = catalogue.questions_enough("quiz", logs_in=folder)
    assert [entry.question_count for entry in answer.entries] == [10, 20]
    assert all(0 <= entry.swapped <= entry.most_swapped <= 100 for entry in answer.entries)
    assert all(entry.telling_tau is not None for entry in answer.entries)
    assert answer.notes[0] == "40 models on 60 questions of quiz that all of them answered."


def test_the_same_question_has_the_same_answer(catalogue: Catalogue, folder: Path) -> None:
    asked = catalogue.questions_enough("quiz", logs_in=folder), catalogue.questions_enough("quiz", logs_in=folder)
    assert asked[0] == asked[1]


def test_questions_that_some_logs_have_in_another_text_are_told_to_be_others(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    for model in ("a", "b"):
        keep_scores(tmp_path, f"usual/{model}", [1, 0, 1])
        keep_scores(tmp_path, f"reworded/{model}", [1, 0, 1], hashes=dict.fromkeys("012", "other words"))
    told = "3 questions of quiz have the number of another one, in another text"
    answer = catalogue.questions("quiz", logs_in=tmp_path)
    assert len(answer.entries) == 6
    assert any(told in note for note in answer.notes)
    with pytest.raises(RequestError, match=told):
        catalogue.rank_logs(logs_in=tmp_path)


def test_of_models_that_all_score_the_same_no_questions_are_enough(catalogue: Catalogue, tmp_path: Path) -> None:
    for model in ("a", "b", "c"):
        keep_scores(tmp_path, model, [1, 0] * 20)
    with pytest.raises(RequestError, match="all models score the same on quiz: there is no ranking to be had"):
        catalogue.questions_enough("quiz", logs_in=tmp_path)


def test_the_order_of_imports_makes_no_difference(catalogue: Catalogue, folder: Path, tmp_path: Path) -> None:
    turned = keep_models(tmp_path, reversed(range(MODELS)))
    assert catalogue.questions_enough("quiz", logs_in=turned) == catalogue.questions_enough("quiz", logs_in=folder)
    assert list(catalogue.questions("quiz", logs_in=turned).entries) == list(
        catalogue.questions("quiz", logs_in=folder).entries
    )


def test_too_few_questions_or_models_for_parts_are_told(catalogue: Catalogue, folder: Path, store: LogStore) -> None:
    with pytest.raises(RequestError, match="1 model and 60 questions that all of them answered are too few"):
        catalogue.questions_enough("quiz", model="m-1", logs_in=folder)
    keep_run(store, "lab/a", {str(question): [1.0] for question in range(19)})
    keep_run(store, "lab/b", {str(question): [1.0] for question in range(19)})
    with pytest.raises(RequestError, match="2 models and 19 questions"):
        catalogue.questions_enough(logs_in=store.folder)


@pytest.mark.parametrize("order", ORDERS)
def test_every_engine_orders_alike(catalogue: Catalogue, folder: Path, order: Any) -> None:
    by_duckdb, by_polars = (
        list(catalogue.questions("quiz", order=order, logs_in=folder, engine=engine).entries)
        for engine in ("duckdb", "polars")
    )
    assert by_duckdb == by_polars

"""Logs of the LM Evaluation Harness."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.logs.conftest import Reader

from llmsurvey.errors import BoardError, RequestError

TIME = "2024-08-21T03-44-09.494230"


def answer(number: int, **more: Any) -> dict[str, Any]:
    return {"doc_id": number, "doc": {"question": "?"}, "target": "A", "filtered_resps": ["A"], **more}


def write(folder: Path, task: str, *answers: dict[str, Any] | str, model: str = "lab__model") -> Path:
    path = folder / model / f"samples_{task}_{TIME}.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in answers))
    return path


def test_subjects_are_clusters_of_one_benchmark(tmp_path: Path, reader: Reader) -> None:
    for task, score in (("mmlu_anatomy", 1.0), ("mmlu_virology", 0.0)):
        write(tmp_path, task, answer(0, acc=score, doc_hash=task))
    (log,) = reader.read(tmp_path)
    assert (log.run.model, log.run.benchmark, log.run.date) == ("lab/model", "mmlu", "2024-08-21")
    assert {(row["id"], row["cluster"], row["hash"], row["score"]) for row in log.rows} == {
        ("anatomy/0", "anatomy", "mmlu_anatomy", 1.0),
        ("virology/0", "virology", "mmlu_virology", 0.0),
    }


def test_the_set_up_is_told_by_the_results_beside(tmp_path: Path, reader: Reader) -> None:
    write(tmp_path, "gsm8k", answer(0, exact_match=1.0))
    results = {
        "config": {"model_args": "pretrained=org/other"},
        "n-shot": {"gsm8k": 5},
        "versions": {"gsm8k": 3.0},
        "configs": {"gsm8k": {"generation_kwargs": {"do_sample": False, "until": ["Q:"]}}},
        "higher_is_better": {"gsm8k": {"exact_match": True, "perplexity": False}},
        "chat_template_sha": "0123456789abcdef",
        "n-samples": {"gsm8k": {"original": 1319, "effective": 100}},
    }
    (tmp_path / "lab__model" / f"results_{TIME}.json").write_text(json.dumps(results))
    (log,) = reader.read(tmp_path)
    assert log.run.model == "org/other"
    assert (log.run.setup.shots, log.run.setup.task_version) == (5, "3.0")
    assert log.run.setup.generation == '{"do_sample":false,"until":["Q:"]}'
    assert log.run.setup.prompts == "chat template 0123456789ab"
    assert log.run.lower_is_better == ("perplexity",)
    assert log.run.planned == 100


def test_each_filter_is_a_metric_and_repeats_stay_in_order(tmp_path: Path, reader: Reader) -> None:
    lines = [
        answer(0, filter=name, exact_match=score)
        for name, score in (("strict", 0.0), ("flexible", 1.0), ("strict", 1.0))
    ]
    write(tmp_path, "gsm8k", *lines)
    (log,) = reader.read(tmp_path)
    assert [(row["metric"], row["score"], row["repeat"]) for row in log.rows] == [
        ("exact_match,strict", 0.0, None),
        ("exact_match,flexible", 1.0, None),
        ("exact_match,strict", 1.0, None),
    ]


def test_one_list_is_read_like_lines(tmp_path: Path, reader: Reader) -> None:
    path = write(tmp_path, "arc_easy", answer(0, acc=1.0), answer(1, acc=0.0))
    by_line = reader.read(path)
    path.write_text(json.dumps([answer(0, acc=1.0), answer(1, acc=0.0)]))
    by_list = reader.read(path)
    assert by_list[0].rows == by_line[0].rows
    assert by_list[0].run.benchmark == "arc-easy"


def test_broken_lines_are_told_with_their_number(tmp_path: Path, reader: Reader) -> None:
    write(tmp_path, "arc_easy", answer(0, acc=1.0), '{"doc_id": 1, "acc":', '{"acc": 1.0}', answer(3, acc="yes"))
    (log,) = reader.read(tmp_path)
    assert log.scores("acc") == {"0": 1.0}
    assert reader.told() == [
        (2, "isn't a whole JSON object: left out"),
        (3, "names no question (doc_id): left out"),
        (4, "acc isn't a score: left out"),
    ]


def test_questions_on_one_passage_are_a_cluster(tmp_path: Path, reader: Reader) -> None:
    passages = ["one", "two", "one"]
    write(
        tmp_path,
        "boolq",
        *(answer(n, acc=1.0, doc_hash=str(n), doc={"passage": text, "q": n}) for n, text in enumerate(passages)),
    )
    (log,) = reader.read(tmp_path)
    first, second, third = (row["cluster"] for row in log.rows)
    assert first == third != second


def test_a_question_without_a_digest_gets_one_of_its_document(tmp_path: Path, reader: Reader) -> None:
    documents = [{"q": "a", "passage": "p"}, {"q": "b", "passage": "p"}, {"passage": "p", "q": "a"}]
    hashed = answer(9, acc=1.0, doc_hash="stated")
    write(tmp_path, "boolq", hashed, *(answer(n, acc=1.0, doc=document) for n, document in enumerate(documents)))
    (log,) = reader.read(tmp_path)
    stated, first, second, third = (row["hash"] for row in log.rows)
    assert stated == "stated"
    assert first == third != second


def test_texts_are_read_where_they_are_asked_for(tmp_path: Path, reader: Reader) -> None:
    write(tmp_path, "arc_easy", answer(0, acc=1.0, acc_norm=1.0))
    assert [row["answer_text"] for row in reader.read(tmp_path)[0].rows] == [None, None]
    texts = [(row["question_text"], row["answer_text"]) for row in reader.read(tmp_path, texts=True)[0].rows]
    assert texts == [('{"question": "?"}', '["A"]'), (None, None)]


def test_values_of_all_questions_together_are_no_scores(tmp_path: Path, reader: Reader) -> None:
    write(tmp_path, "wikitext", answer(0, word_perplexity=[-1.5, 3], acc=1.0))
    assert {row["metric"] for row in reader.read(tmp_path)[0].rows} == {"acc"}
    assert reader.told() == []


def test_a_folder_that_names_no_model_is_refused(tmp_path: Path, reader: Reader) -> None:
    path = write(tmp_path, "arc_easy", answer(0, acc=1.0), model="results")
    with pytest.raises(BoardError, match="which model answered"):
        reader.read(path)
    assert reader.read(path, model="org/mine")[0].run.model == "org/mine"


def test_a_name_for_several_benchmarks_is_refused(tmp_path: Path, reader: Reader) -> None:
    write(tmp_path, "arc_easy", answer(0, acc=1.0))
    assert reader.read(tmp_path, benchmark="mine")[0].run.benchmark == "mine"
    write(tmp_path, "hellaswag", answer(0, acc=1.0))
    with pytest.raises(RequestError, match="several benchmarks"):
        reader.read(tmp_path, benchmark="mine")


def test_half_a_character_is_kept_as_json_writes_it(tmp_path: Path, reader: Reader) -> None:
    half = {"filtered_resps": ["\ud83d"], "doc": {"question": "\ud83d", "subject": "law \ud83d"}}
    write(tmp_path, "quiz", answer(0, acc=1.0, **half), answer(1, acc=0.0) | {"doc_id": "one \ud83d"})
    (log,) = reader.read(tmp_path, texts=True)
    assert log.scores("acc") == {"0": 1.0, "one \\ud83d": 0.0}
    assert log.rows[0]["question_text"] == '{"question": "\\ud83d", "subject": "law \\ud83d"}'


def test_a_task_without_a_score_of_each_question_is_told(tmp_path: Path, reader: Reader) -> None:
    write(tmp_path, "wikitext", answer(0, word_perplexity=[-1.5, 3]), answer(1, word_perplexity=[-2.5, 4]))
    write(tmp_path, "arc_easy", answer(0, acc=1.0))
    assert [log.rows != [] for log in reader.read(tmp_path)] == [True, False]
    assert reader.told() == [(0, "has no score of each question, but of all together at most: left out")]
    assert "wikitext" in reader.faults[0].file

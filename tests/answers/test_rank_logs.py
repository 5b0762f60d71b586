"""Models of logs in order: which models, runs and questions count, and what is said of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.logs.made_logs import keep_logs, write_harness_logs
from tests.logs.made_runs import keep_run

import llmsurvey
from llmsurvey.answers.leaders_by_subject import list_leaders
from llmsurvey.answers.logged_scores import LoggedScoresQuestion
from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.answers.rank_logs import RankLogsAnswer, rank_logs
from llmsurvey.errors import AmbiguousNameError, RequestError, UnknownNameError
from llmsurvey.importers.logs.answer_columns import AnswerColumns
from llmsurvey.library import Library
from llmsurvey.lineage.contamination import Contamination
from llmsurvey.logs.asked_logs import AskedLogs
from llmsurvey.logs.engine import EngineName
from llmsurvey.logs.run import Run, Setup
from llmsurvey.logs.store import LogStore

LLAMA, FALCON = "huggyllama/llama-65b", "tiiuae/falcon-40b"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up logs of four models on three benchmarks, one of them in two subjects."""
    folder = tmp_path_factory.mktemp("logs")
    return keep_logs(write_harness_logs(folder / "runs"), folder / "kept").folder


@pytest.fixture
def library(registry: object) -> Library:
    """The built-in catalogue."""
    return Library(registry=registry)  # type: ignore[arg-type]


class Answers:
    """Keeps answers of models in a folder of logs, run by run."""

    def __init__(self, folder: Path) -> None:
        self.store = LogStore(folder)
        self._runs = 0

    def add(
        self,
        model: str,
        scores: dict[int, float],
        *,
        benchmark: str = "quiz",
        metric: str = "acc",
        date: str = "2026-01-01",
        shots: int | None = 5,
        lower: bool = False,
        cluster: str | None = None,
    ) -> None:
        """Keep what a model scored on questions by their numbers."""
        self._runs += 1
        columns = AnswerColumns()
        for question, score in scores.items():
            columns.add(str(question), None, cluster, metric, score)
        run = Run(
            digest=f"{self._runs:064}",
            model=model,
            benchmark=benchmark,
            setup=Setup(shots=shots),
            date=date,
            lower_is_better=(metric,) if lower else (),
        )
        with self.store.adding() as additions:
            additions.add(run, iter([columns.take()]))


@pytest.fixture
def logs(tmp_path: Path) -> Answers:
    """Logs without a run."""
    return Answers(tmp_path / "logs")


def right(share: float, questions: int = 200, seed: int = 0) -> dict[int, float]:
    """Answers of which about this share is right."""
    drawn = np.random.default_rng(seed).random(questions)
    return {question: float(chance < share) for question, chance in enumerate(drawn)}


def ask(library: Library, folder: Path, engine: EngineName = "duckdb", **wanted: object) -> RankLogsAnswer:
    asked = AskedLogs(logs_in=folder, engine=engine)
    return rank_logs(library, LoggedScoresQuestion(asked_logs=asked, **wanted))  # type: ignore[arg-type]


def notes_of(answer: RankLogsAnswer) -> str:
    return "\n".join(answer.notes)


def test_order_is_that_of_the_mean_over_benchmarks(library: Library, kept: Path) -> None:
    answer = ask(library, kept)
    entries = answer.entries
    assert [entry.rank for entry in entries] == [1, 2, 3, 4]
    for entry in entries:
        assert set(entry.scores) == {"gsm8k", "hellaswag", "mmlu"}
        assert entry.average == pytest.approx(np.mean(list(entry.scores.values())))
    assert "gsm8k 200 of 200, hellaswag 400 of 400, mmlu 270 of 270" in notes_of(answer)
    assert "mmlu (2)" in notes_of(answer)


def test_engines_agree_to_the_digit(library: Library, kept: Path) -> None:
    duckdb, polars = (ask(library, kept, engine) for engine in ("duckdb", "polars"))
    assert duckdb.entries == polars.entries


def test_pairs_tell_apart_what_scores_alone_do_not(library: Library, logs: Answers) -> None:
    scores = right(0.6, 1_000)
    missed = [question for question, score in scores.items() if score][:20]
    logs.add("lab/better", scores)
    logs.add("lab/worse", scores | dict.fromkeys(missed, 0.0))
    better, worse = ask(library, logs.store.folder).entries
    assert (better.rank_set, worse.rank_set) == ("1", "2")
    assert (better.unpaired_rank_set, worse.unpaired_rank_set) == ("1-2", "1-2")


def test_few_questions_that_differ_are_no_evidence(library: Library, logs: Answers) -> None:
    logs.add("lab/a", dict.fromkeys(range(2), 1.0))
    logs.add("lab/b", dict.fromkeys(range(2), 0.0))
    assert [entry.rank_set for entry in ask(library, logs.store.folder).entries] == ["1-2", "1-2"]


def test_who_scores_the_same_in_all_shares_a_rank(library: Library, logs: Answers) -> None:
    for model, scores in {"a": (0.1, 0.2, 0.3), "b": (0.2, 0.2, 0.2), "c": (0.3, 0.3, 0.0)}.items():
        logs.add(model, dict(enumerate(scores * 10)))
    answer = ask(library, logs.store.folder)
    assert [(entry.rank, entry.average) for entry in answer.entries] == [(1, 20.0)] * 3


def test_a_single_question_has_no_sets(library: Library, logs: Answers) -> None:
    logs.add("lab/a", {0: 1.0})
    logs.add("lab/b", {0: 0.0})
    answer = ask(library, logs.store.folder)
    assert [entry.rank_set for entry in answer.entries] == [None, None]
    assert answer.entries[0].standard_error is None
    assert "of a single question nothing is known" in notes_of(answer)


def test_only_questions_that_all_answered_count(library: Library, logs: Answers) -> None:
    logs.add("lab/a", {**dict.fromkeys(range(10), 1.0), **dict.fromkeys(range(10, 19), 0.0)})
    logs.add("lab/b", dict.fromkeys(range(10), 0.0))
    answer = ask(library, logs.store.folder)
    assert [entry.average for entry in answer.entries] == [100.0, 0.0]
    assert "quiz 10 of 19" in notes_of(answer)


def test_who_lacks_more_than_half_is_left_out_and_told(library: Library, logs: Answers) -> None:
    logs.add("lab/a", right(0.6))
    logs.add("lab/b", right(0.5))
    logs.add("lab/short", right(0.9, 99))
    answer = ask(library, logs.store.folder)
    assert {entry.name for entry in answer.entries} == {"lab/a", "lab/b"}
    assert "answered less than half of it: lab/short" in notes_of(answer)
    assert "quiz 200 of 200" in notes_of(answer)


def test_a_benchmark_that_few_were_asked_is_left_out_unless_named(library: Library, logs: Answers) -> None:
    for model in ("lab/a", "lab/b", "lab/c"):
        logs.add(model, right(0.5))
    logs.add("lab/a", right(0.9), benchmark="rare")
    answer = ask(library, logs.store.folder)
    assert [measure.benchmark for measure in answer.measures] == ["quiz"]
    assert "fewer than half of the models were asked: rare" in notes_of(answer)
    with pytest.raises(RequestError, match="fewer than two models answered the same questions of rare"):
        ask(library, logs.store.folder, benchmark=("rare",))


def test_the_newest_run_counts_and_other_set_ups_are_told(library: Library, logs: Answers) -> None:
    logs.add("lab/a", dict.fromkeys(range(20), 0.0), date="2025-01-01")
    logs.add("lab/a", dict.fromkeys(range(20), 1.0), date="2026-01-01")
    logs.add("lab/b", right(0.5, 20))
    logs.add("lab/c", right(0.5, 20), shots=0)
    answer = ask(library, logs.store.folder)
    assert answer.entries[0] == answer.entries[0]._replace(name="lab/a", average=100.0)
    assert "Of several runs the newest counts: lab/a." in notes_of(answer)
    assert "Runs of lab/c in another set-up are left out." in notes_of(answer)


def test_less_is_better_where_logs_say_so(library: Library, logs: Answers) -> None:
    logs.add("lab/a", {question: 12.5 + question for question in range(30)}, metric="perplexity", lower=True)
    logs.add("lab/b", {question: 8.5 + question for question in range(30)}, metric="perplexity", lower=True)
    answer = ask(library, logs.store.folder)
    assert [(entry.rank, entry.name, entry.average) for entry in answer.entries] == [
        (1, "lab/b", 23.0),
        (2, "lab/a", 27.0),
    ]
    assert "Less is better: quiz." in notes_of(answer)


def test_what_has_no_mean_is_refused(library: Library, logs: Answers) -> None:
    for model in ("lab/a", "lab/b"):
        logs.add(model, right(0.5))
        logs.add(model, dict.fromkeys(range(30), 3.5), benchmark="chat", metric="points")
    with pytest.raises(RequestError, match="there is no mean over chat and others"):
        ask(library, logs.store.folder)
    assert ask(library, logs.store.folder, benchmark=("chat",)).entries[0].average == 3.5


def test_a_metric_goes_for_one_benchmark_alone(library: Library, kept: Path) -> None:
    answer = ask(library, kept, benchmark=("gsm8k",), metric=("gsm8k=exact_match,flexible-extract",))
    assert answer.measures[0].metric == "exact_match,flexible-extract"


def test_questions_of_a_subject_are_drawn_each_by_itself(library: Library, kept: Path) -> None:
    answer = ask(library, kept, subject=("Anatomy",))
    assert "mmlu 120 of 120" in notes_of(answer)
    assert "clusters" not in notes_of(answer)
    with pytest.raises(UnknownNameError, match="Did you mean anatomy"):
        ask(library, kept, subject=("anatom",))


def test_filters_keep_the_ranks_of_all(library: Library, logs: Answers) -> None:
    for place, model in enumerate(["lab/unknown", LLAMA, FALCON]):
        logs.add(model, right(0.9 - 0.2 * place, seed=place))
    every = ask(library, logs.store.folder)
    assert [entry.logged_as for entry in every.entries] == ["lab/unknown", LLAMA, FALCON]
    assert [entry.id for entry in every.entries] == [None, "llama", "falcon"]
    commercial = ask(library, logs.store.folder, models=ModelFilter(commercial=True))
    assert [(entry.rank, entry.name) for entry in commercial.entries] == [(3, "Falcon@40B")]
    assert "the registry doesn't know which model it is" in notes_of(commercial)


OPT_IML, MPT_INSTRUCT = "facebook/opt-iml-30b", "mosaicml/mpt-30b-instruct"


def test_what_was_trained_on_a_benchmark_is_left_out_and_keeps_its_rank(library: Library, logs: Answers) -> None:
    models = [LLAMA, OPT_IML, MPT_INSTRUCT, FALCON]
    for place, model in enumerate(models):
        for benchmark in ("gsm8k", "hellaswag"):
            logs.add(model, right(0.9 - 0.2 * place, seed=place), benchmark=benchmark)
    both = ask(library, logs.store.folder, clean=True)
    assert [(entry.rank, entry.logged_as) for entry in both.entries] == [(1, LLAMA), (4, FALCON)]
    assert "2 left out (clean): 1 trained on training splits of these benchmarks, 1 on what is" in notes_of(both)
    assert "which the catalogue doesn't know" not in notes_of(both)
    one = ask(library, logs.store.folder, clean=True, benchmark=("gsm8k",))
    trained = {
        model
        for model in models
        if (identity := library.registry.identify(model)) is not None
        and identity.size is not None
        and any(
            each.benchmark == "gsm8k" and not each.indirect
            for each in Contamination(library.registry).of(identity.model, identity.size)
        )
    }
    assert MPT_INSTRUCT in trained
    assert [entry.logged_as for entry in one.entries] == [model for model in models if model not in trained]


def test_what_was_trained_on_is_found_by_any_name_of_the_benchmark(library: Library, logs: Answers) -> None:
    for place, model in enumerate([LLAMA, MPT_INSTRUCT, FALCON]):
        logs.add(model, right(0.9 - 0.2 * place, seed=place), benchmark="GSM8K")
    answer = ask(library, logs.store.folder, clean=True)
    assert [entry.logged_as for entry in answer.entries] == [LLAMA, FALCON]


def test_of_a_benchmark_that_is_not_known_nobody_says_who_was_trained_on_it(library: Library, logs: Answers) -> None:
    for place, model in enumerate([LLAMA, OPT_IML]):
        logs.add(model, right(0.9 - 0.2 * place, seed=place), benchmark="quiz")
    answer = ask(library, logs.store.folder, clean=True)
    assert "Who was trained on quiz can't be said, which the catalogue doesn't know." in notes_of(answer)


def test_the_frontier_is_what_no_other_beats_on_score_and_size(library: Library, logs: Answers) -> None:
    for place, model in enumerate([FALCON, LLAMA, "lab/unknown", "huggyllama/llama-13b"]):
        logs.add(model, right(0.95 - 0.2 * place, seed=place))
    answer = ask(library, logs.store.folder, frontier=True)
    assert [(entry.rank, entry.logged_as) for entry in answer.entries] == [(1, FALCON), (4, "huggyllama/llama-13b")]
    assert "1 is on no frontier, because the catalogue doesn't know its size." in notes_of(answer)


def test_a_limit_is_told(library: Library, kept: Path) -> None:
    answer = ask(library, kept, limit=2)
    assert [entry.rank for entry in answer.entries] == [1, 2]
    assert "The first 2 of 4 rows" in notes_of(answer)
    with pytest.raises(RequestError):
        ask(library, kept, limit=-1)


def test_leaders_of_subjects_are_those_of_their_questions_alone(library: Library, kept: Path) -> None:
    asked = AskedLogs(logs_in=kept)
    leaders = list_leaders(library, LoggedScoresQuestion(asked_logs=asked))
    assert [(entry.benchmark, entry.cluster, entry.common_questions) for entry in leaders.entries] == [
        ("mmlu", "anatomy", 120),
        ("mmlu", "astronomy", 150),
    ]
    for entry in leaders.entries:
        ranked = ask(library, kept, subject=(entry.cluster,)).entries
        assert entry.score == ranked[0].average
        assert entry.leaders == tuple(each.name for each in ranked if each.rank == 1)
        assert set(entry.leaders) <= set(entry.candidate_names)
        assert entry.candidates == len(entry.candidate_names)
        # comparing with the best alone is no less sure than comparing all with all
        assert set(entry.candidate_names) <= {each.name for each in ranked if each.best_rank == 1}


def test_subjects_that_differ_in_large_letters_alone_are_others(library: Library, logs: Answers) -> None:
    for place, model in enumerate(["lab/a", "lab/b"]):
        for number, subject in enumerate(["Law", "law", "art"]):
            scores = {10 * number + question: float(question % (2 + place) == 0) for question in range(5 + number)}
            logs.add(model, scores, benchmark=f"quiz-{number}", cluster=subject)
    asked = AskedLogs(logs_in=logs.store.folder)

    def subjects(*subject: str) -> list[tuple[str, int]]:
        leaders = list_leaders(library, LoggedScoresQuestion(asked_logs=asked, subject=subject))
        return [(entry.cluster, entry.common_questions) for entry in leaders.entries]

    assert subjects() == [("Law", 5), ("law", 6), ("art", 7)]
    assert subjects("LAW") == [("Law", 5), ("law", 6)]
    assert subjects("Art") == [("art", 7)]


def test_of_one_benchmark_a_subject_is_the_one_called_so(library: Library, tmp_path: Path) -> None:
    passages = {"0": "Law", "1": "Law", "2": "law", "3": "law"}
    for model in ("lab/a", "lab/b"):
        keep_run(tmp_path, model, [1, 1, 1, 0], clusters=passages)
    averages = {
        subject: ask(library, tmp_path, subject=(subject,)).entries[0].average for subject in ("Law", "law", "LAW")
    }
    assert averages == {"Law": 100.0, "law": 50.0, "LAW": 75.0}
    catalogue = llmsurvey.open()
    found = {name: catalogue.questions("quiz", subject=name, logs_in=tmp_path).entries for name in ("Law", "law")}
    assert {name: {entry.question for entry in entries} for name, entries in found.items()} == {
        "Law": {"0", "1"},
        "law": {"2", "3"},
    }


def test_a_benchmark_is_the_one_called_so(tmp_path: Path) -> None:
    for benchmark, score in (("Quiz", 0.0), ("quiz", 1.0)):
        for model in ("lab/a", "lab/b"):
            keep_run(tmp_path, model, [score] * 3, benchmark=benchmark)
    catalogue = llmsurvey.open()
    for benchmark in ("Quiz", "quiz"):
        (scored, *_) = catalogue.log_scores(benchmark, logs_in=tmp_path).entries
        (compared,) = catalogue.compare("a", "b", logs=True, logs_in=tmp_path, benchmark=benchmark).entries
        assert (scored.benchmark, compared.benchmark) == (benchmark, benchmark)
    with pytest.raises(AmbiguousNameError, match="Quiz or quiz"):
        catalogue.log_scores("QUIZ", logs_in=tmp_path)


def test_leaders_without_subjects_or_with_filters_are_refused(library: Library, logs: Answers) -> None:
    logs.add("lab/a", right(0.5))
    logs.add("lab/b", right(0.6))
    asked = AskedLogs(logs_in=logs.store.folder)
    with pytest.raises(RequestError, match="no log tells subjects of quiz"):
        list_leaders(library, LoggedScoresQuestion(asked_logs=asked))
    filters: list[dict[str, Any]] = [{"models": ModelFilter(commercial=True)}, {"frontier": True}, {"clean": True}]
    for wanted in filters:
        with pytest.raises(RequestError, match="without filters"):
            list_leaders(library, LoggedScoresQuestion(asked_logs=asked, **wanted))

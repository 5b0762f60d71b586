"""Results of the LM Evaluation Harness, in both schemas."""

from __future__ import annotations

import json
import statistics
import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.importers.conftest import WriteFile, real_files, scores, told

from llmsurvey.boards.board import Board
from llmsurvey.boards.identify import identify_entries
from llmsurvey.boards.ranking import RankSettings, rank_entries
from llmsurvey.boards.store import Addition, BoardStore
from llmsurvey.boards.tidy import from_board
from llmsurvey.errors import BoardError
from llmsurvey.importers import Reading, Request, load_importer, read_any
from llmsurvey.importers.lm_eval import read, recognises
from llmsurvey.registry.registry import Registry

COMMIT = "fe8a4ea1ffedaf415f4da2f062534de366a451e6"

RUN: dict[str, Any] = {
    "results": {
        "arc_challenge": {
            "alias": "arc_challenge",
            "acc,none": 0.4125,
            "acc_stderr,none": 0.0144,
            "acc_norm,none": 0.45625,
            "acc_norm_stderr,none": 0.0145,
        }
    },
    "group_subtasks": {"arc_challenge": []},
    "configs": {"arc_challenge": {"task": "arc_challenge", "num_fewshot": 25}},
    "versions": {"arc_challenge": 1.0},
    "n-shot": {"arc_challenge": 25},
    "higher_is_better": {"arc_challenge": {"acc": True, "acc_norm": True}},
    "n-samples": {"arc_challenge": {"original": 1172, "effective": 1172}},
    "config": {
        "model": "hf",
        "model_args": "trust_remote_code=True,pretrained=lab/model-1.1B,dtype=float16",
        "model_num_parameters": 1100048384,
        "model_dtype": "torch.bfloat16",
        "model_revision": "main",
        "model_sha": COMMIT,
        "batch_size": "4",
        "limit": None,
        "bootstrap_iters": 100000,
        "random_seed": 0,
    },
    "git_hash": "38bd7350",
    "date": 1723609592.0615375,
    "model_source": "hf",
    "model_name": "lab/model-1.1B",
    "system_instruction": None,
    "chat_template": None,
    "start_time": 7085427.741283775,
    "total_evaluation_time_seconds": "432.0107616968453",
}
"""A file as version 0.4.3 of the harness writes it."""

OLD_RUN: dict[str, Any] = {
    "results": {"arc_challenge": {"acc": 0.25, "acc_stderr": 0.0125, "acc_norm": 0.275, "acc_norm_stderr": 0.013}},
    "versions": {"arc_challenge": 0},
    "config": {
        "model": "hf-causal",
        "model_args": "pretrained=lab/old-7B,revision=step143000",
        "num_fewshot": 5,
        "batch_size": 2,
        "limit": None,
    },
}
"""A file of version 0.3 and before."""

ReadRun = Callable[..., Reading]


@pytest.fixture
def read_run(write_file: WriteFile, registry: Registry) -> ReadRun:
    """Reads a run, some of whose keys are changed."""

    def call(run: dict[str, Any] = RUN, /, name: str = "results.json", **changes: Any) -> Reading:
        keys = {key.replace("_", "-") if key.startswith("n_") else key: value for key, value in changes.items()}
        (reading,) = read([write_file(json.dumps(run | keys), name)], Request(registry))
        return reading

    return call


def configured(run: dict[str, Any] = RUN, **changes: Any) -> dict[str, Any]:
    """The `config` of a run with changes."""
    return {**run["config"], **changes}


def only(reading: Reading) -> dict[str, Any]:
    """The one score of a board."""
    (found,) = scores(reading.board)
    return found


# The newer schema


def test_a_metric_is_read_with_its_standard_error_in_percent(read_run: ReadRun) -> None:
    found = [(each["benchmark"], each["metric"], each["value"], each["stderr"]) for each in scores(read_run().board)]
    assert found == [("arc", "acc", 41.25, 1.44), ("arc", "acc_norm", 45.625, 1.45)]


def test_a_score_says_how_it_was_measured(read_run: ReadRun) -> None:
    (measure, _) = read_run().board.measures
    assert measure == ("arc", "acc", 25, "lm-evaluation-harness 38bd735", "1.0", None, "percent", "higher")
    assert read_run().board.items is not None
    assert {each["items"] for each in scores(read_run().board)} == {1172}


def test_an_entry_says_what_was_measured_and_when(read_run: ReadRun) -> None:
    board = read_run().board
    facts = {fact: board.fact(fact)[0] for fact in ("name", "hub", "revision", "precision", "date")}
    assert facts == {
        "name": "lab/model-1.1B",
        "hub": "lab/model-1.1B",
        "revision": COMMIT,
        "precision": "float16",
        "date": "2024-08-14",
    }
    assert (board.name, board.snapshot) == ("lm-eval", None)
    assert read_run().faults == ()


def test_every_score_names_its_file(read_run: ReadRun) -> None:
    table = read_run(name="results_1.json").scores
    assert table is not None
    assert list(table["source"]) == ["results_1.json", "results_1.json"]


def test_filters_are_kept_apart(read_run: ReadRun) -> None:
    figures = {
        "exact_match,strict-match": 0.875,
        "exact_match_stderr,strict-match": 0.01,
        "exact_match,flexible-extract": 0.9,
        "exact_match_stderr,flexible-extract": 0.02,
    }
    found = scores(read_run(results={"gsm8k": figures}).board)
    assert [(each["metric"], each["value"], each["stderr"]) for each in found] == [
        ("exact_match,strict-match", 87.5, 1),
        ("exact_match,flexible-extract", 90, 2),
    ]


def test_numbers_beside_filtered_metrics_are_no_scores(read_run: ReadRun) -> None:
    figures = {"name": "quiz", "alias": "quiz", "sample_len": 20, "acc,none": 0.5, "sample_count": {"acc,none": 40}}
    assert only(read_run(results={"quiz": figures}))["metric"] == "acc"


def test_items_are_the_questions_that_were_asked(read_run: ReadRun) -> None:
    reading = read_run(n_samples={"arc_challenge": {"original": 1172, "effective": 512}})
    assert {each["items"] for each in scores(reading.board)} == {512}


def test_the_shots_of_a_task_win_over_those_of_the_run(read_run: ReadRun) -> None:
    config = configured(num_fewshot=5)
    assert {each.shots for each in read_run(config=config).board.measures} == {25}
    assert {each.shots for each in read_run(config=config, n_shot={}).board.measures} == {5}


def test_a_standard_error_that_is_not_available_is_unknown(read_run: ReadRun) -> None:
    figures = {"macro_f1,none": 0.25, "macro_f1_stderr,none": "N/A", "acc,none": 0.5, "acc_stderr,none": 0.125}
    assert [(each["metric"], each["stderr"]) for each in scores(read_run(results={"quiz": figures}).board)] == [
        ("macro_f1", None),
        ("acc", 12.5),
    ]


@pytest.mark.parametrize("subtasks", [None, {"quizzes": ["quiz"]}])
def test_the_standard_error_of_a_group_is_dropped_where_the_harness_had_it_wrong(
    write_file: WriteFile, registry: Registry, subtasks: dict[str, list[str]] | None
) -> None:
    figures = {
        "quizzes": {"acc,none": 0.5, "acc_stderr,none": 0.25},
        "quiz": {"acc,none": 0.5, "acc_stderr,none": 0.125},
    }
    run = RUN | {"results": figures, "groups": {"quizzes": figures["quizzes"]}, "group_subtasks": subtasks}
    if subtasks is None:
        del run["group_subtasks"]
    (reading,) = read([write_file(json.dumps(run), "results.json")], Request(registry))
    assert [each["stderr"] for each in scores(reading.board)] == [None if subtasks is None else 25, 12.5]


def test_answers_in_a_chat_template_are_measured_in_another_way(read_run: ReadRun) -> None:
    plain, chat = read_run().board, read_run(chat_template="{% for message in messages %}").board
    assert {measure.version for measure in chat.measures} == {"1.0 chat template"}
    assert not set(plain.measures) & set(chat.measures)


def test_a_limit_is_told_and_another_way_of_measuring(read_run: ReadRun) -> None:
    reading = read_run(config=configured(limit=512.0))
    assert {measure.version for measure in reading.board.measures} == {"1.0 limit 512.0"}
    assert told(reading.faults) == [(0, "only the first 512.0 questions of each task (limit)")]


def test_the_version_of_the_harness_wins_over_its_commit(read_run: ReadRun) -> None:
    assert read_run(lm_eval_version="0.4.9.2").board.measures[0].harness == "lm-evaluation-harness 0.4.9.2"
    assert read_run(git_hash=None).board.measures[0].harness == "lm-evaluation-harness"


@pytest.mark.parametrize("version", ["Yaml", "N/A", None])
def test_a_version_that_is_none_is_unknown(read_run: ReadRun, version: str | None) -> None:
    assert read_run(versions={"arc_challenge": version}).board.measures[0].version is None


def test_what_is_asked_wins(write_file: WriteFile, registry: Registry) -> None:
    path = write_file(json.dumps(RUN), "results.json")
    (reading,) = read([path], Request(registry, board="mine", date="2024-01-01", reporter="developer"))
    assert reading.board.address == "mine@2024-01-01"
    assert {measure.reporter for measure in reading.board.measures} == {"developer"}


def test_lighteval_writes_the_shots_into_the_name_of_the_task(read_run: ReadRun) -> None:
    run = {
        "config_general": {"model_name": "lab/chat-7b", "model_sha": "c1b0db9", "model_dtype": "torch.bfloat16"},
        "results": {"lighteval|arc:challenge|25": {"acc_norm": 0.5, "acc_norm_stderr": 0.0125}},
        "versions": {"lighteval|arc:challenge|25": 0},
    }
    board = read_run(run).board
    assert board.measures[0][:3] == ("arc", "acc_norm", 25)
    assert [board.fact(fact)[0] for fact in ("name", "revision", "precision")] == ["lab/chat-7b", "c1b0db9", "bfloat16"]


# The older schema


def test_the_older_schema_is_read_too(read_run: ReadRun) -> None:
    board = read_run(OLD_RUN).board
    assert [measure[:5] for measure in board.measures] == [
        ("arc", "acc", 5, "lm-evaluation-harness", "0"),
        ("arc", "acc_norm", 5, "lm-evaluation-harness", "0"),
    ]
    assert [(each["value"], each["stderr"]) for each in scores(board)] == [(25, 1.25), (27.5, 1.3)]
    assert [board.fact(fact)[0] for fact in ("name", "revision")] == ["lab/old-7B", "step143000"]


def test_a_list_of_shots_does_not_say_which_task_has_which(read_run: ReadRun) -> None:
    board = read_run(OLD_RUN, config=configured(OLD_RUN, num_fewshot=[2, 3])).board
    assert {measure.shots for measure in board.measures} == {None}


def subjects(count: int, **more: float) -> dict[str, dict[str, float]]:
    """Results of so many subjects of MMLU."""
    return {f"hendrycksTest-s{place}": {"acc": place / 100, "acc_stderr": 0.02, **more} for place in range(count)}


def test_mmlu_is_the_mean_of_its_subjects_with_the_error_that_follows(read_run: ReadRun) -> None:
    (whole,) = (each for each in scores(read_run(OLD_RUN, results=subjects(57)).board) if each["benchmark"] == "mmlu")
    assert (whole["metric"], whole["shots"]) == ("acc", 5)
    assert whole["value"] == pytest.approx(28, abs=1e-9)
    assert whole["stderr"] == pytest.approx(2 / 57**0.5, abs=1e-9)


def test_mmlu_of_fewer_subjects_is_not_computed(read_run: ReadRun) -> None:
    found = {measure.benchmark for measure in read_run(OLD_RUN, results=subjects(56)).board.measures}
    assert "mmlu" not in found
    assert "mmlu/s0" in found


def test_mmlu_has_no_error_where_a_subject_has_none(read_run: ReadRun) -> None:
    results = subjects(57)
    del results["hendrycksTest-s3"]["acc_stderr"]
    (whole,) = (each for each in scores(read_run(OLD_RUN, results=results).board) if each["benchmark"] == "mmlu")
    assert whole["stderr"] is None


def test_mmlu_that_is_in_the_file_is_kept_as_it_is(read_run: ReadRun) -> None:
    board = read_run(OLD_RUN, results={**subjects(57), "mmlu": {"acc": 0.9}}).board
    assert [each["value"] for each in scores(board) if each["benchmark"] == "mmlu"] == [90]


# Files that are no results


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"results": {"arc_challenge": {"acc": 0.', ":1: isn't whole JSON"),
        ('{"results":\n {"arc_challenge": nothing}}', ":2: isn't whole JSON"),
        ("[" * 100_000, ":1: isn't whole JSON"),
        ('{"models": []}', ": has no results of the harness, but models: left out."),
        ('{"a": 1, "b": 2, "c": 3, "d": 4}', ": has no results of the harness, but a, b, c, ...: left out."),
        ("{}", ": has no results of the harness, but nothing: left out."),
        ('{"results": [{"task_name": "xquad"}]}', ": has no results of the harness, but results that are no object:"),
        ("[1, 2]", ": has no results of the harness, but a list or a single value: left out."),
        (
            '{"lab/a": {"pass@1": {"humaneval": 81.7}}}',
            ": is a board of EvalPlus, no results of the harness",
        ),
        (
            '{"results": {"arc": {"2022-07-07-20-56-59": {"acc": 0.4}}}}',
            ": is of BigScience's harness",
        ),
        ('{"results": {}}', ": has no score: left out."),
        ('{"results": {"quiz": {"alias": "quiz"}}}', ": has no score: left out."),
        ('{"results": {"quiz": {"acc": "high"}}}', ": has no score (quiz: acc is no number: left out)."),
    ],
)
def test_a_file_without_results_is_refused(write_file: WriteFile, registry: Registry, text: str, problem: str) -> None:
    path = write_file(text, "results.json")
    with pytest.raises(BoardError) as caught:
        read([path], Request(registry))
    assert str(caught.value).startswith(f"{path}{problem}")


def test_a_score_that_is_no_number_is_told_and_left_out(write_file: WriteFile, registry: Registry) -> None:
    text = '{"results": {"quiz": {"acc": NaN, "f1": Infinity, "em": -Infinity, "mc1": 0.5, "mc1_stderr": NaN}}}'
    (reading,) = read([write_file(text, "results.json")], Request(registry))
    assert [(each["metric"], each["value"]) for each in scores(reading.board)] == [("mc1", 50)]
    assert reading.board.errors is None
    assert told(reading.faults) == [
        (0, "quiz: acc is nan: left out"),
        (0, "quiz: f1 is inf: left out"),
        (0, "quiz: em is -inf: left out"),
    ]


def test_what_is_no_number_at_all_is_no_score(read_run: ReadRun) -> None:
    figures = {"acc": "0.5", "f1": None, "em": True, "mc1": [0.5], "mc2": 0.5}
    assert only(read_run(OLD_RUN, results={"quiz": figures, "note": "none"}))["metric"] == "mc2"


# Folders


def test_of_a_folder_every_file_is_read_and_told_how_far_it_is(
    write_file: WriteFile, registry: Registry, tmp_path: Path
) -> None:
    for place in range(60):
        run = RUN | {"config": {"model_args": f"pretrained=lab/model-{place}"}}
        write_file(json.dumps(run), f"runs/{place % 7}/results_{place}.json")
    calls: list[tuple[int, int]] = []
    asked = Request(registry, progress=lambda done, total: calls.append((done, total)))
    (reading,) = read([tmp_path / "runs"], asked)
    assert sorted(reading.board.fact("name")) == sorted(f"lab/model-{place}" for place in range(60))
    assert calls == [(done, 60) for done in range(1, 61)]


def test_of_a_folder_files_that_hold_no_results_are_told_and_left_out(
    write_file: WriteFile, registry: Registry, tmp_path: Path
) -> None:
    write_file('{"results": {"arc_', "runs/a.json")
    good = write_file(json.dumps(RUN), "runs/b.json")
    write_file('{"models": []}', "runs/c.json")
    write_file("[]", "runs/samples_arc_challenge_2024-08-14T04-26-36.json")
    write_file("{}", "runs/notes.txt")
    (reading,) = read([tmp_path / "runs"], Request(registry))
    assert scores(reading.board) == scores(read([good], Request(registry))[0].board)
    assert [(Path(fault.file).name, fault.line) for fault in reading.faults] == [("a.json", 1), ("c.json", 0)]


def test_a_folder_without_json_is_refused(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(BoardError, match="holds no JSON file"):
        read([tmp_path], Request(registry))


def test_results_are_recognised(tmp_path: Path) -> None:
    assert recognises(tmp_path, b"")
    assert recognises(Path("results.json"), b'{"results": {')
    assert not recognises(Path("results.csv"), b"Model,ARC\n")
    assert not recognises(Path("table.json"), b"\xef\xbb\xbf [{")
    assert load_importer("lm-eval").read is read


def test_files_are_not_held_in_memory(registry: Registry, tmp_path: Path) -> None:
    text = json.dumps(RUN | {"configs": {"quiz": ["filler"] * 40_000}})
    for number in range(30):
        (tmp_path / f"{number}.json").write_text(text, encoding="utf-8")
    tracemalloc.start()
    read([tmp_path], Request(registry))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * len(text)


def test_hidden_folders_are_not_looked_into(write_file: WriteFile, registry: Registry, tmp_path: Path) -> None:
    write_file(json.dumps(RUN), "runs/.cache/a.json")
    write_file(json.dumps(OLD_RUN), "runs/b/c.json")
    (reading,) = read([tmp_path / "runs"], Request(registry))
    assert reading.board.fact("name") == ["lab/old-7B"]


def test_a_folder_without_scores_says_so_of_all(write_file: WriteFile, registry: Registry, tmp_path: Path) -> None:
    for number in range(3):
        write_file('{"results": {}}', f"runs/{number}.json")
    with pytest.raises(BoardError, match=r"0.json: has no score: left out. 2 more files have no score either."):
        read([tmp_path / "runs"], Request(registry))


def test_what_several_files_share_is_told_once(write_file: WriteFile, registry: Registry, tmp_path: Path) -> None:
    for number in range(3):
        write_file('{"results": {"quiz": {"acc": NaN, "f1": 0.5}}}', f"runs/{number}.json")
    (reading,) = read([tmp_path / "runs"], Request(registry))
    assert told(reading.faults) == [(0, "quiz: acc is nan: left out (and so in 2 more)")]
    assert Path(reading.faults[0].file).name == "0.json"


def test_of_many_different_things_no_more_than_fifty_are_told(read_run: ReadRun) -> None:
    results = {f"quiz{number}": {"acc": "high", "f1": 0.5} for number in range(70)}
    messages = told(read_run(results=results).faults)
    assert len(messages) == 51
    assert messages[-1] == (0, "20 more things like this aren't told")


# The small files that were once read wrongly

SMALL = Path(__file__).parents[1] / "data" / "tables"


def read_small(name: str, registry: Registry) -> Reading:
    return read_any(next(SMALL.glob(f"{name}*.json")), Request(registry))


def test_the_day_of_the_oldest_files_has_the_month_first(registry: Registry) -> None:
    assert read_small("09", registry).board.fact("date") == ["2022-11-25"]


def test_a_group_without_a_metric_has_no_score(registry: Registry) -> None:
    reading = read_small("18", registry)
    (score,) = scores(reading.board)
    assert (score["benchmark"], score["metric"]) == ("mmlu_flan_cot_zeroshot/anatomy", "exact_match,strict-match")
    assert (score["value"], score["stderr"]) == (50, 7)
    assert told(reading.faults) == [(0, "mmlu_flan_cot_zeroshot has no score of its own, only its parts have")]


def ranked_alone(name: str, registry: Registry) -> tuple[list[str], list[float], list[float]]:
    """Benchmarks, figure and standard error of a file's one entry as it is ranked."""
    result = rank_entries(read_small(name, registry).board, RankSettings(sets="none"), registry)
    errors = result.board.errors
    assert errors is not None
    return [measure.benchmark for measure in result.board.measures], [result.figure_of(0)], errors.ravel().tolist()


def test_pass_at_1_is_a_share(registry: Registry) -> None:
    assert ranked_alone("19", registry) == (["mbpp"], [48.2], [2.24])


def test_a_path_of_the_hub_s_cache_is_the_model(registry: Registry) -> None:
    board = read_small("21", registry).board
    facts = [board.fact(fact)[0] for fact in ("name", "hub", "revision")]
    assert facts == ["meta-llama/Llama-2-7b-hf"] * 2 + ["0123456789abcdef0123456789abcdef01234567"]
    (identity,) = identify_entries(board, registry)
    assert identity is not None
    assert identity.size is not None
    assert (identity.model.name, identity.size.name) == ("Llama 2", "7B")


def test_a_group_with_a_score_is_a_whole(registry: Registry) -> None:
    assert ranked_alone("22", registry) == (["kmmlu_direct"], [45], [0.4])
    benchmarks = [measure.benchmark for measure in read_small("22", registry).board.measures]
    assert benchmarks == ["kmmlu_direct", "kmmlu_direct/stem", "kmmlu_direct/biology"]


# Keeping


def keep(store: BoardStore, registry: Registry, *paths: Path) -> Addition:
    (reading,) = read(paths, Request(registry))
    assert reading.scores is not None
    (addition,) = store.plan([(reading.board, reading.scores)], merge=True)
    store.keep(addition)
    return addition


def test_importing_twice_adds_nothing(write_file: WriteFile, registry: Registry, tmp_path: Path) -> None:
    paths = [write_file(json.dumps(RUN), "new.json"), write_file(json.dumps(OLD_RUN), "old.json")]
    store = BoardStore((tmp_path / "boards",))
    assert keep(store, registry, *paths).new == 2
    kept = (tmp_path / "boards" / "lm-eval" / "undated.csv").read_bytes()
    again = keep(store, registry, *paths)
    assert (again.new, again.table) == (0, None)
    assert (tmp_path / "boards" / "lm-eval" / "undated.csv").read_bytes() == kept


def test_a_second_import_of_more_tasks_of_a_model_makes_one_entry(
    write_file: WriteFile, registry: Registry, tmp_path: Path
) -> None:
    store = BoardStore((tmp_path / "boards",))
    keep(store, registry, write_file(json.dumps(RUN), "first.json"))
    more = RUN | {"results": {**RUN["results"], "winogrande": {"acc,none": 0.75, "acc_stderr,none": 0.01}}}
    keep(store, registry, write_file(json.dumps(more), "second.json"))
    board = store.load("lm-eval")
    assert board.fact("name") == ["lab/model-1.1B"]
    assert [(each["benchmark"], each["metric"], each["value"]) for each in scores(board)] == [
        ("arc", "acc", 41.25),
        ("arc", "acc_norm", 45.625),
        ("winogrande", "acc", 75),
    ]


def test_another_run_of_the_same_tasks_is_an_entry_of_its_own(
    write_file: WriteFile, registry: Registry, tmp_path: Path
) -> None:
    store = BoardStore((tmp_path / "boards",))
    keep(store, registry, write_file(json.dumps(RUN), "first.json"))
    other = {"arc_challenge": {"acc,none": 0.5, "acc_norm,none": 0.625}}
    assert keep(store, registry, write_file(json.dumps(RUN | {"results": other}), "second.json")).new == 1
    assert store.load("lm-eval").values.tolist() == [[41.25, 45.625], [50, 62.5]]


# The real files

PARTS = {"hendrycksTest-": "mmlu/", "blimp_": "blimp/", "crows_pairs_": "crows-pairs/"}
NUMBERS = {"ppl", "likelihood_difference"}
ONLY_PARTS = {f"{whole} has no score of its own, only its parts have" for whole in ("blimp", "crows-pairs", "mmlu")}


def real_run(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return found


def real_board(path: Path, registry: Registry) -> Board:
    (reading,) = read([path], Request(registry))
    assert {fault.message for fault in reading.faults} <= ONLY_PARTS
    return reading.board


def test_of_real_files_every_score_is_kept_with_its_error(registry: Registry) -> None:
    paths = real_files("lm_eval", "*.json")
    assert len(paths) >= 12
    for path in paths:
        run = real_run(path)
        found = {(each["benchmark"], each["metric"]): each for each in scores(real_board(path, registry))}
        found.pop(("mmlu", "acc"))
        for task, figures in run["results"].items():
            known = registry.find_benchmark(task)
            prefix = next((prefix for prefix in PARTS if task.startswith(prefix)), "")
            benchmark = known.id if known else PARTS.get(prefix, "") + task.removeprefix(prefix)
            for metric in (key for key in figures if not key.endswith("_stderr")):
                score = found.pop((benchmark, metric))
                scale = 1 if metric in NUMBERS else 100
                assert abs(Decimal(score["value"]) - scale * Decimal(figures[metric])) < Decimal("1e-10"), task
                assert abs(Decimal(score["stderr"]) - scale * Decimal(figures[f"{metric}_stderr"])) < Decimal("1e-10")
                assert (score["unit"] == "percent") == (metric not in NUMBERS)
                assert (score["better"] == "lower") == (metric in {*NUMBERS, "pct_stereotype"})
                assert score["version"] == str(run["versions"][task])
        assert found == {}


def test_of_real_files_model_and_shots_are_those_of_the_arguments(registry: Registry) -> None:
    for path in real_files("lm_eval", "*.json"):
        config = real_run(path)["config"]
        arguments = dict(part.split("=") for part in config["model_args"].split(","))
        board = real_board(path, registry)
        assert board.fact("name") == board.fact("hub") == [arguments["pretrained"]]
        assert board.fact("revision") == [arguments.get("revision")]
        assert {measure.shots for measure in board.measures} == {config["num_fewshot"]}


def test_of_real_files_mmlu_is_the_mean_of_57_subjects(registry: Registry) -> None:
    for path in real_files("lm_eval", "*.json"):
        parts = [each for task, each in real_run(path)["results"].items() if task.startswith("hendrycksTest-")]
        assert len(parts) == 57
        board = real_board(path, registry)
        (whole,) = (each for each in scores(board) if each["benchmark"] == "mmlu")
        variance = sum(each["acc_stderr"] ** 2 for each in parts) / 57**2
        assert whole["value"] == pytest.approx(float(100 * statistics.mean(each["acc"] for each in parts)), abs=1e-9)
        assert whole["stderr"] == pytest.approx(float(100 * variance.sqrt()), abs=1e-9)


def test_importing_the_real_files_twice_adds_nothing(registry: Registry, tmp_path: Path) -> None:
    paths = real_files("lm_eval", "*.json")
    store = BoardStore((tmp_path,))
    assert keep(store, registry, *paths).new == 9  # three of the models with two numbers of shots
    assert keep(store, registry, *paths).new == 0
    assert len(from_board(store.load("lm-eval"))["value"]) == sum(
        len(scores(real_board(path, registry))) for path in paths
    )


@pytest.mark.parametrize(
    "broken",
    [
        '{"results": {"quiz": {"acc,none": null}}, "group_subtasks": {"x": null}}',
        "",
        "\xff",
        '{"results": {"quiz": {"acc": 1',
    ],
)
def test_a_file_that_can_t_be_read_keeps_no_other_from_being_read(
    registry: Registry, tmp_path: Path, broken: str
) -> None:
    (tmp_path / "bad.json").write_bytes(broken.encode("latin-1"))
    (tmp_path / "good.json").write_text('{"results": {"quiz": {"acc": 0.5}}, "groups": null}')
    [reading] = read([tmp_path], Request(registry))
    assert reading.board.values.tolist() == [[50]]
    assert [fault.file for fault in reading.faults] == [str(tmp_path / "bad.json")]


@pytest.mark.parametrize(("task", "metric"), [("truthfulqa_mc1", "mc1"), ("truthfulqa_mc2", "mc2")])
def test_what_newer_versions_call_accuracy_keeps_its_name(read_run: ReadRun, task: str, metric: str) -> None:
    board = read_run({"results": {task: {"acc,none": 0.4}}}).board
    assert board.measures[0].metric == metric

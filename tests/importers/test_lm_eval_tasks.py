"""How tasks and groups of the harness are named, and what shots groups have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from tests.growth import LINEAR, growth

from llmsurvey.importers.lm_eval_tasks import BenchmarkNames, Groups, groups_by_depth, lighteval_task
from llmsurvey.registry.registry import Registry


def name_all(
    registry: Registry,
    groups: Any,
    scored: Iterable[str],
    aliases: Mapping[str, str | None] | None = None,
    told: list[str] | None = None,
) -> list[str]:
    """The benchmarks of the tasks that have a score."""

    def find(name: str) -> str | None:
        benchmark = registry.find_benchmark(name)
        return benchmark.id if benchmark else None

    tasks = list(scored)
    messages: list[str] = [] if told is None else told
    names = BenchmarkNames(Groups(groups, messages.append), set(tasks), aliases or dict.fromkeys(tasks), find)
    return [names.benchmark_of(task) for task in tasks]


MMLU = {"mmlu": ["mmlu_stem", "mmlu_anatomy"], "mmlu_stem": ["mmlu_logic"]}
FLAN = {"mmlu_flan": ["mmlu_flan_stem"], "mmlu_flan_stem": ["mmlu_flan_anatomy"]}
DIRECT = {"kmmlu_direct": ["kmmlu_direct_stem"], "kmmlu_direct_stem": ["kmmlu_direct_biology"]}
BOARD = {"leaderboard": ["leaderboard_bbh", "leaderboard_ifeval", "other"], "leaderboard_bbh": ["leaderboard_bbh_dyck"]}


@pytest.mark.parametrize(
    ("groups", "tasks", "benchmarks"),
    [
        (MMLU, "mmlu mmlu_stem mmlu_logic mmlu_anatomy", "mmlu mmlu/stem mmlu/logic mmlu/anatomy"),
        (MMLU, "mmlu mmlu_logic", "mmlu mmlu/logic"),
        ({"mmlu_stem": ["mmlu_logic"]}, "mmlu_stem mmlu_logic", "mmlu/stem mmlu/logic"),
        (FLAN, "mmlu_flan mmlu_flan_stem mmlu_flan_anatomy", "mmlu_flan mmlu_flan/stem mmlu_flan/anatomy"),
        (FLAN, "mmlu_flan_anatomy", "mmlu_flan/anatomy"),
        (
            DIRECT,
            "kmmlu_direct kmmlu_direct_stem kmmlu_direct_biology",
            "kmmlu_direct kmmlu_direct/stem kmmlu_direct/biology",
        ),
        (DIRECT, "kmmlu_direct kmmlu_direct_biology", "kmmlu_direct kmmlu_direct/biology"),
        ({"quizzes": ["belief_quiz"]}, "quizzes belief_quiz", "quizzes quizzes/belief_quiz"),
        ({"quizzes": ["belief_quiz"]}, "belief_quiz", "belief_quiz"),
        ({"winogrande": [], "quiz": []}, "winogrande quiz", "winogrande quiz"),
        ({"ai2_arc": ["arc_easy", "arc_challenge"]}, "ai2_arc arc_easy arc_challenge", "ai2_arc/all arc-easy arc"),
        (
            {"truthfulqa": ["truthfulqa_mc1", "truthfulqa_mc2", "truthfulqa_gen"]},
            "truthfulqa truthfulqa_mc1 truthfulqa_mc2 truthfulqa_gen",
            "truthfulqa/all truthfulqa-mc1 truthfulqa truthfulqa/gen",
        ),
        (BOARD, "leaderboard_bbh leaderboard_bbh_dyck leaderboard_ifeval other", "bbh bbh/dyck ifeval other"),
        ({"suite": ["suite_a", "b"], "suite_a": ["suite_a_x"]}, "suite_a suite_a_x b", "suite_a suite_a/x b"),
        ({}, "hendrycksTest-anatomy blimp_island crows_pairs_english", "mmlu/anatomy blimp/island crows-pairs/english"),
        ({}, "harness|arc:challenge|25 leaderboard|mmlu:anatomy|5|0", "arc mmlu/anatomy"),
        ({}, "mmlu:_average|5 lighteval|bigbench:navigate|3", "mmlu bigbench/navigate"),
    ],
)
def test_tasks_have_the_names_of_benchmarks(
    registry: Registry, groups: Mapping[str, list[str]], tasks: str, benchmarks: str
) -> None:
    assert name_all(registry, groups, tasks.split()) == benchmarks.split()


@pytest.mark.parametrize(
    ("task", "alias", "benchmark"),
    [
        ("mmlu_world_religions", "world_religions", "mmlu/world_religions"),
        ("mmlu_world_religions", "- world religions", "mmlu/world_religions"),
        ("kmmlu_direct_law", "law", "kmmlu_direct_law"),
        ("quiz_law", "quiz_law", "quiz_law"),
        ("mmlu_law", "_law", "mmlu_law"),
        ("mmlu_law", "", "mmlu_law"),
    ],
)
def test_a_part_alone_is_known_by_its_alias(registry: Registry, task: str, alias: str, benchmark: str) -> None:
    assert name_all(registry, {}, [task], {task: alias}) == [benchmark]


def test_groups_show_in_the_depth_of_aliases(registry: Registry) -> None:
    aliases = {
        "kmmlu_direct": "kmmlu_direct",
        "kmmlu_direct_stem": " - stem",
        "kmmlu_direct_biology": "  - biology",
        "kmmlu_direct_law": " - law",
        "quiz": "quiz",
        "number": 7,
    }
    groups = groups_by_depth({task: {"alias": alias} for task, alias in aliases.items()})
    assert groups == {
        "kmmlu_direct": ["kmmlu_direct_stem", "kmmlu_direct_law"],
        "kmmlu_direct_stem": ["kmmlu_direct_biology"],
    }


@pytest.mark.parametrize(
    "groups",
    [
        {"b": ["a"], "a": ["b"]},
        {"a": ["a"]},
        {"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]},
    ],
)
def test_circles_of_groups_end(registry: Registry, groups: dict[str, list[str]]) -> None:
    told: list[str] = []
    assert name_all(registry, groups, ["a", "b"], told=told) == ["a", "b"]
    assert told == ([] if groups == {"a": ["a"]} else ["its groups are parts of each other (group_subtasks): ignored"])


def test_groups_of_another_kind_are_told(registry: Registry) -> None:
    told: list[str] = []
    groups = {"x": None, "": ["a"], "y": [None, "", ["z"], "a", 7], "z" * 2000: ["b"]}
    assert name_all(registry, groups, ["y", "a", "b"], told=told) == ["y", "y/a", "b"]
    assert len(told) == 3


def test_a_group_has_the_shots_of_its_tasks() -> None:
    groups = Groups({"mmlu": ["mmlu_stem", "law"], "mmlu_stem": ["logic"], "mixed": ["logic", "quiz"]}, print)
    stated = {"mmlu": 0, "mmlu_stem": 0, "mixed": 5, "logic": 5, "law": 5, "quiz": 3}
    assert groups.shots(stated) == {**stated, "mmlu": 5, "mmlu_stem": 5, "mixed": None}
    assert groups.shots({"mmlu": 2}) == {"mmlu": 2}


def test_lighteval_writes_the_shots_into_the_name() -> None:
    assert lighteval_task("harness|arc:challenge|25") == ("arc:challenge", 25)
    assert lighteval_task("arc_challenge") is None
    assert lighteval_task("harness|arc|many") is None


def chain(size: int) -> dict[str, list[str]]:
    """Groups of which each is in the next."""
    return {f"g{number}": [f"g{number + 1}"] for number in range(size)}


def test_work_is_linear_in_the_depth_of_groups(registry: Registry) -> None:
    def name_chain(groups: dict[str, list[str]]) -> None:
        name_all(registry, groups, [*groups, "quiz"])
        Groups(groups, print).shots(dict.fromkeys(groups, 5))

    assert growth(name_chain, chain, 500) < LINEAR


def test_a_very_deep_chain_of_groups_is_named(registry: Registry) -> None:
    names = name_all(registry, chain(30_000), ["g0", "g29999"])
    assert names == ["g0", "g0/g29999"]


def test_tasks_of_one_name_without_a_group_are_parts_of_a_whole(registry: Registry) -> None:
    tasks = ["kmmlu_direct_law", "kmmlu_direct_math", "xnli_en", "xnli_ko", "mmlu_law", "mmlu_pro", "gsm8k_cot"]
    assert name_all(registry, {}, tasks) == [
        *("kmmlu_direct/law", "kmmlu_direct/math", "xnli/en", "xnli/ko", "mmlu_law", "mmlu-pro", "gsm8k_cot"),
    ]

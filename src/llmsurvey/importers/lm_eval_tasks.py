"""The benchmark that a task of the harness is, or is a part of; and which shots the tasks of a group have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from graphlib import CycleError, TopologicalSorter
from typing import Any, NamedTuple

from llmsurvey.importers.json_nodes import mapping_in, text_in
from llmsurvey.messages import say

FindBenchmark = Callable[[str], str | None]
"""Gives the id of the registry's benchmark that answers to a name."""

_PARTS = (("hendrycksTest-", "mmlu"), ("blimp_", "blimp"), ("crows_pairs_", "crows-pairs"))
"""Tasks of the older schema that are parts of a benchmark, by what their names begin with."""

_OF_PARTS = re.compile(
    r"(?:(?:leaderboard|global|okapi|m|ar|cmmlu|arabic|turkish|indo)_)?"
    r"(?:k|c|j|tr|arabic|indo|global_)?mmlu(?:_(?:direct_hard|direct|hard|cot_hard|cot|flan_n_shot_generative|"
    r"flan_n_shot_loglikelihood|flan_cot_fewshot|flan_cot_zeroshot|continuation|generative))?_(?!pro\b|pro_|redux|plus|prox)|"
    r"(?:ceval-valid|ceval|agieval|haerae|hrm8k|csatqa|belebele|mgsm_direct|mgsm_en_cot|mgsm_native_cot|xnli|xcopa|xwinograd|"
    r"xstorycloze|paws|blimp|crows_pairs|bbh_cot_fewshot|bbh_cot_zeroshot|bbh_fewshot|bbh_zeroshot|bbh|leaderboard_bbh|"
    r"leaderboard_math|leaderboard_gpqa|leaderboard_musr|hendrycks_math|minerva_math|bigbench)_"
)
"""What the names of tasks begin with that are parts of a benchmark: subjects, languages, exercises."""

_LIGHTEVAL = re.compile(r"(?:[\w-]+\|)?(?P<task>[^|]+)\|(?P<shots>\d{1,6})(?:\|\d+)?")
"""`SUITE|TASK|SHOTS`, of which the oldest have a last part more and the newest no suite."""

_DASH = re.compile(r"( *)- ")
"""What stands before the alias of a task that is in a group: a blank for each group above."""

_MOST_WORDS = 4
"""No benchmark of the registry that has groups is called by more words."""


class LightevalTask(NamedTuple):
    """A task as lighteval writes it, with its shots: `harness|arc:challenge|25`."""

    name: str
    shots: int


def lighteval_task(task: str) -> LightevalTask | None:
    """Take the name of a task of lighteval apart; None for a task of the harness."""
    match = _LIGHTEVAL.fullmatch(task)
    return LightevalTask(match["task"], int(match["shots"])) if match else None


def groups_by_depth(results: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the tasks of each group as aliases show them, which have blanks and a dash for each group above.

    Versions before 0.4.2 say it in no other way; their groups stand before their tasks.
    """
    groups: dict[str, list[str]] = {}
    above: list[str] = []
    for task, figures in results.items():
        alias = figures.get("alias")
        dash = _DASH.match(alias) if isinstance(alias, str) else None
        del above[len(dash[1]) if dash else 0 :]
        if above:
            groups.setdefault(above[-1], []).append(task)
        above.append(task)
    return groups


class Groups:
    """The groups of a file: which tasks each has, and the order in which a group comes behind all of its tasks.

    What is wrong with them is told, and they are left out of account.
    """

    def __init__(self, node: Any, tell: Callable[[str], None]) -> None:
        self.tasks: dict[str, list[str]] = {}
        for name, tasks in mapping_in(node).items():
            group = text_in(name)
            if group is None or not isinstance(tasks, list):
                tell(say('"{group}" is no group with a list of tasks (group_subtasks): ignored', group=group or ""))
                continue
            self.tasks[group] = [task for task in map(text_in, tasks) if task and task != group]
        try:
            self.order = list(TopologicalSorter(self.tasks).static_order())
        except CycleError:
            tell(say("its groups are parts of each other (group_subtasks): ignored"))
            self.tasks, self.order = {}, []
        self.parents: dict[str, str] = {}
        for group, members in self.tasks.items():
            for task in members:
                self.parents.setdefault(task, group)

    def shots(self, stated: Mapping[str, int | None]) -> dict[str, int | None]:
        """Return the shots of each task; a group has those that its tasks have in common, none where they differ.

        What is stated of a group itself isn't always true: files of version 0.4.2 have 0 for groups of 5 shots.
        """
        shots = dict(stated)
        for group in self.order:
            of_tasks = {shots[task] for task in self.tasks.get(group, ()) if shots.get(task) is not None}
            if of_tasks:
                shots[group] = of_tasks.pop() if len(of_tasks) == 1 else None
        return shots


class _Whole(NamedTuple):
    """What tasks are parts of: the benchmark, and what the names of its tasks begin with."""

    prefix: str
    benchmark: str

    def part(self, task: str) -> str:
        return f"{self.benchmark}/{task.removeprefix(f'{self.prefix}_') or task}"


class BenchmarkNames:
    """Names the tasks of a file: the registry's benchmark, a part of a whole (`mmlu/anatomy`), or the task itself.

    `scored` are the tasks that have a score, `aliases` what each task outside of groups is called beside its name.
    """

    def __init__(
        self, groups: Groups, scored: Set[str], aliases: Mapping[str, str | None], find: FindBenchmark
    ) -> None:
        self._groups, self._scored, self._aliases, self._find = groups, scored, aliases, find
        self._collections: set[str] = set()
        for group in groups.order:  # a group behind its tasks
            if any(task in self._collections or find(task) for task in groups.tasks.get(group, ())):
                self._collections.add(group)
        self._series = _series_of([task for task in scored if task not in groups.parents], find)
        self._wholes: dict[str, _Whole | None] = {}
        for group in reversed(groups.order):  # a group before its tasks
            if groups.tasks.get(group):
                self._wholes[group] = self._whole_of(group)

    def benchmark_of(self, task: str) -> str:
        """Return the name of the benchmark that a task is, or is a part of.

        A group of benchmarks of the registry is none beside these (`ai2_arc/all`).
        """
        if (lighteval := lighteval_task(task)) is not None:
            return self._of_lighteval(lighteval.name)
        if task in self._collections:
            return f"{self._find(task) or task}/all"
        if (benchmark := self._find(task) or _old_part(task)) is not None:
            return benchmark
        whole = self._whole_above(task) or self._wholes.get(task)
        if whole is None:
            return self._by_alias(task) or self._series.get(task) or task
        return task if whole.prefix == task else whole.part(task)

    def unscored_wholes(self) -> Iterator[tuple[str, str]]:
        """Yield the groups that are benchmarks without a score of their own, each with the name of the benchmark."""
        for group, whole in self._wholes.items():
            if whole is not None and whole.prefix == group and group not in self._scored:
                yield group, whole.benchmark

    def _whole_above(self, task: str) -> _Whole | None:
        """Return what a task is a part of by its group."""
        group = self._groups.parents.get(task)
        return None if group is None else self._wholes.get(group)

    def _whole_of(self, group: str) -> _Whole | None:
        """Return what the tasks of a group are parts of: the nearest benchmark of the registry, or the outermost group.

        They are parts of nothing in a group that is none beside them.
        """
        if (benchmark := self._find(group)) is not None:
            return _Whole(group, benchmark)
        if group in self._collections:
            return None
        whole = self._whole_above(group) or self._named_by_tasks(group)
        if whole is not None:
            return whole
        return None if group not in self._scored and self._is_loose(group) else _Whole(group, group)

    def _named_by_tasks(self, group: str) -> _Whole | None:
        """Return the registry's benchmark that a group and its tasks are named after: MMLU for `mmlu_stem`."""
        words = group.split("_")
        for count in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
            prefix = "_".join(words[:count])
            if (benchmark := self._find(prefix)) is not None:
                tasks = self._groups.tasks[group]
                is_part = all(task.startswith(f"{prefix}_") for task in tasks)
                return _Whole(prefix, benchmark) if is_part and not self._is_named_after(group) else None
        return None

    def _is_loose(self, group: str) -> bool:
        """Whether the tasks of a group are benchmarks themselves: one has tasks and a score, or none is named after it.

        So it is with the groups that are no more than a way to ask for several benchmarks at once.
        """
        has_group = any(task in self._scored and self._groups.tasks.get(task) for task in self._groups.tasks[group])
        return has_group or not self._is_named_after(group)

    def _is_named_after(self, group: str) -> bool:
        """Whether the name of any task of a group begins with that of the group."""
        return any(task.startswith(f"{group}_") for task in self._groups.tasks[group])

    def _by_alias(self, task: str) -> str | None:
        """Return the part that the alias of a task names, where its whole is known: `anatomy` of `mmlu_anatomy`."""
        alias = (self._aliases.get(task) or "").removeprefix("- ").replace(" ", "_")
        if not alias or not task.endswith(f"_{alias}"):
            return None
        whole = task.removesuffix(f"_{alias}")
        benchmark = self._find(whole) or (whole if whole in self._aliases else None)
        return f"{benchmark}/{alias}" if benchmark else None

    def _of_lighteval(self, task: str) -> str:
        """Return the benchmark of a task of lighteval: `mmlu:anatomy` is a part, `mmlu:_average` the whole."""
        if (benchmark := self._find(task) or _old_part(task)) is not None:
            return benchmark
        name, _, part = task.partition(":")
        benchmark = self._find(name) or name
        return f"{benchmark}/{part}" if part not in ("", "_average") else benchmark


def _series_of(tasks: Iterable[str], find: FindBenchmark) -> dict[str, str]:
    """Return tasks without a group that are parts of a benchmark by what their names begin with, with their names.

    So `kmmlu_direct_law` and `kmmlu_direct_math` are parts of `kmmlu_direct`; one by itself is what it is called. Of
    other benchmarks what goes on behind the name is another way of asking (`gsm8k_cot`).
    """
    rests: dict[str, dict[str, str]] = {}
    for task in tasks:
        match = _OF_PARTS.match(task)
        if match is not None and find(task) is None and (rest := task[match.end() :]):
            rests.setdefault(match[0].rstrip("_"), {})[task] = rest
    return {
        task: f"{find(whole) or whole}/{rest}"
        for whole, of_tasks in rests.items()
        if len(of_tasks) > 1
        for task, rest in of_tasks.items()
    }


def _old_part(task: str) -> str | None:
    """Return the part that a task of the older schema is: `hendrycksTest-anatomy` is `mmlu/anatomy`."""
    for prefix, whole in _PARTS:
        if task.startswith(prefix) and task != prefix:
            return f"{whole}/{task.removeprefix(prefix)}"
    return None

"""Which answers of two logs are to the same question, and so can be compared one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.methods import Vector
from llmsurvey.boards.paired_differences import Pair
from llmsurvey.errors import RequestError
from llmsurvey.importers.samples import DIGESTS, Answers, Log
from llmsurvey.logs.metrics import fitting_metrics
from llmsurvey.messages import Message, counted, list_names, option, say
from llmsurvey.registry.registry import Registry

Integers = npt.NDArray[np.int64]

_ODD = np.int64(0x1E3779B97F4A7C15)
"""Multiplying by it keeps different numbers different, and spreads them so that their sums with others differ too."""


class Pairs(NamedTuple):
    """By benchmark the measure and what both scored on the questions that they share, and what must be said of it."""

    pairs: dict[str, tuple[str, Pair]]
    notes: tuple[Message, ...]


class _Questions(NamedTuple):
    """Questions, each once: its number, the digests of its text by field, and its score."""

    numbers: Integers
    digests: Mapping[str, Integers]
    scores: Vector

    def keys(self, telling: Sequence[str]) -> Integers:
        """Return numbers that stand for each question, by its number and by the digests of some fields."""
        keys = self.numbers
        for field in telling:
            keys = keys * _ODD + self.digests[field]
        return keys


class _Comparison(NamedTuple):
    """A benchmark, the answers of both to it, and the measures that fit, of which the first is compared."""

    benchmark: str
    answers: tuple[Answers, Answers]
    measures: list[str]


def pair_up(first: Log, second: Log, metric: str | None, registry: Registry, *, mix: bool) -> Pairs:
    """Pair the answers of two logs by question: by its number, and by its text where both log that.

    Each benchmark is compared by `metric`, else by the one that the registry calls usual, else by the first one that
    both have. With `mix` a question that was put in other words is the same all the same. Raises RequestError where
    nothing can be paired, or the two don't share the metric.
    """
    tasks = _shared_tasks(first, second)
    comparisons = _list_comparisons(tasks, metric, registry)
    count: Counter[str] = Counter()
    pairs = {
        comparison.benchmark: (comparison.measures[0], _pair_answers(comparison, count, mix=mix))
        for comparison in comparisons
        if comparison.measures
    }
    pairs = {benchmark: (measure, pair) for benchmark, (measure, pair) in pairs.items() if len(pair.first)}
    if not pairs:
        raise RequestError(_explain_nothing_shared(first, second, count))
    notes = *_note_questions(count), *_note_tasks(first, second, tasks), *_note_measures(comparisons)
    return Pairs(pairs, notes)


def _list_comparisons(
    tasks: Mapping[str, tuple[Answers, Answers]], metric: str | None, registry: Registry
) -> list[_Comparison]:
    """Return what is compared. Raises RequestError where no task has a measure that fits."""
    benchmarks = {task: registry.find_benchmark(task) for task in tasks}
    times = Counter(benchmark.id for benchmark in benchmarks.values() if benchmark)
    comparisons = []
    for task, answers in tasks.items():
        benchmark = benchmarks[task]
        shared = [measure for measure in answers[0].scores if measure in answers[1].scores]
        usual = fitting_metrics(shared, benchmark.metric if benchmark else None) or shared
        name = benchmark.id if benchmark and times[benchmark.id] == 1 else task
        comparisons.append(_Comparison(name, answers, fitting_metrics(shared, metric) if metric else usual))
    if not any(comparison.measures for comparison in comparisons):
        raise RequestError(_explain_no_measure(tasks, metric))
    return comparisons


def _shared_tasks(first: Log, second: Log) -> dict[str, tuple[Answers, Answers]]:
    """Return the answers of both by task; one file is compared with one where its name doesn't tell the task.

    Raises RequestError where there is none.
    """
    if len(first.tasks) == len(second.tasks) == 1 and not (first.is_told and second.is_told):
        (task, answers), (second_answers,) = *first.tasks.items(), second.tasks.values()
        return {task: (answers, second_answers)}
    shared = {task: (answers, second.tasks[task]) for task, answers in first.tasks.items() if task in second.tasks}
    if not shared:
        raise RequestError(
            say(
                "{first} and {second} have no task in common: {tasks} against {others}.",
                first=first.name,
                second=second.name,
                tasks=list_names(list(first.tasks)),
                others=list_names(list(second.tasks)),
            )
        )
    return shared


def _explain_no_measure(tasks: Mapping[str, tuple[Answers, Answers]], metric: str | None) -> Message:
    """Say why no task can be compared."""
    shared = dict.fromkeys(name for first, second in tasks.values() for name in first.scores if name in second.scores)
    if metric is None:
        return say("the two logs share no metric in {tasks}.", tasks=list_names(list(tasks)))
    return say(
        "{option}: both have no {metric}. There are: {known}.",
        option=option("metric"),
        metric=metric,
        known=", ".join(shared),
    )


def _pair_answers(comparison: _Comparison, count: Counter[str], *, mix: bool) -> Pair:
    """Return what both scored on each question that they share; questions that aren't compared are counted."""
    telling = [field for field in DIGESTS if not (mix and field == "prompt_hash")]
    first, second = (_by_question(answers, comparison.measures[0], telling, count) for answers in comparison.answers)
    in_first, in_second = _same_questions(first, second, telling)
    differs, is_checked = np.zeros((2, len(in_first)), dtype=bool)
    for field in DIGESTS:
        first_digest, second_digest = first.digests[field][in_first], second.digests[field][in_second]
        is_logged = (first_digest != 0) & (second_digest != 0)
        is_other = is_logged & (first_digest != second_digest)
        if field in telling:
            differs |= is_other
            count[field] += int(is_other.sum())
        else:
            count["mixed"] += int((is_other & ~differs).sum())
        if field != "target_hash":
            is_checked |= is_logged
    count["differing"] += int(differs.sum())
    count["unchecked"] += int((~differs & ~is_checked).sum())
    count["alone"] += len(first.scores) + len(second.scores) - 2 * len(differs)
    is_share = all(((questions.scores >= 0) & (questions.scores <= 1)).all() for questions in (first, second))
    return Pair(first.scores[in_first[~differs]], second.scores[in_second[~differs]], is_share)


def _by_question(answers: Answers, measure: str, telling: Sequence[str], count: Counter[str]) -> _Questions:
    """Return the scores of one log by one measure; a question that was asked several times has their mean.

    Questions of one number are told apart by the fields in `telling`.
    """
    rows, scores = (np.asarray(column) for column in answers.scores[measure])
    digests = {field: np.asarray(digests)[rows] for field, digests in answers.digests.items()}
    questions = _Questions(np.asarray(answers.numbers)[rows], digests, scores)
    if _is_rising(questions.numbers):
        return questions
    keys, firsts, which, times = np.unique(
        questions.keys(telling), return_index=True, return_inverse=True, return_counts=True
    )
    count["repeated"] += len(rows) - len(keys)
    return _Questions(
        questions.numbers[firsts],
        {field: digest[firsts] for field, digest in digests.items()},
        np.bincount(which, weights=scores) / times,
    )


def _same_questions(first: _Questions, second: _Questions, telling: Sequence[str]) -> tuple[Integers, Integers]:
    """Return the rows of both whose questions have one number; where several share it, first those of one text."""
    is_unique = all(_is_rising(np.sort(questions.numbers)) for questions in (first, second))
    if is_unique and np.array_equal(first.numbers, second.numbers):
        return np.arange(len(first.numbers)), np.arange(len(first.numbers))
    if is_unique:
        return _in_both(first.numbers, second.numbers)
    in_first, in_second = _in_both(first.keys(telling), second.keys(telling))
    rest = np.setdiff1d(np.arange(len(first.numbers)), in_first)
    others = np.setdiff1d(np.arange(len(second.numbers)), in_second)
    first_rest, second_rest = _in_both(first.numbers[rest], second.numbers[others])
    return np.append(in_first, rest[first_rest]), np.append(in_second, others[second_rest])


def _is_rising(numbers: Integers) -> bool:
    """Whether each is larger than the one before, so that none is there twice."""
    return bool((numbers[1:] > numbers[:-1]).all())


def _in_both(first: Integers, second: Integers) -> tuple[Integers, Integers]:
    """Return where the numbers that two columns share stand in each, for the first time."""
    _, in_first, in_second = np.intersect1d(first, second, return_indices=True)
    return in_first, in_second


def _explain_nothing_shared(first: Log, second: Log, count: Mapping[str, int]) -> Message:
    """Say why no question could be paired."""
    if not count["differing"]:
        return say("{first} and {second} have no question in common.", first=first.name, second=second.name)
    mix = option("mix", True)
    return say(
        "{first} and {second} have no question in common: those of one number differ ({fields}).{hint}",
        first=first.name,
        second=second.name,
        fields=_differing_fields(count),
        hint=say(" Only their prompts do: pair them all the same with {mix}.", mix=mix) if _only_prompts(count) else "",
    )


def _differing_fields(count: Mapping[str, int]) -> str:
    return ", ".join(field for field in DIGESTS if count[field])


def _only_prompts(count: Mapping[str, int]) -> bool:
    """Whether questions differ in nothing but how they were put: other examples, another template."""
    return not any(count[field] for field in DIGESTS if field != "prompt_hash")


def _note_questions(count: Mapping[str, int]) -> Iterator[Message]:
    """Yield what must be said of questions that weren't paired, or not surely."""
    if count["mixed"]:
        yield counted(
            "MIXED on request: {number:,} question was put in other words (prompt_hash): that may be the difference.",
            "MIXED on request: {number:,} questions were put in other words (prompt_hash): that may be the difference.",
            count["mixed"],
        )
    if count["differing"]:
        yield counted(
            "{number:,} question isn't the same in both ({fields}): left out.",
            "{number:,} questions aren't the same in both ({fields}): left out.",
            count["differing"],
            fields=_differing_fields(count),
        )
    if count["unchecked"]:
        yield counted(
            "{number:,} question is paired by its number alone: not both logs have its text.",
            "{number:,} questions are paired by their numbers alone: not both logs have their texts.",
            count["unchecked"],
        )
    if count["alone"]:
        yield counted(
            "{number:,} answer is left out: the other wasn't asked the same question.",
            "{number:,} answers are left out: the other wasn't asked the same question.",
            count["alone"],
        )
    if count["repeated"]:
        yield counted(
            "{number:,} answer repeats a question, which counts once, with the mean of its answers.",
            "{number:,} answers repeat questions, each of which counts once, with the mean of its answers.",
            count["repeated"],
        )


def _note_tasks(first: Log, second: Log, shared: Mapping[str, object]) -> Iterator[Message]:
    """Yield which tasks only one of the two has."""
    for log in (first, second):
        if len(log.tasks) > len(shared):
            alone = [task for task in log.tasks if task not in shared]
            yield say("Only {log} has {tasks}.", log=log.name, tasks=list_names(alone))


def _note_measures(comparisons: Sequence[_Comparison]) -> Iterator[Message]:
    """Yield which benchmarks are left out, and which could be compared by another measure."""
    benchmarks: dict[tuple[str, ...], list[str]] = {}
    for comparison in comparisons:
        benchmarks.setdefault(tuple(comparison.measures), []).append(comparison.benchmark)
    for measures, names in benchmarks.items():
        if not measures:
            yield say("Left out, because the logs share no metric: {benchmarks}.", benchmarks=list_names(names))
        elif len(measures) > 1:
            yield say(
                "Compared by {metric} ({others} with {option}): {benchmarks}.",
                metric=measures[0],
                others=list_names(measures[1:]),
                option=option("metric"),
                benchmarks=list_names(names),
            )

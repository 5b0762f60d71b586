"""What must be known of models that are ranked by logs: how sure that is, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from llmsurvey.answers.logged_benchmark import explain_lacking, explain_unchecked
from llmsurvey.answers.logged_scores import BenchmarkScores, LoggedScores
from llmsurvey.answers.ranked_logs import RankedLogs
from llmsurvey.logs.mean_scores import MeanScores
from llmsurvey.messages import Message, join_texts, list_names, option, say
from llmsurvey.tables.note import Note, as_note, note, note_limit


def note_logged_ranks(ranked: RankedLogs, passed: int, rows: int) -> Iterator[Note]:
    """Say what the ranks are of, and how many of them are certain."""
    yield note(
        "selection",
        "{passed} of {total} models that answered the same questions, by the mean of {benchmarks}.",
        passed=passed,
        total=len(ranked.scores.models),
        benchmarks=", ".join(measure.benchmark for measure in ranked.measures),
    )
    if rows < passed:
        yield note_limit(rows, passed)
    if ranked.sets is None or ranked.unpaired is None:
        yield note("confidence", "No confidence sets: of a single question nothing is known of chance.")
        return
    certain, certain_unpaired = (int(np.sum(sets.best == sets.worst)) for sets in (ranked.sets, ranked.unpaired))
    yield note(
        "confidence",
        "{certain} of {count} ranks are certain, {unpaired} if pairs weren't used ({column}). 95 % confidence sets of "
        "paired differences, corrected for {pairs:,} pairs.",
        certain=certain,
        count=len(ranked.scores.models),
        unpaired=certain_unpaired,
        column="unpaired_rank_set",
        pairs=ranked.sets.pairs,
    )


def note_questions(scores: LoggedScores, parts: Sequence[MeanScores]) -> Iterator[Note]:
    """Say how many questions all of the models answered, and where these are drawn in groups."""
    counts = [
        say(
            "{benchmark} {common:,} of {all:,}",
            benchmark=each.logged.name,
            common=part.questions,
            all=each.matrix.questions,
        )
        for each, part in zip(scores.benchmarks, parts, strict=True)
    ]
    yield note("ranks", "Questions that all of these models answered: {counts}.", counts=join_texts(counts, ", "))
    clustered = [
        f"{each.logged.name} ({part.units:,})"
        for each, part in zip(scores.benchmarks, parts, strict=True)
        if part.units < part.questions
    ]
    if clustered:
        yield note(
            "confidence",
            "Questions of one subject, passage or document count as drawn together: {benchmarks}. The fewer of these "
            "clusters, the less is sure; {option} counts each question by itself.",
            benchmarks=list_names(clustered),
            option=option("clusters", False),
        )


def note_logged_scores(scores: LoggedScores) -> Iterator[Note]:
    """Say which runs and metrics count, and which models and benchmarks don't."""
    if scores.partial:
        yield note(
            "left-out",
            "Left out, because they weren't asked the same, or answered less than half of it: {models}.",
            models=list_names(list(scores.partial)),
        )
    if scores.few:
        yield note(
            "left-out",
            "Left out, because fewer than half of the models were asked: {benchmarks} ({option} chooses).",
            benchmarks=list_names([logged.name for logged in scores.few]),
            option=option("benchmark"),
        )
    unchecked = sum(each.unchecked for each in scores.benchmarks)
    yield from (as_note("comparability", sentence) for sentence in explain_unchecked(unchecked))
    yield from _note_runs(scores)
    yield from _note_metrics(scores.benchmarks)


def _note_runs(scores: LoggedScores) -> Iterator[Note]:
    """Say which run of several counts, and what set-ups don't tell."""
    benchmarks = [each.logged for each in scores.benchmarks]
    otherwise = _models_with(kept.run.model for logged in benchmarks for kept in logged.chosen.otherwise)
    if otherwise:
        yield note("left-out", "Runs of {models} in another set-up are left out.", models=otherwise)
    if older := _models_with(kept.run.model for logged in benchmarks for kept in logged.chosen.older):
        yield note("repeats", "Of several runs the newest counts: {models}.", models=older)
    yield from (as_note("left-out", each) for each in explain_lacking(logged.chosen for logged in benchmarks))
    for settings in dict.fromkeys(logged.chosen.unknown for logged in benchmarks if logged.chosen.unknown):
        yield note(
            "comparability",
            "Not all logs tell {settings}, which is taken to be the same: {benchmarks}.",
            settings=list_names(list(settings)),
            benchmarks=list_names([logged.name for logged in benchmarks if logged.chosen.unknown == settings]),
        )


def _note_metrics(benchmarks: Sequence[BenchmarkScores]) -> Iterator[Note]:
    """Say by which of several metrics models are ranked, and of which less is better."""
    if several := [each.logged for each in benchmarks if len(each.logged.metrics) > 1]:
        parts = [say("{benchmark} by {metric}", benchmark=logged.name, metric=logged.metric) for logged in several]
        yield note(
            "method",
            "One of several metrics: {parts} ({option}).",
            parts=join_texts(parts, ", "),
            option=option("metric"),
        )
    if lower := [each.logged.name for each in benchmarks if each.logged.is_lower_better]:
        yield note("comparability", "Less is better: {benchmarks}.", benchmarks=list_names(lower))


def _models_with(models: Iterable[str]) -> Message | str:
    names = list(dict.fromkeys(models))
    return list_names(names) if names else ""

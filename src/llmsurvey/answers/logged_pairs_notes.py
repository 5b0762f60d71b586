"""What must be known of the differences of logged models: how sure they are, and what wasn't compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from llmsurvey.answers.differences import note_unsure
from llmsurvey.answers.logged_benchmark import explain_lacking, explain_unchecked
from llmsurvey.answers.logged_pairs import LoggedPair, LoggedPairs
from llmsurvey.answers.paired_tests import PairedTests
from llmsurvey.answers.tested_pairs import TestedPair
from llmsurvey.boards.board import PERCENT
from llmsurvey.boards.correction import Correction
from llmsurvey.logs.paired_estimates import JUDGEMENTS
from llmsurvey.messages import Message, Word, counted, join_texts, list_names, mark, option, say
from llmsurvey.tables.note import Note, as_note, note

_METHODS = {
    "exact": say(
        "Paired, question by question: right or wrong answers by McNemar's exact test, others by Student's t test."
    ),
    "mid-p": say(
        "Paired, question by question: right or wrong answers by McNemar's mid-p test, others by Student's t test."
    ),
}

FEW_CLUSTERS = 20
"""With fewer clusters their error is unsure itself.

A. C. Cameron and D. L. Miller, "A practitioner's guide to cluster-robust inference", Journal of Human Resources 50
(2015), 317-372, section VI.
"""


def list_notes(logged: LoggedPairs, tested: Sequence[TestedPair], tests: PairedTests) -> Iterator[Note]:
    """Yield all that must be said of pairs, what is surest of all first."""
    yield from _note_chance(logged, tested, tests.correction)
    yield from _note_equivalence(tested, tests)
    if tests.clusters:
        yield from _note_clusters(logged.pairs)
    yield from _note_detectable(tested)
    yield from note_unsure([pair.difference for pair in tested])
    yield as_note("method", _METHODS["mid-p" if tests.mid_p else "exact"])
    yield from note_pairing(logged)


def note_pairing(logged: LoggedPairs) -> Iterator[Note]:
    """Yield what must be said of which runs and questions were paired, and which weren't."""
    yield from (as_note("left-out", sentence) for sentence in logged.left_out)
    yield from _note_questions(logged.pairs)
    yield from _note_runs(logged.pairs)
    yield from _note_measures(logged.pairs)


def _note_chance(logged: LoggedPairs, tested: Sequence[TestedPair], correction: Correction) -> Iterator[Note]:
    """Say how many differences are more than chance, and how sure that is of all of them."""
    judged = [pair for pair in tested if pair.difference.is_apart is not None]
    if not judged:
        return
    summary = say(
        _SURE[correction if len(judged) > 1 else "none"],
        apart=sum(pair.difference.is_apart is True for pair in judged),
        count=len(judged),
    )
    if len(logged.models) > 2:
        with_first = say("Each is compared with {first}, not with the others.", first=logged.models[0])
        summary = join_texts([with_first, summary])
    yield as_note("certainty", summary)


_SURE = {
    "holm": mark(
        "{apart} of {count} differences are more than chance, with 95 % confidence in all of them together (Holm)."
    ),
    "bh": mark(
        "{apart} of {count} differences are more than chance, of which no more than 5 % are expected to be false "
        "(Benjamini-Hochberg)."
    ),
    "none": mark("{apart} of {count} differences are more than chance, each with 95 % confidence by itself."),
}
"""How sure it is of all differences, by the correction for their number."""


def _note_equivalence(tested: Sequence[TestedPair], tests: PairedTests) -> Iterator[Note]:
    """Say of how many pairs the second is as good as the first, and where the margin is none of percentage points."""
    judgements = [pair.judgement for pair in tested if pair.judgement is not None]
    if judgements:
        counts = [
            join_texts([str(judgements.count(judgement)), Word("equivalence", judgement)])
            for judgement in JUDGEMENTS
            if judgement in judgements
        ]
        yield note(
            "certainty",
            "Is the other as good, within {margin:g}? {counts} (two one-sided tests).",
            margin=tests.equivalent_within,
            counts=join_texts(counts, ", "),
        )
    judged = [one.pair.measure for one in tested if one.judgement is not None]
    if plain := dict.fromkeys(measure.benchmark for measure in judged if measure.unit != PERCENT):
        yield note(
            "certainty",
            "Scores of {benchmarks} are no percentages: {margin:g} is in their own unit there.",
            benchmarks=list_names(list(plain)),
            margin=tests.equivalent_within,
        )


def _note_detectable(tested: Sequence[TestedPair]) -> Iterator[Note]:
    if any(pair.detectable is not None for pair in tested):
        yield note(
            "confidence",
            "What can't be told apart may differ all the same: of 5 differences as large as `{column}`, 4 would have "
            "shown.",
            column=Word("column", "detectable"),
        )


def _note_clusters(pairs: Sequence[LoggedPair]) -> Iterator[Note]:
    """Say where questions share something, and where too few do for an error that is sure itself."""
    counts = {pair.measure.benchmark: int(pair.clusters.max()) + 1 for pair in pairs if pair.clusters is not None}
    few = {name: count for name, count in counts.items() if 1 < count < FEW_CLUSTERS}
    enough = {name: count for name, count in counts.items() if count >= FEW_CLUSTERS}
    if few:
        yield note(
            "certainty",
            "Intervals by clusters of questions (subjects, passages, documents) of which there are few, so that these "
            "are unsure themselves: {benchmarks}. {option} counts each question by itself.",
            benchmarks=_with_counts(few),
            option=option("clusters", False),
        )
    if enough:
        yield note(
            "confidence",
            "Intervals by clusters of questions (subjects, passages, documents): {benchmarks}.",
            benchmarks=_with_counts(enough),
        )


def _with_counts(counts: dict[str, int]) -> str:
    return list_names([f"{name} ({count:,})" for name, count in counts.items()])


def _note_questions(pairs: Sequence[LoggedPair]) -> Iterator[Note]:
    """Say which questions weren't paired, not surely, or answered several times."""
    reworded, unchecked, alone = (
        sum(getattr(pair.questions, name) for pair in pairs) for name in ("reworded", "unchecked", "alone")
    )
    if reworded:
        yield as_note(
            "left-out",
            counted(
                "{number:,} question isn't the same in both ({fields}): left out.",
                "{number:,} questions aren't the same in both ({fields}): left out.",
                reworded,
                fields="hash",
            ),
        )
    yield from (as_note("comparability", sentence) for sentence in explain_unchecked(unchecked))
    if alone:
        yield as_note(
            "left-out",
            counted(
                "{number:,} answer is left out: the other wasn't asked the same question.",
                "{number:,} answers are left out: the other wasn't asked the same question.",
                alone,
            ),
        )


def _note_runs(pairs: Sequence[LoggedPair]) -> Iterator[Note]:
    """Say which run of several counts, which settings aren't known, and which questions were answered several times."""
    for names, benchmarks in _by_benchmark(pairs, lambda pair: pair.runs.chosen.unknown):
        yield note(
            "comparability",
            "Not both logs tell {settings}, which is taken to be the same: {benchmarks}.",
            settings=list_names(list(names)),
            benchmarks=benchmarks,
        )
    for models, benchmarks in _by_benchmark(pairs, lambda pair: _models_of(pair, "older")):
        yield note(
            "repeats",
            "Of several runs of {models} the newest counts: {benchmarks}.",
            models=list_names(list(models)),
            benchmarks=benchmarks,
        )
    yield from (as_note("left-out", sentence) for sentence in explain_lacking(pair.runs.chosen for pair in pairs))
    for models, benchmarks in _by_benchmark(pairs, lambda pair: _models_of(pair, "otherwise")):
        yield note(
            "left-out",
            "Runs of {models} in another set-up are left out: {benchmarks}.",
            models=list_names(list(models)),
            benchmarks=benchmarks,
        )
    for repeats, benchmarks in _by_benchmark(pairs, _repeats_of):
        yield note(
            "repeats",
            "Answered several times ({repeats}), each question counts once, with the mean of its answers: "
            "{benchmarks}.",
            repeats=join_texts(repeats, ", "),
            benchmarks=benchmarks,
        )


def _models_of(pair: LoggedPair, which: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kept.run.model for kept in getattr(pair.runs.chosen, which)))


def _repeats_of(pair: LoggedPair) -> tuple[Message, ...]:
    """Return how often each model answered a question, where that isn't once."""
    runs = (pair.runs.first, pair.runs.second)
    if all(kept.repeats <= 1 for kept in runs):
        return ()
    return tuple(join_texts([kept.run.model, str(kept.repeats)]) for kept in runs)


def _note_measures(pairs: Sequence[LoggedPair]) -> Iterator[Note]:
    """Say by which of several metrics is compared, and of which less is better."""
    for metrics, benchmarks in _by_benchmark(pairs, lambda pair: tuple(pair.runs.metrics[:8])):
        if len(metrics) > 1:
            yield note(
                "method",
                "Compared by {metric} ({others} with {option}): {benchmarks}.",
                metric=metrics[0],
                others=list_names(list(metrics[1:])),
                option=option("metric"),
                benchmarks=benchmarks,
            )
    if lower := dict.fromkeys(pair.measure.benchmark for pair in pairs if pair.measure.better == "lower"):
        yield note("comparability", "Less is better: {benchmarks}.", benchmarks=list_names(list(lower)))


def _by_benchmark(
    pairs: Sequence[LoggedPair], what: Callable[[LoggedPair], tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what is to be said of pairs, if anything, with the benchmarks that it is said of."""
    said = [(what(pair), pair.measure.benchmark) for pair in pairs]
    for parts in dict.fromkeys(parts for parts, _ in said if parts):
        yield parts, list_names(list(dict.fromkeys(name for other, name in said if other == parts)))

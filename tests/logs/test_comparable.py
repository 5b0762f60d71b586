"""Which run of a model counts where there are several."""

from __future__ import annotations

from llmsurvey.logs.comparable import ComparableRuns, choose_runs
from llmsurvey.logs.run import KeptRun, Run, Setup


def run(
    model: str,
    date: str,
    questions: int = 100,
    *,
    planned: int | None = None,
    ended: bool | None = None,
    shots: int | None = None,
) -> KeptRun:
    return KeptRun(
        run=Run(
            digest=f"{model} {date} {questions}",
            model=model,
            benchmark="quiz",
            setup=Setup(shots=shots),
            date=date,
            planned=planned,
            ended=ended,
        ),
        metrics=("acc",),
        questions=questions,
        answers=questions,
        repeats=1,
    )


def choose(*runs: KeptRun, first: str | None = None) -> ComparableRuns:
    (chosen,) = choose_runs(runs, first)
    return chosen


def test_the_newest_whole_run_counts() -> None:
    """Runs of which no log says that they lack anything are whole."""
    oldest, whole = run("a", "2026-01-01"), run("a", "2026-02-01", planned=100, ended=True)
    partly, stopped = run("a", "2026-03-01", 98, planned=100, ended=True), run("a", "2026-04-01", ended=False)
    chosen = choose(oldest, stopped, whole, partly)
    assert chosen.runs == {"a": whole}
    assert chosen.older == (oldest,)
    assert set(chosen.lacking) == {partly, stopped}


def test_of_runs_that_all_lack_questions_that_with_the_most_counts() -> None:
    few, many = run("a", "2026-02-01", 3, planned=100), run("a", "2026-01-01", 99, planned=100)
    chosen = choose(few, many)
    assert chosen.runs == {"a": many}
    assert chosen.lacking == (few,)


def test_a_trial_gives_way_to_a_longer_run_where_others_have_more() -> None:
    """With `--limit 10` a run is whole by its own plan; beside whole ones of other models it would be left out."""
    trial, whole = run("a", "2026-02-01", 10, planned=10), run("a", "2026-01-01", 100, planned=100)
    chosen = choose(trial, whole, run("b", "2026-01-01"))
    assert chosen.runs["a"] == whole
    assert chosen.lacking == (trial,)


def test_trials_are_compared_with_trials() -> None:
    trial, whole = run("a", "2026-02-01", 10, planned=10), run("a", "2026-01-01", 100, planned=100)
    chosen = choose(trial, whole, run("b", "2026-02-01", 10, planned=10))
    assert chosen.runs["a"] == trial
    assert chosen.older == (whole,)


def test_a_longer_run_that_contradicts_another_model_is_none_to_take() -> None:
    """A trial that tells no shots agrees with both of two runs that don't agree with each other."""
    trial, whole = run("a", "2026-03-01", 10), run("a", "2026-02-01", shots=0)
    chosen = choose(trial, whole, run("b", "2026-01-01", shots=5))
    assert chosen.runs["a"] == trial
    assert chosen.older == (whole,)


def test_of_set_ups_that_as_many_models_share_that_of_the_whole_run_counts() -> None:
    whole, partly = run("a", "2026-01-01", shots=5), run("a", "2026-02-01", 40, planned=100, shots=0)
    for first in (None, "a"):
        assert choose(whole, partly, first=first).runs == {"a": whole}

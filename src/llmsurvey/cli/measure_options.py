"""How scores were measured, as options, for every command that averages those of a board."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer

from llmsurvey.boards.measure import Reporter
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.cli import offered_names
from llmsurvey.cli.option_groups import OptionTable, put_options
from llmsurvey.errors import RequestError
from llmsurvey.messages import say

_PANEL = "How the scores were measured"

_MOST_DIGITS = 7

_OPTIONS: OptionTable = {
    "benchmark": (
        Annotated[
            list[str] | None,
            typer.Option(
                "--benchmark", "-b", help="Only this benchmark.", autocompletion=offered_names.complete_benchmarks
            ),
        ],
        None,
    ),
    "metric": (
        Annotated[
            list[str] | None,
            typer.Option(
                "--metric",
                help="In this metric: acc_norm, or of one benchmark arc=acc.",
                rich_help_panel=_PANEL,
            ),
        ],
        None,
    ),
    "shots": (
        Annotated[
            list[str] | None,
            typer.Option(
                "--shots",
                help="With so many worked examples: 5, or of one benchmark mmlu=5.",
                rich_help_panel=_PANEL,
            ),
        ],
        None,
    ),
    "harness": (
        Annotated[str | None, typer.Option("--harness", help="By this program.", rich_help_panel=_PANEL)],
        None,
    ),
    "task_version": (
        Annotated[
            str | None, typer.Option("--task-version", help="In this version of the task.", rich_help_panel=_PANEL)
        ],
        None,
    ),
    "reporter": (
        Annotated[
            Reporter | None,
            typer.Option("--reporter", help="Reported by this side.", rich_help_panel=_PANEL),
        ],
        None,
    ),
    "revision": (
        Annotated[
            str | None, typer.Option("--revision", help="Of this revision of the weights.", rich_help_panel=_PANEL)
        ],
        None,
    ),
    "run_precision": (
        Annotated[
            str | None,
            typer.Option(
                "--run-precision", help="With the weights in this precision: float16.", rich_help_panel=_PANEL
            ),
        ],
        None,
    ),
    "mix": (
        Annotated[
            bool,
            typer.Option(
                "--mix",
                help="Take scores that can't be compared, too: the first one of each model.",
                rich_help_panel=_PANEL,
            ),
        ],
        False,
    ),
}


def with_measures(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose among measures; it gets them as its argument `measures`."""

    @functools.wraps(function)
    def command(**arguments: Any) -> None:
        given = {name: arguments.pop(name) for name in _OPTIONS}
        shots, shots_of = _read_shots(given["shots"] or ())
        measures = MeasureFilter(
            benchmark=tuple(given["benchmark"] or ()),
            metric=tuple(given["metric"] or ()),
            shots=shots,
            shots_of=shots_of,
            harness=given["harness"],
            task_version=given["task_version"],
            reporter=given["reporter"],
            revision=given["revision"],
            run_precision=given["run_precision"],
            mix=given["mix"],
        )
        function(**arguments, measures=measures)

    put_options(command, function, "measures", _OPTIONS)
    return command


def _read_shots(texts: Iterable[str]) -> tuple[int | None, dict[str, int]]:
    """Return the shots of all benchmarks, and those of some. Raises RequestError for what is no number of them."""
    shots, shots_of = None, {}
    for text in texts:
        benchmark, equals, number = text.rpartition("=")
        if not (number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS):
            raise RequestError(
                say('--shots: "{number}" is no number of shots. Write one such as 5, or mmlu=5.', number=number)
            )
        if equals:
            shots_of[benchmark] = int(number)
        else:
            shots = int(number)
    return shots, shots_of

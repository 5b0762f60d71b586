"""`llmsurvey questions`: what the answers of many models tell of the questions of a benchmark."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from llmsurvey.cli.log_options import Engine, LogsIn, Master
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.errors import RequestError
from llmsurvey.messages import say

_SCREEN = 20
"""So many questions are shown where people read them, unless they say how many."""


@with_rows
def run(
    benchmark: Annotated[
        str | None, typer.Argument(metavar="[BENCHMARK]", help="The benchmark; none where the logs have but one.")
    ] = None,
    order: Annotated[
        Literal["hardest", "easiest", "disputed", "telling", "suspect"] | None,
        typer.Option(
            "--order",
            help="Which come first: hardest, easiest, disputed (models are most divided), telling (they tell good "
            "models from bad), suspect (the answer key looks wrong). (Default: telling.)",
        ),
    ] = None,
    subject: Annotated[
        list[str] | None,
        typer.Option("--subject", help="Only questions of this subject or passage."),
    ] = None,
    model: Annotated[list[str] | None, typer.Option("--model", help="Only answers of this model.")] = None,
    metric: Annotated[
        str | None, typer.Option("--metric", help="What counts as the score. (Default: the benchmark's usual metric.)")
    ] = None,
    enough: Annotated[
        bool, typer.Option("--enough", help="How many questions would be enough for this ranking of models.")
    ] = False,
    logs_in: LogsIn = None,
    engine: Engine = "duckdb",
    master: Master = None,
    *,
    rows: Rows,
) -> None:
    """Tell which questions of a benchmark are hard, tell models apart, or have a key that looks wrong.

    Questions are judged by the answers of all models in one set-up, as `logs import` kept them. With --enough some are
    drawn again and again: how well rankings from 10, 20, 50, 100, ... questions agree with that from all.
    """
    from llmsurvey.answers.questions import QuestionsQuestion, judge_benchmark
    from llmsurvey.logs.asked_logs import AskedLogs

    question = QuestionsQuestion(
        benchmark=benchmark,
        order=order or "telling",
        subject=tuple(subject or ()),
        model=tuple(model or ()),
        metric=metric,
        asked_logs=AskedLogs(logs_in=logs_in, engine=engine, master=master),
    )
    if enough:
        if order is not None:
            raise RequestError(say("--order goes with questions, --enough with numbers of them: name one."))
        from llmsurvey.answers.questions_enough import judge_number_of_questions

        rows.give(judge_number_of_questions(rows.library, question), question)
        return
    rows.give(judge_benchmark(rows.library, question), question, screen=_SCREEN)

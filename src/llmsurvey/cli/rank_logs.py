"""`llmsurvey rank --logs`: models in order of what they scored on the same questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.cli.rows import Rows
from llmsurvey.errors import RequestError
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.logs.asked_logs import AskedLogs
from llmsurvey.messages import join_texts, option, say

SCREEN = 20
"""So many rows are shown where people read them, unless they say how many."""


_ANY = MeasureFilter()


def refuse_with_logs(of_boards: Mapping[str, object], files: FileReading, measures: MeasureFilter) -> None:
    """Raise RequestError where anything is said that only goes with boards: `of_boards` has what, by option."""
    stated = [name for name, value in of_boards.items() if value] + list(files.stated)
    others = replace(measures, benchmark=(), metric=())
    stated += [name for name in MeasureFilter.__dataclass_fields__ if getattr(others, name) != getattr(_ANY, name)]
    if stated:
        raise RequestError(
            say(
                "{options}: not with {logs}.",
                options=join_texts([option(name) for name in stated], ", "),
                logs=option("logs"),
            )
        )


def give_ranked_logs(
    rows: Rows,
    logs: AskedLogs,
    measures: MeasureFilter,
    models: ModelFilter,
    subject: tuple[str, ...],
    *,
    by_subject: bool,
) -> None:
    """Give the models of logs by rank, or who leads each subject."""
    from llmsurvey.answers.leaders_by_subject import list_leaders
    from llmsurvey.answers.logged_scores import LoggedScoresQuestion
    from llmsurvey.answers.rank_logs import rank_logs

    question = LoggedScoresQuestion(
        benchmark=measures.benchmark,
        metric=measures.metric,
        subject=subject,
        limit=None if rows.is_rearranged else rows.limit_or(SCREEN),
        models=models,
        asked_logs=logs,
    )
    answer = list_leaders if by_subject else rank_logs
    rows.give(answer(rows.library, question), question, screen=SCREEN)

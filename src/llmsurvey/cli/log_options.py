"""Options of commands that answer from logs of each question, which mean the same in all of them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Annotated, Any

import typer

from llmsurvey.cli.option_groups import OptionTable, put_options
from llmsurvey.logs.asked_logs import AskedLogs
from llmsurvey.logs.engine import EngineName

PANEL = "Logs"

UseLogs = Annotated[
    bool, typer.Option("--logs", help="From the answers to each question that were imported.", rich_help_panel=PANEL)
]
LogsIn = Annotated[
    str | None,
    typer.Option(
        "--logs-in",
        metavar="FOLDER",
        help="The folder of the logs, where that isn't the user's own or that of LLMSURVEY_LOGS.",
        rich_help_panel=PANEL,
    ),
]
Engine = Annotated[
    EngineName,
    typer.Option("--engine", help="What reads the logs; spark where they lie in a cluster.", rich_help_panel=PANEL),
]
Master = Annotated[
    str | None,
    typer.Option("--master", metavar="URL", help="The master of Spark: spark://host:7077.", rich_help_panel=PANEL),
]

Clusters = Annotated[
    bool,
    typer.Option(
        "--clusters/--no-clusters",
        help="Questions of one subject, passage or document count as drawn together, or each by itself.",
        rich_help_panel=PANEL,
    ),
]

_OPTIONS: OptionTable = {
    "logs": (UseLogs, False),
    "logs_in": (LogsIn, None),
    "engine": (Engine, "duckdb"),
    "master": (Master, None),
}


def with_log_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command that may be asked of logs their options; it gets them as its argument `logs`."""

    @functools.wraps(function)
    def command(**arguments: Any) -> None:
        given = {name: arguments.pop(name) for name in _OPTIONS}
        function(**arguments, logs=AskedLogs(**given))

    put_options(command, function, "logs", _OPTIONS)
    return command

"""Which logs are asked, and by which engine, as options, for every command that answers from logs."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Annotated, Any, Literal

import typer

from llmsurvey.cli.option_groups import OptionTable, put_options
from llmsurvey.logs.asked_logs import AskedLogs

PANEL = "Logs of each question"

_OPTIONS: OptionTable = {
    "logs": (
        Annotated[
            bool,
            typer.Option("--logs", help="By what was logged of each question (`logs import`).", rich_help_panel=PANEL),
        ],
        False,
    ),
    "logs_in": (
        Annotated[
            str | None,
            typer.Option(
                "--logs-in",
                metavar="FOLDER",
                help="By the logs in this folder, or at an address that Spark reads. (Default of --logs: "
                "LLMSURVEY_LOGS, or a folder of your own.)",
                rich_help_panel=PANEL,
            ),
        ],
        None,
    ),
    "engine": (
        Annotated[
            Literal["duckdb", "polars", "spark"],
            typer.Option("--engine", help="What reads the logs.", rich_help_panel=PANEL),
        ],
        "duckdb",
    ),
    "master": (
        Annotated[
            str | None,
            typer.Option(
                "--master",
                metavar="URL",
                help="The master of Spark: spark://HOST:PORT, yarn. (Default: local[*], this machine.)",
                rich_help_panel=PANEL,
            ),
        ],
        None,
    ),
}


def with_log_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of logs, which it may be asked of; it gets them as its argument `logs`."""
    return _with_options(function, _OPTIONS)


def with_logs(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command that is always of logs the options that say which; it gets them as its argument `logs`."""
    return _with_options(function, {name: option for name, option in _OPTIONS.items() if name != "logs"})


def _with_options(function: Callable[..., None], offered: OptionTable) -> Callable[..., None]:
    @functools.wraps(function)
    def command(**arguments: Any) -> None:
        given = {name: arguments.pop(name) for name in offered}
        function(**arguments, logs=AskedLogs(**{"logs": True, **given}))

    put_options(command, function, "logs", offered)
    return command

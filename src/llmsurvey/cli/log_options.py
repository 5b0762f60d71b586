"""Options of commands that answer from logs of each question, which mean the same in all of them."""

from __future__ import annotations

from typing import Annotated

import typer

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

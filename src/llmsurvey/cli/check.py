"""`llmsurvey check`: every model that a repository names against a policy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from llmsurvey.cli.output import Drawings, write_content
from llmsurvey.cli.progress import telling_progress
from llmsurvey.cli.rows import Rows, with_rows_in
from llmsurvey.errors import RequestError
from llmsurvey.formats import FormatName
from llmsurvey.messages import say

_SARIF = "sarif"
_DRAWINGS = Drawings((), {".sarif": _SARIF})

CheckFormat = Annotated[
    Literal["table", "sarif", FormatName] | None,
    typer.Option(
        "--format",
        "-f",
        help="How to write the answer. (Default: table, or what the suffix of --output says.)",
        rich_help_panel="Output",
    ),
]


@with_rows_in(CheckFormat, _DRAWINGS, is_dated=True)
def run(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Folders and files of a repository, or a cache of the hub.")
    ],
    policy: Annotated[
        Path | None,
        typer.Option("--policy", help="A YAML file that says what passes; without one, what may be used commercially."),
    ] = None,
    *,
    rows: Rows,
) -> None:
    """Check every model that a repository names against a policy: code, settings, scripts, notebooks, caches.

    Exit code 1 where a model doesn't pass, or an excuse lacks its reason. A line is excused by a comment on it or right
    above it: `llmsurvey: ok REASON`. What git ignores, what others wrote and files of more than 1 MB aren't looked at,
    and nothing is run. With --format sarif code hosts show each finding beside its line.
    """
    from llmsurvey.answers.check import CheckModelsQuestion, check_models

    if rows.format == _SARIF and (rows.asked_for or rows.envelope):
        raise RequestError(say("SARIF has all findings: no choice of rows or columns."))
    question = CheckModelsQuestion(paths=tuple(paths), policy=policy)
    with telling_progress() as progress:
        answer = check_models(rows.library, question, progress)
    if rows.format == _SARIF:
        from llmsurvey.cli.tell import tell_faults
        from llmsurvey.drawings.sarif import render

        tell_faults(answer.faults)
        write_content(render(answer), rows.output, force=rows.force)
    else:
        rows.give(answer, question)
    if not answer.is_met:
        raise typer.Exit(1)

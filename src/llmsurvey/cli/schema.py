"""`llmsurvey schema`: JSON Schema of a registry file, for editors, and of each command's JSON, for programs."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from llmsurvey.cli import offered_names, options


def run(
    command: Annotated[
        str | None,
        typer.Argument(
            metavar="[COMMAND]",
            help="The command whose JSON to describe. None is a registry file.",
            autocompletion=offered_names.complete_commands_with_rows,
        ),
    ] = None,
    output: options.Output = None,
    force: options.Force = False,
) -> None:
    """Write the JSON Schema of a registry file, or of what a command writes with --format json.

    With the first editors complete and check YAML while it is written. In VS Code: put `# yaml-language-server:
    $schema=registry.schema.json` on the first line of your file.
    """
    from llmsurvey.answers.schema import find_schema
    from llmsurvey.cli.output import check_output, write_content

    check_output(output, force=force)
    write_content(f"{json.dumps(find_schema(command), indent=2, ensure_ascii=False)}\n".encode(), output, force=force)

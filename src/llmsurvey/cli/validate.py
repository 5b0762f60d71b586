"""`llmsurvey validate`: every fault of a registry at once, each with its place."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from llmsurvey.cli.tell import tell_faults
from llmsurvey.errors import RegistryError
from llmsurvey.messages import counted, say, translated


def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...", help="Files or folders of YAML; - is standard input. None checks the catalogue itself."
        ),
    ] = None,
    registry: Annotated[list[str] | None, typer.Option("--registry", help="The same as FILE.")] = None,
    no_warnings: Annotated[
        bool, typer.Option("--no-warnings", help="Only faults, not what merely looks wrong.")
    ] = False,
) -> None:
    """Check registry files: YAML, fields, types, references and cycles, each fault as file:line:column.

    Warnings (no source, a date before the foundation's, a size that its parameters contradict, a licence more generous
    than its base's, a fact behind verdicts that is changed) don't change the exit code: 0 without faults, 1 with.
    """
    from llmsurvey.answers.validate import ValidateQuestion, check_registry
    from llmsurvey.library import Library

    question = ValidateQuestion(paths=(*(paths or ()), *(registry or ())), warnings=not no_warnings)
    answer = check_registry(Library(), question)
    tell_faults(answer.entries)
    number = len(answer.entries)
    if not answer.is_valid:
        closing = counted("{number} fault. Nothing was loaded.", "{number} faults. Nothing was loaded.", number)
        print(translated(closing), file=sys.stderr)
        raise typer.Exit(RegistryError.exit_code)
    closing = say(
        "No faults, {warnings} in {entries}.",
        warnings=counted("{number} warning", "{number} warnings", number),
        entries=counted("{number} entry", "{number} entries", answer.checked),
    )
    print(translated(closing))

"""`llmsurvey validate`: every fault of a registry at once, each with its place."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from llmsurvey.cli import options
from llmsurvey.cli.output import Drawings, is_standard_output, write_content
from llmsurvey.cli.rows import Rows, with_rows_in
from llmsurvey.cli.tell import tell_faults
from llmsurvey.errors import RegistryError
from llmsurvey.messages import translated

_DRAWINGS = Drawings(("lines", "github"), {".txt": "lines"})


@with_rows_in(options.ValidateFormat, _DRAWINGS)
def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...", help="Files or folders of YAML; - is standard input. None checks the catalogue itself."
        ),
    ] = None,
    no_warnings: Annotated[
        bool, typer.Option("--no-warnings", help="Only faults, not what merely looks wrong.")
    ] = False,
    unresolved: Annotated[
        bool,
        typer.Option("--unresolved", help="List the names that nothing in the registry answers to, and the guesses."),
    ] = False,
    *,
    rows: Rows,
) -> None:
    """Check registry files: YAML, fields, types, references and cycles, each fault as file:line:column.

    Warnings (no source or an odd address, a date before the foundation's, a size that its parameters contradict, a
    licence more generous than its base's, a fact behind verdicts that is changed) don't change the exit code: 0 without
    faults, 1 with. With --format github a workflow of GitHub shows each beside its line. --unresolved lists what
    sources name and no layer has, as imports keep it.
    """
    from llmsurvey.answers.unresolved import UnresolvedAnswer, UnresolvedQuestion, list_unresolved
    from llmsurvey.answers.validate import ValidateAnswer, ValidateQuestion, check_registry
    from llmsurvey.library import Library

    paths_asked = (*(paths or ()), *rows.registry)
    question: ValidateQuestion | UnresolvedQuestion
    answer: ValidateAnswer | UnresolvedAnswer
    if unresolved:
        question = UnresolvedQuestion(paths=paths_asked)
        answer = list_unresolved(Library(), question)
        entries = answer.warnings
    else:
        question = ValidateQuestion(paths=paths_asked, warnings=not no_warnings)
        answer = check_registry(Library(), question)
        entries = list(answer.entries)
    is_valid = all(entry.severity == "warning" for entry in entries)
    closing = [translated(sentence) for sentence in answer.notes]
    if rows.format == "lines" and is_standard_output(rows.output):
        tell_faults(entry.fault for entry in entries)
        print(*closing, sep="\n", file=sys.stdout if is_valid else sys.stderr)
    elif rows.format == "lines":
        lines = [*(translated(entry.fault.text) for entry in entries), *closing]
        write_content("".join(f"{line}\n" for line in lines).encode(), rows.output, force=rows.force)
    elif rows.format == "github":
        from llmsurvey.drawings.github import render

        write_content(render(entries).encode(), rows.output, force=rows.force)
        print(*closing, sep="\n", file=sys.stderr)
    else:
        rows.give(answer, question)
    if not is_valid:
        raise typer.Exit(RegistryError.exit_code)
